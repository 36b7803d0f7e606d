"""Texts, names, accounts and mobiles as people write them; which codec a field has."""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal
from typing import Any

import pytest

from kjfz_docs.codecs import (
    FILTERS,
    AccountCodec,
    ChoiceCodec,
    CohortCodec,
    DateCodec,
    DecimalCodec,
    IntegerCodec,
    LinesCodec,
    MobileCodec,
    NameCodec,
    ProgrammeCodec,
    TextCodec,
    codec_for,
)
from kjfz_docs.codecs.base import fold, squeeze
from kjfz_docs.findings import Severity
from tests.codecs.making import STRUCK, Grade, info, rich, said

ACCOUNT = codec_for(info(kind="account", label="银行账号", private=True))
MOBILE = codec_for(info(kind="mobile", label="联系手机", private=True))
NAME = codec_for(info(kind="name"))


@pytest.mark.parametrize("text", ["无", "-", "{{ x }}", "=1+1", "约50", "a\n b\t", "　１２"])
def test_a_text_is_taken_as_it_stands(text: str) -> None:
    assert said(codec_for(info()), f"  {text}\n") == (text.strip(), [])


@pytest.mark.parametrize(
    "name",
    [
        "李明",
        "阿依努尔·买买提",
        "𠮷野",
        "㛃",
        "John Smith",
        "O'Neill-Li",
        "欧阳娜娜（兼）",
        "石辉一",
        "a" * 30,
    ],
)
def test_names_stay_as_they_are(name: str) -> None:
    assert said(NAME, f" {name} ") == (name, [])


@pytest.mark.parametrize(
    "name", ["李明1", "13812345678", "李明；王芳", "姓名：李明", "李明？", "李" * 31, "李明\n王芳"]
)
def test_what_is_hardly_a_name_is_a_warning(name: str) -> None:
    assert said(NAME, name) == (name, ["KD316"])
    assert NAME.read_exact(name).findings == ()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("6222020212345678901", "6222020212345678901"),
        ("6216 6052 6114 0357 966", "6216605261140357966"),
        ("6216-6052-6114-0357-966", "6216605261140357966"),
        ("６２２２０２０２１２３４５６７８９０１", "6222020212345678901"),
        ("6222 0202 1234\n5678 901", "6222020212345678901"),
        ("'6222020212345678901", "6222020212345678901"),
        ("6222020212345678901。", "6222020212345678901"),
        ("6222020212345670", "6222020212345670"),
        ("62220202123456700", "62220202123456700"),
        ("123456.0", "123456"),
    ],
)
def test_it_reads_an_account(text: str, number: str) -> None:
    assert said(ACCOUNT, text) == (number, [])


@pytest.mark.parametrize(
    "text", ["6.22848858821160E+18", "6.22E+18", "6.2E18", "6222020212345678901.0", "６．２Ｅ＋１８"]
)
def test_digits_that_excel_has_lost_are_never_restored(text: str) -> None:
    assert said(ACCOUNT, text) == (None, ["KD314"])


def test_zeros_behind_the_fifteenth_digit_are_doubtful() -> None:
    value, (finding,) = (read := ACCOUNT.read("6222020212345670000")).value, read.findings
    assert value == "6222020212345670000"
    assert (finding.code, finding.severity) == ("KD314", Severity.WARNING)


@pytest.mark.parametrize("number", ["6222020000000000", "62220202123456700"])
def test_noughts_that_excel_would_have_kept_are_no_doubt(number: str) -> None:
    assert said(ACCOUNT, number) == (number, [])


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("6222XXXXXXXXXXXXXXX", "6222XXXXXXXXXXXXXXX"),
        ("账号6222 0202", "账号6222 0202"),
        ("6222/6223", "6222/6223"),
    ],
)
def test_other_signs_in_an_account_are_a_warning(text: str, number: str) -> None:
    assert said(ACCOUNT, text) == (number, ["KD315"])


@pytest.mark.parametrize("text", ["", "-", "/", "——", "无"])
def test_an_account_left_out_is_blank(text: str) -> None:
    assert said(ACCOUNT, text) == (None, [])


@pytest.mark.parametrize(
    "text",
    [
        "13812345678",
        "138 1234 5678",
        "138-1234-5678",
        "+86 138 1234 5678",
        "+8613812345678",
        "86-13812345678",
        "8613812345678",
        "0086 13812345678",
        "(+86)138-1234-5678",
        "＋８６ １３８１２３４５６７８",
        "13812345678.0",
    ],
)
def test_it_reads_a_mobile(text: str) -> None:
    assert said(MOBILE, text) == ("13812345678", [])


@pytest.mark.parametrize(
    "text", ["13812345678/13912345678", "13812345678（微信同号）", "139XXXXXXXX", "转 8001"]
)
def test_a_mobile_with_other_signs_is_a_warning(text: str) -> None:
    read = MOBILE.read(text)
    assert read.value is not None
    assert [finding.code for finding in read.findings] == ["KD315"]


def test_a_country_code_goes_only_from_the_beginning() -> None:
    assert said(MOBILE, "123458613812345678") == ("123458613812345678", [])


def test_a_country_code_goes_only_before_a_whole_mobile() -> None:
    assert said(MOBILE, "86138") == ("86138", [])


@pytest.mark.parametrize(
    "text", ["6222 0202 1234 5678 X", "6.22202E+18", "6222020212345670000", "13812345678/13912345678"]
)
def test_private_numbers_are_masked_in_findings(text: str) -> None:
    for codec in (ACCOUNT, MOBILE):
        findings = codec.read(text).findings
        assert findings
        for finding in findings:
            assert text not in f"{finding.message}{finding.raw}"
            assert finding.raw is not None
            assert "*" in finding.raw


@pytest.mark.parametrize("text", ["6222 0212", "abc", "6.22E+18", "+86 138"])
def test_an_exact_reading_takes_a_number_as_it_stands(text: str) -> None:
    assert ACCOUNT.read_exact(text).value == text
    assert MOBILE.read_exact(text).findings == ()


@pytest.mark.parametrize(
    ("codec", "text", "fits"),
    [
        (ACCOUNT, "6222 0202 1234 5678", True),
        (ACCOUNT, "中国银行武汉分行", False),
        (MOBILE, "+86 138 1234 5678", True),
        (MOBILE, "027-87654321", False),
        (NAME, "李 明", True),
        (NAME, "3", False),
        (NAME, "以上人员均已到岗，情况属实。", False),
        (codec_for(info(int)), "12个", True),
        (codec_for(info(int)), "小计", False),
        (codec_for(info(bool)), "（√）是 （ ）否", True),
        (codec_for(info(bool)), "合计", False),
    ],
)
def test_what_a_proper_value_looks_like(codec: Any, text: str, fits: bool) -> None:
    assert bool(codec.proper().fullmatch(text)) is fits


# ------------------------------------------------------------------ struck out


@pytest.mark.parametrize(
    ("field", "value"),
    [(info(), "58"), (info(int), 58), (info(kind="account"), "58"), (info(kind="name"), "58")],
)
def test_what_was_struck_out_is_left_out_with_a_warning(field: Any, value: Any) -> None:
    text = rich(("13", STRUCK), " 5", ("4", STRUCK), "8")
    for read in (codec_for(field).read(text), codec_for(field).read_exact(text)):
        assert read.value == value
        assert read.findings[0].code == "KD323"


def test_a_text_struck_out_as_a_whole_is_none_with_a_warning() -> None:
    assert said(codec_for(info()), rich((" 无 ", STRUCK))) == (None, ["KD323"])
    assert said(FILTERS["instead_of"].of(info(), "各区"), rich(("各区", STRUCK), "江夏区")) == (
        "江夏区",
        ["KD323"],
    )


def test_struck_white_space_says_nothing() -> None:
    assert said(codec_for(info(int)), rich("5", ("  ", STRUCK))) == (5, [])


# ------------------------------------------------------------------ programmes and words of the form


def test_a_programme_is_printed_by_its_title() -> None:
    codec = codec_for(info(kind="programme"), titles={"hubei": "湖北省"})
    assert codec.write("hubei") == "湖北省"
    assert said(codec, "湖北 省") == ("hubei", [])
    assert codec.write("yancheng") == "yancheng"
    assert said(codec, " yancheng ") == ("yancheng", [])


@pytest.mark.parametrize("text", ["2023年湖北省", "武汉市 湖北省", "湖北省2023年度"])
def test_what_stands_around_the_title_of_a_programme_is_only_noted(text: str) -> None:
    codec = codec_for(info(kind="programme"), titles={"hubei": "湖北省"})
    assert said(codec, text) == ("hubei", ["KD242"])


def test_a_programme_whose_title_ends_in_that_of_another_is_itself() -> None:
    codec = codec_for(info(kind="programme"), titles={"hubei": "湖北省", "all": "全湖北省"})
    assert said(codec, "全湖北省") == ("all", [])
    assert said(codec, "2023年全湖北省") == ("all", ["KD242"])


def test_a_word_of_the_form_is_no_value() -> None:
    codec = FILTERS["instead_of"].of(info(), "各区经信局")
    assert codec.write(None) == "各区经信局"
    assert said(codec, "各 区 经信局") == (None, [])
    assert said(codec, "江夏区经信局") == ("江夏区经信局", [])


def test_a_value_may_stand_after_its_label() -> None:
    codec = FILTERS["after_label"].of(info())
    assert codec.write("江夏区经信局") == ""
    assert said(codec, rich(" 江夏区经信局 ")) == ("江夏区经信局", [])


def test_a_text_is_written_as_its_paragraphs() -> None:
    codec = LinesCodec.of(info())
    assert codec.write("一\n\n二") == ["一", "", "二"]
    assert codec.write(None) == []


# ------------------------------------------------------------------ the registry


class Word(enum.StrEnum):
    YES = "有"


@pytest.mark.parametrize(
    ("field", "codec"),
    [
        (info(), TextCodec),
        (info(int), IntegerCodec),
        (info(Decimal), DecimalCodec),
        (info(bool), ChoiceCodec),
        (info(Grade), ChoiceCodec),
        (info(Word), ChoiceCodec),
        (info(dt.date), DateCodec),
        (info(kind="name"), NameCodec),
        (info(kind="account"), AccountCodec),
        (info(kind="mobile"), MobileCodec),
        (info(kind="programme"), ProgrammeCodec),
        (info(int, kind="cohort"), CohortCodec),
        (info(int, kind="name"), IntegerCodec),
        (info(kind="unheard of"), TextCodec),
    ],
)
def test_the_kind_and_the_type_of_a_field_say_its_codec(field: Any, codec: type) -> None:
    assert type(codec_for(field)) is codec


@pytest.mark.parametrize("type_", [float, list[str], dt.datetime, object])
def test_a_type_that_no_cell_can_hold_is_refused(type_: Any) -> None:
    with pytest.raises(TypeError, match="field: no codec"):
        codec_for(info(type_))


# ------------------------------------------------------------------ comparing texts


def test_folding_keeps_every_sign_that_is_another() -> None:
    assert fold("１２，ＡＢ（）") == "12,AB()"
    assert fold("⼀\u200b二") == "一二"
    assert fold("5²①½") == "5²①½"


def test_squeezing_compares_without_white_space_and_width() -> None:
    assert squeeze("２０２ 年\u3000月\u200b 日\n") == "202年月日"


@pytest.mark.parametrize("name", ["李 明", "李　明", "欧 阳 娜 娜"])
def test_spaces_that_only_fill_the_column_are_no_part_of_a_name(name: str) -> None:
    assert said(NAME, name) == ("".join(name.split()), ["KD325"])


@pytest.mark.parametrize("name", ["John Smith", "阿依古丽 买买提", "欧阳 娜"])
def test_spaces_between_names_stay(name: str) -> None:
    assert said(NAME, name) == (name, [])


@pytest.mark.parametrize(
    ("text", "trusted", "count"),
    [
        ("6.22202021234567E+18", "**********3456", 14),
        ("6.2222E+18", "****", 4),  # the last digit shown may be rounded
        ("6.20E+18", "*", 1),  # and so may a nought
        ("6222020212345678901.0", "**********3456", 14),
    ],
)
def test_of_a_damaged_account_the_digits_are_told_that_can_be_trusted(
    text: str, trusted: str, count: int
) -> None:
    (finding,) = ACCOUNT.read(text).findings
    assert f"前 {count} 位：{trusted}：" in finding.message


@pytest.mark.parametrize("hidden", [" ", "\u3000", "\u200b", "\n"])
def test_a_text_is_not_blank_however_late_it_begins(hidden: str) -> None:
    assert TextCodec(info()).is_blank(hidden * 50)
    assert not TextCodec(info()).is_blank(hidden * 50 + "合格")
