"""The cells of a form before they are written, together: of most, a look at all values of one kind tells enough."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Sequence
from operator import attrgetter, itemgetter
from typing import Any

from kjfz_docs.writing.proofs import Proof, are_told, has_one_of, squeezed
from kjfz_docs.writing.sureties import Tried, Typed, Verbatim
from kjfz_docs.writing.verify_cells import Cell

# Whether all values are sure to return; None is no value.
_Test = Callable[[Sequence[Any]], bool]
# What tells the texts of a record from the form's own words is kept for so many choices of blank values.
_MOST_KEPT = 1_000


class Together:
    """Which cells take a closer look."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self._cells = cells
        paths: list[str] = []
        kinds: dict[Hashable, tuple[_Test, list[int]]] = {}
        texts: list[int] = []
        self._proofs: list[tuple[Cell, Proof, slice]] = []
        for cell in cells:
            proof = cell.proof_of_text
            start = len(paths)
            if cell.is_plain:
                key, test = _kind(cell)
                kinds.setdefault(key, (test, []))[1].append(start)
                paths.append(cell.pattern.slots[0].path)
            elif proof is not None and not any(isinstance(sure, Tried) for _, sure, _ in proof.sure):
                for number, sure, _ in proof.sure:
                    if isinstance(sure, Typed):
                        kinds.setdefault(sure.wanted, (sure.every, []))[1].append(start + number)
                    elif isinstance(sure, Verbatim):
                        # Which signs the texts have is looked at for all of them.
                        kinds.setdefault("text among words", (sure.are_texts, []))[1].append(start + number)
                        texts.append(start + number)
                paths += [slot.path for slot in cell.pattern.slots]
                self._proofs.append((cell, proof, slice(start, len(paths))))
        told = [cell for cell, _, _ in self._proofs]
        self._others = [cell for cell in cells if not cell.is_plain and cell not in told]
        # Each with one more than needed, so that it gives a tuple also for one value.
        self._get = attrgetter(*paths, paths[0]) if paths else None
        self._tests = [(test, itemgetter(*numbers, numbers[0])) for test, numbers in kinds.values()]
        self._texts = itemgetter(*texts, 0) if texts else None
        mixed = [number for _, _, part in self._proofs for number in range(part.start, part.stop)]
        self._mixed = itemgetter(*mixed, 0)
        self._runs = [run for _, proof, _ in self._proofs for run in proof.runs]
        self._signs: dict[tuple[bool, ...], list[str] | None] = {}

    def unsure(self, record: Any) -> Sequence[Cell]:
        """The cells that are not shown to return as they are, in the order of the form."""
        values = self._sure_values(record)
        if values is None:
            return [cell for cell in self._cells if not cell.is_proven(record)]
        left = self._unproven(record, values)
        left += [cell for cell in self._others if not cell.is_known(record)]
        return left if len(left) < 2 else sorted(left, key=self._cells.index)

    def _sure_values(self, record: Any) -> tuple[Any, ...] | None:
        """The values that are looked at together, if each would return by itself."""
        if self._get is None:
            return ()
        try:
            values: tuple[Any, ...] = self._get(record)
            for are_sure, chosen in self._tests:
                if not are_sure(chosen(values)):
                    return None
        except (AttributeError, TypeError):
            return None  # a part is missing, or a value has no hash
        return values

    def _signs_of(self, values: tuple[Any, ...]) -> list[str] | None:
        """The signs that tell the words of the form from all texts at once; None where more must be known."""
        blank = tuple([value is None for value in self._mixed(values)])
        if blank in self._signs:
            return self._signs[blank]
        following = iter(blank)
        found: dict[str, None] | None = {}
        for _, proof, part in self._proofs:
            shown = tuple(itertools.islice(following, part.stop - part.start))
            signs = [] if all(shown) else proof.signs(shown)  # a blank cell says nothing
            found = None if signs is None or found is None else {**found, **dict.fromkeys(signs)}
        made = None if found is None else list(found)
        if len(self._signs) < _MOST_KEPT:
            self._signs[blank] = made
        return made

    def _unproven(self, record: Any, values: tuple[Any, ...]) -> list[Cell]:
        """The cells whose values, sure by themselves, are not shown to return among the form's own words."""
        if self._texts is None:
            return []
        text = squeezed("".join(filter(None, self._texts(values)[:-1])))
        if text is None:
            return [cell for cell, _, _ in self._proofs if not cell.is_proven(record)]
        signs = self._signs_of(values)
        if signs is not None and are_told(signs, text) and not has_one_of(self._runs, text):
            return []
        return [cell for cell, proof, part in self._proofs if not proof.is_apart(values[part])]


def _kind(cell: Cell) -> tuple[Hashable, _Test]:
    """How the value of a cell of its own is looked at, and what cells that are looked at alike have in common."""
    if cell.known:
        return cell.known, (cell.known | {None}).issuperset
    if isinstance(cell.sure, Verbatim):
        return "text of its own", cell.sure.every
    if isinstance(cell.sure, Typed):
        return cell.sure.wanted, cell.sure.every
    return cell, lambda values: all(value is None or cell.is_sure(value) for value in values)
