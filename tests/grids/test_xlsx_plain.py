"""Plain rows and plain strings are found in the bytes of a workbook only where every byte is accounted for."""

from __future__ import annotations

import pytest

from kjfz_docs.grids.xlsx_plain import FEWEST, SAMPLES, plain_rows
from kjfz_docs.grids.xlsx_strings import plain_strings, plain_text

COUNT = FEWEST + 2 * SAMPLES + 10


def cell(column: str, row: int, text: str) -> str:
    return f'<c r="{column}{row}" s="1" t="inlineStr"><is><t>{text}</t></is></c>'


def row(number: int, *cells: str, more: str = "") -> str:
    return f'<row r="{number}"{more}>{"".join(cells)}</row>'


def alike(number: int) -> str:
    return row(number, cell("A", number, f"甲{number}"), cell("B", number, "乙"))


def sheet(*rows: str, after: str = "") -> bytes:
    return f"<worksheet><sheetData>{''.join(rows)}</sheetData>{after}</worksheet>".encode()


ROWS = [alike(number) for number in range(1, COUNT + 1)]


def test_rows_that_are_alike_are_plain_but_for_samples() -> None:
    found = plain_rows(sheet(*ROWS))
    assert found is not None
    # The first two make the pattern.
    assert found.numbers == list(range(3 + SAMPLES, COUNT + 1 - SAMPLES))
    assert found.samples == (3, COUNT)
    texts = [texts for column in found.columns for _, texts in column.texts]
    assert texts[0][0] == f"甲{3 + SAMPLES}".encode()
    assert set(texts[1]) == {"乙".encode()}


def test_the_rest_is_the_sheet_without_them() -> None:
    found = plain_rows(sheet(*ROWS))
    assert found is not None
    assert found.rest() == sheet(*ROWS[: 2 + SAMPLES], *ROWS[-SAMPLES:])
    assert found.without([0]).rest() == sheet(*ROWS[: 3 + SAMPLES], *ROWS[-SAMPLES:])


def test_another_spelling_is_learnt_from_the_row_that_has_it() -> None:
    blank = [row(n, cell("A", n, "丙"), f'<c r="B{n}" s="1"/>') for n in (31, 41)]
    rows = [*ROWS[:30], blank[0], *ROWS[31:40], blank[1], *ROWS[41:]]
    found = plain_rows(sheet(*rows))
    assert found is not None
    assert 31 not in found.numbers
    assert 41 in found.numbers
    assert blank[0].encode() in found.rest()


def test_a_line_below_the_list_is_no_spelling_of_its_rows() -> None:
    def wide(number: int) -> str:
        return row(number, *(cell(column, number, "x") for column in "ABCDE"))

    rows = [wide(number) for number in range(1, COUNT + 1)]
    found = plain_rows(sheet(*rows, row(COUNT + 1, cell("A", COUNT + 1, "注：无"))))
    assert found is not None
    assert not any(column.optional for column in found.columns)


@pytest.mark.parametrize(
    "odd",
    [
        row(31, "<c r='A31'/>"),
        row(31, cell("A", 32, "x"), cell("B", 31, "y")),
        row(31, cell("B", 31, "x"), cell("A", 31, "y")),
        row(31, cell("A", 31, "x"), '<c r="B31"><f>1</f><v>1</v></c>'),
        row(31, cell("A", 31, "x"), cell("B", 31, "y"), more=' hidden="1"'),
        row(31, cell("A", 31, "x\r\n"), cell("B", 31, "y")),
    ],
)
def test_what_is_spelt_otherwise_is_left_to_the_parser(odd: str) -> None:
    found = plain_rows(sheet(*ROWS[:30], odd, *ROWS[31:]))
    assert found is not None
    assert 31 not in found.numbers
    assert odd.encode() in found.rest()


@pytest.mark.parametrize(
    "data",
    [
        sheet(*ROWS[:40]),
        sheet(*ROWS[:30], ROWS[20], *ROWS[31:]),
        sheet(*ROWS[:30], "<!-- -->", *ROWS[30:]),
        sheet(*ROWS[:30], "<row/>", *ROWS[30:]),
        sheet(*ROWS, after='<drawing r:id="rId1"/>'),
        sheet(*ROWS, after='<mergeCells><mergeCell x="" ref="A1:B2"/></mergeCells>'),
    ],
)
def test_such_sheets_are_read_whole(data: bytes) -> None:
    assert plain_rows(data) is None


def test_rows_under_merged_ranges_are_left_to_the_parser() -> None:
    found = plain_rows(sheet(*ROWS, after='<mergeCells><mergeCell ref="A20:A22"/></mergeCells>'))
    assert found is not None
    assert not {20, 21, 22} & {*found.numbers}
    assert {19, 23} <= {*found.numbers}


@pytest.mark.parametrize(
    ("text", "said"),
    [("a&amp;b&#65;", "a&bA"), ("&lt;&gt;&quot;&apos;", "<>\"'"), ("李明\n", "李明\n"), ("&#10;", "\n")],
)
def test_references_are_what_they_stand_for(text: str, said: str) -> None:
    assert plain_text(text.encode()) == said


@pytest.mark.parametrize(
    "text",
    [b"&nbsp;", b"&", b"&#x41;", b"&#0;", b"&#55296;", b"&#65535;", b"\xff", b"\xef\xbf\xbf", b"x" * 70_000],
)
def test_what_a_parser_must_judge_is_no_plain_text(text: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        plain_text(text)
    assert plain_strings(b"<sst><si><t>" + text + b"</t></si></sst>") is None


def test_strings_are_plain_where_all_are() -> None:
    strings = '<si><t>甲</t></si><si><t xml:space="preserve"> a&amp;_x0041_ </t></si>'
    data = f'<?xml version="1.0"?>\n<sst count="2">{strings}</sst>\n'
    found = plain_strings(data.encode())
    assert found is not None
    assert [*found] == [(("甲", None),), ((" a&A ", None),)]
    assert plain_strings(data.replace("<si><t>甲</t>", "<si><r><t>甲</t></r>").encode()) is None
    assert plain_strings(data.replace("</sst>", "x</sst>").encode()) is None
