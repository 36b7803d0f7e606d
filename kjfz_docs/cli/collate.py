"""``kjfz collate``: the lists that come out of a folder of submissions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

import kjfz_docs as kd
from kjfz_docs.cli import output
from kjfz_docs.cli.chinese import FINDINGS, OK, ChineseCommand
from kjfz_docs.cli.inputs import unwritable
from kjfz_docs.cli.names import form_named
from kjfz_docs.cli.problems import in_chinese
from kjfz_docs.cli.submissions import submission_of, takes_a_submission
from kjfz_docs.files import reason_of
from kjfz_docs.findings import has_errors
from kjfz_docs.records.numerals import ordinal_text
from kjfz_docs.workflow.entries import list_of


def _ids(context: click.Context, option: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:
    found = (form_named(context, option, value) for value in values)
    return tuple(form.id for form in found if form is not None)


@click.command(cls=ChineseCommand, short_help="汇总：考核表汇总成区的名单和统计，各区的表汇总成全市的")
@takes_a_submission
@click.option("-o", "--output", "target", metavar="文件夹", required=True, help="写到哪个文件夹")
@click.option(
    "--format",
    "format_",
    metavar="格式",
    type=click.Choice(["docx", "xlsx"]),
    default="docx",
    help="docx 或 xlsx；不写则为 docx",
)
@click.option("--sources", is_flag=True, help="另写一份 来源.xlsx：每个数据来自哪个文件的哪一格")
@click.option("--of", metavar="表", multiple=True, callback=_ids, help="只由这种表汇总，如 附件1；可写多次")
@click.option("--district", metavar="区", help="这是哪个区的材料：看不出是哪个区的，都算这个区的")
@click.option("--earlier", metavar="文件夹", help="以前的材料，从中查找账号")
@click.option("--force", is_flag=True, help="文件已存在时覆盖；不加则拒绝")
def collate(
    folder: str,
    roster: str | None,
    programmes: tuple[kd.Programme, ...],
    cache: str | None,
    no_cache: bool,
    target: str,
    format_: str,
    sources: bool,
    of: Sequence[str],
    district: str | None,
    earlier: str | None,
    force: bool,
) -> int:
    """把文件夹里的材料汇总成表：一个区的附件1 汇总成附件2、附件5，各区的附件2 至附件5 汇总成全市的。

    怎样汇总写在项目文件里（--programme）。不能确定的留空，并逐条列出；有“错误”级问题时照样写出，退出码为 1。
    账号从花名册、已有的名单和 --earlier 的材料中查找。原文件不移动，也不改动。
    """
    found = submission_of(folder, roster, programmes, cache, no_cache, [target, earlier])
    before = None if earlier is None else submission_of(earlier, None, programmes, cache, no_cache)
    made = collated(found, before, of, district)
    try:
        paths = made.write(target, format_, sources=sources, overwrite=force)
    except FileExistsError as error:
        name = output.clean(str(error.filename or target))
        raise click.ClickException(f"文件已存在：{name}；没有写入任何文件，要覆盖请加 --force") from error
    except OSError as error:
        raise click.ClickException(f"写不了 {output.clean(target)}：{reason_of(error)}") from error
    except kd.UnwritableError as error:
        form, _, field = error.field.partition(".")
        named = kd.UnwritableError(field, error.reason)
        raise click.ClickException(unwritable(named, made.forms[form].record)) from error
    _print(made)
    click.echo(f"已写入 {len(paths)} 个文件：{output.clean(target)}", err=True)
    return FINDINGS if has_errors(made.findings) else OK


def collated(
    found: kd.Submission,
    before: kd.Submission | None = None,
    of: Sequence[str] = (),
    district: str | None = None,
) -> kd.Collation:
    """What a submission is collated into. Raises ClickException where the programme's rules are wrong."""
    try:
        return kd.collate(found, earlier=before, of=of or None, district=district)
    except ValueError as error:
        raise click.ClickException(
            f"项目文件的汇总规则有误：{output.clean(in_chinese(str(error)))}"
        ) from error


def _print(made: kd.Collation) -> None:
    table = output.table("表", "批次", "行数", "报送而没有内容的区")
    for (form, cohort), record in made.records.items():
        table.add_row(*output.cells(*_row(made, form, cohort, record)))
    output.console().print(table)
    for finding in made.findings:
        file = finding.where.file if finding.where is not None else None
        output.print_findings([finding], file=file)


def _row(made: kd.Collation, form: str, cohort: int | None, record: Any) -> tuple[str, ...]:
    rows = list_of(type(record))
    count = len(getattr(record, rows.name)) if rows is not None else 0
    called = made.forms[form].attachment or made.forms[form].title
    named = ordinal_text(cohort) if cohort is not None else ""
    return called, named, str(count), "、".join(made.empty[form, cohort])
