"""kjfz grounds."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Kjfz
from tests.cli.test_status import roster
from tests.workflow.submitting import assessment, person, put


def test_it_writes_the_grounds(kjfz: Kjfz, tmp_path: Path) -> None:
    put(tmp_path, "in/林.docx", assessment())
    book = roster(tmp_path, person(assessment()))
    arguments = ("grounds", "in", "--no-cache", "--roster", book, "-o")
    result = kjfz(*arguments, "依据.xlsx")
    assert (result.exit_code, "已写入 1 人：依据.xlsx" in result.stderr) == (0, True)
    assert "文件已存在" in kjfz(*arguments, "依据.xlsx").stderr
    assert kjfz(*arguments, "依据.xlsx", "--force").exit_code == 0
    assert "依据-区.csv" in kjfz(*arguments, "依据.csv").stderr
    assert (tmp_path / "依据-派出单位.csv").exists()
    assert "只能写 .xlsx 或 .csv 文件" in kjfz(*arguments, "依据.docx").stderr
