"""One engine in a process of its own: python -m tests.benchmarks.worker ENGINES NAME SIZE CORPUS FOLDER SECONDS

For each line on standard input it repeats its work for about so many seconds and answers with a line of JSON; before
that it says that it is ready, or why it cannot run. ``node/engines.js`` speaks the same way.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.metadata
import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

import attrs

from tests.benchmarks.model import Engine, Given


def engines(spec: str) -> dict[str, Engine]:
    """The engines of ``module:MAPPING``."""
    module, _, name = spec.partition(":")
    found: dict[str, Engine] = getattr(importlib.import_module(f"tests.benchmarks.{module}"), name)
    return found


def peak() -> float:
    """The most memory of this process so far, in MB.

    Not from getrusage where it can be helped: that peak is the parent's if the parent was larger.
    """
    with contextlib.suppress(OSError), open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM:"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 1024)


def version(package: str) -> str:
    """A distribution with its version; empty for none, and for one that is not installed but imported from a folder."""
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        return f"{package} {importlib.metadata.version(package)}" if package else ""
    return ""


def serve(engine: Engine, given: Given, seconds: float, answer: Any) -> None:
    """Do rounds for as long as they are asked for."""

    def say(**what: object) -> None:
        print(json.dumps(what), file=answer, flush=True)

    try:
        if not seconds and given.size > 1:
            # What is loaded and compiled once is not of the rows.
            engine.make(attrs.evolve(given, size=1))()
        work = engine.make(given)
        calls = _calls(work, seconds)
    except (ImportError, AttributeError, TypeError) as missing:
        # A package that is not installed, or a part of ours that this version does not have.
        say(skipped=f"{type(missing).__name__}: {missing}")
        return
    say(ready=True, version=version(engine.package))
    first = True
    for _ in sys.stdin:
        wall, cpu = time.perf_counter(), time.process_time()
        for _ in range(calls):
            made = work()
        wall, cpu = (time.perf_counter() - wall) / calls, (time.process_time() - cpu) / calls
        say(wall=wall, cpu=cpu, peak=peak(), **(_sample(made, given.folder) if first else {}))
        first = False


def _calls(work: Any, seconds: float) -> int:
    """How many calls last so long, after one that fills the caches; with 0 seconds one call."""
    if not seconds:
        return 1
    work()
    start = time.perf_counter()
    work()
    return max(1, int(seconds / (time.perf_counter() - start)))


def _sample(made: Any, folder: Path) -> dict[str, Any]:
    if isinstance(made, bytes):
        path = folder / f"sample-{os.getpid()}"
        path.write_bytes(made)
        return {"sample": str(path)}
    return {"sample": str(made)} if isinstance(made, Path) else {}


def main() -> None:
    spec, name, size, corpus, folder, seconds = sys.argv[1:]
    # What an engine prints must not stand among the answers.
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    serve(engines(spec)[name], Given(int(size), Path(corpus), Path(folder)), float(seconds), answer)


if __name__ == "__main__":
    main()
