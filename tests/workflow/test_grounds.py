"""What the forms say of each person, sending unit and district, in tables without a ranking."""

from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path

import attrs
import openpyxl
import pytest

import kjfz_docs as kd
from kjfz_docs.records.programme import HUBEI
from tests.workflow.reporting import report, roster
from tests.workflow.submitting import assessment, person, put

ON = dt.date(2023, 10, 30)


def accounts(
    *names: str,
    bureau: str = "江夏区经信局",
    satisfaction: kd.Satisfaction = kd.Satisfaction.SATISFIED,
) -> kd.AccountCollection:
    rows = tuple(
        kd.AccountRow(
            name=name,
            host_enterprise=f"{name}公司",
            contract_signed=True,
            on_duty=True,
            satisfaction=satisfaction,
            account=kd.BankAccount(branch="示范银行", number="6200000000000089011"),
        )
        for name in names
    )
    return kd.AccountCollection(economy_bureau=bureau, rows=rows)


def of(folder: Path, people: kd.Roster | None = None, programme: kd.Programme = HUBEI) -> kd.Grounds:
    return kd.grounds(kd.Submission.scan(folder, roster=people, programme=programme), on=ON)


def row(grounds: kd.Grounds, name: str) -> dict[str, object]:
    table = grounds.people
    return next(dict(zip(table.heads, row, strict=True)) for row in table.rows if row[2] == name)


def test_each_person_has_what_the_forms_say(tmp_path: Path) -> None:
    put(tmp_path, "林.docx", assessment())
    put(tmp_path, "附件4.docx", accounts("王芳"))
    put(tmp_path, "8.docx", report("王芳", "07-01", "08-26", new=2, total=2))
    put(tmp_path, "10.docx", report("王芳", "08-27", "10-26", new=3, total=5))
    people = kd.Roster(rows=(*roster("王芳", "李明").rows, person(assessment(), district="武昌区")))
    made = of(tmp_path, people)
    assert made.findings == ()
    assert made.people.column("姓名") == ("林晓舟", "王芳", "李明")  # by district, then as in the roster
    first = row(made, "林晓舟")
    assert (first["为企业培训人次（位）"], first["达成协议金额（万元）"]) == (120, Decimal("86.5"))
    assert (first["企业满意度"], first["是否签约"]) == ("很满意", None)
    assert (first["应报（份）"], first["已报（份）"]) == (1, 1)
    second = row(made, "王芳")
    assert (second["是否签约"], second["是否到岗履职"], second["企业满意度"]) == ("是", "是", "满意")
    assert second["为企业培训人次（位）"] == 5  # of the last report
    assert (second["应报（份）"], second["已报（份）"]) == (2, 2)
    third = row(made, "李明")
    assert {value for head, value in third.items() if head not in made.people.heads[:5]} == {None, 2, 0}


def test_units_and_districts_have_sums_and_counts(tmp_path: Path) -> None:
    put(tmp_path, "林.docx", assessment())
    put(
        tmp_path,
        "王.docx",
        assessment("王芳", host_enterprise="乙公司", sending_unit="示范理工大学 化学学院"),
    )
    rows = [
        person(assessment()),
        person(assessment("王芳"), host_enterprise="乙公司", sending_unit="示范理工大学 化学学院"),
        person(assessment("李明"), host_enterprise="丙公司", sending_unit="示范研究院", district="武昌区"),
    ]
    made = of(tmp_path, kd.Roster(rows=tuple(rows)))
    assert made.units.column("派出单位") == ("示范理工大学", "示范研究院")
    assert made.units.column("人数") == (2, 1)
    assert made.units.column("为企业培训人次（位）") == (240, None)
    assert made.units.column("企业满意度：很满意") == (2, 0)
    assert made.units.column("企业满意度：未报或未填") == (0, 1)
    assert made.districts.column("区") == ("武昌区", "江夏区")
    assert made.districts.column("达成协议金额（万元）") == (None, Decimal("173.0"))
    assert made.districts.column("已报（份）") == (0, 2)


def test_cohorts_stand_apart(tmp_path: Path) -> None:
    put(tmp_path, "林.docx", assessment())
    put(tmp_path, "附件4.docx", accounts("王芳"))
    people = kd.Roster(rows=(*roster("王芳").rows, person(assessment())))
    made = of(tmp_path, people)
    assert made.districts.column("批次") == ("第二批", "第四批")
    assert made.districts.column("人数") == (1, 1)


def test_what_two_forms_say_differently_is_left_blank_with_a_finding(tmp_path: Path) -> None:
    put(tmp_path, "a.docx", accounts("王芳", "李明"))
    put(tmp_path, "b.docx", accounts("王芳", "赵强", bureau="武昌区经信局"))
    very = kd.Satisfaction.VERY_SATISFIED
    put(tmp_path, "c.docx", accounts("王芳", bureau="江岸区经信局", satisfaction=very))
    made = of(tmp_path, roster("王芳"))
    (finding,) = (each for each in made.findings if each.code == "KD523")
    assert "“企业满意度”" in finding.message
    assert str(finding.where).startswith("c.docx 表1")
    assert row(made, "王芳")["企业满意度"] is None
    assert row(made, "王芳")["是否签约"] == "是"


def test_what_keeps_a_form_out_of_the_tables_is_told(tmp_path: Path) -> None:
    put(tmp_path, "林.docx", assessment("林晓州"))  # a typo
    put(tmp_path, "a.docx", assessment("王芳", host_enterprise="乙公司"))
    put(tmp_path, "b.docx", assessment("王芳", host_enterprise="乙公司", position="讲师"))
    wang = person(assessment("王芳"), host_enterprise="乙公司")
    made = of(tmp_path, kd.Roster(rows=(person(assessment()), wang)))
    assert [finding.code for finding in made.findings] == ["KD501", "KD508", "KD508"]
    assert set(made.people.heads[5:]) == {"应报（份）", "已报（份）"}


def test_without_a_roster_everybody_whom_forms_name_is_there(tmp_path: Path) -> None:
    put(tmp_path, "江夏区/林.docx", assessment())
    made = of(tmp_path)
    assert made.people.column("姓名") == ("林晓舟",)
    assert made.people.column("区") == ("江夏区",)


def test_private_fields_are_masked_wherever_the_programme_names_them(tmp_path: Path) -> None:
    put(tmp_path, "附件4.docx", accounts("王芳"))
    programme = attrs.evolve(
        HUBEI, grounds=(kd.Ground(form="account_collection", field="account.number", label="账号"),)
    )
    made = of(tmp_path, roster("王芳"), programme)
    (shown,) = made.people.column("账号")
    assert isinstance(shown, str)
    assert "*" in shown
    assert shown != "6200000000000089011"


def test_the_file_is_a_workbook_with_numbers_or_three_csv_files(tmp_path: Path) -> None:
    put(tmp_path, "in/林.docx", assessment())
    made = of(tmp_path / "in", kd.Roster(rows=(person(assessment()),)))
    (path,) = made.write(tmp_path / "依据.xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["人员", "派出单位", "区"]
    sheet = book["区"]
    cells = dict(zip([c.value for c in sheet[1]], [c.value for c in sheet[2]], strict=True))
    assert (cells["人数"], cells["达成协议金额（万元）"]) == (1, 86.5)
    paths = made.write(tmp_path / "依据.csv")
    assert [path.name for path in paths] == ["依据-人员.csv", "依据-派出单位.csv", "依据-区.csv"]
    with paths[0].open(encoding="utf-8-sig", newline="") as stream:
        assert [line[2] for line in csv.reader(stream)] == ["姓名", "林晓舟"]
    with pytest.raises(ValueError, match="expected a name that ends in"):
        made.write(tmp_path / "依据.docx")
