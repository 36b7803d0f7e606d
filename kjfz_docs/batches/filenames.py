"""Names of files made by a pattern from what is known of a person: safe everywhere, no two alike.

A pattern is a path with fields in braces: ``{district}/{name}-考核表.docx``. Folders are those of the pattern alone:
a value never makes one.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from kjfz_docs.records.fields import FieldInfo
from kjfz_docs.records.shown import text_of
from kjfz_docs.records.spelling import unknown

# What Windows does not allow in a name; the rest of the world gets along without it too.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]+')
_RESERVED = re.compile(
    r"(?:CON|PRN|AUX|NUL|COM[0-9¹²³]|LPT[0-9¹²³]|CONIN\$|CONOUT\$)(?:\..*)?", re.IGNORECASE
)
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
# File systems allow 255 bytes; a number for a name of the same text must fit too.
_MOST_BYTES = 200


class NamePattern:
    """A pattern of file names. Raises ValueError for what can be no pattern, naming the fault.

    ``fields`` are those that it may use, by name. Private ones may not stand in a name.
    """

    def __init__(self, pattern: str, fields: Mapping[str, FieldInfo], extras: Iterable[str] = ()) -> None:
        self.fields = fields
        parts = pattern.split("/")
        if not pattern or any(part.strip() in ("", ".", "..") for part in parts) or "\\" in pattern:
            raise ValueError(f"pattern {pattern!r}: expected a relative path such as '{{name}}.docx'")
        self._parts = [list(self._parsed(part, pattern, set(extras))) for part in parts]
        self.names = frozenset(name for part in self._parts for _, name in part if name)

    def _parsed(self, part: str, pattern: str, extras: set[str]) -> Iterator[tuple[str, str | None]]:
        try:
            found = list(string.Formatter().parse(part))
        except ValueError as error:
            raise ValueError(f"pattern {pattern!r}: {error}") from None
        for literal, name, spec, conversion in found:
            if name is not None and (spec or conversion):
                raise ValueError(f"pattern {pattern!r}: only plain fields such as {{name}}, no format")
            if name is not None and name not in self.fields and name not in extras:
                raise ValueError(f"pattern {pattern!r}: {unknown(name, [*self.fields, *extras])}")
            if name is not None and name in self.fields and self.fields[name].meta.private:
                raise ValueError(f"pattern {pattern!r}: {name} is private and may not stand in a file name")
            yield literal, name

    def name(self, values: Mapping[str, Any]) -> PurePosixPath:
        """The path for some values. What is blank is named: 未填姓名."""
        return PurePosixPath(*(safe_name(self._filled(part, values)) for part in self._parts))

    def _filled(self, part: list[tuple[str, str | None]], values: Mapping[str, Any]) -> str:
        return "".join(literal + (self._text(name, values) if name else "") for literal, name in part)

    def _text(self, name: str, values: Mapping[str, Any]) -> str:
        info, value = self.fields.get(name), values.get(name)
        if info is None:
            return str(value)
        return text_of(value, info, False) or f"未填{info.label}"


def safe_name(text: str) -> str:
    """A text as one name of a file or folder, in Windows too: signs replaced, white space joined, not too long."""
    shown = unicodedata.normalize("NFC", text)
    if (
        not shown.isprintable()
    ):  # as nearly every name is: then nothing is hidden and the only white space is " "
        plain = "".join(" " if each.isspace() else each for each in shown)
        shown = "".join(each for each in plain if unicodedata.category(each) not in _HIDDEN)
    name = " ".join(_FORBIDDEN.sub("_", shown).split()).rstrip(". ") or "_"
    stem, suffix = _halves(name)
    while len((stem + suffix).encode()) > _MOST_BYTES and len(stem) > 1:
        stem = stem[:-1].rstrip(". ") or "_"
    name = stem + suffix
    return f"_{name}" if _RESERVED.fullmatch(name) else name


def distinct(paths: Iterable[PurePosixPath]) -> list[PurePosixPath]:
    """The paths in order, those that are alike numbered: 李明.docx, 李明（2）.docx. Case does not tell names apart."""
    listed = list(paths)
    # A number must not make the name of somebody else.
    told = Distinct(reserved=listed)
    return [told.name(path) for path in listed]


class Distinct:
    """Names as they come, one that was there before numbered. A number never makes one of the ``reserved`` names."""

    def __init__(self, reserved: Iterable[PurePosixPath] = ()) -> None:
        self._reserved = {_key(path) for path in reserved}
        # Each name that was given, and the number that it was given last with.
        self._given: dict[str, int] = {}

    def name(self, path: PurePosixPath) -> PurePosixPath:
        """The path itself the first time, then with a number."""
        key = _key(path)
        if key not in self._given:
            self._given[key] = 1
            return path
        stem, suffix = _halves(path.name)
        while True:
            self._given[key] += 1
            name = path.with_name(f"{stem}（{self._given[key]}）{suffix}")
            numbered = _key(name)
            if numbered not in self._given and numbered not in self._reserved:
                self._given[numbered] = 1
                return name


def _key(path: PurePosixPath) -> str:
    return unicodedata.normalize("NFKC", str(path)).casefold()


def _halves(name: str) -> tuple[str, str]:
    """A name without its extension, and the extension."""
    match = re.fullmatch(r"(.+)(\.[A-Za-z0-9]{1,5})", name)
    return (match[1], match[2]) if match else (name, "")
