"""Which form stands in lines of a file: by its title, and by the share of its labels that are there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import attrs

from kjfz_docs.grids.model import Line
from kjfz_docs.reading.labels import Labels
from kjfz_docs.reading.letters import missing_lines
from kjfz_docs.reading.words import key, short_key

# A form is recognised when this share of its labels is found; less is enough under its own title, and another
# form's title asks for more.
THRESHOLD = 0.6
_TITLE = 0.25
# 姓名： and 日期： stand in letters of all kinds: without its title, one without tables is not recognised by them.
_UNTITLED = 0.5
# A longer text is no label.
LONGEST_LABEL = 80
# So much of a paragraph is looked through for labels before colons.
_LONGEST_LIST = 2000
_HEAD = re.compile(r"(?:^|(?<=[\s；;，,。、]))([^\s:：；;，,。]{1,40})[^\S\n]*[:：]", re.MULTILINE)


@attrs.frozen(eq=False, slots=False)
class Seen:
    """Lines in which a form is sought; what may be a label or a title in them is gathered once for all forms."""

    lines: Sequence[Line]
    _titled: dict[int, bool] = attrs.field(factory=dict, init=False)

    def score(self, labels: Labels, others: Iterable[Labels]) -> float:
        """How much of a form stands in the lines: the share of its labels, more under its own title.

        ``others`` are all the forms that it might be; another form's title counts against this one.
        """
        if not labels.all_anchors and not labels.own_lines:
            return 0.0
        found = self.share(labels)
        if self.has_title(labels):
            return found + _TITLE
        if not labels.all_anchors:
            return found * _UNTITLED
        return found - _TITLE if any(map(self.has_title, others)) else found

    def share(self, labels: Labels) -> float:
        """The share of a form's labels that stand in the lines."""
        anchors = labels.all_anchors or labels.own_lines
        return 1 - len(self.missing(labels)) / len(anchors) if anchors else 0.0

    def has_title(self, labels: Labels) -> bool:
        """Whether a line is the title of a form."""
        known = self._titled.get(id(labels))
        if known is None:
            known = self._titled[id(labels)] = any(map(labels.is_title, self._headings))
        return known

    def missing(self, labels: Labels) -> list[str]:
        """The labels of a form that stand nowhere in the lines, as they are printed."""
        if not labels.all_anchors:
            return missing_lines(labels, self.lines)
        texts, exact, short = self._texts, self._exact, self._short
        return [
            anchor.names[0]
            for anchor in labels.all_anchors
            if exact.isdisjoint(anchor.keys)
            and short.isdisjoint(anchor.short_keys)
            and not (anchor.has_terms and any(map(anchor.is_named_by, texts)))
        ]

    @cached_property
    def _headings(self) -> list[str]:
        return [text for line in self.lines if (text := heading(line))]

    @cached_property
    def _texts(self) -> set[str]:
        return {
            text
            for line in self.lines
            for cell in line.cells
            for text in possible_labels(cell.text)
            if len(text) <= LONGEST_LABEL
        }

    @cached_property
    def _exact(self) -> set[str]:
        return set(map(key, self._texts))

    @cached_property
    def _short(self) -> set[str]:
        return set(map(short_key, self._texts))


def heading(line: Line) -> str:
    """The text of a line that may be a title: a paragraph, or a row in which one cell alone says something."""
    found = ""
    for cell in line.cells:
        text = cell.text
        if text and not text.isspace():
            if found:
                return ""
            found = text
    return found if len(found) <= LONGEST_LABEL else ""


def possible_labels(text: str) -> Iterator[str]:
    """What of a cell may be a label: all of it, its first lines, and what stands before colons."""
    yield text
    if "\n" in text:
        lines = text.split("\n")
        yield from ("\n".join(lines[:count]) for count in (1, 2))
    if ":" in text or "：" in text:
        yield from (match[1] for match in _HEAD.finditer(text[:_LONGEST_LIST]))
