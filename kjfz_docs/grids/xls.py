"""Workbooks of the older kind (.xls, Kingsoft .et) as grids, read by xlrd."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from kjfz_docs.findings import Finding, Place
from kjfz_docs.grids.door import Opened
from kjfz_docs.grids.limits import Limits
from kjfz_docs.grids.model import PLAIN, Format, Grid, RichText
from kjfz_docs.grids.notes import Notes
from kjfz_docs.grids.number_formats import GENERAL, shown_number
from kjfz_docs.grids.ole import MAGIC, OleFile
from kjfz_docs.grids.refusal import damaged, naming, refusal, too_much
from kjfz_docs.grids.sheets import SPOTS_PER_BLOCK, Range, Sheet, Value, lines_of, number_value, text_value
from kjfz_docs.grids.symbols import in_symbol_font, table_of

# What spreadsheet programs say of a file beside its workbook, and what mere writers of such files leave out.
_SUMMARY = "\x05SummaryInformation"
_NO_RESULT = (Finding.of("KD225"),)


def xls_grid(opened: Opened, limits: Limits | None = None) -> Grid:
    """The grid of an opened .xls; ``Refused`` if it is damaged, encrypted or beyond the limits."""
    with naming(opened.name):
        return _Reader(opened.data, limits or opened.limits).grid()


class _Reader:
    """One reading of one workbook."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        import xlrd  # only those who have such files pay for it

        self._limits = limits
        self._notes = Notes()
        self._kinds = xlrd
        try:
            self._book: Any = xlrd.open_workbook(
                file_contents=data, formatting_info=True, logfile=io.StringIO()
            )
        except xlrd.XLRDError as error:
            raise refusal("KD103") if "encrypt" in str(error).lower() else damaged("工作簿无法读取") from None
        except Exception:
            # xlrd trusts what files say of themselves: a broken one makes it fail in any way.
            raise damaged("工作簿无法读取") from None
        self._uncalculated = data.startswith(MAGIC) and _SUMMARY not in OleFile(data).streams

    def grid(self) -> Grid:
        sheets: list[Sheet] = []
        for sheet in self._book.sheets():
            self._notes.place = Place(sheet=sheet.name)
            if sheet.visibility:
                self._notes.here("KD228", sheet.name)
            else:
                sheets.append(self._sheet(sheet))
        return Grid(lines=tuple(lines_of(sheets, self._limits)), findings=self._notes.findings)

    def _sheet(self, sheet: Any) -> Sheet:
        if sheet.nrows * sheet.ncols > SPOTS_PER_BLOCK * self._limits.blocks:
            raise too_much("单元格过多")
        made = Sheet(sheet.name)
        made.merged = [
            Range(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells
        ]
        for row in range(sheet.nrows):
            found = list(self._values(sheet, row))
            if found:
                made.rows[row] = found
            framed = [column for column in range(sheet.row_len(row)) if self._is_framed(sheet, row, column)]
            if framed:
                made.framed[row] = Range(row, min(framed), row, max(framed))
            hidden = sheet.rowinfo_map.get(row)
            if found and hidden is not None and hidden.hidden:
                self._notes.once("KD227")
        columns = {value.column for values in made.rows.values() for value in values}
        if any(info.hidden for column, info in sheet.colinfo_map.items() if column in columns):
            self._notes.once("KD227")
        return made

    def _values(self, sheet: Any, row: int) -> Iterator[Value]:
        for column in range(sheet.row_len(row)):
            cell = sheet.cell(row, column)
            if cell.ctype in (self._kinds.XL_CELL_EMPTY, self._kinds.XL_CELL_BLANK):
                continue
            if cell.ctype == self._kinds.XL_CELL_ERROR:
                shown = self._kinds.error_text_from_code.get(cell.value, "#ERR")
                yield Value(column, RichText(""), findings=(Finding.of("KD226", raw=shown),))
                continue
            if self._uncalculated and cell.ctype == self._kinds.XL_CELL_TEXT and not cell.value:
                # Only formulas have empty texts: this one was never calculated.
                yield Value(column, RichText(""), findings=_NO_RESULT, formula="=")
                continue
            yield self._value(sheet, row, column, cell)

    def _value(self, sheet: Any, row: int, column: int, cell: Any) -> Value:
        style = self._style(cell)
        if cell.ctype == self._kinds.XL_CELL_TEXT:
            runs = sheet.rich_text_runlist_map.get((row, column), ())
            rich = self._rich(str(cell.value).replace("\r\n", "\n"), style, runs)
            return text_value(column, rich, self._code(style))
        if cell.ctype == self._kinds.XL_CELL_BOOLEAN:
            return Value(column, RichText("TRUE" if cell.value else "FALSE"), bool(cell.value))
        text = shown_number(repr(cell.value), self._code(style), from_1904=self._book.datemode == 1)
        return number_value(column, self._rich(text, style, ()), cell.value)

    def _code(self, style: Any) -> str:
        """The number format of a cell."""
        return self._book.format_map[style.format_key].format_str if style is not None else GENERAL

    def _style(self, cell: Any) -> Any:
        number = cell.xf_index
        return self._book.xf_list[number] if number is not None and number < len(self._book.xf_list) else None

    def _is_framed(self, sheet: Any, row: int, column: int) -> bool:
        style = self._style(sheet.cell(row, column))
        border = getattr(style, "border", None)
        return border is not None and any(
            getattr(border, f"{side}_line_style") for side in ("left", "right", "top", "bottom")
        )

    def _rich(self, text: str, style: Any, runs: Any) -> RichText:
        """A text in the font of its cell, and in those of its stretches."""
        starts = [(0, style.font_index if style is not None else 0), *runs]
        ends = [start for start, _ in starts[1:]] + [len(text)]
        return RichText.join(
            [self._dressed(text[start:end], font) for (start, font), end in zip(starts, ends, strict=True)],
            "",
        )

    def _dressed(self, text: str, number: int) -> RichText:
        if not 0 <= number < len(self._book.font_list):
            return RichText(text)
        font = self._book.font_list[number]
        look = Format(bold=bool(font.bold), underline=bool(font.underline_type), strike=bool(font.struck_out))
        symbols = table_of(font.name)
        if symbols is not None:
            text = in_symbol_font(text, symbols, symbols)
        return RichText(text, ((0, len(text), look),) if text and look != PLAIN else ())
