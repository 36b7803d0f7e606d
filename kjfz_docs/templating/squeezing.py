"""Texts without white space: how labels and literals are compared, and where each character came from."""

from __future__ import annotations

import functools
import re
import unicodedata

_LONGEST_LABEL = 60
_WORD = re.compile(r"\S+")
# NFKC takes each of these by itself and makes no ideograph of another.
_FOLDED_SINGLY = re.compile(
    "[\n!-~·‘’“”—…√、。《》「」『』【】〔〕\u3400-\u4dbf\u4e00-\u9fff！-～\U00020000-\U0002a6df]*"
)
_IDEOGRAPHS = re.compile("[\u4e00-\u9fff]+")


def bare(text: str) -> str:
    """A text after NFKC and without white space: how labels and literals are compared."""
    # Labels are asked for again and again; a long text is not, and would only fill the memory.
    return _bare_label(text) if len(text) <= _LONGEST_LABEL else _bare(text)


def _bare(text: str) -> str:
    if text.isascii():
        return "".join(text.split())
    return "".join(unicodedata.normalize("NFKC", text).split())


_bare_label = functools.lru_cache(maxsize=8192)(_bare)


def squeeze(text: str, fold: bool) -> tuple[str, list[int]]:
    """The text without white space (and, if asked, after NFKC), and where each character came from."""
    if not fold or unicodedata.is_normalized("NFKC", text):
        words = list(_WORD.finditer(text))
        return "".join([word[0] for word in words]), [at for word in words for at in range(*word.span())]
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
