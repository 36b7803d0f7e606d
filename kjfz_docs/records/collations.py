"""How the forms of a programme are collated: which list is made out of which forms, and what in it is decided how.

These are data of a programme: tables of its file (``[[collations]]``).
"""

from __future__ import annotations

import functools
import itertools
import re

import attrs

HOW = ("rows", "sums")
FILLS = ("district", "prefecture")
_GROUP = re.compile(r"\(([^()]*)\)")


@attrs.frozen(kw_only=True)
class Verdict:
    """A value of a decided field, as its form prints it (通过验收), and the words of opinions that mean it.

    A word may offer parts in brackets: ``(不|未)通过`` stands for 不通过 and 未通过.
    """

    value: str
    words: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Decision:
    """A field of the rows that is decided by what others wrote: it has a value where all of them mean the same.

    ``by`` are the paths of their opinions in the form. A clause counts where it is made of the words of a verdict
    and of ``fillers`` alone; 其 stands for the names of whom it speaks of. ``follows`` are words by which an opinion
    takes over the one before it. Words of ``conditions`` leave a text open; those of ``denials`` do so in a clause
    that has a word of a verdict and does not count, and in any that follows a verdict without one, unless a filler
    holds them (非常). Words of verdicts that are ``ambiguous`` (通过 is also "by way
    of") count at the end of a sentence only.
    """

    field: str
    by: tuple[str, ...]
    verdicts: tuple[Verdict, ...]
    follows: tuple[str, ...] = ()
    fillers: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    denials: tuple[str, ...] = ("不", "未", "没", "无", "非", "否")
    ambiguous: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Lookup:
    """A field of the rows that the form does not have and that is known of the same person elsewhere.

    ``sources`` are ``roster`` and ids of lists. Rows a decided field of which is one of ``unless`` need none.
    """

    field: str
    sources: tuple[str, ...]
    unless: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class CollationRule:
    """Out of which form (``of``) a list (``into``) is made; of one cohort, or of each.

    ``how``: ``rows`` makes a row of each form about a person, or of each row of a list; ``sums`` one row of each
    district with the sums of the numbers. Fields of one name and type are copied; ``copies`` are those of other
    names (the field of the row, that of the form), ``fills`` those that the programme knows: the ``district`` that
    handed it in, or its ``prefecture``. What a rule has done for a district, later rules for the same list leave
    alone.
    """

    into: str
    of: str
    how: str = "rows"
    cohort: int | None = None
    fills: tuple[tuple[str, str], ...] = ()
    copies: tuple[tuple[str, str], ...] = ()
    decisions: tuple[Decision, ...] = ()
    lookups: tuple[Lookup, ...] = ()


@functools.lru_cache(maxsize=4096)
def alternatives(word: str) -> tuple[str, ...]:
    """The words that one with parts in brackets stands for."""
    parts = _GROUP.split(word)
    choices = [part.split("|") if number % 2 else [part] for number, part in enumerate(parts)]
    return tuple(dict.fromkeys("".join(chosen) for chosen in itertools.product(*choices)))


# ------------------------------------------------------------------ the notice of 2023

_PASSED = Decision(
    field="passed",
    by=("opinions.economy_bureau.text", "opinions.organization_dept.text"),
    verdicts=(
        Verdict(
            value="通过验收",
            words=(
                "(|予以|准予|应予|可以|建议|建议予以|拟|拟予以)通过",
                "(|一致|拟|建议)同意(|其|其同志|该同志|该科技副总|予以)通过",
                "合格",
            ),
        ),
        Verdict(
            value="不通过验收",
            words=(
                "(|建议|拟|应)(不|不予|不能|不宜|不应|不可|不得|不准予|不同意|不建议)通过",
                "(不同意|不建议)(其|其同志|该同志|该科技副总)通过",
                "(不同意|不建议|不予|未|未能|没有|没能|无法)(考核|验收|考核验收)通过",
                "(未|未予|未能|没|没有|没能|无法)通过",
                "(不|未|没有)(能|)(达|达到|)合格(|标准|要求|条件)",
                "达不到合格(|标准|要求|条件)",
                "(不|不予|不得|不再|暂不)拨付",
            ),
        ),
    ),
    follows=(
        "同意(|区)(经信|经信局|经信部门|经济和信息化局)(|的)(|考核|验收|考核验收)意见",
        "同意(上述|以上|前述)(|考核|验收|考核验收)意见",
        "与(经信|经信局|经信部门)意见一致",
    ),
    fillers=(
        *("同意", "一致同意", "其", "该", "该同志", "同志", "科技副总", "本人", "的", "为", "等次", "等级"),
        *("经", "经我局", "经我部", "经综合", "我局", "我部", "区委组织部", "我们", "双方"),
        *("审核", "审查", "研究", "核实", "核查", "评议", "讨论", "会商", "商议", "评审"),
        *("综合评定", "评定", "认定", "评价", "考核", "验收", "考核验收", "期满", "期满考核"),
        *("服务期满", "服务期", "服务", "工作", "两年", "任务", "任期", "期间", "完成"),
        *("结果", "结论", "意见", "总体意见", "总体", "考核等次", "标准", "要求", "湖北省", "省级"),
        *("第一批", "第二批", "第三批", "第四批", "并", "且", "和", "及", "是", "给予", "达到"),
        *("符合条件", "情况属实", "材料属实", "材料齐全", "上报", "报送", "呈报", "予以", "拨付", "经费"),
        *("第二次", "第二笔", "支持经费", "工作经费", "市经信局", "市局", "省经信厅", "经信局", "经信部门"),
        *("经济和信息化局", "组织部", "组织部门", "委组织部", "委员会", "中共", "区"),
        *("公示", "公示期间", "均", "各方", "对此", "(无|没有|均无)异议"),
        *("(无|没有|未发现)(违纪|违法|违规|违纪违法|违法违纪|违规违纪)(|的)(行为|问题|情况)",),
        *("不断", "不仅", "不但", "不懈", "不少", "不错", "不辞", "非常", "无私", "无偿"),
    ),
    conditions=(
        *("待补", "待整改", "待核", "待定", "待审", "待完善", "有待", "如能", "如果", "如材料", "如企业"),
        *("若能", "若材料", "若企业", "若未", "若不", "暂", "尚未", "尚需", "尚须", "尚待", "尚不"),
        *("后再", "后方", "方可", "方能", "但须", "但需", "但应", "整改后", "限期整改", "整改到位"),
        *("补齐", "补交", "补报", "补充材料", "前提", "有条件", "附条件", "原则上", "原则同意", "原则通过"),
        *("基本合格", "基本通过", "部分通过", "部分合格", "初步合格", "初步通过", "初步同意", "初步意见"),
        *("是否", "酌情", "再议", "复议", "另行", "延期考核", "延期验收", "延长考核", "延长服务", "缓办"),
        *("撤销", "撤回", "作废", "不同意", "不予", "拒绝", "否决", "反对", "取消资格"),
    ),
    denials=(
        *("不", "未", "没", "无", "非", "否", "但", "异议", "疑义", "存疑", "离职", "离岗", "辞职", "调离"),
        *("解聘", "解约", "违纪", "违法", "违规", "整改"),
    ),
    ambiguous=("通过",),
)  # fmt: skip
_CITY = (("prefecture", "prefecture"),)
_ACCOUNT = Lookup(
    field="account",
    sources=("roster", "acceptance_summary", "account_collection"),
    unless=("不通过验收",),
)
HUBEI_COLLATIONS = (
    CollationRule(into="acceptance_summary", of="acceptance_summary", fills=_CITY),
    CollationRule(
        into="acceptance_summary", of="assessment", fills=_CITY, decisions=(_PASSED,), lookups=(_ACCOUNT,)
    ),
    CollationRule(into="absence_summary", of="absence_summary"),
    CollationRule(into="account_collection", of="account_collection"),
    CollationRule(into="outcome_statistics", of="outcome_statistics", fills=(("district", "district"),)),
    CollationRule(into="outcome_statistics", of="assessment", how="sums", fills=(("district", "district"),)),
)
