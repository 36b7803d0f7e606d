"""Documents as grids, and the one door through which files are opened."""

from __future__ import annotations

from kjfz_docs.grids.conversion import as_legible
from kjfz_docs.grids.door import Opened, Source, open_file
from kjfz_docs.grids.limits import DEFAULT_LIMITS, Limits
from kjfz_docs.grids.model import (
    PLAIN,
    Cell,
    Format,
    Grid,
    Line,
    LineKind,
    Paragraph,
    RichText,
)
from kjfz_docs.grids.readers import read_grid

__all__ = [
    "DEFAULT_LIMITS",
    "PLAIN",
    "Cell",
    "Format",
    "Grid",
    "Limits",
    "Line",
    "LineKind",
    "Opened",
    "Paragraph",
    "RichText",
    "Source",
    "as_legible",
    "open_file",
    "read_grid",
]
