"""Validations of guided cells that mix words of the form with what is filled in.

Such a cell holds one text, so no kind of validation that a spreadsheet offers fits it. A prompt says what belongs
where; a formula looks at what stands behind the word before a day or a number, and at the length of each section whose
heading states a limit. It only warns: whoever writes otherwise may keep it, and nothing left blank is complained of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs

from kjfz_docs.grids.sheets import address
from kjfz_docs.records.digits import COUNTS
from kjfz_docs.templating.xlsx_program import Part, Value, values_of
from kjfz_docs.writing.guided_kinds import EARLIEST, Validation, Written
from kjfz_docs.writing.xlsx_cells import is_day

# Excel takes no longer formula in a validation, and no longer prompt.
_LONGEST = 255
_LIMITED = re.compile(r"([0-9]+)字以内")
_DAY_WORDS = ((" ", ""), ("\u3000", ""), ("年", "-"), ("月", "-"), ("日", ""), (".", "-"))
# The address of the cell in a formula, until the cell is known.
CELL = "\ue000"


@attrs.frozen
class _Condition:
    """What must hold of a cell, and what is said where it does not."""

    formula: str
    said: str


def mixed(written: Written) -> Validation | None:
    """The prompt of a mixed cell, with a formula where there is something to look at."""
    labels = list(dict.fromkeys(codec.info.label for codec in written.codecs if codec.info.label))
    if not labels:
        return None
    conditions: list[_Condition] = []
    cell = address(written.row, written.cell.column)
    for each in (*_ends(written), *_limits(written.cell.parts)):
        if len(_all([*conditions, each]).replace(CELL, cell)) <= _LONGEST:
            conditions.append(each)
    hints = list(dict.fromkeys(each.said for each in conditions))
    prompt = f"请保留原有文字，在相应位置填写：{'、'.join(labels)}"
    for hint in hints:
        prompt += f"。{hint}" if len(prompt) + len(hint) < _LONGEST else ""
    return Validation(
        "custom" if conditions else "none",
        prompt[:_LONGEST],
        _all(conditions),
        strict=False,
        error="；".join((*hints, "确认无误可以保留")) if hints else "",
    )


def _all(conditions: Sequence[_Condition]) -> str:
    formulas = [each.formula for each in conditions]
    return f"AND({','.join(formulas)})" if len(formulas) > 1 else "".join(formulas)


# ------------------------------------------------------------------ a day or a number at the end


def _ends(written: Written) -> Iterator[_Condition]:
    """The day or number with which a cell ends, behind some word of the form."""
    parts = [part for part in written.cell.parts if not isinstance(part, str) or part.strip()]
    if len(parts) < 2 or not isinstance(parts[-1], Value) or not isinstance(parts[-2], str):
        return
    word, codec = parts[-2].strip().rpartition("\n")[2].strip(), written.codecs[-1]
    if not word or '"' in word:
        return
    behind = f'RIGHT(SUBSTITUTE({CELL},"{word}",REPT(" ",99)),99)'
    if is_day(codec):
        tail = " ".join(codec.blank.split()) or word
        day = f"CLEAN({behind})"
        for old, new in _DAY_WORDS:
            day = f'SUBSTITUTE({day},"{old}","{new}")'
        # LibreOffice knows the year 202 as well.
        yield _Condition(
            f"OR({_still(tail)},IFERROR(DATEVALUE({day})>={EARLIEST},FALSE))",
            "日期请写成“2023年8月25日”的样子",
        )
    elif codec.info.meta.kind in COUNTS:
        least, most = COUNTS[codec.info.meta.kind]
        digits = f'LEN(SUBSTITUTE({behind}," ",""))'
        bounds = f"{least}" if least == most else f"{least}至{most}"
        yield _Condition(
            f"OR({_still(word)},ABS(2*{digits}-{least + most})<={most - least})",
            f"{codec.info.label}应为{bounds}位",
        )


def _still(tail: str) -> str:
    """Whether a cell still ends as the blank form does."""
    return f'RIGHT(TRIM({CELL}),{len(tail)})="{tail}"'


# ------------------------------------------------------------------ sections


def _limits(parts: Sequence[Part]) -> Iterator[_Condition]:
    """The limits that headings in a cell state: each holds up to the next heading that states one."""
    if not any(True for _ in values_of(parts)):
        return
    lines = "".join(part for part in parts if isinstance(part, str))
    found = [(match, line) for line in lines.split("\n") if (match := _LIMITED.search(line))]
    headings = [line for _, line in found]
    if any('"' in line or lines.count(line) > 1 for line in headings):
        return
    for (match, heading), following in zip(found, (*headings, None)[1:], strict=True):
        start = lines.index(heading)
        end = len(lines) if following is None else lines.index(following)
        allowed = int(match[1]) + end - start
        until = f"LEN({CELL})+1" if following is None else f'FIND("{following}",{CELL})'
        said = f"{heading.partition('（')[0]}不超过{match[1]}字"
        yield _Condition(f'{until}-FIND("{heading}",{CELL})<={allowed}', said)
