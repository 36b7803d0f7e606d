"""Blocks that were taken out of a document come back in their order, all of them, or not at all."""

from __future__ import annotations

import pytest
from lxml import etree

from kjfz_docs.grids.docx_blocks import NUMBER, KnownRow, NotInPlaceError, Replaced
from kjfz_docs.grids.docx_rows import RowShape

BLOCKS = [KnownRow(RowShape(), [], [], (0, 0)) for _ in range(2)]


def element(number: int | None) -> object:
    return etree.Element("tr", {} if number is None else {NUMBER: str(number)})


def test_blocks_are_given_in_their_order_between_elements_that_stand_for_themselves() -> None:
    replaced = Replaced(BLOCKS)
    found = [replaced.at(element(number)) for number in (0, None, 1)]
    assert found[0] is BLOCKS[0]
    assert found[1] is None
    assert found[2] is BLOCKS[1]
    replaced.ended()


@pytest.mark.parametrize("numbers", [[1], [0, 0]])
def test_a_block_out_of_its_turn_is_not_given(numbers: list[int]) -> None:
    replaced = Replaced(BLOCKS)
    *before, last = numbers
    for number in before:
        replaced.at(element(number))
    with pytest.raises(NotInPlaceError):
        replaced.at(element(last))


def test_a_block_that_was_not_met_is_told_at_the_end() -> None:
    replaced = Replaced(BLOCKS)
    replaced.at(element(0))
    with pytest.raises(NotInPlaceError):
        replaced.ended()
