"""The names that a template takes from its data."""

from __future__ import annotations

import pytest
from jinja2.sandbox import SandboxedEnvironment

from kjfz_docs.templating.paths import getter, located, needed, printed
from kjfz_docs.templating.word_values import Unfit

JINJA = SandboxedEnvironment()


def names(source: str) -> list[str]:
    return list(dict.fromkeys(needed(JINJA.parse(source))))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("{{ a }}{{ b.c }}{{ b.d['e'] }}{{ f[0].g }}", ["a", "b.c", "b.d.e", "f[].g"]),
        ("{% for r in rows %}{{ r.a }}{{ loop.index }}{{ b }}{% endfor %}", ["rows", "rows[].a", "b"]),
        (
            "{% for r in a.b %}{% for x in r.c %}{{ x }}{% endfor %}{% endfor %}",
            ["a.b", "a.b[].c", "a.b[].c[]"],
        ),
        ("{% for k, v in a.items() %}{{ k }}{{ v }}{% endfor %}{{ k }}", ["a", "k"]),
        ("{% for x in a if x.b %}{% else %}{{ c }}{% endfor %}", ["a", "a[].b", "c"]),
        ("{% set x = a %}{{ x }}{% set y %}{{ b }}{% endset %}{{ y }}", ["a", "b"]),
        ("{% macro m(p) %}{{ p }}{{ a }}{% endmacro %}{{ m(b) }}", ["a", "b"]),
        ("{% with x = a %}{{ x }}{{ b }}{% endwith %}{{ x }}", ["a", "b", "x"]),
        ("{{ a|default(b) if c else d }}", ["c", "a", "b", "d"]),
        ("{{ 'a' }}{{ 1 }}{{ [b] }}", ["b"]),
    ],
)
def test_they_are_found_in_order(source: str, found: list[str]) -> None:
    assert sorted(names(source)) == sorted(found)


def test_a_value_is_had_as_jinja_has_it() -> None:
    assert getter(("a", "b"), JINJA)({"a": {"b": 1}}) == 1
    assert getter(("real",), JINJA)(3) == 3
    with pytest.raises(Unfit):
        getter(("a",), JINJA)({})
    with pytest.raises(Unfit):
        getter(("nothing",), JINJA)(3)


def test_the_row_is_named_in_which_a_value_is_missing_or_wrong() -> None:
    data = {"a": {"rows": [{"b": [1, 2]}, {"b": [3, 4]}, {}]}}
    assert located("a.rows[].b[]", data, JINJA, lambda value: bool(value == 4)) == "a.rows.1.b.1"
    assert located("a.rows[].b", data, JINJA, lambda _: False) == "a.rows.2.b"
    assert located("a.rows", data, JINJA, lambda _: False) is None
    assert located("c", data, JINJA, lambda _: False) == "c"


def test_the_paths_of_what_is_printed_are_known_in_order() -> None:
    tree = JINJA.parse(
        "{{ a }}{% for r in b.rows %}{{ r.c }}{{ loop.index }}{% endfor %}{{ a|upper }}{{ r }}"
    )
    assert printed(tree) == ["a", "b.rows[].c", None, None, "r"]
