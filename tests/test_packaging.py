"""What is in the wheel and in the sdist, and what the project says of itself."""

from __future__ import annotations

import ast
import email
import os
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import kjfz_docs as kd

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

pytestmark = pytest.mark.skipif(not (ROOT / "pyproject.toml").is_file(), reason="needs the source tree")


def build(kind: str, into: Path) -> Path:
    """Build with the backend itself, in a process of its own: it needs the tree as working directory."""
    code = f"import hatchling.build as b, sys; b.build_{kind}(sys.argv[1])"
    subprocess.run([sys.executable, "-c", code, str(into)], cwd=ROOT, check=True, capture_output=True)
    (made,) = into.iterdir()
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    with zipfile.ZipFile(build("wheel", tmp_path_factory.mktemp("wheel"))) as opened:
        yield opened


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    with tarfile.open(build("sdist", tmp_path_factory.mktemp("sdist"))) as opened:
        return {name.partition("/")[2] for name in opened.getnames()}


def sources(folder: str, pattern: str) -> set[str]:
    return {
        path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob(pattern) if path.name[:2] != "~$"
    }


def test_the_wheel_has_every_module_template_and_schema(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    assert sources("kjfz_docs", "*.py") | {"kjfz_docs/py.typed"} <= names
    assert sources("kjfz_docs/pages", "*.[hc]*") <= names
    for form in kd.forms:
        assert f"kjfz_docs/templates/{form}.docx" in names
        assert f"kjfz_docs/schemas/{form}.json" in names
        assert (
            wheel.read(f"kjfz_docs/templates/{form}.docx")
            == (ROOT / "templates" / f"{form}.docx").read_bytes()
        )


def test_the_wheel_has_nothing_else(wheel: zipfile.ZipFile) -> None:
    tops = {name.split("/")[0].removesuffix(f"-{kd.__version__}.dist-info") for name in wheel.namelist()}
    assert tops == {"kjfz_docs"}
    strange = [name for name in wheel.namelist() if name.endswith((".pyc", ".tmp")) or "~$" in name]
    assert not strange


def test_no_tables_lie_at_the_top_of_the_tree() -> None:
    assert not [path.name for path in ROOT.iterdir() if path.suffix in (".csv", ".xlsx", ".docx")]


def test_the_metadata_say_version_licence_and_command(wheel: zipfile.ZipFile) -> None:
    info = f"kjfz_docs-{kd.__version__}.dist-info"
    metadata = email.message_from_bytes(wheel.read(f"{info}/METADATA"))
    assert metadata["Version"] == kd.__version__
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Requires-Python"] == ">=3.11"
    assert wheel.read(f"{info}/licenses/LICENSE") == (ROOT / "LICENSE").read_bytes()
    assert "kjfz = kjfz_docs.cli:main" in wheel.read(f"{info}/entry_points.txt").decode()


def test_the_wheel_works_alone(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path / "installed")
    (tmp_path / "elsewhere").mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "kjfz_docs.cli", "demo"],
        cwd=tmp_path / "elsewhere",
        env={**os.environ, "PYTHONPATH": str(tmp_path / "installed"), "PYTHONUTF8": "1"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()


def test_the_sdist_has_what_the_tests_need(sdist: set[str]) -> None:
    files = {
        "pyproject.toml",
        "LICENSE",
        "README.md",
        "README.zh-CN.md",
        "CHANGELOG.md",
        "bootstrap.py",
        ".ci/run",
    }
    needed = files | sources("kjfz_docs", "*.py") | sources("tests", "*.py") | sources("templates", "*.docx")
    assert needed | sources("schemas", "*.json") <= sdist


def test_the_sdist_has_nothing_that_was_made(sdist: set[str]) -> None:
    made = (".venv", ".git/", "__pycache__", ".hypothesis", ".mypy_cache", ".ruff_cache", "kjfz-demo")
    assert not [name for name in sdist if any(part in f"{name}/" for part in made)]


def test_every_import_is_a_dependency() -> None:
    declared = {requirement.split(">")[0].strip() for requirement in PROJECT["dependencies"]}
    known = declared | set(sys.stdlib_module_names) | {"kjfz_docs", "_typeshed"}
    strange = {
        (path, module)
        for path in sources("kjfz_docs", "*.py")
        for module in _imports(ROOT / path)
        if module not in known
    }
    assert strange == {("kjfz_docs/pages/bars.py", "leather")}  # of an extra: loaded where that is installed


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_quick_start_of_a_readme_runs(
    readme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    (code,) = (block.partition("```")[0] for block in text.split("```python\n")[1:])
    monkeypatch.chdir(tmp_path)
    exec(compile(code, readme, "exec"), {})
    assert (tmp_path / "李明-考核表.docx").is_file()
    assert "KD401" in capsys.readouterr().out
