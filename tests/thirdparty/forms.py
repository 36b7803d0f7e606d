"""Forms that have nothing to do with the built-in ones: plain attrs classes and Word files of their own."""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal

import attrs

import kjfz_docs as kd
from tests.making import document, paragraph, table
from tests.thirdparty.drawing import GOES_ON, PAGE, START, cell, grid, row
from tests.thirdparty.registers import CAREER, NOMINATION, PROGRESS, Career, Nomination, Progress

# ------------------------------------------------------------------ 登记表: photo, four opinions in a row, four grades


class Grade(enum.Enum):
    EXCELLENT = "优秀"
    GOOD = "良好"
    PASS = "合格"
    FAIL = "不合格"


@attrs.frozen(kw_only=True)
class View:
    text: str | None = None
    signed_on: dt.date | None = None


@attrs.frozen(kw_only=True)
class Registration:
    name: str | None = None
    gender: str | None = None
    born: dt.date | None = None
    unit: str | None = None
    resume: str | None = None
    grade: Grade | None = None
    department: View = attrs.field(factory=View)
    school: View = attrs.field(factory=View)
    bureau: View = attrs.field(factory=View)
    committee: View = attrs.field(factory=View)


_BOX = '{{{{ {0}.text }}}}¶（盖章）¶{{{{ {0}.signed_on|date("年  月  日") }}}}'
_GRADES = "　".join(f"（{{{{ grade|tick('{grade.value}') }}}}）{grade.value}" for grade in Grade)

REGISTRATION = document(
    paragraph("青年人才登记表"),
    grid(
        7,
        row(
            cell("姓名"),
            cell("{{ name }}", 2),
            cell("性别"),
            cell("{{ gender }}", 2),
            cell("（贴照片处）", merge=START),
        ),
        row(
            cell("出生日期"),
            cell("{{ born|date('') }}", 2),
            cell("工作单位"),
            cell("{{ unit }}", 2),
            cell("", merge=GOES_ON),
        ),
        row(cell("个人简历"), cell("{{ resume }}", 6)),
        row(cell("综合评定"), cell(_GRADES, 6)),
        row(cell("部门意见", 2), cell("学院意见", 2), cell("主管局意见"), cell("评审委员会意见", 2)),
        row(
            cell(_BOX.format("department"), 2),
            cell(_BOX.format("school"), 2),
            cell(_BOX.format("bureau")),
            cell(_BOX.format("committee"), 2),
        ),
    ),
    paragraph(),
    PAGE,
)

# ------------------------------------------------------------------ 评分表: nested heads, sums


@attrs.frozen(kw_only=True)
class Scores:
    innovation: Decimal | None = None
    benefit: Decimal | None = None
    service: Decimal | None = None


@attrs.frozen(kw_only=True)
class ScoreRow:
    serial: int | None = None
    team: str | None = None
    scores: Scores = attrs.field(factory=Scores)
    remark: str | None = None


def _sum(values: list[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


@attrs.frozen(kw_only=True)
class ScoreSheet:
    judge: str | None = None
    rows: tuple[ScoreRow, ...] = ()

    @property
    def total(self) -> Scores:
        return Scores(
            innovation=_sum([each.scores.innovation for each in self.rows]),
            benefit=_sum([each.scores.benefit for each in self.rows]),
            service=_sum([each.scores.service for each in self.rows]),
        )


SCORES = document(
    paragraph("创新大赛评分表"),
    paragraph("评委：{{ judge }}"),
    grid(
        6,
        row(
            cell("序号", merge=START),
            cell("参赛队", merge=START),
            cell("得分", 3),
            cell("备注", merge=START),
        ),
        row(
            cell("", merge=GOES_ON),
            cell("", merge=GOES_ON),
            cell("创新性"),
            cell("经济效益"),
            cell("服务质量"),
            cell("", merge=GOES_ON),
        ),
        row(cell("{%tr for row in rows %}", 6)),
        row(
            cell("{{ row.serial }}"),
            cell("{{ row.team }}"),
            cell("{{ row.scores.innovation }}"),
            cell("{{ row.scores.benefit }}"),
            cell("{{ row.scores.service }}"),
            cell("{{ row.remark }}"),
        ),
        row(cell("{%tr else %}", 6)),
        row(*(cell("") for _ in range(6))),
        row(cell("{%tr endfor %}", 6)),
        row(
            cell("合计", 2),
            cell("{{ total.innovation }}"),
            cell("{{ total.benefit }}"),
            cell("{{ total.service }}"),
            cell(""),
        ),
    ),
    paragraph(),
    PAGE,
)

# ------------------------------------------------------------------ two tables, two lists


@attrs.frozen(kw_only=True)
class Device:
    name: str | None = None
    count: int | None = None


@attrs.frozen(kw_only=True)
class Visitor:
    visitor: str | None = None
    phone: str | None = None


@attrs.frozen(kw_only=True)
class Laboratory:
    title: str | None = None
    opened: dt.date | None = None
    shared: bool | None = None
    devices: tuple[Device, ...] = ()
    visitors: tuple[Visitor, ...] = ()


LABORATORY = document(
    paragraph("开放实验室年报"),
    table(
        "实验室名称 | {{ title }} | 开放日期 | {{ opened|date('') }}",
        "是否共享 | （{{ shared|tick('是') }}）是　（{{ shared|tick('否') }}）否 |  | ",
    ),
    paragraph("一、主要设备"),
    table(
        "设备名称 | 台（套）数",
        "{%tr for device in devices %} |",
        "{{ device.name }} | {{ device.count }}",
        "{%tr endfor %} |",
    ),
    paragraph("二、来访人员"),
    table(
        "来访人 | 联系电话",
        "{%tr for visitor in visitors %} |",
        "{{ visitor.visitor }} | {{ visitor.phone }}",
        "{%tr endfor %} |",
    ),
    paragraph(),
    PAGE,
)

# ------------------------------------------------------------------ 审批表: opinions beside and below a merged label


@attrs.frozen(kw_only=True)
class Approval:
    project: str | None = None
    leader: str | None = None
    unit: View = attrs.field(factory=View)
    expert: View = attrs.field(factory=View)
    finance: View = attrs.field(factory=View)
    bureau: View = attrs.field(factory=View)


APPROVAL = document(
    paragraph("项目经费审批表"),
    grid(
        5,
        row(cell("项目名称"), cell("{{ project }}", 2), cell("负责人"), cell("{{ leader }}")),
        row(cell("初审意见", merge=START), cell("所在单位"), cell(_BOX.format("unit"), 3)),
        row(cell("", merge=GOES_ON), cell("专家组"), cell(_BOX.format("expert"), 3)),
        row(cell("终审意见", merge=START), cell("财务部门", 2), cell("主管部门", 2)),
        row(cell("", merge=GOES_ON), cell(_BOX.format("finance"), 2), cell(_BOX.format("bureau"), 2)),
    ),
    paragraph(),
    PAGE,
)

# ------------------------------------------------------------------ 互评表: the same heads under two upper heads


@attrs.frozen(kw_only=True)
class Mark:
    score: Decimal | None = None
    note: str | None = None


@attrs.frozen(kw_only=True)
class ReviewRow:
    item: str | None = None
    own: Mark = attrs.field(factory=Mark)
    expert: Mark = attrs.field(factory=Mark)


@attrs.frozen(kw_only=True)
class ReviewTotal:
    own: Decimal | None = None
    expert: Decimal | None = None


@attrs.frozen(kw_only=True)
class Review:
    rows: tuple[ReviewRow, ...] = ()

    @property
    def total(self) -> ReviewTotal:
        return ReviewTotal(
            own=_sum([each.own.score for each in self.rows]),
            expert=_sum([each.expert.score for each in self.rows]),
        )


REVIEW = document(
    paragraph("绩效自评与专家评分表"),
    grid(
        5,
        row(cell("指标", merge=START), cell("自评", 2), cell("专家评", 2)),
        row(cell("", merge=GOES_ON), cell("得分"), cell("备注"), cell("得分"), cell("备注")),
        row(cell("{%tr for row in rows %}", 5)),
        row(
            cell("{{ row.item }}"),
            cell("{{ row.own.score }}"),
            cell("{{ row.own.note }}"),
            cell("{{ row.expert.score }}"),
            cell("{{ row.expert.note }}"),
        ),
        row(cell("{%tr endfor %}", 5)),
        row(cell("合计"), cell("{{ total.own }}"), cell(""), cell("{{ total.expert }}"), cell("")),
    ),
    paragraph(),
    PAGE,
)

# ------------------------------------------------------------------ 意见卡: labels in the cells of their values


@attrs.frozen(kw_only=True)
class Card:
    expert: str | None = None
    day: dt.date | None = None
    passed: bool | None = None
    photo: str | None = None
    text: str | None = None
    sign: str | None = None


_PASSED = "（{{ passed|tick('是') }}）通过　（{{ passed|tick('否') }}）不通过"

CARD = document(
    paragraph("专家评审意见卡"),
    grid(
        3,
        row(cell("专家姓名"), cell("{{ expert }}"), cell("照片¶{{ photo }}", merge=START)),
        row(cell("评审日期"), cell("{{ day|date('') }}"), cell("", merge=GOES_ON)),
        row(cell("评审结论"), cell(_PASSED), cell("", merge=GOES_ON)),
        row(cell("详细意见：¶{{ text }}¶专家签名：{{ sign }}", 3)),
    ),
    paragraph(),
    PAGE,
)

FORMS = (
    kd.Form(id="registration", record=Registration, docx=REGISTRATION),
    kd.Form(id="scores", record=ScoreSheet, docx=SCORES),
    kd.Form(id="laboratory", record=Laboratory, docx=LABORATORY),
    kd.Form(id="approval", record=Approval, docx=APPROVAL),
    kd.Form(id="review", record=Review, docx=REVIEW),
    kd.Form(id="card", record=Card, docx=CARD),
    kd.Form(id="career", record=Career, docx=CAREER),
    kd.Form(id="nomination", record=Nomination, docx=NOMINATION),
    kd.Form(id="progress", record=Progress, docx=PROGRESS),
)
