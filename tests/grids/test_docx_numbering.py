from __future__ import annotations

import pytest

from kjfz_docs.grids.numerals import chinese, numeral
from tests.grids.documents import grid, p, tbl, tc, tr


def level(index: int, style: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/>'
        f"{more}</w:lvl>"
    )


def abstract(number: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def num(number: int, of: int, override: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{override}</w:num>'


def item(text: str, number: int = 1, at: int = 0) -> str:
    return p(text, properties=f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>')


def numbers(body: str, numbering: str, styles: str = "") -> list[str]:
    found = grid(body, numbering=numbering, styles=styles)
    return [paragraph.number for cell in found.cells() for paragraph in cell.paragraphs]


OUTLINE = abstract(
    0,
    level(0, "chineseCounting", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%1.%2.%3"),
) + num(1, 0)


def test_levels_count_on_and_begin_anew_below_a_higher_one() -> None:
    body = item("甲") + item("子", at=1) + item("丑", at=1) + item("乙") + item("寅", at=1)
    assert numbers(body, OUTLINE) == ["一、", "（一）", "（二）", "二、", "（一）"]


def test_the_number_is_no_part_of_the_text() -> None:
    assert grid(item("主要成绩"), numbering=OUTLINE).draw() == "  主要成绩"


def test_a_number_may_name_the_levels_above() -> None:
    body = item("") + item("", at=1) + item("", at=2)
    assert numbers(body, OUTLINE)[-1] == "一.一.1"


def test_a_legal_number_has_the_levels_above_in_digits() -> None:
    legal = abstract(0, level(0, "chineseCounting", "%1"), level(1, "decimal", "%1.%2", "<w:isLgl/>")) + num(
        1, 0
    )
    assert numbers(item("") + item("", at=1), legal) == ["一", "1.1"]


def test_rows_numbered_by_word_have_their_number() -> None:
    numbering = abstract(0, level(0, "decimal", "%1")) + num(1, 0)
    body = tbl(*(tr(tc(item("")), name) for name in ("李明", "王芳")))
    found = grid(body, numbering=numbering)
    assert [line.cells[0].paragraphs[0].number for line in found.lines] == ["1", "2"]
    assert [line.cells[0].text for line in found.lines] == ["1", "2"]


def test_two_lists_of_one_kind_count_together_unless_one_starts_anew() -> None:
    kind = abstract(0, level(0, "decimal", "%1."))
    assert numbers(item("", 1) + item("", 2), kind + num(1, 0) + num(2, 0)) == ["1.", "2."]
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    lists = kind + num(1, 0) + num(2, 0, anew)
    assert numbers(item("", 1) + item("", 2) + item("", 2), lists) == ["1.", "5.", "6."]


def test_a_bullet_in_a_symbol_font_is_its_character() -> None:
    fonts = '<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr>'
    numbering = abstract(0, level(0, "bullet", "\uf0fe", fonts)) + num(1, 0)
    assert numbers(item("甲"), numbering) == ["☑"]


def test_a_style_may_bring_the_number() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="h1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="h2"><w:basedOn w:val="h1"/></w:style>'
    )
    styled = p("甲", properties='<w:pStyle w:val="h2"/>')
    none = p("乙", properties='<w:pStyle w:val="h2"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert numbers(styled + none + styled, OUTLINE, styles) == ["一、", "", "二、"]


def test_a_level_may_be_told_by_the_style_that_it_names() -> None:
    numbering = abstract(
        0, level(0, "decimal", "%1."), level(1, "decimal", "(%2)", '<w:pStyle w:val="h2"/>')
    ) + num(1, 0)
    numbered = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = f'<w:style w:type="paragraph" w:styleId="h2">{numbered}</w:style>'
    assert numbers(p("甲", properties='<w:pStyle w:val="h2"/>'), numbering, styles) == ["(1)"]


def test_a_list_may_point_at_the_style_that_has_it() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="s"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="s"/>{level(0, "decimal", "%1)")}</w:abstractNum>'
        + num(1, 0)
    )
    assert numbers(item("甲"), numbering) == ["1)"]


@pytest.mark.parametrize("body", [item("甲", 9), item("甲", 1, 12), item("甲", 1, -4)])
def test_a_number_that_cannot_be_told_is_none_or_the_first(body: str) -> None:
    assert numbers(body, OUTLINE) in ([""], ["一、"])


@pytest.mark.parametrize(
    ("style", "number", "text"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 3, "03"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalEnclosedCircle", 3, "③"),
        ("decimalEnclosedCircle", 21, "21"),
        ("chineseCountingThousand", 112, "一百一十二"),
        ("chineseLegalSimplified", 20, "贰拾"),
        ("ideographDigital", 102, "一○二"),
        ("ideographTraditional", 2, "乙"),
        ("ideographTraditional", 11, "11"),
        ("upperRoman", 49, "XLIX"),
        ("lowerLetter", 28, "bb"),
        ("unheardOf", 7, "7"),
        ("none", 7, ""),
    ],
)
def test_numbers_are_printed_in_their_format(style: str, number: int, text: str) -> None:
    assert numeral(number, style) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1001, "一千零一"),
        (9999, "九千九百九十九"),
    ],
)
def test_chinese_numbers(number: int, text: str) -> None:
    assert chinese(number) == text
