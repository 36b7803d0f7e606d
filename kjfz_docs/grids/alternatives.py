"""What Office files say twice, for newer and for older programs (mc:AlternateContent): one of the branches is read."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from kjfz_docs.grids.xml import Element

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATE = _MC + "AlternateContent"
CHOICE, FALLBACK = _MC + "Choice", _MC + "Fallback"


def chosen(alternate: Element) -> Element | None:
    """The one branch of an mc:AlternateContent that is read: the first choice, else the fallback."""
    choice = alternate.find(CHOICE)
    return alternate.find(FALLBACK) if choice is None else choice


def elements_read(root: Element, tags: Collection[str]) -> Iterator[Element]:
    """The elements with some tags in their order, ``root`` among them, without those of branches that are not read."""
    stack = [root]
    while stack:
        current = stack.pop()
        if current.tag in tags:
            yield current
        if current.tag == ALTERNATE:
            branch = chosen(current)
            stack.extend(() if branch is None else (branch,))
        else:
            stack.extend(reversed(current))
