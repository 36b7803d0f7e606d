"""The record classes: the fields of the five forms as they are printed, their defaults, what they compute."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kjfz_docs import records
from kjfz_docs.records import (
    RECORDS,
    AbsenceRow,
    AbsenceSummary,
    AcceptanceRow,
    AcceptanceSummary,
    AccountRow,
    Assessment,
    BankAccount,
    Effectiveness,
    EnterpriseEvaluation,
    OutcomeRow,
    Outcomes,
    OutcomeStatistics,
    Satisfaction,
)
from kjfz_docs.records.fields import FieldInfo, fields_of
from tests.strategies import a_field, changed
from tests.strategies import records as records_of

FORMS = pytest.mark.parametrize("cls", RECORDS.values(), ids=RECORDS.keys())


def all_fields(cls: type) -> list[tuple[str, FieldInfo]]:
    """Every field of a class and of the classes within it."""
    found: list[tuple[str, FieldInfo]] = []
    for info in fields_of(cls):
        found.append((info.name, info))
        inner = info.record or info.row
        if inner is not None:
            found += [(f"{info.name}.{path}", nested) for path, nested in all_fields(inner)]
    return found


PRINTED_OUTCOMES = [
    "解决技术难题数（个）",
    "促成科技成果转化数（个）",
    "为企业培训人次（位）",
    "为企业引进人才数（位）",
    "达成项目协议数（个）",
    "达成协议金额（万元）",
    "推动共建平台数（个）",
]


@pytest.mark.parametrize(
    ("cls", "printed"),
    [
        (Outcomes, PRINTED_OUTCOMES),
        (
            AcceptanceRow,
            [
                "市州",
                "序号",
                "“科技副总”姓名",
                "派出单位及院系",
                "职称职务",
                "接收企业",
                "考核验收总体意见",
                "未通过考核验收的原因",
                "通过验验收的“科技副总”个人账号信息",
            ],
        ),
        (
            AbsenceRow,
            [
                "序号",
                "“科技副总”姓名",
                "派出单位及院系",
                "职称职务",
                "接收企业",
                "未能签约到岗、履职服务原因（300字以内）",
            ],
        ),
        (
            EnterpriseEvaluation,
            [
                "“科技副总”是否充分履行了签订四方项目合同书",
                "“科技副总”是否提供了每月不少于7天的兼职服务",
                "“科技副总”是否帮助企业提升了创新能力",
                "“科技副总”的创新成果是否帮助企业取得了经济效益",
                "对“科技副总”服务企业的满意度",
                "“科技副总”是否存在违纪违法行为",
            ],
        ),
    ],
)
def test_its_labels_are_printed_in_this_order(cls: type, printed: list[str]) -> None:
    assert [info.meta.label for info in fields_of(cls)] == printed


def test_the_account_form_prints_its_columns_in_this_order() -> None:
    columns = [info.meta.label for path, info in all_fields(AccountRow) if info.record is None]
    assert columns == [
        "“科技副总”姓名",
        "性别",
        "党派",
        "开户行（含支行）",
        "银行账号",
        "服务企业",
        "是否已与企业签约（是/否）",
        "是否到岗履职（是/否）",
        "服务成效（很好/一般/没有）",
        "企业满意度（很满意/满意/不满意）",
        "联系手机",
    ]
    assert "开户行（支行）" in a_field(AccountRow, "account.branch").meta.aliases


@FORMS
def test_every_field_says_where_it_stands_and_what_it_is(cls: type) -> None:
    without_cell = {"opinions.text", "opinions.signed_on"}  # the box that holds them says it
    for path, info in all_fields(cls):
        assert info.meta.label, path
        assert info.meta.description, path
        if not any(path.endswith(name.split(".")[1]) for name in without_cell):
            assert re.match(r"(附件[1-5]|跟踪报送表) ", info.meta.source), path


@FORMS
def test_a_label_is_never_its_own_alias_nor_an_alias_of_two_fields(cls: type) -> None:
    for inner in {cls} | {info.row for info in fields_of(cls) if info.row is not None}:
        names = [name for info in fields_of(inner) for name in (info.meta.label, *info.meta.aliases)]
        assert len(names) == len(set(names)), inner


def test_a_unit_is_that_of_the_printed_label() -> None:
    for info in fields_of(Outcomes):
        assert info.meta.label.endswith(f"（{info.meta.unit}）")


@pytest.mark.parametrize(
    ("form", "cohort"),
    [
        ("assessment", 2),
        ("acceptance_summary", 2),
        ("absence_summary", 4),
        ("account_collection", 4),
        ("outcome_statistics", 2),
    ],
)
def test_the_cohort_is_the_one_that_the_form_was_issued_for(form: str, cohort: int) -> None:
    record = RECORDS[form]()
    assert (record.programme, record.cohort) == ("hubei", cohort)


@FORMS
def test_everything_else_is_blank_until_given(cls: type) -> None:
    def blank(record: Any) -> bool:
        kind: type = type(record)
        return all(
            value in (None, ()) or (attrs.has(type(value)) and blank(value))
            for info in fields_of(kind)
            if info.name not in ("programme", "cohort")
            for value in [getattr(record, info.name)]
        )

    assert blank(cls())


@FORMS
def test_programme_and_cohort_cannot_be_blank(cls: type) -> None:
    for name in ("programme", "cohort"):
        with pytest.raises(TypeError, match=f"{cls.__name__}.{name}: expected"):
            cls(**{name: None})


def test_a_satisfied_enterprise_has_four_degrees_and_the_account_form_offers_three() -> None:
    assert [member.value for member in Satisfaction] == ["很满意", "满意", "基本满意", "不满意"]
    assert [member.name for member in Satisfaction] == [
        "VERY_SATISFIED",
        "SATISFIED",
        "FAIRLY_SATISFIED",
        "DISSATISFIED",
    ]
    offered = a_field(AccountRow, "satisfaction").choices
    assert offered is not None
    assert list(offered.values()) == ["很满意", "满意", "不满意"]


def test_effectiveness_has_three_degrees() -> None:
    assert [(member.name, member.value) for member in Effectiveness] == [
        ("VERY_GOOD", "很好"),
        ("FAIR", "一般"),
        ("NONE", "没有"),
    ]


def test_the_overall_opinion_is_printed_as_passed_or_not() -> None:
    assert a_field(AcceptanceRow, "passed").choices == {True: "通过验收", False: "不通过验收"}


def test_account_numbers_and_mobiles_are_masked_in_repr() -> None:
    row = AccountRow(account=BankAccount(number="6222021234567890123"), mobile="13812345678")
    assert "6222021234567890123" not in repr(row)
    assert "13812345678" not in repr(row)
    assert "0123" in repr(row)


def test_a_number_in_the_wrong_cell_is_masked_in_repr_too() -> None:
    row = AccountRow(name="13812345678", account=BankAccount(branch="某支行 6222 0212 3456 7890 123"))
    assert repr(row).count("*") == 7 + 19
    assert "某支行" in repr(row)


@pytest.mark.parametrize(("cls", "row"), [(AbsenceSummary, AbsenceRow), (AcceptanceSummary, AcceptanceRow)])
def test_renumbering_gives_serials_from_one_and_leaves_the_original(cls: type, row: type) -> None:
    summary = cls(rows=(row(serial=7, name="甲"), row(name="乙"), row(serial=7, name="丙")))
    made = summary.renumbered()
    assert [(item.serial, item.name) for item in made.rows] == [(1, "甲"), (2, "乙"), (3, "丙")]
    assert [item.serial for item in summary.rows] == [7, None, 7]
    assert type(made) is cls


def test_the_total_adds_up_figure_by_figure_and_is_blank_where_all_are() -> None:
    first = Outcomes(problems_solved=1, agreement_amount=Decimal("0.1"), people_trained=0)
    second = Outcomes(problems_solved=2, agreement_amount=Decimal("0.2"))
    statistics = OutcomeStatistics(rows=(OutcomeRow(outcomes=first), OutcomeRow(outcomes=second)))
    assert statistics.total == Outcomes(problems_solved=3, agreement_amount=Decimal("0.3"), people_trained=0)
    assert OutcomeStatistics().total == Outcomes()


def in_quintillionths(amount: Decimal) -> int:
    """An amount of up to 20 decimals as a whole number of its last place."""
    whole, _, fraction = f"{amount:f}".partition(".")
    return int(whole + fraction.ljust(20, "0"))


@given(st.lists(st.integers(-(10**35), 10**35), min_size=1, max_size=5))
def test_the_sum_of_amounts_is_exact_to_the_last_digit(parts: list[int]) -> None:
    amounts = [Decimal(f"{part}E-20") for part in parts]
    rows = tuple(OutcomeRow(outcomes=Outcomes(agreement_amount=amount)) for amount in amounts)
    total = OutcomeStatistics(rows=rows).total.agreement_amount
    assert total is not None
    assert in_quintillionths(total) == sum(parts)


def test_a_sum_too_large_for_a_record_is_blank_rather_than_an_exception() -> None:
    most = Outcomes(problems_solved=10**60 - 1, platforms_built=1)
    total = OutcomeStatistics(rows=(OutcomeRow(outcomes=most), OutcomeRow(outcomes=most))).total
    assert total == Outcomes(platforms_built=2)


@FORMS
def test_records_of_equal_content_are_equal_and_hash_alike(cls: type) -> None:
    @given(records_of(cls))
    def holds(record: object) -> None:
        again = changed(record)
        assert again == record
        assert hash(again) == hash(record)

    holds()


def test_a_record_refuses_a_wrong_type_by_the_name_of_the_field() -> None:
    with pytest.raises(TypeError, match=r"Assessment\.name: expected str"):
        Assessment(name=5)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"AbsenceSummary\.filled_on: expected date"):
        AbsenceSummary(filled_on=dt.datetime(2023, 8, 25))


def test_every_class_is_exported_by_name() -> None:
    assert sorted(records.__all__) == sorted(set(records.__all__))
    for name in records.__all__:
        assert hasattr(records, name)
