"""Files: whole or not at all, never over another's by accident, and failures in Chinese."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import click

from kjfz_docs.files import write_whole

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


def reason_of(error: OSError) -> str:
    """Why a file could not be used."""
    reason = _REASONS.get(error.errno or 0)
    return reason or f"无法读写（{error.strerror or type(error).__name__}）"


def refuse_to_overwrite(path: Path) -> None:
    """Raise a usage error if something has that name already."""
    if os.path.lexists(path):
        raise click.ClickException(f"文件已存在：{path}；要覆盖请加 --force")


def save(path: Path, data: bytes) -> None:
    """Write a file in one step. Raises ClickException with the reason."""
    try:
        write_whole(path, data)
    except OSError as error:
        raise click.ClickException(f"写不了 {path}：{reason_of(error)}") from error
