"""The lines under a list, in its table: the form's own (填报人：), and those that offices add (审核人, 备注)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kjfz_docs.grids.model import Cell, Line
from kjfz_docs.reading.fit import Fit, Fitted
from kjfz_docs.reading.inner_labels import labels_in
from kjfz_docs.reading.labels import Labels
from kjfz_docs.reading.words import key, short_key

_LONGEST_LABEL = 40
_HEAD = re.compile(rf"\s*([^:：\n]{{1,{_LONGEST_LABEL}}})[:：]")
# 审核：王主任; not 10：30
_SPOKEN_HEAD = re.compile(r"\s*([^:：\n\d]{1,12})[:：]")
# What such lines begin with. In a full row of a list these words may be data.
SIGNATURE_WORDS = frozenset(
    f"{who}{what}"
    for who in (
        *(
            "填报",
            "填表",
            "制表",
            "制单",
            "编制",
            "经办",
            "承办",
            "审核",
            "审批",
            "审定",
            "复核",
            "核对",
            "校对",
        ),
        *("负责", "联系", "签字", "签名", "盖章", "报送", "上报", "统计", "汇总", "单位负责", "部门负责"),
    )
    for what in ("", "人", "人员", "人签字", "人签名", "单位", "日期", "时间", "意见")
) | {
    *("备注", "注", "说明", "附注", "日期", "时间", "联系电话", "电话", "领导签字", "分管领导", "主管领导"),
    *("单位领导", "单位公章", "公章", "单位盖章"),
}


def is_own_line(labels: Labels, cells: Sequence[Cell], names: frozenset[str], width: int) -> bool:
    """Whether cells of a row are one of the form's lines: two of its labels stand in them, or it begins with one.

    ``names`` are those of the list's columns, which say nothing here; ``width`` is the number of its columns where
    the row is cut as they are: in such a row a label alone is one only if at least half of the row is empty.
    """
    spoken = [cell for cell in cells if cell.text.strip()]
    labelled = [cell for cell in spoken if _is_label(labels, cell.text, names)]
    if len(labelled) > 1:
        return True
    if labelled[:1] != spoken[:1] or not labelled:
        return False
    return not width or len(spoken) * 2 <= width


def _is_label(labels: Labels, text: str, names: frozenset[str]) -> bool:
    """Whether a text is a label of the form's own lines, or begins with one and its colon."""
    match = _HEAD.match(text)
    head = match[1] if match is not None else text
    if len(head) > _LONGEST_LABEL or key(head) in names:
        return False
    if key(head) in labels.line_names or short_key(head) in labels.line_names:
        return True
    return match is not None and any(labels_in(line, f"{head}：") for line in labels.own_lines)


def is_open_label(text: str) -> bool:
    """Whether a text is a label of whatever stands beside it: 审核人：."""
    return text.rstrip().endswith((":", "：")) and len(text.strip()) <= _LONGEST_LABEL


def is_signature_head(text: str, names: frozenset[str]) -> bool:
    """Whether a text begins as lines under lists do: with few words that are none of the names, and a colon."""
    match = _SPOKEN_HEAD.match(text)
    return match is not None and key(match[1]) not in names


def is_signature_word(text: str) -> bool:
    """Whether a text is a word that lines under lists begin with: 审核人, 备注."""
    return len(text) <= _LONGEST_LABEL and key(text) in SIGNATURE_WORDS


def may_be_line(labels: Labels, text: str, names: frozenset[str]) -> bool:
    """Whether a text in a row of a list might make :func:`holds_added_line` doubt the row."""
    return (
        _is_label(labels, text, names)
        or is_open_label(text)
        or is_signature_word(text)
        or is_signature_head(text, names)
    )


def holds_added_line(labels: Labels, fit: Fit, lines: Sequence[Line], *, is_ours: bool) -> bool:
    """Whether among the rows of lists that are laid out as the template is one that somebody added under them.

    In a file that this library wrote a row may hold any words, but no value that cannot be read.
    """
    of_rows = {id(cell): each for each in fit.fitted if each.row is not None for cell in each.cells}
    names = labels.list_names
    for line in lines if of_rows else ():
        spoken = [cell for cell in line.cells if cell.text.strip()]
        laid = [of_rows[id(cell)] for cell in spoken if id(cell) in of_rows]
        if not laid:
            continue
        is_line = is_own_line(labels, spoken, names, len(line.cells))
        is_like_one = is_line or is_open_label(spoken[0].text) or is_signature_word(spoken[0].text)
        if is_like_one and not is_ours:
            return True
        if (is_like_one or is_signature_head(spoken[0].text, names)) and any(map(_is_unreadable, laid)):
            return True
    return False


def _is_unreadable(fitted: Fitted) -> bool:
    """Whether words stand in the place of a value that this library cannot have written there."""
    for capture in fitted.captures if isinstance(fitted.captures, tuple) else ():
        read = capture.slot.codec.read_exact(capture.text) if capture.slot.option is None else None
        if read is not None and read.value is None and read.findings:
            return True
    return False
