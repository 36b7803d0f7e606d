"""What is paid, what is held back, who gets nothing and why."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs

import kjfz_docs as kd
from kjfz_docs.workflow.report.links import Links
from kjfz_docs.workflow.report.money import paying, payments_html
from tests.workflow import agreeing
from tests.workflow.report.paying import ACCOUNT, Paying, payments
from tests.workflow.report.test_progress import drawn, scan
from tests.workflow.submitting import assessment, put


def test_sums_stand_by_instalment_in_figures_and_the_whole_in_capitals() -> None:
    section = paying(payments())
    assert [(fact.label, fact.value) for fact in section.facts] == [
        ("拨付人数", "1"),
        ("拨付合计（元）", "30,000.00"),
        ("大写", "叁万元整"),
        ("暂缓人数", "1"),
    ]
    assert drawn(section.tables[0]) == "第四批第一次 | 1 | 1 | 1 | 30,000.00"


def test_those_held_back_stand_with_what_is_open_and_others_with_their_reason(tmp_path: Path) -> None:
    put(tmp_path, "江夏区/林.docx", assessment())
    _, held, paid, none = paying(payments(), Links(scan(tmp_path), tmp_path)).tables
    assert "李明（示范大学） | 第四批第一次 | 30,000.00 | 江夏区/林.docx 表1第2行 | KD502" in drawn(held)
    assert held.rows[0][3].link is not None
    assert drawn(none) == "王芳（示范大学） | 第四批第一次 | 江夏区/林.docx 表1第2行 | 未到岗"
    assert paid.heads == ("批次", "户名", "账号", "金额（元）", "依据")  # no account has a bank here
    assert drawn(paid).startswith("第四批第一次 | 唐立新 | ")
    assert drawn(paid).endswith(" | 30000 | 附件4.docx 表1第2行")


def test_warnings_about_those_who_are_paid_stand_before_the_list() -> None:
    (paid,) = payments().paid
    told = kd.Finding.of("KD502", where=kd.Place(file="附件4.docx"), who="唐立新")
    section = paying(payments(held=(), paid=(attrs.evolve(paid, warnings=(told,)),)))
    assert [table.caption for table in section.tables[1:3]] == [
        "拨付前请核对：1 条",
        "拨付名单：1 人（账号隐去）",
    ]
    assert "唐立新（示范大学） | 第四批第一次 | 附件4.docx | KD502" in drawn(section.tables[1])


def test_accounts_are_masked() -> None:
    shown = payments_html(payments())
    assert ACCOUNT not in shown
    assert "9011" in shown


def test_nobody_to_pay_is_told_without_lists() -> None:
    section = paying(Paying(capitals="零元整"))
    assert section.tables == ()
    assert section.facts[0].value == "0"


def test_what_is_said_of_people_is_masked_too() -> None:
    (unpaid,) = payments().none
    given = payments(none=(attrs.evolve(unpaid, reason=f"账号 {ACCOUNT}"),))
    assert ACCOUNT not in payments_html(given)


def test_payments_show_themselves_in_a_notebook_and_stand_in_the_report(tmp_path: Path) -> None:
    found = agreeing.scan(tmp_path, agreeing.files())
    made = kd.payments(found)
    assert made.paid
    page = kd.report(found, payments=made, collation=kd.collate(found), on=dt.date(2023, 8, 31))
    for shown in (made._repr_html_(), page):
        assert f"{made.total:,.2f}" in shown
        assert made.capitals in shown
        for each in made.paid:
            assert each.person.first.name in shown
            assert str(each.row.account) not in shown
