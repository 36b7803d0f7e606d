"""Automatic numbers as they are printed: 3, 三, ③, iii, C."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_LEGAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_MOST = 9999


def chinese(number: int) -> str:
    """A number below 10,000 in Chinese: 十二, 一百零三."""
    if number == 0:
        return _DIGITS[0]
    text, gap = "", False
    digits = str(number)
    for index, digit in enumerate(digits):
        unit = _UNITS[len(digits) - index - 1]
        if digit == "0":
            gap = bool(text)
            continue
        text += (_DIGITS[0] if gap else "") + _DIGITS[int(digit)] + unit
        gap = False
    return text.removeprefix("一") if 10 <= number < 20 else text


def roman(number: int) -> str:
    """A number in lower-case Roman numerals."""
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def letter(number: int) -> str:
    """a … z, aa, bb: Word repeats the letter."""
    turns, index = divmod(number - 1, 26)
    return chr(ord("a") + index) * (turns + 1)


def _from(characters: str) -> Callable[[int], str]:
    def numeral(number: int) -> str:
        return characters[number - 1] if 1 <= number <= len(characters) else str(number)

    return numeral


def _circled(number: int) -> str:
    if 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    return str(number)


FORMATS: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {
        "decimal": str,
        "decimalZero": "{:02d}".format,
        "decimalHalfWidth": str,
        "decimalFullWidth": lambda number: str(number).translate(
            str.maketrans("0123456789", "０１２３４５６７８９")
        ),
        "decimalFullWidth2": lambda number: str(number).translate(
            str.maketrans("0123456789", "０１２３４５６７８９")
        ),
        "decimalEnclosedCircle": _circled,
        "decimalEnclosedCircleChinese": _circled,
        "decimalEnclosedFullstop": "{}.".format,
        "decimalEnclosedParen": "({})".format,
        "chineseCounting": chinese,
        "chineseCountingThousand": chinese,
        "taiwaneseCounting": chinese,
        "taiwaneseCountingThousand": chinese,
        "japaneseCounting": chinese,
        "chineseLegalSimplified": lambda number: chinese(number).translate(_LEGAL),
        "ideographDigital": lambda number: "".join(
            "○" if digit == "0" else _DIGITS[int(digit)] for digit in str(number)
        ),
        "ideographTraditional": _from(_STEMS),
        "ideographZodiac": _from(_BRANCHES),
        "ideographEnclosedCircle": lambda number: (
            chr(0x3280 + number - 1) if 1 <= number <= 10 else str(number)
        ),
        "upperRoman": lambda number: roman(number).upper(),
        "lowerRoman": roman,
        "upperLetter": lambda number: letter(number).upper(),
        "lowerLetter": letter,
        "none": lambda _: "",
    }
)


def numeral(number: int, style: str) -> str:
    """The number in a numbering format of Word; in digits where the format is unknown or has none such."""
    if not 0 <= number <= _MOST or (number == 0 and style not in ("decimal", "decimalZero")):
        return str(number)
    return FORMATS.get(style, str)(number)
