"""Records that are made without their constructors are those that the constructors make."""

from __future__ import annotations

from typing import Any
from unittest import mock

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kjfz_docs as kd
from kjfz_docs.reading import assemble
from kjfz_docs.records.fields import field_paths
from kjfz_docs.records.making import maker, maker_of_single
from tests.forms.long_lists import LISTS, filled

ROWS = [filled(form, 3).rows[2] for form in LISTS]


def value_at(record: Any, path: str) -> Any:
    for name in path.split("."):
        record = getattr(record, name)
    return record


def constructed(cls: type, values: dict[str, Any]) -> tuple[Any, list[kd.Finding]]:
    with mock.patch.object(assemble, "maker_of_single", return_value=None):
        return assemble.build(cls, values, "")


HELD: dict[Any, list[Any]] = {
    str: [" 甲 ", "甲\r\n乙", "6222 0200", "甲\x01", ""],
    int: [0, 10**70, True],
    bool: [True, 1],
}


@given(data=st.data())
def test_values_that_were_read_make_the_record_that_the_constructor_makes_of_them(
    data: st.DataObject,
) -> None:
    values = {
        path: data.draw(st.sampled_from([None, *HELD.get(info.type, [])]))
        for path, info in field_paths(kd.Assessment)
        if data.draw(st.booleans())
    }
    assert assemble.build(kd.Assessment, values, "") == constructed(kd.Assessment, values)


def test_a_list_is_not_made_of_single_values() -> None:
    assert maker_of_single(kd.AccountCollection) is None
    assert maker_of_single(kd.AccountRow) is not None


@given(data=st.data())
@pytest.mark.parametrize("row", ROWS, ids=lambda row: type(row).__name__)
def test_a_made_record_is_the_constructed_one(row: Any, data: st.DataObject) -> None:
    cls: Any = type(row)
    paths = tuple(
        data.draw(st.lists(st.sampled_from([path for path, _ in field_paths(cls)]), unique=True, min_size=1))
    )
    values = [data.draw(st.sampled_from([None, value_at(row, path)])) for path in paths]
    make = maker(cls, paths)
    assert make is not None
    made, built = make(*values), constructed(cls, dict(zip(paths, values, strict=True)))[0]
    assert made == built
    assert hash(made) == hash(built)
    assert attrs.asdict(made) == attrs.asdict(built)


def test_a_default_stands_for_none() -> None:
    make = maker(kd.AccountCollection, ("cohort", "filled_by"))
    assert make is not None
    assert make(None, "李明") == kd.AccountCollection(filled_by="李明")


def test_other_classes_have_constructors_of_their_own() -> None:
    @attrs.frozen(kw_only=True)
    class Plain:
        name: str | None = None

    @attrs.frozen(kw_only=True)
    class Below(kd.AccountRow):
        def __attrs_post_init__(self) -> None:
            raise ValueError("no")

    assert maker(Plain, ("name",)) is None
    assert maker(Below, ("name",)) is None
