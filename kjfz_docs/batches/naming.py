"""A name for each record of a batch, made from the record by a pattern; no two alike."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

import attrs

from kjfz_docs.batches.filenames import Distinct, NamePattern
from kjfz_docs.batches.places import is_url
from kjfz_docs.forms import builtin
from kjfz_docs.forms.form import Form
from kjfz_docs.forms.recognise import with_programmes
from kjfz_docs.records.fields import fields_by_name
from kjfz_docs.records.programme import Programme

_EXTRAS = ("form", "title", "number")


class Forms:
    """The form of each record: the one that was asked for, or the built-in one of its class."""

    def __init__(self, form: Form | None, programmes: Sequence[Programme]) -> None:
        known = builtin.forms.values() if form is None else (form,)
        self._by_class = {each.record: each for each in with_programmes(tuple(known), programmes)}
        self._only = self._by_class[form.record] if form is not None else None

    def of(self, record: Any) -> Form:
        """Raises TypeError for an object that is no record of a known form."""
        found = self._only or self._by_class.get(type(record))
        if found is None:
            raise TypeError(f"{type(record).__name__} is the record of no built-in form; pass form=")
        if not isinstance(record, found.record):
            raise TypeError(f"form {found.id!r} takes {found.record.__name__}, got {type(record).__name__}")
        return found


class Naming:
    """The names of records: their fields, and ``{form}``, ``{title}`` and ``{number}`` (from 1)."""

    def __init__(self, pattern: str, forms: Forms) -> None:
        self._pattern = pattern
        self._forms = forms
        self._patterns: dict[type, NamePattern] = {}
        self._distinct = Distinct()

    def name(self, record: Any, index: int) -> str:
        """Raises TypeError for what is no record of a known form, ValueError where the pattern is none for it."""
        form = self._forms.of(record)
        pattern = self._patterns.get(form.record)
        if pattern is None:
            single = {
                name: info
                for name, info in fields_by_name(form.record).items()
                if info.record is None and info.row is None
            }
            pattern = self._patterns[form.record] = NamePattern(self._pattern, single, _EXTRAS)
        values = self._values(pattern, record, form, index)
        return str(self._distinct.name(pattern.name(values)))

    @staticmethod
    def _values(pattern: NamePattern, record: Any, form: Form, index: int) -> Mapping[str, Any]:
        values = {name: getattr(record, name) for name in pattern.names if name in pattern.fields}
        for name in pattern.names - pattern.fields.keys():
            if name == "number":
                values[name] = index + 1
            else:
                title = form.title_of(record)
                values[name] = (form.attachment or title) if name == "form" else title
        return values


@attrs.frozen
class Target:
    """Where a batch goes: the folder or zip file, the pattern of the names in it, and their format."""

    place: str
    names: str
    format: str

    @property
    def is_zip(self) -> bool:
        return self.place.lower().endswith(".zip")


def target_of(pattern: str | os.PathLike[str], into: str | os.PathLike[str] | None = None) -> Target:
    """A pattern taken apart: folders before the first field are a place as they stand, the rest makes names.

    Raises ValueError for a pattern that does not end in .docx or .xlsx.
    """
    given = os.fspath(pattern)
    if os.sep != "/":
        given = given.replace(os.sep, "/")
    format_ = PurePosixPath(given).suffix[1:].lower()
    if format_ not in ("docx", "xlsx"):
        raise ValueError(f"pattern {os.fspath(pattern)!r}: expected a name that ends in .docx or .xlsx")
    if into is not None:
        return Target(os.fspath(into), given, format_)
    match = re.match(r"[^{}]*/", given)
    place = match[0] if match else ""
    names = given[len(place) :]
    # The root of a file system or URL ends in the slash that it needs.
    return Target(place if is_url(place) or place == "/" else place.rstrip("/"), names, format_)
