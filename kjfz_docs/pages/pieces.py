"""What pages are made of: sections of tables, charts, figures and words."""

from __future__ import annotations

import re
from collections.abc import Iterable

import attrs
from markupsafe import Markup

# How a cell is meant, which its words say too: nothing is told by colour alone.
GOOD, BAD, DOUBTFUL, NEUTRAL = "good", "bad", "doubtful", ""
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def printable(text: str) -> str:
    """A text from outside without what no page can hold."""
    return _UNPRINTABLE.sub("\ufffd", text)


@attrs.frozen
class Cell:
    """A text, and a link to where it speaks of. ``link`` must be safe: a relative address or one within the page."""

    text: str
    link: str | None = None
    tone: str = NEUTRAL


def _cells(row: Iterable[Cell | str]) -> tuple[Cell, ...]:
    return tuple(each if isinstance(each, Cell) else Cell(each) for each in row)


def _rows(rows: Iterable[Iterable[Cell | str]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(map(_cells, rows))


def _texts(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(texts)


def _numbers(numbers: Iterable[int]) -> frozenset[int]:
    return frozenset(numbers)


@attrs.frozen(kw_only=True)
class Table:
    """A table with heads, and rows whose first cells are their heads.

    ``figures`` are the columns of numbers; ``foot`` are the rows of sums. On a phone a table that ``stacks`` shows each
    row as a block; others are scrolled sideways.
    """

    caption: str = ""
    heads: tuple[str, ...] = attrs.field(converter=_texts)
    rows: tuple[tuple[Cell, ...], ...] = attrs.field(converter=_rows)
    foot: tuple[tuple[Cell, ...], ...] = attrs.field(default=(), converter=_rows)
    figures: frozenset[int] = attrs.field(default=frozenset(), converter=_numbers)
    stacks: bool = False


@attrs.frozen(kw_only=True)
class Chart:
    """A drawing with its title. What it shows stands in words in the drawing itself, and in a table beside it."""

    title: str
    svg: Markup


@attrs.frozen(kw_only=True)
class Fact:
    """One figure to see at first sight."""

    label: str
    value: str
    tone: str = NEUTRAL


@attrs.frozen(kw_only=True)
class Section:
    """A part of a page with a heading (none where ``title`` is empty); ``id`` is its place in the page."""

    id: str
    title: str = ""
    facts: tuple[Fact, ...] = ()
    notes: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.facts or self.notes or self.charts or self.tables)
