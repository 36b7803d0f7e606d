"""Whole cells of options as people leave them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kjfz_docs.codecs import codec_for, read_choice
from kjfz_docs.grids.model import Format, RichText
from kjfz_docs.records.fields import FieldInfo
from tests.codecs.making import BOLD, CIRCLED, HIGHLIGHTED, STRUCK, UNDERLINED, Grade, brief, info, rich

YES_NO = info(bool, "是否足额领取了第一笔工作保障经费（3万元/人）")
SIGNED = info(bool, "是否已与企业签约（是/否）")
WRONG = info(bool, "“科技副总”是否存在违纪违法行为")
PASSED = info(bool, "考核验收总体意见", choices={True: "通过验收", False: "不通过验收"})
GRADE = info(Grade, "满意度")
THREE = info(Grade, choices={Grade.BEST: "很满意", Grade.GOOD: "满意", Grade.BAD: "不满意"})
PRINTED = ("）否（如有，请在企业考核意见中说明）",)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("（√）是    （  ）否", True),
        ("（  ）是    （√）否", False),
        ("(√)是 ( )否", True),
        ("( √ ) 是 ( ) 否", True),
        ("[v]是 [ ]否", True),
        ("【√】是 【】否", True),
        ("（✓）是（ ）否", True),
        ("（对）是 （ ）否", True),
        ("（Y）是 （ ）否", True),
        ("（●）是 （○）否", True),
        ("（√）是 （×）否", True),
        ("（×）是 （√）否", False),
        ("是（√）    否（  ）", True),
        ("是（ ）否（√）", False),
        ("是 （√）  否 （ ）", True),
        ("☑是    □否", True),
        ("☐是    ☒否", False),
        ("☑是\xa0 \xa0 □否", True),
        ("■是 □否", True),
        ("●是 ○否", True),
        ("口是 ☑否", False),
        ("□√是 □否", True),
        ("是☑ 否□", True),
        ("□是\n☑否", False),
        ("√是 否", True),
        ("是√ 否", True),
        ("是 否√", False),
        ("是 √否", False),
        ("V是 否", True),
        ("√（ ）是 （ ）否", True),
        ("（ ）√是 （ ）否", True),
        ("（ ）是√ （ ）否", True),
        ("√）是 ）否", True),
        ("A.√是 B.否", True),
        ("（ ）是；（√）否。", False),
        ("（√）是", True),
        ("是", True),
        ("否。", False),
        ("（是）", True),
        ("“是”", True),
    ],
)
def test_it_finds_the_mark_wherever_it_stands(text: str, value: bool) -> None:
    assert brief(read_choice(YES_NO, text)) == (value, [])


@pytest.mark.parametrize(
    "text",
    [
        "（  ）是    （  ）否",
        "（）是（）否",
        "□是 □否",
        "○是 ○否",
        "是 否",
        "是/否",
        "是（ ）\n否（ ）",
        "□",
        "",
        " ",
    ],
)
def test_a_cell_without_any_mark_is_blank(text: str) -> None:
    assert brief(read_choice(YES_NO, text)) == (None, [])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("★是 否", True),
        ("是 否★", False),
        ("★是 □否", True),
        ("★是 ☆否", True),
        ("☆是 ★否", False),
        ("▲是 △否", True),
        ("◎是 否", True),
        ("○是 ◎否", False),
        ("（◎）是（○）否", True),
        ("（★）是（ ）否", True),
        ("⊙是 ○否", True),
        ("○●是 ○否", True),
        ("O是 ●否", False),
        ("（O）是（●）否", False),
        ("（√）是（—）否", True),
        ("（——）是（√）否", False),
        ("是（√） 否（-）", True),
        ("（/）是（√）否", False),
        ("（√）是（一）否", True),
    ],
)
def test_one_mark_among_places_that_are_plainly_unmarked_is_read(text: str, value: bool) -> None:
    assert brief(read_choice(YES_NO, text)) == (value, [])


@pytest.mark.parametrize(
    "text",
    [
        *("◎是 ◎否", "★是 ★否", "☆是 否", "（☆）是（ ）否", "◎是 √否", "◎是 ●否", "★是 ○★否", "★是 ◎否"),
        *("O是 否", "（O）是（ ）否", "O是 √否", "☆是 ●否", "（—）是（ ）否", "（—）是（—）否", "★", "◎"),
    ],
)
def test_signs_that_may_be_marks_or_none_are_reported(text: str) -> None:
    assert brief(read_choice(YES_NO, text)) == (None, ["KD309"])


@pytest.mark.parametrize("text", ["（√）是    （√）否", "☑是 ☑否", "☑是 ☒否", "√是 √否"])
def test_two_marks_are_reported(text: str) -> None:
    assert brief(read_choice(YES_NO, text)) == (None, ["KD308"])


@pytest.mark.parametrize(
    "text",
    [
        "（×）是 （ ）否",
        "（?）是 （ ）否",
        "（○）是 （ ）否",
        "（待定）是 （ ）否",
        "（1）是 （2）否",
        "是√否",
        "是 √ 否",
        "（ ）是√（ ）否",
        "☑是 否□",
        "（是）  否",
        "（ ）是 （ ）否 部分领取",
        "（√）是，但只领取了2万元    （  ）否",
        "（√）是（未全部领取） （ ）否",
        "是，但未足额",
        "是？",
        "×",
        "√√ √",
        "√ 已领取",
        "（√）是 （ ）否 （ ）是",
        "（√）是 （ ）否" + "说明" * 40,
    ],
)
def test_a_mark_of_unsure_sense_is_reported(text: str) -> None:
    assert brief(read_choice(YES_NO, text)) == (None, ["KD309"])


@pytest.mark.parametrize("text", ["是，只要材料齐全", "是的，只要材料齐全"])
def test_a_condition_takes_nothing_back_however_yes_is_said(text: str) -> None:
    assert read_choice(YES_NO, text).value is True


@pytest.mark.parametrize("text", ["（ ）是", "□是", "（  ）是\n"])
def test_an_option_that_is_left_alone_with_an_empty_bracket_is_chosen_with_a_doubt(text: str) -> None:
    assert brief(read_choice(YES_NO, text)) == (True, ["KD321"])


@pytest.mark.parametrize("text", ["部分领取", "见附件", "2万元", "无"])
def test_other_words_are_no_option(text: str) -> None:
    (finding,) = read_choice(YES_NO, text).findings
    assert finding.code == "KD310"
    assert "（是/否）" in finding.message


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("（√）很满意    （  ）满意    （  ）基本满意    （  ）不满意", Grade.BEST),
        ("（）很满意 （√）满意 （）基本满意（）不满意", Grade.GOOD),
        ("（）很满意 （）满意 （√）基本满意（）不满意", Grade.FAIR),
        ("很满意（  ）    满意（√）    基本满意（  ）    不满意（  ）", Grade.GOOD),
        ("很满意（  ）满意（  ）基本满意（  ）不满意（√）", Grade.BAD),
        ("☐很满意    ☐满意    ☐基本满意    ☒不满意", Grade.BAD),
        ("很满意 满意 √基本满意 不满意", Grade.FAIR),
        ("（√）很 满 意 （ ）满  意 （ ）基本满意 （ ）不满意", Grade.BEST),
        ("（ ） 很满意（√） 满意（ ） 基本满意（ ） 不满意", Grade.GOOD),
        ("1.很满意 2.满意√ 3.基本满意 4.不满意", Grade.GOOD),
        ("不满意", Grade.BAD),
        ("不 满意", Grade.BAD),
        ("满意", Grade.GOOD),
        ("很满意！", Grade.BEST),
        ("很滿意".replace("滿", "满"), Grade.BEST),
    ],
)
def test_the_longest_option_comes_first(text: str, value: Grade) -> None:
    assert brief(read_choice(GRADE, text)) == (value, [])


@pytest.mark.parametrize("text", ["非常满意", "很不满意", "较满意", "比较满意", "不太满意"])
def test_an_option_inside_another_word_is_none(text: str) -> None:
    assert brief(read_choice(GRADE, text)) == (None, ["KD310"])


def test_several_options_typed_are_no_answer() -> None:
    assert brief(read_choice(GRADE, "很满意 满意")) == (None, ["KD308"])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("（√）通过验收\n（ ）不通过验收", True),
        ("（　）通过验收 （√）不通过验收", False),
        ("通过验收（√）    不通过验收（  ）", True),
        ("通过验收 √\n不通过验收", True),
        ("通过验收\n不通过验收√", False),
        ("不通过验收", False),
        ("通 过 验 收", True),
    ],
)
def test_passed_and_not_passed_are_told_apart(text: str, value: bool) -> None:
    assert brief(read_choice(PASSED, text)) == (value, [])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("通过", True),
        ("不通过", False),
        ("未通过验收", False),
        ("未通过", False),
        ("☑通过 □不通过", True),
        ("√未通过", False),
    ],
)
def test_short_forms_are_read_with_a_note(text: str, value: bool) -> None:
    assert brief(read_choice(PASSED, text)) == (value, ["KD320"])


def test_an_option_that_the_form_does_not_offer_is_still_read() -> None:
    assert brief(read_choice(THREE, "基本满意")) == (Grade.FAIR, [])
    assert brief(read_choice(THREE, "（ ）很满意 （ ）满意 （ ）不满意")) == (None, [])


# ------------------------------------------------------------------ words beside the options


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (GRADE, "（√）很满意 （  ）满意 （  ）基本满意（  ）不满意\n备注：希望续聘", Grade.BEST),
        (SIGNED, "是（2023年3月）", True),
        (SIGNED, "是，已到岗", True),
        (SIGNED, "否，未到岗", False),
        (PASSED, "（ ）通过验收 （√）不通过验收 未到岗", False),
        (SIGNED, "已于2022年底签约", True),
        (SIGNED, "已签约（2023年3月）", True),
    ],
)
def test_words_that_agree_are_a_warning(field: FieldInfo, text: str, value: Any) -> None:
    assert brief(read_choice(field, text)) == (value, ["KD318"])


@pytest.mark.parametrize(
    "text",
    [
        "（  ）是    （√）否（如有，请在企业考核意见中说明）",
        "（  ）是    （√）否(如有,请在企业考核意见中说明)",
        "（  ）是    （√）否（如有，请在企业 考核意见中说明）",
        "□是 ☑否 （如有，请在企业考核意见中说明）",
    ],
)
def test_what_the_form_prints_beside_its_options_is_no_remark(text: str) -> None:
    assert brief(read_choice(WRONG, text, PRINTED)) == (False, [])
    assert read_choice(WRONG, text).findings


def test_a_printed_remark_alone_is_blank() -> None:
    assert brief(read_choice(WRONG, "（  ）是 （  ）否（如有，请在企业考核意见中说明）", PRINTED)) == (
        None,
        [],
    )


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (SIGNED, "已签约", True),
        (SIGNED, "未签约", False),
        (SIGNED, "尚未签约", False),
        (SIGNED, "没有与企业签约", False),
        (YES_NO, "已足额领取", True),
        (YES_NO, "未足额领取", False),
        (YES_NO, "是的", True),
        (YES_NO, "不是", False),
        (YES_NO, "√", True),
        (WRONG, "无", False),
        (WRONG, "不存在", False),
        (WRONG, "有", True),
    ],
)
def test_an_answer_in_the_words_of_the_question_is_read(field: FieldInfo, text: str, value: bool) -> None:
    assert brief(read_choice(field, text)) == (value, ["KD320"])


@pytest.mark.parametrize(
    "text", ["已离职", "未知", "签约中", "已签约但未到岗", "待签约", "未签约（已口头约定，但未盖章）"]
)
def test_an_answer_in_other_words_is_not_guessed(text: str) -> None:
    assert brief(read_choice(SIGNED, text)) == (None, ["KD310"])


# ------------------------------------------------------------------ looks


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (rich(("是", CIRCLED), " 否"), True),
        (rich("是 ", ("否", UNDERLINED)), False),
        (rich(("是", HIGHLIGHTED), "/否"), True),
        (rich(("是", STRUCK), " 否"), False),
        (rich("（ ）是 （ ）", ("否", UNDERLINED)), False),
        (rich(("（√）是", BOLD), ("（ ）否", BOLD)), True),
        (rich(("（√）是", UNDERLINED), ("（ ）否", UNDERLINED)), True),
        (rich("（√）是 ", ("（ ）否", STRUCK)), True),
        (rich(("（√）是", STRUCK), " （√）否"), False),
        (rich(("  ", UNDERLINED), "是", ("  ", UNDERLINED)), True),
    ],
)
def test_looks_choose_where_no_mark_does(cell: RichText, value: bool) -> None:
    assert brief(read_choice(YES_NO, cell)) == (value, [])


@pytest.mark.parametrize(
    "cell",
    [
        rich(("是", STRUCK)),
        rich(("是", STRUCK), " ", ("否", STRUCK)),
        rich(("（√）是", STRUCK), " （ ）是"),
        rich("（", ("√", STRUCK), "）是 （ ）否"),
        rich("（√）", ("是", STRUCK), " （ ）否"),
        rich("（√）是 （ ）", ("否", CIRCLED)),
        rich(("是", CIRCLED), " ", ("否", UNDERLINED)),
    ],
)
def test_looks_that_contradict_are_reported(cell: RichText) -> None:
    assert brief(read_choice(YES_NO, cell)) == (None, ["KD309"])


def test_two_options_underlined_of_four_are_two_answers() -> None:
    cell = rich(("很满意", UNDERLINED), " ", ("满意", UNDERLINED), " 基本满意 不满意")
    assert brief(read_choice(GRADE, cell)) == (None, ["KD308"])


def test_the_others_struck_out_leave_one() -> None:
    cell = rich(("很满意", STRUCK), " 满意 ", ("基本满意", STRUCK), " ", ("不满意", STRUCK))
    assert brief(read_choice(GRADE, cell)) == (Grade.GOOD, [])


# ------------------------------------------------------------------ never a silent guess


@settings(max_examples=300)
@given(
    st.sampled_from(list(Grade)),
    st.booleans(),
    st.sampled_from([("（", "）"), ("(", ")"), ("[", "]")]),
    st.sampled_from("√✓✔☑■●Vv"),
    st.lists(st.sampled_from(["", " ", "  ", "\u3000", "\xa0", "\n"]), min_size=12, max_size=12),
)
def test_one_mark_in_brackets_on_one_side_is_that_option_or_reported(
    value: Grade, before: bool, brackets: tuple[str, str], sign: str, gaps: list[str]
) -> None:
    text = ""
    for index, option in enumerate(Grade):
        inside = sign if option is value else gaps[index] or " "
        place = f"{brackets[0]}{inside}{brackets[1]}"
        parts = (place, option.value) if before else (option.value, place)
        text += gaps[4 + index].join(parts) + gaps[8 + index]
    assert brief(read_choice(GRADE, text)) == (value, [])


@settings(max_examples=400)
@given(
    st.lists(
        st.sampled_from(
            ["是", "否", "√", "×", "（", "）", "□", "☑", " ", "但", "未", "通过", "？", "\n", "V"]
        ),
        max_size=9,
    ),
    st.sampled_from([YES_NO, PASSED, GRADE]),
)
def test_no_cell_breaks_it_and_no_option_is_made_up(parts: list[str], field: FieldInfo) -> None:
    text = "".join(parts)
    read = codec_for(field).read(RichText(text, ((0, 1, Format(strike=True)),) if text else ()))
    if read.value is not None and not read.findings:
        assert field.choices is not None
        assert field.choices[read.value] in "".join(text.split())
