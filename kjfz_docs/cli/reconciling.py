"""``kjfz reconcile``: what the forms of a folder say that contradicts one another."""

from __future__ import annotations

from collections.abc import Sequence

import click

import kjfz_docs as kd
from kjfz_docs.cli import output
from kjfz_docs.cli.chinese import FINDINGS, OK, ChineseCommand
from kjfz_docs.cli.earlier import EARLIER, earlier_of
from kjfz_docs.cli.submissions import submission_of, takes_a_submission
from kjfz_docs.findings import has_errors


@click.command(cls=ChineseCommand, short_help="核对：各表之间的数字、人员、账号是否一致")
@takes_a_submission
@EARLIER
@click.option("--whole", is_flag=True, help="全市的材料都已收齐：另外核对人数")
@click.option("--json", "as_json", is_flag=True, help="输出一行 JSON")
def reconcile(
    folder: str,
    roster: str | None,
    programmes: tuple[kd.Programme, ...],
    cache: str | None,
    no_cache: bool,
    earlier: Sequence[str],
    whole: bool,
    as_json: bool,
) -> int:
    """核对文件夹里的各种表：统计数与各表之和、名单与考核表、人员是否重复或遗漏、账号和手机号。

    哪些表相互核对写在项目文件里（--programme）。每个问题写明两处；账号只显示末四位。有“错误”级问题时退出码为 1。
    """
    found = submission_of(folder, roster, programmes, cache, no_cache, earlier)
    findings = kd.reconcile(found, earlier=earlier_of(earlier, programmes, cache, no_cache), whole=whole)
    if as_json:
        output.print_json([output.placed_as_json(each) for each in findings])
    else:
        output.print_placed(findings)
        click.echo(f"核对完毕：{len(findings)} 个问题" if findings else "核对完毕：没有问题", err=True)
    return FINDINGS if has_errors(findings) else OK
