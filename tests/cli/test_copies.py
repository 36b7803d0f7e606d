"""``kjfz check --annotate`` and ``--table``."""

from __future__ import annotations

from pathlib import Path

import pytest

import kjfz_docs as kd
from kjfz_docs.grids.refusal import too_much
from kjfz_docs.reading import annotate
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


def test_files_of_one_name_from_several_folders_get_copies_of_their_own(kjfz: Kjfz) -> None:
    for folder, name in (("甲", "李明"), ("乙", "王芳")):
        Path(folder).mkdir()
        kd.write(kd.Assessment(name=name), f"{folder}/考核表.xlsx")
    assert kjfz("check", "甲/考核表.xlsx", "乙/考核表.xlsx", "--annotate", "退回", "--force").exit_code == 1
    names = {path.name: getattr(kd.read(path).record, "name", None) for path in Path("退回").iterdir()}
    assert names == {"考核表-退回.xlsx": "李明", "考核表-退回2.xlsx": "王芳"}


def test_a_file_that_holds_no_comments_is_named_with_a_remedy(
    kjfz: Kjfz, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(annotate._MARKERS, "xlsx")  # as for an old workbook (.xls)
    kd.write(kd.Assessment(name="李明"), "李明.xlsx")
    result = kjfz("check", "李明.xlsx", "--annotate", "退回")
    assert "李明.xlsx：没有写退回件：xlsx 文件不能加批注：请用 Word、WPS 或 Excel 另存为" in result.stderr
    assert not list(Path("退回").iterdir())


def test_a_workbook_beyond_the_limits_is_named_and_nothing_is_written(
    kjfz: Kjfz, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> bytes:
        raise too_much("XML 部件过大")

    kd.write(kd.Assessment(name="李明"), "李明.xlsx")
    monkeypatch.setattr("kjfz_docs.reading.annotate_xlsx.Comments", refused)
    result = kjfz("check", "李明.xlsx", "--annotate")
    assert result.exit_code == 1
    assert "李明.xlsx：没有写退回件：" in result.stderr
    assert "XML 部件过大" in result.stderr
    assert [path.name for path in Path().iterdir()] == ["李明.xlsx"]
