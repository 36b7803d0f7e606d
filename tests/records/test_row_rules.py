"""Rows that ``check`` passes over have no finding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from unittest import mock

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kjfz_docs as kd
from kjfz_docs.reading.assemble import build
from kjfz_docs.records import check as checking
from kjfz_docs.records.fields import field_paths, fields_of
from kjfz_docs.records.row_rules import rows_to_check
from tests.forms.long_lists import LISTS, filled

COUNT = 40
TEXTS = st.one_of(
    st.none(),
    st.sampled_from(
        [
            *(
                "合计",
                "同上",
                "无",
                "张某某",
                "李XX",
                "例：水泵",
                "以下空白",
                "/",
                "1",
                "12345678",
                "3.2E+10",
                "*******1234",
            ),
            *(
                "6222020000000000006",
                "6222020000000000000",
                "6222020000000000",
                "62",
                "13800000001",
                "1380000000",
                "李明",
            ),
            *("填报人：李明", "Foxx", "示范 公司", "示范公司", "示" * 400, "２", "²", "ﾊﾝ"),
        ]
    ),
    st.text(max_size=5),
)
VALUES = {
    str: TEXTS,
    bool: st.none() | st.booleans(),
    int: st.none() | st.integers(-2, 5),
    Decimal: st.none() | st.decimals(-2, 5, places=1),
    dt.date: st.none() | st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1)),
}


@settings(max_examples=40)
@given(data=st.data())
@pytest.mark.parametrize("form", LISTS, ids=lambda form: form.id)
def test_findings_are_those_of_all_rows(form: kd.Form, data: st.DataObject) -> None:
    record = filled(form, COUNT)
    (rows,) = (info for info in fields_of(form.record) if info.row is not None)
    held = list(getattr(record, rows.name))
    assert rows.row is not None
    for index in data.draw(st.lists(st.integers(0, COUNT - 1), max_size=4)):
        path, info = data.draw(st.sampled_from(list(field_paths(rows.row))))
        options = st.sampled_from([None, *info.option_texts])
        value = data.draw(VALUES.get(info.type, options))
        try:
            held[index] = changed(held[index], path, value)
        except ValueError:
            continue
    record = attrs.evolve(record, **{rows.name: tuple(held)})
    found = kd.check(record)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checking, "rows_to_check", lambda rows, _: every(rows))
        assert found == kd.check(record)


def every(rows: Sequence[Any]) -> list[tuple[int, None]]:
    return [(index, None) for index in range(len(rows))]


def changed(record: Any, path: str, value: Any) -> Any:
    name, _, rest = path.partition(".")
    return attrs.evolve(record, **{name: changed(getattr(record, name), rest, value) if rest else value})


def test_sound_rows_are_passed_over() -> None:
    rows = filled(kd.forms["absence_summary"], COUNT).rows
    assert list(rows_to_check(rows, lambda *_: True)) == []
    rows = (*rows[:7], attrs.evolve(rows[7], name="合计"), *rows[8:])
    assert list(rows_to_check(rows, lambda *_: True)) == [(7, None)]


def test_of_a_row_with_a_doubtful_value_only_that_is_looked_at() -> None:
    rows = filled(kd.forms["absence_summary"], COUNT).rows
    rows = (*rows[:7], attrs.evolve(rows[7], position=None), *rows[8:])
    ((index, doubted),) = rows_to_check(rows, lambda *_: True)
    assert doubted is not None
    assert (index, [leaf.path for leaf in doubted]) == (7, ["position"])


def test_rows_of_other_classes_are_all_looked_at() -> None:
    @attrs.frozen(kw_only=True)
    class Plain:
        name: str | None = None

    assert list(rows_to_check([Plain()] * COUNT, lambda *_: True)) == every([Plain()] * COUNT)


@given(st.data())
def test_a_text_that_is_sound_at_a_glance_has_no_finding(data: st.DataObject) -> None:
    values = {path: data.draw(TEXTS) for path, info in field_paths(kd.Assessment) if info.type is str}
    del values["programme"]
    record, _ = build(kd.Assessment, values, "")
    with mock.patch.object(checking, "_look", return_value=None):
        expected = kd.check(record)
    assert kd.check(record) == expected
