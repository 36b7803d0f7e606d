"""Numerals as people write them, to exact numbers: 12, 1,200, 十二, 廿三, 一百二十, 1千2百, 三万五, 1.2亿."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from decimal import Context, Decimal, InvalidOperation
from fractions import Fraction

import attrs

DIGITS = {
    **dict.fromkeys("零〇○", 0),
    **{
        character: value
        for value, characters in enumerate(
            ("一壹弌", "二贰貳两兩俩", "三叁參参仨", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖"),
            start=1,
        )
        for character in characters
    },
}
_TENS = {"十": 1, "拾": 1, "廿": 2, "卅": 3, "卌": 4}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_BIG = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_ZEROS = "零〇○"
_LONGEST = 150

CHINESE = "".join((*DIGITS, *_TENS, "百佰千仟"))
SCALES = "".join(_BIG)
ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+"
_TOKEN = re.compile(rf"(?P<arabic>{ARABIC})|(?P<chinese>[{CHINESE}{SCALES}])")
_PLAIN = re.compile(ARABIC)
# Exact up to any number that a record can hold.
_EXACT = Context(prec=200, traps=[InvalidOperation])


@attrs.frozen
class Numeral:
    """A number and how it was written: ``plain`` in digits, ``loose`` with a place left out (三万五)."""

    value: Decimal
    plain: bool = False
    loose: bool = False
    scaled: bool = False


def numeral(text: str) -> Numeral | None:
    """The number that a folded text without white space is; ``scaled`` where 万 or 亿 stand in it."""
    if not text or len(text) > _LONGEST:
        return None
    if _PLAIN.fullmatch(text):
        return Numeral(Decimal(text.replace(",", "")), plain=True)
    if all(character in DIGITS for character in text):
        return _positional(text)
    tokens: list[str] = []
    end = 0
    for match in _TOKEN.finditer(text):
        if match.start() != end:
            return None
        tokens.append(match.group())
        end = match.end()
    return _composed(tokens) if end == len(text) else None


def positional(text: str) -> int | None:
    """Digits one after the other, Chinese or Arabic: 二〇二三, 2023, 二0二三."""
    digits = ""
    for character in text:
        if character in DIGITS:
            digits += str(DIGITS[character])
        elif character in "0123456789":
            digits += character
        else:
            return None
    return int(digits) if digits else None


def _positional(text: str) -> Numeral | None:
    """One digit, or digits in a row where a zero shows that they are no range (三五个 is 3-5)."""
    if len(text) > 1 and not any(character in _ZEROS for character in text[1:]):
        return None
    value = positional(text)
    return None if value is None else Numeral(Decimal(value))


@attrs.define
class _Sum:
    """A numeral as it is read from left to right: 一千二百 is a section, 万 and 亿 close one."""

    total: Fraction = Fraction(0)
    section: Fraction = Fraction(0)
    current: Fraction | None = None
    small: int = 10**4
    big: int | None = None
    unit: int = 0
    after_zero: bool = False
    scaled: bool = False

    def digit(self, value: Fraction) -> bool:
        if self.current is not None:
            return False
        self.current = value
        return True

    def tens(self, count: int) -> bool:
        """十 after a digit, or 十 and 廿 that stand for themselves."""
        if self.current is None:
            if count == 1 and self.section and not self.after_zero:
                return False
            self.current = Fraction(count)
        elif count != 1:
            return False
        return self.place(10)

    def place(self, unit: int) -> bool:
        if self.current is None and not self.section and not self.total:
            self.current = Fraction(1)
        if self.current is None or unit >= self.small:
            return False
        self.section += self.current * unit
        self.current, self.small, self.unit, self.after_zero = None, unit, unit, False
        return True

    def scale(self, unit: int) -> bool:
        section = self.section + (self.current or 0)
        if self.big is not None and unit >= self.big:
            # 三万亿: what stands before is counted in 亿 as a whole.
            if unit == self.big or self.current is not None or self.section:
                return False
            self.total *= unit
        elif not section:
            return False
        else:
            self.total += section * unit
        self.section, self.current, self.small = Fraction(0), None, 10**4
        self.big = self.unit = unit
        self.after_zero, self.scaled = False, True
        return True


def _composed(tokens: list[str]) -> Numeral | None:
    state = _Sum()
    for token in tokens:
        if token in _ZEROS:
            if state.current is not None:
                return None
            state.after_zero = True
        elif token in _TENS:
            if not state.tens(_TENS[token]):
                return None
        elif token in _SMALL:
            if not state.place(_SMALL[token]):
                return None
        elif token in _BIG:
            if not state.scale(_BIG[token]):
                return None
        elif not state.digit(
            Fraction(DIGITS[token]) if token in DIGITS else Fraction(token.replace(",", ""))
        ):
            return None
    rest, loose = state.current, False
    if rest is not None and state.unit >= 100 and not state.after_zero and rest < 10:
        # 三万五 is 35,000: the last digit stands one place below the last unit.
        if rest.denominator != 1:
            return None
        rest, loose = rest * (state.unit // 10), True
    elif rest is not None and state.unit and rest >= state.unit:
        return None
    value = state.total + state.section + (rest or 0)
    return Numeral(_decimal(value), loose=loose, scaled=state.scaled)


def _decimal(value: Fraction) -> Decimal:
    """The fraction as a Decimal; its denominator is always a power of ten."""
    return _EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))


def added(values: Iterable[Decimal]) -> Decimal:
    """The sum, exact."""
    return functools.reduce(_EXACT.add, values, Decimal(0))


def shifted(value: Decimal, places: int) -> Decimal:
    """The value times ten to ``places``, exact and without an exponent."""
    moved = value.scaleb(places, _EXACT)
    text = f"{moved:f}"
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)
