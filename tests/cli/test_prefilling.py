"""kjfz prefill."""

from __future__ import annotations

from pathlib import Path

import kjfz_docs as kd
from tests.cli.conftest import Kjfz

TABLE = "姓名,服务企业,批次\n李明,甲公司,4\n王芳,乙公司,2\n"


def test_each_person_of_a_roster_gets_a_form(kjfz: Kjfz, tmp_path: Path) -> None:
    (tmp_path / "花名册.csv").write_bytes(TABLE.encode("gb18030"))
    result = kjfz("prefill", "附件1", "花名册.csv", "-o", "发出")
    assert result.exit_code == 0
    assert "已生成 2 份" in result.stderr
    assert sorted(path.name for path in (tmp_path / "发出").iterdir()) == [
        "李明-附件1.docx",
        "王芳-附件1.docx",
    ]
    assert kd.read(tmp_path / "发出" / "李明-附件1.docx").record == kd.Assessment(
        name="李明", host_enterprise="甲公司", cohort=4
    )
    again = kjfz("prefill", "附件1", "花名册.csv", "-o", "发出")
    assert again.exit_code == 2
    assert "没有写入任何文件" in again.stderr
    assert kjfz("prefill", "附件1", "花名册.csv", "-o", "发出", "--force").exit_code == 0


def test_a_list_is_made_for_one_cohort(kjfz: Kjfz, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TABLE, encoding="utf-8")
    refused = kjfz("prefill", "附件4", "a.csv", "-o", ".")
    assert refused.exit_code == 2
    assert "--cohort" in refused.stderr
    assert kjfz("prefill", "附件4", "a.csv", "-o", ".", "--cohort", "4").exit_code == 0
    made = kd.read(tmp_path / "附件4.docx", kd.AccountCollection).record
    assert made is not None
    assert [row.name for row in made.rows] == ["李明"]
    assert "没有要生成的人员" in kjfz("prefill", "附件4", "a.csv", "-o", ".", "--cohort", "9").stderr


def test_doubts_are_listed_and_errors_give_one(kjfz: Kjfz, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("姓名,账号\n李明,6.2E+18\n", encoding="utf-8")
    result = kjfz("prefill", "附件1", "a.csv", "-o", "x")
    assert result.exit_code == 1
    assert "KD314" in result.stderr
    assert (tmp_path / "x" / "李明-附件1.docx").exists()


def test_a_roster_that_cannot_be_read_says_why(kjfz: Kjfz, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("收入,支出\n1,2\n", encoding="utf-8")
    result = kjfz("prefill", "附件1", "a.csv", "-o", "x")
    assert result.exit_code == 2
    assert "a.csv" in result.stderr
    assert "【姓名】" in result.stderr
    assert not (tmp_path / "x").exists()
    assert "没有这个文件" in kjfz("prefill", "附件1", "b.csv", "-o", "x").stderr


def test_a_pattern_that_cannot_be_is_wrong_usage(kjfz: Kjfz, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TABLE, encoding="utf-8")
    result = kjfz("prefill", "附件1", "a.csv", "-o", "x", "--pattern", "{mobile}.docx")
    assert result.exit_code == 2
    assert "--pattern" in result.stderr


def test_workbooks_are_made_on_request(kjfz: Kjfz, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TABLE, encoding="utf-8")
    assert kjfz("prefill", "附件1", "a.csv", "-o", "x", "--format", "xlsx").exit_code == 0
    assert kjfz("prefill", "附件1", "a.csv", "-o", "x", "--pattern", "{name}.xlsx").exit_code == 0
    assert sorted(path.name for path in (tmp_path / "x").iterdir()) == [
        "李明-附件1.xlsx", "李明.xlsx", "王芳-附件1.xlsx", "王芳.xlsx",
    ]  # fmt: skip
    refused = kjfz("prefill", "附件1", "a.csv", "-o", "x", "--format", "xlsx", "--pattern", "{name}.docx")
    assert refused.exit_code == 2


def test_a_list_that_the_roster_has_nothing_for_says_what_is_missing(kjfz: Kjfz, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("姓名,批次\n李明,4\n", encoding="utf-8")
    result = kjfz("prefill", "附件5", "a.csv", "-o", "x")
    assert result.exit_code == 2
    assert "花名册里没有这一栏的内容" in result.stderr
    assert "rows.0.district" in result.stderr


def test_the_report_of_a_period_says_its_days(kjfz: Kjfz, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TABLE, encoding="utf-8")
    arguments = ("prefill", "tracking_report", "a.csv", "-o", "发出", "--due")
    assert "请加 --cohort" in kjfz(*arguments, "2023-10-26").stderr
    wrong = kjfz(*arguments, "2023-10-27", "--cohort", "4")
    assert wrong.exit_code == 2
    assert "2023-10-27 不是这一批应报" in wrong.stderr
    assert "之前一次是 2023-10-26" in wrong.stderr
    assert kjfz(*arguments, "2023-10-26", "--cohort", "4").exit_code == 0
    (path,) = (tmp_path / "发出").iterdir()
    record = kd.read(path, kd.TrackingReport).record
    assert record is not None
    assert (str(record.period_from), str(record.period_to)) == ("2023-08-27", "2023-10-26")
