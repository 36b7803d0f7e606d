"""Where the time of each hot path goes: python -m tests.benchmarks.profile [--quick | --write]

The stages of ``stages.py`` are wrapped by a clock (perf_counter) wherever their functions are bound. What the clock
itself costs is the difference between the two totals of each path.
"""

from __future__ import annotations

import functools
import importlib
import math
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs

from tests.benchmarks import page
from tests.benchmarks.cases import prepare
from tests.benchmarks.model import Case, Given, Work
from tests.benchmarks.page import duration
from tests.benchmarks.stages import STAGES
from tests.benchmarks.worker import engines

# Each path: the engine that takes it, and how many units one call is: few, so that some call is undisturbed.
PATHS: Mapping[str, tuple[str, str, int]] = {
    "form from a mapping": ("filling_form:FORM", "kd.Template, isal", 1),
    "row of a Word list from mappings": ("filling_list:LIST", "kd.Template, isal", 500),
    "附件1 from a record": ("filling_record:RECORD", "kd.render, isal", 1),
    "row of a workbook from mappings": ("filling_xlsx:TABLE", "kd.Template, isal [T]", 500),
    "附件1 into a record": ("reading_docx:FORM", "kd.read, as written", 1),
    "row of a Word list into a record": ("reading_docx:LISTS", "account_collection, as written", 200),
    "row of a workbook into a record": ("reading_xlsx:LIST", "kd.read", 500),
}
_QUICK = 20


@attrs.define
class Clock:
    """The time of each stage: that of its calls without the stages inside them."""

    own: dict[str, float] = attrs.field(factory=dict)
    calls: dict[str, int] = attrs.field(factory=dict)
    inner: list[float] = attrs.field(factory=lambda: [0.0])

    def wrapped(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function with the clock around it."""

        @functools.wraps(function)
        def timed(*arguments: Any, **named: Any) -> Any:
            self.inner.append(0.0)
            start = time.perf_counter()
            try:
                return function(*arguments, **named)
            finally:
                took = time.perf_counter() - start
                self.own[stage] = self.own.get(stage, 0.0) + took - self.inner.pop()
                self.calls[stage] = self.calls.get(stage, 0) + 1
                self.inner[-1] += took

        return timed


def found(target: str) -> tuple[Any, str, Callable[..., Any]] | None:
    """What holds a function, its name there, and the function; None where there is none of that name."""
    module, _, path = target.partition(":")
    try:
        holder: Any = importlib.import_module(module)
        *parents, name = path.split(".")
        for parent in parents:
            holder = getattr(holder, parent)
        return holder, name, getattr(holder, name)
    except (ImportError, AttributeError):
        return None


@contextmanager
def clocked(stages: Mapping[str, str], clock: Clock) -> Iterator[list[str]]:
    """The stages under the clock, wherever the library has bound them; gives those that there are none of."""
    missing, before = [], []
    for stage, target in stages.items():
        function = found(target)
        if function is None:
            missing.append(stage)
            continue
        holder, name, original = function
        timed = clock.wrapped(stage, original)
        places = [(holder, name)]
        if ":" in target and "." not in target.partition(":")[2]:
            places += [
                (module, bound)
                for key, module in list(sys.modules.items())
                if key.startswith("kjfz_docs") and module is not holder
                for bound, value in list(vars(module).items())
                if value is original
            ]
        for place, bound in places:
            before.append((place, bound, original))
            setattr(place, bound, timed)
    try:
        yield missing
    finally:
        for place, bound, original in before:
            setattr(place, bound, original)


def _fastest(work: Work, least: float, clock: Clock) -> tuple[float, Clock]:
    """The time and the stages of the fastest call within so many seconds: the one least disturbed by other load."""
    work()
    best, of_best = math.inf, clock
    end = time.perf_counter() + least
    while True:
        clock.own, clock.calls = {}, {}
        start = time.perf_counter()
        work()
        now = time.perf_counter()
        if now - start < best:
            best, of_best = now - start, attrs.evolve(clock)
        if now >= end:
            return best, of_best


def profiled(path: str, corpus: Path, *, quick: bool) -> Iterator[str]:
    """The lines about one path."""
    spec, name, units = PATHS[path]
    units = min(units, _QUICK) if quick else units
    with tempfile.TemporaryDirectory(dir=corpus) as folder:
        try:
            work = engines(spec)[name].make(Given(units, corpus, Path(folder)))
        except (ImportError, AttributeError) as missing:
            yield f"{path}: cannot be measured ({missing})"
            return
        least = 0.0 if quick else 1.0
        plain, _ = _fastest(work, least, Clock())
        clock = Clock()
        with clocked(STAGES[path], clock) as missing_stages:
            timed, clock = _fastest(work, least, clock)
    yield f"{path}: {duration(plain / units)}, under the clock {duration(timed / units)}"
    rest = timed - sum(clock.own.values())
    for stage, own in sorted(clock.own.items(), key=lambda each: -each[1]):
        yield f"  {own / units * 1e6:10.2f} µs {own / timed:6.1%}  {stage} (calls: {clock.calls[stage]})"
    yield f"  {rest / units * 1e6:10.2f} µs {rest / timed:6.1%}  the rest"
    if missing_stages:
        yield f"  no such function: {', '.join(missing_stages)}"


def main() -> None:
    quick = "--quick" in sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder)
        prepare(
            corpus, [_case(spec, min(units, _QUICK) if quick else units) for spec, _, units in PATHS.values()]
        )
        lines = []
        for path in PATHS:
            for line in profiled(path, corpus, quick=quick):
                lines.append(line)
                print(line, flush=True)
    if "--write" in sys.argv[1:]:
        page.place(page.PROFILE, "\n".join(("```text", *lines, "```")))


def _case(spec: str, size: int) -> Case:
    return Case("", "", "", spec, "", size=size)


if __name__ == "__main__":
    main()
