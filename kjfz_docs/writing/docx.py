"""Word documents from a compiled template: render the parts with tags, copy every other member as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

from kjfz_docs.grids.archive import Deflating, Member, compressed
from kjfz_docs.grids.compression import Compressor
from kjfz_docs.grids.envelope import Envelope
from kjfz_docs.grids.package import Package
from kjfz_docs.templating.docx import CompiledPart, parts_of
from kjfz_docs.templating.fixed_xml import Unfit
from kjfz_docs.templating.identity import Identity
from kjfz_docs.templating.record_program import Program
from kjfz_docs.templating.record_texts import encoded
from kjfz_docs.templating.view import context
from kjfz_docs.writing.core import Core

# Longer parts are compressed while they are made.
_LONG = 1 << 20


class DocxWriter:
    """One template for records of one class, compiled once; safe to be shared by threads."""

    def __init__(self, data: bytes, package: Package, record: type, titles: Mapping[str, str]) -> None:
        self._parts = parts_of(package)
        self._titles = titles
        self._programs: list[tuple[CompiledPart, Program]] | None = []
        for part in self._parts:
            program = part.program(record, titles)
            if program is None:
                self._programs = None
                break
            self._programs.append((part, program))
        if self._programs is None:
            for part in self._parts:
                _ = part.template  # says what is wrong with it
        self._core = Core(data, package)
        self._changing = [*(part.name for part in self._parts), self._core.name]
        self._envelope = Envelope(self._core.members, self._changing)

    def render(self, record: Any, terms: Any, identity: Identity, by: Compressor | None = None) -> bytes:
        """The document of a record; ``by`` compresses it. What no program prints, Jinja does."""
        if self._programs is not None:
            try:
                made = {
                    part.name: _printed(part.name, program, record, terms, by)
                    for part, program in self._programs
                }
            except Unfit:
                pass
            else:
                return self._packed(made, identity, by)
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
        changed: dict[str, Any] = {part.name: part.render(names) for part in self._parts}
        for name, data in changed.items():
            etree.fromstring(data)
            if finish is not None:
                changed[name] = finish(data)
        return self._packed(changed, identity, by)

    def _packed(self, changed: dict[str, Any], identity: Identity, by: Compressor | None) -> bytes:
        changed[self._core.name] = self._core.member(identity, by)
        found = (changed[name] for name in self._changing)
        made = [each if isinstance(each, Member) else compressed("", each, by) for each in found]
        return self._envelope.packed([(each.data, each.crc, each.size) for each in made])


def _printed(name: str, program: Program, record: Any, terms: Any, by: Compressor | None) -> Member:
    """A part with the values of a record. Raises Unfit."""
    pieces: list[bytes] = []
    size = 0
    stream: Deflating | None = None

    def emit(printed: list[Any]) -> None:
        nonlocal size, stream
        pieces.append(encoded(printed))
        size += len(pieces[-1])
        if size > _LONG:
            stream = stream or Deflating(name, by)
            stream.add(b"".join(pieces))
            pieces.clear()
            size = 0

    program.run(record, terms, emit)
    if stream is None:
        return compressed(name, pieces[0] if len(pieces) == 1 else b"".join(pieces), by)
    stream.add(b"".join(pieces))
    return stream.member()
