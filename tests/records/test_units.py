"""The units that labels have in their brackets."""

from __future__ import annotations

from decimal import Decimal

import pytest

import kjfz_docs as kd
from kjfz_docs.records.fields import fields_by_name, record
from kjfz_docs.records.units import unit_in, units_in


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("单价（万元）", "万元"),
        ("单价(单位：万元)", "万元"),
        ("总额（人民币万元，保留两位小数）", "万元"),
        ("补助（万元/人）", "万元"),
        ("数量（台/套）", "台"),
        ("合计（含税）（亿元）", "亿元"),
        ("单价（万美元）", "万美元"),
        ("达成协议金额\n（ 元 ）", "元"),
        ("完成率（％）", "%"),
        ("创新性（满分20分）", "分"),
        ("质量（30分）", "分"),
    ],
)
def test_the_unit_of_a_label_stands_in_its_brackets(label: str, unit: str) -> None:
    assert unit_in(label) == unit


def test_one_head_of_several_values_has_several_units() -> None:
    assert units_in("协议数（个）及金额（万元）") == ("个", "万元")


@pytest.mark.parametrize(
    "label", ["单价", "万元", "开户行（含支行）", "质量（权重30%）", "金额（大写）", "负责人（签字）", ""]
)
def test_other_brackets_say_no_unit(label: str) -> None:
    assert unit_in(label) == ""


@record
class Offer:
    price: Decimal | None = kd.field("单价（万元）", default=None)
    weight: Decimal | None = kd.field("重量（吨）", default=None, unit="公斤")
    code: str | None = kd.field("编号（个）", default=None)
    grade: int | None = None


def test_a_field_is_counted_as_it_says_itself_else_as_it_is_called() -> None:
    fields = fields_by_name(Offer)
    assert fields["price"].unit == "万元"
    assert fields["weight"].unit == "公斤"
    assert fields["grade"].called_as("得分（分）").unit == "分"
    assert fields["price"].called_as("单价（元）").unit == "万元"


def test_a_text_has_no_unit() -> None:
    assert fields_by_name(Offer)["code"].unit == ""
