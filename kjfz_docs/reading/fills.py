"""The light fill of cells that findings speak of: given to the look that a cell has, and taken away again.

A look with the fill says in an extension which look it was made from, so that checking again changes nothing. Programs
that save the file drop extensions; then the look that is equal but for the fill is the one it was made from.
"""

from __future__ import annotations

import copy
from typing import Any

from lxml import etree

from kjfz_docs.grids.xlsx_names import s, whole

_COLOUR = "FFFFF2CC"
_MARK = "{E1C43A5B-6D0F-4B7C-9A51-4B4A465A0001}"
_NS = "urn:kjfz:check"
_ORIGIN = f"{{{_NS}}}look"
_IGNORED = ("fillId", "applyFill")

Element = Any


class Fills:
    """The looks of one workbook's cells (its styles part)."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.changed = False
        self._formats = root.find(s("cellXfs"))
        self._fills = root.find(s("fills"))
        self._usable = self._formats is not None and self._fills is not None
        self._ours = (
            {index for index, fill in enumerate(self._fills) if _is_ours(fill)} if self._usable else set()
        )
        self._origins: dict[int, int] = {}
        self._filled: dict[int, int] = {}
        self._plain: dict[bytes, int] | None = None
        for index, each in enumerate(self._formats if self._usable else ()):
            origin = _origin(each)
            if 0 <= origin < index and _key(self._formats[origin]) == _key(each):
                self._origins[index] = origin
                self._filled.setdefault(origin, index)
        self._saved_by_others = not self._origins

    def filled(self, style: int) -> int:
        """The look of a cell with the fill."""
        if not self._usable or not 0 <= style < len(self._formats):
            return style
        if style not in self._filled:
            self._make(style)
        return self._filled[style]

    def bare(self, style: int, *, noted: bool) -> int:
        """The look that a cell had before an earlier check; ``noted``: a comment of such a check hangs on it."""
        origin = self._origins.get(style)
        if origin is not None:
            return origin
        if not noted or not self._saved_by_others or not self._usable or not 0 <= style < len(self._formats):
            return style
        look = self._formats[style]
        if whole(look.get("fillId"), 0) not in self._ours:
            return style
        origin = self._without(look)
        self._mark(style, origin)
        return origin

    # ------------------------------------------------------------------ inside

    def _make(self, style: int) -> None:
        """Add a look with the fill."""
        made = copy.deepcopy(self._formats[style])
        made.set("fillId", str(self._fill()))
        made.set("applyFill", "1")
        self._mark(self._add(made), style)

    def _mark(self, style: int, origin: int) -> None:
        """Say of a look with the fill which look it was made from."""
        look = self._formats[style]
        held = look.find(s("extLst"))
        if held is None:
            held = etree.SubElement(look, s("extLst"))
        extension = etree.SubElement(held, s("ext"), {"uri": _MARK})
        etree.SubElement(extension, _ORIGIN, {"from": str(origin)}, nsmap={"check": _NS})
        self._filled.setdefault(origin, style)
        self._origins[style] = origin
        self.changed = True

    def _fill(self) -> int:
        if not self._ours:
            fill = etree.SubElement(self._fills, s("fill"))
            pattern = etree.SubElement(fill, s("patternFill"), {"patternType": "solid"})
            etree.SubElement(pattern, s("fgColor"), {"rgb": _COLOUR})
            etree.SubElement(pattern, s("bgColor"), {"indexed": "64"})
            self._fills.set("count", str(len(self._fills)))
            self._ours.add(len(self._fills) - 1)
        return min(self._ours)

    def _without(self, look: Element) -> int:
        if self._plain is None:
            unfilled = [(_key(each), n) for n, each in enumerate(self._formats) if each.get("fillId") == "0"]
            self._plain = dict(reversed(unfilled))
        key = _key(look)
        if key not in self._plain:
            made = copy.deepcopy(look)
            made.set("fillId", "0")
            made.attrib.pop("applyFill", None)
            self._plain[key] = self._add(made)
        return self._plain[key]

    def _add(self, look: Element) -> int:
        self._formats.append(look)
        self._formats.set("count", str(len(self._formats)))
        return len(self._formats) - 1


def _is_ours(fill: Element) -> bool:
    pattern = fill.find(s("patternFill"))
    colour = None if pattern is None else pattern.find(s("fgColor"))
    return (
        pattern is not None
        and pattern.get("patternType") == "solid"
        and colour is not None
        and (colour.get("rgb") or "").upper() == _COLOUR
    )


def _extensions(look: Element) -> list[Element]:
    found: list[Element] = look.findall(f"{s('extLst')}/{s('ext')}")
    return [each for each in found if each.get("uri") == _MARK]


def _origin(look: Element) -> int:
    """The number of the look that one was made from; -1 for one that is not ours."""
    found = (each.find(_ORIGIN) for each in _extensions(look))
    return next((whole(each.get("from"), -1) for each in found if each is not None), -1)


def _key(look: Element) -> bytes:
    """What a look is apart from its fill."""
    plain = copy.deepcopy(look)
    for name in _IGNORED:
        plain.attrib.pop(name, None)
    for each in _extensions(plain):
        each.getparent().remove(each)
    held = plain.find(s("extLst"))
    if held is not None and not len(held):
        plain.remove(held)
    key: bytes = etree.tostring(plain, method="c14n", with_tail=False)
    return key
