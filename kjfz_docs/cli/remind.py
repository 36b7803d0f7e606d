"""``kjfz remind``: who has not handed in what, as texts that can be sent."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

import kjfz_docs as kd
from kjfz_docs.cli import output
from kjfz_docs.cli.chinese import OK, ChineseCommand
from kjfz_docs.cli.names import whole_number
from kjfz_docs.cli.submissions import day, submission_of, takes_a_submission
from kjfz_docs.files import reason_of


@click.command(cls=ChineseCommand, short_help="催报：每个区一份提醒，列明谁还没有报什么")
@takes_a_submission
@click.option("-o", "--output", "target", metavar="文件夹", required=True, help="写到哪个文件夹")
@click.option("--on", metavar="日期", callback=day, help="以哪一天为准，如 2023-10-26；不写则为今天")
@click.option(
    "--ahead",
    metavar="天数",
    callback=whole_number(0, 366),
    default="14",
    help="定期报送的表，几天内到期的也提醒；不写则为 14",
)
@click.option("--force", is_flag=True, help="文件已存在时覆盖；不加则拒绝")
def remind(
    folder: str,
    roster: str | None,
    programmes: tuple[kd.Programme, ...],
    cache: str | None,
    no_cache: bool,
    target: str,
    on: dt.date | None,
    ahead: int,
    force: bool,
) -> int:
    """读取文件夹里的材料，为每个区写一份可以直接发出的提醒（.txt），并把全部未报的材料列成一张表（未报材料.xlsx）。

    按责任单位分列，写明期限和逾期天数；收到电子版而缺盖章扫描件的也列出。应报哪些表写在项目文件里（--programme）。
    """
    found = submission_of(folder, roster, programmes, cache, no_cache, [target])
    made = kd.reminders(found, on=on or dt.date.today(), ahead=ahead)
    output.print_findings(made.findings, err=True)
    if not made.reminders:
        click.echo("没有需要提醒的：应报的材料都已收到", err=True)
        return OK
    try:
        paths = made.write(target, overwrite=force)
    except FileExistsError as error:
        name = output.clean(str(Path(error.filename or target)))
        raise click.ClickException(f"文件已存在：{name}；没有写入任何文件，要覆盖请加 --force") from error
    except OSError as error:
        raise click.ClickException(f"写不了 {output.clean(target)}：{reason_of(error)}") from error
    table = output.table("区", "未报", "缺扫描件", "文件")
    for reminder, path in zip(made.reminders, paths, strict=False):
        missing = sum(each.is_missing for each in reminder.owed)
        counts = (str(missing), str(len(reminder.owed) - missing))
        table.add_row(*output.cells(reminder.district or "", *counts, path.name))
    output.console().print(table)
    click.echo(f"已写入 {len(paths)} 个文件：{output.clean(target)}", err=True)
    return OK
