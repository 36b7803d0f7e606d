"""Lists of no, one and sixty rows, of every list form: read back, printed whole, the head on every page."""

from __future__ import annotations

from pathlib import Path

import pytest

import kjfz_docs as kd
from tests.forms.long_lists import LISTS, filled
from tests.forms.test_pages import bare, missing_words, pages
from tests.forms.test_round_trip import codes_and_fields
from tests.making import elements
from tests.office import skips_without_libreoffice


@pytest.mark.parametrize("count", [0, 1, 60])
@pytest.mark.parametrize("form", LISTS, ids=lambda form: form.id)
def test_a_list_of_any_length_is_read_back_equal(form: kd.Form, count: int) -> None:
    record = filled(form, count)
    reading = kd.read(kd.render(record))
    assert reading.record == record
    assert codes_and_fields(reading.findings) == codes_and_fields(kd.check(record))


@pytest.mark.parametrize("form", LISTS, ids=lambda form: form.id)
def test_an_empty_list_is_printed_with_the_blank_rows_of_the_form(form: kd.Form) -> None:
    empty = list(elements(kd.render(filled(form, 0)), "tr"))
    assert len(empty) == len(list(elements(kd.blank(form), "tr")))


@pytest.mark.parametrize("form", LISTS, ids=lambda form: form.id)
def test_no_row_may_be_cut_in_two(form: kd.Form) -> None:
    rows = list(elements(kd.render(filled(form, 3)), "tr"))
    assert all(any(child.tag.endswith("}cantSplit") for child in row.iter()) for row in rows)


@pytest.mark.libreoffice
@skips_without_libreoffice
@pytest.mark.parametrize("form", LISTS, ids=lambda form: form.id)
def test_sixty_rows_are_printed_whole_with_the_head_on_every_page(form: kd.Form, tmp_path: Path) -> None:
    record = filled(form, 60)
    printed = pages(tmp_path, "list", kd.render(record))
    head = bare(form.labels.lists[0].columns[-1].names[0])
    assert len(printed) > 1
    assert all(head in page for page in printed)
    assert missing_words(record, printed) == set()
