"""kjfz report."""

from __future__ import annotations

from pathlib import Path

from lxml import html

from tests.cli.conftest import Kjfz
from tests.cli.test_reconciling import folder
from tests.cli.test_status import programme, roster
from tests.workflow.agreeing import files, without
from tests.workflow.submitting import acceptance, assessment, person, put


def test_it_writes_a_page_with_links_from_where_it_lies(kjfz: Kjfz, tmp_path: Path) -> None:
    put(tmp_path, "in/江夏/空.docx", assessment(position=None))
    arguments = ("report", "in", "--no-cache", "--programme", programme(tmp_path))
    result = kjfz(*arguments, "--roster", roster(tmp_path, person(assessment())), "--on", "2023年9月1日")
    assert (result.exit_code, result.stderr) == (0, "已写入：report.html\n")
    page = (tmp_path / "report.html").read_text("utf-8")
    assert 'href="in/%E6%B1%9F%E5%A4%8F/%E7%A9%BA.docx"' in page
    assert "截至2023年9月1日" in page


def test_an_earlier_report_in_the_folder_is_none_of_its_files(kjfz: Kjfz, tmp_path: Path) -> None:
    put(tmp_path, "in/江夏/1.docx", acceptance("李明"))
    for force in ((), ("--force",)):
        assert kjfz("report", "in", "--no-cache", "-o", "in/报告.html", *force).exit_code == 0
    page = (tmp_path / "in/报告.html").read_text("utf-8")
    assert "报告.html" not in page
    assert 'href="%E6%B1%9F%E5%A4%8F/1.docx"' in page


def test_nothing_is_overwritten_by_accident(kjfz: Kjfz, tmp_path: Path) -> None:
    put(tmp_path, "in/1.docx", acceptance("李明"))
    (tmp_path / "report.html").write_text("mine")
    result = kjfz("report", "in", "--no-cache")
    assert "文件已存在：report.html" in result.stderr
    assert (tmp_path / "report.html").read_text() == "mine"


def test_what_cannot_be_done_says_why(kjfz: Kjfz, tmp_path: Path) -> None:
    assert "没有这个文件" in kjfz("report", "none", "--no-cache").stderr
    assert "应为日期，如 2023-10-26" in kjfz("report", ".", "--on", "昨天").stderr
    (tmp_path / "in").mkdir()
    assert "写不了" in kjfz("report", "in", "--no-cache", "-o", "no/such/r.html").stderr


def test_accounts_are_not_shown(kjfz: Kjfz, tmp_path: Path) -> None:
    record = acceptance("李明")
    put(tmp_path, "in/江夏/1.docx", record)
    number = record.rows[0].account.number
    assert number is not None
    kjfz("report", "in", "--no-cache")
    assert number not in (tmp_path / "report.html").read_text("utf-8")


def test_what_contradicts_and_who_is_paid_stand_in_it(kjfz: Kjfz, tmp_path: Path) -> None:
    made = files()
    made["江夏区/附件3.docx"] = without(made["江夏区/附件3.docx"], "夏一")
    arguments = folder(tmp_path, made)
    assert kjfz("report", *arguments).exit_code == 0
    page = html.document_fromstring((tmp_path / "report.html").read_text("utf-8"))
    assert "KD536" in page.xpath("//section[@id='findings']//td/text()")
    assert "经费拨付" in page.xpath("//h2/text()")


def test_who_was_paid_before_is_not_paid_again(kjfz: Kjfz, tmp_path: Path) -> None:
    arguments = folder(tmp_path)
    kjfz("payments", *arguments, "-o", "拨付.csv")
    assert kjfz("report", *arguments, "--earlier", "拨付.csv").exit_code == 0
    page = html.document_fromstring((tmp_path / "report.html").read_text("utf-8"))
    assert page.xpath("//section[@id='payments']//dd/text()")[0] == "0"


def test_a_programme_that_pays_nobody_has_a_report_without_payments(kjfz: Kjfz, tmp_path: Path) -> None:
    put(tmp_path, "in/江夏/1.docx", acceptance("李明"))
    assert kjfz("report", "in", "--no-cache", "--programme", programme(tmp_path)).exit_code == 0
    assert "经费拨付" not in (tmp_path / "report.html").read_text("utf-8")
