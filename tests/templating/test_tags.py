"""The tags of a template's text."""

from __future__ import annotations

import pytest

from kjfz_docs.errors import TemplateError
from kjfz_docs.findings import Place
from kjfz_docs.templating.tags import Expression, Statement, shares_cell, tokens

HERE = Place(table=1, row=2, column=3)


def test_literals_and_tags_come_in_order() -> None:
    found = list(tokens("（{{ passed|tick('是') }}）是"))
    assert found == ["（", Expression("passed", "tick", ("是",), "{{ passed|tick('是') }}"), "）是"]


def test_a_row_loop_knows_its_level_variable_and_list() -> None:
    (found,) = tokens("{%tr for row in rows|neighbours('prefecture') %}")
    assert isinstance(found, Statement)
    assert (found.word, found.level, found.variable) == ("for", "tr", "row")
    assert found.expression is not None
    assert (found.expression.path, found.expression.filter) == ("rows", "neighbours")


@pytest.mark.parametrize("text", ["{% vm %}", "{%vm%}", "{%p endfor %}", "{% else %}"])
def test_a_statement_may_be_spaced_in_any_way(text: str) -> None:
    (found,) = tokens(text)
    assert isinstance(found, Statement)


@pytest.mark.parametrize("tag", ["{% vm %}", "{%vm%}", "{%  vm%}"])
def test_the_tag_of_a_shared_cell_may_be_spaced_in_any_way(tag: str) -> None:
    assert shares_cell(f"{tag}{{{{ row.prefecture }}}}")
    assert not shares_cell("{{ vm }}")


@pytest.mark.parametrize(
    ("text", "code", "tag"),
    [
        ("{{ name", "KD601", "{{ name"),
        ("name }}", "KD601", "name }}"),
        ("{{ name| }}", "KD601", "{{ name| }}"),
        ("{%tr for row rows %}", "KD601", "{%tr for row rows %}"),
        ("{{ a + 1 }}", "KD607", "{{ a + 1 }}"),
        ("{{ a|tick(b) }}", "KD607", "{{ a|tick(b) }}"),
        ("{% macro x() %}", "KD607", "{% macro x() %}"),
        ("{%- if x %}", "KD607", "{%- if x %}"),
        ("{{ a|tick(“是”) }}", "KD608", "{{ a|tick(“是”) }}"),
    ],
)
def test_a_tag_that_cannot_be_read_back_is_named_with_its_place(text: str, code: str, tag: str) -> None:
    with pytest.raises(TemplateError) as error:
        list(tokens(text, HERE))
    (finding,) = error.value.findings
    assert (finding.code, finding.raw, finding.where) == (code, tag, HERE)
    assert tag in str(error.value)
