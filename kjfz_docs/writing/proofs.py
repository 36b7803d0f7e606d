"""Proofs that what a pattern prints is read back as it was, without reading it.

A text is taken apart at the literals of its pattern. Where each literal behind a slot stands but once in what is
printed from that slot on, there is one way to do so, and each slot gets its value back if its codec returns it. What
cannot be shown by that may return all the same: then the writer reads it.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Sequence
from typing import Any

from kjfz_docs.codecs.choices import ChoiceCodec
from kjfz_docs.codecs.filters import TickCodec
from kjfz_docs.templating.pattern import Literal, Pattern, Slot, bare
from kjfz_docs.templating.squeezing import folds_singly, ideographs
from kjfz_docs.writing.sureties import Tried, Verbatim, surety

# The white space that no document can hold; other signs of the kind fold oddly.
_NO_SPACES = "\r\x0b\x0c\x1c\x1d\x1e\x1f\x85"
# What numbers and dates are written with.
_TYPED = "0123456789-.年月日"
# What tells the literals is kept for so many choices of blank slots.
_MOST_KEPT = 100


class Proof:
    """What is sure of the texts of a pattern; values are given in the order of its slots, and perhaps more behind."""

    def __init__(self, pattern: Pattern) -> None:
        slots = self._slots = pattern.slots
        places: dict[str, list[int]] = {}
        for number, slot in enumerate(slots):
            places.setdefault(slot.path, []).append(number)
        self._blanks = [slot.prints(None) for slot in slots]
        self._squeezed = [_without_spaces(blank) for blank in self._blanks]
        self.sure = []
        for numbers in places.values():
            same = [slots[number] for number in numbers]
            blank = "".join(self._squeezed[number] for number in numbers)
            blank_returns = folds_singly(blank) and Tried(same, whole=False).one(None)
            self.sure.append((numbers[0], surety(same, whole=False), blank_returns))
        self._tests = [
            (number, sure.is_text if isinstance(sure, Verbatim) else sure.one)
            for number, sure, _ in self.sure
        ]
        self._never_blank = [number for number, _, blank_returns in self.sure if not blank_returns]
        tried = {number for number, sure, _ in self.sure if isinstance(sure, Tried)}
        self._tried = [(number, slot) for number, slot in enumerate(slots) if places[slot.path][0] in tried]
        verbatim = {number for number, sure, _ in self.sure if isinstance(sure, Verbatim)}
        self._writers = [None if number in verbatim else slot.prints for number, slot in enumerate(slots)]
        self._guidance = [
            (number, _runs(slot.guidance)) for number, slot in enumerate(slots) if slot.guidance is not None
        ]
        # No text may have these words of the guidance.
        self.runs = [run for _, runs in self._guidance for run in runs]
        self._days = [
            (number, shape) for number in range(1, len(slots)) if (shape := _day_of(pattern, number))
        ]
        self._never_told = [*self._never_blank, *(number for number, _ in self._days)]
        parts = [part for part in pattern.parts if isinstance(part, Slot) or part.text.strip()]
        self._keys = [None if isinstance(part, Slot) else _without_spaces(part.text) for part in parts]
        self._signs: dict[tuple[bool, ...], list[str]] = {}
        self._most_signs = self._telling((True,) * len(slots))

    def signs(self, blank: tuple[bool, ...]) -> list[str] | None:
        """The signs of each literal behind a slot that nothing else of the form has; ``blank`` slots show theirs.

        Texts of which each literal has a sign more, and that have no words of the guidance, are told from the form's
        own words. None where that is not enough to know.
        """
        for number in self._never_told:
            if blank[number]:
                return None
        found = self._signs.get(blank)
        if found is None:
            found = self._telling(blank)
            if len(self._signs) < _MOST_KEPT:
                self._signs[blank] = found
        return found

    def _telling(self, blank: tuple[bool, ...]) -> list[str]:
        shown = "".join(text for text, is_blank in zip(self._squeezed, blank, strict=True) if is_blank)
        text = "".join(key for key in self._keys if key) + shown + _TYPED
        behind = self._keys[0 if self._keys[0] is None else 1 :]
        return ["".join(sign for sign in reversed(key) if text.count(sign) == 1) for key in behind if key]

    def holds(self, values: Sequence[Any]) -> bool:
        """Whether the values are sure to be read back as they are."""
        texts: list[str] = []
        for number, is_sure in self._tests:
            value = values[number]
            if value is not None:
                if not is_sure(value):
                    return False
                if type(value) is str:
                    texts.append(value)
        for number, slot in self._tried:
            texts.append(slot.prints(values[number]))
        text = squeezed("".join(texts))
        return text is not None and self._is_apart(values, text)

    def is_apart(self, values: Sequence[Any]) -> bool:
        """Whether texts and numbers of which each would return by itself do so among the form's own words.

        The texts fold singly without their white space (``squeezed``).
        """
        return self._is_apart(
            values, _without_spaces("".join([each for each in values if type(each) is str]))
        )

    def _is_apart(self, values: Sequence[Any], text: str) -> bool:
        """The same, where ``text`` is what the values say, without white space."""
        for number in self._never_blank:
            if values[number] is None:
                return False
        return self._is_told(values, text) or self._is_found(values)

    def _is_told(self, values: Sequence[Any], text: str) -> bool:
        """Whether no text has anything of the form's own words, which then stand in what is printed but once."""
        signs = self.signs(tuple([value is None for value in values[: len(self._slots)]]))
        return signs is not None and are_told(signs, text) and not has_one_of(self.runs, text)

    def _is_found(self, values: Sequence[Any]) -> bool:
        """Whether the form's own words stand in what is printed but once, where texts have some of their signs."""
        texts = [
            blank if value is None else value if writer is None else writer(value)
            for value, writer, blank in zip(values, self._writers, self._blanks, strict=False)
        ]
        for number, shape in self._days:
            if type(values[number]) is not dt.date and shape.fullmatch(_last_line(texts[number - 1])):
                return False
        pieces = [
            blank if value is None else _without_spaces(text)
            for value, text, blank in zip(values, texts, self._squeezed, strict=False)
        ]
        for number, runs in self._guidance:
            for run in runs if values[number] is not None else ():
                if run in pieces[number]:
                    return False
        return self._is_one_way(pieces)

    def _is_one_way(self, pieces: Sequence[str]) -> bool:
        """Whether what is printed can be taken apart in one way only."""
        following = iter(pieces)
        made = [next(following) if key is None else key for key in self._keys]
        text = "".join(made)
        start, at = -1, 0
        for key, piece in zip(self._keys, made, strict=True):
            if key is None:
                start = at
            elif start >= 0 and (text.find(key, start) != at or text.rfind(key) != at):
                return False
            at += len(piece)
        return True

    def hold(self, columns: Sequence[Sequence[Any]]) -> bool:
        """Whether the values of many rows, column by column, are sure to be read back as they are."""
        if self._are_all_told(columns):
            return True
        rows = zip(*columns, strict=True)
        # Of options there are few.
        is_of_options = all(isinstance(slot.codec, (ChoiceCodec, TickCodec)) for slot in self._slots)
        return all(map(self.holds, {(*row, *map(type, row)) for row in rows} if is_of_options else rows))

    def _are_all_told(self, columns: Sequence[Sequence[Any]]) -> bool:
        """Whether no text of many rows has anything of the form's own words."""
        for number, sure, blank_returns in self.sure:
            if not sure.every(columns[number]) or (not blank_returns and None in columns[number]):
                return False
        if any(set(map(type, columns[number])) != {dt.date} for number, _ in self._days):
            return False
        texts: list[str] = []
        for values, writer, blank in zip(columns, self._writers, self._blanks, strict=True):
            printed = values if writer is None else map(writer, set(values))
            texts.extend(blank if text is None else text for text in printed)
        text = _without_spaces("".join(texts))
        return are_told(self._most_signs, text) and folds_singly(text) and not has_one_of(self.runs, text)


def proof(pattern: Pattern) -> Proof | None:
    """What can be shown of a pattern; None where too little is known of how its texts are taken apart."""
    # Where another label ends a value, and where nothing stands between two, it depends on more than literals.
    if pattern.is_calculated or pattern.one_line or not pattern.slots:
        return None
    if pattern.is_whole and not isinstance(surety(pattern.slots, whole=True), Verbatim):
        return None
    parts = [p for p in pattern.parts if isinstance(p, Slot) or p.text.strip()]
    lone_ends = any(isinstance(p, Literal) and not p.text.strip() and "\n" in p.text for p in pattern.parts)
    beside = any(isinstance(a, Slot) and isinstance(b, Slot) for a, b in itertools.pairwise(parts))
    literals = _without_spaces("".join(p.text for p in pattern.parts if isinstance(p, Literal)))
    return None if lone_ends or beside or not folds_singly(literals) else Proof(pattern)


def are_told(signs: Sequence[str], text: str) -> bool:
    """Whether each literal has a sign that a text has not; ``signs`` are those of the literals."""
    is_in = text.__contains__
    return not any(all(map(is_in, of_literal)) for of_literal in signs)


def has_one_of(words: Sequence[str], text: str) -> bool:
    """Whether any of the words stands in a text."""
    return any(map(text.__contains__, words))


def _runs(guidance: str | None) -> list[str]:
    """Words of each line of a guidance, without which a text has none of it."""
    lines = [bare(line) for line in (guidance or "").splitlines() if line.strip()]
    return [ideographs(line) for line in lines]


def squeezed(text: str) -> str | None:
    """A text without its white space; None where it folds oddly, or a document cannot hold it."""
    if folds_singly(text):
        return text.replace("\n", "")
    made = _without_spaces(text)
    return None if not folds_singly(made) or has_one_of(_NO_SPACES, text) else made


def _without_spaces(text: str) -> str:
    return "".join(text.split())


def _last_line(text: str) -> str:
    return text.strip().rpartition("\n")[2].strip()


def _day_of(pattern: Pattern, number: int) -> re.Pattern[str] | None:
    """The shape of a day that may stand as the last line of the text before its slot instead."""
    slot, before = pattern.slots[number], pattern.slots[number - 1]
    is_day = isinstance(slot.info.type, type) and issubclass(slot.info.type, dt.date)
    return slot.codec.shape() if is_day and before.codec.shape() is None else None
