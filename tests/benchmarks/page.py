"""The results as tables for docs/performance.md and the terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from tests.benchmarks.model import Case, CaseResult, Measured
from tests.benchmarks.targets import TARGETS, Results

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"
RESULTS = "results: python -m tests.benchmarks --write"
PROFILE = "stages: python -m tests.benchmarks.profile --write"


def text(results: Results, about: Mapping[str, str], *, targets: bool = True) -> str:
    """Every table, the targets first where they were asked for."""
    versions = {one.version for each in results.values() for one in each.engines.values()} - {""}
    parts = [
        "; ".join(f"{key} {value}" for key, value in about.items()) + ".",
        f"Versions: {', '.join(sorted(versions, key=str.lower))}.",
        *(_targets(results) if targets else ()),
    ]
    for each in results.values():
        parts += _case(each)
    return "\n".join(parts)


def placed(page: str, what: str, text: str) -> str:
    """The page with a text between its two marks."""
    begin, end = f"<!-- {what} -->", f"<!-- end of {what.partition(':')[0]} -->"
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}\n\n{text}\n\n{end}{after}"


def place(what: str, text: str) -> None:
    """Write a text into docs/performance.md."""
    PAGE.write_text(placed(PAGE.read_text("utf-8"), what, text), encoding="utf-8")


def _targets(results: Results) -> Iterator[str]:
    yield from ("", "### Targets", "")
    yield from ("| target | wanted | reached | by CPU time | |", "|---|--:|--:|--:|---|")
    for target in TARGETS:
        try:
            figures = [target.reached(results, clock) for clock in target.clocks]
        except KeyError:
            yield f"| {target.name} | {target.wanted} | not measured | | |"
            continue
        cells = [f"{each:.{2 if abs(each) < 10 else 0}f} {target.unit}" for each in figures]
        cells += [""] * (2 - len(cells))
        met = "yes" if target.met(figures) else "**no**"
        yield f"| {target.name} | {target.wanted} | {' | '.join(cells)} | {met} |"


def _case(result: CaseResult) -> Iterator[str]:
    case = result.case
    with_files = any(each.bytes for each in result.engines.values())
    heads = ["engine", f"time per {case.unit}", *_comparisons(result), "peak memory"]
    heads += ["size of file"] if with_files else []
    yield from (
        "",
        f"### {case.heading}",
        "",
        f"| {' | '.join(heads)} |",
        "|---" + "|--:" * (len(heads) - 1) + "|",
    )
    base = result.engines.get(case.base)
    for name, each in result.engines.items():
        cells = [name, duration(each.wall), *_compared(result, each, base)]
        cells += [f"{each.peak:.0f} MB", *([f"{each.bytes / 1000:,.1f} KB"] if with_files else [])]
        yield f"| {' | '.join(cells)} |"
    if result.skipped:
        reasons: dict[str, list[str]] = {}
        for name, reason in result.skipped.items():
            reasons.setdefault(reason, []).append(name)
        said = (f"{', '.join(names)} ({reason})" for reason, names in reasons.items())
        yield from ("", f"Not measured: {'; '.join(said)}.")


def _comparisons(result: CaseResult) -> list[str]:
    case = result.case
    if not case.base:
        return []
    if case.compare == "beyond":
        return [f"beyond {case.base}"]
    head = f"times as fast as {case.base}" if case.compare == "faster" else f"times the time of {case.base}"
    return [head, "the same by CPU time"] if case.cpu else [head]


def _compared(result: CaseResult, each: Measured, base: Measured | None) -> list[str]:
    heads = _comparisons(result)
    if base is None:
        return [""] * len(heads)
    if result.case.compare == "beyond":
        return [duration(each.wall - base.wall)]
    pairs = [(base.wall, each.wall), (base.cpu, each.cpu)][: len(heads)]
    return [
        f"{ratio:.{2 if ratio < 10 else 1 if ratio < 100 else 0}f}"
        for first, second in pairs
        for ratio in [first / second if result.case.compare == "faster" else second / first]
    ]


def duration(seconds: float) -> str:
    """Seconds in the unit that suits them, of three digits."""
    for unit, factor in (("s", 1.0), ("ms", 1e3), ("µs", 1e6)):
        if abs(seconds) * factor >= 1 or unit == "µs":
            shown = seconds * factor
            digits = 0 if abs(shown) >= 100 else 1 if abs(shown) >= 10 else 2
            return f"{shown:,.{digits}f} {unit}"
    raise AssertionError("unreachable")


def as_json(results: Results, about: Mapping[str, str]) -> dict[str, Any]:
    """The results for programs: seconds per unit, MB, bytes."""
    return {
        "about": dict(about),
        "cases": [
            {
                "name": each.case.name,
                "title": each.case.title,
                "unit": each.case.unit,
                "engines": {name: attrs.asdict(one) for name, one in each.engines.items()},
                "skipped": dict(each.skipped),
            }
            for each in results.values()
        ],
    }


def saved(path: Path, cases: Sequence[Case]) -> tuple[dict[str, CaseResult], dict[str, str]]:
    """The results that were written before, and about them; cases that there are no more are left out."""
    if not path.exists():
        return {}, {}
    made, known = json.loads(path.read_text("utf-8")), {case.name: case for case in cases}
    results = {
        each["name"]: CaseResult(
            known[each["name"]],
            {name: Measured(**one) for name, one in each["engines"].items()},
            each["skipped"],
        )
        for each in made["cases"]
        if each["name"] in known
    }
    return results, made["about"]
