"""What a package says of itself in its core properties."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kjfz_docs.grids.limits import Limits
from kjfz_docs.grids.package import Package
from kjfz_docs.grids.xml import parse_utf8

_IDENTIFIER = "{http://purl.org/dc/elements/1.1/}identifier"
_KEYWORDS = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}keywords"
_NAMES = MappingProxyType({"identifier": _IDENTIFIER, "keywords": _KEYWORDS})


def properties_of(package: Package) -> Mapping[str, str]:
    """The ``identifier`` and the ``keywords`` of a package, as far as it has them."""
    name = package.related("", "core-properties")
    return MappingProxyType({}) if name is None else package.said(name, _stated)


def _stated(data: bytes, limits: Limits) -> Mapping[str, str]:
    root = parse_utf8(data, limits)
    found = {key: (root.findtext(tag) or "").strip() for key, tag in _NAMES.items()}
    return MappingProxyType({key: text for key, text in found.items() if text})
