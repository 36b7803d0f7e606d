"""Names and values of WordprocessingML, in the transitional namespaces."""

from __future__ import annotations

from kjfz_docs.grids.xml import Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"

_OFF = frozenset({"0", "false", "off"})
_MOST_DIGITS = 9


def w(name: str) -> str:
    """The name of an element or attribute of WordprocessingML."""
    return _W + name


def w14(name: str) -> str:
    """The name of an element or attribute that Word 2010 added."""
    return _W14 + name


VAL = w("val")


def is_on(element: Element | None) -> bool:
    """Whether an on/off property is there and not switched off."""
    return element is not None and (element.get(VAL) or "1").lower() not in _OFF


def whole(text: str | None, default: int) -> int:
    """A whole number from an attribute; ``default`` for what is none, or absurdly long."""
    if not text or len(text) > _MOST_DIGITS:
        return default
    try:
        return int(text)
    except ValueError:
        return default


def value_of(parent: Element | None, name: str) -> str | None:
    """The w:val of a child."""
    child = None if parent is None else parent.find(_W + name)
    return None if child is None else child.get(VAL)
