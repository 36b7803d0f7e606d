"""What several forms say is held against one another, and each contradiction names both places."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs
import pytest

import kjfz_docs as kd
from tests.strategies import changed
from tests.workflow.agreeing import account, files, mobile, row, scan, without


@pytest.fixture
def made() -> dict[str, Any]:
    return files()


def told(folder: Path, made: dict[str, Any], **more: Any) -> list[str]:
    """The findings as text: code, file, field."""
    found = kd.reconcile(scan(folder, made), **more)
    return [
        f"{each.code} {each.where.file if each.where else ''} {each.field or ''}".rstrip() for each in found
    ]


def test_a_city_whose_forms_agree_has_no_finding(tmp_path: Path, made: dict[str, Any]) -> None:
    submission = scan(tmp_path, made)
    assert [str(finding) for finding in submission.findings] == []
    assert kd.reconcile(submission, whole=True) == ()


# ------------------------------------------------------------------ sums


def _figures(made: dict[str, Any], **changes: Any) -> None:
    held = made["江夏区/附件5.docx"]
    outcomes = attrs.evolve(held.rows[0].outcomes, **changes)
    made["江夏区/附件5.docx"] = attrs.evolve(held, rows=(attrs.evolve(held.rows[0], outcomes=outcomes),))


def test_a_figure_that_is_not_the_sum_of_the_forms_is_told_with_both(
    tmp_path: Path, made: dict[str, Any]
) -> None:
    _figures(made, people_trained=999)
    (finding,) = kd.reconcile(scan(tmp_path, made))
    assert (finding.code, finding.field) == ("KD530", "rows.0.outcomes.people_trained")
    for said in ("江夏区", "999", "2份附件1", "240", "林一-考核表.docx", "林二-考核表.docx"):
        assert said in finding.message, said
    assert "附件5.docx" in str(finding.where)


def test_while_a_form_is_missing_a_figure_may_be_larger_but_not_smaller(
    tmp_path: Path, made: dict[str, Any]
) -> None:
    made["江夏区/林二-考核表.docx"] = None
    _figures(made, problems_solved=5)  # the one form that has arrived says 6
    assert told(tmp_path, made) == [
        "KD530 江夏区/附件5.docx rows.0.outcomes.problems_solved",
        "KD531 江夏区/附件2.docx rows.1.name",
    ]


def test_a_sum_without_any_form_is_compared_with_nothing(tmp_path: Path, made: dict[str, Any]) -> None:
    made["青山区/青一-考核表.docx"] = None
    assert told(tmp_path, made) == []


# ------------------------------------------------------------------ lists and forms


def test_who_handed_in_a_form_and_stands_in_no_list_is_told(tmp_path: Path, made: dict[str, Any]) -> None:
    made["江夏区/附件2.docx"] = without(made["江夏区/附件2.docx"], "林二")
    (finding,) = kd.reconcile(scan(tmp_path, made))
    assert (finding.code, finding.field) == ("KD532", "name")
    assert "江夏区/附件2.docx" in finding.message
    assert "林二-考核表.docx" in str(finding.where)


def test_a_list_that_has_not_arrived_lacks_nobody(tmp_path: Path, made: dict[str, Any]) -> None:
    made["江夏区/附件2.docx"] = None
    assert told(tmp_path, made) == []


def test_a_verdict_that_is_not_that_of_the_opinions_is_told(tmp_path: Path, made: dict[str, Any]) -> None:
    list_ = made["江夏区/附件2.docx"]
    made["江夏区/附件2.docx"] = row(list_, "林二", passed=True, failure_reason=None, account=account("林二"))
    (finding,) = kd.reconcile(scan(tmp_path, made))
    assert (finding.code, finding.field) == ("KD534", "rows.1.passed")
    for said in ("此处是通过验收", "意见是不通过验收", "林二-考核表.docx"):
        assert said in finding.message, said


OPEN = "材料待补齐后再审。"


def _said(made: dict[str, Any], **texts: str | None) -> None:
    """The form of 林一, who passed by the list, with other opinions."""
    form = made["江夏区/林一-考核表.docx"]
    signed = form.opinions.economy_bureau.signed_on
    told = {
        name: kd.Opinion(text=text, signed_on=signed) if text else kd.Opinion()
        for name, text in texts.items()
    }
    made["江夏区/林一-考核表.docx"] = attrs.evolve(form, opinions=attrs.evolve(form.opinions, **told))


@pytest.mark.parametrize("against", ["economy_bureau", "organization_dept"])
@pytest.mark.parametrize("other", ["同意通过验收。", OPEN])
def test_one_opinion_against_a_verdict_is_told_whatever_the_other_says(
    tmp_path: Path, made: dict[str, Any], against: str, other: str
) -> None:
    _said(made, **({"economy_bureau": other, "organization_dept": other} | {against: "考核不合格。"}))
    (finding,) = kd.reconcile(scan(tmp_path, made))
    assert (finding.code, finding.field) == ("KD534", "rows.0.passed")
    assert "意见是不通过验收" in finding.message


@pytest.mark.parametrize(
    ("first", "second"), [("同意通过验收。", OPEN), (OPEN, OPEN), (None, "同意通过验收。")]
)
def test_a_verdict_that_the_opinions_leave_open_is_a_warning(
    tmp_path: Path, made: dict[str, Any], first: str | None, second: str
) -> None:
    _said(made, economy_bureau=first, organization_dept=second)
    (finding,) = (each for each in kd.reconcile(scan(tmp_path, made)) if each.code != "KD401")
    assert (finding.code, finding.field, finding.severity.value) == ("KD543", "rows.0.passed", "warning")
    assert "林一-考核表.docx" in finding.message


def test_a_verdict_without_any_opinion_is_a_warning(tmp_path: Path, made: dict[str, Any]) -> None:
    _said(made, economy_bureau=None, organization_dept=None)
    assert told(tmp_path, made) == ["KD543 江夏区/附件2.docx rows.0.passed"]


def test_what_a_list_says_otherwise_than_the_form_is_a_warning(tmp_path: Path, made: dict[str, Any]) -> None:
    made["江夏区/附件2.docx"] = row(made["江夏区/附件2.docx"], "林一", position="讲师")
    (finding,) = kd.reconcile(scan(tmp_path, made))
    assert (finding.code, finding.severity.value) == ("KD533", "warning")
    assert "此处是讲师" in finding.message
    assert "是教授" in finding.message


@pytest.mark.parametrize("position", ["教 授、院长", "教授 院长", "教授兼院长", "教授（博导）"])
def test_a_shorter_way_to_say_the_same_is_no_difference(
    tmp_path: Path, made: dict[str, Any], position: str
) -> None:
    made["江夏区/附件2.docx"] = row(made["江夏区/附件2.docx"], "林一", position=position)
    assert told(tmp_path, made) == []


@pytest.mark.parametrize("position", ["副教授", "教授级高级工程师"])
def test_a_longer_title_that_only_holds_the_other_is_a_difference(
    tmp_path: Path, made: dict[str, Any], position: str
) -> None:
    made["江夏区/附件2.docx"] = row(made["江夏区/附件2.docx"], "林一", position=position)
    assert told(tmp_path, made) == ["KD533 江夏区/附件2.docx rows.0.position"]


# ------------------------------------------------------------------ lists that share nobody


def test_who_stands_in_two_lists_that_share_nobody_is_told(tmp_path: Path, made: dict[str, Any]) -> None:
    absent = made["江夏区/附件3.docx"]
    both = attrs.evolve(absent.rows[0], name="夏二", host_enterprise="夏二有限公司", serial=2)
    made["江夏区/附件3.docx"] = attrs.evolve(absent, rows=(*absent.rows, both))
    (finding,) = kd.reconcile(scan(tmp_path, made))
    assert finding.code == "KD535"
    assert "附件3.docx" in f"{finding.where}{finding.message}"
    assert "附件4.docx" in f"{finding.where}{finding.message}"


def test_who_stands_in_no_list_is_told_with_the_lists(tmp_path: Path, made: dict[str, Any]) -> None:
    # The list says that there is nobody: it is there.
    made["江夏区/附件3.docx"] = without(made["江夏区/附件3.docx"], "夏一")
    (finding,) = kd.reconcile(scan(tmp_path, made))
    assert finding.code == "KD536"
    for said in ("夏一", "附件3、附件4", "江夏区/附件3.docx", "江夏区/附件4.docx"):
        assert said in finding.message, said
    assert "花名册" in str(finding.where)


def test_while_one_of_the_lists_is_missing_nobody_is_missed(tmp_path: Path, made: dict[str, Any]) -> None:
    made["江夏区/附件3.docx"] = None
    assert told(tmp_path, made, whole=True) == []


def test_who_is_perhaps_in_a_list_by_another_name_is_told_once(tmp_path: Path, made: dict[str, Any]) -> None:
    made["江夏区/附件4.docx"] = row(made["江夏区/附件4.docx"], "夏二", name="夏儿")
    submission = scan(tmp_path, made)
    assert [finding.code for finding in submission.findings] == ["KD501"]
    assert kd.reconcile(submission) == ()


def test_two_lists_of_one_kind_with_the_same_person_are_a_warning(
    tmp_path: Path, made: dict[str, Any]
) -> None:
    first, second = made["江夏区/附件4.docx"], made["青山区/附件4.docx"]
    made["青山区/附件4.docx"] = attrs.evolve(second, rows=(*second.rows, first.rows[0]))
    (finding,) = kd.reconcile(scan(tmp_path, made))
    assert (finding.code, finding.severity.value) == ("KD542", "warning")
    assert "江夏区/附件4.docx" in finding.message


# ------------------------------------------------------------------ accounts


def test_an_account_of_somebody_who_is_not_paid_is_told(tmp_path: Path, made: dict[str, Any]) -> None:
    made["江夏区/附件4.docx"] = row(made["江夏区/附件4.docx"], "夏二", on_duty=False)
    (finding,) = kd.reconcile(scan(tmp_path, made))
    assert (finding.code, finding.field) == ("KD537", "rows.0.on_duty")
    assert "是否到岗" in finding.message
    assert "为“否”，却" in finding.message
    assert finding.message.count("附件4.docx") == 1


def test_a_number_of_two_people_is_told_and_masked(tmp_path: Path, made: dict[str, Any]) -> None:
    shared = account("林一")
    made["江夏区/附件4.docx"] = row(made["江夏区/附件4.docx"], "夏二", account=shared, mobile=mobile("山二"))
    found = kd.reconcile(scan(tmp_path, made))
    assert [(each.code, each.severity.value) for each in found] == [("KD538", "error"), ("KD538", "warning")]
    for each, number in zip(found, (shared.number, mobile("山二")), strict=True):
        assert number is not None
        assert number not in str(each)
        assert number[-4:] in each.message
    assert "林一" in found[0].message
    assert "附件2.docx" in f"{found[0].where}{found[0].message}"


def test_two_accounts_of_one_person_are_told(tmp_path: Path, made: dict[str, Any]) -> None:
    first, second = made["江夏区/附件4.docx"], made["青山区/附件4.docx"]
    other = attrs.evolve(first.rows[0], account=account("别的"))
    made["青山区/附件4.docx"] = attrs.evolve(second, rows=(*second.rows, other))
    found = told(tmp_path, made)
    assert found == ["KD542 青山区/附件4.docx rows.1.name", "KD539 青山区/附件4.docx rows.1.account.number"]


@pytest.mark.parametrize("named", [True, False], ids=["with the enterprise", "with the name alone"])
def test_an_account_that_an_earlier_list_has_otherwise_is_a_warning(
    tmp_path: Path, made: dict[str, Any], named: bool
) -> None:
    first = kd.AccountRow(
        name="林一", host_enterprise="林一有限公司" if named else None, account=account("以前")
    )
    earlier = kd.AccountCollection(cohort=2, rows=(first,))
    (finding,) = kd.reconcile(scan(tmp_path, made), earlier=[earlier])
    assert (finding.code, finding.severity.value) == ("KD540", "warning")
    assert "附件2.docx" in str(finding.where)
    assert "以前的名单1" in finding.message
    same = changed(earlier, rows=(changed(first, account=account("林一")),))
    assert kd.reconcile(scan(tmp_path, made), earlier=[same]) == ()


def test_an_earlier_list_that_was_read_names_its_file(tmp_path: Path, made: dict[str, Any]) -> None:
    first = kd.AccountRow(name="林一", host_enterprise="林一有限公司", account=account("以前"))
    kd.write(kd.AccountCollection(cohort=2, rows=(first,)), tmp_path / "第一次.docx")
    reading = kd.read(tmp_path / "第一次.docx")
    (finding,) = kd.reconcile(scan(tmp_path / "in", made), earlier=[reading])
    assert "第一次.docx 表1第2行" in finding.message


# ------------------------------------------------------------------ head counts


def test_head_counts_are_compared_where_the_whole_city_is_there(tmp_path: Path, made: dict[str, Any]) -> None:
    more = made["青山区/附件4.docx"]
    made["青山区/附件4.docx"] = attrs.evolve(
        more,
        rows=(
            *more.rows,
            attrs.evolve(
                more.rows[0],
                name="多余",
                host_enterprise="多余公司",
                account=account("多"),
                mobile=mobile("多"),
            ),
        ),
    )
    submission = scan(tmp_path, made)
    assert kd.reconcile(submission) == ()
    (finding,) = kd.reconcile(submission, whole=True)
    assert finding.code == "KD541"
    for said in ("第四批应为4人", "附件3、附件4共5人", "江夏区/附件3.docx", "等4份"):
        assert said in finding.message, said


def test_who_owes_no_form_since_another_list_has_them_is_counted_there(
    tmp_path: Path, made: dict[str, Any]
) -> None:
    submission = scan(tmp_path, made)
    duties = tuple(
        attrs.evolve(duty, unless=("absence_summary",)) if duty.form == "account_collection" else duty
        for duty in submission.programme.duties
        if duty.form != "absence_summary"
    )
    programme = attrs.evolve(submission.programme, exclusive=(), duties=duties)
    assert kd.reconcile(submission, programme=programme, whole=True) == ()


def test_an_open_version_of_one_district_does_not_hide_the_figures_of_another(
    tmp_path: Path, made: dict[str, Any]
) -> None:
    other = attrs.evolve(made["青山区/青一-考核表.docx"], position="讲师")
    made["青山区/青一-考核表-修改.docx"] = other
    _figures(made, people_trained=999)
    assert "KD530 江夏区/附件5.docx rows.0.outcomes.people_trained" in told(tmp_path, made)


@pytest.mark.parametrize("text", [None, "/", "无"])
def test_who_has_not_signed_and_has_no_account_is_no_contradiction_and_is_paid_nothing(
    tmp_path: Path, made: dict[str, Any], text: str | None
) -> None:
    none = kd.BankAccount(branch=text, number=text)
    made["江夏区/附件4.docx"] = row(
        made["江夏区/附件4.docx"], "夏二", contract_signed=False, on_duty=False, account=none
    )
    submission = scan(tmp_path, made)
    assert kd.reconcile(submission) == ()
    payments = kd.payments(submission)
    assert payments.held == ()
    assert "夏二" in [each.person.first.name for each in payments.none]
