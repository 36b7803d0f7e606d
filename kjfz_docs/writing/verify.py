"""The writer reads its own cells back: what would not return is refused, by the name of its field."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from operator import attrgetter
from typing import Any

from kjfz_docs.codecs.choices import ChoiceCodec
from kjfz_docs.codecs.filters import TickCodec
from kjfz_docs.codecs.text import VerbatimCodec
from kjfz_docs.errors import UnwritableError
from kjfz_docs.records.fields import field_paths, general_path, leaves
from kjfz_docs.templating.pattern import Origin, Pattern, Slot
from kjfz_docs.templating.skeleton import Loop, Skeleton
from kjfz_docs.writing.proofs import proof
from kjfz_docs.writing.read_back import names_of, read_back, refuse_masked, value_at
from kjfz_docs.writing.sureties import Typed, Verbatim, key_of, surety
from kjfz_docs.writing.verify_rows import Rows

_MOST_KEPT = 1_000


class Verifier:
    """The check of what one template prints; what it found of short texts is kept. May be shared by threads."""

    def __init__(self, skeleton: Skeleton, record: type) -> None:
        self._skeleton = skeleton
        self._record = record
        self._lacking = _lacking(skeleton, record)
        self._loops = [Rows(node) for node in skeleton.nodes if isinstance(node, Loop)]
        patterns = [pattern for pattern, rows in skeleton.patterns() if rows is None]
        self._cells = [_Cell(pattern) for pattern in patterns if any(map(_is_looked_at, pattern.slots))]
        plain = [cell for cell in self._cells if cell.is_plain]
        self._mixed = [cell for cell in self._cells if not cell.is_plain]
        texts = [cell for cell in plain if isinstance(cell.sure, Verbatim)]
        counts = [cell for cell in plain if isinstance(cell.sure, Typed) and cell.sure.wanted is int]
        others = [cell for cell in plain if cell not in texts and cell not in counts]
        # Those of one kind are looked at together.
        ordered = [*texts, *counts, *others]
        self._batches = [
            (cells[0].sure.every, slice(start, start + len(cells)))
            for cells, start in ((texts, 0), (counts, len(texts)))
            if cells and cells[0].sure is not None
        ]
        self._first_other = len(texts) + len(counts)
        self._others = [cell.known.__contains__ if cell.known else cell.is_sure for cell in others]
        paths = [cell.pattern.slots[0].path for cell in ordered]
        # One more than needed, so that it gives a tuple also for one value.
        self._get = attrgetter(*paths, paths[0]) if paths else None

    def verify(self, record: Any, terms: Any) -> None:
        """Raise UnwritableError for the first value that the reader could not tell from the form itself."""

        def form_value(slot: Slot) -> Any:
            return value_at(terms if slot.origin is Origin.TERM else record, slot.path)

        same = type(record) is self._record
        lacking = self._lacking if same else _lacking(self._skeleton, type(record))
        for path, value in _without_place(record, lacking) if lacking else ():
            if value is not None:
                raise UnwritableError(path, "the template has no place for it")
        for rows in self._loops:
            rows.verify(record, form_value)
        for cell in self._mixed if self._are_sure(record) else self._cells:
            if not cell.is_proven(record):
                cell.verify(record, form_value)

    def _are_sure(self, record: Any) -> bool:
        """Whether the values that fill cells of their own are sure to return, all of them."""
        if self._get is None:
            return True
        try:
            values = self._get(record)
            for are_sure, batch in self._batches:
                if not are_sure(values[batch]):
                    return False
            for value, is_sure in zip(values[self._first_other :], self._others, strict=False):
                if value is not None and not is_sure(value):
                    return False
        except (AttributeError, TypeError):
            return False  # a part is missing, or a value has no hash
        return True


class _Cell:
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
        self._proof_of_text = self._proof if is_text and not self._private else None
        self._kept: set[Any] = set()

    def is_sure(self, value: Any) -> bool:
        """Whether the one value of a cell is sure to return."""
        assert self.sure is not None
        return self.sure.one(value) and not (self._private and "*" in str(value))

    def is_proven(self, record: Any) -> bool:
        """Whether texts that nothing else is known of are sure to return."""
        if self._proof_of_text is None:
            return False
        try:
            return self._proof_of_text.holds(self._get(record))
        except AttributeError:
            return False  # a part is missing

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


def _is_looked_at(slot: Slot) -> bool:
    return slot.origin is Origin.FIELD or slot.info.meta.private


def _lacking(skeleton: Skeleton, record: type) -> frozenset[str]:
    """The paths of a record class that a template has no place for."""
    return frozenset(path for path, _ in field_paths(record) if path not in skeleton.paths)


def _without_place(record: Any, lacking: Collection[str]) -> Iterator[tuple[str, Any]]:
    """The values of a record that its template has no place for, with their paths."""
    for path, info, value in leaves(record):
        # Programme and cohort travel in the identity of the document; the paper must not say others.
        if general_path(path) in lacking and value != info.default:
            yield path, value
