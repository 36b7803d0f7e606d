"""Comments in a Word document: one for each finding, at the paragraph or cell where it stands."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs
from lxml import etree

from kjfz_docs.findings import Finding, Place
from kjfz_docs.grids.docx import docx_elements
from kjfz_docs.grids.docx_names import w
from kjfz_docs.grids.door import Opened
from kjfz_docs.grids.kinds import main_part
from kjfz_docs.reading.changes import Changes

AUTHOR, INITIALS = "格式检查", "格"
_COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_MARKS = tuple(map(w, ("commentRangeStart", "commentRangeEnd", "commentReference")))

Element = Any


def annotated_docx(opened: Opened, findings: Sequence[Finding]) -> bytes:
    """The document with comments; every member that has no part in them is copied as it is."""
    package = opened.package
    part = main_part(package) if package is not None else None
    assert package is not None  # a docx has both
    assert part is not None
    root, elements = docx_elements(opened)
    name = package.related(part, "comments")
    comments = (
        package.xml(name) if name is not None else etree.Element(w("comments"), nsmap={"w": w("")[1:-1]})
    )
    _without_ours(root, comments)
    first = next(root.iter(w("p")), None)
    number = max((int(each.get(w("id")) or 0) for each in comments), default=-1) + 1
    for number, finding in enumerate(_in_order(findings), number):  # noqa: B020 - counts on from the last id
        target = _paragraph(elements, finding.where)
        if target is None:
            target = first
        if target is None:
            continue
        comments.append(_comment(number, finding))
        _mark(target, number)
    changes = Changes(package, part)
    changes.put(part, root)
    if name is None:
        name = changes.free(posixpath.join(posixpath.dirname(part), "comments"), ".xml", first=0)
        changes.relate(part, "comments", name)
        changes.declare(name, _COMMENTS)
    changes.put(name, comments)
    return changes.packed(opened.data)


def _in_order(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Each finding once, as they came."""
    yield from dict.fromkeys(findings)


# ------------------------------------------------------------------ the text


def _paragraph(elements: Mapping[Place, Element], place: Place | None) -> Element | None:
    """The paragraph to hang a comment on: that of the place, or the first of its cell."""
    if place is None:
        return None
    found = elements.get(attrs.evolve(place, file=None))
    if found is None or found.tag == w("p"):
        return found
    return next(found.iter(w("p")), None)


def _mark(paragraph: Element, number: int) -> None:
    """Put the range of a comment around what a paragraph says, and its reference behind."""
    start, end = (etree.Element(mark, {w("id"): str(number)}) for mark in _MARKS[:2])
    properties = paragraph.find(w("pPr"))
    paragraph.insert(0 if properties is None else paragraph.index(properties) + 1, start)
    paragraph.append(end)
    run = etree.SubElement(paragraph, w("r"))
    etree.SubElement(run, _MARKS[2], {w("id"): str(number)})


def _without_ours(root: Element, comments: Element) -> None:
    """Take out the comments of an earlier check."""
    ours = {each.get(w("id")) for each in comments if each.get(w("author")) == AUTHOR}
    for each in [each for each in comments if each.get(w("id")) in ours]:
        comments.remove(each)
    for mark in [mark for mark in root.iter(*_MARKS) if mark.get(w("id")) in ours]:
        parent = mark.getparent()
        parent.remove(mark)
        if parent.tag == w("r") and all(child.tag == w("rPr") for child in parent):
            parent.getparent().remove(parent)


def _comment(number: int, finding: Finding) -> Element:
    attributes = {w("id"): str(number), w("author"): AUTHOR, w("initials"): INITIALS}
    comment = etree.Element(w("comment"), attributes)
    paragraph = etree.SubElement(comment, w("p"))
    run = etree.SubElement(paragraph, w("r"))
    text = etree.SubElement(run, w("t"))
    text.text = f"【{finding.severity.label}】{' '.join(finding.message.split())}（{finding.code}）"
    return comment
