"""``--earlier``: lists of before, as files or folders: lists of payments, and forms with accounts."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Any

import click

import kjfz_docs as kd
from kjfz_docs.cli import output
from kjfz_docs.cli.own_forms import forms_for
from kjfz_docs.cli.submissions import submission_of
from kjfz_docs.files import reason_of

EARLIER = click.option(
    "--earlier",
    "earlier",
    metavar="文件",
    multiple=True,
    help="以前的拨付名单（.xlsx、.csv）或有账号的表，也可以是文件夹；可写多次",
)


def earlier_of(
    paths: Sequence[str], programmes: Sequence[kd.Programme], cache: str | None, no_cache: bool
) -> list[Any]:
    """What was handed in or paid before. Raises ClickException for what holds neither."""
    return [each for path in paths for each in _read(path, programmes, cache, no_cache)]


def _read(path: str, programmes: Sequence[kd.Programme], cache: str | None, no_cache: bool) -> Iterator[Any]:
    if os.path.isdir(path):
        yield submission_of(path, None, programmes, cache, no_cache)
        return
    try:
        yield kd.PaymentList.read(path)
    except OSError as error:
        raise click.ClickException(f"读不了 {output.clean(path)}：{reason_of(error)}") from error
    except (kd.ConversionError, kd.Refused):
        forms = forms_for(programmes[0] if programmes else None)
        found = [
            each for each in kd.read_all(path, forms=forms, programmes=programmes) if each.record is not None
        ]
        if not found:
            raise click.ClickException(f"{output.clean(path)} 不是拨付名单，也不是已知的表格") from None
        yield from found
