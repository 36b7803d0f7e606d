"""The same templates for other cohorts, cities and provinces: a TOML file, and no more."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import attrs
import pytest

import kjfz_docs as kd
from kjfz_docs.grids import open_file, read_grid
from kjfz_docs.records.fields import fields_of
from tests.making import edited
from tests.strategies import changed

THIRD_COHORT = """
id = "hubei"
name = "湖北省“科技副总”"
title = "湖北省"

[[cohorts]]
number = 3
year = 2022
service_years = 3

[[cohorts.instalments]]
ordinal = 1
amount = 50000
"""
CITY = """
id = "xiangyang"
name = "襄阳市“科技副总”"
title = "襄阳市"

[[cohorts]]
number = 1
year = 2024
service_years = 1

[[cohorts.instalments]]
ordinal = 1
amount = 12500.5
"""
PROVINCE = """
id = "jiangsu"
name = "江苏省“科技副总”"
title = "江苏省"

[[cohorts]]
number = 11
year = 2023
service_years = 2

[[cohorts.instalments]]
ordinal = 1
amount = 100000
"""
ROWS: dict[str, dict[str, Any]] = {
    "acceptance_summary": {"name": "李明", "prefecture": "某市"},
    "absence_summary": {"name": "李明", "reason": "出国"},
    "account_collection": {"name": "李明", "gender": "男"},
    "outcome_statistics": {"district": "某区"},
}
FORMS = list(kd.forms.values())


@pytest.fixture(params=[THIRD_COHORT, CITY, PROVINCE], ids=["third cohort", "city", "province"])
def programme(request: Any, tmp_path: Path) -> kd.Programme:
    file = tmp_path / "programme.toml"
    file.write_text(request.param, encoding="utf-8")
    return kd.load_programme(file)


def filled(form: kd.Form, programme: kd.Programme) -> Any:
    given: dict[str, Any] = {"programme": programme.id, "cohort": programme.cohorts[0].number}
    if not hasattr(form.record, "rows"):
        return form.record(**given, name="李明", position="教授")
    row = ROWS[form.id] | ({"cohort": programme.cohorts[0].number} if form.id == "outcome_statistics" else {})
    rows = {info.name: info.row for info in _lists(form)}
    (name,) = rows
    return form.record(
        **given, filled_by="王芳", filled_on=dt.date(2024, 5, 6), **{name: (rows[name](**row),)}
    )


def _lists(form: kd.Form) -> list[Any]:
    return [info for info in fields_of(form.record) if info.row is not None]


def text_of(data: bytes) -> str:
    return read_grid(open_file(data)).draw()


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_a_form_of_another_programme_is_read_back_with_its_programme_and_cohort(
    form: kd.Form, programme: kd.Programme
) -> None:
    record = filled(form, programme)
    reading = kd.read(kd.render(record, programmes=[programme]), programmes=[programme])
    assert reading.record == record
    assert not {"KD208", "KD230", "KD405", "KD406"} & {finding.code for finding in reading.findings}


@pytest.mark.parametrize("made", [{"programme": "jingzhou", "cohort": 3}, {"cohort": 7}], ids=str)
@pytest.mark.parametrize("format_", ["docx", "xlsx"])
def test_words_that_nobody_gave_are_left_to_be_filled_in(made: dict[str, Any], format_: str) -> None:
    text = text_of(kd.render(kd.Assessment(**made, name="李明"), format_))
    assert "（　　万元/人）" in text
    assert "两年" not in text


def test_a_cohort_is_added_to_those_of_a_known_programme(programme: kd.Programme) -> None:
    third = attrs.evolve(programme, id="hubei", title="湖北省")
    second = kd.render(kd.Assessment(name="李明"), programmes=[third])
    assert "3万元/人" in text_of(second)
    found = {finding.code for finding in kd.read(second, programmes=[third]).findings}
    assert not {"KD230", "KD405"} & found
    new = kd.Assessment(cohort=third.cohorts[0].number, name="李明")
    reading = kd.read(kd.render(new, programmes=[third]), programmes=[third])
    assert reading.record == new
    assert not {"KD230", "KD405"} & {finding.code for finding in reading.findings}


@pytest.mark.parametrize("programme", [CITY, PROVINCE], ids=["city", "province"], indirect=True)
def test_a_form_of_a_programme_nobody_told_us_of_is_said_to_be_that(programme: kd.Programme) -> None:
    record = kd.Assessment(programme=programme.id, cohort=programme.cohorts[0].number, name="李明")
    reading = kd.read(kd.render(record, programmes=[programme]))
    assert reading.record == changed(record, programme=programme.title)
    found = {finding.code for finding in reading.findings}
    assert "KD406" in found
    assert "KD208" not in found


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_titles_and_footers_name_the_programme_and_the_cohort(form: kd.Form, programme: kd.Programme) -> None:
    cohort = programme.cohorts[0].number
    text = text_of(kd.blank(form, programme=programme.id, cohort=cohort, programmes=[programme]))
    ordinal = {1: "第一批", 3: "第三批", 11: "第十一批"}[cohort]
    assert f"{programme.title}{ordinal}" in text
    assert "第二批" not in text
    assert "第四批" not in text
    if form.id == "outcome_statistics":
        assert f"汇总数据为{ordinal}" in text


def test_payment_words_and_years_of_service_follow_the_programme(programme: kd.Programme) -> None:
    cohort = programme.cohorts[0]
    text = text_of(
        kd.blank("assessment", programme=programme.id, cohort=cohort.number, programmes=[programme])
    ).replace("¶", "")
    payment = {3: "5万元", 1: "1.25005万元", 11: "10万元"}[cohort.number]
    years = {3: "三年", 1: "一年", 11: "两年"}[cohort.number]
    assert f"（{payment}/人）" in text
    assert f"{years}服务期内取得的成效数据" in text


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_the_blank_form_of_another_programme_is_blank(form: kd.Form, programme: kd.Programme) -> None:
    data = kd.blank(form, programme=programme.id, cohort=programme.cohorts[0].number, programmes=[programme])
    assert kd.read(data, programmes=[programme]).outcome is kd.Outcome.BLANK_FORM


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_a_programme_that_the_reader_does_not_know_is_read_with_a_warning(
    form: kd.Form, tmp_path: Path
) -> None:
    file = tmp_path / "programme.toml"
    file.write_text(CITY, encoding="utf-8")
    programme = kd.load_programme(file)
    record = filled(form, programme)
    reading = kd.read(kd.render(record, programmes=[programme]))
    assert reading.outcome is kd.Outcome.OK
    assert "KD406" in {finding.code for finding in reading.findings}
    known: Any = reading.record
    assert changed(known, programme=programme.id) == record


def test_an_unknown_cohort_is_read_with_a_warning() -> None:
    record = kd.AbsenceSummary(cohort=9, rows=(kd.AbsenceRow(name="李明", reason="出国"),))
    reading = kd.read(kd.render(record))
    assert reading.record == record
    assert "KD405" in {finding.code for finding in reading.findings}


def test_a_file_of_another_cohort_whose_layout_was_changed_keeps_its_cohort(programme: kd.Programme) -> None:
    record = filled(kd.forms["absence_summary"], programme)
    data = edited(kd.render(record, programmes=[programme]), "派出单位及院系", "派出单位")
    assert kd.read(data, programmes=[programme]).record == record
