"""Word documents from a compiled template: render the parts with tags, copy every other member as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

from kjfz_docs.grids.archive import Deflating, compressed
from kjfz_docs.grids.compression import Body, Compressor, compressor
from kjfz_docs.grids.envelope import Envelope
from kjfz_docs.grids.package import Package
from kjfz_docs.templating.docx import parts_of
from kjfz_docs.templating.identity import Identity
from kjfz_docs.templating.record_program import Program
from kjfz_docs.templating.record_texts import encoded
from kjfz_docs.templating.view import context
from kjfz_docs.templating.word_values import Unfit
from kjfz_docs.writing.core import Core

# What is laid out for so many programmes and cohorts is kept.
_MOST_KEPT = 100
# Longer parts are compressed while they are made.
_LONG = 1 << 20


class DocxWriter:
    """One template for records of one class, compiled once; safe to be shared by threads."""

    def __init__(self, data: bytes, package: Package, record: type, titles: Mapping[str, str]) -> None:
        self._parts = parts_of(package)
        self._titles = titles
        self._programs: list[Program] | None = []
        for part in self._parts:
            program = part.program(record, titles)
            if program is None:
                self._programs = None
                break
            self._programs.append(program)
        if self._programs is None:
            for part in self._parts:
                _ = part.template  # says what is wrong with it
        self._core = Core(data, package)
        self._envelopes: dict[tuple[Identity, str], Envelope] = {}

    def render(self, record: Any, terms: Any, identity: Identity, by: Compressor | None = None) -> bytes:
        """The document of a record; ``by`` compresses it. What no program prints, Jinja does."""
        if self._programs is not None:
            chosen = by or compressor()
            try:
                made = [_printed(program, record, terms, chosen) for program in self._programs]
            except Unfit:
                pass
            else:
                return self._packed(made, identity, chosen)
        return self.render_names(context(record, terms, self._titles), identity, by=by)

    def render_names(
        self,
        names: Mapping[str, Any],
        identity: Identity,
        finish: Callable[[bytes], bytes] | None = None,
        by: Compressor | None = None,
    ) -> bytes:
        """The document for the names of a template. What Jinja made is parsed strictly before it is used.

        ``finish`` may change the XML of each part that was rendered; ``by`` compresses them.
        """
        made = [part.render(names) for part in self._parts]
        for data in made:
            etree.fromstring(data)
        chosen = by or compressor()
        bodies = [chosen.body(data if finish is None else finish(data)) for data in made]
        return self._packed(bodies, identity, chosen)

    def _packed(self, bodies: list[Body], identity: Identity, by: Compressor) -> bytes:
        key = identity, by.name
        envelope = self._envelopes.get(key)
        if envelope is None:
            if len(self._envelopes) >= _MOST_KEPT:
                self._envelopes.clear()
            core = compressed(self._core.name, self._core.of(identity), by)
            members = [core if each.name == core.name else each for each in self._core.members]
            envelope = self._envelopes[key] = Envelope(members, [part.name for part in self._parts])
        return envelope.packed(bodies)


def _printed(program: Program, record: Any, terms: Any, by: Compressor) -> Body:
    """A part with the values of a record. Raises Unfit."""
    pieces: list[bytes] = []
    size = 0
    stream: Deflating | None = None

    def emit(printed: list[Any]) -> None:
        nonlocal size, stream
        pieces.append(encoded(printed))
        size += len(pieces[-1])
        if size > _LONG:
            stream = stream or Deflating(by)
            stream.add(b"".join(pieces))
            pieces.clear()
            size = 0

    program.run(record, terms, emit)
    if stream is None:
        return by.body(pieces[0] if len(pieces) == 1 else b"".join(pieces))
    stream.add(b"".join(pieces))
    return stream.body()
