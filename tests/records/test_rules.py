"""The rules of the lists, and those that several records share."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kjfz_docs as kd
from kjfz_docs.findings import CODES, Severity
from kjfz_docs.records import (
    RECORDS,
    AbsenceRow,
    AbsenceSummary,
    AcceptanceRow,
    AcceptanceSummary,
    AccountCollection,
    AccountRow,
    BankAccount,
    Effectiveness,
    OutcomeRow,
    Outcomes,
    OutcomeStatistics,
    Satisfaction,
)
from kjfz_docs.records.check import check
from kjfz_docs.records.fields import fields_of, rules_of
from kjfz_docs.records.rules import character_count, is_blank
from tests.strategies import changed, texts

DAY = dt.date(2023, 8, 25)
CARD = BankAccount(branch="汉口银行钟家村支行", number="6222027448530145493")
PASSED = AcceptanceRow(
    prefecture="武汉市",
    name="李明",
    sending_unit="武汉大学",
    position="教授",
    host_enterprise="甲公司",
    passed=True,
    account=CARD,
)
FAILED = changed(PASSED, name="王芳", passed=False, failure_reason="未到岗", account=BankAccount())
PAID = AccountRow(
    name="李明",
    gender="男",
    party="群众",
    account=CARD,
    host_enterprise="甲公司",
    contract_signed=True,
    on_duty=True,
    effectiveness=Effectiveness.VERY_GOOD,
    satisfaction=Satisfaction.SATISFIED,
    mobile="13812345678",
)
FIGURES = Outcomes(
    problems_solved=1,
    results_transferred=2,
    people_trained=3,
    talents_recruited=4,
    agreements_signed=5,
    agreement_amount=Decimal(6),
    platforms_built=7,
)
DISTRICT = OutcomeRow(district="示范区", cohort=2, outcomes=FIGURES)


def accepted(*rows: AcceptanceRow) -> AcceptanceSummary:
    """附件2 with these rows and a complete head."""
    return AcceptanceSummary(
        organization_dept="示范区委组织部",
        economy_bureau="示范区经信局",
        filled_by="张三",
        filled_on=DAY,
        rows=rows,
    )


def absent(*serials: int | None) -> AbsenceSummary:
    """附件3 with a row for each serial number, each of another person."""
    return AbsenceSummary(
        economy_bureau="示范区经信局",
        filled_by="张三",
        filled_on=DAY,
        rows=tuple(
            AbsenceRow(
                serial=serial,
                name=f"某{'甲乙丙丁戊己'[number]}",
                sending_unit="武汉大学",
                position="教授",
                host_enterprise="甲公司",
                reason="出国",
            )
            for number, serial in enumerate(serials)
        ),
    )


def paid(*rows: AccountRow) -> AccountCollection:
    """附件4 with these rows and a complete head."""
    return AccountCollection(economy_bureau="示范区经信局", filled_by="张三", filled_on=DAY, rows=rows)


def achieved(*rows: OutcomeRow) -> OutcomeStatistics:
    """附件5 with these rows and a complete head."""
    return OutcomeStatistics(economy_bureau="示范区经信局", filled_by="张三", filled_on=DAY, rows=rows)


def codes(record: Any) -> list[tuple[str, str | None]]:
    """Findings by code and field, in their order."""
    return [(finding.code, finding.field) for finding in check(record)]


@pytest.mark.parametrize("record", [accepted(PASSED, FAILED), absent(1, 2), paid(PAID), achieved(DISTRICT)])
def test_a_complete_list_has_no_findings(record: Any) -> None:
    assert check(record) == ()


# ------------------------------------------------------------------ 附件2


def test_who_failed_needs_a_reason() -> None:
    assert codes(accepted(changed(FAILED, failure_reason=None))) == [("KD408", "rows.0.failure_reason")]


def test_who_passed_has_no_reason_for_failing() -> None:
    (finding,) = check(accepted(changed(PASSED, failure_reason="未到岗")))
    assert (finding.code, finding.field) == ("KD422", "rows.0.failure_reason")
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("account", "field"),
    [
        (BankAccount(), "rows.1.account"),
        (BankAccount(branch="某支行"), "rows.1.account.number"),
        (BankAccount(number=CARD.number), "rows.1.account.branch"),
    ],
)
def test_who_passed_needs_the_whole_account(account: BankAccount, field: str) -> None:
    row = changed(PASSED, name="赵强", account=account)
    assert codes(accepted(FAILED, row)) == [("KD409", field)]


def test_an_undecided_row_lacks_only_the_opinion() -> None:
    undecided = changed(PASSED, passed=None, account=BankAccount())
    assert codes(accepted(undecided)) == [("KD401", "rows.0.passed")]


# ------------------------------------------------------------------ 附件4


@pytest.mark.parametrize("name", ["contract_signed", "on_duty"])
def test_who_has_not_signed_or_does_not_serve_hands_in_no_account(name: str) -> None:
    row: AccountRow = changed(PAID, **{name: False})
    assert codes(paid(row)) == [("KD417", f"rows.0.{name}")]


@pytest.mark.parametrize("text", [None, "/", "无", "—"])
def test_who_has_not_signed_needs_no_account_and_may_say_so(text: str | None) -> None:
    none = BankAccount(branch=text, number=text)
    row: AccountRow = changed(PAID, contract_signed=False, on_duty=False, account=none)
    assert codes(paid(row, changed(row, name="赵强"))) == []


@pytest.mark.parametrize("text", ["/", "无", "—"])
def test_who_is_paid_needs_more_than_a_stroke_for_an_account(text: str) -> None:
    none = BankAccount(branch=text, number=text)
    assert codes(paid(changed(PAID, account=none))) == [
        ("KD401", "rows.0.account.branch"),
        ("KD401", "rows.0.account.number"),
    ]
    assert codes(accepted(FAILED, changed(PASSED, account=none))) == [("KD409", "rows.1.account")]


def test_the_account_form_needs_branch_and_number() -> None:
    assert codes(paid(changed(PAID, account=BankAccount()))) == [
        ("KD401", "rows.0.account.branch"),
        ("KD401", "rows.0.account.number"),
    ]


@pytest.mark.parametrize(
    ("number", "doubtful"),
    [
        ("6222027448530145493", False),
        ("10220274", False),
        ("62220274", True),
        ("1" * 30, False),
        ("6222027", True),
        ("1" * 31, True),
        ("6222 0274 4853 0145 493", False),
        ("６２２２０２７４４８５３０１４５４９３", False),
        ("无号", True),
    ],
)
def test_an_account_number_is_8_to_30_digits_and_that_of_a_card_16_to_19(number: str, doubtful: bool) -> None:
    row = changed(PAID, account=changed(CARD, number=number))
    assert codes(paid(row)) == ([("KD410", "rows.0.account.number")] if doubtful else [])


@pytest.mark.parametrize(
    ("number", "said"), [("6222 027", "现为7位"), ("622202744853014549A", "数字以外的字符")]
)
def test_what_is_wrong_with_an_account_is_said_as_it_is(number: str, said: str) -> None:
    (finding,) = check(paid(changed(PAID, account=changed(CARD, number=number))))
    assert (finding.code, said in finding.message) == ("KD410", True)


@pytest.mark.parametrize(
    ("mobile", "doubtful"),
    [
        ("13812345678", False),
        ("1381234567", True),
        ("138123456789", True),
        ("23812345678", True),
        ("027-87654321", True),
        ("１３８１２３４５６７８", False),
        ("138 1234-5678", False),
        ("+86 138 1234 5678", False),
    ],
)
def test_a_mobile_is_eleven_digits_that_begin_with_one(mobile: str, doubtful: bool) -> None:
    assert codes(paid(changed(PAID, mobile=mobile))) == ([("KD411", "rows.0.mobile")] if doubtful else [])


def test_a_doubtful_account_and_mobile_are_masked() -> None:
    row = changed(PAID, account=changed(CARD, number="62220274485301454x"), mobile="138123456789")
    raws = [finding.raw for finding in check(paid(row))]
    assert raws == ["*" * 14 + "454x", "*" * 8 + "6789"]


def test_a_masked_number_is_told_as_one() -> None:
    masked = changed(PAID, account=changed(CARD, number="***************3456"), mobile="*******0001")
    assert codes(paid(masked)) == [("KD438", "rows.0.account.number"), ("KD438", "rows.0.mobile")]
    hidden = changed(PAID, account=changed(CARD, branch="某支行 ***************3456"))
    assert codes(paid(hidden)) == [("KD438", "rows.0.account.branch")]
    assert codes(paid(changed(PAID, party="中共党员*"))) == []


def test_a_degree_that_the_account_form_does_not_offer_is_an_error() -> None:
    (finding,) = check(paid(changed(PAID, satisfaction=Satisfaction.FAIRLY_SATISFIED)))
    assert (finding.code, finding.field) == ("KD403", "rows.0.satisfaction")
    assert "基本满意" in finding.message
    assert "很满意、满意、不满意" in finding.message


def test_a_gender_is_one_of_two_words() -> None:
    assert codes(paid(changed(PAID, gender="先生"))) == [("KD403", "rows.0.gender")]


def test_one_account_for_two_people_is_reported_without_the_number() -> None:
    other = changed(PAID, name="王芳", host_enterprise="乙公司", mobile="13912345678")
    (finding,) = check(paid(PAID, other))
    assert (finding.code, finding.field) == ("KD420", "rows.1.account.number")
    assert "第1行" in finding.message
    assert finding.message.endswith("请核对银行账号")
    assert "5493" not in finding.message


# ------------------------------------------------------------------ lists of people


def test_one_person_twice_is_reported_at_the_later_row() -> None:
    again = changed(PASSED, name="李 明", host_enterprise="甲　公司", account=changed(CARD, number="1" * 16))
    (finding,) = check(accepted(PASSED, FAILED, again))
    assert (finding.code, finding.field) == ("KD414", "rows.2.name")


def test_two_people_of_one_name_are_told_apart_by_their_units() -> None:
    namesake = changed(PASSED, sending_unit="江汉大学", account=changed(CARD, number="1" * 16))
    assert codes(accepted(PASSED, namesake)) == []


@pytest.mark.parametrize(
    ("serials", "found"),
    [
        ((1, 2, 3), []),
        ((None, None), []),
        ((1, None, 3), []),
        ((1, 3, 4), [1]),
        ((2, 3), [0]),
        ((1, 1, 2), [1]),
        ((1, 2, 1), [2]),
        ((1, None, 2), [2]),
    ],
)
def test_serials_count_up_and_a_break_is_reported_once(
    serials: tuple[int | None, ...], found: list[int]
) -> None:
    assert codes(absent(*serials)) == [("KD415", f"rows.{index}.serial") for index in found]


def test_a_break_says_which_number_was_expected() -> None:
    (finding,) = check(absent(1, 5))
    assert finding.message.startswith("序号应为2，现为5")


@given(st.integers(0, 6))
def test_renumbered_lists_have_no_breaks(count: int) -> None:
    assert codes(absent(*[7] * count).renumbered()) == []


def people(*places: tuple[str, int]) -> AcceptanceSummary:
    """附件2 with a row for each prefecture and serial number."""
    return accepted(
        *(
            changed(
                PASSED,
                prefecture=place,
                serial=serial,
                name=f"某{'甲乙丙丁'[number]}",
                account=changed(CARD, number=str(number) * 16),
            )
            for number, (place, serial) in enumerate(places)
        )
    )


def test_serials_may_begin_anew_with_each_prefecture() -> None:
    assert codes(people(("A市", 1), ("A市", 2), ("B市", 1), ("B市", 2))) == []
    assert codes(people(("A市", 1), ("A市", 2), ("B市", 3))) == []
    assert codes(people(("A市", 1), ("A市", 2), ("A市", 1))) == [("KD415", "rows.2.serial")]
    assert codes(people(("A市", 1), ("B市", 2), ("B市", 1))) == [("KD415", "rows.2.serial")]


# ------------------------------------------------------------------ 附件5


def test_one_district_twice_in_a_cohort_is_reported() -> None:
    (finding,) = check(achieved(DISTRICT, changed(DISTRICT, district="示范 区")))
    assert (finding.code, finding.field) == ("KD419", "rows.1.district")
    assert "示范 区第二批" in finding.message


def test_a_row_of_another_cohort_than_the_title_is_reported() -> None:
    (finding,) = check(achieved(changed(DISTRICT, cohort=4)))
    assert (finding.code, finding.field) == ("KD421", "rows.0.cohort")
    assert "第四批" in finding.message
    assert "第二批" in finding.message


def test_a_row_needs_its_figures_and_zero_is_one() -> None:
    assert codes(achieved(changed(DISTRICT, outcomes=changed(FIGURES, people_trained=None)))) == [
        ("KD401", "rows.0.outcomes.people_trained")
    ]
    assert codes(achieved(changed(DISTRICT, outcomes=changed(FIGURES, people_trained=0)))) == []


def test_figures_that_no_record_can_add_up_are_an_error() -> None:
    huge = changed(FIGURES, platforms_built=10**60 - 1)
    rows = (changed(DISTRICT, outcomes=huge), changed(DISTRICT, district="乙区", outcomes=huge))
    (finding,) = check(achieved(*rows))
    assert (finding.code, finding.field) == ("KD423", "rows")
    assert "推动共建平台数" in finding.message


# ------------------------------------------------------------------ words that rules use


@pytest.mark.parametrize(
    ("text", "count"),
    [(None, 0), ("一二三", 3), (" 一\n二\t三\u3000四 ", 4), ("𠮷😀", 2), ("a b", 2), ("，。", 2)],
)
def test_characters_are_counted_without_white_space(text: str | None, count: int) -> None:
    assert character_count(text) == count


@given(texts(), texts())
def test_the_count_of_two_texts_is_the_sum(first: str, second: str) -> None:
    assert character_count(first + second) == character_count(first) + character_count(second)


def test_a_record_is_blank_until_something_besides_the_title_is_filled_in() -> None:
    assert all(is_blank(cls()) for cls in RECORDS.values())
    assert not is_blank(BankAccount(number="1"))
    assert not is_blank(Outcomes(problems_solved=0))
    assert not is_blank(AbsenceSummary(rows=(AbsenceRow(name="甲"),)))
    assert is_blank(AbsenceSummary(rows=(AbsenceRow(),)))


def test_every_rule_has_a_name() -> None:
    for cls in RECORDS.values():
        for inner in (cls, *(info.record or info.row for info in fields_of(cls))):
            for rule in rules_of(inner) if inner is not None else ():
                assert rule.name


def test_every_code_of_the_4xx_rules_has_a_remedy() -> None:
    assert all(code.remedy for code in CODES.values() if code.code.startswith("KD4"))


# ------------------------------------------------------------------ days


def test_a_date_after_today_is_doubted() -> None:
    record = kd.AbsenceSummary(filled_on=dt.date(2203, 8, 25))
    found = [(finding.code, finding.field) for finding in kd.check(record, today=dt.date(2023, 9, 1))]
    assert ("KD426", "filled_on") in found
    assert "KD426" not in {finding.code for finding in kd.check(record, today=dt.date(2203, 8, 25))}


@pytest.mark.parametrize(
    ("day", "doubted"), [("2022-12-31", True), ("2023-01-01", False), ("2023-08-25", False)]
)
def test_an_opinion_before_the_last_year_of_service_is_doubted(day: str, doubted: bool) -> None:
    opinion = kd.Opinion(text="同意", signed_on=dt.date.fromisoformat(day))
    record = kd.Assessment(opinions=kd.Opinions(sending_unit=opinion))
    codes_ = [finding.code for finding in kd.check(record, today=dt.date(2023, 9, 1))]
    assert ("KD427" in codes_) is doubted


def test_where_the_programme_says_when_service_ends_its_last_month_counts() -> None:
    cohort = kd.Cohort(number=2, year=2021, service_years=2, service_ends=dt.date(2023, 8, 31))
    programme = kd.Programme(id="hubei", name="湖北省", title="湖北省", cohorts=(cohort,))
    for day, doubted in ((dt.date(2023, 7, 31), True), (dt.date(2023, 8, 1), False)):
        record = kd.Assessment(opinions=kd.Opinions(sending_unit=kd.Opinion(text="同意", signed_on=day)))
        found = kd.check(record, {"hubei": programme}, today=dt.date(2023, 9, 1))
        assert ("KD427" in {finding.code for finding in found}) is doubted
