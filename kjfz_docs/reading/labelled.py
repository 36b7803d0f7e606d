"""A line of labels (各区经信局（盖章）： 填报人： 填报日期：) that stands in several cells, as it does in worksheets.

A label with its value in the same cell is a piece by itself. One that is alone in its cell has its value in the next
cell of the row that says something, unless that is a label as well.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import attrs

from kjfz_docs.grids.model import Cell, Line, RichText
from kjfz_docs.reading.mixed import labels_in
from kjfz_docs.reading.page import Page
from kjfz_docs.templating.pattern import Pattern

# A longer text is no line of labels, and a longer one no label.
_LONGEST_LINE, _LONGEST_LABEL = 320, 40
_COLON, _BLANK = RichText("："), RichText(" ")
_LAST = re.compile(r"(\S+)\s*[:：]\s*$")


@attrs.frozen(eq=False)
class Piece:
    """A part of a line of labels, in one cell or in two; one character stands between the texts of two."""

    cells: tuple[Cell, ...]
    text: RichText


def labelled_pieces(page: Page, pattern: Pattern, line: Line) -> Iterator[Piece]:
    """The parts of a line of labels that stand in a paragraph or in a row of cells."""
    cells = [cell for cell in line.cells if cell.text.strip() and page.is_free(cell)]
    for cell, value in itertools.zip_longest(cells, cells[1:]):
        if len(cell.text) > _LONGEST_LINE:
            continue
        if value is not None and _is_value(page, pattern, value) and _ends_in_label(pattern, cell.text):
            between = _BLANK if _LAST.search(cell.text) else _COLON
            yield Piece((cell, value), RichText.join((cell.rich, between, value.rich), ""))
        elif labels_in(pattern, cell.text):
            yield Piece((cell,), cell.rich)


def _ends_in_label(pattern: Pattern, text: str) -> bool:
    """Whether the last word of a cell is a label of the line; its colon may be left out."""
    last = _LAST.search(text)
    if last is None and len(text) > _LONGEST_LABEL:
        return False
    return bool(labels_in(pattern, f"{text if last is None else last[1]}："))


def _is_value(page: Page, pattern: Pattern, cell: Cell) -> bool:
    """Whether a cell may be the value of the label before it: no label itself, nor another word of the form."""
    text = cell.text
    return not (
        _LAST.search(text)
        or page.labels.is_literal(text)
        or labels_in(pattern, text)
        or (len(text) <= _LONGEST_LABEL and labels_in(pattern, f"{text}："))
    )
