"""How a value is written into a cell and read back: text, numbers, choices and ticks, dates, accounts.

Tolerance for how people write lives here and nowhere else.
"""

from kjfz_docs.codecs.accounts import AccountCodec, MobileCodec
from kjfz_docs.codecs.base import Codec, Read
from kjfz_docs.codecs.choices import ChoiceCodec, option_texts, read_choice, read_ticks
from kjfz_docs.codecs.dates import DateCodec
from kjfz_docs.codecs.filters import (
    FILTERS,
    AfterLabelCodec,
    DateFilter,
    FilterCodec,
    InsteadOfCodec,
    LinesCodec,
    TickCodec,
)
from kjfz_docs.codecs.numbers import CohortCodec, DecimalCodec, IntegerCodec
from kjfz_docs.codecs.registry import codec_for
from kjfz_docs.codecs.text import NameCodec, ProgrammeCodec, TextCodec

__all__ = [
    "FILTERS",
    "AccountCodec",
    "AfterLabelCodec",
    "ChoiceCodec",
    "Codec",
    "CohortCodec",
    "DateCodec",
    "DateFilter",
    "DecimalCodec",
    "FilterCodec",
    "InsteadOfCodec",
    "IntegerCodec",
    "LinesCodec",
    "MobileCodec",
    "NameCodec",
    "ProgrammeCodec",
    "Read",
    "TextCodec",
    "TickCodec",
    "codec_for",
    "option_texts",
    "read_choice",
    "read_ticks",
]
