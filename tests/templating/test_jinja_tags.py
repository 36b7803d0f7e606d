"""What Jinja finds in tags is what a template's check goes by."""

from __future__ import annotations

import pytest

import kjfz_docs as kd
from tests.writing.test_sheet_template import book
from tests.writing.test_template import by_word


@pytest.mark.parametrize("tag", ["{% include 'x.docx' %}", "{% import 'x' as y %}", "{% extends 'x' %}"])
@pytest.mark.parametrize("made", [by_word, book])
def test_another_template_cannot_be_taken_in(tag: str, made: object) -> None:
    template = kd.Template(made(tag))  # type: ignore[operator]
    (finding,) = template.check()
    assert finding.code == "KD601"
    assert "不能引用其他模板" in finding.message
    with pytest.raises(kd.TemplateError) as raised:
        template.render({})
    assert raised.value.findings == (finding,)


def test_half_a_tag_raises_what_the_check_says() -> None:
    template = kd.Template(by_word("{{ a "))
    with pytest.raises(kd.TemplateError) as raised:
        template.render({"a": 1})
    assert raised.value.findings == template.check()
    assert raised.value.findings[0].code == "KD601"


@pytest.mark.parametrize("made", [by_word, book])
@pytest.mark.parametrize("tag", ["{{ '}}' }}", "见{{ '{{' ~ a }}", '{{ "%}" if a else "" }}'])
def test_braces_between_quotation_marks_end_no_tag(tag: str, made: object) -> None:
    template = kd.Template(made(tag))  # type: ignore[operator]
    assert template.check() == ()
    template.render({"a": 1})
