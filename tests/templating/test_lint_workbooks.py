"""The slips of the hand that are found in a Word template are found in a workbook too, each once."""

from __future__ import annotations

import io

import attrs
import pytest
from openpyxl import Workbook
from openpyxl.styles import Border, Side

import kjfz_docs as kd

_LINE = Side(style="thin")

SOUND = """
    物资登记表 |
    保管人     | {{ keeper }}
    名称       | 数量
    {%tr for item in items %} |
    {{ item.title }} | {{ item.count }}
    {%tr endfor %} |
"""


@attrs.frozen(kw_only=True)
class Item:
    title: str | None = None
    count: int | None = None


@attrs.frozen(kw_only=True)
class Store:
    keeper: str | None = None
    items: tuple[Item, ...] = ()


def check(drawn: str) -> list[tuple[str, str]]:
    book = Workbook()
    for line in drawn.strip().splitlines():
        book.active.append([text.strip() or None for text in line.split("|")])
    for row in book.active.iter_rows():
        for cell in row:
            cell.border = Border(_LINE, _LINE, _LINE, _LINE)
    stream = io.BytesIO()
    book.save(stream)
    found = kd.Form(id="store", record=Store, xlsx=stream.getvalue()).check()
    return [(str(finding.where), finding.message) for finding in found]


def test_a_sound_workbook_has_no_finding() -> None:
    assert check(SOUND) == []


@pytest.mark.parametrize(
    ("right", "wrong", "place", "said"),
    [
        ("{%tr for item in items %}", "｛%tr for item in items %｝", "Sheet!A4", "不是英文的"),
        ("{%tr for item in items %}", "{ %tr for item in items % }", "Sheet!A4", "之间有空格"),
        (
            "{%tr for item in items %}",
            "{{tr for item in items }}",
            "Sheet!A4",
            "应写作 {%tr for item in items %}",
        ),
        ("{%tr for item in items %} |\n", "", "Sheet!A4", "这一行之前要有 {%tr for item in items %}"),
        ("{%tr endfor %} |", "", "Sheet!A4", "都要有 {%tr endfor %}"),
        ("{{ keeper }}", "{{ keeper }}}", "Sheet!B2", "大括号多了一个"),
        ("{{ item.count }}", "{{ count }}", "Sheet!B5", "是否应为“item.count”"),
    ],
)
def test_a_slip_in_a_workbook_is_one_finding(right: str, wrong: str, place: str, said: str) -> None:
    ((where, message),) = check(SOUND.replace(right, wrong))
    assert where == place
    assert said in message
