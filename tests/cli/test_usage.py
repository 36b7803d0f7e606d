"""Wrong usage: said in Chinese, exit code 2, nothing written."""

from __future__ import annotations

import pytest

import kjfz_docs as kd
from kjfz_docs.cli.app import app
from kjfz_docs.cli.chinese import width_of
from tests.cli.conftest import Kjfz


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("raed", "x.docx"), "没有命令“raed”；是不是“read”？"),
        (("zzzzzz",), "没有命令“zzzzzz”"),
        (("--",), "缺少命令"),
        (("read",), "缺少参数“文件…”"),
        (("read", "--jsn", "x.docx"), "没有选项“--jsn”；是不是“--json”？"),
        (("read", "--json=yes", "x.docx"), "选项“--json”不带内容"),
        (("blank", "1"), "缺少选项“-o / --output”"),
        (("blank", "1", "-o"), "选项“-o”后面缺少内容"),
        (("blank", "1", "2", "-o", "x.docx"), "多余的参数：2"),
        (("blank", "1", "-o", "x.docx", "--cohort", "二"), "“--cohort”：应为 1 至 999 的整数，不是“二”"),
        (("blank", "3", "-o", "x.docx", "--rows", "0"), "“--rows”：应为 1 至 2000 的整数，不是“0”"),
        (("blank", "3", "-o", "x.docx", "--rows", "-5"), "不是“-5”"),
        (("blank", "1", "-o", "x.docx", "--rows", "5"), "不是名单，不能用 --rows"),
        (("blank", "1", "-o", "x.pdf"), "只能写 .docx 或 .xlsx 文件，不能写“x.pdf”"),
        (("blank", "assesment", "-o", "x.docx"), "没有“assesment”这种表；是不是“assessment”？"),
        (("blank", "附件9", "-o", "x.docx"), "可以写：附件1（assessment）"),
        (("write", "nothing.json", "-o", "x.docx"), "读不了“nothing.json”：没有这个文件或文件夹"),
        (("write", "a\0b", "-o", "x.docx"), "不能作文件名"),
    ],
)
def test_wrong_usage_is_explained_in_chinese(kjfz: Kjfz, arguments: tuple[str, ...], said: str) -> None:
    result = kjfz(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_without_arguments_the_usage_is_shown_and_the_code_is_2(kjfz: Kjfz) -> None:
    result = kjfz()
    assert result.exit_code == 2
    assert "用法：kjfz [选项] 命令 …" in result.stderr


@pytest.mark.parametrize("command", [(), *((name,) for name in app.commands)])
def test_every_help_is_chinese_and_fits_the_line(kjfz: Kjfz, command: tuple[str, ...]) -> None:
    result = kjfz(*command, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith("用法：kjfz")
    for english in ("Usage", "Options", "Commands", "Show this", "required", "arguments"):
        assert english not in result.stdout
    assert max(map(width_of, result.stdout.splitlines())) <= 80


def test_the_commands_are_listed_in_the_order_of_their_use(kjfz: Kjfz) -> None:
    lines = kjfz("-h").stdout.split("命令：")[1].splitlines()
    assert [line.split()[0] for line in lines[1:6]] == ["demo", "blank", "write", "read", "check"]


def test_the_version_is_that_of_the_package(kjfz: Kjfz) -> None:
    assert kjfz("--version").stdout == f"kjfz {kd.__version__}\n"


def test_an_interruption_is_said_and_gives_130(kjfz: Kjfz, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kjfz_docs.batches.reading.read_all", interrupted)
    result = kjfz("read", "x.docx")
    assert result.exit_code == 130
    assert "已中断" in result.stderr
