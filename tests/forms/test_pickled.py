"""A form travels to another process whole, and is one object there."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pytest

import kjfz_docs as kd


@pytest.mark.parametrize("form", kd.forms.values(), ids=lambda form: form.id)
def test_a_built_in_form_stays_itself(form: kd.Form) -> None:
    for each in form.versions:
        assert pickle.loads(pickle.dumps(each)) is each
    assert form.template not in pickle.dumps(form)


def test_a_form_of_another_programme_is_one_object_in_a_process() -> None:
    city = kd.Programme(id="city", name="市", title="某市", cohorts=(kd.Cohort(number=1, year=2024),))
    form = kd.forms["assessment"].with_programmes({"city": city})
    pickled = pickle.dumps(form)
    again = pickle.loads(pickled)
    assert again is pickle.loads(pickled)
    assert (again.id, again.programmes) == (form.id, form.programmes)
    assert again is not kd.forms["assessment"]


def test_a_form_of_ones_own_travels_with_its_templates(tmp_path: Path) -> None:
    template = tmp_path / "mine.docx"
    template.write_bytes(kd.forms["assessment"].template)
    form = kd.Form(id="mine", record=kd.Assessment, docx=template, older=[template])
    pickled = pickle.dumps(form)
    template.unlink()
    again = pickle.loads(pickled)
    record = kd.Assessment(name="李明")
    assert kd.render(record, form=again) == kd.render(
        record, form=kd.Form(id="mine", record=kd.Assessment, docx=again.template)
    )
    assert len(again.versions) == 2


def test_the_form_of_a_reading_is_found_by_another_process(tmp_path: Path) -> None:
    reading = kd.read(kd.render(kd.Assessment(name="李明")))
    (tmp_path / "reading").write_bytes(pickle.dumps(reading))
    code = (
        "import sys, pickle, kjfz_docs as kd; from pathlib import Path;"
        "reading = pickle.loads(Path(sys.argv[1]).read_bytes());"
        "print(reading.form is kd.forms['assessment'])"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "reading")]
    printed = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    assert printed.strip() == "True"
