"""Stretches of a text as ``(start, end)``: trimmed, cut, and the pieces of a line."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

_PUNCTUATION = " \t\n\u3000\xa0,，;；。.、:："
_BLANKS = " \t\n\r\u3000\xa0"
# Where a value of a known shape may begin and end inside a line.
_BREAK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff,，;；:：。()（）]+")


def without(span: tuple[int, int], taken: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """A stretch without what was taken out of it."""
    if taken[1] <= span[0] or span[1] <= taken[0]:
        yield span
        return
    if span[0] < taken[0]:
        yield span[0], taken[0]
    if taken[1] < span[1]:
        yield taken[1], span[1]


def trimmed(text: str, start: int, end: int, *, marks: bool = False) -> tuple[int, int]:
    """A stretch without white space at its ends; with ``marks`` without punctuation either."""
    off = _PUNCTUATION if marks else _BLANKS
    while start < end and text[start] in off:
        start += 1
    while start < end and text[end - 1] in off:
        end -= 1
    return start, end


def in_the_midst(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The pieces in the midst of a line: neither its beginning nor its end."""
    for first, last in itertools.combinations(list(_BREAK.finditer(text, start, end)), 2):
        yield first.end(), last.start()


def at_the_ends(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The ends of a line, then its beginnings, the longest first."""
    cuts = [
        match for match in _BREAK.finditer(text, start, end) if start < match.start() and match.end() < end
    ]
    yield from ((match.end(), end) for match in cuts)
    yield from ((start, match.start()) for match in reversed(cuts))
