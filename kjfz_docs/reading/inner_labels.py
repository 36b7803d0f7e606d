"""Labels inside a text of several values: 开户行：某支行 账号：…, 填报人：张三  填报日期：…"""

from __future__ import annotations

import datetime as dt
import functools
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from kjfz_docs.reading.words import key, typos
from kjfz_docs.records.units import unit_in
from kjfz_docs.templating.pattern import Literal, Pattern, Slot

# What may be a label in a line, in other words: 联系电话 for 电话, 填报人员 for 填报人, 单位 for 填报单位.
_RETYPED = re.compile(r"(?:^|(?<=\s))([^\W\d_]{2,12})[^\S\n]?[:：]", re.MULTILINE)
# The same right before a value of a known shape; a word of the label needs no colon there.
_NAME = re.compile(r"(?:^|(?<=[\s；;，,、。]))([^\W\d_]{2,12})[^\S\n]*([:：]?)\s*\Z", re.MULTILINE)
_DAYS = ("日期", "时间")
_GAP = re.compile(r"[^\S\n]{2,}|[\t\u3000]")


def labels_in(pattern: Pattern, text: str) -> list[Slot]:
    """The slots of a pattern whose labels stand in a text."""
    found: list[Slot] = []
    for slot in pattern.slots:
        names = label_before(pattern.parts, slot)
        if names and find_label(text, names) is not None:
            found.append(slot)
    return found


def label_before(parts: Sequence[Any], slot: Slot) -> tuple[str, ...]:
    """The names by which a label before the slot may go; none where the template has no label there."""
    # A slot that was made for this reading (an option in a cell of its own) stands in no template.
    index = next((number for number, part in enumerate(parts) if part is slot), 0)
    before = parts[index - 1] if index else None
    if not isinstance(before, Literal) or not before.text.rstrip().endswith((":", "：")):
        return ()
    printed = re.split(r"[\s\u3000]{2,}|\n", before.text.strip())[-1].strip().rstrip(":：")
    # 金额（元）： for 金额（万元）： is the same label in another unit.
    bare_name = re.sub(r"[(（][^()（）]*[)）]", "", printed) if unit_in(printed) else ""
    return tuple(
        name for name in (printed, bare_name, slot.info.meta.label, *slot.info.meta.aliases) if key(name)
    )


def find_label(text: str, names: Sequence[str]) -> tuple[int, int] | None:
    """The label in a text as ``(start, end)``: with its colon anywhere a word may begin, else at a line's start."""
    for name in sorted(set(names), key=len, reverse=True):
        with_colon, at_line_start = _spelt(name)
        match = with_colon.search(text) or at_line_start.search(text)
        if match is not None:
            return match.start(), match.end()
    return None


def find_bracket(text: str, names: Sequence[str]) -> tuple[int, int] | None:
    """A label in brackets that lost its colon: 某局（盖章）  填报人：…"""
    for name in names:
        if name[0] in "(（" and (match := re.search(rf"[(（]\s*{re.escape(name[1:-1])}\s*[)）]", text)):
            return match.start(), match.end()
    return None


@functools.lru_cache(maxsize=1024)
def _spelt(name: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A label as people space it, with its colon, and without one at the start of a line."""
    letters = r"\s*".join(re.escape(character) for character in unicodedata.normalize("NFKC", name))
    letters = re.sub(r"\\\((.*)\\\)", r"[(（]?\1[)）]?", letters)
    bracket = r"\s*(?:[（(][^（()）\n]{0,12}[)）])?\s*"
    # A label in brackets follows what it speaks of: 某某局（盖章）：
    edge = "" if name[0] in "(（" else r"(?:^|(?<=[\s；;，,。、\u200b\ufeff]))"
    return (
        re.compile(rf"{edge}(?:{letters}){bracket}[:：]", re.MULTILINE),
        re.compile(rf"^[^\S\n]*(?:{letters}){bracket}(?=\s|[0-9０-９])", re.MULTILINE),
    )


def find_retyped(
    text: str,
    found: Sequence[tuple[int, int, Slot]],
    missing: Mapping[str, tuple[Slot, tuple[str, ...]]],
) -> list[tuple[int, int, Slot]]:
    """Labels with a word more or less before them, or a typo, as ``(start, end, slot)``.

    They are sought for slots whose own label is ``missing``; ``found`` are the labels that are known. One that may be
    of two slots, or two that may be of one, are none.
    """
    if not missing:
        return []
    heads = [
        match
        for match in _RETYPED.finditer(text)
        if all(match.end() <= start or end <= match.start() for start, end, _ in found)
    ]
    likely = [
        (match, slot)
        for match in heads
        for slot, names in missing.values()
        if any(map(functools.partial(_is_retyped, key(match[1])), map(key, names)))
    ]
    return [
        (match.start(), match.end(), slot)
        for match, slot in likely
        if sum(each is match or other is slot for each, other in likely) == 1
    ]


def _is_retyped(head: str, name: str) -> bool:
    shorter, longer = sorted((head, name), key=len)
    return (len(shorter) > 1 and longer.endswith(shorter)) or typos(head, name) is not None


def name_before(text: str, slot: Slot) -> tuple[int, bool] | None:
    """Where a name begins that ends a text before the value of a slot, and whether it may be that of the slot."""
    match = _NAME.search(text)
    if match is None:
        return None
    own = filter(None, map(key, (slot.label, *slot.info.meta.aliases)))
    names = [*own, *(_DAYS if issubclass(slot.info.type, dt.date) else ())]
    is_own = any(map(functools.partial(_is_retyped, key(match[1])), names))
    return (match.start(), is_own) if is_own or match[2] else None


def has_label(text: str) -> bool:
    """Whether a text begins with what may be a label, known or not, and goes on."""
    match = _RETYPED.match(text)
    return match is not None and bool(text[match.end() :].strip())


def value_before_label(text: str, start: int, end: int, *, is_first: bool) -> int:
    """Where, in a stretch before a label that follows its value (某局（盖章）：), that value begins.

    ``is_first``: nothing else of the line stands in the stretch; else only a wide gap sets the value apart.
    """
    line = text.rfind("\n", start, len(text[:end].rstrip())) + 1
    if line > start or is_first:
        return max(line, start)
    gaps = [match.end() for match in _GAP.finditer(text, start, end) if text[match.end() : end].strip()]
    return gaps[-1] if gaps and text[start : gaps[-1]].strip() else end
