"""Account and mobile numbers: text that looks like a number.

What was typed is kept; only spaces and hyphens between digits go, and full-width digits become plain. Digits
that Excel has lost are reported and never restored. Whether a number is long enough is a rule of ``check``.
"""

from __future__ import annotations

import re

import attrs

from kjfz_docs.codecs.base import Read, fold
from kjfz_docs.codecs.text import VerbatimCodec
from kjfz_docs.findings import Severity
from kjfz_docs.grids.model import RichText
from kjfz_docs.records.digits import account_digits, mobile_digits

_DIGITS = re.compile(r"[0-9]+")
# Excel's mark for text, and stops at the end of a line.
_AROUND = "'’‘`\"“”。.,，;；、 \t\n\u3000\u00a0"
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?[eE][+\-−]?[0-9]{1,2}")
_FLOAT = re.compile(r"(?P<digits>[0-9]+)\.0+")
# Excel keeps 15 digits of a number and shows zeros behind them.
_KEPT = 15
# One or two zeros there are common in sound numbers; three or more are worth a look.
_SUSPECT_ZEROS = 3
_DASHES = re.compile(r"[-−‐‑‒–—―－/／\\~_\s]+|无|暂无")
_ACCOUNT_SHAPE = re.compile(r"\s*['’‘`]?[0-9０-９](?:[\s\-]*[0-9０-９]){7,29}\s*")
_MOBILE_SHAPE = re.compile(r"\s*(?:\(?\+?(?:00)?86\)?[\s\-]*)?[1１](?:[\s\-]*[0-9０-９]){10}\s*")


class _DigitsCodec(VerbatimCodec):
    """A number kept as text. Written verbatim; a record may hold anything."""

    def _cleaned(self, text: str) -> str:
        """The number as typed, without what only separates its digits."""
        return account_digits(fold(text).strip(_AROUND))

    def _read(self, text: RichText | str) -> Read[str]:
        raw = str(text)
        if _DASHES.fullmatch(raw):
            return Read(None)
        number = self._cleaned(raw)
        if not number:
            return Read(None)
        if _SCIENTIFIC.fullmatch(number):
            return Read(None, (self.doubt("KD314", raw),))
        if match := _FLOAT.fullmatch(number):
            number = match["digits"]
            if len(number) > _KEPT:
                return Read(None, (self.doubt("KD314", raw),))
        if not _DIGITS.fullmatch(number):
            return Read(number, (self.doubt("KD315", raw),))
        if len(number) >= _KEPT + _SUSPECT_ZEROS and not number[_KEPT:].strip("0"):
            return Read(number, (self.doubt("KD314", raw, severity=Severity.WARNING),))
        return Read(number)


@attrs.frozen
class AccountCodec(_DigitsCodec):
    """The number of a bank account."""

    def proper(self) -> re.Pattern[str]:
        return _ACCOUNT_SHAPE


@attrs.frozen
class MobileCodec(_DigitsCodec):
    """A mobile number; the country code before it goes."""

    def proper(self) -> re.Pattern[str]:
        return _MOBILE_SHAPE

    def _cleaned(self, text: str) -> str:
        return mobile_digits(fold(text).strip(_AROUND))
