"""Forms that people changed after they were written: the reading stays equal, or says what it doubts."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from lxml import etree

import kjfz_docs as kd
from tests.forms.perturbing import (
    FORMS,
    LISTS,
    MARKS,
    OWN_WORDS,
    SPACES,
    STRETCHED,
    is_out_of_reach,
    plausible_record,
    reticked,
    unreported_of,
)
from tests.making import W, body, with_part
from tests.strategies import records


def q(name: str) -> str:
    return f"{{{W}}}{name}"


def saved(data: bytes, root: Any) -> bytes:
    return with_part(data, {"word/document.xml": etree.tostring(root.getparent(), encoding="UTF-8")})


def texts(element: Any) -> str:
    return "".join(node.text or "" for node in element.iter(q("t")))


# ------------------------------------------------------------------ what people do to a form

Change = Callable[[Any, st.DataObject], None]


def move_a_column(root: Any, data: st.DataObject) -> None:
    """Two neighbouring columns of the list change places."""
    table = root.find(q("tbl"))
    rows = [row.findall(q("tc")) for row in table.findall(q("tr"))]
    width = min(map(len, rows))
    # Counted from the right: at the left a head may span two columns.
    at = data.draw(st.integers(1, width - 2 if len(set(map(len, rows))) > 1 else width - 1))
    for cells in rows:
        cells[-at].addnext(cells[-at - 1])


def split_runs(root: Any, data: st.DataObject) -> None:
    """Every run becomes two, as editors leave them."""
    at = data.draw(st.integers(1, 6))
    for run in list(root.iter(q("r"))):
        nodes = run.findall(q("t"))
        if len(nodes) == 1 and len(nodes[0].text or "") > at and len(run) <= 2:
            second: Any = etree.fromstring(etree.tostring(run))
            text = nodes[0].text
            nodes[0].text, second.find(q("t")).text = text[:at], text[at:]
            for node in (nodes[0], second.find(q("t"))):
                node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            run.addnext(second)


def respace_a_label(root: Any, data: st.DataObject) -> None:
    """A label is stretched: 姓  名."""
    nodes = [node for node in root.iter(q("t")) if node.text in STRETCHED]
    assume(nodes)
    node = data.draw(st.sampled_from(nodes))
    node.text = data.draw(st.sampled_from(SPACES)).join(node.text)


_HALF_WIDTH = str.maketrans("（）“”", '()""')


def half_width(root: Any, _: st.DataObject) -> None:
    """The signs in the labels are typed in half width."""
    for row in root.find(q("tbl")).findall(q("tr"))[:3]:
        for cell in row.iter(q("tc")):
            nodes = list(cell.iter(q("t")))
            # Of the whole cell: a value may have been cut into runs one of which is a label.
            if "".join(node.text or "" for node in nodes) in OWN_WORDS:
                for node in nodes:
                    node.text = (node.text or "").translate(_HALF_WIDTH)


def add_an_empty_row(root: Any, data: st.DataObject) -> None:
    """A row without text after the last, or one of dots."""
    row = root.find(q("tbl")).findall(q("tr"))[-1]
    added = etree.fromstring(etree.tostring(row))
    text = data.draw(st.sampled_from(("", "……")))
    for node in added.iter(q("t")):
        node.text = text
    row.addnext(added)


def add_a_column(root: Any, data: st.DataObject) -> None:
    """A column 备注 at the end of the list."""
    remark = data.draw(st.sampled_from(("", "已核", "见附件")))
    for number, row in enumerate(root.find(q("tbl")).findall(q("tr"))):
        text = "备注" if number == 0 else remark
        row.append(
            etree.fromstring(f'<w:tc xmlns:w="{W}"><w:tcPr/><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>')
        )


def retick(root: Any, data: st.DataObject) -> None:
    """Ticks in brackets become boxes, or another mark; 是 becomes ☑是 □否."""
    empty, marked = data.draw(st.sampled_from(MARKS))
    for cell in root.iter(q("tc")):
        nodes = list(cell.iter(q("t")))
        changed = reticked("".join(node.text or "" for node in nodes), empty, marked)
        if changed is not None:
            nodes[0].text = changed
            for node in nodes[1:]:
                node.text = ""


def add_a_last_row(root: Any, data: st.DataObject) -> None:
    """A row over the whole width after the last, blank or with a remark."""
    row = root.find(q("tbl")).findall(q("tr"))[-1]
    text = data.draw(st.sampled_from(("", "以下空白", "附：证明材料2份")))
    row.addnext(
        etree.fromstring(
            f'<w:tr xmlns:w="{W}"><w:tc><w:tcPr><w:gridSpan w:val="7"/></w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p>'
            "</w:tc></w:tr>"
        )
    )


_MANY_CELLS = 7


def swap_two_rows(root: Any, data: st.DataObject) -> None:
    """Two neighbouring rows of one cell partition change places, below those whose values stand under their heads."""
    rows = root.find(q("tbl")).findall(q("tr"))
    below = max(number for number, row in enumerate(rows) if len(row.findall(q("tc"))) >= _MANY_CELLS) + 1
    pairs = [
        (first, second)
        for first, second in itertools.pairwise(rows[below:])
        if len(first.findall(q("tc"))) == len(second.findall(q("tc"))) > 1
    ]
    assume(pairs)
    first, second = data.draw(st.sampled_from(pairs))
    first.addprevious(second)


def repeat_the_head(root: Any, data: st.DataObject) -> None:
    """The head of the list stands once more among its rows, as typed on a new page."""
    rows = root.find(q("tbl")).findall(q("tr"))
    assume(len(rows) > 2)
    at = data.draw(st.integers(1, len(rows) - 2))
    rows[at].addnext(etree.fromstring(etree.tostring(rows[0])))


FOR_ALL: tuple[Change, ...] = (split_runs, respace_a_label, half_width, retick)
FOR_LISTS: tuple[Change, ...] = (*FOR_ALL, move_a_column, add_an_empty_row, add_a_column, repeat_the_head)
FOR_SHEETS: tuple[Change, ...] = (*FOR_ALL, swap_two_rows, add_a_last_row)


def changes_for(form: Any) -> tuple[Change, ...]:
    return FOR_LISTS if form in LISTS else FOR_SHEETS


def perturbed(form: Any, record: Any, data: st.DataObject) -> bytes:
    document = kd.render(record)
    for change in data.draw(st.lists(st.sampled_from(changes_for(form)), min_size=1, max_size=3)):
        root = body(document)
        change(root, data)
        document = saved(document, root)
    return document


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_changed_form_of_plausible_values_is_read_equal(form: Any, data: Any) -> None:
    record = data.draw(plausible_record(form.record))
    reading = kd.read(perturbed(form, record, data))
    assert reading.outcome is kd.Outcome.OK
    assert reading.record == record


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_changed_form_of_any_values_is_equal_or_reported(form: Any, data: Any) -> None:
    record = data.draw(records(form.record))
    assume(is_out_of_reach(record))
    assert unreported_of(record, lambda: perturbed(form, record, data)) == []
