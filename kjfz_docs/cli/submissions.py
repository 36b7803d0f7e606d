"""What the commands over a folder of submissions share: their options, and reading it."""

from __future__ import annotations

import datetime as dt
import re
import sys
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

import kjfz_docs as kd
from kjfz_docs.cli import output
from kjfz_docs.cli.chinese import UNUSABLE
from kjfz_docs.cli.own_forms import OWN_FORMS, forms_for
from kjfz_docs.cli.programmes import PROGRAMMES
from kjfz_docs.files import reason_of
from kjfz_docs.records.programme import HUBEI

Command = TypeVar("Command", bound=Callable[..., Any])
_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?")


def day(_: click.Context, __: click.Parameter, value: str | None) -> dt.date | None:
    """A day as it is typed: 2023-10-26, 2023年10月26日, 20231026."""
    if value is None:
        return None
    plain = unicodedata.normalize("NFKC", value).strip()
    try:
        found = _DAY.fullmatch(plain)
        return dt.date(*map(int, found.groups())) if found else dt.date.fromisoformat(plain)
    except ValueError:
        raise click.BadParameter(f"应为日期，如 2023-10-26，不是“{output.clean(value)}”") from None


def takes_a_submission(command: Command) -> Command:
    """The folder, and how it is read: what ``submission_of`` takes."""
    for option in reversed(
        (
            click.argument("folder", metavar="文件夹"),
            click.option(
                "--roster", metavar="花名册", help="花名册（.xlsx 或 .csv）；有了它才能核对每个人的材料"
            ),
            PROGRAMMES,
            OWN_FORMS,
            click.option(
                "--cache",
                metavar="文件夹",
                help="读取结果存在哪里；不写则存在系统的缓存文件夹，可随时删除",
            ),
            click.option("--no-cache", is_flag=True, help="不存、不用以前的读取结果，全部重新读取"),
        )
    ):
        command = option(command)
    return command


def submission_of(
    folder: str,
    roster: str | None,
    programmes: Sequence[kd.Programme],
    cache: str | None,
    no_cache: bool,
    leave_out: Sequence[str | None] = (),
) -> kd.Submission:
    """The folder as it was read. Raises ClickException, and Exit for a roster that holds nothing."""
    listed = None if roster is None else roster_of(roster, programmes)
    kept = None if no_cache else _cache(cache)
    left_out = [path for path in (roster, cache, *leave_out) if path is not None]
    try:
        return kd.Submission.scan(
            folder,
            programme=programmes[0] if programmes else None,
            roster=listed,
            forms=forms_for(programmes[0] if programmes else None),
            cache=kept,
            leave_out=left_out,
            progress=_bar(),
        )
    except OSError as error:
        raise click.ClickException(f"读不了 {output.clean(folder)}：{reason_of(error)}") from error
    except ValueError as error:
        raise click.ClickException(
            f"项目文件要的表或栏目不认识：{output.clean(str(error).rpartition(': ')[2])}"
        ) from error


def roster_of(path: str, programmes: Sequence[kd.Programme]) -> kd.Reading[kd.Roster]:
    """A roster, its findings told. Raises ClickException, and Exit where it holds nothing."""
    programme = (*programmes, HUBEI)[0]
    try:
        reading = kd.Roster.read(path, programme=programme.id, programmes=programmes)
    except OSError as error:
        raise click.ClickException(f"读不了 {output.clean(path)}：{reason_of(error)}") from error
    output.print_findings(reading.findings, file=path, err=True)
    if reading.record is None:
        raise click.exceptions.Exit(UNUSABLE)
    return reading


def _cache(folder: str | None) -> kd.Cache | None:
    try:
        return kd.Cache(folder)
    except RuntimeError:  # nobody is at home here: no place that could be found again
        return None


def _bar() -> Callable[[int, int], None] | None:
    """A bar on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        click.echo(f"\r读取中 {done}/{total}" + ("\r\033[K" if done == total else ""), nl=False, err=True)

    return show
