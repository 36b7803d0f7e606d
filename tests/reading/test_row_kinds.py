"""Rows of a list that are none."""

from __future__ import annotations

import pytest

from kjfz_docs.reading.row_kinds import (
    is_column_numbers,
    is_example,
    is_special,
    says_dots,
    total_word,
)
from kjfz_docs.records.rules import is_ditto


def cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.split("|")]


@pytest.mark.parametrize("row", ["……| | ", "…|…|…", "...| |", "略| |", "（以下空白）| |", "|以下无正文|"])
def test_dots_say_and_so_on(row: str) -> None:
    assert says_dots(cells(row))


@pytest.mark.parametrize(
    "row", ["1|2|3|4", "（1）|（2）|（3）", "甲|乙|丙|丁", "一|二|三", "A|B|C", "甲|乙|1|2|3"]
)
def test_a_row_may_number_the_columns(row: str) -> None:
    assert is_column_numbers(cells(row))


@pytest.mark.parametrize("row", ["1|李明|某大学", "1|2| ", "3|5|7", "2|3|4", "甲|丙|乙"])
def test_other_numbers_are_data(row: str) -> None:
    assert not is_column_numbers(cells(row))


@pytest.mark.parametrize("row", ["1|李XX|某大学", "示例|李明|", "1|**区|3", "1|张某某|"])
def test_model_rows_are_examples(row: str) -> None:
    assert is_example(cells(row), cells(row)[1])


@pytest.mark.parametrize("row", ["1|Jamie Foxx|某大学", "1|Maxx|3"])
def test_names_of_people_are_no_model_rows(row: str) -> None:
    assert not is_example(cells(row), cells(row)[1])


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("合 计| |5", "合计"),
        ("总计|5", "总计"),
        ("|合计|5", "合计"),
        ("江岸区小计|3", "小计"),
        ("全区合计|3", "合计"),
        ("合计（人）|3", "合计"),
        ("总计金额（万元）|3", "总计"),
    ],
)
def test_totals_are_known_by_their_word(row: str, word: str) -> None:
    assert total_word(cells(row)) == word


@pytest.mark.parametrize(
    "row",
    [
        "1|李明|某大学|同意合计三人的意见",
        "1|何计|中国科学院",
        "全科共计划三项|3",
        "1|第一批|共计科技公司",
        "江夏区|第二批|共计3个",
    ],
)
def test_other_rows_are_no_totals(row: str) -> None:
    assert total_word(cells(row)) is None


@pytest.mark.parametrize("text", ["同上", "〃", " 同左 "])
def test_ditto_points_to_the_row_above(text: str) -> None:
    assert is_ditto(text)
    assert is_special(["1", "李明", text])


def test_a_plain_row_is_not_special() -> None:
    assert not is_special(["1", "李明", "某大学", "教授"])
