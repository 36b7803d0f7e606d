"""The comments of one worksheet: their texts, their boxes, and the threads of newer programs.

Excel keeps a comment in two places, its text in one part and its box in another (VML), told by row and column. A thread
stands in a third, and its comment repeats what it says. Whoever wrote a comment keeps it: ours follows in the same box,
or answers in the same thread.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from typing import Any

from lxml import etree

from kjfz_docs.findings import Finding, Severity
from kjfz_docs.grids.xlsx_names import SHEET_NS, escaped, s, whole

AUTHOR = "格式检查"
MARK = f"【{AUTHOR}】"
# Excel holds no longer text in a cell or a comment.
_LONGEST = 30_000
_MORE = "……另有"
_LINE = re.compile(rf"(?:{'|'.join(each.label for each in Severity)}) KD[0-9]{{3}} |{_MORE}")
_PARTS = ("authors", "commentList")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_V, _O, _X = (
    "urn:schemas-microsoft-com:vml",
    "urn:schemas-microsoft-com:office:office",
    "urn:schemas-microsoft-com:office:excel",
)
_NAMES = f'xmlns:v="{_V}" xmlns:o="{_O}" xmlns:x="{_X}"'
_SHAPE_TYPE = (
    f"<v:shapetype {_NAMES}"
    ' id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_EMPTY_BOXES = f"<xml {_NAMES}/>"
_BOX = (
    f"<v:shape {_NAMES}"
    ' id="_x0000_s{number}" type="#_x0000_t202" '
    'style="position:absolute;width:180pt;height:80pt;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:textbox style="mso-direction-alt:auto"/><x:ClientData ObjectType="Note">'
    "<x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill>"
    "<x:Anchor>{left}, 15, {row}, 2, {right}, 15, {bottom}, 4</x:Anchor>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_SHAPE_ID = re.compile(r"_x0000_s([0-9]{1,9})")

_THREADS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"

Element = Any


def text_of(findings: Iterable[Finding]) -> str:
    """What a comment says: a line for each finding, once."""
    lines = dict.fromkeys(
        f"{each.severity.label} {each.code} {' '.join(each.message.split())}" for each in findings
    )
    text = MARK
    for number, line in enumerate(lines):
        if len(text) + len(line) > _LONGEST:
            return f"{text}\n{_MORE} {len(lines) - number} 处"
        text += f"\n{line}" if number else line
    return text


class Comments:
    """The comments part of a sheet."""

    def __init__(self, root: Element | None = None) -> None:
        self.root = etree.Element(s("comments"), nsmap={None: SHEET_NS}) if root is None else root
        self._authors, self._listed = (_child(self.root, s(name), at) for at, name in enumerate(_PARTS))
        self._known = {each.get("ref") or "": each for each in self._listed}

    def __contains__(self, cell: str) -> bool:
        return cell in self._known

    def clear(self) -> set[str]:
        """Take away what an earlier check wrote; the cells that it spoke of."""
        names = [each.text for each in self._authors]
        own = names.index(AUTHOR) if AUTHOR in names else -1
        found: set[str] = set()
        for cell, comment in list(self._known.items()):
            texts = [*comment.iter(s("t"))]
            text = "".join(each.text or "" for each in texts)
            kept = _others(text, own=whole(comment.get("authorId"), -1) == own >= 0)
            if all(kept):
                continue
            found.add(cell)
            if not any(keep and not sign.isspace() for keep, sign in zip(kept, text, strict=True)):
                self._listed.remove(self._known.pop(cell))
            else:
                _keep(texts, kept)
        return found

    def write(self, cell: str, text: str) -> None:
        """Write a comment; in somebody's own it follows what is there."""
        known = self._known.get(cell)
        if known is not None:
            _run(_child(known, s("text"), 0), f"\n{text}")
            return
        made = etree.SubElement(self._listed, s("comment"), {"ref": cell, "authorId": str(self._author())})
        _run(etree.SubElement(made, s("text")), text)
        self._known[cell] = made

    def _author(self) -> int:
        names = [each.text for each in self._authors]
        if AUTHOR not in names:
            etree.SubElement(self._authors, s("author")).text = AUTHOR
            names.append(AUTHOR)
        return names.index(AUTHOR)


def _child(parent: Element, tag: str, at: int) -> Element:
    found = parent.find(tag)
    if found is None:
        found = etree.Element(tag)
        parent.insert(at, found)
    return found


def _run(parent: Element, text: str) -> None:
    made = etree.SubElement(etree.SubElement(parent, s("r")), s("t"), {_SPACE: "preserve"})
    made.text = escaped(text)


def _others(text: str, *, own: bool) -> list[bool]:
    """For each character of a comment whether others wrote it; ``own``: it is by the check's own author.

    Programs that save the file may join all of a comment into one text; so ours is told by its lines.
    """
    lines = text.split("\n")
    keep: list[bool] = []
    ours = own
    for line in lines:
        began = line.lstrip().startswith(MARK)
        if began and line != line.lstrip() and keep and lines[len(keep) - 1].endswith((":", "：")):
            keep[-1] = False  # the word “reply” above an answer of ours in a thread
        ours = began or (ours and _LINE.match(line) is not None)
        keep.append(not ours)
    kept: list[bool] = []
    for number, line in enumerate(lines):
        if number:
            # A line break goes with the line after it, or where others only follow, with that before.
            kept.append(keep[number] and any(keep[:number]))
        kept += [keep[number]] * len(line)
    return kept


def _keep(texts: Iterable[Element], kept: list[bool]) -> None:
    """Leave only some characters of the texts of a comment; runs that say nothing any more go."""
    at = 0
    for each in texts:
        said = each.text or ""
        each.text = "".join(sign for sign, keep in zip(said, kept[at:], strict=False) if keep)
        at += len(said)
        parent = each.getparent()
        if said and not each.text:
            (parent.getparent().remove(parent) if parent.tag == s("r") else parent.remove(each))


class Boxes:
    """The boxes of the comments of a sheet; other shapes in the part stay."""

    def __init__(self, root: Element | None = None) -> None:
        self.changed = root is None
        self.root = etree.fromstring(_EMPTY_BOXES) if root is None else root
        self._shapes = {}
        self._last = 1024
        self._typed = any(each.get("id") == "_x0000_t202" for each in self.root.iter(f"{{{_V}}}shapetype"))
        for shape in self.root.iter(f"{{{_V}}}shape"):
            for name in (shape.get("id"), shape.get(f"{{{_O}}}spid")):
                if found := _SHAPE_ID.fullmatch(name or ""):
                    self._last = max(self._last, int(found[1]))
            data = shape.find(f"{{{_X}}}ClientData")
            if data is not None and data.get("ObjectType") == "Note":
                row, column = (
                    whole((data.findtext(f"{{{_X}}}{name}") or "").strip(), -1) for name in ("Row", "Column")
                )
                self._shapes[row, column] = shape

    def have(self, row: int, column: int, text: str) -> None:
        """A box for the comment of a cell, where there is none; as high as its text."""
        if (row, column) in self._shapes:
            return
        self._last += 1
        lines = sum(1 + len(line) // 14 for line in text.split("\n"))
        place = {"left": column + 1, "right": column + 4, "bottom": row + min(max(5, lines), 30)}
        if not self._typed:
            self.root.append(etree.fromstring(_SHAPE_TYPE))
            self._typed = True
        made = etree.fromstring(_BOX.format(number=self._last, row=row, column=column, **place))
        self.root.append(made)
        self._shapes[row, column] = made
        self.changed = True

    def drop(self, row: int, column: int) -> None:
        """Take away the box of a comment that is gone."""
        shape = self._shapes.pop((row, column), None)
        if shape is not None:
            shape.getparent().remove(shape)
            self.changed = True


class Threads:
    """The threads of comments of a sheet, and the persons of the workbook who write in them."""

    def __init__(self, root: Element, persons: Element) -> None:
        self.root, self.persons = root, persons
        self.changed = self.introduced = False
        self._last = {each.get("ref") or "": each for each in root}

    def __contains__(self, cell: str) -> bool:
        return cell in self._last

    def clear(self) -> None:
        """Take away the answers of an earlier check."""
        ours = {each.get("id") for each in self.persons if each.get("displayName") == AUTHOR}
        for each in [each for each in self.root if each.get("personId") in ours]:
            self.root.remove(each)
            self.changed = True
        self._last = {each.get("ref") or "": each for each in self.root}

    def answer(self, cell: str, text: str) -> None:
        """Answer the thread of a cell: at its own time, so that checking again gives the same."""
        last = self._last[cell]
        parent = last.get("parentId") or last.get("id") or ""
        attributes = {
            "ref": cell,
            "dT": last.get("dT"),
            "personId": self._person(),
            "id": _guid(f"{parent} {text}"),
            "parentId": parent,
        }
        given = {name: value for name, value in attributes.items() if value is not None}
        made = etree.Element(_t("threadedComment"), given)
        etree.SubElement(made, _t("text")).text = escaped(text)
        last.addnext(made)
        self.changed = True

    def _person(self) -> str:
        known = next((each for each in self.persons if each.get("displayName") == AUTHOR), None)
        if known is None:
            attributes = {"displayName": AUTHOR, "id": _guid(AUTHOR), "userId": AUTHOR, "providerId": "None"}
            known = etree.SubElement(self.persons, _t("person"), attributes)
            self.introduced = True
        return str(known.get("id"))


def _t(name: str) -> str:
    """A name of the threads of comments."""
    return f"{{{_THREADS}}}{name}"


def _guid(text: str) -> str:
    """An identifier in the way of Excel, the same for the same text."""
    return f"{{{str(uuid.uuid5(uuid.NAMESPACE_OID, text)).upper()}}}"
