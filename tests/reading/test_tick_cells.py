"""Cells of ticks with their label in them, in slightly other words than the form's."""

from __future__ import annotations

import pytest

from kjfz_docs.grids.model import RichText
from kjfz_docs.reading.tick_cells import WholeCell
from tests.codecs.making import info

CELL = WholeCell(info(bool, label="是否帮助企业提升了创新能力"))


@pytest.mark.parametrize(
    "text",
    [
        "是否帮助企业提升了创新能力\n（√）是 （ ）否",
        "是否帮助企业提升创新能力\n（√）是 （ ）否",
        "是否帮助企业提升创新能力 （√）是 （ ）否",
        "是否帮助企业提升创新能力：☑是 □否",
    ],
)
def test_a_retyped_label_is_no_remark_beside_the_tick(text: str) -> None:
    read = CELL.read(RichText(text))
    assert (read.value, read.findings) == (True, ())


def test_words_of_another_sense_beside_the_tick_are_doubted() -> None:
    read = CELL.read(RichText("是否帮助企业招聘人员\n（√）是 （ ）否"))
    assert (read.value, [finding.code for finding in read.findings]) == (None, ["KD309"])
