"""What a codec is: how one kind of value stands in a cell, both directions side by side.

``write`` makes the one canonical text of a value; ``read`` takes what people write instead. Between the two
stands one law, a property test of every codec: ``read_exact(write(value)) == Read(value)``, without findings,
for every value that a record can hold. ``read`` gives the same, or says what it doubts.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Hashable
from typing import Any, ClassVar, Generic, Self, TypeVar

import attrs

from kjfz_docs.findings import CODES, Finding, Severity
from kjfz_docs.grids.model import RichText
from kjfz_docs.records.fields import FieldInfo
from kjfz_docs.records.masking import masked

T = TypeVar("T")

# A message shows this much of what stood in the cell; the finding's ``raw`` has it all.
_SHOWN = 40
# A text of which so much says something is not blank.
_GLANCE = 20
# What a message on a private field may show: how many digits, not which.
_SAYS_NO_VALUE = frozenset({"count"})
_BLANK = "".join(
    map(chr, (*range(9, 14), 32, 0xA0, *range(0x2000, 0x2010), 0x2028, 0x2029, 0x202F, 0x205F, 0x2060))
)
_BLANK += "\u3000\ufeff\u00ad\u1680\u0085\x1c\x1d\x1e\x1f"
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"))


@attrs.frozen
class Read(Generic[T]):
    """What was read: certain, or with findings; None is blank, or unreadable with a finding.

    The findings have neither field nor place: whoever knows them adds them.
    """

    value: T | None
    findings: tuple[Finding, ...] = ()


def identity(info: FieldInfo) -> Hashable:
    """What makes two fields the same to a codec (a FieldInfo may hold a dict, which has no hash)."""
    choices = info.choices
    listed = None if choices is None else tuple((str(value), text) for value, text in choices.items())
    return info.name, info.type, info.label, info.unit, info.meta.kind, info.meta.private, listed


@attrs.frozen
class Codec(ABC, Generic[T]):
    """One kind of value in a cell; ``blank`` is what the paper shows for None. Immutable and hashable."""

    # Whether the codec itself says what a struck, underlined or circled text means.
    sees_looks: ClassVar[bool] = False

    info: FieldInfo = attrs.field(eq=identity)
    blank: str = ""

    def write(self, value: T | None) -> str:
        """The canonical text of a value."""
        return self.blank if value is None else self._write(value)

    def read(self, text: RichText | str) -> Read[T]:
        """What people wrote, with every doubt as a finding."""
        if not self.sees_looks and isinstance(text, RichText) and has_struck(text):
            left = self.read(without_struck(text))
            return Read(left.value, (self.doubt("KD323", text), *left.findings))
        return Read(None) if self.is_blank(str(text)) else self._read(text)

    def read_exact(self, text: RichText | str) -> Read[T]:
        """A text of our own, taken as it stands; anything else as :meth:`read` does."""
        plain = str(text)
        if plain == self.blank:
            return Read(None)
        if not self.sees_looks and isinstance(text, RichText) and has_struck(text):
            return self.read(text)
        value = self._parse(plain)
        return self.read(text) if value is None or self.write(value) != plain else Read(value)

    def plain(self, text: str) -> T | None:  # noqa: ARG002 - for codecs that can tell at a glance
        """The value of a text that is plainly canonical, at a glance; None where it takes a closer look.

        Both ways of reading give just that value for it. The text begins and ends with a letter or a digit and has
        no character that is not printed.
        """
        return None

    def under(self, label: str) -> Self:  # noqa: ARG002 - for codecs that a label can tell something
        """The codec for a value below a label, as a file has it, that may say more than the form's own."""
        return self

    def is_blank(self, text: str) -> bool:
        """Whether nothing was filled in: the text is empty or what a blank form shows there."""
        if not self.blank:
            return not squeeze(text[:_GLANCE]) and not squeeze(text)
        said = squeeze(text)
        return not said or said == squeeze(self.blank)

    def shape(self) -> re.Pattern[str] | None:
        """Fits whole texts (``fullmatch``): all that :meth:`write` makes of values, and what people write.

        None where any text may stand. It never matches the empty text, which is blank for every codec.
        """
        return None

    def tells_apart(self) -> bool:
        """Whether the shape of its values tells them from whatever stands right before or behind them."""
        return self.shape() is not None

    def proper(self) -> re.Pattern[str] | None:
        """Fits what a value of this kind nearly always looks like, to tell a row of data from a remark."""
        return self.shape()

    @abstractmethod
    def _write(self, value: T) -> str: ...

    @abstractmethod
    def _read(self, text: RichText | str) -> Read[T]: ...

    def _parse(self, text: str) -> T | None:
        """The value whose canonical text this may be; :meth:`read_exact` writes it again to make sure."""
        read = self._read(text) if text.strip() else Read[T](None)
        return None if read.findings else read.value

    def doubt(
        self, code: str, raw: RichText | str, *, severity: Severity | None = None, **values: Any
    ) -> Finding:
        """A finding about what stood in the cell; private texts are masked."""
        return doubt(self.info, code, str(raw), severity=severity, **values)


def doubt(
    info: FieldInfo, code: str, raw: str, *, severity: Severity | None = None, **values: Any
) -> Finding:
    """A finding about a field, without its place. A private field shows neither its text nor its value."""
    raw = raw.strip()
    if info.meta.private:
        raw = masked(raw)
        values = {
            name: value if name in _SAYS_NO_VALUE else masked(str(value)) for name, value in values.items()
        }
    line = " ".join(raw.split())
    shown = line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
    filled = {"label": info.label, "raw": shown, **values}
    entry = CODES[code]
    remedy = entry.remedy.format(**filled)
    message = entry.message.format(**filled) + (f"：{remedy}" if remedy else "")
    return Finding(code=code, severity=severity or entry.severity, message=message, raw=raw)


# ------------------------------------------------------------------ texts as they are compared


def has_struck(text: RichText) -> bool:
    """Whether a visible character of it is struck out."""
    return any(look.strike and text.text[start:end].strip() for start, end, look in text.spans)


def without_struck(text: RichText) -> str:
    """What is left of a text when what was struck out goes."""
    left, position = [], 0
    for start, end, look in text.spans:
        if look.strike:
            left.append(text.text[position:start])
            position = end
    return "".join([*left, text.text[position:]])


def trimmed(text: str) -> str:
    """A text without white space and invisible characters at its ends."""
    return text.strip(_BLANK)


def squeeze(text: str) -> str:
    """A text after NFKC, without white space and invisible characters: for comparing with a known text."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_INVISIBLE)
    return "".join(text.split())


def fold(text: str) -> str:
    """A text with its full-width signs made plain, one for one, and without invisible characters.

    Not NFKC: that makes 5² into 52 and ① into 1, which nobody wrote.
    """
    return text if text.isascii() else text.translate(_folding())


@functools.cache
def _folding() -> dict[int, str | None]:
    made: dict[int, str | None] = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    # The same ideographs, coded once more: radicals and compatibility characters.
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFA6E)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if plain != chr(code):
            made[code] = plain
    made.update(_INVISIBLE)
    return made
