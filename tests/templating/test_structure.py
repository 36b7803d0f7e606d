"""What the blocks of a template can do to its XML, said without data."""

from __future__ import annotations

import pytest
from jinja2 import Environment

from kjfz_docs.templating.pieces import Tag, pieces
from kjfz_docs.templating.structure import Structure, numbered, structure

SPACES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:wp="wp"'


def shape(body: str, *, is_body: bool = True) -> Structure:
    source = f"<w:document {SPACES}><w:body>{body}</w:body></w:document>"
    return structure(pieces(source, Environment()), is_body=is_body)


@pytest.mark.parametrize(
    "body",
    [
        "<w:p>{{ a }}</w:p>",
        "{% for x in a %}<w:p/>{% endfor %}",
        "<w:p>{% for x in a %}</w:p><w:p>{% endfor %}</w:p>",
        '<w:p w:a="{% if a %}b{% else %}c{% endif %}"/>',
        "{% if a %}<w:p/>{% elif b %}{% set c = 1 %}{% endif %}",
        '<w:p w:a=">" w:b=\'"\'>{% if a %}b{% endif %}</w:p>',
    ],
)
def test_it_is_sound_whichever_blocks_are_printed(body: str) -> None:
    assert shape(body).is_sound


@pytest.mark.parametrize(
    "body",
    [
        "<w:p>{% for x in a %}</w:p>{% endfor %}",
        "{% for x in a %}<w:p>{% endfor %}</w:p>",
        "<w:p>{% if a %}</w:p>{% endif %}",
        "<w:p>{% if a %}</w:p>{% else %}b{% endif %}",
        "<w:p>{% if a %}</w:p>{% else %}b</w:p>{% endif %}",
        "<w:p>{% if a %}</w:p>{% elif b %}</w:p>{% endif %}",
        "{% if a %}<w:p>{% else %}<w:r>{% endif %}</w:p>",
        "<w:p>{% macro m() %}{% endmacro %}</w:p>",
        "<w:p>{% if a %}{% endfor %}</w:p>",
    ],
)
def test_it_is_not_known_to_be_sound(body: str) -> None:
    assert not shape(body).is_sound


def table(*rows: str, columns: int) -> str:
    grid = '<w:gridCol w:w="100"/>' * columns
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def row(cells: int, text: str = "") -> str:
    return "<w:tr>" + f"<w:tc><w:p>{text}</w:p></w:tc>" * cells + "</w:tr>"


LOOP, END = "{% for x in a %}", "{% endfor %}"


@pytest.mark.parametrize(
    ("body", "is_loose"),
    [
        (table(row(2), LOOP, row(2), END, columns=2), False),
        (table(row(2, "{% if a %}b{% endif %}"), columns=2), False),
        (table(row(2), columns=4), False),
        (table(row(1), LOOP, row(2), END, columns=2), True),
        (table(row(2), LOOP, row(3), END, columns=2), True),
        (table("<w:tr>", LOOP, "<w:tc/>", END, "</w:tr>", columns=2), True),
        (table('<w:tr><w:tc><w:tcPr><w:gridSpan w:val="{{ a }}"/></w:tcPr></w:tc></w:tr>', columns=2), True),
    ],
)
def test_a_table_is_fitted_once_unless_blocks_can_change_its_columns(body: str, is_loose: bool) -> None:
    assert shape(body).has_loose_tables == is_loose
    assert not shape(body, is_body=False).has_loose_tables


def test_a_table_that_is_always_the_same_is_fitted_when_it_is_compiled() -> None:
    text = "".join(part for part in shape(table(row(2, "{{ a }}"), columns=4)).parts if isinstance(part, str))
    assert text.count("<w:gridCol") == 2
    assert [
        part.source for part in shape(table(row(1, "{{ a }}"), columns=4)).parts if isinstance(part, Tag)
    ] == ["a"]


def test_drawings_are_numbered_once_unless_there_are_blocks() -> None:
    drawing = '<wp:docPr name="a" id="7"/>'
    once = shape(drawing * 2)
    assert not once.has_loose_drawings
    assert 'id="1001"' in str(once.parts[0])
    assert 'id="1002"' in str(once.parts[0])
    assert shape(f"{LOOP}{drawing}{END}").has_loose_drawings
    assert numbered(drawing * 2) == '<wp:docPr name="a" id="1001"/><wp:docPr name="a" id="1002"/>'
