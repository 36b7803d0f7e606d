"""The sender's own workbook with a comment and a light fill at each finding; the rest as it was."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

import kjfz_docs as kd
from kjfz_docs.reading.notes_xlsx import AUTHOR
from tests.office import convert, needs_libreoffice

RECORD = kd.AccountCollection(
    rows=(
        kd.AccountRow(name="李明", account=kd.BankAccount(branch="某支行", number="123"), mobile="1380000"),
        kd.AccountRow(name="王芳", account=kd.BankAccount(branch="某支行", number="6222021234567890128")),
    )
)


def written(path: Path, change: Any = None) -> Path:
    kd.write(RECORD, path)
    if change is not None:
        book = openpyxl.load_workbook(path)
        change(book.active)
        book.save(path)
    return path


def comments(path: Path) -> dict[str, tuple[str, str]]:
    sheet: Any = openpyxl.load_workbook(path).active
    return {
        cell.coordinate: (cell.comment.author, cell.comment.text)
        for row in sheet
        for cell in row
        if cell.comment is not None
    }


def test_each_finding_has_a_comment_at_its_cell_and_a_light_fill(tmp_path: Path) -> None:
    reading = kd.read(written(tmp_path / "a.xlsx"))
    copy = reading.annotate(tmp_path / "b.xlsx")
    found = comments(copy)
    places = {str(f.where).rpartition("!")[2] for f in reading.findings if f.where and f.where.cell}
    assert places <= set(found)
    assert {author for author, _ in found.values()} == {AUTHOR}
    (account,) = [f for f in reading.findings if f.code == "KD410" and f.field == "rows.0.account.number"]
    assert account.where is not None
    assert account.message in found[str(account.where.cell)][1]
    sheet: Any = openpyxl.load_workbook(copy).active
    assert sheet[str(account.where.cell)].fill.fgColor.rgb == "FFFFF2CC"
    assert sheet["A4"].fill.fill_type is None


def test_a_marked_up_copy_reads_as_the_same_record_and_is_marked_up_anew(tmp_path: Path) -> None:
    first = kd.read(written(tmp_path / "a.xlsx"))
    second = kd.read(first.annotate(tmp_path / "b.xlsx"))
    assert second.record == first.record
    third = second.annotate(tmp_path / "c.xlsx")
    assert comments(third) == comments(tmp_path / "b.xlsx")
    assert kd.read(third).record == first.record


def test_the_comments_of_others_are_kept(tmp_path: Path) -> None:
    def comment(sheet: Any) -> None:
        sheet["E5"].comment = Comment("请核对", "张三")
        sheet["A4"].comment = Comment("表头", "张三")

    copy = kd.read(written(tmp_path / "a.xlsx", comment)).annotate(tmp_path / "b.xlsx")
    found = comments(copy)
    assert found["A4"] == ("张三", "表头")
    assert found["E5"][0] == "张三"
    assert found["E5"][1].startswith("请核对\n【格式检查】")
    again = kd.read(copy).annotate(tmp_path / "c.xlsx")
    assert comments(again)["E5"] == found["E5"]


def test_other_parts_are_copied(tmp_path: Path) -> None:
    source = written(tmp_path / "a.xlsx")
    copy = kd.read(source).annotate(tmp_path / "b.xlsx")
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(copy) as after:
        touched = {"[Content_Types].xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"}
        for name in set(before.namelist()) - touched:
            assert before.read(name) == after.read(name)


def test_a_finding_of_no_cell_stands_at_the_first(tmp_path: Path) -> None:
    stream = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["姓名", "电话"])
    book.save(stream)
    (tmp_path / "a.xlsx").write_bytes(stream.getvalue())
    reading = kd.read(tmp_path / "a.xlsx")
    assert reading.outcome is kd.Outcome.NOT_RECOGNISED
    assert "KD201" in comments(reading.annotate(tmp_path / "b.xlsx"))["A1"][1]


@pytest.mark.libreoffice
class TestAfterLibreOffice:
    pytestmark = needs_libreoffice

    def test_it_opens_the_copy_with_its_comments(self, tmp_path: Path) -> None:
        copy = kd.read(written(tmp_path / "a.xlsx")).annotate(tmp_path / "b.xlsx")
        (saved,) = convert([copy], "xlsx", tmp_path / "saved")
        assert set(comments(saved)) == set(comments(copy))
        assert kd.read(saved).record == RECORD
