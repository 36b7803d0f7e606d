"""Older templates of a form are still read; only the newest is written."""

from __future__ import annotations

import pickle

import attrs
import pytest

import kjfz_docs as kd
from tests.making import document, edited, paragraph, table


@attrs.frozen(kw_only=True)
class Visit:
    name: str | None = None
    unit: str | None = None
    days: int | None = None


NEW = document(
    paragraph("走访情况登记表"),
    table("姓名 | {{ name }} | 工作单位 | {{ unit }}", "走访天数（天） | {{ days }} | | "),
    paragraph(),
)
# Another order, other words, and a field that did not exist yet.
OLD = document(
    paragraph("走访登记表（试行）"),
    table("单 位 | {{ unit }}", "走访人 | {{ name }}"),
    paragraph(),
)
FORM = kd.Form(id="visit", record=Visit, docx=NEW, older=(OLD,))
BEFORE = kd.Form(id="visit", record=Visit, docx=OLD)
RECORD = Visit(name="李明", unit="某厂")


def test_a_file_of_the_older_template_is_read_without_a_doubt() -> None:
    reading = kd.read(kd.render(RECORD, form=BEFORE), forms=[FORM])
    assert reading.record == RECORD
    assert reading.findings == ()


def test_the_reading_names_the_form_that_was_asked_for() -> None:
    reading = kd.read(kd.render(RECORD, form=BEFORE), forms=[FORM])
    assert isinstance(reading.form, kd.Form)
    assert reading.form.template == FORM.template


def test_a_changed_file_of_the_older_template_is_read_by_its_labels() -> None:
    data = edited(kd.render(RECORD, form=BEFORE), "走访人", "走访人（签名）")
    reading = kd.read(data, forms=[FORM])
    assert reading.record == RECORD
    assert "KD214" in {finding.code for finding in reading.findings}


def test_only_the_newest_template_is_written() -> None:
    assert kd.render(RECORD, form=FORM) == kd.render(RECORD, form=kd.Form(id="visit", record=Visit, docx=NEW))


def test_a_blank_form_of_the_older_template_is_blank() -> None:
    assert kd.read(kd.blank(BEFORE), forms=[FORM]).outcome is kd.Outcome.BLANK_FORM


def test_without_the_older_template_its_files_are_doubted() -> None:
    alone = kd.Form(id="visit", record=Visit, docx=NEW)
    assert kd.read(kd.render(RECORD, form=BEFORE), forms=[alone]).findings


def test_an_older_template_with_a_field_that_is_gone_is_refused() -> None:
    broken = edited(OLD, r"\{\{ unit \}\}", "{{ phone }}")
    form = kd.Form(id="visit", record=Visit, docx=NEW, older=(broken,))
    with pytest.raises(kd.TemplateError, match="phone"):
        kd.read(kd.render(RECORD, form=BEFORE), forms=[form])


def test_a_form_keeps_its_older_templates_when_pickled_and_for_other_programmes() -> None:
    for form in (pickle.loads(pickle.dumps(FORM)), FORM.with_programmes(FORM.programmes)):
        assert [version.template for version in form.versions] == [NEW, OLD]
