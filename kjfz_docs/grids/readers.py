"""Which module makes a grid of which kind of file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from kjfz_docs.grids.docx import docx_grid
from kjfz_docs.grids.door import Opened
from kjfz_docs.grids.kinds import KINDS
from kjfz_docs.grids.model import Grid
from kjfz_docs.grids.refusal import naming, unreadable
from kjfz_docs.grids.xls import xls_grid
from kjfz_docs.grids.xlsx import xlsx_grid

READERS: Mapping[str, Callable[[Opened], Grid]] = MappingProxyType(
    {"docx": docx_grid, "xlsx": xlsx_grid, "xls": xls_grid}
)


def read_grid(opened: Opened) -> Grid:
    """The grid of an opened file; ``Refused`` (KD106) if files of its kind are not read."""
    reader = READERS.get(opened.kind)
    if reader is None:
        with naming(opened.name):
            raise unreadable(KINDS[opened.kind].label, opened.findings)
    return reader(opened)
