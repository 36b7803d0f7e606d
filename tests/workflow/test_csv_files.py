"""Csv files that spreadsheets neither run nor round."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kjfz_docs as kd
from tests.strategies import is_as_typed, records

FLAT = [kd.Person, kd.AcceptanceRow, kd.AccountRow, kd.OutcomeRow]


@pytest.mark.parametrize("headers", ["zh", "en"])
@pytest.mark.parametrize("cls", FLAT, ids=lambda cls: cls.__name__)
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_written_is_read_back(
    cls: type[Any], headers: Any, tmp_path: Path, data: st.DataObject
) -> None:
    held = data.draw(st.lists(records(cls).filter(is_as_typed), max_size=3))
    path = kd.write_csv(held, tmp_path / "x.csv", headers)
    assert kd.read_csv(path, cls) == held


def test_no_cell_begins_as_a_formula_or_is_a_number_too_long(tmp_path: Path) -> None:
    person = kd.Person(
        name="=cmd|' /C calc'!A0", sending_unit="@SUM(A1)", position="-1", host_enterprise="+86",
        account=kd.BankAccount(number="6222020000000000006"),
    )  # fmt: skip
    path = kd.write_csv([person], tmp_path / "x.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        _, cells = csv.reader(file)
    assert sorted(cell[:2] for cell in cells if cell) == ["'+", "'-", "'6", "'=", "'@"]


def test_a_roster_written_as_csv_is_a_roster(tmp_path: Path) -> None:
    people = (
        kd.Person(serial=1, name="李明", cohort=4, account=kd.BankAccount(number="6200000000000089011")),
        kd.Person(serial=2, name="王芳", cohort=2, mobile="13800000001"),
    )
    reading = kd.Roster.read(kd.write_csv(people, tmp_path / "花名册.csv"))
    assert reading.record is not None
    assert reading.record.rows == people
    assert reading.findings == ()


def test_rows_of_another_length_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("姓名,批次\n李明\n", encoding="utf-8")
    with pytest.raises(kd.ConversionError, match="0: 2 cells expected"):
        kd.read_csv(path, kd.Person)
