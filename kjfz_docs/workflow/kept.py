"""Readings as bytes that hold nothing but data, and back: JSON, checked as what comes from strangers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from kjfz_docs.errors import ConversionError
from kjfz_docs.findings import CODES, Finding, Place, Severity
from kjfz_docs.forms.form import Form
from kjfz_docs.forms.found import place_in
from kjfz_docs.reading.reading import Outcome, Reading
from kjfz_docs.records.convert import from_dict, to_dict
from kjfz_docs.records.fields import computed_parts

_PLACE = tuple(attribute.name for attribute in attrs.fields(Place) if attribute.name != "file")
_TEXTS = ("sheet", "cell", "part")
# What of a reading is kept; where its file lies is not.
_COMPARED = ("outcome", "record", "findings", "provenance", "stated", "title")


def to_kept(readings: Sequence[Reading[Any]], forms: Mapping[str, Form], name: str) -> bytes | None:
    """The bytes of readings of a file of that name; None where they would not come back equal."""
    try:
        text = json.dumps([_given(reading) for reading in readings], ensure_ascii=False)
    except (TypeError, ValueError, AttributeError):  # records of others may hold anything
        return None
    data = text.encode("utf-8", "surrogatepass")
    again = from_kept(data, forms, name)
    if again is None or len(again) != len(readings):
        return None
    return data if all(map(_equal, readings, again)) else None


def from_kept(data: bytes, forms: Mapping[str, Form], name: str) -> tuple[Reading[Any], ...] | None:
    """The readings that bytes hold, of a file of that name; None where they hold none."""
    file = name.rpartition("/")[2]
    try:
        items = json.loads(data.decode("utf-8", "surrogatepass"))
        return tuple(_taken(item, forms, file) for item in items)
    except (ConversionError, KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return None


def _equal(first: Reading[Any], second: Reading[Any]) -> bool:
    same_form = getattr(first.form, "id", None) == getattr(second.form, "id", None)
    return same_form and all(getattr(first, name) == getattr(second, name) for name in _COMPARED)


def _given(reading: Reading[Any]) -> dict[str, Any]:
    return {
        "outcome": reading.outcome.value,
        "form": reading.form.id if reading.form is not None else None,
        "title": reading.title,
        "record": to_dict(reading.record) if reading.record is not None else None,
        "findings": [
            [each.code, each.severity.value, each.message, each.field, _spot(each.where), each.raw]
            for each in reading.findings
        ],
        "provenance": {path: _spot(place) for path, place in reading.provenance.items()},
        "stated": {part: to_dict(value) for part, value in reading.stated.items()},
    }


def _spot(place: Place | None) -> list[Any] | None:
    return None if place is None else [place.file is not None, *(getattr(place, each) for each in _PLACE)]


def _taken(item: Any, forms: Mapping[str, Form], file: str) -> Reading[Any]:
    form = None if item["form"] is None else forms[item["form"]]
    record = item["record"]
    if record is not None and form is None:
        raise ValueError("a record of no form")
    parts = computed_parts(form.record) if form is not None else {}
    return Reading(
        outcome=Outcome(item["outcome"]),
        form=form,
        title=_text(item["title"]),
        record=from_dict(record, form.record) if record is not None and form is not None else None,
        findings=tuple(_finding(each, file) for each in item["findings"]),
        provenance={path: _place(spot, file) for path, spot in item["provenance"].items()},
        stated={part: from_dict(value, parts[part]) for part, value in item["stated"].items()},
    )


def _finding(given: Any, file: str) -> Finding:
    code, severity, message, field, spot, raw = given
    return Finding(
        code=CODES[code].code,
        severity=Severity(severity),
        message=_text(message),
        field=None if field is None else _text(field),
        where=None if spot is None else _place(spot, file),
        raw=None if raw is None else _text(raw),
    )


def _place(spot: Any, file: str) -> Place:
    has_file, *values = spot
    for name, value in zip(_PLACE, values, strict=True):
        if value is not None and type(value) is not (str if name in _TEXTS else int):
            raise TypeError(f"{name} of a place")
    place = Place(**dict(zip(_PLACE, values, strict=True)))
    return place_in(place, file) if has_file else place


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("expected a text")
    return value
