"""Records that are made without their constructors are those that the constructors make."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kjfz_docs as kd
from kjfz_docs.reading.assemble import build
from kjfz_docs.records.fields import field_paths
from kjfz_docs.records.making import maker
from tests.forms.long_lists import LISTS, filled

ROWS = [filled(form, 3).rows[2] for form in LISTS]


def value_at(record: Any, path: str) -> Any:
    for name in path.split("."):
        record = getattr(record, name)
    return record


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
    made, built = make(*values), build(cls, dict(zip(paths, values, strict=True)), "")[0]
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
