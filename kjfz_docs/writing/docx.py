"""Word documents from a compiled template: render the parts with tags, copy every other member as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

from kjfz_docs.grids.archive import packed
from kjfz_docs.grids.compression import Compressor
from kjfz_docs.grids.package import Package
from kjfz_docs.templating.docx import CompiledPart, compile_parts
from kjfz_docs.templating.identity import Identity
from kjfz_docs.writing.core import Core


class DocxWriter:
    """One template, compiled once; safe to be shared by threads."""

    def __init__(self, data: bytes, package: Package) -> None:
        self._parts: tuple[CompiledPart, ...] = compile_parts(package)
        self._core = Core(data, package)

    def render(
        self,
        context: Mapping[str, Any],
        identity: Identity,
        finish: Callable[[bytes], bytes] | None = None,
        by: Compressor | None = None,
    ) -> bytes:
        """The document for a context. What Jinja made is parsed strictly before it is used.

        ``finish`` may change the XML of each part that was rendered; ``by`` compresses them.
        """
        changed: dict[str, Any] = {part.name: part.render(context) for part in self._parts}
        for name, data in changed.items():
            etree.fromstring(data)
            if finish is not None:
                changed[name] = finish(data)
        changed[self._core.name] = self._core.of(identity)
        return packed(self._core.members, changed, by)
