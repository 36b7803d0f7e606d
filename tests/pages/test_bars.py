"""Bar charts are drawings that say in words what they show."""

from __future__ import annotations

from decimal import Decimal

import pytest
from lxml import etree

pytest.importorskip("leather", reason="the extra report is not installed")

from kjfz_docs.pages.bars import Bar, bar_chart

SVG = "{http://www.w3.org/2000/svg}"


def drawn(*bars: Bar, title: str = "图", most: Decimal | None = None) -> etree._Element:
    return etree.fromstring(bar_chart(title, bars, most).svg)


def widths(chart: etree._Element) -> list[float]:
    """From the top one on."""
    rects = sorted(chart.iter(f"{SVG}rect"), key=lambda rect: float(rect.get("y")))
    return [float(rect.get("width")) for rect in rects]


def test_bars_stand_in_their_order_and_are_as_long_as_their_numbers() -> None:
    chart = drawn(
        Bar("江岸区", Decimal(4), "4"), Bar("江汉区", Decimal(1), "1"), Bar("硚口区", Decimal(0), "0")
    )
    first, second, third = widths(chart)
    assert second * 4 == pytest.approx(first, abs=0.5)
    assert third == 0


def test_the_whole_length_stands_behind_a_bar_where_it_is_known() -> None:
    chart = drawn(Bar("江岸区", Decimal(50), "1/2"), Bar("江汉区", Decimal(0), "0/2"), most=Decimal(100))
    whole, half, again, none = widths(chart)
    assert half * 2 == pytest.approx(whole, abs=0.5)
    assert (again, none) == (whole, 0)


def test_a_chart_has_a_text_alternative_and_words_of_its_own() -> None:
    chart = drawn(Bar("江岸区", Decimal(50), "1/2"), Bar("江汉区", Decimal(0), "0/2"), title="进度")
    assert (chart.get("role"), chart.get("aria-label")) == ("img", "进度：江岸区 1/2；江汉区 0/2")
    assert {text.text for text in chart.iter(f"{SVG}text")} == {"江岸区", "江汉区", "1/2", "0/2"}


def test_two_of_one_name_have_a_bar_each() -> None:
    assert len(widths(drawn(Bar("甲", Decimal(1), "1"), Bar("甲", Decimal(2), "2")))) == 2


@pytest.mark.parametrize("name", ["<script>\"'&", "\x00\ud800", "很长的名字" * 50])
def test_names_are_texts_of_any_kind(name: str) -> None:
    chart = drawn(Bar(name, Decimal("-1"), name), Bar("乙", Decimal(10) ** 59, "很多"))
    assert len(widths(chart)) == 2
    assert list(chart.iter(f"{SVG}script")) == []


def test_nothing_but_zeros_is_drawn_as_such() -> None:
    assert widths(drawn(Bar("甲", Decimal(0), "0"), Bar("乙", Decimal(0), "0"))) == [0, 0]
