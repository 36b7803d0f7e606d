"""``kjfz cases``: typical cases of the nominated, in one document."""

from __future__ import annotations

from pathlib import Path

import click

import kjfz_docs as kd
from kjfz_docs.cli import output
from kjfz_docs.cli.chinese import FINDINGS, OK, UNUSABLE, ChineseCommand
from kjfz_docs.cli.files import refuse_to_overwrite, save
from kjfz_docs.cli.submissions import roster_of, submission_of, takes_a_submission
from kjfz_docs.files import reason_of
from kjfz_docs.findings import has_errors
from kjfz_docs.workflow.people import some_of

_MOST_NAMES = 20


@click.command(cls=ChineseCommand, short_help="典型案例：把提名人员写的成绩和经验摘录成一份 Word 文件")
@takes_a_submission
@click.option(
    "--nominated", metavar="名单", help="提名名单（.xlsx 或 .csv）；不写则按花名册的“推荐典型案例”一栏"
)
@click.option("-o", "--output", "target", metavar="文件.docx", required=True, help="写到哪个文件")
@click.option("--template", metavar="模板.docx", help="用自己的模板（标签与本工具的相同）")
@click.option("--force", is_flag=True, help="文件已存在时覆盖；不加则拒绝")
def cases(
    folder: str,
    roster: str | None,
    programmes: tuple[kd.Programme, ...],
    cache: str | None,
    no_cache: bool,
    nominated: str | None,
    target: str,
    template: str | None,
    force: bool,
) -> int:
    """从提名人员的材料中摘录主要成绩和典型经验，按名单的次序编成一份 Word 文件，内容不作改动。

    摘录哪些内容写在项目文件里（--programme）。评价为“很满意”而没有提名的只列出供参考，不会选入。
    """
    if not target.lower().endswith(".docx"):
        raise click.UsageError(f"只能写 .docx 文件，不能写“{output.clean(target)}”")
    if not force:
        refuse_to_overwrite(Path(target))
    if nominated is None and roster is None:
        raise click.UsageError(
            "请用 --nominated 给出提名名单，或用 --roster 给出有“推荐典型案例”一栏的花名册"
        )
    found = submission_of(folder, roster, programmes, cache, no_cache, [nominated, target, template])
    chosen = None if nominated is None else roster_of(nominated, programmes)
    try:
        made = kd.typical_cases(found, chosen)
    except ValueError as error:
        raise click.ClickException(f"项目文件有误：{output.clean(str(error).rpartition(': ')[2])}") from error
    output.print_placed(made.findings)
    if made.suggested:
        click.echo(f"评价好而没有提名的（仅供参考）：{output.clean(some_of(made.suggested, _MOST_NAMES))}")
    if not made.cases:
        click.echo("没有可以摘录的案例，没有写文件", err=True)
        return UNUSABLE if not made.findings else FINDINGS
    try:
        data = made.render(template)
    except OSError as error:
        raise click.ClickException(f"读不了 {output.clean(str(template))}：{reason_of(error)}") from error
    except kd.KjfzError as error:
        raise click.ClickException(f"模板不能用：{output.clean(str(error))}") from error
    save(Path(target), data)
    for case in made.cases:
        click.echo(f"{output.clean(case.name)}：{output.clean(case.file)}", err=True)
    click.echo(f"已写入 {len(made.cases)} 个案例：{output.clean(target)}", err=True)
    return FINDINGS if has_errors(made.findings) else OK
