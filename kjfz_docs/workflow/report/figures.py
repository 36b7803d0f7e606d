"""What the forms add up to: counts and money, district by district."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Protocol

import attrs

from kjfz_docs.pages.pieces import Chart, Section, Table
from kjfz_docs.records.fields import FieldInfo, field_at, field_paths, fields_of, general_path, leaves
from kjfz_docs.records.numerals import ordinal_text
from kjfz_docs.records.units import COUNTED, MONEY
from kjfz_docs.records.values import exact_sum
from kjfz_docs.workflow.districts import Districts, district_of
from kjfz_docs.workflow.report.charts import bars
from kjfz_docs.workflow.report.progress import UNKNOWN, called, district_order
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

    form: str
    cohort: int | None
    district: str
    figures: Mapping[str, Any]


def outcomes(submission: Submission, collation: CollationLike | None = None) -> Section:
    """A table for each form that has figures to add up, with a chart for each figure."""
    districts = Districts.of(submission.programme, (each.district for each in submission.roster or ()))
    records = _of_submission(submission)
    if collation is not None and any(_columns(type(record)) for record in collation.records.values()):
        records = ((form, cohort, None, record) for (form, cohort), record in collation.records.items())
    groups: dict[tuple[str, int | None], list[_Part]] = {}
    kinds: dict[tuple[str, int | None], type] = {}
    for form, cohort, district, record in records:
        for part in _parts(form, cohort, district, record, districts):
            groups.setdefault((form, cohort), []).append(part)
            kinds.setdefault((form, cohort), type(record))
    made = [_table(submission, key, kinds[key], parts) for key, parts in groups.items()]
    source = "汇总结果" if collation is not None else "已报送的表格"
    return Section(
        id="outcomes",
        title="成效合计",
        notes=(f"按{source}逐区相加；重复的和已有新版的不计。",) if made else (),
        charts=tuple(chart for _, charts in made for chart in charts),
        tables=tuple(table for table, _ in made),
    )


def _of_submission(submission: Submission) -> Iterator[tuple[str, int | None, str | None, Any]]:
    for item in submission.counting():
        if item.form is not None and item.record is not None:
            yield item.form, item.cohort, item.district, item.record


def _columns(cls: type) -> tuple[str, ...]:
    """The paths of the figures that can be added up, rows as ``*``; empty where a class has none."""
    return tuple(path for path, info in field_paths(cls) if _adds_up(info))


def _adds_up(info: FieldInfo) -> bool:
    """Counts of people and things, and money: years, shares and marks are no sums."""
    is_number = info.type in (int, Decimal) and info.meta.kind is None
    return is_number and (info.unit in COUNTED or info.unit in MONEY)


def _parts(
    form: str, cohort: int | None, district: str | None, record: Any, districts: Districts
) -> Iterator[_Part]:
    single = {
        path: value
        for path, info, value in leaves(record)
        if _adds_up(info) and ROW not in general_path(path)
    }
    if single:
        yield _Part(form, cohort, district or UNKNOWN, single)
    for info in fields_of(type(record)):
        if info.row is None or not _columns(info.row):
            continue
        for row in getattr(record, info.name) or ():
            stated = district_of(row)
            figures = {
                f"{info.name}{ROW}{path}": value for path, each, value in leaves(row) if _adds_up(each)
            }
            yield _Part(form, cohort, districts.called(stated) or stated or district or UNKNOWN, figures)


def _table(
    submission: Submission, key: tuple[str, int | None], cls: type, parts: Iterable[_Part]
) -> tuple[Table, tuple[Chart, ...]]:
    """The sums of one form, and a chart for each of its figures."""
    by_district: dict[str, list[_Part]] = {}
    for part in parts:
        by_district.setdefault(part.district, []).append(part)
    order = district_order(submission)
    names = sorted(by_district, key=order)
    paths = _columns(cls)
    sums = {
        name: [exact_sum(part.figures.get(path) for part in by_district[name]) for path in paths]
        for name in names
    }
    form = submission.forms.get(key[0])
    title = called(form) if form is not None else key[0]
    cohort = ordinal_text(key[1]) if key[1] is not None else ""
    heads = [_head(cls, path, form.printed_names if form is not None else {}) for path in paths]
    table = Table(
        caption=f"{title} {cohort} 成效合计".replace("  ", " "),
        heads=("区", "份（行）数", *heads),
        rows=[[name, str(len(by_district[name])), *map(_text, sums[name])] for name in names],
        foot=[
            [
                "合计",
                str(sum(map(len, by_district.values()))),
                *(_text(exact_sum(column)) for column in zip(*sums.values(), strict=True)),
            ]
        ]
        if len(names) > 1
        else (),
        figures=range(1, len(paths) + 2),
    )
    charts = [
        bars(
            f"{title} {cohort} {head}",
            [
                (name, Decimal(sums[name][number]), _text(sums[name][number]))
                for name in names
                if sums[name][number] is not None
            ],
        )
        for number, head in enumerate(heads)
    ]
    return table, tuple(chart for some in charts for chart in some)


def _head(cls: type, path: str, printed: Mapping[str, str]) -> str:
    info = field_at(cls, path.replace(ROW, "."))
    if info is None:
        return path
    named = info.called_as(printed.get(path, ""))
    return named.label if named.unit in named.label else f"{named.label}（{named.unit}）"


def _text(value: Any) -> str:
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)
