"""Values made for Word documents (RichText, Listing, Markup) as texts, where only texts may stand."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any

from lxml import etree

from kjfz_docs.grids.docx_names import w

_MEANT = {w("br"): "\n", w("cr"): "\n", w("tab"): "\t"}


def without_markup(value: Any) -> Any:
    """The text of a value that carries markup, any other as it is. Raises ValueError for what is no text."""
    if not hasattr(value, "__html__"):
        return value
    if hasattr(value, "tpl"):
        raise ValueError(f"{type(value).__name__} belongs to a Word document: a cell has no place for it")
    markup = str(value.__html__())
    if "<" not in markup:
        return html.unescape(markup)
    namespaces = f'xmlns:w="{w("")[1:-1]}" xmlns:r="relations"'
    try:
        root = etree.fromstring(f"<x {namespaces}>{markup}</x>")
    except etree.XMLSyntaxError as error:
        raise ValueError(f"its markup makes no XML: {error}") from None
    return "".join(_texts(root))


def _texts(root: Any) -> Iterator[str]:
    """The texts of runs; each paragraph is a line."""
    for element in root.iter():
        is_text = element.tag == w("t")
        loose = (element.tail or "") + ("" if is_text else element.text or "")
        if loose.strip() or (element is not root and not str(element.tag).startswith(w(""))):
            raise ValueError("has markup that no cell can hold: give a text")
        if element.tag == w("p") and element.getprevious() is not None:
            yield "\n"
        yield element.text or "" if is_text else _MEANT.get(element.tag, "")
