"""What is typed as the name of a form."""

from __future__ import annotations

import pytest

import kjfz_docs as kd
from kjfz_docs.cli.names import forms_named

FORMS = list(kd.forms.values())


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_a_form_is_found_by_id_attachment_number_and_title(form: kd.Form) -> None:
    number = form.attachment.removeprefix("附件")
    numbered = (form.attachment, f" 附件 {number} ", number) if number else ()
    names = (form.id, form.id.upper().replace("_", "-"), form.title)
    for name in (*names, *numbered, form.title.replace("“", '"').replace("”", '"'), form.title[-8:]):
        assert forms_named(name) == [form], name


@pytest.mark.parametrize("name", ["", "表", "汇总", "附件", "附件0", "11", "assess", "汇总表的"])
def test_what_names_no_form_names_none(name: str) -> None:
    assert forms_named(name) == []


def test_the_end_of_several_titles_is_not_taken_for_one() -> None:
    assert len(forms_named("情况汇总表")) == 2


def test_full_width_digits_are_digits() -> None:
    assert [form.attachment for form in forms_named("附件１")] == ["附件1"]
