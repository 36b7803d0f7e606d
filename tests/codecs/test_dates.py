"""Dates as people write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kjfz_docs.codecs import FILTERS, codec_for
from kjfz_docs.grids.model import RichText
from tests.codecs.making import info, said

BLANK = "202  年  月  日"
DATE = codec_for(info(dt.date, "填报日期"), BLANK)
DAY = dt.date(2023, 8, 25)


@pytest.mark.parametrize(
    "text",
    [
        "2023年8月25日",
        "2023年08月25日",
        "2023年8月25号",
        "2023年8月25",
        "2023.8.25",
        "2023. 8. 25.",
        "2023-08-25",
        "2023/8/25",
        "2023、8、25",
        "２０２３．８．２５",
        "２０２３年８月２５日",
        "20230825",
        "2023 8 25",
        "202 3 年 8 月 25 日",
        "2 0 2 3 年 8 月 2 5 日",
        "23年8月25日",
        "二〇二三年八月二十五日",
        "二○二三年八月廿五日",
        "二零二三年 八月 二十五日",
        "2023-08-25 00:00:00",
        "2023-08-25T00:00:00",
        "2023/8/25 9:30",
        "2023-8-25 18:30",
        "2023.8.25 6:30 PM",
        "2023年8月25日18时",
        "2023年8月25日 下午6点30分",
        "2023年8月25日（周五）18:30:00",
        "20230825 18:30",
        "2023年8月25日（星期五）",
        "2023年8月25日 周五",
        "  2023年8月25日\n",
    ],
)
def test_it_is_certain_of(text: str) -> None:
    assert said(DATE, text) == (DAY, [])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("23/8/25", "KD317"),
        ("23.8.25", "KD317"),
        ("'23-8-25", "KD317"),
        ("230825", "KD317"),
        ("2022023年8月25日", "KD321"),
        ("25/8/2023", "KD321"),
        ("08/25/2023", "KD321"),
        ("2023年8月25日星期四", "KD321"),
        ("填报于2023年8月25日", "KD321"),
        ("2023.8.25（补）", "KD321"),
    ],
)
def test_it_reads_with_a_finding(text: str, code: str) -> None:
    assert said(DATE, text) == (DAY, [code])


@pytest.mark.parametrize(
    "text",
    ["", BLANK, "202 年 月 日", "年月日", "  年  月  日", "20  年  月  日", "/", "-", "——", "202  年  月"],
)
def test_a_blank_left_as_it_was_is_none(text: str) -> None:
    assert said(DATE, text) == (None, [])


@pytest.mark.parametrize(
    "text",
    [
        "8月25日",
        "8.25",
        "8/25",
        "2023年8月",
        "2023.8",
        "2023-8",
        "2023年",
        "202308",
        "201205",
        "202 3 年 8 月",
        "202  年 8 月  日",
        "202  年 8 月 25 日",
        "2023年  月  日",
        "2023年8月  日",
        "98年8月25日",
        "八月二十五日",
    ],
)
def test_an_incomplete_date_is_reported(text: str) -> None:
    assert said(DATE, text) == (None, ["KD307"])


@pytest.mark.parametrize(
    "text",
    [
        "2023年2月30日",
        "2023年13月1日",
        "2023-02-29",
        "20231301",
        "abc",
        "45163",
        "2O23年8月25日",
        "31/31/2023",
    ],
)
def test_an_impossible_date_is_reported(text: str) -> None:
    assert said(DATE, text) == (None, ["KD306"])


@pytest.mark.parametrize(
    "text", ["8/9/2023", "99/8/25", "2023年8月25日至26日", "2023年8月25日 2023年8月26日"]
)
def test_a_date_that_may_be_another_is_reported(text: str) -> None:
    assert said(DATE, text) == (None, ["KD322"])


def test_a_day_that_reads_the_same_in_either_order_is_that_day() -> None:
    assert said(DATE, "8/8/2023") == (dt.date(2023, 8, 8), ["KD321"])


def test_the_whole_year_behind_printed_digits_needs_that_print() -> None:
    assert said(codec_for(info(dt.date)), "2022023年8月25日") == (None, ["KD306"])


@pytest.mark.parametrize(
    ("day", "text"), [(DAY, "2023年8月25日"), (dt.date(23, 1, 2), "0023年1月2日"), (None, BLANK)]
)
def test_it_writes(day: dt.date | None, text: str) -> None:
    assert DATE.write(day) == text


def test_the_blank_of_a_template_is_what_its_filter_says() -> None:
    codec = FILTERS["date"].of(info(dt.date), "20__年__月__日")
    assert codec.write(None) == "20__年__月__日"
    assert said(codec, RichText("20__ 年 __ 月 __ 日")) == (None, [])
    assert FILTERS["date"].of(info(dt.date)).write(None) == ""


@settings(max_examples=150)
@given(
    st.dates(dt.date(2000, 1, 1), dt.date(2050, 12, 31)),
    st.sampled_from("./-年"),
    st.booleans(),
    st.integers(0, 2),
)
def test_every_usual_spelling_of_a_day_is_that_day(day: dt.date, sign: str, padded: bool, gap: int) -> None:
    month, number = (f"{part:02d}" if padded else str(part) for part in (day.month, day.day))
    signs = ("年", "月", "日") if sign == "年" else (sign, sign, "")
    text = "".join(
        f"{part}{' ' * gap}{end}{' ' * gap}"
        for part, end in zip((day.year, month, number), signs, strict=True)
    )
    assert said(DATE, text) == (day, [])
    shape = DATE.shape()
    assert shape is not None
    assert shape.fullmatch(text)


@pytest.mark.parametrize(
    "text",
    [
        *(BLANK, "202 3 年 8 月 25 日", "2023.8.25", "8月25日", "二〇二三年八月廿五日", "20230825"),
        *("2023.08.25.", "2023年8月25日上午", "2023、8、25", "2023年8月25日（星期五）。"),
        *("8/9/2023", "25.8.2023", "2023年8月10日-13日", "2023年8月14日至9月1日", "2023.8.14-2023.8.17"),
        *("2023-8-25 18:30", "2023年8月25日 18:30:00", "2023年8月25日18时"),
    ],
)
def test_its_shape_fits_what_people_write(text: str) -> None:
    shape = DATE.shape()
    assert shape is not None
    assert shape.fullmatch(text)


@pytest.mark.parametrize("day", range(1, 10))
@pytest.mark.parametrize("clock", ["0:00", "08:05:00", "18:30", "23时"])
def test_hours_are_no_digits_of_the_day(day: int, clock: str) -> None:
    assert said(DATE, f"2025-3-{day} {clock}") == (dt.date(2025, 3, day), [])


@pytest.mark.parametrize("text", ["2025-3-1 25:30", "2025-3-1 18:75", "2025年3月1日99时"])
def test_hours_that_no_clock_shows_leave_no_day(text: str) -> None:
    assert said(DATE, text)[0] is None


@pytest.mark.parametrize("text", ["同意", "3", "（盖章）", "情况属实，2023年8月25日"])
def test_its_shape_fits_nothing_else(text: str) -> None:
    shape = DATE.shape()
    assert shape is not None
    assert not shape.fullmatch(text)
