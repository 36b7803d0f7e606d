"""The tags of a workbook's cells, compiled: the same language as in Word, evaluated without Jinja.

What the language allows (``docs/tags.md``) is little enough to be walked: paths, a filter, a condition around a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

import attrs

from kjfz_docs.codecs import FILTERS, Codec, codec_for
from kjfz_docs.errors import TemplateError
from kjfz_docs.findings import Place
from kjfz_docs.records.fields import FieldInfo
from kjfz_docs.templating.meaning import GROUPING, LINES
from kjfz_docs.templating.tags import Expression, Statement, Token, fault, tokens, unclosed_condition
from kjfz_docs.templating.view import Leaf, View, neighbours, record_of


@attrs.frozen
class Scope:
    """What names mean at a place: the view of a name, and the path in the record that it stands for."""

    names: Mapping[str, Any]
    paths: Mapping[str, str] = attrs.field(factory=dict)

    def inside(self, name: str, value: Any, path: str) -> Scope:
        """The scope of one item of a loop."""
        return Scope({**self.names, name: value}, {**self.paths, name: path})

    def value(self, path: str) -> Any:
        """What a dotted path names: a leaf, a view, or the views of rows."""
        root, *rest = path.split(".")
        found = self.names[root]
        for name in rest:
            found = getattr(found, name)
        return found

    def path(self, path: str) -> str:
        """The path in the record: ``rows.3.name`` for ``row.name``."""
        root, dot, rest = path.partition(".")
        return f"{self.paths.get(root, root)}{dot}{rest}"


# The value that a tag names, the codec that writes it, and the field that it is of.
Found = tuple[Any, Codec[Any], FieldInfo]


class Value:
    """One ``{{ … }}``. What it names is found once for each class of record, and then only looked up."""

    def __init__(self, expression: Expression) -> None:
        self.expression = expression
        root, *rest = expression.path.split(".")
        self.root, self._rest = root, tuple(rest)
        self._known: dict[type, tuple[Codec[Any], FieldInfo]] = {}

    def found(self, scope: Scope) -> Found:
        """What the tag names here."""
        view = scope.names[self.root]
        if not isinstance(view, View):
            return self._of(view)
        value = record_of(view)
        known = self._known.get(type(value))
        if known is None:
            found = self._of(scope.value(self.expression.path))
            self._known[type(value)] = found[1:]
            return found
        for name in self._rest:
            value = getattr(value, name)
            if value is None:
                break
        return value, *known

    def column(self, records: Sequence[Any]) -> list[Any]:
        """What the tag names in each of many records of one class."""
        values = list(records)
        for name in self._rest:
            values = [None if value is None else getattr(value, name) for value in values]
        return values

    def _of(self, leaf: Leaf) -> Found:
        made = FILTERS.get(self.expression.filter or "")
        codec = (
            codec_for(leaf.info, titles=leaf.titles)
            if made is None
            else made.of(leaf.info, *self.expression.arguments, titles=leaf.titles)
        )
        return leaf.value, codec, leaf.info

    def text(self, scope: Scope) -> str:
        """The text of the value."""
        value, codec, _ = self.found(scope)
        return str(codec.write(value))


@attrs.frozen(eq=False)
class Condition:
    """``{% if x %}…{% else %}…{% endif %}``."""

    of: Expression
    then: tuple[Part, ...]
    other: tuple[Part, ...]

    def chosen(self, scope: Scope) -> tuple[Part, ...]:
        """The parts that are printed."""
        return self.then if scope.value(self.of.path) else self.other

    def text(self, scope: Scope) -> str:
        return text_of(self.chosen(scope), scope)


class Printed(Protocol):
    """Whatever makes the text of a part of a cell."""

    def text(self, scope: Scope) -> str: ...


Part = str | Printed


def text_of(parts: Sequence[Part], scope: Scope) -> str:
    """The text of a cell."""
    return "".join([part if isinstance(part, str) else part.text(scope) for part in parts])


def values_of(parts: Sequence[Part], scope: Scope | None = None) -> Iterator[Value]:
    """The values that stand in a cell, those under a condition as well; with a scope those that are printed."""
    for part in parts:
        if isinstance(part, Value):
            yield part
        elif isinstance(part, Condition):
            yield from values_of((*part.then, *part.other) if scope is None else part.chosen(scope), scope)


def program(text: str, place: Place) -> tuple[Part, ...]:
    """The parts of a cell's text. Raises TemplateError for a tag that is none."""
    stream = list(tokens(text, place))
    parts, end = _parts(stream, 0, place)
    if end < len(stream):
        token = stream[end]
        raise fault(
            "KD607", token if isinstance(token, str) else token.source, place, hint="请核对标签的配对"
        )
    return tuple(parts)


def _parts(stream: Sequence[Token], start: int, place: Place) -> tuple[list[Part], int]:
    """The parts up to the statement that closes this level, and where that stands."""
    parts: list[Part] = []
    index = start
    while index < len(stream):
        token = stream[index]
        if isinstance(token, str):
            parts.append(token)
        elif isinstance(token, Expression):
            parts.append(Value(token))
        elif token.word == "if" and token.expression is not None:
            then, index = _parts(stream, index + 1, place)
            other: list[Part] = []
            if _says(stream, index, "else"):
                other, index = _parts(stream, index + 1, place)
            if not _says(stream, index, "endif"):
                raise unclosed_condition(token.source, place)
            parts.append(Condition(token.expression, tuple(then), tuple(other)))
        elif token.word == "for" and token.expression is not None and token.expression.filter == LINES:
            # The paragraphs of a text are the lines of its cell.
            _, index = _parts(stream, index + 1, place)
            parts.append(Value(attrs.evolve(token.expression, filter=None)))
        elif token.word != "vm":
            return parts, index
        index += 1
    return parts, index


def _says(stream: Sequence[Token], index: int, word: str) -> bool:
    token = stream[index] if index < len(stream) else None
    return isinstance(token, Statement) and token.word == word


# ------------------------------------------------------------------ rows


@attrs.frozen(eq=False)
class Loop:
    """What a row loop runs over: ``{%tr for row in rows %}``."""

    variable: str
    expression: Expression

    def inside(self, scope: Scope, item: Any, number: int, path: str) -> Scope:  # noqa: ARG002 - others count
        """The scope of an item, the ``number``-th from 0."""
        return scope.inside(self.variable, item, path)

    def items(self, scope: Scope) -> tuple[Iterable[Any], Callable[[int], str]]:
        """The items (rows, or groups of neighbours that share a value), and the path in the record of each."""
        found = scope.value(self.expression.path)
        path = scope.path(self.expression.path)
        if self.expression.filter == GROUPING:
            return self._groups(found), lambda _: path
        if isinstance(found, Group):
            return found.rows, lambda number: f"{path}.{found.start + number}"
        return found, lambda number: f"{path}.{number}"

    @property
    def source(self) -> str:
        """What it runs over, as it stands in the template."""
        return self.expression.source

    def path(self, scope: Scope) -> str:
        """The path in the record of what it runs over."""
        return scope.path(self.expression.path)

    def _groups(self, rows: tuple[View, ...]) -> Iterator[Group]:
        start = 0
        for group in neighbours(rows, *map(str, self.expression.arguments)):
            yield Group(group, start)
            start += len(group)


class Rows(Protocol):
    """What makes rows: a loop over items, whose ``variable`` names each of them."""

    @property
    def variable(self) -> str: ...

    @property
    def source(self) -> str:
        """What it runs over, as it stands in the template."""

    def items(self, scope: Scope) -> tuple[Iterable[Any], Callable[[int], str]]:
        """The items, and the path in the data of each."""

    def inside(self, scope: Scope, item: Any, number: int, path: str) -> Scope:
        """The scope of an item, the ``number``-th from 0."""

    def path(self, scope: Scope) -> str:
        """The path in the data of what it runs over."""


@attrs.frozen(eq=False)
class Group:
    """Rows that follow one another; ``start`` is the number of the first among all."""

    rows: Sequence[Any]
    start: int


def statement_of(text: str, place: Place) -> Statement | None:
    """The ``{%tr …%}`` tag that a row consists of."""
    if "{%" not in text:
        return None
    found = [token for token in tokens(text, place) if not isinstance(token, str) or token.strip()]
    first = found[0] if found else None
    if isinstance(first, Statement) and first.level == "tr" and len(found) == 1:
        return first
    if any(isinstance(token, Statement) and token.level == "tr" for token in found):
        raise fault("KD605", text.strip(), place)
    return None


def loop_of(statement: Statement, place: Place) -> Loop:
    """The loop that a statement opens."""
    if statement.word != "for" or statement.expression is None or statement.variable is None:
        raise fault("KD607", statement.source, place, hint="表格行只支持 for、else、endfor")
    if statement.expression.filter not in (None, GROUPING):
        raise TemplateError(f"{place}: {statement.source!r}: rows cannot be filtered")
    return Loop(statement.variable, statement.expression)


@attrs.frozen
class Language:
    """What may stand in the tags of a sheet: how cells, the tags of rows, and loops are understood."""

    cell: Callable[[str, Place], tuple[Part, ...]]
    statement: Callable[[str, Place], Statement | None]
    loop: Callable[[Statement, Place], Rows]


RECORDS = Language(program, statement_of, loop_of)
