"""The labels of a template and where their values stand: right of them, or below.

Derived from the skeleton alone: a cell without tags is a label; a slot belongs to the nearest label on its left in
the same row, else to the label above it in the same columns. Directions are preferences of the template, not laws.
"""

from __future__ import annotations

import difflib
import enum
import itertools
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType

import attrs

from kjfz_docs.codecs import codec_for
from kjfz_docs.reading.inner_heads import Head, heads_in
from kjfz_docs.reading.mixed import label_before
from kjfz_docs.reading.titles import titles_of
from kjfz_docs.reading.words import key, parts_of, short_key
from kjfz_docs.records.fields import FieldInfo, field_at
from kjfz_docs.templating.pattern import Literal, Origin, Pattern, Slot, is_one_of, pattern
from kjfz_docs.templating.skeleton import Block, CellNode, Loop, Row, Skeleton
from kjfz_docs.templating.terms import TERMS

_LONGEST_LITERAL = 60
# A shorter text is too easily like another.
_SHORTEST_LITERAL = 5
_RESEMBLANCE = 0.7


class Direction(enum.Enum):
    """Where a value stands as seen from its label."""

    RIGHT = "right"
    DOWN = "down"
    INSIDE = "inside"  # behind the label, in the same cell


@attrs.frozen(eq=False, slots=False)
class Anchor:
    """A label and the pattern of the cell that it names.

    ``names`` are the texts it is known by, the printed one first; ``own`` those of its field, which tell it from
    another column under the same head. ``label`` is the label's own pattern, which may hold words of the
    programme (两年服务期…). ``shared``: another column is printed by the same name, and only the heads above, which
    the names after the first begin with, tell them apart (自评 and 专家评 over 得分 each).
    """

    names: tuple[str, ...]
    own: tuple[str, ...]
    pattern: Pattern
    direction: Direction
    label: Pattern | None = None
    merged_down: bool = False
    shared: bool = False

    @cached_property
    def name(self) -> str:
        """How messages call it."""
        slots = self.pattern.slots
        if len({slot.path for slot in slots}) == 1 and slots[0].info.meta.label:
            return slots[0].info.meta.label
        return self.names[0]

    @property
    def full_name(self) -> str:
        """What the template prints, together with the heads above where only these tell it from another column."""
        return self.names[1] if self.shared and len(self.names) > 1 else self.names[0]

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Its names as they are compared."""
        return tuple(dict.fromkeys(key(name) for name in self.names))

    @cached_property
    def short_keys(self) -> tuple[str, ...]:
        """Its names as they are compared without brackets; what is left of them must say something."""
        found = dict.fromkeys(short_key(name) for name in self.names)
        return tuple(each for each in found if len(each) > 1)

    @cached_property
    def _pieces(self) -> tuple[frozenset[str], ...]:
        """The names of each of several values that stand in its cell, as they are compared."""
        infos = {slot.path: slot.info for slot in self.pattern.slots}
        named = [_names_of(info) for info in infos.values()]
        if len(infos) < 2 or not all(named):
            return ()
        return tuple(frozenset(each(name) for name in names for each in (key, short_key)) for names in named)

    def is_joined_in(self, text: str) -> bool:
        """Whether a head names all of its values, one after another: 开户行及银行账号."""
        words = [key(word) for word in parts_of(text)]
        free = list(self._pieces)
        if len(words) < 2 or len(words) != len(free):
            return False
        for word in words:
            found = next((piece for piece in free if word in piece), None)
            if found is None:
                return False
            free.remove(found)
        return True

    @property
    def has_terms(self) -> bool:
        """Whether words of the programme stand in its label."""
        return self.label is not None and bool(self.label.slots)

    def is_named_by(self, text: str) -> bool:
        """Whether a cell's text is this label, words of the programme in it included."""
        return self.label is not None and bool(self.label.slots) and is_one_of((self.label,), text)


class Names:
    """The labels by their names, as they are compared; ``with_terms`` are those that hold words of the programme."""

    def __init__(self, anchors: Sequence[Anchor]) -> None:
        self.exact: dict[str, list[Anchor]] = {}
        self.short: dict[str, list[Anchor]] = {}
        for anchor in anchors:
            for name in anchor.keys:
                self.exact.setdefault(name, []).append(anchor)
            for name in anchor.short_keys:
                self.short.setdefault(name, []).append(anchor)
        self.with_terms = [anchor for anchor in anchors if anchor.has_terms]


@attrs.frozen(eq=False, slots=False)
class ListTable:
    """A list of a form: its path, the labels of its columns, and the labelled rows of totals after it.

    Each total comes with the column that it stands under, where the template has one.

    ``parts`` are columns that people make of one (开户行 and 银行账号 apart), ``wholes`` one that they make of
    several. ``partial``: a file may have any of the columns; only those that are required are missed.
    """

    path: str
    columns: tuple[Anchor, ...]
    loop: Loop
    parts: tuple[Anchor, ...] = ()
    wholes: tuple[Anchor, ...] = ()
    partial: bool = False
    totals: tuple[tuple[str, tuple[tuple[Anchor, Anchor | None], ...]], ...] = ()

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name of a column as it is compared."""
        anchors = (*self.columns, *self.parts, *self.wholes)
        return frozenset(name for anchor in anchors for name in (*anchor.keys, *anchor.short_keys))


@attrs.frozen(eq=False, slots=False)
class Labels:
    """What the tolerant reader needs of a template."""

    titles: tuple[Pattern, ...]
    blocks: tuple[Block, ...]
    anchors: tuple[Anchor, ...]
    lists: tuple[ListTable, ...]
    literals: frozenset[str]
    patterns: tuple[Pattern, ...]

    @cached_property
    def all_anchors(self) -> tuple[Anchor, ...]:
        """Every label that a value belongs to."""
        return (*self.anchors, *(column for found in self.lists for column in found.columns))

    @cached_property
    def own_lines(self) -> tuple[Pattern, ...]:
        """The lines outside its tables that hold values, but for the title."""
        lines = (line for block in self.blocks for line in block.lines if line.slots)
        return tuple(line for line in lines if not any(line is title for title in self.titles))

    @cached_property
    def owners(self) -> dict[str, tuple[Pattern, ...]]:
        """The cells that each label names, by how labels are compared."""
        found: dict[str, tuple[Pattern, ...]] = {}
        for anchor in self.all_anchors:
            for name in anchor.keys:
                found[name] = (*found.get(name, ()), anchor.pattern)
        return found

    @cached_property
    def printed(self) -> dict[str, str]:
        """What the template prints as the name of each field, by its path."""
        found: dict[str, str] = {}
        cells = [(each.pattern, each.full_name) for each in self.all_anchors]
        cells += [
            (total.pattern, (under or total).full_name)
            for table in self.lists
            for _, totals in table.totals
            for total, under in totals
        ]
        cells += [(line, "") for block in self.blocks for line in block.lines]
        for cell, name in cells:
            for slot in cell.slots:
                label = next(iter(label_before(cell.parts, slot)), name)
                found.setdefault(slot.path, " ".join(label.split()))
        return found

    @cached_property
    def names(self) -> Names:
        """The labels that are not those of a list, by their names."""
        return Names(self.anchors)

    def is_literal(self, text: str) -> bool:
        """Whether a text is one of the form's own."""
        return key(text) in self.literals or is_one_of(self.patterns, text)

    def resembles_literal(self, text: str) -> bool:
        """Whether a short text is one of the form's own, or was one before somebody changed it."""
        found = key(text)
        if len(text) > _LONGEST_LITERAL or not found:
            return False
        return self.is_literal(text) or any(
            len(literal) >= _SHORTEST_LITERAL
            and difflib.SequenceMatcher(None, found, literal).ratio() >= _RESEMBLANCE
            for literal in self.literals
        )

    def is_title(self, text: str) -> bool:
        """Whether a line is the form's title, whatever programme and cohort it names."""
        return is_one_of(self.titles, text)


def labels_of(skeleton: Skeleton, record: type) -> Labels:
    """The labels, lists and titles of a template."""
    anchors: list[Anchor] = []
    lists: list[ListTable] = []
    earlier: list[Row] = []
    labels: list[Pattern] = []
    heads = heads_in(skeleton)
    for node in skeleton.nodes:
        if isinstance(node, Row):
            labels.extend(cell.pattern for cell in node.cells if _is_label(cell) and cell.pattern.literal)
            total = _total(node, earlier, record)
            if total is not None and lists:
                name, sums = total
                under = tuple((anchor, _column_of(anchor, lists[-1])) for anchor in sums)
                lists[-1] = attrs.evolve(lists[-1], totals=(*lists[-1].totals, (name, under)))
            else:
                anchors.extend(_row_anchors(node, earlier, record, heads=heads))
            earlier.append(node)
        elif isinstance(node, Loop):
            lists.append(_list(node, earlier, record))
    blocks = tuple(node for node in skeleton.nodes if isinstance(node, Block))
    lines = [line for block in blocks for line in block.lines]
    return Labels(
        titles=titles_of(blocks[:1]),
        blocks=blocks,
        anchors=tuple(anchors),
        lists=tuple(lists),
        literals=frozenset(key(_text(each)) for each in (*labels, *lines) if not each.slots) - {""},
        patterns=tuple(each for each in labels if each.slots),
    )


def _text(found: Pattern) -> str:
    """The literal text of a pattern."""
    return "".join(part.text for part in found.parts if isinstance(part, Literal))


def _list(node: Loop, earlier: Sequence[Row], record: type) -> ListTable:
    columns = tuple(_row_anchors(node.body[0], earlier, record, prefer_above=True)) if node.body else ()
    columns = tuple(_told_apart(columns, earlier))
    return ListTable(
        node.path.removesuffix(".*"),
        columns,
        node,
        parts=tuple(part for column in columns for part in _parts(column)),
        wholes=tuple(_wholes(columns, record)),
    )


def _told_apart(columns: Sequence[Anchor], earlier: Sequence[Row]) -> Iterator[Anchor]:
    """The columns; those with the same words in heads of their own are also named by the heads above these."""
    for column in columns:
        own = column.label
        alike = {
            id(each.label)
            for each in columns
            if own is not None and each.label is not None and each.keys[0] == column.keys[0]
        }
        if own is None or len(alike) < 2:
            yield column
            continue
        chain = "".join([*_heads_above(own, earlier), _text(own)])
        yield attrs.evolve(column, names=(column.names[0], chain, *column.names[1:]), shared=True)


def _heads_above(label: Pattern, earlier: Sequence[Row]) -> list[str]:
    """The texts of the heads that span a head, the topmost first."""
    found: list[str] = []
    below: CellNode | None = None
    for row in reversed(earlier):
        if below is None:
            below = next((cell for cell in row.cells if cell.pattern is label), None)
            continue
        if not all(_is_label(cell) for cell in row.cells):
            break
        over = [c for c in row.cells if c.first <= below.first and below.last <= c.last and c.pattern.literal]
        found[:0] = [_text(cell.pattern) for cell in over if cell.place != below.place]
    return found


def _column_of(total: Anchor, table: ListTable) -> Anchor | None:
    """The column of a list that a total stands under: the one with the same head."""
    under = [column for column in table.columns if column.label is total.label]
    return under[0] if total.label is not None and len(under) == 1 else None


def _parts(column: Anchor) -> Iterator[Anchor]:
    """A column for each slot of a mixed cell."""
    slots = {slot.path: slot for slot in column.pattern.slots}
    if len(slots) > 1:
        for slot in slots.values():
            names = _names_of(slot.info)
            yield Anchor(names, names, pattern([slot]), Direction.DOWN)


def _wholes(columns: Sequence[Anchor], record: type) -> Iterator[Anchor]:
    """One column for each nested record whose fields have columns of their own."""
    groups: dict[str, list[Slot]] = {}
    for column in columns:
        if column.pattern.is_whole:
            groups.setdefault(column.pattern.slots[0].path.rpartition(".")[0], []).append(
                column.pattern.slots[0]
            )
    for path, slots in groups.items():
        info = field_at(record, path.replace("*.", "0.")) if path else None
        names = _names_of(info) if info is not None and info.record is not None else ()
        if names and len(slots) > 1:
            parts: list[str | Slot] = []
            for slot in slots:
                plain = attrs.evolve(slot, codec=codec_for(slot.info))
                parts += [f"\n{slot.info.meta.label}：", plain]
            yield Anchor(names, names, pattern(parts), Direction.DOWN)


def _total(row: Row, earlier: Sequence[Row], record: type) -> tuple[str, tuple[Anchor, ...]] | None:
    """A labelled row of computed values (合计): its label, and its columns by the heads above them."""
    slots = [slot for cell in row.cells for slot in cell.pattern.slots]
    if not slots or any(slot.origin is not Origin.COMPUTED for slot in slots):
        return None
    name = next((_text(cell.pattern) for cell in row.cells if cell.pattern.literal), "")
    return (key(name), tuple(_row_anchors(row, earlier, record, prefer_above=True))) if name else None


def _is_label(cell: CellNode) -> bool:
    return not cell.pattern.slots or all(slot.path.startswith(f"{TERMS}.") for slot in cell.pattern.slots)


def _row_anchors(
    row: Row,
    earlier: Sequence[Row],
    record: type,
    *,
    prefer_above: bool = False,
    heads: Mapping[int, Head] = MappingProxyType({}),
) -> Iterator[Anchor]:
    """The labels of a row's values; ``heads`` are the labels that stand in the cells of the values themselves."""
    left: CellNode | None = None
    served = False
    for cell in row.cells:
        if _is_label(cell):
            if cell.pattern.literal:
                left, served = cell, False
            continue
        if not prefer_above and any(cell.place == c.place for above in earlier[-1:] for c in above.cells):
            continue  # reaches into this row from above
        head = heads.get(id(cell.pattern)) if left is None or served else None
        if head is not None:
            own = _field_names(head.rest.slots, record)
            names = tuple(dict.fromkeys((head.text, *own)))
            yield Anchor(names, own, head.rest, Direction.INSIDE, pattern([head.text]))
            continue
        served = True
        above = _label_above(cell, earlier)
        is_below = prefer_above or left is None or _is_beside(left, above, earlier)
        label, direction = (above, Direction.DOWN) if is_below else (left, Direction.RIGHT)
        if label is None:
            label, direction = (left, Direction.RIGHT) if left is not None else (above, Direction.DOWN)
        own = _field_names(cell.pattern.slots, record)
        names = ((_text(label.pattern),) if label is not None else ()) + own
        if names:
            yield Anchor(
                tuple(dict.fromkeys(names)),
                own,
                cell.pattern,
                direction,
                label.pattern if label is not None else None,
                cell.merged_down,
            )
        if not prefer_above:
            left = None if direction is Direction.DOWN else left


def _is_beside(left: CellNode, above: CellNode | None, earlier: Sequence[Row]) -> bool:
    """Whether the label on the left is merged over a row of labels too, which then are the nearer ones."""
    return above is not None and any(
        any(cell is above for cell in row.cells) and any(cell.place == left.place for cell in row.cells)
        for row in earlier
    )


def _field_names(slots: Sequence[Slot], record: type) -> tuple[str, ...]:
    """The names of the one field of a cell, or of the part of the record that all its fields are of."""
    paths = {slot.path for slot in slots}
    if len(paths) == 1:
        return _names_of(slots[0].info)
    steps = zip(*(path.split(".") for path in paths), strict=False)
    parent = [step[0] for step in itertools.takewhile(lambda step: len(set(step)) == 1, steps)]
    info = field_at(record, ".".join("0" if name == "*" else name for name in parent)) if parent else None
    return _names_of(info) if info is not None and info.record is not None else ()


def _names_of(info: FieldInfo) -> tuple[str, ...]:
    return tuple(name for name in (info.meta.label, *info.meta.aliases) if name)


def _label_above(cell: CellNode, earlier: Sequence[Row]) -> CellNode | None:
    """The nearest label above that shares most of the cell's columns."""
    for row in reversed(earlier):
        for other in row.cells:
            shared = min(cell.last, other.last) - max(cell.first, other.first) + 1
            if shared * 2 >= cell.last - cell.first + 1:
                return other if _is_label(other) and other.pattern.literal else None
    return None
