"""How the page of a Word document lies."""

from __future__ import annotations

from kjfz_docs.grids.docx_names import w, whole
from kjfz_docs.grids.xml import Element

_SIZE = f"{w('pPr')}/{w('sectPr')}/{w('pgSz')}"
_LAST_SIZE = f"{w('body')}/{w('sectPr')}/{w('pgSz')}"


def section_size(paragraph: Element) -> Element | None:
    """The size of the pages of a section that ends with a paragraph."""
    found: Element | None = paragraph.find(_SIZE)
    return found


def is_landscape(root: Element, first: Element | None) -> bool | None:
    """Whether the page lies on its side: by the last section, else by the ``first`` size that was stated."""
    size = root.find(_LAST_SIZE)
    size = first if size is None else size
    if size is None:
        return None
    turned = size.get(w("orient"))
    if turned is not None:
        return bool(turned == "landscape")
    return whole(size.get(w("w")), 0) > whole(size.get(w("h")), 0)
