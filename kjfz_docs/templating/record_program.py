"""A part of a Word template as a Python function over records of one class.

What the tags of a form can say is little: fields, a filter, conditions, loops over rows. Jinja's own parser reads it;
the function made of that prints, text after text, what Jinja would, with every codec known beforehand. What it is not
made for (other tags, records of other classes) is left to Jinja: ``Unfit``.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any

import attrs
from jinja2 import nodes

from kjfz_docs.codecs import FILTERS, Codec, codec_for
from kjfz_docs.codecs.choices import ChoiceCodec
from kjfz_docs.codecs.filters import TickCodec
from kjfz_docs.codecs.numbers import DecimalCodec, IntegerCodec
from kjfz_docs.codecs.text import VerbatimCodec
from kjfz_docs.records.fields import FieldInfo, computed_parts, fields_by_name
from kjfz_docs.templating.fixed_xml import parse, text_of
from kjfz_docs.templating.meaning import GROUPING, LINES
from kjfz_docs.templating.record_texts import Chosen, Days
from kjfz_docs.templating.structure import State, Unbalanced
from kjfz_docs.templating.terms import TERMS, Terms
from kjfz_docs.templating.word_values import Unfit

# Texts that never change and values in turn: so many of them are handed on at a time.
_AT_A_TIME = 4_000
Emit = Callable[[list[Any]], None]


@attrs.frozen
class _Record:
    """What a name means: a record in a variable of the function.

    ``bound`` are the lines, at ``depth``, that bind its ``parts`` to variables of their own.
    """

    variable: str
    cls: type
    bound: list[Any]
    depth: int = 1
    parts: dict[str, _Record] = attrs.field(factory=dict)


@attrs.frozen
class _Leaf:
    """A value of a record: the source that gets it, and its field."""

    source: str
    info: FieldInfo


@attrs.frozen
class _Rows:
    """Rows of one class: the source that gets them; those of a group are known to be of that class."""

    source: str
    cls: type
    is_checked: bool = False


@attrs.frozen
class _Line:
    """A paragraph of a text."""

    variable: str


_Meaning = _Record | _Leaf | _Rows | _Line


class Program:
    """The function of one part; ``run`` hands on lists in which texts of the template and values take turns."""

    def __init__(
        self, tree: nodes.Template, record: type, titles: Mapping[str, str], first: str = ""
    ) -> None:
        maker = _Maker(record, titles, first)
        maker.body(tree.body)
        self.source, names = maker.finished()
        parse(tree.body)
        try:
            exec(compile(self.source, "<record program>", "exec"), names)
        except (SyntaxError, RecursionError) as error:
            raise Unfit from error  # nested too deep
        self._run: Callable[[Any, Any, Emit], None] = names["program"]
        self._record = record

    def run(self, record: Any, terms: Any, emit: Emit) -> None:
        """Print a record. Raises Unfit for one of another class; what was handed on till then is void."""
        if type(record) is not self._record:
            raise Unfit
        try:
            self._run(record, terms, emit)
        except (TypeError, AttributeError, ValueError, LookupError) as error:
            raise Unfit from error  # Jinja says what is wrong


class _Maker:
    """Makes the source of a function. No text of a template gets into it: they are constants, called by number.

    ``first`` is printed before anything else.
    """

    def __init__(self, record: type, titles: Mapping[str, str], first: str) -> None:
        self._titles = titles
        self._names: dict[str, Any] = {
            "Unfit": Unfit,
            "join": b"".join,
            "groupby": itertools.groupby,
            "LIMIT": _AT_A_TIME,
        }
        self._numbers = itertools.count()
        self._lines: list[Any] = []
        self._depth = 1
        self._pairs: list[str] = []
        self._static = first
        # What stands before the next value besides: texts that follow options, each chosen by one value.
        self._chosen: list[str] = []
        self._choice: tuple[str, list[tuple[str, Codec[Any]]]] | None = None
        self._open = State()
        self._loops: list[str] = []
        bound: list[Any] = []
        self._lines.append(bound)
        whole = _Record("record", record, bound)
        self._scope: dict[str, _Meaning] = {TERMS: _Record("terms", Terms, bound)}
        for name in (*fields_by_name(record), *computed_parts(record)):
            self._scope[name] = whole
        self._whole = whole

    # -------------------------------------------------------------- the function

    def finished(self) -> tuple[str, dict[str, Any]]:
        """The source and the names that it uses."""
        if self._open != State():
            raise Unfit
        self._flush()
        lines = ["def program(record, terms, emit):", "    out = []", *_flat(self._lines), "    emit(out)"]
        return "\n".join(lines) + "\n", self._names

    def _constant(self, value: Any) -> str:
        name = f"c{next(self._numbers)}"
        self._names[name] = value
        return name

    def _line(self, text: str) -> None:
        self._lines.append("    " * self._depth + text)

    def _print(self, source: str) -> None:
        self._pairs += (self._before(), source)

    def _before(self) -> str:
        """The source of what stands before the next value."""
        self._end_choice()
        if self._static or not self._chosen:
            self._chosen.append(self._constant(self._static.encode()))
        found, self._chosen, self._static = self._chosen, [], ""
        return found[0] if len(found) == 1 else f"join(({', '.join(found)}))"

    def _choose(self, source: str, codec: Codec[Any]) -> None:
        """Print a value with options; all that one value says in a row is one text for each of them."""
        if self._choice is None or self._choice[0] != source:
            self._end_choice()
            self._choice = source, []
        self._choice[1].append((self._static, codec))
        self._static = ""

    def _end_choice(self) -> None:
        if self._choice is not None:
            source, parts = self._choice
            self._chosen.append(f"{self._constant(Chosen(parts, self._static))}[{source}]")
            self._choice, self._static = None, ""

    def _flush(self) -> None:
        """Write down what was collected, before the function goes another way."""
        if self._static or self._chosen or self._choice:
            self._print("''")
        if self._pairs:
            self._line(f"out += ({', '.join(self._pairs)},)")
            self._pairs = []

    # -------------------------------------------------------------- nodes

    def body(self, found: Sequence[nodes.Node]) -> None:
        """The statements of a template."""
        for node in found:
            if isinstance(node, nodes.Output):
                for each in node.nodes:
                    self._output(each)
            elif isinstance(node, nodes.If):
                self._condition(node)
            elif isinstance(node, nodes.For):
                self._loop(node)
            else:
                raise Unfit

    def _output(self, node: nodes.Node) -> None:
        text = text_of(node)
        if text is not None:
            self._static += text
            try:
                self._open = self._open.after(text)
            except Unbalanced as error:
                raise Unfit from error
            return
        if self._open.tag is not None:
            raise Unfit  # within a tag of the XML
        expression, name, arguments = _filtered(node)
        meaning = self._meaning(expression)
        if isinstance(meaning, _Line) and name is None:
            self._print(meaning.variable)
        elif isinstance(meaning, _Leaf) and name != LINES:
            codec = self._codec(meaning.info, name, arguments)
            if isinstance(codec, (ChoiceCodec, TickCodec)):
                self._choose(meaning.source, codec)
            else:
                self._print(self._written(meaning.source, codec))
        else:
            raise Unfit

    def _condition(self, node: nodes.If) -> None:
        if node.elif_:
            raise Unfit
        before = self._open
        test = self._test(node.test)
        self._flush()
        self._line(f"if {test}:")
        self._block(node.body)
        after, self._open = self._open, before
        if node.else_:
            self._line("else:")
            self._block(node.else_)
        if self._open != after:
            raise Unfit

    def _test(self, node: nodes.Node) -> str:
        if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name) and node.node.name == "loop":
            if node.attr != "first" or not self._loops or "loop" in self._scope:
                raise Unfit
            return f"{self._loops[-1]} == 0"
        meaning = self._meaning(node)
        if not isinstance(meaning, _Leaf):
            raise Unfit
        return f"{meaning.source} is not None"

    def _block(self, found: Sequence[nodes.Node], bound: list[Any] | None = None, end: str = "") -> None:
        self._depth += 1
        if bound is not None:
            self._lines.append(bound)
        self.body(found)
        self._flush()
        self._line(end or "pass")
        self._depth -= 1

    def _loop(self, node: nodes.For) -> None:
        if node.test or node.recursive or not isinstance(node.target, nodes.Name):
            raise Unfit
        before = self._open
        self._flush()
        number = next(self._numbers)
        variable, index, rows = f"v{number}", f"i{number}", f"r{number}"
        expression, name, arguments = _filtered(node.iter)
        meaning = self._meaning(expression)
        bound: list[Any] | None = None
        each: _Meaning
        if isinstance(meaning, _Leaf) and name == LINES:
            self._line(
                f"{rows} = {self._constant(self._codec(meaning.info, name, arguments).write)}({meaning.source})"
            )
            each = _Line(variable)
        elif isinstance(meaning, _Rows) and name in (None, GROUPING):
            self._line(f"{rows} = {meaning.source}")
            if not meaning.is_checked:
                self._line(f"if type({rows}) not in {self._constant((tuple, list))}: raise Unfit")
                self._line(f"if {{*map(type, {rows})}} - {self._constant({meaning.cls})}: raise Unfit")
            if name is None:
                bound = []
                each = _Record(variable, meaning.cls, bound, self._depth + 1)
            else:
                each = self._group(rows, variable, meaning, arguments)
        else:
            raise Unfit
        if node.else_:
            self._line(f"if not {rows}:")
            self._block(node.else_)
            if self._open != before:
                raise Unfit
        outer = dict(self._scope)
        self._scope[node.target.name] = each
        self._loops.append(index)
        self._line(f"for {index}, {variable} in enumerate({rows}):")
        self._block(node.body, bound, "if len(out) > LIMIT: emit(out); out = []")
        self._loops.pop()
        self._scope = outer
        if self._open != before:
            raise Unfit

    def _group(self, rows: str, variable: str, meaning: _Rows, arguments: Sequence[Any]) -> _Rows:
        if len(arguments) != 1 or arguments[0] not in fields_by_name(meaning.cls):
            raise Unfit
        info = fields_by_name(meaning.cls)[arguments[0]]
        if info.record is not None or info.row is not None:
            raise Unfit
        key = self._constant(attrgetter(info.name))
        self._line(f"{rows} = [list(group) for _, group in groupby({rows}, {key})]")
        return _Rows(variable, meaning.cls, is_checked=True)

    # -------------------------------------------------------------- values

    def _meaning(self, node: nodes.Node) -> _Meaning:
        if isinstance(node, nodes.Name):
            found = self._scope.get(node.name)
            if found is None:
                raise Unfit
            return self._of(found, node.name) if found is self._whole else found
        if isinstance(node, nodes.Getattr):
            return self._of(self._meaning(node.node), node.attr)
        raise Unfit

    def _of(self, found: _Meaning, name: str) -> _Meaning:
        """What an attribute of a record means."""
        if not isinstance(found, _Record) or not attrs.has(found.cls):
            raise Unfit
        info = fields_by_name(found.cls).get(name)
        source = f"{found.variable}.{name}"
        if info is None:
            made = computed_parts(found.cls).get(name)
            if made is None:
                raise Unfit
            return self._part(found, name, made, computed=True)
        if info.record is not None:
            return self._part(found, name, info.record, computed=False)
        return _Leaf(source, info) if info.row is None else _Rows(source, info.row)

    def _part(self, found: _Record, name: str, cls: type, *, computed: bool) -> _Record:
        """A part of a record, bound once where the record itself is."""
        if name not in found.parts:
            variable = f"p{next(self._numbers)}"
            made = self._constant(cls)
            lines = [f"{variable} = {found.variable}.{name}"]
            if not computed:
                lines.append(f"if {variable} is None: {variable} = {made}()")
            lines.append(f"if type({variable}) is not {made}: raise Unfit")
            found.bound.extend("    " * found.depth + line for line in lines)
            found.parts[name] = _Record(variable, cls, found.bound, found.depth)
        return found.parts[name]

    def _codec(self, info: FieldInfo, name: str | None, arguments: Sequence[Any]) -> Codec[Any]:
        try:
            if name is None:
                return codec_for(info, titles=self._titles)
            return FILTERS[name].of(info, *arguments, titles=self._titles)
        except (KeyError, TypeError, ValueError) as error:
            raise Unfit from error

    def _written(self, source: str, codec: Codec[Any]) -> str:
        """The source of what a codec makes of a value."""
        blank = "''" if not codec.blank else self._constant(codec.blank)
        if isinstance(codec, VerbatimCodec):
            return f"({blank} if (v := {source}) is None else v)"
        if type(codec) is IntegerCodec:
            return f"({blank} if (v := {source}) is None else str(v))"
        if type(codec) is DecimalCodec:
            return f"({blank} if (v := {source}) is None else f'{{v:f}}')"
        if codec.info.type is dt.date:
            return f"{self._constant(Days(codec))}[{source}]"
        return f"{self._constant(codec.write)}({source})"


def _flat(lines: Sequence[Any]) -> Iterator[str]:
    for line in lines:
        if isinstance(line, str):
            yield line
        else:
            yield from _flat(line)


def _filtered(node: nodes.Node | None) -> tuple[nodes.Node, str | None, list[Any]]:
    """An expression, its filter and the arguments of that."""
    if node is None:
        raise Unfit
    if not isinstance(node, nodes.Filter):
        return node, None, []
    plain = all(isinstance(argument, nodes.Const) for argument in node.args)
    if node.node is None or node.kwargs or node.dyn_args or node.dyn_kwargs or not plain:
        raise Unfit
    return (
        node.node,
        node.name,
        [argument.value for argument in node.args if isinstance(argument, nodes.Const)],
    )
