"""A programme of another province goes through the same commands: data, templates and record classes, nothing else.

Three opinion boxes, four grades, payments by grade, and no form of the notice of 2023.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import click.testing
import pytest

import kjfz_docs as kd
from kjfz_docs.cli.app import app
from kjfz_docs.cli.own_forms import forms_of
from tests.making import document, paragraph, table

NANLING = Path(__file__).parent / "nanling"
TEMPLATES = {
    "report": (
        "南岭省科技专员年度报告表",
        "姓名 | {{ name }} | 派出单位 | {{ sending_unit }}",
        "服务企业 | {{ host_enterprise }} | 新增收入（万元） | {{ income }}",
        "开户行 | {{ branch }} | 银行卡号 | {{ card }}",
        "到访次数 | {{ visits }} | 企业意见 | {{ firm }}",
        "学校意见 | {{ school }} | 主管部门意见 | {{ bureau }}",
    ),
    "grades": (
        "南岭省科技专员考核等次汇总表",
        "区 | 专员姓名 | 派出单位 | 服务企业 | 等次 | 开户行 | 卡号",
        "{%tr for row in rows %}→7",
        "{{ row.county }} | {{ row.name }} | {{ row.sending_unit }} | {{ row.host_enterprise }} | {{ row.grade }}"
        " | {{ row.pay.branch }} | {{ row.pay.card }}",
        "{%tr endfor %}→7",
    ),
    "left": (
        "南岭省科技专员退出情况表",
        "退出专员 | 派出单位 | 服务企业 | 退出原因",
        "{%tr for row in rows %}→4",
        "{{ row.name }} | {{ row.sending_unit }} | {{ row.host_enterprise }} | {{ row.reason }}",
        "{%tr endfor %}→4",
    ),
    "figures": (
        "南岭省科技专员新增收入统计表",
        "区 | 新增收入（万元） | 到访次数",
        "{%tr for row in lines %}→3",
        "{{ row.county }} | {{ row.earned }} | {{ row.visits }}",
        "{%tr endfor %}→3",
    ),
}
PEOPLE: tuple[Any, ...] = (
    # name, district, income, visits, the three opinions, grade
    ("甘雨田", "东城区", "0.10", 12, ("优秀", "评定为优秀。", "同意学校意见"), "优秀"),
    ("乙向阳", "东城区", "0.20", 10, ("良好", "良", "考核等次：良好"), "良好"),
    ("丙三立", "云山高新技术开发区", "100", 9, ("基本合格", "合格", "合格"), "合格"),
    ("丁南星", "云山高新技术开发区", "3.05", 4, ("不合格", "未合格", "不合格"), "不合格"),
    ("戊北辰", "云山高新技术开发区", "7", 8, ("优", "优", "优秀"), "优秀"),
)
LEFT = ("己长河", "云山高新技术开发区")


@pytest.fixture
def forms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mapping[str, kd.Form]:
    """In a folder with the programme, the forms, a roster, and what was handed in: nothing is wrong with it."""
    monkeypatch.chdir(tmp_path)
    for file in ("programme.toml", "forms.py"):
        shutil.copy(NANLING / file, file)
    for name, (title, *rows) in TEMPLATES.items():
        Path(f"{name}.docx").write_bytes(document(paragraph(title), table(*rows), paragraph()))
    known = {form.id: form for form in forms_of(Path("forms.py"))}
    listed = [*((name, place) for name, place, *_ in PEOPLE), LEFT]
    kd.write_csv([kd.Person(**who(name), district=place, cohort=3) for name, place in listed], "花名册.csv")
    for number, (name, place, income, visits, opinions, _) in enumerate(PEOPLE):
        put(known["report"], f"{place}/{name}", {
            **who(name),
            **dict(zip(("firm", "school", "bureau"), opinions, strict=True)),
            "branch": "云山银行东城支行",
            "card": card(number),
            "income": income,
            "visits": visits,
        })  # fmt: skip
    for place in dict.fromkeys(place for _, place, *_ in PEOPLE):
        people = [(number, each) for number, each in enumerate(PEOPLE) if each[1] == place]
        listed_rows = [graded(number, place, each[0], each[-1]) for number, each in people]
        put(known["grades"], f"{place}/等次", {"rows": listed_rows})
        total = sum((Decimal(each[2]) for _, each in people), Decimal(0))
        line = {"county": place, "earned": str(total), "visits": sum(each[3] for _, each in people)}
        put(known["figures"], f"{place}/收入统计", {"lines": [line]})
    name, place = LEFT
    put(known["left"], f"{place}/退出", {"rows": [{**who(name), "reason": "出国访学"}]})
    return known


def who(name: str) -> dict[str, Any]:
    return {"name": name, "sending_unit": f"{name[0]}山大学", "host_enterprise": f"{name[1:]}机械厂"}


def card(number: int) -> str:
    return f"42000000000000{number:02}"


def graded(number: int, place: str, name: str, grade: str) -> dict[str, Any]:
    pay = {"branch": "云山银行东城支行", "card": card(number)}
    return {**who(name), "county": place, "grade": grade, "pay": pay}


def put(form: kd.Form, name: str, content: dict[str, Any]) -> None:
    path = Path("收件", f"{name}.docx")
    path.parent.mkdir(parents=True, exist_ok=True)
    kd.write(kd.from_dict(content, form.record), path, form=form)


def kjfz(command: str, *arguments: str) -> click.testing.Result:
    own = ("--programme", "programme.toml", "--forms", "forms.py", "--roster", "花名册.csv", "--no-cache")
    result = click.testing.CliRunner().invoke(app, (command, "收件", *own, *arguments), prog_name="kjfz")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.mark.usefixtures("forms")
def test_status() -> None:
    result = kjfz("status", "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told["findings"] == []
    assert told["missing"] == []
    assert {item["status"] for item in told["items"]} == {"complete"}


def test_reports_of_people_are_collated_and_grades_are_decided_by_three_opinions(
    forms: Mapping[str, kd.Form],
) -> None:
    for place in ("东城区", "云山高新技术开发区"):
        Path(f"收件/{place}/等次.docx").unlink()
        Path(f"收件/{place}/收入统计.docx").unlink()
    result = kjfz("collate", "-o", "汇总", "--sources")
    assert result.exit_code == 0, result.output
    made = {path.name for path in Path("汇总").iterdir()}
    grades: Any = kd.read(next(Path("汇总").glob("*等次*")), forms=tuple(forms.values())).record
    figures: Any = kd.read(next(Path("汇总").glob("*收入*")), forms=tuple(forms.values())).record
    assert len(made) == 3
    assert [(row.county, row.name, row.grade.value, row.pay.card) for row in grades.rows] == [
        (place, name, grade, card(number)) for number, (name, place, *_, grade) in enumerate(PEOPLE)
    ]
    assert [(line.county, line.earned, line.visits) for line in figures.lines] == [
        ("东城区", Decimal("0.30"), 22),
        ("云山高新技术开发区", Decimal("110.05"), 21),
    ]


def test_lists_of_districts_become_those_of_the_province(forms: Mapping[str, kd.Form]) -> None:
    assert kjfz("collate", "-o", "汇总").exit_code == 0
    grades: Any = kd.read(next(Path("汇总").glob("*等次*")), forms=tuple(forms.values())).record
    assert [row.name for row in grades.rows] == [name for name, *_ in PEOPLE]


@pytest.mark.usefixtures("forms")
def test_nothing_contradicts_anything() -> None:
    result = kjfz("reconcile", "--whole")
    assert (result.exit_code, result.stdout) == (0, ""), result.output


def test_what_contradicts_is_told(forms: Mapping[str, kd.Form]) -> None:
    wrong = {"lines": [{"county": "东城区", "earned": "0.29", "visits": 22}]}
    put(forms["figures"], "东城区/收入统计", wrong)
    rows = [graded(0, "东城区", "甘雨田", "合格"), graded(0, "东城区", "乙向阳", "良好")]
    put(forms["grades"], "东城区/等次", {"rows": rows})
    gone = [{**who(name), "reason": "出国访学"} for name in (LEFT[0], "戊北辰")]
    put(forms["left"], f"{LEFT[1]}/退出", {"rows": gone})
    result = kjfz("reconcile", "--json")
    codes = sorted(finding["code"] for finding in json.loads(result.stdout))
    assert result.exit_code == 1
    assert set(codes) >= {"KD530", "KD534", "KD535", "KD538", "KD539"}
    assert card(0) not in result.stdout


@pytest.mark.usefixtures("forms")
def test_payments_go_by_grade_and_are_exact() -> None:
    result = kjfz("payments", "-o", "拨付.csv")
    assert result.exit_code == 0, result.output
    (record,) = [kd.PaymentList.read("拨付.csv").record]
    assert record is not None
    assert [(row.name, row.account, row.bank, row.amount) for row in record.rows] == [
        ("甘雨田", card(0), "云山银行东城支行", Decimal("12000.50")),
        ("乙向阳", card(1), "云山银行东城支行", Decimal("12000.50")),
        ("戊北辰", card(4), "云山银行东城支行", Decimal("12000.50")),
        ("丙三立", card(2), "云山银行东城支行", Decimal("6000.00")),
    ]
    assert "42,001.50" in result.output
    assert "肆万贰仟零壹元伍角" in result.output


@pytest.mark.usefixtures("forms")
def test_the_report_has_it_all_and_no_account() -> None:
    assert kjfz("report", "-o", "报告.html").exit_code == 0
    page = Path("报告.html").read_text(encoding="utf-8")
    for told in ("南岭省", "云山高新技术开发区", "110.35"):
        assert told in page
    assert not any(card(number) in page for number in range(len(PEOPLE)))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x = 1", "没有表（kd.Form）"),
        ("def", "有误：SyntaxError"),
        ("import kjfz_docs as kd\nkd.Form(id='x', record=int)", "有误：TypeError"),
        (None, "没有这个文件"),
    ],
)
def test_a_file_without_forms_is_refused(
    text: str | None, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    if text is not None:
        Path("x.py").write_text(text, encoding="utf-8")
    result = click.testing.CliRunner().invoke(app, ("status", ".", "--forms", "x.py"), prog_name="kjfz")
    assert result.exit_code == 2
    assert told in result.output


@pytest.mark.usefixtures("forms")
def test_forms_are_given_once() -> None:
    result = kjfz("status", "--forms", "forms.py")
    assert result.exit_code == 2
    assert "有两张表的代号相同" in result.output


@pytest.mark.usefixtures("forms")
def test_other_files_are_no_forms() -> None:
    result = kjfz("status", "--forms", "programme.toml")
    assert result.exit_code == 2
    assert "不是 Python 文件" in result.output


@pytest.mark.usefixtures("forms")
@pytest.mark.parametrize(
    ("named", "status"),
    [
        ("", "unknown"),
        ('[[duties]]\nform = "absence_summary"\ncohort = 3\nper = "programme"', "faulty"),
        ('[[exclusive]]\ncohort = 3\nforms = ["absence_summary", "left"]', "faulty"),
    ],
    ids=["not named", "owed", "exclusive"],
)
def test_a_form_of_the_notice_is_looked_for_where_the_programme_names_it(named: str, status: str) -> None:
    with Path("programme.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n{named}\n")
    row = kd.AbsenceRow(name="甘雨田", host_enterprise="雨田机械厂")
    kd.write(kd.AbsenceSummary(cohort=3, rows=(row,)), "收件/东城区/附件3.docx")
    (item,) = (
        each for each in json.loads(kjfz("status", "--json").stdout)["items"] if "附件3" in each["name"]
    )
    assert item["status"] == status


@pytest.mark.usefixtures("forms")
def test_what_was_paid_before_may_stand_in_a_form_of_ones_own() -> None:
    before = next(Path("收件").rglob("等次.docx"))
    result = kjfz("reconcile", "--earlier", str(before))
    assert "也不是已知的表格" not in result.output
