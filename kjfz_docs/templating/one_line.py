"""Lines of several labels (填报人：…  填报日期：…): a value in one ends where another label begins.

People add an item to such a line (审核人：李四) or lengthen a label of it (表格填报日期：). Behind a wide gap neither
is part of the value before it. The reader goes by this, and the writer refuses values that would not return.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_COLONS = (":", "：")
_HAN = r"[\u3400-\u9fff]"
_GAP = r"(?:[^\S\n]{2,}|[\t\u3000])"
# 审核人, 联系电话（手机）, stretched: 手　　机; not the hour of 10:30, nor http://
_LABEL = rf"(?:[^\s:：；;。，,]{{1,30}}|{_HAN}(?:[^\S\n]{{1,4}}{_HAN}){{1,5}})\s?(?<![0-9０-９])[:：](?!//)"
_OTHER = re.compile(rf"(?<=\S){_GAP}{_LABEL}")
# No person's name has a label in it, however near.
_BEHIND_NAME = re.compile(rf"(?<=\S)(?:{_GAP}|[；;，,、]?[^\S\n]|[；;，,、]){_LABEL}")
# What is left of a label that was made longer: 表格 before 填报日期：
_BEGUN = re.compile(rf"[^\S\n]+({_HAN}{{1,6}})$")
_STRETCHED = re.compile(rf"{_HAN}(?:[^\S\n]+{_HAN})+")
# What units and people are called before their names: 填报单位：某局（盖章）：
_HEAD = re.compile(rf"\s*{_HAN}{{0,8}}(?:单\s*位|部\s*门|机\s*构|名\s*称|人)\s*[:：]\s*(?=\S)")
# The colon of a label that follows its value: 某局（盖章）：
_BEHIND = re.compile(r"[^\S\n]*(?:[（(][^（()）\n]{0,12}[)）])?[^\S\n]*[:：]")


def in_lines_of_labels(texts: Sequence[str | None], *, in_paragraphs: bool) -> Iterator[int]:
    """Which of the parts of a pattern are values in lines of labels; ``texts`` has None for a slot.

    A cell of a table with one label (意见：…) may hold a text of any length; a paragraph with one is a line of it.
    """
    line: list[tuple[int, str | None]] = []
    for index, text in [*enumerate(texts), (len(texts), "\n")]:
        if text is None or "\n" not in text:
            line.append((index, text))
            continue
        before, _, behind = text.partition("\n")
        line.append((index, before))
        yield from _values(line, alone=in_paragraphs)
        line = [(index, behind.rpartition("\n")[2])]


def _values(line: Sequence[tuple[int, str | None]], *, alone: bool) -> Iterator[int]:
    slots = [index for index, text in line if text is None]
    labels = [index for index, text in line if text is not None and text.rstrip().endswith(_COLONS)]
    if len(labels) > 1:
        yield from slots
    elif alone:
        yield from (index for index in slots if index - 1 in labels)


def other_item(text: str, start: int, end: int, *, is_name: bool = False) -> int | None:
    """Where in a stretch of a line the gap before another label begins; None if there is none."""
    match = (_BEHIND_NAME if is_name else _OTHER).search(text, start, end)
    return None if match is None else match.start()


def head_of(text: str) -> int:
    """Where a value begins behind words that say what it is (填报单位：); 0 if there are none."""
    match = _HEAD.match(text)
    return 0 if match is None else match.end()


def is_before_label(printed: str) -> bool:
    """Whether the words behind a value are its label (（盖章）：)."""
    return _BEHIND.match(printed) is not None


def goes_on(text: str, start: int, end: int, printed: str, *, is_name: bool) -> bool:
    """Whether more than one value stands in a stretch of a line; ``printed`` is what the form has behind it."""
    while start and text[start - 1].isspace() and text[start - 1] != "\n":
        start -= 1
    if other_item(text, start, end, is_name=is_name) is not None:
        return True
    value = text[start:end].strip()
    if is_before_label(printed) and head_of(value):
        return True
    # The gap that the form prints is gone, and there is one inside the value.
    is_joined = printed[:1].isspace() and printed.strip() != "" and not text[end : end + 1].isspace()
    return is_joined and _BEGUN.search(value) is not None and _STRETCHED.fullmatch(value) is None
