"""Labels inside a text of several values: 开户行：某支行 账号：…, 填报人：张三  填报日期：…"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from kjfz_docs.reading.words import key
from kjfz_docs.templating.pattern import Literal, Pattern, Slot


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
    return tuple(name for name in (printed, slot.info.meta.label, *slot.info.meta.aliases) if key(name))


def find_label(text: str, names: Sequence[str]) -> tuple[int, int] | None:
    """The label in a text as ``(start, end)``: with its colon anywhere a word may begin, else at a line's start."""
    for name in sorted(set(names), key=len, reverse=True):
        with_colon, at_line_start = _spelt(name)
        match = with_colon.search(text) or at_line_start.search(text)
        if match is not None:
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
