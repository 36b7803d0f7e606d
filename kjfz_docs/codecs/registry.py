"""Which codec a field has: by the kind that its metadata name, else by its type."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from kjfz_docs.codecs.accounts import AccountCodec, MobileCodec
from kjfz_docs.codecs.base import Codec
from kjfz_docs.codecs.choices import ChoiceCodec
from kjfz_docs.codecs.dates import DateCodec
from kjfz_docs.codecs.numbers import CohortCodec, DecimalCodec, IntegerCodec
from kjfz_docs.codecs.text import NameCodec, ProgrammeCodec, TextCodec
from kjfz_docs.records.fields import FieldInfo

# A kind is a way of writing one type; it counts only where the field has that type.
KINDS: Mapping[str, tuple[type, type[Codec[Any]]]] = MappingProxyType(
    {
        "name": (str, NameCodec),
        "account": (str, AccountCodec),
        "mobile": (str, MobileCodec),
        "programme": (str, ProgrammeCodec),
        "cohort": (int, CohortCodec),
    }
)
# The first that fits: an enumeration may be made of texts, and a bool is an int.
TYPES: tuple[tuple[type, type[Codec[Any]]], ...] = (
    (enum.Enum, ChoiceCodec),
    (bool, ChoiceCodec),
    (str, TextCodec),
    (int, IntegerCodec),
    (Decimal, DecimalCodec),
    (dt.date, DateCodec),
)


def codec_for(info: FieldInfo, blank: str = "", *, titles: Mapping[str, str] | None = None) -> Codec[Any]:
    """The codec of a field. ``blank`` is what the paper shows for None, ``titles`` those of the programmes.

    Raises TypeError for a type that cannot be written into a cell.
    """
    found = _codec_class(info)
    if issubclass(found, ProgrammeCodec):
        return found(info, blank, titles or {})
    return found(info, blank)


def _codec_class(info: FieldInfo) -> type[Codec[Any]]:
    wanted, found = KINDS.get(info.meta.kind or "", (None, None))
    if found is not None and wanted is info.type:
        return found
    # A date with a time of day would lose it on paper.
    if isinstance(info.type, type) and not issubclass(info.type, dt.datetime):
        for known, made in TYPES:
            if issubclass(info.type, known):
                return made
    raise TypeError(f"{info.name}: no codec for {getattr(info.type, '__name__', info.type)}")
