"""Hypothesis strategies for whole records, built from the fields of any record class.

``records(cls)`` makes records of every form. Their texts are those that break things: template tags, XML, the
forms' own headings, labels and guidance, formulas, rare characters, white space inside. The constructor
normalises them.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeVar

import attrs
from hypothesis import strategies as st

from kjfz_docs.records.fields import FieldInfo, field_at, fields_of, leaves

R = TypeVar("R")

TAGS = (
    "{{ name }}",
    "{{",
    "}}",
    "{% if x %}",
    "{%tr for row in rows %}",
    "{%p endfor %}",
    "{# note #}",
    "{%",
)
MARKUP = ("a<b>&c</b>", "&amp;", "&#65;", "<select>", "]]>", "<!-- -->", "'\"", "“引号”‘单’", "\\n", "%s {0}")
SHEETS = ("=1+1", "+1", "-1", "@SUM(A1)", "_x0041_", "_x000D_", "6222021234567890123", "1E+5", "00123", "'1")
RARE = (
    "𠮷野家",
    "😀",
    "👨‍👩‍👧",
    "é",
    "ｆｕｌｌ１２",
    "①②",
    "\u200b零宽",
    "阿卜杜·热合曼",
    "a\u00a0b",
    "\u3000全角",
)
SPACED = ("第一段\n第二段", "上\n\n下", "甲\t乙", "行首\n  缩进", "a  b", "一\n二\n三\n四")
FORM_WORDS = (
    "（盖章）",
    "202  年  月  日",
    "2023年8月25日",
    "一、工作开展情况（必填，1500字以内）",
    "（一）主要成绩",
    "（二）典型经验",
    "二、存在的不足（必填，200字以内）",
    "三、工作建议（选填，200字以内）",
    "服务企业创新方面存在的问题和不足",
    "可提出对“科技副总”工作各方的工作建议",
    "担任“科技副总”期间取得的典型工作经验等。",
    "主要成绩\n（二）典型经验\n二、存在的不足",
    "姓名",
    "序号",
    "接收企业",
    "企业考核评价（由“科技副总”接收企业填写）",
    "各区经信局",
    "各区经信局（盖章）：",
    "填报人：",
    "填报人：张三  填报日期：2023年8月25日",
    "开户行（含支行）：",
    "银行账号：6222",
    "（√）是　　（　）否",
    "（ ）通过验收",
    "√",
    "李XX",
    "合计",
    "小计",
    "……",
    "无",
    "约50",
    "/",
    "-",
    "第二批",
    "附件1",
    "湖北省第二批“科技副总”服务中小微企业考核表",
)
NASTY_TEXTS = (*TAGS, *MARKUP, *SHEETS, *RARE, *SPACED, *FORM_WORDS)

# What a record refuses stays out: control characters, lone surrogates, noncharacters.
_CHARACTERS = st.characters(exclude_categories=("Cc", "Cs", "Cn")) | st.sampled_from("\n\t")
_HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12)

_NASTY = st.sampled_from(NASTY_TEXTS)
_MIXED = st.lists(_NASTY | _HAN, min_size=2, max_size=3).flatmap(
    lambda parts: st.sampled_from(("", "\n", " ", "：", "，")).map(lambda joint: joint.join(parts))
)


def texts() -> st.SearchStrategy[str]:
    """Texts of every sort, plain ones included."""
    return _HAN | _NASTY | _MIXED | st.text(_CHARACTERS, max_size=30)


_INTEGERS = st.integers(0, 20) | st.integers(0, 10**6) | st.integers(-(10**18), 10**18)
_DECIMALS = st.decimals(0, 10_000, places=2) | st.decimals(-(10**12), 10**12, places=6, allow_nan=False)
_PROGRAMMES = st.just("hubei") | st.sampled_from(("yancheng", "益阳"))
_COHORTS = st.sampled_from((2, 4)) | st.integers(1, 120) | st.integers(-3, 9999)
_DATES = st.dates(dt.date(2020, 1, 1), dt.date(2029, 12, 31)) | st.dates(dt.date(1, 1, 1))
_DIGITS = st.text("0123456789", min_size=1, max_size=30)
_MOBILES = st.from_regex(r"\A1[3-9][0-9]{9}\Z")

_BY_TYPE: Mapping[Any, st.SearchStrategy[Any]] = {
    str: texts(),
    bool: st.booleans(),
    int: _INTEGERS,
    Decimal: _DECIMALS,
    dt.date: _DATES,
}
_BY_KIND: Mapping[str, st.SearchStrategy[Any]] = {
    "cohort": _COHORTS,
    "programme": _PROGRAMMES,
    "account": _DIGITS | texts(),
    "mobile": _MOBILES | texts(),
}


def values(info: FieldInfo) -> st.SearchStrategy[Any]:
    """Values of one field, blank ones included where it may be blank."""
    if info.row is not None:
        return st.lists(records(info.row), max_size=6).map(tuple)
    if info.record is not None:
        return records(info.record)
    filled = _BY_KIND.get(info.meta.kind or "")
    if filled is None and isinstance(info.type, type) and issubclass(info.type, enum.Enum):
        filled = st.sampled_from(info.type)
    if filled is None:
        filled = _BY_TYPE[info.type]
    if info.meta.private:
        filled = filled.filter(lambda value: "*" not in str(value))  # a masked number is refused on writing
    if info.choices is not None and info.type is str:
        filled = st.sampled_from(list(info.choices)) | filled
    return st.none() | filled if info.optional else filled


def records(cls: type[R]) -> st.SearchStrategy[R]:
    """Records of a class: any of the forms, their rows and parts, or a record class of one's own."""
    own: type = cls
    return st.deferred(lambda: st.builds(cls, **{info.name: values(info) for info in fields_of(own)}))


def changed(record: R, **changes: Any) -> R:
    """A copy of a record with some fields changed (``attrs.evolve``, for classes whose type is known)."""
    held: Any = record
    copy: R = attrs.evolve(held, **changes)
    return copy


def a_field(cls: type, path: str) -> FieldInfo:
    """The field at a dotted path, which must be there."""
    info = field_at(cls, path)
    assert info is not None, path
    return info


_BY_A_SPREADSHEET = re.compile(r"[0-9](\.[0-9]+)?[eE][+−-]?[0-9]{1,3}|[0-9]+\.0+|['’‘`][0-9][0-9 -]*")


def is_as_typed(record: Any) -> bool:
    """Whether none of its numbers that are kept as text looks like what a spreadsheet makes of one."""
    return not any(
        info.meta.kind in ("account", "mobile") and _BY_A_SPREADSHEET.fullmatch(value or "")
        for _, info, value in leaves(record)
    )
