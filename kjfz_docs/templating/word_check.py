"""What is wrong with a Word template of any kind, and what it needs: said before there is data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import jinja2
from jinja2 import nodes
from jinja2.sandbox import SandboxedEnvironment

from kjfz_docs.errors import TemplateError
from kjfz_docs.findings import Finding, Place
from kjfz_docs.grids.docx import docx_grid
from kjfz_docs.grids.door import Opened
from kjfz_docs.grids.package import Package
from kjfz_docs.templating.docx import unrenderable
from kjfz_docs.templating.jinja_part import source_of
from kjfz_docs.templating.jinja_tags import TOO_DEEP, of_other_templates, without_quoted_braces
from kjfz_docs.templating.notes import checked_tokens, note_texts
from kjfz_docs.templating.paths import needed
from kjfz_docs.templating.pieces import Tag, pieces
from kjfz_docs.templating.tags import fault, has_tag, unclosed_condition, unclosed_loop
from kjfz_docs.templating.word_parts import sources

_BLANK = re.compile(r"\s+")
_OPENED = {"for": unclosed_loop, "if": unclosed_condition}
_CLOSED = {"endfor": "for", "endif": "if"}
# What Jinja says, in Chinese.
_SAID = (
    (re.compile(r"No filter named '(.*)'"), "没有过滤器“{}”"),
    (re.compile(r"No test named '(.*)'"), "没有判断“{}”"),
    (re.compile(r"cannot take in another"), "模板不能引用其他模板"),
    (re.compile(r"[Ee]ncountered unknown tag '(.*?)'"), "“{}”没有与之配对的开头，或不是标签"),
)


def fields_of(package: Package, environment: SandboxedEnvironment) -> tuple[str, ...]:
    """The paths that a template takes from its data, in the order of the template."""
    found: dict[str, None] = {}
    for source in sources(package):
        parts = pieces(source.xml, environment) if has_tag(source.xml) else ()
        found.update(dict.fromkeys(needed(environment.parse(source_of(parts)))))
    own = [name for name in found if name.split(".")[0].removesuffix("[]") not in environment.globals]
    return tuple(name for name in own if not any(other.startswith((f"{name}[", f"{name}.")) for other in own))


def check_word(opened: Opened, environment: SandboxedEnvironment) -> tuple[Finding, ...]:
    """Every fault of a template: what Jinja does not take, halves of tags, names in single braces, no tag at all."""
    assert opened.package is not None
    texts = [(cell.text, cell.place) for cell in docx_grid(opened).cells()]
    texts += note_texts(opened.package)
    faults: list[TemplateError] = []
    for text, place in texts:
        for _ in checked_tokens(without_quoted_braces(text, environment), place, faults.append):
            pass
    found = [finding for error in faults for finding in error.findings if finding.code == "KD601"]
    broken, is_tagged = _broken(opened.package, environment, texts)
    if not broken:  # what Jinja takes is right, also where it could not be read back
        found = [each for each in found if not _is_whole(each.raw or "")]
        return tuple(found) if found or is_tagged else (Finding.of("KD620"),)
    told = {each.raw for each in found}
    return (*found, *(each for each in broken if not found or (each.where and each.raw not in told)))


def _is_whole(tag: str) -> bool:
    return tag.startswith(("{{", "{%")) and tag.endswith(("}}", "%}")) and not tag.startswith("{{{")


def _broken(
    package: Package, environment: SandboxedEnvironment, texts: Sequence[tuple[str, Place]]
) -> tuple[list[Finding], bool]:
    """What Jinja does not take, and whether there is any tag."""
    found: list[Finding] = []
    is_tagged = False
    for source in sources(package):
        if not has_tag(source.xml):
            continue
        is_tagged = True
        try:
            parts = pieces(source.xml, environment)
        except jinja2.TemplateSyntaxError as error:
            found.append(unrenderable(error))
            continue
        tags = [part for part in parts if isinstance(part, Tag)]
        try:
            # A line for each tag: the number of the line tells the tag.
            tree = environment.parse("".join(f"\n{source_of([tag])}" for tag in tags))
            unknown = [*_unknown(tree, environment), *of_other_templates(tree)]
            found += (_finding(error, _at(error, tags), texts) for error in unknown)
            if not unknown:
                environment.compile(tree)
        except jinja2.TemplateSyntaxError as error:
            open_tags = list(_unclosed(tags, texts))
            found += open_tags or [_finding(error, _at(error, tags), texts)]
        except TOO_DEEP as error:
            found.append(unrenderable(error))
    return found, is_tagged


def _unknown(tree: nodes.Template, environment: SandboxedEnvironment) -> Iterator[jinja2.TemplateSyntaxError]:
    """Filters and tests that nobody knows; in a condition Jinja tells of them only when it comes to it."""
    for each in tree.find_all((nodes.Filter, nodes.Test)):
        if each.name not in (environment.filters if isinstance(each, nodes.Filter) else environment.tests):
            yield jinja2.TemplateAssertionError(
                f"No {type(each).__name__.lower()} named '{each.name}'.", each.lineno
            )


def _at(error: jinja2.TemplateSyntaxError, tags: Sequence[Tag]) -> Tag:
    """The tag in whose line a fault is; Jinja tells of a missing end in the last."""
    return tags[max(min(error.lineno - 2, len(tags) - 1), 0)]


def _unclosed(tags: Sequence[Tag], texts: Sequence[tuple[str, Place]]) -> Iterator[Finding]:
    """Loops and conditions without their end."""
    opened: list[tuple[str, Tag]] = []
    for tag in tags:
        word = "" if tag.is_value else tag.source.split(None, 1)[0]
        if word in _OPENED:
            opened.append((word, tag))
        elif word in _CLOSED and opened and opened[-1][0] == _CLOSED[word]:
            opened.pop()
    for word, tag in opened:
        where, written = _place(tag, texts)
        yield from _OPENED[word](written, where).findings


def _finding(error: jinja2.TemplateSyntaxError, tag: Tag, texts: Sequence[tuple[str, Place]]) -> Finding:
    where, written = _place(tag, texts)
    hint = "请检查标签的写法，如 {{ name }}"
    said = ((known.search(error.message or ""), text) for known, text in _SAID)
    detail = next((text.format(*match.groups()) for match, text in said if match), "标签的写法不对")
    (finding,) = fault("KD601", written, where, detail=detail, hint=hint).findings
    return finding


def _place(tag: Tag, texts: Sequence[tuple[str, Place]]) -> tuple[Place | None, str]:
    """Where a tag stands, and how it is written there."""
    sought = _BLANK.sub("", tag.source)
    ends = ("{{", "}}") if tag.is_value else ("{%", "%}")
    for text, place in texts:
        for match in re.finditer(re.escape(ends[0]) + ".*?" + re.escape(ends[1]), text, re.DOTALL):
            if _BLANK.sub("", match[0]).endswith(f"{sought}{ends[1]}"):
                return place, match[0]
    return None, f"{ends[0]} {tag.source} {ends[1]}"
