"""Patterns print the text of a cell and take it apart again."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kjfz_docs.codecs import FILTERS, codec_for
from kjfz_docs.grids.model import RichText
from kjfz_docs.records import Assessment, Opinion
from kjfz_docs.records.fields import FieldInfo, fields_by_name
from kjfz_docs.templating.pattern import AMBIGUOUS, Pattern, Slot, bare, pattern


def slot(path: str, info: FieldInfo, codec: Any = None) -> Slot:
    return Slot(path, info, codec or codec_for(info), "{{ " + path + " }}")


TEXT = fields_by_name(Opinion)["text"]
DATE = fields_by_name(Opinion)["signed_on"]
NAME = fields_by_name(Assessment)["name"]
A, B = slot("a", TEXT), slot("b", TEXT)
DATED = slot("d", DATE, FILTERS["date"].of(DATE, "202  年  月  日"))
DATED_ALONE = pattern(["日期：", DATED])
OPINION = pattern([A, "\n（盖章）\n", DATED])


def taken(made: Pattern, text: str) -> dict[str, str] | Any:
    found = made.match(RichText(text))
    return {c.slot.path: c.text.text for c in found} if isinstance(found, tuple) else found


def test_a_slot_alone_takes_the_cell_verbatim() -> None:
    assert taken(pattern([A]), "  {{ x }}（盖章）\n合计 ") == {"a": "  {{ x }}（盖章）\n合计 "}


def test_literals_divide_the_slots() -> None:
    made = pattern(["开户行：", A, "\n银行账号：", B])
    assert taken(made, "开户行：工行\n银行账号：622") == {"a": "工行", "b": "622"}
    assert taken(made, "开户行：\n银行账号：") == {"a": "", "b": ""}


def test_white_space_and_width_of_literals_do_not_matter() -> None:
    assert taken(OPINION, "同意。\n\n ( 盖 章 ) \n2023年8月25日") == {"a": "同意。", "d": "2023年8月25日"}


def test_a_day_above_the_seal_is_the_day_if_its_place_is_blank() -> None:
    written = {"a": "同意。", "d": "2023年8月25日"}
    assert taken(OPINION, "同意。\n2023年8月25日\n（盖章）\n202  年  月  日") == written
    assert taken(OPINION, "同意。\n2023年8月25日\n（盖章）\n") == written
    assert taken(OPINION, "2023年8月25日\n（盖章）\n") == {"a": "", "d": "2023年8月25日"}


def test_a_day_above_the_seal_stays_text_beside_another_day_or_within_a_line() -> None:
    assert taken(OPINION, "自\n2023年8月1日\n（盖章）\n2023年8月25日")["a"] == "自\n2023年8月1日"
    assert taken(OPINION, "同意。始于2023年8月25日\n（盖章）\n")["a"] == "同意。始于2023年8月25日"
    labelled = pattern([A, "\n签字日期：", DATED])
    assert taken(labelled, "同意\n2023年8月25日\n签字日期：202  年  月  日")["a"] == "同意\n2023年8月25日"


def test_an_exact_literal_is_preferred_to_a_normalised_one() -> None:
    assert taken(OPINION, "见(盖章)\n(盖章)\n（盖章）\n2023年8月25日") == {
        "a": "见(盖章)\n(盖章)",
        "d": "2023年8月25日",
    }


def test_a_literal_on_a_line_of_its_own_is_not_found_inside_a_sentence() -> None:
    assert taken(OPINION, "已（盖章）同意\n（盖章）\n202  年  月  日")["a"] == "已（盖章）同意"


def test_a_missing_literal_does_not_fit() -> None:
    assert taken(OPINION, "同意。\n2023年8月25日") is None


def test_a_text_that_can_be_taken_apart_in_two_ways_is_ambiguous() -> None:
    made = pattern(["甲：", A, "乙：", B])
    assert taken(made, "甲：x乙：y乙：z") is AMBIGUOUS


def test_a_slot_of_known_shape_settles_what_literals_leave_open() -> None:
    assert taken(OPINION, "同意\n（盖章）\n见附件\n（盖章）\n2023年8月25日")["a"] == "同意\n（盖章）\n见附件"


def test_neighbours_are_divided_by_the_shape_of_one() -> None:
    fields = fields_by_name(Assessment)
    titles = {"hubei": "湖北省"}
    programme = slot("programme", fields["programme"], codec_for(fields["programme"], titles=titles))
    made = pattern([programme, slot("cohort", fields["cohort"]), "“科技副总”考核表"])
    assert taken(made, "湖北省第二批“科技副总”考核表") == {"programme": "湖北省", "cohort": "第二批"}
    assert taken(made, "湖北省“科技副总”考核表") is None


def test_lines_divide_slots_too() -> None:
    assert taken(pattern([A, "\n", B]), "甲\n乙") == {"a": "甲", "b": "乙"}
    assert taken(pattern([A, "\n", B]), "甲\n乙\n丙") is AMBIGUOUS


def test_guidance_is_printed_for_a_blank_value() -> None:
    made = pattern(["二、不足\n", Slot("a", TEXT, codec_for(TEXT), "", guidance="请填写")])
    assert made.prints(lambda _: None) == "二、不足\n请填写"
    assert made.prints(lambda _: "无") == "二、不足\n无"


def test_a_hostile_cell_is_given_up_in_bounded_time() -> None:
    made = pattern(["甲", A, "乙", B, "乙", A, "乙", B, "丙"])
    assert taken(made, "甲" + "乙" * 5000 + "x丙") is AMBIGUOUS


@given(st.text(), st.dates(dt.date(1000, 1, 1)) | st.none())
def test_what_is_taken_apart_unambiguously_is_what_was_printed(text: str, date: dt.date | None) -> None:
    text = text.strip()
    printed = OPINION.prints(lambda each: date if each is DATED else text or None)
    found = taken(OPINION, printed)
    if isinstance(found, dict) and "\u200b" not in text:
        assert bare(found["a"]) == bare(text)


@pytest.mark.parametrize("text", ["Ａ（１）", "A(1)", " a b ".upper()])
def test_bare_text_has_no_width_or_white_space(text: str) -> None:
    assert bare(text) in {"A(1)", "AB"}


def test_a_name_is_a_slot_like_any_other() -> None:
    assert taken(pattern(["姓名：", slot("n", NAME)]), "姓名：李 明") == {"n": "李 明"}


@given(st.text("（盖章）\n 202年月日3a", max_size=12), st.sampled_from([OPINION, DATED_ALONE]))
def test_a_text_that_is_met_again_is_taken_apart_as_before(text: str, made: Pattern) -> None:
    first, again = made.match(RichText(text)), made.match(RichText(text))
    assert first == again == made._matched(RichText(text))
