"""Files appear whole or not at all; why they do not, in Chinese."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EISDIR: "这是一个文件夹，不是文件",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘已满",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EINVAL: "文件名含有不允许的字符",
    errno.ETXTBSY: "文件正被其他程序使用",
    errno.EBUSY: "文件正被其他程序使用",
    errno.ELOOP: "链接绕成了圈",
}

_NUMBERS = (
    (FileNotFoundError, errno.ENOENT),
    (PermissionError, errno.EACCES),
    (IsADirectoryError, errno.EISDIR),
    (NotADirectoryError, errno.ENOTDIR),
)


def reason_of(error: OSError) -> str:
    """Why a file could not be used."""
    # Those of other file systems come without a number.
    number = error.errno or next((code for kind, code in _NUMBERS if isinstance(error, kind)), 0)
    reason = _REASONS.get(number)
    return reason or f"无法读写（{error.strerror or type(error).__name__}）"


def write_whole(path: str | os.PathLike[str], data: bytes, *, durable: bool = True) -> Path:
    """Write a file in one step: a failure leaves what was there before. Raises OSError."""
    with whole(path, durable=durable) as stream:
        stream.write(data)
    return Path(path)


@contextlib.contextmanager
def whole(path: str | os.PathLike[str], *, durable: bool = True) -> Iterator[BinaryIO]:
    """A file to be written in pieces, which appears at the end; an exception leaves what was there before.

    A link is followed: the file it names is replaced, not the link. ``durable``: at the end it is on the disk, and so
    whole even after the machine crashes; without that a file takes a fraction of the time. Raises OSError.
    """
    target = os.path.realpath(path)
    folder, called = os.path.split(target)
    name = os.path.join(folder, f".{called[:40]}.{secrets.token_hex(6)}.tmp")
    # Opened by flags, so that the process's mask applies as for any new file.
    try:
        handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    except OSError as error:
        raise type(error)(error.errno, error.strerror, os.fspath(path)) from None
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            if durable:
                os.fsync(stream.fileno())
        with contextlib.suppress(FileNotFoundError):
            os.chmod(name, os.stat(target).st_mode & 0o777)
        os.replace(name, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
