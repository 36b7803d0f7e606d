"""Workbooks from a compiled template: rows are written one after another into the compressed sheet.

Only the rows of the sheet with tags are made anew; what refers to them (merged ranges, print areas, validations) moves
along, and every other member of the file is copied as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kjfz_docs.errors import TemplateError
from kjfz_docs.grids.archive import Deflating, packed
from kjfz_docs.grids.compression import Compressor
from kjfz_docs.grids.package import Package
from kjfz_docs.templating.identity import Identity
from kjfz_docs.templating.xlsx_program import Scope
from kjfz_docs.templating.xlsx_unmovable import movable_sheet
from kjfz_docs.writing.core import Core
from kjfz_docs.writing.guided_xlsx import additions
from kjfz_docs.writing.xlsx_follow import moved_tail
from kjfz_docs.writing.xlsx_heights import Heights
from kjfz_docs.writing.xlsx_looks import Looks
from kjfz_docs.writing.xlsx_record_cells import RecordCells
from kjfz_docs.writing.xlsx_sheet import Sheet
from kjfz_docs.writing.xlsx_workbook import Around

# In characters.
_BATCH = 200_000


class XlsxWriter:
    """One template, compiled once; safe to be shared by threads."""

    def __init__(self, data: bytes, package: Package) -> None:
        self.sheet = movable_sheet(package)
        self._core = Core(data, package)
        styles = package.related(self.sheet.workbook, "styles")
        if styles is None:
            raise TemplateError("the template has no styles")
        self._styles_name = styles
        self._styles = package.xml_bytes(styles)
        self._around = Around(package, self.sheet, self._core.members)

    def render(
        self,
        context: Mapping[str, Any],
        identity: Identity,
        *,
        guided: frozenset[str] | None = None,
        by: Compressor | None = None,
    ) -> bytes:
        """The workbook for a context.

        ``guided``: the paths of the fields that may be filled in, ``*`` for rows: the sheet then has lists and prompts
        for them, and everything else is locked (see ``guided_xlsx``).
        """
        looks = Looks(self._styles)
        heights = Heights(self.sheet, looks)
        cells = RecordCells(looks, heights, from_1904=self.sheet.from_1904, guided=guided)
        made = Sheet(self.sheet, cells, heights)
        part = Deflating(self.sheet.part, by)
        part.write('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n')
        part.write(self.sheet.head + "<sheetData>")
        for rows in _batches(made.rows(self.sheet.nodes, Scope(context))):
            # Formulas may refer to any row behind them.
            made.formulas.hold(rows) if made.formulas.are_due else part.write(rows)
        part.write(made.formulas.rows())
        part.write("</sheetData>")
        added = additions(cells.written) if guided is not None else {}
        part.write(
            moved_tail(
                self.sheet.tail, made.moves, self.sheet.name, made.merged, added, self.sheet.namespaces
            )
        )
        changed: dict[str, Any] = {
            self.sheet.part: part.member(),
            self._styles_name: looks.xml(),
            self._core.name: self._core.of(identity),
        }
        return packed(self._around.members, {**changed, **self._around.moved(made.moves)}, by)


def _batches(rows: Iterator[str]) -> Iterator[str]:
    """Rows joined up to a size at which compressing them costs little of its own."""
    held: list[str] = []
    size = 0
    for each in rows:
        held.append(each)
        size += len(each)
        if size > _BATCH:
            yield "".join(held)
            held, size = [], 0
    yield "".join(held)
