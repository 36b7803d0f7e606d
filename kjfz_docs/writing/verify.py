"""The writer reads its own cells back: what would not return is refused, by the name of its field."""

from __future__ import annotations

from typing import Any

from kjfz_docs.errors import UnwritableError
from kjfz_docs.grids.model import RichText
from kjfz_docs.records.fields import leaves
from kjfz_docs.templating.pattern import Ambiguous, Origin, Pattern, Slot, bare
from kjfz_docs.templating.skeleton import Loop, Skeleton
from kjfz_docs.templating.values import SERIAL, blank_row, interpret, says_nothing


def verify(skeleton: Skeleton, record: Any, terms: Any) -> None:
    """Raise UnwritableError for the first value that the reader could not tell from the form itself."""

    def form_value(slot: Slot) -> Any:
        return value_at(terms if slot.origin is Origin.TERM else record, slot.path)

    for path, info, value in leaves(record):
        # What cannot be blank (programme, cohort) travels in the identity of the document.
        if value is not None and info.optional and _general(path) not in skeleton.paths:
            raise UnwritableError(path, "the template has no place for it")
    for node in skeleton.nodes:
        if isinstance(node, Loop):
            _verify_rows(node, record, form_value)
    for pattern, rows in skeleton.patterns():
        if rows is None:
            _verify(pattern, form_value, None)


def _general(path: str) -> str:
    """A path with ``*`` for the numbers of rows."""
    return ".".join("*" if name.isdigit() else name for name in path.split("."))


def value_at(record: Any, path: str, row: int | None = None) -> Any:
    """The value at a path; ``*`` is the row of that number; ``terms`` names the record itself."""
    value = record
    for name in path.removeprefix("terms.").split("."):
        value = value[row] if name == "*" else getattr(value, name)
        if value is None:
            return None
    return value


def _verify_rows(loop: Loop, record: Any, form_value: Any) -> None:
    blank = blank_row(loop, form_value)
    path = loop.path.removesuffix(".*")
    for index in range(len(value_at(record, path) or ())):

        def row_value(slot: Slot, index: int = index) -> Any:
            return value_at(record, slot.path, index)

        cells = [cell for row in loop.body for cell in row.cells]
        patterns = [cell.pattern for cell in cells]
        said = {slot.path: row_value(slot) for pattern in patterns for slot in pattern.slots}
        for slot in [slot for cell in cells for slot in cell.pattern.slots if slot.info.meta.kind == SERIAL]:
            del said[slot.path]
        # A cell merged over neighbours stands in the first of them; it does not make the others rows.
        for slot in (slot for cell in cells if cell.merged_down for slot in cell.pattern.slots):
            if index and value_at(record, slot.path, index - 1) == said[slot.path]:
                del said[slot.path]
        if says_nothing(said, blank):
            raise UnwritableError(
                f"{path}.{index}",
                "the row says nothing (a serial number alone is no row); it would read as a blank one",
            )
        if loop.header and tuple(bare(each.prints(row_value)) for each in patterns) == loop.header:
            raise UnwritableError(f"{path}.{index}", "the row repeats the heads of the columns")
        for pattern in patterns:
            _verify(pattern, row_value, index)


def _verify(pattern: Pattern, value_of: Any, index: int | None) -> None:
    slots = [slot for slot in pattern.slots if slot.origin is Origin.FIELD]
    if not slots or all(value_of(slot) is None for slot in slots):
        return
    found = pattern.match(RichText(pattern.prints(value_of)))
    if found is None or isinstance(found, Ambiguous):
        raise UnwritableError(
            _longest(slots, value_of, index), "the text could not be told from the form's own words around it"
        )
    for path, value in interpret(found).items():
        if value.slot.origin is Origin.FIELD and (value.findings or value.value != value_of(value.slot)):
            raise UnwritableError(_named(path, index), "the text would not be read back as it is")


def _longest(slots: list[Slot], value_of: Any, index: int | None) -> str:
    """The likeliest culprit of a cell that cannot be taken apart: the slot with the longest free text."""
    return _named(max(slots, key=lambda slot: len(str(value_of(slot) or ""))).path, index)


def _named(path: str, index: int | None) -> str:
    return path if index is None else path.replace("*", str(index), 1)
