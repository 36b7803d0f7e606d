"""Account and mobile numbers: text that looks like a number.

What was typed is kept; only spaces and hyphens between digits go, and full-width digits become plain. Digits
that Excel has lost are reported and never restored. Whether a number is long enough is a rule of ``check``.
"""

from __future__ import annotations

import re

import attrs

from kjfz_docs.codecs.base import Read, fold
from kjfz_docs.codecs.text import VerbatimCodec
from kjfz_docs.findings import Finding, Severity
from kjfz_docs.grids.model import RichText
from kjfz_docs.records.digits import (
    KEPT_DIGITS,
    account_digits,
    has_exponent,
    may_have_lost_digits,
    mobile_digits,
    trusted_digits,
)

_DIGITS = re.compile(r"[0-9]+")
# Excel's mark for text, and stops at the end of a line.
_AROUND = "'’‘`\"“”。.,，;；、 \t\n\u3000\u00a0"
_FLOAT = re.compile(r"(?P<digits>[0-9]+)\.0+")
_DASHES = re.compile(r"[-−‐‑‒–—―－/／\\~_\s]+|无|暂无")
_ACCOUNT_SHAPE = re.compile(r"\s*['’‘`]?[0-9０-９](?:[\s\-]*[0-9０-９]){7,29}\s*")
_MOBILE_SHAPE = re.compile(r"\s*(?:\(?\+?(?:00)?86\)?[\s\-]*)?[1１](?:[\s\-]*[0-9０-９]){10}\s*")


class _DigitsCodec(VerbatimCodec):
    """A number kept as text. Written verbatim; a record may hold anything."""

    def _cleaned(self, text: str) -> str:
        """The number as typed, without what only separates its digits."""
        return account_digits(fold(text).strip(_AROUND))

    def plain(self, text: str) -> str | None:
        if not text.isascii() or not text.isdigit() or may_have_lost_digits(text):
            return None
        return text if self._cleaned(text) == text else None

    def _read(self, text: RichText | str) -> Read[str]:
        raw = str(text)
        if _DASHES.fullmatch(raw):
            return Read(None)
        number = self._cleaned(raw)
        if not number:
            return Read(None)
        if has_exponent(number):
            return Read(None, (self._damaged(raw, number),))
        if match := _FLOAT.fullmatch(number):
            number = match["digits"]
            if len(number) > KEPT_DIGITS:
                return Read(None, (self._damaged(raw, number),))
        if not _DIGITS.fullmatch(number):
            return Read(number, (self.doubt("KD315", raw),))
        if may_have_lost_digits(number):
            return Read(number, (self._damaged(raw, number, Severity.WARNING),))
        return Read(number)

    def _damaged(self, raw: str, number: str, severity: Severity | None = None) -> Finding:
        """A finding on a number of which Excel lost digits, with those that can be trusted."""
        trusted = trusted_digits(number)
        return self.doubt("KD314", raw, severity=severity, trusted=trusted or "无", count=len(trusted))


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
