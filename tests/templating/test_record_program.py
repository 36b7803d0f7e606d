"""Parts of Word templates as functions: they print what Jinja prints, or leave it to Jinja."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings

import kjfz_docs as kd
from kjfz_docs.templating.docx import environment
from kjfz_docs.templating.record_program import Program
from kjfz_docs.templating.record_texts import Days, encoded
from kjfz_docs.templating.terms import Terms
from kjfz_docs.templating.view import context
from kjfz_docs.templating.word_values import Unfit
from tests.making import document, paragraph
from tests.strategies import records
from tests.thirdparty.forms import FORMS
from tests.thirdparty.test_letters import FORM as LETTER
from tests.thirdparty.test_paragraph_loops import FORM as PARAGRAPHS
from tests.writing.filled import FILLED

ALL = (*kd.forms.values(), *FORMS, LETTER, PARAGRAPHS)


@attrs.frozen(kw_only=True)
class Part:
    name: str | None = None
    day: dt.date | None = None


@attrs.frozen(kw_only=True)
class Whole:
    name: str | None = None
    count: int | None = None
    part: Part | None = None
    rows: tuple[Part, ...] = ()
    tags: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Longer(Whole):
    more: str | None = None


def _printed(program: Program, record: Any, terms: Any) -> str:
    made: list[bytes] = []
    program.run(record, terms, lambda pieces: made.append(encoded(pieces)))
    return b"".join(made).decode()


def _program(xml: str) -> Program:
    return Program(environment().parse(xml), Whole, {})


def _both(xml: str, record: Any) -> tuple[str, str]:
    by_jinja = environment().from_string(xml).render(context(record, Terms(), {}))
    return _printed(_program(xml), record, Terms()), by_jinja


@pytest.mark.parametrize("form", ALL, ids=lambda form: form.id)
def test_a_program_prints_byte_for_byte_what_jinja_prints(form: kd.Form) -> None:
    programs: list[Program] | None = form.writer._programs
    assert programs, "only Jinja can print it"

    @given(records(form.record))
    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
    def alike(record: Any) -> None:
        terms = form.terms(getattr(record, "programme", ""), getattr(record, "cohort", 0))
        names = context(record, terms, form.titles)
        for part, program in zip(form.writer._parts, programs, strict=True):
            assert _printed(program, record, terms) == part.render(names).decode()

    alike()


def test_signs_of_xml_line_ends_and_tabs_are_written_as_jinja_writes_them() -> None:
    xml = "<x><t>{{ name }}</t><t>{{ part.name }}</t></x>"
    made, by_jinja = _both(xml, Whole(name="a<b>&c'd\"e\nf\tg", part=Part(name="{{ name }}")))
    assert made == by_jinja
    assert "a&lt;b&gt;&amp;c&#39;d&#34;e" in made


def test_a_part_that_is_missing_is_blank() -> None:
    made, by_jinja = _both('<x>{{ part.name }}{{ part.day|date("202 年") }}</x>', Whole())
    assert made == by_jinja == "<x>202 年</x>"


@attrs.frozen(kw_only=True)
class Ticked:
    passed: bool | None = None
    given: bool | None = None
    day: dt.date | None = None


TICKS = (
    "<x><t>{{ passed|tick('是') }}是</t><t>{{ passed|tick('否') }}否</t><t>{{ given|tick('是') }}</t>"
    "<t>{{ given|tick('否') }}</t><t>{{ passed|tick('是') }}</t>{{ day }}</x>"
)


@pytest.mark.parametrize("passed", [True, False, None])
@pytest.mark.parametrize("given", [True, False, None])
def test_all_that_one_choice_says_in_a_row_is_one_text(passed: bool | None, given: bool | None) -> None:
    program = Program(environment().parse(TICKS), Ticked, {})
    assert program.source.count("record.passed") == 2, "before and after the other choice"
    assert program.source.count("record.given") == 1
    record = Ticked(passed=passed, given=given, day=dt.date(2024, 7, 1) if passed else None)
    by_jinja = environment().from_string(TICKS).render(context(record, Terms(), {}))
    assert _printed(program, record, Terms()) == by_jinja


def test_the_texts_of_days_are_kept_and_no_moments_are_taken_for_days() -> None:
    program = Program(environment().parse("<x>{{ day }}</x>"), Ticked, {})
    (days,) = (each for each in program._run.__globals__.values() if isinstance(each, Days))
    for _ in range(2):
        assert "2024年7月1日" in _printed(program, Ticked(day=dt.date(2024, 7, 1)), Terms())
        _printed(program, Ticked(day=dt.datetime(2024, 7, 1, 8)), Terms())
    assert set(days) == {dt.date(2024, 7, 1)}


def test_rows_conditions_and_literal_braces_are_printed_as_by_jinja() -> None:
    xml = (
        "<x>{% for row in rows %}<r>{% if row.name %}{{ row.name }}{% else %}-{% endif %}"
        "{% if loop.first %}<a/>{% endif %}</r>{% else %}<none/>{% endfor %}{{ '{{' }}</x>"
    )
    for rows in ((), (Part(name="一"), Part(), Part(name="二"))):
        made, by_jinja = _both(xml, Whole(rows=rows))
        assert made == by_jinja


@pytest.mark.parametrize(
    "xml",
    [
        "<x>{{ unknown }}</x>",
        "<x>{{ name.other }}</x>",
        "<x>{{ name|upper }}</x>",
        "<x>{{ part }}</x>",
        "<x>{{ name ~ count }}</x>",
        "<x>{% set a = name %}{{ a }}</x>",
        "<x>{% if name == 'a' %}b{% endif %}</x>",
        '<x y="{{ name }}"/>',
        "<x>{% if name %}<y>{% endif %}</x>",
        "<x>{% for row in rows %}</x>{% endfor %}",
        "<x>{% for row in rows recursive %}{{ row.name }}{% endfor %}</x>",
        "<x y='1' y='2'>{{ name }}</x>",
        "<x>{% for tag in tags %}{{ tag }}{% endfor %}</x>",
        "<x>{% for tag in tags %}{{ tag.name }}{% endfor %}</x>",
        "<x>" + "{% if name %}" * 120 + "{% endif %}" * 120 + "</x>",
    ],
)
def test_what_no_program_is_made_for_is_left_to_jinja(xml: str) -> None:
    with pytest.raises(Unfit):
        _program(xml)


def test_records_of_other_classes_are_left_to_jinja() -> None:
    program = _program("<x>{% for row in rows %}{{ row.name }}{% endfor %}</x>")
    for record in (Longer(), Whole(rows=(Whole(),)), Whole(rows=None)):  # type: ignore[arg-type]
        with pytest.raises(Unfit):
            _printed(program, record, Terms())


@pytest.mark.parametrize("value", ["a\0b", "\x01", "\ud800", "\uffff", "\r", 7])
def test_what_no_xml_can_hold_and_what_is_no_text_is_left_to_jinja(value: Any) -> None:
    with pytest.raises(Unfit):
        _printed(_program("<x>{{ name }}</x>"), Whole(name=value), Terms())


def test_a_form_that_only_jinja_can_print_is_printed_by_jinja() -> None:
    form = kd.Form(id="loud", record=Whole, docx=document(paragraph("姓名：{{ name }}，{% set a = 1 %}")))
    assert form.writer._programs is None
    made = form.writer.render(Whole(name="李<明>"), Terms(), None)
    assert "李&lt;明&gt;" in _document(made)


def test_a_long_list_is_made_in_pieces_and_whole() -> None:
    row = FILLED["account_collection"].rows[0]
    rows = tuple(attrs.evolve(row, name=f"李{number}") for number in range(700))
    record = attrs.evolve(FILLED["account_collection"], rows=rows)
    form = kd.forms["account_collection"]
    part = form.writer._parts[0]
    names = context(record, form.terms("hubei", record.cohort), form.titles)
    assert _document(kd.render(record)) == part.render(names).decode()


def _document(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return opened.read("word/document.xml").decode()
