"""Styles that values need besides those of the template: text that stays text, and days."""

from __future__ import annotations

import contextlib
import copy
import functools
from collections.abc import Iterator
from typing import Any

from lxml import etree

from kjfz_docs.grids.number_formats import number_formats
from kjfz_docs.grids.xlsx_names import is_on, s, whole
from kjfz_docs.grids.xlsx_styles import styles_of
from kjfz_docs.grids.xml import serialised

_TEXT = 49
_DAY = 'yyyy"年"m"月"d"日"'
_MOMENT = f"{_DAY} h:mm"
_FIRST_OWN = 164


class NewLookError(Exception):
    """A style is asked for that was not made yet, where none may be made."""


class Looks:
    """The style part of a workbook, with further styles for cells made as they are asked for, once."""

    def __init__(self, xml: bytes) -> None:
        self._root: Any = etree.fromstring(xml)
        self._formats: Any = self._root.find(s("cellXfs"))
        if self._formats is None:
            self._formats = etree.SubElement(self._root, s("cellXfs"))
            etree.SubElement(self._formats, s("xf"))
        self._made: dict[tuple[int, str], int] = {}
        self._closed = False
        sizes = [_size(each) for each in self._root.iterfind(f"{s('fonts')}/{s('font')}")] or [11.0]
        fonts = [whole(each.get("fontId"), 0) for each in self._formats]
        self.sizes = [sizes[font] if 0 <= font < len(sizes) else sizes[0] for font in fonts]
        self._wrap = [_wraps(each) for each in self._formats]
        self._text_styles = {
            index for index, each in enumerate(self._formats) if whole(each.get("numFmtId"), 0) == _TEXT
        }

    @contextlib.contextmanager
    def closed(self) -> Iterator[None]:
        """For as long as cells are not made in their order, in which styles are numbered: no style may be new."""
        self._closed = True
        try:
            yield
        finally:
            self._closed = False

    @functools.cached_property
    def _of_days(self) -> frozenset[int]:
        """The styles of the template that show days."""
        styles = enumerate(styles_of(self._root))
        return frozenset(index for index, each in styles if number_formats(each.code)[0].day)

    def text(self, style: int) -> int:
        """The style with the number format of text, so that what is typed there stays text."""
        return style if style in self._text_styles else self._derived(style, "text", numFmtId=str(_TEXT))

    def quoted(self, style: int) -> int:
        """The same for a text that Excel would take for a formula when it is edited."""
        return self._derived(style, "quoted", numFmtId=str(_TEXT), quotePrefix="1")

    def day(self, style: int) -> int:
        """The style with the number format of a day: 2023年8月25日."""
        return self._derived(style, "day", numFmtId=str(self._format(_DAY)))

    def calendar(self, style: int, *, with_time: bool) -> int:
        """The style itself where it shows days, else the same with a number format of days, or of days and times."""
        if style in self._of_days:
            return style
        if not with_time:
            return self.day(style)
        return self._derived(style, "moment", numFmtId=str(self._format(_MOMENT)))

    def unlocked(self, style: int) -> int:
        """The style of a cell that can be filled in although its sheet is protected."""
        return self._derived(style, "unlocked", unlocked=True)

    def size(self, style: int) -> float:
        """The size of a style's font in points."""
        return self.sizes[style] if 0 <= style < len(self.sizes) else self.sizes[0]

    def wraps(self, style: int) -> bool:
        """Whether a style breaks long texts into lines; without it a text is one line, whatever is in it."""
        return 0 <= style < len(self._wrap) and self._wrap[style]

    def xml(self) -> bytes:
        """The style part with the styles that were made."""
        self._formats.set("count", str(len(self._formats)))
        return serialised(self._root)

    def _derived(self, style: int, kind: str, *, unlocked: bool = False, **attributes: str) -> int:
        known = self._made.get((style, kind))
        if known is not None:
            return known
        if self._closed:
            raise NewLookError
        made = copy.deepcopy(self._formats[style if 0 <= style < len(self._formats) else 0])
        for name, value in attributes.items():
            made.set(name, value)
        if "numFmtId" in attributes:
            made.set("applyNumberFormat", "1")
        if unlocked:
            made.set("applyProtection", "1")
            for old in made.findall(s("protection")):
                made.remove(old)
            etree.SubElement(made, s("protection"), {"locked": "0"})
        self._formats.append(made)
        self.sizes.append(self.size(style))
        self._wrap.append(self.wraps(style))
        number = len(self._formats) - 1
        if attributes.get("numFmtId") == str(_TEXT):
            self._text_styles.add(number)
        self._made[style, kind] = number
        return number

    def _format(self, code: str) -> int:
        held = self._root.find(s("numFmts"))
        if held is None:
            held = etree.Element(s("numFmts"))
            self._root.insert(0, held)
        for each in held:
            if each.get("formatCode") == code:
                return whole(each.get("numFmtId"), _FIRST_OWN)
        number = max([_FIRST_OWN - 1, *(whole(each.get("numFmtId"), 0) for each in held)]) + 1
        etree.SubElement(held, s("numFmt"), {"numFmtId": str(number), "formatCode": code})
        held.set("count", str(len(held)))
        return number


def _wraps(format_: Any) -> bool:
    found = format_.find(s("alignment"))
    if found is None:
        return False
    spread = {found.get("horizontal"), found.get("vertical")} & {"justify", "distributed"}
    return is_on(found.get("wrapText")) or bool(spread)


def _size(font: Any) -> float:
    found = font.find(s("sz"))
    try:
        return float(found.get("val")) if found is not None else 11.0
    except (TypeError, ValueError):
        return 11.0
