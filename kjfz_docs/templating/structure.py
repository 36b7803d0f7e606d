"""What the blocks of a template can do to its XML: decided when it is compiled, so that no document need be parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs
from lxml import etree

from kjfz_docs.grids.xml import Element
from kjfz_docs.templating.pieces import MARK, Tag, mark, placed, with_grids

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TBL, _TR, _TC, _GRID, _COLUMN = (W + name for name in ("tbl", "tr", "tc", "tblGrid", "gridCol"))
_SPAN, _PROPERTIES, _VAL = W + "gridSpan", W + "tcPr", W + "val"
_DRAWING = re.compile(r'(<wp:docPr\b[^>]*?\sid=")[^"]*(")')
_FIRST_DRAWING = 1001  # docxtpl counts from here
# Marks as characters that XML can hold, for as long as it is parsed.
_FOR_XML = str.maketrans("\x01\x02", "\U0010fffc\U0010fffd")
_BACK = str.maketrans("\U0010fffc\U0010fffd", "\x01\x02")
_NAME = re.compile(r"/?[^\s/>]*")
_WHOLE = re.compile("<([^<>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^<>\"']*)*)>")
_BRANCHES = ("else", "elif")
_ENDS = {"endfor": "for", "endif": "if"}


class Unbalanced(Exception):  # noqa: N818 - no error: nothing can be said of such a template beforehand
    """The XML depends on which blocks are printed."""


@attrs.frozen
class Structure:
    """``parts`` with all settled that can be; what is left to be done to each document."""

    parts: tuple[str | Tag, ...]
    is_sound: bool
    has_loose_tables: bool
    has_loose_drawings: bool


def structure(parts: Sequence[str | Tag], *, is_body: bool) -> Structure:
    """What can be said of the XML of a part whatever its values; tables and drawings of the body are settled."""
    tags = [part for part in parts if isinstance(part, Tag)]
    numbers = iter(range(len(tags)))
    marked = "".join(part if isinstance(part, str) else mark(next(numbers)) for part in parts)
    root = None if set(marked) & set("\U0010fffc\U0010fffd") else _parsed(marked)
    is_sound = root is not None and _is_balanced(parts)
    if not is_body:
        return Structure(tuple(parts), is_sound, False, False)
    if root is None:
        return Structure(tuple(parts), is_sound, "<w:tbl>" in marked, "<wp:docPr" in marked)
    is_loose = any(_is_loose(table, tags) for table in root.iter(_TBL))
    blocks = any(not tag.is_value for tag in tags)
    drawings = "<wp:docPr" in marked
    if drawings and not blocks:
        marked = numbered(marked)
    if "<w:tbl>" in marked and not is_loose:
        fixed = etree.tostring(with_grids(marked.translate(_FOR_XML)), encoding="unicode")
        marked = fixed.translate(_BACK)
    return Structure(placed(marked, tags), is_sound, is_loose, drawings and blocks)


def numbered(xml: str) -> str:
    """The drawings of a document numbered through."""
    numbers = iter(range(_FIRST_DRAWING, _FIRST_DRAWING + len(xml)))
    return _DRAWING.sub(lambda match: f"{match[1]}{next(numbers)}{match[2]}", xml)


def _parsed(marked: str) -> Element | None:
    try:
        return etree.fromstring(marked.translate(_FOR_XML))
    except etree.XMLSyntaxError:
        return None


# ------------------------------------------------------------------ elements


@attrs.frozen
class State:
    """Where one stands in XML: the open elements, the tag that is being read, the quotation mark of its attribute."""

    open: tuple[str, ...] = ()
    tag: str | None = None
    quote: str = ""

    def after(self, text: str) -> State:
        """Where one stands behind a text. Raises Unbalanced for an end without its beginning."""
        open_, tag, quote = list(self.open), self.tag, self.quote
        at = 0
        while at < len(text):
            if tag is None:
                less = text.find("<", at)
                if less < 0:
                    break
                whole = _WHOLE.match(text, less)
                if whole is not None:
                    _apply(whole[1], open_)
                    at = whole.end()
                else:
                    tag, at = "", less + 1
            elif quote:
                end = text.find(quote, at)
                if end < 0:
                    break
                quote, at = "", end + 1
            else:
                sign = re.compile("[\"'>]").search(text, at)
                tag += text[at : sign.start() if sign else len(text)]
                if sign is None:
                    break
                at = sign.end()
                if sign[0] == ">":
                    _apply(tag, open_)
                    tag = None
                else:
                    quote = sign[0]
        return State(tuple(open_), tag, quote)


def _apply(tag: str, open_: list[str]) -> None:
    name = _NAME.match(tag)[0]  # type: ignore[index] # fits the empty text, too
    if name.startswith("/"):
        if not open_ or open_.pop() != name[1:]:
            raise Unbalanced
    elif not tag.endswith("/") and not tag.startswith(("?", "!")):
        open_.append(name)


def _is_balanced(parts: Sequence[str | Tag]) -> bool:
    """Whether the XML is well-formed whichever branches are printed, and however often."""
    try:
        return _end(parts) == State()
    except Unbalanced:
        return False


def _end(parts: Sequence[str | Tag]) -> State:
    state = State()
    # Of each block that is open: its word, where it began, where its branches ended, whether it has an else.
    blocks: list[tuple[str, State, list[State], bool]] = []
    for part in parts:
        if isinstance(part, str):
            state = state.after(part)
            continue
        if part.is_value:
            continue
        word = part.source.split(None, 1)[0]
        if word in _ENDS.values():
            blocks.append((word, state, [], False))
        elif word in _BRANCHES or word in _ENDS:
            if not blocks or _ENDS.get(word, blocks[-1][0]) != blocks[-1][0]:
                raise Unbalanced
            kind, start, ends, has_else = blocks.pop()
            ends = [*ends, state]
            if word in _BRANCHES:
                blocks.append((kind, start, ends, has_else or word == "else"))
                state = start
            elif any(end != ends[0] for end in ends) or (
                (kind == "for" or not has_else) and ends[0] != start
            ):
                raise Unbalanced
        elif word != "set" or "=" not in part.source:
            raise Unbalanced
    return state


# ------------------------------------------------------------------ tables


def _is_loose(table: Element, tags: Sequence[Tag]) -> bool:
    """Whether the number of a table's columns may depend on the values."""
    grid = table.find(_GRID)
    columns = 0 if grid is None else len(grid.findall(_COLUMN))
    if columns == 0:  # docxtpl leaves alone what has no widths
        return False
    depth = 0
    always: list[Element] = []
    for child in table:
        if child.tag == _TR:
            if depth == 0:
                always.append(child)
            if any(True for _ in _between_cells(child, tags)):
                return True
        for tag in _tags(child.tail, tags):
            word = tag.source.split(None, 1)[0]
            depth += 1 if word in _ENDS.values() else -1 if word in _ENDS else 0
        if child.tag not in (_TR, _GRID) and child.tag.rpartition("}")[2] != "tblPr":
            return True
    if not any(tag for row in table.iter() for tag in _tags(row.tail, tags) if not tag.is_value):
        return False
    widths = [_width(row) for row in table.iter(_TR)]
    return max(widths, default=0) > columns or max(map(_width, always), default=0) != columns


def _between_cells(row: Element, tags: Sequence[Tag]) -> Iterator[Tag]:
    """Tags of a row that may change how many cells it has, or how wide they are."""
    yield from _tags(row.text, tags)
    for cell in row:
        yield from _tags(cell.tail, tags)
        for span in cell.iter(_SPAN):
            yield from _tags(span.get(_VAL), tags)


def _tags(text: str | None, tags: Sequence[Tag]) -> Iterator[Tag]:
    if text:
        yield from (tags[int(match[1])] for match in MARK.finditer(text.translate(_BACK)))


def _width(row: Element) -> int:
    """How many columns a row takes, as docxtpl counts them."""
    spans = (cell.find(f"{_PROPERTIES}/{_SPAN}") for cell in row.findall(_TC))
    return sum(1 if span is None else int(span.get(_VAL)) for span in spans)
