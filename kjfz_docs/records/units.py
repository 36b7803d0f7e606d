"""The units that numbers are counted in, and where a label says one: 单价（万元）."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

# Powers of ten of the units of money, in yuan.
MONEY: Mapping[str, int] = MappingProxyType(
    {"元": 0, "百元": 2, "千元": 3, "万元": 4, "十万元": 5, "百万元": 6, "千万元": 7, "亿元": 8}
)
PEOPLE = frozenset(("人次", "人", "位", "名", "员", "人员"))
THINGS = frozenset("个個项件家次份套台种门批场期篇条处所类组例")
COUNTED = PEOPLE | THINGS
_FOREIGN = tuple(
    scale + name
    for scale in ("", "百", "千", "万", "百万", "亿")
    for name in ("美元", "欧元", "英镑", "日元", "港元", "港币", "澳元", "韩元", "卢布")
)
_MEASURES = (
    *("%", "‰", "分", "度", "年", "月", "个月", "周", "日", "天", "小时", "学时", "课时", "分钟", "秒", "岁"),
    *(
        "米",
        "千米",
        "公里",
        "厘米",
        "毫米",
        "平方米",
        "平方公里",
        "亩",
        "万亩",
        "公顷",
        "立方米",
        "升",
        "毫升",
    ),
    *(
        "吨",
        "万吨",
        "公斤",
        "千克",
        "斤",
        "克",
        "kg",
        "t",
        "g",
        "千瓦",
        "千瓦时",
        "kw",
        "kwh",
        "km",
        "m",
        "cm",
        "mm",
    ),
    *("只", "头", "辆", "册", "本", "张", "页", "户", "村", "万人", "万人次", "万户"),
)
_KNOWN = frozenset((*MONEY, *COUNTED, *_FOREIGN, *_MEASURES))
_BRACKET = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_JOINT = re.compile(r"[,;/、]")
_OUT_OF = re.compile(r"(?:满分|共)?[0-9]{1,4}分")


def unit_in(label: str) -> str:
    """The unit that stands in the brackets of a label, the last of several; empty where none does."""
    return next(reversed(units_in(label)), "")


@functools.lru_cache(maxsize=4096)
def units_in(label: str) -> tuple[str, ...]:
    """The units that stand in the brackets of a label, one for each bracket that says one."""
    plain = "".join(unicodedata.normalize("NFKC", label).split())
    return tuple(filter(None, map(_unit_of, _BRACKET.findall(plain))))


def _unit_of(bracket: str) -> str:
    """The unit among the words of a bracket."""
    for piece in _JOINT.split(bracket.removeprefix("单位").lstrip(":")):
        unit = piece.replace("人民币", "").lower()
        if _OUT_OF.fullmatch(unit):
            return "分"
        if unit in _KNOWN:
            return unit
    return ""


def is_counted_alike(first: str, second: str) -> bool:
    """Whether two units are one: people are counted in 人, 位, 名, things in 个, 项."""
    return first == second or any(first in group and second in group for group in (PEOPLE, THINGS))
