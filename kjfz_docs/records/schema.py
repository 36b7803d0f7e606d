"""JSON Schema 2020-12 of a record, made from the metadata of its fields.

It describes a complete record, as ``to_dict`` gives it: every key present, blank values null. What a record
can hold though ``check`` objects to it (too long a text, a choice that the form does not offer) is valid:
limits stand in annotations, ``x-max-chars``, ``x-choices`` and others, and in the descriptions.

The schemas of the built-in forms are checked in as ``schemas/<form id>.json``. To make them anew::

    python -m kjfz_docs.records.schema            # into schemas/ of the checkout
    python -m kjfz_docs.records.schema FOLDER
"""

from __future__ import annotations

import datetime as dt
import enum
import json
import re
import sys
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs

from kjfz_docs.records import RECORDS
from kjfz_docs.records.fields import FieldInfo, fields_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"

# How a value of each type stands in JSON. Decimals are texts, so that nothing rounds them.
_TYPES: Mapping[Any, Mapping[str, Any]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    Decimal: {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
    dt.date: {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
}

# Annotations from the metadata: the keyword, and what it says of a field (None: nothing).
_ANNOTATIONS: tuple[tuple[str, Callable[[FieldInfo], Any]], ...] = (
    ("title", lambda info: info.meta.label or None),
    ("description", lambda info: info.meta.description or None),
    ("x-unit", lambda info: info.unit or None),
    ("x-kind", lambda info: info.meta.kind),
    ("x-required", lambda info: info.meta.required or None),
    ("x-private", lambda info: info.meta.private or None),
    ("x-max-chars", lambda info: info.meta.max_chars),
    ("x-choices", lambda info: _choices(info)),
    ("x-source", lambda info: info.meta.source or None),
)


def json_schema(cls: type) -> dict[str, Any]:
    """The JSON Schema of a record class; nested records stand in ``$defs`` by the names of their classes."""
    definitions: dict[str, Any] = {}
    body = _object(cls, definitions)
    title = getattr(cls, "form_title", None)
    head = {
        "$schema": DIALECT,
        "$id": f"urn:kjfz:schema:{_id(cls)}",
        "title": title if isinstance(title, str) else cls.__name__,
    }
    return head | body | ({"$defs": dict(sorted(definitions.items()))} if definitions else {})


def _id(cls: type) -> str:
    """The id of a form from the name of its record class: OutcomeStatistics, outcome_statistics."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls.__name__).lower()


def _object(cls: type, definitions: dict[str, Any]) -> dict[str, Any]:
    infos = fields_of(cls)
    return {
        "type": "object",
        "properties": {info.name: _property(info, definitions) for info in infos},
        "required": [info.name for info in infos],
        "additionalProperties": False,
    }


def _property(info: FieldInfo, definitions: dict[str, Any]) -> dict[str, Any]:
    described = ((keyword, value(info)) for keyword, value in _ANNOTATIONS)
    annotations = {keyword: value for keyword, value in described if value is not None}
    if info.default is None or isinstance(info.default, (str, int)):
        annotations["default"] = info.default
    return {**annotations, **_shape(info, definitions)}


def _shape(info: FieldInfo, definitions: dict[str, Any]) -> dict[str, Any]:
    if info.row is not None and attrs.has(info.row):
        return {"type": "array", "items": _reference(info.row, definitions)}
    if info.record is not None:
        reference = _reference(info.record, definitions)
        # A part of a record is never null: the constructor makes it blank. A plain class may allow it.
        return {"anyOf": [reference, {"type": "null"}]} if info.optional else reference
    shape = _value(info.type)
    return _nullable(shape) if info.optional else shape


def _value(wanted: Any) -> dict[str, Any]:
    if isinstance(wanted, type) and issubclass(wanted, enum.Enum):
        return {"enum": [member.value for member in wanted]}
    # A type that only its owner's converter knows: anything.
    return dict(_TYPES.get(wanted, {}))


def _nullable(shape: dict[str, Any]) -> dict[str, Any]:
    if "enum" in shape:
        return {**shape, "enum": [*shape["enum"], None]}
    return {**shape, "type": [shape["type"], "null"]} if "type" in shape else shape


def _reference(cls: type, definitions: dict[str, Any]) -> dict[str, Any]:
    if cls.__name__ not in definitions:
        definitions[cls.__name__] = {}  # holds the place, should the class hold itself
        definitions[cls.__name__] = _object(cls, definitions)
    return {"$ref": f"#/$defs/{cls.__name__}"}


def _choices(info: FieldInfo) -> list[dict[str, Any]] | None:
    """What the form offers: each value as it stands in JSON, and the text that is printed for it."""
    if info.choices is None:
        return None
    return [
        {"const": value.value if isinstance(value, enum.Enum) else value, "title": text}
        for value, text in info.choices.items()
    ]


def schema_text(cls: type) -> str:
    """The schema as it stands in a file."""
    return json.dumps(json_schema(cls), ensure_ascii=False, indent=2) + "\n"


def main(arguments: list[str]) -> None:
    """Write the schemas of the built-in forms into a folder."""
    root = Path(__file__).resolve().parents[2]
    if not arguments and not (root / "pyproject.toml").is_file():
        raise SystemExit("not in a checkout: name the folder to write to")
    folder = Path(arguments[0]) if arguments else root / "schemas"
    folder.mkdir(parents=True, exist_ok=True)
    for form, cls in RECORDS.items():
        (folder / f"{form}.json").write_text(schema_text(cls), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
