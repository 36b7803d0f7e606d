"""``check``: the rules over one record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar

import attrs
import pytest
from hypothesis import given

from kjfz_docs.findings import Finding, Severity
from kjfz_docs.records import (
    RECORDS,
    AbsenceRow,
    AbsenceSummary,
    AccountCollection,
    AccountRow,
    Assessment,
    BankAccount,
    EnterpriseEvaluation,
    Opinion,
    Opinions,
    Outcomes,
    Satisfaction,
    ServiceReport,
)
from kjfz_docs.records import check as checking
from kjfz_docs.records.check import check
from kjfz_docs.records.fields import Rule, field, fields_of, leaves, part, record, rows
from kjfz_docs.records.programme import Cohort, Programme
from tests.strategies import changed, records

FORMS = pytest.mark.parametrize("cls", RECORDS.values(), ids=RECORDS.keys())


def codes(found: Any) -> list[tuple[str, str | None]]:
    """Findings by code and field, in their order."""
    return [(finding.code, finding.field) for finding in check(found)]


OUTCOMES = Outcomes(
    problems_solved=3,
    results_transferred=0,
    people_trained=40,
    talents_recruited=1,
    agreements_signed=2,
    agreement_amount=Decimal("12.5"),
    platforms_built=1,
)
OPINION = Opinion(text="同意", signed_on=dt.date(2023, 8, 25))
COMPLETE = Assessment(
    name="李明",
    sending_unit="武汉理工大学机电工程学院",
    position="副教授",
    outcomes=OUTCOMES,
    first_payment_received=True,
    funds_used_properly=True,
    host_enterprise="示范装备有限公司",
    report=ServiceReport(achievements="解决了三项难题。", experience="多到现场。", shortcomings="时间不够。"),
    evaluation=EnterpriseEvaluation(
        contract_fulfilled=True,
        monthly_service_met=True,
        innovation_improved=True,
        economic_benefit=False,
        satisfaction=Satisfaction.FAIRLY_SATISFIED,
        violation=False,
    ),
    opinions=Opinions(
        host_enterprise=OPINION, sending_unit=OPINION, economy_bureau=OPINION, organization_dept=OPINION
    ),
)
ABSENT = AbsenceRow(
    name="王芳", sending_unit="武汉大学", position="教授", host_enterprise="甲公司", reason="出国"
)
ABSENCES = AbsenceSummary(economy_bureau="示范区经信局", filled_by="张三", filled_on=dt.date(2023, 8, 25))


def test_a_complete_assessment_has_no_findings() -> None:
    assert check(COMPLETE) == ()


@FORMS
def test_a_blank_record_only_lacks_what_is_required(cls: type) -> None:
    found = check(cls())
    assert found
    assert {finding.code for finding in found} == {"KD401"}


def test_a_blank_assessment_lacks_all_but_suggestions_evaluation_and_opinions() -> None:
    assert [finding.field for finding in check(Assessment())] == [
        "name",
        "sending_unit",
        "position",
        "outcomes.problems_solved",
        "outcomes.results_transferred",
        "outcomes.people_trained",
        "outcomes.talents_recruited",
        "outcomes.agreements_signed",
        "outcomes.agreement_amount",
        "outcomes.platforms_built",
        "first_payment_received",
        "funds_used_properly",
        "host_enterprise",
        "report.achievements",
        "report.experience",
        "report.shortcomings",
    ]


def test_a_finding_says_in_chinese_what_to_do() -> None:
    (finding,) = check(changed(COMPLETE, name=None))
    assert finding.message == "【姓名】必须填写：请补填"
    assert finding.severity is Severity.ERROR


def _report(**texts: str) -> Assessment:
    return changed(COMPLETE, report=changed(COMPLETE.report, **texts))


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ({"achievements": "一" * 1000, "experience": "二" * 500}, []),
        ({"achievements": "一" * 1000, "experience": "二" * 501}, [("KD402", "report")]),
        ({"achievements": "一 \n" * 1495}, []),
        ({"achievements": "一" * 1501}, [("KD402", "report")]),
        ({"shortcomings": "字" * 200}, []),
        ({"shortcomings": "字" * 201}, [("KD402", "report.shortcomings")]),
        ({"suggestions": " 字\t" * 200}, []),
        ({"suggestions": "字" * 201}, [("KD402", "report.suggestions")]),
        ({"shortcomings": "𠮷" * 200}, []),
    ],
)
def test_limits_count_characters_without_white_space(
    texts: dict[str, str], found: list[tuple[str, str]]
) -> None:
    assert codes(_report(**texts)) == found


def test_the_count_and_the_limit_stand_in_the_message() -> None:
    (finding,) = check(_report(achievements="字" * 1600))
    assert "1605字" in finding.message
    assert "1500字" in finding.message


def test_an_absence_reason_has_at_most_300_characters() -> None:
    fine, long = (changed(ABSENT, reason="字" * count) for count in (300, 301))
    assert codes(changed(ABSENCES, rows=(fine,))) == []
    assert codes(changed(ABSENCES, rows=(long,))) == [("KD402", "rows.0.reason")]


@pytest.mark.parametrize("name", ["problems_solved", "agreement_amount"])
def test_a_negative_figure_is_an_error_and_zero_is_none(name: str) -> None:
    for value, found in ((-1, [("KD404", f"outcomes.{name}")]), (0, [])):
        outcomes = changed(OUTCOMES, **{name: value})
        assert codes(changed(COMPLETE, outcomes=outcomes)) == found


def test_a_cohort_that_the_programme_does_not_have_is_a_warning() -> None:
    (finding,) = check(changed(COMPLETE, cohort=12))
    assert (finding.code, finding.field, finding.severity) == ("KD405", "cohort", Severity.WARNING)
    assert finding.message.startswith("第十二批不在")


def test_a_negative_cohort_is_unknown_and_not_reported_twice() -> None:
    assert codes(changed(COMPLETE, cohort=-1)) == [("KD405", "cohort")]


def test_an_unknown_programme_is_one_warning_and_says_nothing_of_the_cohort() -> None:
    assert codes(changed(COMPLETE, programme="nowhere", cohort=99)) == [("KD406", "programme")]


def test_programmes_are_those_that_it_is_given() -> None:
    mine = Programme(id="mine", name="我的", title="某省", cohorts=(Cohort(number=9, year=2024),))
    mapping = {"mine": mine}
    assert check(changed(COMPLETE, programme="mine", cohort=9), mapping) == ()
    (finding,) = check(COMPLETE, mapping)
    assert finding.code == "KD406"


def test_programmes_may_be_given_besides_the_built_in_ones() -> None:
    mine = Programme(id="mine", name="我的", title="某省", cohorts=(Cohort(number=9, year=2024),))
    assert check(changed(COMPLETE, programme="mine", cohort=9), [mine]) == ()
    assert check(COMPLETE, [mine]) == ()


def test_a_violation_must_be_explained_by_the_enterprise() -> None:
    guilty = changed(COMPLETE, evaluation=changed(COMPLETE.evaluation, violation=True))
    assert codes(guilty) == []
    silent = changed(guilty.opinions, host_enterprise=Opinion())
    assert codes(changed(guilty, opinions=silent)) == [("KD407", "opinions.host_enterprise.text")]


def test_each_indicator_left_out_is_an_error() -> None:
    begun = EnterpriseEvaluation(contract_fulfilled=True, satisfaction=Satisfaction.SATISFIED)
    assert codes(changed(COMPLETE, evaluation=begun)) == [
        ("KD412", "evaluation.monthly_service_met"),
        ("KD412", "evaluation.innovation_improved"),
        ("KD412", "evaluation.economic_benefit"),
        ("KD412", "evaluation.violation"),
    ]


def test_an_untouched_evaluation_is_one_finding() -> None:
    untouched = changed(COMPLETE, evaluation=EnterpriseEvaluation())
    assert codes(untouched) == [("KD412", "evaluation")]


def test_an_opinion_without_its_date_is_a_warning_and_a_date_alone_is_not() -> None:
    opinions = changed(
        COMPLETE.opinions,
        sending_unit=Opinion(text="同意"),
        organization_dept=Opinion(signed_on=dt.date(2023, 8, 30)),
    )
    (finding,) = check(changed(COMPLETE, opinions=opinions))
    assert (finding.code, finding.field) == ("KD413", "opinions.sending_unit.signed_on")
    assert "派出单位考核意见" in finding.message


@FORMS
def test_findings_stand_in_the_order_of_the_fields_and_at_fields_that_exist(cls: type) -> None:
    @given(records(cls))
    def holds(record: Any) -> None:
        order = {path: number for number, (path, _, _) in enumerate(leaves(record))}
        found = check(record)
        assert found == check(record)
        places = []
        for finding in found:
            assert finding.field is not None
            inner = [place for path, place in order.items() if f"{path}.".startswith(f"{finding.field}.")]
            assert inner or finding.field == "rows", finding
            places.append(min(inner, default=0))
        assert [place for place in places if place] == sorted(place for place in places if place)

    holds()


@FORMS
def test_no_private_value_stands_in_a_finding(cls: type) -> None:
    @given(records(cls))
    def holds(record: Any) -> None:
        held = [(info.meta.private, value) for _, info, value in leaves(record) if isinstance(value, str)]
        # A text that stands in another field as well is no secret there.
        shown = "\n".join(value for private, value in held if not private)
        for finding in check(record):
            for private, value in held:
                if private and len(value) > 8 and value not in shown:
                    assert value not in (finding.raw or "")

    holds()


# ------------------------------------------------------------------ classes of third parties


@attrs.frozen
class Plain:
    """No metadata at all."""

    title: str
    score: int
    note: str | None = None


def test_a_plain_attrs_class_without_metadata_has_no_findings() -> None:
    assert check(Plain("", -5)) == ()
    assert check(Plain("x", -5, "长" * 5000)) == ()


def _low(item: Any) -> Iterator[Finding]:
    if item.score < 60:
        yield Finding.of("KD404", field="score", label="得分", value=item.score)


@attrs.frozen
class Ruled:
    """Rules without metadata, and a part that may be missing."""

    score: int = 0
    inner: Plain | None = None
    rules: ClassVar[tuple[Rule, ...]] = (Rule("score", _low),)


def test_a_plain_class_is_held_to_the_rules_that_it_declares() -> None:
    assert codes(Ruled()) == [("KD404", "score")]
    assert codes(Ruled(70, Plain("a", 1))) == []


@record
class Box:
    """A part with a rule of its own."""

    score: int | None = field("得分", default=None, required=True)
    rules: ClassVar[tuple[Rule, ...]] = (Rule("score", lambda box: _low(box) if box.score else ()),)


@record
class Shelf:
    """Parts and rows, as someone else's form may have them."""

    owner: str | None = field("负责人", default=None)
    best: Box = part("最好", factory=Box)
    rows: tuple[Box, ...] = rows("各项", default=(), required=True)


def test_rules_of_parts_and_rows_are_reported_at_their_paths() -> None:
    shelf = Shelf(best=Box(score=5), rows=(Box(score=90), Box(), Box(score=1)))
    assert codes(shelf) == [
        ("KD404", "best.score"),
        ("KD401", "rows.1.score"),
        ("KD404", "rows.2.score"),
    ]


def test_a_required_list_without_rows_is_an_error() -> None:
    assert codes(Shelf(best=Box(score=80))) == [("KD401", "rows")]


@pytest.mark.parametrize("text", ["同上", "〃"])
def test_ditto_says_nothing_in_a_record(text: str) -> None:
    rows = (AbsenceRow(name="李明", sending_unit="某大学"), AbsenceRow(name="王芳", sending_unit=text))
    found = [f for f in check(AbsenceSummary(rows=rows)) if f.code == "KD429"]
    assert [f.field for f in found] == ["rows.1.sending_unit"]


def test_an_account_in_the_place_of_the_branch_is_doubted() -> None:
    account = BankAccount(branch="6222 0212 3456 7890 128", number="某支行")
    found = [
        f
        for f in check(AccountCollection(rows=(AccountRow(name="李明", account=account),)))
        if f.code == "KD428"
    ]
    assert [f.field for f in found] == ["rows.0.account.branch"]
    assert "6222" not in str(found[0])


def test_long_numbers_that_excel_damaged_are_doubted_in_any_text() -> None:
    (finding,) = [
        f
        for f in check(AbsenceSummary(rows=(AbsenceRow(name="李明", reason="6.2220212E+18"),)))
        if f.code == "KD435"
    ]
    assert finding.field == "rows.0.reason"
    assert "6.2220212E+18" in finding.message


@pytest.mark.parametrize(
    ("name", "doubted"), [("5", True), ("13812345678", True), ("１２", True), ("李2", False), ("Ann", False)]
)
def test_a_name_of_digits_alone_is_doubted(name: str, doubted: bool) -> None:
    found = [f for f in check(Assessment(name=name)) if f.code == "KD436"]
    assert bool(found) is doubted
    assert all("13812345678" not in f.message for f in found)


@attrs.frozen(kw_only=True)
class Loose:
    """A class of somebody else's whose fields hold what they are not meant for."""

    cohort: int = field("批次", kind="cohort", default=2)
    programme: str = field("项目", kind="programme", default="hubei")
    signed_on: str = field("日期", kind="signed", default="二〇二三年")
    number: str = field("账号", kind="account", private=True, default=("6222", "0212"))
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule("made up", lambda _: (Finding.of("KD404", field="signed_on.first.day", label="日", value="1"),)),
    )


def test_values_of_other_types_and_paths_that_are_none_make_no_check_fail() -> None:
    assert codes(Loose()) == [("KD404", "signed_on.first.day"), ("KD410", "number")]


@attrs.frozen(kw_only=True)
class Part:
    number: int | None = None
    title: str | None = None
    note: str | None = None


@attrs.frozen(kw_only=True)
class Parts:
    items: tuple[Part, ...] = ()


@pytest.mark.parametrize("title", ["合计", "小 计", "总计", "例：水泵", "备注：以上价格含税"])
def test_a_row_named_as_a_total_a_model_or_a_remark_is_doubted(title: str) -> None:
    record = Parts(items=(Part(title="泵", note="备注：备用"), Part(number=2, title=title)))
    assert codes(record) == [("KD437", "items.1.title")]


@pytest.mark.parametrize("title", ["以下空白", "（以下空白）", "审核人：王主任", "负责人（签字）：赵强"])
def test_a_row_that_closes_a_list_is_doubted(title: str) -> None:
    assert codes(Parts(items=(Part(title=title),))) == [("KD437", "items.0.title")]


@pytest.mark.parametrize("stroke", ["/", "—", "无"])
def test_a_row_that_is_struck_out_is_doubted(stroke: str) -> None:
    assert codes(Parts(items=(Part(title=stroke, note=stroke),))) == [("KD437", "items.0.title")]
    assert codes(Parts(items=(Part(title=stroke, note="备用"),))) == []


@pytest.mark.parametrize("title", ["合计算科技公司", "总计划", "例会记录", "说明书"])
def test_names_that_begin_with_the_same_characters_are_not(title: str) -> None:
    assert codes(Parts(items=(Part(title=title),))) == []


ODD_VALUES = (
    True,
    -1,
    5,
    Decimal(-2),
    "同上",
    "****1234",
    "1.2E+05",
    dt.date(2999, 1, 1),
    Satisfaction.SATISFIED,
    1.5,
)


@pytest.mark.parametrize("cls", [*RECORDS.values(), BankAccount, AccountRow, AbsenceRow, Outcomes, Opinion])
def test_the_tests_that_are_left_out_have_nothing_to_say(cls: Any) -> None:
    cohort = Cohort(number=2, year=2021, service_ends=dt.date(2999, 2, 1))
    context = checking.Context({}, None, cohort, dt.date(2024, 1, 1))
    for number, info in enumerate(fields_of(cls)):
        for value in ODD_VALUES:
            kind: Any = type(value)
            kept = checking._tests(cls, number, kind)
            left_out = [test for test, _ in checking.TESTS if test not in kept]
            assert not [finding for test in left_out for finding in test(info, value, context)]
