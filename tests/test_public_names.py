"""The public namespace is a promise."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import kjfz_docs as kd

SOURCE = Path(kd.__file__).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", kd.__all__)
def test_every_public_name_can_be_had(name: str) -> None:
    assert getattr(kd, name) is not None
    assert name in dir(kd)


def test_the_type_checker_sees_the_same_names() -> None:
    block = next(
        node
        for node in ast.parse(SOURCE).body
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
    )
    imported = {
        alias.asname or alias.name
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert imported | {"__version__"} == set(kd.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = kd.nothing


def test_forms_stays_the_mapping_after_its_package_was_imported() -> None:
    import kjfz_docs.forms.api  # noqa: F401

    assert "assessment" in kd.forms
    with pytest.raises(TypeError):
        kd.forms["mine"] = kd.forms["assessment"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        kd.forms = {}


def test_importing_the_package_loads_none_of_the_heavy_parts() -> None:
    code = "import sys, json, kjfz_docs; print(json.dumps(sorted(sys.modules)))"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout
    loaded = {name.split(".")[0] for name in json.loads(printed)}
    assert not loaded & {
        "lxml",
        "docx",
        "docxtpl",
        "jinja2",
        "openpyxl",
        "pypdf",
        "cattrs",
        "attrs",
        "attr",
        "rich",
    }


def test_reading_does_not_load_what_only_writing_needs() -> None:
    code = (
        "import sys, json, kjfz_docs as kd; data = open(sys.argv[1], 'rb').read(); r = kd.read(data);"
        "print(json.dumps([r.outcome.value, sorted(sys.modules)]))"
    )
    template = Path(__file__).parent.parent / "templates" / "absence_summary.docx"
    command = [sys.executable, "-c", code, str(template)]
    _, loaded = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    assert not {name.split(".")[0] for name in loaded} & {"docxtpl", "docx", "rich", "click", "pypdf"}
