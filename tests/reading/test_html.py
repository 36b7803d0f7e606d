"""A reading shows itself in a notebook."""

from __future__ import annotations

import re

import kjfz_docs as kd

CARD, MOBILE = "6222021234567890123", "13812345678"
LIST = kd.AccountCollection(
    filled_by="<b>王芳</b> & 李明",
    rows=(
        kd.AccountRow(
            name="李XX",
            account=kd.BankAccount(branch="某行", number=CARD),
            mobile=MOBILE,
            contract_signed=False,
        ),
    ),
)


def html(record: object) -> str:
    return kd.read(kd.render(record))._repr_html_()


def test_fields_stand_with_their_labels_values_and_places() -> None:
    shown = html(kd.Assessment(name="李明", sending_unit="某大学"))
    assert re.search(r"<th[^>]*>姓名</th><td[^>]*>李明</td><td[^>]*>表1第1行第2列</td>", shown)


def test_private_values_are_masked_and_markup_is_text() -> None:
    shown = html(LIST)
    assert CARD not in shown
    assert MOBILE not in shown
    assert "&lt;b&gt;王芳&lt;/b&gt; &amp; 李明" in shown


def test_findings_stand_at_their_rows_and_below() -> None:
    shown = html(LIST)
    assert "KD425" in shown
    assert shown.count("像是表样中的示例") == 1
    assert "警告" in shown


def test_stated_totals_are_shown() -> None:
    record = kd.OutcomeStatistics(
        rows=(kd.OutcomeRow(district="某区", cohort=2, outcomes=kd.Outcomes(problems_solved=3)),)
    )
    assert "total / 解决技术难题数（个）" in html(record)


def test_a_file_that_could_not_be_read_says_why() -> None:
    shown = kd.read(b"nothing at all")._repr_html_()
    assert "<table" in shown
    assert "KD1" in shown
