"""What batches cost: python tests/benchmarks/batches.py [--most 100000] [--rounds 5]

Two processes against one, beside the gain that a loop of pure Python makes in the same minutes (on a shared or
throttled machine two cores are seldom worth two); and what a document costs in batches of growing size. Figures of one
run are comparable with each other only.
"""

from __future__ import annotations

import argparse
import multiprocessing
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from functools import partial
from pathlib import Path

import attrs

import kjfz_docs as kd
from kjfz_docs.cli.demo_data import samples_of

FORMS = 1_500
SIZES = (100, 1_000, 10_000, 100_000)


class People:
    """So many records, made as they are asked for."""

    def __init__(self, count: int) -> None:
        _, self._one = next(iter(samples_of(kd.Assessment)))
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[kd.Assessment]:
        return (attrs.evolve(self._one, name=f"李明{number}") for number in range(self._count))


def spin(loops: int) -> int:
    """Nothing but the interpreter."""
    total = 0
    for number in range(loops):
        total += number & 7
    return total


def seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def written(executor: Executor | None, folder: Path, count: int = FORMS) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    batch = kd.write_many(People(count), "{name}.docx", into=folder, executor=executor)
    assert batch == kd.Batch(written=count)


def read(executor: Executor, paths: list[Path]) -> None:
    assert all(reading.ok for reading in kd.read_many(paths, kd.Assessment, executor=executor))


def gains(folder: Path, rounds: int) -> dict[str, tuple[float, float]]:
    """For each work the best time with one worker process and with two; the rounds alternate."""
    kd.write_many(People(300), "{name}.docx", into=folder / "given")
    paths = sorted((folder / "given").iterdir())
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, context) as one, ProcessPoolExecutor(2, context) as two:
        works: dict[str, Callable[[Executor], object]] = {
            "a loop of pure Python": lambda pool: list(pool.map(spin, [200_000] * 60)),
            f"write_many, {FORMS} forms": lambda pool: written(pool, folder / "written"),
            f"read_many, {len(paths)} forms": lambda pool: read(pool, paths),
        }
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in works}
        for number in range(rounds + 1):
            for name, work in works.items():
                pair = seconds(partial(work, one)), seconds(partial(work, two))
                if number:  # the first compiles the templates
                    taken[name].append(pair)
    return {name: (min(a for a, _ in pairs), min(b for _, b in pairs)) for name, pairs in taken.items()}


def costs(folder: Path, most: int) -> dict[int, tuple[float, float]]:
    """Microseconds that a document costs in batches of growing size: on the clock, and of the processor's time."""
    written(None, folder, 100)
    found = {}
    for count in (size for size in SIZES if size <= most):
        times = []
        # As many documents for each size, so that none is lucky.
        for _ in range(max(1, min(20, 10_000 // count))):
            clock, processor = time.perf_counter(), time.process_time()
            written(None, folder, count)
            times.append((time.perf_counter() - clock, time.process_time() - processor))
        shutil.rmtree(folder)
        clocks, processors = zip(*times, strict=True)
        found[count] = 1e6 * statistics.median(clocks) / count, 1e6 * statistics.median(processors) / count
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=SIZES[-1], help="the largest batch")
    parser.add_argument("--rounds", type=int, default=5, help="how often one and two processes alternate")
    parser.add_argument("--folder", type=Path, help="where documents are written (a temporary folder)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        measured = gains(Path(folder), arguments.rounds)
        pure = next(iter(measured.values()))
        for name, (one, two) in measured.items():
            share = (one / two) / (pure[0] / pure[1])
            gain = f"x {one / two:.2f}   {share:.2f} of pure"
            print(f"{name:24} 1 process {one:7.3f} s   2 processes {two:7.3f} s   {gain}", flush=True)
        for count, (clock, processor) in costs(Path(folder) / "sizes", arguments.most).items():
            print(
                f"{count:>7} forms   {clock:7.0f} µs each   {processor:7.0f} µs of the processor", flush=True
            )


if __name__ == "__main__":
    main()
