"""What is changed in a package while everything else in it is copied as it is: parts, relationships, content types.

Parts are handled in the transitional namespaces and written in those that they had; new parts are written in those of
the main part, so that a strict document stays strict throughout.
"""

from __future__ import annotations

import posixpath
from typing import Any

from lxml import etree

from kjfz_docs.grids.archive import compressed, members, packed
from kjfz_docs.grids.package import CONTENT_TYPES, RELATIONS, STRICT_RELATIONS, Package, restrict
from kjfz_docs.grids.xml import serialised

_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"

Element = Any


class Changes:
    """The parts of one package that are changed or added."""

    def __init__(self, package: Package, main: str) -> None:
        self.package = package
        self._strict = package.is_strict(main)
        self._made: dict[str, bytes] = {}

    def put(self, name: str, root: Element) -> None:
        """Change a part, or add it."""
        strict = self.package.is_strict(name) if name in self.package else self._strict
        data = serialised(root)
        self._made[name] = restrict(data) if strict else data

    def put_bytes(self, name: str, data: bytes) -> None:
        """The same with a part as it is to stand in the file."""
        self._made[name] = data

    def relate(self, part: str, kind: str, target: str, base: str = "") -> str:
        """A new relationship of a part to another; its id. ``base`` is what its kind is called by, if not OOXML's."""
        folder, file = posixpath.split(part)
        name = posixpath.join(folder, "_rels", f"{file}.rels")
        root = self._root(name, f'<Relationships xmlns="{_RELS}"/>')
        taken = {each.get("Id") for each in root}
        identifier = next(f"rIdCheck{n}" for n in range(1, len(taken) + 2) if f"rIdCheck{n}" not in taken)
        link = {
            "Id": identifier,
            "Type": f"{base or (STRICT_RELATIONS if self._strict else RELATIONS)}/{kind}",
            "Target": posixpath.relpath(target, folder or "."),
        }
        etree.SubElement(root, f"{{{_RELS}}}Relationship", link)
        self.put(name, root)
        return identifier

    def declare(self, name: str, kind: str) -> None:
        """The content type of a new part."""
        types = self._root(CONTENT_TYPES)
        etree.SubElement(types, f"{{{_TYPES}}}Override", {"PartName": f"/{name}", "ContentType": kind})
        self.put(CONTENT_TYPES, types)

    def declare_all(self, extension: str, kind: str) -> None:
        """The content type of all parts with an extension, where there is none."""
        types = self._root(CONTENT_TYPES)
        if not any((each.get("Extension") or "").lower() == extension for each in types):
            made = etree.Element(f"{{{_TYPES}}}Default", {"Extension": extension, "ContentType": kind})
            types.insert(0, made)
            self.put(CONTENT_TYPES, types)

    def free(self, stem: str, extension: str, first: int = 1) -> str:
        """The name of a part that is not there yet: the stem with a number; 0 is not written."""
        names = (f"{stem}{number or ''}{extension}" for number in range(first, 100_000))
        return next(name for name in names if name not in self.package and name not in self._made)

    def packed(self, data: bytes) -> bytes:
        """The file with all changes; ``data`` is the file as it was."""
        parts = members(data)
        known = {part.name.lower(): part.name for part in parts}
        changed = {known[name.lower()]: made for name, made in self._made.items() if name.lower() in known}
        added = (compressed(name, made) for name, made in self._made.items() if name.lower() not in known)
        return packed((*parts, *added), changed)

    def _root(self, name: str, empty: str = "") -> Element:
        if name in self._made:
            return etree.fromstring(self._made[name])
        return self.package.xml(name) if name in self.package else etree.fromstring(empty)
