"""The command as a process of its own: streams, signals, encodings."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import kjfz_docs as kd

COMMAND = [sys.executable, "-m", "kjfz_docs.cli"]
ROOT = Path(kd.__file__).parent.parent


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


def run(cwd: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *arguments], cwd=cwd, env=environment(**more), capture_output=True, check=False
    )


def test_the_demo_works_as_a_process_of_its_own(tmp_path: Path) -> None:
    done = run(tmp_path, "demo", PYTHONUTF8="1")
    assert done.returncode == 0, done.stderr.decode()


def test_a_stream_that_cannot_carry_chinese_does_not_stop_the_work(tmp_path: Path) -> None:
    kd.write(kd.Assessment(name="李明𠮷"), tmp_path / "a.docx")
    ascii_only = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "PYTHONCOERCECLOCALE": "0"}
    for arguments in (("read", "a.docx"), ("check", "a.docx"), ("--help",), ("zzz",)):
        assert b"Traceback" not in run(tmp_path, *arguments, **ascii_only).stderr
    line = run(tmp_path, "read", "--json", "a.docx", **ascii_only).stdout
    assert json.loads(line)["record"]["name"] == "李明𠮷"


@pytest.mark.skipif(os.name == "nt", reason="pipes break otherwise on Windows")
def test_a_broken_pipe_is_quiet(tmp_path: Path) -> None:
    kd.write(kd.Assessment(name="李明"), tmp_path / "a.docx")
    process = subprocess.Popen(
        [*COMMAND, "read", "--json", *["a.docx"] * 40],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    complaint = process.stderr.read()
    process.stderr.close()
    assert process.wait(60) == 141
    assert complaint == b""


@pytest.mark.skipif(os.name == "nt", reason="signals differ on Windows")
def test_an_interruption_gives_130_and_a_word(tmp_path: Path) -> None:
    # Standard input is waited for, so the signal arrives in the middle of a command.
    process = subprocess.Popen(
        [*COMMAND, "write", "-", "-o", "a.docx"],
        cwd=tmp_path,
        env=environment(PYTHONUTF8="1", PYTHONUNBUFFERED="1"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Where tests run in the background, the signal is ignored from birth.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    deadline = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.3)
        if _waits_for_input(process.pid):
            process.send_signal(signal.SIGINT)
            break
    _, complaint = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "已中断" in complaint.decode()
    assert b"Traceback" not in complaint
    assert not (tmp_path / "a.docx").exists()


def _waits_for_input(pid: int) -> bool:
    """Whether the process has got as far as to sleep in a read (elsewhere than on Linux: after a while)."""
    try:
        return "pipe" in Path(f"/proc/{pid}/wchan").read_text(encoding="ascii")
    except OSError:
        time.sleep(3)
        return True
