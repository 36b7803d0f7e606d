"""Guided workbooks: drop-down lists, validation with prompts, labels locked without a password.

Nothing of it is printed. What may be filled in is unlocked as it is written; the validations follow when all rows are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import quoteattr

from kjfz_docs.codecs import Codec, TickCodec
from kjfz_docs.codecs.filters import NO_TICK, TICK
from kjfz_docs.grids.sheets import Range, address
from kjfz_docs.records.digits import COUNTS
from kjfz_docs.writing.guided_kinds import EARLIEST, LATEST, Validation, Written
from kjfz_docs.writing.guided_mixed import CELL, mixed
from kjfz_docs.writing.xlsx_cells import escaped, is_day
from kjfz_docs.writing.xlsx_moves import range_text, ranges_of

# Excel takes no longer list of choices.
_LONGEST_LIST = 255
# Without a password: who wants to change the form can, but nobody does by a slip.
_PROTECTION = (
    '<sheetProtection sheet="1" objects="1" scenarios="1" formatCells="0" formatColumns="0" formatRows="0" '
    'insertRows="0" deleteRows="0"/>'
)


def additions(written: Sequence[Written]) -> dict[str, str]:
    """The elements that a guided sheet has after its rows."""
    groups: dict[tuple[int, str, Validation], list[int]] = {}
    for each in written:
        validation = _validation(each)
        if validation is not None:
            title = each.codecs[0].info.label
            groups.setdefault((each.cell.column, title, validation), []).append(each.row)
    found = [
        _xml(validation, title, ranges_of(rows, column))
        for (column, title, validation), rows in groups.items()
    ]
    made = {"sheetProtection": _PROTECTION}
    if found:
        made["dataValidations"] = f'<dataValidations count="{len(found)}">{"".join(found)}</dataValidations>'
    return made


def _validation(written: Written) -> Validation | None:
    codecs = written.codecs
    if codecs and all(isinstance(codec, TickCodec) for codec in codecs):
        return _listed(_ticked(written), "请从下拉列表中选择")
    if len(codecs) != 1 or len(written.cell.parts) != 1:
        return mixed(written)
    (codec,) = codecs
    meta = codec.info.meta
    if codec.info.choices:
        return _listed(list(codec.info.choices.values()), "请从下拉列表中选择")
    if is_day(codec):
        return Validation("date", "请填写日期，如 2023-8-25", EARLIEST, LATEST, operator="between")
    if meta.kind in COUNTS:
        least, most = map(str, COUNTS[meta.kind])
        count = least if least == most else f"{least}至{most}"
        prompt = f"请填写{count}位数字；本格已设为文本，号码不会变形"
        return Validation("textLength", prompt, least, most, operator="between", strict=False)
    if codec.info.type is int and meta.kind != "cohort":
        return Validation("whole", f"请填写整数{_unit(codec)}", "0", operator="greaterThanOrEqual")
    if codec.info.type is Decimal:
        return Validation("decimal", f"请填写数字{_unit(codec)}", "0", operator="greaterThanOrEqual")
    if meta.max_chars:
        return Validation(
            "textLength",
            f"不超过{meta.max_chars}字",
            str(meta.max_chars),
            operator="lessThanOrEqual",
            strict=False,
        )
    return None


def _unit(codec: Codec[Any]) -> str:
    unit = codec.info.unit
    return f"，单位：{unit}" if unit else ""


def _listed(texts: Sequence[str], prompt: str) -> Validation | None:
    listed = ",".join(texts)
    if len(listed) > _LONGEST_LIST or any("," in text or '"' in text for text in texts):
        return None
    return Validation("list", prompt, f'"{listed}"')


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


def _xml(validation: Validation, title: str, ranges: Sequence[Range]) -> str:
    plain = " ".join(title.split())
    title = quoteattr(plain if len(plain) <= 32 else plain[:31] + "…")
    style = "" if validation.strict else ' errorStyle="warning"'
    operator = f' operator="{validation.operator}"' if validation.operator else ""
    error = quoteattr(validation.error or validation.prompt)
    # A formula speaks of the first cell that it is for; it moves along for the others.
    first = escaped(validation.first.replace(CELL, address(ranges[0].top, ranges[0].left)))
    formulas = "".join(
        f"<formula{number}>{text}</formula{number}>"
        for number, text in enumerate((first, validation.second), 1)
        if text
    )
    return (
        f'<dataValidation type="{validation.kind}"{style}{operator} allowBlank="1" showInputMessage="1" '
        f'showErrorMessage="1" errorTitle={title} error={error} promptTitle={title} '
        f'prompt={quoteattr(validation.prompt)} sqref="{" ".join(map(range_text, ranges))}">{formulas}</dataValidation>'
    )
