"""Every file has its outcome, and the findings say why."""

from __future__ import annotations

import io
import pickle
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

import kjfz_docs as kd
from tests.grids.workbooks import data as sheets_data
from tests.grids.workbooks import text as sheet_text
from tests.grids.workbooks import workbook
from tests.making import W, body, document, edited, joined, paragraph, part, save, table, with_part

RECORD = kd.Assessment(name="李明", sending_unit="某大学机械学院", host_enterprise="某装备有限公司")
LIST = kd.AbsenceSummary(
    economy_bureau="江夏区经信局", rows=(kd.AbsenceRow(serial=1, name="王芳", reason="出国访学"),)
)


def codes(reading: kd.Reading[Any]) -> set[str]:
    return {finding.code for finding in reading.findings}


def test_a_file_of_ours_is_read_with_the_place_of_each_value(tmp_path: Path) -> None:
    reading = kd.read(kd.write(RECORD, tmp_path / "李明.docx"), kd.Assessment)
    assert reading.outcome is kd.Outcome.OK
    assert reading.record == RECORD
    assert str(reading.provenance["name"]) == "李明.docx 表1第1行第2列"
    assert reading.provenance["name"] == kd.Place(file="李明.docx", table=1, row=1, column=2)


def test_bytes_and_file_objects_are_read_too() -> None:
    data = kd.render(RECORD)
    assert kd.read(data).record == RECORD
    assert kd.read(io.BytesIO(data)).record == RECORD


def test_another_document_is_not_recognised_and_the_nearest_form_is_named() -> None:
    reading = kd.read(document(paragraph("简历"), table("姓名 | 李明", "性别 | 男"), paragraph()))
    assert reading.outcome is kd.Outcome.NOT_RECOGNISED
    assert codes(reading) == {"KD201"}
    assert reading.record is None


def test_a_blank_form_is_said_to_be_blank() -> None:
    reading = kd.read(kd.blank("assessment"))
    assert reading.outcome is kd.Outcome.BLANK_FORM
    assert reading.record is None
    assert codes(reading) == {"KD202"}


@pytest.mark.parametrize("length", [0, 10, 500, 3000])
def test_a_truncated_file_is_refused(length: int) -> None:
    reading = kd.read(kd.render(RECORD)[:length])
    assert reading.outcome is kd.Outcome.REFUSED
    assert codes(reading) <= {"KD101", "KD102", "KD106"}


def test_a_renamed_pdf_is_refused_as_a_pdf(tmp_path: Path) -> None:
    reading = kd.read(save(tmp_path, "考核表.docx", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"))
    assert reading.outcome is kd.Outcome.REFUSED
    assert any("PDF" in finding.message for finding in reading.findings)


def test_a_zip_bomb_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name in ("[Content_Types].xml", "_rels/.rels"):
            package.writestr(name, part(kd.render(RECORD), name))
        package.writestr("word/document.xml", b"<a>" + b" " * 600_000_000)
    reading = kd.read(stream.getvalue())
    assert reading.outcome is kd.Outcome.REFUSED
    assert codes(reading) == {"KD104"}


def test_an_xml_entity_is_refused() -> None:
    xml = (
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
        + part(kd.render(RECORD)).split(b"?>", 1)[1]
    )
    reading = kd.read(with_part(kd.render(RECORD), {"word/document.xml": xml}))
    assert reading.outcome is kd.Outcome.REFUSED
    assert codes(reading) == {"KD105"}


def test_a_missing_file_is_an_os_error_and_a_number_a_type_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        kd.read(tmp_path / "没有.docx")
    with pytest.raises(TypeError):
        kd.read(17)  # type: ignore[call-overload]
    with pytest.raises(TypeError):
        kd.read(kd.render(RECORD), int)


def test_two_filled_forms_in_one_file_are_read_in_their_order() -> None:
    data = joined(kd.render(RECORD), kd.render(LIST))
    assert [reading.record for reading in kd.read_all(data)] == [RECORD, LIST]
    several = kd.read(data)
    assert several.outcome is kd.Outcome.SEVERAL
    assert several.record is None
    assert kd.read(data, kd.AbsenceSummary).record == LIST


def test_a_blank_form_beside_a_filled_one_does_not_matter() -> None:
    data = joined(kd.blank("absence_summary"), kd.render(RECORD))
    assert kd.read(data).record == RECORD


def test_a_form_that_was_not_asked_for_is_said_to_be_another() -> None:
    reading = kd.read(kd.render(RECORD), kd.AbsenceSummary)
    assert reading.outcome is kd.Outcome.NOT_RECOGNISED
    assert codes(reading) == {"KD231"}


@pytest.mark.parametrize("format_", ["docx", "xlsx"])
def test_the_keywords_say_what_a_document_is_where_its_identifier_is_gone(format_: Any) -> None:
    record = kd.AbsenceSummary(rows=tuple(kd.AbsenceRow(name="李XX", reason=text) for text in ("病", "同上")))
    data = kd.render(record, format_)
    core = part(data, "docProps/core.xml").decode()
    core = re.sub("<dc:identifier.*?</dc:identifier>", "", core).replace("<cp:keywords>", "<cp:keywords>甲, ")
    assert kd.read(with_part(data, {"docProps/core.xml": core.encode()})).record == record


def test_content_wins_over_the_identity_in_the_properties() -> None:
    reading = kd.read(edited(kd.render(RECORD), "湖北省第二批", "湖北省第四批"))
    assert reading.record is not None
    assert reading.record.cohort == 4
    assert "KD208" in codes(reading)


def test_words_of_the_programme_that_were_changed_are_reported() -> None:
    reading = kd.read(edited(kd.render(RECORD), "3万元", "5万元"))
    assert "KD230" in codes(reading)
    assert reading.record == RECORD


def test_raise_for_findings_tells_why() -> None:
    with pytest.raises(kd.FindingsError):
        kd.read(kd.render(RECORD)).raise_for_findings()
    with pytest.raises(kd.NotRecognised):
        kd.read(kd.blank("assessment")).raise_for_findings()
    with pytest.raises(kd.Refused) as refused:
        kd.read(b"").raise_for_findings()
    assert refused.value.findings[0].code == "KD101"
    assert isinstance(refused.value, kd.KjfzError)


def test_readings_records_and_forms_can_be_pickled() -> None:
    reading = kd.read(kd.render(RECORD))
    again = pickle.loads(pickle.dumps(reading))
    assert again.record == RECORD
    assert again.findings == reading.findings
    assert again.provenance == reading.provenance
    form = pickle.loads(pickle.dumps(kd.forms["assessment"]))
    assert kd.read(kd.render(RECORD, form=form), forms=[form]).record == RECORD


def test_a_row_moved_in_the_table_is_read_by_its_labels_with_a_note() -> None:
    data = kd.render(RECORD)
    root = body(data)
    rows = list(root.iter(f"{{{W}}}tr"))
    enterprise = next(row for row in rows if "".join(row.itertext()).startswith("接收企业某装备"))
    rows[0].addprevious(enterprise)
    moved = with_part(data, {"word/document.xml": etree.tostring(root.getparent(), encoding="UTF-8")})
    reading = kd.read(moved)
    assert reading.record == RECORD
    assert "KD214" in codes(reading)


def test_a_text_typed_into_a_label_is_reported_and_nothing_is_lost() -> None:
    reading = kd.read(edited(kd.render(RECORD), ">企业考核评价（", ">企业考核评价王老师补充（"))
    assert reading.record == RECORD
    assert {"KD214", "KD206"} <= codes(reading)


STATISTICS = kd.OutcomeStatistics(
    economy_bureau="江夏区经信局",
    rows=(
        kd.OutcomeRow(district="东城区", cohort=2, outcomes=kd.Outcomes(problems_solved=3)),
        kd.OutcomeRow(district="西城区", cohort=2, outcomes=kd.Outcomes(problems_solved=4)),
    ),
)


def test_the_total_on_paper_is_stated_and_not_in_the_record() -> None:
    reading = kd.read(kd.render(STATISTICS))
    assert reading.record == STATISTICS
    assert reading.stated["total"] == STATISTICS.total == kd.Outcomes(problems_solved=7)
    assert "KD416" not in codes(reading)


@pytest.mark.parametrize(("typed", "stated"), [("8", "8"), ("", "空白")])
def test_a_total_that_differs_from_the_sum_is_reported(typed: str, stated: str) -> None:
    reading = kd.read(edited(kd.render(STATISTICS), ">7<", f">{typed}<"))
    assert reading.record == STATISTICS
    (finding,) = [finding for finding in reading.findings if finding.code == "KD416"]
    assert (finding.field, finding.raw) == ("total.problems_solved", stated)
    assert "7" in finding.message


def test_a_doubt_about_a_cell_is_said_at_the_form_in_which_it_stands() -> None:
    """An error value behind a row of the second sheet, where no column is, is no finding of the first."""
    title = "湖北省第四批“科技副总”未签约到岗、履职服务情况汇总表"
    head = ("序号", "“科技副总”姓名", "派出单位及院系", "职称职务", "接收企业", "未能签约到岗、履职服务原因")
    sheets = [
        sheets_data(
            *("".join(map(sheet_text, row)) for row in ((title,), head)),
            "".join(map(sheet_text, ("1", name, "某大学", "教授", "甲公司", "出国"))) + behind,
        )
        for name, behind in (("李明", ""), ("王芳", '<c t="e"><v>#REF!</v></c>'))
    ]
    first, second = kd.read_all(workbook(*sheets))
    records: list[Any] = [reading.record for reading in (first, second)]
    assert [record.rows[0].name for record in records] == ["李明", "王芳"]
    assert "KD226" not in codes(first)
    (doubt,) = [finding for finding in second.findings if finding.code == "KD226"]
    assert doubt.where is not None
    assert (doubt.where.sheet, doubt.where.cell) == ("表2", "G3")


@pytest.mark.parametrize("format_", ["docx", "xlsx"])
def test_what_is_left_blank_is_asked_for_at_its_place(format_: str) -> None:
    reading = kd.read(kd.render(kd.AccountCollection(rows=(kd.AccountRow(name="李明"),)), format_))
    asked = {f.field: f.where for f in reading.findings if f.code == "KD401" and f.where}
    mobile, day = asked["rows.0.mobile"], asked["filled_on"]
    if format_ == "xlsx":
        assert (mobile.cell, day.cell) == ("K5", "A3")
    else:
        assert ((mobile.row, mobile.column), day.paragraph) == ((2, 11), 3)


def test_a_value_that_was_withheld_is_not_asked_for_as_well() -> None:
    row = kd.AccountRow(name="李明", contract_signed=True)
    data = edited(kd.render(kd.AccountCollection(rows=(row,))), ">是</w:t>", ">部分</w:t>")
    codes = {f.code for f in kd.read(data).findings if f.field == "rows.0.contract_signed"}
    assert codes == {"KD310"}
