"""``check``: what is wrong with a record, told by its fields' metadata and by the rules of its class.

Each test on a single value is a row of ``TESTS``; what a field's ``kind`` asks for besides is a row of
``KIND_TESTS``. Findings come in the order of the fields; for one field, metadata before rules.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import attrs

from kjfz_docs.findings import Finding
from kjfz_docs.records.digits import (
    CANONICAL,
    account_digits,
    fails_luhn,
    has_exponent,
    has_its_digits,
    is_short_card,
    may_have_lost_digits,
)
from kjfz_docs.records.fields import (
    SERIAL,
    FieldInfo,
    fields_of,
    general_path,
    leaves,
    programme_and_cohort,
    rules_of,
)
from kjfz_docs.records.masking import is_masked, masked, masked_numbers
from kjfz_docs.records.numerals import chinese_number
from kjfz_docs.records.programme import BUILT_IN_PROGRAMMES, Cohort, Programme, with_more
from kjfz_docs.records.row_rules import look_at, rows_to_check
from kjfz_docs.records.rules import (
    character_count,
    is_ditto,
    is_no_item,
    is_none,
    is_placeholder,
    is_unfilled,
    says_nothing,
    value_at,
)

# As Excel and its kin write a long number; in a text a person may write 3E8.
_LONG_NUMBER = re.compile(r"[0-9](?:\.[0-9]+)?E\+[0-9]{2,3}")
_DIGITS_ONLY = re.compile(r"[\d\s.,+-]*\d[\d\s.,+-]*")


@attrs.frozen
class Context:
    """What a test may know besides the value: the programmes, programme and cohort of the record, and the day.

    ``labels`` are what a form prints as the names of fields, by their paths.
    """

    programmes: Mapping[str, Programme]
    programme: Programme | None
    cohort: Cohort | None
    today: dt.date
    labels: Mapping[str, str] = MappingProxyType({})


ValueTest = Callable[[FieldInfo, Any, Context], Iterator[Finding]]


def shown_value(info: FieldInfo, value: object) -> str:
    """A value as a message shows it: masked if private."""
    text = str(value)
    return masked(text) if info.meta.private else text


def _masked(info: FieldInfo, value: Any, _: Context) -> Iterator[Finding]:
    """A number that was hidden from sight, and is lost; what else is wrong with it does not matter."""
    if isinstance(value, str) and is_masked(value, private=info.meta.private):
        yield Finding.of("KD438", label=info.label, raw=shown_value(info, value))


def _length(info: FieldInfo, value: Any, _: Context) -> Iterator[Finding]:
    limit = info.meta.max_chars
    if limit is not None and isinstance(value, str) and character_count(value) > limit:
        yield Finding.of("KD402", label=info.label, count=character_count(value), limit=limit)


def _choice(info: FieldInfo, value: Any, _: Context) -> Iterator[Finding]:
    # Only choices that the metadata name: what a type allows by itself is the constructor's matter.
    choices = info.meta.choices
    if choices is not None and value not in choices:
        text = shown_value(info, getattr(value, "value", value))
        yield Finding.of("KD403", label=info.label, value=text, choices="、".join(choices.values()))


def _not_negative(info: FieldInfo, value: Any, _: Context) -> Iterator[Finding]:
    number = isinstance(value, (int, Decimal)) and not isinstance(value, bool)
    # Ordinals are judged by the programme; a plain class says nothing of its numbers.
    if number and value < 0 and info.meta.label and info.meta.kind not in KIND_TESTS:
        yield Finding.of("KD404", label=info.label, value=shown_value(info, value))


def _not_in_the_future(info: FieldInfo, value: Any, context: Context) -> Iterator[Finding]:
    if isinstance(value, dt.date) and value > context.today:
        yield Finding.of("KD426", label=info.label, value=_day(value))


def _signed(info: FieldInfo, value: Any, context: Context) -> Iterator[Finding]:
    """Nobody's service is judged before its last month."""
    first = context.cohort.last_month if context.cohort is not None else None
    if first is not None and isinstance(value, dt.date) and value < first:
        yield Finding.of("KD427", label=info.label, value=_day(value))


def _day(value: dt.date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"


def _kind(info: FieldInfo, value: Any, context: Context) -> Iterator[Finding]:
    test = KIND_TESTS.get(info.meta.kind or "")
    if test is not None:
        yield from test(info, value, context)


def _cohort(_: FieldInfo, value: Any, context: Context) -> Iterator[Finding]:
    programme = context.programme
    if programme is not None and isinstance(value, int) and programme.cohort(value) is None:
        yield Finding.of("KD405", cohort=chinese_number(value), programme=programme.name)


def _programme(_: FieldInfo, value: Any, context: Context) -> Iterator[Finding]:
    if value not in context.programmes:
        yield Finding.of("KD406", programme=value)


def _account(info: FieldInfo, value: Any, _: Context) -> Iterator[Finding]:
    if is_masked(value, private=info.meta.private):
        return
    if has_exponent(str(value)) or may_have_lost_digits(str(value)):
        yield Finding.of("KD424", label=info.label, raw=shown_value(info, value))
    elif not has_its_digits("account", str(value)) or is_short_card(str(value)):
        digits = account_digits(str(value))
        detail = f"为{len(digits)}位" if digits.isdecimal() else "含有数字以外的字符"
        yield Finding.of("KD410", label=info.label, detail=detail, raw=shown_value(info, value))
    elif fails_luhn(str(value)):
        yield Finding.of("KD418", label=info.label, raw=shown_value(info, value))


def _mobile(info: FieldInfo, value: Any, _: Context) -> Iterator[Finding]:
    if not has_its_digits("mobile", str(value)) and not is_masked(value, private=info.meta.private):
        yield Finding.of("KD411", label=info.label, raw=shown_value(info, value))


def _name(info: FieldInfo, value: Any, _: Context) -> Iterator[Finding]:
    if is_placeholder(str(value)):
        yield Finding.of("KD425", label=info.label, raw=shown_value(info, value))
    elif _DIGITS_ONLY.fullmatch(str(value)):
        # It may be an account or a mobile in the wrong column.
        yield Finding.of("KD436", label=info.label, raw=masked_numbers(str(value)))


def _ditto(info: FieldInfo, value: Any, _: Context) -> Iterator[Finding]:
    """A text that points to the row above says nothing in a record."""
    if isinstance(value, str) and is_ditto(value):
        yield Finding.of("KD429", label=info.label, raw=value)


def _damaged(info: FieldInfo, value: Any, _: Context) -> Iterator[Finding]:
    """A long number in a text, of which Excel has left the first digits; accounts have a test of their own."""
    if isinstance(value, str) and info.meta.kind not in CANONICAL and _LONG_NUMBER.fullmatch(value):
        yield Finding.of("KD435", label=info.label, raw=shown_value(info, value))


KIND_TESTS: Mapping[str, ValueTest] = {
    "cohort": _cohort,
    "programme": _programme,
    "account": _account,
    "mobile": _mobile,
    "name": _name,
    "signed": _signed,
}


def _is_text(_: FieldInfo, kind: type) -> bool:
    return issubclass(kind, str)


def _is_number(info: FieldInfo, kind: type) -> bool:
    return issubclass(kind, (int, Decimal)) and bool(info.meta.label)


# Each with what tells of which fields and types of values it has nothing to say.
TESTS: tuple[tuple[ValueTest, Callable[[FieldInfo, type], bool]], ...] = (
    (_length, lambda info, kind: info.meta.max_chars is not None and issubclass(kind, str)),
    (_choice, lambda info, _: info.meta.choices is not None),
    (_not_negative, _is_number),
    (_not_in_the_future, lambda _, kind: issubclass(kind, dt.date)),
    (_ditto, _is_text),
    (_damaged, _is_text),
    (_masked, _is_text),
    (_kind, lambda info, _: info.meta.kind in KIND_TESTS),
)


@functools.lru_cache(maxsize=4096)
def _look(cls: Any, number: int) -> Callable[[FieldInfo, Any], bool] | None:
    """What tells at a glance that a text in the field of a class with a number is sound."""
    return look_at(fields_of(cls)[number])


@functools.lru_cache(maxsize=4096)
def _tests(cls: Any, number: int, kind: Any) -> tuple[ValueTest, ...]:
    """The tests that may say something of a value of a type, in the field of a class with a number."""
    info = fields_of(cls)[number]
    return tuple(test for test, may_say in TESTS if may_say(info, kind))


def check(
    record: Any,
    programmes: Mapping[str, Programme] | Iterable[Programme] = BUILT_IN_PROGRAMMES,
    *,
    today: dt.date | None = None,
    labels: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Finding, ...]:
    """Everything that is wrong or doubtful in a record, in the order of its fields.

    ``programmes`` are those whose cohorts are known, by their ids, or some besides the built-in ones; ``today`` is
    the day after which a date is in the future (that of the clock if None). ``labels`` are what a form prints as the
    names of fields (``rows.*.name``), for those without a label. Fields are dotted paths, rows from 0.
    Any attrs class will do: one without metadata is held to the rules that it declares.
    """
    cls: type = type(record)
    if not attrs.has(cls):
        raise TypeError(f"expected a record, got {cls.__name__}")
    programmes = programmes if isinstance(programmes, Mapping) else with_more(programmes)
    id_, number = programme_and_cohort(record)
    programme = programmes.get(id_)
    cohort = programme.cohort(number) if programme is not None else None
    context = Context(programmes, programme, cohort, today or dt.date.today(), labels)
    found = _checked(record, "", context, required=False)
    return tuple(sorted(found, key=lambda finding: _position(cls, finding.field or "")))


def _checked(record: Any, prefix: str, context: Context, *, required: bool) -> Iterator[Finding]:
    """Findings of a record and those within it; ``required`` as a part of which nothing may be left out."""
    cls: type = type(record)
    for number, info in enumerate(fields_of(cls)):
        value = getattr(record, info.name)
        needed = required or info.meta.required
        if value.__class__ is str:
            look = _look(cls, number)
            if look is not None and look(info, value):
                continue
        if info.record is not None and attrs.has(type(value)):
            yield from _checked(value, f"{prefix}{info.name}.", context, required=needed)
        elif info.row is not None and value:
            for index, doubted in rows_to_check(value, lambda info, value: _is_sound(info, value, context)):
                row = value[index]
                path = f"{prefix}{info.name}.{index}."
                if doubted is not None:
                    for leaf in doubted:
                        held, there = value_at(row, leaf.path), f"{path}{leaf.path}"
                        yield from _of_value(leaf.holder, leaf.number, held, there, context, leaf.required)
                elif attrs.has(type(row)):
                    yield from _checked(row, path, context, required=False)
                    yield from _no_item(row, path, context)
        else:
            yield from _of_value(cls, number, value, f"{prefix}{info.name}", context, needed)
    for rule in rules_of(cls):
        for finding in rule.test(record):
            yield finding.under(prefix.rstrip("."))


def _of_value(
    cls: type, number: int, value: Any, path: str, context: Context, required: bool
) -> Iterator[Finding]:
    """Findings of a single value, that of the field with a number; or of a list without rows."""
    info = fields_of(cls)[number]
    if context.labels:
        info = info.called_as(context.labels.get(general_path(path), ""))
    if is_unfilled(value) or info.row is not None or (info.meta.kind in CANONICAL and is_none(value)):
        if required:
            yield Finding.of("KD401", field=path, label=info.label)
        return
    for test in _tests(cls, number, value.__class__):
        for finding in test(info, value, context):
            yield finding.under(path)


def _is_sound(info: FieldInfo, value: Any, context: Context) -> bool:
    """Whether no test has anything to say about a value."""
    return all(
        next(iter(test(info, value, context)), None) is None
        for test, may_say in TESTS
        if may_say(info, value.__class__)
    )


def _no_item(row: Any, prefix: str, context: Context) -> Iterator[Finding]:
    """A row whose first words are those of a row of totals, a model row or a remark, or that is struck out (/)."""
    texts = ((info, getattr(row, info.name)) for info in fields_of(row.__class__) if info.meta.kind != SERIAL)
    first = next(((info, text) for info, text in texts if isinstance(text, str) and text.strip()), None)
    if first is None or not (is_no_item(first[1]) or _is_struck_out(row, first[1])):
        return
    info = first[0].called_as(context.labels.get(general_path(f"{prefix}{first[0].name}"), ""))
    yield Finding.of(
        "KD437", field=f"{prefix}{info.name}", label=info.label, raw=shown_value(info, first[1])[:40]
    )


def _is_struck_out(row: Any, first: str) -> bool:
    """Whether all that stands in a row besides its number is strokes or words for nothing, in more than one cell."""
    if not says_nothing(first):
        return False  # most rows: the rest need not be looked at
    held = [v for _, info, v in leaves(row) if not is_unfilled(v) and info.meta.kind != SERIAL]
    return len(held) > 1 and all(isinstance(value, str) and says_nothing(value) for value in held)


def _position(cls: type, path: str) -> tuple[int, ...]:
    """Where a path stands in the order of the fields: the number of each of its names, and of its rows."""
    position: list[int] = []
    here: type | None = cls
    for name in path.split(".") if path else ():
        if name.isdigit():
            position.append(int(name))
            continue
        infos = fields_of(here) if here is not None else ()
        # A name that a third party's rule made up sorts behind the fields.
        number = next((number for number, info in enumerate(infos) if info.name == name), len(infos))
        position.append(number)
        here = (infos[number].record or infos[number].row) if number < len(infos) else None
    return tuple(position)
