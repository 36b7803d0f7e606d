"""Any workbook is a template for any data: values arrive as what they are, or are refused by name."""

from __future__ import annotations

import collections
import datetime as dt
import enum
import io
import pickle
import subprocess
import sys
import threading
import types
import zipfile
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Alignment

import kjfz_docs as kd
from kjfz_docs.writing import xlsx_columns, xlsx_sheet
from kjfz_docs.writing.sheet_template import SheetTemplate


def book(drawn: str, change: Any = None) -> bytes:
    """A workbook as it is drawn, a row a line and its cells between bars; ``change`` does what cannot be drawn."""
    made = openpyxl.Workbook()
    sheet: Any = made.active
    sheet.title = "明细"
    for line in drawn.strip().splitlines():
        sheet.append([cell.strip() or None for cell in line.split("│")])
    if change is not None:
        change(sheet)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def template(drawn: str, change: Any = None) -> SheetTemplate:
    return SheetTemplate(book(drawn, change))


def sheet_of(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data)).active


def drawn(data: bytes) -> str:
    """The values of a sheet as they would be drawn."""
    rows = sheet_of(data).iter_rows(values_only=True)
    return "\n".join("│".join("" if value is None else str(value) for value in row) for row in rows)


LIST = """
{{ title }}
姓名 │ 账号 │ 金额
{%tr for r in rows %}
{{ r.name }} │ {{ r.number }} │ {{ r.amount }}
{%tr endfor %}
合计 │ │ =SUM(C4:C4)
"""
ROWS = [
    {"name": "李明", "number": "6217002870000001241", "amount": 10},
    {"name": "王芳", "number": "007", "amount": Decimal("1.50")},
]


def test_rows_are_written_for_each_item_and_formulas_follow() -> None:
    made = template(LIST).render({"title": "发放明细表", "rows": ROWS})
    assert drawn(made) == (
        "发放明细表││\n姓名│账号│金额\n李明│6217002870000001241│10\n王芳│007│1.5\n合计││=SUM(C3:C4)"
    )


# ------------------------------------------------------------------ values


class Rank(enum.Enum):
    FIRST = "一等"
    SECOND = 2


ONE = template("{{ x }}")


def cell(value: object) -> Any:
    return sheet_of(ONE.render({"x": value}))["A1"]


@pytest.mark.parametrize(
    "value",
    [
        *(
            "6222020000001187851",
            "=1+1",
            "+1-1",
            "@x",
            "-1",
            "007",
            "{{ x }}",
            "&<>&amp;",
            " 甲  乙 ",
            "甲\n乙\t丙",
        ),
        *("😀𠮷", "http://a.cn/x", 0, -7, 999_999_999_999_999, 1.5, 0.1 + 0.2, 1e300, True, False, None),
        *(dt.datetime(2026, 3, 4), dt.datetime(2026, 3, 4, 5, 6, 7)),
    ],
)
def test_a_value_arrives_as_what_it_is(value: object) -> None:
    found = cell(value)
    assert found.value == value
    assert type(found.value) is type(value)
    assert found.data_type != "f"


@pytest.mark.parametrize(
    ("value", "arrives"),
    [
        ("", None),
        (Decimal("12.50"), 12.5),
        (dt.date(2026, 3, 4), dt.datetime(2026, 3, 4)),
        (dt.date(1898, 3, 4), "1898-03-04"),
        (Rank.FIRST, "一等"),
        (Rank.SECOND, 2),
        (Fraction(1, 4), 0.25),
        (dt.time(9, 30), "09:30:00"),
        (["甲"], "['甲']"),
    ],
)
def test_what_a_workbook_has_no_kind_for_is_written_as_its_nearest(value: object, arrives: object) -> None:
    assert cell(value).value == arrives


@pytest.mark.parametrize("text", ["_x0041_", "甲\x0b乙", "甲\a乙\f丙", "甲\r乙"])
def test_what_xml_cannot_hold_is_escaped_as_excel_does(text: str) -> None:
    reading = pytest.importorskip("python_calamine")
    made = reading.CalamineWorkbook.from_filelike(io.BytesIO(ONE.render({"x": text})))
    assert made.get_sheet_by_index(0).to_python()[0][0] == text


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (6222020000001187851, "keeps 15 digits"),
        (Decimal("0.1234567890123456"), "keeps 15 digits"),
        (Decimal("NaN"), "no number"),
        (float("inf"), "no number"),
        (1j, "no number"),
        ("甲\ud800", r"U\+D800"),
        ("长" * 32_768, "32767 characters"),
        (dt.datetime(2026, 1, 1, tzinfo=dt.UTC), "time zones"),
        ("甲".upper, "called"),
    ],
)
def test_what_no_cell_can_hold_is_refused_by_its_name(value: object, reason: str) -> None:
    with pytest.raises(kd.UnwritableError, match=reason) as refused:
        template(LIST).render({"title": "", "rows": [*ROWS * 20, {**ROWS[0], "amount": value}]})
    assert refused.value.field == "rows.40.amount"


def test_days_take_the_format_of_their_cell_or_one_of_their_own() -> None:
    def formats(sheet: Any) -> None:
        sheet["A1"].number_format = "yyyy-mm-dd"

    made = sheet_of(
        template("{{ a }}│{{ a }}│{{ b }}", formats).render(
            {"a": dt.date(2026, 3, 4), "b": dt.datetime(2026, 3, 4, 12)}
        )
    )
    assert made["A1"].number_format == "yyyy-mm-dd"
    assert made["B1"].number_format == 'yyyy"年"m"月"d"日"'
    assert made["C1"].number_format == 'yyyy"年"m"月"d"日" h:mm'
    assert made["C1"].value == dt.datetime(2026, 3, 4, 12)


# ------------------------------------------------------------------ names


Point = collections.namedtuple("Point", "name number amount")


@pytest.mark.parametrize(
    "kind", [dict, types.MappingProxyType, lambda row: types.SimpleNamespace(**row), lambda row: Point(**row)]
)
def test_rows_are_mappings_or_objects(kind: Any) -> None:
    rows = ROWS * 10
    given = {"title": "表", "rows": [kind(row) for row in rows]}
    mine = template(LIST)
    assert mine.render(given) == mine.render({"title": "表", "rows": rows})


def test_an_entry_of_a_mapping_comes_before_its_methods() -> None:
    assert (
        drawn(template("{{ x.items }}│{{ x.n.keys }}").render({"x": {"items": 3, "n": {"keys": 4}}})) == "3│4"
    )


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"rows": []}, "title"),
        ({"title": ""}, "rows"),
        ({"title": "", "rows": 5}, "rows"),
        ({"title": "", "rows": "甲"}, "rows"),
        ({"title": "", "rows": [*ROWS * 9, {"name": "甲", "amount": 1}]}, "rows.18.number"),
        ({"title": "", "rows": [*ROWS, {}]}, "rows.2.name"),
    ],
)
def test_a_name_that_the_data_does_not_have_is_an_error_that_names_it(
    given: Mapping[str, Any], field: str
) -> None:
    with pytest.raises(kd.UnwritableError) as refused:
        template(LIST).render(given)
    assert refused.value.field == field


def test_names_with_an_underscore_are_for_mappings_only() -> None:
    assert drawn(template("{{ x._n }}").render({"x": {"_n": 1}})) == "1"
    with pytest.raises(kd.UnwritableError, match="no such name"):
        template("{{ x.__class__ }}").render({"x": 1})


# ------------------------------------------------------------------ what Jinja can say


def test_expressions_have_values_and_mixed_cells_are_texts() -> None:
    made = template(
        """
        {{ n * 2 }} │ {{ names|join('、') }} │ {{ n }}元 │ {% if n > 5 %}多{% else %}少{% endif %}
        {{ -n }} │ {% for each in names %}{{ loop.index }}{{ each }} {% endfor %} │ {{ none }}无 │ {{- n -}}
        """
    ).render({"n": 7, "names": ["甲", "乙"], "none": None})
    assert drawn(made) == "14│甲、乙│7元│多\n-7│1甲 2乙 │无│7"
    assert sheet_of(made)["A1"].data_type == "n"


@pytest.mark.parametrize("tag", ["{{ n + x }}", "{{ x.y }}元", "{{ n / 0 }}", "{{ x[0] }}"])
def test_an_expression_that_has_no_value_is_named(tag: str) -> None:
    with pytest.raises(kd.UnwritableError) as refused:
        template(tag).render({"n": 1})
    assert refused.value.field == tag


def test_rows_are_counted_and_conditions_stand_around_them() -> None:
    made = template(
        """
        {%tr for group in groups %}
        {%tr if group.title %}
        {{ group.title }}
        {%tr else %}
        无题
        {%tr endif %}
        {%tr for each in group.names %}
        {{ loop.index }} │ {{ each }} │ {{ group.title }} │ {{ loop.index }}/{{ n }} │ {{ n }}
        {%tr else %}
        无
        {%tr endfor %}
        {%tr endfor %}
        """
    ).render({"n": 9, "groups": [{"title": "一组", "names": ["甲", "乙"]}, {"title": "", "names": []}]})
    assert drawn(made) == "一组││││\n1│甲│一组│1/9│9\n2│乙│一组│2/9│9\n无题││││\n无││││"


def test_what_it_takes_from_the_data_is_told() -> None:
    fields = template(
        """
        {{ title }} │ {{ a.b|upper }}：{{ c }}{% if d %}是{% endif %}
        {%tr for g in groups %}
        {%tr for r in g.rows %}
        {{ loop.index }} │ {{ r.name }} │ {{ g.title }} │ {{ r }}
        {%tr endfor %}
        {%tr endfor %}
        {%tr if e %}
        {{ title }}
        {%tr endif %}
        """
    ).fields()
    assert fields == ("title", "a.b", "c", "d", "groups[].rows[].name", "groups[].title", "e")


@pytest.mark.parametrize(
    ("drawn_", "engine"),
    [("{{ x }}", "slots"), (LIST, "rows"), (LIST + "\n{{ n + 1 }}", "jinja"), ("{{ x }}元", "jinja")],
)
def test_it_says_how_it_is_filled(drawn_: str, engine: str) -> None:
    assert template(drawn_).engine == engine


def _twice(value: Any) -> Any:
    return value + value


def test_it_takes_filters_and_parses_what_it_made_where_that_is_asked_for() -> None:
    mine = SheetTemplate(book("{{ x|twice }}"), {"twice": _twice}, debug=True)
    assert drawn(mine.render({"x": "甲"})) == "甲甲"
    assert drawn(pickle.loads(pickle.dumps(mine)).render({"x": 2})) == "4"


@pytest.mark.parametrize(
    ("faulty", "code"),
    [
        ("{{ x", "KD601"),
        ("{{ x|nosuch }}", "KD601"),
        ("{% if x %}甲", "KD601"),
        ("{%tr for r in rows %}\n{{ r.x }}", "KD601"),
        ("{%tr for r in rows if r.x %}\n{{ r.x }}\n{%tr endfor %}", "KD601"),
        ("{%tr while x %}\n{{ x }}\n{%tr endfor %}", "KD601"),
        ("{%tr for r in rows %} │ 甲\n{{ r.x }}\n{%tr endfor %}", "KD605"),
        ("没有标签", "KD616"),
        ("{{ x }} │ ｛｛ y ｝｝", "KD601"),
        ("{{ x }} │ { y }", "KD601"),
    ],
)
def test_a_faulty_template_says_what_is_wrong(faulty: str, code: str) -> None:
    mine = template(faulty)
    assert [finding.code for finding in mine.check()] == [code]


def test_a_tag_that_stands_in_no_cell_is_told() -> None:
    def footer(sheet: Any) -> None:
        sheet.oddFooter.center.text = "{{ x }}"

    assert [finding.code for finding in template("{{ x }}", footer).check()] == ["KD618"]


@pytest.mark.parametrize("faulty", ["{{ x|nosuch }}", "{% if x %}甲", "没有标签"])
def test_a_faulty_template_is_not_filled(faulty: str) -> None:
    with pytest.raises(kd.TemplateError):
        template(faulty).render({"x": 1})


def test_a_sound_template_has_no_findings() -> None:
    assert template(LIST).check() == ()


def test_a_file_that_is_no_workbook_is_no_template() -> None:
    with pytest.raises(kd.TemplateError):
        SheetTemplate(b"PK").check()


# ------------------------------------------------------------------ many rows


VALUES = st.one_of(
    st.none(),
    st.text(max_size=5),
    st.sampled_from(["=1", "甲" * 40, "甲\n乙", "a&b", "_x0041_", " x", "x ", "长" * 40_000]),
    st.integers(-(10**16), 10**16),
    st.booleans(),
    st.floats(),
    st.decimals(allow_nan=True, allow_infinity=True),
    st.dates(),
    st.datetimes(),
    st.sampled_from([*Rank, [1], print, Fraction(1, 3)]),
)
COLUMNS = st.lists(
    st.one_of(
        st.lists(VALUES, min_size=9, max_size=9),
        *(
            st.lists(each, min_size=9, max_size=9)
            for each in (
                st.text(max_size=5),
                st.integers(),
                st.floats(),
                st.dates(),
                st.none() | st.text(max_size=3),
            )
        ),
    ),
    min_size=1,
    max_size=3,
)


def wide(sheet: Any) -> None:
    sheet["B2"].alignment = Alignment(wrap_text=True)


ANY = template(
    "{%tr for r in rows %}\n{{ loop.index }} │ {{ r.a }} │ {{ r.b.c }} │ {{ r.a }}元 │ {{ title }}\n{%tr endfor %}",
    wide,
)


def made_by(few: int, given: Mapping[str, Any], texts: int = 0) -> dict[str, bytes] | str:
    """The parts of a workbook, or what was refused; rows are made at once where ``few`` or more follow the first.

    ``texts``: so few different ones are made each for itself.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xlsx_sheet, "_FEW", few)
        patch.setattr(xlsx_sheet, "_MANY", 4)
        patch.setattr(xlsx_columns, "_FEW", texts)
        try:
            data = ANY.render(given)
        except kd.UnwritableError as error:
            return str(error)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@given(COLUMNS, st.sampled_from([0, 9]))
def test_rows_made_at_once_are_those_made_one_by_one(columns: list[list[Any]], texts: int) -> None:
    rows = [{"a": column[n], "b": {"c": column[-n]}} for column in columns for n in range(9)]
    given_ = {"title": "表", "rows": rows}
    assert made_by(1, given_, texts) == made_by(10_000, given_)


def test_rows_are_taken_from_an_iterator_one_after_another() -> None:
    taken: list[int] = []

    def rows() -> Iterator[Mapping[str, Any]]:
        for number in range(2000):
            taken.append(number)
            yield {"name": f"王{number}", "number": f"{number:019}", "amount": number}

    made = sheet_of(template(LIST).render({"title": "", "rows": rows()}, compression="zlib"))
    assert taken == list(range(2000))
    assert [made.cell(2002, column).value for column in (1, 2, 3)] == ["王1999", f"{1999:019}", 1999]
    assert made["C2003"].value == "=SUM(C3:C2002)"


MEMORY = """
import io, sys
from kjfz_docs.writing.sheet_template import SheetTemplate

def peak():
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))

def rows(count):
    return ({"name": f"王{n}", "number": f"{n:019}", "amount": n} for n in range(count))

template = SheetTemplate(sys.stdin.buffer.read())
needed = []
for count in (1_000, 60_000):
    template.render({"title": "", "rows": rows(count)})
    needed.append(peak())
print(needed[1] - needed[0])
"""


@pytest.mark.skipif(
    sys.platform != "linux", reason="the memory of a process is told elsewhere by other means"
)
def test_many_rows_are_written_in_little_memory() -> None:
    done = subprocess.run([sys.executable, "-c", MEMORY], input=book(LIST), capture_output=True, check=True)
    assert int(done.stdout) / 1024 < 20, "MB more than for few rows, of which the file itself is a few"


def test_it_is_safe_for_threads_and_can_be_pickled() -> None:
    mine = template(LIST)
    given = {"title": "表", "rows": ROWS * 50}
    wanted = mine.render(given)
    found: list[bytes] = []
    threads = [threading.Thread(target=lambda: found.append(mine.render(given))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [wanted] * 8
    assert pickle.loads(pickle.dumps(mine)).render(given) == wanted


def test_the_template_of_any_kind_takes_workbooks() -> None:
    mine = kd.Template(book(LIST))
    given = {"title": "表", "rows": ROWS}
    assert drawn(mine.render(given, "zlib")).splitlines()[2] == "李明│6217002870000001241│10"
    assert (mine.engine, mine.fields()[0], mine.check()) == ("rows", "title", ())
    assert pickle.loads(pickle.dumps(mine)).render(given) == mine.render(given)
