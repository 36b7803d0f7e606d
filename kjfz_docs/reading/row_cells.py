"""Which cells of a row belong to which column of its list, and what the cells say of the row as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kjfz_docs.grids.model import Cell, Line, RichText
from kjfz_docs.reading.headers import Column, Header
from kjfz_docs.reading.mixed import take_apart
from kjfz_docs.reading.page import share
from kjfz_docs.reading.signatures import is_open_label, is_signature_head, is_signature_word
from kjfz_docs.templating.pattern import Pattern

# A text in one cell over most of the columns heads a group of rows.
_GROUP_SHARE = 0.5
# A row with less than this share of its values says too little to be known as one.
_SPARSE = 0.5
# In a narrower list a row with one value is half of a row.
_FEWEST_COLUMNS = 3


def is_group(current: Header, own: Sequence[Cell]) -> bool:
    """Whether a row is no more than a title of the rows below it."""
    spoken = [cell for cell in own if cell.text.strip()]
    width = max(head.last for head in current.heads) - min(head.first for head in current.heads) + 1
    return (
        len(spoken) == 1
        and len(own) < len(current.heads)
        and spoken[0].last - spoken[0].first + 1 > width * _GROUP_SHARE
    )


def is_in_head(current: Header, line: Line) -> bool:
    """Whether the head of a column reaches down into a row: what else stands there is left over."""
    heads = {id(column.head.paragraphs) for column in current.columns}
    return any(id(cell.paragraphs) in heads for cell in line.above)


def is_remark(current: Header, cells: Sequence[Cell]) -> bool:
    """Whether one cell alone speaks, and not as a value of its column would: a note below or between the rows."""
    spoken = [cell for cell in cells if cell.text.strip()]
    if len(spoken) > 1 or len(current.columns) <= 2:
        return False
    for column in current.columns:
        if column.anchor.pattern.is_whole and spoken[0] in cells_of(current, column, cells):
            shape = column.anchor.pattern.slots[0].codec.proper()
            return shape is None or shape.fullmatch(spoken[0].text.strip()) is None
    return False


def is_signature(
    current: Header, cells: Sequence[Cell], before: Sequence[Cell], names: frozenset[str]
) -> bool:
    """Whether a row is a line that somebody added under the list: 审核人：王主任, 备注 and its words.

    A row with all its values is one of the list, whatever they are; so is one that begins with words and a colon as
    the row ``before`` does, or with one of the ``names`` of the columns.
    """
    spoken = [cell for cell in cells if cell.text.strip()]
    first, above = spoken[0].text, next((cell.text for cell in before if cell.text.strip()), "")
    share_said = _share_said(current, cells)
    is_sparse, is_full = share_said < _SPARSE, share_said == 1
    if is_open_label(first):
        is_narrow = len(current.columns) < _FEWEST_COLUMNS
        return (is_narrow or not is_full) and not is_open_label(above)
    labels = [cell for cell in spoken if is_signature_head(cell.text, names) or is_signature_word(cell.text)]
    is_misfit = _is_misfit(current, spoken[0], cells)
    if labels[:1] != spoken[:1]:
        return is_sparse and is_misfit and not any(sign.isnumeric() for sign in first)
    if is_sparse or (len(labels) > 1 and not is_full):
        return is_signature_word(first) or not is_signature_head(above, names)
    return is_signature_word(first) and is_misfit and share_said <= _SPARSE


def _share_said(current: Header, cells: Sequence[Cell]) -> float:
    """The share of the columns that have a value; of those that must have one, where there are such."""
    if len(current.columns) < _FEWEST_COLUMNS:
        return 1.0
    required = [each for each in current.columns if each.anchor.pattern.slots[0].info.meta.required]
    asked = required or current.columns
    said = [each for each in asked if any(cell.text.strip() for cell in cells_of(current, each, cells))]
    return len(said) / len(asked)


def _is_misfit(current: Header, cell: Cell, cells: Sequence[Cell]) -> bool:
    """Whether a cell does not look like a value of its column; people have names of many kinds."""
    for column in current.columns:
        pattern = column.anchor.pattern
        if not pattern.names_person and pattern.is_whole and cell in cells_of(current, column, cells):
            shape = pattern.slots[0].codec.proper()
            return shape is not None and shape.fullmatch(cell.text.strip()) is None
    return False


def name_of(current: Header, cells: Sequence[Cell]) -> str:
    """What names a row: its name, else the text of the first column that is required and no number of its own."""
    slots = [(column, column.anchor.pattern.slots[0].info) for column in current.columns]
    named = [column for column in current.columns if column.anchor.pattern.names_person] + [
        column
        for column, info in slots
        if info.type is str and info.meta.required and not column.anchor.merged_down
    ]
    found = cells_of(current, named[0], cells) if named else []
    return found[0].text if found else ""


def shaped(current: Header, cells: Sequence[Cell]) -> list[bool]:
    """For each cell with a value in a column of a known shape, whether the value has it."""
    found: list[bool] = []
    for column in current.columns:
        is_whole = column.anchor.pattern.is_whole and not column.options
        shape = column.anchor.pattern.slots[0].codec.proper() if is_whole else None
        for cell in cells_of(current, column, cells) if shape is not None else ():
            if cell.text.strip() and shape is not None:
                found.append(shape.fullmatch(cell.text.strip()) is not None)
    return found


def cells_of(current: Header, column: Column, cells: Sequence[Cell]) -> list[Cell]:
    """The cells of a column in a row: those under its head; by number where the row's grid is another."""
    below = [cell for cell in cells if share(cell, column.head) * 2 > min(_width(cell), _width(column.head))]
    if column.of > 1:
        return below[column.rank : column.rank + 1] if len(below) == column.of else []
    if below and not (len(below) > 1 and len(cells) == len(current.heads)):
        return below
    return [cells[column.index]] if len(cells) == len(current.heads) else below


def is_told_apart(pattern: Pattern, cells: Sequence[Cell]) -> bool:
    """Whether each of several cells is a whole value of a pattern that has several."""
    taken = take_apart(pattern, RichText.join(cell.rich for cell in cells))
    captures = taken.captures if isinstance(taken.captures, tuple) else ()
    values = Counter(capture.text.text for capture in captures if capture.text.text)
    return not taken.findings and values == Counter(cell.text.strip() for cell in cells)


def may_be_shifted(current: Header, cells: Sequence[Cell]) -> bool:
    """Whether a row of a Word table ends before its head does: somebody deleted a cell, and the others moved left.

    Not where its last value has the shape of its column: then it is the last cells that are missing.
    """
    if not cells or len(cells) >= len(current.heads) or cells[-1].last >= current.heads[-1].last:
        return False
    spoken = [cell for cell in cells if cell.text.strip()]
    if not spoken or spoken[-1].place.table is None:
        return False
    return shaped(current, spoken[-1:]) != [True]


def _width(cell: Cell) -> int:
    return cell.last - cell.first + 1
