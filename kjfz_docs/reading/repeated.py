"""Titles and labels that stand twice: the next page of a list has its title again, a second form may have none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kjfz_docs.grids.model import Line, RichText
from kjfz_docs.reading.inner_labels import labels_in
from kjfz_docs.reading.labels import Labels
from kjfz_docs.reading.likeness import LONGEST_LABEL, THRESHOLD, Seen, heading, possible_labels
from kjfz_docs.reading.words import key

# Forms that follow one another without titles fill pages, not long lists.
_MOST_LINES = 2000
_FEWEST_AGAIN = 3
# A longer text is no line of labels.
_LONGEST_LINE = 300


# ------------------------------------------------------------------ pages of one list


def joined(parts: Iterable[tuple[Line, ...]], known: Sequence[Labels]) -> Iterator[tuple[Line, ...]]:
    """The stretches of lines; one with the title of that before it, which only goes on with its list, is part of it."""
    before: tuple[Line, ...] | None = None
    for part in parts:
        if before is not None and any(_goes_on(labels, before, part) for labels in known):
            before = (*before, *part)
            continue
        if before is not None:
            yield before
        before = part
    if before is not None:
        yield before


def _goes_on(labels: Labels, first: Sequence[Line], second: Sequence[Line]) -> bool:
    if not labels.lists or not labels.own_lines or _sheet(first) != _sheet(second):
        return False
    title = _title(labels, second)
    if title is None or title != _title(labels, first):
        return False
    said = [_own_labels(labels, part) for part in (first, second)]
    if not said[0] | said[1] or said[0] & said[1]:
        return False
    number = next(_numbers(second), None)
    if number is None or not said[1]:
        return number != 1 and not said[1] and any(line.is_row for line in second)
    return number == max(_numbers(first), default=0) + 1


def _sheet(lines: Sequence[Line]) -> str | None:
    return next((cell.place.sheet for line in lines for cell in line.cells), None)


def _title(labels: Labels, lines: Sequence[Line]) -> list[str] | None:
    """What stands in the slots of the first title in the lines."""
    for line in lines:
        text = heading(line)
        titled = labels.title_in(RichText(text)) if text else None
        if titled is not None:
            return [key(capture.text.text) for capture in titled.captures]
    return None


def _own_labels(labels: Labels, lines: Sequence[Line]) -> set[str]:
    """The fields outside the list whose labels stand in the lines."""
    found: set[str] = set()
    for text in (cell.text for line in lines for cell in line.cells if len(cell.text) <= _LONGEST_LINE):
        patterns = [anchor.pattern for anchor in labels.names.exact.get(key(text), ())]
        found.update(slot.path for each in patterns for slot in each.slots)
        found.update(slot.path for line in labels.own_lines for slot in labels_in(line, text))
    return found


def _numbers(lines: Sequence[Line]) -> Iterator[int]:
    """The numbers that rows begin with."""
    for line in lines:
        text = line.cells[0].text.strip() if line.is_row and line.cells else ""
        if text.isdecimal():
            yield int(text)


# ------------------------------------------------------------------ a second form without a title


def again(parts: Iterable[tuple[Line, ...]], known: Sequence[Labels]) -> Iterator[tuple[Line, ...]]:
    """The stretches of lines, cut where the labels of a form begin to stand in them for the second time."""
    for part in parts:
        cut = _second_start(part, known)
        while cut is not None:
            yield part[:cut]
            part = part[cut:]
            cut = _second_start(part, known)
        yield part


def _second_start(lines: Sequence[Line], known: Sequence[Labels]) -> int | None:
    if len(lines) > _MOST_LINES:
        return None
    for labels in known:
        where = _label_lines(lines, labels)
        first = next(iter(where.values()), [])
        for start in first[1:]:
            twice = [numbers for numbers in where.values() if numbers[0] < start <= numbers[-1]]
            if len(twice) < _FEWEST_AGAIN or len(twice) * 2 < len(where):
                continue
            halves = [Seen(lines[:start]), Seen(lines[start:])]
            if all(half.score(labels, known) >= THRESHOLD for half in halves):
                return _with_words_above(lines, start, first[0])
    return None


def _label_lines(lines: Sequence[Line], labels: Labels) -> dict[int, list[int]]:
    """The lines in which each label stands that is none of a list, in the order of the first of them."""
    found: dict[int, list[int]] = {}
    if not labels.anchors:
        return found
    for number, line in enumerate(lines):
        for text in (text for cell in line.cells for text in possible_labels(cell.text)):
            named = labels.names.called(text) if len(text) <= LONGEST_LABEL else ()
            if len(named) == 1 and number not in found.setdefault(id(named[0]), []):
                found[id(named[0])].append(number)
    return found


def _with_words_above(lines: Sequence[Line], start: int, first: int) -> int:
    """Where a form begins whose first label is in a row: with its table, and with the paragraphs above that.

    ``first`` is the row of the same label in the form before; in one table the new form begins at the label.
    """
    table = lines[start].table
    if table is None or table == lines[first].table:
        return start
    while lines[start - 1].table == table or not lines[start - 1].is_row:
        start -= 1
    return start
