"""What lies over the cells of a worksheet: text boxes and other shapes, pictures, charts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from kjfz_docs.grids.package import Package
from kjfz_docs.grids.sheets import address
from kjfz_docs.grids.xlsx_names import whole

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_SHAPES = frozenset({f"{_DRAWING}sp", f"{_DRAWING}cxnSp", f"{_DRAWING}grpSp"})
_OTHERS: Mapping[str, str] = MappingProxyType({f"{_DRAWING}pic": "图片", f"{_DRAWING}graphicFrame": "图表"})


def shapes_of(package: Package, sheet: str) -> Iterator[tuple[str, str]]:
    """Each thing that lies over a sheet: what it is, empty for a shape, and the address it is fixed at."""
    name = package.related(sheet, "drawing")
    if name is None:
        return
    for anchor in package.xml(name):
        start = anchor.find(f"{_DRAWING}from")
        row, column = (
            0 if start is None else whole(start.findtext(f"{_DRAWING}{each}"), 0) for each in ("row", "col")
        )
        for each in anchor:
            if each.tag in _SHAPES:
                yield "", address(max(row, 0), max(column, 0))
            elif each.tag in _OTHERS:
                yield _OTHERS[each.tag], address(max(row, 0), max(column, 0))
