"""``--programme 文件.toml``: other programmes than those built in."""

from __future__ import annotations

import re
from collections.abc import Sequence

import click

import kjfz_docs as kd
from kjfz_docs.cli.output import clean
from kjfz_docs.cli.problems import counted, in_chinese
from kjfz_docs.files import reason_of

_KEYED = re.compile(r"([\w.\-]+): (.*)", re.DOTALL)


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
    """One problem of the file in Chinese: behind the key it is about, or of the whole file."""
    found = _KEYED.fullmatch(line)
    return f"{counted(found[1])}：{in_chinese(found[2])}" if found else in_chinese(line)


PROGRAMMES = click.option(
    "--programme",
    "programmes",
    metavar="项目.toml",
    multiple=True,
    callback=_loaded,
    help="另一个项目的批次、标题和经费（TOML 文件），可写多次",
)
