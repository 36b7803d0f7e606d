"""A workbook's template compiled once: the sheet with tags becomes rows of fixed and variable cells.

Fixed cells keep their XML but for the number of their row. Everything after the rows (merged ranges, validations, print
areas) refers to rows by number and moves along when the loops grow; every other part of the file is copied.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

import attrs
from lxml import etree

from kjfz_docs.errors import TemplateError
from kjfz_docs.findings import Place
from kjfz_docs.grids.kinds import main_part
from kjfz_docs.grids.package import Package
from kjfz_docs.grids.sheets import Range, address, coordinates, range_of
from kjfz_docs.grids.xlsx import sheet_parts
from kjfz_docs.grids.xlsx_names import SHEET_NS, is_on, s, whole
from kjfz_docs.grids.xlsx_styles import Runs, runs_of
from kjfz_docs.templating.tags import Statement, fault, has_tag, shares_cell, unclosed_loop
from kjfz_docs.templating.xlsx_formulas import Formula, expand_shared, parsed
from kjfz_docs.templating.xlsx_program import RECORDS, Language, Part, Rows

_WIDEST = 300
_DEFAULT_HEIGHT, _DEFAULT_WIDTH = 15.0, 8.43


@attrs.frozen(eq=False)
class FixedCell:
    """A cell without tags: its XML before and after the number of its row."""

    column: int
    before: str
    after: str


@attrs.frozen(eq=False)
class FormulaCell:
    """A cell with a formula of the template's own. ``array``: the range that the formula fills, ``A1`` for one cell."""

    column: int
    letters: str
    style: int
    formula: Formula
    array: str | None
    place: Place


@attrs.frozen(eq=False)
class TextCell:
    """A cell with tags; ``letters`` are those of its column; ``merged_down``: rows of one loop share it."""

    column: int
    letters: str
    style: int
    parts: tuple[Part, ...]
    merged_down: bool
    place: Place


Cell = FixedCell | FormulaCell | TextCell


@attrs.frozen(eq=False)
class SheetRow:
    """A row of the template: its number, its attributes but for that, its height in points, its cells."""

    number: int
    attributes: str
    height: float
    cells: tuple[Cell, ...]

    @property
    def rows(self) -> range:
        """The numbers of the rows that it takes in the template."""
        return range(self.number, self.number + 1)


@attrs.frozen(eq=False)
class RowLoop:
    """Rows for each item; ``blank`` are printed where there is none. ``first`` to ``last`` in the template.

    ``tracked``: where the rows of each item go is asked for (there are several, or formulas in them).
    """

    loop: Rows
    body: tuple[SheetRow | RowLoop, ...]
    blank: tuple[SheetRow, ...]
    first: int
    last: int
    tracked: bool

    @property
    def rows(self) -> range:
        """The numbers of the rows that it takes in the template, those of its tags included."""
        return range(self.first, self.last + 1)


Node = SheetRow | RowLoop


@attrs.frozen(eq=False)
class CompiledSheet:
    """The sheet with tags. ``index`` counts the tabs, ``widths`` are those of its columns in characters.

    ``calculates``: cells of it have formulas of the template's own. ``columns`` are those that are used.
    """

    name: str
    part: str
    index: int
    head: str
    nodes: tuple[Node, ...]
    tail: Any
    merged: tuple[Range, ...]
    widths: Mapping[int, float]
    workbook: str
    namespaces: str
    calculates: bool
    from_1904: bool
    columns: range

    def width(self, column: int) -> float:
        return self.widths.get(column, _DEFAULT_WIDTH)


def is_workbook(package: Package) -> bool:
    """Whether a package is a workbook."""
    part = main_part(package)
    return part is not None and next(sheet_parts(package, part), None) is not None


def compile_sheet(package: Package, language: Language = RECORDS) -> CompiledSheet:
    """Compile the one sheet of a workbook that has tags. Raises TemplateError where none or several have."""
    workbook = main_part(package)
    if workbook is None:
        raise TemplateError("the template has no workbook part")
    strings = _strings(package, workbook)
    found = [
        (each, cell)
        for each in sheet_parts(package, workbook)
        if (cell := _first_tag(package, each.part, strings)) is not None
    ]
    if len(found) != 1:
        place = Place(sheet=found[1][0].name, cell=found[1][1]) if found else None
        raise fault("KD616", "、".join(each.name for each, _ in found), place, count=len(found))
    sheet, _ = found[0]
    return _compiled(package, sheet.part, _Source(sheet.name, strings, language), workbook)


def _tab(book: Any, name: str) -> int:
    """The number of a sheet among all tabs: those of charts count, too."""
    return next(
        i for i, each in enumerate(book.iterfind(f"{s('sheets')}/{s('sheet')}")) if each.get("name") == name
    )


def _strings(package: Package, workbook: str) -> Sequence[Runs]:
    name = package.related(workbook, "sharedStrings")
    return () if name is None else [runs_of(each) for each in package.xml(name).iterfind(s("si"))]


def _first_tag(package: Package, part: str, strings: Sequence[Runs]) -> str | None:
    """The address of the first cell of a sheet that has a tag."""
    for cell in package.xml(part).iterfind(f"{s('sheetData')}/{s('row')}/{s('c')}"):
        text = _text(cell, strings)
        if has_tag(text):
            return cell.get("r") or ""
    return None


def _text(cell: Any, strings: Sequence[Runs]) -> str:
    kind = cell.get("t")
    if kind == "s":
        index = whole(cell.findtext(s("v")), -1)
        return "".join(text for text, _ in strings[index]) if 0 <= index < len(strings) else ""
    inline = cell.find(s("is"))
    return "".join(text for text, _ in runs_of(inline)) if kind == "inlineStr" and inline is not None else ""


@attrs.frozen(eq=False)
class _Source:
    """What a sheet is compiled with. ``height`` is that of a row that says none."""

    name: str
    strings: Sequence[Runs]
    language: Language
    height: float = _DEFAULT_HEIGHT


def _compiled(package: Package, part: str, source: _Source, workbook: str) -> CompiledSheet:
    name = source.name
    root = _unprefixed(package, part)
    data = root.find(s("sheetData"))
    if data is None:
        raise TemplateError(f"sheet {name!r} of the template has no rows")
    expand_shared(root)
    rows = list(data)
    book = package.xml(workbook)
    properties = book.find(s("workbookPr"))
    merged = [
        range_of(each.get("ref") or "") for each in root.iterfind(f"{s('mergeCells')}/{s('mergeCell')}")
    ]
    widths: dict[int, float] = {}
    for each in root.iterfind(f"{s('cols')}/{s('col')}"):
        first, last = whole(each.get("min"), 1), min(whole(each.get("max"), 1), 1000)
        widths.update(
            (column - 1, float(each.get("width") or _DEFAULT_WIDTH)) for column in range(first, last + 1)
        )
    default = root.find(s("sheetFormatPr"))
    height = float((default.get("defaultRowHeight") if default is not None else None) or _DEFAULT_HEIGHT)
    source = attrs.evolve(source, height=height)
    nodes, end = _nodes([(row, _statement(row, source)) for row in rows], 0, source)
    if end < len(rows):
        raise fault("KD607", "{%tr …%}", Place(sheet=name), hint="请核对循环标签的配对")
    dimension = root.find(s("dimension"))
    if dimension is not None:
        root.remove(dimension)
    data.clear()
    head, _, tail = etree.tostring(root, encoding="unicode").partition("<sheetData/>")
    return CompiledSheet(
        name=name,
        part=part,
        index=_tab(book, name),
        head=head,
        nodes=tuple(nodes),
        tail=tail,
        merged=tuple(each for each in merged if each is not None),
        widths=widths,
        workbook=workbook,
        namespaces=" ".join(
            f"xmlns{f':{prefix}' if prefix else ''}={quoteattr(uri)}" for prefix, uri in root.nsmap.items()
        ),
        calculates=any(map(_calculates, nodes)),
        columns=_columns(merged, nodes),
        from_1904=properties is not None and is_on(properties.get("date1904")),
    )


def _unprefixed(package: Package, part: str) -> Any:
    """The root of a sheet, whose elements have no prefix as Excel writes them: ``<x:row>`` becomes ``<row>``."""
    root = package.xml(part)
    if root.prefix is None or None in root.nsmap:
        return root
    prefix = re.escape(root.prefix.encode())
    plain = re.sub(rb"(</?)" + prefix + rb":", rb"\1", etree.tostring(root))
    return etree.fromstring(re.sub(rb"\bxmlns:" + prefix + rb"=", b"xmlns=", plain, count=1))


def _columns(merged: Iterable[Range | None], nodes: Iterable[Node]) -> range:
    """The columns from the first to the last that has a cell or a merged range."""
    used = [column for each in merged if each is not None for column in (each.left, each.right)]
    used += [cell.column for row in _sheet_rows(nodes) for cell in row.cells]
    # Nobody's form is wider; what is formatted beyond is no part of it.
    return range(min(used), min(max(used) + 1, min(used) + _WIDEST)) if used else range(0)


def _sheet_rows(nodes: Iterable[Node]) -> Iterator[SheetRow]:
    for node in nodes:
        if isinstance(node, SheetRow):
            yield node
        else:
            yield from _sheet_rows((*node.body, *node.blank))


def _calculates(node: Node) -> bool:
    """Whether a row, or one of a loop, has a formula of the template's own."""
    if isinstance(node, SheetRow):
        return any(isinstance(cell, FormulaCell) for cell in node.cells)
    return any(map(_calculates, (*node.body, *node.blank)))


_Row = tuple[Any, Statement | None]
_CLOSED_BY = {"for": "endfor", "if": "endif"}


def _statement(row: Any, source: _Source) -> Statement | None:
    texts = [text for cell in row if (text := _text(cell, source.strings).strip())]
    place = Place(sheet=source.name, cell=f"A{row.get('r')}")
    joined = "".join(texts)
    return source.language.statement(joined, place) if "{%tr" in joined else None


def _nodes(rows: Sequence[_Row], start: int, source: _Source) -> tuple[list[Node], int]:
    """The nodes from a row up to the statement that closes this level, and where that stands."""
    nodes: list[Node] = []
    index = start
    while index < len(rows):
        row, statement = rows[index]
        if statement is None:
            nodes.append(_row(row, source))
        elif statement.word in _CLOSED_BY:
            place = Place(sheet=source.name, cell=f"A{row.get('r')}")
            loop = source.language.loop(statement, place)
            body, end = _nodes(rows, index + 1, source)
            blank: list[Node] = []
            if end < len(rows) and _word(rows[end]) == "else":
                blank, end = _nodes(rows, end + 1, source)
            if end >= len(rows) or _word(rows[end]) != _CLOSED_BY[statement.word]:
                raise unclosed_loop(statement.source, place)
            shown = tuple(_of_blank(node, place) for node in blank)
            first, last = whole(row.get("r"), 1) - 1, whole(rows[end][0].get("r"), 1) - 1
            tracked = (
                len(body) > 1
                or any(isinstance(each, RowLoop) for each in body)
                or any(map(_calculates, (*body, *shown)))
            )
            nodes.append(RowLoop(loop, tuple(body), shown, first, last, tracked))
            index = end
        else:
            return nodes, index
        index += 1
    return nodes, index


def _of_blank(node: Node, place: Place) -> SheetRow:
    if isinstance(node, RowLoop):
        raise fault("KD607", node.loop.source, place, hint="{%tr else %} 之后只能是普通的行，不能再写循环")
    return node


def _word(row: _Row) -> str:
    return row[1].word if row[1] is not None else ""


_GONE = frozenset({"r", "spans", "ht", "customHeight"})


def _row(row: Any, source: _Source) -> SheetRow:
    kept = "".join(
        f" {name}={quoteattr(value)}"
        for name, value in row.attrib.items()
        if name not in _GONE and "{" not in name
    )
    cells = tuple(_cell(cell, source) for cell in row)
    return SheetRow(whole(row.get("r"), 1) - 1, kept, float(row.get("ht") or source.height), cells)


def _cell(cell: Any, source: _Source) -> Cell:
    sheet = source.name
    spot = coordinates(cell.get("r") or "")
    if spot is None:
        raise TemplateError(f"{sheet}: a cell of the template has no address")
    row, column = spot
    text = _text(cell, source.strings)
    letters = address(0, column)[:-1]
    if has_tag(text):
        place = Place(sheet=sheet, cell=address(row, column))
        parts = source.language.cell(text, place)
        return TextCell(column, letters, whole(cell.get("s"), 0), parts, shares_cell(text), place)
    formula = cell.find(s("f"))
    if formula is not None and (formula.text or formula.get("t") == "dataTable"):
        place = Place(sheet=sheet, cell=address(row, column))
        if formula.get("t") == "dataTable":
            raise fault("KD617", "TABLE()", place, hint="模拟运算表不能随行移动，请改用普通公式")
        return FormulaCell(
            column,
            letters,
            whole(cell.get("s"), 0),
            parsed(formula.text),
            formula.get("ref") if formula.get("t") == "array" else None,
            place,
        )
    cell.attrib["r"] = "\ue000"
    before, _, after = etree.tostring(cell, encoding="unicode", with_tail=False).partition("\ue000")
    before = re.sub(r' xmlns(?::\w+)?="[^"]*"', "", before)
    return FixedCell(column, before + letters, re.sub(rf' xmlns="{re.escape(SHEET_NS)}"', "", after))
