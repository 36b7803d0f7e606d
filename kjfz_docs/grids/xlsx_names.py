"""Names of SpreadsheetML, and texts as Excel escapes them."""

from __future__ import annotations

import re

from kjfz_docs.grids.package import RELATIONS

SHEET_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_SHEET_NS = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATION_ID = f"{{{RELATIONS}}}id"

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ESCAPES = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ON = frozenset({"1", "true", "on"})


def s(name: str) -> str:
    """A name of SpreadsheetML as lxml writes it."""
    return f"{{{SHEET_NS}}}{name}"


def is_on(value: str | None) -> bool:
    """Whether an attribute says yes; absent means no."""
    return value is not None and value.lower() in _ON


def whole(value: str | None, default: int) -> int:
    """A whole number in an attribute."""
    try:
        return default if value is None else int(value)
    except ValueError:
        return default


def unescaped(text: str) -> str:
    """A text as it was typed: ``_x0041_`` stands for A, and ``_x005F_x0041_`` for the text ``_x0041_``."""
    if text.isprintable() and "_x" not in text:
        return text
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
        if any(0xD800 <= ord(char) < 0xE000 for char in text):
            # Halves of characters beyond the first plane come one by one.
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def escaped(text: str) -> str:
    """The other way round: what XML cannot hold, and what would be read as such an escape."""
    text = _ESCAPES.sub("_x005F_", text)
    if _UNPRINTABLE.search(text):
        text = _UNPRINTABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    return text
