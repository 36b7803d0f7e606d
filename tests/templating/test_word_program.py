"""Parts filled without Jinja give the bytes that Jinja gives."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kjfz_docs as kd
from kjfz_docs.errors import UnwritableError
from kjfz_docs.grids.door import open_file
from kjfz_docs.templating.jinja_part import word_environment
from kjfz_docs.templating.word_parts import WordPart, compiled
from kjfz_docs.templating.word_values import Unfit
from tests.making import document, paragraph, table
from tests.templating.test_word_values import VALUES

FORM = document(paragraph("{{ name }}，{{ unit.name }}"), table("{{ a }} | {{ b }}"), paragraph("{{ a }}"))
LIST = document(
    paragraph("{{ title }}"),
    table(
        "序号 | 姓名 | 金额 | 单位",
        "{%tr for r in rows %}",
        "{{ loop.index }} | {{ r.name }} | {{ r.account.amount }} | {{ title }}",
        "{%tr endfor %}",
    ),
    table("{%tr for x in names %}", "{{ x }}", "{%tr endfor %}"),
    paragraph("{{ foot }}"),
)
FLAT = document(table("{%tr for r in rows %}", "{{ r.name }} | {{ r.amount }}", "{%tr endfor %}"))


def part(data: bytes) -> WordPart:
    package = open_file(data).package
    assert package is not None
    (found,) = compiled(package, word_environment({}), debug=False)
    return found


def same(found: WordPart, mapping: dict[str, object]) -> None:
    """The fast way gives what Jinja gives, or leaves the part to it."""
    assert found.fast is not None
    try:
        made = found.fast.render(mapping)
    except Unfit:
        return
    assert made == found.by_jinja.render(mapping)


FORM_PART, LIST_PART, FLAT_PART = part(FORM), part(LIST), part(FLAT)


@given(name=VALUES, unit=VALUES, a=VALUES, b=VALUES)
def test_slots(name: object, unit: object, a: object, b: object) -> None:
    same(FORM_PART, {"name": name, "unit": {"name": unit}, "a": a, "b": b})


@given(title=VALUES, rows=st.lists(st.tuples(VALUES, VALUES), max_size=5), names=st.lists(VALUES, max_size=5))
def test_rows(title: object, rows: list[tuple[object, object]], names: list[object]) -> None:
    made = [{"name": name, "account": {"amount": amount}} for name, amount in rows]
    same(LIST_PART, {"title": title, "rows": made, "names": tuple(names), "foot": "x"})


@pytest.mark.parametrize("count", [0, 1, 63, 64, 65, 200])
def test_lists_longer_than_what_is_written_at_once(count: int) -> None:
    rows = [{"name": f"王{number}&", "amount": number} for number in range(count)]
    made = FLAT_PART.fast.render({"rows": rows})  # type: ignore[union-attr] # it has one
    assert made == FLAT_PART.by_jinja.render({"rows": rows})
    assert made.count(b"<w:tr>") == count


@attrs.frozen
class Row:
    name: str
    amount: int


class Named(dict[str, object]):
    name = "丙"


def test_rows_of_every_kind() -> None:
    rows: list[object] = [Row("甲", 1), {"name": "乙", "amount": 2}, Named(amount=3)]
    for chosen in (rows, rows[:1] * 3, rows[1:2] * 3, rows[2:] * 3):
        made = FLAT_PART.fast.render({"rows": chosen})  # type: ignore[union-attr] # it has one
        assert made == FLAT_PART.by_jinja.render({"rows": chosen})


class Kind(type):
    """A metaclass of one's own."""


class Plugin(metaclass=Kind):
    """A class, and rows may be classes: of these the sandbox hides ``mro``."""

    name = "丁"


def test_what_the_sandbox_hides_of_a_row_stays_hidden() -> None:
    found = part(document(table("{%tr for r in rows %}", "{{ r.name }} | {{ r.mro }}", "{%tr endfor %}")))
    assert found.fast is not None
    with pytest.raises(Unfit):
        found.fast.render({"rows": [Plugin]})
    with pytest.raises(UnwritableError, match="unsafe"):
        found.by_jinja.render({"rows": [Plugin]})


def test_names_that_are_methods_of_mappings_mean_what_they_mean_in_jinja() -> None:
    found = part(document(table("{%tr for r in rows %}", "{{ r.items }}{{ r.a }}", "{%tr endfor %}")))
    mapping: dict[str, object] = {"rows": [{"items": 3, "a": 1}]}
    assert found.fast is not None
    assert b"built-in method items" in found.by_jinja.render(mapping)
    assert b"built-in method items" in found.fast.render(mapping)


@pytest.mark.parametrize(
    "tag",
    [
        "{{ a|upper }}",
        "{{ a + b }}",
        "{{ a._b }}",
        "{{ self }}",
        "{% for x in a if x %}{{ x }}{% endfor %}",
        "{% for x, y in a %}{{ x }}{% endfor %}",
        "{% set a = 1 %}{{ a }}",
        "{{r a }}",
    ],
)
def test_everything_else_is_left_to_jinja(tag: str) -> None:
    assert part(document(paragraph(tag))).fast is None


def test_a_loop_may_begin_in_one_paragraph_and_end_in_the_next() -> None:
    found = part(document(paragraph("{% for x in a %}{{ x }}；"), paragraph("{% endfor %}")))
    assert found.fast is not None
    made = found.fast.render({"a": ["甲", "乙"]})
    assert made == found.by_jinja.render({"a": ["甲", "乙"]})
    assert made.count(b"</w:p>") == 3


def test_a_loop_that_opens_more_elements_than_it_closes_is_left_to_jinja_which_parses_the_document() -> None:
    cut = "<w:p><w:r><w:t>{% for x in a %}{{ x }}</w:t></w:r></w:p>{% endfor %}"
    found = part(document(cut))
    assert found.fast is None
    assert found.by_jinja.render({"a": ["甲"]})
    with pytest.raises(kd.TemplateError, match=r"document\.xml"):
        found.by_jinja.render({"a": ["甲", "乙"]})


def test_a_name_that_the_data_does_not_have_is_named() -> None:
    for mapping in ({}, {"rows": [{"name": "a"}]}):
        with pytest.raises(Unfit):
            FLAT_PART.fast.render(dict(mapping))  # type: ignore[union-attr] # it has one
        with pytest.raises(UnwritableError) as refused:
            FLAT_PART.by_jinja.render(mapping)
        assert refused.value.field == ("rows.0.amount" if mapping else "rows")
