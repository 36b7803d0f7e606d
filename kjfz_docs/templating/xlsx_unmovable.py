"""What in a workbook's template cannot follow the rows that a list adds: said before there is data."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from kjfz_docs.errors import TemplateError
from kjfz_docs.findings import Finding, Place
from kjfz_docs.grids.package import Package
from kjfz_docs.grids.sheets import range_of
from kjfz_docs.grids.xlsx import sheet_parts
from kjfz_docs.grids.xlsx_names import s
from kjfz_docs.templating.xlsx import CompiledSheet, FormulaCell, Node, RowLoop, SheetRow, compile_sheet
from kjfz_docs.templating.xlsx_formulas import (
    Formula,
    Reference,
    is_of,
    is_over_sheets,
    parsed,
    references,
    spells_addresses,
)
from kjfz_docs.templating.xlsx_program import RECORDS, Language

_ONE_ROW = "请改引用整列清单，如 SUM(C5:C5)；循环会把区域一并扩大"
_NOT_HERE = "循环行里的公式只能引用同一条目的行、循环之外的行或整列清单"


def movable_sheet(package: Package, language: Language = RECORDS) -> CompiledSheet:
    """The compiled sheet of a workbook. Raises TemplateError with all that could not follow its rows."""
    sheet = compile_sheet(package, language)
    found = tuple(unmovable(package, sheet))
    if found:
        raise TemplateError("; ".join(f"{each.where}: {each.raw!r} ({each.code})" for each in found), found)
    return sheet


def unmovable(package: Package, sheet: CompiledSheet) -> Iterator[Finding]:
    """A finding for each formula and each table that could not follow the rows."""
    loops = [node for node in sheet.nodes if isinstance(node, RowLoop)]
    for cell, place in _placed(sheet.nodes, _Place()):
        text = "".join(part if isinstance(part, str) else part.source for part in cell.formula)
        span = range_of(cell.array or "")
        if span is not None and span.top != span.bottom and place.loop is not None:
            yield _finding(text, cell.place, "循环行里不能有跨行的数组公式")
        else:
            yield from _faults(text, cell.formula, cell.place, sheet, loops, place)
    for each in sheet_parts(package, sheet.workbook):
        if each.part == sheet.part:
            if package.related(each.part, "pivotTable") is not None:
                yield _finding("数据透视表", Place(sheet=each.name), "请把数据透视表移到别的工作表")
            continue
        for cell in package.xml(each.part).iterfind(f"{s('sheetData')}/{s('row')}/{s('c')}"):
            text = cell.findtext(s("f")) or ""
            where = Place(sheet=each.name, cell=cell.get("r"))
            yield from _faults(text, parsed(text), where, sheet, loops, None)
    yield from _sources(package, sheet)


@attrs.frozen
class _Place:
    """Where a formula of the sheet stands: the outermost loop around it, and the rows printed together with it."""

    loop: RowLoop | None = None
    beside: frozenset[int] = frozenset()

    def within(self, loop: RowLoop, rows: tuple[Node, ...]) -> _Place:
        numbers = {row for node in rows for row in node.rows}
        return _Place(self.loop or loop, self.beside | numbers)


def _placed(nodes: tuple[Node, ...], place: _Place) -> Iterator[tuple[FormulaCell, _Place]]:
    for node in nodes:
        if isinstance(node, SheetRow):
            yield from ((cell, place) for cell in node.cells if isinstance(cell, FormulaCell))
            continue
        yield from _placed(node.body, place.within(node, node.body))
        yield from _placed(node.blank, place.within(node, node.blank))


def _faults(
    text: str,
    formula: Formula,
    where: Place,
    sheet: CompiledSheet,
    loops: list[RowLoop],
    place: _Place | None,
) -> Iterator[Finding]:
    """What is wrong with one formula; ``place`` is None on another sheet."""
    if spells_addresses(text):
        yield _finding(text, where, "文字里的单元格地址不能随行移动，请直接引用单元格")
    for each in references(formula):
        if is_over_sheets(each):
            yield _finding(text, where, "跨多张工作表的引用不能随行移动，请分别引用各工作表")
        elif is_of(each, sheet.name, own=place is not None):
            hint = _hint(each, loops, place or _Place())
            if hint:
                yield _finding(text, where, hint)
                return


def _hint(each: Reference, loops: list[RowLoop], place: _Place) -> str:
    """Why a reference to the sheet has no meaning once there are several items; empty where it has one."""
    for bound in (each.first, each.last or each.first):
        loop = next((loop for loop in loops if bound.row in loop.rows), None)
        if loop is None or (bound.fixed and loop is place.loop):
            continue
        if loop is place.loop:
            if bound.row not in place.beside and not (each.is_range and each.last is None):
                return _NOT_HERE
        elif not each.is_range:
            return _ONE_ROW
    return ""


def _sources(package: Package, sheet: CompiledSheet) -> Iterator[Finding]:
    """Tables that another program made from rows of the sheet."""
    for each in package.relationships(sheet.workbook).values():
        if each.type == "pivotCacheDefinition" and each.target in package:
            source = package.xml(each.target).find(f"{s('cacheSource')}/{s('worksheetSource')}")
            if source is not None and source.get("sheet") == sheet.name and source.get("ref"):
                yield _finding(
                    "数据透视表", Place(sheet=sheet.name), "请让数据透视表引用定义的名称，不要引用单元格区域"
                )


def _finding(tag: str, where: Place, hint: str) -> Finding:
    shown = f"={tag}" if where.cell else tag
    return Finding.of("KD617", where=where, raw=shown, tag=shown, hint=hint)
