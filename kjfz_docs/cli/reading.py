"""Reading the files named on the command line, and what comes of it as an exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs

import kjfz_docs as kd
from kjfz_docs.cli.chinese import FINDINGS, OK, UNUSABLE
from kjfz_docs.findings import Severity

Result = tuple[kd.Reading[Any], ...] | OSError
# Fewer files are read before a bar could be looked at.
_WORTH_A_BAR = 8


def readings_of(
    files: Sequence[str], programmes: Sequence[kd.Programme] = ()
) -> Iterator[tuple[str, Result]]:
    """Each file with its readings, or with the error that kept it from being read."""
    results = ((file, _read(file, programmes)) for file in files)
    if len(files) < _WORTH_A_BAR or not (sys.stderr.isatty() and sys.stdout.isatty()):
        return results
    # The bar and what is printed would run into each other, so everything is read first.
    return iter(list(_with_bar(results, len(files))))


def _read(file: str, programmes: Sequence[kd.Programme]) -> Result:
    try:
        return kd.read_all(file, programmes=programmes)
    except OSError as error:
        return error
    except ValueError as error:
        # A name that no file can have (a null character).
        return OSError(22, str(error))


def _with_bar(results: Iterable[tuple[str, Result]], total: int) -> Iterator[tuple[str, Result]]:
    from rich.console import Console
    from rich.progress import track

    yield from track(results, "读取中", total, console=Console(stderr=True), transient=True)


@attrs.define
class Tally:
    """How many files, forms and findings there were."""

    files: int = 0
    unusable: int = 0
    counts: dict[Severity, int] = attrs.field(factory=lambda: dict.fromkeys(Severity, 0))

    def unreadable(self) -> None:
        self.files += 1
        self.unusable += 1

    def add(self, readings: Sequence[kd.Reading[Any]]) -> None:
        self.files += 1
        unusable = (kd.Outcome.REFUSED, kd.Outcome.NOT_RECOGNISED)
        self.unusable += any(reading.outcome in unusable for reading in readings)
        for reading in readings:
            for finding in reading.findings:
                self.counts[finding.severity] += 1

    @property
    def exit_code(self) -> int:
        if self.unusable:
            return UNUSABLE
        return FINDINGS if self.counts[Severity.ERROR] else OK

    @property
    def summary(self) -> str:
        found = "，".join(f"{severity.label} {count}" for severity, count in self.counts.items())
        lost = f"，不能读取 {self.unusable}" if self.unusable else ""
        return f"文件 {self.files}{lost}；{found}"
