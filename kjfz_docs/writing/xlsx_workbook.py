"""The parts of a workbook around the sheet that is written: names, formulas, charts and pictures follow its rows.

What was calculated from that sheet is left for Excel to calculate again; the chain in which it did so is dropped.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from typing import Any

import attrs
from lxml import etree

from kjfz_docs.grids.archive import Member, compressed
from kjfz_docs.grids.package import CONTENT_TYPES, Package
from kjfz_docs.grids.xlsx import sheet_parts
from kjfz_docs.grids.xlsx_names import s
from kjfz_docs.grids.xlsx_shapes import vml
from kjfz_docs.grids.xml import serialised
from kjfz_docs.templating.xlsx import CompiledSheet
from kjfz_docs.templating.xlsx_formulas import expand_shared, is_of, parsed, references, uses_names
from kjfz_docs.writing.xlsx_follow import follow, formulas
from kjfz_docs.writing.xlsx_moves import Moves

_SHEETS = frozenset({"worksheet", "chartsheet"})
_BOXES = "vmlDrawing"
_PLACED = frozenset({"drawing", _BOXES, "comments", "threadedComment", "table", "ctrlProp"})
_CHARTS = frozenset({"chart", "chartEx"})
_CACHES = ("{*}numCache", "{*}strCache", "{*}multiLvlStrCache")
# Names of print areas and filters, which stay one range.
_RESERVED = "_xlnm."
# What calcPr follows in a workbook.
_BEFORE_CALCULATION = ("sheets", "functionGroups", "externalReferences", "definedNames")


@attrs.frozen
class _Part:
    """A part that refers to rows of the sheet; ``own``: it belongs to that sheet."""

    name: str
    xml: bytes
    own: bool


class Around:
    """What is around the sheet of a template. ``members`` are those of the file without what is out of date."""

    def __init__(self, package: Package, sheet: CompiledSheet, members: Sequence[Member]) -> None:
        self._sheet = sheet
        others = _calculated(package, sheet)
        roots = [(name, own, others.get(name, root)) for name, own, root in _parts(package, sheet)]
        self._parts = tuple(
            _Part(name, serialised(root), own)
            for name, own, root in roots
            if own or any(_mentions(text, sheet.name) for text in formulas(root))
        )
        still = {name: serialised(root) for name, root in others.items()}
        still.update(_without_chain(package, sheet.workbook))
        chain = package.related(sheet.workbook, "calcChain")
        self.members = tuple(
            compressed(each.name, still[each.name]) if each.name in still else each
            for each in members
            if each.name != chain
        )
        self._workbook = package.xml_bytes(sheet.workbook)
        self._calculates = sheet.calculates or bool(others)

    def moved(self, moves: Moves) -> dict[str, bytes]:
        """The parts that follow the rows, by name."""
        changed: dict[str, bytes] = {}
        for part in self._parts:
            root = etree.fromstring(part.xml)
            follow(root, moves, self._sheet.name, own=part.own)
            changed[part.name] = serialised(root)
        root = etree.fromstring(self._workbook)
        names = root.findall(f"{s('definedNames')}/{s('definedName')}")
        for each in names:
            own = each.get("localSheetId") == str(self._sheet.index)
            follow_name(each, moves, self._sheet.name, own=own)
        if self._calculates:
            _calculate_on_opening(root)
        if names or self._calculates:
            changed[self._sheet.workbook] = serialised(root)
        return changed


def follow_name(name: Any, moves: Moves, sheet: str, *, own: bool) -> None:
    """Move what a name stands for (print areas and titles are names, too)."""
    several = not (name.get("name") or "").startswith(_RESERVED)
    name.text = moves.formula(parsed(name.text or ""), sheet, own=own, wide=True, several=several)


def _parts(package: Package, sheet: CompiledSheet) -> Iterator[tuple[str, bool, Any]]:
    """The parts that may refer to rows, whether they belong to the sheet, and their roots."""
    for each in package.relationships(sheet.workbook).values():
        if each.type not in _SHEETS or each.target not in package:
            continue
        own = each.target == sheet.part
        if not own:
            yield each.target, False, package.xml(each.target)
        for placed in package.relationships(each.target).values():
            if placed.type not in _PLACED or placed.target not in package:
                continue
            boxes = placed.type == _BOXES
            yield placed.target, own, (vml if boxes else Package.xml)(package, placed.target)
            for chart in package.relationships(placed.target).values():
                if chart.type in _CHARTS and chart.target in package:
                    yield chart.target, False, _without_caches(package.xml(chart.target))


def _without_caches(chart: Any) -> Any:
    for cache in list(chart.iter(*_CACHES)):
        cache.getparent().remove(cache)
    return chart


def _mentions(text: str, sheet: str) -> bool:
    return any(is_of(each, sheet, own=False) for each in references(parsed(text)))


def _calculated(package: Package, sheet: CompiledSheet) -> dict[str, Any]:
    """The other sheets with formulas that depend on the sheet, without their results."""
    roots: dict[str, Any] = {}
    names: dict[str, str] = {}
    for each in sheet_parts(package, sheet.workbook):
        if each.part != sheet.part:
            roots[each.part], names[each.part] = package.xml(each.part), each.name
    depend: dict[str, Any] = {}
    changing = {sheet.name}
    while True:
        found = {
            part: root
            for part, root in roots.items()
            if part not in depend
            and any(
                uses_names(text) or any(_mentions(text, name) for name in changing)
                for text in cell_formulas(root)
            )
        }
        if not found:
            break
        depend.update(found)
        changing.update(names[part] for part in found)
    for root in depend.values():
        expand_shared(root)
        for cell in _formula_cells(root):
            drop_result(cell)
    return depend


def _formula_cells(root: Any) -> Iterator[Any]:
    cells = root.iterfind(f"{s('sheetData')}/{s('row')}/{s('c')}")
    return (cell for cell in cells if cell.find(s("f")) is not None)


def cell_formulas(root: Any) -> Iterator[str]:
    """The formulas of the cells of a sheet."""
    return (cell.findtext(s("f")) or "" for cell in _formula_cells(root))


def drop_result(cell: Any) -> None:
    """Leave the result of a formula to be calculated again."""
    for value in cell.findall(s("v")):
        cell.remove(value)
    cell.attrib.pop("t", None)


def _without_chain(package: Package, workbook: str) -> dict[str, bytes]:
    """The parts that name the chain of calculation, without it."""
    chain = package.related(workbook, "calcChain")
    if chain is None:
        return {}
    folder, file = posixpath.split(workbook)
    relations = posixpath.join(folder, "_rels", f"{file}.rels")
    links, types = package.xml(relations), package.xml(CONTENT_TYPES)
    for each in list(links):
        if (each.get("Type") or "").endswith("/calcChain"):
            links.remove(each)
    for each in list(types):
        if (each.get("PartName") or "").lstrip("/").lower() == chain.lower():
            types.remove(each)
    return {relations: serialised(links), CONTENT_TYPES: serialised(types)}


def _calculate_on_opening(workbook: Any) -> None:
    found = workbook.find(s("calcPr"))
    if found is None:
        before = [each for each in workbook if etree.QName(each).localname in _BEFORE_CALCULATION]
        found = etree.Element(s("calcPr"))
        before[-1].addnext(found)
    found.set("fullCalcOnLoad", "1")
