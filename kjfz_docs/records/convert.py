"""Records to mappings and JSON, and back, by cattrs: exact, strict, every problem with its path.

In JSON the keys are the English identifiers, Decimals are texts (whole numbers are taken too), dates are ISO,
enumerations are their Chinese values; what is missing is blank. Nothing is coerced: ``"5"`` is no int, ``1``
is no bool, ``5.0`` is no Decimal. Whatever is wrong is collected into one ConversionError; values of private
fields do not stand in it.
"""

from __future__ import annotations

import datetime as dt
import enum
import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeVar, cast

import attrs
import cattrs
from cattrs.dispatch import StructureHook, UnstructureHook

from kjfz_docs.errors import ConversionError
from kjfz_docs.records.fields import FieldInfo, fields_of, normalise
from kjfz_docs.records.spelling import shown, unknown

R = TypeVar("R")
Problems = list[tuple[str, str]]

_DECIMAL = re.compile(r"-?\d{1,100}(\.\d{1,100})?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


# ------------------------------------------------------------------ single values


_KINDS: Mapping[type, str] = {
    Mapping: "an object",
    list: "an array",
    tuple: "an array",
    bool: "a boolean",
    type(None): "null",
}


def _refused(expected: str, value: object) -> ValueError:
    """The error of a single value. It names the type of what was found; whether to show the value the record
    decides, which knows what is private."""
    return ValueError(f"expected {expected}, got {_kind(value)}")


def _kind(value: object) -> str:
    if isinstance(value, _Unreadable):
        return value.what
    return next((words for kind, words in _KINDS.items() if isinstance(value, kind)), type(value).__name__)


def _exactly(wanted: type, expected: str) -> Callable[[Any, Any], Any]:
    def hook(value: Any, _: Any) -> Any:
        # A bool is an int to Python, but no count.
        if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
            raise _refused(expected, value)
        return value

    return hook


def _decimal(value: Any, _: Any) -> Decimal:
    if isinstance(value, Decimal) or (isinstance(value, int) and not isinstance(value, bool)):
        return Decimal(value)
    expected = 'a decimal number as text, such as "12.5"'
    if not isinstance(value, str):
        raise _refused(expected, value)
    if not _DECIMAL.fullmatch(value):
        raise ValueError(f"expected {expected}")
    return Decimal(value)


def _date(value: Any, _: Any) -> dt.date:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    expected = 'a date such as "2023-08-25"'
    if not isinstance(value, str):
        raise _refused(expected, value)
    if not _DATE.fullmatch(value):
        raise ValueError(f"expected {expected}")
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"expected {expected}; there is no such day") from None


def _member(value: Any, cls: Any) -> enum.Enum:
    if isinstance(value, cls):
        return cast(enum.Enum, value)
    for member in cls:
        if type(member.value) is type(value) and member.value == value:
            return cast(enum.Enum, member)
    expected = "one of " + ", ".join(str(member.value) for member in cls)
    if isinstance(value, str):
        raise ValueError(f"expected {expected}")
    raise _refused(expected, value)


def _plain(value: Any) -> Any:
    """A text, or the value of an enumeration whose members are texts."""
    return value.value if isinstance(value, enum.Enum) else value


def _is_enum(wanted: Any) -> bool:
    return isinstance(wanted, type) and issubclass(wanted, enum.Enum)


# Types of single values with a form of their own in JSON: how a value is taken, how it is given.
_SHAPED: tuple[tuple[Callable[[Any], bool], StructureHook, UnstructureHook], ...] = (
    (lambda wanted: wanted is Decimal, _decimal, lambda value: f"{value:f}"),
    (lambda wanted: wanted is dt.date, _date, lambda value: value.isoformat()),
    (_is_enum, _member, lambda member: member.value),
)

# Types that JSON has. cattrs asks for them before any predicate, and takes enumerations of texts for them.
_PLAIN: Mapping[type, StructureHook] = {
    str: _exactly(str, "a text"),
    int: _exactly(int, "a whole number"),
    bool: _exactly(bool, "true or false"),
    float: _exactly(float, "a number"),
}

_WORDS: Mapping[Any, str] = {str: "a text", int: "a whole number", bool: "true or false"}


def _or_member(plain: StructureHook) -> StructureHook:
    return lambda value, wanted: _member(value, wanted) if _is_enum(wanted) else plain(value, wanted)


# ------------------------------------------------------------------ records


def make_converter() -> cattrs.Converter:
    """A cattrs converter for records, to which one may add hooks for types of one's own."""
    converter = cattrs.Converter(detailed_validation=True)
    for plain, structure in _PLAIN.items():
        converter.register_structure_hook(plain, _or_member(structure))
    converter.register_unstructure_hook(str, _plain)
    for predicate, structure, unstructure in _SHAPED:
        converter.register_structure_hook_func(predicate, structure)
        converter.register_unstructure_hook_func(predicate, unstructure)
    converter.register_structure_hook_factory(_is_record, lambda cls: _record_taker(cls, converter))
    converter.register_unstructure_hook_factory(_is_record, lambda cls: _record_giver(cls, converter))
    return converter


def _is_record(cls: Any) -> bool:
    return isinstance(cls, type) and attrs.has(cls)


def _record_giver(cls: type, converter: cattrs.Converter) -> Callable[[Any], dict[str, Any]]:
    names = [info.name for info in fields_of(cls)]

    def give(record: Any) -> dict[str, Any]:
        given: dict[str, Any] = {}
        for name in names:
            value = converter.unstructure(getattr(record, name))
            given[name] = list(value) if isinstance(value, tuple) else value
        return given

    return give


def _record_taker(cls: type, converter: cattrs.Converter) -> Callable[[Any, Any], Any]:
    infos = {info.name: info for info in fields_of(cls)}
    arguments = {attribute.name: attribute for attribute in attrs.fields(cls) if attribute.init}

    def take(value: Any, _: Any) -> Any:
        if isinstance(value, cls):
            return value
        if not isinstance(value, Mapping):
            raise ConversionError([("", f"expected an object, got {_kind(value)}")])
        problems: Problems = [("", f"key {shown(key)} stands twice") for key in getattr(value, "doubled", ())]
        problems += [_unknown_key(key, infos) for key in value if key not in infos]
        values: dict[str, Any] = {}
        for name, attribute in arguments.items():
            info = infos[name]
            if name in value:
                values[attribute.alias or name] = _taken(value[name], info, converter, problems)
            elif info.default is attrs.NOTHING:
                values[attribute.alias or name] = None
                if not info.optional:
                    problems.append((name, "missing, and it may not be blank"))
        if problems:
            raise ConversionError(problems)
        return _made(cls, values)

    return take


def _unknown_key(key: object, infos: Mapping[str, FieldInfo]) -> tuple[str, str]:
    # No path: an unknown key is no field, and may hold what is private.
    if isinstance(key, str):
        return "", unknown(key, infos)
    return "", f"expected texts as keys, got {_kind(key)}"


def _taken(value: Any, info: FieldInfo, converter: cattrs.Converter, problems: Problems) -> Any:
    """One field's value as its constructor takes it; None, with a problem, where it cannot be."""
    if info.row is not None and _is_record(info.row):
        return _rows_taken(value, info, converter, problems)
    if value is None:
        if info.record is not None and not info.optional:
            # A part that is left blank: what may be missing from it, its own class says.
            return _structured({}, info, info.type, info.name, converter, problems)
        if not info.optional:
            problems.append((info.name, f"expected {_named(info.type)}, got null"))
        return None
    return _structured(value, info, info.type, info.name, converter, problems)


def _rows_taken(value: Any, info: FieldInfo, converter: cattrs.Converter, problems: Problems) -> Any:
    if value is None:
        return ()
    if not isinstance(value, (list, tuple)):
        problems.append((info.name, f"expected an array, got {_kind(value)}"))
        return ()
    return tuple(
        _structured(row, info, info.row, f"{info.name}.{index}", converter, problems)
        for index, row in enumerate(value)
    )


def _structured(
    value: Any, info: FieldInfo, wanted: Any, path: str, converter: cattrs.Converter, problems: Problems
) -> Any:
    try:
        taken = converter.structure(value, wanted)
        if info.record is None and info.row is None:
            # What a constructor would refuse, it refuses here, with the path.
            normalise(taken, info, path)
    except ConversionError as error:
        problems.extend((".".join(filter(None, (path, inner))), text) for inner, text in error.problems)
    except Exception as error:
        problems.append((path, _told(error, value, info)))
    else:
        return taken
    return None


def _told(error: Exception, value: Any, info: FieldInfo) -> str:
    """The problem in words; with the value, if it is a short text that is not private."""
    if not isinstance(error, (TypeError, ValueError)) or isinstance(error, cattrs.BaseValidationError):
        return f"not a value of {_named(info.type)}"
    text = str(error).removeprefix(f"{info.name}: ")
    if isinstance(value, str) and not info.meta.private and ", got " not in text:
        return f"{text}, got {shown(value)}"
    return text


def _named(wanted: Any) -> str:
    return _WORDS.get(wanted) or str(getattr(wanted, "__name__", wanted))


def _made(cls: type, values: dict[str, Any]) -> Any:
    try:
        return cls(**values)
    except (TypeError, ValueError) as error:
        # A validator of a third party's class. It may quote a value: its words only if none is private.
        private = any(info.meta.private for info in fields_of(cls))
        text = type(error).__name__ if private else str(error)
        raise ConversionError([("", f"{cls.__name__} refused its values: {text}")]) from None


# ------------------------------------------------------------------ mappings and JSON

_CONVERTER = make_converter()


def to_dict(record: Any) -> dict[str, Any]:
    """A record as a mapping of plain values, every key present; JSON can hold it."""
    if not attrs.has(record.__class__):
        raise TypeError(f"expected a record, got {type(record).__name__}")
    given: dict[str, Any] = _CONVERTER.unstructure(record)
    return given


def from_dict(mapping: Mapping[str, Any], cls: type[R]) -> R:
    """The record that a mapping describes. Raises ConversionError with every problem and its path."""
    wanted: Any = cls
    if not isinstance(wanted, type) or not attrs.has(wanted):
        raise TypeError(f"expected a record class as the second argument, got {cls!r:.40}")
    return _CONVERTER.structure(mapping, cls)


def to_json(record: Any, *, indent: int | None = 2) -> str:
    """A record as JSON text, in Chinese as it is."""
    return json.dumps(to_dict(record), ensure_ascii=False, allow_nan=False, indent=indent)


def from_json(text: str, cls: type[R]) -> R:
    """The record that a JSON text describes. Raises ConversionError with every problem and its path."""
    return from_dict(_parsed(text), cls)


@attrs.frozen
class _Unreadable:
    """What JSON texts may hold and records may not; refused where it stands, with its path."""

    what: str


class _Object(dict[str, Any]):
    """A JSON object that remembers which of its keys stood twice."""

    doubled: tuple[str, ...] = ()


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    made = _Object(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        made.doubled = tuple(sorted({key for key in keys if keys.count(key) > 1}))
    return made


def _parsed_int(text: str) -> Any:
    return int(text) if len(text) <= 100 else _Unreadable("a number too long")


def _parsed(text: str) -> Any:
    try:
        return json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=_object,
            parse_int=_parsed_int,
            parse_constant=_Unreadable,
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno} column {error.colno}"
        raise ConversionError([("", f"not valid JSON at {where}: {error.msg}")]) from None
    except RecursionError:
        raise ConversionError([("", "not valid JSON: nested too deeply")]) from None
