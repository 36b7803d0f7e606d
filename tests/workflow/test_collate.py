"""Forms of people become lists of a district, lists of districts the city's; nothing is guessed, nobody is lost."""

from __future__ import annotations

import pickle
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

import kjfz_docs as kd
from kjfz_docs.records.fields import fields_by_name
from kjfz_docs.records.programme import District, Duty
from kjfz_docs.workflow.made_rows import MadeRow, Target
from tests.strategies import changed
from tests.workflow.collating import CITY, deputy, drawn, reading, told
from tests.workflow.submitting import acceptance, person, put

LIST, SUMS, ACCOUNTS, ABSENT = (
    "acceptance_summary",
    "outcome_statistics",
    "account_collection",
    "absence_summary",
)
ACCOUNT = kd.BankAccount(branch="示范银行", number="6200000000000001230")
OTHER = kd.BankAccount(branch="示范银行", number="6200000000000045674")


def outcomes(trained: int | None, amount: str | None = None) -> kd.Outcomes:
    return kd.Outcomes(people_trained=trained, agreement_amount=None if amount is None else Decimal(amount))


def statistics(district: str, trained: int, bureau: str | None = None) -> kd.OutcomeStatistics:
    row = kd.OutcomeRow(district=district, cohort=2, outcomes=outcomes(trained))
    return kd.OutcomeStatistics(economy_bureau=bureau or f"{district}经信局", rows=(row,))


# ------------------------------------------------------------------ people into lists


def test_the_forms_of_people_become_the_list_of_a_district() -> None:
    made = kd.collate(
        [
            reading("江夏区/王.docx", deputy("王芳", "不予通过", "不合格")),
            reading("江夏区/李.docx", deputy("李明", sending_unit="示范大学", position="教授")),
        ],
        programme=CITY,
    )
    record = made.records[LIST, 2]
    assert drawn(record, "prefecture", "serial", "name", "host_enterprise", "passed") == [
        "武汉市 1 王芳 王芳公司 False",
        "武汉市 2 李明 李明公司 True",
    ]
    assert (record.rows[1].sending_unit, record.rows[1].position) == ("示范大学", "教授")
    assert (record.programme, record.cohort, record.economy_bureau) == ("hubei", 2, None)
    assert told(made, "KD521") == []


def test_what_two_opinions_do_not_both_say_stays_open_and_both_are_quoted() -> None:
    made = kd.collate([reading("江夏区/李.docx", deputy("李明", "同意通过", "同意"))], programme=CITY)
    assert made.records[LIST, 2].rows[0].passed is None
    (finding,) = (each for each in made.findings if each.code == "KD521")
    assert (finding.field, finding.severity) == ("rows.0.passed", kd.Severity.ERROR)
    assert "经信部门考核意见“同意通过”；组织部门考核意见“同意”" in finding.message
    assert finding.where is not None
    assert finding.where.file == "江夏区/李.docx"


def test_an_opinion_that_is_missing_leaves_it_open() -> None:
    made = kd.collate([reading("江夏区/李.docx", deputy("李明", "同意通过", None))], programme=CITY)
    (finding,) = (each for each in made.findings if each.code == "KD521")
    assert "组织部门考核意见没有填写" in finding.message


def test_numbers_in_opinions_are_masked() -> None:
    made = kd.collate(
        [reading("江夏区/李.docx", deputy("李明", "账号6200000000000001230", "同意"))], programme=CITY
    )
    assert "6200000000000001230" not in "".join(map(str, made.findings))


def test_figures_are_summed_by_district_to_the_last_fen() -> None:
    made = kd.collate(
        [
            reading("江夏区/王.docx", deputy("王芳", outcomes=outcomes(3, "0.01"))),
            reading("江岸区/赵.docx", deputy("赵强", outcomes=outcomes(7, "5"))),
            reading("江夏区/李.docx", deputy("李明", outcomes=outcomes(4, "12345678901234567890.99"))),
        ],
        programme=CITY,
    )
    record = made.records[SUMS, 2]
    assert drawn(record, "district", "cohort", "outcomes.people_trained", "outcomes.agreement_amount") == [
        "江岸区 2 7 5",
        "江夏区 2 7 12345678901234567891.00",
    ]
    assert record.total.agreement_amount == Decimal("12345678901234567896.00")


def test_a_sum_says_whose_figures_it_lacks() -> None:
    made = kd.collate(
        [
            reading("江夏区/王.docx", deputy("王芳", outcomes=outcomes(3, "1"))),
            reading("江夏区/李.docx", deputy("李明", outcomes=outcomes(None, "2"))),
        ],
        programme=CITY,
    )
    (finding,) = (each for each in made.findings if (each.field or "").endswith("people_trained"))
    assert (finding.code, finding.field) == ("KD524", "rows.0.outcomes.people_trained")
    assert "李明" in finding.message
    assert "王芳" not in finding.message


def test_a_sum_that_no_record_can_hold_is_left_blank() -> None:
    huge = outcomes(10**60 - 1)
    made = kd.collate(
        [reading(f"江夏区/{name}.docx", deputy(name, outcomes=huge)) for name in ("王芳", "李明")],
        programme=CITY,
    )
    assert made.records[SUMS, 2].rows[0].outcomes.people_trained is None
    assert any("位数过多" in each.message for each in made.findings)


def test_cohorts_are_apart() -> None:
    made = kd.collate(
        [
            reading("江夏区/王.docx", deputy("王芳")),
            reading("江夏区/李.docx", deputy("李明", cohort=3)),
        ],
        programme=CITY,
    )
    assert set(made.records) == {(LIST, 2), (LIST, 3), (SUMS, 2), (SUMS, 3)}
    assert drawn(made.records[LIST, 3], "name") == ["李明"]


def test_people_stand_in_the_order_of_the_roster() -> None:
    people = [deputy(name) for name in ("王芳", "李明", "赵强")]
    roster = kd.Roster(rows=tuple(person(each, district="江夏区") for each in reversed(people)))
    files = [reading(f"{number}.docx", each) for number, each in enumerate(people)]
    made = kd.collate(files, programme=CITY, roster=roster)
    assert drawn(made.records[LIST, 2], "name") == ["赵强", "李明", "王芳"]
    assert drawn(made.records[SUMS, 2], "district") == ["江夏区"]
    assert told(made, "KD529") == []


# ------------------------------------------------------------------ accounts


def test_accounts_come_from_the_roster_and_from_earlier_lists() -> None:
    li, wang, zhao = deputy("李明"), deputy("王芳"), deputy("赵强", "不合格", "不合格")
    roster = kd.Roster(rows=(person(li, account=ACCOUNT), person(wang), person(zhao)))
    earlier = kd.AccountCollection(
        cohort=2, rows=(kd.AccountRow(name="王芳", host_enterprise="王芳公司", account=OTHER),)
    )
    files = [reading(f"江夏区/{each.name}.docx", each) for each in (li, wang, zhao)]
    made = kd.collate(files, programme=CITY, roster=roster, earlier=[reading("旧/附件4.xlsx", earlier)])
    assert [row.account for row in made.records[LIST, 2].rows] == [ACCOUNT, OTHER, kd.BankAccount()]
    assert told(made, "KD522", "KD523") == []
    (source,) = made.explain(LIST, 2, "rows.1.account.number")
    assert (source.file, source.path, source.shown) == (
        "旧/附件4.xlsx",
        "rows.0.account.number",
        "***************5674",
    )
    assert OTHER.number is not None
    assert OTHER.number not in repr(made) + repr(source)


def test_an_account_that_is_not_known_or_differs_is_left_blank() -> None:
    li, wang = deputy("李明"), deputy("王芳")
    roster = kd.Roster(rows=(person(li, account=ACCOUNT), person(wang)))
    earlier = kd.AccountCollection(
        cohort=2, rows=(kd.AccountRow(name="李明", host_enterprise="李明公司", account=OTHER),)
    )
    files = [reading(f"江夏区/{each.name}.docx", each) for each in (li, wang)]
    made = kd.collate(files, programme=CITY, roster=roster, earlier=[reading("旧.xlsx", earlier)])
    assert [row.account for row in made.records[LIST, 2].rows] == [kd.BankAccount(), kd.BankAccount()]
    assert told(made, "KD522", "KD523") == ["KD523 rows.0.account", "KD522 rows.1.account"]
    assert str(ACCOUNT.number) not in "".join(map(str, made.findings))


def test_somebody_of_the_same_name_gives_no_account() -> None:
    earlier = kd.AccountCollection(
        cohort=2, rows=(kd.AccountRow(name="李明", host_enterprise="别的公司", account=OTHER),)
    )
    made = kd.collate(
        [reading("江夏区/李.docx", deputy("李明"))], programme=CITY, earlier=[reading("旧.xlsx", earlier)]
    )
    assert made.records[LIST, 2].rows[0].account == kd.BankAccount()
    assert told(made, "KD522") == ["KD522 rows.0.account"]


# ------------------------------------------------------------------ lists into the city's


def test_the_lists_of_districts_become_the_citys_in_the_order_of_the_programme() -> None:
    hongshan = acceptance("孙二", "周三", bureau="洪山区经信局")
    jiangan = acceptance("吴四", bureau="江岸区经信局")
    made = kd.collate([reading("a.docx", hongshan), reading("b.docx", jiangan)], programme=CITY)
    record = made.records[LIST, 2]
    assert drawn(record, "prefecture", "serial", "name") == [
        "武汉市 1 吴四",
        "武汉市 2 孙二",
        "武汉市 3 周三",
    ]
    assert record.rows[1].account == hongshan.rows[0].account
    # 示范市 stood there: that it was changed is told.
    assert told(made) == [f"KD529 rows.{index}.prefecture" for index in range(3)]


@pytest.mark.parametrize("said", ["武汉市", "武汉", "湖北省武汉市", None])
def test_the_prefecture_is_renewed(said: str | None) -> None:
    record = acceptance("吴四", bureau="江岸区经信局")
    record = changed(record, rows=tuple(changed(row, prefecture=said) for row in record.rows))
    made = kd.collate([reading("a.docx", record)], programme=CITY)
    assert drawn(made.records[LIST, 2], "prefecture") == ["武汉市"]
    assert made.findings == ()


def test_absences_accounts_and_figures_of_districts_are_put_together() -> None:
    made = kd.collate(
        [
            reading(
                "1",
                kd.AbsenceSummary(economy_bureau="洪山区经信局", rows=(kd.AbsenceRow(name="甲", serial=1),)),
            ),
            reading(
                "2",
                kd.AbsenceSummary(economy_bureau="江夏区经信局", rows=(kd.AbsenceRow(name="乙", serial=1),)),
            ),
            reading(
                "3", kd.AccountCollection(economy_bureau="江夏区经信局", rows=(kd.AccountRow(name="丙"),))
            ),
            reading("4", statistics("洪山", 5, "洪山区经信局")),
            reading("5", statistics("江岸区", 6)),
        ],
        programme=CITY,
    )
    assert drawn(made.records[ABSENT, 4], "serial", "name") == ["1 乙", "2 甲"]
    assert drawn(made.records[ACCOUNTS, 4], "name") == ["丙"]
    assert drawn(made.records[SUMS, 2], "district", "outcomes.people_trained") == ["江岸区 6", "洪山区 5"]
    assert made.findings == ()


def test_a_list_that_was_handed_in_comes_before_one_that_could_be_made() -> None:
    made = kd.collate(
        [
            reading("江夏区/附件2.docx", acceptance("李明")),
            reading("江夏区/李.docx", deputy("李明")),
            reading("江夏区/王.docx", deputy("王芳")),
            reading("江岸区/赵.docx", deputy("赵强")),
        ],
        programme=CITY,
    )
    assert drawn(made.records[LIST, 2], "name") == ["赵强", "李明"]
    (finding,) = (each for each in made.findings if each.code == "KD528")
    assert "王芳" in finding.message
    assert "江夏区报送的表中没有" in finding.message
    of_people = kd.collate(
        [reading("江夏区/附件2.docx", acceptance("李明")), reading("江夏区/李.docx", deputy("李明"))],
        programme=CITY,
        of=["assessment"],
    )
    assert [source.form for source in of_people.explain(LIST, 2, "rows.0.name")] == ["assessment"]


def test_who_may_be_in_a_list_by_another_spelling_is_told_so() -> None:
    files = [
        reading("江夏区/附件2.docx", acceptance("李明")),
        reading("江夏区/李.docx", deputy("李明", host_enterprise="李明有限公司")),
    ]
    (finding,) = (each for each in kd.collate(files, programme=CITY).findings if each.code == "KD528")
    assert "像是同一人的李明" in finding.message


def test_figures_that_a_district_stated_are_not_summed_again() -> None:
    made = kd.collate(
        [reading("江夏区/5.docx", statistics("江夏区", 9)), reading("江夏区/李.docx", deputy("李明"))],
        programme=CITY,
    )
    assert drawn(made.records[SUMS, 2], "district", "outcomes.people_trained") == ["江夏区 9"]
    assert told(made, "KD524", "KD528") == []


def test_a_district_that_has_nothing_to_say_is_named() -> None:
    files = [
        reading("1", kd.AbsenceSummary(economy_bureau="洪山区经信局")),
        reading("2", kd.AbsenceSummary(economy_bureau="江夏区经信局", rows=(kd.AbsenceRow(name="乙"),))),
    ]
    duties = (Duty(form=ABSENT, cohort=4, per="district"),)
    made = kd.collate(files, programme=changed(CITY, duties=duties))
    assert made.empty[ABSENT, 4] == ("洪山区",)
    (finding,) = made.findings
    assert (finding.code, finding.severity) == ("KD527", kd.Severity.NOTE)
    assert "江岸区" in finding.message
    assert "洪山区" not in finding.message
    assert kd.collate(files, programme=changed(CITY, duties=duties), district="江夏区").findings == ()


# ------------------------------------------------------------------ doubts


def test_the_same_person_in_two_lists_is_told_and_kept() -> None:
    made = kd.collate(
        [
            reading("a.docx", acceptance("李明", bureau="洪山区经信局")),
            reading("b.docx", acceptance("李明", "王芳", bureau="江岸区经信局")),
        ],
        programme=CITY,
    )
    assert drawn(made.records[LIST, 2], "name") == ["李明", "王芳", "李明"]
    (finding,) = (each for each in made.findings if each.code == "KD525")
    assert finding.field == "rows.2"
    assert "a.docx" in finding.message
    assert "b.docx" in finding.message


def test_the_figures_of_one_district_twice_are_told() -> None:
    first, second = statistics("江夏区", 5), statistics("江夏区", 6, "洪山区经信局")
    made = kd.collate([reading("a.docx", first), reading("b.docx", second)], programme=CITY)
    assert drawn(made.records[SUMS, 2], "outcomes.people_trained") == ["5", "6"]
    assert told(made, "KD525") == ["KD525 rows.1"]
    other = changed(second, rows=(changed(second.rows[0], cohort=3),))
    made = kd.collate([reading("a.docx", first), reading("b.docx", other)], programme=CITY)
    assert told(made, "KD525") == []


def test_what_is_of_no_known_district_stands_at_the_end_and_is_told() -> None:
    files = [
        reading("王.docx", deputy("王芳")),
        reading("沙洋县/李.docx", statistics("沙洋县", 1)),
        reading("洪山区/赵.docx", deputy("赵强")),
    ]
    made = kd.collate(files, programme=CITY)
    assert drawn(made.records[LIST, 2], "name") == ["赵强", "王芳"]
    details = [each.message for each in made.findings if each.code == "KD529"]
    assert ["看不出王芳" in details[0], "沙洋县不在项目的各区之中" in details[1]] == [True, True]
    of_one = kd.collate(files[:1], programme=CITY, district="江夏")
    assert drawn(of_one.records[SUMS, 2], "district") == ["江夏区"]
    assert told(of_one, "KD529") == []


def test_a_row_of_another_district_than_its_file_is_told() -> None:
    made = kd.collate([reading("a.docx", statistics("洪山区", 1, "江夏区经信局"))], programme=CITY)
    assert drawn(made.records[SUMS, 2], "district") == ["洪山区"]
    assert told(made) == ["KD529 -"]


def test_forms_with_errors_are_collated_and_told() -> None:
    (whole,) = (reading("江夏区/李.docx", deputy("李明")),)
    error = kd.Finding.of("KD401", field="position", label="职务职称")
    made = kd.collate([changed(whole, findings=(error, error))], programme=CITY)
    assert len(made.records[LIST, 2].rows) == 1
    assert [str(each.where) for each in made.findings if each.code == "KD520"] == ["江夏区/李.docx"]


def test_of_two_versions_none_is_taken_and_that_is_told(tmp_path: Path) -> None:
    put(tmp_path, "江夏区/1.docx", deputy("李明"))
    put(tmp_path, "江夏区/2.docx", deputy("李明", "不合格", "不合格"))
    put(tmp_path, "江夏区/3.docx", deputy("王芳"))
    found = kd.Submission.scan(tmp_path, programme=CITY)
    made = kd.collate(found)
    assert drawn(made.records[LIST, 2], "name") == ["王芳"]
    assert told(made, "KD526") == ["KD526 -", "KD526 -"]


def test_people_of_the_roster_without_a_form_are_named(tmp_path: Path) -> None:
    put(tmp_path, "江夏区/李.docx", deputy("李明"))
    programme = changed(CITY, duties=(Duty(form="assessment", cohort=2, per="person"),))
    roster = kd.Roster(rows=(person(deputy("李明")), person(deputy("王芳"))))
    made = kd.collate(kd.Submission.scan(tmp_path, programme=programme, roster=roster))
    messages = [each.message for each in made.findings if each.code == "KD528"]
    assert len(messages) == 2  # 附件2 and 附件5
    assert all("王芳" in message and "李明" not in message for message in messages)


def test_a_list_of_one_district_lacks_nobody_of_the_others(tmp_path: Path) -> None:
    put(tmp_path, "李.docx", deputy("李明"))
    programme = changed(CITY, duties=(Duty(form="assessment", cohort=2, per="person"),))
    people = (("李明", "江夏区"), ("王芳", "江夏区"), ("赵强", "洪山区"))
    roster = kd.Roster(rows=tuple(person(deputy(name), district=district) for name, district in people))
    submission = kd.Submission.scan(tmp_path, programme=programme, roster=roster)
    made = kd.collate(submission, of=["assessment"], district="江夏区")
    messages = [each.message for each in made.findings if each.code == "KD528"]
    assert messages
    assert all("王芳" in message and "赵强" not in message for message in messages)


def test_what_could_not_be_read_is_told() -> None:
    refused: kd.Reading[Any] = kd.Reading(outcome=kd.Outcome.REFUSED, file="江夏区/坏.docx")
    blank: kd.Reading[Any] = kd.Reading(outcome=kd.Outcome.BLANK_FORM, file="江夏区/空.docx")
    made = kd.collate([refused, blank, reading("江夏区/李.docx", deputy("李明"))], programme=CITY)
    assert [str(each.where) for each in made.findings if each.code == "KD526"] == ["江夏区/坏.docx"]


def test_a_list_without_rows_that_was_handed_in_leaves_nobody_out_unsaid() -> None:
    empty = kd.AcceptanceSummary(economy_bureau="江夏区经信局", organization_dept="江夏区委组织部")
    made = kd.collate(
        [reading("附件2.docx", empty), reading("江夏区/李.docx", deputy("李明"))], programme=CITY
    )
    assert made.records[LIST, 2].rows == ()
    assert made.empty[LIST, 2] == ("江夏区",)
    assert told(made, "KD528") == ["KD528 -"]


def test_the_folder_of_a_district_is_its_own(tmp_path: Path) -> None:
    put(tmp_path, "江夏区/李.docx", deputy("李明"))
    put(tmp_path, "江夏区/王.docx", deputy("王芳"))
    own = kd.Submission.scan(tmp_path / "江夏区", programme=CITY)
    assert drawn(kd.collate(own).records[SUMS, 2], "district") == ["江夏区"]
    other = tmp_path / "江夏区"
    other.rename(tmp_path / "收件")
    made = kd.collate(kd.Submission.scan(tmp_path / "收件", programme=CITY))
    assert drawn(made.records[SUMS, 2], "district") == ["None"]
    (finding,) = (each for each in made.findings if each.code == "KD529")
    assert "李明" in finding.message
    assert "王芳" in finding.message


def test_forms_of_another_programme_are_left_out_and_told() -> None:
    made = kd.collate([reading("江夏区/李.docx", deputy("李明", programme="suizhou"))], programme=CITY)
    assert dict(made.records) == {}
    assert told(made) == ["KD526 -"]


# ------------------------------------------------------------------ where from, and files


def test_every_number_can_be_traced() -> None:
    made = kd.collate(
        [
            reading("江夏区/王.docx", deputy("王芳", outcomes=outcomes(3))),
            reading("江夏区/李.docx", deputy("李明", outcomes=outcomes(4))),
            reading("江岸区/赵.docx", deputy("赵强", outcomes=outcomes(5))),
        ],
        programme=CITY,
    )
    sources = made.explain(SUMS, 2, "rows.1.outcomes.people_trained")
    assert [(each.file, each.value) for each in sources] == [("江夏区/王.docx", 3), ("江夏区/李.docx", 4)]
    assert all(each.where.row is not None for each in sources)
    assert [each.value for each in made.explain(SUMS, 2, "total.people_trained")] == [5, 3, 4]
    decided = made.explain(LIST, 2, "rows.0.passed")
    assert [(each.path, each.value) for each in decided] == [
        ("opinions.economy_bureau.text", "同意通过"),
        ("opinions.organization_dept.text", "考核合格"),
    ]
    (filled,) = made.explain(LIST, 2, "rows.0.prefecture")
    assert (filled.file, filled.value) == ("项目文件", "武汉市")
    assert made.explain(LIST, 2, "rows.0.serial") == ()
    assert {each.path for each in made.explain(LIST, 2, "rows.2")} >= {"name", "host_enterprise"}
    with pytest.raises(KeyError):
        made.explain(LIST, 4, "rows.0.name")


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_what_is_made_is_written_by_the_forms_and_read_back_equal(format: str, tmp_path: Path) -> None:
    made = kd.collate(
        [
            reading("江夏区/王.docx", deputy("王芳", "同意", "同意", outcomes=outcomes(3, "0.10"))),
            reading("江岸区/李.docx", deputy("李明", "不合格", "不合格", outcomes=outcomes(4, "2"))),
            reading("1", acceptance("孙二", bureau="洪山区经信局")),
        ],
        programme=CITY,
    )
    paths = made.write(tmp_path / "out", format, sources=True)
    assert [path.name for path in paths] == [f"附件2-第二批.{format}", f"附件5-第二批.{format}", "来源.xlsx"]
    for path, record in zip(paths, made.records.values(), strict=False):
        assert kd.read(path).record == record
    with pytest.raises(FileExistsError):
        made.write(tmp_path / "out", format, sources=True)
    made.write(tmp_path / "out", format, sources=True, overwrite=True)


def test_the_workbook_of_sources_has_a_sheet_for_each_list_and_hides_accounts(tmp_path: Path) -> None:
    record = acceptance("孙二", bureau="洪山区经信局")
    made = kd.collate(
        [reading("洪山.docx", record), reading("5.docx", statistics("江夏区", 7))], programme=CITY
    )
    *_, path = made.write(tmp_path, sources=True)
    book = load_workbook(path)
    assert book.sheetnames == ["附件2-第二批", "附件5-第二批"]
    rows = [[cell.value for cell in row] for row in book["附件5-第二批"].iter_rows()]
    assert rows[0] == ["栏目", "汇总", "来源文件", "来源栏目", "位置", "原值"]
    trained = next(row for row in rows if "为企业培训人次" in str(row[0]))
    assert trained[1:4] == ["7", "5.docx", trained[0]]
    assert "表1" in str(trained[4])
    number = record.rows[0].account.number
    assert number is not None
    whole = [str(cell.value) for row in book["附件2-第二批"].iter_rows() for cell in row]
    assert not any(number in text for text in whole)
    assert any(number[-4:] in text for text in whole)


def test_the_result_does_not_depend_on_chance() -> None:
    files = [
        reading(f"{place}/{name}.docx", deputy(name))
        for place in ("洪山区", "江夏区")
        for name in ("甲乙", "丙丁")
    ]
    first, second = (kd.collate(files, programme=CITY) for _ in range(2))
    assert first.records == second.records
    assert first.findings == second.findings
    assert pickle.loads(pickle.dumps(first)).records == first.records


def test_great_figures_are_no_accounts() -> None:
    made = kd.collate(
        [reading("江夏区/李.docx", deputy("李明", outcomes=outcomes(3, "123456789012345")))], programme=CITY
    )
    (source,) = made.explain(SUMS, 2, "rows.0.outcomes.agreement_amount")
    assert source.shown == "123456789012345"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("江岸区", "江夏区", "洪山区")),
            st.none() | st.integers(0, 10**9),
            st.none() | st.decimals(0, 10**12, places=4),
        ),
        min_size=1,
        max_size=8,
    ),
    st.randoms(),
)
@settings(max_examples=40, deadline=None)
def test_sums_are_exact_whatever_the_order(
    figures: list[tuple[str, int | None, Decimal | None]], chance: Random
) -> None:
    files = [
        reading(
            f"{district}/{number}.docx",
            deputy(f"人{number}", outcomes=kd.Outcomes(people_trained=trained, agreement_amount=amount)),
        )
        for number, (district, trained, amount) in enumerate(figures)
    ]
    chance.shuffle(files)
    rows = kd.collate(files, programme=CITY).records[SUMS, 2].rows
    assert len(rows) == len({district for district, _, _ in figures})
    for row in rows:
        trained = [each for district, each, _ in figures if district == row.district and each is not None]
        amounts = [each for district, _, each in figures if district == row.district and each is not None]
        assert row.outcomes.people_trained == (sum(trained) if trained else None)
        assert row.outcomes.agreement_amount == (sum(amounts) if amounts else None)


# ------------------------------------------------------------------ other programmes


def test_cities_become_the_province_grouped_by_prefecture() -> None:
    """The province's districts are its cities; its file says that they are the prefectures of the rows."""
    province = changed(
        CITY,
        prefecture="",
        districts=(District(name="黄石市"), District(name="武汉市")),
        collations=(kd.CollationRule(into=LIST, of=LIST, fills=(("prefecture", "district"),)),),
    )

    def city(name: str, *people: str) -> kd.AcceptanceSummary:
        record = acceptance(*people, bureau=f"{name}经信局")
        return changed(record, rows=tuple(changed(row, prefecture=name) for row in record.rows))

    made = kd.collate(
        [reading("1", city("武汉市", "李明", "王芳")), reading("2", city("黄石市", "赵强"))],
        programme=province,
    )
    assert drawn(made.records[LIST, 2], "prefecture", "serial", "name") == [
        "黄石市 1 赵强",
        "武汉市 2 李明",
        "武汉市 3 王芳",
    ]
    assert made.findings == ()
    assert kd.check(made.records[LIST, 2])[0].code == "KD401"  # the heading is the province's to fill in


def test_without_collations_lists_of_one_kind_are_put_together() -> None:
    plain = changed(CITY, id="suizhou", collations=())
    record = changed(acceptance("李明"), programme="suizhou")
    files = [reading("1", record), reading("2", deputy("王芳", programme="suizhou"))]
    made = kd.collate(files, programme=plain)
    assert {key: drawn(each, "name", "prefecture") for key, each in made.records.items()} == {
        (LIST, 2): ["李明 示范市"]
    }


def decision(by: str, value: str) -> kd.Decision:
    return kd.Decision(field="passed", by=(by,), verdicts=(kd.Verdict(value=value, words=("好",)),))


def test_a_rule_that_names_what_is_not_there_is_refused() -> None:
    files = [reading("江夏区/李.docx", deputy("李明"))]
    for rule in (
        kd.CollationRule(into="assessment", of="assessment"),
        kd.CollationRule(into="unheard", of="assessment"),
        kd.CollationRule(into=LIST, of="assessment", fills=(("town", "district"),)),
        kd.CollationRule(into=LIST, of="assessment", lookups=(kd.Lookup(field="card", sources=("roster",)),)),
        kd.CollationRule(
            into=LIST, of="assessment", lookups=(kd.Lookup(field="account", sources=("card",)),)
        ),
        kd.CollationRule(into=LIST, of="assessment", copies=(("name", "deputy"),)),
        kd.CollationRule(into=LIST, of="assessment", decisions=(decision("verdict", "通过验收"),)),
        kd.CollationRule(into=LIST, of="assessment", decisions=(decision("position", "通过"),)),
    ):
        with pytest.raises(ValueError, match="collation"):
            kd.collate(files, programme=changed(CITY, collations=(rule,)))


def test_a_row_that_is_made_shows_no_account() -> None:
    target = Target(into=LIST, cohort=2, list=fields_by_name(kd.AcceptanceSummary)["rows"], printed={})
    row = MadeRow(target, "江夏区", (), values={"account.number": ACCOUNT.number})
    assert str(ACCOUNT.number) not in repr(row)
