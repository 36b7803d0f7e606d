"""The plain rows of a worksheet: those that are spelt alike, found in its bytes without a parser.

Where two rows in a row are spelt alike but for their numbers and texts, so are most rows of the sheet. They make a
pattern that takes such rows whole, every byte of them accounted for; each other spelling of a cell is added to it from
the first row that has it. What no pattern takes, and each row that one was made from, is left to the parser, which so
sees every spelling once.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Collection, Iterator, Mapping, Sequence

import attrs

from kjfz_docs.grids.sheets import LAST_COLUMN, LAST_ROW, Range, coordinates, range_of
from kjfz_docs.grids.xlsx_strings import PLAIN_TEXT
from kjfz_docs.grids.xml import has_only_tags

_NUMBER = rb"[1-9][0-9]{0,6}"
_ATTRIBUTES = rb'((?: [A-Za-z][A-Za-z0-9:]*="[^"<>&\x00-\x1f]*")*)'
_OPEN = re.compile(rb'<row r="(' + _NUMBER + rb')"' + _ATTRIBUTES + rb">")
_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})(' + _NUMBER + rb')"' + _ATTRIBUTES + rb"(?:(/>|></c>)"
    rb'|(><is><t(?: xml:space="preserve")?>)'
    + PLAIN_TEXT
    + rb"(</t></is></c>)|(><v>)"
    + PLAIN_TEXT
    + rb"(</v></c>))"
)
_ATTRIBUTE = re.compile(rb' ([A-Za-z0-9:]+)="([^"]*)"')
_SIZES = re.compile(rb'="[0-9.:]*"')
_MERGED = re.compile(rb'<mergeCell ref="([A-Z0-9:$]+)"\s*/>')
_BEGIN, _END, _END_ROW = b"<sheetData>", b"</sheetData>", b"</row>"
# What hides columns, and what lies over cells, is for the parser.
_NOT_PLAIN = (b"hidden", b"rawing")
_MOST_SPELLINGS, _MOST_PATTERNS = 6, 40
# Fewer rows are not worth it, and where more than a part of them is odd the parser is faster.
FEWEST = 64
_GLANCE, _ODD = 256, 4
_BLOCK = 500
_LONGEST_OPENING = 400
# So many plain rows at either end are left to the parser, which says what kind of lines they are.
SAMPLES = 4
INLINE, SHARED, RESULT, NUMBER = "inlineStr", "s", "str", "n"

Texts = Sequence[bytes | None]


@attrs.frozen
class Spelling:
    """How a cell is written around its text, with its ``t`` and ``s``; a blank one has no ``after``."""

    before: bytes
    after: bytes
    kind: str
    style: int


@attrs.frozen(eq=False)
class PlainColumn:
    """What stands in one column, from 0: the texts of each spelling, None where a cell is spelt otherwise.

    ``styles`` are those that its cells may have; ``optional``: a row may have no cell here.
    """

    column: int
    texts: Sequence[tuple[Spelling, Texts]]
    styles: frozenset[int]
    optional: bool


@attrs.frozen(eq=False)
class PlainRows:
    """The plain rows of a sheet: their numbers from 1, where they begin and end in its bytes, and their columns.

    ``samples`` are the numbers of the first and the last row that is spelt like them, which the parser reads.
    """

    data: bytes
    numbers: Sequence[int]
    starts: Sequence[int]
    ends: Sequence[int]
    columns: Sequence[PlainColumn]
    samples: tuple[int, int]

    def without(self, kept: Collection[int]) -> PlainRows:
        """The rows without those at some places among them."""
        mask = bytearray(b"\1") * len(self.numbers)
        for index in kept:
            mask[index] = 0
        columns = [
            attrs.evolve(
                each, texts=[(how, list(itertools.compress(texts, mask))) for how, texts in each.texts]
            )
            for each in self.columns
        ]
        numbers, starts, ends = (
            list(itertools.compress(each, mask)) for each in (self.numbers, self.starts, self.ends)
        )
        return PlainRows(self.data, numbers, starts, ends, columns, self.samples)

    def rest(self) -> bytes:
        """The part without these rows."""
        pieces, position = [], 0
        for start, end in zip(self.starts, self.ends, strict=True):
            if start != position:
                pieces.append(self.data[position:start])
            position = end
        return b"".join([*pieces, self.data[position:]])


def plain_rows(data: bytes) -> PlainRows | None:
    """The plain rows of a worksheet in UTF-8, but for samples at both ends; None where there are too few."""
    begin, end = data.find(_BEGIN), data.find(_END)
    if not 0 <= begin < end or not has_only_tags(data):
        return None
    begin += len(_BEGIN)
    around = data[:begin] + data[end:]
    if any(word in around for word in _NOT_PLAIN) or b"<row" in around or around.count(_BEGIN) > 1:
        return None
    merged = _merged(around)
    found = _Scan(data, begin, end).rows() if merged is not None else None
    if found is None or merged is None:
        return None
    count = len(found.numbers)
    kept = {*range(SAMPLES), *range(count - SAMPLES, count)}
    for each in merged:
        first = bisect.bisect_right(found.numbers, each.top)
        kept.update(range(first, bisect.bisect_right(found.numbers, each.bottom + 1)))
    return found.without(kept) if count - len(kept) >= FEWEST else None


def _merged(around: bytes) -> Sequence[Range] | None:
    """The merged ranges; None where one is written in a way that is not looked for."""
    found = [range_of(each.decode("ascii")) for each in _MERGED.findall(around)]
    if len(found) != around.count(b"<mergeCell "):
        return None
    return [each for each in found if each is not None]


_Order = Sequence[tuple[bytes, Spelling]]
_Groups = list[tuple[bytes | None, ...]]


class _Scan:
    """One pass over the rows of a sheet. Columns go by their letters."""

    def __init__(self, data: bytes, begin: int, end: int) -> None:
        self.data, self.begin, self.end = data, begin, end
        self.spellings: dict[bytes, list[Spelling]] = {}
        self.optional: set[bytes] = set()
        self.openings: dict[bytes, bool] = {}
        self.before: Mapping[bytes, Spelling] | None = None
        self.patterns = 0
        # What the pattern has taken, which text each of its groups is, and the columns of what was taken before.
        self.groups: _Groups = []
        self.order: _Order = ()
        self.texts: dict[tuple[bytes, Spelling], list[bytes | None]] = {}
        self.laid = 0

    def rows(self) -> PlainRows | None:
        """The rows that are spelt alike; None where there are too few, or the rows are not as they should be."""
        data, position, end = self.data, self.begin, self.end
        numbers: list[int] = []
        starts: list[int] = []
        ends: list[int] = []
        last, odd = 0, 0
        pattern: re.Pattern[bytes] | None = None
        while position < end:
            match = pattern.match(data, position) if pattern is not None else None
            if match is not None and self._is_known(match[2]):
                number = int(match[1])
                if number <= last:
                    return None
                last = number
                numbers.append(number)
                starts.append(position)
                position = match.end()
                ends.append(position)
                self.groups.append(match.groups())
                if len(self.groups) == _BLOCK:
                    self._transpose()
                continue
            odd += 1
            opened, close = _OPEN.match(data, position), data.find(_END_ROW, position, end)
            if opened is None or close < 0 or (odd > _GLANCE and odd * _ODD > len(numbers)):
                return None
            row = data[opened.end() : close]
            if b"<row" in row or int(opened[1]) <= last:
                return None
            last = int(opened[1])
            position = close + len(_END_ROW)
            if self._learns(opened, row):
                pattern = self._compiled()
        if last > LAST_ROW or len(numbers) < FEWEST:
            return None
        columns = list(self._columns())
        return PlainRows(data, numbers, starts, ends, columns, (numbers[0], numbers[-1]))

    def _is_known(self, attributes: bytes) -> bool:
        """Whether the attributes of a row are spelt as in one that the parser sees, but for sizes."""
        found = self.openings.get(attributes)
        if found is None and len(attributes) <= _LONGEST_OPENING:
            found = self.openings.get(_SIZES.sub(b"", attributes), False)
            if len(self.openings) < FEWEST:
                self.openings[attributes] = found
        return bool(found)

    def _learns(self, opened: re.Match[bytes], row: bytes) -> bool:
        """Whether a row adds to the pattern. The first is made from two that follow one another and are alike."""
        cells = None
        if b"hidden" not in opened[2] and b"xmlns" not in opened[2] and self.patterns < _MOST_PATTERNS:
            cells = _cells(row, opened[1])
        before, self.before = self.before, cells
        if cells is None or (not self.patterns and cells != before):
            return False
        if 2 * len(cells) < len(self.spellings):
            return False  # a line above or below the list
        names = [*cells, *(name for name in self.spellings if name not in cells)]
        added = {name: [*self.spellings.get(name, ())] for name in names}
        for name, spelling in cells.items():
            if spelling not in added[name]:
                added[name].append(spelling)
        if any(len(each) > _MOST_SPELLINGS for each in added.values()):
            return False
        if self.patterns:
            self.optional.update(name for name in added if name not in cells or name not in self.spellings)
        self.spellings = added
        self.openings = {spelt: True for spelt, known in self.openings.items() if known}
        self.openings[_SIZES.sub(b"", opened[2])] = True
        return True

    def _compiled(self) -> re.Pattern[bytes]:
        """The pattern of all spellings."""
        self._transpose()
        self.patterns += 1
        order: list[tuple[bytes, Spelling]] = []
        pieces = [rb'<row r="(' + _NUMBER + rb')"([^<>]*)>']
        for name in sorted(self.spellings, key=_place):
            ways = []
            for spelling in self.spellings[name]:
                way = re.escape(spelling.before)
                if spelling.after:
                    order.append((name, spelling))
                    way += PLAIN_TEXT + re.escape(spelling.after)
                ways.append(way)
            cell = rb'<c r="' + name + rb'\1"' + (b"(?:" + b"|".join(ways) + b")" if ways[1:] else ways[0])
            pieces.append(b"(?:" + cell + b")?" if name in self.optional else cell)
        self.order = order
        return re.compile(b"".join([*pieces, _END_ROW]))

    def _transpose(self) -> None:
        """Lay what was taken last into columns: many small tuples that live long would cost time."""
        order, groups = self.order, self.groups
        # The first two groups of each are the number of the row and its attributes.
        for each, column in zip(order, list(zip(*groups, strict=True))[2:], strict=False):
            held = self.texts.setdefault(each, [])
            held.extend([None] * (self.laid - len(held)))
            held.extend(column)
        self.laid += len(groups)
        groups.clear()

    def _columns(self) -> Iterator[PlainColumn]:
        self._transpose()
        for held in self.texts.values():
            held.extend([None] * (self.laid - len(held)))
        for name in sorted(self.spellings, key=_place):
            found = [
                (how, self.texts[name, how]) for how in self.spellings[name] if (name, how) in self.texts
            ]
            styles = frozenset(how.style for how in self.spellings[name])
            yield PlainColumn(_place(name), found, styles, name in self.optional)


def _place(name: bytes) -> int:
    """The number of a column by its letters, from 0."""
    found = coordinates(name.decode("ascii") + "1")
    assert found is not None
    return found[1]


def _cells(row: bytes, number: bytes) -> Mapping[bytes, Spelling] | None:
    """The cells of a row as they are spelt, by the letters of their columns; None for more than plain texts."""
    found: dict[bytes, Spelling] = {}
    position, last = 0, -1
    while position < len(row):
        match = _CELL.match(row, position)
        if match is None or match[2] != number or b"xmlns" in match[3]:
            return None
        column = _place(match[1])
        attributes = dict(_ATTRIBUTE.findall(match[3]))
        kind = attributes.get(b"t", b"n").decode("ascii", "replace")
        style = attributes.get(b"s", b"0")
        known = (
            {INLINE}
            if match[5]
            else {SHARED, RESULT, NUMBER}
            if match[8]
            else {INLINE, SHARED, RESULT, NUMBER}
        )
        if not last < column < LAST_COLUMN or kind not in known or not style.isdigit():
            return None
        before, after = match[3] + (match[4] or match[5] or match[8]), match[7] or match[10] or b""
        found[match[1]] = Spelling(before, after, kind, int(style))
        position, last = match.end(), column
    return found or None
