"""What is missing or wrong in the data is named by its place, whichever way a document is made."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docxtpl import InlineImage

import kjfz_docs as kd
from tests.writing.test_sheet_template import book
from tests.writing.test_template import DOT, by_word

PICTURE = InlineImage(None, io.BytesIO(DOT))
LOOP = "{% for x in rows %}{{ x.y }}{% endfor %}"


@pytest.mark.parametrize("picture", ["", PICTURE])
@pytest.mark.parametrize(
    ("tags", "data", "place", "said"),
    [
        ("{{ a.b.c }}", {"a": {}}, "a.b", "no such name"),
        ("{% for x in a.b.xs %}{{ x }}{% endfor %}", {"a": {"b": {}}}, "a.b.xs", "no such name"),
        ("{% for x in rows %}{{ x.y|upper }}{% endfor %}", {"rows": [{"y": "1"}, {}]}, "rows.1.y", "no such"),
        ("{% if a.b %}{% endif %}", {"a": {}}, "a.b", "no such name"),
        ("{{ a }}", {"a": "一\x0b"}, "a", "U+000B"),
        (LOOP, {"rows": [{"y": "1"}, {"y": "\x0b"}]}, "rows.1.y", "U+000B"),
        (LOOP, {"rows": None}, "rows", "rows are asked for, and it is NoneType"),
        (LOOP, {"rows": 3}, "rows", "rows are asked for, and it is int"),
        (
            "{% for x in rows %}{% for y in x.ys %}{{ y }}{% endfor %}{% endfor %}",
            {"rows": [{"ys": []}, {"ys": 3}]},
            "rows.1.ys",
            "rows are asked for",
        ),
    ],
)
def test_the_place_of_what_is_wrong_is_named(
    tags: str, data: dict[str, Any], place: str, said: str, picture: object
) -> None:
    with pytest.raises(kd.UnwritableError) as raised:
        kd.Template(by_word("{{ picture }}", tags)).render({"picture": picture, **data})
    assert raised.value.field == place
    assert said in raised.value.reason


def test_what_the_sandbox_hides_is_not_called_missing() -> None:
    with pytest.raises(kd.UnwritableError, match="must not use it"):
        kd.Template(by_word("{{ a.__class__ }}")).render({"a": 1})


@pytest.mark.parametrize("values", [None, "x", 5, [1]])
def test_what_is_no_mapping_is_a_type_error_that_says_so(values: Any) -> None:
    for template in (by_word("{{ a }}"), book("{{ a }}")):
        with pytest.raises(TypeError, match="must be a mapping"):
            kd.Template(template).render(values)
