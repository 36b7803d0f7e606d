"""kjfz cases."""

from __future__ import annotations

from pathlib import Path

import docx

from tests.cli.conftest import Kjfz
from tests.workflow.submitting import assessment, put


def test_it_draws_the_cases_of_a_list(kjfz: Kjfz, tmp_path: Path) -> None:
    put(tmp_path, "in/林.docx", assessment())
    put(tmp_path, "in/王.docx", assessment("王芳", host_enterprise="乙公司"))
    (tmp_path / "名单.csv").write_text("姓名,备注\n林晓舟,甲\n赵强,乙\n", encoding="utf-8")
    arguments = ("cases", "in", "--no-cache", "--nominated", "名单.csv", "-o", "案例.docx")
    result = kjfz(*arguments)
    assert (result.exit_code, "已写入 1 个案例：案例.docx" in result.stderr) == (1, True)
    assert "KD565" in result.stdout
    assert "评价好而没有提名的（仅供参考）：王芳（示范理工大学机械工程学院，乙公司）" in result.stdout
    assert docx.Document(str(tmp_path / "案例.docx")).paragraphs[1].text == "一、林晓舟"
    assert "文件已存在" in kjfz(*arguments).stderr
    assert "模板不能用" in kjfz(*arguments, "--force", "--template", "名单.csv").stderr
    assert "只能写 .docx" in kjfz("cases", "in", "--nominated", "名单.csv", "-o", "a.pdf").stderr
    assert "请用 --nominated" in kjfz("cases", "in", "-o", "a.docx").stderr


def test_the_roster_may_nominate(kjfz: Kjfz, tmp_path: Path) -> None:
    put(tmp_path, "in/林.docx", assessment())
    head = "姓名,派出单位,服务企业,批次,推荐典型案例\n"
    line = "林晓舟,示范理工大学机械工程学院,示范区精工机床有限公司,第二批"
    (tmp_path / "册.csv").write_text(f"{head}{line},是\n", encoding="utf-8")
    result = kjfz("cases", "in", "--no-cache", "--roster", "册.csv", "-o", "案例.docx")
    assert (result.exit_code, "已写入 1 个案例" in result.stderr) == (0, True)
    (tmp_path / "册.csv").write_text(f"{head}{line},\n", encoding="utf-8")
    result = kjfz("cases", "in", "--no-cache", "--roster", "册.csv", "-o", "b.docx")
    assert "没有可以摘录的案例" in result.stderr
