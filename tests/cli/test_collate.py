"""kjfz collate."""

from __future__ import annotations

from pathlib import Path

import attrs

import kjfz_docs as kd
from tests.cli.conftest import Kjfz
from tests.workflow.collating import CITY, deputy
from tests.workflow.submitting import acceptance, put


def programme(folder: Path) -> str:
    (folder / "p.toml").write_text(kd.programme_text(CITY), encoding="utf-8")
    return "p.toml"


def test_a_folder_becomes_lists_and_what_is_open_is_told(kjfz: Kjfz, tmp_path: Path) -> None:
    put(tmp_path, "in/江夏区/李.docx", deputy("李明"))
    put(tmp_path, "in/江夏区/王.xlsx", deputy("王芳", "同意", "同意"))
    put(tmp_path, "in/洪山区/附件2.docx", acceptance("孙二", bureau="洪山区经信局"))
    result = kjfz("collate", "in", "-o", "out", "--programme", programme(tmp_path), "--sources", "--no-cache")
    assert result.exit_code == 1
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "来源.xlsx",
        "附件2-第二批.docx",
        "附件5-第二批.docx",
    ]
    assert "江夏区/王.xlsx：错误 KD521" in result.stdout
    assert "已写入 3 个文件：out" in result.stderr
    record = kd.read(tmp_path / "out/附件2-第二批.docx").record
    assert isinstance(record, kd.AcceptanceSummary)
    assert [(row.serial, row.name, row.passed) for row in record.rows] == [
        (1, "李明", True),
        (2, "王芳", None),
        (3, "孙二", True),
    ]


def test_a_district_collates_its_own_folder(kjfz: Kjfz, tmp_path: Path) -> None:
    put(tmp_path, "in/李.docx", deputy("李明"))
    put(tmp_path, "in/附件2.docx", acceptance("李明"))
    account = kd.BankAccount(branch="示范银行", number="6200000000000001230")
    old = kd.AccountCollection(
        cohort=2, rows=(kd.AccountRow(name="李明", host_enterprise="李明公司", account=account),)
    )
    put(tmp_path, "in/旧/附件4.docx", old)
    arguments = (
        "collate",
        "in",
        "-o",
        "out",
        "--no-cache",
        "--format",
        "xlsx",
        "--programme",
        programme(tmp_path),
    )
    result = kjfz(*arguments, "--district", "江夏区", "--earlier", "in/旧", "--of", "附件1")
    assert "KD529" not in result.stdout
    assert account.number is not None
    assert account.number not in result.output
    assert [path.name for path in sorted((tmp_path / "out").iterdir())] == [
        "附件2-第二批.xlsx",
        "附件5-第二批.xlsx",
    ]
    statistics = kd.read(tmp_path / "out/附件5-第二批.xlsx").record
    assert isinstance(statistics, kd.OutcomeStatistics)
    assert [row.district for row in statistics.rows] == ["江夏区"]


def test_what_is_there_is_not_overwritten_unless_asked(kjfz: Kjfz, tmp_path: Path) -> None:
    put(tmp_path, "in/江夏区/李.docx", deputy("李明"))
    arguments = ("collate", "in", "-o", "in/out", "--no-cache", "--programme", programme(tmp_path))
    assert kjfz(*arguments).exit_code == 0
    again = kjfz(*arguments)
    assert again.exit_code == 2
    assert "文件已存在" in again.stderr
    assert kjfz(*arguments, "--force").exit_code == 0
    # What was written is not collated again.
    record = kd.read(tmp_path / "in/out/附件2-第二批.docx").record
    assert isinstance(record, kd.AcceptanceSummary)
    assert len(record.rows) == 1


def test_what_cannot_be_says_why(kjfz: Kjfz, tmp_path: Path) -> None:
    put(tmp_path, "in/江夏区/李.docx", deputy("李明"))
    rule = kd.CollationRule(into="acceptance_summary", of="assessment", fills=(("town", "district"),))
    text = kd.programme_text(attrs.evolve(CITY, collations=(rule,)))
    (tmp_path / "p.toml").write_text(text, encoding="utf-8")
    result = kjfz("collate", "in", "-o", "out", "--programme", "p.toml", "--no-cache")
    assert result.exit_code == 2
    said = result.stderr.replace("\n", "")
    assert "由'assessment'汇总成'acceptance_summary'：'acceptance_summary'的各行没有'town'这一栏" in said
    assert "没有这个文件" in kjfz("collate", "none", "-o", "out", "--no-cache").stderr
    assert kjfz("collate", "in", "-o", "out", "--of", "附件9", "--no-cache").exit_code == 2
