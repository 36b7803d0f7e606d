"""The elements that only hold others: what is read as if it stood outside them, and what is left out."""

from __future__ import annotations

from collections.abc import Iterator

from kjfz_docs.grids.alternatives import ALTERNATE, CHOICE, FALLBACK, chosen
from kjfz_docs.grids.docx_names import is_on, w
from kjfz_docs.grids.docx_styles import Styles
from kjfz_docs.grids.limits import Limits
from kjfz_docs.grids.notes import Notes
from kjfz_docs.grids.refusal import too_much
from kjfz_docs.grids.xml import Element

_R, _T, _RPR = w("r"), w("t"), w("rPr")
_SDT, _SDT_PR, _SDT_CONTENT = w("sdt"), w("sdtPr"), w("sdtContent")
_PLACEHOLDER = w("showingPlcHdr")
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

INSERTED = frozenset({w("ins"), w("moveTo")})
REMOVED = frozenset({w("del"), w("moveFrom")})
_WRAPPERS = INSERTED | {
    *map(w, ("customXml", "smartTag", "hyperlink", "dir", "bdo")),
    _MATH + "oMathPara",
    _MATH + "oMath",
}


class Walk:
    """Goes through a document with wrappers opened, and knows whether the text where it is counts."""

    def __init__(self, styles: Styles, notes: Notes, limits: Limits) -> None:
        self.styles = styles
        self.notes = notes
        self.muted = 0
        self._limits = limits
        self._depth = 0

    def flat(self, container: Element, wanted: frozenset[str]) -> Iterator[Element]:
        """The ``wanted`` children, also those inside wrappers, content controls and alternatives."""
        for child in container:
            tag = child.tag
            if tag in wanted:
                yield child
            elif tag in _WRAPPERS:
                if tag in INSERTED and len(child):
                    self.notes.once("KD209")
                yield from self._inside(child, wanted)
            elif tag == _SDT:
                yield from self._control(child, wanted)
            elif tag in REMOVED:
                if len(child):
                    self.notes.once("KD209")
            elif tag == ALTERNATE:
                branch = chosen(child)
                if branch is not None:
                    yield from self._inside(branch, wanted)

    def enter(self) -> None:
        """Count one level of nesting; ``leave`` ends it."""
        self._depth += 1
        if self._depth > self._limits.nesting:
            raise too_much("嵌套过深")

    def leave(self) -> None:
        """End what ``enter`` began."""
        self._depth -= 1

    def doubt_placeholder(self, content: Element) -> None:
        """Say so if text that is marked as a placeholder does not look like one."""
        for run in content.iter(_R):
            rpr = run.find(_RPR)
            if rpr is not None and self.styles.look(None, rpr).placeholder:
                continue
            if any((text.text or "").strip() for text in run.iter(_T)):
                self.notes.here("KD217")
                return

    def _inside(self, container: Element, wanted: frozenset[str]) -> Iterator[Element]:
        self.enter()
        yield from self.flat(container, wanted)
        self.leave()

    def _control(self, sdt: Element, wanted: frozenset[str]) -> Iterator[Element]:
        content = sdt.find(_SDT_CONTENT)
        if content is None:
            return
        placeholder = shows_placeholder(sdt)
        if placeholder:
            self.muted += 1
            if self.muted == 1:
                self.doubt_placeholder(content)
        yield from self._inside(content, wanted)
        if placeholder:
            self.muted -= 1
        elif not self.muted:
            self.control_ends(sdt.find(_SDT_PR), content)

    def control_ends(self, properties: Element | None, content: Element) -> None:
        """Called after the content of each control was read."""


class Surroundings:
    """What stands around the paragraphs and tables of the body, followed by the parser's events.

    ``muted`` counts the placeholders and ``removed`` the deleted or unchosen parts that are open.
    """

    TAGS = (*INSERTED, *REMOVED, _SDT_CONTENT, ALTERNATE, CHOICE, FALLBACK)

    def __init__(self, notes: Notes, limits: Limits) -> None:
        self.muted = 0
        self.removed = 0
        self._notes = notes
        self._limits = limits
        self._kept: list[tuple[int, int]] = []
        self._chosen: list[bool] = []

    def start(self, element: Element) -> None:
        """An element of ``TAGS`` begins."""
        self._kept.append((self.muted, self.removed))
        if len(self._kept) > self._limits.nesting:
            raise too_much("嵌套过深")
        tag = element.tag
        if tag == _SDT_CONTENT:
            self.muted += shows_placeholder(element.getparent())
        elif tag == ALTERNATE:
            self._chosen.append(False)
        elif tag in (CHOICE, FALLBACK):
            if self._chosen and self._chosen[-1]:
                self.removed += 1
            elif self._chosen:
                self._chosen[-1] = True
        else:
            self._notes.once("KD209")
            self.removed += tag in REMOVED

    def end(self, element: Element) -> None:
        """An element of ``TAGS`` ends."""
        self.muted, self.removed = self._kept.pop()
        if element.tag == ALTERNATE:
            self._chosen.pop()


def shows_placeholder(sdt: Element) -> bool:
    """Whether the text of a content control is its placeholder."""
    properties = sdt.find(_SDT_PR)
    return properties is not None and is_on(properties.find(_PLACEHOLDER))
