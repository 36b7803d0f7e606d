"""``kjfz payments``: who of a folder of submissions is paid, as a list for the bank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

import kjfz_docs as kd
from kjfz_docs.cli import output
from kjfz_docs.cli.chinese import FINDINGS, OK, ChineseCommand
from kjfz_docs.cli.earlier import EARLIER, earlier_of
from kjfz_docs.cli.files import refuse_to_overwrite
from kjfz_docs.cli.problems import in_chinese
from kjfz_docs.cli.submissions import submission_of, takes_a_submission
from kjfz_docs.files import reason_of

_SUFFIXES = (".xlsx", ".csv")


@click.command(cls=ChineseCommand, short_help="拨付名单：谁拨付哪一次、金额、账号；有错误的不列入")
@takes_a_submission
@EARLIER
@click.option(
    "-o",
    "--output",
    "targets",
    metavar="文件",
    multiple=True,
    required=True,
    help="写到哪个文件（.xlsx 或 .csv）；可写多次",
)
@click.option("--force", is_flag=True, help="文件已存在时覆盖；不加则拒绝")
def payments(
    folder: str,
    roster: str | None,
    programmes: tuple[kd.Programme, ...],
    cache: str | None,
    no_cache: bool,
    earlier: Sequence[str],
    targets: Sequence[str],
    force: bool,
) -> int:
    """由文件夹里的材料列出交银行的拨付名单，附合计和大写金额；暂缓拨付的和不予拨付的另列，写明原因。

    谁拨付、按哪种表、多少钱写在项目文件里（--programme）。有“错误”级问题的人不列入名单；--earlier 的名单中
    已经拨付的不再拨付。名单中有完整的账号，请妥善保管。有人暂缓拨付时退出码为 1。
    """
    for target in targets:
        if Path(target).suffix.lower() not in _SUFFIXES:
            raise click.UsageError(f"只能写 .xlsx 或 .csv 文件，不能写“{output.clean(target)}”")
        if not force:
            refuse_to_overwrite(Path(target))
    found = submission_of(folder, roster, programmes, cache, no_cache, [*earlier, *targets])
    before = earlier_of(earlier, programmes, cache, no_cache)
    made = payments_of(found, before)
    _print(made)
    for target in targets:
        try:
            made.write(target)
        except OSError as error:
            raise click.ClickException(f"写不了 {output.clean(target)}：{reason_of(error)}") from error
        click.echo(f"已写入：{output.clean(target)}（含完整的账号，请妥善保管）", err=True)
    return FINDINGS if made.held else OK


def payments_of(found: kd.Submission, earlier: Sequence[Any]) -> kd.Payments:
    """Who is paid. Raises ClickException where the programme or the earlier lists do not say it."""
    try:
        return kd.payments(found, earlier=earlier)
    except ValueError as error:
        raise click.ClickException(output.clean(in_chinese(str(error)))) from error


def _print(made: kd.Payments) -> None:
    table = output.table("用途", "人数", "金额（元）", "大写")
    for part in made.parts:
        purpose = part.paid[0].row.purpose or ""
        table.add_row(*output.cells(purpose, str(len(part.paid)), f"{part.total:,.2f}", part.capitals))
    table.add_row(*output.cells("合计", str(len(made.paid)), f"{made.total:,.2f}", made.capitals))
    output.console().print(table)
    for each in made.held:
        click.echo(f"暂缓拨付：{output.clean(each.person.who)}")
        output.print_placed(each.findings)
    for reason, count in Counter(each.reason for each in made.none).items():
        click.echo(f"不予拨付 {count} 人：{output.clean(reason)}")
