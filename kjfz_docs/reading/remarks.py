"""What stands in columns of a list that the form does not have: said once for each column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from kjfz_docs.findings import Finding
from kjfz_docs.grids.model import Cell
from kjfz_docs.reading.headers import Header
from kjfz_docs.reading.page import Page, share
from kjfz_docs.reading.words import key
from kjfz_docs.records.masking import masked_numbers

_COUNTING = frozenset({"序号", "编号", "序", "号", "no", "no."})


@attrs.define(eq=False)
class Remarks:
    """The cells of such columns, by the column's number."""

    page: Page
    found: dict[int, list[Cell]] = attrs.field(factory=dict)
    heads: dict[int, Cell] = attrs.field(factory=dict)

    def take(self, current: Header, cells: Sequence[Cell]) -> None:
        """Take from a row what is under heads that are none of the form's."""
        known = {column.index for column in current.columns}
        for index, head in enumerate(current.heads):
            if index in known:
                continue
            for cell in cells:
                if share(cell, head) > 0 and cell.text.strip() and self.page.is_free(cell):
                    self.page.use(cell)
                    self.heads.setdefault(index, head)
                    self.found.setdefault(index, []).append(cell)

    def findings(self) -> Iterator[Finding]:
        """One for each column, but for one that only counts the rows."""
        for index, head in self.heads.items():
            cells = self.found[index]
            if key(head.text) in _COUNTING and _counts([cell.text.strip() for cell in cells]):
                continue
            raw = masked_numbers(f"{head.text.strip()}：{cells[0].text.strip()}")[:40]
            yield Finding.of("KD206", where=cells[0].place, raw=raw)


def _counts(texts: Sequence[str]) -> bool:
    """Whether texts are numbers, each one more than the one before."""
    numbers = [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 6]
    return len(numbers) == len(texts) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
