"""The title of a template: among the lines above its first value, or the line that holds one."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from kjfz_docs.templating.pattern import Origin, Pattern
from kjfz_docs.templating.skeleton import Block


def titles_of(blocks: Sequence[Block]) -> tuple[Pattern, ...]:
    """The longest line of the form's own words; a line with values is the title only where none stands before it."""
    lines = [line for block in blocks for line in block.lines if line.literal]
    above = list(itertools.takewhile(lambda line: not _holds_values(line), lines))
    longest = max(above or lines, key=lambda line: len(line.literal), default=None)
    return () if longest is None else (longest,)


def _holds_values(line: Pattern) -> bool:
    return any(slot.origin is not Origin.TERM and not slot.info.is_of_programme for slot in line.slots)
