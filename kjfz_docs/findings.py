"""Findings: every doubt that the library has about a file, a form or a record.

A finding has a code from one table (``kjfz_docs.codes``); codes are never reused. KD1xx speak of the file, 2xx of the
layout, 3xx of a value, 4xx of a rule of one record, 5xx of several forms, 6xx of a template, 7xx of a scan.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from kjfz_docs.codes import CODES, Code, Severity

__all__ = ["CODES", "Code", "Finding", "Place", "Severity", "has_errors"]


@attrs.frozen(kw_only=True)
class Place:
    """Where something stands. Numbers count from 1, as a person counts.

    ``row`` and ``column`` are those of the printed table, ``paragraph`` counts the paragraphs outside tables;
    ``cell`` is an Excel address without its sheet; ``part`` is what holds the paragraph outside the text (页眉).
    """

    file: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    paragraph: int | None = None
    sheet: str | None = None
    cell: str | None = None
    page: int | None = None
    part: str | None = None

    @property
    def spot(self) -> str:
        """Where it is in words, without the file."""
        if self.cell is not None:
            return f"{self.sheet}!{self.cell}" if self.sheet else self.cell
        parts = (
            (self.part, "{}"),
            (self.page, "第{}页"),
            (self.table, "表{}"),
            (self.row, "第{}行"),
            (self.column, "第{}列"),
            (self.paragraph, "第{}段"),
        )
        return "".join(text.format(value) for value, text in parts if value is not None)

    def __str__(self) -> str:
        return " ".join(part for part in (self.file, self.spot) if part)


@attrs.frozen(kw_only=True)
class Finding:
    """One doubt: ``code`` and ``severity``, the field's dotted path, where it stands, what to do, what stood there.

    ``field`` counts rows from 0 (``rows.3.account.number``); None speaks of the file. ``raw`` is masked when
    the field is private.
    """

    code: str
    severity: Severity
    message: str
    field: str | None = None
    where: Place | None = None
    raw: str | None = None

    @classmethod
    def of(
        cls,
        code: str,
        *,
        field: str | None = None,
        where: Place | None = None,
        raw: str | None = None,
        severity: Severity | None = None,
        **values: object,
    ) -> Finding:
        """Make a finding from the table of codes; ``values`` fill the placeholders of its message."""
        entry = CODES[code]
        filled = {"raw": raw or "", **values}
        remedy = entry.remedy.format(**filled)
        message = entry.message.format(**filled) + (f"：{remedy}" if remedy else "")
        return cls(
            code=code, severity=severity or entry.severity, message=message, field=field, where=where, raw=raw
        )

    def under(self, prefix: str) -> Finding:
        """The same finding with its field placed under ``prefix``."""
        field = ".".join(part for part in (prefix, self.field) if part)
        return attrs.evolve(self, field=field or None)

    def __str__(self) -> str:
        parts = (self.severity.label, self.code, str(self.where) if self.where else "", self.message)
        return " ".join(part for part in parts if part)


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether one of the findings must be resolved before the record can be used."""
    return any(finding.severity is Severity.ERROR for finding in findings)
