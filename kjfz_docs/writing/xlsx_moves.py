"""Where the rows of a template went, and what refers to them by number, moved along."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lxml import etree

from kjfz_docs.grids.sheets import Range, address, range_of
from kjfz_docs.grids.xlsx_names import SHEET_NS, s
from kjfz_docs.grids.xml import serialised

_MERGED = re.compile(r"<mergeCells\b.*?</mergeCells>", re.S)
_REFS = re.compile(r'\b(ref|sqref)="([A-Z0-9:$ ]+)"')
_NAMED = re.compile(r"(\$?[A-Z]{1,3})?\$?([0-9]+)")
# The order of what may follow the rows; what is added must stand in its place.
_ORDER = (
    *("sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState"),
    *("dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting"),
    *("dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter"),
    *("rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing"),
    *(
        "legacyDrawing",
        "legacyDrawingHF",
        "picture",
        "oleObjects",
        "controls",
        "webPublishItems",
        "tableParts",
    ),
    "extLst",
)


class Moves:
    """The new numbers of the template's rows. A row of a loop became its first, as a last bound its last."""

    def __init__(self) -> None:
        self._old: list[int] = []
        self._new: list[tuple[int, int]] = []

    def static(self, old: int, start: int, end: int) -> None:
        """A row outside loops went from ``old`` to the rows from ``start`` to ``end``."""
        self._put(old, start, end)

    def loop(self, first: int, last: int, start: int, end: int) -> None:
        """The rows of a loop, its tags included, became the rows from ``start`` to ``end``."""
        for old in range(first, last + 1):
            self._put(old, start, max(end, start))

    def _put(self, old: int, start: int, end: int) -> None:
        self._old.append(old)
        self._new.append((start, end))

    def row(self, old: int, *, last: bool = False) -> int:
        """Where a row went; rows below the last keep their distance to it."""
        index = bisect.bisect_right(self._old, old) - 1
        if index < 0:
            return old
        start, end = self._new[index]
        if self._old[index] == old:
            return end if last else start
        return end + old - self._old[index]

    def range(self, each: Range) -> Range:
        return Range(self.row(each.top), each.left, self.row(each.bottom, last=True), each.right)

    def text(self, ref: str) -> str:
        """A reference (``A1:C3``), moved."""
        found = range_of(ref)
        if found is None:
            return ref
        return range_text(self.range(found))


def range_text(each: Range) -> str:
    """``A1:C3``; ``A1`` for one cell."""
    first, last = address(each.top, each.left), address(each.bottom, each.right)
    return first if first == last else f"{first}:{last}"


def moved_tail(
    tail: str, moves: Moves, merged: Sequence[Range], added: Mapping[str, str], namespaces: str
) -> str:
    """What follows the rows of a sheet: references moved, merged ranges as they are now, further elements added.

    ``namespaces`` are the declarations of the sheet, whose prefixes the tail may use.
    """
    without = _MERGED.sub("", tail)
    without = _REFS.sub(
        lambda match: f'{match[1]}="{" ".join(moves.text(ref) for ref in match[2].split())}"', without
    )
    further = dict(added)
    if merged:
        cells = "".join(f'<mergeCell ref="{range_text(each)}"/>' for each in merged)
        further["mergeCells"] = f'<mergeCells count="{len(merged)}">{cells}</mergeCells>'
    if not further:
        return without
    root = etree.fromstring(f"<worksheet {namespaces}>{_inside(without)}</worksheet>")
    for name, xml in further.items():
        _insert(root, name, xml)
    text = etree.tostring(root, encoding="unicode")
    inner = text[text.index(">") + 1 : text.rindex("</")]
    return f"{inner}</worksheet>"


def _inside(tail: str) -> str:
    return tail[: tail.rindex("</")]


def _insert(root: Any, name: str, xml: str) -> None:
    made = etree.fromstring(f'<x xmlns="{SHEET_NS}">{xml}</x>')[0]
    for old in root.findall(s(name)):
        root.remove(old)
    rank = _ORDER.index(name)
    for index, each in enumerate(root):
        tag = etree.QName(each).localname
        if tag in _ORDER and _ORDER.index(tag) > rank:
            root.insert(index, made)
            return
    root.append(made)


def moved_workbook(xml: bytes, sheet: int, moves: Moves) -> bytes | None:
    """The workbook part with the names of one sheet moved (print areas and titles); None where there are none."""
    root = etree.fromstring(xml)
    names = root.iterfind(f"{s('definedNames')}/{s('definedName')}")
    own = [each for each in names if each.get("localSheetId") == str(sheet)]
    if not own:
        return None
    for each in own:
        each.text = ",".join(_moved_name(ref, moves) for ref in (each.text or "").split(","))
    return serialised(root)


def _moved_name(ref: str, moves: Moves) -> str:
    """``表!$A$1:$K$9`` or ``表!$4:$4``; whole columns have no rows to move."""
    sheet, mark, cells = ref.rpartition("!")
    bounds = cells.split(":")
    made = [_moved_bound(bound, moves, last=number > 0) for number, bound in enumerate(bounds)]
    return f"{sheet}{mark}{':'.join(made)}"


def _moved_bound(bound: str, moves: Moves, *, last: bool) -> str:
    return _NAMED.sub(lambda match: f"{match[1] or ''}${moves.row(int(match[2]) - 1, last=last) + 1}", bound)


def ranges_of(rows: Iterable[int], column: int) -> list[Range]:
    """The rows of a column as ranges."""
    found: list[Range] = []
    for row in rows:
        if found and found[-1].bottom == row - 1:
            found[-1] = Range(found[-1].top, column, row, column)
        else:
            found.append(Range(row, column, row, column))
    return found
