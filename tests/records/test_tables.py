"""Records as rows of tables, and back from what pandas and polars make of them."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from decimal import Decimal
from typing import Any

import attrs
import pandas as pd
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kjfz_docs as kd
from tests.strategies import changed, is_as_typed, records

FLAT = [kd.Person, kd.Assessment, kd.AbsenceRow, kd.AcceptanceRow, kd.AccountRow, kd.OutcomeRow]
ROW = kd.AcceptanceRow(
    prefecture="武汉市", serial=1, name="李明", passed=True,
    account=kd.BankAccount(branch="某行", number="6222020000000000006"),
)  # fmt: skip


@pytest.mark.parametrize("headers", ["zh", "en"])
@pytest.mark.parametrize("cls", FLAT, ids=lambda cls: cls.__name__)
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_rows_give_the_records_back(cls: type[Any], headers: Any, data: st.DataObject) -> None:
    held = data.draw(st.lists(records(cls).filter(is_as_typed), max_size=3))
    rows = kd.to_rows(held, headers)
    assert kd.from_rows(rows, cls) == held
    json.dumps(rows, default=str)


def test_headings_are_labels_or_identifiers() -> None:
    (zh,), (en,) = kd.to_rows([ROW], "zh"), kd.to_rows([ROW], "en")
    assert zh["“科技副总”姓名"] == en["name"] == "李明"
    assert zh["银行账号"] == en["account.number"] == "6222020000000000006"
    assert list(en) == [
        "prefecture", "serial", "name", "sending_unit", "position", "host_enterprise", "passed",
        "failure_reason", "account.branch", "account.number",
    ]  # fmt: skip


def test_fields_of_one_label_are_told_apart_by_where_they_belong() -> None:
    (row,) = kd.to_rows([kd.Assessment(opinions=kd.Opinions(sending_unit=kd.Opinion(text="同意")))])
    assert [name for name, value in row.items() if value == "同意"] == [
        "考核意见 / 派出单位考核意见 / 考核意见"
    ]
    assert len(row) == len(kd.to_rows([kd.Assessment()], "en")[0])


def test_other_names_of_a_field_are_taken() -> None:
    (row,) = kd.from_rows([{"姓名": "李明", "服务企业": "甲", "手机": "13800000001"}], kd.Person)
    assert row == kd.Person(name="李明", host_enterprise="甲", mobile="13800000001")


def test_private_values_are_given_unless_masked() -> None:
    (row,) = kd.to_rows([ROW], "en", mask_private=True)
    assert row["account.number"] == "***************0006"
    assert row["account.branch"] == "某行"


@pytest.mark.parametrize("headers", ["zh", "en"])
def test_masked_rows_do_not_come_back(headers: Any) -> None:
    people = [
        kd.Person(name="李明"),
        kd.Person(name="王芳", mobile="13800000001"),
        kd.Person(account=kd.BankAccount(branch="某行 6222020000000000006", number="6222")),
    ]
    with pytest.raises(kd.ConversionError) as error:
        kd.from_rows(kd.to_rows(people, headers, mask_private=True), kd.Person)
    assert [path for path, _ in error.value.problems] == ["1.mobile", "2.account.branch", "2.account.number"]
    assert {text.partition(":")[0] for _, text in error.value.problems} == {"masked"}


@pytest.mark.parametrize(
    ("name", "meant"), [("姓明", "姓名"), ("性另", "性别"), ("批刺", "批次"), ("年龄", None)]
)
def test_a_short_heading_with_one_wrong_character_is_told(name: str, meant: str | None) -> None:
    with pytest.raises(kd.ConversionError) as error:
        kd.from_rows([{name: "x"}], kd.Person)
    ((_, text),) = error.value.problems
    assert (f"did you mean {meant!r}" in text) == (meant is not None)


def test_choices_come_back_from_their_texts() -> None:
    assert kd.from_rows([{"passed": "不通过验收"}, {"passed": "是"}, {"passed": True}], kd.AcceptanceRow) == [
        kd.AcceptanceRow(passed=False), kd.AcceptanceRow(passed=True), kd.AcceptanceRow(passed=True),
    ]  # fmt: skip
    (row,) = kd.from_rows([{"服务成效": "很好"}], kd.AccountRow)
    assert row.effectiveness is kd.Effectiveness.VERY_GOOD


BLANKS: list[object] = [None, "", "  ", float("nan"), Decimal("NaN"), Decimal("sNaN"), pd.NA, pd.NaT]


@pytest.mark.parametrize("blank", BLANKS, ids=repr)
@pytest.mark.parametrize("field", ["serial", "name", "passed", "account.number"])
def test_every_blank_is_none(blank: object, field: str) -> None:
    assert kd.from_rows([{field: blank}], kd.AcceptanceRow) == [kd.AcceptanceRow()]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"nmae": "x"}, r"0: unknown key 'nmae'"),
        ({"serial": 1.5}, r"0\.serial: expected a whole number"),
        ({"serial": 1e17}, r"0\.serial: .*lost digits"),
        ({"serial": "十"}, r"0\.serial: expected a number in plain digits"),
        ({"serial": True}, r"0\.serial: expected a whole number"),
        ({"passed": "也许"}, r"0\.passed: expected one of 通过验收, 不通过验收"),
        ({"passed": 2}, r"0\.passed"),
        ({"name": 7}, r"0\.name: expected a text, got int"),
        ({"account.number": 6.22e18}, r"0\.account\.number: expected a text, got float: digits"),
        ({"name": "a", "姓名": "b"}, r"0\.name: two columns of one field"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(row: dict[str, Any], problem: str) -> None:
    with pytest.raises(kd.ConversionError, match=problem):
        kd.from_rows([row], kd.AcceptanceRow)


def test_every_problem_is_told_at_once_and_no_private_value() -> None:
    rows: list[dict[str, Any]] = [{"serial": "x"}, {}, {"account.number": 6222020000000000.5, "serial": "y"}]
    with pytest.raises(kd.ConversionError) as error:
        kd.from_rows(rows, kd.AcceptanceRow)
    assert [path for path, _ in error.value.problems] == ["0.serial", "2.account.number", "2.serial"]
    assert "6222" not in str(error.value)


def test_a_time_of_day_is_no_part_of_a_date() -> None:
    day = dt.date(2023, 8, 25)
    for value in (day, "2023-08-25", "2023-08-25 00:00:00", "2023-08-25T00:00:00.000000000",
                  pd.Timestamp(day), pd.Timestamp(day).to_datetime64(), dt.datetime(2023, 8, 25)):  # fmt: skip
        (opinion,) = kd.from_rows([{"signed_on": value}], kd.Opinion)
        assert opinion.signed_on == day
    for value in (pd.Timestamp("2023-08-25 09:30"), "2023-08-25 09:30"):
        with pytest.raises(kd.ConversionError, match="time of day"):
            kd.from_rows([{"signed_on": value}], kd.Opinion)


def test_records_with_a_list_are_no_rows() -> None:
    with pytest.raises(TypeError, match="use its rows"):
        kd.to_rows([kd.AbsenceSummary()])
    with pytest.raises(TypeError, match="expected a record"):
        kd.to_rows(["李明"])


@pytest.mark.parametrize("held", [[], [ROW]])
def test_other_headings_are_refused_whatever_is_held(held: list[Any]) -> None:
    with pytest.raises(ValueError, match="'zh' or 'en'"):
        kd.to_rows(held, "fr")  # type: ignore[arg-type]


def test_an_unknown_column_is_told_once() -> None:
    rows: list[dict[str, Any]] = [
        {"name": "a"},
        {"nmae": "x", "foo": 1},
        {"nmae": "y", "foo": 2, "serial": "z"},
    ]
    with pytest.raises(kd.ConversionError) as error:
        kd.from_rows(rows, kd.AcceptanceRow)
    assert [path for path, _ in error.value.problems] == ["1", "1", "2.serial"]


@attrs.frozen(kw_only=True)
class Visit:
    """A plain class of somebody else."""

    name: str | None = None
    days: float | None = None
    on: dt.date | None = None


def test_plain_classes_of_others_are_rows_too() -> None:
    visits = [Visit(name="李明", days=1.5, on=dt.date(2023, 8, 25)), Visit()]
    assert kd.from_rows(kd.to_rows(visits), Visit) == visits


# ------------------------------------------------------------------ data frames

HELD = [
    kd.OutcomeRow(
        district="甲区", cohort=2, outcomes=kd.Outcomes(problems_solved=3, agreement_amount=Decimal("12.50"))
    ),
    kd.OutcomeRow(district="乙区", outcomes=kd.Outcomes(people_trained=120)),
    kd.OutcomeRow(cohort=4, outcomes=kd.Outcomes(agreement_amount=Decimal("0.125"))),
]
LISTED = [changed(ROW, passed=None), ROW, kd.AcceptanceRow(serial=3, passed=False)]


@pytest.mark.parametrize("headers", ["zh", "en"])
@pytest.mark.parametrize("held", [HELD, LISTED], ids=["outcomes", "acceptance"])
class TestDataFrames:
    def test_pandas_takes_rows_and_gives_them_back(self, held: list[Any], headers: Any) -> None:
        frame = pd.DataFrame(kd.to_rows(held, headers))
        assert kd.from_rows(frame.to_dict("records"), type(held[0])) == held
        assert kd.from_rows(frame.convert_dtypes().to_dict("records"), type(held[0])) == held

    def test_polars_takes_rows_and_gives_them_back(self, held: list[Any], headers: Any) -> None:
        frame = pl.DataFrame(kd.to_rows(held, headers), infer_schema_length=None)
        assert kd.from_rows(frame.to_dicts(), type(held[0])) == held

    def test_scalars_of_numpy_are_taken(self, held: list[Any], headers: Any) -> None:
        frame = pd.DataFrame(kd.to_rows(held, headers)).convert_dtypes()
        rows = [{name: frame[name].iloc[index] for name in frame} for index in range(len(frame))]
        assert kd.from_rows(rows, type(held[0])) == held


def test_neither_pandas_nor_numpy_is_loaded_for_it() -> None:
    code = (
        "import sys, kjfz_docs as kd; kd.from_rows(kd.to_rows([kd.Person(name='x')]), kd.Person);"
        "print(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout
    assert not {"pandas", "polars", "numpy"} & set(loaded.split())


@pytest.mark.parametrize(
    "text", ["'6222021234567890123", "’6222 0212 3456 7890", "6.2E+18", "6222021234567890123.0"]
)
@pytest.mark.parametrize("field", ["account.number", "mobile"])
def test_numbers_that_a_spreadsheet_changed_are_refused(text: str, field: str) -> None:
    with pytest.raises(kd.ConversionError) as refused:
        kd.from_rows([{"name": "李明", field: text}], kd.AccountRow)
    ((path, reason),) = refused.value.problems
    assert path == f"0.{field}"
    assert text not in reason
