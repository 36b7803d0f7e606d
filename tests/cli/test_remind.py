"""kjfz remind."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Kjfz
from tests.cli.test_status import roster
from tests.workflow.reporting import report
from tests.workflow.reporting import roster as reporters
from tests.workflow.submitting import put


def test_it_writes_a_text_for_each_district_and_a_table(kjfz: Kjfz, tmp_path: Path) -> None:
    put(tmp_path, "in/林.docx", report("林晓舟", "07-01", "08-26"))
    book = roster(tmp_path, *reporters("林晓舟", "王芳").rows)
    arguments = ("remind", "in", "-o", "in/提醒", "--no-cache", "--roster", book, "--on", "2023-08-27")
    result = kjfz(*arguments)
    assert (result.exit_code, "已写入 16 个文件：in/提醒" in result.stderr) == (0, True)
    rows = [line.split() for line in result.stdout.splitlines()]
    assert ["江夏区", "5", "0", "提醒-江夏区.txt"] in rows
    assert "王芳（示范大学，王芳公司）" in (tmp_path / "in/提醒/提醒-江夏区.txt").read_text("utf-8-sig")
    assert "没有写入任何文件" in kjfz(*arguments).stderr
    assert kjfz(*arguments, "--force").exit_code == 0


def test_a_mistyped_day_is_told(kjfz: Kjfz) -> None:
    result = kjfz("remind", "in", "-o", "x", "--on", "8月26日")
    assert result.exit_code == 2
    assert "应为日期，如 2023-10-26" in result.stderr
