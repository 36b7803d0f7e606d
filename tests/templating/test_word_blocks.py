"""Conditions and loops in one another give the bytes that Jinja gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kjfz_docs.templating.jinja_part import word_environment
from kjfz_docs.templating.pieces import Stands, Tag
from kjfz_docs.templating.word_blocks import BlocksPart, blocks_part
from kjfz_docs.templating.word_values import Unfit
from tests.making import document, paragraph, table
from tests.templating.test_word_program import part, same
from tests.templating.test_word_values import VALUES

NESTED = document(
    paragraph("{% if name %}{{ name }}{% elif other and not name %}{{ other }}！{% else %}请填写{% endif %}"),
    table(
        "组 | 名",
        "{%tr for g in groups %}",
        "{{ g.name }}{{ title }} | {% if loop.first %}首{% endif %}{{ loop.index }}/{{ loop.length }}",
        "{%tr for r in g.rows %}",
        "{{ g.name }} | {{ r }}{% if loop.last or r %}；{% endif %}{{ loop.index0 }}",
        "{%tr else %}",
        "无 | {{ loop.index }}",
        "{%tr endfor %}",
        "{%tr endfor %}",
        "{%tr if name or title.x.y %}",
        "{{ title }} | ",
        "{%tr endif %}",
    ),
)
PART = part(NESTED)
GROUPS = st.lists(st.fixed_dictionaries({"name": VALUES, "rows": st.lists(VALUES, max_size=3)}), max_size=4)


@given(name=VALUES, other=VALUES, groups=GROUPS)
def test_blocks(name: object, other: object, groups: list[object]) -> None:
    assert isinstance(PART.fast, BlocksPart)
    same(PART, {"name": name, "other": other, "groups": groups, "title": {"x": {"y": 0}}})


def test_long_lists_are_written_in_pieces() -> None:
    rows = {"name": "", "other": "", "title": {"x": {"y": 0}}}
    mapping = {**rows, "groups": [{"name": f"组{one}", "rows": ["a", "<"] * 9} for one in range(90)]}
    assert PART.fast is not None
    pieces = list(PART.fast.chunks(mapping))
    assert len(pieces) > 5
    assert b"".join(pieces) == PART.by_jinja.render(mapping)


@pytest.mark.parametrize("missing", ["name", "groups", "title"])
def test_a_name_that_the_data_does_not_have_is_left_to_jinja(missing: str) -> None:
    mapping = {"name": "a", "other": "", "title": {"x": {"y": 0}}, "groups": [{"name": "", "rows": []}]}
    del mapping[missing]
    assert PART.fast is not None
    with pytest.raises(Unfit):
        PART.fast.render(mapping)


@pytest.mark.parametrize("rows", [{"a": 1}, "ab", {1, 2}, iter("ab"), 3, None])
def test_what_is_no_list_is_left_to_jinja(rows: object) -> None:
    found = part(document(paragraph("{% for x in rows %}{% if x %}{{ x }}{% endif %}{% endfor %}")))
    assert isinstance(found.fast, BlocksPart)
    with pytest.raises(Unfit):
        found.fast.render({"rows": rows})


def test_names_of_a_template_are_never_code() -> None:
    for name in ("import", "class", "None_", "Unfit", "m", "c", "get", "v0", "r0", "名"):
        tags = f"{{% for v in m %}}{{% if {name} %}}{{{{ {name} }}}}{{% endif %}}{{% endfor %}}"
        found = part(document(paragraph(tags)))
        mapping: dict[str, object] = {name: ["值"], "m": ["a", "b"]}
        assert found.fast is not None
        assert found.fast.render(mapping) == found.by_jinja.render(mapping)


@pytest.mark.parametrize(
    "tags",
    [
        "{% if a == 1 %}b{% endif %}",
        "{% if a is defined %}b{% endif %}",
        "{% if a %}{{ a|upper }}{% endif %}",
        "{% if a %}{% set b = 1 %}{% endif %}",
        "{% for x in a %}{% if loop.changed(x) %}{% endif %}{% endfor %}",
        "{% if self %}a{% endif %}",
    ],
)
def test_everything_else_is_left_to_jinja(tags: str) -> None:
    assert part(document(paragraph(tags))).fast is None


def test_loops_too_deep_for_one_function_are_left_to_jinja() -> None:
    loops = [
        Tag(source, is_value=False, stands=Stands.TEXT) for source in ["for x in a"] * 21 + ["endfor"] * 21
    ]
    assert blocks_part(loops[1:-1], word_environment({}), b"") is not None
    assert blocks_part(loops, word_environment({}), b"") is None
