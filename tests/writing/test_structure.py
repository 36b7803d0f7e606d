"""Written documents keep the rules of WordprocessingML that no schema or only some programs check."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from lxml import etree

import kjfz_docs as kd
from tests.making import W, body, part
from tests.strategies import records

VALIDATOR = shutil.which("ooxml-validate")
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
FORMS = list(kd.forms.values())


def w(name: str) -> str:
    return f"{{{W}}}{name}"


def number(element: Any, path: str, default: int) -> int:
    found = element.find(path)
    return default if found is None else int(found.get(w("val")))


def check_structure(data: bytes) -> None:
    root = body(data)
    for cell in root.iter(w("tc")):
        assert cell[-1].tag == w("p"), "a cell ends in a paragraph"
    children = [child.tag for child in root if child.tag != w("sectPr")]
    assert children[-1] == w("p"), "a paragraph follows the last table"
    for table in root.iter(w("tbl")):
        columns = len(table.find(w("tblGrid")))
        for row in table.iter(w("tr")):
            spans = sum(number(cell, f"{w('tcPr')}/{w('gridSpan')}", 1) for cell in row.iter(w("tc")))
            before = number(row, f"{w('trPr')}/{w('gridBefore')}", 0)
            after = number(row, f"{w('trPr')}/{w('gridAfter')}", 0)
            assert before + spans + after == columns, "the columns of a row add up"
    for name in (f"{{{W14}}}paraId", w("id")):
        kinds: dict[str, list[str]] = {}
        for element in root.iter():
            if isinstance(element.tag, str) and element.get(name) is not None:
                kinds.setdefault(element.tag, []).append(element.get(name))
        for found in kinds.values():
            assert len(found) == len(set(found)), "ids are unique"


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_written_document_keeps_the_structural_rules(form: kd.Form, data: Any) -> None:
    try:
        written = kd.render(data.draw(records(form.record)))
    except kd.UnwritableError:
        return
    check_structure(written)
    docx.Document(BytesIO(written))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_a_blank_document_keeps_the_structural_rules(form: kd.Form) -> None:
    check_structure(kd.blank(form))


@pytest.mark.skipif(
    VALIDATOR is None, reason="ooxml-validate (npm: @ooxml-tools/validate) is not on the PATH"
)
@pytest.mark.parametrize("format_", ["docx", "xlsx"])
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_a_document_is_valid_by_the_schemas_of_ooxml(form: kd.Form, format_: str, tmp_path: Path) -> None:
    blank = tmp_path / f"blank.{format_}"
    blank.write_bytes(kd.blank(form, format_))
    files = [blank, *written_examples(form, tmp_path, format_)]
    for file in files:
        command = [str(VALIDATOR), str(file), "--output-format", "json"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert json.loads(done.stdout) == [], file.name


def written_examples(form: kd.Form, folder: Path, format_: str) -> list[Path]:
    """A few records of every sort, the same in every run."""
    made: list[Path] = []

    @seed(376)
    @settings(max_examples=3, database=None, deadline=None, phases=[Phase.generate])
    @given(st.data())
    def collect(data: Any) -> None:
        with contextlib.suppress(kd.UnwritableError):
            made.append(kd.write(data.draw(records(form.record)), folder / f"{len(made)}.{format_}"))

    collect()
    assert made
    return made


def test_only_the_parts_that_change_are_compressed_anew() -> None:
    template = kd.forms["assessment"].template
    written = kd.render(kd.Assessment(name="李明"))
    for name in ("word/styles.xml", "word/fontTable.xml", "[Content_Types].xml"):
        assert part(written, name) == part(template, name)


CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"


def test_the_identity_stands_in_the_core_properties() -> None:
    core = part(
        kd.render(kd.AbsenceSummary(programme="a&b:c", cohort=3, filled_by="王芳")), "docProps/core.xml"
    )
    fingerprint = kd.forms["absence_summary"].skeleton.fingerprint()
    for name in ("{http://purl.org/dc/elements/1.1/}identifier", f"{{{CORE}}}keywords"):
        found = etree.fromstring(core).findtext(name)
        assert found == f"urn:kjfz:a%26b%3Ac:3:absence_summary:{fingerprint}"
