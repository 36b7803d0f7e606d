"""The tags of a workbook for any data: docxtpl's, with all that Jinja's expressions can say.

A tag that names something (``{{ row.account.number }}``) is followed without Jinja; everything else is compiled by it
once. A cell of one tag has the value itself, so that numbers and days stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter, itemgetter
from typing import Any

import attrs
from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment, SandboxedEnvironment

from kjfz_docs.errors import UnwritableError
from kjfz_docs.findings import Place
from kjfz_docs.templating.jinja_tags import TOO_DEEP, TOO_DEEP_SAID, of_other_templates
from kjfz_docs.templating.plain_texts import without_markup
from kjfz_docs.templating.tags import Statement, dotted, fault
from kjfz_docs.templating.xlsx_program import Language, Part, Rows, Scope

_ROW_TAG = re.compile(r"\{%-?\s*tr\s+(?P<word>\w+)\s*(?P<rest>.*?)\s*-?%\}", re.DOTALL)
_FOR = re.compile(r"(?P<variable>[A-Za-z]\w*)\s+in\s+(?P<source>.+)", re.DOTALL)
_SINGLE = re.compile(r"\{\{[-+]?(?P<source>.*?)[-+]?\}\}", re.DOTALL)
_SHARED = re.compile(r"\{%\s*vm\s*%\}")
_TAG = re.compile(r"\{[{%].*?[}%]\}", re.DOTALL)
_WORDS = frozenset({"for", "else", "endfor", "if", "endif"})
TURN = "loop"
# A name that no tag can have: the iterators that loops of one document have begun.
BEGUN = " begun"
_NO_NAME = "the data has no such name"


def environment(filters: Mapping[str, Callable[..., Any]]) -> SandboxedEnvironment:
    """Jinja for any sheet: sandboxed, strict about names that the data does not have; None is printed as nothing."""
    made = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        finalize=lambda value: "" if value is None else without_markup(value),
    )
    made.filters.update(filters)
    return made


@attrs.frozen
class Turn:
    """What ``loop`` tells of an item: its number among all."""

    index0: int

    @property
    def index(self) -> int:
        return self.index0 + 1

    @property
    def first(self) -> bool:
        return not self.index0


class _MissingError(Exception):
    """A name that is not in the data."""


def _named(value: Any, name: str) -> Any:
    """What a name means of a value: the entry of a mapping, the attribute of anything else, or its entry."""
    if isinstance(value, Mapping):
        if name in value:
            return value[name]
    elif not name.startswith("_"):
        try:
            return getattr(value, name)
        except AttributeError:
            try:
                return value[name]
            except (TypeError, LookupError):
                pass
    raise _MissingError(name)


def _column(values: Sequence[Any], name: str) -> list[Any]:
    """The same of many values, at once where they are of one kind."""
    kinds = set(map(type, values))
    try:
        if kinds == {dict}:
            return list(map(itemgetter(name), values))
        if len(kinds) == 1 and not issubclass(kinds.pop(), Mapping) and not name.startswith("_"):
            return list(map(attrgetter(name), values))
    except (AttributeError, LookupError):
        pass
    return [_named(value, name) for value in values]


@attrs.frozen(eq=False)
class Named:
    """A tag that names a value: ``{{ row.account.number }}``."""

    path: str
    root: str
    rest: tuple[str, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        return (self.path,)

    def value(self, scope: Scope) -> Any:
        """What it names. Raises UnwritableError, which names it, where the data does not have it."""
        try:
            value = _named(scope.names, self.root)
            for name in self.rest:
                value = _named(value, name)
        except _MissingError:
            raise UnwritableError(scope.path(self.path), _NO_NAME) from None
        return value

    def column(self, items: Sequence[Any], path: str) -> list[Any]:
        """What it names of each of many items, the first of which is at a path of the data."""
        values: Sequence[Any] = items
        try:
            for name in self.rest:
                values = _column(values, name)
        except _MissingError:
            raise UnwritableError(path, _NO_NAME) from None
        return list(values)

    def text(self, scope: Scope) -> str:
        value = self.value(scope)
        return "" if value is None else str(value)


@attrs.frozen(eq=False)
class Reckoned:
    """A tag with an expression (``{{ row.price * row.count }}``); ``make`` gives its value."""

    source: str
    paths: tuple[str, ...]
    make: Callable[..., Any]

    def value(self, scope: Scope) -> Any:
        """Its value. Raises UnwritableError, which has the tag, where it has none."""
        made = _made(self.make, scope, self.source)
        if isinstance(made, StrictUndefined):
            raise UnwritableError(self.source, f"{_NO_NAME} ({made._undefined_message})")
        return made

    def text(self, scope: Scope) -> str:
        value = self.value(scope)
        return "" if value is None else str(value)


@attrs.frozen(eq=False)
class Mixed:
    """A cell of texts and tags, or with conditions; ``make`` gives its text."""

    source: str
    paths: tuple[str, ...]
    make: Callable[..., str]

    def text(self, scope: Scope) -> str:
        return str(_made(self.make, scope, self.source))


Typed = Named | Reckoned


def _made(make: Callable[[Mapping[str, Any]], Any], scope: Scope, source: str) -> Any:
    """What Jinja makes of the names of a place. Raises UnwritableError, which has the tag, where it cannot."""
    try:
        return make(scope.names)
    except UndefinedError as error:
        raise UnwritableError(source, f"{_NO_NAME} ({error})") from None
    except (TypeError, ValueError, ArithmeticError, LookupError) as error:
        raise UnwritableError(source, f"{type(error).__name__}: {error}") from error


def _paths(tree: nodes.Template) -> Iterator[str]:
    """What the tags of a text take from the data."""
    roots = meta.find_undeclared_variables(tree)
    inner = {id(node.node) for node in tree.find_all(nodes.Getattr)}
    for node in tree.find_all((nodes.Name, nodes.Getattr)):
        path = dotted(node)
        if path is not None and id(node) not in inner and path.partition(".")[0] in roots:
            yield path


# ------------------------------------------------------------------ rows


def _statement(text: str, place: Place) -> Statement | None:
    match = _ROW_TAG.fullmatch(text.strip())
    if match is None:
        if _ROW_TAG.search(text):
            raise fault("KD605", text.strip(), place)
        raise fault("KD601", text.strip(), place, detail="标签没有写完整", hint="请检查 {% %} 是否成对")
    if match["word"] not in _WORDS:
        hint = "表格行只支持 for、if、else、endfor、endif"
        raise fault("KD601", match[0], place, detail="标签的写法不对", hint=hint)
    return Statement(match["word"], "tr", match[0], where=place)


@attrs.frozen(eq=False)
class Loop:
    """``{%tr for row in rows %}``: rows for each item of whatever can be iterated over, asked for one by one."""

    variable: str
    over: Typed
    source: str

    def items(self, scope: Scope) -> tuple[Iterable[Any], Callable[[int], str]]:
        """The items, and the path in the data of each."""
        found, path = self.over.value(scope), self.path(scope)
        if isinstance(found, str) or not isinstance(found, Iterable):
            raise UnwritableError(path, f"rows are asked for, and it is {type(found).__name__}")
        if isinstance(found, Iterator):
            begun = scope.names[BEGUN]
            if any(each is found for each in begun):
                raise UnwritableError(path, "an iterator is gone through but once: give a list")
            begun.append(found)
        return found, lambda number: f"{path}.{number}"

    def inside(self, scope: Scope, item: Any, number: int, path: str) -> Scope:
        """The scope of an item, the ``number``-th from 0."""
        names = {**scope.names, self.variable: item, TURN: Turn(number)}
        return Scope(names, {**scope.paths, self.variable: path})

    def path(self, scope: Scope) -> str:
        """The path in the data of what it runs over; an expression is its own."""
        return scope.path(self.over.path) if isinstance(self.over, Named) else self.source


@attrs.frozen(eq=False)
class When:
    """``{%tr if … %}``: rows that are printed once or not at all."""

    of: Typed
    source: str
    variable: str = ""

    def items(self, scope: Scope) -> tuple[Iterable[Any], Callable[[int], str]]:
        """One item where the condition holds."""
        return ((None,) if self.of.value(scope) else ()), lambda _: self.source

    def inside(self, scope: Scope, item: Any, number: int, path: str) -> Scope:  # noqa: ARG002 - names are those around
        """The scope around it."""
        return scope

    def path(self, scope: Scope) -> str:  # noqa: ARG002 - the same wherever it stands
        """The condition."""
        return self.source


# ------------------------------------------------------------------ the language


class AnyData:
    """What may stand in the tags of a sheet for any data."""

    def __init__(self, jinja: SandboxedEnvironment) -> None:
        self._jinja = jinja

    def language(self) -> Language:
        return Language(self._cell, _statement, self._loop)

    def _cell(self, text: str, place: Place) -> tuple[Part, ...]:
        """The one part of a cell's text. Raises TemplateError for what Jinja does not understand."""
        text = _SHARED.sub("", text)
        tree = self._parsed(text, place)
        only = tree.body[0] if len(tree.body) == 1 else None
        single = only.nodes[0] if isinstance(only, nodes.Output) and len(only.nodes) == 1 else None
        if isinstance(single, nodes.TemplateData):
            return (text,)
        tag = _SINGLE.fullmatch(text)
        if isinstance(single, nodes.Expr) and tag is not None:
            return (self._typed(tag["source"], text, place),)
        return (Mixed(text, tuple(_paths(tree)), self._jinja.from_string(text).render),)

    def _typed(self, expression: str, source: str, place: Place) -> Typed:
        tree = self._parsed(f"{{{{ {expression} }}}}", place)
        output = tree.find(nodes.Output)
        path = dotted(output.nodes[0]) if output is not None else None
        if path is not None:
            root, *rest = path.split(".")
            return Named(path, root, tuple(rest))
        make = self._jinja.compile_expression(expression, undefined_to_none=False)
        return Reckoned(source, tuple(_paths(tree)), make)

    def _loop(self, statement: Statement, place: Place) -> Rows:
        match = _ROW_TAG.fullmatch(statement.source)
        rest = match["rest"] if match is not None else ""
        if statement.word == "if":
            return When(self._typed(rest, statement.source, place), statement.source)
        found = _FOR.fullmatch(rest)
        tree = None if found is None else self._parsed(f"{{% for {rest} %}}{{% endfor %}}", place)
        loop = None if tree is None else tree.find(nodes.For)
        if found is None or loop is None or loop.test is not None or loop.recursive:
            hint = "应写作 {%tr for row in rows %}"
            raise fault("KD601", statement.source, place, detail="循环写法不对", hint=hint)
        over = self._typed(found["source"], statement.source, place)
        return Loop(found["variable"], over, statement.source)

    def _parsed(self, text: str, place: Place) -> nodes.Template:
        try:
            self._jinja.compile(text)  # finds unknown filters and tests, too
        except (TemplateSyntaxError, *TOO_DEEP) as error:
            found = _TAG.search(text)
            tag = found.group() if found else text
            hint = "请检查标签的写法，如 {{ name }}"
            said = error.message if isinstance(error, TemplateSyntaxError) else TOO_DEEP_SAID
            raise fault("KD601", tag, place, detail=said or "标签的写法不对", hint=hint) from None
        tree = self._jinja.parse(text)
        if any(of_other_templates(tree)):
            raise fault("KD601", text, place, detail="模板不能引用其他模板", hint="请把内容写在本模板里")
        return tree
