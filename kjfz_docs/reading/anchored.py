"""The labels of a form that are not those of a list: where each stands in a file, and the value beside or below it.

All labels are placed before any value is taken, exact ones first, so that none is taken for another's value.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

import attrs

from kjfz_docs.findings import Finding, Severity
from kjfz_docs.grids.model import Cell, Line, RichText
from kjfz_docs.reading.fit import Fitted
from kjfz_docs.reading.labels import Anchor, Direction
from kjfz_docs.reading.mixed import belongs_to, is_choice, take_apart
from kjfz_docs.reading.page import Page, fits
from kjfz_docs.reading.words import key, other_label, short_key, typos
from kjfz_docs.records.fields import masked_numbers
from kjfz_docs.templating.pattern import Slot

# The ranks of a match: the label alone in its cell, by its printed name or another; without brackets; with its
# value in the same cell; with typos.
_PRINTED, _ALIAS, _SHORT, _WITH_VALUE, _GLUED, _TYPO = range(6)
_LONGEST_LABEL = 40
_MARKS = "□☐☑☒√✓✔■●○(（[【〔"
_COLON = re.compile(r"([^:：\n]{1,60})[:：]")
# The same with a line break inside the label.
_BROKEN = re.compile(r"([^:：]{1,60}?\n[^:：\n]{1,60})[:：]")
_INNER = re.compile(r"(?:^|(?<=[\s；;，,]))([^\s:：；;，,]{1,40})[^\S\n]*[:：]", re.MULTILINE)
_BRACKET = re.compile(r"\s*[（(][^（()）]{0,20}[)）]")


@attrs.frozen(eq=False)
class Spot:
    """Where a label stands: the cell, and where its value begins if that is in the same cell."""

    anchor: Anchor
    line: int
    cell: Cell
    rank: int
    start: int | None = None
    end: int | None = None


def take_anchors(page: Page) -> None:
    """Place every label of the form, then take the values."""
    anchors = page.labels.anchors
    spots = _placed(page, anchors)
    for spot in spots:
        if spot.start is None:
            page.use(spot.cell)
    page.label_cells.update(id(spot.cell.paragraphs) for spot in spots)
    page.turned_rows.update(_values_first(page, spots))
    taken = {id(spot.anchor) for spot in spots}
    for spot, following in itertools.zip_longest(spots, spots[1:]):
        _take_value(page, spot, following)
    for anchor in anchors:
        if id(anchor) not in taken:
            page.lacks(anchor.pattern)


def _values_first(page: Page, spots: Sequence[Spot]) -> Iterator[int]:
    """The rows of value, label, value, label …: one after another, ending in a label."""
    for number in {spot.line for spot in spots if spot.start is None}:
        spoken = [cell for cell in page.rows[number] if cell.text.strip()]
        is_value = [page.is_free(cell) and not page.labels.is_literal(cell.text) for cell in spoken]
        if page.lines[number].is_row and len(spoken) > 1 and is_value == [True, False] * (len(spoken) // 2):
            yield number


def found_in(page: Page, anchors: Sequence[Anchor]) -> set[int]:
    """The labels (by ``id``) that stand somewhere on the page, typos aside."""
    return {id(spot.anchor) for _, cell in page.own_cells() for spot in _spots(_Names(anchors), 0, cell)}


# ------------------------------------------------------------------ where the labels stand


class _Names:
    """The names of labels, by how they are compared."""

    def __init__(self, anchors: Sequence[Anchor]) -> None:
        self.anchors = anchors
        self.exact: dict[str, list[Anchor]] = {}
        self.short: dict[str, list[Anchor]] = {}
        for anchor in anchors:
            for name in anchor.keys:
                self.exact.setdefault(name, []).append(anchor)
            for name in anchor.short_keys:
                self.short.setdefault(name, []).append(anchor)
        self.with_slots = [each for each in anchors if each.label is not None and each.label.slots]

    def named(self, text: str) -> Iterator[tuple[Anchor, int]]:
        """The labels that a text is, with their ranks."""
        if len(text) > 3 * _LONGEST_LABEL:
            return
        found = key(text)
        for anchor in self.exact.get(found, ()):
            yield anchor, _PRINTED if found == anchor.keys[0] else _ALIAS
        if found not in self.exact:
            yield from ((anchor, _SHORT) for anchor in self.short.get(short_key(text), ()))
            yield from ((anchor, _PRINTED) for anchor in self.with_slots if anchor.is_named_by(text))


def _placed(page: Page, anchors: Sequence[Anchor]) -> list[Spot]:
    """One spot for each label that was found, in the order of the file."""
    names = _Names(anchors)
    candidates = [
        spot for index, cell in page.own_cells() if page.is_free(cell) for spot in _spots(names, index, cell)
    ]
    order = {id(anchor): number for number, anchor in enumerate(anchors)}
    chosen: dict[int, Spot] = {}
    used: dict[int, list[Spot]] = {}
    for rank in range(_TYPO + 1):
        if rank == _TYPO:
            candidates = list(_misspelt(page, [a for a in anchors if id(a) not in chosen], used))
        ranked = [spot for spot in candidates if spot.rank == rank]
        by_anchor: dict[int, list[Spot]] = {}
        for spot in ranked:
            by_anchor.setdefault(id(spot.anchor), []).append(spot)
        # A label that stands once says where its neighbours are to be sought.
        for identity, spots in sorted(by_anchor.items(), key=lambda each: (len(each[1]), order[each[0]])):
            if identity in chosen:
                continue
            free = [spot for spot in spots if _is_open(spot, used.get(id(spot.cell.paragraphs), ()))]
            if free:
                spot = min(free, key=lambda each: _distance(each, chosen, order))
                chosen[identity] = spot
                used.setdefault(id(spot.cell.paragraphs), []).append(spot)
    return sorted(chosen.values(), key=lambda spot: (spot.line, spot.cell.first, spot.start or 0))


def _is_open(spot: Spot, others: Sequence[Spot]) -> bool:
    """Whether a cell still has room for a label: alone in it, or beside others that have values in it too."""
    return not others or (
        spot.start is not None and all(o.start is not None and o.start != spot.start for o in others)
    )


def _distance(spot: Spot, chosen: dict[int, Spot], order: dict[int, int]) -> int:
    """How far a spot is from where the template's neighbours that were found would have it."""
    own = order[id(spot.anchor)]
    near = min(chosen, key=lambda identity: abs(order[identity] - own), default=None)
    return spot.line if near is None else abs(spot.line - chosen[near].line)


def _spots(names: _Names, index: int, cell: Cell) -> Iterator[Spot]:
    """Every label that a cell may be or hold."""
    text = cell.text
    whole = False
    for anchor, rank in names.named(text):
        whole = True
        yield Spot(anchor, index, cell, rank)
    if whole:
        return
    broken = _BROKEN.match(text)
    if broken is not None and any(True for _ in names.named(broken[1])):
        for anchor, _ in names.named(broken[1]):
            yield Spot(anchor, index, cell, _WITH_VALUE, broken.end())
        return
    yield from _first_lines(names, index, cell)
    match = _COLON.match(text)
    if match is not None and any(True for _ in names.named(match[1])):
        heads = {inner.end(): inner[1] for inner in _INNER.finditer(text)} | {match.end(): match[1]}
        for end, head in heads.items():
            for anchor, _ in names.named(head):
                yield Spot(anchor, index, cell, _WITH_VALUE, _past_names(anchor, text, end))
    else:
        yield from _glued(names, index, cell)


def _past_names(anchor: Anchor, text: str, start: int) -> int:
    """Where the value begins if another name of its label follows the first: 指标1：是否充分履行…  ☑是."""
    for name in sorted(anchor.keys, key=len, reverse=True):
        matched = 0
        for position in range(start, len(text)):
            letters = key(text[position])
            if letters and not name.startswith(letters, matched):
                break
            matched += len(letters)
            if matched == len(name):
                return position + 1
    return start


def _first_lines(names: _Names, index: int, cell: Cell) -> Iterator[Spot]:
    """A label above its value in one cell."""
    end = 0
    lines = cell.text.split("\n")
    for number, line in enumerate(lines[:3]):
        end += len(line) + 1
        if any(each.strip() for each in lines[number + 1 :]):
            for anchor, _ in names.named(cell.text[:end]):
                yield Spot(anchor, index, cell, _WITH_VALUE, end)


def _glued(names: _Names, index: int, cell: Cell) -> Iterator[Spot]:
    """A label with its value right behind it: 是否足额领取…（3万元/人）  ☑是 □否."""
    text = cell.text
    letters: list[str] = []
    for position, character in enumerate(text):
        if character.isspace() or character in _MARKS:
            head = key("".join(letters))
            for anchor in (*names.exact.get(head, ()), *names.short.get(head, ())):
                bracket = _BRACKET.match(text, position)
                start = (
                    bracket.end()
                    if bracket and is_choice(anchor.pattern) and _tail(text, bracket)
                    else position
                )
                yield Spot(anchor, index, cell, _GLUED, start)
        letters.append(character)
        if len(letters) > _LONGEST_LABEL or character == "\n":
            return


def _tail(text: str, bracket: re.Match[str]) -> bool:
    """Whether a bracket behind a label is the label's own: letters in it, and the value still to come."""
    return len(key(bracket.group())) > 1 and bool(text[bracket.end() :].strip())


def _readings_of(text: str) -> Iterator[tuple[str, int | None]]:
    """What of a cell may be its label, and where the value would begin: all, what is before a colon, the first line."""
    yield text, None
    head = _COLON.match(text)
    if head is not None:
        yield head[1], head.end()
    first, newline, rest = text.partition("\n")
    if newline and rest.strip():
        yield first, len(first) + 1


def _misspelt(page: Page, missing: Sequence[Anchor], used: dict[int, list[Spot]]) -> Iterator[Spot]:
    """Cells that are a missing label but for a typo; the fewest typos first."""
    found: list[tuple[int, Spot]] = []
    for index, cell in page.own_cells():
        if id(cell.paragraphs) in used or not page.is_free(cell) or len(cell.text) > _LONGEST_LABEL:
            continue
        for text, start in _readings_of(cell.text):
            if page.labels.is_literal(text):
                continue
            for anchor in missing:
                counts = [
                    count
                    for names, own in ((anchor.keys, key(text)), (anchor.short_keys, short_key(text)))
                    for name in names
                    if (count := typos(own, name)) is not None
                ]
                if counts:
                    found.append((min(counts), Spot(anchor, index, cell, _TYPO, start)))
    best: dict[int, int] = {}
    for count, spot in found:
        cell_id = id(spot.cell.paragraphs)
        best[cell_id] = min(count, best.get(cell_id, count))
    yield from (spot for count, spot in found if best[id(spot.cell.paragraphs)] == count)


# ------------------------------------------------------------------ the values


def _take_value(page: Page, spot: Spot, following: Spot | None) -> None:
    anchor = spot.anchor
    if spot.start is not None:
        same = following is not None and following.cell is spot.cell and following.start is not None
        text = spot.cell.rich
        end = len(text) if not same or following is None else _label_start(text.text, following)
        end = _before_other_label(page, spot, text.text, end)
        inner = _stripped(text, spot.start, end)
        if inner.text or spot.cell is not page.rows[spot.line][0] or page.lines[spot.line].is_row:
            beside = () if inner.text or same else _beside(page, spot)
            if not beside:
                _lay(page, anchor, inner, (spot.cell,), spot.start)
                return
        page.use(spot.cell)
    cells = _value_cells(page, spot, following)
    if not cells:
        page.lacks(anchor.pattern)
        return
    if not any(cell.text.strip() for cell in cells) and _is_taken(page, spot):
        _doubt(page, anchor, cells[0])
    _lay(page, anchor, RichText.join(cell.rich for cell in cells), cells)


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


def _label_start(text: str, spot: Spot) -> int:
    """Where the label of a spot inside a cell begins."""
    assert spot.start is not None
    start = spot.start
    while start and not text[start - 1].isspace() and text[start - 1] not in "；;，,":
        start -= 1
    return start


def _stripped(text: RichText, start: int, end: int) -> RichText:
    plain = text.text
    while start < end and (plain[start].isspace() or plain[start] in ":："):
        start += 1
    while start < end and plain[end - 1].isspace():
        end -= 1
    return text.slice(start, end)


def _lay(page: Page, anchor: Anchor, text: RichText, cells: Sequence[Cell], start: int = 0) -> None:
    taken = take_apart(anchor.pattern, text)
    captures = taken.captures
    if isinstance(captures, tuple) and start:
        captures = tuple(attrs.evolve(each, start=each.start + start) for each in captures)
    page.lay(Fitted(anchor.pattern, captures, tuple(cells)), taken.findings)


def _value_cells(page: Page, spot: Spot, following: Spot | None) -> tuple[Cell, ...]:
    """The cells of a value: in the template's direction, else in another; of a wide value all up to the next label."""
    single = len({slot.path for slot in spot.anchor.pattern.slots}) == 1
    if not page.lines[spot.line].is_row:
        return _paragraphs(page, spot, following, single)
    if spot.line in page.turned_rows:
        return _left(page, spot)
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
    cells = cells[:1] + tuple(c for c in cells[1:] if belongs_to(spot.anchor.pattern, c.text))
    return cells + _more(page, spot, cells, following)


def _is_taken(page: Page, spot: Spot) -> bool:
    """Whether what stands beside a label was taken for the value of another."""
    row = page.rows[spot.line]
    index = next(number for number, cell in enumerate(row) if cell is spot.cell)
    following = next((cell for cell in row[index + 1 :] if cell.text.strip()), None)
    if following is None or id(following.paragraphs) in page.label_cells or page.is_free(following):
        return False
    return not page.labels.is_literal(following.text)


def _beside(page: Page, spot: Spot) -> tuple[Cell, ...]:
    """The cells with a value beside a label whose own cell holds no more than words of the form."""
    return tuple(cell for cell in _right(page, spot) if cell.text.strip())


def _right(page: Page, spot: Spot) -> tuple[Cell, ...]:
    """The cells right of a label up to the next label: the non-empty ones, else the first."""
    row = page.rows[spot.line]
    index = next(number for number, cell in enumerate(row) if cell is spot.cell)
    found: list[Cell] = []
    for cell in row[index + 1 :]:
        if not page.is_free(cell) or page.labels.is_literal(cell.text):
            break
        found.append(cell)
    return tuple(cell for cell in found if cell.text.strip()) or tuple(found[:1])


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
        cells = [cell for cell in line.cells if fits(cell, spot.cell)]
        columns = columns or _columns(line)
        if (
            _columns(line) != columns
            or not cells
            or not page.is_free(cells[0])
            or page.labels.is_literal(cells[0].text)
        ):
            break
        if cells[0].text.strip():
            if not _is_cut_alike(page.rows[spot.line], (*line.cells, *line.above)):
                _doubt(page, spot.anchor, cells[0])  # perhaps the row of something else
            return (cells[0],)
        empty = empty or (cells[0],)
        if not line.is_blank:
            break  # its neighbours have their values in this row, so it is blank
    return empty


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
    if cell is None or not page.is_free(cell) or not cell.text.strip() or page.labels.is_literal(cell.text):
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
    if len(cells) < 2:
        return cells
    _doubt(page, spot.anchor, cells[0])
    shape = spot.anchor.pattern.slots[0].codec.proper()
    joined = "".join(cell.text.strip() for cell in cells)
    if shape is not None and shape.fullmatch(joined) and not shape.fullmatch(cells[0].text):
        return cells
    return cells[:1]


def _more(page: Page, spot: Spot, cells: tuple[Cell, ...], following: Spot | None) -> tuple[Cell, ...]:
    """The rest of a value that stands in several rows: cells below the first that are recognised as parts of it."""
    found: list[Cell] = []
    last = following.line if following is not None else len(page.lines)
    table = page.lines[spot.line].table
    for line in page.lines[spot.line + 1 : last]:
        below = [cell for cell in line.cells if cell.text.strip() and cell not in cells]
        if line.table != table or any(page.labels.is_literal(cell.text) for cell in below):
            break
        found += [
            cell
            for cell in below
            if page.is_free(cell) and fits(cell, cells[0]) and belongs_to(spot.anchor.pattern, cell.text)
        ]
    return tuple(found)


def _doubt(page: Page, anchor: Anchor, cell: Cell, severity: Severity = Severity.WARNING) -> None:
    for path, slot in {slot.path: slot for slot in anchor.pattern.slots}.items():
        label = slot.info.meta.label or path
        page.findings.append(
            Finding.of("KD205", field=path, where=cell.place, severity=severity, label=label)
        )
