"""``kjfz blank`` and ``kjfz write``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import kjfz_docs as kd
from tests.cli.conftest import Kjfz


def save(name: str, value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    Path(name).write_text(text, encoding="utf-8")
    return name


# ------------------------------------------------------------------ blank


@pytest.mark.parametrize("form", list(kd.forms))
def test_a_blank_form_is_written_and_is_blank(kjfz: Kjfz, form: str) -> None:
    assert kjfz("blank", form, "-o", "空白.docx").exit_code == 0
    reading = kd.read("空白.docx")
    assert reading.outcome is kd.Outcome.BLANK_FORM
    assert reading.form is not None
    assert reading.form.id == form


def test_cohort_and_rows_are_passed_on(kjfz: Kjfz) -> None:
    assert kjfz("blank", "附件3", "-o", "a.docx", "--cohort", "2", "--rows", "7").exit_code == 0
    assert Path("a.docx").read_bytes() == kd.blank("absence_summary", "docx", cohort=2, rows=7)


def test_a_guided_form_is_written_where_it_is_asked_for(kjfz: Kjfz) -> None:
    assert kjfz("blank", "附件4", "-o", "a.docx", "--rows", "7", "--guided").exit_code == 0
    assert Path("a.docx").read_bytes() == kd.blank("account_collection", "docx", rows=7, guided=True)


def test_a_cohort_outside_the_programme_is_doubted(kjfz: Kjfz) -> None:
    result = kjfz("blank", "附件3", "-o", "a.docx", "--cohort", "77")
    assert result.exit_code == 0
    assert "KD405" in result.stderr
    assert "KD405" not in kjfz("blank", "附件3", "-o", "b.docx", "--cohort", "2").stderr


@pytest.mark.parametrize("command", ["blank", "write"])
def test_an_existing_file_is_overwritten_only_by_force(
    kjfz: Kjfz, command: str, accounts: kd.AccountCollection
) -> None:
    Path("a.docx").write_bytes(b"mine")
    argument = "附件4" if command == "blank" else save("r.json", kd.to_dict(accounts))
    refused = kjfz(command, argument, "-o", "a.docx")
    assert refused.exit_code == 2
    assert "文件已存在：a.docx；要覆盖请加 --force" in refused.stderr
    assert Path("a.docx").read_bytes() == b"mine"
    assert kjfz(command, argument, "-o", "a.docx", "--force").exit_code == 0
    assert kd.read("a.docx").form is not None


def test_a_folder_that_is_not_there_is_said(kjfz: Kjfz) -> None:
    result = kjfz("blank", "1", "-o", "nowhere/a.docx")
    assert result.exit_code == 2
    assert "没有这个文件或文件夹" in result.stderr


# ------------------------------------------------------------------ write


def test_a_bare_record_is_written(kjfz: Kjfz, accounts: kd.AccountCollection) -> None:
    result = kjfz("write", save("r.json", kd.to_dict(accounts)), "-o", "a.docx")
    assert (result.exit_code, result.stderr) == (0, "已写入：a.docx\n")
    assert kd.read("a.docx").record == accounts


def test_a_record_with_errors_is_written_and_the_code_is_1(kjfz: Kjfz, absences: kd.AbsenceSummary) -> None:
    result = kjfz("write", save("r.json", kd.to_dict(absences)), "-o", "a.docx")
    assert result.exit_code == 1
    assert "错误 KD401" in result.stderr
    assert kd.read("a.docx").record == absences


def test_what_read_gives_can_be_written_again(kjfz: Kjfz, accounts: kd.AccountCollection) -> None:
    kd.write(accounts, "a.docx")
    line = kjfz("read", "--json", "--show-private", "a.docx").stdout
    assert kjfz("write", "-", "-o", "b.docx", stdin=line).exit_code == 0
    assert Path("b.docx").read_bytes() == Path("a.docx").read_bytes()


def test_a_masked_record_is_refused(kjfz: Kjfz, accounts: kd.AccountCollection) -> None:
    kd.write(accounts, "a.docx")
    result = kjfz("write", "-", "-o", "b.docx", stdin=kjfz("read", "--json", "a.docx").stdout)
    assert result.exit_code == 2
    assert "rows.0.account.number" in result.stderr
    assert "rows.0.mobile" in result.stderr
    assert not Path("b.docx").exists()


def test_a_record_whose_text_was_masked_in_part_is_refused(kjfz: Kjfz) -> None:
    row = kd.AccountRow(account=kd.BankAccount(branch="某支行 6222021234567890123"))
    kd.write(kd.AccountCollection(rows=(row,)), "a.docx")
    result = kjfz("write", "-", "-o", "b.docx", stdin=kjfz("read", "--json", "a.docx").stdout)
    assert result.exit_code == 2
    assert "rows.0.account.branch" in result.stderr


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_file_with_a_byte_order_mark_is_taken(
    kjfz: Kjfz, accounts: kd.AccountCollection, encoding: str
) -> None:
    Path("r.json").write_text(kd.to_json(accounts), encoding=encoding)
    assert kjfz("write", "r.json", "-o", "a.docx").exit_code == 0


EMPTY = {"form": "assessment", "outcome": "blank_form", "record": None}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "数据是空的"),
        ("{", "不是有效的 JSON（第1行第2列）"),
        ("[" * 100_000, "不是有效的 JSON：层数太多"),
        ("3", "数据不是一份记录"),
        ('{"name": "甲"}\n{"name": "乙"}\n', "数据中有 2 份记录，一次只能写一份"),
        ('[{"name": "甲"}, {"name": "乙"}]', "数据中有 2 份记录"),
        ('[{"name": "甲"}]', "请去掉方括号"),
        ('{"name": "甲", "name": "乙"}', "键“name”出现了不止一次"),
        ('{"name": NaN}', "“NaN”不是有效的数字"),
        (f'{{"cohort": {"9" * 5000}}}', "数字太长"),
        (json.dumps(EMPTY), "没有读到记录（outcome 是“blank_form”）"),
        (json.dumps({**EMPTY, "form": "?", "record": {}}), "不认识的表：“?”；请用 --form 说明"),
        ('{"filled_by": "甲", "rows": []}', "不止一种表有这些栏目；请用 --form 说明是哪种表"),
        ('{"nmae": "甲"}', "没有一种表有全部这些栏目"),
        ('{"name": 5, "report": {}}', "name（姓名）：应为文本，现为整数"),
        ('{"report": {}, "outcomes": {"agreement_amount": 1.5}}', "应为文本形式的数字，如“12.5”，现为小数"),
        ('{"evaluation": {"satisfaction": "好"}}', "应为其中之一：很满意, 满意, 基本满意, 不满意"),
        ('{"report": {}, "name": "\\u0001"}', "含有文档中不能有的字符 U+0001"),
        ('{"report": {}, "name": "\\ud800"}', "含有文档中不能有的字符 U+D800"),
    ],
)
def test_what_is_no_record_is_refused_with_the_reason(kjfz: Kjfz, text: str, said: str) -> None:
    result = kjfz("write", save("r.json", text), "-o", "a.docx")
    assert result.exit_code == 2
    assert said in result.stderr
    assert not Path("a.docx").exists()


def test_bytes_that_are_no_text_are_refused(kjfz: Kjfz) -> None:
    Path("r.json").write_bytes(b'{"name": "\xff\xfe\xfa"}')
    result = kjfz("write", "r.json", "-o", "a.docx")
    assert result.exit_code == 2
    assert "不是文本文件" in result.stderr


def test_form_decides_where_the_keys_do_not(kjfz: Kjfz) -> None:
    record = save("r.json", {"filled_by": "何文秀", "rows": [{"name": "贺知远"}]})
    assert kjfz("write", record, "-o", "a.docx").exit_code == 2
    assert kjfz("write", record, "-o", "a.docx", "--form", "附件3").exit_code == 1
    assert isinstance(kd.read("a.docx").record, kd.AbsenceSummary)


def test_form_must_not_contradict_the_data(kjfz: Kjfz, accounts: kd.AccountCollection) -> None:
    line = {"form": "account_collection", "outcome": "ok", "record": kd.to_dict(accounts)}
    result = kjfz("write", save("r.json", line), "-o", "a.docx", "--form", "1")
    assert result.exit_code == 2
    assert "与 --form 不符" in result.stderr


def test_a_value_that_would_not_come_back_is_refused_by_the_name_of_its_field(kjfz: Kjfz) -> None:
    # A row that says nothing would read as a blank row.
    result = kjfz("write", save("r.json", {"rows": [{}]}), "-o", "a.docx", "--form", "附件3")
    assert result.exit_code == 2
    assert "rows.0（名单 / 第1行）" in result.stderr
    assert not Path("a.docx").exists()
