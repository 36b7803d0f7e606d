"""Rows made many at once are those that are made one by one, whatever stands in them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Alignment

import kjfz_docs as kd
from kjfz_docs.templating.identity import Identity
from kjfz_docs.templating.view import context
from kjfz_docs.writing import xlsx_columns, xlsx_sheet
from tests.writing.test_xlsx import Item, Shopping, sheet_of, shopping, template

HOSTILE = [
    *("=1+1", "+1", "-1", "@x", "'甲", "<", ">", "&amp;", "_x0041_", "\u3000", "\ufffe", "\t", "\n", "\r"),
    *("{n}", "\\N", "%b", "%", "\\", " x", "x ", " "),
]
SIGNS = st.sampled_from(HOSTILE)
TEXTS = st.lists(st.one_of(SIGNS, st.text(max_size=4), st.sampled_from(["甲" * 30, "abc"])), max_size=3)
ITEMS = st.builds(
    Item,
    title=st.none() | TEXTS.map("".join),
    count=st.none() | st.integers(-(10**12), 10**12),
    price=st.none() | st.decimals(-1000, 1000, places=2),
    bought_on=st.none() | st.dates(dt.date(1890, 1, 1)),
)


def several_looks(sheet: Any) -> None:
    """Titles wrap, a mixed cell stands beside them, and one range is merged in each row."""
    sheet.row_dimensions[7].height = 40
    sheet["B7"].alignment = Alignment(wrap_text=True)
    sheet["F7"] = (
        "{{ item.title }}{% if item.price %}（{{ item.price }}元）{% else %}{ 无价 } '\"\\{% endif %}"
    )
    sheet["F7"].alignment = Alignment(wrap_text=True)
    sheet["G7"] = '{{ item.bought_on|date("　年　月　日") }}'
    sheet["H7"] = "{}{n}\\'\"固定"
    sheet.merge_cells("H7:I7")


SOME = Identity("hubei", 1, "shopping", "0")
FORM = kd.Form(id="shopping", record=Shopping, xlsx=template(several_looks))


def names_of(items: Sequence[Item]) -> dict[str, Any]:
    return context(Shopping(items=tuple(items)), FORM.terms("hubei", 1), FORM.titles)


def rows_by(few: int, items: Sequence[Item], texts: int = 0) -> dict[str, bytes]:
    """The parts of a workbook whose rows are made at once where ``few`` of them or more follow the first.

    ``texts``: so few different ones are made each for itself.
    """
    names = names_of(items)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xlsx_sheet, "_FEW", few)
        patch.setattr(xlsx_sheet, "_MANY", 3)
        patch.setattr(xlsx_columns, "_FEW", texts)
        data = FORM.writer.render(names, SOME)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@given(st.lists(ITEMS, max_size=12), st.sampled_from([0, 9]))
def test_rows_made_at_once_are_those_made_one_by_one(items: list[Item], texts: int) -> None:
    # Twice the same: what is a new look in the first half is none in the second.
    assert rows_by(1, items * 2, texts) == rows_by(10_000, items * 2)


@pytest.mark.parametrize("texts", [0, 9])
@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_that_needs_a_second_look_gets_one(text: str, texts: int) -> None:
    items = [Item(title=title) for title in ("甲", "乙", text, f"甲{text}", f"{text}乙") for _ in range(8)]
    assert rows_by(1, items * 2, texts) == rows_by(10_000, items * 2)


def made_at_once(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of rows that each call made at once."""
    found: list[int] = []
    rows_of = xlsx_columns.rows_of

    def counted(row: Any, columns: Any, start: int, least: float) -> bytes | None:
        made = rows_of(row, columns, start, least)
        found.append(0 if made is None else len(columns[0].values))
        return made

    monkeypatch.setattr(xlsx_sheet, "rows_of", counted)
    return found


def test_all_rows_behind_the_first_are_made_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    found = made_at_once(monkeypatch)
    made = sheet_of(FORM.writer.render(names_of(shopping(700).items), SOME))
    assert found == [500, 199]
    assert [made.cell(row, 2).value for row in (6, 7, 506, 705)] == ["水泵0", "水泵1", "水泵500", "水泵699"]
    assert made["H705"].value == "{}{n}\\'\"固定"
    assert made["C706"].value == "=SUM(C6:C705)"


def test_a_row_too_high_for_one_is_made_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    found = made_at_once(monkeypatch)
    items = [Item(title="短"), *[Item(title="长" * 600)] * 9]
    parts = rows_by(1, items)
    assert 0 in found
    assert parts == rows_by(10_000, items)


def test_a_value_that_cannot_be_written_is_named_by_its_row() -> None:
    items = [*[Item(count=1)] * 20, Item(count=10**15)]
    with pytest.raises(kd.UnwritableError, match="keeps 15 digits") as refused:
        rows_by(1, items)
    assert refused.value.field == "items.20.count"
