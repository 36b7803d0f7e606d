"""What lies over the cells of a worksheet: text boxes and other shapes, pictures, charts, check boxes.

None of it belongs to a cell; what it says is read as if it stood in the cell that its middle lies over.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator

import attrs

from kjfz_docs.grids.alternatives import elements_read
from kjfz_docs.grids.limits import DEFAULT_LIMITS, Limits
from kjfz_docs.grids.package import Package
from kjfz_docs.grids.sheets import LAST_COLUMN, LAST_ROW
from kjfz_docs.grids.xlsx_names import whole
from kjfz_docs.grids.xml import Element, parse_xml

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_VML = "{urn:schemas-microsoft-com:vml}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_ANCHORS = tuple(_DRAWING + name for name in ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor"))
_THINGS = tuple(_DRAWING + name for name in ("sp", "cxnSp", "pic", "graphicFrame"))
_NAMED = _DRAWING + "cNvPr"
_TICKS = ("□", "☑")


class Over(enum.Enum):
    """What lies over cells."""

    SHAPE = "形状"
    PICTURE = "图片"
    CHART = "图表"
    CONTROL = "控件"
    TICK = "复选框"


@attrs.frozen
class Overlay:
    """One thing over a sheet: the cell its middle lies over, and what it says. Rows and columns count from 0."""

    kind: Over
    row: int
    column: int
    text: str = ""


_KINDS = {_DRAWING + "pic": Over.PICTURE, _DRAWING + "graphicFrame": Over.CHART}


def overlays(
    package: Package, drawing: str | None, legacy: str | None, limits: Limits = DEFAULT_LIMITS
) -> Iterator[Overlay]:
    """Each thing that lies over a sheet, from top to bottom; comments are none.

    ``drawing`` and ``legacy`` are the parts that the sheet names for what is drawn, and for comments and controls.
    """
    found = [
        *(() if drawing is None else _drawn(package, drawing)),
        *(() if legacy is None else _controls(package, legacy, limits)),
    ]
    yield from sorted(found, key=lambda each: (each.row, each.column))


def vml(package: Package, name: str, limits: Limits = DEFAULT_LIMITS) -> Element:
    """The root of a part with boxes of comments and controls: Excel leaves line breaks in it unclosed."""
    return parse_xml(package.xml_bytes(name).replace(b"<br>", b"<br/>"), limits)


def _drawn(package: Package, name: str) -> Iterator[Overlay]:
    for anchor in elements_read(package.xml(name), _ANCHORS):
        start, end = (_corner(anchor.find(_DRAWING + each)) for each in ("from", "to"))
        row, column = _middle(start or (0, 0), end or start or (0, 0))
        for each in elements_read(anchor, _THINGS):
            if not _is_hidden(each):
                text = _words(each)
                yield Overlay(_KINDS.get(each.tag, Over.SHAPE), row, column, text)


def _corner(element: Element | None) -> tuple[int, int] | None:
    if element is None:
        return None
    row, column = (whole(element.findtext(_DRAWING + each), 0) for each in ("row", "col"))
    return row, column


def _middle(start: tuple[int, int], end: tuple[int, int]) -> tuple[int, int]:
    row, column = ((first + max(last, first)) // 2 for first, last in zip(start, end, strict=True))
    return min(max(row, 0), LAST_ROW - 1), min(max(column, 0), LAST_COLUMN - 1)


def _is_hidden(thing: Element) -> bool:
    """Controls have a hidden shape as well as one among the boxes of comments."""
    named = next(thing.iter(_NAMED), None)
    return named is not None and named.get("hidden") in ("1", "true")


def _words(thing: Element) -> str:
    lines = (
        "".join(part.text or "" for part in paragraph.iter(_MAIN + "t"))
        for paragraph in thing.iter(_MAIN + "p")
    )
    return "\n".join(lines).strip()


def _controls(package: Package, name: str, limits: Limits) -> Iterator[Overlay]:
    """Check boxes and other controls, which are kept with the boxes of comments."""
    for shape in vml(package, name, limits).iter(_VML + "shape"):
        data = shape.find(_EXCEL + "ClientData")
        kind = None if data is None else data.get("ObjectType")
        if data is None or kind in (None, "Note"):
            continue
        edges = [whole(each.strip(), 0) for each in (data.findtext(_EXCEL + "Anchor") or "").split(",")]
        left, _, top, _, right, _, bottom, _ = edges if len(edges) == 8 else [0] * 8
        row, column = _middle((top, left), (bottom, right))
        if kind not in ("Checkbox", "Radio"):
            yield Overlay(Over.CONTROL, row, column)
            continue
        box = shape.find(_VML + "textbox")
        caption = "" if box is None else " ".join("".join(box.itertext()).split())
        ticked = (data.findtext(_EXCEL + "Checked") or "0").strip() == "1"
        yield Overlay(Over.TICK, row, column, _TICKS[ticked] + caption)
