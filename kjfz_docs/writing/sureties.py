"""Which values of a slot are read back as they are: told by their type, or read once and remembered."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Collection, Hashable, Sequence
from decimal import Decimal
from typing import Any

from kjfz_docs.codecs.dates import DateCodec
from kjfz_docs.codecs.filters import DateFilter
from kjfz_docs.codecs.numbers import DecimalCodec, IntegerCodec
from kjfz_docs.codecs.text import VerbatimCodec
from kjfz_docs.grids.model import RichText
from kjfz_docs.records.single import can_stand
from kjfz_docs.templating.pattern import Capture, Slot, bare
from kjfz_docs.templating.values import interpret

_MOST_SEEN = 4_000
_LONGEST_SEEN = 100
# So many digits a number of a record has at most; codecs read as many.
_MOST_DIGITS = 60
_BOUND: int = 10**_MOST_DIGITS
_NOTHING = type(None)
_TEXTS = {str, _NOTHING}
_WRITTEN_ALIKE = frozenset({_NOTHING, bool, int, dt.date})


class Verbatim:
    """A text that is taken as it stands; ``guidance`` in it is for others to see to."""

    def one(self, value: Any) -> bool:
        """Whether a value is sure to return."""
        return self.is_text(value) and can_stand(value)

    def is_text(self, value: Any) -> bool:
        """Whether a value is sure to return if a document can hold its signs."""
        return type(value) is str and value != "" and value == value.strip()

    def every(self, values: Collection[Any]) -> bool:
        """Whether all of them are sure to return; None is no value."""
        return self.are_texts(values) and can_stand("".join(filter(None, values)))

    def are_texts(self, values: Collection[Any]) -> bool:
        """Whether all of them are sure to return if a document can hold their signs; None is no value."""
        if not set(map(type, values)) <= _TEXTS or "" in values:
            return False
        texts = list(filter(None, values))
        return list(map(str.strip, texts)) == texts


class Typed:
    """A value of a type whose codec reads whatever it writes."""

    def __init__(self, wanted: type, are_sound: Callable[[Sequence[Any]], bool] | None = None) -> None:
        self.wanted = wanted
        self._kinds = {wanted, _NOTHING}
        self._are_sound = are_sound

    def one(self, value: Any) -> bool:
        """Whether a value is sure to return."""
        return type(value) is self.wanted and (self._are_sound is None or self._are_sound([value]))

    def every(self, values: Collection[Any]) -> bool:
        """Whether all of them are sure to return; None is no value."""
        if not set(map(type, values)) <= self._kinds:
            return False
        if self._are_sound is None:
            return True
        given = [value for value in values if value is not None]
        return not given or self._are_sound(given)


class Tried:
    """Any other value: read back from the slots of its path, and remembered."""

    def __init__(self, slots: Sequence[Slot], *, whole: bool) -> None:
        self._slots = tuple(slots)
        self._whole = whole
        self._seen: dict[tuple[type, Any], bool] = {}

    def one(self, value: Any) -> bool:
        """Whether a value is sure to return."""
        if not may_be_kept(value):
            return self._returns(value)
        key = type(value), value
        known = self._seen.get(key)
        if known is None:
            known = self._returns(value)
            if len(self._seen) < _MOST_SEEN:
                self._seen[key] = known
        return known

    def every(self, values: Collection[Any]) -> bool:
        """Whether all of them are sure to return; None is no value."""
        kinds = set(map(type, values)) - {_NOTHING}
        if len(kinds) > 1 or not all(map(may_be_kept, values)):
            return all(value is None or self.one(value) for value in values)
        return all(value is None or self.one(value) for value in set(values))

    def _returns(self, value: Any) -> bool:
        if isinstance(value, str) and not can_stand(value):
            return False
        captures = []
        for slot in self._slots:
            text = slot.prints(value)
            if not self._whole:
                text = text.strip()
                if not _has_shape(slot, text):
                    return False
            captures.append(Capture(slot, RichText(text)))
        (found,) = interpret(captures).values()
        return not found.findings and bool(found.value == value)


Surety = Verbatim | Typed | Tried


def surety(slots: Sequence[Slot], *, whole: bool) -> Surety:
    """What is sure of the values of one path in a pattern; ``whole``: its one slot fills the cell."""
    slot = slots[0]
    codec, type_ = slot.codec, slot.info.type
    if len(slots) > 1 or slot.option is not None:
        return Tried(slots, whole=whole)
    if isinstance(codec, VerbatimCodec) and codec.shape() is None and type_ is str:
        return Verbatim()
    if type(codec) is IntegerCodec and slot.guidance is None:
        return Typed(int, _are_short_integers)
    if type(codec) is DecimalCodec and slot.guidance is None:
        return Typed(Decimal, _are_short_decimals)
    if _is_day(slot):
        return Typed(dt.date)
    return Tried(slots, whole=whole)


def _are_short_integers(values: Sequence[int]) -> bool:
    return min(values) > -_BOUND and max(values) < _BOUND


def _are_short_decimals(values: Sequence[Decimal]) -> bool:
    return all(value.is_finite() and len(f"{value:f}") <= _MOST_DIGITS for value in values)


def _is_day(slot: Slot) -> bool:
    """Whether a slot holds a date, and what a blank one shows is none."""
    codec = slot.codec.codec if type(slot.codec) is DateFilter else slot.codec
    if type(codec) is not DateCodec or slot.guidance is not None:
        return False
    return DateCodec(slot.info).read_exact(slot.codec.blank).value is None


def may_be_kept(value: Any) -> bool:
    """Whether a value is of a type of which equal values are written alike, and is short."""
    kind = type(value)
    if kind is str:
        return len(value) <= _LONGEST_SEEN
    return kind in _WRITTEN_ALIKE or (isinstance(value, enum.Enum) and not isinstance(value, (str, int)))


def key_of(values: tuple[Any, ...]) -> Hashable | None:
    """What stands for values that are written alike; None for such as are better not kept."""
    if not all(map(may_be_kept, values)):
        return None
    return values, *map(type, values)


def _has_shape(slot: Slot, text: str) -> bool:
    """Whether a pattern lets a text stand in a slot."""
    if not text:
        return not slot.info.is_of_programme
    shape = slot.codec.shape()
    return shape is None or shape.fullmatch(text) is not None or bare(text) == bare(slot.prints(None))
