"""The XML of a template cut where its tags are."""

from __future__ import annotations

import pytest
from jinja2 import Environment, TemplateSyntaxError
from lxml import etree

from kjfz_docs.templating.pieces import BREAK, Tag, patched, pieces
from tests.making import W


def cut(body: str) -> tuple[str | Tag, ...]:
    root = etree.fromstring(f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
    return pieces(patched(root), Environment())


def tags(body: str) -> list[tuple[str, str]]:
    return [(each.source, each.stands.name) for each in cut(body) if isinstance(each, Tag)]


def text(inner: str) -> str:
    return f"<w:p><w:r><w:t>{inner}</w:t></w:r></w:p>"


def test_texts_and_tags_alternate_and_together_they_are_the_part() -> None:
    parts = cut(text("姓名：{{ name }}，{{ sex }}。"))
    assert [each if isinstance(each, str) else each.source for each in parts][1::2] == ["name", "sex"]
    assert isinstance(parts[0], str)
    assert parts[0].endswith('<w:t xml:space="preserve">姓名：')
    assert parts[2] == "，"
    assert isinstance(parts[4], str)
    assert parts[4].startswith("。</w:t>")


def test_a_tag_that_word_split_over_runs_is_one_tag() -> None:
    split = "<w:p><w:r><w:t>{</w:t></w:r><w:r><w:t>{ na</w:t></w:r><w:r><w:t>me }}</w:t></w:r></w:p>"
    assert tags(split) == [("name", "TEXT")]


def test_each_tag_knows_where_it_stands() -> None:
    assert tags(text("{{ a }}")) == [("a", "TEXT")]
    assert tags(text("{%p for x in rows %}") + text("{{ x }}") + text("{%p endfor %}")) == [
        ("for x in rows", "BETWEEN"),
        ("x", "TEXT"),
        ("endfor", "BETWEEN"),
    ]
    assert tags("<w:p><w:r><w:t>{{r rich }}</w:t></w:r></w:p>") == [("rich", "BETWEEN")]
    assert tags("<w:p><w:r><w:instrText>{{ a }}</w:instrText></w:r></w:p>") == [("a", "PLAIN")]


def test_a_colour_stands_in_an_attribute() -> None:
    cell = (
        '<w:tc><w:tcPr><w:tcW w:w="9"/></w:tcPr>' + text("{% cellbg colour %}") + text("{{ x }}") + "</w:tc>"
    )
    found = tags(f"<w:tbl><w:tblGrid/><w:tr>{cell}</w:tr></w:tbl>")
    assert ("colour", "ATTRIBUTE") in found
    assert ("x", "TEXT") in found


def test_a_tag_knows_the_looks_of_its_run_and_paragraph_for_tabs_and_new_paragraphs() -> None:
    (tag,) = (
        each
        for each in cut("<w:p><w:pPr><w:jc/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>{{ x }}</w:t></w:r></w:p>")
        if isinstance(each, Tag)
    )
    assert (tag.run, tag.paragraph) == ("<w:rPr><w:b/></w:rPr>", "<w:pPr><w:jc/></w:pPr>")
    marks = tag.marks
    assert marks["\n"] == BREAK
    assert marks["\t"].count(tag.run) == 2
    assert marks["\a"].startswith("</w:t></w:r></w:p><w:p><w:pPr><w:jc/></w:pPr><w:r>")
    assert 'w:type="page"' in marks["\f"]


def test_literal_braces_and_comments_are_no_tags() -> None:
    assert tags(text("{_{ a }_} {_% b %_} {# c #}")) == []
    (whole,) = cut(text("{_{ a }_} {# c #}"))
    assert isinstance(whole, str)
    assert "{{ a }} </w:t>" in whole


def test_blanks_between_elements_are_left_out_and_those_of_texts_are_kept() -> None:
    body = '<w:p>\n  <w:r>\n    <w:t xml:space="preserve"> </w:t>\n    <w:t> a </w:t>\n  </w:r>\n</w:p>\n'
    (whole,) = cut(body)
    assert isinstance(whole, str)
    assert '<w:p><w:r><w:t xml:space="preserve"> </w:t><w:t> a </w:t></w:r></w:p>' in whole


def test_ids_of_paragraphs_which_a_loop_would_repeat_are_left_out() -> None:
    (whole,) = cut('<w:p w:rsidR="00A77B3E"><w:r w:rsidRPr="00C41F27"><w:t>a</w:t></w:r></w:p>')
    assert "rsid" not in str(whole)


def test_a_tag_that_is_not_closed_is_an_error() -> None:
    with pytest.raises(TemplateSyntaxError):
        cut(text("{{ 'a"))
