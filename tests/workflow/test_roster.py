"""A roster is read from what offices keep."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

import kjfz_docs as kd

PEOPLE = (
    kd.Person(name="李明", host_enterprise="示范公司", cohort=4, mobile="13800000001"),
    kd.Person(name="王芳", host_enterprise="甲公司", cohort=2, mobile="13800000002"),
)
TABLE = (
    ("姓名", "服务企业", "批次", "联系电话"),
    ("李明", "示范公司", "第四批", "13800000001"),
    ("王芳", "甲公司", "2", "13800000002"),
)
Rows = tuple[tuple[object, ...], ...]


def csv_of(rows: Rows) -> bytes:
    return "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in rows).encode()


def xlsx_of(rows: Rows) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def codes(reading: kd.Reading[kd.Roster]) -> list[str]:
    return [finding.code for finding in reading.findings]


def people(reading: kd.Reading[kd.Roster]) -> tuple[kd.Person, ...]:
    assert reading.record is not None, reading.findings
    return reading.record.rows


@pytest.mark.parametrize("made", [csv_of, xlsx_of])
class TestInEitherFormat:
    def test_a_plain_roster_reads_without_a_word(self, made: object) -> None:
        reading = kd.Roster.read(made(TABLE))  # type: ignore[operator]
        assert people(reading) == PEOPLE
        assert codes(reading) == []

    def test_columns_may_stand_in_any_order_and_under_a_title(self, made: object) -> None:
        turned = tuple(tuple(reversed(row)) for row in TABLE)
        reading = kd.Roster.read(made((("科技副总花名册",), (), *turned)))  # type: ignore[operator]
        assert people(reading) == PEOPLE
        assert codes(reading) == ["KD207"]

    def test_totals_and_blank_rows_are_nobody(self, made: object) -> None:
        reading = kd.Roster.read(made((*TABLE, (None,) * 4, ("合计", "2人", None, None))))  # type: ignore[operator]
        assert people(reading) == PEOPLE
        assert codes(reading) == ["KD207"]

    def test_a_column_that_is_unknown_is_left_out_and_said_once(self, made: object) -> None:
        rows = tuple((*row, extra) for row, extra in zip(TABLE, ("备注", "甲", "乙"), strict=True))
        reading = kd.Roster.read(made(rows))  # type: ignore[operator]
        assert people(reading) == PEOPLE
        assert codes(reading) == ["KD206"]

    def test_a_roster_without_names_says_which_column_is_missing(self, made: object) -> None:
        reading = kd.Roster.read(made(tuple(row[1:] for row in TABLE)))  # type: ignore[operator]
        assert "KD204" in codes(reading)
        assert any("【姓名】" in finding.message for finding in reading.findings)

    def test_what_is_no_roster_is_said_to_be_none(self, made: object) -> None:
        reading = kd.Roster.read(made((("收入", "支出"), ("1", "2"))))  # type: ignore[operator]
        assert reading.outcome is kd.Outcome.NOT_RECOGNISED
        assert codes(reading) == ["KD233"]

    def test_a_person_who_stands_twice_is_doubted(self, made: object) -> None:
        reading = kd.Roster.read(made((*TABLE, ("李明", "示范公司", "第四批", "13800000003"))))  # type: ignore[operator]
        assert codes(reading) == ["KD414"]

    def test_a_cohort_that_the_programme_does_not_have_is_doubted(self, made: object) -> None:
        reading = kd.Roster.read(made((*TABLE, ("赵云", "乙公司", "第九批", "13800000003"))))  # type: ignore[operator]
        assert codes(reading) == ["KD405"]
        assert reading.findings[0].field == "rows.2.cohort"


def test_the_place_of_a_finding_names_file_row_and_column(tmp_path: Path) -> None:
    path = tmp_path / "花名册.csv"
    path.write_bytes(csv_of((*TABLE, ("赵云", "乙公司", "第九批", "13800000003"))))
    reading = kd.Roster.read(path)
    assert [str(finding.where) for finding in reading.findings] == ["花名册.csv 第4行第3列"]
    assert str(reading.provenance["rows.0.name"]) == "花名册.csv 第2行第1列"


def test_an_account_that_excel_damaged_is_reported_and_left_blank() -> None:
    reading = kd.Roster.read(csv_of((("姓名", "开户行", "银行账号"), ("李明", "某行", "6.22202E+18"))))
    assert codes(reading) == ["KD314"]
    assert people(reading)[0].account == kd.BankAccount(branch="某行")


def test_an_account_kept_as_text_comes_whole() -> None:
    number = "6222020000000000006"
    for text in (f"'{number}", f'"=""{number}"""'):
        reading = kd.Roster.read(f"姓名,银行账号\n李明,{text}\n".encode("gb18030"))
        assert people(reading)[0].account.number == number


def test_the_cohort_of_the_title_counts_where_there_is_no_column_for_it() -> None:
    title = ("湖北省第四批科技副总名单",)
    without = tuple((row[0], row[1], row[3]) for row in TABLE)
    reading = kd.Roster.read(csv_of((title, *without)))
    assert [person.cohort for person in people(reading)] == [4, 4]
    assert codes(reading) == ["KD207", "KD232"]
    stated = kd.Roster.read(csv_of((title, *TABLE)))
    assert [person.cohort for person in people(stated)] == [4, 2]


def test_names_alone_are_a_roster() -> None:
    assert [person.name for person in people(kd.Roster.read("姓名\n李明\n王芳\n".encode()))] == [
        "李明",
        "王芳",
    ]


@pytest.mark.parametrize("order", [1, -1])
def test_sheets_with_other_columns_are_read_one_after_another(order: int) -> None:
    sheets = [
        (("姓名", "企业"), ("李明", "甲")),
        (("电话", "企业", "性别", "姓名"), ("13800000001", "乙", "女", "王芳")),
    ]
    book = openpyxl.Workbook()
    for rows in sheets[::order]:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    made = io.BytesIO()
    book.save(made)
    found = [(person.name, person.host_enterprise) for person in people(kd.Roster.read(made.getvalue()))]
    assert found == [("李明", "甲"), ("王芳", "乙")][::order]


def test_a_column_of_nearly_the_same_name_is_another() -> None:
    reading = kd.Roster.read("姓名,企业简称,联系人电话\n李明,甲,13800000001\n".encode())
    assert people(reading) == (kd.Person(name="李明"),)
    assert codes(reading) == ["KD206", "KD206"]


def test_a_row_without_its_blank_cells_at_the_end_is_a_row() -> None:
    reading = kd.Roster.read("姓名,电话\n李明\n王芳,13800000002\n".encode())
    assert [person.name for person in people(reading)] == ["李明", "王芳"]
    assert codes(reading) == []


def test_a_person_without_a_name_is_an_error_at_the_row() -> None:
    reading = kd.Roster.read("姓名,电话,企业\n,13800000002,甲\n".encode())
    (finding,) = reading.findings
    assert (finding.code, finding.field, str(finding.where)) == ("KD401", "rows.0.name", "第2行第2列")


def test_a_roster_without_people_is_blank() -> None:
    reading = kd.Roster.read("姓名,电话\n李XX,\n……,……\n".encode())
    assert reading.outcome is kd.Outcome.BLANK_FORM
    assert codes(reading) == ["KD207", "KD207", "KD202"]


def test_a_merged_cell_serves_each_of_its_rows() -> None:
    book = openpyxl.Workbook()
    for row in (("区", "姓名"), ("甲区", "李明"), (None, "王芳")):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    made = io.BytesIO()
    book.save(made)
    assert [person.district for person in people(kd.Roster.read(made.getvalue()))] == ["甲区", "甲区"]


def test_private_values_stand_neither_in_messages_nor_in_what_is_shown() -> None:
    data = csv_of(
        (("姓名", "手机", "账号", "备注"), ("李明", "1380000000", "62220200000000001", "13912345678"))
    )
    reading = kd.Roster.read(data)
    shown = repr(reading.record) + " ".join(map(str, reading.findings)) + reading._repr_html_()
    assert not any(number in shown for number in ("1380000000", "62220200000000001", "13912345678"))


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "KD101"), (b"%PDF-1.7 x", "KD111"), (b"\xff\x81\xff\xff,\x80", "KD112"), (b"PK\x03\x04", "KD102")],
)
def test_what_cannot_be_read_is_refused_with_a_reason(data: bytes, code: str) -> None:
    reading = kd.Roster.read(data)
    assert reading.outcome is kd.Outcome.REFUSED
    assert codes(reading) == [code]
