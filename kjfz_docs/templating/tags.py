"""The tags of a template's text: docxtpl's language, restricted to what can be read back.

``{{ path }}``, ``{{ path|filter("argument") }}``, ``{% if path %}…{% else %}…{% endif %}`` around one slot, and the
block tags ``{%tr …%}``, ``{%p …%}``, ``{%tc …%}`` (see ``docs/tags.md``).
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs
from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from kjfz_docs.errors import TemplateError
from kjfz_docs.findings import Finding, Place
from kjfz_docs.templating.jinja_tags import TOO_DEEP, TOO_DEEP_SAID, is_too_deep

# A tag ends before the next one begins: one that was not closed does not swallow it.
_INSIDE = r"(?:(?!\{\{|\{%).)*?"
_TAG = re.compile(
    rf"\{{\{{(?P<expression>{_INSIDE})\}}\}}|\{{%(?P<statement>{_INSIDE})%\}}|\{{#.*?#\}}", re.DOTALL
)
_STATEMENT = re.compile(r"(?P<level>tr|p|tc|r)?\s+(?P<word>\w+)\s*(?P<rest>.*)", re.DOTALL)
_SHARED = re.compile(r"\{%\s*vm\s*%\}")
# {%trfor …%} and {% tr for …%}: what docxtpl would not know.
_LOOSE_LEVEL = re.compile(r"\s*(?P<level>tr|tc|p|r)(?P<gap>\s*)(?=(?:for|endfor|if|else|endif)\b)")
# Full-width signs, and signs with spaces between them.
_LOOSE_SIGNS = re.compile(r"[｛｝％]|\{\s+[{%]|[}%]\s+\}")
_LOOSE_TAG = re.compile(r"([{｛])\s*([{｛%％])([^{}｛｝%％]*)([}｝%％])\s*([}｝])")
# {{tr for …}}: a statement in the braces of a value.
_BRACED_STATEMENT = re.compile(
    r"\s*(?:(?:tr|tc|p|r)\s+)?(?:for\s+\w+\s+in|endfor|if|else|endif)\b", re.IGNORECASE
)
_STATEMENT_SIGNS = re.compile(
    rf"[{{｛]\s*[%％]|[%％]\s*[}}｝]|[{{｛]\s*[{{｛]{_BRACED_STATEMENT.pattern}", re.IGNORECASE
)
_ROW_SIGNS = re.compile(r"[{｛]\s*[%％]\s*tr|\{\{\s*tr\s+(?:for|endfor|else)\b", re.IGNORECASE)
# {{{ name }}}
_TRIPLE = re.compile(r"\{{3}([^{}]*)\}{3}")
_NARROW = str.maketrans("｛｝％", "{}%")
_SPLIT_WORD = re.compile(r"\bend\s+(?=(?:for|if)\b)")
# {_{ name }_} is how docxtpl writes braces that are printed.
_LONE_BRACES = re.compile(r"(?<!\{_)[{｛]\s*(?P<name>[A-Za-z_][\w.]*)(?:\|[^{}｛｝]*)?\s*[}｝]")
_FOR = re.compile(r"(?P<var>\w+)\s+in\s+(?P<source>.+)", re.DOTALL)
_PARSER = SandboxedEnvironment(autoescape=True)


@attrs.frozen
class Expression:
    """``path|filter(arguments)``; ``source`` is the tag as it stands in the template, at ``where``."""

    path: str
    filter: str | None
    arguments: tuple[object, ...]
    source: str
    where: Place | None = attrs.field(default=None, eq=False)


@attrs.frozen
class Statement:
    """A block tag: ``level`` is what it stands for (``tr``, ``p``, ``tc``, or empty for inline)."""

    word: str
    level: str
    source: str
    variable: str | None = None
    expression: Expression | None = None
    where: Place | None = attrs.field(default=None, eq=False)


Token = str | Expression | Statement
Noted = Callable[[TemplateError], None]

# What people write in a tag that Jinja does not know, and what to write instead.
_REMEDIES = (
    (re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]"), "标签里有看不见的字符，请删去标签重新输入"),
    (re.compile("[—–]"), "下划线请用英文的 _"),
    (re.compile("[（）]"), "括号请用英文的 ( )"),
    (re.compile("[，、]"), "逗号请用英文的 ,"),
    (re.compile("[。．]"), "点请用英文的 ."),
    (re.compile("[｜|]\\s*$|｜"), "竖线请用英文的 |，后面写过滤器"),
    (re.compile("^[^'\"]*(?:'[^']*'[^'\"]*|\"[^\"]*\"[^'\"]*)*['\"][^'\"]*$"), "引号没有成对"),
    (re.compile(r"\|\s*\w+\s*['\"]"), "过滤器的参数要写在括号里"),
)
_ELSE_IF = ("elif", "elseif", "elsif")
_WORDS = ("for", "endfor", "if", "else", "endif", "vm")
# Half a tag: one that is opened and not closed, or closed and not (or with one brace) opened.
_HALF = re.compile(r"\{\{.*|\{%.*|\{?[^{}\n]*(?:\}\}|%\})", re.DOTALL)
_NAME = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
# What an input method types for a full stop or an underscore, and what nobody sees.
_SLIPS: Mapping[int, str] = {
    **dict.fromkeys(map(ord, "。，,、"), "."),
    **dict.fromkeys(map(ord, "—–-"), "_"),
    **dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"), ""),
}


def raised(error: TemplateError) -> None:
    """What happens to a fault where nobody collects them."""
    raise error


def shares_cell(text: str) -> bool:
    """Whether a cell has the tag ``{% vm %}``: the rows of a group share it."""
    return _SHARED.search(text) is not None


def tokens(text: str, where: Place | None = None, noted: Noted = raised) -> Iterator[Token]:
    """The literals and tags of a text in order.

    Raises TemplateError naming the tag and the place; where ``noted`` takes the errors, a faulty tag is given as it
    was probably meant, or as text.
    """
    end = 0
    text = _tight(text, where, noted) if _LOOSE_SIGNS.search(text) else text
    for match in _TAG.finditer(text):
        yield from _literal(text[end : match.start()], where, noted)
        end = match.end()
        source = match.group()
        if (triple := _TRIPLE.match(text, match.start())) is not None:
            end = triple.end()
            noted(
                fault("KD601", triple[0], where, detail="大括号多了一个", hint=f"应写作 {{{{{triple[1]}}}}}")
            )
            yield expression(triple[1], triple[0], where, noted)
            continue
        try:
            if any(quote in source for quote in "“”‘’"):
                noted(fault("KD608", source, where))
                source = source.translate(_PLAIN_QUOTES)
            inside = source[2:-2]
            if match["expression"] is not None and _BRACED_STATEMENT.match(inside):
                hint = f"应写作 {{%{inside.rstrip()} %}}"
                noted(fault("KD601", match.group(), where, detail="大括号的写法不对", hint=hint))
                yield _statement(inside, match.group(), where, noted)
            elif match["expression"] is not None:
                yield expression(inside, match.group(), where, noted)
            elif match["statement"] is not None:
                yield _statement(inside, match.group(), where, noted)
        except TemplateError as error:
            noted(error)
            yield match.group()
    yield from _literal(text[end:], where, noted)


_PLAIN_QUOTES = str.maketrans("“”‘’", "\"\"''")


def has_tag(text: str) -> bool:
    """Whether a text has the beginning of a tag."""
    return "{{" in text or "{%" in text


def may_be_tag(text: str) -> bool:
    """Whether a text may hold a tag or a part of one."""
    return any(sign in text for sign in "{}｛｝％")


def may_be_statement(text: str) -> bool:
    """Whether a text may hold a block tag, however it is written."""
    return may_be_tag(text) and _STATEMENT_SIGNS.search(text) is not None


def may_be_row_tag(text: str) -> bool:
    """Whether a text may hold a tag of a loop over rows, however it is written."""
    return may_be_tag(text) and _ROW_SIGNS.search(text) is not None


def _tight(text: str, where: Place | None, noted: Noted) -> str:
    """A text with the signs of its tags made plain: braces and percent signs of full width, spaces between them."""

    def tight(match: re.Match[str]) -> str:
        source = match.group()
        plain = "".join(match.groups())
        plain = plain[:2].translate(_NARROW) + plain[2:-2] + plain[-2:].translate(_NARROW)
        if plain != source:
            wide = any(sign in source for sign in "｛｝％")
            detail = "大括号和百分号不是英文的" if wide else "大括号和百分号之间有空格"
            noted(fault("KD601", source, where, detail=detail, hint=f"应写作 {plain}"))
        return plain

    return _LOOSE_TAG.sub(tight, text)


def lone_braces(text: str, where: Place | None, tag: str = "") -> Iterator[TemplateError]:
    """The braces of a text between tags, which would be printed as they stand: around a name, or behind ``tag``."""
    if tag.endswith("}}") and text[:1] in ("}", "｝"):
        yield fault("KD601", tag + text[0], where, detail="大括号多了一个", hint=f"应写作 {tag}")
    for match in _LONE_BRACES.finditer(text):
        hint = f"应写作 {{{{ {match['name']} }}}}"
        yield fault("KD601", match.group(), where, detail="大括号的写法不对", hint=hint)


def name_in(text: str) -> str:
    """The first name in a text of a tag that cannot be understood; empty where there is none."""
    plain = unicodedata.normalize("NFKC", text).translate(_SLIPS)
    match = _NAME.search(plain)
    return match.group() if match else ""


def _literal(text: str, where: Place | None, noted: Noted) -> Iterator[Token]:
    """A text between tags, in which no half of a tag may stand."""
    if not text:
        return
    half = _HALF.search(text)
    if half is None:
        yield text
        return
    name = _NAME.search(half.group())
    start = half.start() + (name.start() if name is not None and "{" not in half.group() else 0)
    if start:
        yield text[:start]
    source = text[start : half.end()].strip()
    hint = "请检查 {{ }} 或 {% %} 是否成对"
    noted(fault("KD601", source, where, detail="标签没有写完整", hint=hint))
    yield _whole(source, where)
    yield from _literal(text[half.end() :], where, noted)


def _whole(source: str, where: Place | None) -> Token:
    """What half a tag was meant for; the fault itself is noted already."""
    try:
        if "%" in source:
            return _statement(source.strip("{%}").rstrip(), source, where, raised)
    except TemplateError:
        return source
    return _meant(source, source, where) if name_in(source) else source


def expression(text: str, source: str, where: Place | None = None, noted: Noted = raised) -> Expression:
    """A dotted path with at most one filter; everything else cannot be read back."""
    try:
        body = _PARSER.parse("{{" + text + "}}").body
    except (TemplateSyntaxError, *TOO_DEEP) as error:
        hint = next(
            (hint for wrong, hint in _REMEDIES if wrong.search(text)), "请检查标签的写法，如 {{ name }}"
        )
        said = TOO_DEEP_SAID if is_too_deep(error) else "标签的写法不对"
        noted(fault("KD601", source, where, detail=said, hint=hint))
        return _meant(text, source, where)
    node = body[0].nodes[0] if len(body) == 1 and isinstance(body[0], nodes.Output) else None
    name: str | None = None
    arguments: tuple[object, ...] = ()
    if isinstance(node, nodes.Filter):
        name = node.name
        if node.kwargs or not all(isinstance(argument, nodes.Const) for argument in node.args):
            noted(fault("KD607", source, where, hint="过滤器的参数只能是文字或数字"))
        arguments = tuple(argument.value for argument in node.args if isinstance(argument, nodes.Const))
        node = node.node
    path = dotted(node)
    if path is None:
        noted(fault("KD607", source, where, hint="标签内只能写字段，如 {{ name }} 或 {{ x|date('') }}"))
        return _meant(text, source, where)
    return Expression(path, name, arguments, source, where)


def _meant(text: str, source: str, where: Place | None) -> Expression:
    return Expression(name_in(text) or text.strip(), None, (), source, where)


def dotted(node: nodes.Node | None) -> str | None:
    """``a.b.c`` as a text; None for every other expression."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        parent = dotted(node.node)
        return f"{parent}.{node.attr}" if parent else None
    return None


def _statement(text: str, source: str, where: Place | None, noted: Noted) -> Statement | Expression:
    text = _tidied(text, source, where, noted)
    # "{%vm%}" and "{% vm %}" alike
    match = _STATEMENT.fullmatch(text.rstrip()) or _STATEMENT.fullmatch(f" {text.strip()}")
    if match is None:
        raise fault("KD607", source, where, hint="请核对标签的写法")
    level, word, rest = match["level"] or "", match["word"], match["rest"].strip()
    if word in _ELSE_IF:
        return Statement(_ELSE_IF[0], level, source, where=where)
    if word not in _WORDS:
        near = next(iter(difflib.get_close_matches(word, _WORDS, n=1)), None)
        if near is None and not rest and not level:
            noted(fault("KD607", source, where, hint=f"字段应写作 {{{{ {word} }}}}"))
            return _meant(word, source, where)
        hint = f"是否应为“{near}”" if near else "只支持 for、if、else、vm"
        noted(fault("KD607", source, where, hint=hint))
        word = near or word
    if word == "for":
        loop = _FOR.fullmatch(rest)
        if loop is not None:
            over = expression(loop["source"], source, where, noted)
            return Statement(word, level, source, loop["var"], over, where)
        error = fault("KD601", source, where, detail="循环写法不对", hint="应写作 {%tr for row in rows %}")
        names = _NAME.findall(rest)
        if len(names) < 2:
            raise error
        noted(error)
        return Statement(word, level, source, names[0], Expression(names[-1], None, (), source, where), where)
    if word == "if":
        return Statement(word, level, source, None, expression(rest, source, where, noted), where)
    if rest or word not in _WORDS:
        raise fault("KD607", source, where, hint=f"{word} 之后不能再写别的" if rest else "请核对标签的写法")
    return Statement(word, level, source, where=where)


def _tidied(text: str, source: str, where: Place | None, noted: Noted) -> str:
    """A statement as docxtpl wants it: small letters, the level at the sign, a space behind it."""

    def wrong(hint: str) -> None:
        noted(fault("KD601", source, where, detail="标签的写法不对", hint=hint))

    if _LOOSE_LEVEL.match(text) is None and _LOOSE_LEVEL.match(text.lower()):
        wrong("标签要用小写字母")
        text = text.lower()
    if _SPLIT_WORD.search(text):
        wrong("endfor、endif 中间没有空格")
        text = _SPLIT_WORD.sub("end", text)
    loose = _LOOSE_LEVEL.match(text)
    if loose is None or (not text[0].isspace() and loose["gap"]):
        return text
    level, rest = loose["level"], text[loose.end() :]
    wrong(f"应写作 {{%{level} {rest.strip()} %}}")
    return f"{level} {rest}"


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
