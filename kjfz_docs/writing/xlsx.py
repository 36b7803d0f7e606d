"""Workbooks from a compiled template: rows are written one after another into the compressed sheet.

Only the rows of the sheet with tags are made anew; what refers to them (merged ranges, print areas, validations) moves
along, and every other member of the file is copied as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from kjfz_docs.errors import TemplateError
from kjfz_docs.grids.archive import Deflating, Member, packed
from kjfz_docs.grids.compression import Compressor
from kjfz_docs.grids.package import Package
from kjfz_docs.grids.xml import DECLARATION
from kjfz_docs.templating.identity import Identity
from kjfz_docs.templating.xlsx import CompiledSheet
from kjfz_docs.templating.xlsx_program import Scope
from kjfz_docs.templating.xlsx_unmovable import movable_sheet
from kjfz_docs.writing.core import Core
from kjfz_docs.writing.guided_xlsx import additions
from kjfz_docs.writing.xlsx_follow import moved_tail
from kjfz_docs.writing.xlsx_heights import Heights
from kjfz_docs.writing.xlsx_looks import Looks
from kjfz_docs.writing.xlsx_record_cells import RecordCells
from kjfz_docs.writing.xlsx_sheet import Cells, Sheet
from kjfz_docs.writing.xlsx_workbook import Around

_BATCH = 200_000


class Workbook:
    """A template of which one sheet is written anew: what refers to its rows follows, all else is copied."""

    def __init__(self, package: Package, sheet: CompiledSheet, members: Sequence[Member]) -> None:
        styles = package.related(sheet.workbook, "styles")
        if styles is None:
            raise TemplateError("the template has no styles")
        self.sheet = sheet
        self._styles_name = styles
        self._styles = package.xml_bytes(styles)
        self._around = Around(package, sheet, members)

    def looks(self) -> Looks:
        """The styles of one document, to which its cells may add."""
        return Looks(self._styles)

    def written(
        self,
        cells: Cells,
        heights: Heights,
        names: Mapping[str, Any],
        by: Compressor | None,
        changed: Mapping[str, bytes] = MappingProxyType({}),
        added: Callable[[], Mapping[str, str]] = dict,
    ) -> bytes:
        """The workbook with the names of its tags, of which ``cells`` makes the cells.

        ``changed`` are further parts, ``added`` gives further elements of the sheet once its rows are written.
        """
        sheet = self.sheet
        made = Sheet(sheet, cells, heights)
        part = Deflating(by)
        part.write(f"{DECLARATION}{sheet.head}<sheetData>")
        for rows in _batches(made.rows(sheet.nodes, Scope(names))):
            # Formulas may refer to any row behind them.
            made.formulas.hold(rows) if made.formulas.are_due else part.add(rows)
        part.add(made.formulas.rows())
        part.write("</sheetData>")
        part.write(moved_tail(sheet.tail, made.moves, sheet.name, made.merged, added(), sheet.namespaces))
        parts: dict[str, bytes | Member] = {
            sheet.part: Member(sheet.part, *part.body()),
            self._styles_name: heights.looks.xml(),
            **changed,
        }
        return packed(self._around.members, {**parts, **self._around.moved(made.moves)}, by)


class XlsxWriter:
    """The template of a form, compiled once; safe to be shared by threads."""

    def __init__(self, data: bytes, package: Package) -> None:
        self._core = Core(data, package)
        self._book = Workbook(package, movable_sheet(package), self._core.members)

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
        sheet, looks = self._book.sheet, self._book.looks()
        heights = Heights(sheet, looks)
        cells = RecordCells(looks, heights, from_1904=sheet.from_1904, guided=guided)

        def added() -> Mapping[str, str]:
            return additions(cells.written) if guided is not None else {}

        return self._book.written(
            cells, heights, context, by, {self._core.name: self._core.of(identity)}, added
        )


def _batches(rows: Iterator[bytes]) -> Iterator[bytes]:
    """Rows joined up to a size at which compressing them costs little of its own."""
    held: list[bytes] = []
    size = 0
    for each in rows:
        held.append(each)
        size += len(each)
        if size > _BATCH:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)
