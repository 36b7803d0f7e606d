"""The benchmarks run, and the page that they write is that of its results. Nothing is said of times."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import kjfz_docs as kd
from tests.benchmarks import page
from tests.benchmarks.cases import FULL, engine_names, shortened
from tests.benchmarks.filling_record import assessments
from tests.benchmarks.model import Case, CaseResult, Measured
from tests.benchmarks.plain_template import plain
from tests.benchmarks.profile import PATHS, found
from tests.benchmarks.runner import holds
from tests.benchmarks.runner import run as execute
from tests.benchmarks.stages import STAGES
from tests.benchmarks.targets import TARGETS, Target
from tests.making import body

ROOT = Path(__file__).parents[1]
PAGE = page.PAGE


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=environment)


def measured(wall: float, cpu: float = 1.0) -> Measured:
    return Measured(wall, cpu, 50.0, 1000, "some 1.0")


def test_every_benchmark_runs_shortened() -> None:
    done = run("tests.benchmarks", "--quick")
    for case in shortened(FULL):
        assert f"### {case.heading}" in done.stdout, done.stderr
    assert "does not hold the data" not in done.stdout
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == 0, done.stderr


def test_the_profile_runs_shortened() -> None:
    done = run("tests.benchmarks.profile", "--quick")
    assert done.returncode == 0, done.stderr
    for path in PATHS:
        assert f"{path}: " in done.stdout


def test_each_stage_of_the_profile_is_a_function_that_there_is() -> None:
    targets = {target for stages in STAGES.values() for target in stages.values()}
    lost = {target for target in targets if found(target) is None}
    assert lost == set()


def test_the_page_is_that_of_its_results() -> None:
    results, about = page.saved(PAGE.with_suffix(".json"), FULL)
    text = PAGE.read_text("utf-8")
    assert page.placed(text, page.RESULTS, page.text(results, about)) == text


def test_results_come_back_as_they_were_saved(tmp_path: Path) -> None:
    import json

    results = {"form": CaseResult(FULL[0], {"docxtpl": measured(0.03)}, {"carbone": "not installed"})}
    path = tmp_path / "results.json"
    path.write_text(json.dumps(page.as_json(results, {"on": "a machine"})), encoding="utf-8")
    assert page.saved(path, FULL) == (results, {"on": "a machine"})


def test_each_target_is_of_engines_that_there_are() -> None:
    results = {
        case.name: CaseResult(case, {name: measured(1.0) for name in engine_names(case)}) for case in FULL
    }
    for target in TARGETS:
        for clock in target.clocks:
            assert target.reached(results, clock) >= 0


@pytest.mark.parametrize(
    ("figures", "at_least", "met"),
    [((2.0, 3.0), True, True), ((2.0, 0.5), True, False), ((1.0,), False, True), ((0.5, 1.5), False, False)],
)
def test_a_target_is_reached_by_every_clock(figures: tuple[float, ...], at_least: bool, met: bool) -> None:
    target = Target("some", lambda _results, _clock: 0.0, 1.0, at_least=at_least)
    assert target.met(figures) is met


def test_an_engine_is_compared_with_the_first() -> None:
    case = Case("form", "Forms", "form", "filling_form:FORM", "docxtpl")
    result = CaseResult(case, {"docxtpl": measured(0.03), "kd.Template, zlib": measured(0.0003, 0.02)})
    text = page.text({"form": result}, {}, targets=False)
    assert "| kd.Template, zlib | 300 µs | 100 | 50.0 | 50 MB | 1.0 KB |" in text


def test_a_document_without_the_data_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "some.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", "<w:t>6222</w:t>")
    assert holds(path, "6222")
    assert not holds(path, "6223")


def test_docxtpl_writes_from_plain_names_what_we_write(tmp_path: Path) -> None:
    from docxtpl import DocxTemplate

    record = assessments()[0]
    data, values = plain(kd.forms["assessment"], record)
    path = tmp_path / "plain.docx"
    path.write_bytes(data)
    theirs = DocxTemplate(path)
    theirs.render(values, autoescape=True)
    theirs.save(path)
    texts = ["".join(body(each).itertext()) for each in (path.read_bytes(), kd.render(record))]
    assert texts[0] == texts[1]


def test_an_engine_that_stops_says_why(tmp_path: Path) -> None:
    case = Case("form", "Forms", "form", "filling_form:FORM", "docxtpl", fresh=True, rounds=1)
    result = execute(case, tmp_path, ["docxtpl"])  # there is no template
    assert result.engines == {}
    assert "form_jinja.docx" in result.skipped["docxtpl"]


def test_a_round_is_measured_in_another_process(tmp_path: Path) -> None:
    case = Case("import", "Imports", "run", "imports:IMPORTS", "bare Python", seconds=0.0, rounds=2)
    found = execute(case, tmp_path, ["bare Python"]).engines["bare Python"]
    assert found.wall > 0
    assert found.peak > 0
