"""Reading back one cell that is about to be written."""

from __future__ import annotations

import functools
from typing import Any

from kjfz_docs.errors import UnwritableError
from kjfz_docs.grids.model import RichText
from kjfz_docs.records.masking import is_masked
from kjfz_docs.records.single import that_can_stand
from kjfz_docs.templating.pattern import Ambiguous, Origin, Pattern, Slot
from kjfz_docs.templating.values import interpret


def value_at(record: Any, path: str, row: int | None = None) -> Any:
    """The value at a path; ``*`` is the row of that number; ``terms`` names the record itself."""
    value = record
    for name in names_of(path):
        value = value[row] if name == "*" else getattr(value, name)
        if value is None:
            return None
    return value


@functools.lru_cache(maxsize=1024)
def names_of(path: str) -> tuple[str, ...]:
    """The names that a path consists of, below the record or the terms."""
    return tuple(path.removeprefix("terms.").split("."))


def read_back(pattern: Pattern, value_of: Any, index: int | None) -> None:
    """Raise UnwritableError where what a pattern prints is not read back; ``index`` is the number of the row."""
    slots = [slot for slot in pattern.slots if slot.origin is Origin.FIELD]
    if not slots or all(value_of(slot) is None for slot in slots):
        return
    for slot in slots:
        _refuse_signs(slot, value_of(slot), index)
    printed = pattern.prints(value_of)
    found = pattern.match(RichText(printed))
    if found is None or isinstance(found, Ambiguous):
        holder = pattern.holding_others(printed) if found is None else None
        if holder is not None:
            raise UnwritableError(
                _named(holder.path, index), "a label in the text would be read as another's"
            )
        raise UnwritableError(
            _longest(slots, value_of, index), "the text could not be told from the form's own words around it"
        )
    for path, value in interpret(found).items():
        if value.slot.origin is not Origin.FIELD:
            continue
        wanted = value_of(value.slot)
        if wanted == "" and value.slot.info.default == "":
            wanted = None  # what is blank on paper leaves the field with its default
        if value.findings or value.value != wanted:
            raise UnwritableError(_named(path, index), "the text would not be read back as it is")


def refuse_masked(slot: Slot, value: Any, index: int | None) -> None:
    """Refuse a number whose digits were hidden: asterisks must never get onto paper."""
    if value is not None and is_masked(value, private=slot.info.meta.private):
        raise UnwritableError(
            _named(slot.path, index), "masked: asterisks stand for its digits, which are lost"
        )


def _refuse_signs(slot: Slot, value: Any, index: int | None) -> None:
    """Refuse a text with signs that no document can hold; records of ours have none, those of others may."""
    if isinstance(value, str) and not value.isprintable():
        sign = next((each for each in value if not that_can_stand(each)), None)
        if sign is not None:
            reason = f"control character U+{ord(sign):04X} cannot stand in a document"
            raise UnwritableError(_named(slot.path, index), reason)


def _longest(slots: list[Slot], value_of: Any, index: int | None) -> str:
    """The likeliest culprit of a cell that cannot be taken apart: the slot with the longest free text."""
    return _named(max(slots, key=lambda slot: len(str(value_of(slot) or ""))).path, index)


def _named(path: str, index: int | None) -> str:
    return path if index is None else path.replace("*", str(index), 1)
