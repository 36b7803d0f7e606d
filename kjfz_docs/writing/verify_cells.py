"""The check of one cell of a form before it is written, and what is known of it."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from kjfz_docs.codecs.choices import ChoiceCodec
from kjfz_docs.codecs.filters import TickCodec
from kjfz_docs.codecs.text import VerbatimCodec
from kjfz_docs.templating.pattern import Origin, Pattern, Slot
from kjfz_docs.writing.proofs import proof
from kjfz_docs.writing.read_back import names_of, read_back, refuse_masked
from kjfz_docs.writing.sureties import key_of, surety

_MOST_KEPT = 1_000


class Cell:
    """One pattern of the form itself, with what is known of it."""

    def __init__(self, pattern: Pattern) -> None:
        self.pattern = pattern
        self._private = [slot for slot in pattern.slots if slot.info.meta.private]
        first = pattern.slots[0]
        is_alone = pattern.is_whole and first.guidance is None and first.origin is Origin.FIELD
        self.sure = surety(pattern.slots, whole=True) if is_alone else None
        self._proof = proof(pattern) if self.sure is None else None
        self.known = self._options() if not self._private else frozenset()
        self.is_plain = bool(self.known) or (self.sure is not None and not self._private)
        # One more than needed, so that it gives a tuple also for one value.
        names = [".".join(names_of(slot.path)) for slot in pattern.slots]
        self._of_record = all(slot.origin is Origin.FIELD for slot in pattern.slots)
        self._get = attrgetter(*names, names[0])
        # Texts are seldom the same twice, other values often are: those are looked up first.
        is_text = self._of_record and any(isinstance(slot.codec, VerbatimCodec) for slot in pattern.slots)
        self.proof_of_text = self._proof if is_text and not self._private else None
        self._kept: set[Any] = set()

    def is_sure(self, value: Any) -> bool:
        """Whether the one value of a cell is sure to return."""
        assert self.sure is not None
        return self.sure.one(value) and not (self._private and "*" in str(value))

    def is_proven(self, record: Any) -> bool:
        """Whether texts that nothing else is known of are sure to return."""
        if self.proof_of_text is None:
            return False
        try:
            return self.proof_of_text.holds(self._get(record))
        except AttributeError:
            return False  # a part is missing

    def is_known(self, record: Any) -> bool:
        """Whether the same values were found to return before."""
        if not self._of_record or self._private or not self._kept:
            return False
        try:
            values = self._get(record)[:-1]
            return (values, *map(type, values)) in self._kept
        except (AttributeError, TypeError):
            return False  # a part is missing, or a value has no hash

    def _options(self) -> frozenset[Any]:
        """The values that are sure to return, of a pattern that prints one field with options alone."""
        first = self.pattern.slots[0]
        if (
            len({(slot.path, slot.origin) for slot in self.pattern.slots}) > 1
            or first.origin is not Origin.FIELD
        ):
            return frozenset()
        if not all(isinstance(slot.codec, (ChoiceCodec, TickCodec)) for slot in self.pattern.slots):
            return frozenset()
        count = len(self.pattern.slots)
        return frozenset(
            value
            for value, _ in first.info.options
            if (self.sure is not None and self.sure.one(value))
            or (self._proof is not None and self._proof.holds((value,) * count))
        )

    def verify(self, record: Any, form_value: Callable[[Slot], Any]) -> None:
        """Raise UnwritableError for values that would not return."""
        values = self._values(record, form_value)
        if self._private:
            for slot in self._private:
                refuse_masked(slot, form_value(slot), None)
        if self.sure is not None:
            if values[0] is not None and not self.sure.one(values[0]):
                read_back(self.pattern, form_value, None)
            return
        key = key_of(values)
        if key is not None and key in self._kept:
            return
        if self._proof is None or not self._proof.holds(values):
            read_back(self.pattern, form_value, None)
        if key is not None and len(self._kept) < _MOST_KEPT:
            self._kept.add(key)

    def _values(self, record: Any, form_value: Callable[[Slot], Any]) -> tuple[Any, ...]:
        if self._of_record:
            try:
                found: tuple[Any, ...] = self._get(record)[:-1]
            except AttributeError:
                pass  # a part is missing
            else:
                return found
        return tuple(map(form_value, self.pattern.slots))
