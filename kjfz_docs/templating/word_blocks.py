"""A part of a Word template with conditions and loops in one another, as a function that is generated once.

For blocks that ask for nothing but dotted names: ``{% if a.b and not c %}``, ``{% for x in rows %}``, ``loop.first``.
The function only gathers texts and values; these are written all at once, as those of slots and rows are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from jinja2 import Undefined, nodes
from jinja2.sandbox import SandboxedEnvironment

from kjfz_docs.templating.jinja_part import METHODS
from kjfz_docs.templating.jinja_tags import TOO_DEEP
from kjfz_docs.templating.paths import SPECIAL, parsed, path_of
from kjfz_docs.templating.pieces import Tag
from kjfz_docs.templating.word_values import Slots, Unfit

# So many values are gathered before they are written.
_VALUES = 600
_LOOP = {
    "index": "i{0} + 1",
    "index0": "i{0}",
    "first": "i{0} == 0",
    "last": "i{0} == len(r{0}) - 1",
    "length": "len(r{0})",
}
_ENDS = ("elif", "else", "endif", "endfor")


class BlocksPart:
    """The part, compiled."""

    engine = "blocks"
    has_loops = True

    def __init__(
        self, parts: Sequence[str | Tag], environment: SandboxedEnvironment, declaration: bytes
    ) -> None:
        self._slots = Slots([part for part in parts if isinstance(part, Tag) and part.is_value])
        source = _Source(parts, environment, declaration)
        made: dict[str, Any] = {}
        exec(compile(source.text, "<blocks of a template>", "exec"), made)
        self._fill: Callable[..., Iterator[None]] = made["fill"]
        self._texts = tuple(source.texts)
        self._environment = environment

    def chunks(self, mapping: dict[str, Any]) -> Iterator[bytes]:
        """The part with the values of a mapping, in pieces. Raises Unfit, also after some pieces."""
        texts: list[bytes] = []
        values: list[Any] = []
        order: list[int] = []
        gathered = (texts.append, values.append, order.append, values.__len__)
        try:
            for _ in self._fill(mapping, self._texts, self._get, Unfit, *gathered):
                yield self._written(texts, values, order)
        except KeyError:
            raise Unfit from None
        if values:
            yield self._written(texts, values, order)

    def render(self, mapping: dict[str, Any]) -> bytes:
        """The part with the values of a mapping as one piece."""
        return b"".join(self.chunks(mapping))

    def _written(self, texts: list[bytes], values: list[Any], order: list[int]) -> bytes:
        """What was gathered, which is then forgotten."""
        pieces = [b""] * (2 * len(texts))
        pieces[0::2] = texts
        pieces[1::2] = self._slots.encoded(values, order)
        for each in (texts, values, order):
            each.clear()
        return b"".join(pieces)

    def _get(self, value: Any, name: str) -> Any:
        found = self._environment.getattr(value, name)
        if isinstance(found, Undefined):
            raise Unfit
        return found


def blocks_part(
    parts: Sequence[str | Tag], environment: SandboxedEnvironment, declaration: bytes
) -> BlocksPart | None:
    """The part as a function, or None where it has blocks that need Jinja."""
    try:
        return BlocksPart(parts, environment, declaration)
    except (Unfit, *TOO_DEEP):
        return None


class _Source:
    """Writes the function. Of the template only names come into it, and those as Python writes them (``repr``).

    ``m`` is the mapping, ``c`` the texts, ``v0``, ``r0``, ``i0`` are the variable of a loop, its rows and its counter.
    """

    def __init__(
        self, parts: Sequence[str | Tag], environment: SandboxedEnvironment, declaration: bytes
    ) -> None:
        self._environment = environment
        self._parts = iter(parts)
        self._lines = ["def fill(m, c, get, Unfit, text, value, tag, gathered):"]
        self.texts: list[bytes] = []
        self._pending = declaration
        self._tags = self._loops = 0
        if self._block({}, None, 1) is not None:
            raise Unfit
        self._line(1, "return")
        self._line(1, "yield")  # a generator also where it has no loop
        self.text = "\n".join(self._lines)

    def _line(self, depth: int, text: str) -> None:
        self._lines.append("    " * depth + text)

    def _block(self, scope: Mapping[str, int], loop: int | None, depth: int) -> Tag | None:
        """Write what stands up to the tag that ends a block, and give that tag; None at the end of the part."""
        for part in self._parts:
            if isinstance(part, str):
                self._pending += part.encode()
            elif part.is_value:
                node = parsed(part.source, self._environment)
                self._emit(depth, self._value(node, scope, loop), self._tags)
                self._tags += 1
            else:
                self._flush(depth)
                word = part.source.split(None, 1)[0]
                if word in _ENDS:
                    return part
                if word == "for":
                    self._for(part, scope, loop, depth)
                elif word == "if":
                    self._if(part, scope, loop, depth)
                else:
                    raise Unfit
        self._flush(depth)
        return None

    def _emit(self, depth: int, value: str, tag: int) -> None:
        self._line(depth, f"text(c[{len(self.texts)}]); value({value}); tag({tag})")
        self.texts.append(self._pending)
        self._pending = b""

    def _flush(self, depth: int) -> None:
        """Write the texts so far: what stands behind them depends on a block."""
        if self._pending:
            self._emit(depth, "''", 0)

    def _if(self, tag: Tag, scope: Mapping[str, int], loop: int | None, depth: int) -> None:
        said, word = tag.source, "if"
        while True:
            if word == "else":
                self._line(depth, "else:")
            else:
                test = self._environment.parse(f"{{% if {said.split(None, 1)[1]} %}}{{% endif %}}").body[0]
                assert isinstance(test, nodes.If)
                self._line(depth, f"{word} {self._test(test.test, scope, loop)}:")
            self._line(depth + 1, "pass")
            end = self._block(scope, loop, depth + 1)
            if end is None or (word == "else" and end.source != "endif"):
                raise Unfit
            said = end.source
            word = said.split(None, 1)[0]
            if word == "endif":
                return
            if word == "endfor":
                raise Unfit

    def _for(self, tag: Tag, scope: Mapping[str, int], loop: int | None, depth: int) -> None:
        found = self._environment.parse(f"{{% {tag.source} %}}{{% endfor %}}").body[0]
        if not isinstance(found, nodes.For) or found.test or found.recursive:
            raise Unfit
        if not isinstance(found.target, nodes.Name) or found.target.name in SPECIAL:
            raise Unfit
        number, self._loops = self._loops, self._loops + 1
        self._line(depth, f"r{number} = {self._value(found.iter, scope, loop)}")
        self._line(depth, f"if type(r{number}) not in (list, tuple): raise Unfit")
        self._line(depth, f"for i{number}, v{number} in enumerate(r{number}):")
        end = self._block({**scope, found.target.name: number}, number, depth + 1)
        self._line(depth + 1, f"if gathered() > {_VALUES}: yield")
        if end is not None and end.source == "else":
            self._line(depth, f"if not r{number}:")
            self._line(depth + 1, "pass")
            end = self._block(scope, loop, depth + 1)
        if end is None or end.source != "endfor":
            raise Unfit

    def _test(self, node: nodes.Node, scope: Mapping[str, int], loop: int | None) -> str:
        if isinstance(node, nodes.Not):
            return f"not ({self._test(node.node, scope, loop)})"
        if isinstance(node, nodes.And | nodes.Or):
            word = "and" if isinstance(node, nodes.And) else "or"
            return f"({self._test(node.left, scope, loop)}) {word} ({self._test(node.right, scope, loop)})"
        return self._value(node, scope, loop)

    def _value(self, node: nodes.Node, scope: Mapping[str, int], loop: int | None) -> str:
        """The Python for a dotted name."""
        path = path_of(node)
        if path is None:
            raise Unfit
        if path[0] == "loop" and loop is not None and len(path) == 2 and path[1] in _LOOP:
            return "(" + _LOOP[path[1]].format(loop) + ")"
        if path[0] in SPECIAL:
            raise Unfit
        made = f"v{scope[path[0]]}" if path[0] in scope else f"m[{path[0]!r}]"
        for name in path[1:]:
            made = self._step(made, name)
        return made

    def _step(self, value: str, name: str) -> str:
        if name in METHODS or not value.startswith("v") or "[" in value or "(" in value:
            return f"get({value}, {name!r})"
        return f"({value}[{name!r}] if type({value}) is dict else get({value}, {name!r}))"
