"""Files appear whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path


def write_whole(path: str | os.PathLike[str], data: bytes) -> Path:
    """Write a file in one step: a failure leaves what was there before. Raises OSError.

    A link is followed: the file it names is replaced, not the link.
    """
    target = Path(os.path.realpath(path))
    name = target.with_name(f".{target.name[:40]}.{secrets.token_hex(6)}.tmp")
    # Opened by flags, so that the process's mask applies as for any new file.
    try:
        handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    except OSError as error:
        raise type(error)(error.errno, error.strerror, os.fspath(path)) from None
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            name.chmod(target.stat().st_mode & 0o777)
        name.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            name.unlink()
        raise
    return Path(path)
