"""The strategies of the tests: that they make what they promise, or the properties would hold of nothing."""

from __future__ import annotations

import functools
import re
from typing import Any

import pytest
from hypothesis import given, settings

from kjfz_docs.records import RECORDS, Assessment
from kjfz_docs.records.fields import fields_of, leaves
from tests.strategies import NASTY_TEXTS, records

FORMS = pytest.mark.parametrize("cls", RECORDS.values(), ids=RECORDS.keys())
ALWAYS_GIVEN = {"programme", "cohort"}


@functools.cache
def made(cls: type) -> list[Any]:
    """A few hundred records of a class, the same in each run."""
    gathered: list[Any] = []

    @settings(max_examples=300, derandomize=True, database=None)
    @given(records(cls))
    def gather(record: Any) -> None:
        gathered.append(record)

    gather()
    return gathered


@FORMS
def test_every_value_is_sometimes_blank_and_sometimes_filled(cls: type) -> None:
    filled: dict[str, set[bool]] = {}
    for record in made(cls):
        for path, _, value in leaves(record):
            filled.setdefault(re.sub(r"\.\d+\.", ".", path), set()).add(value is not None)
    for path, seen in filled.items():
        assert seen == ({True} if path in ALWAYS_GIVEN else {True, False}), path


@pytest.mark.parametrize(
    "form", [form for form, cls in RECORDS.items() if any(info.row for info in fields_of(cls))]
)
def test_lists_have_none_to_six_rows(form: str) -> None:
    counts = {len(record.rows) for record in made(RECORDS[form])}
    assert {0, 1, 2} <= counts <= set(range(7))


@pytest.mark.parametrize("part", ["{{", "{%", "&", "<", "\n", "\t", "（盖章）", "=", "_x0041_", "合计"])
def test_texts_that_break_things_are_among_them(part: str) -> None:
    assert any(part in text for text in NASTY_TEXTS)
    values = [value for record in made(Assessment) for _, _, value in leaves(record)]
    assert any(isinstance(value, str) and part in value for value in values)


@pytest.mark.parametrize("part", ["𠮷", "😀", "李XX", "无", "约50", "=1+1", "{{ name }}", "{%"])
def test_the_known_troublemakers_are_kept(part: str) -> None:
    assert any(part in text for text in NASTY_TEXTS)
