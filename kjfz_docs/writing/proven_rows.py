"""Proofs for the rows of a list: many at once, column by column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Any

from kjfz_docs.records.fields import SERIAL
from kjfz_docs.templating.pattern import Origin, Pattern, bare
from kjfz_docs.templating.skeleton import Loop
from kjfz_docs.templating.squeezing import folds_singly, ideographs
from kjfz_docs.writing.proofs import Proof, proof
from kjfz_docs.writing.sureties import Surety, Typed, Verbatim, surety

_DOTS = frozenset(".·。…⋯‥、")
_NUMBERS = (int, Decimal, dt.date)


class RowProof:
    """What is sure of the rows of a loop; ``holds`` False says nothing."""

    def __init__(self, loop: Loop) -> None:
        cells = [cell for row in loop.body for cell in row.cells]
        self._columns: dict[str, int] = {}
        slots = [slot for cell in cells for slot in cell.pattern.slots]
        prefix = loop.path + "."
        self.is_possible = all(slot.origin is Origin.FIELD and slot.path.startswith(prefix) for slot in slots)
        for slot in slots:
            self._columns.setdefault(slot.path, len(self._columns))
        # One more than needed, so that it gives a tuple also for one column.
        names = [path.removeprefix(prefix) for path in self._columns]
        self._get = attrgetter(*names, names[0]) if names else None
        self._private = sorted({self._columns[slot.path] for slot in slots if slot.info.meta.private})
        self._of: dict[int, Surety | Proof] = {}
        self._whole: list[tuple[int, Surety]] = []
        self._mixed: list[tuple[list[int], Proof]] = []
        for pattern in (cell.pattern for cell in cells if cell.pattern.slots):
            self._add(pattern)
        silent = {slot.path for cell in cells if cell.merged_down for slot in cell.pattern.slots}
        silent |= {slot.path for slot in slots if slot.info.meta.kind == SERIAL}
        self._saying = {path: number for path, number in self._columns.items() if path not in silent}
        self._heads = self._told_from(loop, [cell.pattern for cell in cells])

    def shows(self, pattern: Pattern, values: Sequence[Any]) -> bool:
        """Whether the values of one cell of a row are sure to be read back."""
        found = self._of.get(id(pattern))
        if not isinstance(found, Proof):
            return found is not None and (values[0] is None or found.one(values[0]))
        return found.holds(values)

    def _add(self, pattern: Pattern) -> None:
        numbers = [self._columns[slot.path] for slot in pattern.slots]
        if pattern.is_whole and pattern.slots[0].guidance is None:
            sure = self._of[id(pattern)] = surety(pattern.slots, whole=True)
            self._whole.append((numbers[0], sure))
        elif (shown := proof(pattern)) is not None:
            self._of[id(pattern)] = shown
            self._mixed.append((numbers, shown))
        else:
            self.is_possible = False

    def _told_from(self, loop: Loop, patterns: Sequence[Pattern]) -> list[tuple[int, Surety, str]] | None:
        """The columns by which a row is told from the heads, with what their heads say; None if all rows are."""
        if not len(loop.header) == len(patterns) > 0:
            return None
        sure = dict(self._whole)
        found = []
        for pattern, head in zip(patterns, loop.header, strict=True):
            number = self._columns[pattern.slots[0].path] if pattern.is_whole else None
            texts = (
                [pattern.prints(lambda _: None), *pattern.slots[0].info.option_texts.values()]
                if number in sure
                else []
            )
            if number in sure and (run := ideographs(head)) and all(bare(text) != head for text in texts):
                found.append((number, sure[number], run))
        return found

    def holds(self, rows: Sequence[Any], blank: Mapping[str, Any]) -> bool:
        """Whether all of the rows are sure to be read back; ``blank`` is what a blank row says."""
        if not self.is_possible or self._get is None:
            return False
        try:
            columns = list(zip(*map(self._get, rows), strict=True))
            return (
                all("*" not in str(value) for number in self._private for value in columns[number])
                and all(sure.every(columns[number]) for number, sure in self._whole)
                and all(shown.hold([columns[n] for n in numbers]) for numbers, shown in self._mixed)
                and any(
                    self._say_something(columns[number])
                    for path, number in self._saying.items()
                    if path not in blank
                )
                and (self._heads is None or any(self._are_no_heads(columns, *each) for each in self._heads))
            )
        except (AttributeError, TypeError, ArithmeticError):
            return False  # no record of the form's classes, or nested ones that are missing

    def _say_something(self, values: Sequence[Any]) -> bool:
        """Whether each row says something in a column; dots are nothing."""
        return None not in values and not any(
            type(value) is str and value.strip()[:1] in _DOTS for value in values
        )

    def _are_no_heads(self, columns: Sequence[Sequence[Any]], number: int, sure: Surety, head: str) -> bool:
        """Whether no value of a column is what its head says."""
        if isinstance(sure, Typed):
            return sure.wanted in _NUMBERS
        if not isinstance(sure, Verbatim):
            return set(map(type, columns[number])) <= {bool, type(None)}
        text = "".join("".join(filter(None, columns[number])).split())
        return folds_singly(text) and head not in text
