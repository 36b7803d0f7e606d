"""The identity of a document: ``urn:kjfz:<programme>:<cohort>:<form>:<hash of the template's tags>``.

It travels in ``dc:identifier`` of the core properties, and once more among their keywords, which programs keep that
drop the identifier. It is a hint: where the content says something else, the content wins.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote, unquote

import attrs

_BETWEEN_KEYWORDS = re.compile(r"[\s,;，；]+")


@attrs.frozen(cache_hash=True)
class Identity:
    programme: str
    cohort: int
    form: str
    fingerprint: str

    @property
    def spoken(self) -> str:
        """The identity as messages say it; a form need have neither programme nor cohort."""
        cohort = f"第{self.cohort}批" if self.cohort else ""
        return " ".join(filter(None, (self.programme, cohort, self.form)))

    def __str__(self) -> str:
        return f"urn:kjfz:{quote(self.programme, safe='')}:{self.cohort}:{quote(self.form, safe='')}:{self.fingerprint}"


def parse_identity(text: str) -> Identity | None:
    """The identity in a text, or None where it is none of ours."""
    parts = text.strip().split(":")
    if len(parts) != 6 or parts[:2] != ["urn", "kjfz"]:
        return None
    try:
        return Identity(unquote(parts[2]), int(parts[3]), unquote(parts[4]), parts[5])
    except ValueError:
        return None


def stated_identity(properties: Mapping[str, str]) -> Identity | None:
    """The identity that the properties of a document state."""
    texts = (properties.get("identifier", ""), *_BETWEEN_KEYWORDS.split(properties.get("keywords", "")))
    return next((found for text in texts if (found := parse_identity(text)) is not None), None)
