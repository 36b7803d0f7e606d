"""The core properties of a package, which carry the identity of a document as identifier and among the keywords."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from kjfz_docs.grids.archive import Member, compressed, members
from kjfz_docs.grids.package import CONTENT_TYPES, Package
from kjfz_docs.grids.xml import serialised
from kjfz_docs.templating.identity import Identity

_DC = "http://purl.org/dc/elements/1.1/"
_HERE = "urn:kjfz:here"
_CORE = "docProps/core.xml"
_RELS = "_rels/.rels"
_CORE_NS = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_NO_CORE = f'<cp:coreProperties xmlns:cp="{_CORE_NS}" xmlns:dc="{_DC}"/>'.encode()
_CORE_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"


class Core:
    """The members of a template, core properties among them, and the text of those for an identity."""

    def __init__(self, data: bytes, package: Package) -> None:
        self.members: tuple[Member, ...] = members(data)
        name = package.related("", "core-properties")
        if name is None:
            name = _CORE
            self.members = (*_with_core(package, self.members), compressed(name, b""))
        self.name = name
        self._text = _core_with_place(package.read(name) if name in package else _NO_CORE)

    def of(self, identity: Identity) -> bytes:
        """The core properties that say an identity."""
        return self._text.replace(_HERE, escape(str(identity))).encode()


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
        name: compressed(name, serialised(root))
        for name, root in ((_RELS, relations), (CONTENT_TYPES, types))
    }
    return tuple(changed.get(part.name, part) for part in parts)


def _core_with_place(xml: bytes) -> str:
    """The core properties with places for the identity: the template's keywords stay, its identifier goes."""
    root: Any = etree.fromstring(xml)
    for old in root.findall(f"{{{_DC}}}identifier"):
        root.remove(old)
    etree.SubElement(root, f"{{{_DC}}}identifier").text = _HERE
    keywords = root.find(f"{{{_CORE_NS}}}keywords")
    if keywords is None:
        keywords = etree.SubElement(root, f"{{{_CORE_NS}}}keywords")
    keywords.text = ", ".join(text for text in ((keywords.text or "").strip(), _HERE) if text)
    return serialised(root).decode()
