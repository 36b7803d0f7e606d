"""The exact tier: the lines of a file laid over the template's, one to one."""

from __future__ import annotations

import attrs
import pytest

import kjfz_docs as kd
from kjfz_docs.grids import open_file, read_grid
from kjfz_docs.reading import exact
from kjfz_docs.templating.pattern import Ambiguous
from kjfz_docs.templating.skeleton import segments
from tests.grids.documents import docx, p, tbl, tc, tr
from tests.making import document, paragraph, table


@attrs.frozen(kw_only=True)
class Item:
    name: str | None = None
    use: str | None = None


@attrs.frozen(kw_only=True)
class Sheet:
    keeper: str | None = None
    items: tuple[Item, ...] = ()


LOOP = ("{%tr for item in items %} | ", "{{ item.name }} | {{ item.use }}", "{%tr endfor %} | ")
FORM = kd.Form(
    id="sheet",
    record=Sheet,
    docx=document(
        paragraph("设备登记表"),
        table("保管人 | {{ keeper }}", "名称 | 用途", *LOOP, "合计 | "),
        paragraph(),
    ),
)


def laid(data: bytes) -> list[tuple[int | None, str]] | None:
    """What stood in the slots, each with the number of its row; None where the lines do not fit."""
    found = exact.fit(FORM.skeleton, segments(read_grid(open_file(data)).lines))
    if found is None:
        return None
    return [
        (fitted.row, capture.text.text)
        for fitted in found.fitted
        if not isinstance(fitted.captures, Ambiguous)
        for capture in fitted.captures
    ]


def sheet(*rows: str, title: str = "设备登记表") -> bytes:
    return document(paragraph(title), table(*rows), paragraph())


def test_texts_are_taken_as_they_stand() -> None:
    found = laid(sheet("保管人 |  李明 ", "名称 | 用途", "合计 | 同上", "泵 | ", "合计 | "))
    assert found == [(None, "李明"), (0, "合计"), (0, "同上"), (1, "泵"), (1, "")]


def test_the_heads_may_be_repeated_among_the_rows() -> None:
    found = laid(sheet("保管人 | 李明", "名称 | 用途", "泵 | 抽水", "名 称 | 用途", "阀 | 截流", "合计 | "))
    assert found == [(None, "李明"), (0, "泵"), (0, "抽水"), (2, "阀"), (2, "截流")]


def test_a_list_may_have_no_rows() -> None:
    assert laid(sheet("保管人 | 李明", "名称 | 用途", "合计 | ")) == [(None, "李明")]


@pytest.mark.parametrize(
    "data",
    [
        sheet("保管人 | 李明", "名称 | 用途", "泵 | 抽水"),
        sheet("保管人 | 李明", "名称 | 用途", "泵 | 抽水 | 新", "合计 | "),
        sheet("保管员 | 李明", "名称 | 用途", "合计 | "),
        sheet("保管人 | 李明", "名称 | 用途", "合计 | ", title="仪器登记表"),
        document(
            paragraph("设备登记表"), table("保管人 | 李明", "名称 | 用途", "合计 | "), paragraph("附注")
        ),
        document(
            paragraph("设备登记表"),
            *(table("保管人 | 李明", "名称 | 用途"), table("泵 | 抽水", "合计 | ")),
            paragraph(),
        ),
    ],
    ids=["no total", "a cell more", "another label", "another title", "a line more", "a table of its own"],
)
def test_lines_that_are_not_those_of_the_template_do_not_fit(data: bytes) -> None:
    assert laid(data) is None


def test_a_row_into_which_the_head_reaches_is_none_of_the_list() -> None:
    head = tc("名称", properties='<w:vMerge w:val="restart"/>')
    below = tr(tc("", properties="<w:vMerge/>"), "（简述）")
    rows = (tr("保管人", "李明"), tr(head, "用途"), below, tr("泵", "抽水"), tr("合计", ""))
    data = docx(p("设备登记表") + tbl(*rows) + p(""))
    assert laid(data) is None
    reading = kd.read(data, forms=[FORM])
    assert reading.record == Sheet(keeper="李明", items=(Item(name="泵", use="抽水"),))
    assert [f.raw for f in reading.findings if f.code == "KD206"] == ["（简述）"]
