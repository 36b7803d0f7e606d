"""What ``kjfz check`` writes besides its lines: marked-up copies and a table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

import kjfz_docs as kd
from kjfz_docs.cli.files import reason_of, refuse_to_overwrite
from kjfz_docs.cli.output import clean


def annotate_into(folder: Path, file: Path, readings: Sequence[kd.Reading[Any]], *, force: bool) -> None:
    """The marked-up copy of a file in a folder, where there is something to mark and it can be marked."""
    marked = [reading for reading in readings if reading.findings and reading.origin is not None]
    if not marked:
        return
    target = folder / f"{file.stem}-退回{file.suffix}"
    if not force:
        refuse_to_overwrite(target)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        kd.annotate(marked, target)
    except OSError as error:
        raise click.ClickException(f"写不了 {clean(str(target))}：{reason_of(error)}") from error
    except ValueError:
        click.echo(f"{clean(str(file))}：这种文件不能加批注，请另存为 .docx 或 .xlsx", err=True)
        return
    click.echo(f"已写入退回件：{clean(str(target))}", err=True)


def save_table(path: Path, readings: Sequence[kd.Reading[Any]]) -> None:
    """The findings of all files as a workbook."""
    try:
        kd.findings_table(readings, path)
    except OSError as error:
        raise click.ClickException(f"写不了 {clean(str(path))}：{reason_of(error)}") from error
    click.echo(f"已写入问题表：{clean(str(path))}", err=True)
