"""The findings to resolve, and where they lead."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

import kjfz_docs as kd
from kjfz_docs.pages.pieces import Cell
from kjfz_docs.workflow.report.doubts import doubts_of, resolving
from kjfz_docs.workflow.report.links import Links
from kjfz_docs.workflow.report.progress import districts_of
from tests.workflow.report.test_progress import scan
from tests.workflow.submitting import acceptance, assessment, put, zipped


def rows(found: kd.Submission, beside: Path, *more: kd.Finding) -> list[tuple[Cell, ...]]:
    section = resolving(doubts_of(found, more), districts_of(found), Links(found, beside))
    return [row for table in section.tables for row in table.rows]


def test_errors_come_first_and_districts_in_their_order(tmp_path: Path) -> None:
    put(tmp_path, "东湖高新区/空.docx", kd.Assessment(name="赵强"))
    put(tmp_path, "江夏区/旧.docx", acceptance("李明"), day=1)
    put(tmp_path, "江夏区/新.docx", acceptance("李明", "王芳"), day=2)
    put(tmp_path, "江夏区/空.docx", kd.Assessment(name="钱多"))
    found = scan(tmp_path)
    errors, warnings = resolving(doubts_of(found, ()), districts_of(found)).tables[:2]
    assert errors.caption == f"错误（必须改正）：{len(errors.rows)} 条"
    places = list(dict.fromkeys(row[1].text for row in errors.rows))
    assert places == ["江夏区", "东湖新技术开发区"]
    assert "KD507" in {row[3].text for row in warnings.rows}


def test_what_is_wrong_in_a_replaced_file_is_wrong_no_more(tmp_path: Path) -> None:
    put(tmp_path, "江夏区/旧.docx", assessment(position=None), day=1)
    put(tmp_path, "江夏区/新.docx", assessment(), day=2)
    found = scan(tmp_path)
    assert {each.finding.code for each in doubts_of(found, ()) if each.file.endswith("旧.docx")} == {"KD507"}


def test_further_findings_are_told_once_with_the_district_of_their_file(tmp_path: Path) -> None:
    put(tmp_path, "江夏区/林.docx", assessment())
    found = scan(tmp_path)
    more = kd.Finding.of("KD502", where=kd.Place(file="江夏区/林.docx", table=1, row=2), who="李明")
    elsewhere = kd.Finding.of("KD502", where=kd.Place(file="册.csv", row=2), who="王芳")
    told = [each for each in doubts_of(found, (more, more, elsewhere)) if each.finding in (more, elsewhere)]
    assert [(each.file, each.district) for each in told] == [("江夏区/林.docx", "江夏区"), ("册.csv", "")]
    spots = {row[0].text: (row[0].link, row[2].text) for row in rows(found, tmp_path, more, elsewhere)}
    assert spots["册.csv"] == (None, "第2行")
    assert spots["江夏区/林.docx"][1] == "表1第2行"


def test_numbers_in_messages_are_masked(tmp_path: Path) -> None:
    told = kd.Finding.of("KD502", where=None, who="李明 6222021234567890123")
    texts = [cell.text for row in rows(scan(tmp_path), tmp_path, told) for cell in row]
    assert "6222021234567890123" not in " ".join(texts)


NAMES = ["a b#c%d&e.txt", "javascript:alert(1).txt", "\"'<b>.txt", "很长" * 40 + ".txt", "%2e%2e.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
@pytest.mark.parametrize("name", NAMES)
def test_links_lead_to_files_of_any_name_from_where_the_page_lies(name: str, tmp_path: Path) -> None:
    put(tmp_path, f"in/江夏区/{name}", b"x")
    (tmp_path / "out").mkdir()
    links = Links(scan(tmp_path / "in"), tmp_path / "out")
    link = links.to(f"江夏区/{name}")
    assert link is not None
    assert not set(link) & set("\"'<> #?:\\")
    assert (tmp_path / "out" / unquote(link)).read_bytes() == b"x"
    assert links.to("no such") is None


@pytest.mark.skipif(sys.platform != "linux", reason="names of bytes that are no text")
def test_a_name_that_is_no_text_has_a_link_and_can_be_shown(tmp_path: Path) -> None:
    put(tmp_path, os.fsdecode(b"\xff\xfe.txt"), b"x")
    found = scan(tmp_path)
    (row,) = [row for row in rows(found, tmp_path) if row[0].link is not None][:1]
    assert row[0].link == "%FF%FE.txt"
    kd.report(found, beside=tmp_path).encode()


def test_what_lies_in_a_zip_file_leads_to_that(tmp_path: Path) -> None:
    put(tmp_path, "江夏.zip", zipped({"空.docx": kd.Assessment(name="赵强")}))
    found = scan(tmp_path)
    assert {unquote(row[0].link or "") for row in rows(found, tmp_path) if row[0].text} == {"江夏.zip"}


def test_where_nothing_is_wrong_it_is_said(tmp_path: Path) -> None:
    section = resolving((), districts_of(scan(tmp_path)))
    assert section.notes == ("没有发现问题。",)
