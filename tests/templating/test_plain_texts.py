"""Values made for Word are plain texts where only texts may be."""

from __future__ import annotations

from typing import Any

import pytest
from docxtpl import InlineImage, Listing, RichText, RichTextParagraph
from markupsafe import Markup

import kjfz_docs as kd
from kjfz_docs.templating.plain_texts import without_markup
from tests.writing.test_sheet_template import book, sheet_of


def rich() -> RichText:
    made = RichText("甲 & <乙>")
    made.add("丙", bold=True)
    return made


TEXTS = [
    (rich(), "甲 & <乙>丙"),
    (Listing("a < b\n二"), "a < b\n二"),
    (Markup("a &lt; &#34;b&#34;"), 'a < "b"'),
    (RichTextParagraph("一"), "一"),
]


@pytest.mark.parametrize(("value", "text"), TEXTS)
def test_a_cell_has_the_text_of_a_value_with_markup(value: Any, text: str) -> None:
    rows = book("{%tr for r in rows %}\n{{ r.x }} │ 见{{ r.x }}\n{%tr endfor %}")
    made = sheet_of(kd.Template(rows).render({"rows": [{"x": value}] * 20}))
    assert set(made.iter_rows(values_only=True)) == {(text, f"见{text}")}


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Markup("<b>粗</b>"), "markup that no cell can hold"),
        (Markup("3 < 5"), "makes no XML"),
        (InlineImage(None, "photo.png"), "InlineImage"),
    ],
)
def test_markup_that_is_no_text_is_refused_by_name(value: Any, said: str) -> None:
    with pytest.raises(kd.UnwritableError, match=said) as raised:
        kd.Template(book("{{ x }}")).render({"x": value})
    assert raised.value.field == "x"
    with pytest.raises(kd.UnwritableError, match=said):
        kd.Template(book("见{{ x }}")).render({"x": value})


def test_what_has_no_markup_stays_what_it_is() -> None:
    assert without_markup(7) == 7
    assert without_markup("a &amp; <b>") == "a &amp; <b>"
