"""The title of a template, and in a file: quoted, in brackets, with words around it, or broken over two lines."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Sequence

import attrs

from kjfz_docs.grids.model import Cell, Line, RichText
from kjfz_docs.templating.pattern import Capture, Literal, Origin, Pattern, pattern
from kjfz_docs.templating.skeleton import Block

# 附件1, 附表二: what may stand above a title, or before it in one line.
ATTACHMENT = re.compile(r"附[件表录]\s*[\d一二三四五六七八九十]*")
_ATTACHED = re.compile(rf"\s*{ATTACHMENT.pattern}\s*[:：、.．\s]\s*")
_QUOTES = dict.fromkeys(map(ord, "\"'“”‘’„‟＂＇「」『』〝〞〟"), " ")
_FRAMES = ("《》", "〈〉", "<>", "【】", "[]")
# A word behind the title: the district that reports, the year.
_WORD_BEHIND = re.compile(r"[(（][^()（）:：]{1,20}[)）]\s*$")
# Two lines of a title are no longer than this together.
_LONGEST = 80


@attrs.frozen(eq=False)
class Titled:
    """A title that was found: what stands in its slots, and what stands behind it and is no part of it."""

    captures: tuple[Capture, ...]
    behind: str = ""


def titles_of(blocks: Sequence[Block]) -> tuple[Pattern, ...]:
    """The longest line of the form's own words; a line with values is the title only where none stands before it."""
    lines = [line for block in blocks for line in block.lines if line.literal]
    above = list(itertools.takewhile(lambda line: not _holds_values(line), lines))
    longest = max(above or lines, key=lambda line: len(line.literal), default=None)
    return () if longest is None else (longest,)


def _holds_values(line: Pattern) -> bool:
    return any(slot.origin is not Origin.TERM and not slot.info.is_of_programme for slot in line.slots)


def title_in(titles: Sequence[Pattern], text: RichText) -> Titled | None:
    """The title that a text is: as printed, else without its quotation marks, its frame and what stands around it."""
    for title in titles:
        found = title.match(text)
        printed = Titled(found) if isinstance(found, tuple) else None
        if printed is not None and not any(_ATTACHED.match(each.text.text) for each in printed.captures):
            return printed
        freed = _freed(title, text) or printed
        if freed is not None:
            return freed
    return None


def _freed(title: Pattern, text: RichText) -> Titled | None:
    """The title without what people put around it; blanks stand for that, so every character stays where it was."""
    plain = text.text.translate(_QUOTES)
    if len(plain) > _LONGEST:
        return None
    attached = _ATTACHED.match(plain)
    if attached is not None:
        plain = plain[attached.end() :].rjust(len(plain))
    plain = _out_of_frame(plain)
    word = _WORD_BEHIND.search(plain)
    before = _out_of_frame(plain[: word.start()].ljust(len(plain))) if word is not None else plain
    for rest, behind in ((plain, ""), (before, word.group().strip() if word is not None else "")):
        found = _unquoted(title).match(RichText(rest, text.spans))
        if isinstance(found, tuple):
            return Titled(found, behind)
    return None


@functools.lru_cache(maxsize=256)
def _unquoted(title: Pattern) -> Pattern:
    return pattern([p.text.translate(_QUOTES) if isinstance(p, Literal) else p for p in title.parts])


def _out_of_frame(text: str) -> str:
    """A text without a pair of brackets around all of it."""
    inner = text.strip()
    if inner[:1] + inner[-1:] not in _FRAMES:
        return text
    start = text.index(inner[0])
    end = start + len(inner) - 1
    return f"{text[:start]} {text[start + 1 : end]} {text[end + 1 :]}"


def with_whole_titles(lines: Sequence[Line], is_title: Callable[[str], bool]) -> tuple[Line, ...]:
    """The lines, a title that was broken over two paragraphs as one of them."""
    found: list[Line] = []
    for line in lines:
        before = found[-1] if found else None
        if before is not None and _is_broken(before, line, is_title):
            found[-1] = attrs.evolve(before, cells=(_one(before.cells[0], line.cells[0]),))
        else:
            found.append(line)
    return tuple(found)


def _is_broken(first: Line, second: Line, is_title: Callable[[str], bool]) -> bool:
    if first.is_row or second.is_row or first.is_blank or second.is_blank:
        return False
    if len(first.cells) != 1 or len(second.cells) != 1:
        return False
    above, below = first.cells[0].text, second.cells[0].text
    if len(above) + len(below) >= _LONGEST or not is_title(f"{above}\n{below}"):
        return False
    return not is_title(above) and not is_title(below)


def _one(first: Cell, second: Cell) -> Cell:
    return Cell(
        (*first.paragraphs, *second.paragraphs), first.place, findings=(*first.findings, *second.findings)
    )
