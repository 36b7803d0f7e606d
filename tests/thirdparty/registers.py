"""Forms with lists inside a table of other labels, and with values that a label and a head name together."""

from __future__ import annotations

from decimal import Decimal

import attrs

from tests.making import document, paragraph
from tests.thirdparty.drawing import GOES_ON, PAGE, START, cell, grid, row

# ------------------------------------------------------------------ 登记表: the label of a list beside all its rows


@attrs.frozen(kw_only=True)
class Kin:
    relation: str | None = None
    name: str | None = None
    age: int | None = None
    job: str | None = None


@attrs.frozen(kw_only=True)
class Career:
    name: str | None = None
    unit: str | None = None
    resume: str | None = None
    kin: tuple[Kin, ...] = ()
    note: str | None = None
    opinion: str | None = None


CAREER = document(
    paragraph("人员情况登记表"),
    grid(
        5,
        row(cell("姓名"), cell("{{ name }}"), cell("工作单位"), cell("{{ unit }}", 2)),
        row(cell("个人简历"), cell("{{ resume }}", 4)),
        row(
            cell("家庭主要成员", merge=START),
            cell("称谓"),
            cell("成员姓名"),
            cell("年龄"),
            cell("所在单位及职务"),
        ),
        row(cell("", merge=GOES_ON), cell("{%tr for each in kin %}", 4)),
        row(
            cell("", merge=GOES_ON),
            cell("{{ each.relation }}"),
            cell("{{ each.name }}"),
            cell("{{ each.age }}"),
            cell("{{ each.job }}"),
        ),
        row(cell("", merge=GOES_ON), cell("{%tr endfor %}", 4)),
        row(cell("备注"), cell("{{ note }}", 4)),
        row(cell("单位意见"), cell("{{ opinion }}", 4)),
    ),
    paragraph(),
    PAGE,
)

# ------------------------------------------------------------------ 推荐表: two lists in one table


@attrs.frozen(kw_only=True)
class Award:
    year: int | None = None
    title: str | None = None
    rank: str | None = None


@attrs.frozen(kw_only=True)
class Paper:
    title: str | None = None
    journal: str | None = None
    first: bool | None = None


@attrs.frozen(kw_only=True)
class Nomination:
    name: str | None = None
    field: str | None = None
    awards: tuple[Award, ...] = ()
    papers: tuple[Paper, ...] = ()
    votes: str | None = None
    opinion: str | None = None


NOMINATION = document(
    paragraph("优秀科技工作者推荐表"),
    grid(
        6,
        row(cell("被推荐人", 3), cell("专业领域", 3)),
        row(cell("{{ name }}", 3), cell("{{ field }}", 3)),
        row(cell("获奖情况", 6)),
        row(cell("年度"), cell("奖项名称", 3), cell("等级", 2)),
        row(cell("{%tr for each in awards %}", 6)),
        row(cell("{{ each.year }}"), cell("{{ each.title }}", 3), cell("{{ each.rank }}", 2)),
        row(cell("{%tr endfor %}", 6)),
        row(cell("代表论文", 6)),
        row(cell("论文题目", 3), cell("期刊", 2), cell("是否第一作者")),
        row(cell("{%tr for each in papers %}", 6)),
        row(cell("{{ each.title }}", 3), cell("{{ each.journal }}", 2), cell("{{ each.first }}")),
        row(cell("{%tr endfor %}", 6)),
        row(cell("评审表决"), cell("{{ votes }}", 5)),
        row(cell("评审意见"), cell("{{ opinion }}", 5)),
    ),
    paragraph(),
    PAGE,
)

# ------------------------------------------------------------------ 执行表: each value named by two labels


@attrs.frozen(kw_only=True)
class Quarter:
    plan: Decimal | None = None
    done: Decimal | None = None
    note: str | None = None


@attrs.frozen(kw_only=True)
class Progress:
    unit: str | None = None
    first: Quarter = attrs.field(factory=Quarter)
    second: Quarter = attrs.field(factory=Quarter)
    third: Quarter = attrs.field(factory=Quarter)
    remark: str | None = None


def _quarters(name: str) -> tuple[str, ...]:
    return tuple(cell(f"{{{{ {quarter}.{name} }}}}") for quarter in ("first", "second", "third"))


PROGRESS = document(
    paragraph("项目经费执行表"),
    grid(
        4,
        row(cell("填报单位"), cell("{{ unit }}", 3)),
        row(cell("项目"), cell("第一季度"), cell("第二季度"), cell("第三季度")),
        row(cell("计划数"), *_quarters("plan")),
        row(cell("完成数"), *_quarters("done")),
        row(cell("进展说明"), *_quarters("note")),
        row(cell("备注"), cell("{{ remark }}", 3)),
    ),
    paragraph(),
    PAGE,
)
