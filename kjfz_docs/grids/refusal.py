"""How a file is refused: one finding that says why, in one exception."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

import attrs

from kjfz_docs.errors import Refused
from kjfz_docs.findings import Finding, Place

# What the exception says; clerks see the finding.
_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "KD101": "the file is empty",
        "KD102": "the file is damaged",
        "KD103": "the file is encrypted",
        "KD104": "the file is beyond the limits",
        "KD105": "the file holds what is not allowed",
        "KD106": "files of this kind cannot be read",
        "KD109": "files of this kind are read by LibreOffice, which was not found",
        "KD110": "LibreOffice could not convert the file",
        "KD112": "the encoding of the text cannot be told",
    }
)


def refusal(code: str, finding: Finding | None = None) -> Refused:
    """The exception that refuses a file for the reason of a code."""
    return Refused(f"{code}: {_REASONS[code]}", (finding or Finding.of(code),))


def undecodable(detail: str) -> Refused:
    """KD112: the bytes of a text file say no text for sure; ``detail`` tells the clerk what is known."""
    return refusal("KD112", Finding.of("KD112", detail=detail))


def damaged(detail: str) -> Refused:
    """KD102: the file is broken in the way that ``detail`` tells the clerk."""
    return refusal("KD102", Finding.of("KD102", detail=detail))


def too_much(detail: str) -> Refused:
    """KD104: the file goes beyond the limit that ``detail`` names."""
    return refusal("KD104", Finding.of("KD104", detail=detail))


def unsafe(detail: str) -> Refused:
    """KD105: the file holds ``detail``, which none needs and some misuse."""
    return refusal("KD105", Finding.of("KD105", detail=detail))


def unreadable(kind: str, seen: tuple[Finding, ...] = ()) -> Refused:
    """KD106: no grid is made of files of this kind; ``seen`` is what else was noticed about the file."""
    return Refused(f"KD106: {_REASONS['KD106']}", (*seen, Finding.of("KD106", kind=kind)))


@contextmanager
def naming(name: str | None) -> Iterator[None]:
    """Put the name of the file into the findings of a refusal raised inside."""
    try:
        yield
    except Refused as error:
        if name is None:
            raise
        findings = [attrs.evolve(each, where=_named(each.where, name)) for each in error.findings]
        raise Refused(str(error), findings) from error.__cause__


def _named(where: Place | None, name: str) -> Place:
    return Place(file=name) if where is None else attrs.evolve(where, file=name)
