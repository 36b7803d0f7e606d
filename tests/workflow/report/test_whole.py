"""The report as a whole, and the same pieces in notebooks."""

from __future__ import annotations

import datetime as dt
import importlib.util
from pathlib import Path

import attrs
import pytest
from lxml import html

import kjfz_docs as kd
from kjfz_docs.records.programme import HUBEI
from tests.workflow.report.paying import ACCOUNT, payments
from tests.workflow.report.test_progress import handed_in, scan
from tests.workflow.submitting import acceptance, put

DAY = dt.date(2023, 9, 1)
needs_charts = pytest.mark.skipif(
    importlib.util.find_spec("leather") is None, reason="the extra report is not installed"
)


def collated(folder: Path) -> kd.Submission:
    """What was handed in, of a programme that says what is collated into what."""
    found = handed_in(folder)
    return attrs.evolve(found, programme=attrs.evolve(found.programme, collations=HUBEI.collations))


def headings(page: str) -> list[str]:
    return html.document_fromstring(page).xpath("//h2/text()")  # type: ignore[no-any-return]


def test_a_report_has_all_that_is_known(tmp_path: Path) -> None:
    found = handed_in(tmp_path)
    page = kd.report(found, on=DAY, payments=payments(), collation=kd.collate(found), beside=tmp_path)
    assert headings(page) == ["概况", "各区报送进度", "未报送的材料", "成效合计", "待处理的问题", "经费拨付"]
    assert "截至2023年9月1日" in page
    assert ACCOUNT not in page
    # Where the folder lies is nobody's matter.
    assert str(tmp_path.parent) not in page


def test_findings_of_all_given_are_among_those_to_resolve(tmp_path: Path) -> None:
    found = handed_in(tmp_path)
    collation = kd.collate(found)
    mine = kd.Finding.of("KD502", where=None, who="某某")
    given = (mine, *collation.findings)
    assert len(given) > 1
    page = html.document_fromstring(kd.report(found, on=DAY, findings=[mine], collation=collation))
    assert {each.message for each in given} <= set(page.xpath("//section[@id='findings']//td/text()"))


def test_sums_are_those_of_the_collation_where_it_has_some(tmp_path: Path) -> None:
    found = collated(tmp_path)
    captions = html.document_fromstring(kd.report(found, on=DAY)).xpath(
        "//section[@id='outcomes']//caption/text()"
    )
    assert captions == ["附件1 第二批"]
    page = kd.report(found, on=DAY, collation=kd.collate(found))
    captions = html.document_fromstring(page).xpath("//section[@id='outcomes']//caption/text()")
    assert captions == ["附件5 第二批"]


@needs_charts
def test_charts_stand_in_the_page_with_words(tmp_path: Path) -> None:
    page = html.document_fromstring(kd.report(handed_in(tmp_path), on=DAY))
    labels = page.xpath("//*[name()='svg']/@aria-label")
    assert labels[0] == "各区已报份数占应报份数的比例：江夏区 2/2；东湖新技术开发区 1/3；（全项目） 0/1"
    assert len(labels) == len(page.xpath("//figure/figcaption"))


def test_without_the_library_of_charts_tables_say_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = handed_in(tmp_path)
    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *a: None if name == "leather" else real(name, *a)
    )
    page = kd.report(found, on=DAY)
    assert "<svg" not in page
    assert "1/3" in page


def test_one_report_is_as_another_of_the_same(tmp_path: Path) -> None:
    found = handed_in(tmp_path)
    assert kd.report(found, on=DAY) == kd.report(found, on=DAY)


def test_an_empty_folder_has_a_report(tmp_path: Path) -> None:
    assert "概况" in headings(kd.report(scan(tmp_path), on=DAY))


def test_hostile_names_are_texts(tmp_path: Path) -> None:
    put(tmp_path, "<script>alert(1)<%2Fscript>\"'&.txt", b"x")
    put(tmp_path, "b.docx", acceptance("<script>alert(2)</script>", bureau="<img src=x>局"))
    found = scan(tmp_path)
    page = html.document_fromstring(kd.report(found, on=DAY, beside=tmp_path))
    assert page.xpath("//script | //img") == []
    assert "<script>alert(1)<%2Fscript>\"'&.txt" in page.xpath("//a/text()")
    assert html.document_fromstring(found._repr_html_()).xpath("//script | //img") == []


# ------------------------------------------------------------------ notebooks


def test_a_submission_shows_itself(tmp_path: Path) -> None:
    shown = handed_in(tmp_path)._repr_html_()
    assert shown.startswith('<div class="kjfz kjfz-submission"')
    assert "各区报送进度" in shown
    assert tmp_path.name in shown
    assert str(tmp_path.parent) not in shown


def test_a_collation_shows_itself(tmp_path: Path) -> None:
    shown = html.fragment_fromstring(kd.collate(collated(tmp_path))._repr_html_())
    assert shown.xpath("h3/text()") == ["汇总结果", "成效合计", "待处理的问题"]
    assert "附件5" in shown.text_content()
