"""Single values as a record holds them: of the right type, without what no document can hold.

Each raises TypeError or ValueError that begins with ``where``, the name of the field.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

# Longer numbers are no counts or amounts of an office; the bound keeps int/str conversion cheap.
_MAX_DIGITS = 60
_LINE_ENDS = ("\r\n", "\r", "\u2028", "\u2029")
# Control characters, lone surrogates, noncharacters.
_CANNOT_STAND = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def exactly(value: Any, wanted: type, where: str) -> Any:
    if not isinstance(value, wanted):
        raise TypeError(f"{where}: expected {wanted.__name__} or None, got {type(value).__name__}")
    return value


def rows_of(value: Any, row: type, where: str) -> tuple[Any, ...]:
    if not isinstance(value, (tuple, list)):
        raise TypeError(f"{where}: expected a tuple of {row.__name__}, got {type(value).__name__}")
    for index, item in enumerate(value):
        if not isinstance(item, row):
            raise TypeError(f"{where}: expected {row.__name__} at {index}, got {type(item).__name__}")
    return tuple(value)


def can_stand(text: str) -> bool:
    """Whether a document can hold all the characters of a text."""
    return text.isprintable() or _CANNOT_STAND.search(text) is None


def that_can_stand(text: str) -> str:
    """A text without the characters that cannot stand in a document."""
    return _CANNOT_STAND.sub("", text)


def text_of(value: Any, where: str) -> str | None:
    exactly(value, str, where)
    text = str(value)
    if not text.isprintable():
        for end in _LINE_ENDS:
            text = text.replace(end, "\n")
        if (found := _CANNOT_STAND.search(text)) is not None:
            raise ValueError(f"{where}: control character U+{ord(found[0]):04X} cannot stand in a document")
    return text.strip() or None


def integer_of(value: Any, where: str) -> int:
    if isinstance(value, bool):
        raise TypeError(f"{where}: expected int or None, got bool")
    exactly(value, int, where)
    if abs(value) >= 10**_MAX_DIGITS:
        raise ValueError(f"{where}: an integer of more than {_MAX_DIGITS} digits")
    return int(value)


def decimal_of(value: Any, where: str) -> Decimal:
    if isinstance(value, int) and not isinstance(value, bool):
        value = Decimal(integer_of(value, where))
    exactly(value, Decimal, where)
    if not value.is_finite():
        raise ValueError(f"{where}: expected a finite Decimal, got {value}")
    _, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)  # finite
    if len(digits) + abs(exponent) > _MAX_DIGITS:
        raise ValueError(f"{where}: a Decimal of more than {_MAX_DIGITS} digits")
    plain = Decimal(f"{value:f}")
    return plain if plain else abs(plain)


def date_of(value: Any, where: str) -> dt.date:
    if isinstance(value, dt.datetime) or not isinstance(value, dt.date):
        raise TypeError(f"{where}: expected date or None, got {type(value).__name__}")
    return value
