"""A reading as HTML for a notebook: fields with their places and findings, lists as tables; private values masked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kjfz_docs.findings import Finding, Place, Severity
from kjfz_docs.pages import fragment
from kjfz_docs.pages.pieces import BAD, DOUBTFUL, NEUTRAL, Cell, Section, Table
from kjfz_docs.reading.reading import Outcome, Reading
from kjfz_docs.records.fields import fields_of, leaves
from kjfz_docs.records.shown import label_of, text_of

TONES = {Severity.ERROR: BAD, Severity.WARNING: DOUBTFUL, Severity.NOTE: NEUTRAL}
_OUTCOMES = {
    Outcome.OK: "已读取",
    Outcome.BLANK_FORM: "空白表",
    Outcome.NOT_RECOGNISED: "不是已知的表格",
    Outcome.REFUSED: "不能读取",
    Outcome.SEVERAL: "有多份表格",
}
_MOST_ROWS = 200


def html_of(reading: Reading[Any]) -> str:
    """One self-contained fragment."""
    title = f" {reading.title}" if reading.title else ""
    tables = tuple(_record(reading)) if reading.record is not None else ()
    tables += (_findings(reading.findings),) if reading.findings else ()
    told = f"{reading.file or ''} {_OUTCOMES[reading.outcome]}{title}".strip()
    return fragment([Section(id="reading", title=told, tables=tables)], "kjfz-reading")


def _record(reading: Reading[Any]) -> Iterator[Table]:
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
    yield Table(
        heads=("栏目", "内容", "位置", "问题"),
        rows=[(label, text, spot, _codes(reading.findings, path)) for label, text, spot, path in rows],
    )
    for info in fields_of(cls):
        if info.row is not None:
            heads = [
                label_of(info.row, path, printed, f"{info.name}.*.") for path, _, _ in leaves(info.row())
            ]
            yield _list(info.name, heads, getattr(record, info.name), reading.findings)


def _list(name: str, heads: Sequence[str], rows: Sequence[Any], findings: Sequence[Finding]) -> Table:
    shown = [
        (
            str(number + 1),
            *(text_of(value, info, False) for _, info, value in leaves(row)),
            _codes(findings, f"{name}.{number}"),
        )
        for number, row in enumerate(rows[:_MOST_ROWS])
    ]
    more = f"共 {len(rows)} 行，只显示前 {_MOST_ROWS} 行" if len(rows) > _MOST_ROWS else ""
    return Table(caption=more, heads=("行", *heads, "问题"), rows=shown)


def _codes(findings: Sequence[Finding], path: str) -> str:
    """The codes of the findings about a field or a row, once each."""
    about = [
        f for f in findings if f.field is not None and (f.field == path or f.field.startswith(f"{path}."))
    ]
    return "、".join(dict.fromkeys(finding.code for finding in about))


def _findings(findings: Sequence[Finding]) -> Table:
    return Table(
        heads=("程度", "代码", "位置", "问题"),
        rows=[
            (Cell(each.severity.label, tone=TONES[each.severity]), each.code, _spot(each.where), each.message)
            for each in findings
        ],
    )


def _spot(place: Place | None) -> str:
    return place.spot if place is not None else ""
