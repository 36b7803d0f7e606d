"""Records survive LibreOffice: docx to docx, through odt, and through doc."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

import kjfz_docs as kd
from tests.forms.test_round_trip import assert_reads_back
from tests.office import convert, needs_libreoffice
from tests.strategies import records

PER_FORM = 20

pytestmark = needs_libreoffice


def seeded(form: Any) -> list[Any]:
    """Records that can be written, the same in every run."""
    made: list[Any] = []

    @seed(20230814)
    @settings(
        max_examples=PER_FORM * 6,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def collect(data: Any) -> None:
        record = data.draw(records(form.record))
        try:
            kd.render(record)
        except kd.UnwritableError:
            return
        made.append(record)

    collect()
    # The first examples are the simplest; take from the whole.
    return random.Random(20230814).sample(made, PER_FORM)


@pytest.mark.parametrize("route", [("docx",), ("odt", "docx"), ("doc", "docx")], ids="-".join)
@pytest.mark.parametrize("form", list(kd.forms.values()), ids=lambda form: form.id)
def test_records_read_equal_after_libreoffice_saved_them(
    form: Any, route: tuple[str, ...], tmp_path: Path
) -> None:
    made = seeded(form)
    assert len(made) >= PER_FORM
    folder = tmp_path / "written"
    folder.mkdir()
    files = [kd.write(record, folder / f"{number}.docx") for number, record in enumerate(made)]
    for step, extension in enumerate(route):
        files = convert(files, extension, tmp_path / f"step{step}" / extension)
    for file, record in zip(files, made, strict=True):
        assert_reads_back(file.read_bytes(), record)
