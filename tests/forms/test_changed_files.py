"""What people add to, take from or type into our own forms is read, or reported; nothing is lost in silence."""

from __future__ import annotations

import io
import itertools
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

import kjfz_docs as kd
from kjfz_docs.grids import open_file, read_grid
from kjfz_docs.records.fields import leaves
from tests.making import W, body, document, edited, joined, paragraph, table, with_part
from tests.strategies import a_field, records

CARD, MOBILE = "6222021234567890123", "13812345678"
REPORT = kd.ServiceReport(achievements="研发\n推广", experience="校企合作", shortcomings="时间不足")
ONE = kd.Assessment(name="李明", sending_unit="某大学", host_enterprise="某厂", report=REPORT)
ABSENT = kd.AbsenceSummary(
    economy_bureau="江夏区经信局",
    filled_by="王芳",
    rows=(kd.AbsenceRow(serial=1, name="李明", reason="出国"),),
)
ACCOUNTS = kd.AccountCollection(
    rows=(kd.AccountRow(name="李明", account=kd.BankAccount(branch="某行", number=CARD), mobile=MOBILE),)
)
STATISTICS = kd.OutcomeStatistics(
    economy_bureau="江夏区经信局",
    rows=tuple(
        kd.OutcomeRow(district=name, cohort=2, outcomes=kd.Outcomes(problems_solved=count))
        for name, count in (("东城区", 3), ("西城区", 4))
    ),
)


def codes(reading: kd.Reading[Any]) -> list[str]:
    return [finding.code for finding in reading.findings]


def appended(data: bytes, *blocks: str) -> bytes:
    """The document with blocks before its section properties."""
    root = body(data)
    section = root.find(f"{{{W}}}sectPr")
    for block in blocks:
        section.addprevious(etree.fromstring(f'<x xmlns:w="{W}">{block}</x>')[0])
    return with_part(data, {"word/document.xml": etree.tostring(root.getparent(), encoding="UTF-8")})


def typed(data: bytes, row: int, column: int, text: str) -> bytes:
    """The document with a text typed into a cell by another program (python-docx)."""
    opened = docx.Document(io.BytesIO(data))
    cell = opened.tables[0].rows[row].cells[column]
    cell.paragraphs[0].add_run(text)
    stream = io.BytesIO()
    opened.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    "record", [ONE, ABSENT, ACCOUNTS, STATISTICS], ids=lambda record: type(record).__name__
)
def test_a_line_added_below_is_reported_and_the_record_is_whole(record: Any) -> None:
    data = appended(kd.render(record), "<w:p><w:r><w:t>更正：李明已于8月到岗</w:t></w:r></w:p>")
    reading = kd.read(data)
    assert reading.record == record
    assert [finding.raw for finding in reading.findings if finding.code == "KD206"] == [
        "更正：李明已于8月到岗"
    ]


def test_a_table_added_below_a_list_gives_no_rows() -> None:
    contacts = table("联系人 | 电话 | 传真 | 邮箱 | 地址 | 备注", "赵六 | x1 | x2 | x3 | x4 | x5")
    reading = kd.read(appended(kd.render(ABSENT), contacts, paragraph()))
    assert reading.record == ABSENT
    assert codes(reading).count("KD206") == 12


def test_the_total_of_a_changed_form_is_no_row() -> None:
    reading = kd.read(appended(kd.render(STATISTICS), paragraph("备注：无")))
    assert reading.record == STATISTICS
    assert reading.stated["total"] == STATISTICS.total


def test_a_second_list_that_is_not_recognised_is_not_lost() -> None:
    other = edited(kd.render(ABSENT), "派出单位及院系|职称职务|接收企业|“科技副总”姓名|“科技副总”", "某栏")
    both = joined(kd.render(ABSENT), with_title_kept(other))
    outcomes = [reading.outcome for reading in kd.read_all(both)]
    assert outcomes == [kd.Outcome.OK, kd.Outcome.NOT_RECOGNISED]
    assert "KD201" in codes(kd.read(both))


def with_title_kept(data: bytes) -> bytes:
    """The title as it was, where a change of texts reached it too."""
    return edited(data, "第四批某栏", "第四批“科技副总”")


def test_text_before_the_title_is_reported() -> None:
    cover = document(paragraph("关于报送情况的函"), table("收文 | 2023"), paragraph("附函如下："))
    reading = kd.read(joined(cover, kd.render(ABSENT)))
    assert reading.record == ABSENT
    assert "KD206" in codes(reading)


def with_head_before_the_last_row(data: bytes) -> bytes:
    root = body(data)
    rows = list(root.iter(f"{{{W}}}tr"))
    rows[-1].addprevious(etree.fromstring(etree.tostring(rows[0])))
    return with_part(data, {"word/document.xml": etree.tostring(root.getparent(), encoding="UTF-8")})


def test_a_header_repeated_among_the_rows_is_no_row() -> None:
    assert kd.read(with_head_before_the_last_row(kd.render(ABSENT))).record == ABSENT


def test_a_header_typed_into_merged_cells_leaves_their_value_to_the_rows_below() -> None:
    rows = [kd.AcceptanceRow(prefecture="武汉市", serial=n, name=name) for n, name in enumerate("甲乙丙", 1)]
    reading = kd.read(with_head_before_the_last_row(kd.render(kd.AcceptanceSummary(rows=tuple(rows)))))
    assert reading.record == kd.AcceptanceSummary(rows=tuple(rows))
    assert ("KD223", "rows.2.prefecture") in {(each.code, each.field) for each in reading.findings}


def test_a_row_like_the_heads_but_for_its_number_is_told_apart() -> None:
    heads = kd.AbsenceRow(
        name="“科技副总”姓名",
        sending_unit="派出单位及院系",
        position="职称职务",
        host_enterprise="接收企业",
        reason="未能签约到岗、履职服务原因（300字以内）",
    )
    record = kd.AbsenceSummary(rows=(heads,))
    assert kd.read(kd.render(record)).record == record


def test_rows_under_a_merged_cell_that_say_nothing_are_no_rows() -> None:
    blank = kd.blank("acceptance_summary")
    reading = kd.read(typed(typed(blank, 1, 0, "武汉市"), 1, 2, "李明"))
    assert reading.record == kd.AcceptanceSummary(rows=(kd.AcceptanceRow(prefecture="武汉市", name="李明"),))


def test_a_form_that_is_blank_but_for_an_added_table_is_not_blank() -> None:
    data = appended(kd.blank("absence_summary"), table("李明 | 出国访学"), paragraph())
    reading = kd.read(data)
    assert reading.outcome is kd.Outcome.OK
    assert "KD206" in codes(reading)


def test_another_years_of_service_in_a_label_are_reported() -> None:
    data = edited(kd.render(ONE), r"(.*)两年(.*?工作情况)", r"\1三年\2")
    reading = kd.read(data)
    assert reading.record == ONE
    assert "KD230" in codes(reading)


def test_long_numbers_in_what_is_left_over_are_masked() -> None:
    data = appended(kd.render(ABSENT), paragraph(f"李明账号{CARD}，手机{MOBILE}"))
    said = "".join(str(finding) + str(finding.raw) for finding in kd.read(data).findings)
    assert CARD not in said
    assert MOBILE not in said


@given(st.lists(st.sampled_from(["银行账号", "联系手机", "服务企业", "姓名"]), min_size=1, unique=True))
@settings(max_examples=8, deadline=None)
def test_no_account_or_mobile_is_in_any_finding_however_the_heads_are_changed(heads: list[str]) -> None:
    data = kd.render(ACCOUNTS)
    for head in heads:
        data = edited(data, head, "某栏")
    reading = kd.read(data)
    said = repr(reading) + "".join(f"{finding} {finding.raw}" for finding in reading.findings)
    assert CARD not in said
    assert MOBILE not in said


@pytest.mark.parametrize("number", ["6.22202E+18", "6222021234567890000"])
def test_an_account_damaged_by_excel_is_an_error(number: str) -> None:
    row = kd.AccountRow(name="李明", account=kd.BankAccount(branch="某行", number=number))
    assert "KD424" in {finding.code for finding in kd.check(kd.AccountCollection(rows=(row,)))}


@pytest.mark.parametrize("number", ["6222020000000000", "6222021234567890"])
def test_noughts_that_excel_would_have_kept_are_no_error(number: str) -> None:
    row = kd.AccountRow(name="李明", account=kd.BankAccount(branch="某行", number=number))
    assert "KD424" not in {finding.code for finding in kd.check(kd.AccountCollection(rows=(row,)))}


@pytest.mark.parametrize("digits", [61, 5000])
def test_a_number_beyond_all_bounds_is_a_finding(digits: int) -> None:
    reading = kd.read(typed(kd.blank("assessment"), 3, 0, "9" * digits))
    assert reading.record is not None
    assert reading.record.outcomes.problems_solved is None
    assert any(finding.field == "outcomes.problems_solved" for finding in reading.findings)


def test_a_stray_control_character_costs_no_text() -> None:
    reading = kd.read(edited(kd.render(ONE), ">研发<", ">研\x7f发<"))
    assert reading.record == ONE
    assert "KD324" in codes(reading)


def test_an_automatic_number_alone_in_a_cell_is_its_value() -> None:
    numbering = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr></w:pPr></w:p>'
    assert kd.read(appended(kd.render(ABSENT), numbering)).record == ABSENT


@pytest.mark.parametrize("path", ["a\0b.docx", "\ud800.docx"])
def test_a_name_that_no_file_can_have_is_an_os_error(path: str) -> None:
    with pytest.raises(OSError, match="not a file name"):
        kd.read(path)


def test_a_closed_file_is_an_os_error(tmp_path: Path) -> None:
    stream = (tmp_path / "a.docx").open("wb+")
    stream.close()
    with pytest.raises(OSError, match="cannot be read"):
        kd.read(stream)


def test_a_template_that_is_no_document_is_a_template_error_and_not_the_files_fault() -> None:
    broken = kd.Form(id="broken", record=kd.Assessment, docx=b"abc")
    with pytest.raises(kd.TemplateError, match="broken"):
        kd.read(kd.render(ONE), forms=[broken])


@pytest.mark.parametrize("form", list(kd.forms.values()), ids=lambda form: form.id)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_record_of_plain_texts_is_never_refused(form: Any, data: Any) -> None:
    record = data.draw(records(form.record))
    texts = [value for path, _, value in leaves(record) if isinstance(value, str)]
    empty = any(all(value is None for _, _, value in leaves(row)) for row in getattr(record, "rows", ()))
    if empty or not all(text.isascii() and text.isalnum() for text in texts):
        return
    kd.render(record)


def test_every_field_a_writer_refuses_exists() -> None:
    with pytest.raises(kd.UnwritableError) as error:
        kd.render(kd.AbsenceSummary(economy_bureau="各区经信局"))
    assert a_field(kd.AbsenceSummary, error.value.field).name == "economy_bureau"


GUIDANCE = "服务企业创新方面存在的问题和不足"


def with_guidance(text: str) -> kd.Reading[Any]:
    report = kd.ServiceReport(achievements="研发", experience="合作", shortcomings="甲乙丙")
    return kd.read(edited(kd.render(kd.Assessment(name="李明", report=report)), ">甲乙丙<", f">{text}<"))


def test_guidance_left_on_its_line_is_no_answer_and_reported() -> None:
    line_end = '</w:t><w:br/><w:t xml:space="preserve">'
    reading = with_guidance(f"{GUIDANCE}{line_end}对市场研究不够")
    assert reading.record is not None
    assert reading.record.report.shortcomings == "对市场研究不够"
    assert "KD213" in codes(reading)


def test_guidance_inside_a_line_is_kept_and_reported() -> None:
    reading = with_guidance(f"{GUIDANCE}：对市场研究不够")
    assert reading.record is not None
    assert reading.record.report.shortcomings == f"{GUIDANCE}：对市场研究不够"
    assert "KD221" in codes(reading)


def test_rows_with_only_a_serial_number_are_blank() -> None:
    data = kd.blank("absence_summary", rows=5)
    for row in range(1, 6):
        data = typed(data, row, 0, str(row))
    assert kd.read(data).outcome is kd.Outcome.BLANK_FORM
    filled = kd.read(typed(data, 1, 1, "李明"))
    assert filled.record == kd.AbsenceSummary(rows=(kd.AbsenceRow(serial=1, name="李明"),))


def test_a_blank_list_with_rows_prints_what_the_issued_one_does() -> None:
    rows = [
        line for line in read_grid(open_file(kd.blank("outcome_statistics", rows=3))).lines if line.is_row
    ]
    assert [line.cells[1].text for line in rows[1:4]] == ["第二批"] * 3


def test_a_label_with_a_colon_is_still_a_label() -> None:
    reading = kd.read(edited(kd.render(ONE), ">姓名<", ">姓名：<"))
    assert reading.record == ONE


def test_without_its_title_a_form_has_the_cohort_of_its_properties() -> None:
    record = kd.AbsenceSummary(cohort=2, economy_bureau="江夏区经信局", rows=(kd.AbsenceRow(name="李明"),))
    reading = kd.read(edited(kd.render(record), "(湖北省第二批)(.*?)(未签约到岗)", r"\2\3"))
    assert reading.record is not None
    assert reading.record.cohort == 2


def test_a_blank_form_is_called_by_the_title_it_has() -> None:
    (finding,) = kd.read(kd.blank("assessment", cohort=4)).findings
    assert "湖北省第四批" in finding.message


def test_a_total_that_was_typed_into_an_unchanged_list_is_doubted() -> None:
    row = kd.OutcomeRow(district="小计", cohort=2)
    reading = kd.read(kd.render(kd.OutcomeStatistics(rows=(kd.OutcomeRow(district="江夏区", cohort=2), row))))
    assert ("KD437", "rows.1.district") in {(each.code, each.field) for each in reading.findings}


def test_a_label_typed_with_another_unit_says_in_what_its_values_are() -> None:
    outcomes = kd.Outcomes(agreement_amount=Decimal(125000))
    data = kd.render(
        kd.OutcomeStatistics(rows=(kd.OutcomeRow(district="东城区", outcomes=outcomes),)), "docx"
    )
    reading: Any = kd.read(edited(data, "（万元）", "（元）"))
    assert reading.record.rows[0].outcomes.agreement_amount == Decimal("12.5")
    assert codes(reading).count("KD311") == 2  # the row and its total


def test_a_blank_form_is_compressed_as_asked() -> None:
    plain, fast = kd.blank("assessment", compression="zlib"), kd.blank("assessment", compression="isal")
    assert plain != fast
    assert kd.read(fast).outcome is kd.Outcome.BLANK_FORM
    with pytest.raises(ValueError, match="lzma"):
        kd.blank("assessment", compression="lzma")  # type: ignore[arg-type]


def test_digits_that_excel_lost_are_told_once_also_where_labels_lead_to_them() -> None:
    row = kd.AccountRow(name="李明", account=kd.BankAccount(branch="某行", number="6222021234567890128"))
    data = kd.render(kd.AccountCollection(rows=(row,)), "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet: Any = book.active
    for cell in itertools.chain.from_iterable(sheet.iter_rows()):
        if cell.value == "性别":
            cell.value = "性　别（男/女）"
        elif cell.value == "6222021234567890128":
            cell.value = "6222020000000000000"
    stream = io.BytesIO()
    book.save(stream)
    codes = [f.code for f in kd.read(stream.getvalue()).findings if f.field == "rows.0.account.number"]
    assert len({"KD314", "KD424"} & set(codes)) == 1
    assert codes.count("KD314") == 1
