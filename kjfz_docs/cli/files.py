"""Files: whole or not at all, never over another's by accident, and failures in Chinese."""

from __future__ import annotations

import os
from pathlib import Path

import click

from kjfz_docs.files import reason_of, write_whole


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
