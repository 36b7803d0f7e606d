"""Forms that people changed after they were written: the reading stays equal, or says what it doubts."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from lxml import etree

import kjfz_docs as kd
from kjfz_docs.records.fields import FieldInfo, fields_of, leaves, masked_numbers
from tests.making import W, body, with_part
from tests.strategies import records

FORMS = list(kd.forms.values())
LISTS = [form for form in FORMS if any(info.row for info in fields_of(form.record))]


def q(name: str) -> str:
    return f"{{{W}}}{name}"


def saved(data: bytes, root: Any) -> bytes:
    return with_part(data, {"word/document.xml": etree.tostring(root.getparent(), encoding="UTF-8")})


def texts(element: Any) -> str:
    return "".join(node.text or "" for node in element.iter(q("t")))


# ------------------------------------------------------------------ what people do to a form

OWN_WORDS = {
    node.text
    for form in FORMS
    for node in body(form.template).iter(q("t"))
    if node.text and "{" not in node.text
}
TICKS = re.compile(r"（[√\u3000]）")
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
    nodes = [
        node
        for node in root.iter(q("t"))
        if node.text in ("姓名", "接收企业", "序号", "性别", "党派", "市州")
    ]
    assume(nodes)
    node = data.draw(st.sampled_from(nodes))
    node.text = data.draw(st.sampled_from(("  ", "\u3000", " "))).join(node.text)


def half_width(root: Any, _: st.DataObject) -> None:
    """The signs in the labels are typed in half width."""
    for row in root.find(q("tbl")).findall(q("tr"))[:3]:
        for node in row.iter(q("t")):
            if node.text in OWN_WORDS:
                node.text = (
                    node.text.replace("（", "(").replace("）", ")").replace("“", '"').replace("”", '"')
                )


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
    """Ticks in brackets become boxes, or another mark."""
    empty, marked = data.draw(
        st.sampled_from((("□", "☑"), ("( )", "(✓)"), ("[ ]", "[√]"), ("☐", "☒"), ("○", "●")))
    )
    for cell in root.iter(q("tc")):
        nodes = list(cell.iter(q("t")))
        whole = "".join(node.text or "" for node in nodes)
        if TICKS.match(whole):
            nodes[0].text = re.sub(r"（\u3000）", empty, whole).replace("（√）", marked)
            for node in nodes[1:]:
                node.text = ""


def swap_two_rows(root: Any, data: st.DataObject) -> None:
    """Two neighbouring rows of one cell partition change places."""
    rows = root.find(q("tbl")).findall(q("tr"))
    pairs = [
        (first, second)
        for first, second in itertools.pairwise(rows[4:])
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
FOR_SHEETS: tuple[Change, ...] = (*FOR_ALL, swap_two_rows)


def changes_for(form: Any) -> tuple[Change, ...]:
    return FOR_LISTS if form in LISTS else FOR_SHEETS


# ------------------------------------------------------------------ plausible records

_PEOPLE = st.text("王李张刘陈杨赵黄周吴徐孙胡朱高林", min_size=1, max_size=1).flatmap(
    lambda family: st.text("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英", min_size=1, max_size=2).map(
        lambda given_: family + given_
    )
)
_WORDS = st.lists(
    st.sampled_from(
        ("示范", "江城", "理工", "大学", "新材料", "有限公司", "工程", "学院", "研发", "推广", "培训")
    ),
    min_size=2,
    max_size=6,
).map("".join)


def plausible(info: FieldInfo) -> st.SearchStrategy[Any]:
    if info.row is not None:
        return st.lists(plausible_record(info.row), min_size=1, max_size=5).map(tuple)
    if info.record is not None:
        return plausible_record(info.record)
    if not info.optional:
        return st.just(info.default)
    if info.meta.kind == "name":
        found: st.SearchStrategy[Any] = _PEOPLE
    elif info.meta.kind == "account":
        found = st.from_regex(r"\A62[0-9]{14,17}\Z")
    elif info.meta.kind == "mobile":
        found = st.from_regex(r"\A1[3-9][0-9]{9}\Z")
    elif info.meta.kind == "ordinal":
        found = st.just(2)
    elif info.choices is not None:
        found = st.sampled_from(list(info.choices))
    elif info.type is int:
        found = st.integers(1, 400)
    elif info.type is Decimal:
        found = st.integers(1, 9000).map(Decimal)
    elif info.type is dt.date:
        found = st.dates(dt.date(2023, 1, 1), dt.date(2024, 12, 31))
    else:
        found = _WORDS
    return found if info.meta.required else st.none() | found


def plausible_record(cls: type) -> st.SearchStrategy[Any]:
    return st.builds(cls, **{info.name: plausible(info) for info in fields_of(cls)})


# ------------------------------------------------------------------ what must hold


def is_out_of_reach(record: Any) -> bool:
    """Whether no text of the record is one that the changes take for the form's own words."""
    lines = [
        line
        for _, _, value in leaves(record)
        if isinstance(value, str)
        for line in re.split(r"[\n\t]", value)
    ]
    return not any(line in OWN_WORDS or TICKS.match(line) for line in lines)


def without_left_out(record: Any, reading: kd.Reading[Any]) -> Iterator[Any]:
    """The record without as many rows as were left out, each of which has a text that was said to belong to nothing."""
    left_out = {f.raw for f in reading.findings if f.code == "KD206"}

    def may_be_left_out(row: Any) -> bool:
        texts = (value for _, _, value in leaves(row) if isinstance(value, str))
        return any(masked_numbers(text.strip())[:40] in left_out for text in texts)

    lists = [info.name for info in fields_of(record.__class__) if info.row]
    lost = {name: len(getattr(record, name)) - len(getattr(reading.record, name)) for name in lists}
    if not any(count > 0 for count in lost.values()):
        yield record
        return
    (name,) = lists
    rows = getattr(record, name)
    doubtful = [number for number, row in enumerate(rows) if may_be_left_out(row)]
    for gone in itertools.combinations(doubtful, lost[name]):
        yield attrs.evolve(record, **{name: tuple(row for n, row in enumerate(rows) if n not in gone)})


def unreported(record: Any, reading: kd.Reading[Any]) -> list[str]:
    """The fields that differ from the record though no finding speaks of them."""
    if reading.outcome is not kd.Outcome.OK:
        return [] if reading.findings else ["outcome"]
    if any(f.code == "KD207" and "表头" not in f.message for f in reading.findings):
        return []  # a row that looks like a total or a model row was left out, and that was said
    said = [
        f.field
        for f in reading.findings
        if f.field and (f.severity is not kd.Severity.NOTE or f.code in ("KD223", "KD325", "KD326"))
    ]
    found = {path: value for path, _, value in leaves(reading.record)}

    def is_said(path: str) -> bool:
        in_any_row = re.sub(r"\.\d+\.", ".*.", path)
        return any(path == each or path.startswith(f"{each}.") or in_any_row == each for each in said)

    def differing(wanted: dict[str, Any]) -> list[str]:
        return [
            path
            for path in wanted.keys() | found.keys()
            if wanted.get(path) != found.get(path) and not is_said(path)
        ]

    possible = (
        {path: value for path, _, value in leaves(each)} for each in without_left_out(record, reading)
    )
    return min(map(differing, possible), key=len, default=["rows"])


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
    try:
        document = perturbed(form, record, data)
    except kd.UnwritableError:
        assume(False)
    assert unreported(record, kd.read(document)) == []
