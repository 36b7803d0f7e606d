"""Yes and no in other words: 已签约 under 是否已与企业签约, 未到岗, 不是.

What the label asks decides: the answer may only use the label's own words behind 已 or 未.
"""

from __future__ import annotations

import re

import attrs

from kjfz_docs.codecs.base import squeeze

# What takes an answer back, wholly or in part. 是，只要… does not.
CONTRAST = re.compile(r"但|却|不过|然而|仅|只(?!要)|除|部分|待|拟|[?？]")
NEGATION = re.compile(r"[未没不无非否]")
_YES = frozenset(("是的", "对", "对的", "属实", "yes", "y", "true", "已", "均是", "都是"))
_NO = frozenset(("不是", "非", "不", "没", "未", "no", "n", "false", "均否", "都不是"))
# These answer only a question of whether there is something.
_THERE_IS = frozenset(("有", "存在"))
_THERE_IS_NOT = frozenset(("无", "没有", "不存在", "无。"))
_DONE = re.compile(r"(?:均已|都已|已经|早已|已)")
_NOT_DONE = re.compile(r"(?:尚未|还未|从未|暂未|均未|并未|未能|未|没有|还没|没)")
_PUNCTUATION = "。.！!，,；;：:、 “”\"'"
_QUESTION = re.compile(r"是否(?P<asked>[^（(]*)")
_HEAD = re.compile(r"(?P<head>[^,，;；。:：()（）]+)(?P<rest>[,，;；。:：(（].*)?")


@attrs.frozen
class InWords:
    """Yes or no, and whether other words stand beside it."""

    value: bool
    remark: bool = False


def in_words(label: str, text: str) -> InWords | None:
    """What a text without any of the options answers to the label's question; None if nothing is certain."""
    plain = squeeze(text).strip(_PUNCTUATION)
    match = _HEAD.fullmatch(plain)
    if match is None:
        return None
    rest = (match["rest"] or "").strip(_PUNCTUATION + "()")
    if rest and (CONTRAST.search(rest) or NEGATION.search(rest)):
        return None
    found = _answer(squeeze(label), match["head"].lower())
    return None if found is None else InWords(found.value, found.remark or bool(rest))


def _answer(label: str, head: str) -> InWords | None:
    if head in _YES:
        return InWords(True)
    if head in _NO:
        return InWords(False)
    match = _QUESTION.search(label)
    asked = match["asked"] if match else ""
    if asked.startswith(("有", "存在")):
        if head in _THERE_IS:
            return InWords(True)
        if head in _THERE_IS_NOT:
            return InWords(False)
    # A question that is itself a negation is answered by 是 and 否 alone.
    if not asked or NEGATION.search(asked):
        return None
    for pattern, value in ((_DONE, True), (_NOT_DONE, False)):
        opening = pattern.match(head)
        if opening and (found := _echo(asked, head[opening.end() :])) is not None:
            return InWords(value, remark=found)
    return None


def _echo(asked: str, rest: str) -> bool | None:
    """Whether the rest has words that the question has not; None if it is not about the question."""
    if not rest or NEGATION.search(rest) or CONTRAST.search(rest):
        return None
    if len(rest) >= 2 and _in_order(rest, asked):
        return False
    return True if len(rest) > 2 and rest[-2:] in asked else None


def _in_order(part: str, whole: str) -> bool:
    """Whether the characters of one stand in the other, in the same order."""
    characters = iter(whole)
    return all(character in characters for character in part)
