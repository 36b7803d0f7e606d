"""A worksheet changed where it must be and nowhere else, in one pass that holds none of it as a tree.

Whatever is not changed stays byte for byte: prefixes, extensions, comments, the variant of OOXML. So a sheet of any
size that can be read can be marked up as well.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterable
from xml.parsers import expat

from kjfz_docs.grids.package import RELATIONS, STRICT_RELATIONS
from kjfz_docs.grids.refusal import damaged
from kjfz_docs.grids.sheets import LAST_ROW, address, coordinates
from kjfz_docs.grids.xlsx_names import SHEET_NS, STRICT_SHEET_NS, is_on, whole

Spot = tuple[int, int]
# The style of a cell at a spot, from the one that it has.
Restyle = Callable[[Spot, int], int]

_TAG = re.compile(rb"""<([^\s/>]+)(?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*(/?)>""")
_STYLE = re.compile(rb"""\ss\s*=\s*(?:"[^"]*"|'[^']*')""")
_SPANS = re.compile(rb"""\sspans\s*=\s*(?:"[^"]*"|'[^']*')""")
_ENCODING = re.compile(rb"""^(\s*<\?xml[^>]*?\sencoding\s*=\s*)(?:"[^"]*"|'[^']*')""")
# What may follow a sheet's reference to the boxes of its comments.
_AFTER = frozenset(
    ("legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst")
)
_SHEET, _DATA, _ROW, _CELL = range(1, 5)  # how deep these stand


class SheetEdits:
    """The XML of one worksheet (in UTF-8), and what is to be changed in it.

    Every cell gets the style that ``style`` says; ``spots`` get cells where there are none, in the style of their row
    or column: what is typed there is treated as before (a column of texts keeps its accounts). ``drawing`` is the id
    of the relationship to the boxes of comments, None where the sheet has none.
    """

    def __init__(self, data: bytes, spots: Iterable[Spot], style: Restyle) -> None:
        self._data = _ENCODING.sub(rb'\1"UTF-8"', data, count=1)
        self._style = style
        self._edits: list[tuple[int, int, bytes]] = []
        self.drawing: str | None = None
        # Cells still to be made: columns by row, and those of the row that is passed; the last is the next.
        self._rows: dict[int, list[int]] = {}
        for row, column in sorted(set(spots), reverse=True):
            self._rows.setdefault(row, []).append(column)
        self._order = list(self._rows)
        self._columns: list[int] = []
        # The styles of columns, as (first, last, style), and of the row that is passed if it has one.
        self._looks: list[tuple[int, int, int]] = []
        self._row_look: int | None = None
        # Where the pass is.
        self._path: list[str] = []
        self._row = self._column = -1
        self._row_at = self._part_at = 0
        self._widened = False
        # What was seen.
        self._prefix = b""
        self._strict = False
        self._drawing_at: tuple[int, int] | None = None
        self._after: int | None = None
        self._end = 0
        self._pass()

    @property
    def changed(self) -> bool:
        return bool(self._edits)

    def xml(self) -> bytes:
        """The worksheet with its changes."""
        pieces: list[bytes] = []
        at = 0
        for start, end, made in sorted(self._edits, key=lambda edit: edit[:2]):
            pieces += (self._data[at:start], made)
            at = end
        return b"".join((*pieces, self._data[at:]))

    def refer(self, identifier: str) -> None:
        """Refer to the boxes of comments by the id of a relationship."""
        relations = STRICT_RELATIONS if self._strict else RELATIONS
        at = self._end if self._after is None else self._after
        made = f'legacyDrawing xmlns:r="{relations}" r:id="{identifier}"/>'.encode()
        self._edits.append((*(self._drawing_at or (at, at)), b"<" + self._prefix + made))

    # ------------------------------------------------------------------ the pass

    def _pass(self) -> None:
        parser = expat.ParserCreate("utf-8", " ")

        def start(name: str, attributes: dict[str, str]) -> None:
            self._open(name, attributes, parser.CurrentByteIndex)

        def end(_: str) -> None:
            self._close(parser.CurrentByteIndex)

        parser.StartElementHandler, parser.EndElementHandler = start, end
        try:
            parser.Parse(self._data, True)
        except expat.ExpatError:
            raise damaged("XML 有误") from None

    def _open(self, name: str, attributes: dict[str, str], at: int) -> None:
        namespace, _, local = name.rpartition(" ")
        self._path.append(local if namespace in (SHEET_NS, STRICT_SHEET_NS) else name)
        depth = len(self._path)
        if depth == _SHEET:
            self._strict = namespace == STRICT_SHEET_NS
        elif depth == _DATA:
            self._part_at = at
            self._part(self._path[-1], attributes, at)
        elif self._path[1] == "cols" and local == "col":
            first, last = (whole(attributes.get(name), 0) - 1 for name in ("min", "max"))
            self._looks.append((first, last, whole(attributes.get("style"), 0)))
        elif self._path[1] == "sheetData":
            if depth == _ROW and local == "row":
                self._begin_row(whole(attributes.get("r"), self._row + 2) - 1, at)
                styled = is_on(attributes.get("customFormat"))
                self._row_look = whole(attributes.get("s"), 0) if styled else None
            elif depth == _CELL and local == "c":
                self._cell(attributes, at)
        elif self._path[1].endswith(" AlternateContent") and self._path[-1] in _AFTER:
            self._followed(self._part_at)

    def _part(self, local: str, attributes: dict[str, str], at: int) -> None:
        """A part of the sheet that stands beside its rows, or holds them."""
        if local == "sheetData":
            self._prefix = self._tag(at)[1].removesuffix(b"sheetData")
        elif local == "legacyDrawing":
            ids = (attributes.get(f"{each} id") for each in (RELATIONS, STRICT_RELATIONS))
            self.drawing = next(filter(None, ids), None)
            self._drawing_at = at, self._tag(at).end()
        elif local in _AFTER:
            self._followed(at)

    def _followed(self, at: int) -> None:
        if self._after is None:
            self._after = at

    def _close(self, at: int) -> None:
        depth, local = len(self._path), self._path.pop()
        if depth == _SHEET:
            self._end = at
        elif depth == _ROW and local == "row" and self._columns:
            cells = b"".join(
                self._made_cell(self._row, column, self._row_look) for column in reversed(self._columns)
            )
            self._columns = []
            self._fill(self._row_at, at, cells)
            self._without_spans()
        elif depth == _DATA and local == "sheetData" and self._order:
            self._fill(self._part_at, at, self._made_rows(LAST_ROW))

    # ------------------------------------------------------------------ rows and cells

    def _begin_row(self, row: int, at: int) -> None:
        self._row, self._column, self._row_at, self._widened = row, -1, at, False
        self._insert(at, self._made_rows(row))
        if self._order and self._order[-1] == row:
            self._columns = self._rows[self._order.pop()]

    def _cell(self, attributes: dict[str, str], at: int) -> None:
        spot = coordinates(attributes.get("r") or "")
        self._column = self._column + 1 if spot is None else spot[1]
        while self._columns and self._columns[-1] < self._column:
            self._insert(at, self._made_cell(self._row, self._columns.pop(), self._row_look))
            self._without_spans()
        if self._columns and self._columns[-1] == self._column:
            self._columns.pop()
        style = whole(attributes.get("s"), 0)
        wanted = self._style((self._row, self._column), style)
        if wanted != style:
            self._restyle(at, wanted)

    def _restyle(self, at: int, style: int) -> None:
        tag = self._tag(at)
        made = f' s="{style}"'.encode() if style else b""
        found = _STYLE.search(self._data, at, tag.end())
        start, end = found.span() if found is not None else (tag.end(1), tag.end(1))
        self._edits.append((start, end, made))

    def _made_rows(self, before: int) -> bytes:
        """The rows that are missing before one."""
        made = b""
        while self._order and self._order[-1] < before:
            row = self._order.pop()
            cells = b"".join(self._made_cell(row, column) for column in reversed(self._rows[row]))
            made += b'<%srow r="%d">%s</%srow>' % (self._prefix, row + 1, cells, self._prefix)
        return made

    def _made_cell(self, row: int, column: int, row_look: int | None = None) -> bytes:
        style = self._style((row, column), self._column_look(column) if row_look is None else row_look)
        look = f' s="{style}"' if style else ""
        return b"<%sc %b/>" % (self._prefix, f'r="{address(row, column)}"{look}'.encode())

    def _column_look(self, column: int) -> int:
        index = bisect.bisect_right(self._looks, column, key=lambda look: look[0]) - 1
        _, last, style = self._looks[index] if index >= 0 else (0, -1, 0)
        return style if column <= last else 0

    # ------------------------------------------------------------------ edits

    def _without_spans(self) -> None:
        """What a row says of its width is no longer true once it has got a cell."""
        found = _SPANS.search(self._data, self._row_at, self._tag(self._row_at).end())
        if found is not None and not self._widened:
            self._edits.append((*found.span(), b""))
        self._widened = True

    def _tag(self, at: int) -> re.Match[bytes]:
        found = _TAG.match(self._data, at)
        assert found is not None  # the parser saw one there
        return found

    def _insert(self, at: int, made: bytes) -> None:
        if made:
            self._edits.append((at, at, made))

    def _fill(self, start: int, end: int, made: bytes) -> None:
        """Add to the end of an element, which may be written as an empty one."""
        tag = self._tag(start)
        if tag[2]:
            self._edits.append((tag.end() - 2, tag.end(), b">%s</%s>" % (made, tag[1])))
        else:
            self._insert(end, made)
