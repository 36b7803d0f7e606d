"""The words that a cell prints beside its ticks where they are not the texts of the options: 不通过 for 否."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kjfz_docs.codecs.base import squeeze
from kjfz_docs.templating.pattern import Pattern, Slot

_FRAME = r"（）()【】〔〕\[\]\s□☐"
# Behind a tick up to the next gap or bracket; before it from the last one on.
_BEHIND = re.compile(rf"[{_FRAME}]*([^{_FRAME}]+)")
_BEFORE = re.compile(rf"([^{_FRAME}:：]+)[{_FRAME}]*$")


def printed_options(cell: Pattern) -> Mapping[str, str]:
    """The printed word of each option by the option's text; none if they do not tell all options apart."""
    # A slot on either side, and an edge of the cell, say nothing.
    texts = ["", *("" if isinstance(part, Slot) else part.text for part in cell.parts), ""]
    ticks = {n: part.option for n, part in enumerate(cell.parts, 1) if isinstance(part, Slot) and part.option}
    found = [_BEHIND.match(texts[n + 1]) for n in ticks]
    if not all(found):
        found = [_BEFORE.search(texts[n - 1]) for n in ticks]
    words = {option: match[1] for option, match in zip(ticks.values(), found, strict=True) if match}
    plain = {squeeze(option): squeeze(word) for option, word in words.items()}
    renamed = {option for option, word in plain.items() if option != word}
    if len(words) < len(ticks) or len(set(plain.values())) < len(plain) or renamed & set(plain.values()):
        return {}
    return {option: word for option, word in words.items() if squeeze(option) in renamed}
