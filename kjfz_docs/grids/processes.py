"""A foreign program run within bounds of time and space, and nothing of it left running."""

from __future__ import annotations

import enum
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

_POLL = 0.1
_GRACE = 3.0
# What one program may address: several times what LibreOffice needs, and far less than what stops a machine.
_MEMORY_KIB = 4 << 20
# Set by a shell, which then becomes the program: between fork and exec no Python may run where there are threads.
# A system that does not know one of the limits goes on without it.
_LIMITING = f'ulimit -c 0 2>/dev/null; ulimit -v {_MEMORY_KIB} 2>/dev/null; exec "$@"'


class Ending(enum.Enum):
    """How a program came to its end."""

    DONE = "done"
    FAILED = "failed"
    TIMEOUT = "timeout"
    TOO_LARGE = "too large"


def run(
    command: Sequence[str], *, folder: Path, log: Path, env: Mapping[str, str], seconds: float, most: int
) -> Ending:
    """Run a program in ``folder``; end it when its time is over or the folder has grown by more than ``most`` bytes.

    It has a process group of its own, and whoever of that group is left at the end, or when an exception passes
    through here, is ended too. What it prints goes to ``log``, never to a pipe that somebody could hold open.
    """
    allowed = _size_of(folder) + most
    deadline = time.monotonic() + seconds
    with log.open("wb") as output:
        process = _start(command, folder, env, output.fileno())
    try:
        while True:
            try:
                code = process.wait(_POLL)
            except subprocess.TimeoutExpired:
                code = None
            if _size_of(folder) > allowed:
                return Ending.TOO_LARGE
            if code is not None:
                return Ending.FAILED if code else Ending.DONE
            if time.monotonic() > deadline:
                return Ending.TIMEOUT
    finally:
        _end(process)


def _size_of(folder: Path) -> int:
    """The bytes of all files under a folder, which may come and go meanwhile."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(parent, name)).st_size
            except OSError:
                continue
    return total


if sys.platform == "win32":

    def _start(
        command: Sequence[str], folder: Path, env: Mapping[str, str], output: int
    ) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command,
            cwd=folder,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            creationflags=subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW,
        )

    def _end(process: subprocess.Popen[bytes]) -> None:
        if process.poll() is None:
            subprocess.run(
                ["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False
            )
        process.wait()

else:

    def _start(
        command: Sequence[str], folder: Path, env: Mapping[str, str], output: int
    ) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            ["/bin/sh", "-c", _LIMITING, "sh", *command],
            cwd=folder,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def _end(process: subprocess.Popen[bytes]) -> None:
        """Ask the whole group to leave, then make it."""
        for request in (signal.SIGTERM, signal.SIGKILL):
            if not _signal(process, request) or _left_alone(process):
                break
        process.wait()

    def _left_alone(process: subprocess.Popen[bytes]) -> bool:
        """Whether the group is empty within a moment."""
        until = time.monotonic() + _GRACE
        while _signal(process, 0):
            if time.monotonic() > until:
                return False
            time.sleep(0.02)
        return True

    def _signal(process: subprocess.Popen[bytes], request: int) -> bool:
        """Send a signal to the group; whether there is anybody in it."""
        process.poll()  # one that has ended counts as a member until its end was taken note of
        try:
            os.killpg(process.pid, request)
        except (ProcessLookupError, PermissionError):  # the latter is macOS's word for a group of the dead
            return False
        return True
