"""Sums of money in Chinese capitals are those of the rule, and come back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kjfz_docs.codecs.capitals import amount_of_capitals, capitals

AMOUNTS = st.integers(0, 10**14 - 1).map(lambda fen: Decimal(fen).scaleb(-2))


@given(AMOUNTS | st.integers(0, 10**12 - 1).map(Decimal))
def test_every_sum_comes_back_to_the_fen(amount: Decimal) -> None:
    assert amount_of_capitals(capitals(amount)) == amount


@given(st.integers(0, 10**12 - 1).map(Decimal))
def test_no_sum_has_two_noughts_in_a_row_or_one_at_the_end(amount: Decimal) -> None:
    text = capitals(amount)
    assert "零零" not in text
    assert text == "零元整" or "零元" not in text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("0", "零元整"),
        ("10", "壹拾元整"),
        ("20000", "贰万元整"),
        ("30000.00", "叁万元整"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("1409.50", "壹仟肆佰零玖元伍角"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("2020000", "贰佰零贰万元整"),
        ("105000000", "壹亿零伍佰万元整"),
        ("100000001", "壹亿零壹元整"),
        ("0.05", "伍分"),
        ("0.5", "伍角"),
    ],
)
def test_the_examples_of_the_rule(amount: str, text: str) -> None:
    assert capitals(Decimal(amount)) == text
    assert amount_of_capitals(text) == Decimal(amount)


@pytest.mark.parametrize("amount", ["-1", "0.001", "1000000000000", "NaN", "Infinity"])
def test_what_is_no_sum_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="expected yuan and fen"):
        capitals(Decimal(amount))


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("人民币 贰佰零贰万圆正", "2020000"),
        ("壹仟陆佰捌拾元零叁角贰分", "1680.32"),
        ("壹拾万零柒仟元伍角整", "107000.5"),
    ],
)
def test_other_ways_to_write_them_are_read(text: str, amount: str) -> None:
    assert amount_of_capitals(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["", "元整", "贰万", "20000元", "三万五元", "壹角壹元", "若干元"])
def test_what_is_no_sum_in_capitals_is_none(text: str) -> None:
    assert amount_of_capitals(text) is None
