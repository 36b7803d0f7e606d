"""Options that have columns of their own: 通过验收 and 不通过验收 under one head, and a tick below one of them."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence

import attrs

from kjfz_docs.codecs.choices import ChoiceCodec, option_texts
from kjfz_docs.codecs.marks import Mark, mark
from kjfz_docs.grids.model import Cell, RichText
from kjfz_docs.reading.page import Page, share
from kjfz_docs.reading.tick_cells import is_choice, printed_options
from kjfz_docs.reading.words import key
from kjfz_docs.templating.pattern import Capture, Pattern

_FEWEST = 2

# Each option with the cell that heads its column.
OptionHeads = tuple[tuple[str, Cell], ...]


def heads_of(pattern: Pattern, cells: Sequence[Cell]) -> OptionHeads:
    """The options that cells name, if they are nothing but different options of one field, two at least."""
    words = _words(pattern)
    options = [words.get(key(cell.text), "") for cell in cells]
    if len(options) < _FEWEST or not all(options) or len(set(options)) < len(options):
        return ()
    return tuple(zip(options, cells, strict=True))


def heads_alone(pattern: Pattern, others: Iterable[Pattern], cells: Sequence[Cell]) -> OptionHeads:
    """All options of a field where cells beside one another name them and nothing above says of what they are.

    Nothing where the others have one of these options too: 是 and 否 alone may be those of any field.
    """
    words = _words(pattern)
    options = set(words.values())
    if len(options) < _FEWEST or any(not words.keys().isdisjoint(_words(other)) for other in others):
        return ()
    for start in range(len(cells) - len(options) + 1):
        if heads := heads_of(pattern, cells[start : start + len(options)]):
            return heads
    return ()


def heads_above(page: Page, pattern: Pattern, line: int, cells: Sequence[Cell]) -> OptionHeads:
    """The options over cells of a row: by the nearest row above that names nothing else in their columns."""
    if len(cells) < _FEWEST or not _words(pattern):
        return ()
    for number in range(line - 1, -1, -1):
        if page.lines[number].table != page.lines[line].table:
            break
        if number not in page.label_lines:
            over = [head for head in page.rows[number] if any(share(head, cell) > 0 for cell in cells)]
            if heads := heads_of(pattern, over):
                return heads
    return ()


def marked_below(pattern: Pattern, heads: OptionHeads, cells: Sequence[Cell]) -> tuple[Capture, ...] | None:
    """What stands below each option; None where that is not certain."""
    slot, found = pattern.slots[0], []
    spoken = [cell for cell in cells if cell.text.strip()]
    if any(sum(share(cell, head) > 0 for _, head in heads) != 1 for cell in spoken):
        return None
    for option, head in heads:
        below = [cell.rich for cell in spoken if share(cell, head) > 0]
        if len(below) > 1:
            return None
        found.append(Capture(attrs.evolve(slot, option=option), below[0] if below else RichText("")))
    return tuple(found)


def is_bare_mark(pattern: Pattern, text: RichText) -> bool:
    """Whether a cell of options holds a mark alone, which does not say what it stands beside."""
    words = _words(pattern)
    return bool(words) and key(text.text) not in words and mark(text) in (Mark.TICK, Mark.CROSS, Mark.FAINT)


@functools.lru_cache(maxsize=256)
def _words(pattern: Pattern) -> Mapping[str, str]:
    """The options of a field by what people call them, as it is compared; none where a pattern is no choice."""
    slots = pattern.slots
    if not slots or not (
        is_choice(pattern) or (pattern.is_whole and isinstance(slots[0].codec, ChoiceCodec))
    ):
        return {}
    words = {key(text): text for _, text in option_texts(slots[0].info)}
    return words | {key(word): option for option, word in printed_options(pattern).items()}
