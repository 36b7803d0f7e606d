"""What the properties of table rows and cells say of their place: spans, merges, what is hidden or deleted."""

from __future__ import annotations

import attrs

from kjfz_docs.grids.docx_names import VAL, is_on, w, whole
from kjfz_docs.grids.xml import Element, child_of

_TR_PR, _TC_PR = w("trPr"), w("tcPr")
_GRID_BEFORE, _HEADER, _HIDDEN, _DELETED = w("gridBefore"), w("tblHeader"), w("hidden"), w("del")
_GRID_SPAN, _V_MERGE, _H_MERGE = w("gridSpan"), w("vMerge"), w("hMerge")
_CELL_MERGE, _CELL_DELETED = w("cellMerge"), w("cellDel")
_MOST_COLUMNS = 1000


@attrs.frozen
class RowShape:
    """What w:trPr says."""

    before: int = 0
    header: bool = False
    hidden: bool = False
    deleted: bool = False


@attrs.frozen
class CellShape:
    """What w:tcPr says. The merges are None, ``restart`` or ``continue``."""

    span: int = 1
    down: str | None = None
    right: str | None = None
    deleted: bool = False


_PLAIN_ROW, _PLAIN_CELL = RowShape(), CellShape()


def row_shape(tr: Element) -> RowShape:
    """What the properties of a row say."""
    properties = child_of(tr, _TR_PR)
    if properties is None or not len(properties):
        return _PLAIN_ROW
    before, header, hidden, deleted = 0, False, False, False
    for each in properties:
        tag = each.tag
        if tag == _GRID_BEFORE:
            before = max(0, min(whole(each.get(VAL), 0), _MOST_COLUMNS))
        elif tag == _HEADER:
            header = is_on(each)
        elif tag == _HIDDEN:
            hidden = is_on(each)
        elif tag == _DELETED:
            deleted = True
    return RowShape(before, header, hidden, deleted)


def cell_shape(tc: Element) -> CellShape:
    """What the properties of a cell say."""
    properties = child_of(tc, _TC_PR)
    if properties is None:
        return _PLAIN_CELL
    span, down, right, deleted = 1, None, None, False
    for each in properties:
        tag = each.tag
        if tag == _GRID_SPAN:
            span = max(1, min(whole(each.get(VAL), 1), _MOST_COLUMNS))
        elif tag == _V_MERGE:
            down = each.get(VAL) or "continue"
        elif tag == _H_MERGE:
            right = each.get(VAL) or "continue"
        elif tag == _CELL_MERGE:
            down = "continue" if each.get(w("vMerge")) == "cont" else "restart"
        elif tag == _CELL_DELETED:
            deleted = True
    if span == 1 and down is None and right is None and not deleted:
        return _PLAIN_CELL
    return CellShape(span, down, right, deleted)
