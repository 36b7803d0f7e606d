"""Which rows of a list the tests of ``check`` have something to say about, found column by column.

A value is tested once however many rows hold it, and most are seen to be sound at a glance. What this module says of a
row is only whether ``check`` is to look at it: a row that it passes over has no finding.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import itertools
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Any

import attrs

from kjfz_docs.records.digits import fails_luhn, has_its_digits, is_short_card, may_have_lost_digits
from kjfz_docs.records.fields import SERIAL, FieldInfo, fields_of, is_plain_record, rules_of
from kjfz_docs.records.rules import is_plain_word, may_be_placeholder

# Fewer rows are looked at one by one as fast.
_FEWEST = 32
_TYPES = (str, bool, int, Decimal, dt.date)
_Test = Callable[[FieldInfo, Any], bool]


@attrs.frozen(eq=False)
class Leaf:
    """A single value of a row: where it is, and whether it may be left out."""

    path: str
    holder: type
    number: int
    required: bool

    @property
    def info(self) -> FieldInfo:
        """The field, that of the number ``number`` in the class ``holder``."""
        return fields_of(self.holder)[self.number]

    @property
    def is_text(self) -> bool:
        return self.info.type is str and self.info.meta.kind != SERIAL


def rows_to_check(rows: Sequence[Any], is_sound: _Test) -> Iterator[tuple[int, Sequence[Leaf] | None]]:
    """The places of the rows that may have a finding, and which of their values; None where it may be of a whole row.

    ``is_sound`` is whether no test has a finding about a value.
    """
    cls = rows[0].__class__
    if len(rows) < _FEWEST or not _is_tabular(cls) or any(row.__class__ is not cls for row in rows):
        return ((index, None) for index in range(len(rows)))
    leaves = _leaves(cls)
    whole: set[int] = set()
    found: dict[int, list[Leaf]] = {}
    names_rows = next((each.path for each in leaves if each.is_text and "." not in each.path), None)
    get = attrgetter(*(leaf.path for leaf in leaves))
    columns = list(zip(*map(get, rows), strict=True)) if len(leaves) > 1 else [tuple(map(get, rows))]
    for leaf, column in zip(leaves, columns, strict=True):
        if leaf.path == names_rows:
            whole.update(
                index for index, text in enumerate(column) if text is None or not is_plain_word(text)
            )
        held = set(column)
        if None in held:
            held.discard(None)
            if leaf.required:
                for index, value in enumerate(column):
                    if value is None:
                        found.setdefault(index, []).append(leaf)
        look = look_at(leaf.info)
        doubted = {
            value
            for value in held
            if not (look is not None and look(leaf.info, value)) and not is_sound(leaf.info, value)
        }
        if doubted:
            for index, value in enumerate(column):
                if value in doubted:
                    found.setdefault(index, []).append(leaf)
    for part, rule in _rules(cls):
        items = map(attrgetter(part), rows) if part else rows
        whole.update(index for index, item in enumerate(items) if any(True for _ in rule(item)))
    return ((index, None if index in whole else found[index]) for index in sorted(whole.union(found)))


def look_at(info: FieldInfo) -> _Test | None:
    """What tells at a glance that no test has anything to say of a text in a field; None where nothing does."""
    is_text = info.type is str and info.meta.kind != SERIAL
    return _LOOKS.get(info.meta.kind or "") if is_text else None


@functools.cache
def _is_tabular(cls: type) -> bool:
    """Whether rows of a class are plain records of single values and of parts that are such."""
    return is_plain_record(cls) and all(
        _is_tabular(info.record) if info.record is not None else _is_single(info.type)
        for info in fields_of(cls)
    )


def _is_single(kind: Any) -> bool:
    """Whether values of a type are equal only where every test says the same of them, and have a hash."""
    return kind in _TYPES or (
        isinstance(kind, type) and issubclass(kind, enum.Enum) and not issubclass(kind, str)
    )


@functools.cache
def _leaves(cls: type) -> Sequence[Leaf]:
    return tuple(_leaves_of(cls, "", required=False))


def _leaves_of(cls: type, prefix: str, *, required: bool) -> Iterator[Leaf]:
    for number, info in enumerate(fields_of(cls)):
        needed = required or info.meta.required
        if info.record is not None:
            yield from _leaves_of(info.record, f"{prefix}{info.name}.", required=needed)
        else:
            yield Leaf(f"{prefix}{info.name}", cls, number, needed)


@functools.cache
def _rules(cls: type, prefix: str = "") -> Sequence[tuple[str, Callable[[Any], Any]]]:
    """The rules of a row, each with the part of it that it is about."""
    own = [(prefix, rule.test) for rule in rules_of(cls)]
    parts = (
        _rules(info.record, f"{prefix}.{info.name}".strip(".")) for info in fields_of(cls) if info.record
    )
    return (*own, *itertools.chain.from_iterable(parts))


# ------------------------------------------------------------------ at a glance


def _is_sound_text(info: FieldInfo, text: str) -> bool:
    """Whether a text of letters and digits is so short, and such, that no test has anything to say."""
    limit = info.meta.max_chars
    return info.meta.choices is None and (limit is None or len(text) <= limit) and is_plain_word(text)


def _is_free(info: FieldInfo) -> bool:
    return info.meta.choices is None and info.meta.max_chars is None


def _is_sound_name(info: FieldInfo, text: str) -> bool:
    return text.isalpha() and not may_be_placeholder(text) and _is_sound_text(info, text)


def _is_sound_account(info: FieldInfo, text: str) -> bool:
    return (
        _is_free(info)
        and has_its_digits("account", text)
        and not may_have_lost_digits(text)
        and not is_short_card(text)
        and not fails_luhn(text)
    )


def _is_sound_mobile(info: FieldInfo, text: str) -> bool:
    return _is_free(info) and has_its_digits("mobile", text)


# By the kind of a field; other kinds of texts are looked at in full.
_LOOKS: dict[str, _Test] = {
    "": _is_sound_text,
    "name": _is_sound_name,
    "account": _is_sound_account,
    "mobile": _is_sound_mobile,
}
