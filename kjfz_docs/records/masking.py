"""What may be seen by anybody: account numbers and mobiles are hidden but for their last digits."""

from __future__ import annotations

import re
from typing import Any

_LONG_NUMBER = re.compile(r"\d[\d\s-]{5,}\d")
# As many digits as a mobile has, or more: what people put into the wrong cell.
_LIKE_PRIVATE = re.compile(r"\d(?:[ -]?\d){10,}")
_MASKED = re.compile(r"\*{7,}[\d -]{4}")


def masked(text: str) -> str:
    """A private text with all but its last four characters hidden; short texts are hidden whole."""
    return "*" * (len(text) - 4) + text[-4:] if len(text) > 8 else "*" * len(text)


def masked_numbers(text: str) -> str:
    """A text of unknown meaning with its long numbers masked: they may be accounts or mobiles."""
    return _LONG_NUMBER.sub(lambda found: masked(found.group()), text)


def fit_to_show(value: Any, *, private: bool) -> Any:
    """A field's value: masked if the field is private; in others what looks like a long number."""
    if private and value is not None:
        return masked(str(value))
    if isinstance(value, str):
        return _LIKE_PRIVATE.sub(lambda found: masked(found.group()), value)
    return value


def is_masked(value: object, *, private: bool) -> bool:
    """Whether a field's value is what :func:`fit_to_show` leaves of one: its digits are lost."""
    text = str(value)
    return "*" in text if private else _MASKED.search(text) is not None
