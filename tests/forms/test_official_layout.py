"""A blank form has the texts of the official one, cell by cell, and its orientation."""

from __future__ import annotations

import itertools
import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest

import kjfz_docs as kd
from kjfz_docs.grids import Grid, Line, open_file, read_grid

OFFICIAL: dict[str, Any] = json.loads(
    (Path(__file__).parent.parent / "official" / "official.json").read_text(encoding="utf-8")
)


def bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


both_formats = pytest.mark.parametrize("format_", ["docx", "xlsx"])


def grid_of(form: str, format_: str = "docx") -> Grid:
    return read_grid(open_file(kd.blank(form, format_)))


def texts(lines: list[Line]) -> list[str]:
    return [bare(line.text) for line in lines if not line.is_blank]


@both_formats
@pytest.mark.parametrize("form", list(OFFICIAL))
def test_the_rows_have_the_official_texts_in_order(form: str, format_: str) -> None:
    rows = [
        [bare(cell.text) for cell in line.cells]
        for line in grid_of(form, format_).lines
        if line.is_row and line.cells
    ]
    # The blank rows of a list stand for one or more; a cell merged down over them is printed once.
    merged = [row for row, _ in itertools.groupby(rows)]
    wanted = [[bare(cell) for cell in row] for row in OFFICIAL[form]["rows"]]
    shorter = [row for row in merged if row not in wanted and ["", *row] in wanted]
    assert [row for row in merged if row not in shorter] == wanted


@both_formats
@pytest.mark.parametrize("form", list(OFFICIAL))
def test_what_stands_above_and_below_the_table_is_official(form: str, format_: str) -> None:
    official = OFFICIAL[form]
    lines = list(grid_of(form, format_).lines)
    first = next(index for index, line in enumerate(lines) if line.is_row)
    last = max(index for index, line in enumerate(lines) if line.is_row)
    above = [official["attachment"], official["title"], *official["lines"]]
    assert texts(lines[:first]) == [bare(text) for text in above]
    assert texts(lines[last + 1 :]) == [bare(text) for text in official["after"]]


@both_formats
@pytest.mark.parametrize("form", list(OFFICIAL))
def test_the_page_lies_as_the_official_one(form: str, format_: str) -> None:
    assert grid_of(form, format_).landscape is (OFFICIAL[form]["orientation"] == "landscape")


@pytest.mark.parametrize("form", list(OFFICIAL))
def test_a_form_knows_its_attachment_and_title(form: str) -> None:
    assert kd.forms[form].attachment == OFFICIAL[form]["attachment"]
    assert kd.forms[form].title == OFFICIAL[form]["title"]


@both_formats
def test_blank_rows_are_as_many_as_asked_for(format_: str) -> None:
    data = kd.blank("absence_summary", format_, rows=33)
    rows = [line for line in read_grid(open_file(data)).lines if line.is_row]
    assert len(rows) == 1 + 33


def test_the_forms_without_an_official_layout_have_no_attachment() -> None:
    assert [form.id for form in kd.forms.values() if not form.attachment] == ["tracking_report"]
    assert list(OFFICIAL) == [form.id for form in kd.forms.values() if form.attachment]
