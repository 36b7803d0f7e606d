"""docxtpl's own test templates, filled by docxtpl and by ``kd.Template``: the same XML.

They are under the LGPL and no part of this repository: the variable DOCXTPL_TESTS names the folder ``tests`` of
the repository of docxtpl. Each of its scripts is run; what it gives to docxtpl is given to us, too.
"""

from __future__ import annotations

import os
import runpy
import shutil
from pathlib import Path
from typing import Any

import docxtpl
import pytest
from jinja2 import UndefinedError

import kjfz_docs as kd
from tests.writing.alike import by_docxtpl, texts

_FOLDER = os.environ.get("DOCXTPL_TESTS")
# What is no template to be filled: a script that runs others, the command line, an error on purpose.
_OTHER = {"__init__", "runtests", "module_execute", "template_error", "get_undeclared_variables"}
# Scripts that replace pictures and files inside of a package without filling tags.
_SCRIPTS = (
    sorted(path.stem for path in Path(_FOLDER).glob("*.py") if path.stem not in _OTHER) if _FOLDER else []
)

pytestmark = [
    pytest.mark.skipif(_FOLDER is None, reason="DOCXTPL_TESTS names no folder"),
    pytest.mark.filterwarnings(
        "ignore::pytest.PytestUnraisableExceptionWarning"
    ),  # files the scripts leave open
]

Pair = tuple[dict[str, bytes], dict[str, bytes]]


@pytest.fixture
def pairs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Pair]:
    """What docxtpl and we make of each template that a script fills."""
    shutil.copytree(str(_FOLDER), tmp_path / "tests")
    (tmp_path / "tests" / "output").mkdir(exist_ok=True)
    monkeypatch.chdir(tmp_path / "tests")
    found: list[Pair] = []
    render = docxtpl.DocxTemplate.render

    def both(self: Any, context: Any, jinja_env: Any = None, **_: Any) -> None:
        source = self.template_file
        data = source.getvalue() if hasattr(source, "getvalue") else Path(source).read_bytes()
        filters = dict(jinja_env.filters) if jinja_env else {}
        with monkeypatch.context() as patch:
            patch.setattr(docxtpl.DocxTemplate, "render", render)
            template = kd.Template(data, filters=filters)
            try:
                ours = texts(template.render(context, using=self if self.docx else None))
            except kd.UnwritableError as refused:
                with pytest.raises(UndefinedError, match=refused.field):
                    by_docxtpl(self, context, filters)
                return
            theirs = texts(by_docxtpl(self, context, filters))
        found.append((ours, theirs))

    monkeypatch.setattr(docxtpl.DocxTemplate, "render", both)
    return found


@pytest.mark.parametrize("script", _SCRIPTS)
def test_docxtpls_own_templates_give_the_same_xml(script: str, pairs: list[Pair]) -> None:
    try:
        runpy.run_path(f"{script}.py", run_name="__main__")
    except ModuleNotFoundError as missing:
        pytest.skip(f"needs {missing.name}")
    for ours, theirs in pairs:
        assert ours == theirs
