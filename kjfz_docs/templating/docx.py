"""A Word template compiled once: docxtpl's patching and Jinja's compiling, then only rendering.

Autoescaped, sandboxed and strict about undefined names; values arrive as text whatever characters they hold.
"""

from __future__ import annotations

from collections.abc import Mapping
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
from kjfz_docs.templating.pieces import BREAK, patched
from kjfz_docs.templating.view import Leaf, filters

_NEWLINE = Markup(BREAK)
_TAB = Markup('</w:t><w:tab/><w:t xml:space="preserve">')
_PARTS_WITH_TEXT = frozenset({"header", "footer", "footnotes", "endnotes"})
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


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


@attrs.frozen(eq=False)
class CompiledPart:
    """One part of the package that has tags."""

    name: str
    template: Template

    def render(self, context: Mapping[str, Any]) -> bytes:
        """The part with the values. Raises TemplateError where a tag is at fault that no reader sees."""
        try:
            return (_DECLARATION + self.template.render(context)).encode()
        except jinja2.TemplateError as error:
            raise TemplateError(f"{self.name}: {error}", [unrenderable(error)]) from error


def unrenderable(error: Exception) -> Finding:
    """What is said of a template that cannot be filled for a reason that stands at no place of its text."""
    return Finding.of("KD612", detail=" ".join(str(error).split()))


def compile_parts(package: Package) -> tuple[CompiledPart, ...]:
    """Compile the main part of a package and every header, footer and note that has tags."""
    main = package.related("", "officeDocument")
    if main is None:
        raise TemplateError("the template has no main document part")
    made = environment()
    found = {name: package.xml_bytes(name) for name in (main, *(name for name, _ in notes_of(package, main)))}
    tagged = {name: xml for name, xml in found.items() if name == main or b"{{" in xml or b"{%" in xml}
    try:
        return tuple(
            CompiledPart(name, made.from_string(patched(etree.fromstring(xml))))
            for name, xml in tagged.items()
        )
    except jinja2.TemplateError as error:
        raise TemplateError(str(error), [unrenderable(error)]) from error


def notes_of(package: Package, main: str) -> list[tuple[str, str]]:
    """The headers, footers and notes of a document: the name of each part and what kind it is (``header``)."""
    related = package.relationships(main).values()
    return [
        (each.target, each.type)
        for each in related
        if each.type in _PARTS_WITH_TEXT and each.target in package
    ]
