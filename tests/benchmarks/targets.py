"""What the library is meant to reach, as ratios within one run, and what it reached.

A ratio is taken of the time by the clock and of the time of the processor. On an idle machine they agree; what a loaded
one does to the first it does not do to the second, and engines that use several threads look slower by the second.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import attrs

from tests.benchmarks.batches import COSTS
from tests.benchmarks.model import CaseResult, Measured

Results = Mapping[str, CaseResult]
Clock = Literal["wall", "cpu"]
Reached = Callable[[Results, Clock], float]


@attrs.frozen
class Target:
    """``reached`` computes the figure by either clock; KeyError where an engine did not run."""

    name: str
    reached: Reached
    limit: float
    unit: str = "×"
    at_least: bool = True
    clocks: Sequence[Clock] = ("wall", "cpu")

    def met(self, figures: Sequence[float]) -> bool:
        """Whether the figures by all clocks are good enough."""
        return all(each >= self.limit if self.at_least else each <= self.limit for each in figures)

    @property
    def wanted(self) -> str:
        """The limit as the table says it."""
        return f"{'≥' if self.at_least else '≤'} {self.limit:g} {self.unit}"


def _of(results: Results, case: str, engine: str) -> Measured:
    return results[case].engines[engine]


def _time(results: Results, case: str, engine: str, clock: Clock) -> float:
    time: float = getattr(_of(results, case, engine), clock)
    return time


def _times(case: str, engine: str, of: str) -> Reached:
    """The time of an engine as a multiple of another's."""
    return lambda results, clock: _time(results, case, engine, clock) / _time(results, case, of, clock)


def _faster(case: str, engine: str, than: str) -> Reached:
    return _times(case, than, engine)


def _peak(case: str, engine: str) -> Reached:
    return lambda results, _: _of(results, case, engine).peak


def _larger(case: str, engine: str, than: str) -> Reached:
    """How much larger the documents are, in percent."""
    return lambda results, _: 100 * (_of(results, case, engine).bytes / _of(results, case, than).bytes - 1)


def _share_of_gain(engine: str) -> Reached:
    """The gain of a second process as a share of that of a loop which only computes."""

    def gain(results: Results, name: str) -> float:
        one, two = (_of(results, "batches", f"{name}, {on}") for on in ("1 process", "2 processes"))
        return one.wall / two.wall

    return lambda results, _: gain(results, engine) / gain(results, "a loop that only computes")


def _spread(results: Results, clock: Clock) -> float:
    """The largest departure of a cost from the middle between the least and the most, in percent."""
    costs = [_time(results, "cost", f"{count:,} forms", clock) for count in COSTS]
    return 100 * (max(costs) - min(costs)) / (max(costs) + min(costs))


_KD = "kd.Template"
TARGETS: Sequence[Target] = (
    Target("form to bytes, zlib, beside docxtpl", _faster("form", f"{_KD}, zlib", "docxtpl"), 110),
    Target("form to bytes, isal, beside docxtpl", _faster("form", f"{_KD}, isal", "docxtpl"), 400),
    Target("附件1 from a record, zlib, beside docxtpl", _faster("record", "kd.render, zlib", "docxtpl"), 80),
    Target("附件1 from a record, isal, beside docxtpl", _faster("record", "kd.render, isal", "docxtpl"), 200),
    *(
        Target(
            f"docx list of {size:,} rows, isal, beside {than}",
            _faster(f"list-docx-{size}", f"{_KD}, isal", than),
            limit,
        )
        for size, than, limit in (
            (1_000, "docxtpl", 30),
            (20_000, "docxtpl", 40),
            (1_000, "carbone", 1),
            (20_000, "carbone", 1),
        )
    ),
    *(
        Target(
            f"xlsx list of 100,000 rows, {name}, beside openpyxl",
            _faster("list-xlsx-100000", f"{_KD}, {name} [T]", "openpyxl [T]"),
            limit,
        )
        for name, limit in (("isal", 20), ("zlib", 7))
    ),
    Target(
        "xlsx list of 100,000 rows, memory",
        _peak("list-xlsx-100000", f"{_KD}, isal [T]"),
        150,
        "MB",
        at_least=False,
        clocks=("wall",),
    ),
    Target(
        "files as large as zlib's by default (zlib-ng)",
        _larger("form", f"{_KD}, zlib-ng", f"{_KD}, zlib"),
        5,
        "%",
        at_least=False,
        clocks=("wall",),
    ),
    Target(
        "a filled 附件1 into a record, of parsing it",
        _times("read-form", "kd.read, as written", "zipfile and lxml, parsed only"),
        2.5,
        "×",
        at_least=False,
    ),
    Target(
        "xlsx of 20,000 rows into records, beside openpyxl's cells",
        _faster("read-xlsx", "kd.read", "openpyxl, values"),
        5,
    ),
    *(
        Target(
            f"{name}: gain of a second process, of a loop's",
            _share_of_gain(name),
            0.9,
            clocks=("wall",),
        )
        for name in ("kd.write_many", "kd.read_many")
    ),
    Target("cost per form from 100 to 100,000, ±", _spread, 15, "%", at_least=False),
)
