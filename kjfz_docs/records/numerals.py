"""Chinese numerals, as the titles of forms and the terms of a programme print them: 二, 十二, 一百零五."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")


def chinese_number(number: int) -> str:
    """A whole number from 0 to 9999 in Chinese; others in Arabic digits."""
    if not 0 <= number <= 9999:
        return str(number)
    if number == 0:
        return _DIGITS[0]
    text = ""
    for place, digit in enumerate(map(int, reversed(str(number)))):
        if digit:
            text = _DIGITS[digit] + _PLACES[place] + text
        elif text and not text.startswith(_DIGITS[0]):
            text = _DIGITS[0] + text
    return text.removeprefix("一") if 10 <= number <= 19 else text


def ordinal_text(number: int) -> str:
    """The name of a cohort: 第二批."""
    return f"第{chinese_number(number)}批"
