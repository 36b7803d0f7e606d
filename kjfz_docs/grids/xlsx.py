"""A workbook as a grid: the visible worksheets in order, read from their parts in one pass each.

Read by a parser of our own over the guarded container. calamine is far faster, but gives neither number formats nor
fonts, without which days, percentages and ticks by font alone are lost; openpyxl takes about as long for the values
alone, and trusts what a file says of its sizes (``tests/benchmarks/reading_xlsx.py`` measures all of them). Long lists
need most of it only for a few rows (``xlsx_excerpt``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property

import attrs

from kjfz_docs.findings import Finding, Place, Severity
from kjfz_docs.grids.door import Opened
from kjfz_docs.grids.formulas import Sums
from kjfz_docs.grids.kinds import main_part
from kjfz_docs.grids.limits import Limits
from kjfz_docs.grids.model import Grid, RichText
from kjfz_docs.grids.notes import Notes
from kjfz_docs.grids.number_formats import plain_number, shown_number
from kjfz_docs.grids.package import Package
from kjfz_docs.grids.properties import properties_of
from kjfz_docs.grids.refusal import damaged, naming, too_much
from kjfz_docs.grids.sheets import (
    LAST_COLUMN,
    LAST_ROW,
    SPOTS_PER_BLOCK,
    Range,
    Sheet,
    Value,
    address,
    coordinates,
    lines_of,
    number_value,
    range_of,
)
from kjfz_docs.grids.xlsx_names import RELATION_ID, is_on, s, unescaped, whole
from kjfz_docs.grids.xlsx_shapes import Over, Overlay, overlays
from kjfz_docs.grids.xlsx_strings import plain_strings
from kjfz_docs.grids.xlsx_styles import CellStyle, Runs, dressed, runs_of, styles_of
from kjfz_docs.grids.xml import Element, check_xml, close, drop, feed, nodes, parser_for_feeding

_ROW, _MERGE, _COLUMN, _PAGE = s("row"), s("mergeCell"), s("col"), s("pageSetup")
_DRAWING, _LEGACY = s("drawing"), s("legacyDrawing")
_C, _V, _F, _IS, _SI = s("c"), s("v"), s("f"), s("is"), s("si")
_CHUNK = 1 << 20
_NO_STYLE = CellStyle()
# Each thing over the cells is laid to a cell by itself, so there may be far fewer of them.
_BLOCKS_PER_OVERLAY = 20
_NO_RESULT = (Finding.of("KD225"),)


def xlsx_grid(opened: Opened, limits: Limits | None = None) -> Grid:
    """The grid of an opened workbook; ``Refused`` if it is damaged, unsafe or beyond the limits."""
    with naming(opened.name):
        return workbook(opened, limits).grid()


def workbook(opened: Opened, limits: Limits | None = None) -> Workbook:
    """The workbook of an opened file; ``Refused`` if it is damaged, unsafe or beyond the limits."""
    if opened.package is None or (part := main_part(opened.package)) is None:
        raise damaged("缺少工作簿主体")
    return Workbook(opened.package, part, limits or opened.limits)


@attrs.frozen
class SheetPart:
    """A worksheet of a workbook: its name, its part, whether it is hidden."""

    name: str
    part: str
    hidden: bool


def sheet_parts(package: Package, workbook: str) -> Iterator[SheetPart]:
    """The worksheets in the order of their tabs; chart sheets and macro sheets are none."""
    related = package.relationships(workbook)
    for each in package.xml(workbook).iterfind(f"{s('sheets')}/{s('sheet')}"):
        target = related.get(each.get(RELATION_ID) or "")
        if target is not None and target.type == "worksheet" and target.target in package:
            yield SheetPart(each.get("name") or "", target.target, each.get("state") not in (None, "visible"))


@attrs.frozen(eq=False)
class _Formula:
    """A formula of one cell: its text, the look of its result, and the value that the file states."""

    text: str
    style: CellStyle
    stated: Value


class CutShortError(Exception):
    """A formula is to be worked out, perhaps from cells of rows that were left out."""


@attrs.frozen(eq=False)
class Cut:
    """A worksheet without some of its rows: the part that has it, what is left of its bytes, those rows, from 0."""

    part: str
    data: bytes
    rows: frozenset[int]


class Workbook:
    """A workbook while it is read."""

    def __init__(self, package: Package, part: str, limits: Limits) -> None:
        self._package, self._part, self.limits = package, part, limits
        self._notes = Notes()
        self._held: dict[str, bytes] = {}
        self._styles: Sequence[CellStyle] = styles_of(self._related("styles"))
        self.strings = self._shared_strings()
        properties = package.xml(part).find(s("workbookPr"))
        self.from_1904 = properties is not None and is_on(properties.get("date1904"))
        # Programs that cannot calculate say so; those that write a 0 for every result among them.
        calculation = package.xml(part).find(s("calcPr"))
        self._uncalculated = calculation is not None and is_on(calculation.get("fullCalcOnLoad"))
        self._landscape: bool | None = None
        # Formulas of the sheet being read whose results are missing or may be out of date, by row and column.
        self._formulas: dict[tuple[int, int], _Formula] = {}

    def grid(self, cut: Cut | None = None) -> Grid:
        """Its grid, with the rows that a worksheet was cut by left out."""
        self._notes, self._landscape = Notes(), None
        sheets: list[Sheet] = []
        for each in self.parts:
            self._notes.place = Place(sheet=each.name)
            if each.hidden:
                self._notes.here("KD228", each.name)
            else:
                sheets.append(self._sheet(each, cut if cut is not None and cut.part == each.part else None))
        return Grid(
            lines=tuple(lines_of(sheets, self.limits)),
            findings=self._notes.findings,
            properties=properties_of(self._package),
            landscape=self._landscape,
        )

    # Parts

    @cached_property
    def parts(self) -> Sequence[SheetPart]:
        """Its worksheets."""
        return tuple(sheet_parts(self._package, self._part))

    def style(self, number: int) -> CellStyle:
        """The style of a cell by its number."""
        return self._styles[number] if 0 <= number < len(self._styles) else _NO_STYLE

    def held(self, name: str) -> bytes:
        """The bytes of a part, checked, which are kept for the next who asks for them."""
        if name not in self._held:
            self._held[name] = self._checked(self._package.xml_bytes(name))
        return self._held[name]

    def _checked(self, data: bytes) -> bytes:
        check_xml(data, self.limits)
        return data

    def _related(self, kind: str) -> Element | None:
        name = self._package.related(self._part, kind)
        return None if name is None else self._package.xml(name)

    def _shared_strings(self) -> Sequence[Runs]:
        name = self._package.related(self._part, "sharedStrings")
        if name is None:
            return ()
        data = self._checked(self._package.xml_bytes(name))
        return plain_strings(data) or [runs_of(element) for element in self._elements(data, (_SI,))]

    def _elements(self, data: bytes, tags: tuple[str, ...]) -> Iterator[Element]:
        """The elements of a part with some tags; each is dropped after it was looked at."""
        parser = parser_for_feeding(tags)
        held = 0
        for at in range(0, len(data), _CHUNK):
            chunk = data[at : at + _CHUNK]
            held += nodes(chunk)
            feed(parser, chunk)
            for event, element in parser.read_events():
                if event == "end":
                    yield element
                    drop(element)
                    held = 0
            if held > self.limits.tree_nodes:
                raise too_much("表格行过大")
        close(parser)

    # One sheet

    def _sheet(self, part: SheetPart, cut: Cut | None) -> Sheet:
        sheet = Sheet(part.name, left_out=frozenset() if cut is None else cut.rows)
        data = self._held.get(part.part) or self._checked(self._package.xml_bytes(part.part))
        self._formulas.clear()
        hidden: list[tuple[int, int]] = []
        over: dict[str, str | None] = {}
        row = -1
        tags = (_ROW, _MERGE, _COLUMN, _PAGE, _DRAWING, _LEGACY)
        for element in self._elements(data if cut is None else cut.data, tags):
            if element.tag == _ROW:
                row = self._row(sheet, element, whole(element.get("r"), row + 2) - 1)
                if is_on(element.get("hidden")) and sheet.rows.get(row):
                    self._notes.once("KD227")
            elif element.tag == _MERGE:
                merged = range_of(element.get("ref") or "")
                if merged is not None and merged.bottom < LAST_ROW and merged.right < LAST_COLUMN:
                    sheet.merged.append(merged)
            elif element.tag == _COLUMN:
                if is_on(element.get("hidden")):
                    hidden.append((whole(element.get("min"), 0) - 1, whole(element.get("max"), 0) - 1))
            elif element.tag in (_DRAWING, _LEGACY):
                over[element.tag] = self._package.target(part.part, element.get(RELATION_ID))
            elif element.get("orientation") and self._landscape is None:
                self._landscape = element.get("orientation") == "landscape"
        if hidden and _says_something(sheet, hidden):
            self._notes.once("KD227")
        if self._formulas:
            if cut is not None:
                raise CutShortError
            self._work_out(sheet)
        found = list(overlays(self._package, over.get(_DRAWING), over.get(_LEGACY), self.limits))
        if len(found) > self.limits.blocks // _BLOCKS_PER_OVERLAY or (
            len(found) * len(sheet.merged) > SPOTS_PER_BLOCK * self.limits.blocks
        ):
            raise too_much("图形过多")
        for overlay in found:
            self._over(sheet, overlay)
        return sheet

    def _over(self, sheet: Sheet, overlay: Overlay) -> None:
        """Read what lies over a cell as its text, or say that it is not read."""
        head = next(
            (
                (each.top, each.left)
                for each in sheet.merged
                if each.top <= overlay.row <= each.bottom and each.left <= overlay.column <= each.right
            ),
            (overlay.row, overlay.column),
        )
        self._notes.place = Place(sheet=sheet.name, cell=address(*head))
        if not overlay.text:
            shape = overlay.kind is Over.SHAPE
            self._notes.here("KD211" if shape else "KD219", "" if shape else overlay.kind.value)
            return
        values = sheet.rows.setdefault(head[0], [])
        under = next((value for value in values if value.column == head[1]), Value(head[1], RichText("")))
        is_tick = overlay.kind is Over.TICK
        # Check boxes stand side by side, before words of the cell that they have no words of their own for.
        parts = (
            [RichText(overlay.text), under.text]
            if is_tick and len(overlay.text) == 1
            else [under.text, RichText(overlay.text)]
        )
        text = RichText.join([part for part in parts if part.text], " " if is_tick else "\n")
        doubt = Finding.of("KD211", severity=Severity.NOTE if is_tick else Severity.WARNING)
        values[:] = [value for value in values if value is not under]
        doubts = under.findings if doubt in under.findings else (*under.findings, doubt)
        values.append(Value(head[1], text, under.raw, doubts))

    def _row(self, sheet: Sheet, element: Element, row: int) -> int:
        """Read one row; its number."""
        if not 0 <= row < LAST_ROW:
            raise damaged("行号有误")
        found: list[Value] = []
        frames: list[int] = []
        column = -1
        for cell in element.iterchildren(_C):
            spot = coordinates(cell.get("r") or "")
            column = column + 1 if spot is None else spot[1]
            if not 0 <= column < LAST_COLUMN:
                raise damaged("列号有误")
            style = self.style(whole(cell.get("s"), 0))
            if style.framed:
                frames.append(column)
            value = self._value(cell, column, style) if len(cell) else None
            if value is not None:
                formula = cell.find(_F)
                found.append(value if formula is None else self._calculated(formula, value, row, style))
        if found:
            held = sheet.rows.setdefault(row, [])
            held.extend(found)
        if frames:
            sheet.framed[row] = Range(row, min(frames), row, max(frames))
        return row

    def _value(self, cell: Element, column: int, style: CellStyle) -> Value | None:
        """What stands in a cell; None for a blank one."""
        kind = cell.get("t") or "n"
        if kind == "inlineStr":
            inline = cell.find(_IS)
            runs = () if inline is None else runs_of(inline)
            return Value(column, dressed(runs, style.font)) if runs else None
        text = cell.findtext(_V)
        if text is None or (not text and kind != "str"):
            # Programs that cannot calculate leave the result out, or leave it empty.
            if cell.find(_F) is None:
                return None
            return Value(column, RichText(""), findings=_NO_RESULT)
        if kind == "s":
            index = whole(text.strip(), -1)
            if not 0 <= index < len(self.strings):
                raise damaged("共享文字有误")
            runs = self.strings[index]
            return Value(column, dressed(runs, style.font)) if runs else None
        if kind == "str":
            return Value(column, dressed(((unescaped(text), None),), style.font))
        if kind == "e":
            return Value(column, RichText(""), findings=(Finding.of("KD226", raw=text[:40]),))
        shown, raw = self._number(text.strip(), kind, style)
        return number_value(column, dressed(((shown, None),), style.font), raw)

    def _calculated(self, formula: Element, value: Value, row: int, style: CellStyle) -> Value:
        """The value of a formula; one to be worked out is kept until all of the sheet is known."""
        # What shares the formula of another cell does not repeat it.
        value = stated = attrs.evolve(value, formula=formula.text or "=")
        if self._uncalculated and _says_nothing(value):
            value = attrs.evolve(value, text=RichText(""), raw=None, findings=_NO_RESULT)
        in_doubt = value.findings == _NO_RESULT or (self._uncalculated and not value.findings)
        if in_doubt and formula.text and formula.get("t", "normal") == "normal":
            self._formulas[row, value.column] = _Formula(formula.text, style, stated)
        return value

    def _work_out(self, sheet: Sheet) -> None:
        """Give the formulas without results those that are certain."""
        formulas = {spot: formula.text for spot, formula in self._formulas.items()}
        sums = Sums(sheet.rows, formulas, SPOTS_PER_BLOCK * self.limits.blocks)
        results = {spot: result for spot in formulas if (result := sums.result(*spot)) is not None}
        for (row, column), result in results.items():
            formula = self._formulas[row, column]
            values = sheet.rows[row]
            index = next(index for index, value in enumerate(values) if value.column == column)
            if _states(formula.stated, result):
                values[index] = formula.stated
                continue
            if result == "" and formula.stated.findings == _NO_RESULT:
                values[index] = Value(column, RichText(""), formula=formula.text)
                continue
            self._notes.place = Place(sheet=sheet.name, cell=address(row, column))
            self._notes.once("KD238")
            found = Value(column, RichText(""))
            if result != "":
                shown, raw = self._number(str(result), "n", formula.style)
                found = number_value(column, dressed(((shown, None),), formula.style.font), raw)
            values[index] = attrs.evolve(found, formula=formula.text, worked_out=True)

    def _number(self, text: str, kind: str, style: CellStyle) -> tuple[str, object]:
        if kind == "b":
            return ("TRUE" if is_on(text) else "FALSE"), is_on(text)
        if kind == "d":
            return text.partition("T")[0], text
        return shown_number(text, style.code, from_1904=self.from_1904), text


def _says_something(sheet: Sheet, columns: Sequence[tuple[int, int]]) -> bool:
    return any(
        first <= value.column <= last
        for values in sheet.rows.values()
        for value in values
        for first, last in columns
    )


def _says_nothing(value: Value) -> bool:
    """Whether a stated result is what programs write that calculate nothing: 0, or an empty text."""
    if isinstance(value.raw, str):
        return not value.raw.strip("0.")
    return value.raw is None and not value.text.text and not value.findings


def _states(value: Value, result: Decimal | str) -> bool:
    """Whether a value is the result that was worked out, but for the noise of binary fractions."""
    if isinstance(result, str) or not isinstance(value.raw, str):
        return value.raw is None and value.text.text == result and value.findings != _NO_RESULT
    return shown_number(value.raw) == plain_number(result)
