"""Choices in cells of their own, and ticks in brackets of their own."""

from __future__ import annotations

from typing import Any

import pytest

from kjfz_docs.codecs import FILTERS, TickCodec, codec_for, read_ticks
from kjfz_docs.findings import Severity
from tests.codecs.making import STRUCK, Grade, brief, info, rich, said

YES_NO = info(bool, "是否到岗履职")
PASSED = info(bool, choices={True: "通过验收", False: "不通过验收"})
GRADE = info(Grade)


def test_it_writes_the_text_of_the_choice() -> None:
    assert [codec_for(YES_NO).write(value) for value in (True, False, None)] == ["是", "否", ""]
    assert codec_for(PASSED).write(False) == "不通过验收"
    assert codec_for(GRADE).write(Grade.FAIR) == "基本满意"


def test_a_value_outside_the_choices_is_written_and_read_back() -> None:
    codec = codec_for(info(Grade, choices={Grade.BEST: "很满意"}))
    assert said(codec, codec.write(Grade.FAIR)) == (Grade.FAIR, [])


def test_texts_of_the_metadata_go_before_those_of_the_type() -> None:
    codec = codec_for(info(Grade, choices={Grade.BEST: "优秀", Grade.BAD: "不称职"}))
    assert codec.write(Grade.BEST) == "优秀"
    assert said(codec, "优秀") == (Grade.BEST, [])


@pytest.mark.parametrize(
    "sign",
    ["√", " √ ", "✓", "✔", "☑", "☒", "■", "●", "V", "v", "Ｖ", "vv", "√√", "对", "Y", "是", "□√", "“√”"],
)
def test_a_mark_in_its_brackets_ticks_the_option(sign: str) -> None:
    assert brief(read_ticks(PASSED, {"通过验收": sign, "不通过验收": "　"})) == (True, [])
    assert brief(read_ticks(PASSED, {"通过验收": "", "不通过验收": sign})) == (False, [])


@pytest.mark.parametrize("sign", ["", " ", "\u3000", "\n", "□", "☐", "_", "__", "\u200b", "口"])
def test_an_empty_place_is_no_mark(sign: str) -> None:
    assert brief(read_ticks(YES_NO, {"是": sign, "否": "  "})) == (None, [])


@pytest.mark.parametrize("sign", ["?", "？", "×", "X", "✗", "○", "待定", "否", "1", "是否", "/", "√?", "😀"])
def test_a_sign_of_unsure_sense_is_reported(sign: str) -> None:
    assert brief(read_ticks(YES_NO, {"是": sign, "否": " "})) == (None, ["KD309"])


def test_a_struck_tick_is_unsure() -> None:
    assert brief(read_ticks(YES_NO, {"是": rich(("√", STRUCK)), "否": " "})) == (None, ["KD309"])


def test_a_cross_beside_a_tick_is_no() -> None:
    assert brief(read_ticks(YES_NO, {"是": "×", "否": "√"})) == (False, [])
    assert brief(read_ticks(YES_NO, {"是": "○", "否": "√"})) == (False, [])


@pytest.mark.parametrize("dash", ["-", "—", "——", "/", "一"])
def test_a_dash_beside_a_tick_is_no(dash: str) -> None:
    assert brief(read_ticks(YES_NO, {"是": "√", "否": dash})) == (True, [])
    assert brief(read_ticks(YES_NO, {"是": dash, "否": "√"})) == (False, [])
    assert brief(read_ticks(YES_NO, {"是": dash, "否": dash})) == (None, ["KD309"])


@pytest.mark.parametrize(("sign", "other"), [("★", ""), ("◎", ""), ("★", "☆"), ("◎", "○"), ("●", "O")])
def test_a_star_or_a_target_alone_is_a_tick(sign: str, other: str) -> None:
    assert brief(read_ticks(YES_NO, {"是": sign, "否": other})) == (True, [])
    assert brief(read_ticks(YES_NO, {"是": other, "否": sign})) == (False, [])


@pytest.mark.parametrize(("sign", "other"), [("★", "★"), ("◎", "●"), ("★", "○"), ("☆", ""), ("O", "")])
def test_stars_and_targets_beside_other_signs_are_unclear(sign: str, other: str) -> None:
    assert brief(read_ticks(YES_NO, {"是": sign, "否": other})) == (None, ["KD309"])


def test_circles_in_every_place_are_printed() -> None:
    assert brief(read_ticks(YES_NO, {"是": "○", "否": "○"})) == (None, [])


def test_two_ticks_are_reported_with_what_stood_there() -> None:
    (finding,) = read_ticks(YES_NO, {"是": "√", "否": "√"}).findings
    assert (finding.code, finding.raw, finding.severity) == ("KD308", "（√）是 （√）否", Severity.ERROR)
    assert finding.message == "【是否到岗履职】勾选了不止一项：“（√）是 （√）否”：请只保留一项"


def test_the_text_of_an_option_as_its_own_mark_is_a_tick_and_as_another_is_unsure() -> None:
    assert brief(read_ticks(YES_NO, {"是": "是", "否": ""})) == (True, [])
    assert brief(read_ticks(YES_NO, {"是": "", "否": "是"})) == (None, ["KD309"])


def test_an_option_that_the_field_does_not_have_is_reported() -> None:
    assert brief(read_ticks(YES_NO, {"弃权": "√", "是": ""})) == (None, ["KD310"])


# ------------------------------------------------------------------ the filter


@pytest.mark.parametrize(("value", "texts"), [(True, "√　"), (False, "　√"), (None, "　　")])
def test_a_tick_is_as_wide_as_its_absence(value: bool | None, texts: str) -> None:
    written = "".join(TickCodec.of(PASSED, option).write(value) for option in ("通过验收", "不通过验收"))
    assert written == texts


def test_one_place_tells_whether_its_option_is_ticked() -> None:
    codec = TickCodec.of(GRADE, "满意")
    assert said(codec, "√") == (Grade.GOOD, [])
    assert said(codec, "　") == (None, [])
    assert said(codec, "?") == (None, ["KD309"])


@pytest.mark.parametrize(
    ("name", "field", "arguments"),
    [
        ("tick", PASSED, ("是",)),
        ("tick", PASSED, ()),
        ("tick", info(), ("是",)),
        ("date", info(), ("",)),
        ("date", PASSED, (1,)),
        ("lines", PASSED, ()),
        ("lines", info(), ("x",)),
        ("instead_of", info(), ()),
        ("after_label", info(), ("x",)),
    ],
)
def test_a_filter_refuses_fields_and_arguments_that_do_not_fit(
    name: str, field: Any, arguments: tuple[Any, ...]
) -> None:
    with pytest.raises((TypeError, ValueError)):
        FILTERS[name].of(field, *arguments)
