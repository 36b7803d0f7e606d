"""Copies of one document are read as if no copy had been met before."""

from __future__ import annotations

from unittest import mock

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kjfz_docs.errors import Refused
from kjfz_docs.grids import DEFAULT_LIMITS, Grid, docx_whole
from kjfz_docs.grids.docx_known import Known
from kjfz_docs.grids.docx_whole import taken_apart
from tests.grids.documents import grid
from tests.grids.test_docx_known import CELLS, STYLES, TEXTS, paragraph, read, run, tables, unremembered

PLAIN = "<w:p>{}</w:p>"


def cell(*lines: str, properties: str = "") -> str:
    properties = f"<w:tcPr>{properties}</w:tcPr>" if properties else ""
    return f"<w:tc>{properties}{''.join(PLAIN.format(run(line)) for line in lines)}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def form(name: str, report: list[str], opinion: list[str]) -> str:
    """A title, and a table in which a merged cell stands beside two that hold any number of paragraphs."""
    return PLAIN.format(run("考核表", "<w:b/>")) + table(
        cell("姓名") + cell(name),
        cell("意见", properties='<w:vMerge w:val="restart"/>') + cell(*report),
        cell(properties="<w:vMerge/>") + cell(*opinion),
    )


def met(body: str) -> Grid:
    # The styles of these tests are none of another's, whose documents would be known here as well.
    return grid(body, styles=STYLES + "<!-- whole -->")


def sought(body: str) -> int:
    """How often the blocks of a document are sought in it: not at all in one that is known."""
    with mock.patch.object(Known, "without_blocks", autospec=True, side_effect=Known.without_blocks) as found:
        met(body)
    return found.call_count


LINES = st.lists(TEXTS, min_size=1, max_size=4)


@given(st.lists(st.tuples(TEXTS, LINES, LINES), min_size=1, max_size=5))
def test_copies_of_a_form_are_read_as_forms_of_which_no_copy_was_met(
    copies: list[tuple[str, list[str], list[str]]],
) -> None:
    for copy in copies * 2:
        body = form(*copy)
        assert read(body) == unremembered(body)


@given(tables(CELLS), st.lists(st.lists(TEXTS, min_size=1, max_size=2), min_size=2, max_size=4))
def test_paragraphs_repeated_around_a_table_are_no_cells_of_it(rows: str, texts: list[list[str]]) -> None:
    for each in texts * 2:
        around = "".join(paragraph("", [run(text)], "") for text in each)
        for body in (around + rows, rows + around, around + rows + around):
            assert read(body) == unremembered(body)


def test_a_copy_with_other_texts_is_not_sought_through() -> None:
    for name in "甲乙":
        met(form(name, ["一"], ["二"]))
    assert sought(form("丙", ["三"], ["四"])) == 0


def test_each_cell_may_have_as_many_paragraphs_as_it_had_in_any_copy() -> None:
    for report, opinion in ((1, 2), (3, 2), (2, 4)) * 2:
        met(form("甲", ["一"] * report, ["二"] * opinion))
    assert sought(form("乙", ["三"] * 3, ["四"] * 4)) == 0
    assert sought(form("乙", ["三"] * 4, ["四"] * 4)) == 1


def test_text_in_a_cell_that_is_not_printed_is_still_noticed() -> None:
    covered = "<w:tc><w:tcPr><w:vMerge/></w:tcPr>{}</w:tc>"
    for text in ("", "", "", "藏"):
        top = cell("甲", properties='<w:vMerge w:val="restart"/>')
        found = met(table(top, covered.format(PLAIN.format(run(text)))))
        assert [each.code for each in found.findings] == (["KD210"] if text else [])


def test_a_known_document_counts_its_paragraphs_and_cells() -> None:
    limits = attrs.evolve(DEFAULT_LIMITS, blocks=17)
    for report, opinion in ((5, 1), (1, 5)) * 3:
        assert grid(form("甲", ["一"] * report, ["二"] * opinion), styles=STYLES, limits=limits).lines
    with pytest.raises(Refused):
        grid(form("甲", ["一"] * 5, ["二"] * 5), styles=STYLES, limits=limits)


def test_a_long_document_is_not_taken_apart() -> None:
    assert taken_apart(form("甲" * 30_000, ["一"], ["二"]).encode()) is None


def test_the_documents_that_are_known_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_whole, "_MOST_DOCUMENTS", 2)
    with mock.patch("kjfz_docs.grids.docx.laid", wraps=docx_whole.laid) as asked:
        for number in range(1, 7):
            for _ in range(4):
                met(table(cell("甲") * number))
    known = asked.call_args.args[0]
    assert 1 <= len(known) <= 2
