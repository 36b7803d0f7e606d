"""The tags of a workbook's cells, walked without Jinja."""

from __future__ import annotations

import pytest

import kjfz_docs as kd


def test_a_row_of_a_later_group_is_named_by_its_number_among_all() -> None:
    rows = tuple(
        kd.AcceptanceRow(prefecture=prefecture, name=name)
        for prefecture, name in (
            ("甲市", "王一"),
            ("甲市", "王二"),
            ("乙市", "王三"),
            ("乙市", "王" * 32_768),
        )
    )
    with pytest.raises(kd.UnwritableError) as refused:
        kd.render(kd.AcceptanceSummary(rows=rows), "xlsx")
    assert refused.value.field == "rows.3.name"
