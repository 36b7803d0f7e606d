"""The list of a form in a file: its head, its rows, and the rows that are none."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

import attrs

from kjfz_docs.findings import Finding, Severity
from kjfz_docs.grids.model import Cell, RichText
from kjfz_docs.reading.bounds import count_named, is_cut_as, is_of_another
from kjfz_docs.reading.fit import Fitted
from kjfz_docs.reading.headers import Column, Header, header
from kjfz_docs.reading.labels import Anchor, ListTable
from kjfz_docs.reading.mixed import take_apart
from kjfz_docs.reading.option_columns import is_bare_mark, marked_below
from kjfz_docs.reading.page import Page
from kjfz_docs.reading.remarks import Remarks
from kjfz_docs.reading.row_cells import (
    cells_of,
    is_group,
    is_in_head,
    is_remark,
    is_signature,
    is_told_apart,
    may_be_shifted,
    name_of,
    shaped,
)
from kjfz_docs.reading.row_kinds import (
    is_column_numbers,
    is_example,
    said,
    says_dots,
    total_word,
)
from kjfz_docs.reading.turned import sideways
from kjfz_docs.reading.typed import take_typed
from kjfz_docs.reading.words import key
from kjfz_docs.records.masking import masked_numbers
from kjfz_docs.records.rules import SUBTOTALS, is_ditto
from kjfz_docs.templating.pattern import Capture, Slot

_JOINED = "、"


def take_list(page: Page, table: ListTable) -> None:
    """The rows of a list: from its head on, in further tables of the same columns, or from a turned table."""
    found = header(page, table)
    sides = sideways(page, table)
    if sides and (found is None or sides[0][1].score > found.score):
        count = 0
        for number, (lines, head) in enumerate(sides):
            rows = _Rows(attrs.evolve(page, lines=lines), table, head, count)
            count = rows.take(is_first=number == 0, is_last=number == len(sides) - 1)
        return
    if found is None and take_typed(page, table):
        return
    if found is None:
        page.findings.append(Finding.of("KD204", field=table.path, label=_heads(table)))
        return
    _Rows(page, table, found).take()


def _heads(table: ListTable) -> str:
    return "、".join(column.name for column in table.columns[:3])


class _Rows:
    """One pass over the lines below a head."""

    def __init__(self, page: Page, table: ListTable, found: Header, number: int = 0) -> None:
        self.page = page
        self.table = table
        self.header = found
        self.number = number
        self.filled: dict[int, Capture] = {}
        self.has_total = False
        self.before: Sequence[Cell] = ()
        self.remarks = Remarks(page)

    def take(self, *, is_first: bool = True, is_last: bool = True) -> int:
        """Take the rows; how many there are now. Columns are missing once, and so is a row of totals."""
        self._use_head(self.header)
        if is_first:
            self._missing()
        current = self.header
        index = current.last + 1
        same = self.page.lines[current.first].table
        after_head, has_ended = True, False
        while index < len(self.page.lines):
            line = self.page.lines[index]
            is_other = is_of_another(self.page, self.table, index, current.heads)
            has_ended = has_ended or (is_other and line.table == same)
            if line.is_row and (line.table != same or self._names_columns(line.cells)):
                again = header(self.page, self.table, index, index + 1)
                if again is not None and self._is_one(again, current):
                    current, same = again, line.table
                    self._use_head(again)
                    self._note(line.cells, "重复的表头")
                    index = again.last + 1
                    after_head, has_ended = True, False
                    continue
                if line.table != same and (has_ended or is_other or not self._goes_on(current, index)):
                    index += 1
                    continue
                same = line.table
            if line.is_row:
                height = self._repeated(current, index)
                if height:
                    index += height
                    after_head, has_ended = True, False
                    continue
            if has_ended and is_cut_as(self.page.rows[index], current.heads):
                self.page.may_be_rows.setdefault(id(line), self.table.path)
            elif line.is_row and not has_ended:
                # A model row, dots or a group's title may stand above the row that numbers the columns.
                before = self.number
                self._line(current, index, after_head=after_head)
                after_head = after_head and self.number == before
            index += 1
        self.page.findings.extend(self.remarks.findings())
        if is_last:
            self._missing_total()
        return self.number

    def _is_one(self, again: Header, current: Header) -> bool:
        """Whether a head further down is one of this list, in part by other columns."""
        if self.table.partial and again.has_required(self.table):
            return True
        return again.score[0] >= len(current.columns) - 1

    def _names_columns(self, cells: Sequence[Cell]) -> bool:
        """Whether the first words of a row are labels: it may be a head once more, if in other words."""
        spoken = [cell for cell in cells if cell.text.strip()][:2]
        return count_named(spoken, self.table.names) == 2

    def _goes_on(self, current: Header, index: int) -> bool:
        """Whether a table without a head of its own is more of the list: the same columns, and values like theirs."""
        cells = self.page.rows[index]
        fitting = shaped(current, cells)
        # A head may span columns (批次), so as many cells, or cells from where to where the heads reach.
        ends = [(row[0].first, row[-1].last) for row in (cells, current.heads) if row]
        same = len(cells) == len(current.heads) or (len(cells) > 1 and len(set(ends)) == 1)
        return same and sum(fitting) * 2 > len(fitting)

    def _use_head(self, found: Header) -> None:
        for line in range(found.first, found.last + 1):
            self.page.use(*self.page.rows[line])
        self.page.findings.extend(found.doubts())

    def _missing(self) -> None:
        """A finding for each column of the form that the file does not have."""
        found = {slot.path for column in self.header.columns for slot in column.anchor.pattern.slots}
        for anchor in self.table.columns:
            missing = [
                slot
                for slot in anchor.pattern.slots
                if slot.path not in found and (slot.info.meta.required or not self.table.partial)
            ]
            by_path = {slot.path: slot for slot in missing}
            for path, slot in by_path.items():
                # Of a cell of several values (an account) each is missing.
                label = anchor.name if len(by_path) == 1 == len(anchor.pattern.slots) else slot.label
                self.page.findings.append(Finding.of("KD204", field=path, label=label))

    def _repeated(self, current: Header, index: int) -> int:
        """The number of rows that repeat the head at ``index``, as on a new page; 0 if none."""
        height = current.last - current.first + 1
        if index + height > len(self.page.lines):
            return 0
        for offset in range(height):
            line, head = self.page.lines[index + offset], self.page.lines[current.first + offset]
            if [key(cell.text) for cell in line.cells] != [key(cell.text) for cell in head.cells]:
                return 0
        for offset in range(height):
            self._note(self.page.rows[index + offset], "重复的表头")
        return height

    def _note(self, cells: Sequence[Cell], kind: str) -> None:
        self.page.use(*cells)
        if cells:
            self.page.findings.append(Finding.of("KD207", where=cells[0].place, kind=kind))

    # -------------------------------------------------------------- one line

    def _line(self, current: Header, index: int, *, after_head: bool) -> None:
        cells = self.page.rows[index]
        own = self.page.lines[index].cells
        texts = [cell.text for cell in own]
        if not said(texts):
            return
        if says_dots(texts):
            self._note(own, "省略号")
        elif after_head and is_column_numbers(texts):
            self._note(own, "栏号")
        elif (word := total_word(texts)) is not None:
            self._total(current, own, word)
        elif is_group(current, own):
            self._note(own, "分组标题")
        elif is_example(texts, name_of(current, cells)):
            self._note(own, "示例")
        elif is_in_head(current, self.page.lines[index]) or is_remark(current, cells):
            return
        elif is_signature(current, own, self.before, self.table.names):
            self.page.may_be_rows.setdefault(id(self.page.lines[index]), self.table.path)
        else:
            self._row(current, index, cells)

    def _row(self, current: Header, index: int, cells: Sequence[Cell]) -> None:
        laid = [(column, cells_of(current, column, cells)) for column in current.columns]
        fitting = shaped(current, cells)
        # A cell over several columns is the value of none of them.
        anchors = {(id(cell), id(column.anchor)) for column, found in laid for cell in found}
        counts = Counter(cell for cell, _ in anchors)
        own = sum(any(counts[id(cell)] == 1 for cell in found) for _, found in laid)
        if own * 2 <= len(current.columns) or (len(fitting) > 1 and not any(fitting)):
            if own * 2 == len(current.columns) and own < len(said([cell.text for cell in cells])):
                self.page.may_be_rows.setdefault(id(self.page.lines[index]), self.table.path)
            return  # no row of this list: what stands there is left over
        line = self.page.lines[index]
        for _, group in itertools.groupby(laid, key=lambda each: id(each[0].anchor)):
            columns = list(group)
            anchor = columns[0][0].anchor
            found = [cell for _, cells_ in columns for cell in cells_]
            spoken = [cell for cell in found if cell.text.strip()]
            unclear = [cell for cell in spoken if counts[id(cell)] > 1]
            if len(found) > 1 and not columns[0][0].options:
                # Nobody says which of the cells a mark stands for.
                unclear += [cell for cell in spoken if is_bare_mark(anchor.pattern, cell.rich)]
            if unclear:
                self._withhold(anchor, unclear[0])
                continue
            if columns[0][0].options and self._take_marked(columns[0][0], found):
                continue
            inherited = any(cell is above for cell in found for above in line.above)
            if inherited and anchor.pattern.names_person and not anchor.merged_down:
                self._doubt_name(anchor, found[0])
            self._value(columns[0][0], found, inherited=inherited)
        if may_be_shifted(current, cells):
            path = f"{self.table.path}.{self.number}"
            self.page.findings.append(Finding.of("KD241", field=path, where=cells[0].place))
        self.number += 1
        self.before = cells
        self.remarks.take(current, cells)

    def _value(self, column: Column, cells: list[Cell], *, inherited: bool) -> None:
        if not cells:
            return
        anchor = column.anchor
        spoken = [cell for cell in cells if cell.text.strip()] or cells[:1]
        slot = anchor.pattern.slots[0]
        text = spoken[0].rich
        if len(spoken) > 1:
            text = self._joined(anchor, spoken)
        if is_ditto(text.text):
            text = self._above(anchor, spoken[0], said_so=True) or text
        elif anchor.merged_down and not text.text.strip():
            text = self._above(anchor, spoken[0], said_so=False) or text
            inherited = True
        taken = take_apart(anchor.pattern, text)
        findings = [self._numbered(finding) for finding in taken.findings]
        captures = anchor.under(taken.captures, column.name)
        self.page.lay(Fitted(anchor.pattern, captures, tuple(spoken), self.number, inherited), findings)
        self.page.use(*cells)
        if isinstance(captures, tuple) and len(captures) == 1 and text.text.strip():
            self.filled[id(slot)] = captures[0]

    def _take_marked(self, column: Column, cells: Sequence[Cell]) -> bool:
        """Take the option below which a mark stands; False where one cell has the answer in words."""
        captures = marked_below(column.anchor.pattern, column.options, cells)
        if captures is not None:
            laid = [cell for cell in cells if cell.text.strip()] or cells[:1]
            if laid:
                self.page.lay(Fitted(column.anchor.pattern, captures, tuple(laid), self.number))
            return True
        spoken = [cell for cell in cells if cell.text.strip()]
        if len(spoken) == 1 and not is_bare_mark(column.anchor.pattern, spoken[0].rich):
            return False
        self._withhold(column.anchor, spoken[0])
        return True

    def _doubt_name(self, anchor: Anchor, cell: Cell) -> None:
        """A doubt at a person whose name stands over several rows: these may be one."""
        slot = anchor.pattern.slots[0]
        doubt = Finding.of(
            "KD205", field=slot.path, where=cell.place, severity=Severity.WARNING, label=slot.info.label
        )
        self.page.findings.append(self._numbered(doubt))

    def _withhold(self, anchor: Anchor, cell: Cell) -> None:
        """A doubt in place of the values of a cell that stands in the columns of others too."""
        self.page.use(cell)
        for path, slot in {slot.path: slot for slot in anchor.pattern.slots}.items():
            doubt = Finding.of("KD205", field=path, where=cell.place, label=slot.label)
            self.page.findings.append(self._numbered(doubt))

    def _numbered(self, finding: Finding) -> Finding:
        return attrs.evolve(finding, field=(finding.field or "").replace("*", str(self.number), 1) or None)

    def _joined(self, anchor: Anchor, cells: Sequence[Cell]) -> RichText:
        """One value in several cells: pieces of a number together, words (职务, 职称) side by side."""
        slot = anchor.pattern.slots[0]
        if len({each.path for each in anchor.pattern.slots}) > 1:
            # Two columns of what is one on the form: its values tell themselves apart.
            if not is_told_apart(anchor.pattern, cells):
                self._doubt(slot, cells[0], "KD222", _JOINED.join(cell.text.strip() for cell in cells))
            return RichText.join([cell.rich for cell in cells])
        pieces = [cell.text.strip() for cell in cells]
        shape = slot.codec.proper()
        whole = shape is not None and shape.fullmatch("".join(pieces)) is not None
        self._doubt(slot, cells[0], "KD222", "".join(pieces) if whole else _JOINED.join(pieces))
        return RichText.join([cell.rich for cell in cells], "" if whole else _JOINED)

    def _above(self, anchor: Anchor, cell: Cell, *, said_so: bool) -> RichText | None:
        """The value of the row above: for 同上, and below the first row of a group."""
        slot = anchor.pattern.slots[0]
        before = self.filled.get(id(slot))
        if before is None:
            return None
        severity = None if said_so else Severity.NOTE
        self._doubt(slot, cell, "KD223", before.text.text, severity)
        return before.text

    def _doubt(self, slot: Slot, cell: Cell, code: str, value: str, severity: Severity | None = None) -> None:
        shown = masked_numbers(value)[:40]
        self.page.findings.append(
            Finding.of(
                code,
                field=slot.path.replace("*", str(self.number), 1),
                where=cell.place,
                raw=masked_numbers(cell.text.strip())[:40],
                severity=severity,
                label=slot.label,
                value=shown,
            )
        )

    # -------------------------------------------------------------- totals

    def _missing_total(self) -> None:
        """A finding where the form has a row of totals and the file, which has rows, does not."""
        word, anchors = next(iter(self.table.totals), ("", ()))
        if anchors and self.number and not self.has_total:
            path = anchors[0][0].pattern.slots[0].path.split(".")[0]
            self.page.findings.append(Finding.of("KD204", field=path, label=word))

    def _total(self, current: Header, own: Sequence[Cell], word: str) -> None:
        totals = () if word in SUBTOTALS else next(iter(self.table.totals), ("", ()))[1]
        self.has_total = self.has_total or word not in SUBTOTALS
        self._note(own, "小计" if word in SUBTOTALS else "合计")
        for anchor, under in totals:
            column = next(
                (
                    each
                    for each in current.columns
                    if each.anchor is under or (under is None and set(each.anchor.keys) & set(anchor.keys))
                ),
                None,
            )
            found = cells_of(current, column, own) if column is not None else []
            if column is not None and found:
                taken = take_apart(anchor.pattern, found[0].rich)
                captures = column.anchor.under(taken.captures, column.name)
                self.page.lay(Fitted(anchor.pattern, captures, (found[0],)), taken.findings)
