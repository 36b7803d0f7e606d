"""Rows and paragraphs of a Word document whose tags were met before, so that only their texts are new.

Programs put the same tags around texts again and again: those of one cell of a form are the same in all its copies,
those of one column in all rows of a list. What such tags mean the reader of texts says itself, once, with signs in
the places of the texts. What is known is then taken out of the document's bytes before these are parsed; whatever is
not as plain as that stays in them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import TypeVar
from xml.sax.saxutils import unescape

import attrs

from kjfz_docs.errors import Refused
from kjfz_docs.grids.docx_blocks import NUMBER, Block, KnownParagraph, KnownRow, Lines, Replaced
from kjfz_docs.grids.docx_memory import Memory
from kjfz_docs.grids.docx_names import w
from kjfz_docs.grids.docx_numbering import Numbering
from kjfz_docs.grids.docx_rows import CellShape, RowShape, cell_shape, row_shape
from kjfz_docs.grids.docx_styles import Styles
from kjfz_docs.grids.docx_text import TextReader
from kjfz_docs.grids.docx_unread import shortener
from kjfz_docs.grids.limits import Limits
from kjfz_docs.grids.model import PLAIN, Paragraph
from kjfz_docs.grids.notes import Notes
from kjfz_docs.grids.xml import Element, has_only_tags, nodes, parse_utf8

T = TypeVar("T")

_NUMBERED = NUMBER.encode()
_ROW, _PARAGRAPH = b"<w:tr " + _NUMBERED + b'="%d"/>', b"<w:p " + _NUMBERED + b'="%d"/>'
_BLOCK = re.compile(rb"<w:(?:tr|p)(?: [^<>]*)?>")
_ROW_STARTS, _ROW_ENDS, _PARAGRAPH_ENDS = b"<w:tr", b"</w:tr>", b"</w:p>"
_BODY, _BODY_ENDS = b"<w:body>", b"</w:body></w:document>"
_CELL, CELL_ENDS, _TABLE_ENDS = b"<w:tc>", b"</w:tc>", b"</w:tbl>"
TEXT_ENDS, _TEXT_STRIPPED = b"</w:t>", b"<w:t>"
_TEXT_STARTS = (_TEXT_STRIPPED, b'<w:t xml:space="preserve">')
# Numbers that Word gives to what it has edited; they differ in every document and say nothing.
_IDS = re.compile(rb' (?:w:rsid\w*|w14:(?:paraId|textId))="[0-9A-Fa-f]{8}"')
# Who gives them gives them to the first blocks, too.
_HAVE_IDS = (b" w:rsid", b" w14:paraId")
# A namespace that is declared, by its prefix and its name as they are written.
_DECLARED = re.compile(rb"""xmlns(?::([^\s=]+))?\s*=\s*["']([^"']*)""")
_WORD = b"wordprocessingml/2006/main"
# What holds blocks inside of blocks, and what one block says of the texts in others.
_AROUND_BLOCKS = (b"<w:txbxContent", b"<w:fldChar")
# What no known block has: that, what means another thing where a text is empty, and what is sought in the elements.
_SAYS_MORE = (*_AROUND_BLOCKS, b"<w:fldSimple", b"<w:br w:", b"<w:sectPr", b"<w:tbl", b"xmlns:", b"<!", b"<?")
# Longer blocks are rare, and would only fill the memory.
_LONGEST = 1 << 15
_GLANCE = 1 << 11
_MOST_ROOTS = 16
# About as many bytes the meaning of a block takes, that of a text or cell in it, and a node of a tree.
_MEANING, _PART, _NODE = 1000, 300, 300
# A longer document is parsed in pieces.
PARSED_WHOLE = 1 << 20
# No document can hold this sign, and a text as a parser gives it none of the others.
_BETWEEN = b"\x1f"
_TEXT_BETWEEN = _BETWEEN.decode()
_ODD = re.compile("[\x00-\x1e<\x7f\ufffe\uffff]")
_REFERENCE = re.compile("&(?!(?:lt|gt|quot|apos|amp);)")
# In every symbol font this sign is a picture, which then stands in its place.
_SIGN = "\uf0fc"
_SIGNS = re.compile(f"{_SIGN}([0-9]+){_SIGN}")


class _UnknownError(Exception):
    """What stands between the texts says more than tags alone can."""


@attrs.frozen(eq=False)
class _Row:
    """What the tags of a row mean."""

    shape: RowShape
    cells: Sequence[Lines]


class Known:
    """What tags mean in the documents of one program: those with the same root and the same styles.

    May be used by threads: what two of them work out at once is the same.
    """

    def __init__(self, root: bytes, styles: Styles, limits: Limits) -> None:
        self._root, self._styles, self._limits = root, styles, limits
        # Elsewhere in a document its names mean what they mean in the root, and nothing has two names.
        self._prefixes = {prefix for prefix, _ in _DECLARED.findall(root)}
        self._says_what_it_means = root.count(_WORD) == 1 and b"&" not in root
        # False for what was met once, True for what was met again and is not as plain as that.
        self._memory = Memory()
        # What is known of whole documents, by their tags (docx_whole).
        self.wholes = Memory()

    @classmethod
    def of(cls, data: bytes, styles: Styles, limits: Limits) -> Known | None:
        """What is known for documents like this; None where nothing is to be remembered of it."""
        memory, starts = styles.memory, data.find(_BODY) + len(_BODY)
        if memory is None or not len(_BODY) <= starts <= _LONGEST:
            return None
        if len(data) > min(limits.xml_part, limits.xml_nodes, limits.tree_nodes) and not _is_within(
            data, limits
        ):
            return None  # whether it is too much is told by what parses it all
        root = data[:starts]
        known: Known | None = memory.get(root)
        if known is None:
            if len(memory) >= _MOST_ROOTS:
                memory.clear()
            known = memory[root] = cls(root, styles, limits)
        known.used()
        return known

    def used(self) -> None:
        """What is used is not what is forgotten first."""
        self._memory.charge(0)
        self.wholes.charge(0)

    def without_blocks(self, data: bytes) -> tuple[bytes, Replaced]:
        """A document with an empty, numbered element for each block that is known, and these blocks."""
        kept: list[bytes] = []
        blocks: list[Block] = []
        first = data[len(self._root) : len(self._root) + _GLANCE]
        has_ids = any(each in first for each in _HAVE_IDS)
        after, at = 0, len(self._root)
        while found := _BLOCK.search(data, at):
            start, at = found.span()
            is_row = data.startswith(_ROW_STARTS, start)
            ends = _ROW_ENDS if is_row else _PARAGRAPH_ENDS
            stop = data.find(ends, at) + len(ends)
            if stop < start:
                break
            if data.startswith(b"/", at - 2):
                continue  # it is empty, and another's end was found
            block = data[start:stop]
            if not is_row and _ROW_STARTS in block:
                continue
            at = stop
            if len(block) > _LONGEST:
                continue
            read = (self._row if is_row else self._paragraph)(block, (start, stop), has_ids)
            if read is not None:
                kept += (data[after:start], (_ROW if is_row else _PARAGRAPH) % len(blocks))
                blocks.append(read)
                after = at
        short = b"".join([*kept, data[after:]])
        if not blocks or not self._says_what_it_means or not _has_flat_blocks(short, len(blocks)):
            return data, Replaced()
        if not _keeps_names(short[len(self._root) :], self._prefixes):
            return data, Replaced()
        return short, Replaced(blocks, data)

    def frame(self, short: bytes) -> Element:
        """The tree of a document without known blocks; that of a form in which all are known is the same each time."""
        if len(short) > _LONGEST or TEXT_ENDS in short:
            return parse_utf8(shortener(short, self._styles)(short), self._limits)
        found: Element | None = self._memory.get(short)
        if found is None:
            found = parse_utf8(short, self._limits)
            self._memory.keep(short, found, nodes(short) * _NODE)
        return found

    def element(self, data: bytes, block: Block) -> Element:
        """A block of a document as an element, where it has to be read like any other after all."""
        return self._parsed(data[slice(*block.span)])

    # Blocks

    def _row(self, data: bytes, span: tuple[int, int], has_ids: bool) -> KnownRow | None:
        texts: list[bytes] = []
        tags = _taken_apart(data, texts, has_ids)
        known: _Row | None = self._memory.get(tags) or self._row_of(tags)
        said = None if known is None else decoded(texts)
        if known is None or said is None:
            return None
        start = 0
        made: list[tuple[CellShape, tuple[Paragraph, ...], int]] = []
        for lines in known.cells:
            stop = start + lines.count
            made.append((lines.shape, lines.with_texts(said[start:stop]), lines.blocks))
            start = stop
        return KnownRow(known.shape, made, known.cells, span)

    def _row_of(self, tags: bytes) -> _Row | None:
        """A row that was not met before, if all its cells were."""
        *cells, end = tags.split(CELL_ENDS)
        at = tags.find(_CELL)
        if end != _ROW_ENDS or at < 0:
            return None
        shape = self._meaning(tags[:at], self._shape_of_row)
        cells[0] = cells[0][at:]
        # All are looked up, so that the next such row is known.
        found = [self._meaning(cell, self._lines_of_cell) for cell in cells]
        known = [lines for lines in found if lines is not None]
        if shape is None or len(known) < len(found):
            return None
        row = _Row(shape, known)
        self._memory.keep(tags, row, _MEANING + _PART * len(known))
        return row

    def _paragraph(self, data: bytes, span: tuple[int, int], has_ids: bool) -> KnownParagraph | None:
        texts: list[bytes] = []
        lines = self._meaning(_taken_apart(data, texts, has_ids), self._lines_of_paragraph)
        said = None if lines is None else decoded(texts)
        return None if lines is None or said is None else KnownParagraph(lines.with_texts(said), lines, span)

    # What tags mean

    def _meaning(self, tags: bytes, worked_out: Callable[[bytes], T]) -> T | None:
        """What tags mean, worked out when they are met for the second time; None as long as that is not known."""
        found = self._memory.get(tags)
        if found is None:
            self._memory.keep(tags, False)
        elif found is False:
            try:
                found = worked_out(tags)
            except (_UnknownError, Refused):
                found = True
            self._memory.keep(tags, found, 0 if found is True else _MEANING + _PART * tags.count(TEXT_ENDS))
        return None if isinstance(found, bool) else found

    def _parsed(self, data: bytes) -> Element:
        """The one element that bytes are, in the document's own surroundings."""
        body = parse_utf8(self._root + data + _BODY_ENDS, self._limits)[-1]
        if len(body) != 1 or body.text or body[0].tail:
            raise _UnknownError
        return body[0]

    def _shape_of_row(self, tags: bytes) -> RowShape:
        return row_shape(self._parsed(tags + _ROW_ENDS))

    def _lines_of_cell(self, tags: bytes) -> Lines:
        element, count = self._with_signs(tags + CELL_ENDS)
        if element.tag != w("tc"):
            raise _UnknownError
        return self._lines(tags, cell_shape(element), count, lambda reader: reader.blocks(element))

    def _lines_of_paragraph(self, tags: bytes) -> Lines:
        element, count = self._with_signs(tags)
        return self._lines(tags, CellShape(), count, lambda reader: reader.paragraph(element))

    def _with_signs(self, tags: bytes) -> tuple[Element, int]:
        """The element of tags with a sign in the place of each text, and how many these are."""
        *before, end = tags.split(TEXT_ENDS)
        if not all(each.endswith(_TEXT_STARTS) for each in before) or any(
            each in tags for each in _SAYS_MORE
        ):
            raise _UnknownError
        signs = (f"{_SIGN}{number}{_SIGN}".encode() for number in range(len(before)))
        pieces = (each + sign + TEXT_ENDS for each, sign in zip(before, signs, strict=True))
        return self._parsed(b"".join(pieces) + end), len(before)

    def _lines(self, tags: bytes, shape: CellShape, count: int, read: Callable[[TextReader], None]) -> Lines:
        """What the reader of texts makes of an element with signs: each once, in their order, and nothing else."""
        notes = Notes()
        reader = TextReader(self._styles, _numbered, notes, self._limits)
        read(reader)
        if notes.findings or reader.tables or reader.open:
            raise _UnknownError
        lines = reader.take()
        found = [list(_SIGNS.finditer(line.text)) for line in lines]
        if any(line.number or _SIGNS.sub("", line.text) for line in lines):
            raise _UnknownError
        if [int(each[1]) for signs in found for each in signs] != list(range(count)):
            raise _UnknownError
        looks = tuple(
            tuple(line.format_at(each.start()) for each in signs)
            for line, signs in zip(lines, found, strict=True)
        )
        strips = tuple(each.endswith(_TEXT_STRIPPED) for each in tags.split(TEXT_ENDS)[:-1])
        is_plain = all(each == (PLAIN,) for each in looks)
        return Lines(shape, count, looks, strips if any(strips) else (), reader.counted, is_plain)


def _numbered() -> Numbering:
    """The automatic number of a paragraph, which depends on those before it."""
    raise _UnknownError


def _is_within(data: bytes, limits: Limits) -> bool:
    """Whether a long document is within the limits, and no block that is known could be beyond them."""
    bounded = len(data) <= limits.xml_part and nodes(data) <= limits.xml_nodes
    return bounded and len(data) > PARSED_WHOLE and limits.tree_nodes >= _LONGEST


def _has_flat_blocks(short: bytes, count: int) -> bool:
    """Whether known blocks are what looks like them: none in another, and no field reaches over several.

    ``short`` is the document without them: in themselves they hold nothing of that kind.
    """
    if not has_only_tags(short) or any(each in short for each in _AROUND_BLOCKS):
        return False
    *tables, rest = short.split(_TABLE_ENDS)
    is_flat = all(_tables_begun(each) == 1 for each in tables) and not _tables_begun(rest)
    return is_flat and short.count(_NUMBERED) == count


def _keeps_names(body: bytes, prefixes: Collection[bytes]) -> bool:
    """Whether no namespace that is declared in a body changes what the root's prefixes mean, or is Word's again."""
    declared = _DECLARED.findall(body)
    return all(prefix and prefix not in prefixes and _is_another(name) for prefix, name in declared)


def _is_another(namespace: bytes) -> bool:
    return _WORD not in namespace and b"&" not in namespace


def _tables_begun(data: bytes) -> int:
    return data.count(b"<w:tbl>") + data.count(b"<w:tbl ")


def _taken_apart(data: bytes, texts: list[bytes], has_ids: bool) -> bytes:
    """A stretch without its texts, which go to the list, and without the numbers of its tags."""
    *pieces, end = data.split(TEXT_ENDS)
    before = []
    for piece in pieces:
        tag, _, text = piece.rpartition(b">")
        before.append(tag)
        texts.append(text)
    before.append(end)
    tags = (b">" + TEXT_ENDS).join(before)
    return _IDS.sub(b"", tags) if has_ids else tags


def decoded(texts: Sequence[bytes]) -> list[str] | None:
    """Texts as a parser gives them; None where it may refuse or change one."""
    try:
        joined = _BETWEEN.join(texts).decode()
    except UnicodeDecodeError:
        return None
    if _ODD.search(joined):
        return None
    if "&" in joined:
        if _REFERENCE.search(joined):
            return None
        joined = unescape(joined, {"&quot;": '"', "&apos;": "'"})
    found = joined.split(_TEXT_BETWEEN)
    return found if len(found) == max(1, len(texts)) else None
