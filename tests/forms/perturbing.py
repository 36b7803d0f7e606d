"""What the tests of changed forms share: plausible records, and what must hold of a reading."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import attrs
from hypothesis import assume
from hypothesis import strategies as st

import kjfz_docs as kd
from kjfz_docs.reading.tolerant import has_line
from kjfz_docs.records.fields import FieldInfo, fields_of, leaves
from kjfz_docs.records.masking import masked_numbers
from tests.making import W, body

FORMS = list(kd.forms.values())
LISTS = [form for form in FORMS if any(info.row for info in fields_of(form.record))]
OWN_WORDS = {
    node.text
    for form in FORMS
    for node in body(form.template).iter(f"{{{W}}}t")
    if node.text and "{" not in node.text
}
TICKS = re.compile(r"（[√\u3000]）")
# Two marks for nothing and for a tick.
MARKS = (
    ("□", "☑"),
    ("( )", "(✓)"),
    ("[ ]", "[√]"),
    ("☐", "☒"),
    ("○", "●"),
    ("☆", "★"),
    ("○", "◎"),
    ("（—）", "（√）"),
)
SPACES = ("  ", "\u3000", " ")
STRETCHED = ("姓名", "接收企业", "序号", "性别", "党派", "市州")
ANSWERS = ("是", "否")


def reticked(text: str, empty: str, marked: str) -> str | None:
    """A cell of ticks, or of 是 or 否 alone, with other marks; None if it is neither."""
    if TICKS.match(text):
        return text.replace("（\u3000）", empty).replace("（√）", marked)
    if text in ANSWERS:
        return "  ".join((marked if answer == text else empty) + answer for answer in ANSWERS)
    return None


# ------------------------------------------------------------------ plausible records

_PEOPLE = st.text("王李张刘陈杨赵黄周吴徐孙胡朱高林", min_size=1, max_size=1).flatmap(
    lambda family: st.text("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英", min_size=1, max_size=2).map(
        lambda given_: family + given_
    )
)
_WORDS = st.lists(
    st.sampled_from(
        ("示范", "江城", "理工", "大学", "新材料", "有限公司", "工程", "学院", "研发", "推广", "培训")
    ),
    min_size=2,
    max_size=6,
).map("".join)


def plausible(info: FieldInfo) -> st.SearchStrategy[Any]:
    if info.row is not None:
        return st.lists(plausible_record(info.row), min_size=1, max_size=5).map(tuple)
    if info.record is not None:
        return plausible_record(info.record)
    if not info.optional:
        return st.just(info.default)
    if info.meta.kind == "name":
        found: st.SearchStrategy[Any] = _PEOPLE
    elif info.meta.kind == "account":
        found = st.from_regex(r"\A62[0-9]{14,17}\Z")
    elif info.meta.kind == "mobile":
        found = st.from_regex(r"\A1[3-9][0-9]{9}\Z")
    elif info.meta.kind == "cohort":
        found = st.just(2)
    elif info.choices is not None:
        found = st.sampled_from(list(info.choices))
    elif info.type is int:
        found = st.integers(1, 400)
    elif info.type is Decimal:
        found = st.integers(1, 9000).map(Decimal)
    elif info.type is dt.date:
        found = st.dates(dt.date(2023, 1, 1), dt.date(2024, 12, 31))
    else:
        found = _WORDS
    return found if info.meta.required else st.none() | found


def plausible_record(cls: type) -> st.SearchStrategy[Any]:
    return st.builds(cls, **{info.name: plausible(info) for info in fields_of(cls)})


# ------------------------------------------------------------------ what must hold


def is_out_of_reach(record: Any) -> bool:
    """Whether no text of the record is one that the changes take for the form's own words or for none (无)."""
    numbers = [value for _, info, value in leaves(record) if info.meta.private and value is not None]
    if not all(any(map(str.isdigit, number)) for number in numbers):
        return False
    lines = [
        line
        for _, _, value in leaves(record)
        if isinstance(value, str)
        for line in re.split(r"[\n\t]", value)
    ]
    return not any(
        line in OWN_WORDS or TICKS.match(line) or line in ANSWERS or has_label(line) for line in lines
    )


def has_label(text: str) -> bool:
    """Whether the label of a line of a form stands in a text: in a row under its list it is that line."""
    return any(has_line(form.labels, each) for form in FORMS for each in (text, f"{text}："))


def without_left_out(record: Any, reading: kd.Reading[Any]) -> Iterator[Any]:
    """The record without as many rows as were left out, each of which has a text that was said to belong to nothing."""
    left_out = {f.raw for f in reading.findings if f.code == "KD206"}

    def may_be_left_out(row: Any) -> bool:
        texts = (value for _, _, value in leaves(row) if isinstance(value, str))
        return any(masked_numbers(text.strip())[:40] in left_out for text in texts)

    lists = [info.name for info in fields_of(record.__class__) if info.row]
    lost = {name: len(getattr(record, name)) - len(getattr(reading.record, name)) for name in lists}
    if not any(count > 0 for count in lost.values()):
        yield record
        return
    (name,) = lists
    rows = getattr(record, name)
    doubtful = [number for number, row in enumerate(rows) if may_be_left_out(row)]
    for gone in itertools.combinations(doubtful, lost[name]):
        yield attrs.evolve(record, **{name: tuple(row for n, row in enumerate(rows) if n not in gone)})


def unreported_of(record: Any, changed: Callable[[], bytes]) -> list[str]:
    """The unreported fields of a record that is written, changed and read; what no form can hold is passed over."""
    try:
        document = changed()
    except kd.UnwritableError:
        assume(False)
    return unreported(record, kd.read(document))


def unreported(record: Any, reading: kd.Reading[Any]) -> list[str]:
    """The fields that differ from the record though no finding speaks of them."""
    if reading.outcome is not kd.Outcome.OK:
        return [] if reading.findings else ["outcome"]
    if any(f.code == "KD207" and "表头" not in f.message for f in reading.findings):
        return []  # a row that looks like a total or a model row was left out, and that was said
    said = [
        f.field
        for f in reading.findings
        if f.field and (f.severity is not kd.Severity.NOTE or f.code in ("KD223", "KD325", "KD326"))
    ]
    found = {path: value for path, _, value in leaves(reading.record)}

    def is_said(path: str) -> bool:
        in_any_row = re.sub(r"\.\d+\.", ".*.", path)
        return any(path == each or path.startswith(f"{each}.") or in_any_row == each for each in said)

    def differing(wanted: dict[str, Any]) -> list[str]:
        return [
            path
            for path in wanted.keys() | found.keys()
            if wanted.get(path) != found.get(path) and not is_said(path)
        ]

    possible = (
        {path: value for path, _, value in leaves(each)} for each in without_left_out(record, reading)
    )
    return min(map(differing, possible), key=len, default=["rows"])
