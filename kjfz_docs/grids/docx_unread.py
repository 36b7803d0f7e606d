"""A document without what stands in it but is not read: sizes, languages, borders, most of what programs write.

A parser takes longer over these than over the text, so they are left out of its bytes. They are left out only where
nothing depends on it: empty elements without a namespace of their own, in the properties of runs, paragraphs, cells.
Runs that differ in nothing else become one: programs cut a text at each change of language and each doubt of spelling.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache, partial

import attrs

from kjfz_docs.grids.docx_styles import RUN_PROPERTIES, Styles
from kjfz_docs.grids.symbols import is_symbol_font
from kjfz_docs.grids.xml import has_only_tags

_ATTRIBUTES = rb'(?: w:\w+="[^"<>&]*")*'
_EMPTY = rb"<w:\w+" + _ATTRIBUTES + rb"/>"
_FONTS = re.compile(rb"<w:rFonts" + _ATTRIBUTES + rb"/>")
_VALUE = re.compile(rb'"([^"]*)"')
# Longer properties are rare, and would only fill the memory.
_LONGEST = 1000


@attrs.frozen(eq=False)
class _Properties:
    """One kind of properties: their tags, and the elements in them that are not read."""

    start: bytes
    end: bytes
    unread: re.Pattern[bytes]

    @classmethod
    def of(cls, name: str, read: Iterable[str]) -> _Properties:
        """Those of a name in which only the elements ``read`` are."""
        kept = "|".join(sorted(read)).encode()
        unread = re.compile(
            rb"<w:(?!(?:" + kept + rb")\b)(\w+)" + _ATTRIBUTES + rb"(?:/>|>(?:" + _EMPTY + rb")*</w:\1>)"
        )
        return cls(b"<w:%s>" % name.encode(), b"</w:%s>" % name.encode(), unread)

    def without_unread(self, data: bytes, *, with_fonts: bool) -> bytes:
        """The bytes of a document without what is not read in these properties."""
        before, *pieces = data.split(self.start)
        kept = [before]
        for piece in pieces:
            inner, end, rest = piece.partition(self.end)
            if end and len(inner) <= _LONGEST:
                kept += (_shortened(self, inner, with_fonts), rest)
            else:
                kept += (self.start, piece)
        return b"".join(kept)


@lru_cache(maxsize=4096)
def _shortened(properties: _Properties, inner: bytes, with_fonts: bool) -> bytes:
    """Properties as far as they are read; nothing if none of them is. A document has few that differ."""
    said = properties.unread.sub(b"", inner)
    if not with_fonts:
        said = _FONTS.sub(_if_of_symbols, said)
    return properties.start + said + properties.end if said else b""


def _if_of_symbols(fonts: re.Match[bytes]) -> bytes:
    values = _VALUE.findall(fonts[0])
    return fonts[0] if any(is_symbol_font(each.decode("utf-8", "replace")) for each in values) else b""


_CHANGED = ("ins", "del", "moveFrom", "moveTo")
_KINDS = (
    _Properties.of("rPr", (*RUN_PROPERTIES, *_CHANGED)),
    _Properties.of("pPr", ("pStyle", "numPr", "numId", "ilvl", "rPr", "sectPr", "pgSz", *_CHANGED)),
    _Properties.of("tcPr", ("gridSpan", "vMerge", "hMerge", "cellMerge", "cellDel")),
)


_END = b"</w:t></w:r>"
_OPENING = re.compile(rb'((?:<w:proofErr [^<>]*>)*)<w:r(?: w:rsid[^<>]*)?><w:t( xml:space="preserve")?\Z')
# LibreOffice's escapes could be made of two halves.
_ESCAPE = b"_x005F_"


def _joined(data: bytes) -> bytes:
    """The bytes of a document with neighbouring runs without properties as one."""
    first, *pieces = data.split(_END)
    kept = [first]
    _, before = _opening(first)
    for piece in pieces:
        follows, keeps = _opening(piece)
        text = piece[piece.rfind(b">") + 1 :]
        if follows and keeps is before and (keeps or _touch(kept[-1], text)):
            kept.append(text)
        else:
            kept += (_END, piece)
        before = keeps
    return b"".join(kept)


def _opening(piece: bytes) -> tuple[bool, bool | None]:
    """Whether a text follows the run before at once, and whether its run, which has no properties, keeps its blanks.

    None where the run has properties, or is no run.
    """
    end = piece.rfind(b">")
    return _known_opening(piece[:end]) if end < _LONGEST else (False, None)


@lru_cache(maxsize=4096)
def _known_opening(tags: bytes) -> tuple[bool, bool | None]:
    found = _OPENING.search(tags)
    return (False, None) if found is None else (found.start() == 0, found[2] is not None)


def _touch(first: bytes, second: bytes) -> bool:
    """Whether two texts meet in signs that are not blank, also not by a reference, so that nothing there is cut off."""
    return first[-1:] not in b" \t\r\n;>" and second[:1] not in b" \t\r\n&"


def shortener(data: bytes, styles: Styles) -> Callable[[bytes], bytes]:
    """What takes the unread out of any stretch of a document's main part; nothing where a ``<`` may begin no tag."""
    if not has_only_tags(data):
        return bytes
    # Against a style that is set in a symbol font, every other font says something.
    shorten = partial(_without_unread, with_fonts=styles.has_symbol_fonts)
    return shorten if _ESCAPE in data else lambda stretch: _joined(shorten(stretch))


def _without_unread(data: bytes, *, with_fonts: bool) -> bytes:
    for properties in _KINDS:
        data = properties.without_unread(data, with_fonts=with_fonts)
    return data
