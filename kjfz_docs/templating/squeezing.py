"""Texts without white space: how labels and literals are compared, and where each character came from."""

from __future__ import annotations

import bisect
import functools
import re
import unicodedata
from collections.abc import Sequence
from typing import overload

_LONGEST_LABEL = 60
# NFKC takes each of these by itself and makes no ideograph of another: signs, letters and units that texts have.
_FOLDED_SINGLY = re.compile(
    "[\n!-~¡-§©-¬°-³µ·¹-ʯΑ-ΡΣ-ҁ‐-‖‘-‧‰-‽℀-↋←-␦①-⫛"
    "、-】〔-〛㎀-㏟\u3400-\u4dbf\u4e00-\u9fff！-～\U00020000-\U0002a6df]*"
)
# So it does with these, of which some become ideographs (㈱).
_TAKEN_SINGLY = re.compile(
    "[!-~\xa1-\xa7\xa9-\xae\xb0-\xb3\xb5-\xb7\xb9-\xbf×÷\u0391-\u03a1\u03a3-\u03a9\u03b1-\u03c9"
    "\u2010-\u2016\u2018-\u2027\u2030-\u203b\u2100-\u2189\u2190-\u26ff"
    "\u3001-\u3029\u3200-\u33ff\u3400-\u4dbf\u4e00-\u9fff！-～\U00020000-\U0002a6df]*"
)
# Those of them that it may change.
_SIGNS = re.compile("[\xa1-\u2fff\u3003-\u3007\u3012-\u33ff！-～]")
_IDEOGRAPHS = re.compile("[\u4e00-\u9fff]+")


def bare(text: str) -> str:
    """A text after NFKC and without white space: how labels and literals are compared."""
    # Labels are asked for again and again; a long text is not, and would only fill the memory.
    return _bare_label(text) if len(text) <= _LONGEST_LABEL else _bare(text)


def _bare(text: str) -> str:
    plain = "".join(text.split())
    if text.isascii():
        return plain
    if _TAKEN_SINGLY.fullmatch(plain) is None:
        return "".join(unicodedata.normalize("NFKC", text).split())
    # NFKC looks at each character; in most texts only a few signs change.
    for sign in set(_SIGNS.findall(plain)):
        plain = plain.replace(sign, unicodedata.normalize("NFKC", sign))
    return plain


_bare_label = functools.lru_cache(maxsize=8192)(_bare)


def squeeze(text: str, fold: bool) -> tuple[str, Sequence[int]]:
    """The text without white space (and, if asked, after NFKC), and where each character came from."""
    if not fold or unicodedata.is_normalized("NFKC", text):
        words = text.split()
        return "".join(words), _Origins(text, words)
    squeezed: list[str] = []
    back: list[int] = []
    for index, character in enumerate(text):
        for piece in character if character < "\x80" else unicodedata.normalize("NFKC", character):
            if not piece.isspace():
                squeezed.append(piece)
                back.append(index)
    return "".join(squeezed), back


def folds_singly(text: str) -> bool:
    """Whether NFKC changes a text character by character, and makes no ideographs; it has no blanks but line ends.

    What stands in the text of one part of it then stands in the normalised text as well, and the other way round.
    """
    return _FOLDED_SINGLY.fullmatch(text) is not None


def ideographs(text: str) -> str:
    """The longest run of ideographs in a text."""
    return max(_IDEOGRAPHS.findall(text), key=len, default="")


class _Origins(Sequence[int]):
    """Where each character of some words stood in the text that they are the words of; few are ever asked for."""

    def __init__(self, text: str, words: Sequence[str]) -> None:
        self._starts: list[int] = []
        self._shifts: list[int] = []
        at = length = 0
        for word in words:
            at = text.index(word, at)
            self._starts.append(length)
            self._shifts.append(at - length)
            length += len(word)
            at += len(word)
        self._length = length

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[int]: ...
    def __getitem__(self, index: int | slice) -> int | Sequence[int]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(self._length))]
        if not 0 <= index < self._length:
            raise IndexError(index)
        return index + self._shifts[bisect.bisect_right(self._starts, index) - 1]
