"""The pages made from the code are current, and everything that names the forms agrees."""

from __future__ import annotations

import importlib.util
import re
import struct
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import kjfz_docs as kd
from kjfz_docs.records import RECORDS
from kjfz_docs.records.fields import computed_parts, fields_of

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_make", DOCS / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_made_pages_are_current() -> None:
    pages: dict[Path, str] = maker().pages()
    assert {path: path.read_text("utf-8") == text for path, text in pages.items()} == dict.fromkeys(
        pages, True
    )


@pytest.mark.parametrize("form", list(kd.forms))
@pytest.mark.parametrize("state", ["blank", "filled"])
def test_each_form_has_its_pictures(form: str, state: str) -> None:
    picture = (DOCS / "pictures" / f"{form}-{state}.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert 2_000 < len(picture) < 120_000


@pytest.mark.parametrize("state", ["blank", "filled"])
def test_the_pictures_show_all_pages(state: str) -> None:
    picture = (DOCS / "pictures" / f"assessment-{state}.png").read_bytes()
    width, height = struct.unpack(">II", picture[16:24])
    assert height > 2 * width  # one page is 1.4 times as high as wide


def test_forms_records_templates_schemas_and_pages_agree() -> None:
    forms = set(kd.forms)
    assert {path.stem for path in (ROOT / "templates").glob("*.docx")} == forms
    assert {path.stem for path in (ROOT / "schemas").glob("*.json")} == forms
    assert {path.stem for path in (DOCS / "forms").glob("*.md")} == forms
    assert {path.stem.rsplit("-", 1)[0] for path in (DOCS / "pictures").glob("*.png")} == forms
    assert {form.record for form in kd.forms.values()} == set(_classes(RECORDS))


def _classes(found: Any) -> Any:
    return found.values() if hasattr(found, "values") else found


def words_of_the_glossary() -> set[str]:
    return set(
        re.findall(
            r"[A-Za-z_]+", " ".join(re.findall(r"`([^`]+)`", (DOCS / "glossary.md").read_text("utf-8")))
        )
    )


def test_every_name_of_a_record_stands_in_the_glossary() -> None:
    names = {
        name for form in kd.forms.values() for name in (form.id, form.record.__name__, *_names(form.record))
    }
    assert names - words_of_the_glossary() == set()


def _names(cls: type) -> set[str]:
    found: set[str] = set()
    for info in fields_of(cls):
        found.add(info.name)
        nested = info.record or info.row
        if nested is not None:
            found |= {nested.__name__, *_names(nested)}
    for name, part in computed_parts(cls).items():
        found |= {name, part.__name__}
    return found


def test_every_form_of_the_glossary_is_there() -> None:
    table = (DOCS / "glossary.md").read_text("utf-8").split("\n\n")[0]
    ids = re.findall(r"\| `(\w+)` / `(\w+)`", table)
    assert {(name, form.record.__name__) for name, form in kd.forms.items()} == set(ids)


def test_every_code_of_the_tag_page_and_the_findings_page_exists() -> None:
    for page in DOCS.rglob("*.md"):
        assert set(re.findall(r"\bKD\d{3}\b", page.read_text("utf-8"))) <= set(kd.CODES), page.name


def test_the_examples_of_findings_speak_of_fields_that_there_are() -> None:
    labels = {label for form in kd.forms.values() for label in _labels(form.record)}
    said = {str(values["label"]) for values in maker().examples().values() if "label" in values}
    assert said - labels == set()


def _labels(cls: type) -> set[str]:
    found: set[str] = set()
    for info in fields_of(cls):
        nested = info.record or info.row
        found |= {info.meta.label, *(_labels(nested) if nested is not None else ())}
    return found


def test_a_form_page_shows_the_label_that_the_form_prints() -> None:
    page = (DOCS / "forms" / "account_collection.md").read_text("utf-8")
    assert "| `rows[].account.branch` | 开户行（支行） |" in page


def test_the_findings_page_has_every_code() -> None:
    assert set(re.findall(r"\bKD\d{3}\b", (DOCS / "findings.md").read_text("utf-8"))) == set(kd.CODES)
