"""What is proven of values is true: whatever a proof holds, the writer would read back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

import kjfz_docs as kd
from kjfz_docs.templating.pattern import Origin
from kjfz_docs.templating.skeleton import Loop
from kjfz_docs.templating.values import blank_row
from kjfz_docs.writing.proofs import proof
from kjfz_docs.writing.proven_rows import RowProof
from kjfz_docs.writing.read_back import read_back, value_at
from kjfz_docs.writing.sureties import surety
from kjfz_docs.writing.verify_rows import Rows
from tests.strategies import records
from tests.thirdparty.forms import FORMS

ALL = (*kd.forms.values(), *FORMS)


def _values_of(form: kd.Form, record: Any, row: int | None = None) -> Any:
    terms = form.terms(getattr(record, "programme", ""), getattr(record, "cohort", 0))
    return lambda slot: value_at(terms if slot.origin is Origin.TERM else record, slot.path, row)


def _cells(form: kd.Form, record: Any) -> Iterator[tuple[Any, Any]]:
    """Each pattern that prints a field, and what gives its values for each row."""
    for pattern, rows in form.skeleton.patterns():
        if any(slot.origin is Origin.FIELD for slot in pattern.slots):
            count = len(value_at(record, rows.removesuffix(".*")) or ()) if rows else 1
            for number in range(count):
                yield pattern, _values_of(form, record, number if rows else None)


def _assert_sound(form: kd.Form, record: Any) -> None:
    for pattern, value_of in _cells(form, record):
        values = [value_of(slot) for slot in pattern.slots]
        shown = proof(pattern)
        if shown is not None and shown.holds(values):
            read_back(pattern, value_of, None)
        if pattern.is_whole and values[0] is not None and surety(pattern.slots, whole=True).one(values[0]):
            slot = pattern.slots[0]
            if slot.guidance is None:
                read_back(pattern, value_of, None)


@pytest.mark.parametrize("form", ALL, ids=lambda form: form.id)
def test_what_is_proven_of_a_cell_is_read_back(form: kd.Form) -> None:
    @given(records(form.record))
    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
    def holds(record: Any) -> None:
        _assert_sound(form, record)

    holds()


@pytest.mark.parametrize("form", ALL, ids=lambda form: form.id)
def test_what_is_proven_of_rows_is_read_back(form: kd.Form) -> None:
    @given(records(form.record))
    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
    def holds(record: Any) -> None:
        for loop in (node for node in form.skeleton.nodes if isinstance(node, Loop)):
            rows = value_at(record, loop.path.removesuffix(".*")) or ()
            blank = blank_row(loop, _values_of(form, record))
            checked = Rows(loop)
            checked._proof.shows = lambda *_: False  # type: ignore[method-assign]
            for number, row in enumerate(rows):
                if RowProof(loop).holds([row], blank):
                    values = checked._values(record, row)
                    checked._verify(number, values, dict.fromkeys(values), blank)

    holds()
