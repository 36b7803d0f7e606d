"""Records as rows of a table, each a dict, and back: what ``pandas.DataFrame`` and ``polars.DataFrame`` take and give.

Keys are dotted identifiers (``account.number``) or Chinese labels. Values are plain Python: texts, numbers,
Decimals, dates, bools; enumerations are their Chinese texts. Neither pandas nor polars is needed: their blanks (NaN,
NaT, NA) and scalars are told by what they do.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Literal, TypeVar, get_args

import attrs

from kjfz_docs.errors import ConversionError
from kjfz_docs.records.convert import from_dict
from kjfz_docs.records.digits import COUNTS, has_exponent
from kjfz_docs.records.fields import FieldInfo, fields_of, leaves
from kjfz_docs.records.masking import fit_to_show, is_masked
from kjfz_docs.records.shown import label_of
from kjfz_docs.records.spelling import unknown

R = TypeVar("R")
Headers = Literal["zh", "en"]
Problems = list[tuple[str, str]]

_YES = MappingProxyType({"是": True, "true": True, "1": True, "否": False, "false": False, "0": False})
# Whole numbers beyond this are not exact in a float.
_EXACT = 2**53
# What spreadsheets make of an account: 6222020212345678901.0, '6222020212345678901
_FLOAT = re.compile(r"[0-9]+\.0+")
_GUARDED = re.compile(r"['’‘`][0-9][0-9 -]*")


def to_rows(
    records: Iterable[Any], headers: Headers = "zh", *, mask_private: bool = False
) -> list[dict[str, Any]]:
    """One dict for each record, with every field of its class as a key, in the order of the form.

    ``headers``: ``zh`` for Chinese labels (longer ones where two fields share one), ``en`` for dotted identifiers.
    Private values stand in full, as in ``kd.to_dict``: the rows are data, and to be kept as safe as the records;
    ``mask_private`` hides them, and such rows do not come back. Records that hold a list are no rows: give their
    ``rows``. Raises TypeError for those and for what is no record, ValueError for other ``headers``.
    """
    if headers not in get_args(Headers):
        raise ValueError(f"headers: expected 'zh' or 'en', got {headers!r}")
    made: list[dict[str, Any]] = []
    for record in records:
        names = _headings(record.__class__, headers)
        row = dict.fromkeys(names.values())
        for path, info, value in leaves(record):
            row[names[path]] = _plain(
                fit_to_show(value, private=info.meta.private) if mask_private else value
            )
        made.append(row)
    return made


def from_rows(rows: Iterable[Mapping[str, Any]], cls: type[R]) -> list[R]:
    """The records of a class that rows describe: those of :func:`to_rows`, of a data frame or of a csv file.

    Keys may be identifiers, labels or other names of the fields; columns that are missing are blank. NaN, NaT, NA,
    None and empty texts are blank. A float is taken for a whole number or a Decimal where it is exactly one; an
    account that is a float has lost digits and is refused, and so are what a spreadsheet makes of its text
    (``6.2E+18``, digits behind ``'``) and a number that was masked. Raises ConversionError with every problem and its
    path, rows from 0 (``3.account.number``); an unknown column is told once.
    """
    made: list[R] = []
    problems: Problems = []
    told: set[str] = set()
    wanted: Any = cls
    infos = _columns(wanted)
    for index, row in enumerate(rows):
        if not isinstance(row, Mapping):
            raise TypeError(f"expected mappings as rows, got {type(row).__name__} at {index}")
        nested: dict[str, Any] = {}
        before = len(problems)
        for path, value in _by_path(row, wanted, index, problems, told):
            _put(nested, path, _taken(value, infos[path], f"{index}.{path}", problems))
        try:
            record = from_dict(nested, cls)
        except ConversionError as error:
            problems += [(f"{index}.{path}".rstrip("."), text) for path, text in error.problems]
            continue
        if len(problems) == before:
            made.append(record)
    if problems:
        raise ConversionError(problems)
    return made


# ------------------------------------------------------------------ columns


@functools.cache
def _columns(cls: type) -> Mapping[str, FieldInfo]:
    """The single values of a record class by their paths. Raises TypeError where it has lists, or is no record."""
    wanted: Any = cls
    if not isinstance(wanted, type) or not attrs.has(wanted):
        raise TypeError(f"expected a record class, got {wanted!r:.40}")
    return MappingProxyType(dict(_leaves(cls, "")))


def _leaves(cls: type, prefix: str) -> Iterator[tuple[str, FieldInfo]]:
    for info in fields_of(cls):
        if info.row is not None:
            raise TypeError(f"{cls.__name__} holds a list and is no row of a table; use its {info.name}")
        if info.record is not None:
            yield from _leaves(info.record, f"{prefix}{info.name}.")
        else:
            yield f"{prefix}{info.name}", info


@functools.cache
def _headings(cls: type, headers: Headers) -> Mapping[str, str]:
    """The heading of each path."""
    infos = _columns(cls)
    if headers == "en":
        return MappingProxyType({path: path for path in infos})
    found = {path: info.meta.label or path for path, info in infos.items()}
    found = _told_apart(found, lambda path: label_of(cls, path))
    return MappingProxyType(_told_apart(found, lambda path: path))


def _told_apart(found: Mapping[str, str], longer: Any) -> dict[str, str]:
    """The headings, with a longer one wherever two are alike."""
    often = Counter(map(_key, found.values()))
    return {path: longer(path) if often[_key(name)] > 1 else name for path, name in found.items()}


def _key(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


@functools.cache
def _names(cls: type) -> Mapping[str, str]:
    """Every name of a column, and its path; a name of two fields is none."""
    found: dict[str, str] = {}
    doubtful: set[str] = set()
    for path, info in _columns(cls).items():
        for alias in info.meta.aliases:
            if found.setdefault(_key(alias), path) != path:
                doubtful.add(_key(alias))
    for name in doubtful:
        del found[name]
    for headers in ("zh", "en"):
        found |= {_key(name): path for path, name in _headings(cls, headers).items()}
    return MappingProxyType(found)


def _by_path(
    row: Mapping[str, Any], cls: type, index: int, problems: Problems, told: set[str]
) -> Iterator[tuple[str, Any]]:
    """The values of a row by their paths; ``told`` are the unknown columns, told at the first row that has them."""
    names = _names(cls)
    seen: set[str] = set()
    for key, value in row.items():
        path = names.get(_key(str(key)))
        if path is None:
            if str(key) not in told:
                told.add(str(key))
                problems.append((str(index), unknown(str(key), _headings(cls, "zh").values(), names)))
        elif path in seen:
            problems.append((f"{index}.{path}", "two columns of one field"))
        else:
            seen.add(path)
            yield path, value


def _put(nested: dict[str, Any], path: str, value: Any) -> None:
    *parts, last = path.split(".")
    for part in parts:
        nested = nested.setdefault(part, {})
    if value is not _ABSENT:
        nested[last] = value


# ------------------------------------------------------------------ single values


class _Absent:
    """A cell without a value: the field has its default."""


_ABSENT = _Absent()


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, enum.Enum) else value


def _taken(value: Any, info: FieldInfo, path: str, problems: Problems) -> Any:
    """A cell's value as ``from_dict`` takes it."""
    value = _scalar(value)
    if _is_blank(value):
        return _ABSENT if not info.optional else None
    try:
        return _as_field(value, info)
    except ValueError as error:
        problems.append((path, str(error)))
        return _ABSENT


def _scalar(value: Any) -> Any:
    """The plain Python value of a scalar of numpy."""
    if type(value).__name__ == "datetime64":
        return str(value)
    if type(value).__module__ == "numpy" and callable(getattr(value, "item", None)):
        return value.item()
    return value


def _is_blank(value: Any) -> bool:
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    if isinstance(value, str):
        return not value.strip() or value == "NaT"
    # math.isnan would not take a signalling NaN.
    return value.is_nan() if isinstance(value, Decimal) else isinstance(value, float) and math.isnan(value)


def _as_field(value: Any, info: FieldInfo) -> Any:
    """A value that tables hold in another type than the record does. Raises ValueError with what was expected."""
    if isinstance(info.type, type) and issubclass(info.type, enum.Enum) and isinstance(value, str):
        return next((member for member, text in (info.choices or {}).items() if text == value.strip()), value)
    convert = {bool: _as_bool, int: _as_int, Decimal: _as_decimal, dt.date: _as_date, str: _as_text}
    return convert[info.type](value, info) if info.type in convert else value


def _as_bool(value: Any, info: FieldInfo) -> Any:
    if isinstance(value, float | int) and not isinstance(value, bool) and value in (0, 1):
        return bool(value)
    if not isinstance(value, str):
        return value
    chosen = {text: choice for choice, text in (info.choices or {}).items()}
    found = chosen.get(value.strip(), _YES.get(value.strip().casefold()))
    if found is None:
        raise ValueError(f"expected one of {', '.join(chosen) or '是, 否'}")
    return found


def _as_int(value: Any, _: FieldInfo) -> Any:
    if isinstance(value, float | Decimal):
        if value != int(value) if math.isfinite(value) else True:
            raise ValueError("expected a whole number")
        if isinstance(value, float) and abs(value) >= _EXACT:
            raise ValueError("expected a whole number; this float has lost digits")
        return int(value)
    if isinstance(value, str):
        return _number(value, int)
    return value


def _as_decimal(value: Any, _: FieldInfo) -> Any:
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError("expected a finite number")
        return Decimal(f"{Decimal(repr(value)):f}")
    return _number(value, Decimal) if isinstance(value, str) else value


def _number(text: str, wanted: Any) -> Any:
    plain = text.strip()
    digits = plain.removeprefix("-")
    whole, _, rest = digits.partition(".")
    sound = whole.isascii() and whole.isdigit() and (not rest or (rest.isascii() and rest.isdigit()))
    if not sound or len(digits) > 100 or digits.endswith("."):
        raise ValueError("expected a number in plain digits")
    if wanted is int and rest.strip("0"):
        raise ValueError("expected a whole number")
    return int(whole) * (-1 if plain != digits else 1) if wanted is int else Decimal(plain)


def _as_date(value: Any, _: FieldInfo) -> Any:
    if isinstance(value, str):
        day, _blank, time = value.strip().replace("T", " ").partition(" ")
        if time.strip("0:."):
            raise ValueError("expected a date without a time of day")
        return day
    if isinstance(value, dt.datetime):
        # A time stamp of pandas is a datetime.
        if value.time() != dt.time():
            raise ValueError("expected a date without a time of day")
        return dt.date(value.year, value.month, value.day)
    return value


def _digits(text: str) -> str:
    """A number that is kept as text, unless it came by way of a spreadsheet that changed it."""
    if has_exponent(text) or _FLOAT.fullmatch(text):
        raise ValueError(
            "a spreadsheet made a number of it, and digits are lost; read the column as text (dtype=str)"
        )
    if _GUARDED.fullmatch(text):
        raise ValueError("an apostrophe stands before the digits; kd.read_csv and kd.Roster.read take it off")
    return text


def _as_text(value: Any, info: FieldInfo) -> Any:
    if isinstance(value, str) and is_masked(value, private=info.meta.private):
        raise ValueError("masked: asterisks stand for its digits, which are lost")
    if isinstance(value, str) and info.meta.kind in COUNTS:
        return _digits(value.strip())
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    if isinstance(value, int) and info.meta.kind in COUNTS:
        return str(value)
    lost = "digits or noughts may be lost" if info.meta.kind in COUNTS else "noughts may be lost"
    raise ValueError(
        f"expected a text, got {type(value).__name__}: {lost}; read the column as text (dtype=str)"
    )
