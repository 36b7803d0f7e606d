"""Whether a row of a list entitles somebody to a payment."""

from __future__ import annotations

from collections.abc import Iterator

from kjfz_docs.records.programme import Instalment, Needed
from kjfz_docs.records.rules import is_unfilled
from kjfz_docs.workflow.ledger import Stand


def unmet(stand: Stand, instalment: Instalment) -> Iterator[str]:
    """The fields that say something else than the payment needs; blank ones say nothing."""
    for path, needed in instalment.needs:
        if not is_unfilled(stand.value(path)) and not _says(stand, path, needed):
            yield path


def unsaid(stand: Stand, instalment: Instalment) -> Iterator[str]:
    """The fields that the payment needs and that are blank."""
    return (path for path, _ in instalment.needs if is_unfilled(stand.value(path)))


def _says(stand: Stand, path: str, needed: Needed | tuple[Needed, ...]) -> bool:
    value = stand.value(path)
    for each in needed if isinstance(needed, tuple) else (needed,):
        if value is each or (isinstance(each, str) and stand.text(path) == each):
            return True
    return False
