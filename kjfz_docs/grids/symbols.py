"""Characters of symbol fonts, as Unicode.

A letter in such a font is a picture: R in Wingdings 2 is a ticked box. Files keep it as the letter, or in the
private use area (U+F052), and only the font says so. The tables hold what stands in forms: ticks, crosses,
boxes, circled numbers, stars, hands, arrows and bullets. Anything else of the font becomes its private
character, which no reader takes for text.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_PRIVATE = 0xF000

_TICK, _CROSS, _HEAVY_TICK, _HEAVY_CROSS = "✓", "✗", "✔", "✘"
_TICKED, _CROSSED, _EMPTY, _FULL = "☑", "☒", "□", "■"


def _numbers(first: int, digits: str) -> dict[int, str]:
    return {first + index: digit for index, digit in enumerate(digits)}


_WINGDINGS: dict[int, str] = {
    **_numbers(0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩"),
    **_numbers(0x8B, "⓿❶❷❸❹❺❻❼❽❾❿"),
    **_numbers(0x41, "✌👌👍👎☜☞☝☟✋☺😐☹💣☠"),
    **_numbers(0x9E, "·•▪○⭕"),
    **_numbers(0xDF, "←→↑↓↖↗↙↘"),
    **_numbers(0xE7, "⬅➡⬆⬇"),
    **_numbers(0x21, "✏✂✁"),
    0x28: "☎",
    0x29: "✆",
    0x2A: "✉",
    0x36: "⌛",
    0x37: "⌨",
    0x6C: "●",
    0x6D: "○",
    0x6E: _FULL,
    0x6F: _EMPTY,
    0x70: _EMPTY,
    0x71: _EMPTY,
    0x72: _EMPTY,
    0x73: "⬧",
    0x74: "⧫",
    0x75: "◆",
    0x76: "❖",
    0x77: "⬥",
    0x78: _CROSSED,
    0x9F: "•",
    0xA1: "○",
    0xA2: "○",
    0xA3: "○",
    0xA4: "◉",
    0xA5: "◎",
    0xA7: "▪",
    0xA8: _EMPTY,
    0xAA: "✦",
    0xAB: "★",
    0xAC: "✶",
    0xAD: "✴",
    0xD8: "➢",
    0xE8: "➔",
    0xF0: "⇨",
    0xFB: _CROSS,
    0xFC: _TICK,
    0xFD: _CROSSED,
    0xFE: _TICKED,
}
_WINGDINGS_2: dict[int, str] = {
    **_numbers(0x69, "⓪①②③④⑤⑥⑦⑧⑨⑩"),
    **_numbers(0x74, "⓿❶❷❸❹❺❻❼❽❾❿"),
    0x4F: _CROSS,
    0x50: _TICK,
    0x51: _CROSSED,
    0x52: _TICKED,
    0x53: _CROSSED,
    0x54: _CROSSED,
    0x55: "⊗",
    0x56: "⊗",
    0x95: "⋅",
    0x97: "●",
    0x98: "●",
    0x99: "○",
    0x9A: "○",
    0x9B: "○",
    0x9D: "⊙",
    0x9E: "⊙",
    0xA0: _FULL,
    0xA1: _FULL,
    0xA2: _FULL,
    0xA3: _EMPTY,
    0xA4: _EMPTY,
    0xA5: _EMPTY,
    0xA6: _EMPTY,
    0xA7: _EMPTY,
    0xA8: "▣",
}
_WEBDINGS: dict[int, str] = {
    0x3D: "◀",
    0x33: "◀",
    0x34: "▶",
    0x35: "▲",
    0x36: "▼",
    0x61: _HEAVY_TICK,
    0x63: _EMPTY,
    0x67: _FULL,
    0x6E: "●",
    0x72: _CROSS,
}
_SYMBOL: dict[int, str] = {
    **_numbers(0x41, "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"),
    **_numbers(0x61, "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"),
    **{ord(same): same for same in "!#%&()+,./0123456789:;<=>?[]_{|}"},
    0x2A: "∗",
    0x2D: "−",
    0xA3: "≤",
    0xA5: "∞",
    0xA8: "♦",
    0xAC: "←",
    0xAD: "↑",
    0xAE: "→",
    0xAF: "↓",
    0xB0: "°",
    0xB1: "±",
    0xB3: "≥",
    0xB4: "×",
    0xB7: "•",
    0xB8: "÷",
    0xB9: "≠",
    0xBB: "≈",
    0xC4: "⊗",
    0xD6: "√",
    0xD7: "⋅",
    0xDE: "⇒",
    0xE0: "◊",
}
_DINGBATS: dict[int, str] = {
    **_numbers(0xAC, "①②③④⑤⑥⑦⑧⑨⑩"),
    0x33: _TICK,
    0x34: _HEAVY_TICK,
    0x35: "✕",
    0x36: "✖",
    0x37: _CROSS,
    0x38: _HEAVY_CROSS,
    0x6C: "●",
    0x6D: "❍",
    0x6E: _FULL,
    0x6F: _EMPTY,
    0x70: _EMPTY,
    0x71: _EMPTY,
    0x72: _EMPTY,
}
_MARLETT: dict[int, str] = {0x61: _TICK, 0x62: _TICK, 0x72: "✕", 0x69: "○", 0x68: "●", 0x6E: "●"}


def _whole(table: Mapping[int, str]) -> Mapping[int, str]:
    """A table for ``str.translate``: every spelling of every code of the font."""
    whole: dict[int, str] = {}
    for code in range(0x21, 0x100):
        meaning = table.get(code, chr(_PRIVATE + code))
        whole[code] = whole[_PRIVATE + code] = meaning
        if 0x80 <= code < 0xA0:
            windows = bytes((code,)).decode("cp1252", errors="ignore")
            if windows:
                whole[ord(windows)] = meaning
    whole[_PRIVATE + 0x20] = " "
    return MappingProxyType(whole)


_TABLES: Mapping[str, Mapping[int, str]] = MappingProxyType(
    {
        "wingdings": _whole(_WINGDINGS),
        "wingdings 2": _whole(_WINGDINGS_2),
        "wingdings2": _whole(_WINGDINGS_2),
        "wingdings 3": _whole({}),
        "webdings": _whole(_WEBDINGS),
        "symbol": _whole(_SYMBOL),
        "zapfdingbats": _whole(_DINGBATS),
        "zapf dingbats": _whole(_DINGBATS),
        "itc zapf dingbats": _whole(_DINGBATS),
        "marlett": _whole(_MARLETT),
    }
)


def is_symbol_font(font: str) -> bool:
    """Whether the letters of a font are pictures."""
    return font.strip().lower() in _TABLES


def table_of(font: str | None) -> Mapping[int, str] | None:
    """The table of a symbol font, for ``str.translate``; None for a font of letters."""
    return _TABLES.get(font.strip().lower()) if font else None


def symbol(font: str | None, code: int) -> str:
    """The character of a symbol: its code, or the same in the private use area, in its font."""
    table = table_of(font)
    known = None if table is None else table.get(code)
    if known is not None:
        return known
    return chr(code) if 0x20 <= code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else "\ufffd"


def in_symbol_font(text: str, latin: Mapping[int, str] | None, east: Mapping[int, str] | None) -> str:
    """Run text whose font for western (or for the other) characters is a symbol font."""
    if latin is None:
        if east is None or text.isascii():
            return text
        # The font for Chinese characters has no say over ASCII.
        return "".join(char if char < "\x80" else char.translate(east) for char in text)
    return text.translate(latin)
