"""Runs the engines of a case in turns, each in its own process, so that other load on the machine hits all alike."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import attrs

from tests.benchmarks.model import Case, CaseResult, Measured
from tests.benchmarks.worker import engines

ROOT = Path(__file__).parents[2]
NODE = Path(__file__).parent / "node"
LIMIT = 300.0  # seconds that one round may take


class UnableError(Exception):
    """Why an engine cannot run."""


class Process:
    """A started engine that waits for its rounds."""

    def __init__(self, case: Case, name: str, corpus: Path, folder: Path) -> None:
        self._folder = folder / f"{len(list(folder.iterdir()))}"
        self._folder.mkdir()
        self._process = subprocess.Popen(
            self._command(case, name, corpus),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            cwd=ROOT,
            env={**os.environ, "NODE_PATH": node_path()},
        )
        self._said: list[str] = []
        # What is never read would fill the pipe and stop the engine.
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        try:
            self.version: str = self._answer()["version"]
        except UnableError:
            self.end()
            raise

    def _command(self, case: Case, name: str, corpus: Path) -> list[str]:
        seconds = "0" if case.fresh else str(case.seconds)
        given = [name, str(case.size), str(corpus), str(self._folder), seconds]
        if name in case.node:
            return ["node", "--max-old-space-size=8000", str(NODE / "engines.js"), case.node_work, *given]
        return [sys.executable, "-m", "tests.benchmarks.worker", case.engines, *given]

    def round(self) -> dict[str, Any]:
        """One round: seconds, CPU seconds and the peak of memory."""
        assert self._process.stdin is not None
        self._process.stdin.write("go\n")
        self._process.stdin.flush()
        return self._answer()

    def end(self) -> None:
        """Let it go, with everything that it wrote."""
        assert self._process.stdin is not None
        try:
            # Asked first: what it started itself, it ends itself.
            self._process.stdin.close()
            self._process.wait(timeout=5)
        except (OSError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        for stream in (self._process.stdout, self._process.stderr):
            assert stream is not None
            stream.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _listen(self) -> None:
        assert self._process.stderr is not None
        try:
            self._said.extend(self._process.stderr)
        except ValueError:  # closed while it was being read
            return

    def _answer(self) -> dict[str, Any]:
        stop = threading.Timer(LIMIT, self._process.kill)
        stop.start()
        try:
            assert self._process.stdout is not None
            line = next((line for line in self._process.stdout if line.startswith("{")), "")
        finally:
            stop.cancel()
        if not line:
            if self._process.wait() < 0:
                raise UnableError(f"over {LIMIT:.0f} s")
            self._listener.join(1)
            raise UnableError("".join(self._said[-1:]).strip() or "it stopped")
        answer: dict[str, Any] = json.loads(line)
        if "skipped" in answer:
            raise UnableError(answer["skipped"])
        return answer


@attrs.define
class _Rounds:
    """What the rounds of one engine have shown so far."""

    version: str
    walls: list[float] = attrs.field(factory=list)
    cpus: list[float] = attrs.field(factory=list)
    peak: float = 0.0
    bytes: int = 0

    def add(self, answer: dict[str, Any], expected: str) -> None:
        self.walls.append(answer["wall"])
        self.cpus.append(answer["cpu"])
        # What is made is looked at after the first round, which takes memory too.
        self.peak = self.peak or answer["peak"]
        if sample := answer.get("sample"):
            self.bytes = self.bytes or Path(sample).stat().st_size
            if not holds(Path(sample), expected):
                raise UnableError("what it made does not hold the data")

    def measured(self, units: int) -> Measured:
        return Measured(min(self.walls) / units, min(self.cpus) / units, self.peak, self.bytes, self.version)


def run(case: Case, corpus: Path, names: Iterable[str]) -> CaseResult:
    """All rounds of a case; ``corpus`` is the folder with the templates and the data."""
    units = {name: engine.units or case.units for name, engine in engines(case.engines).items()}
    found: dict[str, _Rounds] = {}
    skipped: dict[str, str] = {}
    with tempfile.TemporaryDirectory(dir=corpus) as folder:
        started: dict[str, Process] = {}
        left = list(names)
        try:
            for _ in range(case.rounds):
                for name in tuple(left):
                    try:
                        if name not in started:
                            started[name] = Process(case, name, corpus, Path(folder))
                        rounds = found.setdefault(name, _Rounds(started[name].version))
                        rounds.add(started[name].round(), case.expected)
                    except (UnableError, OSError) as reason:
                        skipped[name] = str(reason)
                        left.remove(name)
                        found.pop(name, None)
                    if (case.fresh or name in skipped) and name in started:
                        started.pop(name).end()
                left.append(left.pop(0)) if left else None  # another begins
        finally:
            for process in started.values():
                process.end()
    order = [name for name in names if name in found]
    return CaseResult(
        case, {name: found[name].measured(units.get(name, case.units)) for name in order}, skipped
    )


def holds(path: Path, expected: str) -> bool:
    """Whether a document has a text in one of its parts."""
    with zipfile.ZipFile(path) as package:
        return any(expected.encode() in package.read(name) for name in package.namelist())


def node_path() -> str:
    """Where the packages of node are: NODE_PATH, else the folder beside engines.js."""
    return os.environ.get("NODE_PATH", "") or str(NODE / "node_modules")
