"""``kjfz prefill``: forms for the people of a roster."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import click

import kjfz_docs as kd
from kjfz_docs.cli import output
from kjfz_docs.cli.chinese import FINDINGS, OK, UNUSABLE, ChineseCommand
from kjfz_docs.cli.inputs import unwritable
from kjfz_docs.cli.names import form_named, whole_number
from kjfz_docs.cli.programmes import PROGRAMMES
from kjfz_docs.cli.submissions import day
from kjfz_docs.files import reason_of
from kjfz_docs.findings import has_errors
from kjfz_docs.forms.form import Form
from kjfz_docs.records.fields import fields_of
from kjfz_docs.records.programme import with_more


@click.command(cls=ChineseCommand, short_help="按花名册预填表格，每人一份")
@click.argument("form", metavar="表", callback=form_named)
@click.argument("roster", metavar="花名册")
@click.option("-o", "--output", "folder", metavar="文件夹", required=True, help="写到哪个文件夹")
@click.option("--cohort", metavar="数", callback=whole_number(1, 999), help="只为这一批的人员生成")
@click.option(
    "--pattern",
    metavar="文件名",
    help="文件名的写法，如 “{district}/{name}-考核表.docx”；不写则为 姓名-附件号",
)
@click.option(
    "--format",
    "format_",
    metavar="格式",
    type=click.Choice(["docx", "xlsx"]),
    help="docx 或 xlsx；不写则按 --pattern 的扩展名，都没有则为 docx",
)
@click.option(
    "--due",
    metavar="日期",
    callback=day,
    help="每双月报送的表：填上这一天应报的一期的起止日期，如 2023-10-26（与 --cohort 同用）",
)
@PROGRAMMES
@click.option("--force", is_flag=True, help="文件已存在时覆盖；不加则拒绝")
def prefill(
    form: Form,
    roster: str,
    folder: str,
    cohort: int | None,
    pattern: str | None,
    format_: str | None,
    due: dt.date | None,
    programmes: tuple[kd.Programme, ...],
    force: bool,
) -> int:
    """按花名册（.xlsx 或 .csv）预填表格：考核表每人一份，名单类的表一份、每人一行。

    花名册按中文表头识别，栏目次序不限。有疑问的地方逐条列出；有“错误”级问题时照样生成，退出码为 1。
    """
    programme = programmes[0].id if programmes else "hubei"
    values = _period(form, cohort, due, with_more(programmes)[programme]) if due is not None else {}
    try:
        reading = kd.Roster.read(roster, programme=programme, programmes=programmes)
    except OSError as error:
        raise click.ClickException(f"读不了 {output.clean(roster)}：{reason_of(error)}") from error
    output.print_findings(reading.findings, file=roster, err=True)
    if reading.record is None:
        return UNUSABLE
    people = reading.record if cohort is None else reading.record.of_cohort(cohort)
    made = _made(form, people, folder, pattern, format_, values, programmes, force)
    click.echo(f"已生成 {len(made)} 份：{output.clean(folder)}", err=True)
    return FINDINGS if has_errors(reading.findings) else OK


def _period(form: Form, cohort: int | None, due: dt.date, programme: kd.Programme) -> Mapping[str, dt.date]:
    """The days of the period that is due on a day."""
    if cohort is None:
        raise click.UsageError("用 --due 时请加 --cohort")
    try:
        return kd.period_values(programme, form.id, cohort=cohort, due=due)
    except ValueError as error:
        days = [
            duty.due for duty in kd.due_dates(programme, until=due, form=form.id) if duty.cohort == cohort
        ]
        last = f"；之前一次是 {days[-1]}" if days else ""
        raise click.UsageError(f"--due：{due} 不是这一批应报“{form.title}”的日期{last}") from error


def _made(
    form: Form,
    people: kd.Roster,
    folder: str,
    pattern: str | None,
    format_: str | None,
    values: Mapping[str, dt.date],
    programmes: tuple[kd.Programme, ...],
    force: bool,
) -> tuple[kd.Prefilled, ...]:
    if not len(people):
        raise click.ClickException("花名册中没有要生成的人员；请核对名单和 --cohort")
    cohorts = {person.cohort for person in people.rows} - {None}
    is_list = any(info.row for info in fields_of(form.record))
    if is_list and len(cohorts) > 1:
        raise click.ClickException("花名册中有几个批次的人员，一份名单只能是一个批次；请加 --cohort")
    try:
        return kd.prefill(
            form,
            people,
            format_,
            folder=folder,
            pattern=pattern,
            values=values,
            overwrite=force,
            programmes=programmes,
        )
    except FileExistsError as error:
        name = output.clean(str(Path(error.filename or folder)))
        raise click.ClickException(f"文件已存在：{name}；没有写入任何文件，要覆盖请加 --force") from error
    except OSError as error:
        raise click.ClickException(f"写不了 {output.clean(folder)}：{reason_of(error)}") from error
    except kd.UnwritableError as error:
        raise click.ClickException(unwritable(error, kd.Roster)) from error
    except ValueError as error:
        raise click.UsageError(f"--pattern 的写法不对：{output.clean(str(error))}") from error
