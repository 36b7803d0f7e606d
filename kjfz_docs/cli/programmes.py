"""``--programme 文件.toml``: other programmes than those built in; ``kjfz init`` writes such a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import click

import kjfz_docs as kd
from kjfz_docs.cli.chinese import OK, ChineseCommand
from kjfz_docs.cli.files import refuse_to_overwrite, save
from kjfz_docs.cli.output import clean
from kjfz_docs.cli.problems import counted, in_chinese
from kjfz_docs.files import reason_of
from kjfz_docs.records.programme_text import programme_text

_KEYED = re.compile(r"([\w.\-]+): (.*?)(?: \(line (\d+)\))?", re.DOTALL)


def _loaded(_: click.Context, __: click.Parameter, values: Sequence[str]) -> tuple[kd.Programme, ...]:
    return tuple(map(_programme, values))


def _programme(path: str) -> kd.Programme:
    try:
        return kd.load_programme(path)
    except OSError as error:
        raise click.BadParameter(f"读不了“{clean(path)}”：{reason_of(error)}") from error
    except kd.ProgrammeError as error:
        problems = [_problem(line.removeprefix(f"{path}: ")) for line in str(error).splitlines()]
        raise click.BadParameter("\n".join([f"项目文件“{clean(path)}”有误：", *problems])) from error


def _problem(line: str) -> str:
    """One problem of the file in Chinese: behind its line and the key it is about, or of the whole file."""
    found = _KEYED.fullmatch(line)
    if found is None:
        return in_chinese(line)
    place = f"第 {found[3]} 行，" if found[3] else ""
    return f"{place}{counted(found[1])}：{in_chinese(found[2])}"


PROGRAMMES = click.option(
    "--programme",
    "programmes",
    metavar="项目.toml",
    multiple=True,
    callback=_loaded,
    help="另一个项目的批次、标题和经费（TOML 文件），可写多次",
)


@click.command(cls=ChineseCommand, short_help="写一个项目文件：批次、经费、期限、各区和应报的表格")
@click.argument("target", metavar="[文件]", default="programme.toml")
@click.option("--force", is_flag=True, help="文件已存在时覆盖；不加则拒绝")
def init(target: str, force: bool) -> int:
    """按 2023 年的通知写一个带说明的项目文件（不写文件名则为 programme.toml），可照实际情况修改。

    通知没有列出的内容（各区名称、服务期起止日期）请核对后改正或补上。
    """
    path = Path(target)
    if not force:
        refuse_to_overwrite(path)
    (programme,) = kd.BUILT_IN_PROGRAMMES.values()
    save(path, programme_text(programme).encode())
    click.echo(f"已写入：{clean(target)}", err=True)
    return OK
