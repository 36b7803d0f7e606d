"""How labels are compared: as printed, without brackets, and with a typo or two.

Exact comes first everywhere; a looser match counts only where no exact one exists.
"""

from __future__ import annotations

import difflib
import functools
import re
import unicodedata

# Below this length a typo makes another word of a label.
_SHORTEST_TYPO = 3
_LONG = 8
# A label with and without one of these is not the same label misspelt.
_NEGATIONS = "不未无非"
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_JOINTS = re.compile(r"以及|[及和与、/,+;\n]")
_NUMBERING = re.compile(
    r"\s*(?:第[一二三四五六七八九十0-9]+[部分、章节条]*|\(?[一二三四五六七八九十]+\)|[一二三四五六七八九十]+(?=[、.,:\s])"
    r"|\(?[0-9]{1,2}\)|[0-9]{1,2}(?=[、.,:\s])|[①-⑳])[、.,:\s]*"
)

# Far enough from what stands before it to be a label, not words of the value.
_OTHER_LABEL = re.compile(
    r"(?<=\S)(?:(?:[^\S\n]{2,}|\t)[^\s:：；;。]{1,30}|[；;]\s*[^\s:：；;，,。]{1,16})[:：]"
)


@functools.lru_cache(maxsize=8192)
def key(text: str) -> str:
    """A text as labels are compared: NFKC, letters and digits only, one case."""
    if text.isalnum() and text.isascii():
        return text.casefold()
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text))).casefold()


@functools.lru_cache(maxsize=8192)
def short_key(text: str) -> str:
    """The key of a text without what stands in brackets: 解决技术难题数 for 解决技术难题数（个）."""
    return key(_BRACKETS.sub("", unicodedata.normalize("NFKC", text)))


def parts_of(text: str) -> list[str]:
    """What a label joins: 开户行 and 账号 of 开户行（支行）及账号."""
    plain = _BRACKETS.sub("", unicodedata.normalize("NFKC", text))
    return [part for part in _JOINTS.split(plain) if part.strip()]


def without_number(text: str) -> str:
    """A heading without the number before it: 主要成绩 for （一）主要成绩."""
    plain = unicodedata.normalize("NFKC", text) if text[:1] < "①" or text[:1] > "⑳" else text
    match = _NUMBERING.match(plain)
    return plain[match.end() :] if match else plain.strip()


def other_label(text: str, start: int, end: int) -> int:
    """Where, behind a value in a line of several, the label of something else begins: 备注：; else ``end``."""
    match = _OTHER_LABEL.search(text, start, end)
    return match.start() if match is not None else end


def is_numbered(text: str) -> bool:
    """Whether a line begins with a number, as headings do."""
    return bool(_NUMBERING.match(unicodedata.normalize("NFKC", text)) or "①" <= text[:1] <= "⑳")


def resembles(first: str, second: str, share: float) -> bool:
    """Whether at least a share of two keys is the same, in the same order."""
    both = len(first) + len(second)
    # Most keys are told apart by the characters they have in common, in any order.
    common = sum(min(first.count(sign), second.count(sign)) for sign in set(second))
    return 2 * common >= share * both and difflib.SequenceMatcher(None, first, second).ratio() >= share


def typos(first: str, second: str) -> int | None:
    """How many typos make one label of the other; None if they are different labels."""
    if first == second:
        return 0
    shorter, longer = sorted((len(first), len(second)))
    allowed = 2 if longer >= _LONG else 1
    if shorter < _SHORTEST_TYPO or longer - shorter > allowed:
        return None
    if any(first.count(word) != second.count(word) for word in _NEGATIONS):
        return None
    if [c for c in first if c.isdigit()] != [c for c in second if c.isdigit()]:
        return None
    distance = _distance(first, second)
    if distance <= allowed:
        return distance
    return allowed if sorted(first) == sorted(second) else None


def _distance(first: str, second: str) -> int:
    """Edits between two short texts; a swap of neighbours counts one."""
    before: list[int] = []
    row = list(range(len(second) + 1))
    for index, character in enumerate(first, 1):
        previous, before, row = before, row, [index]
        for other, wanted in enumerate(second, 1):
            cost = min(before[other] + 1, row[-1] + 1, before[other - 1] + (character != wanted))
            if (
                previous
                and other > 1
                and character == second[other - 2]
                and first[index - 2 : index - 1] == wanted
            ):
                cost = min(cost, previous[other - 2] + 1)
            row.append(cost)
    return row[-1]
