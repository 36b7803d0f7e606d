"""The labels of a template and where their values stand: right of them, below, or behind them in one cell.

Directions are preferences of the template, not laws.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property

import attrs

from kjfz_docs.grids.model import RichText
from kjfz_docs.reading.inner_labels import label_before
from kjfz_docs.reading.titles import Titled, title_in
from kjfz_docs.reading.words import key, parts_of, resembles, short_key
from kjfz_docs.records.fields import FieldInfo
from kjfz_docs.records.units import unit_in
from kjfz_docs.templating.pattern import Ambiguous, Capture, Pattern, is_one_of
from kjfz_docs.templating.skeleton import Block, Loop

_DAY = "日期"
_LONGEST_LITERAL = 60
# A shorter text is too easily like another.
_SHORTEST_LITERAL = 5
_RESEMBLANCE = 0.7


class Direction(enum.Enum):
    """Where a value stands as seen from its label."""

    RIGHT = "right"
    DOWN = "down"
    INSIDE = "inside"  # behind the label, in the same cell


def names_of(info: FieldInfo) -> tuple[str, ...]:
    """The names of a field: its label and what else people call it."""
    return tuple(name for name in (info.meta.label, *info.meta.aliases) if name)


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
        named = [names_of(info) for info in infos.values()]
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

    def under(self, captures: tuple[Capture, ...] | Ambiguous, text: str) -> tuple[Capture, ...] | Ambiguous:
        """What stands in the slots below or beside the label as a file has it, perhaps with another unit."""
        if isinstance(captures, Ambiguous) or unit_in(text) in ("", unit_in(self.full_name)):
            return captures
        return tuple(capture.under(text) for capture in captures)

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

    def called(self, text: str) -> Sequence[Anchor]:
        """The labels that a text is the name of, with or without what stands in its brackets."""
        return self.exact.get(key(text)) or self.short.get(short_key(text)) or ()

    def has(self, text: str) -> bool:
        """Whether a text is one of the labels."""
        if len(text) > _LONGEST_LITERAL:
            return False
        return (
            key(text) in self.exact
            or short_key(text) in self.short
            or any(anchor.is_named_by(text) for anchor in self.with_terms)
        )


@attrs.frozen(eq=False, slots=False)
class ListTable:
    """A list of a form: its path, the labels of its columns, and the labelled rows of totals after it.

    Each total comes with the column that it stands under, where the template has one.

    ``parts`` are columns that people make of one (开户行 and 银行账号 apart), ``wholes`` one that they make of
    several. ``partial``: a file may have any of the columns; only those that are required are missed. ``heading`` is
    what the template prints above its head, or beside all its rows, as it is compared.
    """

    path: str
    columns: tuple[Anchor, ...]
    loop: Loop
    parts: tuple[Anchor, ...] = ()
    wholes: tuple[Anchor, ...] = ()
    partial: bool = False
    totals: tuple[tuple[str, tuple[tuple[Anchor, Anchor | None], ...]], ...] = ()
    heading: str = ""

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name of a column as it is compared."""
        anchors = (*self.columns, *self.parts, *self.wholes)
        return frozenset(name for anchor in anchors for name in (*anchor.keys, *anchor.short_keys))


@attrs.frozen(eq=False, slots=False)
class Matrix:
    """Values that are named by a label at their left and a head above them, by both; ``columns`` are the heads."""

    labels: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], Pattern]

    @cached_property
    def anchors(self) -> tuple[Anchor, ...]:
        """A label for each of the values."""
        return tuple(
            Anchor((label, column + label), (), found, Direction.RIGHT, shared=True)
            for (label, column), found in self.cells.items()
        )


@attrs.frozen(eq=False, slots=False)
class Labels:
    """What the tolerant reader needs of a template."""

    titles: tuple[Pattern, ...]
    blocks: tuple[Block, ...]
    anchors: tuple[Anchor, ...]
    lists: tuple[ListTable, ...]
    literals: frozenset[str]
    patterns: tuple[Pattern, ...]
    matrices: tuple[Matrix, ...] = ()

    @cached_property
    def all_anchors(self) -> tuple[Anchor, ...]:
        """Every label that a value belongs to."""
        columns = (column for found in self.lists for column in found.columns)
        return (*self.anchors, *columns, *(anchor for found in self.matrices for anchor in found.anchors))

    @cached_property
    def own_lines(self) -> tuple[Pattern, ...]:
        """The lines outside its tables that hold values, but for the title."""
        lines = (line for block in self.blocks for line in block.lines if line.slots)
        return tuple(line for line in lines if not any(line is title for title in self.titles))

    @cached_property
    def list_names(self) -> frozenset[str]:
        """The names of the columns of its lists, as they are compared."""
        return frozenset[str]().union(*(table.names for table in self.lists))

    @cached_property
    def line_names(self) -> frozenset[str]:
        """The labels in these lines, as they are compared."""
        named = (label_before(line.parts, slot) for line in self.own_lines for slot in line.slots)
        return frozenset(key(name) for names in named for name in names)

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
        """What the template prints as the name of each field, by its path.

        A label within several cells (签字：) comes with that of the cell, and so does a day behind another value.
        """
        found: dict[str, tuple[str, str]] = {}
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
                own = next(iter(label_before(cell.parts, slot)), "")
                if not own and slot.path != cell.slots[0].path and slot.info.type is dt.date:
                    own = _DAY
                found.setdefault(slot.path, (" ".join(name.split()), " ".join(own.split())))
        counts = Counter(own for _, own in found.values())
        return {
            path: f"{name} / {own}" if name and own and (own == _DAY or counts[own] > 1) else own or name
            for path, (name, own) in found.items()
        }

    def is_label(self, text: str) -> bool:
        """Whether a text names a value, alone or with another, that is not one of a list."""
        return self.names.has(text) or key(text) in self._of_matrices

    @cached_property
    def _of_matrices(self) -> frozenset[str]:
        return frozenset(key(name) for each in self.matrices for name in (*each.labels, *each.columns))

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
            len(literal) >= _SHORTEST_LITERAL and resembles(found, literal, _RESEMBLANCE)
            for literal in self.literals
        )

    def is_title(self, text: str) -> bool:
        """Whether a line is the form's title, whatever programme and cohort it names."""
        return _is_title(self.titles, text)

    def title_in(self, text: RichText) -> Titled | None:
        """The form's title in a line, without what people put around it."""
        return title_in(self.titles, text)


# A few titles stand on all the forms of a cohort, and each is asked for several times.
@functools.lru_cache(maxsize=1024)
def _is_title(titles: tuple[Pattern, ...], text: str) -> bool:
    return title_in(titles, RichText(text)) is not None
