"""``kjfz grounds``: what the forms say of each deputy, sending unit and district."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

import kjfz_docs as kd
from kjfz_docs.cli import output
from kjfz_docs.cli.chinese import FINDINGS, OK, ChineseCommand
from kjfz_docs.cli.files import refuse_to_overwrite
from kjfz_docs.cli.submissions import day, submission_of, takes_a_submission
from kjfz_docs.files import reason_of
from kjfz_docs.findings import has_errors


@click.command(cls=ChineseCommand, short_help="推荐依据：签约、到岗、成效、满意度、报送情况，不排名")
@takes_a_submission
@click.option(
    "-o", "--output", "target", metavar="文件", required=True, help="写到哪个文件（.xlsx，或 .csv 三个）"
)
@click.option("--on", metavar="日期", callback=day, help="定期报送的表核对到哪一天；不写则为今天")
@click.option("--force", is_flag=True, help="文件已存在时覆盖；不加则拒绝")
def grounds(
    folder: str,
    roster: str | None,
    programmes: tuple[kd.Programme, ...],
    cache: str | None,
    no_cache: bool,
    target: str,
    on: dt.date | None,
    force: bool,
) -> int:
    """列出每个人、每个派出单位、每个区的签约、到岗、成效、满意度和报送情况，作为评选推荐的依据。

    只列情况，不打分，不排名。依据哪些表的哪些栏目，写在项目文件里（--programme）。几份材料不一致的留空并提示。
    """
    if Path(target).suffix.lower() not in (".xlsx", ".csv"):
        raise click.UsageError(f"只能写 .xlsx 或 .csv 文件，不能写“{output.clean(target)}”")
    found = submission_of(folder, roster, programmes, cache, no_cache, [target])
    try:
        made = kd.grounds(found, on=on or dt.date.today())
    except ValueError as error:
        raise click.ClickException(f"项目文件有误：{output.clean(str(error).rpartition(': ')[2])}") from error
    try:
        paths = made.paths(target)
        for path in paths if not force else ():
            refuse_to_overwrite(path)
        made.write(target)
    except OSError as error:
        raise click.ClickException(f"写不了 {output.clean(target)}：{reason_of(error)}") from error
    output.print_placed(made.findings)
    named = "、".join(output.clean(str(Path(path))) for path in paths)
    click.echo(f"已写入 {len(made.people.rows)} 人：{named}", err=True)
    return FINDINGS if has_errors(made.findings) else OK
