"""A workbook of one long list is read in part, and says what it would say if it were read whole."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kjfz_docs as kd
from kjfz_docs.forms import api
from kjfz_docs.forms.recognise import reading_of_excerpt
from kjfz_docs.grids import Limits, open_file
from kjfz_docs.grids.package import RELATIONS
from kjfz_docs.grids.xlsx import workbook
from kjfz_docs.grids.xlsx_excerpt import excerpt
from kjfz_docs.grids.xlsx_names import SHEET_NS
from tests.forms.long_lists import LISTS, filled

ROWS = 90
FIRST = 5  # the row of the first item in the worksheet
SHEET = "xl/worksheets/sheet1.xml"


FORM = kd.forms["account_collection"]


def is_read_in_part(data: bytes) -> bool:
    part = excerpt(workbook(open_file(data)))
    return part is not None and reading_of_excerpt(part, (), tuple(kd.forms.values()), None) is not None


def said(reading: kd.Reading[Any]) -> tuple[Any, ...]:
    return (
        reading.outcome,
        reading.record,
        reading.findings,
        dict(reading.provenance),
        list(reading.provenance),
        dict(reading.stated),
        reading.title,
        reading.form,
    )


def read_whole(data: bytes, **given: Any) -> kd.Reading[Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(api, "excerpt", lambda _: None)
        return kd.read(data, **given)


def reads_alike(data: bytes) -> kd.Reading[Any]:
    found = kd.read(data)
    assert said(found) == said(read_whole(data))
    return found


def edited(data: bytes, edit: Callable[[bytes], bytes], part: str = SHEET) -> bytes:
    """The workbook with one part of it edited."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, edit(old.read(name)) if name == part else old.read(name))
    return made.getvalue()


def replaced(data: bytes, old: str, new: str) -> bytes:
    assert old.encode() in zipfile.ZipFile(io.BytesIO(data)).read(SHEET)
    return edited(data, lambda sheet: sheet.replace(old.encode(), new.encode(), 1))


def saved_again(data: bytes, edit: Callable[[Any], None] = lambda _: None, *, shared: bool = False) -> bytes:
    """The workbook saved by openpyxl; ``shared`` with its texts in a part of their own, as Excel has them."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    edit(book.worksheets[0])
    made = io.BytesIO()
    book.save(made)
    return with_shared_strings(made.getvalue()) if shared else made.getvalue()


def before(end: bytes, more: str) -> Callable[[bytes], bytes]:
    return lambda part: part.replace(end, more.encode() + end)


def with_shared_strings(data: bytes) -> bytes:
    texts: dict[bytes, int] = {}

    def shared(text: re.Match[bytes]) -> bytes:
        return b't="s"><v>%d</v>' % texts.setdefault(text[1], len(texts))

    inline = rb't="inlineStr"><is>(<t[ >][^<]*</t>)</is>'
    data = edited(data, lambda sheet: re.sub(inline, shared, sheet))
    related = f'<Relationship Id="rShared" Target="sharedStrings.xml" Type="{RELATIONS}/sharedStrings"/>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    typed = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/>'
    for part, end, more in (
        ("xl/_rels/workbook.xml.rels", b"</Relationships>", related),
        ("[Content_Types].xml", b"</Types>", typed),
    ):
        data = edited(data, before(end, more), part)
    made = io.BytesIO(data)
    with zipfile.ZipFile(made, "a") as file:
        strings = b"".join(b"<si>%s</si>" % text for text in texts)
        file.writestr("xl/sharedStrings.xml", b'<sst xmlns="%s">%s</sst>' % (SHEET_NS.encode(), strings))
    return made.getvalue()


def not_ours(data: bytes) -> bytes:
    """The workbook without what says who made it."""
    return edited(
        data,
        lambda core: re.sub(rb"<dc:identifier>.*?</dc:identifier>|<cp:keywords>.*?</cp:keywords>", b"", core),
        "docProps/core.xml",
    )


def text_of(row: int, column: str) -> str:
    """The cell of our own list as it is spelt, up to its text."""
    return f'<c r="{column}{row}" s="11" t="inlineStr"><is><t>'


@pytest.fixture(scope="module")
def own() -> bytes:
    return kd.render(filled(FORM, ROWS), "xlsx")


def test_our_own_list_is_read_in_part(own: bytes) -> None:
    assert is_read_in_part(own)
    found = reads_alike(own)
    assert found.record == filled(FORM, ROWS)
    assert [finding.code for finding in found.findings] == [f.code for f in kd.check(filled(FORM, ROWS))]


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("foreign", [False, True])
def test_so_is_one_that_another_program_saved(own: bytes, shared: bool, foreign: bool) -> None:
    data = saved_again(own, shared=shared)
    data = not_ours(data) if foreign else data
    assert is_read_in_part(data)
    assert reads_alike(data).record == filled(FORM, ROWS)


def test_a_short_list_is_not_worth_it() -> None:
    assert not is_read_in_part(kd.render(filled(FORM, 20), "xlsx"))


def test_places_are_known_before_any_is_asked_for(own: bytes) -> None:
    found = kd.read(own)
    assert str(found.provenance["rows.40.account.number"]) == "附件4!E45"
    assert found.provenance.get("rows.40.account") is None
    assert "rows.090.name" not in found.provenance
    assert "rows.x.name" not in found.provenance
    assert "rows.4000.name" not in found.provenance


VALUES = st.one_of(
    st.none(),
    st.sampled_from(
        [
            *(
                "",
                " ",
                "合计",
                "小计",
                "同上",
                "……",
                "/",
                "无",
                "张某某",
                "示例",
                "姓名",
                "性别",
                "1",
                "1 ",
                " 李明 ",
            ),
            *(
                "审核人：王主任",
                "备注",
                "备注：无",
                "填报人：李四",
                "填报人",
                "开户行：示范银行",
                "6.2E+18",
                "〃",
            ),
            *(
                "62220200000000000",
                "622202000000000000000",
                "6222 0200 0000 0000 006",
                "'13800000001",
                "是",
                "否",
            ),
            *(
                "√",
                "不满意",
                "很好",
                "李\n明",
                "a&b<c>",
                "_x0041_",
                "=1+1",
                "'",
                "李XX",
                "第二批",
                "\u200b李明",
                "李　明",
            ),
            *(1, 0, 3.5, 6222020000000000006, 13800000001, True, dt.date(2026, 1, 2), 1e20, Decimal("0.1")),
            *("“科技副总”姓名", "附件4", "附件4 “科技副总”支持经费第一次拨付个人账户信息采集表"),
        ]
    ),
    st.text(max_size=6).filter(lambda text: not openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.search(text)),
)
EDITS = st.lists(st.tuples(st.integers(FIRST - 1, FIRST + ROWS), st.integers(1, 11), VALUES), max_size=4)


@settings(max_examples=60)
@given(EDITS, st.booleans(), st.booleans())
def test_edited_cells_say_what_they_always_said(edits: Any, foreign: bool, shared: bool) -> None:
    def edit(sheet: Any) -> None:
        for row, column, value in edits:
            cell = sheet.cell(row, column)
            cell.value = value
            if isinstance(value, str) and value.startswith("="):
                cell.data_type = "s"

    data = saved_again(kd.render(filled(FORM, ROWS), "xlsx"), edit, shared=shared)
    reads_alike(not_ours(data) if foreign else data)


@settings(max_examples=20)
@given(
    st.lists(st.integers(FIRST, FIRST + ROWS), max_size=3),
    st.sampled_from(["insert", "delete", "empty"]),
    st.booleans(),
)
def test_rows_that_come_and_go_do_too(rows: list[int], how: str, foreign: bool) -> None:
    def edit(sheet: Any) -> None:
        for row in rows:
            if how == "insert":
                sheet.insert_rows(row)
            elif how == "delete":
                sheet.delete_rows(row)
            else:
                for cell in sheet[row]:
                    cell.value = None

    data = saved_again(kd.render(filled(FORM, ROWS), "xlsx"), edit)
    reads_alike(not_ours(data) if foreign else data)


def looks(sheet: Any, row: int, **look: Any) -> None:
    for cell in sheet[row]:
        cell.font = openpyxl.styles.Font(**look)


@pytest.mark.parametrize(
    "edit",
    [
        lambda sheet: sheet.merge_cells("A20:A22"),
        lambda sheet: sheet.merge_cells("C30:D30"),
        lambda sheet: sheet.row_dimensions.__getitem__(30).__setattr__("hidden", True),
        lambda sheet: sheet.column_dimensions.__getitem__("C").__setattr__("hidden", True),
        lambda sheet: looks(sheet, 40, strike=True),
        lambda sheet: looks(sheet, 40, bold=True, color="00FF0000"),
        lambda sheet: looks(sheet, 40, name="Wingdings 2"),
        lambda sheet: sheet.cell(50, 14, "另一列"),
        lambda sheet: sheet.cell(200, 1, "远处的话"),
        lambda sheet: sheet.append(["合计", *[None] * 9, 3]),
        lambda sheet: sheet.cell(30, 1).__setattr__("comment", openpyxl.comments.Comment("请核对", "审核")),
        lambda sheet: sheet.cell(33, 5).__setattr__("value", "=A1"),
        lambda sheet: sheet.move_range("A60:K70", rows=3),
        lambda sheet: [sheet.cell(60, n, sheet.cell(4, n).value) for n in range(1, 12)],
    ],
)
@pytest.mark.parametrize("foreign", [False, True])
def test_whatever_is_not_plain_is_read_whole(own: bytes, edit: Callable[[Any], None], foreign: bool) -> None:
    data = saved_again(own, edit)
    reads_alike(not_ours(data) if foreign else data)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (text_of(50, "A"), text_of(50, "A") + "&#1;"),
        (text_of(50, "A"), text_of(50, "A") + "&nbsp;"),
        (text_of(50, "A"), text_of(50, "A") + "&amp;&#x41;&#65;&lt;"),
        (text_of(50, "A"), text_of(50, "A") + "]]>"),
        (text_of(50, "A"), text_of(50, "A") + "\r\n"),
        (text_of(50, "A"), text_of(50, "A") + "\uffff"),
        (text_of(50, "A"), text_of(50, "A") + "_x000D_"),
        (text_of(50, "A"), text_of(50, "A") + "<!-- -->"),
        (text_of(50, "A"), text_of(50, "A") + "<![CDATA[x]]>"),
        (text_of(50, "A"), text_of(50, "A").replace("<is><t", "<is><r><t")),
        (text_of(50, "A"), text_of(50, "A").replace("A50", "A51")),
        (text_of(50, "A"), text_of(50, "A").replace('"A50"', '"L50"')),
        (text_of(50, "A"), text_of(50, "A").replace('s="11"', 's="99"')),
        (text_of(50, "A"), text_of(50, "A").replace('s="11"', 'xmlns="urn:x" s="11"')),
        (text_of(50, "A"), text_of(50, "A").replace('s="11"', 's="11" s="11"')),
        (text_of(50, "A"), text_of(50, "A").replace('s="11"', 's="11" x:y="11"')),
        ('<row r="50"', '<row r="49"'),
        ('<row r="50"', '<row r="50" hidden="1"'),
        ('<row r="50"', "<row"),
        ('<row r="50"', '<row r="50" x:y="1"'),
        ('<row r="50"', '</sheetData><sheetData><row r="50"'),
        ("<sheetData>", "<sheetData><row/>"),
        ("</sheetData>", "</sheetData><sheetData/>"),
        ("<mergeCells", '<mergeCells x="1"'),
        ('<mergeCell ref="A3:K3"/>', '<mergeCell ref="A40:B41"/>'),
        ("<sheetData>", '<cols><col min="3" max="3" hidden="1"/></cols><sheetData>'),
    ],
)
def test_bytes_that_a_parser_takes_otherwise_are_left_to_it(own: bytes, old: str, new: str) -> None:
    reads_alike(replaced(own, old, new))


def test_bytes_that_are_no_text_are_refused(own: bytes) -> None:
    found = reads_alike(edited(own, lambda sheet: sheet.replace("锐光40号".encode(), b"\xff\xfe", 1)))
    assert found.outcome is kd.Outcome.REFUSED


@pytest.mark.parametrize(
    "limits", [Limits(blocks=900), Limits(blocks=1100), Limits(xml_part=50_000), Limits(xml_nodes=900)]
)
def test_limits_hold_as_ever(own: bytes, limits: Limits) -> None:
    assert said(kd.read(own, limits=limits)) == said(read_whole(own, limits=limits))


@pytest.mark.parametrize("form", LISTS, ids=lambda form: form.id)
@pytest.mark.parametrize("foreign", [False, True])
def test_lists_of_every_form_say_the_same(form: kd.Form, foreign: bool) -> None:
    data = kd.render(filled(form, ROWS), "xlsx")
    found = reads_alike(not_ours(data) if foreign else data)
    assert found.record == filled(form, ROWS)
