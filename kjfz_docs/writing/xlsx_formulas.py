"""Formulas of the template's own: written when all rows have their numbers, since they may refer to later ones."""

from __future__ import annotations

from xml.sax.saxutils import escape

from kjfz_docs.templating.xlsx import FormulaCell
from kjfz_docs.writing.xlsx_moves import Moves


class Formulas:
    """The formulas of a sheet, and its rows with a place for each."""

    def __init__(self, sheet: str) -> None:
        self._sheet = sheet
        self._found: list[tuple[FormulaCell, Moves]] = []
        self._rows: list[bytes] = []

    @property
    def are_due(self) -> bool:
        """Whether there are formulas to be written."""
        return bool(self._found)

    def place(self, cell: FormulaCell, moves: Moves | None) -> str:
        """The place of a formula. ``moves`` are those of its row: rows with formulas have some."""
        assert moves is not None
        self._found.append((cell, moves))
        return f"\0{len(self._found) - 1}\0"

    def hold(self, rows: bytes) -> None:
        """Keep rows with places."""
        self._rows.append(rows)

    def rows(self) -> bytes:
        """The rows that were kept, with their formulas."""
        pieces = b"".join(self._rows).split(b"\0")
        pieces[1::2] = (self._moved(*self._found[int(number)]).encode() for number in pieces[1::2])
        return b"".join(pieces)

    def _moved(self, cell: FormulaCell, moves: Moves) -> str:
        text = escape(moves.formula(cell.formula, self._sheet, own=True))
        if cell.array is None:
            return f"<f>{text}</f>"
        return f'<f t="array" ref="{moves.refs(cell.array)}">{text}</f>'
