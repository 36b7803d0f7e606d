"""Word documents from a compiled template: render the parts with tags, copy every other member as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from kjfz_docs.grids.archive import Member, members, packed
from kjfz_docs.grids.package import Package
from kjfz_docs.templating.docx import CompiledPart, compile_parts
from kjfz_docs.templating.identity import Identity

_DC = "http://purl.org/dc/elements/1.1/"
_HERE = "urn:kjfz:here"


class DocxWriter:
    """One template, compiled once; safe to be shared by threads."""

    def __init__(self, data: bytes, package: Package) -> None:
        self._members: tuple[Member, ...] = members(data)
        self._parts: tuple[CompiledPart, ...] = compile_parts(package)
        self._core_name = package.related("", "core-properties")
        self._core = _core_with_place(package.read(self._core_name)) if self._core_name else ""

    def render(self, context: Mapping[str, Any], identity: Identity) -> bytes:
        """The document for a context. What Jinja made is parsed strictly before it is used."""
        changed: dict[str, Any] = {part.name: part.render(context) for part in self._parts}
        for data in changed.values():
            etree.fromstring(data)
        if self._core_name is not None:
            changed[self._core_name] = self._core.replace(_HERE, escape(str(identity))).encode()
        return packed(self._members, changed)


def _core_with_place(xml: bytes) -> str:
    """The core properties with a place for the identity."""
    root = etree.fromstring(xml)
    for old in root.findall(f"{{{_DC}}}identifier"):
        root.remove(old)
    etree.SubElement(root, f"{{{_DC}}}identifier").text = _HERE
    text: str = etree.tostring(root, encoding="unicode")
    return '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text
