"""Borders of a Word table that differ between rows by slivers."""

from __future__ import annotations

import pytest

from tests.grids.documents import drawn, grid, p, spans, tbl, tc, tr

HEAD = (0, 1000, 2000, 3000)


def columns(body: str) -> list[list[tuple[int, int]]]:
    return [[spans(cell)[:2] for cell in line.cells] for line in grid(body).lines if line.is_row]


@pytest.mark.parametrize(
    "borders",
    [(0, 1001, 2000, 3000), (0, 999, 2001, 3000), (0, 1150, 1850, 3000), (0, 1000, 2000, 2999)],
    ids=["a rounding", "two roundings", "dragged borders", "the last border"],
)
def test_borders_that_differ_by_a_sliver_are_one(borders: tuple[int, ...]) -> None:
    found = columns(drawn((HEAD, "甲乙丙"), (borders, "123"), (HEAD, "456")))
    assert found == [[(0, 0), (1, 1), (2, 2)]] * 3


def test_a_head_over_two_columns_stays_over_both() -> None:
    found = columns(drawn(((0, 2001, 3000), "甲乙"), (HEAD, "123")))
    assert found == [[(0, 1), (2, 2)], [(0, 0), (1, 1), (2, 2)]]


def test_a_narrow_column_of_its_own_stays() -> None:
    found = columns(drawn(((0, 100, 2000, 3000), ("", "乙", "丙")), ((0, 2000, 3000), "12")))
    assert found == [[(0, 0), (1, 1), (2, 2)], [(0, 1), (2, 2)]]


def test_borders_far_apart_stay_two() -> None:
    found = columns(drawn(((0, 1000, 3000), "甲乙"), ((0, 2000, 3000), "12")))
    assert found == [[(0, 0), (1, 2)], [(0, 1), (2, 2)]]


@pytest.mark.parametrize("width", [0, 100], ids=["no widths", "one width for all"])
def test_widths_that_say_nothing_change_nothing(width: int) -> None:
    three, four = ('<w:gridSpan w:val="3"/>', '<w:gridSpan w:val="4"/>')
    body = tbl(
        tr(*(tc(text, properties=four) for text in "甲乙丙")),
        tr(*(tc(text, properties=three) for text in "1234")),
        widths=[width] * 12,
    )
    assert columns(body) == [[(0, 3), (4, 7), (8, 11)], [(0, 2), (3, 5), (6, 8), (9, 11)]]


def test_a_grid_with_too_few_columns_does_no_harm() -> None:
    body = tbl(tr("甲", "乙", "丙"), tr("1", "2", "3"), widths=[1000])
    assert columns(body) == [[(0, 0), (1, 1), (2, 2)]] * 2


def test_nested_tables_and_the_table_around_them_have_their_own() -> None:
    inner = drawn((HEAD, "甲乙丙"), ((0, 1001, 2000, 3000), "123"))
    outer = columns(tbl(tr(tc(inner, p("")), "右"), widths=[5000, 5000]))
    assert outer == [[(0, 0), (1, 1)], *[[(0, 0), (1, 1), (2, 2)]] * 2]
