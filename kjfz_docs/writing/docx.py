"""Word documents from a compiled template: render the parts with tags, copy every other member as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from kjfz_docs.grids.archive import Member, compressed, members, packed
from kjfz_docs.grids.package import CONTENT_TYPES, Package
from kjfz_docs.templating.docx import CompiledPart, compile_parts
from kjfz_docs.templating.identity import Identity

_DC = "http://purl.org/dc/elements/1.1/"
_HERE = "urn:kjfz:here"
_CORE = "docProps/core.xml"
_RELS = "_rels/.rels"
_CORE_NS = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_NO_CORE = f'<cp:coreProperties xmlns:cp="{_CORE_NS}" xmlns:dc="{_DC}"/>'.encode()
_CORE_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"


class DocxWriter:
    """One template, compiled once; safe to be shared by threads."""

    def __init__(self, data: bytes, package: Package) -> None:
        self._members: tuple[Member, ...] = members(data)
        self._parts: tuple[CompiledPart, ...] = compile_parts(package)
        name = package.related("", "core-properties")
        if name is None:
            name = _CORE
            self._members = (*_with_core(package, self._members), compressed(name, b""))
        self._core_name = name
        self._core = _core_with_place(package.read(name) if name in package else _NO_CORE)

    def render(
        self,
        context: Mapping[str, Any],
        identity: Identity,
        finish: Callable[[bytes], bytes] | None = None,
    ) -> bytes:
        """The document for a context. What Jinja made is parsed strictly before it is used.

        ``finish`` may change the XML of each part that was rendered.
        """
        changed: dict[str, Any] = {part.name: part.render(context) for part in self._parts}
        for name, data in changed.items():
            etree.fromstring(data)
            if finish is not None:
                changed[name] = finish(data)
        changed[self._core_name] = self._core.replace(_HERE, escape(str(identity))).encode()
        return packed(self._members, changed)


def _with_core(package: Package, parts: tuple[Member, ...]) -> tuple[Member, ...]:
    """The members of a template without core properties, which carry the identity, with a place for them."""
    relations, types = package.xml(_RELS), package.xml(CONTENT_TYPES)
    namespace = etree.QName(relations).namespace
    etree.SubElement(
        relations,
        f"{{{namespace}}}Relationship",
        {"Id": "rIdIdentity", "Type": _CORE_RELATION, "Target": _CORE},
    )
    override = {"PartName": f"/{_CORE}", "ContentType": _CORE_TYPE}
    etree.SubElement(types, f"{{{etree.QName(types).namespace}}}Override", override)
    changed = {
        name: compressed(name, _xml(root)) for name, root in ((_RELS, relations), (CONTENT_TYPES, types))
    }
    return tuple(changed.get(part.name, part) for part in parts)


def _core_with_place(xml: bytes) -> str:
    """The core properties with a place for the identity."""
    root: Any = etree.fromstring(xml)
    for old in root.findall(f"{{{_DC}}}identifier"):
        root.remove(old)
    etree.SubElement(root, f"{{{_DC}}}identifier").text = _HERE
    return _xml(root).decode()


def _xml(root: Any) -> bytes:
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data
