"""Changes that people make to the layout of a filled form, each a function of its body; the places are drawn.

A change that finds no place for itself returns False.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from typing import Any

import attrs
from lxml import etree

from tests.making import W, body, with_part

Pick = Callable[[Sequence[Any]], Any]
_W = f"{{{W}}}"
# What a row that was added says.
_ADDED = ("联系地址", "解放路一号", "以上各栏据实填写")


@attrs.frozen
class Places:
    """Where a change is made: ``pick`` says which of several places; ``labels`` are the template's own cells."""

    pick: Pick
    labels: frozenset[str]


Change = Callable[[Any, Places], bool]


def changed(data: bytes, change: Change, pick: Pick, template: bytes) -> bytes | None:
    """The file with a change made to it; None where there is no place for the change."""
    root = body(data)
    texts = (text_of(cell) for cell in body(template).iter(f"{_W}tc"))
    labels = frozenset(text for text in texts if text and "{" not in text)
    if not change(root, Places(pick, labels)):
        return None
    xml: bytes = etree.tostring(root.getparent(), xml_declaration=True, encoding="UTF-8", standalone=True)
    return with_part(data, {"word/document.xml": xml})


def text_of(element: Any) -> str:
    return "".join(each.text or "" for each in element.iter(f"{_W}t"))


def _rows(root: Any) -> list[Any]:
    return list(root.iter(f"{_W}tr"))


def _cells(row: Any) -> list[Any]:
    return list(row.findall(f"{_W}tc"))


def _span(cell: Any) -> int:
    found = cell.find(f"{_W}tcPr/{_W}gridSpan")
    return 1 if found is None else int(found.get(f"{_W}val"))


def _set_span(cell: Any, span: int) -> None:
    properties = cell.find(f"{_W}tcPr")
    if properties is None:
        properties = etree.Element(f"{_W}tcPr")
        cell.insert(0, properties)
    for old in properties.findall(f"{_W}gridSpan"):
        properties.remove(old)
    if span > 1:
        etree.SubElement(properties, f"{_W}gridSpan").set(f"{_W}val", str(span))


def _is_merged(row: Any) -> bool:
    return row.find(f".//{_W}vMerge") is not None


def _cell(text: str, span: int = 1) -> Any:
    made = etree.Element(f"{_W}tc")
    etree.SubElement(made, f"{_W}tcPr")
    _set_span(made, span)
    run = etree.SubElement(etree.SubElement(made, f"{_W}p"), f"{_W}r")
    etree.SubElement(run, f"{_W}t").text = text
    return made


def _retext(element: Any, text: str) -> None:
    first, *rest = element.iter(f"{_W}t")
    first.text = text
    for each in rest:
        each.text = ""


# ------------------------------------------------------------------ changes


def a_row_more(root: Any, places: Places) -> bool:
    """A row of another label and its value, anywhere in a table, but of a list of two columns."""
    row = places.pick(_rows(root))
    width = sum(map(_span, _cells(row)))
    made = etree.Element(f"{_W}tr")
    made.extend([_cell(_ADDED[0]), _cell(_ADDED[1], width - 1)])
    heads = [cell for cell in _cells(row.getparent().find(f"{_W}tr")) if text_of(cell)]
    if _is_merged(row) or len(heads) < 3:
        return False
    row.addprevious(made)
    return True


def a_row_of_one_cell_more(root: Any, places: Places) -> bool:
    """A remark over the whole width."""
    row = places.pick(_rows(root))
    if _is_merged(row):
        return False
    made = etree.Element(f"{_W}tr")
    made.append(_cell(_ADDED[2], sum(map(_span, _cells(row)))))
    row.addprevious(made)
    return True


def a_blank_row_more(root: Any, places: Places) -> bool:
    row = places.pick(_rows(root))
    made = copy.deepcopy(row)
    for cell in _cells(made):
        for paragraph in cell.findall(f"{_W}p")[1:]:
            cell.remove(paragraph)
        for text in cell.iter(f"{_W}t"):
            text.text = ""
    for merge in list(made.iter(f"{_W}vMerge")):
        if merge.get(f"{_W}val") == "restart":
            return False
    row.addnext(made)
    return True


def a_column_more(root: Any, places: Places) -> bool:
    """An empty column, anywhere."""
    table = places.pick(list(root.iter(f"{_W}tbl")))
    at = places.pick(range(3))
    if at < 2:
        for columns in table.findall(f"{_W}tblGrid"):
            columns.extend([copy.deepcopy(columns[0])] if len(columns) else [])
    for row in table.findall(f"{_W}tr"):
        cells = _cells(row)
        if at == 0:
            cells[0].addprevious(_cell(""))
        elif at == 1:
            cells[-1].addnext(_cell(""))
        else:
            _set_span(cells[-1], _span(cells[-1]) + 1)
    return True


def a_split_cell(root: Any, places: Places) -> bool:
    """A cell that covers several columns made two."""
    wide = [c for row in _rows(root) for c in _cells(row) if _span(c) > 1 and text_of(c) not in _ADDED]
    if not wide:
        return False
    cell = places.pick(wide)
    first = places.pick(range(1, _span(cell)))
    cell.addnext(_cell("", _span(cell) - first))
    _set_span(cell, first)
    return True


def rows_swapped(root: Any, places: Places) -> bool:
    """Two neighbours exchanged, but not labels with the values below them."""
    row = places.pick(_rows(root))
    other = row.getnext()
    if other is None or _is_merged(row) or _is_merged(other) or len(_cells(row)) == len(_cells(other)):
        return False
    other.addnext(row)
    return True


def a_spaced_label(root: Any, places: Places) -> bool:
    """White space between the letters of a label."""
    cell = places.pick(_labels(root, places.labels))
    _retext(cell, places.pick([" ", "　", "  "]).join(text_of(cell)))
    return True


def a_split_run(root: Any, places: Places) -> bool:
    """A run that an editor cut in two."""
    run = places.pick(
        [run for run in root.iter(f"{_W}r") if len(text_of(run)) > 1 and len(run.findall(f"{_W}t")) == 1]
    )
    text = text_of(run)
    cut = places.pick(range(1, len(text)))
    other = copy.deepcopy(run)
    _retext(run, text[:cut])
    _retext(other, text[cut:])
    for part in (run, other):
        part.find(f"{_W}t").set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.addnext(other)
    return True


def a_colon_more(root: Any, places: Places) -> bool:
    """A colon behind a label."""
    cell = places.pick(_labels(root, places.labels))
    _retext(cell, text_of(cell) + "：")
    return True


def _labels(root: Any, labels: frozenset[str]) -> list[Any]:
    return [cell for cell in root.iter(f"{_W}tc") if text_of(cell) in labels]


CHANGES = (
    a_row_more,
    a_row_of_one_cell_more,
    a_blank_row_more,
    a_column_more,
    a_split_cell,
    rows_swapped,
    a_spaced_label,
    a_split_run,
    a_colon_more,
)
