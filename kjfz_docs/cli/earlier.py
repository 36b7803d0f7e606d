"""``--earlier``: lists of before, as files or folders: lists of payments, and forms with accounts."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Any

import click

import kjfz_docs as kd
from kjfz_docs.cli import output
from kjfz_docs.cli.own_forms import forms_for
from kjfz_docs.cli.problems import in_chinese
from kjfz_docs.cli.submissions import submission_of
from kjfz_docs.files import reason_of
from kjfz_docs.records.shown import label_of
from kjfz_docs.workflow.earlier import NotEarlierError, lists_in
from kjfz_docs.workflow.payment_list import NoPaymentListError

_SHOWN = 20
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
    """What was handed in or paid before. Raises ClickException for what holds neither, or not for certain."""
    return [each for path in paths for each in _read(path, programmes, cache, no_cache)]


def _read(path: str, programmes: Sequence[kd.Programme], cache: str | None, no_cache: bool) -> Iterator[Any]:
    if os.path.isdir(path):
        try:
            yield from lists_in(submission_of(path, None, programmes, cache, no_cache))
        except NotEarlierError as error:
            raise click.ClickException(_not_earlier(error)) from error
        return
    try:
        yield kd.PaymentList.read(path)
    except OSError as error:
        raise click.ClickException(f"读不了 {output.clean(path)}：{reason_of(error)}") from error
    except (NoPaymentListError, kd.Refused):
        forms = forms_for(programmes[0] if programmes else None)
        found = [
            each for each in kd.read_all(path, forms=forms, programmes=programmes) if each.record is not None
        ]
        if not found:
            raise click.ClickException(f"{output.clean(path)} 不是拨付名单，也不是已知的表格") from None
        yield from found
    except kd.ConversionError as error:
        raise click.ClickException(_faults(path, error)) from error


def _not_earlier(error: NotEarlierError) -> str:
    if isinstance(error.__cause__, kd.ConversionError) and not isinstance(
        error.__cause__, NoPaymentListError
    ):
        return _faults(error.item.name, error.__cause__)
    return (
        f"{output.clean(error.item.name)}（{error.item.status.label}）不能作为以前的名单：已经拨付的人会再拨付一次；"
        "请修正或移走这个文件"
    )


def _faults(path: str, error: kd.ConversionError) -> str:
    told = [f"  {_spot(at)}{in_chinese(message)}" for at, message in error.problems]
    return "\n".join(
        [f"{output.clean(path)} 是拨付名单，但有读不准的内容：", *map(output.clean, told[:_SHOWN])]
    )


def _spot(path: str) -> str:
    """A path of a row in words: 名单第3人的“账号”：."""
    number, _, field = path.partition(".")
    return (
        f"名单第{int(number) + 1}人的“{label_of(kd.PaymentRow, field)}”："
        if number.isdigit() and field
        else ""
    )
