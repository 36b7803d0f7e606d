"""Automatic numbers and bullets of paragraphs, from numbering.xml."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from kjfz_docs.grids.docx_names import VAL, is_on, value_of, w, whole
from kjfz_docs.grids.numerals import numeral
from kjfz_docs.grids.package import Package
from kjfz_docs.grids.symbols import table_of
from kjfz_docs.grids.xml import Element

_PLACEHOLDER = re.compile(r"%([1-9])")
_LEVELS = 9
_LONGEST = 100
_MOST_LINKS = 8


@attrs.define
class _Level:
    """One level of a list: its first number, the format of the number, and the text around it."""

    start: int = 1
    style: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None
    for_style: str | None = None


@attrs.define
class _List:
    """One w:num: which counters it shares, its levels, and the numbers it starts anew."""

    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int] = attrs.field(factory=dict)


@attrs.define(eq=False)
class Numbering:
    """The lists of a document and where their counters stand: ask for every paragraph, in order."""

    _lists: dict[str, _List] = attrs.field(factory=dict)
    _counters: dict[str, list[int | None]] = attrs.field(factory=dict)
    _begun: set[tuple[str, int]] = attrs.field(factory=set)

    @classmethod
    def of(cls, package: Package, part: str) -> Numbering:
        """The lists of the document whose main part is ``part``."""
        name = package.related(part, "numbering")
        return cls.from_xml(None if name is None else package.xml(name))

    @classmethod
    def from_xml(cls, root: Element | None) -> Numbering:
        """The lists of a part numbering.xml; none if the document has no such part."""
        numbering = cls()
        if root is None:
            return numbering
        levels: dict[str, dict[int, _Level]] = {}
        links: dict[str, str] = {}
        by_style: dict[str, str] = {}
        for element in root.iterfind(w("abstractNum")):
            abstract = element.get(w("abstractNumId")) or ""
            levels[abstract] = dict(_levels(element))
            link, style = value_of(element, "numStyleLink"), value_of(element, "styleLink")
            if link is not None:
                links[abstract] = link
            if style is not None:
                by_style[style] = abstract
        for element in root.iterfind(w("num")):
            number_id, abstract = element.get(w("numId")), value_of(element, "abstractNumId") or ""
            if number_id is None:
                continue
            for _ in range(_MOST_LINKS):  # a list may only point at the style that has it
                abstract = by_style.get(links.get(abstract, ""), abstract)
            found = _List(abstract, dict(levels.get(abstract, {})))
            for override in element.iterfind(w("lvlOverride")):
                index = whole(override.get(w("ilvl")), 0)
                start = value_of(override, "startOverride")
                if start is not None:
                    found.starts[index] = whole(start, 1)
                own = override.find(w("lvl"))
                if own is not None and 0 <= index < _LEVELS:
                    found.levels[index] = _level(own)
            numbering._lists[number_id] = found
        return numbering

    def next(self, number_id: str, level: str | None, style: str | None = None) -> str:
        """The number that is printed before the next paragraph of a list, as far as it can be told."""
        found = self._lists.get(number_id)
        if found is None:
            return ""
        index = whole(level, -1)
        if index < 0:
            index = next((at for at, own in found.levels.items() if style and own.for_style == style), 0)
        if not 0 <= index < _LEVELS:
            return ""
        counters = self._counters.setdefault(found.abstract, [None] * _LEVELS)
        own = found.levels.get(index, _Level())
        current = counters[index]
        if index in found.starts and (number_id, index) not in self._begun:
            counters[index] = found.starts[index]
        else:
            counters[index] = own.start if current is None else current + 1
        self._begun.add((number_id, index))
        for deeper in range(index + 1, _LEVELS):
            restart = found.levels.get(deeper, _Level()).restart
            # A level restarts after any level above it, or only after the one it names; 0 is never.
            if restart is None or (restart and index < restart):
                counters[deeper] = None
        return self._text(found, own, counters)

    def _text(self, found: _List, own: _Level, counters: list[int | None]) -> str:
        if own.style == "bullet":
            return own.text

        def number(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            level = found.levels.get(index, _Level())
            count = counters[index]
            style = "decimal" if own.legal and level.style != "decimalZero" else level.style
            return numeral(level.start if count is None else count, style)

        return _PLACEHOLDER.sub(number, own.text)


def _levels(abstract: Element) -> Iterator[tuple[int, _Level]]:
    for level in abstract.iterfind(w("lvl")):
        index = whole(level.get(w("ilvl")), 0)
        if 0 <= index < _LEVELS:
            yield index, _level(level)


def _level(element: Element) -> _Level:
    style = value_of(element, "numFmt")
    if style is None:
        # Newer formats stand in an alternative, the plain one in its fallback.
        fallback = next((each for each in element.iter(w("numFmt"))), None)
        style = (fallback.get(VAL) if fallback is not None else None) or "decimal"
    text = (value_of(element, "lvlText") or "")[:_LONGEST]
    fonts = element.find(f"{w('rPr')}/{w('rFonts')}")
    if style == "bullet" and fonts is not None:
        table = table_of(fonts.get(w("ascii"))) or table_of(fonts.get(w("hAnsi")))
        text = text.translate(table) if table else text
    restart = value_of(element, "lvlRestart")
    return _Level(
        start=whole(value_of(element, "start"), 1),
        style=style,
        text=text,
        legal=is_on(element.find(w("isLgl"))),
        restart=None if restart is None else whole(restart, 0),
        for_style=value_of(element, "pStyle"),
    )
