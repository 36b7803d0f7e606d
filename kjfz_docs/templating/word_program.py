"""A part of a Word template as bytes that never change and slots between them, filled without Jinja.

For parts without blocks, and for parts whose only blocks are loops over rows that print dotted names. A value that
this is not made for raises Unfit, and Jinja renders the part: it gives the same bytes, or says what is wrong.
"""

from __future__ import annotations

import collections
import itertools
from collections.abc import Callable, Iterator, MutableMapping, MutableSequence, MutableSet, Sequence
from operator import attrgetter, itemgetter
from typing import Any

from jinja2 import nodes
from jinja2.sandbox import SandboxedEnvironment

from kjfz_docs.templating.jinja_part import METHODS
from kjfz_docs.templating.paths import Getter, getter, parsed, path_in, path_of, picker
from kjfz_docs.templating.pieces import Tag
from kjfz_docs.templating.word_values import Slots, Unfit

# So many rows are written at once: enough that each costs little, few enough that they stay near the processor.
_ROWS = 64
_COUNTERS = {("loop", "index"): 1, ("loop", "index0"): 0}
# Classes of whose attributes Jinja's sandbox hides some.
_GUARDED = (MutableMapping, MutableSequence, MutableSet, collections.deque, type)

Parts = Sequence[str | Tag]


class Stretch:
    """Texts and slots in turn, without blocks."""

    def __init__(self, parts: Parts, environment: SandboxedEnvironment) -> None:
        tags = [part for part in parts if isinstance(part, Tag)]
        self._slots = Slots(tags)
        self._values = _values_of([path_in(tag.source, environment) for tag in tags], environment)
        self._pieces = [part.encode() if isinstance(part, str) else b"" for part in parts]

    def chunks(self, mapping: dict[str, Any]) -> Iterator[bytes]:
        """The stretch with the values of a mapping, as one piece."""
        yield self.render(mapping)

    def render(self, mapping: dict[str, Any]) -> bytes:
        """The stretch with the values of a mapping."""
        pieces = self._pieces
        if len(pieces) > 1:
            pieces = pieces.copy()
            pieces[1::2] = self._slots.encoded(self._values(mapping))
        return b"".join(pieces)


def _values_of(
    paths: Sequence[tuple[str, ...]], environment: SandboxedEnvironment
) -> Callable[[dict[str, Any]], Sequence[Any]]:
    """What takes the values of paths from a mapping, whose own methods are no names of a template."""
    pick = picker(tuple(path[0] for path in paths))
    longer = [(index, getter(path[1:], environment)) for index, path in enumerate(paths) if len(path) > 1]
    if not longer:
        return pick

    def values(mapping: dict[str, Any]) -> Sequence[Any]:
        found = list(pick(mapping))
        for index, get in longer:
            found[index] = get(found[index])
        return found

    return values


class Loop:
    """The rows of a list: ``{%tr for row in rows %}`` around texts and slots."""

    def __init__(self, tag: Tag, parts: Parts, environment: SandboxedEnvironment) -> None:
        loop = environment.parse(f"{{% {tag.source} %}}{{% endfor %}}").body[0]
        if not isinstance(loop, nodes.For) or loop.test or loop.recursive:
            raise Unfit
        source, target = path_of(loop.iter), loop.target
        if source is None or not isinstance(target, nodes.Name):
            raise Unfit
        self._rows = _values_of([source], environment)
        tags = [part for part in parts if isinstance(part, Tag)]
        if not tags:
            raise Unfit
        self._slots = Slots(tags)
        self._columns(tags, target.name, environment)
        texts = [part.encode() for part in parts if isinstance(part, str)]
        self._first, self._last = texts[0], texts[-1]
        # A row begins with the end of the one before it.
        self._base: list[bytes] = [self._last + self._first, b""]
        for text in texts[1:-1]:
            self._base += (text, b"")

    def _columns(self, tags: Sequence[Tag], variable: str, environment: SandboxedEnvironment) -> None:
        """Which value each slot of a row takes: one of the row, its number, or one that is the same in all rows."""
        own: list[tuple[str, ...]] = []
        self._own: list[int] = []
        self._counters: list[tuple[int, int]] = []
        self._outer: list[tuple[int, Callable[[dict[str, Any]], Sequence[Any]]]] = []
        for index, tag in enumerate(tags):
            path = path_of(parsed(tag.source, environment))
            if path in _COUNTERS:
                self._counters.append((index, _COUNTERS[path]))
            elif path is not None and path[0] == variable:
                own.append(path[1:])
                self._own.append(index)
            else:
                self._outer.append((index, _values_of([path_in(tag.source, environment)], environment)))
        self._getters: list[Getter] = [getter(path, environment) if path else _itself for path in own]
        self._names = tuple(path[0] for path in own if len(path) == 1)
        is_flat = len(self._names) == len(own) > 0
        self._pick = itemgetter(*self._names) if is_flat and METHODS.isdisjoint(self._names) else None
        self._attributes = attrgetter(*self._names) if is_flat else None

    def chunks(self, mapping: dict[str, Any]) -> Iterator[bytes]:
        """The rows, some at a time."""
        (rows,) = self._rows(mapping)
        if type(rows) not in (list, tuple):
            raise Unfit
        for start in range(0, len(rows), _ROWS):
            chunk = rows[start : start + _ROWS]
            pieces = self._base * len(chunk)
            pieces[1::2] = self._slots.encoded(self._values(chunk, start, mapping))
            if start == 0:
                pieces[0] = self._first
            yield b"".join(pieces)
        if rows:
            yield self._last

    def _values(self, rows: Sequence[Any], start: int, mapping: dict[str, Any]) -> list[Any]:
        own = self._of_rows(rows)
        if len(self._own) == self._slots.count:
            return own
        width, count = self._slots.count, len(rows)
        values: list[Any] = [""] * (width * count)
        for number, index in enumerate(self._own):
            values[index::width] = own[number :: len(self._own)]
        for index, first in self._counters:
            values[index::width] = range(start + first, start + first + count)
        for index, get in self._outer:
            values[index::width] = list(get(mapping)) * count
        return values

    def _of_rows(self, rows: Sequence[Any]) -> list[Any]:
        """The values of the rows themselves, row after row."""
        kinds = set(map(type, rows))
        if self._pick is not None and kinds == {dict}:
            picked = map(self._pick, rows)
        elif self._attributes is not None and all(map(_is_open, kinds)):
            picked = map(self._attributes, rows)
        else:
            return [get(row) for row in rows for get in self._getters]
        return list(picked) if len(self._names) == 1 else list(itertools.chain.from_iterable(picked))


def _itself(row: Any) -> Any:
    return row


def _is_open(kind: type) -> bool:
    """Whether Jinja's sandbox lets a template see every attribute of a class that has no underscore before it."""
    return kind.__module__ not in ("builtins", "types") and not issubclass(kind, _GUARDED)


class FastPart:
    """A part as stretches and loops in turn."""

    def __init__(self, parts: Parts, environment: SandboxedEnvironment, declaration: bytes) -> None:
        self.blocks = tuple(_blocks(parts, environment))
        self._declaration = declaration

    @property
    def has_loops(self) -> bool:
        return len(self.blocks) > 1

    @property
    def engine(self) -> str:
        return "rows" if self.has_loops else "slots"

    def chunks(self, mapping: dict[str, Any]) -> Iterator[bytes]:
        """The part with the values of a mapping, in pieces. Raises Unfit, also after some pieces."""
        yield self._declaration
        try:
            for block in self.blocks:
                yield from block.chunks(mapping)
        except (KeyError, AttributeError):
            raise Unfit from None

    def render(self, mapping: dict[str, Any]) -> bytes:
        """The part with the values of a mapping as one piece."""
        return b"".join(self.chunks(mapping))


def _blocks(parts: Parts, environment: SandboxedEnvironment) -> Iterator[Stretch | Loop]:
    """The blocks of a part. Raises Unfit where it has others than simple loops."""
    start = 0
    opened: Tag | None = None
    for index, part in enumerate(parts):
        if isinstance(part, str) or part.is_value:
            continue
        word = part.source.split(None, 1)[0]
        if word == "for" and opened is None:
            yield Stretch(parts[start:index], environment)
            opened, start = part, index + 1
        elif word == "endfor" and opened is not None:
            yield Loop(opened, parts[start:index], environment)
            opened, start = None, index + 1
        else:
            raise Unfit
    yield Stretch(parts[start:], environment)


def fast_part(parts: Parts, environment: SandboxedEnvironment, declaration: bytes) -> FastPart | None:
    """The part for filling without Jinja, or None where it needs Jinja."""
    try:
        return FastPart(parts, environment, declaration)
    except Unfit:
        return None
