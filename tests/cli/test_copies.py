"""``kjfz check --annotate`` and ``--table``."""

from __future__ import annotations

from pathlib import Path

import kjfz_docs as kd
from tests.cli.conftest import Kjfz


def test_copies_and_a_table_are_written(kjfz: Kjfz, accounts: kd.AccountCollection) -> None:
    kd.write(kd.Assessment(name="李明"), "李明.docx")
    kd.write(accounts, "附件4.docx")
    result = kjfz("check", "李明.docx", "附件4.docx", "--annotate", "退回", "--table", "问题.xlsx")
    assert result.exit_code == 1
    assert [path.name for path in Path("退回").iterdir()] == ["李明-退回.docx"]
    assert Path("问题.xlsx").exists()
    assert kd.read("退回/李明-退回.docx").record == kd.Assessment(name="李明")


def test_without_a_folder_the_copy_stands_beside_the_file(kjfz: Kjfz) -> None:
    Path("来件").mkdir()
    kd.write(kd.Assessment(name="李明"), "来件/李明.docx")
    assert kjfz("check", "来件/李明.docx", "--annotate").exit_code == 1
    assert sorted(path.name for path in Path("来件").iterdir()) == ["李明-退回.docx", "李明.docx"]


def test_nothing_is_overwritten_without_force(kjfz: Kjfz) -> None:
    kd.write(kd.Assessment(name="李明"), "李明.docx")
    Path("问题.xlsx").write_text("old", encoding="utf-8")
    assert kjfz("check", "李明.docx", "--table", "问题.xlsx").exit_code == 2
    assert Path("问题.xlsx").read_text(encoding="utf-8") == "old"
    assert kjfz("check", "李明.docx", "--annotate", "退回").exit_code == 1
    assert kjfz("check", "李明.docx", "--annotate", "退回").exit_code == 2
    assert kjfz("check", "李明.docx", "--annotate", "退回", "--force").exit_code == 1
