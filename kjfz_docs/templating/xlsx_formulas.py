"""Formulas of a workbook as their text and the references in it, so that those can follow the rows they name.

Only what moves is told apart: references to cells (``C5``, ``'采购 表'!$B$2:C9``) and whole rows (``3:5``). Texts,
names of functions, whole columns and structured references stay as they are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import attrs

from kjfz_docs.grids.sheets import LAST_COLUMN, LAST_ROW, address, coordinates
from kjfz_docs.grids.xlsx_names import s

_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
_TOKEN = re.compile(
    rf"""
    (?P<text>"(?:[^"]|"")*")
    | (?P<sheet>(?:'(?:[^']|'')*'|(?:\[[^\]]*\])?[^\W\d][\w.]*(?::[^\W\d][\w.]*)?)!)?
      (?P<first>{_CELL}|\$?[0-9]{{1,7}}(?=:\$?[0-9]))
      (?::(?P<last>{_CELL}|\$?[0-9]{{1,7}}))?
      (?![\w.(\[!])
    | (?P<error>\#[A-Z0-9/]+[!?]?)
    | (?P<bracket>\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\])
    | (?P<word>[\w.\\]+)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_BOUND = re.compile(r"(\$?[A-Za-z]{0,3})(\$?)([0-9]+)")
# An address in a text is out of reach: INDIRECT("C5"), INDIRECT("C"&ROW()).
_SPELT = re.compile(r'"(?:[^"!]*!)?\$?[A-Za-z]{1,3}\$?[0-9]*(?::[^"]*)?"')
# What takes a range where one cell is given; a list of one row is summed as SUM(C5).
_OF_RANGES = frozenset(
    ("SUM", "AVERAGE", "COUNT", "COUNTA", "COUNTBLANK", "MAX", "MIN", "PRODUCT", "SUBTOTAL")
)
# Of these one range only: several cannot take its place.
_OF_ONE = frozenset({"COUNTBLANK"})


@attrs.frozen
class Bound:
    """One end of a reference: its column as it is written (empty for whole rows), its row from 0, ``$`` or not."""

    column: str
    row: int
    fixed: bool

    def at(self, row: int) -> str:
        """The end in another row."""
        return f"{self.column}{'$' if self.fixed else ''}{row + 1}"


@attrs.frozen
class Reference:
    """A reference to cells: the name of their sheet (None: that of the formula), the prefix as it is written.

    ``is_range``: it stands where a range may, so that one cell can become several; ``is_listed``: where any number of
    ranges may, so that one range can become several.
    """

    sheet: str | None
    prefix: str
    first: Bound
    last: Bound | None
    is_range: bool
    is_listed: bool

    @property
    def source(self) -> str:
        ends = [self.first, *([self.last] if self.last is not None else [])]
        return self.prefix + ":".join(end.at(end.row) for end in ends)


Formula = tuple[str | Reference, ...]


def parsed(text: str) -> Formula:
    """A formula, taken apart. ``"".join`` of its texts and sources is the formula again."""
    found: list[str | Reference] = []
    functions: list[str] = []
    word = ""
    for match in _TOKEN.finditer(text):
        name, token = word, match.group()
        word = (match["word"] or "").upper()
        if match["first"] is not None:
            reference = _reference(match, functions[-1] if functions else "")
            found.append(token if reference is None else reference)
            continue
        if token == "(":
            functions.append(name)
        elif token == ")" and functions:
            functions.pop()
        found.append(token)
    return tuple(found)


def _reference(match: re.Match[str], function: str) -> Reference | None:
    first, last = _bound(match["first"]), _bound(match["last"])
    if first is None or (match["last"] is not None and last is None):
        return None  # a name such as ABC12345678
    prefix = match["sheet"] or ""
    sheet = prefix[:-1].strip("'").replace("''", "'") if prefix else None
    # SUM(C5) takes the whole list, SUM(C5*2) does not.
    before, after = match.string[: match.start()].rstrip(), match.string[match.end() :].lstrip()
    alone = before[-1:] in ("(", ",") and after[:1] in (")", ",")
    name = function.rpartition(".")[2]
    takes = alone and name in _OF_RANGES
    return Reference(sheet, prefix, first, last, last is not None or takes, takes and name not in _OF_ONE)


def _bound(text: str | None) -> Bound | None:
    match = _BOUND.fullmatch(text or "")
    if match is None:
        return None
    column, dollar, row = match[1], match[2], int(match[3]) - 1
    if column == "$":  # $3:$5
        column, dollar = "", "$"
    if not 0 <= row < LAST_ROW:
        return None
    spot = coordinates(f"{column}1") if column else (0, 0)
    return Bound(column, row, bool(dollar)) if spot is not None and spot[1] < LAST_COLUMN else None


def references(formula: Formula) -> Iterator[Reference]:
    """The references of a formula."""
    return (part for part in formula if isinstance(part, Reference))


def spells_addresses(text: str) -> bool:
    """Whether a formula makes an address of a text (``INDIRECT("C5")``), which cannot follow the rows."""
    return "INDIRECT(" in text.upper() and _SPELT.search(text) is not None


def is_over_sheets(reference: Reference) -> bool:
    """Whether a reference names cells of several sheets at once (``一月:三月!C5``)."""
    return ":" in (reference.sheet or "")


def is_of(reference: Reference, sheet: str, *, own: bool) -> bool:
    """Whether a reference names cells of a sheet; ``own``: the formula stands on it."""
    return own if reference.sheet is None else reference.sheet.casefold() == sheet.casefold()


def expand_shared(root: Any) -> None:
    """Give each cell of a sheet that shares the formula of another one of its own."""
    masters: dict[str, tuple[tuple[int, int], Formula]] = {}
    for cell in root.iterfind(f"{s('sheetData')}/{s('row')}/{s('c')}"):
        element = cell.find(s("f"))
        spot = coordinates(cell.get("r") or "")
        if element is None or element.get("t") != "shared" or spot is None:
            continue
        index = element.get("si") or ""
        if element.text:
            masters[index] = spot, parsed(element.text)
        elif index in masters:
            (row, column), formula = masters[index]
            element.text = _shifted(formula, spot[0] - row, spot[1] - column)
        element.attrib.clear()


def _shifted(formula: Formula, rows: int, columns: int) -> str:
    """A formula as it reads in another cell."""
    return "".join(
        part
        if isinstance(part, str)
        else part.prefix
        + ":".join(_shifted_bound(end, rows, columns) for end in (part.first, part.last) if end is not None)
        for part in formula
    )


def _shifted_bound(bound: Bound, rows: int, columns: int) -> str:
    column = bound.column
    if column and not column.startswith("$"):
        spot = coordinates(f"{column}1")
        assert spot is not None
        column = address(0, (spot[1] + columns) % LAST_COLUMN)[:-1]
    return attrs.evolve(bound, column=column).at(bound.row if bound.fixed else (bound.row + rows) % LAST_ROW)


def uses_names(text: str) -> bool:
    """Whether a formula has words of unknown meaning: names and tables may stand for cells of any sheet."""
    return any(
        match["bracket"] is not None
        or (
            match["word"] is not None
            and not match["word"][0].isdigit()
            and match["word"].upper() not in ("TRUE", "FALSE")
            and text[match.end() : match.end() + 1] != "("
        )
        for match in _TOKEN.finditer(text)
    )
