"""Iterators in the data: every row of them arrives, whichever way a document is made and however often it is asked."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import docx
import pytest
from docxtpl import InlineImage

import kjfz_docs as kd
from kjfz_docs.writing.word_iterators import without_iterators
from tests.writing.test_template import DOT, by_word

NAMES = ["李明", "王芳", "赵六"]
ITERATORS: list[Callable[[list[Any]], Iterator[Any]]] = [
    iter,
    lambda rows: (row for row in rows),
    lambda rows: map(dict, rows),
]


def in_table(*rows: tuple[str, str]) -> bytes:
    made = docx.Document()
    table = made.add_table(rows=0, cols=2)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def texts(data: bytes) -> list[str]:
    made = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return [*cells, *(each.text for each in made.paragraphs)]


PHOTO = in_table(("{%tr for r in rows %}", ""), ("{{ r.name }}", "{{ r.photo }}"), ("{%tr endfor %}", ""))
WAYS = {
    "rows": by_word("{%p for r in rows %}", "{{ r.name }}", "{%p endfor %}", "{{ picture }}"),
    "blocks": by_word(
        "{%p for r in rows %}", "{% if r.name %}{{ r.name }}{% endif %}", "{%p endfor %}", "{{ picture }}"
    ),
    "jinja": by_word("{{ rows|map(attribute='name')|join(' ') }}", "{{ picture }}"),
}


@pytest.mark.parametrize("made", ITERATORS)
def test_rows_with_pictures_come_from_any_iterator(made: Any) -> None:
    people = [{"name": name, "photo": InlineImage(None, io.BytesIO(DOT))} for name in NAMES]
    document = docx.Document(io.BytesIO(kd.Template(PHOTO).render({"rows": made(people)})))
    assert [row.cells[0].text for row in document.tables[0].rows] == NAMES
    assert len(document.inline_shapes) == 3


@pytest.mark.parametrize("engine", WAYS)
@pytest.mark.parametrize("picture", ["无", InlineImage(None, io.BytesIO(DOT))])
def test_every_way_that_a_document_is_made_finds_all_rows(engine: str, picture: object) -> None:
    template = kd.Template(WAYS[engine])
    assert template.engine == engine
    made = template.render({"rows": ({"name": name} for name in NAMES), "picture": picture})
    assert "".join(texts(made)).replace(" ", "").startswith("".join(NAMES))


@pytest.mark.parametrize("picture", ["无", InlineImage(None, io.BytesIO(DOT))])
def test_iterators_within_lists_and_iterators_are_found_too(picture: object) -> None:
    tags = ("{%p for g in groups %}", "{%p for r in g.rows %}", "{{ r }}", "{%p endfor %}", "{%p endfor %}")
    groups = ({"rows": iter(NAMES)} for _ in range(2))
    made = kd.Template(by_word(*tags, "{{ picture }}")).render({"groups": groups, "picture": picture})
    assert texts(made)[:6] == NAMES * 2


def test_a_header_and_the_body_may_show_the_same_iterator() -> None:
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "{{ rows|join(' ') }}"
    made.add_paragraph("{% for r in rows %}{{ r }}{% endfor %}")
    stream = io.BytesIO()
    made.save(stream)
    document = docx.Document(io.BytesIO(kd.Template(stream.getvalue()).render({"rows": iter(NAMES)})))
    assert document.sections[0].header.paragraphs[0].text == "李明 王芳 赵六"
    assert document.paragraphs[0].text == "李明王芳赵六"


def test_an_iterator_that_an_object_holds_is_refused_and_one_made_anew_is_not() -> None:
    class Group:
        @property
        def rows(self) -> Iterator[str]:
            return iter(NAMES)

    template = kd.Template(by_word("{%p for r in group.rows %}", "{{ r }}", "{%p endfor %}"))
    assert texts(template.render({"group": Group()})) == NAMES
    with pytest.raises(kd.UnwritableError, match="give a list") as raised:
        template.render({"group": SimpleNamespace(rows=iter(NAMES))})
    assert raised.value.field == "rows"


def test_an_iterator_without_end_is_refused_by_name() -> None:
    with pytest.raises(kd.UnwritableError, match="no end") as raised:
        kd.Template(WAYS["rows"]).render({"rows": itertools.count(), "picture": ""})
    assert raised.value.field == "rows"


def test_data_without_iterators_is_taken_as_it_is_also_where_it_holds_itself() -> None:
    data: dict[str, Any] = {"rows": [{"name": "李明"}], "pair": (1, "二"), "view": {"a": 1}.values()}
    data["self"] = data
    assert without_iterators(data) is data
