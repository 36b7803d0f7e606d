"""Any Word template of docxtpl, compiled once: the parts with tags are filled, everything else is copied."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from lxml import etree

from kjfz_docs.errors import TemplateError, UnwritableError
from kjfz_docs.findings import Finding
from kjfz_docs.grids.archive import Deflating, members
from kjfz_docs.grids.compression import Body, Compression, Compressor, compressor
from kjfz_docs.grids.door import open_file
from kjfz_docs.grids.envelope import Envelope
from kjfz_docs.templating.docx import unrenderable
from kjfz_docs.templating.jinja_part import NeedsDocxtpl, word_environment
from kjfz_docs.templating.jinja_tags import UNCOMPILABLE
from kjfz_docs.templating.word_check import check_word, fields_of
from kjfz_docs.templating.word_parts import WordPart, compiled
from kjfz_docs.templating.word_values import Unfit
from kjfz_docs.writing.by_docxtpl import Engine, by_docxtpl, engine_of
from kjfz_docs.writing.word_iterators import without_iterators

# The fastest first.
_ENGINES = ("slots", "rows", "blocks", "jinja")


class WordTemplate:
    """One template, compiled; safe to be shared by threads."""

    def __init__(self, data: bytes, filters: Mapping[str, Callable[..., Any]], *, debug: bool) -> None:
        self._data = data
        self._opened = open_file(data)
        package = self._opened.package
        assert package is not None
        self._package = package
        self._environment = word_environment(filters)
        self._debug = debug
        try:
            self._parts = compiled(package, self._environment, debug=debug)
        except UNCOMPILABLE as error:
            raise TemplateError(str(error), self.check() or [unrenderable(error)]) from error
        copied = members(data)
        # Relations need not write a name as the archive does.
        names = {member.name.lower(): member.name for member in copied}
        self._envelope = Envelope(copied, [names.get(part.name.lower(), part.name) for part in self._parts])

    @property
    def engine(self) -> str:
        """The slowest way that a part of it takes: ``slots``, ``rows``, ``blocks`` or ``jinja``."""
        return max((_engine(part) for part in self._parts), key=_ENGINES.index, default=_ENGINES[0])

    def fields(self) -> tuple[str, ...]:
        """The paths that the template takes from its data, in the order of the template."""
        return fields_of(self._package, self._environment)

    def check(self) -> tuple[Finding, ...]:
        """What is wrong with the template, said before there is data."""
        return check_word(self._opened, self._environment)

    def docxtpl(self) -> Engine:
        """A ``DocxTemplate`` of this template, for what is bound to one: documents within it, links."""
        return Engine(self._data)

    def render(
        self, mapping: Mapping[str, Any], compression: Compression | None = None, using: Engine | None = None
    ) -> bytes:
        """The document for the values of a mapping."""
        try:
            return self._render(mapping, compression, using)
        except TemplateError as error:
            raise TemplateError(str(error), self.check() or error.findings) from error

    def _render(
        self, mapping: Mapping[str, Any], compression: Compression | None, using: Engine | None
    ) -> bytes:
        data = mapping if type(mapping) is dict else dict(mapping)
        by = compressor(compression)
        if using is None:
            bodies = []
            listed = False
            try:
                for part in self._parts:
                    body = self._body(part, data, by)
                    if body is None and not listed:
                        # Only the other ways go through iterators, and then each of them finds all that is in one.
                        data, listed, before = without_iterators(data), True, data
                        body = self._body(part, data, by) if data is not before else None
                    bodies.append(body or by.body(part.by_jinja.render(data)))
                return self._envelope.packed(bodies)
            except NeedsDocxtpl as need:
                using = engine_of(need.value, self._data)
        data = without_iterators(data)
        places = [part.by_jinja.places for part in self._parts]
        try:
            return by_docxtpl(using, data, self._environment, places)
        except NeedsDocxtpl as need:
            return by_docxtpl(engine_of(need.value, self._data), data, self._environment, places)

    def _body(self, part: WordPart, mapping: dict[str, Any], by: Compressor) -> Body | None:
        """The part without Jinja; None where that cannot be. No iterator is touched."""
        fast = part.fast
        if fast is None:
            return None
        try:
            if fast.has_loops and not self._debug:
                return _deflated(fast.chunks(mapping), by)
            xml = fast.render(mapping)
        except (Unfit, UnwritableError):  # the slow way says what is wrong, if it is
            return None
        if self._debug:
            etree.fromstring(xml)
        return by.body(xml)


def _engine(part: WordPart) -> str:
    return "jinja" if part.fast is None else part.fast.engine


def _deflated(chunks: Iterable[bytes], by: Compressor) -> Body:
    """A member that is made in pieces, of which only the compressed bytes are kept."""
    made = Deflating(by)
    for chunk in chunks:
        made.add(chunk)
    return made.body()
