"""What refers to the rows of a sheet by number, moved along with its rows: whatever part of the workbook it is in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs
from lxml import etree

from kjfz_docs.grids.sheets import Range, range_of
from kjfz_docs.grids.xlsx_names import SHEET_NS, is_on, s, whole
from kjfz_docs.templating.xlsx_formulas import parsed
from kjfz_docs.writing.xlsx_moves import Moves, range_text

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


# Elements and attributes that hold formulas, in whichever namespace.
_FORMULAS = frozenset(
    (
        *("f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula"),
        *("totalsRowFormula", "FmlaLink", "FmlaRange", "FmlaTxbx", "FmlaGroup", "FmlaPict"),
    )
)
_FORMULA_ATTRIBUTES = ("location", "textlink", "fmlaLink", "fmlaRange", "fmlaTxbx", "fmlaGroup")
# Lists of things with a place: none of them is left where the last one is gone with its rows.
_LISTS = frozenset(
    (
        "conditionalFormattings",
        "dataValidations",
        "hyperlinks",
        "protectedRanges",
        "ignoredErrors",
        "rowBreaks",
    )
)
_RULES = frozenset({"conditionalFormatting", "dataValidation"})


def follow(root: Any, moves: Moves, sheet: str, *, own: bool) -> None:
    """Move every reference to the rows of ``sheet`` in a part; ``own``: those without a sheet are of it."""
    # Formulas first: those of a rule are meant from where it stood.
    for element in root.iter(etree.Element):
        _follow_formulas(element, moves, sheet, own)
    for element in list(root.iter(etree.Element)) if own else ():
        _follow_place(element, moves)


def formulas(root: Any) -> Iterator[str]:
    """The formulas of a part."""
    for element in root.iter(etree.Element):
        if etree.QName(element).localname in _FORMULAS and element.text:
            yield element.text
        yield from filter(None, map(element.get, _FORMULA_ATTRIBUTES))


def _follow_formulas(element: Any, moves: Moves, sheet: str, own: bool) -> None:
    name = etree.QName(element)
    if name.localname in _FORMULAS and element.text:
        seen = moves.at(_base(element)) if own else moves
        in_chart = (name.namespace or "").endswith("/chart")
        wide = name.localname == "definedName" or in_chart
        text = seen.formula(parsed(element.text), sheet, own=own, wide=wide, several=in_chart)
        became_several = text.count(":") > element.text.count(":") and "," in text
        element.text = f"({text})" if in_chart and became_several and text[0] != "(" else text
    for attribute in _FORMULA_ATTRIBUTES:
        text = element.get(attribute)
        if text:
            element.set(attribute, moves.formula(parsed(text), sheet, own=own))


def _base(element: Any) -> int:
    """The row from which the relative references of a rule are meant; -1 outside rules."""
    for holder in element.iterancestors():
        if etree.QName(holder).localname in _RULES:
            texts = (holder.get("sqref"), *(each.text for each in holder.iter("{*}sqref")))
            first = next((text.split()[0] for text in texts if text and text.split()), "")
            found = range_of(first)
            return -1 if found is None else found.top
    return -1


def _follow_place(element: Any, moves: Moves) -> None:
    name = etree.QName(element).localname
    if name == "from":
        _move_corners(element, moves)
    elif name == "Anchor":
        element.text = _moved_box(element.text or "", moves)
    elif name == "Row":  # of a note in VML
        element.text = str(moves.row(whole(element.text, 0)))
    elif name == "rowBreaks":
        _move_breaks(element, moves)
    elif name == "sqref" and element.text:
        element.text = moves.refs(element.text)
        if not element.text:
            _remove(element.getparent())
    for attribute in ("ref", "sqref"):
        text = element.get(attribute)
        moved = moves.refs(text) if text else None
        if moved:
            of_table = element.getroottree().getroot().tag == s("table")
            element.set(attribute, moved if attribute == "sqref" else _spanned(moved, least=1 + of_table))
        elif moved is not None:
            _remove(element)


def _spanned(refs: str, least: int) -> str:
    """The one range over several, as a ``ref`` has it. ``least``: tables have a row below their heads at least."""
    found = [each for each in map(range_of, refs.split()) if each is not None]
    if not found:
        return refs
    bottom = max(found[-1].bottom, found[0].top + least - 1)
    return range_text(attrs.evolve(found[0], bottom=bottom, right=found[-1].right))


def _remove(element: Any) -> None:
    """Remove what stood in rows that are gone, and the list that held nothing else."""
    parent = element.getparent()
    if parent is None:
        return
    parent.remove(element)
    if etree.QName(parent).localname not in _LISTS:
        return
    if not len(parent):
        parent.getparent().remove(parent)
    elif "count" in parent.attrib:
        parent.set("count", str(len(parent)))


def _move_corners(corner: Any, moves: Moves) -> None:
    """The corners of a picture: it grows with the rows under it; one that is within a row stays so."""
    first, last = corner.find("{*}row"), corner.getparent().find("{*}to/{*}row")
    if first is None:
        return
    top = whole(first.text, 0)
    first.text = str(moves.row(top))
    if last is not None:
        bottom = whole(last.text, top)
        last.text = first.text if bottom == top else str(max(moves.row(bottom, last=True), int(first.text)))


def _moved_box(text: str, moves: Moves) -> str:
    """The box of a note: column, offset, row, offset, and the same of its other corner."""
    numbers = [each.strip() for each in text.split(",")]
    if len(numbers) != 8 or not all(each.lstrip("-").isdigit() for each in numbers):
        return text
    top, bottom = int(numbers[2]), int(numbers[6])
    moved = moves.row(top)
    numbers[2], numbers[6] = str(moved), str(moved + bottom - top)
    return ", ".join(numbers)


def _move_breaks(breaks: Any, moves: Moves) -> None:
    """Page breaks stand below rows, by their number from 1; two in one list are one."""
    kept: set[str] = set()
    for each in list(breaks):
        below = str(moves.row(whole(each.get("id"), 1) - 1, last=True) + 1)
        if below in kept:
            breaks.remove(each)
        kept.add(below)
        each.set("id", below)
    breaks.set("count", str(len(breaks)))
    breaks.set("manualBreakCount", str(sum(is_on(each.get("man")) for each in breaks)))


def moved_tail(
    tail: str, moves: Moves, sheet: str, merged: Sequence[Range], added: Mapping[str, str], namespaces: str
) -> str:
    """What follows the rows of a sheet: references moved, merged ranges as they are now, further elements added.

    ``namespaces`` are the declarations of the sheet, whose prefixes the tail may use.
    """
    root = etree.fromstring(f"<worksheet {namespaces}>{tail}")
    for old in root.findall(s("mergeCells")):
        root.remove(old)
    follow(root, moves, sheet, own=True)
    further = dict(added)
    if merged:
        cells = "".join(f'<mergeCell ref="{range_text(each)}"/>' for each in merged)
        further["mergeCells"] = f'<mergeCells count="{len(merged)}">{cells}</mergeCells>'
    for name, xml in further.items():
        _insert(root, name, xml)
    text = etree.tostring(root, encoding="unicode")
    inner = text[text.index(">") + 1 : text.rindex("</")] if len(root) else ""
    return f"{inner}</worksheet>"


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
