"""Values as what stands in the XML of a Word document: many at once, and one by one, give the same."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from docxtpl import Listing, RichText
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from markupsafe import Markup

from kjfz_docs.errors import UnwritableError
from kjfz_docs.templating.pieces import Stands, Tag
from kjfz_docs.templating.word_values import Slots, Unfit, written

TEXT = Tag("name", True, Stands.TEXT, "<w:rPr><w:b/></w:rPr>", "<w:pPr><w:jc/></w:pPr>")
PLAIN = Tag("title", True, Stands.PLAIN)
SIGNS = st.text(st.sampled_from("甲𠮷a &<>\"'{}_\n\r\t\a\f\0\x0b\x1f\x7f\x85\u2028\ud800\ufffe\uffff"))
VALUES = st.one_of(
    SIGNS, st.text(), st.integers(), st.none(), st.booleans(), st.floats(), st.decimals(), st.dates()
)


@given(
    values=st.lists(VALUES, max_size=8), tags=st.lists(st.sampled_from([TEXT, PLAIN]), min_size=1, max_size=3)
)
def test_many_values_at_once_stand_as_each_would_alone(values: list[Any], tags: list[Tag]) -> None:
    values = values[: len(values) // len(tags) * len(tags)]
    alone = [(value, tags[index % len(tags)]) for index, value in enumerate(values)]
    try:
        made = Slots(tags).encoded(values) if values else []
    except Unfit:
        assert any(map(is_refused, alone))
    else:
        assert [text.decode() for text in made] == [str(written(value, tag)) for value, tag in alone]


def is_refused(pair: tuple[Any, Tag]) -> bool:
    try:
        written(*pair)
    except UnwritableError as refused:
        return refused.field == pair[1].source
    return False


@given(value=SIGNS)
def test_a_text_arrives_as_typed_or_is_refused_by_the_name_of_its_tag(value: str) -> None:
    assert is_refused((value, TEXT)) == any(sign in value for sign in "\0\x0b\x1f\ud800\ufffe\uffff")
    if is_refused((value, TEXT)):
        return
    text = written(value, TEXT)
    xml = f"<w:p xmlns:w='w'><w:r><w:t>{text}</w:t></w:r></w:p>"
    root = etree.fromstring(f"<x xmlns:w='w'>{xml}</x>")
    signs = {"{w}br": "\n", "{w}tab": "\t"}
    read = "".join(signs.get(each.tag, each.text or "") for each in root.iter("{w}t", "{w}br", "{w}tab"))
    typed = value.replace("\r\n", "\n").replace("\r", "\n").replace("\a", "").replace("\f", "\n")
    assert read == typed


def test_what_is_no_text_is_printed_as_python_prints_it() -> None:
    values = [1, 2.5, None, True, Decimal("1.50"), dt.date(2026, 3, 1)]
    assert Slots([TEXT]).encoded(values) == [b"1", b"2.5", b"None", b"True", b"1.50", b"2026-03-01"]


@pytest.mark.parametrize("value", [Markup("<w:r/>"), RichText("a"), Listing("a\nb")])
def test_markup_is_nothing_for_the_fast_way(value: Any) -> None:
    with pytest.raises(Unfit):
        Slots([TEXT, TEXT]).encoded(["a", value])


def test_a_listing_has_the_looks_of_the_place_where_it_stands() -> None:
    assert "<w:rPr><w:b/></w:rPr><w:tab/>" in written(Listing("a\tb"), TEXT)
    assert "<w:pPr><w:jc/></w:pPr>" in written(Listing("a\ab"), TEXT)


def test_a_text_between_elements_is_refused_since_nobody_would_see_it() -> None:
    with pytest.raises(UnwritableError, match="rich: a text where only markup may stand"):
        written("a", Tag("rich", True, Stands.BETWEEN))


def test_quotation_marks_end_no_attribute() -> None:
    assert written("\"'", Tag("colour", True, Stands.ATTRIBUTE)) == "&#34;&#39;"
