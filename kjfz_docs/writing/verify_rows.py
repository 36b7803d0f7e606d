"""The rows of a list before they are written: proven many at once, or read back one by one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from kjfz_docs.errors import UnwritableError
from kjfz_docs.records.fields import SERIAL
from kjfz_docs.templating.pattern import Slot, bare
from kjfz_docs.templating.skeleton import Loop
from kjfz_docs.templating.values import blank_row, says_nothing
from kjfz_docs.writing.proven_rows import RowProof
from kjfz_docs.writing.read_back import names_of, read_back, refuse_masked, value_at
from kjfz_docs.writing.sureties import key_of

# Where one row is not proven, so many are looked at one by one.
_AT_A_TIME = 500
_MOST_KEPT = 100


class Rows:
    """The check of the rows of one loop."""

    def __init__(self, loop: Loop) -> None:
        self._loop = loop
        self._path = loop.path.removesuffix(".*")
        cells = [cell for row in loop.body for cell in row.cells]
        self._patterns = [cell.pattern for cell in cells]
        slots = [slot for pattern in self._patterns for slot in pattern.slots]
        self._inner = {slot.path: _below_row(slot.path) for slot in slots}
        self._serials = {slot.path for slot in slots if slot.info.meta.kind == SERIAL}
        self._private = [slot for slot in slots if slot.info.meta.private]
        self._merged = {slot.path for cell in cells if cell.merged_down for slot in cell.pattern.slots}
        self._proof = RowProof(loop)
        self._blank_slots = [slot for row in loop.blank for cell in row.cells for slot in cell.pattern.slots]
        self._blanks: dict[Hashable, Mapping[str, Any]] = {}

    def verify(self, record: Any, form_value: Callable[[Slot], Any]) -> None:
        """Raise UnwritableError for the first row, or value of one, that would not return."""
        rows = value_at(record, self._path) or ()
        blank = self._blank(form_value) if rows else {}
        for start in range(0, len(rows), _AT_A_TIME):
            if not self._proof.holds(rows[start : start + _AT_A_TIME], blank):
                self._read_back(record, rows, start, blank)

    def _blank(self, form_value: Callable[[Slot], Any]) -> Mapping[str, Any]:
        """What a blank row says, which depends on few values of the form (the cohort)."""
        values = tuple(map(form_value, self._blank_slots))
        key = key_of(values)
        found = self._blanks.get(key) if key is not None else None
        if found is None:
            found = blank_row(self._loop, form_value)
            if key is not None and len(self._blanks) < _MOST_KEPT:
                self._blanks[key] = found
        return found

    def _read_back(self, record: Any, rows: Sequence[Any], start: int, blank: Mapping[str, Any]) -> None:
        before = self._values(record, rows[start - 1]) if start else {}
        for index in range(start, min(start + _AT_A_TIME, len(rows))):
            values = self._values(record, rows[index])
            self._verify(index, values, before, blank)
            before = values

    def _values(self, record: Any, row: Any) -> dict[str, Any]:
        return {
            path: value_at(record, path) if names is None else _value_in(row, names)
            for path, names in self._inner.items()
        }

    def _verify(
        self, index: int, values: Mapping[str, Any], before: Mapping[str, Any], blank: Mapping[str, Any]
    ) -> None:
        def row_value(slot: Slot) -> Any:
            return values[slot.path]

        # A cell merged over neighbours stands in the first of them; it does not make the others rows.
        said = {
            path: value
            for path, value in values.items()
            if path not in self._serials and not (path in self._merged and index and before[path] == value)
        }
        if says_nothing(said, blank):
            raise UnwritableError(
                f"{self._path}.{index}",
                "the row says nothing (a serial number alone is no row); it would read as a blank one",
            )
        if len(self._loop.header) == len(self._patterns) > 0 and all(
            bare(each.prints(row_value)) == head
            for each, head in zip(self._patterns, self._loop.header, strict=True)
        ):
            raise UnwritableError(f"{self._path}.{index}", "the row repeats the heads of the columns")
        for slot in self._private:
            refuse_masked(slot, values[slot.path], index)
        for pattern in self._patterns:
            if not self._proof.shows(pattern, [values[slot.path] for slot in pattern.slots]):
                read_back(pattern, row_value, index)


def _below_row(path: str) -> tuple[str, ...] | None:
    names = names_of(path)
    return names[names.index("*") + 1 :] if "*" in names else None


def _value_in(row: Any, names: tuple[str, ...]) -> Any:
    value = row
    for name in names:
        value = getattr(value, name)
        if value is None:
            return None
    return value
