"""The parts of a Word template that have tags: body, headers, footers, notes and properties."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from kjfz_docs.errors import TemplateError
from kjfz_docs.grids.package import Package
from kjfz_docs.grids.xml import DECLARATION
from kjfz_docs.templating.docx import notes_of
from kjfz_docs.templating.jinja_part import JinjaPart, WordEnvironment
from kjfz_docs.templating.pieces import Tag, patched, pieces
from kjfz_docs.templating.structure import structure
from kjfz_docs.templating.tags import has_tag
from kjfz_docs.templating.word_blocks import BlocksPart, blocks_part
from kjfz_docs.templating.word_program import FastPart, fast_part

_DC = "{http://purl.org/dc/elements/1.1/}"
_SIGNS = ("{{", "{%", "{#")
# The properties of a document that docxtpl fills.
_PROPERTIES = frozenset(
    _DC + name for name in ("creator", "description", "identifier", "language", "subject", "title")
)


@attrs.frozen(eq=False)
class WordPart:
    """One part that has tags: by Jinja always, without it where it can be."""

    name: str
    by_jinja: JinjaPart
    fast: FastPart | BlocksPart | None


@attrs.frozen
class Source:
    """The patched XML of one part; ``kind`` is ``body``, ``header``, …, ``properties``."""

    name: str
    kind: str
    xml: str


def sources(package: Package) -> Iterator[Source]:
    """What may hold tags, patched for Jinja. Raises TemplateError for what is no Word document."""
    main = package.related("", "officeDocument")
    if main is None:
        raise TemplateError("the template has no main document part")
    # Several relations may lead to one part.
    found = {name.lower(): (name, kind) for name, kind in ((main, "body"), *notes_of(package, main))}
    for name, kind in found.values():
        yield Source(name, kind, patched(package.xml(name)))
    properties = package.related("", "core-properties")
    if properties is not None:
        yield Source(properties, "properties", _properties(package.xml(properties)))


def _properties(root: Any) -> str:
    """The core properties; those that docxtpl does not fill keep their braces."""
    for each in root:
        if each.tag not in _PROPERTIES and each.text:
            each.text = each.text.replace("{", "{% raw %}{{% endraw %}")
    return patched(root) if any(has_tag(each.text or "") for each in root if each.tag in _PROPERTIES) else ""


def compiled(package: Package, environment: WordEnvironment, *, debug: bool) -> tuple[WordPart, ...]:
    """Every part that has tags. Raises jinja2.TemplateError for a fault in one."""
    found = []
    for source in sources(package):
        if any(sign in source.xml for sign in _SIGNS):
            shape = structure(pieces(source.xml, environment), is_body=source.kind == "body")
            relations = package.relationships(source.name)
            by_jinja = JinjaPart(source.name, shape, environment, relations, debug=debug)
            is_safe = shape.is_sound and not shape.has_loose_tables and not shape.has_loose_drawings
            fast = _fast(shape.parts, environment) if is_safe else None
            found.append(WordPart(source.name, by_jinja, fast))
    return tuple(found)


def _fast(parts: Sequence[str | Tag], environment: WordEnvironment) -> FastPart | BlocksPart | None:
    first = DECLARATION.encode()
    return fast_part(parts, environment, first) or blocks_part(parts, environment, first)
