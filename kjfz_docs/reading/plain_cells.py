"""What a text of a plain row means, where that is beyond doubt.

A text goes through what it would go through in the grid: the pattern of its cell, the codec, the constructor, and what
tells rows from other lines. Where one of them would have anything to say, it is odd, and its row is read as all are.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from typing import Any

from kjfz_docs.grids.model import RichText
from kjfz_docs.grids.xlsx_excerpt import Excerpt
from kjfz_docs.grids.xlsx_plain import PlainColumn, Spelling
from kjfz_docs.reading.labels import Labels
from kjfz_docs.reading.row_kinds import SPECIAL_WORDS, is_special, may_number_columns
from kjfz_docs.reading.signatures import SIGNATURE_WORDS, may_be_line
from kjfz_docs.reading.tick_cells import chosen_by_look
from kjfz_docs.reading.tolerant import is_head
from kjfz_docs.records.digits import CANONICAL, has_exponent
from kjfz_docs.records.fields import normalise
from kjfz_docs.templating.pattern import Pattern, bare
from kjfz_docs.templating.values import Value, interpret, is_dots

# So few digits may be the number of a column, and few more the name of nothing.
_FEW_DIGITS = 8
# So many texts of a column are remembered: most repeat themselves, or hardly any does.
_REMEMBERED = 2048


# Words of which the key is what they are but for their case, without a sign of those that a placeholder, a total or
# the number of a column are told by.
_HAN = r"\u4e00-\u67cf\u67d1-\u8ba0\u8ba2-\u9fff"
_ORDINARY = re.compile(rf"(?![Cc第栏列])[A-WYZa-wyz{_HAN}][0-9A-WYZa-wyz{_HAN}]+")


class _Odd:
    """In place of a value that only the whole way of reading may tell."""


ODD: Any = _Odd()


class _Memo(dict[bytes | None, Any]):
    """What the texts of a column mean; each is read when it is first met."""

    def __init__(self, read: Callable[[bytes], Any], blank: Any) -> None:
        super().__init__({None: blank})
        self.read = read
        self.has_odd = blank is ODD

    def __missing__(self, text: bytes) -> Any:
        found = self.read(text)
        if found is ODD:
            self.has_odd = True
        if len(self) < _REMEMBERED:
            self[text] = found
        return found


class CellReader:
    """Reads the cells of one column: the value of each, a tuple where the cell has several, or ``ODD``.

    ``exact``: texts are taken as they stand, since this library wrote them. ``head`` is the normalised label that
    would make a row a repeated head. ``may_number`` is whether a text was met that might number the columns.
    """

    def __init__(self, pattern: Pattern, labels: Labels, excerpt: Excerpt, *, exact: bool, head: str) -> None:
        self.pattern, self.labels, self.excerpt, self.exact, self.head = pattern, labels, excerpt, exact, head
        self.paths = tuple({slot.path: slot for slot in pattern.slots})
        self.may_number = False
        slot = pattern.slots[0] if pattern.is_whole else None
        is_simple = (
            slot is not None and slot.option is None and slot.guidance is None and not slot.codec.blank
        )
        self._plain = slot.codec.plain if slot is not None and is_simple else None
        kind = slot.info.meta.kind if slot is not None and slot.info.type is str else None
        self._canonical = CANONICAL.get(kind or "")
        self._words = SPECIAL_WORDS | SIGNATURE_WORDS | labels.list_names | labels.line_names
        self.blank = self.meaning(RichText(""))

    def read(self, plain: PlainColumn | None, count: int) -> tuple[Sequence[Any], bool]:
        """The cells of the rows, and whether some may be odd."""
        if plain is None or not plain.texts:
            return [self.blank] * count, self.blank is ODD
        values: list[Any] | None = None
        has_odd = False
        for spelling, texts in plain.texts:
            cell = self._text if self.excerpt.is_text(spelling) else self._cell
            memo = _Memo(functools.partial(cell, spelling), self.blank)
            if values is None:
                values = list(map(memo.__getitem__, texts))
            else:
                values = [
                    value if text is None else memo[text] for value, text in zip(values, texts, strict=True)
                ]
            has_odd = has_odd or memo.has_odd
        return values or (), has_odd

    def _text(self, spelling: Spelling, text: bytes) -> Any:
        try:
            found = self.excerpt.text(spelling, text)
        except ValueError:
            return ODD
        if self._plain is not None and found.isprintable() and found[:1].isalnum() and found[-1:].isalnum():
            value = self._at_a_glance(found, self._plain)
            if value is not None:
                return value
        return self.meaning(RichText(found))

    def _at_a_glance(self, text: str, plain: Callable[[str], Any]) -> Any:
        """The value of a text of which that is plain; None for one that is to be looked at."""
        if ":" in text or "：" in text or (self.head and bare(text) == self.head):
            return None
        if not self.exact and (not _ORDINARY.fullmatch(text) or text.casefold() in self._words):
            if not text.isascii() or not text.isdigit() or len(text) <= _FEW_DIGITS:
                return None
            self.may_number = True
        value = plain(text)
        return value if value is None or self._canonical is None else self._canonical(value)

    def _cell(self, spelling: Spelling, text: bytes) -> Any:
        try:
            value = self.excerpt.value(spelling, text)
        except ValueError:
            return ODD
        if value.findings or (value.raw is not None and has_exponent(value.text.text)):
            return ODD
        return self.meaning(value.text)

    def meaning(self, text: RichText) -> Any:
        """The value, or values, of a cell by its text."""
        if self._stands_out(text.text) or (text.spans and "\n" in text.text):
            return ODD
        captures = self.pattern.match(text)
        if not isinstance(captures, tuple) or chosen_by_look(self.pattern, text) is not None:
            return ODD
        said = [capture.text.text for capture in captures if capture.slot.option is None]
        if any(":" in each or "：" in each for each in said):
            return ODD  # a label typed once more
        if len(self.paths) > 1 and "\n" in captures[-1].text.text.strip():
            return ODD  # lines below the last value
        found = interpret(captures, exact=self.exact)
        held = [self._held(found[path]) if path in found else ODD for path in self.paths]
        if ODD in held or not held:
            return ODD
        return held[0] if len(held) == 1 else tuple(held)

    def _held(self, found: Value) -> Any:
        """A value as the record holds it."""
        texts = [capture.text.text for capture in found.captures]
        value, info = found.value, found.slot.info
        if found.findings or is_dots(value) or (value is None and any(map(str.strip, texts))):
            return ODD
        if not self.exact and info.meta.private and any(_are_words(text) for text in texts):
            return ODD  # in the place of a number, they may belong beside it
        try:
            return None if value is None else normalise(value, info, info.name)
        except (TypeError, ValueError):
            return ODD

    def _stands_out(self, text: str) -> bool:
        """Whether a text might make its row no item of the list."""
        if self.head and bare(text) == self.head:
            return True
        if self.exact:
            return False
        self.may_number = self.may_number or may_number_columns(text)
        names = self.labels.list_names
        return is_special((text,)) or is_head(text, names) or may_be_line(self.labels, text, names)


def _are_words(text: str) -> bool:
    return bool(text.strip()) and not any(map(str.isdigit, text))
