"""The examples of the documentation run, and its links lead somewhere."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import click.testing
import pytest

import kjfz_docs as kd
from kjfz_docs.cli.app import app

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
# What the test group has, and an environment without the extras has not.
EXTRAS = ("distributed", "fsspec")
EXECUTED = [page for page in PAGES if "```python" in page.read_text("utf-8")]


@pytest.mark.parametrize("page", EXECUTED, ids=lambda page: page.name)
def test_the_python_of_a_page_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    # One module: the blocks of a page build on one another.
    module = {"__name__": "example"}
    try:
        exec(compile("\n".join(blocks), str(page), "exec", dont_inherit=True), module)
    except ModuleNotFoundError as missing:
        if missing.name not in EXTRAS:
            raise
        pytest.skip(f"{missing.name} is not installed")


def test_the_commands_of_the_work_around_the_forms_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    text = (ROOT / "docs" / "workflow.md").read_text("utf-8")
    exec("\n".join(re.findall(r"```python\n(.*?)```", text, re.DOTALL)), {"__name__": "example"})
    run_commands(text)


def test_the_commands_of_the_tutorial_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    run_commands((ROOT / "docs" / "tutorial.md").read_text("utf-8"))
    # What the demo made by itself is what the commands make.
    lists = sorted(Path("全市汇总").glob("*.docx"))
    assert lists
    for path in lists:
        assert path.read_bytes() == Path("汇总", path.name).read_bytes()
    assert Path("名单.csv").read_bytes() == Path("拨付.csv").read_bytes()


def run_commands(text: str) -> None:
    """Every command of a page, in the folder that the page leads to; all work, and may find something."""
    lines = "".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL)).splitlines()
    assert lines
    for line in lines:
        command, *arguments = shlex.split(line, comments=True)
        if command == "cd":
            os.chdir(arguments[0])
            continue
        result = click.testing.CliRunner().invoke(app, arguments, prog_name="kjfz")
        assert result.exit_code in (0, 1), (line, result.output)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_links_of_a_page_lead_to_files(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (page.parent / link).exists()] == []


def test_the_programme_of_the_documentation_is_one(tmp_path: Path) -> None:
    (example,) = re.findall(
        r"```toml\n(.*?)```", (ROOT / "docs" / "programmes.md").read_text("utf-8"), re.DOTALL
    )
    (tmp_path / "suizhou.toml").write_text(example, encoding="utf-8")
    programme = kd.load_programme(tmp_path / "suizhou.toml")
    blank = kd.blank("assessment", programme="suizhou", cohort=3, programmes=[programme])
    (finding,) = kd.read(blank, programmes=[programme]).findings
    assert "随州市第三批" in finding.message
