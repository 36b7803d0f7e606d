"""A programme of another province, with records, templates and data of its own, is collated by the same functions."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import attrs
import pytest

import kjfz_docs as kd
from tests.making import document, paragraph, table
from tests.workflow.collating import CITY, reading

PROGRAMME = """
id = "nanling"
name = "南岭省“科技专员”"
title = "南岭省"
districts = ["东城区", "西城区"]

[[cohorts]]
number = 1
year = 2024

[[collations]]
into = "grades"
of = "report"
copies = {deputy = "name", "bank.card" = "card"}
fills = {place = "district"}

[[collations.decisions]]
field = "grade"
by = ["firm", "school", "bureau"]
fillers = ["考核等次", "评定为", "等次为"]
follows = ["同意(企业|学校)(|的)意见"]

[[collations.decisions.verdicts]]
value = "优秀"
words = ["优(|秀)"]

[[collations.decisions.verdicts]]
value = "良好"
words = ["良(|好)"]

[[collations.decisions.verdicts]]
value = "合格"
words = ["(|基本)合格"]

[[collations.decisions.verdicts]]
value = "不合格"
words = ["(不|未)合格"]

[[collations]]
into = "money"
of = "report"
how = "sums"
copies = {earned = "income"}
fills = {place = "district"}
"""


@attrs.frozen(kw_only=True)
class Report:
    """One deputy, judged by three."""

    name: str | None = None
    host_enterprise: str | None = None
    card: str | None = None
    income: Decimal | None = None
    visits: int | None = None
    firm: str | None = None
    school: str | None = None
    bureau: str | None = None


@attrs.frozen(kw_only=True)
class Bank:
    card: str | None = None


@attrs.frozen(kw_only=True)
class GradeRow:
    place: str | None = None
    deputy: str | None = None
    bank: Bank | None = None
    grade: str | None = None


@attrs.frozen(kw_only=True)
class Grades:
    rows: tuple[GradeRow, ...] = ()


@attrs.frozen(kw_only=True)
class MoneyRow:
    place: str | None = None
    earned: Decimal | None = None
    visits: int | None = None


@attrs.frozen(kw_only=True)
class Money:
    lines: list[MoneyRow] = attrs.field(factory=list)


def form(id: str, record: type, title: str, *rows: str) -> kd.Form:
    return kd.Form(id=id, record=record, docx=document(paragraph(title), table(*rows), paragraph()))


REPORT = form(
    "report",
    Report,
    "科技专员年度报告表",
    "姓名 | {{ name }} | 服务企业 | {{ host_enterprise }}",
    "银行卡 | {{ card }} | 新增收入（万元） | {{ income }}",
    "到访次数 | {{ visits }} | 企业意见 | {{ firm }}",
    "学校意见 | {{ school }} | 主管部门意见 | {{ bureau }}",
)
GRADES = form(
    "grades",
    Grades,
    "科技专员考核等次汇总表",
    "所在地 | 专员 | 卡号 | 等次",
    "{%tr for row in rows %}→4",
    "{{ row.place }} | {{ row.deputy }} | {{ row.bank.card }} | {{ row.grade }}",
    "{%tr endfor %}→4",
)
MONEY = form(
    "money",
    Money,
    "科技专员新增收入汇总表",
    "所在地 | 新增收入（万元） | 到访次数",
    "{%tr for row in lines %}→3",
    "{{ row.place }} | {{ row.earned }} | {{ row.visits }}",
    "{%tr endfor %}→3",
)
FORMS = (REPORT, GRADES, MONEY)


YUAN = form(
    "money",
    Money,
    "科技专员新增收入汇总表",
    "所在地 | 新增收入（元） | 到访次数",
    "{%tr for row in lines %}→3",
    "{{ row.place }} | {{ row.earned }} | {{ row.visits }}",
    "{%tr endfor %}→3",
)


def report(name: str, income: str, *opinions: str) -> Report:
    firm, school, bureau = opinions
    return Report(
        name=name,
        host_enterprise=f"{name}厂",
        card="6200000000000001230",
        income=Decimal(income),
        visits=12,
        firm=firm,
        school=school,
        bureau=bureau,
    )


def test_figures_are_not_copied_into_another_unit(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text(PROGRAMME, encoding="utf-8")
    programme = kd.load_programme(tmp_path / "p.toml")
    (tmp_path / "in").mkdir()
    kd.write(report("甲一", "1", "优", "优", "优"), tmp_path / "in" / "1.docx", form=REPORT)
    found = kd.Submission.scan(tmp_path / "in", programme=programme, forms=(REPORT, GRADES, YUAN))
    with pytest.raises(ValueError, match="'earned' is in 元, 'income' of the form 'report' in 万元"):
        kd.collate(found)


def test_fields_of_lists_may_be_called_otherwise_too() -> None:
    rule = kd.CollationRule(
        into="grades", of="absence_summary", copies=(("deputy", "name"), ("grade", "reason"))
    )
    programme = attrs.evolve(CITY, collations=(rule,))
    absent = kd.AbsenceSummary(
        economy_bureau="江夏区经信局", rows=(kd.AbsenceRow(name="甲一", reason="访学"),)
    )
    files = [reading("1.docx", absent), reading("2.docx", Grades(), GRADES)]
    made = kd.collate(files, programme=programme)
    assert made.records["grades", 4].rows == (GradeRow(deputy="甲一", grade="访学"),)


def test_data_alone_says_how_it_is_collated(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text(PROGRAMME, encoding="utf-8")
    programme = kd.load_programme(tmp_path / "p.toml")
    inbox = tmp_path / "in"
    for place, record in (
        ("西城区", report("甲一", "0.10", "优秀", "评定为优秀。", "同意学校意见")),
        ("西城区", report("乙二", "0.20", "良好", "合格", "良好")),
        ("东城区", report("丙三", "100", "不合格", "考核等次：不合格", "未合格")),
    ):
        (inbox / place).mkdir(parents=True, exist_ok=True)
        kd.write(record, inbox / place / f"{record.name}.docx", form=REPORT)
    found = kd.Submission.scan(inbox, programme=programme, forms=FORMS)
    made = kd.collate(found)
    card = Bank(card="6200000000000001230")
    assert made.records["grades", None].rows == (
        GradeRow(place="东城区", deputy="丙三", bank=card, grade="不合格"),
        GradeRow(place="西城区", deputy="乙二", bank=card, grade=None),
        GradeRow(place="西城区", deputy="甲一", bank=card, grade="优秀"),
    )
    assert made.records["money", None].lines == [
        MoneyRow(place="东城区", earned=Decimal("100"), visits=12),
        MoneyRow(place="西城区", earned=Decimal("0.30"), visits=24),
    ]
    (finding,) = made.findings
    assert (finding.code, finding.field) == ("KD521", "rows.1.grade")
    assert "学校意见“合格”" in finding.message
    assert [source.file for source in made.explain("money", None, "lines.1.earned")] == [
        "西城区/乙二.docx",
        "西城区/甲一.docx",
    ]
    paths = made.write(tmp_path / "out", sources=True)
    for path, of in zip(paths, (GRADES, MONEY), strict=False):
        assert kd.read(path, forms=FORMS, programmes=[programme]).record == made.records[of.id, None]
    assert len(paths) == 3
