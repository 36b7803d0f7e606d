"""A list typed as paragraphs: 姓名：李明  派出单位：某大学 …, a new row where the first label comes again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs

from kjfz_docs.findings import Finding
from kjfz_docs.grids.model import Cell, RichText
from kjfz_docs.reading.fit import Fitted
from kjfz_docs.reading.labels import Anchor, ListTable
from kjfz_docs.reading.mixed import take_apart
from kjfz_docs.reading.page import Page
from kjfz_docs.reading.row_kinds import is_column_numbers, is_example
from kjfz_docs.reading.words import key, other_label, short_key
from kjfz_docs.records.masking import masked_numbers

_COLON = re.compile(r"[:：]")
_EDGE = re.compile(r"[\s；;，,。、]+")
_LONGEST = 60
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
    number = 0
    for row in _rows(found):
        texts = [each.cell.text[each.start : end].strip(" ；;，,") for each, end in row]
        named = [text for (each, _), text in zip(row, texts, strict=True) if each.anchor.pattern.names_person]
        kind = "栏号" if is_column_numbers(texts) else "示例" if is_example(texts, "".join(named[:1])) else ""
        if kind:
            page.use(*(each.cell for each, _ in row))
            page.findings.append(Finding.of("KD207", where=row[0][0].cell.place, kind=kind))
            continue
        for each, end in row:
            _take(page, each, end, number)
        number += 1
    for column in table.columns:
        page.lacks(column.pattern)
    return True


def _rows(found: Sequence[_Found]) -> Iterator[list[tuple[_Found, int]]]:
    """The labels of each row, with where their values end."""
    row: list[tuple[_Found, int]] = []
    for index, each in enumerate(found):
        seen = [before.anchor for before, _ in row]
        # The first label may have been left out; one that comes twice in a row (职务, 职称) is of one row.
        if row and (each.anchor is found[0].anchor or each.anchor in seen[:-1]):
            yield row
            row = []
        following = found[index + 1] if index + 1 < len(found) else None
        same = following is not None and following.cell is each.cell
        row.append((each, following.label if following is not None and same else len(each.cell.text)))
    if row:
        yield row


def _take(page: Page, found: _Found, end: int, number: int) -> None:
    """The value behind a label, up to the next label; words with a colon that are no label of the form end it too."""
    pattern = found.anchor.pattern
    text = found.cell.text
    findings: list[Finding] = []
    other = other_label(text, found.start, end)
    if other < end and len({slot.path for slot in pattern.slots}) == 1:
        raw = masked_numbers(text[other:end].strip())[:40]
        findings.append(Finding.of("KD206", field=pattern.slots[0].path, raw=raw))
        end = other
    taken = take_apart(pattern, _trimmed(found.cell.rich, found.start, end))
    captures = found.anchor.under(taken.captures, text[found.label : found.start])
    if isinstance(captures, tuple):
        captures = tuple(attrs.evolve(each, start=each.start + found.start) for each in captures)
    numbered = [
        attrs.evolve(each, field=(each.field or "").replace("*", str(number), 1) or None)
        for each in (*findings, *taken.findings)
    ]
    page.lay(Fitted(pattern, captures, (found.cell,), number), numbered)


def _found(page: Page, table: ListTable) -> Iterator[_Found]:
    anchors = (*table.columns, *table.parts)
    exact = {name: anchor for anchor in reversed(anchors) for name in anchor.keys}
    short = {name: anchor for anchor in reversed(anchors) for name in anchor.short_keys}
    for _, cell in page.own_cells:
        if not page.is_free(cell):
            continue
        heads = [
            (start, end, anchor)
            for start, end, head in _heads(cell.text)
            if (anchor := exact.get(key(head)) or short.get(short_key(head))) is not None
        ]
        # One label in a paragraph may be anyone's; its cell is the list's where the line begins with it.
        if len(heads) >= _FEWEST or (heads and not cell.text[: heads[0][0]].strip()):
            yield from (_Found(anchor, cell, end, start) for start, end, anchor in heads)


def _heads(text: str) -> Iterator[tuple[int, int, str]]:
    """What may be a label before each colon: from a gap on, or from a comma (未能签约到岗、履职服务原因)."""
    taken = 0
    for colon in _COLON.finditer(text):
        line = max(text.rfind("\n", 0, colon.start()) + 1, taken, colon.start() - _LONGEST)
        starts = [line, *(match.end() for match in _EDGE.finditer(text, line, colon.start()))]
        for start in starts:
            if text[start : colon.start()].strip():
                yield start, colon.end(), text[start : colon.start()]
        taken = colon.end()


def _trimmed(text: RichText, start: int, end: int) -> RichText:
    plain = text.text
    while start < end and (plain[start].isspace() or plain[start] in ":："):
        start += 1
    while start < end and (plain[end - 1].isspace() or plain[end - 1] in "；;，,:："):
        end -= 1
    return text.slice(start, end)
