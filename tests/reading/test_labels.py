"""The labels of a template as texts of a file are compared with them."""

from __future__ import annotations

import attrs

import kjfz_docs as kd
from kjfz_docs.reading.labels import Labels
from tests.making import document, paragraph, table


@attrs.frozen(kw_only=True)
class Sheet:
    name: str | None = None
    unit: str | None = None
    count: int | None = None
    passed: bool | None = None


def labels(*rows: str) -> Labels:
    form = kd.Form(id="s", record=Sheet, docx=document(paragraph("某某登记表"), table(*rows), paragraph()))
    return form.labels


def test_a_label_is_compared_with_and_without_what_stands_in_brackets() -> None:
    anchor = labels("数量（个） | {{ count }}").anchors[0]
    assert (anchor.keys, anchor.short_keys) == (("数量个",), ("数量",))


def test_the_title_is_the_longest_line_above_the_table() -> None:
    found = labels("姓名 | {{ name }}")
    assert found.is_title("某某 登记表")
    assert not found.is_title("现报送某某登记表如下")


def test_a_changed_literal_is_still_seen_to_be_one() -> None:
    found = labels("企业考核评价（由企业填写） | ", "姓名 | {{ name }}")
    assert found.resembles_literal("企业考核评价（由接收企业填写）")
    assert not found.resembles_literal("企业对他的评价很高")
