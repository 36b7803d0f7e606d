"""Plain texts of a workbook as they stand in its bytes, and its shared strings where all of them are such texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import overload

import attrs

from kjfz_docs.grids.xlsx_names import unescaped
from kjfz_docs.grids.xlsx_styles import Runs
from kjfz_docs.grids.xml import has_only_tags

# What stands between two tags. A carriage return is another character to a parser, and "]]>" an error.
PLAIN_TEXT = rb"([^<>\x00-\x08\x0b-\x1f]*)"
_BEGIN = re.compile(rb'(?:<\?xml [^<>]*\?>\s*)?<sst(?: [A-Za-z:]+="[^"<>&]*")*>')
_STRING = re.compile(rb'<si><t(?: xml:space="preserve")?>' + PLAIN_TEXT + rb"</t></si>")
_PLAIN, _SPACE, _KEPT, _END = (
    b"<si><t></t></si>",
    b' xml:space="preserve"',
    b'<si><t xml:space="preserve">',
    b"</sst>",
)
# A parser has its own bounds; so long a text is for it.
_LONGEST = 1 << 16
_REFERENCE = re.compile(r"&(?:#([0-9]{1,7})|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
# Well-formed UTF-8, but no characters of XML.
_NO_CHARACTER = re.compile("[\ufffe\uffff]")


def plain_text(data: bytes) -> str:
    """The text that stands between two tags. Raises ValueError for one that only a parser may judge."""
    if len(data) > _LONGEST:
        raise ValueError("a long text")
    text = data.decode("utf-8")
    if not text.isprintable() and _NO_CHARACTER.search(text):
        raise ValueError("no character of XML")
    return _without_references(text) if "&" in text else text


def _without_references(text: str) -> str:
    plain, count = _REFERENCE.subn(_character, text)
    if count != text.count("&"):
        raise ValueError("a reference of another kind")
    return plain


def _character(reference: re.Match[str]) -> str:
    if reference[2]:
        return _NAMED[reference[2]]
    code = int(reference[1])
    if (code < 0x20 and code not in (9, 10)) or 0xD800 <= code < 0xE000 or 0xFFFE <= code < 0x10000:
        raise ValueError("no character of XML")
    return chr(code)


@attrs.frozen(eq=False)
class PlainStrings(Sequence[Runs]):
    """Strings without formats."""

    texts: Sequence[str]

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, index: int) -> Runs: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Runs]: ...
    def __getitem__(self, index: int | slice) -> Runs | Sequence[Runs]:
        if isinstance(index, slice):
            return PlainStrings(self.texts[index])
        return ((unescaped(self.texts[index]), None),)


def plain_strings(data: bytes) -> PlainStrings | None:
    """The shared strings of a part in UTF-8; None where they are for the parser."""
    begin = _BEGIN.match(data)
    if begin is None or not has_only_tags(data):
        return None
    body = data[begin.end() :].rstrip()
    found = _STRING.findall(body)
    kept = body.count(_KEPT)
    size = sum(map(len, found)) + len(found) * len(_PLAIN) + kept * len(_SPACE) + len(_END)
    if not found or size != len(body) or not body.endswith(_END) or max(map(len, found)) > _LONGEST:
        return None
    try:
        # All of them at once: no text has the sign between them.
        whole = b"<".join(found).decode("utf-8")
        if _NO_CHARACTER.search(whole):
            return None
        texts = whole.split("<")
        if "&" in whole:
            texts = [_without_references(text) if "&" in text else text for text in texts]
    except ValueError:
        return None
    return PlainStrings(texts)
