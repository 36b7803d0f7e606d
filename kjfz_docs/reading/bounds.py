"""Where a list ends in the table that it shares with other things: at their labels, or at another list's head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kjfz_docs.grids.model import Cell
from kjfz_docs.reading.labels import ListTable
from kjfz_docs.reading.page import Page
from kjfz_docs.reading.signatures import is_own_line
from kjfz_docs.reading.words import key, short_key

# A longer text is no label.
_LONGEST_LABEL = 40
_HEAD = re.compile(r"([^:：\n]{1,40})[:：\n]")


def is_of_another(page: Page, table: ListTable, index: int, heads: Sequence[Cell] = ()) -> bool:
    """Whether a row is none of a list: it begins with a label of something else, or is another list's head.

    ``heads`` are those of the list, where they are known: in a row that is cut as they are, words that stand at the
    beginning of several rows may be data.
    """
    cells = page.lines[index].cells
    spoken = [cell for cell in cells if cell.text.strip()]
    if not spoken or not page.lines[index].is_row:
        return False
    own = count_named(spoken, table.names)
    if any(own < count_named(spoken, other.names) > 1 for other in page.labels.lists if other is not table):
        return True
    labels = [cell for cell in spoken if page.labels.is_label(cell.text)]
    if len(labels) > 1 and len(labels) > own:
        return labels[0] is spoken[0] or len(labels) * 2 >= len(spoken)
    if own > 1:
        return False
    is_cut_alike = bool(heads) and is_cut_as(page.rows[index], heads)
    if is_own_line(page.labels, spoken, table.names, len(heads) if is_cut_alike else 0):
        return True
    if labels[:1] == spoken[:1]:
        return not is_cut_alike or _is_alone(page, spoken[0])
    begun = _HEAD.match(spoken[0].text) if not is_cut_alike and len(cells) != len(heads) else None
    return begun is not None and page.labels.is_label(begun[1])


def is_cut_as(cells: Sequence[Cell], heads: Sequence[Cell]) -> bool:
    """Whether a row has a cell for each head, in the same columns."""
    return [(cell.first, cell.last) for cell in cells] == [(head.first, head.last) for head in heads]


def count_named(cells: Sequence[Cell], names: frozenset[str]) -> int:
    """How many of the cells are among the names."""
    return sum(
        1
        for cell in cells
        if len(cell.text) <= _LONGEST_LABEL and (key(cell.text) in names or short_key(cell.text) in names)
    )


def _is_alone(page: Page, label: Cell) -> bool:
    """Whether no more rows begin with a label than the form has labels of this name."""
    name = key(label.text)
    found = sum(1 for text in _beginnings(page) if key(text) == name)
    return found <= len(page.labels.names.exact.get(name, ()))


def _beginnings(page: Page) -> Iterator[str]:
    """The first words of each row."""
    for line in page.lines:
        if line.is_row:
            text = next((cell.text for cell in line.cells if cell.text.strip()), "")
            if len(text) <= _LONGEST_LABEL:
                yield text
