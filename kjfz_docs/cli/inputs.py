"""A record from JSON: a line of ``kjfz read --json``, or a bare record."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

import kjfz_docs as kd
from kjfz_docs.cli.names import forms_named
from kjfz_docs.cli.output import clean
from kjfz_docs.cli.problems import in_chinese
from kjfz_docs.files import reason_of
from kjfz_docs.forms.form import Form
from kjfz_docs.records.fields import fields_by_name, leaves
from kjfz_docs.records.masking import is_masked
from kjfz_docs.records.shown import label_of

# What of a line of `read --json` tells it from a bare record.
_ENVELOPE = {"form", "outcome", "record"}
_SHOWN = 20


def text_of_file(_: click.Context, __: click.Parameter, value: str) -> str:
    """The text of a JSON file (``-``: standard input)."""
    try:
        data = sys.stdin.buffer.read() if value == "-" else Path(value).read_bytes()
    except OSError as error:
        raise click.BadParameter(f"读不了“{clean(value)}”：{reason_of(error)}") from error
    except ValueError as error:
        raise click.BadParameter(f"“{clean(value)}”不能作文件名") from error
    try:
        # UTF-16 as well: what a PowerShell redirection writes.
        return data.decode(json.detect_encoding(data))
    except UnicodeDecodeError as error:
        raise click.BadParameter(f"“{clean(value)}”不是文本文件") from error


def record_from(text: str, form: Form | None) -> Any:
    """The one record of a JSON text. Raises ClickException with the reason."""
    given = _one_object(text)
    if given.keys() >= _ENVELOPE:
        form, given = _opened(given, form)
    chosen = form or _form_of(given)
    try:
        record: Any = kd.from_dict(given, chosen.record)
    except kd.ConversionError as error:
        raise click.ClickException(_told(error, chosen)) from error
    _refuse_masked(record)
    return record


def _one_object(text: str) -> dict[str, Any]:
    objects = _objects(text)
    if len(objects) == 1 and isinstance(objects[0], list):
        objects = objects[0]
        if len(objects) == 1:
            raise click.ClickException("数据是一个数组（[…]）；请去掉方括号，只留一份记录（{…}）")
    if len(objects) > 1:
        raise click.ClickException(f"数据中有 {len(objects)} 份记录，一次只能写一份；请分成多个文件")
    if not objects:
        raise click.ClickException("数据是空的")
    if not isinstance(objects[0], dict):
        raise click.ClickException("数据不是一份记录：应为 JSON 对象（{…}）")
    return objects[0]


def _objects(text: str) -> list[Any]:
    """The values that stand one after another in a text; usually one, or one a line."""
    decoder = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant, parse_int=_integer)
    text = text.removeprefix("\ufeff")
    found: list[Any] = []
    at = _skip(text, 0)
    while at < len(text):
        try:
            value, at = decoder.raw_decode(text, at)
        except json.JSONDecodeError as error:
            where = f"第{error.lineno}行第{error.colno}列"
            raise click.ClickException(f"不是有效的 JSON（{where}）") from None
        except RecursionError:
            raise click.ClickException("不是有效的 JSON：层数太多") from None
        found.append(value)
        at = _skip(text, at)
    return found


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise click.ClickException(f"键“{twice}”出现了不止一次，不能确定以哪个为准")
    return made


def _constant(name: str) -> Any:
    raise click.ClickException(f"“{name}”不是有效的数字")


def _integer(text: str) -> int:
    if len(text) > 100:
        raise click.ClickException("数字太长")
    return int(text)


def _opened(line: Mapping[str, Any], form: Form | None) -> tuple[Form, dict[str, Any]]:
    """The form and the record of a line of ``read --json``."""
    if not isinstance(line["record"], dict):
        raise click.ClickException(f"这一行没有读到记录（outcome 是“{line['outcome']}”），没有可写的内容")
    named = forms_named(str(line["form"]))
    if form is None and len(named) != 1:
        raise click.ClickException(f"不认识的表：“{line['form']}”；请用 --form 说明")
    if form is not None and named and form not in named:
        raise click.ClickException(f"数据是“{named[0].title}”的，与 --form 不符")
    return form or named[0], line["record"]


def _form_of(given: Mapping[str, Any]) -> Form:
    """The one form whose record has all the keys of a bare record, down to its rows."""
    fitting = [form for form in kd.forms.values() if _fits(given, form.record)]
    if len(fitting) == 1:
        return fitting[0]
    candidates = "、".join(form.id for form in fitting or kd.forms.values())
    problem = "不止一种表有这些栏目" if fitting else "没有一种表有全部这些栏目"
    raise click.ClickException(f"{problem}；请用 --form 说明是哪种表（{candidates}）")


def _fits(given: Mapping[str, Any], cls: type) -> bool:
    known = fields_by_name(cls)
    return all(name in known and _inner_fits(value, known[name]) for name, value in given.items())


def _inner_fits(value: Any, info: Any) -> bool:
    if info.record is not None and isinstance(value, Mapping):
        return _fits(value, info.record)
    if info.row is not None and isinstance(value, Sequence):
        return all(_fits(row, info.row) for row in value if isinstance(row, Mapping))
    return not isinstance(value, Mapping)


def _told(error: kd.ConversionError, form: Form) -> str:
    problems = [
        f"  {f'{path}（{label_of(form.record, path)}）' if path else '记录'}：{in_chinese(message)}"
        for path, message in error.problems
    ]
    more = [f"  ……共 {len(problems)} 处"] if len(problems) > _SHOWN else []
    return "\n".join(["数据不能作为“" + form.title + "”的记录：", *problems[:_SHOWN], *more])


def unwritable(error: kd.UnwritableError, cls: type) -> str:
    """Which value kept a record from being written, and what to do."""
    field = f"{error.field}（{label_of(cls, error.field)}）"
    return f"{field}：{in_chinese(error.reason)}；请修改后再写。没有生成文件"


def _refuse_masked(record: Any) -> None:
    """An account number of asterisks must never get onto paper."""
    hidden = [path for path, info, value in leaves(record) if is_masked(value, private=info.meta.private)]
    if hidden:
        places = "、".join(f"{path}（{label_of(type(record), path)}）" for path in hidden[:_SHOWN])
        more = f"等 {len(hidden)} 处" if len(hidden) > _SHOWN else ""
        raise click.ClickException(
            f"数据中有隐去的号码（含“*”），不能生成表格：{places}{more}。请用“kjfz read --json --show-private”重新读取"
        )
