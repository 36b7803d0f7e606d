"""What ``kjfz check`` writes besides its lines: marked-up copies and a table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import attrs
import click

import kjfz_docs as kd
from kjfz_docs.cli.files import refuse_to_overwrite
from kjfz_docs.cli.output import clean
from kjfz_docs.cli.problems import in_chinese
from kjfz_docs.files import reason_of


@attrs.define
class Copies:
    """The marked-up copies of one run: in ``folder``, or beside each file where it is None."""

    folder: Path | None
    force: bool
    _written: set[Path] = attrs.field(factory=set, init=False)

    def add(self, file: Path, readings: Sequence[kd.Reading[Any]]) -> None:
        """Write the copy of a file, where there is something to mark and it can be marked."""
        marked = [reading for reading in readings if reading.findings and reading.origin is not None]
        if not marked:
            return
        target = self._target(file)
        if not self.force:
            refuse_to_overwrite(target)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            kd.annotate(marked, target)
        except OSError as error:
            raise click.ClickException(f"写不了 {clean(str(target))}：{reason_of(error)}") from error
        except (ValueError, kd.Refused) as error:
            reason = "；".join(each.message for each in getattr(error, "findings", ()))
            reason = clean(reason or in_chinese(str(error)))
            click.echo(f"{clean(str(file))}：没有写退回件：{reason}", err=True)
            return
        self._written.add(target)
        click.echo(f"已写入退回件：{clean(str(target))}", err=True)

    def _target(self, file: Path) -> Path:
        """The name of a copy: files of one name from several folders get copies of several names."""
        folder = file.parent if self.folder is None else self.folder
        names = (f"{file.stem}-退回{number}{file.suffix}" for number in ("", *map(str, range(2, 10_000))))
        return next(path for path in (folder / name for name in names) if path not in self._written)


def save_table(path: Path, readings: Sequence[kd.Reading[Any]]) -> None:
    """The findings of all files as a workbook."""
    try:
        kd.findings_table(readings, path)
    except OSError as error:
        raise click.ClickException(f"写不了 {clean(str(path))}：{reason_of(error)}") from error
    click.echo(f"已写入问题表：{clean(str(path))}", err=True)
