"""kjfz payments."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import kjfz_docs as kd
from tests.cli.conftest import Kjfz
from tests.cli.test_reconciling import folder
from tests.workflow.agreeing import PROGRAMME, account, files, row


def test_the_lists_are_written_and_the_sums_told(kjfz: Kjfz, tmp_path: Path) -> None:
    result = kjfz("payments", *folder(tmp_path), "-o", "拨付.xlsx", "-o", "拨付.csv")
    assert result.exit_code == 0, result.output
    for said in (
        "湖北省科技副总第二批第二次拨付",
        "40,000.00",
        "肆万元整",
        "100,000.00",
        "壹拾万元整",
        "不予拨付 2 人：列入附件3",
        "不予拨付 1 人：考核验收总体意见：不通过验收",
    ):
        assert said in result.stdout, said
    assert str(account("林一").number) not in result.output
    assert "妥善保管" in result.stderr
    for kind in ("xlsx", "csv"):
        read = kd.PaymentList.read(tmp_path / f"拨付.{kind}").record
        assert read is not None
        assert len(read.rows) == 4


def test_who_is_held_back_is_told_with_the_errors(kjfz: Kjfz, tmp_path: Path) -> None:
    made = files()
    made["江夏区/附件4.docx"] = row(made["江夏区/附件4.docx"], "夏二", gender=None)
    result = kjfz("payments", *folder(tmp_path, made), "-o", "拨付.xlsx")
    assert result.exit_code == 1
    assert "暂缓拨付：夏二（示范学院，夏二有限公司）" in result.stdout
    assert "江夏区/附件4.docx：错误 KD401" in result.stdout


def test_what_was_paid_is_not_paid_again(kjfz: Kjfz, tmp_path: Path) -> None:
    arguments = folder(tmp_path)
    kjfz("payments", *arguments, "-o", "一.csv")
    result = kjfz("payments", *arguments, "-o", "二.xlsx", "--earlier", "一.csv")
    assert result.exit_code == 0
    assert "不予拨付 4 人：已经拨付" in result.stdout
    assert "零元整" in result.stdout


def test_a_folder_of_before_may_hold_lists_of_payments(kjfz: Kjfz, tmp_path: Path) -> None:
    arguments = folder(tmp_path)
    (tmp_path / "旧").mkdir()
    kjfz("payments", *arguments, "-o", "旧/一.csv")
    result = kjfz("payments", *arguments, "-o", "二.xlsx", "--earlier", "旧")
    assert "不予拨付 4 人：已经拨付" in result.stdout
    (tmp_path / "旧" / "说明.txt").write_text("x")
    result = kjfz("payments", *arguments, "-o", "三.xlsx", "--earlier", "旧")
    assert result.exit_code != 0
    assert "说明.txt（不是所要的表格）不能作为以前的名单" in result.stderr


@pytest.mark.parametrize("at", ["旧", "旧/一.csv"])
@pytest.mark.parametrize(
    ("given", "lost", "said"),
    [
        ("账号", "6.20217E+18", "名单第1人的“账号”：表格软件把号码当成了数字"),
        ("户名", "", "名单第1人的“户名”：空白，这一行却有拨付内容（一.csv 第2行第1列）"),
        ("用途", "", "没有写用途"),
        ("用途", "it's", "用途“it's”不是项目的任何一次拨付"),
    ],
)
def test_an_earlier_list_that_cannot_be_taken_is_told_in_chinese(
    kjfz: Kjfz, tmp_path: Path, at: str, given: str, lost: str, said: str
) -> None:
    arguments = folder(tmp_path)
    (tmp_path / "旧").mkdir()
    kjfz("payments", *arguments, "-o", "旧/一.csv")
    with (tmp_path / "旧/一.csv").open(encoding="utf-8-sig", newline="") as file:
        heads, first, *rest = csv.reader(file)
    first[heads.index(given)] = lost
    with (tmp_path / "旧/一.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([heads, first, *rest])
    result = kjfz("payments", *arguments, "-o", "二.xlsx", "--earlier", at)
    assert result.exit_code != 0
    assert said in result.stderr
    assert not (tmp_path / "二.xlsx").exists()


def test_what_cannot_be_done_is_said_before_anything_is_written(kjfz: Kjfz, tmp_path: Path) -> None:
    arguments = folder(tmp_path, {})
    (tmp_path / "有.csv").write_text("x")
    assert "只能写 .xlsx 或 .csv" in kjfz("payments", "in", "-o", "拨付.docx").stderr
    assert "文件已存在" in kjfz("payments", "in", "-o", "有.csv").stderr
    text = kd.programme_text(PROGRAMME).replace('form = "acceptance_summary"  # 按', 'form = "x"  # 按')
    (tmp_path / "p.toml").write_text(text, encoding="utf-8")
    (tmp_path / "in").mkdir()
    result = kjfz("payments", *arguments, "-o", "拨付.csv")
    assert result.exit_code != 0
    assert "不认识：x" in result.stderr
    assert not (tmp_path / "拨付.csv").exists()
