"""Text files of separated values as grids."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kjfz_docs.errors import Refused
from kjfz_docs.grids import open_file
from kjfz_docs.grids.delimited import decoded, delimited_grid, guarded, table_of, unguarded
from tests.strategies import texts

TEXT = "姓名,服务企业\n李明,示范公司\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_the_encodings_that_offices_use_are_told_apart(encoding: str) -> None:
    assert decoded(TEXT.encode(encoding)) == TEXT


def test_bytes_of_no_encoding_are_refused_with_a_remedy() -> None:
    with pytest.raises(Refused) as refused:
        decoded(b"\xff\x81\xff\xff,\x80")
    (finding,) = refused.value.findings
    assert finding.code == "KD112"
    assert "CSV UTF-8" in finding.message


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_the_separator_is_the_one_that_cuts_rows_alike(separator: str) -> None:
    rows = [["姓名", "备注", "企业"], ["李明", "甲,乙;丙", "A"], ["王芳", "", "B,C"]]
    text = "\n".join(
        separator.join(f'"{cell}"' if separator in cell else cell for cell in row) for row in rows
    )
    assert table_of(text) == rows


def test_a_separator_that_the_file_states_counts() -> None:
    assert table_of("sep=;\n姓名;企业\n李明,张;A\n") == [["姓名", "企业"], ["李明,张", "A"]]


def test_a_single_column_stays_one() -> None:
    assert table_of("姓名\n李明\n") == [["姓名"], ["李明"]]


def test_a_quote_that_is_not_closed_does_not_swallow_the_rest() -> None:
    with pytest.raises(Refused) as refused:
        table_of('姓名,企业\n"李明,A\n王芳,B\n')
    assert refused.value.findings[0].code == "KD102"
    assert "引号" in refused.value.findings[0].message


def test_places_count_rows_as_a_spreadsheet_does() -> None:
    grid = delimited_grid(open_file("姓名,企业\n\n李明,甲\n".encode()))
    assert [str(cell.place) for cell in grid.lines[1].cells] == ["第3行第1列", "第3行第2列"]


def test_a_text_that_was_lost_before_is_doubted() -> None:
    grid = delimited_grid(open_file("姓名,企业\n李�,甲\n".encode()))
    assert [finding.code for cell in grid.cells() for finding in cell.findings] == ["KD113"]


# What is made of parts of days and numbers, and whatever else.
NUMERIC = st.text("0123456789-/:,.() '年月日MarT", max_size=12)


@given(texts() | NUMERIC)
def test_a_guarded_text_comes_back(text: str) -> None:
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1", "6222021234567890123", "007"]
)
def test_what_a_spreadsheet_would_run_or_round_is_guarded(text: str) -> None:
    assert guarded(text).startswith("'")


@pytest.mark.parametrize(
    "text",
    [
        "3-5", "1/2", "2/3", "1 1/2", "2023-08-25", "2023/8", "2023-08-25 09:30", "5-Mar", "Mar-5", "March 2024",
        "8:30", "08:30:15", "2023年8月25日", "2023年8月", "5月6日", " 3-5 ", "1,234", "1,234,567,890,123",
        "1,234.50", "(5)", " 007",
    ],
)  # fmt: skip
def test_what_a_spreadsheet_would_take_for_a_day_or_a_number_is_guarded(text: str) -> None:
    assert guarded(text) == "'" + text
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "李明",
        "13800000001",
        "a=b",
        "12.5",
        "",
        "3-5人",
        "027-87654321",
        "1,2",
        "甲3-5",
        "8月",
        "第1/2期",
        "(甲)",
        "Marie 5",
    ],
)
def test_other_texts_are_left_alone(text: str) -> None:
    assert guarded(text) == text


@given(st.sampled_from(["6222021234567890123", '说"好"']))
def test_a_formula_that_only_holds_a_text_is_that_text(text: str) -> None:
    doubled = text.replace('"', '""')
    assert unguarded(f'="{doubled}"') == text


def test_big5_is_refused_and_named() -> None:
    text = "姓名,服務企業,職務\n李明,示範科技股份有限公司,教授\n王芳,湖北機械設備廠,研究員\n"
    with pytest.raises(Refused) as refused:
        decoded(text.encode("big5"))
    assert "Big5" in refused.value.findings[0].message
    assert decoded(text.encode("gb18030")) == text
    assert decoded(text.encode("utf-8")) == text
