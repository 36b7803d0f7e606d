"""Account and mobile numbers as a record holds them: digits alone, however they were grouped when typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

_FULL_WIDTH = {0xFF10 + digit: str(digit) for digit in range(10)}
_SEPARATOR = r"[\s\-‐‑‒–—−]+"
_GROUPED = re.compile(rf"[0-9]+(?:{_SEPARATOR}[0-9]+)*")
_COUNTRY = re.compile(r"^\(?(?:\+|00)?86\)?[\s\-]*(?=1[0-9]{2}[\s\-]*[0-9]{4}[\s\-]*[0-9]{4}$)")
# Cards of China UnionPay; other accounts have no check digit.
# Digits by what they count in a sum, and what they count twice: 7 is 14, and that 1 + 4.
_VALUES = bytes(max(0, code - ord("0")) for code in range(256))
_DOUBLED = bytes([*(2 * digit // 10 + 2 * digit % 10 for digit in range(10)), *range(10, 256)])
_CARD = re.compile(r"62[0-9]{14,17}")

# A long number as Excel shows it.
_EXPONENT = re.compile(r"(?P<mantissa>[0-9](?:\.[0-9]+)?)[eE][+\-−]?[0-9]{1,3}")
# Excel keeps so many digits of a number and shows noughts behind them. One or two are common in sound numbers; more
# are worth a look.
KEPT_DIGITS = 15
_SUSPECT_NOUGHTS = 3


def has_exponent(text: str) -> bool:
    """Whether a text is a number with an exponent (6.2E+18), of which digits are lost."""
    return _EXPONENT.fullmatch(text) is not None


def may_have_lost_digits(number: str) -> bool:
    """Whether a whole number looks as if Excel had kept its first 15 digits only: noughts are all that follows."""
    behind = number[KEPT_DIGITS:]
    return len(behind) >= _SUSPECT_NOUGHTS and not behind.strip("0")


def trusted_digits(text: str) -> str:
    """The first digits of a damaged number that are sure to be those that were typed.

    The last one shown may be rounded, and noughts at the end may be no more than a rounded nine.
    """
    match = _EXPONENT.fullmatch(text)
    digits = "".join(filter(str.isdigit, match["mantissa"] if match else text))[:KEPT_DIGITS]
    return digits.rstrip("0")[:-1]


def account_digits(text: str) -> str:
    """An account number without what only groups its digits; any other text as it is."""
    if text.isascii() and text.isdigit():
        return text
    plain = text.translate(_FULL_WIDTH)
    return re.sub(_SEPARATOR, "", plain) if _GROUPED.fullmatch(plain) else text


def mobile_digits(text: str) -> str:
    """A mobile number without grouping and without the country code of China."""
    if text.startswith("1") and text.isascii() and text.isdigit():
        return text
    return account_digits(_COUNTRY.sub("", text.translate(_FULL_WIDTH)) or text)


# How many digits numbers of a kind have, at least and at most.
COUNTS: Mapping[str | None, tuple[int, int]] = MappingProxyType({"mobile": (11, 11), "account": (8, 30)})


def has_its_digits(kind: str, number: str) -> bool:
    """Whether a number of a kind is made of as many digits as such numbers have; a mobile begins with 1."""
    least, most = COUNTS[kind]
    whole = number.isascii() and number.isdigit() and least <= len(number) <= most
    return whole and (kind != "mobile" or number.startswith("1"))


# How a field of a kind is held; kinds that are not here are held as given.
CANONICAL: Mapping[str, Callable[[str], str]] = {"account": account_digits, "mobile": mobile_digits}


def is_short_card(number: str) -> bool:
    """Whether a number begins as one of a bank card and has not as many digits as one (16 to 19)."""
    return number.startswith("62") and _CARD.fullmatch(number) is None


def fails_luhn(number: str) -> bool:
    """Whether a number is one of a bank card and its check digit is wrong."""
    if not _CARD.fullmatch(number):
        return False
    digits = number.encode("ascii").translate(_VALUES)
    return (sum(digits[-1::-2]) + sum(digits[-2::-2].translate(_DOUBLED))) % 10 != 0
