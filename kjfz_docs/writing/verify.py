"""The writer reads its own cells back: what would not return is refused, by the name of its field."""

from __future__ import annotations

import enum
import functools
from collections.abc import Iterator
from typing import Any

from kjfz_docs.codecs.text import VerbatimCodec
from kjfz_docs.errors import UnwritableError
from kjfz_docs.grids.model import RichText
from kjfz_docs.records.fields import SERIAL, field_paths, general_path, leaves
from kjfz_docs.records.masking import is_masked
from kjfz_docs.records.single import that_can_stand
from kjfz_docs.templating.pattern import Ambiguous, Origin, Pattern, Slot, bare
from kjfz_docs.templating.skeleton import Loop, Skeleton
from kjfz_docs.templating.values import blank_row, interpret, says_nothing

_MOST_SEEN = 10_000


def verify(skeleton: Skeleton, record: Any, terms: Any) -> None:
    """Raise UnwritableError for the first value that the reader could not tell from the form itself."""

    def form_value(slot: Slot) -> Any:
        return value_at(terms if slot.origin is Origin.TERM else record, slot.path)

    for path, value in _without_place(skeleton, record):
        if value is not None:
            raise UnwritableError(path, "the template has no place for it")
    for node in skeleton.nodes:
        if isinstance(node, Loop):
            _verify_rows(node, record, form_value)
    for pattern, rows in skeleton.patterns():
        if rows is None:
            for slot in pattern.slots:
                if slot.info.meta.private:
                    _refuse_masked(slot, form_value(slot), None)
            _verify(pattern, form_value, None)


def _without_place(skeleton: Skeleton, record: Any) -> Iterator[tuple[str, Any]]:
    """The values of a record that its template has no place for, with their paths."""
    lacking = {path for path, _ in field_paths(type(record)) if path not in skeleton.paths}
    if lacking:
        for path, info, value in leaves(record):
            # Programme and cohort travel in the identity of the document; the paper must not say others.
            if general_path(path) in lacking and value != info.default:
                yield path, value


def value_at(record: Any, path: str, row: int | None = None) -> Any:
    """The value at a path; ``*`` is the row of that number; ``terms`` names the record itself."""
    value = record
    for name in _names(path):
        value = value[row] if name == "*" else getattr(value, name)
        if value is None:
            return None
    return value


@functools.lru_cache(maxsize=1024)
def _names(path: str) -> tuple[str, ...]:
    return tuple(path.removeprefix("terms.").split("."))


def _verify_rows(loop: Loop, record: Any, form_value: Any) -> None:
    blank = blank_row(loop, form_value)
    path = loop.path.removesuffix(".*")
    cells = [cell for row in loop.body for cell in row.cells]
    patterns = [cell.pattern for cell in cells]
    inner = {
        slot.path: _names(slot.path)[_names(slot.path).index("*") + 1 :] if "*" in _names(slot.path) else None
        for pattern in patterns
        for slot in pattern.slots
    }
    serials = {slot.path for pattern in patterns for slot in pattern.slots if slot.info.meta.kind == SERIAL}
    private = [slot for pattern in patterns for slot in pattern.slots if slot.info.meta.private]
    merged = {slot.path for cell in cells if cell.merged_down for slot in cell.pattern.slots}
    sure = _Sure()
    before: dict[str, Any] = {}
    for index, row in enumerate(value_at(record, path) or ()):
        values = {
            name: value_at(record, name) if names is None else _value_in(row, names)
            for name, names in inner.items()
        }

        def row_value(slot: Slot, values: dict[str, Any] = values) -> Any:
            return values[slot.path]

        # A cell merged over neighbours stands in the first of them; it does not make the others rows.
        said = {
            name: value
            for name, value in values.items()
            if name not in serials and not (name in merged and index and before[name] == value)
        }
        before = values
        if says_nothing(said, blank):
            raise UnwritableError(
                f"{path}.{index}",
                "the row says nothing (a serial number alone is no row); it would read as a blank one",
            )
        if len(loop.header) == len(patterns) > 0 and all(
            bare(each.prints(row_value)) == head for each, head in zip(patterns, loop.header, strict=True)
        ):
            raise UnwritableError(f"{path}.{index}", "the row repeats the heads of the columns")
        for slot in private:
            _refuse_masked(slot, values[slot.path], index)
        for pattern in patterns:
            if not (pattern.is_whole and sure.returns(pattern.slots[0], values[pattern.slots[0].path])):
                _verify(pattern, row_value, index)


def _value_in(row: Any, names: tuple[str, ...]) -> Any:
    value = row
    for name in names:
        value = getattr(value, name)
        if value is None:
            return None
    return value


class _Sure:
    """Which values of cells of their own need no second look: texts read verbatim, and what was looked at before."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, type, Any]] = set()
        self._verbatim: dict[int, bool] = {}

    def returns(self, slot: Slot, value: Any) -> bool:
        """Whether a value is known to return; a value asked for a second time was verified the first time."""
        if value is None:
            return True
        if type(value) is str and self._is_verbatim(slot):
            return bool(value) and value == value.strip() and value.isprintable()
        if not isinstance(value, (bool, int, enum.Enum)):
            return False
        key = slot.path, type(value), value
        if key in self._seen:
            return True
        if len(self._seen) < _MOST_SEEN:
            self._seen.add(key)
        return False

    def _is_verbatim(self, slot: Slot) -> bool:
        known = self._verbatim.get(id(slot))
        if known is None:
            known = self._verbatim[id(slot)] = isinstance(slot.codec, VerbatimCodec) and slot.guidance is None
        return known


def _verify(pattern: Pattern, value_of: Any, index: int | None) -> None:
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


def _refuse_masked(slot: Slot, value: Any, index: int | None) -> None:
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
