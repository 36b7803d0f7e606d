"""Whole numbers, decimals and the ordinals of cohorts."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Self, TypeVar

import attrs

from kjfz_docs.codecs.amounts import amount
from kjfz_docs.codecs.base import Codec, Read, fold
from kjfz_docs.codecs.numerals import CHINESE, SCALES, numeral
from kjfz_docs.grids.model import RichText
from kjfz_docs.records.numerals import ordinal_text
from kjfz_docs.records.units import is_counted_alike, unit_in, units_in

N = TypeVar("N", int, Decimal)
# Longer numbers are none that a record can hold; the bound also keeps their conversion cheap.
_INTEGER = re.compile(r"-?[0-9]{1,60}")
# So many digits are a number whatever it counts.
_FEW_DIGITS = 6
_DECIMAL = re.compile(r"-?[0-9]{1,60}(?:\.[0-9]{1,60})?")


@functools.cache
def _shape(unit: str) -> re.Pattern[str]:
    """What stands in a number column, loosely; whether it is one number is for the codec to say.

    The repetitions are bounded, since parts of it can match the same white space.
    """
    space = r"[^\S\n]{0,20}"
    own = re.escape(unit).replace("%", "[%％]") or "个"
    digit = rf"0-9０-９{CHINESE}"
    return re.compile(
        rf"{space}(?:[约近超逾共计达¥￥≥≧≤≦≈]|[<>＜＞]=?|大约|将近|超过)?{space}[-−－负]?{space}"
        rf"[{digit}](?:[{digit}{SCALES}.,．，]|[^\S\n]){{0,160}}[余多来+＋]?{space}"
        rf"(?:{own}|[{SCALES}百千]*[元圆]|人次|[个项件家次份套台种位名人])?{space}"
        rf"(?:以上|左右|余|多|[+＋])?{space}|{space}(?:无|[-−－—–/]+){space}"
    )


@attrs.frozen
class _NumberCodec(Codec[N]):
    """What whole numbers and decimals share: the unit of the column and how a cell is understood.

    ``stated`` is the unit that the label in a file has instead.
    """

    stated: str = attrs.field(default="", kw_only=True)

    def under(self, label: str) -> Self:
        unit, stated = unit_in(f"({self.info.unit})") or self.info.unit, units_in(label)
        # One head of several values has the units of all of them.
        is_same = not unit or not stated or any(is_counted_alike(each, unit) for each in stated)
        return self if is_same else attrs.evolve(self, stated=stated[-1])

    def shape(self) -> re.Pattern[str]:
        return _shape(self.info.unit)

    def tells_apart(self) -> bool:
        return False  # a text may end in digits, and numbers may be cut anywhere

    def _amount(self, text: RichText | str) -> Read[Decimal]:
        plain = str(text)
        unit = self.info.unit
        found = amount(plain, unit, self.stated)
        values: dict[str, Any] = {"value": "" if found.value is None else f"{found.value:f}", "unit": unit}
        return Read(
            found.value,
            tuple(self.doubt(code, plain, stated=self.stated, **values) for code in found.codes),
        )


@attrs.frozen
class IntegerCodec(_NumberCodec[int]):
    """A whole number. 3.0 is 3 (as Excel writes it); 3.5 is none."""

    def _write(self, value: int) -> str:
        return str(value)

    def plain(self, text: str) -> int | None:
        is_plain = text.isascii() and text.isdigit() and len(text) <= _FEW_DIGITS and not self.stated
        return int(text) if is_plain and (text[0] != "0" or text == "0") else None

    def _parse(self, text: str) -> int | None:
        return int(text) if _INTEGER.fullmatch(text) else None

    def _read(self, text: RichText | str) -> Read[int]:
        found = self._amount(text)
        if found.value is None:
            return Read(None, found.findings)
        if found.value != found.value.to_integral_value():
            return Read(None, (self.doubt("KD302", text),))
        return Read(int(found.value), found.findings)


@attrs.frozen
class DecimalCodec(_NumberCodec[Decimal]):
    """An exact number in the unit of its column."""

    def _write(self, value: Decimal) -> str:
        return f"{value:f}"

    def _parse(self, text: str) -> Decimal | None:
        return Decimal(text) if _DECIMAL.fullmatch(text) else None

    def _read(self, text: RichText | str) -> Read[Decimal]:
        return self._amount(text)


_NUMBER = rf"[0-9]+|[{CHINESE}]+"
_COHORT = re.compile(rf"第(?P<first>-?(?:{_NUMBER}))批次?|(?P<second>{_NUMBER})批次?|(?P<bare>{_NUMBER})")
_COHORT_SHAPE = re.compile(rf"\s*(?:第\s*)?-?(?:[0-9０-９]+|[{CHINESE}]+)\s*批次?\s*")
_NAMED = re.compile(rf"第\s*(?:[0-9０-９]+|[{CHINESE}]+)\s*批")
# A bare number in a column of ordinals is one only if it is small: 2021 is a year, not a cohort.
_MOST_BARE = 99


def cohorts_named(text: str) -> Iterator[str]:
    """The cohorts that a longer text names: 第二批 and 第 4 批."""
    yield from (match.group() for match in _NAMED.finditer(text))


@attrs.frozen
class CohortCodec(Codec[int]):
    """The number of a cohort: 第二批 for 2. Also reads 第2批, 二批次, 2."""

    def shape(self) -> re.Pattern[str]:
        return _COHORT_SHAPE

    def _write(self, value: int) -> str:
        return ordinal_text(value)

    def _read(self, text: RichText | str) -> Read[int]:
        match = _COHORT.fullmatch("".join(fold(str(text)).split()))
        if match is None:
            return Read(None, (self.doubt("KD313", text),))
        digits = match["first"] or match["second"] or match["bare"]
        number = numeral(digits.removeprefix("-"))
        whole = None if number is None else int(number.value)
        if whole is None or len(str(whole)) > 60 or (match["bare"] and whole > _MOST_BARE):
            return Read(None, (self.doubt("KD313", text),))
        return Read(-whole if digits.startswith("-") else whole)
