"""Numbers as people write them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from kjfz_docs.codecs import codec_for
from kjfz_docs.codecs.numerals import numeral, positional
from kjfz_docs.findings import Severity
from tests.codecs.making import info, said

COUNT = codec_for(info(int, "解决技术难题数（个）", unit="个"))
PEOPLE = codec_for(info(int, unit="位"))
AMOUNT = codec_for(info(Decimal, "达成协议金额（万元）", unit="万元"))
COHORT = codec_for(info(int, kind="cohort"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("６", 6),
        ("2３２", 232),
        ("1,200", 1200),
        ("1，200", 1200),
        ("1,234,567", 1234567),
        ("12个", 12),
        ("12 个", 12),
        (" 12\n个", 12),
        ("12項".replace("項", "项"), 12),
        ("3.0", 3),
        ("-5", -5),
        ("0", 0),
    ],
)
def test_it_is_certain_of_plain_numbers(text: str, value: int) -> None:
    assert said(COUNT, text) == (value, [])


@pytest.mark.parametrize("text", ["-", "—", "——", "/", "\\", "--", "－", "个", "", "  "])
def test_dashes_and_a_unit_alone_are_blank(text: str) -> None:
    assert said(COUNT, text) == (None, [])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三", 3),
        ("一", 1),
        ("两项", 2),
        ("十", 10),
        ("十二", 12),
        ("廿", 20),
        ("廿三", 23),
        ("壹", 1),
        ("壹佰贰拾", 120),
        ("一百二十", 120),
        ("一百零五", 105),
        ("一千零二十", 1020),
        ("1千2百", 1200),
        ("1.2万", 12000),
        ("一〇五", 105),
        ("零", 0),
        ("007", 7),
        ("12。", 12),
        ("（12）", 12),
        ("共12个", 12),
        ("−5", -5),
        ("负五", -5),
        ("3+5=8", 8),
        ("3个+5个=8个", 8),
    ],
)
def test_it_notes_unusual_spellings(text: str, value: int) -> None:
    assert said(COUNT, text) == (value, ["KD312"])


@pytest.mark.parametrize("text", ["无", "没有", "暂无", " 无 "])
def test_none_at_all_is_zero_with_a_note(text: str) -> None:
    assert said(COUNT, text) == (0, ["KD305"])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("约50", 50),
        ("50余", 50),
        ("50余个", 50),
        ("50多个", 50),
        ("近百", 100),
        ("近50个", 50),
        ("50个以上", 50),
        ("50+", 50),
        ("50＋", 50),
        ("50+个", 50),
        ("50个+", 50),
        ("≥50", 50),
        (">50个", 50),
        ("＞50", 50),
        (">=50", 50),
        ("≤50", 50),
        ("<50", 50),
        ("≈50", 50),
        ("50左右", 50),
        ("超过30", 30),
        ("不少于30", 30),
        ("十余项", 10),
        ("100多万", 1000000),
        ("大约 1,200 个", 1200),
    ],
)
def test_it_keeps_an_approximate_number_and_says_so(text: str, value: int) -> None:
    assert said(COUNT, text) == (value, ["KD303"])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三万五", 35000),
        ("3+5", 8),
        ("1 200", 1200),
        ("1'200", 1200),
        ("12（其中发明3项）", 12),
    ],
)
def test_it_reads_doubtful_spellings_with_a_warning(text: str, value: int) -> None:
    assert said(COUNT, text) == (value, ["KD321"])


@pytest.mark.parametrize(
    "text",
    [
        "3-5",
        "3~5个",
        "3至5",
        "三到五个",
        "三五个",
        "若干",
        "几十",
        "十几个",
        "数十",
        "上百",
        "1,2",
        "1,2000",
        "3、5",
        "3/5",
        "1 2",
        "12\n15",
        "发明3项，实用新型5项",
        "3+5=9",
        "3+5=",
        "+12",
        "12+=",
        "12>",
        "5%",
        "5²",
        "2023年",
        "1" * 61,
    ],
)
def test_it_does_not_guess_what_is_not_one_number(text: str) -> None:
    assert said(COUNT, text) == (None, ["KD304"])


@pytest.mark.parametrize("text", ["见附件", "一般", "abc", "①", "正在统计"])
def test_words_are_no_number(text: str) -> None:
    assert said(COUNT, text) == (None, ["KD301"])


def test_a_fraction_is_no_whole_number() -> None:
    assert said(COUNT, "3.5") == (None, ["KD302"])


@pytest.mark.parametrize(
    ("codec", "text", "codes"),
    [
        (PEOPLE, "2人", []),
        (PEOPLE, "388人次", []),
        (PEOPLE, "7名", []),
        (PEOPLE, "12个", ["KD319"]),
        (COUNT, "12人", ["KD319"]),
        (COUNT, "12项", []),
        (COUNT, "500元", ["KD319"]),
        (AMOUNT, "500项", ["KD319"]),
        (codec_for(info(int)), "12人", []),
    ],
)
def test_a_unit_of_another_kind_of_thing_is_reported(codec: Any, text: str, codes: list[str]) -> None:
    value, found = said(codec, text)
    assert value == int("".join(filter(str.isdecimal, text)))
    assert found == codes


@pytest.mark.parametrize(
    ("text", "value", "codes"),
    [
        ("12,000", "12000", []),
        ("8,069.25", "8069.25", []),
        ("１２.５", "12.5", []),
        ("500万元", "500", []),
        ("500万", "500", []),
        ("500万元整", "500", []),
        ("人民币500万元", "500", ["KD312"]),
        ("￥500", "500", ["KD312"]),
        (".5", "0.5", ["KD312"]),
        ("三百万元", "300", ["KD312"]),
        ("1千万元", "1000", ["KD312"]),
        ("1.2亿元", "12000", ["KD311"]),
        ("1.2亿", "12000", ["KD311"]),
        ("1亿2000万元", "12000", ["KD311"]),
        ("1亿2000万", "12000", ["KD311"]),
        ("500元", "0.05", ["KD311"]),
        ("3000000元", "300", ["KD311"]),
        ("1,200,000.00元", "120", ["KD311"]),
        ("5千元", "0.5", ["KD311"]),
        ("12万5千元", "12.5", ["KD311"]),
        ("-500元", "-0.05", ["KD311"]),
        ("约1.2亿", "12000", ["KD311", "KD303"]),
        ("三万五", "3.5", ["KD311", "KD321"]),
        ("500余万元", "500", ["KD303"]),
        ("1000多万", "1000", ["KD303"]),
        ("约500余万元", "500", ["KD303"]),
    ],
)
def test_money_is_converted_exactly_to_the_unit_of_its_column(
    text: str, value: str, codes: list[str]
) -> None:
    assert said(AMOUNT, text) == (Decimal(value), codes)


@pytest.mark.parametrize(
    "text", ["100美元", "3万元5角", "50万-80万", "12万/年", "50万（其中到账20万）、30万"]
)
def test_other_money_is_not_guessed(text: str) -> None:
    assert said(AMOUNT, text) == (None, ["KD304"])


@pytest.mark.parametrize(
    ("text", "value"), [("5千元", "5"), ("2万5千元", "25"), ("500", "500"), ("3000元", "3")]
)
def test_other_units_of_money_work_alike(text: str, value: str) -> None:
    assert codec_for(info(Decimal, unit="千元")).read(text).value == Decimal(value)


def test_large_amounts_lose_no_digit() -> None:
    assert said(AMOUNT, "1234567890123456789012345678901234567.89元") == (
        Decimal("123456789012345678901234567890123.456789"),
        ["KD311"],
    )


def test_messages_say_the_value_and_its_unit() -> None:
    (finding,) = AMOUNT.read("1.2亿元").findings
    assert finding.message == "【达成协议金额（万元）】填写的“1.2亿元”已换算为12000万元：请核对单位"
    assert (finding.raw, finding.severity, finding.field, finding.where) == (
        "1.2亿元",
        Severity.WARNING,
        None,
        None,
    )


def test_a_private_number_stands_in_no_finding() -> None:
    codec = codec_for(info(int, private=True))
    for text in ("约1234567890123", "1234567890 或 1234567891", "12345678901.5"):
        for finding in codec.read(text).findings:
            assert "12345678" not in f"{finding.message}{finding.raw}"


# ------------------------------------------------------------------ numerals


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三万亿", 3 * 10**12),
        ("五亿零三", 500000003),
        ("三百五", 350),
        ("两千万", 2 * 10**7),
        ("1万2000", 12000),
    ],
)
def test_numerals_of_several_parts(text: str, value: int) -> None:
    found = numeral(text)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    "text", ["三五", "万", "十百千", "一一十", "1.2.3", "二百千", "三万.5", "零零", "", "abc", "一二三"]
)
def test_what_is_no_numeral(text: str) -> None:
    found = numeral(text)
    assert found is None or found.value == 0


@pytest.mark.parametrize(
    ("text", "value"), [("二〇二三", 2023), ("2023", 2023), ("二0二三", 2023), ("x", None), ("", None)]
)
def test_digits_in_a_row(text: str, value: int | None) -> None:
    assert positional(text) == value


# ------------------------------------------------------------------ ordinals


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("第二批", 2),
        ("第2批", 2),
        ("第２批", 2),
        ("第 二 批", 2),
        ("二批次", 2),
        ("第二批次", 2),
        ("第十二批", 12),
        ("第二十批", 20),
        ("2", 2),
        ("二", 2),
        ("第0批", 0),
        ("第-1批", -1),
    ],
)
def test_it_reads_the_number_of_a_cohort(text: str, value: int) -> None:
    assert said(COHORT, text) == (value, [])


@pytest.mark.parametrize("text", ["2021", "第批", "第二批省级", "二三", "第一、二批", "合计", "2021年"])
def test_what_is_no_cohort_is_reported(text: str) -> None:
    assert said(COHORT, text) == (None, ["KD313"])


@pytest.mark.parametrize(
    ("number", "text"), [(2, "第二批"), (12, "第十二批"), (102, "第一百零二批"), (10000, "第10000批")]
)
def test_it_writes_the_number_of_a_cohort(number: int, text: str) -> None:
    assert COHORT.write(number) == text
