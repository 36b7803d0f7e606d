"""Forms of third parties survive LibreOffice as the built-in ones do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import kjfz_docs as kd
from tests.office import convert, needs_libreoffice
from tests.thirdparty.forms import FORMS
from tests.thirdparty.test_thirdparty import FILLED

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
        reading: kd.Reading[Any] = kd.read(file, forms=(*kd.forms.values(), *FORMS))
        assert reading.record == record, [str(finding) for finding in reading.findings]
