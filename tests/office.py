"""LibreOffice for tests: the real one where it is installed, and programs that stand in for it."""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kjfz_docs.grids import libreoffice

skips_without_libreoffice = pytest.mark.skipif(
    libreoffice.program() is None, reason="LibreOffice (soffice) is not installed"
)
# For a whole module or class.
needs_libreoffice = [pytest.mark.libreoffice, skips_without_libreoffice]
needs_scripts = pytest.mark.skipif(os.name == "nt", reason="the programs that stand in are shell scripts")


def convert(files: list[Path], extension: str, into: Path) -> list[Path]:
    """Files in another format, in a new folder."""
    into.mkdir(parents=True)
    made = libreoffice.convert_all(map(libreoffice.Document.read, files), extension, seconds=300)
    written = []
    for file, data in zip(files, made, strict=True):
        assert isinstance(data, bytes), data
        written.append(into / f"{file.stem}.{extension}")
        written[-1].write_bytes(data)
    return written


def stand_in(path: Path, script: str) -> str:
    """A program made of lines of shell; ``$out`` is the folder that LibreOffice would write to."""
    finding = (
        'all="$*"; while [ $# -gt 0 ]; do [ "$1" = --outdir ] && { out=$2; mkdir -p "$out"; }; shift; done'
    )
    path.write_text(f"#!/bin/sh\n{finding}\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def noting(mark: Path) -> str:
    """A line of shell that leaves a mark behind: the program was started."""
    return f": > {shlex.quote(str(mark))}"


def processes_with(text: str) -> list[int]:
    """The processes, zombies aside, in whose command line a text stands."""
    shown = subprocess.run(
        ["ps", "-ww", "-eo", "pid,stat,args"], capture_output=True, text=True, errors="replace", check=True
    ).stdout
    rows = (line.split(None, 2) for line in shown.splitlines()[1:])
    return [int(row[0]) for row in rows if len(row) == 3 and row[1][0] != "Z" and text in row[2]]


def wait_until(happened: Callable[[], bool]) -> bool:
    """Wait for something, for half a minute at most; whether it happened."""
    until = time.monotonic() + 30
    while not (found := happened()) and time.monotonic() < until:
        time.sleep(0.01)
    return found


def kill_until(ended: Callable[[], bool], text: str) -> bool:
    """Kill the processes in whose command line a text stands, without asking, until that has had its effect."""

    def killed() -> bool:
        for number in processes_with(text):
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        return ended()

    return wait_until(killed)
