"""``kjfz template``: is a Word template sound, and which fields has it?"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs
import click

import kjfz_docs as kd
from kjfz_docs.cli import output
from kjfz_docs.cli.chinese import FINDINGS, OK, UNUSABLE, ChineseGroup
from kjfz_docs.cli.names import form_named
from kjfz_docs.files import reason_of
from kjfz_docs.findings import has_errors
from kjfz_docs.forms.form import Form
from kjfz_docs.records.fields import FieldInfo, computed_parts, field_paths, fields_of
from kjfz_docs.templating.terms import TERMS, Terms, has_terms

# A template is taken for that of a form when it has this share of the form's fields.
_ENOUGH = 0.5
_TYPES = {"str": "文本", "int": "整数", "Decimal": "小数", "float": "小数", "date": "日期", "bool": "是/否"}

_FORM = click.option("--form", metavar="表", callback=form_named, help="按哪种内置表的栏目检查")
_RECORD = click.option(
    "--record",
    "record",
    metavar="模块:类",
    help="按自己的记录类检查，如 myforms:MyRecord（从当前文件夹找模块）",
)


@click.group(cls=ChineseGroup, help="检查 Word 模板，或列出模板可用的字段。", short_help="检查模板，列出字段")
def template() -> None:
    """Commands over templates."""


@template.command(short_help="检查模板，不需要数据")
@click.argument("files", metavar="文件…", nargs=-1, required=True)
@_FORM
@_RECORD
def check(files: Sequence[str], form: Form | None, record: str | None) -> int:
    """检查模板里的标签：写错的字段、缺少的字段、没有栏目名的单元格等，逐处列出位置和改法。

    不写 --form 和 --record 时，按栏目最接近的内置表检查。退出码：0 没有错误；1 有错误；2 文件不能读取。
    """
    worst = OK
    for file in files:
        try:
            chosen = _form_of(file, form, record)
            findings = chosen.check()
        except kd.TemplateError as error:
            output.print_findings(error.findings, file=file)
            worst = UNUSABLE
            continue
        output.print_findings(findings, file=file)
        if not findings:
            click.echo(f"{output.clean(file)}：没有问题", err=True)
        elif has_errors(findings):
            worst = max(worst, FINDINGS)
    return worst


@template.command(short_help="列出模板可用的字段")
@click.argument("file", metavar="文件")
@_FORM
@_RECORD
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def fields(file: str, form: Form | None, record: str | None, as_json: bool) -> int:
    """列出记录的全部字段及其类型，并说明模板里有没有它的位置。"""
    try:
        chosen = _form_of(file, form, record)
        used = chosen.fields_used()
    except kd.TemplateError as error:
        output.print_findings(error.findings, file=file)
        return UNUSABLE
    rows = list(_fields(chosen.record, used))
    if as_json:
        output.print_json(
            {"file": file, "record": chosen.record.__name__, "fields": [attrs.asdict(r) for r in rows]}
        )
        return OK
    made = output.table("字段", "栏目", "类型", "模板")
    for row in rows:
        indent = "  " * row.path.count(".")
        name = row.path.rpartition(".")[2]
        there = "" if row.in_template is None else "有" if row.in_template else "没有"
        made.add_row(*output.cells(f"{indent}{name}", row.label, row.type, there))
    output.console().print(made)
    return OK


@attrs.frozen
class _Field:
    """One line of ``fields``; ``in_template`` is None for what only holds other fields."""

    path: str
    label: str
    type: str
    in_template: bool | None


def _fields(record: type, used: Mapping[str, str]) -> Iterator[_Field]:
    yield from _nested(record, "", "", used)
    for name, cls in computed_parts(record).items():
        yield _Field(name, "", "由其他内容算出", None)
        yield from _nested(cls, f"{name}.", f"{name}.", used)
    if has_terms(record):
        yield _Field(TERMS, "", "由项目和批次决定", None)
        yield from _nested(Terms, f"{TERMS}.", f"{TERMS}.", used)


def _nested(record: type, prefix: str, path: str, used: Mapping[str, str]) -> Iterator[_Field]:
    for info in fields_of(record):
        here, there = f"{prefix}{info.name}", f"{path}{info.name}"
        info = info.called_as(used.get(there, ""))
        if info.record is not None:
            yield _Field(here, info.label, "一组", None)
            yield from _nested(info.record, f"{here}.", f"{there}.", used)
        elif info.row is not None:
            yield _Field(here, info.label, "名单（每行一组）", None)
            yield from _nested(info.row, f"{here}.", f"{there}.*.", used)
        else:
            yield _Field(here, info.label, _type_of(info), there in used)


def _type_of(info: FieldInfo) -> str:
    if info.meta.kind == "cohort":
        return "批次"
    if info.choices is not None and (info.type is not bool or info.meta.choices is not None):
        return f"选项（{'、'.join(info.choices.values())}）"
    name = getattr(info.type, "__name__", str(info.type))
    limit = f"，不超过{info.meta.max_chars}字" if info.meta.max_chars else ""
    unit = f"（{info.unit}）" if info.unit else ""
    return f"{_TYPES.get(name, name)}{unit}{limit}"


# ------------------------------------------------------------------ which record a template is for


def _form_of(file: str, form: Form | None, record: str | None) -> Form:
    try:
        data = Path(file).read_bytes()
    except OSError as error:
        raise click.ClickException(f"读不了“{output.clean(file)}”：{reason_of(error)}") from error
    if form is not None and record is not None:
        raise click.UsageError("--form 和 --record 只能写一个")
    if record is not None:
        return Form(id=record, record=_record_class(record), docx=data)
    if form is not None:
        return Form(id=form.id, record=form.record, docx=data)
    return _nearest(file, data)


def _nearest(file: str, data: bytes) -> Form:
    made = [Form(id=known.id, record=known.record, docx=data) for known in kd.forms.values()]
    share = {form.id: _share(form, kd.forms[form.id]) for form in made}
    best = max(made, key=lambda each: share[each.id])
    if share[best.id] < _ENOUGH:
        raise click.ClickException(
            f"看不出“{output.clean(file)}”是哪种表的模板；请用 --form 或 --record 说明（如 --record myforms:MyRecord）"
        )
    click.echo(f"{output.clean(file)}：按《{kd.forms[best.id].title}》的栏目检查", err=True)
    return best


def _share(form: Form, known: Form) -> float:
    """How much of a known form a template has: of its fields, or of its printed words where tags are at fault."""
    made = form.skeleton_with_faults()
    paths = [path for path, _ in field_paths(form.record)]
    fields = sum(path in made.paths for path in paths) / len(paths)
    words = {each.literal for each, _ in known.skeleton.patterns() if each.is_literal and each.literal}
    mine = {each.literal for each, _ in made.patterns() if each.is_literal}
    return max(fields, len(words & mine) / len(words))


def _record_class(name: str) -> type:
    module_name, colon, attribute = name.partition(":")
    if not colon:
        raise click.UsageError(f"--record 应写作“模块:类”，不是“{output.clean(name)}”")
    sys.path.insert(0, "")
    try:
        found: Any = getattr(importlib.import_module(module_name), attribute)
    except (ImportError, AttributeError) as error:
        raise click.ClickException(f"找不到“{output.clean(name)}”：{error}") from error
    finally:
        sys.path.remove("")
    if not isinstance(found, type) or not attrs.has(found):
        raise click.ClickException(f"“{output.clean(name)}”不是 attrs 类")
    return found
