"""Comments in a workbook: one at each cell that findings speak of, with a light fill.

Excel keeps a comment in two places, its text in one part and its box in another (VML); both are made or added to.
Whoever wrote a comment before keeps it: ours follows in the same box. Every other member is copied as it is.
"""

from __future__ import annotations

import copy
import posixpath
from collections.abc import Sequence
from typing import Any

from lxml import etree

from kjfz_docs.findings import Finding
from kjfz_docs.grids.archive import compressed, members, packed
from kjfz_docs.grids.door import Opened
from kjfz_docs.grids.kinds import main_part
from kjfz_docs.grids.package import CONTENT_TYPES, Package
from kjfz_docs.grids.refusal import damaged
from kjfz_docs.grids.sheets import address, coordinates
from kjfz_docs.grids.xlsx import SheetPart, sheet_parts
from kjfz_docs.grids.xlsx_names import RELATION_ID, RELATIONSHIP_NS, SHEET_NS, s, whole
from kjfz_docs.grids.xlsx_shapes import vml
from kjfz_docs.grids.xml import serialised

AUTHOR = "格式检查"
_MARK = f"【{AUTHOR}】"
_FILL = "FFFFF2CC"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
# What may follow a sheet's reference to the boxes of its comments.
_AFTER = frozenset(
    map(
        s,
        ("legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst"),
    )
)
_EMPTY_VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shapetype id="_x0000_t202" coordsize="21600,21600" '
    'o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/></v:shapetype></xml>'
)
_BOX = (
    '<v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel" id="kjfz_{row}_{column}" type="#_x0000_t202" '
    'style="position:absolute;width:180pt;height:80pt;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:textbox style="mso-direction-alt:auto"/><x:ClientData ObjectType="Note">'
    "<x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill>"
    "<x:Anchor>{left}, 15, {row}, 2, {right}, 15, {bottom}, 4</x:Anchor>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)


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
        self._changed: dict[str, bytes] = {}
        self._added: dict[str, bytes] = {}
        self._types: Any = package.xml(CONTENT_TYPES)
        self._sheets = [each for each in sheet_parts(package, workbook) if not each.hidden]
        self._styles_name = package.related(workbook, "styles")
        self._styles: Any = None if self._styles_name is None else package.xml(self._styles_name)
        self._filled: dict[int, int] = {}

    def annotated(self, data: bytes, findings: Sequence[Finding]) -> bytes:
        for number, sheet in enumerate(self._sheets):
            self._sheet(sheet, self._of(sheet, findings, first=number == 0))
        if self._styles is not None and self._styles_name is not None and self._filled:
            self._changed[self._styles_name] = serialised(self._styles)
        self._changed[CONTENT_TYPES] = serialised(self._types)
        parts = (*members(data), *(compressed(name, made) for name, made in self._added.items()))
        return packed(parts, self._changed)

    def _of(self, sheet: SheetPart, findings: Sequence[Finding], *, first: bool) -> dict[str, list[str]]:
        """The texts of the findings of a sheet by the address of their cell."""
        names = {each.name for each in self._sheets}
        found: dict[str, list[str]] = {}
        for finding in findings:
            where = finding.where
            here = where is not None and where.sheet == sheet.name
            lost = where is None or where.sheet not in names
            if here or (first and lost):
                cell = (where.cell if here and where is not None else None) or "A1"
                found.setdefault(cell, []).append(
                    f"{finding.severity.label} {finding.code} {finding.message}"
                )
        return found

    # ------------------------------------------------------------------ one sheet

    def _sheet(self, sheet: SheetPart, texts: dict[str, list[str]]) -> None:
        comments_name = self._package.related(sheet.part, "comments")
        if not texts and comments_name is None:
            return
        comments = self._package.xml(comments_name) if comments_name is not None else _no_comments()
        removed = _without_ours(comments)
        if not texts and not removed:
            return
        root = self._package.xml(sheet.part)
        boxes = self._boxes(root, sheet, removed)
        own = _author(comments)
        for cell, lines in texts.items():
            spot = coordinates(cell)
            if spot is None:
                continue
            if _put(comments, cell, own, "\n".join(lines)):
                boxes.append(_box(*spot))
            self._fill(root, cell, *spot)
        if comments_name is not None:
            self._changed[comments_name] = serialised(comments)
        else:
            name = self._free("xl/comments", ".xml")
            self._added[name] = serialised(comments)
            self._relate(sheet.part, "comments", name)
            etree.SubElement(
                self._types, f"{{{_TYPES}}}Override", {"PartName": f"/{name}", "ContentType": _COMMENTS_TYPE}
            )
        self._changed[sheet.part] = serialised(root)

    def _boxes(self, root: Any, sheet: SheetPart, removed: set[str]) -> _Boxes:
        """The boxes of the sheet's comments; a part for them if there is none."""
        reference = root.find(s("legacyDrawing"))
        target = None
        if reference is not None:
            related = self._package.relationships(sheet.part).get(reference.get(RELATION_ID) or "")
            target = related.target if related is not None and related.target in self._package else None
        if target is None:
            target = self._free("xl/drawings/vmlDrawing", ".vml")
            identifier = self._relate(sheet.part, "vmlDrawing", target)
            made = etree.Element(s("legacyDrawing"), {RELATION_ID: identifier})
            before = next((each for each in root if each.tag in _AFTER), None)
            if before is not None:
                before.addprevious(made)
            else:
                root.append(made)
            if not any((each.get("Extension") or "").lower() == "vml" for each in self._types):
                default = {"Extension": "vml", "ContentType": _VML_TYPE}
                self._types.insert(0, etree.Element(f"{{{_TYPES}}}Default", default))
            return _Boxes(self._added, target, etree.fromstring(_EMPTY_VML))
        drawing = vml(self._package, target)
        gone = {spot for cell in removed if (spot := coordinates(cell)) is not None}
        for shape in list(drawing):
            if (shape.get("id") or "").startswith("kjfz_") and any(
                shape.get("id") == f"kjfz_{row}_{column}" for row, column in gone
            ):
                drawing.remove(shape)
        return _Boxes(self._changed, target, drawing)

    def _relate(self, part: str, kind: str, target: str) -> str:
        """A relationship of a part; its id."""
        folder, file = posixpath.split(part)
        name = posixpath.join(folder, "_rels", f"{file}.rels")
        data = self._changed.get(name) or self._added.get(name)
        if data is not None:
            root = etree.fromstring(data)
        elif name in self._package:
            root = self._package.xml(name)
        else:
            root = etree.Element(f"{{{_RELS}}}Relationships", nsmap={None: _RELS})
        taken = {each.get("Id") for each in root}
        identifier = next(f"rIdKjfz{n}" for n in range(1, len(taken) + 2) if f"rIdKjfz{n}" not in taken)
        link = {"Id": identifier, "Type": f"{RELATIONSHIP_NS}/{kind}", "Target": f"/{target}"}
        etree.SubElement(root, f"{{{_RELS}}}Relationship", link)
        (self._changed if name in self._package else self._added)[name] = serialised(root)
        return identifier

    def _free(self, stem: str, extension: str) -> str:
        names = (f"{stem}{number}{extension}" for number in range(1, 100_000))
        return next(name for name in names if name not in self._package and name not in self._added)

    # ------------------------------------------------------------------ the fill

    def _fill(self, root: Any, cell: str, row: int, column: int) -> None:
        found = _cell_of(root, cell, row, column)
        if found is not None and self._styles is not None:
            found.set("s", str(self._filled_style(whole(found.get("s"), 0))))

    def _filled_style(self, style: int) -> int:
        known = self._filled.get(style)
        if known is not None:
            return known
        formats, fills = self._styles.find(s("cellXfs")), self._styles.find(s("fills"))
        if formats is None or fills is None or not 0 <= style < len(formats):
            return style
        if not self._filled:
            fill = etree.SubElement(fills, s("fill"))
            pattern = etree.SubElement(fill, s("patternFill"), {"patternType": "solid"})
            etree.SubElement(pattern, s("fgColor"), {"rgb": _FILL})
            etree.SubElement(pattern, s("bgColor"), {"indexed": "64"})
            fills.set("count", str(len(fills)))
        made = copy.deepcopy(formats[style])
        made.set("fillId", str(len(fills) - 1))
        made.set("applyFill", "1")
        formats.append(made)
        formats.set("count", str(len(formats)))
        self._filled[style] = len(formats) - 1
        return self._filled[style]


class _Boxes:
    """The part that holds the boxes of a sheet's comments."""

    def __init__(self, parts: dict[str, bytes], name: str, root: Any) -> None:
        self._parts, self._name, self._root = parts, name, root
        parts[name] = etree.tostring(root)

    def append(self, xml: str) -> None:
        self._root.append(etree.fromstring(xml))
        self._parts[self._name] = etree.tostring(self._root)


def _box(row: int, column: int) -> str:
    return _BOX.format(row=row, column=column, left=column + 1, right=column + 4, bottom=row + 5)


def _no_comments() -> Any:
    root = etree.Element(s("comments"), nsmap={None: SHEET_NS})
    etree.SubElement(root, s("authors"))
    etree.SubElement(root, s("commentList"))
    return root


def _author(comments: Any) -> int:
    """The number of our name among the authors, put there if it is not."""
    authors = comments.find(s("authors"))
    if authors is None:
        raise damaged("批注部件有误")
    names = [each.text for each in authors]
    if AUTHOR not in names:
        etree.SubElement(authors, s("author")).text = AUTHOR
        return len(names)
    return names.index(AUTHOR)


def _without_ours(comments: Any) -> set[str]:
    """Take the comments of an earlier check away; the cells whose boxes are not needed any more."""
    authors = [each.text for each in comments.findall(f"{s('authors')}/{s('author')}")]
    gone: set[str] = set()
    for comment in list(comments.iter(s("comment"))):
        number = whole(comment.get("authorId"), -1)
        if 0 <= number < len(authors) and authors[number] == AUTHOR:
            gone.add(comment.get("ref") or "")
            comment.getparent().remove(comment)
            continue
        for run in list(comment.iter(s("r"))):
            if (run.findtext(s("t")) or "").lstrip("\n").startswith(_MARK):
                run.getparent().remove(run)
    return gone


def _put(comments: Any, cell: str, author: int, text: str) -> bool:
    """Write a comment; whether it is a new one, which needs a box. In somebody's own it follows what is there."""
    listed = comments.find(s("commentList"))
    if listed is None:
        listed = etree.SubElement(comments, s("commentList"))
    known = next((each for each in listed if each.get("ref") == cell), None)
    if known is not None:
        held = known.find(s("text"))
        if held is None:
            held = etree.SubElement(known, s("text"))
        _run(held, f"\n{_MARK}{text}")
        return False
    comment = etree.Element(s("comment"), {"ref": cell, "authorId": str(author)})
    _run(etree.SubElement(comment, s("text")), text)
    spot = coordinates(cell) or (0, 0)
    after = [each for each in listed if (coordinates(each.get("ref") or "") or (0, 0)) < spot]
    listed.insert(len(after), comment)
    return True


def _run(parent: Any, text: str) -> None:
    run = etree.SubElement(parent, s("r"))
    made = etree.SubElement(run, s("t"), {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
    made.text = text


def _cell_of(root: Any, cell: str, row: int, column: int) -> Any:
    """The element of a cell, made where the sheet has none; None where rows do not say their numbers."""
    data = root.find(s("sheetData"))
    if data is None:
        return None
    found = next((each for each in data if each.get("r") == str(row + 1)), None)
    if found is None:
        if any(each.get("r") is None for each in data):
            return None
        found = etree.Element(s("row"), {"r": str(row + 1)})
        data.insert(sum(1 for each in data if whole(each.get("r"), 0) < row + 1), found)
    known = next((each for each in found if each.get("r") == cell), None)
    if known is not None:
        return known
    if any(each.get("r") is None for each in found):
        return None
    made = etree.Element(s("c"), {"r": address(row, column)})
    places = [(coordinates(each.get("r") or "") or (0, 0))[1] for each in found]
    found.insert(sum(1 for place in places if place < column), made)
    return made
