"""What the styles of a workbook say of its cells: number formats, fonts and frames; and its rich texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

import attrs

from kjfz_docs.grids.model import PLAIN, Format, RichText
from kjfz_docs.grids.number_formats import BUILT_IN_FORMATS, GENERAL
from kjfz_docs.grids.symbols import in_symbol_font, table_of
from kjfz_docs.grids.xlsx_names import is_on, s, unescaped, whole
from kjfz_docs.grids.xml import Element

T = TypeVar("T")
_SIDES = frozenset({s("left"), s("right"), s("top"), s("bottom"), s("start"), s("end")})


@attrs.frozen
class Font:
    """A font as far as it can carry meaning."""

    look: Format = PLAIN
    symbols: Mapping[int, str] | None = None


@attrs.frozen
class CellStyle:
    """The style of a cell: its number format, its font, whether it has a frame."""

    code: str = GENERAL
    font: Font = Font()
    framed: bool = False


def styles_of(root: Element | None) -> Sequence[CellStyle]:
    """The styles of cells by their numbers."""
    if root is None:
        return (CellStyle(),)
    codes = dict(BUILT_IN_FORMATS)
    for each in root.iterfind(f"{s('numFmts')}/{s('numFmt')}"):
        codes[whole(each.get("numFmtId"), -1)] = each.get("formatCode") or GENERAL
    fonts = [font_of(each) for each in root.iterfind(f"{s('fonts')}/{s('font')}")]
    frames = [_is_frame(each) for each in root.iterfind(f"{s('borders')}/{s('border')}")]
    found = [
        CellStyle(
            codes.get(whole(each.get("numFmtId"), 0), GENERAL),
            _at(fonts, each.get("fontId"), Font()),
            _at(frames, each.get("borderId"), False),
        )
        for each in root.iterfind(f"{s('cellXfs')}/{s('xf')}")
    ]
    return found or (CellStyle(),)


def font_of(element: Element | None) -> Font:
    """The font of a style, or of a stretch of rich text."""
    if element is None:
        return Font()
    name, color = "", None
    bold = underline = strike = False
    for each in element:
        value = each.get("val")
        if each.tag in (s("name"), s("rFont")):
            name = value or ""
        elif each.tag == s("b"):
            bold = value is None or is_on(value)
        elif each.tag == s("strike"):
            strike = value is None or is_on(value)
        elif each.tag == s("u"):
            underline = value != "none"
        elif each.tag == s("color"):
            color = (each.get("rgb") or "")[-6:].upper() or None
    return Font(Format(bold=bold, underline=underline, strike=strike, color=color), table_of(name))


# The stretches of a text with their fonts; None is the font of the cell it stands in.
Runs = tuple[tuple[str, Font | None], ...]


def runs_of(element: Element) -> Runs:
    """A shared or inline string; what only says how to pronounce it is left out."""
    found: list[tuple[str, Font | None]] = []
    for each in element:
        if each.tag == s("t"):
            found.append((unescaped(each.text or ""), None))
        elif each.tag == s("r"):
            properties = each.find(s("rPr"))
            font = None if properties is None else font_of(properties)
            found.append((unescaped(each.findtext(s("t")) or ""), font))
    return tuple(found)


def dressed(runs: Runs, font: Font) -> RichText:
    """A string in the font of its cell."""
    parts = [_dressed(text, own or font) for text, own in runs]
    return parts[0] if len(parts) == 1 else RichText.join(parts, "")


def _dressed(text: str, font: Font) -> RichText:
    if font.symbols is not None:
        text = in_symbol_font(text, font.symbols, font.symbols)
    return RichText(text, ((0, len(text), font.look),) if text and font.look != PLAIN else ())


def _is_frame(border: Element) -> bool:
    return any(side.tag in _SIDES and side.get("style") not in (None, "none") for side in border)


def _at(items: Sequence[T], index: str | None, default: T) -> T:
    number = whole(index, 0)
    return items[number] if 0 <= number < len(items) else default
