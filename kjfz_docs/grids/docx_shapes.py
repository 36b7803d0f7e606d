"""What is drawn in a document: text boxes, shapes without text, pictures."""

from __future__ import annotations

import enum
from collections.abc import Iterator

from kjfz_docs.grids.alternatives import ALTERNATE, chosen
from kjfz_docs.grids.docx_names import w
from kjfz_docs.grids.xml import Element

_WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_WPI = "{http://schemas.microsoft.com/office/word/2010/wordprocessingInk}"
_PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_VML = "{urn:schemas-microsoft-com:vml}"

_BOX = w("txbxContent")


class Drawn(enum.Enum):
    """What a drawing is, as far as it matters to who reads the text."""

    BOX = "text box"
    WORDS = "words drawn"
    SHAPE = "shape"
    PICTURE = "picture"
    CHART = "chart"
    HIDDEN = "hidden"


_SHAPES = {
    **dict.fromkeys(
        (_VML + name for name in ("shape", "rect", "roundrect", "oval", "line", "polyline", "arc", "curve")),
        Drawn.SHAPE,
    ),
    _WPS + "wsp": Drawn.SHAPE,
    _WPI + "contentPart": Drawn.SHAPE,
    w("contentPart"): Drawn.SHAPE,
    _PIC + "pic": Drawn.PICTURE,
    _CHART + "chart": Drawn.CHART,
    _DIAGRAM + "relIds": Drawn.CHART,
}
_IMAGE_DATA = _VML + "imagedata"
_TEXT_PATH = _VML + "textpath"


def drawn(element: Element) -> Iterator[tuple[Drawn, Element]]:
    """The things in a w:drawing, w:pict or w:object, each once; what stands in text boxes is not entered."""
    stack = [element]
    while stack:
        current = stack.pop()
        tag = current.tag
        if tag == ALTERNATE:
            branch = chosen(current)
            if branch is not None:
                stack.append(branch)
            continue
        if tag == _WP + "docPr" and (current.get("hidden") or "0") in ("1", "true"):
            yield Drawn.HIDDEN, current
            return
        if tag == _BOX:
            yield Drawn.BOX, current
            continue
        kind = _SHAPES.get(tag)
        if kind is Drawn.SHAPE:
            yield from _shape(current)
        elif kind is not None:
            yield kind, current
        else:
            stack.extend(reversed(current))


def words(element: Element) -> str:
    """The text of words drawn as a shape (WordArt of old)."""
    return element.get("string") or ""


def _shape(shape: Element) -> Iterator[tuple[Drawn, Element]]:
    boxes = [box for box in shape.iter(_BOX) if not _inside_box(box, shape)]
    if boxes:
        yield from ((Drawn.BOX, box) for box in boxes)
        return
    path = next(shape.iter(_TEXT_PATH), None)
    if path is not None and words(path):
        yield Drawn.WORDS, path
    elif next(shape.iter(_IMAGE_DATA), None) is not None:
        yield Drawn.PICTURE, shape
    else:
        yield Drawn.SHAPE, shape


def _inside_box(box: Element, shape: Element) -> bool:
    parent = box.getparent()
    while parent is not None and parent is not shape:
        if parent.tag == _BOX:
            return True
        parent = parent.getparent()
    return False
