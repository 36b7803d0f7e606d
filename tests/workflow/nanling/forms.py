"""The forms of a province that there is not: plain record classes and templates."""

from __future__ import annotations

import enum
from decimal import Decimal
from pathlib import Path

import attrs

import kjfz_docs as kd

HERE = Path(__file__).parent


class Grade(enum.Enum):
    BEST = "优秀"
    GOOD = "良好"
    FAIR = "合格"
    POOR = "不合格"


@attrs.frozen(kw_only=True)
class Report:
    name: str | None = None
    sending_unit: str | None = None
    host_enterprise: str | None = None
    branch: str | None = kd.field("开户行", default=None, kind="bank")
    card: str | None = kd.field("银行卡号", default=None, kind="account", private=True)
    income: Decimal | None = kd.field("新增收入", default=None, unit="万元")  # noqa: RUF009
    visits: int | None = None
    firm: str | None = None
    school: str | None = None
    bureau: str | None = None


@attrs.frozen(kw_only=True)
class Pay:
    branch: str | None = kd.field("开户行", default=None, kind="bank")
    card: str | None = kd.field("卡号", default=None, kind="account", private=True)


@attrs.frozen(kw_only=True)
class GradeRow:
    county: str | None = None
    name: str | None = None
    sending_unit: str | None = None
    host_enterprise: str | None = None
    grade: Grade | None = None
    pay: Pay | None = None


@attrs.frozen(kw_only=True)
class Grades:
    rows: tuple[GradeRow, ...] = ()


@attrs.frozen(kw_only=True)
class LeftRow:
    name: str | None = None
    sending_unit: str | None = None
    host_enterprise: str | None = None
    reason: str | None = None


@attrs.frozen(kw_only=True)
class Left:
    county: str | None = None
    rows: tuple[LeftRow, ...] = ()


@attrs.frozen(kw_only=True)
class FigureRow:
    county: str | None = None
    earned: Decimal | None = kd.field("新增收入", default=None, unit="万元")  # noqa: RUF009
    visits: int | None = None


@attrs.frozen(kw_only=True)
class Figures:
    lines: tuple[FigureRow, ...] = ()


report = kd.Form(id="report", record=Report, docx=HERE / "report.docx")
grades = kd.Form(id="grades", record=Grades, docx=HERE / "grades.docx")
left = kd.Form(id="left", record=Left, docx=HERE / "left.docx")
figures = kd.Form(id="figures", record=Figures, docx=HERE / "figures.docx")
