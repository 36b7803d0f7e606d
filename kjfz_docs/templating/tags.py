"""The tags of a template's text: docxtpl's language, restricted to what can be read back.

``{{ path }}``, ``{{ path|filter("argument") }}``, ``{% if path %}…{% else %}…{% endif %}`` around one slot, and the
block tags ``{%tr …%}``, ``{%p …%}``, ``{%tc …%}`` (see ``docs/tags.md``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import attrs
from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from kjfz_docs.errors import TemplateError
from kjfz_docs.findings import Finding, Place

_TAG = re.compile(r"\{\{(?P<expression>.*?)\}\}|\{%(?P<statement>.*?)%\}|\{#.*?#\}", re.DOTALL)
_STATEMENT = re.compile(r"(?P<level>tr|p|tc|r)?\s+(?P<word>\w+)\s*(?P<rest>.*)", re.DOTALL)
_SHARED = re.compile(r"\{%\s*vm\s*%\}")
_FOR = re.compile(r"(?P<var>\w+)\s+in\s+(?P<source>.+)", re.DOTALL)
_PARSER = SandboxedEnvironment(autoescape=True)


@attrs.frozen
class Expression:
    """``path|filter(arguments)``; ``source`` is the tag as it stands in the template."""

    path: str
    filter: str | None
    arguments: tuple[object, ...]
    source: str


@attrs.frozen
class Statement:
    """A block tag: ``level`` is what it stands for (``tr``, ``p``, ``tc``, or empty for inline)."""

    word: str
    level: str
    source: str
    variable: str | None = None
    expression: Expression | None = None


Token = str | Expression | Statement


def shares_cell(text: str) -> bool:
    """Whether a cell has the tag ``{% vm %}``: the rows of a group share it."""
    return _SHARED.search(text) is not None


def tokens(text: str, where: Place | None = None) -> Iterator[Token]:
    """The literals and tags of a text in order. Raises TemplateError naming the tag and the place."""
    end = 0
    for match in _TAG.finditer(text):
        if match.start() > end:
            yield text[end : match.start()]
        end = match.end()
        source = match.group()
        if any(quote in source for quote in "“”‘’"):
            raise fault("KD608", source, where)
        if match["expression"] is not None:
            yield expression(match["expression"], source, where)
        elif match["statement"] is not None:
            yield _statement(match["statement"], source, where)
    rest = text[end:]
    if "{{" in rest or "{%" in rest or "}}" in rest or "%}" in rest:
        raise fault(
            "KD601", rest.strip(), where, detail="标签没有写完整", hint="请检查 {{ }} 或 {% %} 是否成对"
        )
    if rest:
        yield rest


def expression(text: str, source: str, where: Place | None = None) -> Expression:
    """A dotted path with at most one filter; everything else cannot be read back."""
    try:
        body = _PARSER.parse("{{" + text + "}}").body
    except TemplateSyntaxError as error:
        raise fault(
            "KD601", source, where, detail=error.message or "", hint="请检查标签的写法，如 {{ name }}"
        ) from error
    node = body[0].nodes[0] if len(body) == 1 and isinstance(body[0], nodes.Output) else None
    name: str | None = None
    arguments: tuple[object, ...] = ()
    if isinstance(node, nodes.Filter):
        name = node.name
        if node.kwargs or not all(isinstance(argument, nodes.Const) for argument in node.args):
            raise fault("KD607", source, where, hint="过滤器的参数只能是文字或数字")
        arguments = tuple(argument.value for argument in node.args if isinstance(argument, nodes.Const))
        node = node.node
    path = _path(node)
    if path is None:
        raise fault("KD607", source, where, hint="标签内只能写字段，如 {{ name }} 或 {{ x|date('') }}")
    return Expression(path, name, arguments, source)


def _path(node: nodes.Node | None) -> str | None:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        parent = _path(node.node)
        return f"{parent}.{node.attr}" if parent else None
    return None


def _statement(text: str, source: str, where: Place | None) -> Statement:
    match = _STATEMENT.fullmatch(text.strip() if text[:1].isspace() else text.rstrip())
    if match is None:
        # "{%vm%}" and "{% vm %}" alike
        match = _STATEMENT.fullmatch(" " + text.strip())
    if match is None:
        raise fault("KD607", source, where, hint="请核对标签的写法")
    level, word, rest = match["level"] or "", match["word"], match["rest"].strip()
    if word == "for":
        loop = _FOR.fullmatch(rest)
        if loop is None:
            raise fault("KD601", source, where, detail="循环写法不对", hint="应写作 {%tr for row in rows %}")
        return Statement(word, level, source, loop["var"], expression(loop["source"], source, where))
    if word == "if":
        return Statement(word, level, source, None, expression(rest, source, where))
    if word in {"else", "endif", "endfor", "vm"} and not rest:
        return Statement(word, level, source)
    raise fault("KD607", source, where, hint="只支持 for、if、else、vm")


def unclosed_condition(tag: str, where: Place | None) -> TemplateError:
    """The fault of a condition without its end."""
    hint = "每个 {% if … %} 都要有 {% endif %}"
    return fault("KD601", tag, where, detail="条件没有配对", hint=hint)


def unclosed_loop(tag: str, where: Place | None) -> TemplateError:
    """The fault of a row loop without its end."""
    hint = "每个 {%tr for … %} 都要有 {%tr endfor %}"
    return fault("KD601", tag, where, detail="循环没有配对", hint=hint)


def fault(code: str, tag: str, where: Place | None, **values: Any) -> TemplateError:
    """The exception for one place of a template, with its finding."""
    finding = Finding.of(code, where=where, raw=tag, tag=tag, **values)
    return TemplateError(f"{finding.where or 'template'}: {tag!r} ({code})", [finding])
