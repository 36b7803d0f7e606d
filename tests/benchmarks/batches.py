"""Batches on one and two processes beside a loop that only computes, and what a form costs in batches of any size."""

from __future__ import annotations

import collections
import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from tests.benchmarks.data import form_record
from tests.benchmarks.filling_form import docxtpl
from tests.benchmarks.filling_record import assessments
from tests.benchmarks.model import Engine, Given, Work

OF_DOCXTPL = 20  # forms; it is a hundred times slower
SPIN = 2_000  # steps of the loop that stand for a form
COSTS = (100, 1_000, 10_000, 100_000)


def _all(results: Any) -> None:
    collections.deque(results, maxlen=0)


def _pool(processes: int) -> ProcessPoolExecutor:
    """Workers that have started: what starting them costs is not what a batch costs."""
    made = ProcessPoolExecutor(processes)
    _all(made.map(_spin, [1000] * processes))
    return made


def _spin(count: int) -> int:
    total = 0
    for number in range(count):
        total += number
    return total


def _loop(processes: int) -> Callable[[Given], Work]:
    """What the machine gives to two processes that share nothing."""

    def prepared(given: Given) -> Work:
        pool = _pool(processes)
        return lambda: _all(pool.map(_spin, [SPIN * given.size // 8] * 8))

    return prepared


def _docxtpl(processes: int) -> Callable[[Given], Work]:
    def prepared(given: Given) -> Work:
        pool = _pool(processes)
        half = OF_DOCXTPL // 2
        tasks = [(given.corpus, given.folder, number * half, half) for number in range(2)]
        return lambda: _all(pool.map(_fill_with_docxtpl, tasks))

    return prepared


def _fill_with_docxtpl(task: tuple[Path, Path, int, int]) -> None:
    corpus, folder, first, count = task
    fill = docxtpl(corpus / "form_jinja.docx")
    for number in range(first, first + count):
        (folder / f"{number}.docx").write_bytes(fill(form_record(number)))


class _Records:
    """So many records of 附件1, none with the name of another, each made when it is asked for."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._first, *_ = assessments()

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Any]:
        import attrs

        return (attrs.evolve(self._first, name=f"林晓舟{number}") for number in range(self._count))


def _write(processes: int) -> Callable[[Given], Work]:
    """``kd.write_many``: files really written."""

    def prepared(given: Given) -> Work:
        import kjfz_docs as kd

        write_many: Any = kd.write_many
        records, pool, folders = _Records(given.size), _pool(processes), itertools.count()

        def work() -> None:
            # A new folder each time: what is there already would be skipped.
            write_many(records, "{name}.docx", into=given.folder / str(next(folders)), executor=pool)

        return work

    return prepared


def _read(processes: int) -> Callable[[Given], Work]:
    """``kd.read_many``."""

    def prepared(given: Given) -> Work:
        import kjfz_docs as kd

        read_many: Any = kd.read_many
        paths = [
            kd.write(record, given.folder / f"{number}.docx")
            for number, record in enumerate(_Records(given.size))
        ]
        pool = _pool(processes)
        return lambda: _all(read_many(paths, executor=pool))

    return prepared


def _cost(count: int) -> Callable[[Given], Work]:
    """As many documents as bytes, one after another, so that the disk is left out."""

    def prepared(_: Given) -> Work:
        import kjfz_docs as kd

        render_many: Any = kd.render_many
        records = _Records(count)
        return lambda: _all(render_many(records, "{name}.docx"))

    return prepared


def _on(processes: int) -> str:
    return f"{processes} process{'es' if processes > 1 else ''}"


BATCHES = {
    f"{name}, {_on(processes)}": Engine(make(processes), package, units)
    for name, make, package, units in (
        ("a loop that only computes", _loop, "", None),
        ("docxtpl", _docxtpl, "docxtpl", OF_DOCXTPL),
        ("kd.write_many", _write, "kjfz-docs", None),
        ("kd.read_many", _read, "kjfz-docs", None),
    )
    for processes in (1, 2)
}
COST = {f"{count:,} forms": Engine(_cost(count), units=count) for count in COSTS}
