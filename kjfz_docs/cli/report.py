"""``kjfz report``: one page on where a programme stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import click

import kjfz_docs as kd
from kjfz_docs.cli import output
from kjfz_docs.cli.chinese import OK, ChineseCommand
from kjfz_docs.cli.collate import collated
from kjfz_docs.cli.earlier import EARLIER, earlier_of
from kjfz_docs.cli.files import refuse_to_overwrite, save
from kjfz_docs.cli.paying import payments_of
from kjfz_docs.cli.submissions import day, submission_of, takes_a_submission


@click.command(cls=ChineseCommand, short_help="写一页报告：报送进度、成效、待处理的问题、拨付")
@takes_a_submission
@EARLIER
@click.option("--whole", is_flag=True, help="全市的材料都已收齐：另外核对人数")
@click.option(
    "-o",
    "--output",
    "target",
    metavar="报告.html",
    default="report.html",
    help="写到哪个文件；不写则为 report.html",
)
@click.option("--on", metavar="日期", callback=day, help="报告的日期，如 2023-08-31；不写则为今天")
@click.option("--force", is_flag=True, help="文件已存在时覆盖；不加则拒绝")
def report(
    folder: str,
    roster: str | None,
    programmes: tuple[kd.Programme, ...],
    cache: str | None,
    no_cache: bool,
    earlier: Sequence[str],
    whole: bool,
    target: str,
    on: dt.date | None,
    force: bool,
) -> int:
    """把文件夹里的材料写成一页报告（HTML），可以用浏览器打开、打印，不需要网络，账号和手机号隐去。

    报告列出各区报送进度、未报送的材料、成效合计、待处理的问题（含汇总、核对中发现的，链接到所在的文件）
    和经费拨付。交银行的名单请用“kjfz payments”写。
    图表需要安装 kjfz-docs[report]；不安装则只有表格。
    """
    path = Path(target)
    if not force:
        refuse_to_overwrite(path)
    found = submission_of(folder, roster, programmes, cache, no_cache, [*earlier, target])
    before = earlier_of(earlier, programmes, cache, no_cache)
    text = kd.report(
        found,
        payments=payments_of(found, before) if _pays(found.programme) else None,
        findings=kd.reconcile(found, earlier=before, whole=whole),
        collation=collated(found),
        on=on,
        beside=path.parent,
    )
    save(path, text.encode())
    click.echo(f"已写入：{output.clean(target)}", err=True)
    return OK


def _pays(programme: kd.Programme) -> bool:
    """Whether the programme says by which forms somebody is paid."""
    return any(instalment.form for cohort in programme.cohorts for instalment in cohort.instalments)
