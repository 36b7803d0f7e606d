"""The values of a form that are not those of a list: beside their labels, below them, behind them in one cell.

All labels are placed before any value is taken, so that none is taken for another's value.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import attrs

from kjfz_docs.findings import Finding, Severity
from kjfz_docs.grids.model import Cell, Line, RichText
from kjfz_docs.reading.fit import Fitted
from kjfz_docs.reading.labels import Anchor, Direction
from kjfz_docs.reading.mixed import belongs_to, has_words, take_apart
from kjfz_docs.reading.option_columns import heads_above, is_bare_mark, marked_below
from kjfz_docs.reading.page import Page, fits, share
from kjfz_docs.reading.sections import is_heading, is_report, joined
from kjfz_docs.reading.spots import Spot, placed, word_start
from kjfz_docs.reading.tick_cells import is_choice
from kjfz_docs.reading.words import key, other_label
from kjfz_docs.records.masking import masked_numbers
from kjfz_docs.templating.pattern import Pattern, Slot


def take_anchors(page: Page) -> None:
    """Place every label of the form, then take the values."""
    spots = placed(page)
    for spot in spots:
        if spot.start is None:
            page.use(spot.cell)
    page.label_cells.update(id(spot.cell.paragraphs) for spot in spots)
    page.label_lines.update(spot.line for spot in spots)
    page.turned_rows.update(_values_first(page, spots))
    taken = {id(spot.anchor) for spot in spots}
    for spot, following in itertools.zip_longest(spots, spots[1:]):
        _take_value(page, spot, following)
    _doubt_blanks(page, spots)
    for anchor in page.labels.anchors:
        if id(anchor) not in taken:
            page.lacks(anchor.pattern)


def _doubt_blanks(page: Page, spots: Sequence[Spot]) -> None:
    """A doubt about each value below its label that is blank, where what looks like it stands further down, unused."""
    blank = {
        id(fitted.pattern): fitted.cells[0]
        for fitted in page.fitted
        if not any(cell.text.strip() for cell in fitted.cells)
    }
    for spot in spots:
        cell = blank.get(id(spot.anchor.pattern))
        if cell is None or spot.anchor.direction is not Direction.DOWN or not page.lines[spot.line].is_row:
            continue
        table = page.lines[spot.line].table
        below = (line for line in page.lines[spot.line + 1 :] if line.table == table)
        unused = (each for line in below for each in line.cells if page.is_free(each) and each.text.strip())
        if any(fits(each, spot.cell) and belongs_to(spot.anchor.pattern, each.text) for each in unused):
            _doubt(page, spot.anchor, cell)


def _values_first(page: Page, spots: Sequence[Spot]) -> Iterator[int]:
    """The rows of value, label, value, label …: one after another, ending in a label."""
    for number in {spot.line for spot in spots if spot.start is None}:
        spoken = [cell for cell in page.rows[number] if cell.text.strip()]
        is_value = [page.is_free(cell) and not page.is_literal(cell.text) for cell in spoken]
        if page.lines[number].is_row and is_value == [True, False] * (len(spoken) // 2):
            yield number


def _take_value(page: Page, spot: Spot, following: Spot | None) -> None:
    anchor = spot.anchor
    if spot.start is not None:
        same = following is not None and following.cell is spot.cell and following.start is not None
        text = spot.cell.rich
        end = len(text) if not same or following is None else word_start(text.text, following.start or 0)
        end = _before_other_label(page, spot, text.text, end)
        inner = _stripped(text, spot.start, end)
        if inner.text or spot.cell is not page.rows[spot.line][0] or page.lines[spot.line].is_row:
            beside = () if inner.text or same else _beside(page, spot)
            if not beside:
                _lay(page, spot, inner, (spot.cell,), spot.start)
                return
        page.use(spot.cell)
    if page.lines[spot.line].is_row and _take_marked(page, spot):
        return
    cells = _value_cells(page, spot, following)
    if not cells:
        page.lacks(anchor.pattern)
        return
    if not any(cell.text.strip() for cell in cells) and _is_taken(page, spot):
        _doubt(page, anchor, cells[0])
    _lay(page, spot, joined(anchor.pattern, cells), cells)


def _take_marked(page: Page, spot: Spot) -> bool:
    """Take a mark in one of the columns behind a label whose options stand above, or doubt what it stands for."""
    pattern, behind = spot.anchor.pattern, _behind(page, spot)
    marks = [cell for cell in behind if cell.text.strip()]
    if len(behind) < 2 or not marks or not all(is_bare_mark(pattern, cell.rich) for cell in marks):
        return False
    heads = heads_above(page, pattern, spot.line, behind)
    captures = marked_below(pattern, heads, behind) if heads else None
    if captures is None and marks == behind[:1] and not heads:
        return False  # a mark right behind its label
    page.use(*(head for _, head in heads), *behind)
    if captures is not None:
        page.lay(Fitted(pattern, captures, (*marks,)))
    else:
        _doubt(page, spot.anchor, marks[0], Severity.ERROR)
    return True


def _before_other_label(page: Page, spot: Spot, text: str, end: int) -> int:
    """Where the value of a label in a line of several ends if the next label is none of the form's; with a finding."""
    assert spot.start is not None
    slots = {slot.path: slot for slot in spot.anchor.pattern.slots}
    if len(slots) > 1 or is_choice(spot.anchor.pattern):
        return end
    other = other_label(text, spot.start, end)
    if other < end:
        raw = masked_numbers(text[other:end].strip())[:40]
        (path,) = slots
        page.findings.append(Finding.of("KD206", field=path, where=spot.cell.place, raw=raw))
    return other


def _stripped(text: RichText, start: int, end: int) -> RichText:
    plain = text.text
    while start < end and (plain[start].isspace() or plain[start] in ":："):
        start += 1
    while start < end and plain[end - 1].isspace():
        end -= 1
    return text.slice(start, end)


def _lay(page: Page, spot: Spot, text: RichText, cells: Sequence[Cell], start: int = 0) -> None:
    pattern = spot.anchor.pattern
    taken = take_apart(pattern, text)
    captures = spot.anchor.under(taken.captures, spot.printed)
    if isinstance(captures, tuple) and start:
        captures = tuple(attrs.evolve(each, start=each.start + start) for each in captures)
    page.lay(Fitted(pattern, captures, tuple(cells)), taken.findings)


def _value_cells(page: Page, spot: Spot, following: Spot | None) -> tuple[Cell, ...]:
    """The cells of a value: in the template's direction, else in another; of a wide value all up to the next label."""
    single = len({slot.path for slot in spot.anchor.pattern.slots}) == 1
    if not page.lines[spot.line].is_row:
        return _paragraphs(page, spot, following, single)
    if spot.line in page.turned_rows:
        return _left(page, spot)
    if spot.anchor.direction is Direction.INSIDE:
        cells = _beside(page, spot)
        if cells:
            _doubt(page, spot.anchor, cells[0])  # the template has it behind the label
        return cells
    ways = (_right, _below) if spot.anchor.direction is Direction.RIGHT else (_below, _right)
    for way in ways:
        cells = way(page, spot)
        if cells:
            if way is not ways[0] and not any(cell.text.strip() for cell in cells):
                _doubt(page, spot.anchor, cells[0])  # its value may stand elsewhere
            break
    else:
        return _left(page, spot)
    if is_choice(spot.anchor.pattern) and not _has_option(spot.anchor, cells):
        before = _before(page, spot)
        if before is not None and (
            _has_option(spot.anchor, [before]) or not any(c.text.strip() for c in cells)
        ):
            cells = _left(page, spot)
    if single:
        return _one(page, spot, cells)
    # What else stands there is left over, unless it is recognisably a part.
    pattern = spot.anchor.pattern
    own = cells[:1] + tuple(
        cell
        for before, cell in itertools.pairwise(cells)
        if belongs_to(pattern, cell.text) or is_heading(pattern, before.text)
    )
    if is_report(pattern) and len(own) < len(cells):
        _doubt(page, spot.anchor, own[0])
    return own + _more(page, spot, own)


def _is_taken(page: Page, spot: Spot) -> bool:
    """Whether what stands beside a label was taken for the value of another."""
    row = page.rows[spot.line]
    index = next(number for number, cell in enumerate(row) if cell is spot.cell)
    following = next((cell for cell in row[index + 1 :] if cell.text.strip()), None)
    if following is None or id(following.paragraphs) in page.label_cells or page.is_free(following):
        return False
    return not page.is_literal(following.text)


def _beside(page: Page, spot: Spot) -> tuple[Cell, ...]:
    """The cells with a value beside a label whose own cell holds no more than words of the form."""
    return tuple(cell for cell in _right(page, spot) if cell.text.strip())


def _right(page: Page, spot: Spot) -> tuple[Cell, ...]:
    """The cells right of a label up to the next label: the non-empty ones, else the first.

    One that stands beside other rows, too (a photograph), is no part of a value before it.
    """
    found = _behind(page, spot)
    spoken = [cell for cell in found if cell.text.strip()]
    own = [cell for cell in spoken if cell.height <= spot.cell.height]
    return tuple(own or spoken) or tuple(found[:1])


def _behind(page: Page, spot: Spot) -> list[Cell]:
    """All cells right of a label up to the next label."""
    row = page.rows[spot.line]
    index = next(number for number, cell in enumerate(row) if cell is spot.cell)
    return list(itertools.takewhile(lambda cell: _is_value(page, cell), row[index + 1 :]))


def _is_value(page: Page, cell: Cell) -> bool:
    """Whether a cell may hold the value of a label: it is neither used, nor a label or one with its value."""
    is_label = id(cell.paragraphs) in page.label_cells
    return page.is_free(cell) and not is_label and not page.is_literal(cell.text)


def _below(page: Page, spot: Spot) -> tuple[Cell, ...]:
    """The nearest non-empty cell below a label in its columns; else the first empty one."""
    empty: tuple[Cell, ...] = ()
    columns: list[tuple[int, int]] = []
    if spot.anchor.direction is not Direction.DOWN:
        # Not where the template has it: only below a row of labels cut as the row of values is.
        columns = sorted((cell.first, cell.last) for cell in page.rows[spot.line])
    table = page.lines[spot.line].table
    for line in page.lines[spot.line + spot.cell.height :]:
        if line.table != table:
            break
        if line.is_blank and not columns and not _is_cut_alike(page.rows[spot.line], line.cells):
            continue  # a row that somebody put between the labels and their values
        cells = [cell for cell in line.cells if fits(cell, spot.cell)]
        if cells and not cells[0].text.strip():
            cells = _split_off(line.cells, spot.cell) or cells
        columns = columns or _columns(line)
        if _columns(line) != columns or not cells or not _is_value(page, cells[0]):
            break
        if not line.is_blank and not _is_cut_alike(page.rows[spot.line], (*line.cells, *line.above)):
            _doubt(page, spot.anchor, cells[0])  # perhaps the row of something else
        if cells[0].text.strip():
            return (cells[0],)
        empty = empty or (cells[0],)
        if not line.is_blank:
            break  # its neighbours have their values in this row, so it is blank
    return empty


def _split_off(cells: Sequence[Cell], label: Cell) -> list[Cell]:
    """The one cell below a label that says something: the narrow part of one that was split."""
    spoken = [cell for cell in cells if cell.text.strip() and share(cell, label) > cell.last - cell.first]
    return spoken if len(spoken) == 1 else []


def _is_cut_alike(labels: Sequence[Cell], values: Sequence[Cell]) -> bool:
    """Whether rows have as many cells, those aside that say nothing where a cell was split."""
    counts = [{len(row), sum(1 for cell in row if cell.text.strip())} for row in (labels, values)]
    return not counts[0].isdisjoint(counts[1])


def _columns(line: Line) -> list[tuple[int, int]]:
    """How a row is cut into columns."""
    return sorted((cell.first, cell.last) for cell in (*line.cells, *line.above))


def _has_option(anchor: Anchor, cells: Sequence[Cell]) -> bool:
    """Whether one of the options of a label stands in the cells."""
    options = [key(slot.option or "") for slot in anchor.pattern.slots]
    return any(option in key(cell.text) for cell in cells for option in options if option)


def _before(page: Page, spot: Spot) -> Cell | None:
    """The cell right before a label, if it says something that is neither a label nor of the form."""
    row = page.rows[spot.line]
    index = next(number for number, cell in enumerate(row) if cell is spot.cell)
    cell = row[index - 1] if index else None
    if cell is None or not page.is_free(cell) or not cell.text.strip() or page.is_literal(cell.text):
        return None
    return cell


def _left(page: Page, spot: Spot) -> tuple[Cell, ...]:
    """A value before its label, where nothing stands behind or below: taken with a doubt."""
    cell = _before(page, spot)
    if cell is None:
        return ()
    # Ticks are nothing but their options; a text might be another's value.
    certain = is_choice(spot.anchor.pattern)
    _doubt(page, spot.anchor, cell, Severity.NOTE if certain else Severity.WARNING)
    return (cell,)


def _paragraphs(page: Page, spot: Spot, following: Spot | None, single: bool) -> tuple[Cell, ...]:
    """The paragraphs behind a label up to the next label or heading; of a short value the first."""
    found: list[Cell] = []
    last = following.line if following is not None else len(page.lines)
    parts = spot.anchor.pattern.parts
    ends = parts[-1].codec.shape() if parts and isinstance(parts[-1], Slot) else None
    for index in range(spot.line + 1, last):
        line = page.lines[index]
        cell = line.cells[0] if line.cells else None
        if line.is_row or cell is None or not page.is_free(cell) or page.labels.resembles_literal(cell.text):
            break
        if cell.text.strip():
            found.append(cell)
            if ends is not None and ends.fullmatch(cell.text.strip()):
                break  # what the template ends with: the date of an opinion
    return tuple(found[:1] if single else found)


def _one(page: Page, spot: Spot, cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The cell of a simple value; pieces in several cells are joined where only together they have its shape."""
    if len(cells) < 2 or is_choice(spot.anchor.pattern):
        return cells  # options may stand side by side, each in a cell of its own
    _doubt(page, spot.anchor, cells[0])
    shape = spot.anchor.pattern.slots[0].codec.proper()
    joined = "".join(cell.text.strip() for cell in cells)
    if shape is not None and shape.fullmatch(joined) and not shape.fullmatch(cells[0].text):
        return cells
    return cells[:1]


def _more(page: Page, spot: Spot, cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The rest of a value that stands in several rows: cells below the first that are recognised as parts of it.

    All that stands below it beside its own label belongs to it, and so does every line of a report, but for a row with
    a label of its own that is no heading.
    """
    found: list[Cell] = []
    pattern, start = spot.anchor.pattern, page.lines[spot.line]
    last = min((line for line in page.label_lines if line > spot.line), default=len(page.lines))
    for line in page.lines[spot.line + 1 : last]:
        below = [cell for cell in line.cells if cell.text.strip() and cell not in cells]
        parts = [cell for cell in below if page.is_free(cell) and fits(cell, cells[0])]
        is_beside = any(each is spot.cell for each in line.above)
        if not is_beside and _has_own_label(pattern, spot, cells[0], below):
            break
        if not _is_near(line, start) or any(
            page.labels.resembles_literal(cell.text)
            and not (cell in parts and belongs_to(pattern, cell.text))
            for cell in below
            if not is_beside
        ):
            break
        for cell in parts:
            if is_beside or is_report(pattern) or belongs_to(pattern, cell.text):
                found += [cell, *_text_beside(page, pattern, cell, below)]
        if is_beside and is_report(pattern) and any(page.is_free(c) and c not in found for c in below):
            _doubt(page, spot.anchor, cells[0])
    if found and spot.anchor.direction is Direction.DOWN:
        is_blank = not any(cell.text.strip() for cell in cells)
        if is_blank or any(has_words(pattern, cell.text) for cell in found):
            # Something else stands between, or what was found is of a label that is gone.
            _doubt(page, spot.anchor, found[0])
    return tuple(found)


def _has_own_label(pattern: Pattern, spot: Spot, value: Cell, cells: Sequence[Cell]) -> bool:
    """Whether a row below a value names something else where the label stands, and is no more of that value."""
    if share(value, spot.cell) > 0:
        return False  # the value stands below its label
    return any(share(cell, spot.cell) > 0 and not belongs_to(pattern, cell.text) for cell in cells)


def _text_beside(page: Page, pattern: Pattern, head: Cell, cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """The cell right of a heading that stands alone in its cell, where each section of a report has a row."""
    beside = next((cell for cell in cells if cell.first > head.last), None)
    if beside is None or not page.is_free(beside) or not is_heading(pattern, head.text):
        return ()
    return (beside,)


def _is_near(line: Line, start: Line) -> bool:
    """Whether a line is of the same table, or of the same worksheet, where a frame makes the difference."""
    if line.table == start.table:
        return True
    sheets = {cell.place.sheet for each in (line, start) for cell in each.cells[:1]}
    return len(sheets) == 1 and sheets != {None}


def _doubt(page: Page, anchor: Anchor, cell: Cell, severity: Severity = Severity.WARNING) -> None:
    for path, slot in {slot.path: slot for slot in anchor.pattern.slots}.items():
        label = slot.label
        page.findings.append(
            Finding.of("KD205", field=path, where=cell.place, severity=severity, label=label)
        )
