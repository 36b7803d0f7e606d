"""Where the labels of a form stand in a file: alone in a cell, or before their value in one.

Exact ones come first, so that none is taken for another's value; a label with typos is sought where it is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs

from kjfz_docs.grids.model import Cell
from kjfz_docs.reading.labels import Anchor, Direction, Names
from kjfz_docs.reading.page import Page
from kjfz_docs.reading.tick_cells import is_choice
from kjfz_docs.reading.words import key, short_key, typos

# The ranks of a match: the label alone in its cell, by its printed name or another; without brackets; with its
# value in the same cell; with typos.
_PRINTED, _ALIAS, _SHORT, _WITH_VALUE, _GLUED, _TYPO = range(6)
_LONGEST_LABEL = 40
# What stands between a label and its value right behind it.
_BREAK = re.compile(r"[\s□☐☑☒√✓✔■●○(（\[【〔]")
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

    @property
    def printed(self) -> str:
        """The label as the file has it; of one inside a cell its last word."""
        if self.start is None:
            return self.cell.text
        before = self.cell.text[: self.start].rstrip()
        return before[word_start(before, len(before)) :]


def word_start(text: str, end: int) -> int:
    """Where the word that ends at a place of a text begins."""
    while end and not text[end - 1].isspace() and text[end - 1] not in "；;，,":
        end -= 1
    return end


def _named(names: Names, text: str) -> Iterator[tuple[Anchor, int]]:
    """The labels that a text is, with their ranks."""
    if len(text) > 3 * _LONGEST_LABEL:
        return
    found = key(text)
    for anchor in names.exact.get(found, ()):
        yield anchor, _PRINTED if found == anchor.keys[0] else _ALIAS
    if found not in names.exact:
        yield from ((anchor, _SHORT) for anchor in names.short.get(short_key(text), ()))
        yield from ((anchor, _PRINTED) for anchor in names.with_terms if anchor.is_named_by(text))


def placed(page: Page) -> list[Spot]:
    """One spot for each label that was found, in the order of the file."""
    anchors = page.labels.anchors
    candidates = [
        spot
        for index, cell in page.own_cells
        if page.is_free(cell)
        for spot in _spots(page.labels.names, index, cell)
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
                spot = free[0]
                if len(free) > 1:
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


def _spots(names: Names, index: int, cell: Cell) -> Iterator[Spot]:
    """Every label that a cell may be or hold."""
    text = cell.text
    whole = False
    for anchor, rank in _named(names, text):
        is_inside = anchor.direction is Direction.INSIDE
        if is_inside and rank == _SHORT:
            continue  # words in brackets behind a label that has its value in its own cell are the value
        whole = True
        yield Spot(anchor, index, cell, rank, len(text) if is_inside else None)
    if whole:
        return
    broken = _BROKEN.match(text)
    if broken is not None and (found := list(_named(names, broken[1]))):
        for anchor, _ in found:
            yield Spot(anchor, index, cell, _WITH_VALUE, broken.end())
        return
    yield from _first_lines(names, index, cell)
    match = _COLON.match(text)
    if match is not None and next(_named(names, match[1]), None) is not None:
        heads = {inner.end(): inner[1] for inner in _INNER.finditer(text)} | {match.end(): match[1]}
        for end, head in heads.items():
            for anchor, _ in _named(names, head):
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


def _first_lines(names: Names, index: int, cell: Cell) -> Iterator[Spot]:
    """A label above its value in one cell."""
    if "\n" not in cell.text:
        return
    end = 0
    lines = cell.text.split("\n")
    for number, line in enumerate(lines[:3]):
        end += len(line) + 1
        if any(each.strip() for each in lines[number + 1 :]):
            for anchor, _ in _named(names, cell.text[:end]):
                yield Spot(anchor, index, cell, _WITH_VALUE, end)


def _glued(names: Names, index: int, cell: Cell) -> Iterator[Spot]:
    """A label with its value right behind it: 是否足额领取…（3万元/人）  ☑是 □否."""
    text = cell.text
    for mark in _BREAK.finditer(text, 0, _LONGEST_LABEL + 1):
        position = mark.start()
        head = key(text[:position])
        for anchor in (*names.exact.get(head, ()), *names.short.get(head, ())):
            bracket = _BRACKET.match(text, position)
            inner = bracket is not None and is_choice(anchor.pattern) and _tail(text, bracket)
            yield Spot(anchor, index, cell, _GLUED, bracket.end() if bracket and inner else position)
        if mark[0] == "\n":
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
    if not missing:
        return
    found: list[tuple[int, Spot]] = []
    for index, cell in page.own_cells:
        if id(cell.paragraphs) in used or not page.is_free(cell) or len(cell.text) > _LONGEST_LABEL:
            continue
        for text, start in _readings_of(cell.text):
            if page.is_literal(text):
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
