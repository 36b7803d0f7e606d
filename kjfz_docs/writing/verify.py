"""The writer reads its own cells back: what would not return is refused, by the name of its field."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from kjfz_docs.errors import UnwritableError
from kjfz_docs.records.fields import field_paths, general_path, leaves
from kjfz_docs.templating.pattern import Origin, Slot
from kjfz_docs.templating.skeleton import Loop, Skeleton
from kjfz_docs.writing.read_back import value_at
from kjfz_docs.writing.verify_cells import Cell
from kjfz_docs.writing.verify_rows import Rows
from kjfz_docs.writing.verify_together import Together


class Verifier:
    """The check of what one template prints; what it found of short texts is kept. May be shared by threads."""

    def __init__(self, skeleton: Skeleton, record: type) -> None:
        self._skeleton = skeleton
        self._record = record
        self._lacking = _lacking(skeleton, record)
        self._loops = [Rows(node) for node in skeleton.nodes if isinstance(node, Loop)]
        patterns = [pattern for pattern, rows in skeleton.patterns() if rows is None]
        self._cells = [Cell(pattern) for pattern in patterns if any(map(_is_looked_at, pattern.slots))]
        self._together = Together(self._cells)

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
        for cell in self._together.unsure(record):
            cell.verify(record, form_value)


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
