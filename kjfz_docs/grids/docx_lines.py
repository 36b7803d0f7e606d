"""Printed lines, built piece by piece."""

from __future__ import annotations

from kjfz_docs.grids.model import PLAIN, Format, Paragraph


class LineBuilder:
    """Gathers pieces of text into lines; ``number`` stands before the next line that ends."""

    __slots__ = ("_pieces", "_torn", "lines", "number")

    def __init__(self) -> None:
        self.lines: list[Paragraph] = []
        self.number = ""
        self._pieces: list[tuple[str, Format]] = []
        self._torn = False

    def add(self, text: str, look: Format) -> None:
        """Put text at the end of the line."""
        if text:
            if self._torn:
                self.end()
            self._pieces.append((text, look))

    def tear(self) -> None:
        """End the line here if there is text before and more text comes: what a page break does."""
        self._torn = bool(self._pieces)

    def end(self) -> None:
        """The line is complete."""
        self._torn = False
        pieces, number = self._pieces, self.number
        if not pieces:
            self.lines.append(Paragraph("", (), number) if number else Paragraph(""))
        elif len(pieces) == 1:
            text, look = pieces[0]
            self.lines.append(Paragraph(text, () if look is PLAIN else ((0, len(text), look),), number))
        else:
            self.lines.append(Paragraph("".join([text for text, _ in pieces]), tuple(_spans(pieces)), number))
        self._pieces = []
        self.number = ""

    def take(self) -> tuple[Paragraph, ...]:
        """The lines since the last call."""
        lines, self.lines = tuple(self.lines), []
        return lines


def _spans(pieces: list[tuple[str, Format]]) -> list[tuple[int, int, Format]]:
    """Where the text is not plain; pieces of one look that touch are one span."""
    spans: list[tuple[int, int, Format]] = []
    start = 0
    for text, look in pieces:
        end = start + len(text)
        if look is not PLAIN:
            if spans and spans[-1][1] == start and spans[-1][2] == look:
                start = spans.pop()[0]
            spans.append((start, end, look))
        start = end
    return spans
