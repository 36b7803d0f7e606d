"""The findings to resolve, each with its file and district."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from kjfz_docs.findings import Finding, Severity
from kjfz_docs.pages.pieces import Cell, Section, Table
from kjfz_docs.reading.html import TONES
from kjfz_docs.records.masking import fit_to_show
from kjfz_docs.workflow.districts import Districts
from kjfz_docs.workflow.items import Item, Status
from kjfz_docs.workflow.report.links import Links
from kjfz_docs.workflow.report.progress import order_of
from kjfz_docs.workflow.submission import Submission

# What is wrong in these is wrong no more: another file counts.
_REPLACED = (Status.DOUBLE, Status.SUPERSEDED)


@attrs.frozen
class Doubt:
    """A finding, the file that it speaks of, and whose that is."""

    finding: Finding
    file: str = ""
    number: int = 1
    district: str = ""


def doubts_of(submission: Submission, more: Iterable[Finding]) -> Iterator[Doubt]:
    """Those of the submission, of its readings that are not replaced, and more; each once."""
    by_name = {item.name: item for item in reversed(submission.items)}
    seen: set[tuple[str, int, Finding]] = set()

    def placed(finding: Finding) -> Doubt:
        file = (finding.where.file if finding.where is not None else None) or ""
        return _doubt(finding, by_name[file]) if file in by_name else Doubt(finding, file)

    of_readings = (
        _doubt(finding, item)
        for item in submission.items
        if item.reading is not None and item.status not in _REPLACED
        for finding in item.reading.findings
    )
    for each in (*of_readings, *map(placed, (*submission.findings, *more))):
        key = (each.file, each.number, each.finding)
        if key not in seen:
            seen.add(key)
            yield each


def _doubt(finding: Finding, item: Item) -> Doubt:
    return Doubt(finding, item.name, item.number, item.district or "")


def resolving(doubts: Iterable[Doubt], districts: Districts, links: Links | None = None) -> Section:
    """Errors and warnings, district by district; notes after them."""
    order = order_of(districts)
    found = sorted(doubts, key=lambda each: order(each.district))
    tables = [
        _table(caption, [each for each in found if each.finding.severity is severity], links)
        for severity, caption in (
            (Severity.ERROR, "错误（必须改正）"),
            (Severity.WARNING, "警告（请核对）"),
            (Severity.NOTE, "提示（供参考）"),
        )
    ]
    tables = [table for table in tables if table.rows]
    notes = () if tables else ("没有发现问题。",)
    return Section(id="findings", title="待处理的问题", notes=notes, tables=tuple(tables))


def _table(caption: str, doubts: list[Doubt], links: Links | None) -> Table:
    return Table(
        caption=f"{caption}：{len(doubts)} 条",
        heads=("文件", "区", "位置", "代码", "问题"),
        rows=[_row(each, links) for each in doubts],
        stacks=True,
    )


def _row(doubt: Doubt, links: Links | None) -> list[Cell | str]:
    finding = doubt.finding
    number = f"（第{doubt.number}份）" if doubt.number > 1 else ""
    link = links.to(doubt.file) if links is not None else None
    return [
        Cell(doubt.file + number, link),
        doubt.district,
        finding.where.spot if finding.where is not None else "",
        Cell(finding.code, tone=TONES[finding.severity]),
        str(fit_to_show(finding.message, private=False)),
    ]
