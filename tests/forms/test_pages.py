"""What is printed: pages, repeated headers, and every word of the record."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdf
import pytest

import kjfz_docs as kd
from kjfz_docs.records.fields import leaves
from tests.making import elements
from tests.office import convert, needs_libreoffice

pytestmark = needs_libreoffice

SENTENCE = "面向智能装配产线的关键工艺问题，组织团队开展联合攻关，完成视觉检测与柔性夹具的集成验证，调试周期缩短三成。"
OPINION = kd.Opinion(text="情况属实，同意通过考核验收。", signed_on=dt.date(2023, 8, 25))
FILLED = kd.Assessment(
    name="欧阳若兰",
    sending_unit="江城理工大学机械工程学院",
    position="教授、系主任",
    outcomes=kd.Outcomes(
        problems_solved=12,
        results_transferred=3,
        people_trained=260,
        talents_recruited=4,
        agreements_signed=5,
        agreement_amount=Decimal("1280.50"),
        platforms_built=1,
    ),
    first_payment_received=True,
    funds_used_properly=True,
    host_enterprise="示范区锐光精密装备有限公司",
    report=kd.ServiceReport(
        achievements="\n".join([SENTENCE * 5] * 4)[:1003],
        experience="\n".join([SENTENCE * 5] * 2)[:501],
        shortcomings=(SENTENCE * 4)[:200],
        suggestions=(SENTENCE * 4)[:200],
    ),
    evaluation=kd.EnterpriseEvaluation(
        contract_fulfilled=True,
        monthly_service_met=True,
        innovation_improved=True,
        economic_benefit=False,
        satisfaction=kd.Satisfaction.FAIRLY_SATISFIED,
        violation=False,
    ),
    opinions=kd.Opinions(
        host_enterprise=OPINION, sending_unit=OPINION, economy_bureau=OPINION, organization_dept=OPINION
    ),
)
LIST = kd.AbsenceSummary(
    economy_bureau="示范区经信局",
    filled_by="王 芳",
    filled_on=dt.date(2023, 8, 28),
    rows=tuple(
        kd.AbsenceRow(
            serial=number,
            name=f"张{'甲乙丙丁戊己庚辛壬癸'[number % 10]}民",
            sending_unit=f"江城理工大学第{number}学院",
            position="副教授",
            host_enterprise=f"示范区锐光{number}号装备有限公司",
            reason=f"第{number}人：" + "因赴境外访学未能签约到岗。" * (1 + number % 4),
        )
        for number in range(1, 61)
    ),
)


def pages(tmp_path: Path, name: str, data: bytes) -> list[str]:
    (tmp_path / f"{name}.docx").write_bytes(data)
    (pdf,) = convert([tmp_path / f"{name}.docx"], "pdf", tmp_path / f"{name}-pdf")
    return [bare(page.extract_text()) for page in pypdf.PdfReader(pdf).pages]


def bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def words(record: Any) -> set[str]:
    """What a person wrote, cut at punctuation; dates in their parts."""
    found: set[str] = set()
    for _, info, value in leaves(record):
        if isinstance(value, str) and info.optional:
            found.update(re.findall(r"\w+", bare(value)))
        elif isinstance(value, (int, Decimal)) and not isinstance(value, bool) and info.optional:
            found.add(str(value))
        elif isinstance(value, dt.date):
            found.add(f"{value.year}年{value.month}月{value.day}日")
    return found


def missing_words(record: Any, printed: list[str]) -> set[str]:
    text = "".join(re.sub(r"—\d+—", "", page) for page in printed)
    return {word for word in words(record) if word not in text}


def test_a_full_assessment_has_at_most_three_pages_and_every_word(tmp_path: Path) -> None:
    printed = pages(tmp_path, "full", kd.render(FILLED))
    assert len(printed) <= 3
    assert missing_words(FILLED, printed) == set()


def test_a_blank_assessment_has_at_most_three_pages(tmp_path: Path) -> None:
    assert len(pages(tmp_path, "blank", kd.blank("assessment"))) <= 3


@pytest.mark.parametrize("form", [form for form in kd.forms if form != "assessment"])
def test_a_blank_list_has_one_page(form: str, tmp_path: Path) -> None:
    assert len(pages(tmp_path, form, kd.blank(form))) == 1


def test_the_header_of_a_long_list_is_on_every_page_and_every_word_is_there(tmp_path: Path) -> None:
    printed = pages(tmp_path, "list", kd.render(LIST))
    assert len(printed) > 3
    assert all("未能签约到岗、履职服务原因" in page for page in printed)
    assert missing_words(LIST, printed) == set()


def test_no_row_of_a_long_list_is_cut_in_two(tmp_path: Path) -> None:
    printed = pages(tmp_path, "rows", kd.render(LIST))
    for row in LIST.rows:
        assert any(bare(row.reason or "") in page for page in printed), row.serial


@pytest.mark.parametrize("form", [name for name, form in kd.forms.items() if form.labels.lists])
def test_the_header_row_of_a_list_is_marked_to_be_repeated(form: str) -> None:
    rows = list(elements(kd.blank(form), "tr"))
    repeated = [any(child.tag.endswith("}tblHeader") for child in row.iter()) for row in rows]
    assert repeated[0]
    assert not any(repeated[1:])
