"""A Word template compiled once: docxtpl's patching and Jinja's compiling, then only rendering.

Autoescaped, sandboxed and strict about undefined names; values arrive as text whatever characters they hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import attrs
import jinja2
from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup, escape

from kjfz_docs.errors import TemplateError
from kjfz_docs.findings import Finding
from kjfz_docs.grids.package import Package
from kjfz_docs.grids.xml import DECLARATION
from kjfz_docs.templating.jinja_tags import TOO_DEEP_SAID, UNCOMPILABLE, is_too_deep
from kjfz_docs.templating.pieces import BREAK, patched
from kjfz_docs.templating.record_program import Program
from kjfz_docs.templating.record_texts import TAB
from kjfz_docs.templating.view import Leaf, filters
from kjfz_docs.templating.word_values import Unfit

_NEWLINE = Markup(BREAK)
_TAB = Markup(TAB)
_PARTS_WITH_TEXT = frozenset({"header", "footer", "footnotes", "endnotes"})


def document_text(value: object) -> Markup | object:
    """A value as the inside of a ``w:t``: escaped, line ends and tabs as elements."""
    if isinstance(value, Leaf):
        value = str(value)
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    text = escape(value)
    if "\n" in text:
        text = text.replace("\n", _NEWLINE)
    return text.replace("\t", _TAB) if "\t" in text else text


def environment() -> ImmutableSandboxedEnvironment:
    """The Jinja environment of Word templates."""
    made = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, finalize=document_text, keep_trailing_newline=True
    )
    made.filters.update(filters())
    return made


@attrs.frozen(eq=False, slots=False)
class CompiledPart:
    """One part of the package that has tags; ``source`` is its XML as Jinja takes it."""

    name: str
    source: str

    @cached_property
    def template(self) -> Template:
        """What Jinja made of it. Raises TemplateError where it cannot."""
        try:
            return environment().from_string(self.source)
        except UNCOMPILABLE as error:
            raise TemplateError(str(error), [unrenderable(error)]) from error

    def program(self, record: type, titles: Mapping[str, str]) -> Program | None:
        """The function that prints records of a class; None where only Jinja can."""
        try:
            return Program(environment().parse(self.source), record, titles, first=DECLARATION)
        except (Unfit, *UNCOMPILABLE):
            return None

    def render(self, context: Mapping[str, Any]) -> bytes:
        """The part with the values. Raises TemplateError where a tag is at fault that no reader sees."""
        try:
            return (DECLARATION + self.template.render(context)).encode()
        except jinja2.TemplateError as error:
            raise TemplateError(f"{self.name}: {error}", [unrenderable(error)]) from error


def unrenderable(error: Exception) -> Finding:
    """What is said of a template that cannot be filled for a reason that stands at no place of its text."""
    said = TOO_DEEP_SAID if is_too_deep(error) else " ".join(str(error).split())
    return Finding.of("KD612", detail=said)


def parts_of(package: Package) -> tuple[CompiledPart, ...]:
    """The main part of a package and every header, footer and note that has tags."""
    main = package.related("", "officeDocument")
    if main is None:
        raise TemplateError("the template has no main document part")
    found = {name: package.xml_bytes(name) for name in (main, *(name for name, _ in notes_of(package, main)))}
    return tuple(
        CompiledPart(name, patched(etree.fromstring(xml)))
        for name, xml in found.items()
        if name == main or b"{{" in xml or b"{%" in xml
    )


def notes_of(package: Package, main: str) -> list[tuple[str, str]]:
    """The headers, footers and notes of a document: the name of each part and what kind it is (``header``)."""
    related = package.relationships(main).values()
    return [
        (each.target, each.type)
        for each in related
        if each.type in _PARTS_WITH_TEXT and each.target in package
    ]
