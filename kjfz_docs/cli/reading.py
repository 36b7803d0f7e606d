"""Reading the files named on the command line, and what comes of it as an exit code."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

import attrs
import click

import kjfz_docs as kd
from kjfz_docs.batches.flow import Failed
from kjfz_docs.batches.progress import reporter
from kjfz_docs.batches.reading import read_each
from kjfz_docs.cli.chinese import FINDINGS, OK, UNUSABLE
from kjfz_docs.cli.names import whole_number
from kjfz_docs.findings import Severity

Result = tuple[kd.Reading[Any], ...] | Failed
# Fewer files are read before a bar could be looked at.
_WORTH_A_BAR = 8
# More would not find as many cores.
_MOST_JOBS = 256

JOBS = click.option(
    "--jobs",
    metavar="数",
    default="1",
    callback=whole_number(1, _MOST_JOBS),
    help="用几个进程同时读取，文件很多时用，如 4；不写则为 1",
)


def readings_of(
    files: Sequence[str], programmes: Sequence[kd.Programme] = (), jobs: int = 1
) -> Iterator[tuple[str, Result]]:
    """Each file in order with its readings, or with what kept it from being read."""
    with _pool(min(jobs, len(files))) as executor:
        results = ((file, result) for _, file, result in read_each(files, programmes, executor))
        if len(files) < _WORTH_A_BAR or not (sys.stderr.isatty() and sys.stdout.isatty()):
            yield from results
            return
        # The bar and what is printed would run into each other, so everything is read first.
        with reporter(True, "读取中", len(files)) as report:
            read = [(each, report(each))[0] for each in results]
        yield from read


@contextmanager
def _pool(jobs: int) -> Iterator[Executor | None]:
    if jobs <= 1:
        yield None
        return
    # Begun anew: a process that draws a bar has threads, and must not be forked. Ctrl-C is for this process alone.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, signal.signal, (signal.SIGINT, signal.SIG_IGN)) as executor:
        try:
            yield executor
        except BrokenExecutor as error:
            raise click.ClickException("读取的进程意外中断（可能内存不足）；请减少 --jobs 后再试") from error


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
