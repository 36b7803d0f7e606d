"""A programme of another province is reconciled and paid by the same functions: data and plain classes alone."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs

import kjfz_docs as kd
from tests.making import document, paragraph, table

PROGRAMME = """
id = "nanling"
name = "南岭省“科技专员”"
title = "南岭省"
districts = ["东城区", "西城区"]

[[cohorts]]
number = 1
year = 2024
size = 3

[[cohorts.instalments]]
ordinal = 3
amount = "12345.67"
form = "graded"
needs = {grade = ["优秀", "良好"], "post.held" = true}
accounts = ["graded", "earlier"]
strict = true

[[duties]]
form = "graded"
cohort = 1
per = "district"

[[duties]]
form = "away"
cohort = 1
per = "district"

[[exclusive]]
cohort = 1
forms = ["graded", "away"]
"""


@attrs.frozen(kw_only=True)
class Post:
    held: bool | None = None


@attrs.frozen(kw_only=True)
class GradedRow:
    name: str | None = None
    host_enterprise: str | None = None
    card: str | None = kd.field("卡号", default=None, kind="account", private=True)
    post: Post | None = None
    grade: str | None = None


@attrs.frozen(kw_only=True)
class Graded:
    cohort: int = kd.field("批次", default=1, kind="cohort")
    people: tuple[GradedRow, ...] = ()


@attrs.frozen(kw_only=True)
class AwayRow:
    name: str | None = None
    host_enterprise: str | None = None
    why: str | None = None


@attrs.frozen(kw_only=True)
class Away:
    cohort: int = kd.field("批次", default=1, kind="cohort")
    people: list[AwayRow] = attrs.field(factory=list)


GRADED = kd.Form(
    id="graded",
    record=Graded,
    docx=document(
        paragraph("{{ cohort }}科技专员等次名单"),
        table(
            "姓名 | 企业 | 卡号 | 在岗 | 等次",
            "{%tr for row in people %}→5",
            "{{ row.name }} | {{ row.host_enterprise }} | {{ row.card }} | {{ row.post.held }} | {{ row.grade }}",
            "{%tr endfor %}→5",
        ),
        paragraph(),
    ),
)
AWAY = kd.Form(
    id="away",
    record=Away,
    docx=document(
        paragraph("{{ cohort }}科技专员未到任名单"),
        table(
            "姓名 | 企业 | 原因",
            "{%tr for row in people %}→3",
            "{{ row.name }} | {{ row.host_enterprise }} | {{ row.why }}",
            "{%tr endfor %}→3",
        ),
        paragraph(),
    ),
)


def graded(name: str, grade: str, card: str | None, held: bool = True) -> GradedRow:
    return GradedRow(name=name, host_enterprise=f"{name}厂", grade=grade, card=card, post=Post(held=held))


def test_lists_of_its_own_are_reconciled_and_paid(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text(PROGRAMME, encoding="utf-8")
    programme = kd.load_programme(tmp_path / "p.toml")
    lists: dict[str, Any] = {
        "东城区/等次.docx": Graded(
            people=(
                graded("赵甲", "优秀", "4200000000000001"),
                graded("钱乙", "合格", None),
                graded("孙丙", "良好", "4200000000000003"),
                graded("李丁", "良好", "4200000000000003"),
                graded("周戊", "良好", "4200000000000005", held=False),
            )
        ),
        "东城区/未到任.docx": Away(people=[AwayRow(name="吴己", host_enterprise="吴己厂", why="出国")]),
        "西城区/等次.docx": Graded(people=(graded("吴己", "优秀", "4200000000000006"),)),
        "西城区/未到任.docx": Away(people=[AwayRow(name="郑庚", host_enterprise="郑庚厂", why="病假")]),
    }
    forms = {"等次": GRADED, "未到任": AWAY}
    for name, record in lists.items():
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        form = forms[name.split("/")[1][:-5]]
        kd.write(record, tmp_path / "in" / name, form=form, programmes=[programme])
    submission = kd.Submission.scan(tmp_path / "in", programme=programme, forms=(GRADED, AWAY))
    found = kd.reconcile(submission, whole=True)
    assert [finding.code for finding in found] == ["KD535", "KD537", "KD538", "KD541"]
    assert "7人" in found[-1].message
    due = kd.payments(submission)
    assert [(each.row.name, each.row.amount, each.row.account) for each in due.paid] == [
        ("赵甲", Decimal("12345.67"), "4200000000000001")
    ]
    assert due.capitals == "壹万贰仟叁佰肆拾伍元陆角柒分"
    assert {each.person.first.name: [one.code for one in each.findings] for each in due.held} == {
        "孙丙": ["KD538"],
        "李丁": ["KD538"],
        "周戊": ["KD537"],
        "吴己": ["KD535"],
    }
    assert {each.person.first.name: each.reason for each in due.none} == {
        "钱乙": "等次：合格",
        "郑庚": "列入第一批科技专员未到任名单",
    }
