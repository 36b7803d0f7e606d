"""Guided workbooks: drop-down lists, validation with prompts, labels locked without a password.

Nothing of it is printed. What may be filled in is unlocked as it is written; the validations follow when all rows are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import quoteattr

import attrs

from kjfz_docs.codecs import Codec, TickCodec
from kjfz_docs.codecs.filters import NO_TICK, TICK
from kjfz_docs.templating.xlsx import TextCell
from kjfz_docs.writing.xlsx_cells import escaped, is_day
from kjfz_docs.writing.xlsx_moves import range_text, ranges_of

# Excel takes no longer list of choices.
_LONGEST_LIST = 255
# As formulas they are right in either calendar of Excel.
_EARLIEST, _LATEST = "DATE(2000,1,1)", "DATE(2100,1,1)"
# Without a password: who wants to change the form can, but nobody does by a slip.
_PROTECTION = (
    '<sheetProtection sheet="1" objects="1" scenarios="1" formatCells="0" formatColumns="0" formatRows="0" '
    'insertRows="0" deleteRows="0"/>'
)


@attrs.frozen(eq=False)
class Written:
    """A cell with tags as it was written: its row, and the codecs of its tags in their order."""

    row: int
    cell: TextCell
    codecs: tuple[Codec[Any], ...]


@attrs.frozen
class _Validation:
    """What a cell takes: the kind and bounds of a validation, a prompt, and whether anything else is refused."""

    kind: str
    prompt: str
    first: str
    second: str = ""
    operator: str = ""
    strict: bool = True


def additions(written: Sequence[Written]) -> dict[str, str]:
    """The elements that a guided sheet has after its rows."""
    groups: dict[tuple[int, str, _Validation], list[int]] = {}
    for each in written:
        validation = _validation(each)
        if validation is not None:
            title = each.codecs[0].label
            groups.setdefault((each.cell.column, title, validation), []).append(each.row)
    found = [
        _xml(validation, title, " ".join(range_text(each) for each in ranges_of(rows, column)))
        for (column, title, validation), rows in groups.items()
    ]
    made = {"sheetProtection": _PROTECTION}
    if found:
        made["dataValidations"] = f'<dataValidations count="{len(found)}">{"".join(found)}</dataValidations>'
    return made


def _validation(written: Written) -> _Validation | None:
    codecs = written.codecs
    if codecs and all(isinstance(codec, TickCodec) for codec in codecs):
        return _listed(_ticked(written), "请从下拉列表中选择")
    if len(codecs) != 1 or len(written.cell.parts) != 1:
        return None
    (codec,) = codecs
    meta = codec.info.meta
    if codec.info.choices:
        return _listed(list(codec.info.choices.values()), "请从下拉列表中选择")
    if is_day(codec):
        return _Validation("date", "请填写日期，如 2023-8-25", _EARLIEST, _LATEST, operator="between")
    if meta.kind == "mobile":
        return _Validation(
            "textLength", "请填写11位手机号；本格已设为文本", "11", operator="equal", strict=False
        )
    if meta.kind == "account":
        bounds = "8", "30"
        return _Validation(
            "textLength",
            "请填写完整账号；本格已设为文本，号码不会变形",
            *bounds,
            operator="between",
            strict=False,
        )
    if codec.info.type is int and meta.kind != "ordinal":
        return _Validation("whole", f"请填写整数{_unit(codec)}", "0", operator="greaterThanOrEqual")
    if codec.info.type is Decimal:
        return _Validation("decimal", f"请填写数字{_unit(codec)}", "0", operator="greaterThanOrEqual")
    if meta.max_chars:
        return _Validation(
            "textLength",
            f"不超过{meta.max_chars}字",
            str(meta.max_chars),
            operator="lessThanOrEqual",
            strict=False,
        )
    return None


def _unit(codec: Codec[Any]) -> str:
    unit = codec.info.meta.unit
    return f"，单位：{unit}" if unit else ""


def _listed(texts: Sequence[str], prompt: str) -> _Validation | None:
    listed = ",".join(texts)
    if len(listed) > _LONGEST_LIST or any("," in text or '"' in text for text in texts):
        return None
    return _Validation("list", prompt, f'"{listed}"')


def _ticked(written: Written) -> list[str]:
    """The text of a cell of ticks with each of its options ticked; in one line, as lists want it."""
    options = [codec.option for codec in written.codecs if isinstance(codec, TickCodec)]
    return [" ".join(_with_tick(written, chosen).split("\n")) for chosen in options]


def _with_tick(written: Written, chosen: str) -> str:
    codecs = iter(written.codecs)
    texts: Iterator[str] = (
        part
        if isinstance(part, str)
        else TICK
        if getattr(next(codecs), "option", None) == chosen
        else NO_TICK
        for part in written.cell.parts
    )
    return "".join(texts)


def _xml(validation: _Validation, title: str, ranges: str) -> str:
    plain = " ".join(title.split())
    title = quoteattr(plain if len(plain) <= 32 else plain[:31] + "…")
    style = "" if validation.strict else ' errorStyle="warning"'
    operator = f' operator="{validation.operator}"' if validation.operator else ""
    second = f"<formula2>{validation.second}</formula2>" if validation.second else ""
    return (
        f'<dataValidation type="{validation.kind}"{style}{operator} allowBlank="1" showInputMessage="1" '
        f'showErrorMessage="1" errorTitle={title} error={quoteattr(validation.prompt)} promptTitle={title} '
        f'prompt={quoteattr(validation.prompt)} sqref="{ranges}">'
        f"<formula1>{escaped(validation.first)}</formula1>{second}</dataValidation>"
    )
