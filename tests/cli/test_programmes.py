"""``--programme 文件.toml``: other programmes on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import kjfz_docs as kd
from kjfz_docs.cli.problems import in_chinese
from kjfz_docs.records.programme_file import (
    _COHORT,
    _COLLATION,
    _DECISION,
    _DUTY,
    _EXCLUSIVE,
    _INSTALMENT,
    _LOOKUP,
    _PROGRAMME,
    _VERDICT,
)
from tests.cli.conftest import Kjfz

COMPLETE = """
id = "suizhou"
name = "随州市“科技副总”"
title = "随州市"

[[cohorts]]
number = 1
year = 2022
service_years = 1

[[cohorts.instalments]]
ordinal = 1
amount = 25000.5

[[cohorts]]
number = 3
year = 2024
"""
COLLATION = """
[[collations]]
into = "acceptance_summary"
of = "assessment"
how = "averages"
fills = {prefecture = "town"}

[[collations.decisions]]
field = "passed"
by = []

"""


def programme_file() -> str:
    Path("p.toml").write_text(COMPLETE, encoding="utf-8")
    return "p.toml"


def test_a_blank_form_of_another_programme_has_its_title(kjfz: Kjfz) -> None:
    file = programme_file()
    programme = kd.load_programme(file)
    assert kjfz("blank", "附件1", "-o", "a.docx", "--programme", file).exit_code == 0
    reading = kd.read("a.docx", programmes=[programme])
    assert reading.outcome is kd.Outcome.BLANK_FORM
    assert "随州市第三批" in reading.findings[-1].message


def test_a_form_of_another_programme_is_written_and_read(kjfz: Kjfz) -> None:
    file = programme_file()
    programme = kd.load_programme(file)
    record = kd.Assessment(programme=programme.id, cohort=programme.cohorts[0].number, name="李明")
    Path("r.json").write_text(kd.to_json(record), encoding="utf-8")
    assert kjfz("write", "r.json", "-o", "a.docx", "--form", "附件1", "--programme", file).exit_code == 1
    line = json.loads(kjfz("read", "a.docx", "--json", "--programme", file).stdout)
    assert line["record"]["programme"] == programme.id
    assert "KD406" not in {finding["code"] for finding in line["findings"]}
    # Without its file the title is read as it stands, with a warning.
    line = json.loads(kjfz("read", "a.docx", "--json").stdout)
    assert "KD406" in {finding["code"] for finding in line["findings"]}


def test_a_faulty_programme_file_is_told_with_its_keys(kjfz: Kjfz) -> None:
    Path("bad.toml").write_text("id = 3\n", encoding="utf-8")
    result = kjfz("blank", "附件1", "-o", "a.docx", "--programme", "bad.toml")
    assert result.exit_code == 2
    assert "bad.toml" in result.stderr
    assert not Path("a.docx").exists()


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("year = 2022", "year = 22", "第 8 行，第1个 cohorts 的 year：应为四位数的年份，现为22"),
        ("year = 2022", "", "第1个 cohorts 的 year：缺少，应写四位数的年份"),
        ("service_years = 1", "service_years = true", "应为1 到 99 的整数，现为true 或 false"),
        ('title = "随州市"', 'title = ["随州市"]', "title：应为一行文本，如 '湖北省'，现为列表"),
        ('title = "随州市"', 'title = "随州市"\ncolour = 1', "colour：不认识的键'colour'；可以用：id, name"),
        ("number = 3", "number = 1", "第2个 cohorts 的 number：1 出现了两次，另一处是第1个 cohorts，"),
        ("amount = 25000.5", "amount = 0", "第1个 cohorts 的第1个 instalments 的 amount：应为大于 0 的元数"),
        ("[[cohorts.inst", COLLATION + "[[cohorts.inst", "第1个 collations 的 how：应为'rows'（逐行列出）"),
        ("[[cohorts.inst", COLLATION + "[[cohorts.inst", "的第1个 decisions 的 verdicts：缺少，请加一个"),
        ("year = 2022", "year == 2022", "不是有效的 TOML：第 8 行第 7 列有语法错误"),
    ],
)
def test_what_is_wrong_in_a_programme_file_is_told_in_chinese(
    kjfz: Kjfz, wrong: str, right: str, said: str
) -> None:
    Path("p.toml").write_text(COMPLETE.replace(wrong, right), encoding="utf-8")
    output = kjfz("read", "a.docx", "--programme", "p.toml").output
    assert said in output.replace("\n", "")


def test_every_expectation_of_a_programme_file_has_its_chinese() -> None:
    of_collations = (*_COLLATION.values(), *_DECISION.values(), *_VERDICT.values(), *_LOOKUP.values())
    for key in (*{**_PROGRAMME, **_COHORT, **_INSTALMENT, **_DUTY, **_EXCLUSIVE}.values(), *of_collations):
        assert in_chinese(key.expected) != key.expected


def test_the_headings_are_of_the_programme_that_was_read(kjfz: Kjfz) -> None:
    file = programme_file()
    assert kjfz("blank", "附件1", "-o", "a.docx", "--programme", file).exit_code == 0
    first, second, *_ = kjfz("read", "a.docx", "--programme", file).output.splitlines()
    assert "随州市第三批" in first
    assert "湖北省" not in first + second


def test_a_missing_programme_file_is_told(kjfz: Kjfz) -> None:
    result = kjfz("read", "a.docx", "--programme", "none.toml")
    assert result.exit_code == 2
    assert "没有这个文件" in result.stderr


def test_a_programme_file_is_written_and_never_over_another(kjfz: Kjfz) -> None:
    assert kjfz("init").exit_code == 0
    assert kd.load_programme("programme.toml") == kd.BUILT_IN_PROGRAMMES["hubei"]
    assert "已存在" in kjfz("init").stderr
    assert kjfz("init", "--force").exit_code == 0
    assert kjfz("init", "随州.toml").exit_code == 0
    assert Path("随州.toml").exists()
    assert kjfz("blank", "附件1", "-o", "a.docx", "--programme", "随州.toml").exit_code == 0
