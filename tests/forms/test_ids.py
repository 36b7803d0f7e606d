"""The ids of forms: one of one's own is told from the built-in ones and from others."""

from __future__ import annotations

import attrs
import pytest

import kjfz_docs as kd
from tests.making import document, paragraph, table


@attrs.frozen(kw_only=True)
class Visit:
    name: str | None = None


@attrs.frozen(kw_only=True)
class Tour:
    name: str | None = None


TEMPLATE = document(paragraph("走访登记表"), table("姓名 | {{ name }}"), paragraph())


def test_the_id_of_a_built_in_form_is_not_to_be_had() -> None:
    with pytest.raises(TypeError, match="'assessment' is the id of the built-in form of Assessment"):
        kd.Form(id="assessment", record=Visit, docx=TEMPLATE)


def test_another_template_of_a_built_in_form_keeps_its_id() -> None:
    form = kd.forms["assessment"]
    assert kd.Form(id="assessment", record=kd.Assessment, docx=form.template).fingerprint == form.fingerprint


def test_two_forms_with_one_id_are_not_read_together() -> None:
    forms = [kd.Form(id="visit", record=record, docx=TEMPLATE) for record in (Visit, Tour)]
    with pytest.raises(TypeError, match="two forms have the id 'visit', those of Visit and Tour"):
        kd.read(TEMPLATE, forms=forms)


def test_the_same_form_may_be_given_twice() -> None:
    form = kd.Form(id="visit", record=Visit, docx=TEMPLATE)
    data = kd.render(Visit(name="李明"), form=form)
    assert kd.read(data, forms=(form, form)).record == Visit(name="李明")
