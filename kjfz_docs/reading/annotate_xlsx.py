"""Comments in a workbook: one at each cell that findings speak of, with a light fill.

Comments and fills of an earlier check are taken away first. Whoever wrote a comment keeps it, and everything else in
the file stays as it was.
"""

from __future__ import annotations

from collections.abc import Sequence

from kjfz_docs.findings import Finding
from kjfz_docs.grids.door import Opened
from kjfz_docs.grids.kinds import main_part
from kjfz_docs.grids.package import Package
from kjfz_docs.grids.sheets import address, coordinates
from kjfz_docs.grids.xlsx import SheetPart, sheet_parts
from kjfz_docs.grids.xlsx_shapes import vml
from kjfz_docs.reading.changes import Changes
from kjfz_docs.reading.fills import Fills
from kjfz_docs.reading.notes_xlsx import Boxes, Comments, Threads, text_of
from kjfz_docs.reading.sheet_edits import Restyle, SheetEdits, Spot

_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
# Where a finding hangs that has no cell of its own.
_FIRST = (0, 0)


def annotated_xlsx(opened: Opened, findings: Sequence[Finding]) -> bytes:
    """The workbook with comments at its findings; those of no cell stand at the first cell of the first sheet."""
    package = opened.package
    part = main_part(package) if package is not None else None
    assert package is not None  # an xlsx has both
    assert part is not None
    return _Annotator(package, part).annotated(opened.data, findings)


class _Annotator:
    """One workbook while it is marked up."""

    def __init__(self, package: Package, workbook: str) -> None:
        self._package = package
        self._changes = Changes(package, workbook)
        self._sheets = [each for each in sheet_parts(package, workbook) if not each.hidden]
        self._styles = package.related(workbook, "styles")
        self._fills = None if self._styles is None else Fills(package.xml(self._styles))
        self._person = package.related(workbook, "person")
        self._persons = None if self._person is None else package.xml(self._person)

    def annotated(self, data: bytes, findings: Sequence[Finding]) -> bytes:
        texts = self._texts(findings)
        for sheet in self._sheets:
            self._sheet(sheet, texts.get(sheet.name, {}))
        if self._fills is not None and self._styles is not None and self._fills.changed:
            self._changes.put(self._styles, self._fills.root)
        return self._changes.packed(data)

    def _texts(self, findings: Sequence[Finding]) -> dict[str, dict[Spot, str]]:
        """What is to be said, by sheet and cell."""
        names = {each.name for each in self._sheets}
        found: dict[str, dict[Spot, list[Finding]]] = {}
        for finding in findings:
            where = finding.where
            here = where is not None and where.sheet in names
            sheet = where.sheet if here and where is not None else self._sheets[0].name if names else None
            spot = coordinates(where.cell) if here and where is not None and where.cell else None
            if sheet is not None:
                found.setdefault(sheet, {}).setdefault(spot or _FIRST, []).append(finding)
        return {
            name: {spot: text_of(each) for spot, each in sorted(spots.items())}
            for name, spots in found.items()
        }

    # ------------------------------------------------------------------ one sheet

    def _sheet(self, sheet: SheetPart, texts: dict[Spot, str]) -> None:
        name = self._package.related(sheet.part, "comments")
        if not texts and name is None:
            return
        comments = Comments(None if name is None else self._package.xml(name))
        threads = self._threads(sheet)
        earlier = {spot for cell in comments.clear() if (spot := coordinates(cell)) is not None}
        if not texts and not earlier:
            return
        edits = SheetEdits(self._package.utf8(sheet.part), texts, self._style_of(texts, earlier))
        self._write(comments, threads, texts)
        self._boxes(edits, sheet, comments, texts, earlier)
        if name is None:
            name = self._changes.free("xl/comments", ".xml")
            self._changes.relate(sheet.part, "comments", name)
            self._changes.declare(name, _COMMENTS)
        self._changes.put(name, comments.root)
        if edits.changed:
            self._changes.put_bytes(sheet.part, edits.xml())

    def _style_of(self, texts: dict[Spot, str], earlier: set[Spot]) -> Restyle:
        fills = self._fills

        def style_of(spot: Spot, style: int) -> int:
            if fills is None:
                return style
            bare = fills.bare(style, noted=spot in earlier)
            return fills.filled(bare) if spot in texts else bare

        return style_of

    def _threads(self, sheet: SheetPart) -> tuple[str, Threads] | None:
        name = self._package.related(sheet.part, "threadedComment")
        if name is None or self._persons is None:
            return None
        return name, Threads(self._package.xml(name), self._persons)

    def _write(self, comments: Comments, threads: tuple[str, Threads] | None, texts: dict[Spot, str]) -> None:
        """Write the comments; where a thread hangs on the cell, an answer to it."""
        if threads is not None:
            threads[1].clear()
        for spot, text in texts.items():
            cell = address(*spot)
            in_thread = threads is not None and cell in threads[1] and cell in comments
            comments.write(cell, f"答复:\n    {text}" if in_thread else text)
            if threads is not None and in_thread:
                threads[1].answer(cell, text)
        if threads is not None and threads[1].changed:
            self._changes.put(threads[0], threads[1].root)
            if threads[1].introduced and self._person is not None:
                self._changes.put(self._person, self._persons)

    def _boxes(
        self,
        edits: SheetEdits,
        sheet: SheetPart,
        comments: Comments,
        texts: dict[Spot, str],
        earlier: set[Spot],
    ) -> None:
        """A box for each comment, none for those that are gone; a part for them if there is none."""
        target = self._package.target(sheet.part, edits.drawing)
        boxes = Boxes(None if target is None else vml(self._package, target))
        for spot in earlier - texts.keys():
            if address(*spot) not in comments:
                boxes.drop(*spot)
        for spot, text in texts.items():
            boxes.have(*spot, text)
        if target is None:
            target = self._changes.free("xl/drawings/vmlDrawing", ".vml")
            edits.refer(self._changes.relate(sheet.part, "vmlDrawing", target))
            self._changes.declare_all("vml", _VML)
        if boxes.changed:
            self._changes.put(target, boxes.root)
