"""Patterns: the text of one cell (or of the paragraphs between tables) as literals and slots.

A pattern prints a cell's text from values and takes it apart again. Literals are compared without white space,
first as they are, then after NFKC; a literal that fills lines of its own is found only as such lines. A text that
can be taken apart in two ways is *ambiguous*: the writer refuses it, the reader reports it.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import attrs

from kjfz_docs.codecs.base import Codec
from kjfz_docs.grids.model import RichText
from kjfz_docs.records.fields import FieldInfo
from kjfz_docs.templating.one_line import goes_on, in_lines_of_labels
from kjfz_docs.templating.squeezing import bare as bare
from kjfz_docs.templating.squeezing import squeeze

_MAX_STEPS = 20_000
_MAX_SOLUTIONS = 64
_LONGEST_REMEMBERED = 60


class Origin(enum.Enum):
    """Where the value of a slot comes from: the record, or something the library computes from it."""

    FIELD = "field"
    COMPUTED = "computed"
    TERM = "term"


@attrs.frozen
class Slot:
    """A place where a value is written. ``path`` is dotted; ``*`` stands for the row of a list.

    ``option`` is that of a tick; ``guidance`` is printed for a blank value and is no answer; ``source`` is the tag;
    ``in_paragraphs``: each line of the value is a paragraph of its own.
    """

    path: str
    info: FieldInfo
    codec: Codec[Any]
    source: str
    origin: Origin = Origin.FIELD
    option: str | None = None
    guidance: str | None = None
    in_paragraphs: bool = False

    @property
    def label(self) -> str:
        """How messages call its field."""
        return self.info.label

    def prints(self, value: Any) -> str:
        """What stands in the slot for a value."""
        if value is None and self.guidance is not None:
            return self.guidance
        return self.codec.write(value)


@attrs.frozen
class Literal:
    """Text of the form itself. ``starts_line`` and ``ends_line``: nothing else stands before or after it there."""

    text: str
    starts_line: bool
    ends_line: bool


Part = Literal | Slot


@attrs.frozen
class Capture:
    """What stood in one slot; ``start`` is where in the cell's text."""

    slot: Slot
    text: RichText
    start: int = 0

    def under(self, label: str) -> Capture:
        """The same below a label as a file has it, which may say in what unit the value is."""
        codec = self.slot.codec.under(label)
        return (
            self
            if codec is self.slot.codec
            else attrs.evolve(self, slot=attrs.evolve(self.slot, codec=codec))
        )


class Ambiguous:
    """The text can be taken apart in more than one way."""


AMBIGUOUS = Ambiguous()


@attrs.frozen(eq=False, slots=False)
class Pattern:
    """Literals and slots in their order; ``words`` are the literals, normalised. Make it with :func:`pattern`.

    ``is_calculated``: a formula of the form itself prints it; whatever that says is right. ``in_paragraphs``: it
    stands outside of tables.
    """

    parts: tuple[Part, ...]
    slots: tuple[Slot, ...]
    literal: str
    words: tuple[str, ...] = ()
    is_calculated: bool = False
    in_paragraphs: bool = False

    @property
    def is_literal(self) -> bool:
        return not self.slots

    @property
    def is_whole(self) -> bool:
        """Whether one slot fills the cell, so that its text is taken verbatim."""
        return len(self.parts) == 1 and len(self.slots) == 1

    @property
    def names_person(self) -> bool:
        """Whether its first value is the name of a person."""
        return bool(self.slots) and self.slots[0].info.meta.kind == "name"

    def prints(self, value_of: Callable[[Slot], Any]) -> str:
        """The text of the cell for the values."""
        return "".join(
            part.text if isinstance(part, Literal) else part.prints(value_of(part)) for part in self.parts
        )

    @functools.cached_property
    def _sought(self) -> tuple[_Sought, _Sought]:
        """What a search goes by, as the text stands and after NFKC."""
        # Spaces alone say nothing about where a slot ends; a line end does.
        parts = [p for p in self.parts if isinstance(p, Slot) or p.text.strip() or "\n" in p.text]
        shapes = [p.codec.shape() if isinstance(p, Slot) else None for p in parts]
        slots = [part for part in parts if isinstance(part, Slot)]

        def keys(fold: bool) -> list[str]:
            return [squeeze(p.text, fold)[0] if isinstance(p, Literal) else "" for p in parts]

        return _Sought(parts, keys(False), shapes, slots), _Sought(parts, keys(True), shapes, slots)

    def match(self, text: RichText) -> tuple[Capture, ...] | Ambiguous | None:
        """What stands in each slot; None where the literals do not fit."""
        if self.is_calculated:
            return ()
        if not self.slots:
            return () if bare(text.text) == self.literal else None
        if self.is_whole:
            return (Capture(self.slots[0], text),)
        if not text.spans and len(text.text) <= _LONGEST_REMEMBERED:
            return _remembered(self, text.text)
        return self._matched(text)

    def _matched(self, text: RichText) -> tuple[Capture, ...] | Ambiguous | None:
        if not self._may_fit(bare(text.text)):
            return None
        found = self._solved(text)
        if isinstance(found, tuple):
            return None if self._too_much(found, text.text) else self._with_days_in_place(found)
        return found

    def _solved(self, text: RichText) -> tuple[Capture, ...] | Ambiguous | None:
        plain = _Match(self._sought[False], text, fold=False).solve()
        return plain if plain is not None else _Match(self._sought[True], text, fold=True).solve()

    def holding_others(self, text: str) -> Slot | None:
        """The slot that no text is read from since another label stands in what it would take (审核人：)."""
        found = self._solved(RichText(text)) if self.one_line else None
        return self._too_much(found, text) if isinstance(found, tuple) else None

    @functools.cached_property
    def one_line(self) -> frozenset[int]:
        """The ids of the slots whose value ends where another label begins in its line."""
        texts = [part.text if isinstance(part, Literal) else None for part in self.parts]
        found = (self.parts[index] for index in in_lines_of_labels(texts, in_paragraphs=self.in_paragraphs))
        return frozenset(
            id(slot)
            for slot in found
            if isinstance(slot, Slot) and slot.option is None and not slot.in_paragraphs
        )

    def _too_much(self, found: Sequence[Capture], text: str) -> Slot | None:
        """The first slot of one line in which more than its value stands."""
        for each in found if self.one_line else ():
            if id(each.slot) in self.one_line and each.text.text:
                behind = self.parts[self.parts.index(each.slot) + 1 :][:1]
                printed = next((part.text for part in behind if isinstance(part, Literal)), "")
                is_name = each.slot.info.meta.kind == "name"
                if goes_on(text, each.start, each.start + len(each.text), printed, is_name=is_name):
                    return each.slot
        return None

    def _with_days_in_place(self, found: tuple[Capture, ...]) -> tuple[Capture, ...]:
        """A day that was left blank, and stands as the last line of the text before the seal instead."""
        made = list(found)
        for index in range(1, len(found)):
            before, blank = made[index - 1], found[index]
            shape = blank.slot.codec.shape()
            if not self._may_stand_higher(before.slot, blank) or shape is None:
                continue
            text = before.text.text
            start = text.rfind("\n") + 1
            if shape.fullmatch(text[start:].strip()):
                made[index - 1] = attrs.evolve(before, text=before.text.slice(0, len(text[:start].rstrip())))
                made[index] = Capture(blank.slot, before.text.slice(start, len(text)), before.start + start)
        return tuple(made)

    def _may_stand_higher(self, before: Slot, blank: Capture) -> bool:
        """Whether a slot is a blank day without a label of its own, behind free text."""
        if not issubclass(blank.slot.info.type, dt.date) or before.codec.shape() is not None:
            return False
        if bare(blank.text.text) not in ("", bare(blank.slot.prints(None))):
            return False
        label = self.parts[self.parts.index(blank.slot) - 1]
        return isinstance(label, Literal) and not label.text.rstrip().endswith((":", "："))

    def _may_fit(self, folded: str) -> bool:
        """Whether all the literals stand in a text; by that most texts are told from a pattern."""
        return all(map(folded.__contains__, self.words))


@functools.lru_cache(maxsize=4096)
def _remembered(pattern: Pattern, text: str) -> tuple[Capture, ...] | Ambiguous | None:
    """What stands in the slots of a short text: ticks, titles and lines of labels say the same in many files."""
    found = pattern._matched(RichText(text))
    return Remembered(found) if isinstance(found, tuple) else found


class Remembered(tuple[Capture, ...]):
    """Captures that are met again; ``memory`` is what others make of them, by a name of their own."""

    memory: dict[object, Any]

    def __new__(cls, captures: Iterable[Capture]) -> Remembered:
        made = super().__new__(cls, captures)
        made.memory = {}
        return made


def is_one_of(patterns: Iterable[Pattern], text: str) -> bool:
    """Whether a text is one of the patterns', and in one way."""
    folded = bare(text)
    return any(each._may_fit(folded) and isinstance(each.match(RichText(text)), tuple) for each in patterns)


CALCULATED = Pattern((), (), "", is_calculated=True)


def pattern(parts: Sequence[str | Slot], *, in_paragraphs: bool = False) -> Pattern:
    """Compile literals and slots; neighbouring literals are joined, empty ones dropped."""
    joined: list[str | Slot] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    made: list[Part] = []
    for index, part in enumerate(joined):
        if isinstance(part, Slot):
            made.append(part)
            continue
        if not part.strip() and "\n" not in part and len(joined) > 1:
            made.append(Literal(part, False, False))
            continue
        head, tail = part[: len(part) - len(part.lstrip())], part[len(part.rstrip()) :]
        made.append(
            Literal(
                part,
                starts_line=index == 0 or "\n" in head,
                ends_line=index == len(joined) - 1 or "\n" in tail,
            )
        )
    literal = bare("".join(part.text for part in made if isinstance(part, Literal)))
    words = tuple(bare(part.text) for part in made if isinstance(part, Literal) and part.text.strip())
    slots = tuple(part for part in made if isinstance(part, Slot))
    return Pattern(tuple(made), slots, literal, words, in_paragraphs=in_paragraphs)


@attrs.frozen(eq=False)
class _Sought:
    """The parts of a pattern that a search goes by, the squeezed literals and the shapes of the slots."""

    parts: Sequence[Part]
    keys: Sequence[str]
    shapes: Sequence[re.Pattern[str] | None]
    slots: Sequence[Slot]


class _Match:
    """One search for the literals of a pattern in a text, in order."""

    def __init__(self, sought: _Sought, text: RichText, fold: bool) -> None:
        self.text = text
        self.squeezed, self.back = squeeze(text.text, fold)
        self.parts, self.keys = sought.parts, sought.keys
        self.shapes, self.slots = sought.shapes, sought.slots
        self.dead: set[tuple[int, int]] = set()
        self.steps = 0
        self.solutions: list[tuple[tuple[int, int], ...]] = []

    def solve(self) -> tuple[Capture, ...] | Ambiguous | None:
        try:
            self._search(0, 0, ())
        except _TooHardError:
            return AMBIGUOUS
        if not self.solutions:
            return None
        best = self._best()
        if best is None:
            return AMBIGUOUS
        return tuple(
            Capture(
                slot,
                self._original(start, end),
                self.back[start] if start < len(self.back) else len(self.text),
            )
            for slot, (start, end) in zip(self.slots, best, strict=True)
        )

    def _best(self) -> tuple[tuple[int, int], ...] | None:
        """The one way in which most slots of a known shape hold exactly what their codec writes; None if several."""
        if len(self.solutions) == 1:
            return self.solutions[0]
        ranked = sorted(
            ((self._canonical(found), -index) for index, found in enumerate(self.solutions)), reverse=True
        )
        return None if ranked[0][0] == ranked[1][0] else self.solutions[-ranked[0][1]]

    def _canonical(self, solution: tuple[tuple[int, int], ...]) -> int:
        count = 0
        for slot, (start, end) in zip(self.slots, solution, strict=True):
            if start < end and slot.codec.shape() is not None:
                text = self._original(start, end).text
                value = slot.codec.read_exact(text).value
                count += value is not None and slot.codec.write(value) == text
        return count

    def _search(self, index: int, position: int, taken: tuple[tuple[int, int], ...]) -> bool:
        """Fit the parts from ``index`` on at ``position`` of the squeezed text; whether any fit was found."""
        self.steps += 1
        if self.steps > _MAX_STEPS:
            raise _TooHardError
        if (index, position) in self.dead:
            return False
        if index == len(self.parts):
            if position != len(self.squeezed):
                return False
            if taken not in self.solutions:
                self.solutions.append(taken)
            return True
        found = False
        part = self.parts[index]
        if isinstance(part, Literal):
            if self._literal_at(part, self.keys[index], position):
                found = self._search(index + 1, position + len(self.keys[index]), taken)
        else:
            for end in self._ends(index, position):
                if self._has_shape(index, position, end):
                    found = self._search(index + 1, end, (*taken, (position, end))) or found
                    if len(self.solutions) > _MAX_SOLUTIONS:
                        raise _TooHardError
        if not found:
            self.dead.add((index, position))
        return found

    def _ends(self, index: int, start: int) -> Iterator[int]:
        """Where the slot at ``index`` may end: before the next literal, or where the next slot's shape begins."""
        if index + 1 == len(self.parts):
            yield len(self.squeezed)
            return
        following = self.parts[index + 1]
        if isinstance(following, Slot):
            yield from range(start, len(self.squeezed) + 1)
            return
        key = self.keys[index + 1]
        end = self.squeezed.find(key, start)
        while end >= 0:
            yield end
            end = self.squeezed.find(key, end + 1)

    def _literal_at(self, part: Literal, key: str, position: int) -> bool:
        if not key:
            return "\n" in self._gap(position)
        if not self.squeezed.startswith(key, position):
            return False
        if part.starts_line and not self._line_edge(position):
            return False
        return not part.ends_line or self._line_edge(position + len(key))

    def _line_edge(self, position: int) -> bool:
        """Whether a line of the text begins or ends at a position of the squeezed text."""
        return position in (0, len(self.squeezed)) or "\n" in self._gap(position)

    def _gap(self, position: int) -> str:
        """The white space before a position of the squeezed text."""
        start = self.back[position - 1] + 1 if position else 0
        end = self.back[position] if position < len(self.back) else len(self.text)
        return self.text.text[start:end]

    def _has_shape(self, index: int, start: int, end: int) -> bool:
        shape: re.Pattern[str] | None = self.shapes[index]
        slot = self.parts[index]
        assert isinstance(slot, Slot)
        if start == end:
            # What cannot be blank (the cohort in a title) must stand there.
            return not slot.info.is_of_programme
        if shape is None:
            return True
        found = self._original(start, end).text
        return shape.fullmatch(found) is not None or bare(found) == bare(slot.prints(None))

    def _original(self, start: int, end: int) -> RichText:
        """The stretch of the original text, without white space at its ends."""
        if start == end:
            return RichText("")
        return self.text.slice(self.back[start], self.back[end - 1] + 1)


class _TooHardError(Exception):
    """More ways to take a text apart than are worth trying."""
