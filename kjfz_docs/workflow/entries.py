"""What is collated: each form about a person and each row of a list, where its values stand, how they are copied."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from kjfz_docs.findings import Place
from kjfz_docs.records.fields import SERIAL, FieldInfo, field_at, field_paths, fields_of, general_path, leaves
from kjfz_docs.records.rules import value_at
from kjfz_docs.records.shown import label_of, text_of
from kjfz_docs.workflow.items import Item
from kjfz_docs.workflow.people import Mention


@attrs.frozen(kw_only=True, eq=False)
class Source:
    """Where a value that was collated comes from: the file, the form, the field's path in it, the place, the value.

    ``form`` is its id, or ``roster``; empty for what the programme itself says.
    ``shown`` is the value as people may see it: private ones are masked.
    """

    file: str
    form: str
    path: str
    where: Place
    value: Any = attrs.field(repr=False)
    shown: str


@attrs.frozen(kw_only=True, eq=False)
class Entry:
    """A form about one person (``prefix`` is empty), or one row of a list (``rows.3.``)."""

    item: Item
    content: Any
    prefix: str = ""
    mention: Mention | None = None
    district: str | None = None

    @property
    def who(self) -> str:
        """Whom or what it is about, in words."""
        return self.mention.who if self.mention is not None else str(self.first_place)

    @property
    def first_place(self) -> Place:
        """Where the first of its values stands; where nobody knows, the file."""
        paths = (path for path, _, value in leaves(self.content) if value is not None)
        found = (self.place(path) for path in paths)
        return next((place for place in found if place != Place(file=place.file)), self.place(""))

    def place(self, path: str) -> Place:
        """Where a value stands; where nobody knows, the file."""
        return place_in(self.item, self.prefix + path)

    def label(self, path: str) -> str:
        """How people call a field: by the part that it is in, where that has a label."""
        cls = type(self.content)
        parent = field_at(cls, path.rpartition(".")[0])
        if parent is not None and parent.meta.label:
            return parent.meta.label
        printed = self.item.reading.printed_names if self.item.reading is not None else {}
        return label_of(cls, path, printed, general_path(self.prefix))

    def source(self, path: str) -> Source | None:
        """Where a value comes from; None where it is blank."""
        value = value_at(self.content, path)
        info = field_at(type(self.content), path)
        if value is None or info is None:
            return None
        return source_of(value, info, self.item.form or "", self.prefix + path, self.place(path))


def place_in(item: Item, path: str) -> Place:
    """Where a field stands in an item, by the item's name."""
    found = item.reading.provenance.get(path) if item.reading is not None else None
    return attrs.evolve(found or Place(), file=item.name)


def source_of(value: Any, info: FieldInfo, form: str, path: str, where: Place) -> Source:
    """A source, its value masked where it is shown."""
    shown = text_of(value, info, False)
    return Source(file=where.file or "", form=form, path=path, where=where, value=value, shown=shown)


def list_of(cls: Any) -> FieldInfo | None:
    """The field that holds the rows of a list; None for any other form."""
    return next((info for info in fields_of(cls) if info.row is not None and attrs.has(info.row)), None)


def entries_of(item: Item) -> Iterator[Entry]:
    """What an item holds: itself, or its rows."""
    mentions = {mention.field: mention for mention in item.mentions}
    rows = list_of(type(item.record))
    if rows is None:
        yield Entry(item=item, content=item.record, mention=mentions.get(""))
        return
    for index, row in enumerate(getattr(item.record, rows.name) or ()):
        path = f"{rows.name}.{index}"
        yield Entry(item=item, content=row, prefix=f"{path}.", mention=mentions.get(path))


# ------------------------------------------------------------------ from one class to another


@functools.cache
def copied(
    source: Any, target: Any, renamed: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, FieldInfo, str], ...]:
    """The single fields of a class that another has by name and type: path, field, and the path there."""
    found = []
    for path, info in field_paths(target):
        origin = _origin(path, renamed)
        other = field_at(source, origin) if "*" not in path and info.meta.kind != SERIAL else None
        if other is not None and other.type == info.type:
            found.append((path, info, origin))
    return tuple(found)


def _origin(path: str, renamed: tuple[tuple[str, str], ...]) -> str:
    for name, origin in renamed:
        if path == name or path.startswith(f"{name}."):
            return origin + path[len(name) :]
    return path


def built(cls: type, values: Mapping[str, Any], prefix: str = "") -> Any:
    """A record of a class with the values of its single fields, by their paths."""
    given: dict[str, Any] = {}
    for info in fields_of(cls):
        path = f"{prefix}{info.name}"
        if info.record is not None:
            if any(name.startswith(f"{path}.") and value is not None for name, value in values.items()):
                given[info.name] = built(info.record, values, f"{path}.")
        elif values.get(path) is not None:
            given[info.name] = values[path]
    return cls(**given)
