"""A reading as HTML for a notebook: fields with their places and findings, lists as tables; private values masked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

import attrs

from kjfz_docs.findings import Finding, Place, Severity
from kjfz_docs.reading.reading import Outcome, Reading
from kjfz_docs.records.fields import fields_of, leaves
from kjfz_docs.records.shown import label_of, text_of

_COLOURS = {Severity.ERROR: "#c0392b", Severity.WARNING: "#b9770e", Severity.NOTE: "#2471a3"}
_OUTCOMES = {
    Outcome.OK: "已读取",
    Outcome.BLANK_FORM: "空白表",
    Outcome.NOT_RECOGNISED: "不是已知的表格",
    Outcome.REFUSED: "不能读取",
    Outcome.SEVERAL: "有多份表格",
}
_MOST_ROWS = 200
_CELL = "border:1px solid #bbb;padding:2px 6px;text-align:left;vertical-align:top;white-space:pre-wrap"


def html_of(reading: Reading[Any]) -> str:
    """One self-contained fragment."""
    title = f" {reading.title}" if reading.title else ""
    parts = [f"<p><b>{escape((reading.file or '') + ' ' + _OUTCOMES[reading.outcome] + title)}</b></p>"]
    if reading.record is not None:
        parts += _record(reading)
    parts += [_findings(reading.findings)] if reading.findings else []
    return f'<div class="kjfz-reading" style="font-size:90%">{"".join(parts)}</div>'


def _record(reading: Reading[Any]) -> Iterator[str]:
    record: Any = reading.record
    cls: type = type(record)
    printed = reading.printed_names
    rows = [
        (label_of(cls, path, printed), text_of(value, info, False), _spot(reading.provenance.get(path)), path)
        for path, info, value in leaves(record)
        if not any(part.isdigit() for part in path.split("."))
    ]
    for name, stated in reading.stated.items():
        rows += [
            (f"{name} / {label_of(type(stated), path)}", text_of(value, info, False), "", f"{name}.{path}")
            for path, info, value in leaves(stated)
        ]
    yield _table(
        ("栏目", "内容", "位置", "问题"),
        [(label, text, spot, _codes(reading.findings, path)) for label, text, spot, path in rows],
    )
    for info in fields_of(cls):
        if info.row is not None:
            heads = [
                label_of(info.row, path, printed, f"{info.name}.*.") for path, _, _ in leaves(info.row())
            ]
            yield from _list(info.name, heads, getattr(record, info.name), reading.findings)


def _list(name: str, heads: Sequence[str], rows: Sequence[Any], findings: Sequence[Finding]) -> Iterator[str]:
    shown = [
        (
            str(number + 1),
            *(text_of(value, info, False) for _, info, value in leaves(row)),
            _codes(findings, f"{name}.{number}"),
        )
        for number, row in enumerate(rows[:_MOST_ROWS])
    ]
    yield _table(("行", *heads, "问题"), shown)
    if len(rows) > _MOST_ROWS:
        yield f"<p>……共 {len(rows)} 行，只显示前 {_MOST_ROWS} 行</p>"


def _codes(findings: Sequence[Finding], path: str) -> str:
    """The codes of the findings about a field or a row, once each."""
    about = [
        f for f in findings if f.field is not None and (f.field == path or f.field.startswith(f"{path}."))
    ]
    return "、".join(dict.fromkeys(finding.code for finding in about))


def _findings(findings: Sequence[Finding]) -> str:
    rows = "".join(
        f'<tr><td style="{_CELL};color:{_COLOURS[each.severity]}">{each.severity.label}</td>'
        f'<td style="{_CELL}">{each.code}</td><td style="{_CELL}">{escape(_spot(each.where))}</td>'
        f'<td style="{_CELL}">{escape(each.message)}</td></tr>'
        for each in findings
    )
    return f'<table style="border-collapse:collapse;margin:4px 0"><tbody>{rows}</tbody></table>'


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f'<th style="{_CELL};background:#f2f2f2">{escape(text)}</th>' for text in heads)
    body = "".join(
        "<tr>" + "".join(f'<td style="{_CELL}">{escape(text)}</td>' for text in row) + "</tr>" for row in rows
    )
    style = "border-collapse:collapse;margin:4px 0"
    return f'<table style="{style}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _spot(place: Place | None) -> str:
    return str(attrs.evolve(place, file=None)) if place is not None else ""
