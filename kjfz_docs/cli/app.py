"""The commands of ``kjfz``."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

import kjfz_docs as kd
from kjfz_docs.batches.flow import Failed
from kjfz_docs.batches.reading import why
from kjfz_docs.cli import output
from kjfz_docs.cli.cases import cases
from kjfz_docs.cli.chinese import FINDINGS, OK, UNUSABLE, ChineseGroup
from kjfz_docs.cli.collate import collate
from kjfz_docs.cli.copies import Copies, save_table
from kjfz_docs.cli.files import refuse_to_overwrite, save
from kjfz_docs.cli.grounds import grounds
from kjfz_docs.cli.inputs import record_from, text_of_file, unwritable
from kjfz_docs.cli.names import form_named, whole_number
from kjfz_docs.cli.paying import payments
from kjfz_docs.cli.prefilling import prefill
from kjfz_docs.cli.programmes import PROGRAMMES, init
from kjfz_docs.cli.reading import JOBS, Tally, readings_of
from kjfz_docs.cli.reconciling import reconcile
from kjfz_docs.cli.remind import remind
from kjfz_docs.cli.report import report
from kjfz_docs.cli.status import status
from kjfz_docs.cli.template import template
from kjfz_docs.findings import has_errors
from kjfz_docs.forms.form import Form
from kjfz_docs.records.fields import fields_of
from kjfz_docs.records.programme import with_more

_FILES = click.argument("files", metavar="文件…", nargs=-1, required=True)
_OUTPUT = click.option(
    "-o", "--output", "target", metavar="文件", required=True, help="写到哪个文件（.docx 或 .xlsx）"
)
_FORCE = click.option("--force", is_flag=True, help="文件已存在时覆盖；不加则拒绝")


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(f"kjfz {kd.__version__}")
        ctx.exit()


@click.group(
    cls=ChineseGroup,
    help="“科技副总”五种表格：由数据生成表格，把填好的表格读回数据。",
    epilog="退出码：0 正常；1 有“错误”级问题；2 用法不对，或文件不能读取。",
)
@click.option("--version", is_flag=True, expose_value=False, callback=_print_version, help="显示版本")
def app() -> None:
    """All commands."""


@app.command(short_help="用虚构的数据演示：生成表格，再读回来核对")
@click.option("--city", is_flag=True, help="演示一座城市的全部材料：报送、汇总、核对、拨付、报告")
@click.option(
    "--seed",
    metavar="数",
    callback=whole_number(0, 10**9),
    help="城市的种子，同一个数总是同一座城市；不写则为 1",
)
@click.option(
    "--faults", metavar="数", callback=whole_number(0, 1000), help="在材料里放入几处错误；不写则为 40"
)
def demo(city: bool, seed: int | None, faults: int | None) -> int:
    """在当前文件夹建立 kjfz-demo，写入虚构的“示范区”填好的表格和空白表，再逐个读回，与原数据核对。

    加 --city 则在 kjfz-demo-city 里生成一座虚构城市 15 个区、106 人和 118 人报送的材料，放入各种错误，
    再逐步查看、汇总、核对、拨付、写报告，列出放入、查出和误报的错误。

    全部一致时退出码为 0，否则为 1。已有的同名文件夹如果不是演示所建，不会改动。
    """
    if not city:
        if seed is not None or faults is not None:
            raise click.UsageError("--seed 和 --faults 只能与 --city 一起用")
        from kjfz_docs.cli.demo import run

        return run(Path.cwd())
    from kjfz_docs.cli.city.run import run as run_city

    return run_city(Path.cwd(), 1 if seed is None else seed, 40 if faults is None else faults)


@app.command(short_help="生成空白表")
@click.argument("form", metavar="表", callback=form_named)
@_OUTPUT
@click.option(
    "--cohort", metavar="数", callback=whole_number(1, 999), help="批次，如 2；不写则按该表原发的批次"
)
@click.option("--rows", metavar="数", callback=whole_number(1, 2000), help="名单留几个空行；不写则按原表")
@click.option("--guided", is_flag=True, help="带下拉列表、复选框、提示等，减少填错；打印出来与原表一样")
@PROGRAMMES
@_FORCE
def blank(
    form: Form,
    target: str,
    cohort: int | None,
    rows: int | None,
    guided: bool,
    programmes: tuple[kd.Programme, ...],
    force: bool,
) -> int:
    """生成一份空白表。“表”可以写编号（附件1 或 1）、名称或代号（assessment）。

    写了 --programme 时，按其中第一个项目印标题；批次不写 --cohort 则取该项目的最后一批。
    """
    programme = programmes[0] if programmes else None
    if programme is not None and cohort is None:
        cohort = programme.cohorts[-1].number
    path = _document(target, force)
    if rows is not None and not any(info.row for info in fields_of(form.record)):
        raise click.UsageError(f"“{form.title}”不是名单，不能用 --rows")
    if cohort is not None:
        known = with_more(programmes)
        given = {"cohort": cohort} | ({"programme": programme.id} if programme else {})
        doubts = kd.check(form.record(**given), known)
        output.print_findings([doubt for doubt in doubts if doubt.field == "cohort"], err=True)
    named = programme.id if programme is not None else None
    made = kd.blank(
        form.id,
        path.suffix[1:],
        cohort=cohort,
        rows=rows,
        guided=guided,
        programme=named,
        programmes=programmes,
    )
    save(path, made)
    click.echo(f"已生成空白表：{output.clean(target)}", err=True)
    return OK


@app.command(short_help="由 JSON 数据生成填好的表格")
@click.argument("record", metavar="记录.json", callback=text_of_file)
@_OUTPUT
@click.option("--form", metavar="表", callback=form_named, help="按哪种表；能从数据看出时可以不写")
@PROGRAMMES
@_FORCE
def write(
    record: str, target: str, form: Form | None, programmes: tuple[kd.Programme, ...], force: bool
) -> int:
    """由一份 JSON 数据生成填好的表格。

    数据可以是“kjfz read --json --show-private”输出的一行，也可以只是其中的 record；写“-”则从标准输入读取。
    隐去号码的数据（含“*”）不能用来生成表格。数据有问题时照样生成，列出问题；有“错误”级问题时退出码为 1。
    """
    path = _document(target, force)
    made = record_from(record, form)
    findings = kd.check(made, with_more(programmes))
    try:
        document = kd.render(made, path.suffix[1:], programmes=programmes)
    except kd.UnwritableError as error:
        raise click.ClickException(unwritable(error, type(made))) from error
    save(path, document)
    output.print_findings(findings, err=True)
    click.echo(f"已写入：{output.clean(target)}", err=True)
    return FINDINGS if has_errors(findings) else OK


@app.command(short_help="读取填好的表格")
@_FILES
@click.option("--json", "as_json", is_flag=True, help="每份表格输出一行 JSON")
@click.option("--show-private", is_flag=True, help="完整显示银行账号、手机号；不加则隐去，JSON 中也隐去")
@PROGRAMMES
@JOBS
def read(
    files: Sequence[str],
    as_json: bool,
    show_private: bool,
    programmes: tuple[kd.Programme, ...],
    jobs: int,
) -> int:
    """读取填好的表格，显示内容和发现的问题。

    银行账号和手机号默认隐去。要把 JSON 交给别的程序或再用“kjfz write”生成表格，请加 --show-private，
    并妥善保管输出。
    """
    tally = Tally()
    for file, readings in _read(files, tally, programmes, jobs):
        for number, reading in enumerate(readings, 1):
            if as_json:
                output.print_json(output.reading_as_json(reading, file, show_private))
            else:
                output.print_reading(reading, file, number if len(readings) > 1 else None, show_private)
    return tally.exit_code


@app.command(short_help="只列出表格中的问题")
@_FILES
@PROGRAMMES
@JOBS
@click.option(
    "--annotate",
    "copies",
    is_flag=False,
    flag_value="",
    metavar="[文件夹]",
    help="有问题的文件写一份带批注的退回件，写到这个文件夹；不写文件夹则写在原文件旁边（此时放在命令最后）",
)
@click.option("--table", metavar="问题.xlsx", help="把所有问题写成一张 Excel 表")
@_FORCE
def check(
    files: Sequence[str],
    programmes: tuple[kd.Programme, ...],
    jobs: int,
    copies: str | None,
    table: str | None,
    force: bool,
) -> int:
    """读取填好的表格，只列出发现的问题，每个一行；没有问题则什么也不列。"""
    if table is not None and not force:
        refuse_to_overwrite(Path(table))
    marked = Copies(Path(copies) if copies else None, force) if copies is not None else None
    tally = Tally()
    seen: list[kd.Reading[Any]] = []
    for file, readings in _read(files, tally, programmes, jobs):
        for number, reading in enumerate(readings, 1):
            name = f"{file}（第{number}份）" if len(readings) > 1 else file
            output.print_findings(reading.findings, file=name)
        if marked is not None:
            marked.add(Path(file), readings)
        if table is not None:
            seen += readings
    if table is not None:
        save_table(Path(table), seen)
    click.echo(tally.summary, err=True)
    return tally.exit_code


@app.command(short_help="输出一种表的 JSON Schema")
@click.argument("form", metavar="表", callback=form_named)
@click.option("-o", "--output", "target", metavar="文件", help="写到文件；不写则输出到屏幕")
@_FORCE
def schema(form: Form, target: str | None, force: bool) -> int:
    """输出一种表的数据格式（JSON Schema 2020-12），供其他程序核对“kjfz read --json”的 record。"""
    text = json.dumps(kd.json_schema(form.record), ensure_ascii=False, indent=2) + "\n"
    if target is None:
        click.echo(text, nl=False)
        return OK
    if not force:
        refuse_to_overwrite(Path(target))
    save(Path(target), text.encode())
    click.echo(f"已写入：{output.clean(target)}", err=True)
    return OK


app.add_command(template)
app.add_command(prefill)
app.add_command(init)
app.add_command(status)
app.add_command(remind)
app.add_command(grounds)
app.add_command(cases)
app.add_command(collate)
app.add_command(reconcile)
app.add_command(payments)
app.add_command(report)


@app.command(short_help="查看本机的运行环境")
def doctor() -> int:
    """列出本机的 Python、依赖的软件包、LibreOffice 和表格所用的字体，缺什么、怎样补上。"""
    from kjfz_docs.cli import doctor as of_machine

    of_machine.report()
    return OK


def _read(files: Sequence[str], tally: Tally, programmes: Sequence[kd.Programme], jobs: int) -> output.Read:
    for file, result in readings_of(files, programmes, jobs):
        if isinstance(result, Failed):
            tally.unreadable()
            sys.stdout.flush()
            click.echo(f"{output.clean(file)}：{why(result.error)}", err=True)
        else:
            tally.add(result)
            yield file, result


def _document(target: str, force: bool) -> Path:
    """The path to write to, once it is sure that it may be written."""
    path = Path(target)
    if path.suffix.lower() not in (".docx", ".xlsx"):
        raise click.UsageError(f"只能写 .docx 或 .xlsx 文件，不能写“{output.clean(target)}”")
    if not force:
        refuse_to_overwrite(path)
    return path


__all__ = ["FINDINGS", "OK", "UNUSABLE", "app"]
