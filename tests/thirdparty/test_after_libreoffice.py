"""Forms of third parties survive LibreOffice as the built-in ones do."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

import kjfz_docs as kd
from tests.making import save
from tests.office import convert, needs_libreoffice
from tests.thirdparty.changes import CHANGES, changed
from tests.thirdparty.forms import FORMS
from tests.thirdparty.test_changed_layouts import unreported
from tests.thirdparty.test_thirdparty import EVERY, FILLED

pytestmark = needs_libreoffice


@pytest.mark.parametrize("route", [("docx",), ("odt", "docx")], ids="-".join)
def test_records_of_third_parties_read_equal_after_libreoffice_saved_them(
    route: tuple[str, ...], tmp_path: Path
) -> None:
    folder = tmp_path / "written"
    folder.mkdir()
    files = [
        kd.write(record, folder / f"{form.id}.docx", form=form)
        for form, record in zip(FORMS, FILLED, strict=True)
    ]
    for step, extension in enumerate(route):
        files = convert(files, extension, tmp_path / f"step{step}" / extension)
    for file, record in zip(files, FILLED, strict=True):
        reading: kd.Reading[Any] = kd.read(file, forms=EVERY)
        assert reading.record == record, [str(finding) for finding in reading.findings]


def test_files_with_a_changed_layout_that_libreoffice_saved_are_equal_or_reported(tmp_path: Path) -> None:
    """A row more, a column more, a split cell and so on, then saved again."""
    folder, made = tmp_path / "changed", []
    folder.mkdir()
    for number, (form, record) in enumerate(zip(FORMS, FILLED, strict=True)):
        for change in CHANGES:
            data = changed(kd.render(record, form=form), change, random.Random(number).choice, form.template)
            if data is not None:
                made.append((save(folder, f"{form.id}-{change.__name__}.docx", data), record))
    files = convert([file for file, _ in made], "docx", tmp_path / "saved")
    for file, (_, record) in zip(files, made, strict=True):
        reading: kd.Reading[Any] = kd.read(file, forms=EVERY)
        assert reading.outcome is kd.Outcome.OK, file.name
        assert unreported(reading, record) == [], file.name
