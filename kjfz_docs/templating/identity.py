"""The identity of a document: ``urn:kjfz:<programme>:<cohort>:<form>:<hash of the template's tags>``.

It travels in ``dc:identifier`` of the core properties and survives re-saving by LibreOffice. It is a hint: where
the content says something else, the content wins.
"""

from __future__ import annotations

from urllib.parse import quote, unquote

import attrs


@attrs.frozen
class Identity:
    programme: str
    cohort: int
    form: str
    fingerprint: str

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
