"""Lists of any length of every list form, made from the metadata of its rows."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import kjfz_docs as kd
from kjfz_docs.records.fields import FieldInfo, fields_of

LISTS = [form for form in kd.forms.values() if any(info.row for info in fields_of(form.record))]
_FAMILIES = "赵钱孙李周吴郑王冯陈"


def filled(form: kd.Form, count: int) -> Any:
    """A record with a filled head and so many rows."""
    given: dict[str, Any] = {}
    for info in fields_of(form.record):
        if info.row is not None:
            given[info.name] = tuple(_record(info.row, number) for number in range(1, count + 1))
        elif info.optional:
            given[info.name] = _value(info, 1)
    return form.record(**given)


def _record(cls: type, number: int) -> Any:
    return cls(**{info.name: _value(info, number) for info in fields_of(cls)})


def _value(info: FieldInfo, number: int) -> Any:
    if info.record is not None:
        return _record(info.record, number)
    if info.meta.kind == "name":
        return f"{_FAMILIES[number % 10]}{'甲乙丙丁戊己庚辛壬癸'[number // 10 % 10]}民"
    if info.meta.kind == "cohort":
        return 2
    if info.meta.kind == "account":
        return _card(number)
    if info.meta.kind == "mobile":
        return f"139{number:08d}"
    if info.choices is not None:
        choices = list(info.choices)
        return choices[number % len(choices)]
    if info.name == "prefecture":
        return f"第{number // 20 + 1}市"  # neighbours share it
    if info.type is int:
        return number
    if info.type is Decimal:
        return Decimal(number) + Decimal("0.5")
    if info.type is dt.date:
        return dt.date(2023, 8, 28)
    return f"示范区锐光{number}号装备有限公司" if number % 3 else f"第{number}学院"


def _card(number: int) -> str:
    """A card number with a sound check digit."""
    digits = f"62220200{number:010d}"
    total = 0
    for index, character in enumerate(reversed(digits)):
        digit = int(character) * (1 if index % 2 else 2)
        total += digit - 9 if digit > 9 else digit
    return f"{digits}{-total % 10}"
