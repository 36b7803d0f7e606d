"""A list typed as paragraphs: 姓名：李明  派出单位：某大学 …, a new row where the first label comes again."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from kjfz_docs.grids.model import Cell, RichText
from kjfz_docs.reading.fit import Fitted
from kjfz_docs.reading.labels import Anchor, ListTable
from kjfz_docs.reading.mixed import take_apart
from kjfz_docs.reading.page import Page
from kjfz_docs.reading.words import key, short_key

_HEAD = re.compile(r"(?:^|(?<=[\s；;，,。、]))([^\s:：；;，,。]{1,40})[^\S\n]*[:：]", re.MULTILINE)
_FEWEST = 2


@attrs.frozen(eq=False)
class _Found:
    """A label with its value behind it in a cell."""

    anchor: Anchor
    cell: Cell
    start: int
    label: int


def take_typed(page: Page, table: ListTable) -> bool:
    """The rows of a list that stands in paragraphs; whether there are any."""
    found = list(_found(page, table))
    if len({id(each.anchor) for each in found}) * 2 <= len(table.columns):
        return False
    first = found[0].anchor
    number = -1
    seen: set[int] = set()
    for index, each in enumerate(found):
        if each.anchor is first or id(each.anchor) in seen:
            number += 1
            seen = set()
        seen.add(id(each.anchor))
        following = found[index + 1] if index + 1 < len(found) else None
        end = following.label if following and following.cell is each.cell else len(each.cell.text)
        text = _trimmed(each.cell.rich, each.start, end)
        taken = take_apart(each.anchor.pattern, text)
        findings = [
            attrs.evolve(finding, field=(finding.field or "").replace("*", str(number), 1) or None)
            for finding in taken.findings
        ]
        captures = taken.captures
        if isinstance(captures, tuple):
            captures = tuple(attrs.evolve(c, start=c.start + each.start) for c in captures)
        page.lay(Fitted(each.anchor.pattern, captures, (each.cell,), max(number, 0)), findings)
    for column in table.columns:
        page.lacks(column.pattern)
    return True


def _found(page: Page, table: ListTable) -> Iterator[_Found]:
    anchors = (*table.columns, *table.parts)
    exact = {name: anchor for anchor in reversed(anchors) for name in anchor.keys}
    short = {name: anchor for anchor in reversed(anchors) for name in anchor.short_keys}
    for _, cell in page.own_cells():
        if not page.is_free(cell):
            continue
        heads = [
            (match, anchor)
            for match in _HEAD.finditer(cell.text)
            if (anchor := exact.get(key(match[1])) or short.get(short_key(match[1]))) is not None
        ]
        # One label in a paragraph may be anyone's; its cell is the list's where the line begins with it.
        if len(heads) >= _FEWEST or (heads and not cell.text[: heads[0][0].start()].strip()):
            yield from (_Found(anchor, cell, match.end(), match.start()) for match, anchor in heads)


def _trimmed(text: RichText, start: int, end: int) -> RichText:
    plain = text.text
    while start < end and (plain[start].isspace()):
        start += 1
    while start < end and (plain[end - 1].isspace() or plain[end - 1] in "；;，,"):
        end -= 1
    return text.slice(start, end)
