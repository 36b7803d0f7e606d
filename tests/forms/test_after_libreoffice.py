"""Records survive LibreOffice: Word files through odt and doc as well, workbooks through ods."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

import kjfz_docs as kd
from kjfz_docs.records.fields import leaves
from tests.forms.test_round_trip import assert_reads_back
from tests.office import convert, needs_libreoffice
from tests.strategies import records

PER_FORM = 20

pytestmark = needs_libreoffice


def seeded(form: Any, route: tuple[str, ...]) -> list[Any]:
    """Records that can be written, the same in every run. LibreOffice's own format of workbooks loses tabs."""
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
            kd.render(record, route[-1])
        except kd.UnwritableError:
            return
        if "ods" not in route or not any("\t" in str(value) for _, _, value in leaves(record)):
            made.append(record)

    collect()
    # The first examples are the simplest; take from the whole.
    return random.Random(20230814).sample(made, PER_FORM)


ROUTES = [("docx",), ("odt", "docx"), ("doc", "docx"), ("xlsx",), ("ods", "xlsx")]


@pytest.mark.parametrize("route", ROUTES, ids="-".join)
@pytest.mark.parametrize("form", list(kd.forms.values()), ids=lambda form: form.id)
def test_records_read_equal_after_libreoffice_saved_them(
    form: Any, route: tuple[str, ...], tmp_path: Path
) -> None:
    made = seeded(form, route)
    assert len(made) >= PER_FORM
    folder = tmp_path / "written"
    folder.mkdir()
    files = [kd.write(record, folder / f"{number}.{route[-1]}") for number, record in enumerate(made)]
    for step, extension in enumerate(route):
        files = convert(files, extension, tmp_path / f"step{step}" / extension)
    for file, record in zip(files, made, strict=True):
        assert_reads_back(file.read_bytes(), record)
