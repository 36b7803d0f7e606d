"""The report in a real browser: as wide as a desk's screen and as a phone, and on paper."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path

import pypdf
import pytest

import kjfz_docs as kd
from kjfz_docs.records.programme import HUBEI
from tests.browser import asked, needs_chromium, run
from tests.workflow.report.paying import payments
from tests.workflow.submitting import acceptance, assessment, person, put

pytestmark = needs_chromium

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
# Of what is seen: who reaches beyond the page and is not in a table that scrolls, and what is too faint or too small.
WIDE = """
const page = document.documentElement;
const beyond = [...document.querySelectorAll("body *")].filter(each =>
  !each.closest(".scroll > *") && each.getBoundingClientRect().right >
    (each.ownerSVGElement ? each.ownerSVGElement.getBoundingClientRect().right : innerWidth) + 1);
return {width: innerWidth, page: page.scrollWidth, beyond: beyond.map(each => each.outerHTML.slice(0, 80))};
"""
FAINT = """
const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
const light = colour => numbers(colour).slice(0, 3).map(v => v / 255)
  .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
  .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
const behind = each => {
  for (; each; each = each.parentElement) {
    const colour = getComputedStyle(each).backgroundColor;
    if ((numbers(colour)[3] ?? 1) > 0) return colour;
  }
  return "rgb(255, 255, 255)";
};
const faint = [];
for (const each of document.querySelectorAll("body *")) {
  const own = [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim());
  if (!own || ["SCRIPT", "STYLE"].includes(each.tagName)) continue;
  const style = getComputedStyle(each);
  const lights = [light(each.tagName === "text" ? style.fill : style.color), light(behind(each))];
  const ratio = (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05);
  const scale = each.ownerSVGElement ? each.getScreenCTM().a : 1;
  if (ratio < 4.5 || parseFloat(style.fontSize) * scale < 9) faint.push([each.textContent, ratio, style.fontSize]);
}
return faint;
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A city with all that makes a page wide: long names, many figures, every section."""
    folder = tmp_path_factory.mktemp("in")
    people = []
    for number, district in enumerate(HUBEI.districts):
        record = assessment(
            "王" + "明芳伟丽强静敏磊洋艳勇军杰娟涛"[number],
            host_enterprise=f"第{number}公司",
            outcomes=kd.Outcomes(problems_solved=number, agreement_amount=Decimal(10) ** number),
        )
        people.append(person(record, district=district.name))
        if number % 3:
            put(folder, f"{district.name}/{record.name}.docx", record)
    put(folder, "江岸区/" + "Averyveryverylongname" * 8 + ".txt", b"x")
    put(folder, "江岸区/" + "很长的名字" * 14 + ".docx", acceptance("李明", bureau="江岸区经信局"))
    put(folder, "江岸区/空.docx", kd.Assessment(name="W" * 200))
    found = kd.Submission.scan(folder, roster=kd.Roster(rows=tuple(people)))
    return kd.report(found, on=dt.date(2023, 9, 1), payments=payments(), collation=kd.collate(found))


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_reaches_beyond_the_page_and_all_can_be_read(page: str, width: int, tmp_path: Path) -> None:
    open_page = POLICY.sub("", page)
    seen = asked(tmp_path, open_page, WIDE, width)
    assert seen == {"width": width, "page": width, "beyond": []}
    assert asked(tmp_path, open_page, FAINT, width) == []


def test_on_a_phone_rows_of_findings_are_blocks_and_tables_of_figures_scroll(
    page: str, tmp_path: Path
) -> None:
    script = """
    const wide = [...document.querySelectorAll(".scroll")].filter(each => each.scrollWidth > each.clientWidth + 1);
    return [wide.some(each => each.querySelector(".stacks")), wide.length > 0,
      getComputedStyle(document.querySelector(".stacks td")).display];
    """
    assert asked(tmp_path, POLICY.sub("", page), script, 390) == [False, True, "block"]


def test_the_page_runs_nothing(page: str, tmp_path: Path) -> None:
    assert asked(tmp_path, page, "return 1", 1280) is None
    assert asked(tmp_path, POLICY.sub("", page), "return 1", 1280) == 1


def test_it_prints_on_a4_without_what_only_a_screen_needs(page: str, tmp_path: Path) -> None:
    target = tmp_path / "page.pdf"
    run(tmp_path, page, "--no-pdf-header-footer", f"--print-to-pdf={target}")
    printed = pypdf.PdfReader(target)
    sizes = {tuple(round(float(side) / 72 * 25.4) for side in each.mediabox[2:]) for each in printed.pages}
    assert sizes == {(210, 297)}
    texts = [re.sub(r"\s", "", each.extract_text()) for each in printed.pages]
    assert "概况各区报送进度未报送的材料" not in texts[0]
    for heading in ("概况", "各区报送进度", "未报送的材料", "成效合计", "待处理的问题", "经费拨付"):
        assert any(heading in text for text in texts), heading
