"""Workbooks of other programs and of one's own making, marked up: boxes, fills, threads, the strict variant, size."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import time
import zipfile
from pathlib import Path
from typing import Any

import attrs
import openpyxl
import pytest
from lxml import etree
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

import kjfz_docs as kd
from kjfz_docs.findings import Finding, Place
from kjfz_docs.grids import Limits, open_file
from kjfz_docs.grids.package import STRICT_RELATIONS, restrict
from kjfz_docs.reading.annotate_xlsx import annotated_xlsx
from kjfz_docs.reading.notes_xlsx import Boxes
from tests.making import part, with_part
from tests.office import convert, needs_libreoffice
from tests.reading.test_annotate_xlsx import RECORD, comments, written
from tests.strategies import changed as with_values

X = "{urn:schemas-microsoft-com:office:excel}"
NODE_MODULES = os.environ.get("NODE_PATH", "node_modules")
EXCELJS = """
const ExcelJS = require('exceljs');
const [file, copy] = process.argv.slice(1);
(async () => {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(file);
  const notes = {};
  book.worksheets[0].eachRow(row => row.eachCell({includeEmpty: true}, cell => {
    const note = cell.note;
    if (note) notes[cell.address] = note.texts ? note.texts.map(each => each.text).join('') : note;
  }));
  console.log(JSON.stringify(notes));
  await book.xlsx.writeFile(copy);
})();
"""


def checked(data: bytes) -> bytes:
    """A workbook after it was read and marked up."""
    reading = kd.read(data)
    return annotated_xlsx(open_file(data), reading.findings)


def plain(**fields: Any) -> bytes:
    return kd.render(with_values(RECORD, **fields), "xlsx")


def changed(data: bytes, change: Any) -> bytes:
    """A workbook after somebody worked on it with openpyxl."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book.active)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def replaced(data: bytes, old: bytes, new: bytes) -> bytes:
    """A workbook with some text changed in all of its parts."""
    return with_part(data, {name: part(data, name).replace(old, new) for name in names(data)})


def names(data: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(data)).namelist()


def differing(first: bytes, second: bytes) -> set[str]:
    """The members that two files do not share."""
    both = set(names(first)) & set(names(second))
    return (set(names(first)) ^ set(names(second))) | {
        name for name in both if part(first, name) != part(second, name)
    }


def boxes(data: bytes) -> list[tuple[int, int]]:
    """The cells that have a box for their comment."""
    roots = [etree.fromstring(part(data, name)) for name in names(data) if name.endswith(".vml")]
    boxes = [each for root in roots for each in root.iter(X + "ClientData")]
    return [(int(each.findtext(X + "Row")), int(each.findtext(X + "Column"))) for each in boxes]


def notes(data: bytes) -> dict[str, str]:
    sheet: Any = openpyxl.load_workbook(io.BytesIO(data)).active
    return {cell.coordinate: cell.comment.text for row in sheet for cell in row if cell.comment is not None}


def looks(data: bytes) -> int:
    return len(re.findall(rb"<xf ", part(data, "xl/styles.xml")))


# ------------------------------------------------------------------ checked again and again


def test_checking_a_copy_again_gives_the_same_file() -> None:
    once = checked(plain())
    assert differing(once, checked(once)) == set()


def test_what_was_corrected_has_neither_comment_nor_box_nor_fill_any_more() -> None:
    once = checked(plain())

    def correct(sheet: Any) -> None:
        sheet["K5"] = "13800000000"

    assert "K5" in notes(once)
    again = checked(changed(once, correct))
    assert "K5" not in notes(again)
    assert (4, 10) not in boxes(again)
    sheet: Any = openpyxl.load_workbook(io.BytesIO(again)).active
    assert sheet["K5"].fill.fill_type is None
    assert sheet["E5"].fill.fgColor.rgb == "FFFFF2CC"


def test_the_fill_that_a_cell_had_of_its_own_comes_back() -> None:
    def dye(sheet: Any) -> None:
        sheet["K5"].fill = PatternFill("solid", "FF00FF00")

    before = changed(plain(), dye)
    once = checked(before)
    corrected = replaced(once, b">1380000<", b">13800000000<")
    again: Any = openpyxl.load_workbook(io.BytesIO(checked(corrected))).active
    assert again["K5"].value == "13800000000"
    assert again["K5"].fill.fgColor.rgb == "FF00FF00"


def test_a_fill_of_the_same_colour_that_is_not_ours_stays() -> None:
    def dye(sheet: Any) -> None:
        sheet["A5"].fill = PatternFill("solid", "FFFFF2CC")

    again = checked(checked(changed(plain(), dye)))
    sheet: Any = openpyxl.load_workbook(io.BytesIO(again)).active
    assert "A5" not in notes(again)
    assert sheet["A5"].fill.fgColor.rgb == "FFFFF2CC"


def test_after_another_program_saved_the_copy_nothing_is_said_twice() -> None:
    def comment(sheet: Any) -> None:
        sheet["E5"].comment = Comment("请核对", "张三")

    once = checked(changed(plain(), comment))
    again = checked(changed(once, lambda _: None))
    assert notes(again) == notes(once)
    assert notes(again)["E5"].startswith("请核对\n【格式检查】")
    third = checked(changed(again, lambda _: None))
    assert notes(third) == notes(once)
    assert looks(third) <= looks(again)


def test_what_somebody_added_to_our_comment_is_kept() -> None:
    def add(sheet: Any) -> None:
        sheet["E5"].comment = Comment(sheet["E5"].comment.text + "\n账号无误，请再核", "格式检查")

    again = checked(changed(checked(plain()), add))
    assert notes(again)["E5"].startswith("账号无误，请再核\n【格式检查】")
    assert notes(checked(again)) == notes(again)


# ------------------------------------------------------------------ boxes and threads


def test_boxes_are_told_by_row_and_column_not_by_their_ids() -> None:
    def comment(sheet: Any) -> None:
        sheet["E5"].comment = Comment("请核对", "张三")
        sheet["A4"].comment = Comment("表头", "张三")

    once = checked(changed(plain(), comment))
    assert len(boxes(once)) == len(set(boxes(once))) == len(notes(once))
    assert {(4, 4), (3, 0)} <= set(boxes(once))


def test_among_boxes_of_controls_ours_bring_the_type_of_shape_that_they_name() -> None:
    control = '<v:shape id="_x0000_s1030"><x:ClientData ObjectType="Checkbox"/></v:shape>'
    names = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel"'
    boxes = Boxes(etree.fromstring(f"<xml {names}>{control}</xml>"))
    for row in (4, 5, 4):
        boxes.have(row, 2, "警告")
    found = [each.get("id") for each in boxes.root]
    assert found == ["_x0000_s1030", "_x0000_t202", "_x0000_s1031", "_x0000_s1032"]
    boxes.drop(4, 2)
    assert [each.get("id") for each in boxes.root] == ["_x0000_s1030", "_x0000_t202", "_x0000_s1032"]


THREADS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
OFFICE = "http://schemas.microsoft.com/office/2017/10/relationships"
ROOT = "{AAAAAAAA-0000-4000-8000-000000000001}"


def threaded() -> bytes:
    """A workbook in which 张三 began a thread at an account with findings."""

    def comment(sheet: Any) -> None:
        sheet["E5"].comment = Comment("[线程批注]\n\n注释:\n    请核对", f"tc={ROOT}")

    data = changed(plain(), comment)
    person = "{BBBBBBBB-0000-4000-8000-000000000001}"
    made = {
        "xl/threadedComments/threadedComment1.xml": (
            f'<ThreadedComments xmlns="{THREADS}"><threadedComment ref="E5" dT="2024-01-02T03:04:05.00" '
            f'personId="{person}" id="{ROOT}"><text>请核对</text></threadedComment></ThreadedComments>'
        ),
        "xl/persons/person.xml": (
            f'<personList xmlns="{THREADS}">'
            f'<person displayName="张三" id="{person}" userId="z" providerId="None"/></personList>'
        ),
    }
    links = {
        "xl/worksheets/_rels/sheet1.xml.rels": (
            "threadedComment",
            "../threadedComments/threadedComment1.xml",
        ),
        "xl/_rels/workbook.xml.rels": ("person", "persons/person.xml"),
    }
    changes = {}
    for name, (kind, target) in links.items():
        link = f'<Relationship Id="rIdT" Type="{OFFICE}/{kind}" Target="{target}"/></Relationships>'
        changes[name] = part(data, name).replace(b"</Relationships>", link.encode())
    kinds = "".join(
        f'<Override PartName="/{name}" ContentType="application/vnd.ms-excel.{kind}+xml"/>'
        for name, kind in zip(made, ("threadedcomments", "person"), strict=True)
    )
    types = "[Content_Types].xml"
    changes[types] = part(data, types).replace(b"</Types>", f"{kinds}</Types>".encode())
    stream = io.BytesIO(with_part(data, changes))
    with zipfile.ZipFile(stream, "a") as package:
        for name, text in made.items():
            package.writestr(name, text)
    return stream.getvalue()


def test_in_a_thread_the_check_answers_and_takes_its_answer_back() -> None:
    data = threaded()
    once = checked(data)
    thread = part(once, "xl/threadedComments/threadedComment1.xml").decode()
    assert thread.count("<threadedComment ") == 2
    assert f'parentId="{ROOT}"' in thread
    assert "【格式检查】警告 KD410" in thread
    assert 'displayName="格式检查"' in part(once, "xl/persons/person.xml").decode()
    assert notes(once)["E5"].startswith("[线程批注]\n\n注释:\n    请核对\n答复:\n    【格式检查】警告 KD410")
    assert differing(once, checked(once)) == set()
    corrected = replaced(once, b">123<", b">6222021234567890128<")
    twice = checked(corrected)
    assert "KD410" not in part(twice, "xl/threadedComments/threadedComment1.xml").decode()


def test_threads_elsewhere_are_untouched() -> None:
    data = threaded()
    data = replaced(data, b'ref="E5"', b'ref="A4"')
    once = checked(data)
    for name in ("xl/threadedComments/threadedComment1.xml", "xl/persons/person.xml"):
        assert part(once, name) == part(data, name)


# ------------------------------------------------------------------ the strict variant, and size


def strict(data: bytes) -> bytes:
    transitional = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return with_part(
        data,
        {
            name: restrict(part(data, name)).replace(transitional, STRICT_RELATIONS.encode())
            for name in names(data)
        },
    )


def test_a_strict_workbook_stays_strict_throughout() -> None:
    data = strict(plain())
    assert kd.read(data).record == RECORD
    once = checked(data)
    for name in (each for each in names(once) if each.startswith("xl/")):
        assert b"schemas.openxmlformats.org/spreadsheetml" not in part(once, name), name
        assert b"schemas.openxmlformats.org/officeDocument" not in part(once, name), name
    assert kd.read(once).record == RECORD
    assert differing(once, checked(once)) == set()


def test_a_sheet_too_large_to_be_held_is_marked_up() -> None:
    rows = tuple(kd.AccountRow(name=f"李{number}", mobile="138") for number in range(3000))
    data = plain(rows=rows)
    opened = open_file(data, Limits(tree_nodes=60_000))
    sheet = Place(sheet=kd.read(data).provenance["rows.2999.name"].sheet, cell="A3004")
    made = annotated_xlsx(opened, [Finding.of("KD101", where=sheet)])
    assert list(notes(made)) == ["A3004"]


def test_many_findings_take_time_in_proportion() -> None:
    def seconds(count: int) -> float:
        data = plain(rows=tuple(kd.AccountRow(name=f"李{number}", mobile="138") for number in range(count)))
        findings = kd.read(data).findings
        opened = open_file(data)
        start = time.perf_counter()
        annotated_xlsx(opened, findings)
        return time.perf_counter() - start

    seconds(10)
    assert seconds(1600) < 12 * seconds(400) + 0.2


def test_a_comment_is_no_longer_than_excel_allows_and_says_how_much_is_left_out() -> None:
    data = plain()
    findings = [attrs.evolve(Finding.of("KD101"), message=f"第{number}处" * 20) for number in range(2000)]
    made = annotated_xlsx(open_file(data), findings)
    said = notes(made)["A1"]
    assert len(said) < 32_767
    assert re.search(r"\n……另有 \d+ 处$", said)
    assert "A1" not in notes(checked(made)) or "第1处" not in notes(checked(made))["A1"]


def test_characters_that_xml_cannot_hold_do_not_stop_the_copy() -> None:
    finding = attrs.evolve(Finding.of("KD101"), message="有\x01字符，_x0041_ 照写")
    said = notes(annotated_xlsx(open_file(plain()), [finding]))["A1"]
    assert "_x0041_" in said.replace("_x005F_", "_")


# ------------------------------------------------------------------ other programs


@pytest.mark.skipif(
    shutil.which("node") is None or not (Path(NODE_MODULES) / "exceljs").is_dir(),
    reason="exceljs (npm) is not in the folder that NODE_PATH names",
)
def test_exceljs_sees_the_comments_and_what_it_saves_is_marked_up_anew(tmp_path: Path) -> None:
    copy, saved = tmp_path / "b.xlsx", tmp_path / "c.xlsx"
    copy.write_bytes(checked(plain()))
    done = subprocess.run(
        ["node", "-e", EXCELJS, str(copy), str(saved)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == notes(copy.read_bytes())
    again = checked(saved.read_bytes())
    assert set(notes(again)) == set(notes(copy.read_bytes()))
    assert all(text.count("【格式检查】") == 1 for text in notes(again).values())


@pytest.mark.libreoffice
class TestAfterLibreOffice:
    pytestmark = needs_libreoffice

    def test_a_strict_copy_opens_with_its_comments(self, tmp_path: Path) -> None:
        copy = tmp_path / "b.xlsx"
        copy.write_bytes(checked(strict(plain())))
        (saved,) = convert([copy], "xlsx", tmp_path / "saved")
        assert set(comments(saved)) >= {"E5", "K5"}
        assert kd.read(saved).record == RECORD

    def test_what_it_saved_is_marked_up_anew_with_nothing_said_twice(self, tmp_path: Path) -> None:
        copy = kd.read(written(tmp_path / "a.xlsx")).annotate(tmp_path / "b.xlsx")
        (saved,) = convert([copy], "xlsx", tmp_path / "saved")
        again = kd.read(saved).annotate(tmp_path / "c.xlsx")
        assert {cell: text for cell, (_, text) in comments(again).items()} == notes(copy.read_bytes())
        sheet: Any = openpyxl.load_workbook(again).active
        assert sheet["E5"].fill.fgColor.rgb == "FFFFF2CC"
