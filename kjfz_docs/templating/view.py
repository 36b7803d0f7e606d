"""What a template's tags see of a record: each leaf knows its value, its field and its codec."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from typing import Any

from kjfz_docs.codecs import FILTERS, Codec, codec_for
from kjfz_docs.records.fields import FieldInfo, computed_parts, fields_by_name
from kjfz_docs.templating.terms import TERMS

# What a guided form shows for a value: made of the codec of its place and the text that a plain form shows.
Guide = Callable[[Codec[Any], str], str]


class Leaf:
    """One value of a record in a template. Prints itself by its codec; false where blank."""

    __slots__ = ("guide", "info", "titles", "value")

    def __init__(
        self, value: Any, info: FieldInfo, titles: Mapping[str, str], guide: Guide | None = None
    ) -> None:
        self.value = value
        self.info = info
        self.titles = titles
        self.guide = guide

    def __str__(self) -> str:
        return str(self.printed(codec_for(self.info, titles=self.titles)))

    def printed(self, codec: Codec[Any]) -> Any:
        """What stands in the document: the codec's text, or the list of paragraphs of ``lines``."""
        text: Any = codec.write(self.value)
        return text if self.guide is None or not isinstance(text, str) else self.guide(codec, text)

    def __bool__(self) -> bool:
        return self.value is not None


class View:
    """A record in a template: its fields as leaves, nested views, or tuples of row views."""

    __slots__ = ("_fields", "_guide", "_record", "_titles")

    def __init__(self, record: Any, titles: Mapping[str, str], guide: Guide | None = None) -> None:
        self._record = record
        self._fields = fields_by_name(record.__class__)
        self._titles = titles
        self._guide = guide

    def __getattr__(self, name: str) -> Any:
        info = self._fields.get(name)
        if info is None:
            if name not in computed_parts(self._record.__class__):
                raise AttributeError(name)
            return View(getattr(self._record, name), self._titles)
        value = getattr(self._record, name)
        if info.record is not None:
            return View(value if value is not None else info.record(), self._titles, self._guide)
        if info.row is not None:
            return tuple(View(row, self._titles, self._guide) for row in value)
        return Leaf(value, info, self._titles, self._guide)


def record_of(view: View) -> Any:
    """The record that a view shows."""
    return view._record


def context(record: Any, terms: Any, titles: Mapping[str, str], guide: Guide | None = None) -> dict[str, Any]:
    """The names of a template: the record's fields and computed parts, and ``terms`` of its programme."""
    view = View(record, titles, guide)
    names = (*fields_by_name(record.__class__), *computed_parts(record.__class__))
    return {TERMS: View(terms, titles), **{name: getattr(view, name) for name in names}}


def neighbours(rows: tuple[View, ...], name: str) -> list[list[View]]:
    """Rows in groups of neighbours that share a value, in their order (a stable grouping: A, A, B, A is three)."""
    return [list(group) for _, group in itertools.groupby(rows, key=lambda row: getattr(row, name).value)]


def filters() -> dict[str, Any]:
    """The Jinja filters: each codec's writing side, and ``neighbours`` for groups of rows."""

    def bind(name: str) -> Any:
        made = FILTERS[name]

        def apply(leaf: Leaf, *arguments: Any) -> Any:
            return leaf.printed(made.of(leaf.info, *arguments, titles=leaf.titles))

        return apply

    return {**{name: bind(name) for name in FILTERS}, "neighbours": neighbours}
