"""``kjfz status``: what a folder of submissions holds, and what is still missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import click

import kjfz_docs as kd
from kjfz_docs.cli import output
from kjfz_docs.cli.chinese import FINDINGS, OK, ChineseCommand
from kjfz_docs.cli.submissions import day, submission_of, takes_a_submission
from kjfz_docs.files import reason_of
from kjfz_docs.findings import has_errors
from kjfz_docs.forms.form import Form
from kjfz_docs.records.numerals import ordinal_text
from kjfz_docs.workflow.people import some_of
from kjfz_docs.workflow.periods import asked, due_of
from kjfz_docs.workflow.sorting import PATTERN, ChangedError, WithinError

# Those that the clerk has to look into; what counts, blank forms and doubles need no word each.
_TOLD = (kd.Status.FAULTY, kd.Status.UNKNOWN, kd.Status.UNREADABLE)
_MOST_NAMES = 10


@click.command(cls=ChineseCommand, short_help="查看报送材料：已报、未报、重复、旧版、不能读取")
@takes_a_submission
@click.option("--sort-into", "target", metavar="文件夹", help="另外复制一份，按区和表整理好；原文件不动")
@click.option(
    "--pattern",
    metavar="文件名",
    help=f"整理后的文件名，不带扩展名；不写则为 {PATTERN}，还可以用 {{title}}、{{cohort}}、{{file}}",
)
@click.option("--on", metavar="日期", callback=day, help="核对到这一天为止应定期报送的表，如 2023-10-26")
@click.option("--json", "as_json", is_flag=True, help="输出一行 JSON")
def status(
    folder: str,
    roster: str | None,
    programmes: tuple[kd.Programme, ...],
    cache: str | None,
    no_cache: bool,
    target: str | None,
    pattern: str | None,
    on: dt.date | None,
    as_json: bool,
) -> int:
    """读取文件夹里的全部材料（含子文件夹和 zip 压缩包），列出已报、未报和有疑问的。原文件不移动，也不改动。

    应报哪些表、由谁报，写在项目文件里（--programme，可用“kjfz init”生成）；不写则按 2023 年的通知。
    每双月报送的表，写了 --on 才逐期核对。
    材料报齐且没有错误时退出码为 0，否则为 1。
    """
    found = submission_of(folder, roster, programmes, cache, no_cache, [target])
    owed = found.owed(on=on)
    findings = (*found.findings, *kd.compare_reports(found))
    if as_json:
        output.print_json(_as_json(found, owed, findings))
    else:
        _print(found, owed, on)
        output.print_placed(findings)
    if target is not None:
        _sort(found, target, pattern)
    return _exit_code(found, owed, findings)


def _exit_code(found: kd.Submission, owed: Iterable[kd.Owed], findings: Iterable[kd.Finding]) -> int:
    bad = (kd.Status.FAULTY, kd.Status.CONFLICTING, kd.Status.UNREADABLE)
    is_open = any(item.status in bad for item in found.items) or has_errors(findings)
    is_missing = any(each.is_missing or each.unscanned for each in owed)
    return FINDINGS if is_open or is_missing else OK


def _sort(found: kd.Submission, target: str, pattern: str | None) -> None:
    shown = output.clean(target)
    try:
        copied = kd.sort_into(found, target, pattern=pattern or PATTERN)
    except FileExistsError as error:
        name = output.clean(str(error.filename or target))
        raise click.ClickException(f"文件已存在：{name}；没有复制任何文件，请换一个文件夹") from error
    except OSError as error:
        raise click.ClickException(f"写不了 {shown}：{reason_of(error)}") from error
    except WithinError as error:
        raise click.UsageError("--sort-into 不能是材料文件夹里的文件夹") from error
    except ChangedError as error:
        raise click.ClickException("文件在读取之后又有改动，没有复制任何文件；请再运行一次") from error
    except ValueError as error:
        raise click.UsageError(f"--pattern 的写法不对：{output.clean(str(error))}") from error
    click.echo(f"已复制 {len(copied)} 个文件：{shown}", err=True)


# ------------------------------------------------------------------ for people


def _print(found: kd.Submission, owed: Sequence[kd.Owed], on: dt.date | None) -> None:
    counts = found.counts()
    told = "，".join(f"{each.label} {counts[each]}" for each in kd.Status if counts.get(each))
    files = len({item.name for item in found.items})
    click.secho(
        f"{output.clean(str(found.folder))}：文件 {files} 个" + (f"；{told}" if told else ""), bold=True
    )
    if owed or on is not None:
        output.console().print(_table(found, owed, on))
    missing = [each for each in owed if each.is_missing]
    unscanned = [each for each in owed if each.unscanned]
    _print_list(
        "未报（“？”的可能已报，见下面的疑问）" if any(each.unsure for each in missing) else "未报",
        missing,
        found,
    )
    _print_list("缺盖章扫描件", unscanned, found)
    for item in found.items:
        if item.status in _TOLD:
            _print_item(item)


def _table(found: kd.Submission, owed: Iterable[kd.Owed], on: dt.date | None) -> Any:
    made = output.table("表", "批次", "责任单位", "期限", "应报", "已报", "未报", "缺扫描件")
    by_duty: dict[kd.Duty, list[kd.Owed]] = {}
    for each in owed:
        by_duty.setdefault(each.duty, []).append(each)
    for duty, periodic in asked(found.programme, on):
        of_duty = by_duty.get(duty, [])
        unknown = duty.per == "person" and found.roster is None
        missing = sum(each.is_missing for each in of_duty)
        counting = found.counting(duty.form, duty.cohort)
        if periodic is not None:
            counting = tuple(item for item in counting if due_of(periodic, item.record) == duty.due)
        here = len(counting) if unknown else len(of_duty) - missing
        made.add_row(
            *output.cells(
                _called(found.forms[duty.form]),
                ordinal_text(duty.cohort),
                duty.owner,
                str(duty.due or ""),
                "?" if unknown else str(len(of_duty)),
                str(here),
                "?" if unknown else str(missing),
                str(sum(bool(each.unscanned) for each in of_duty)) if duty.scan and not unknown else "",
            )
        )
    return made


def _print_list(heading: str, owed: Sequence[kd.Owed], found: kd.Submission) -> None:
    """Each district with its forms, and for those of people whose."""
    if not owed:
        return
    click.echo(f"{heading}：")
    by_district: dict[str, dict[str, list[str]]] = {}
    for each in owed:
        form = _called(found.forms[each.form])
        if each.is_periodic and each.due is not None:
            form += f"，{each.due.year}年{each.due.month}月"
        names = by_district.setdefault(each.district or "", {}).setdefault(form, [])
        if each.person is not None:
            names.append(each.person.first.name + ("？" if each.is_missing and each.unsure else ""))
    for district, forms in by_district.items():
        told = "；".join(
            form + (f"（{some_of(names, _MOST_NAMES)}）" if names else "") for form, names in forms.items()
        )
        click.echo(f"  {output.clean(f'{district}：' if district else '')}{output.clean(told)}")


def _called(form: Form) -> str:
    return form.attachment or form.title


def _print_item(item: kd.Item) -> None:
    findings = item.reading.findings if item.reading is not None else ()
    errors = [finding for finding in findings if has_errors([finding])]
    if item.status is kd.Status.FAULTY:
        told = f"{len(errors)} 处错误，可用“kjfz check”查看"
    else:
        told = errors[0].message if errors else ""
    number = f"（第{item.number}份）" if item.number > 1 else ""
    line = f"{item.name}{number}：{item.status.label}" + (f"：{told}" if told else "")
    click.echo(output.clean(line).replace("\n", " "))


# ------------------------------------------------------------------ for programs


def _as_json(found: kd.Submission, owed: Iterable[kd.Owed], findings: Iterable[kd.Finding]) -> dict[str, Any]:
    return {
        "folder": str(found.folder),
        "items": [
            {
                "name": item.name,
                "number": item.number,
                "status": item.status.value,
                "form": item.form,
                "cohort": item.cohort,
                "district": item.district,
                "person": item.person.name if item.person is not None else None,
                "modified": item.modified.isoformat() if item.modified is not None else None,
                "scans": list(item.scans),
                "replaced_by": item.replaced_by,
            }
            for item in found.items
        ],
        "missing": [
            {
                "form": each.form,
                "cohort": each.cohort,
                "district": each.district,
                "person": each.person.first.name if each.person is not None else None,
                "owner": each.owner,
                "due": each.due.isoformat() if each.due is not None else None,
                "missing": "form" if each.is_missing else "scan",
                "unsure": [item.name for item in each.unsure],
            }
            for each in owed
            if each.is_missing or each.unscanned
        ],
        "findings": [output.placed_as_json(each) for each in findings],
    }
