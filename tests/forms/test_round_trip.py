"""What is written is read back equal, or refused on writing by the name of its field."""

from __future__ import annotations

from collections import Counter
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kjfz_docs as kd
from kjfz_docs.records.fields import computed_parts
from tests.strategies import NASTY_TEXTS, a_field, records

FORMS = list(kd.forms.values())
FORMATS = ("docx", "xlsx")


def codes_and_fields(findings: tuple[kd.Finding, ...]) -> Counter[tuple[str, str | None]]:
    # That a value begins with its own label is said of the file, not of the record.
    return Counter((finding.code, finding.field) for finding in findings if finding.code != "KD240")


def assert_reads_back(data: bytes, record: Any) -> None:
    reading = kd.read(data)
    if record == blank_like(record):
        assert reading.outcome is kd.Outcome.BLANK_FORM
        return
    assert reading.outcome is kd.Outcome.OK, [str(finding) for finding in reading.findings]
    assert reading.record == record
    assert codes_and_fields(reading.findings) == codes_and_fields(kd.check(record))


def blank_like(record: Any) -> Any:
    return type(record)(programme=record.programme, cohort=record.cohort)


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_written_record_is_read_back_equal_with_the_findings_of_its_rules(
    form: Any, format_: str, data: Any
) -> None:
    record = data.draw(records(form.record))
    try:
        document = kd.render(record, format_)
    except kd.UnwritableError as error:
        refused = error.field
    else:
        assert_reads_back(document, record)
        return
    name, _, rest = refused.partition(".")
    computed = computed_parts(form.record).get(name)
    a_field(*((form.record, refused) if computed is None else (computed, rest)))


def test_a_total_that_a_workbook_cannot_hold_is_refused_by_name() -> None:
    row = kd.OutcomeRow(outcomes=kd.Outcomes(people_trained=6 * 10**14))
    record = kd.OutcomeStatistics(rows=(row, row))
    with pytest.raises(kd.UnwritableError, match=r"^total\.people_trained: .* 15 digits"):
        kd.render(record, "xlsx")
    assert_reads_back(kd.render(record, "docx"), record)


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("text", NASTY_TEXTS)
def test_a_name_may_be_any_text(text: str, format_: str) -> None:
    record = kd.Assessment(name=text, sending_unit="某大学")
    assert_reads_back(kd.render(record, format_), record)


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("text", NASTY_TEXTS)
def test_a_cell_of_a_list_may_be_any_text(text: str, format_: str) -> None:
    record = kd.AbsenceSummary(
        rows=(
            kd.AbsenceRow(serial=1, name=text, sending_unit="某大学", reason=text),
            kd.AbsenceRow(serial=2, name="王芳"),
        )
    )
    assert_reads_back(kd.render(record, format_), record)


@pytest.mark.parametrize("heading", ["（二）典型经验", " （二） 典型经验 "])
def test_a_report_with_a_line_that_is_a_heading_is_refused_by_name(heading: str) -> None:
    report = kd.ServiceReport(achievements=f"研发新产品\n{heading}\n推广应用", experience="校企合作")
    with pytest.raises(kd.UnwritableError, match=r"^report\."):
        kd.render(kd.Assessment(report=report))


def test_a_heading_before_its_turn_is_text() -> None:
    report = kd.ServiceReport(achievements="研发\n三、工作建议（选填，200字以内）", experience="校企合作")
    record = kd.Assessment(report=report)
    assert_reads_back(kd.render(record), record)


def test_a_heading_inside_a_sentence_of_the_report_is_no_heading() -> None:
    report = kd.ServiceReport(achievements="见（二）典型经验一节", experience="校企合作")
    record = kd.Assessment(report=report)
    assert_reads_back(kd.render(record), record)


def test_a_text_equal_to_the_guidance_is_refused_by_name() -> None:
    guidance = "服务企业创新方面存在的问题和不足"
    with pytest.raises(kd.UnwritableError, match=r"^report\.shortcomings"):
        kd.render(kd.Assessment(report=kd.ServiceReport(shortcomings=guidance)))


def test_an_opinion_may_end_in_the_words_of_the_seal() -> None:
    opinion = kd.Opinion(text="同意。\n（盖章）")
    record = kd.Assessment(opinions=kd.Opinions(host_enterprise=opinion))
    assert_reads_back(kd.render(record), record)


def test_a_bureau_called_as_the_blank_prints_it_is_refused_by_name() -> None:
    with pytest.raises(kd.UnwritableError, match=r"^economy_bureau"):
        kd.render(kd.AbsenceSummary(economy_bureau="各区经信局"))


def test_a_row_that_says_nothing_is_refused_by_name() -> None:
    with pytest.raises(kd.UnwritableError, match=r"^rows\.1"):
        kd.render(kd.AbsenceSummary(rows=(kd.AbsenceRow(serial=1, name="王芳"), kd.AbsenceRow(serial=2))))


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize(
    "form", [form for form in FORMS if hasattr(form.record, "rows")], ids=lambda form: form.id
)
def test_an_empty_list_with_its_head_filled_in_is_read_back(form: Any, format_: str) -> None:
    record = form.record(economy_bureau="江夏区经信局", filled_by="王 芳")
    assert_reads_back(kd.render(record, format_), record)


@pytest.mark.parametrize("format_", FORMATS)
def test_a_blank_form_with_many_rows_is_still_blank(format_: str) -> None:
    for form in FORMS:
        rows = 20 if any(field.name == "rows" for field in attrs.fields(form.record)) else None
        assert kd.read(kd.blank(form.id, format_, rows=rows)).outcome is kd.Outcome.BLANK_FORM


def test_an_unknown_cohort_is_read_with_a_warning() -> None:
    record = kd.Assessment(cohort=17, name="李明")
    reading = kd.read(kd.render(record))
    assert reading.record == record
    assert "KD405" in {finding.code for finding in reading.findings}


@pytest.mark.parametrize("format_", FORMATS)
def test_the_same_record_gives_the_same_bytes(format_: str) -> None:
    record = kd.AbsenceSummary(economy_bureau="江夏区经信局", rows=(kd.AbsenceRow(name="李明"),))
    assert kd.render(record, format_) == kd.render(record, format_)


def test_a_row_of_dots_alone_is_no_row_and_is_refused() -> None:
    with pytest.raises(kd.UnwritableError, match=r"^rows\.0"):
        kd.render(kd.AbsenceSummary(rows=(kd.AbsenceRow(name="……", reason="……"),)))


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_a_masked_number_never_gets_onto_paper(format: str) -> None:
    row = kd.AccountRow(name="李明", mobile="*******0001")
    with pytest.raises(kd.UnwritableError, match=r"^rows\.1\.mobile: masked"):
        kd.render(kd.AccountCollection(rows=(kd.AccountRow(name="王芳"), row)), format)
