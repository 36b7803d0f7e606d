"""kjfz payments."""

from __future__ import annotations

from pathlib import Path

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
