"""Who is paid, who is held back, who is paid nothing; and the list for the bank."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kjfz_docs as kd
from kjfz_docs.codecs.capitals import amount_of_capitals
from tests.making import joined
from tests.strategies import changed
from tests.workflow.agreeing import PROGRAMME, account, files, roster, row, scan, without
from tests.workflow.submitting import put, zipped


@pytest.fixture
def made() -> dict[str, Any]:
    return files()


def drawn(found: kd.Payments) -> list[str]:
    """Everybody as text: paid with the amount, held with the codes, or none with the reason."""
    return [
        *(f"{each.row.name} {each.row.amount}" for each in found.paid),
        *(f"{each.person.first.name} {'、'.join(one.code for one in each.findings)}" for each in found.held),
        *(f"{each.person.first.name} {each.reason}" for each in found.none),
    ]


def test_who_passed_and_who_serves_is_paid_and_all_others_have_a_reason(
    tmp_path: Path, made: dict[str, Any]
) -> None:
    found = kd.payments(scan(tmp_path, made))
    assert drawn(found) == [
        "林一 20000.00",
        "青一 20000.00",
        "夏二 30000.00",
        "山二 30000.00",
        "林二 考核验收总体意见：不通过验收",
        "夏一 列入附件3",
        "山一 列入附件3",
    ]
    assert (found.total, found.capitals) == (Decimal("100000.00"), "壹拾万元整")
    assert found.of(2, 2).total == Decimal("40000.00")
    first = found.paid[0]
    assert (first.row.account, first.row.bank) == (account("林一").number, "示范银行示范支行")
    assert str(first.account_at) == "江夏区/附件2.docx 表1第2行第9列"
    assert first.row.purpose == "湖北省科技副总第二批第二次拨付"
    assert str(account("林一").number) not in repr(found)


# ------------------------------------------------------------------ held back


def test_nobody_with_an_open_error_in_a_form_is_paid(tmp_path: Path, made: dict[str, Any]) -> None:
    made["江夏区/林一-考核表.docx"] = attrs.evolve(
        made["江夏区/林一-考核表.docx"], evaluation=kd.EnterpriseEvaluation()
    )
    made["江夏区/附件4.docx"] = row(made["江夏区/附件4.docx"], "夏二", gender=None)
    # What is wrong with the list itself is nobody's fault.
    made["青山区/附件4.docx"] = attrs.evolve(made["青山区/附件4.docx"], filled_by=None)
    found = kd.payments(scan(tmp_path, made))
    assert drawn(found)[:4] == ["青一 20000.00", "山二 30000.00", "林一 KD412", "夏二 KD401"]
    assert "林一-考核表.docx" in str(found.held[0].findings[0].where)


def test_two_with_one_account_are_both_held_back(tmp_path: Path, made: dict[str, Any]) -> None:
    made["江夏区/附件4.docx"] = row(made["江夏区/附件4.docx"], "夏二", account=account("林一"))
    found = kd.payments(scan(tmp_path, made))
    assert drawn(found)[2:4] == ["林一 KD538", "夏二 KD538"]


def test_who_is_perhaps_somebody_of_the_roster_is_held_back(tmp_path: Path, made: dict[str, Any]) -> None:
    made["江夏区/附件4.docx"] = row(made["江夏区/附件4.docx"], "夏二", name="夏儿")
    found = kd.payments(scan(tmp_path, made))
    assert "夏儿 KD501" in drawn(found)
    (reason,) = [each.reason for each in found.none if each.person.first.name == "夏二"]
    assert "夏儿" in reason


def test_two_alike_in_one_list_are_not_both_paid_without_a_roster(
    tmp_path: Path, made: dict[str, Any]
) -> None:
    listed = made["江夏区/附件4.docx"]
    twice = attrs.evolve(listed.rows[0], name="夏而", account=account("夏而"), mobile="13700000000")
    made["江夏区/附件4.docx"] = attrs.evolve(listed, rows=(*listed.rows, twice))
    other = attrs.evolve(made["青山区/附件4.docx"].rows[0], **{
        "name": "夏二", "host_enterprise": "夏二公司", "account": account("青二"), "mobile": "13600000000",
    })  # fmt: skip
    made["青山区/附件4.docx"] = attrs.evolve(made["青山区/附件4.docx"], rows=(other,))
    found = kd.payments(scan(tmp_path, made, roster=None))
    held = [each.person.who for each in found.held]
    assert held == ["夏二（夏二有限公司）", "夏二（夏二公司）"]


@pytest.mark.parametrize("in_one_file", [True, False])
def test_two_alike_in_two_lists_are_not_both_paid_whatever_files_these_lie_in(
    tmp_path: Path, made: dict[str, Any], in_one_file: bool
) -> None:
    listed = made["江夏区/附件4.docx"]
    other = changed(listed.rows[0], host_enterprise="夏二公司", account=account("青二"), mobile="13600000000")
    more = attrs.evolve(listed, rows=(other,))
    if in_one_file:
        made["江夏区/附件4.docx"] = joined(kd.render(listed, "docx"), kd.render(more, "docx"))
    else:
        made["江夏区/附件4-补.docx"] = more
    submission = scan(tmp_path, made, roster=None)
    held = {each.person.who for each in kd.payments(submission).held}
    assert held == {"夏二（夏二有限公司）", "夏二（夏二公司）"}
    parts = [each.message for each in submission.findings if each.code == "KD509"]
    assert [("附件4.docx（第" in each) for each in parts] == [in_one_file] * 2


def test_one_person_in_two_lists_of_one_file_is_told(tmp_path: Path, made: dict[str, Any]) -> None:
    here, there = made["江夏区/附件4.docx"], made.pop("青山区/附件4.docx")
    more = attrs.evolve(there, rows=(*there.rows, *here.rows))
    made["附件4.docx"] = joined(kd.render(made.pop("江夏区/附件4.docx"), "docx"), kd.render(more, "docx"))
    assert "KD542" in [each.code for each in kd.reconcile(scan(tmp_path, made))]


def test_an_open_version_holds_all_of_both_back(tmp_path: Path, made: dict[str, Any]) -> None:
    made["江夏区/附件4-改.docx"] = row(made["江夏区/附件4.docx"], "夏二", account=account("别的"))
    found = kd.payments(scan(tmp_path, made))
    assert "夏二 KD508、KD508" in drawn(found)


def test_a_condition_that_nobody_filled_in_pays_nobody(tmp_path: Path, made: dict[str, Any]) -> None:
    programme = attrs.evolve(PROGRAMME, collations=())
    made["江夏区/附件2.docx"] = row(made["江夏区/附件2.docx"], "林一", passed=None)
    (held,) = kd.payments(scan(tmp_path, made), programme=programme).held
    assert [each.code for each in held.findings] == ["KD401"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"number": None}, "KD409"), ({"branch": None}, "KD409"), ({"number": "12345"}, "KD554")],
)
def test_an_account_that_no_bank_would_take_pays_nobody(
    tmp_path: Path, made: dict[str, Any], changes: dict[str, Any], code: str
) -> None:
    broken = changed(account("林一"), **changes)
    made["江夏区/附件2.docx"] = row(made["江夏区/附件2.docx"], "林一", account=broken)
    found = kd.payments(scan(tmp_path, made))
    assert [(each.person.first.name, [one.code for one in each.findings]) for each in found.held] == [
        ("林一", [code])
    ]


def test_who_is_listed_in_another_cohort_than_the_roster_says_is_held_back(
    tmp_path: Path, made: dict[str, Any]
) -> None:
    people = [changed(each, cohort=4) if each.name == "林一" else each for each in roster().rows]
    # Nothing else keeps them from being paid.
    programme = attrs.evolve(PROGRAMME, exclusive=())
    found = kd.payments(scan(tmp_path, made, programme=programme, roster=kd.Roster(rows=tuple(people))))
    (held,) = [each for each in found.of(2, 2).held if each.person.first.name == "林一"]
    assert {each.code for each in held.findings} == {"KD504"}


def test_an_account_of_the_roster_without_a_bank_pays_nobody(tmp_path: Path, made: dict[str, Any]) -> None:
    programme, people = _account_in_roster()
    people = row(people, "青一", account=changed(account("册"), branch=None))
    found = kd.payments(scan(tmp_path, made, programme=programme, roster=people))
    assert "青一 KD553" in drawn(found)


def test_two_lists_that_say_different_things_of_one_person_pay_nobody(
    tmp_path: Path, made: dict[str, Any]
) -> None:
    here, there = made["江夏区/附件4.docx"], made["青山区/附件4.docx"]
    other = tuple(attrs.evolve(each, on_duty=False, account=kd.BankAccount()) for each in here.rows)
    made["青山区/附件4.docx"] = attrs.evolve(there, rows=(*there.rows, *other))
    found = kd.payments(scan(tmp_path, made))
    (held,) = [each for each in found.held if each.person.first.name == "夏二"]
    assert "KD555" in [each.code for each in held.findings]


def test_an_error_of_the_cohort_of_a_list_holds_all_of_it_back(tmp_path: Path, made: dict[str, Any]) -> None:
    submission = scan(tmp_path, made)
    for field, code in (("rows", "KD403"), ("rows.*.name", "KD403"), ("cohort", "KD406")):
        fault = kd.Finding(code=code, severity=kd.Severity.ERROR, message="x", field=field)
        items = tuple(
            attrs.evolve(each, reading=changed(each.reading, findings=(fault,)))
            if each.name == "江夏区/附件4.docx"
            else each
            for each in submission.items
        )
        found = kd.payments(attrs.evolve(submission, items=items))
        assert f"夏二 {code}" in drawn(found)


# ------------------------------------------------------------------ where accounts stand


def _account_in_roster() -> tuple[kd.Programme, kd.Roster]:
    """No list has an account: the programme says that the roster does."""
    second, fourth = PROGRAMME.cohorts
    instalment = attrs.evolve(
        second.instalments[1], form="assessment", needs=(), accounts=("earlier", "roster")
    )
    programme = attrs.evolve(
        PROGRAMME,
        cohorts=(attrs.evolve(second, instalments=(instalment,)), attrs.evolve(fourth, instalments=())),
    )
    people = roster()
    rows = tuple(
        changed(each, account=account("册")) if each.name == "青一" else each for each in people.rows
    )
    return programme, changed(people, rows=rows)


def test_accounts_are_looked_for_where_the_programme_says(tmp_path: Path, made: dict[str, Any]) -> None:
    programme, people = _account_in_roster()
    keep = {name: record for name, record in made.items() if "考核表" in name}
    submission = scan(tmp_path, keep, roster=people, programme=programme)
    before = kd.AccountRow(name="林一", host_enterprise="林一有限公司", account=account("以前"))
    found = kd.payments(submission, earlier=[kd.AccountCollection(cohort=2, rows=(before,))])
    assert [(each.row.name, each.row.account, str(each.account_at)) for each in found.paid] == [
        ("林一", account("以前").number, "以前的名单1"),
        ("青一", account("册").number, "花名册"),
    ]
    assert drawn(found)[2:] == ["林二 KD552"]
    assert "earlier" not in found.held[0].findings[0].message


def test_an_account_that_has_changed_is_paid_to_and_told_beside(tmp_path: Path, made: dict[str, Any]) -> None:
    before = kd.AccountRow(name="林一", host_enterprise="林一有限公司", account=account("以前"))
    found = kd.payments(scan(tmp_path, made), earlier=[kd.AccountCollection(cohort=2, rows=(before,))])
    assert [(each.row.name, [told.code for told in each.warnings]) for each in found.paid][:2] == [
        ("林一", ["KD540"]),
        ("青一", []),
    ]
    book = openpyxl.load_workbook(found.write(tmp_path / "拨付.xlsx"))
    warned = list(book["请核对"].iter_rows(values_only=True))
    assert warned[1][0] == "林一"
    assert str(account("林一").number) not in str(warned)


# ------------------------------------------------------------------ never twice


def test_who_was_paid_is_not_paid_again(tmp_path: Path, made: dict[str, Any]) -> None:
    submission = scan(tmp_path / "in", made)
    first = kd.payments(submission)
    for name in ("拨付.xlsx", "拨付.csv"):
        first.write(tmp_path / name)
        earlier = kd.PaymentList.read(tmp_path / name)
        again = kd.payments(submission, earlier=[earlier])
        assert again.paid == ()
        assert again.held == ()
        assert {each.reason for each in again.none if each.person.first.name == "夏二"} == {"已经拨付"}
        assert name in {each.where.file for each in again.none if each.where is not None}
        assert (again.total, again.capitals) == (Decimal("0.00"), "零元整")


def test_a_payment_that_is_perhaps_theirs_holds_them_back(tmp_path: Path, made: dict[str, Any]) -> None:
    submission = scan(tmp_path, made)
    rows = kd.payments(submission).rows
    names: dict[str, dict[str, Any]] = {"林一": {"account": account("旧").number}, "夏二": {"name": "夏儿"}}
    others = [changed(each, **names.get(each.name or "", {})) for each in rows[::2]]
    found = kd.payments(submission, earlier=[kd.PaymentList(rows=tuple(others))])
    assert drawn(found)[:4] == ["青一 20000.00", "山二 30000.00", "林一 KD550", "夏二 KD550"]
    told = [each.findings[0].message for each in found.held]
    assert "姓名相同" in told[0]
    assert "账号相同" in told[1]


def test_a_folder_of_before_with_a_list_of_payments_pays_nobody_again(
    tmp_path: Path, made: dict[str, Any]
) -> None:
    submission = scan(tmp_path / "in", made)
    (tmp_path / "旧").mkdir()
    first = kd.payments(submission)
    first.write(tmp_path / "旧" / "拨付.xlsx")
    put(tmp_path / "旧", "附件.zip", zipped({"拨付.csv": first.write(tmp_path / "拨付.csv").read_bytes()}))
    before = kd.Submission.scan(tmp_path / "旧", programme=PROGRAMME)
    again = kd.payments(submission, earlier=[before])
    assert (again.paid, again.held) == ((), ())


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ({"说明.txt": b"x"}, "说明.txt: neither a form nor a list of payments"),
        ({"坏.xlsx": b"PK\x03\x04"}, r"坏.xlsx: among lists of before \(unreadable\)"),
        ({"扫描.pdf": b"%PDF-1.4"}, r"扫描.pdf: among lists of before \(scan\)"),
        (
            {"名单.csv": "户名,账号,金额（元）,用途\n,6200000000000000018,1,x\n".encode()},
            "名单.csv: 0.name: no name",
        ),
    ],
)
def test_what_cannot_be_taken_in_a_folder_of_before_is_refused(
    tmp_path: Path, made: dict[str, Any], content: dict[str, bytes], problem: str
) -> None:
    for name, data in content.items():
        put(tmp_path / "旧", name, data)
    before = kd.Submission.scan(tmp_path / "旧", programme=PROGRAMME)
    with pytest.raises(ValueError, match=problem):
        kd.payments(scan(tmp_path / "in", made), earlier=[before])


def test_versions_of_which_none_counts_are_no_lists_of_before(tmp_path: Path, made: dict[str, Any]) -> None:
    for name, account_of in (("一", "林一"), ("二", "别的")):
        listed = row(made["江夏区/附件4.docx"], "夏二", account=account(account_of))
        put(tmp_path / "旧", f"江夏区/{name}.docx", listed)
    before = kd.Submission.scan(tmp_path / "旧", programme=PROGRAMME)
    with pytest.raises(ValueError, match="conflicting"):
        kd.payments(scan(tmp_path / "in", made), earlier=[before])


HEADS = "户名,账号,金额（元）,用途"


@pytest.mark.parametrize(
    "line",
    [
        ",6200000000000000018,20000,湖北省科技副总第二批第二次拨付",
        ",,20000,湖北省科技副总第二批第二次拨付",
    ],
)
def test_a_row_without_a_name_that_pays_is_not_passed_over(tmp_path: Path, line: str) -> None:
    path = tmp_path / "名单.csv"
    path.write_text(f"{HEADS}\n{line}\n", encoding="utf-8")
    with pytest.raises(kd.ConversionError, match=r"no name beside what is paid \(名单.csv 第2行"):
        kd.PaymentList.read(path)


def test_blank_rows_sums_and_remarks_pay_nobody(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    rows = [
        "序号," + HEADS,
        ",,,,",
        '1,林一,6200000000000000018,"20,000.00",x',
        "合计,,,20000,",
        ",合计,,20000,",
        "制表人：林,,,,",
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    read = kd.PaymentList.read(path).record
    assert read is not None
    assert [(each.name, each.amount) for each in read.rows] == [("林一", Decimal("20000.00"))]


def test_every_sheet_with_the_heads_is_read(tmp_path: Path, made: dict[str, Any]) -> None:
    submission = scan(tmp_path / "in", made)
    path = kd.payments(submission).write(tmp_path / "拨付.xlsx")
    book = openpyxl.load_workbook(path)
    first = book.worksheets[0]
    second = book.copy_worksheet(first)
    first.delete_rows(2, 2)
    second.delete_rows(4, 3)
    book.save(path)
    again = kd.payments(submission, earlier=[kd.PaymentList.read(path)])
    assert (again.paid, again.held) == ((), ())


def test_an_earlier_payment_without_a_name_holds_the_account_back(
    tmp_path: Path, made: dict[str, Any]
) -> None:
    submission = scan(tmp_path, made)
    first, *_ = kd.payments(submission).rows
    found = kd.payments(submission, earlier=[kd.PaymentList(rows=(changed(first, name=None),))])
    assert "林一 KD550" in drawn(found)
    assert "没有户名的一行账号相同" in found.held[0].findings[0].message


def test_of_two_namesakes_the_one_with_the_account_was_paid(tmp_path: Path, made: dict[str, Any]) -> None:
    listed = made["青山区/附件4.docx"]
    made["青山区/附件4.docx"] = row(listed, "山二", name="夏二")
    people = [changed(each, name="夏二") if each.name == "山二" else each for each in roster().rows]
    submission = scan(tmp_path, made, roster=kd.Roster(rows=tuple(people)))
    first = next(each for each in kd.payments(submission).rows if each.account == account("夏二").number)
    found = kd.payments(submission, earlier=[kd.PaymentList(rows=(first,))])
    assert [each.person.who for each in found.none if each.reason == "已经拨付"] == [
        "夏二（示范学院，夏二有限公司）"
    ]


def test_sums_have_two_decimals_even_where_nobody_is_paid(tmp_path: Path) -> None:
    assert str(kd.payments(scan(tmp_path, {})).total) == "0.00"


def test_an_earlier_payment_of_another_amount_holds_back(tmp_path: Path, made: dict[str, Any]) -> None:
    submission = scan(tmp_path, made)
    first, second, *_ = kd.payments(submission).rows
    amounts = (changed(first, amount=Decimal("15000.00")), changed(second, amount=None))
    found = kd.payments(submission, earlier=[kd.PaymentList(rows=amounts)])
    assert drawn(found)[2:4] == ["林一 KD556", "青一 KD556"]
    (half,), (blank,) = (each.findings for each in found.held)
    assert "金额为15000.00元，应为20000元" in half.message
    assert "金额为空白" in blank.message


def test_an_earlier_payment_for_something_unknown_is_refused(tmp_path: Path, made: dict[str, Any]) -> None:
    earlier = kd.PaymentList(rows=(kd.PaymentRow(name="林一", account="1" * 16, purpose="慰问"),))
    with pytest.raises(ValueError, match="no instalment has the purpose '慰问'"):
        kd.payments(scan(tmp_path, made), earlier=[earlier])


# ------------------------------------------------------------------ who is not listed


def test_who_is_in_no_list_is_told_why(tmp_path: Path, made: dict[str, Any]) -> None:
    made["江夏区/附件2.docx"] = None
    made["青山区/附件4.docx"] = without(made["青山区/附件4.docx"], "山二")
    found = drawn(kd.payments(scan(tmp_path, made)))
    assert "林一 附件2尚未收到" in found
    assert "山二 KD536" in found


def test_a_programme_that_pays_by_no_list_is_refused(tmp_path: Path) -> None:
    cohorts = tuple(attrs.evolve(each, instalments=()) for each in PROGRAMME.cohorts)
    with pytest.raises(ValueError, match="no instalment"):
        kd.payments(scan(tmp_path, {}), programme=attrs.evolve(PROGRAMME, cohorts=cohorts))


# ------------------------------------------------------------------ any list


PEOPLE = st.lists(
    st.builds(
        kd.AccountRow,
        name=st.sampled_from(("林一", "林二", "林三", "林四")),
        host_enterprise=st.sampled_from(("甲公司", "乙材料公司", "甲", None)),
        account=st.builds(
            kd.BankAccount,
            branch=st.sampled_from(("示范银行", None)),
            number=st.sampled_from(("4200000000000001", "4200000000000002", "4200000000000003", "12", None)),
        ),
        contract_signed=st.sampled_from((True, True, False, None)),
        on_duty=st.just(True),
    ),
    max_size=8,
).map(tuple)


def read(name: str, record: Any) -> kd.Item:
    """A list as it is read, without a file."""
    form = kd.forms["account_collection"]
    reading = kd.Reading(outcome=kd.Outcome.OK, record=record, form=form, file=name)
    mentions = kd.mentions_in(reading)
    return kd.Item(path=Path(name), name=name, status=kd.Status.COMPLETE, reading=reading, mentions=mentions)


def submitted(programme: kd.Programme, *items: kd.Item, roster: kd.Roster | None = None) -> kd.Submission:
    """What was read, without a folder."""
    listed = None if roster is None else kd.mentions_of(roster, source="roster", document="花名册")
    people = kd.who_is_who([mention for item in items for mention in item.mentions], listed)
    return kd.Submission(
        folder=Path(),
        programme=programme,
        items=items,
        people=people,
        roster=listed,
        forms=dict(kd.forms),
    )


@given(PEOPLE, PEOPLE, st.integers(1, 10**7))
def test_of_any_lists_everybody_is_in_one_of_three_and_no_account_is_paid_twice(
    first: tuple[kd.AccountRow, ...], second: tuple[kd.AccountRow, ...], fen: int
) -> None:
    amount = Decimal(fen).scaleb(-2)
    fourth = attrs.evolve(
        PROGRAMME.cohorts[1], instalments=(attrs.evolve(PROGRAMME.cohorts[1].instalments[0], amount=amount),)
    )
    programme = attrs.evolve(PROGRAMME, cohorts=(fourth,), duties=(), exclusive=())
    items = (
        read("一.docx", kd.AccountCollection(rows=first)),
        read("二.docx", kd.AccountCollection(rows=second)),
    )
    submission = submitted(programme, *items)
    found = kd.payments(submission)
    assert len(found.paid) + len(found.held) + len(found.none) == len(submission.people)
    accounts = [row.account for row in found.rows]
    assert len(set(accounts)) == len(accounts)
    assert found.total * 100 == len(accounts) * fen
    assert amount_of_capitals(found.capitals) == found.total
    assert kd.payments(submission, earlier=[kd.PaymentList(rows=found.rows)]).paid == ()


@attrs.frozen(kw_only=True)
class Undated:
    """A list that does not say of which cohort its people are."""

    rows: tuple[kd.AccountRow, ...] = ()


def test_a_list_that_says_no_cohort_pays_nobody_twice() -> None:
    first, second = (
        attrs.evolve(each, instalments=(attrs.evolve(PROGRAMME.cohorts[1].instalments[0], needs=()),))
        for each in PROGRAMME.cohorts
    )
    programme = attrs.evolve(PROGRAMME, cohorts=(first, second), duties=(), exclusive=(), collations=())
    record = Undated(
        rows=(
            kd.AccountRow(name="林一", host_enterprise="林一有限公司", account=account("林一")),
            kd.AccountRow(name="无名", host_enterprise="无名公司", account=account("无名")),
        )
    )
    found = kd.payments(submitted(programme, read("一.docx", record), roster=roster()))
    assert [(each.row.name, each.cohort) for each in found.paid] == [("林一", 2)]
    assert {(each.person.first.name, each.cohort) for each in found.held} == {("无名", 2), ("无名", 4)}
    (alone,) = (kd.payments(submitted(attrs.evolve(programme, cohorts=(second,)), read("一.docx", record))),)
    assert [each.row.name for each in alone.paid] == ["林一", "无名"]
    both = kd.payments(submitted(programme, read("一.docx", record)))
    assert both.paid == ()
    assert {one.code for each in both.held for one in each.findings} == {"KD551"}


def test_a_list_of_another_programme_pays_nobody() -> None:
    row = kd.AccountRow(
        name="林一", host_enterprise="甲", account=account("林一"), contract_signed=True, on_duty=True
    )
    own, other = (kd.AccountCollection(programme=id_, rows=(row,)) for id_ in ("hubei", "suizhou"))
    programme = attrs.evolve(PROGRAMME, duties=())
    assert [each.row.name for each in kd.payments(submitted(programme, read("一.docx", own))).paid] == [
        "林一"
    ]
    assert kd.payments(submitted(programme, read("一.docx", other))).paid == ()


def test_a_cohort_that_the_programme_leaves_out_is_not_paid_wherever_it_is_given(
    tmp_path: Path, made: dict[str, Any]
) -> None:
    second = attrs.evolve(PROGRAMME, cohorts=PROGRAMME.cohorts[:1])
    paid = ["林一 20000.00", "青一 20000.00"]
    submission = scan(tmp_path, made, programme=second)
    assert submission.programme == second
    assert drawn(kd.payments(submission))[:3] == [*paid, "林二 考核验收总体意见：不通过验收"]
    assert drawn(kd.payments(scan(tmp_path, {}), programme=second))[:2] == paid
    assert kd.collate(scan(tmp_path, {}), programme=second).programme == second


def test_parts_of_a_fen_are_refused() -> None:
    instalment = attrs.evolve(PROGRAMME.cohorts[1].instalments[0], amount=Decimal("0.005"))
    programme = attrs.evolve(
        PROGRAMME, cohorts=(attrs.evolve(PROGRAMME.cohorts[1], instalments=(instalment,)),), duties=()
    )
    with pytest.raises(ValueError, match="parts of a fen"):
        kd.payments(submitted(programme, read("一.docx", kd.AccountCollection())))


# ------------------------------------------------------------------ files


def test_the_workbook_has_accounts_as_texts_sums_and_who_is_not_paid(
    tmp_path: Path, made: dict[str, Any]
) -> None:
    made["江夏区/附件4.docx"] = row(made["江夏区/附件4.docx"], "夏二", gender=None)
    path = kd.payments(scan(tmp_path / "in", made)).write(tmp_path / "拨付.xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["拨付名单", "汇总", "暂缓拨付", "不予拨付"]
    listed = list(book["拨付名单"].iter_rows(values_only=True))
    assert listed[0] == ("序号", "户名", "账号", "开户行", "金额（元）", "用途")
    assert listed[1][:5] == ("1", "林一", account("林一").number, "示范银行示范支行", 20000)
    assert listed[-1][1:] == ("合计", None, None, 70000, "大写：柒万元整")
    assert book["拨付名单"]["C2"].data_type == "s"
    sums = list(book["汇总"].iter_rows(values_only=True))
    assert sums[1] == ("湖北省科技副总第二批第二次拨付", "2", 20000, 40000, "肆万元整")
    assert sums[-1] == ("合计", "3", None, 70000, "柒万元整")
    held = list(book["暂缓拨付"].iter_rows(values_only=True))
    assert held[1][0] == "夏二"
    assert held[1][4] == "KD401"
    assert len(list(book["不予拨付"].iter_rows())) == 4


def test_the_csv_keeps_accounts_whole_in_spreadsheets(tmp_path: Path, made: dict[str, Any]) -> None:
    found = kd.payments(scan(tmp_path / "in", made))
    path = found.write(tmp_path / "拨付.csv")
    assert path.read_bytes()[:3] == b"\xef\xbb\xbf"
    rows = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    assert rows[1][1:3] == ["林一", f"'{account('林一').number}"]
    assert rows[-1][1] == "合计"
    assert rows[-1][4] == "100000.00"
    read = kd.PaymentList.read(path).record
    assert read is not None
    assert [changed(each, serial=None) for each in read.rows] == list(found.rows)


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"ends in \.xlsx or \.csv"):
        kd.payments(scan(tmp_path, {})).write(tmp_path / "拨付.docx")
