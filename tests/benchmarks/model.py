"""What is measured: cases, each with its engines, and what the process of an engine answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

import attrs

# One piece of work; what it made: the bytes or the path of a document, or anything else.
Work = Callable[[], Any]
# How an engine is compared with the first of its case: so many times as fast, so many times its time, or what its time
# is beyond it.
Comparison = Literal["faster", "times", "beyond"]
OURS = "kjfz-docs"


@attrs.frozen
class Given:
    """What an engine gets: the size of its work, the folder of templates and data, and one of its own."""

    size: int
    corpus: Path
    folder: Path


@attrs.frozen
class Engine:
    """One way to do the work of a case, in a process of its own.

    ``make`` prepares it; what it imports it imports there. ``package`` is the distribution whose version is noted,
    ``units`` how many of the case's units one piece of its work is, if not as the case says.
    """

    make: Callable[[Given], Work]
    package: str = OURS
    units: int | None = None

    @property
    def is_ours(self) -> bool:
        """Whether it is the library itself, and no peer."""
        return self.package == OURS


@attrs.frozen
class Case:
    """One table of results.

    ``engines`` names a mapping: ``filling_form:FORM`` is ``FORM`` in ``tests/benchmarks/filling_form.py``. ``node``
    are the engines of ``node/engines.js`` for the work ``node_work``. ``base`` is the engine that others are
    compared with. In each round each engine repeats its work for about ``seconds``; with ``fresh`` it does so once,
    and each round has new processes. ``only`` are the engines that run, if not all. ``expected`` must stand in what
    is made; ``cpu`` is False where the work is not the process's own.
    """

    name: str
    title: str
    unit: str
    engines: str
    base: str
    size: int = 1
    units: int = 1
    compare: Comparison = "faster"
    node: tuple[str, ...] = ()
    node_work: str = ""
    seconds: float = 0.4
    rounds: int = 5
    fresh: bool = False
    expected: str = ""
    cpu: bool = True
    only: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """The title with the size that was measured."""
        return self.title.format(size=f"{self.size:,}")


@attrs.frozen
class Measured:
    """What one engine needed.

    Seconds and CPU seconds per unit, MB of its process at most, bytes of a document; and which version it was.
    """

    wall: float
    cpu: float
    peak: float
    bytes: int
    version: str


@attrs.frozen
class CaseResult:
    """A case with the engines that ran, and why others did not."""

    case: Case
    engines: Mapping[str, Measured] = attrs.field(factory=dict)
    skipped: Mapping[str, str] = attrs.field(factory=dict)
