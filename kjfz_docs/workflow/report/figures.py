"""What the forms add up to: counts and money, district by district."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Protocol

import attrs

from kjfz_docs.forms.form import Form
from kjfz_docs.pages.pieces import Chart, Section, Table
from kjfz_docs.records.fields import FieldInfo, field_paths, fields_of, leaves
from kjfz_docs.records.numerals import ordinal_text
from kjfz_docs.records.units import COUNTED, MONEY
from kjfz_docs.records.values import exact_sum
from kjfz_docs.workflow.districts import Districts, district_of
from kjfz_docs.workflow.report.charts import bars
from kjfz_docs.workflow.report.progress import UNKNOWN, called, order_of
from kjfz_docs.workflow.submission import Submission

ROW = ".*."


class CollationLike(Protocol):
    """What a report takes of a collation: the records by form id and cohort. It may have ``findings``."""

    @property
    def records(self) -> Mapping[tuple[str, int | None], Any]:
        """What was made."""


@attrs.frozen
class _Part:
    """A form about one person, or one row of a list: whose it is, and its figures by their paths."""

    district: str
    figures: Mapping[str, Any]


@attrs.frozen
class Stated:
    """A record with figures perhaps: its form and cohort, and whose it is where it does not say itself."""

    form: str
    cohort: int | None
    record: Any
    district: str | None = None


def of_submission(submission: Submission) -> Iterator[Stated]:
    """The records that count."""
    for item in submission.counting():
        if item.form is not None and item.record is not None:
            yield Stated(item.form, item.cohort, item.record, item.district)


def of_collation(collation: CollationLike) -> Iterator[Stated]:
    """The records that were made."""
    for (form, cohort), record in collation.records.items():
        yield Stated(form, cohort, record)


def outcomes(
    stated: Iterable[Stated], districts: Districts, forms: Mapping[str, Form], source: str
) -> Section:
    """A table for each form that has figures to add up, with a chart for each figure."""
    kinds: dict[tuple[str, int | None], _Kind] = {}
    parts: dict[tuple[str, int | None], list[_Part]] = {}
    for each in stated:
        key = (each.form, each.cohort)
        kind = kinds.setdefault(key, _Kind(type(each.record), forms.get(each.form), *key))
        parts.setdefault(key, []).extend(_parts(each, kind, districts))
    made = [_table(kinds[key], some, districts) for key, some in parts.items() if some]
    return Section(
        id="outcomes",
        title="成效合计",
        notes=(f"由{source}逐区相加。",) if made else (),
        charts=tuple(chart for _, charts in made for chart in charts),
        tables=tuple(table for table, _ in made),
    )


@attrs.frozen
class _Kind:
    """What is added up: the records of one form and cohort."""

    record: Any
    form: Form | None
    id: str
    cohort: int | None
    figures: Mapping[str, FieldInfo] = attrs.field(init=False)

    @figures.default
    def _(self) -> Mapping[str, FieldInfo]:
        """The fields that add up, by their paths; a form may print the unit that a class does not say."""
        printed = self.form.printed_names if self.form is not None else {}
        named = ((path, info.called_as(printed.get(path, ""))) for path, info in field_paths(self.record))
        return {path: info for path, info in named if _adds_up(info)}

    @property
    def title(self) -> str:
        """The form and the cohort in words."""
        name = called(self.form) if self.form is not None else self.id
        return f"{name} {ordinal_text(self.cohort)}" if self.cohort is not None else name


def _adds_up(info: FieldInfo) -> bool:
    """Counts of people and things, and money: years, shares and marks are no sums."""
    is_number = info.type in (int, Decimal) and info.meta.kind is None
    return is_number and (info.unit in COUNTED or info.unit in MONEY)


def _parts(stated: Stated, kind: _Kind, districts: Districts) -> Iterator[_Part]:
    """The record itself where it has figures beside its rows, and each row that can have some."""
    whose = stated.district or UNKNOWN
    if any(ROW not in path for path in kind.figures):
        values = {path: value for path, _, value in leaves(stated.record) if path in kind.figures}
        yield _Part(districts.called(district_of(stated.record)) or whose, values)
    for info in fields_of(kind.record):
        prefix = f"{info.name}{ROW}"
        if not any(path.startswith(prefix) for path in kind.figures):
            continue
        for row in getattr(stated.record, info.name) or ():
            named = district_of(row)
            values = {
                f"{prefix}{path}": value
                for path, _, value in leaves(row)
                if f"{prefix}{path}" in kind.figures
            }
            yield _Part(districts.called(named) or named or whose, values)


def _table(kind: _Kind, parts: Iterable[_Part], districts: Districts) -> tuple[Table, tuple[Chart, ...]]:
    """The sums of one form, and a chart for each of its figures."""
    by_district: dict[str, list[_Part]] = {}
    for part in parts:
        by_district.setdefault(part.district, []).append(part)
    names = sorted(by_district, key=order_of(districts))
    heads = [_head(info) for info in kind.figures.values()]
    # A row for each district, then columns of them.
    sums = [
        [exact_sum(part.figures.get(path) for part in by_district[name]) for path in kind.figures]
        for name in names
    ]
    columns = list(zip(*sums, strict=True))
    counts = [len(by_district[name]) for name in names]
    foot = ["合计", str(sum(counts)), *(_text(exact_sum(column)) for column in columns)]
    table = Table(
        caption=kind.title,
        heads=("区", "份数或行数", *heads),
        rows=[
            [name, str(count), *map(_text, row)] for name, count, row in zip(names, counts, sums, strict=True)
        ],
        foot=[foot] if len(names) > 1 else (),
        figures=range(1, len(heads) + 2),
    )
    charts = [
        bars(f"{kind.title} {head}", [(name, Decimal(value), _text(value)) for name, value in known])
        for head, column in zip(heads, columns, strict=True)
        if (known := [pair for pair in zip(names, column, strict=True) if pair[1] is not None])
    ]
    return table, tuple(chart for some in charts for chart in some)


def _head(info: FieldInfo) -> str:
    return info.label if info.unit in info.label else f"{info.label}（{info.unit}）"


def _text(value: Any) -> str:
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)
