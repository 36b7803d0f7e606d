"""What a tag was probably meant for, and what it may not be called."""

from __future__ import annotations

import attrs
import pytest

import kjfz_docs as kd
from tests.making import document, paragraph, table


@attrs.frozen(kw_only=True)
class Score:
    first: int | None = None
    second: int | None = None


@attrs.frozen(kw_only=True)
class Row:
    name: str | None = None
    group: str | None = None
    score: Score = Score()


@attrs.frozen(kw_only=True)
class Sum:
    first: int | None = None
    second: int | None = None


@attrs.frozen(kw_only=True)
class Contest:
    place: str | None = None
    rows: tuple[Row, ...] = ()

    @property
    def total(self) -> Sum:
        return Sum(
            first=sum(row.score.first or 0 for row in self.rows),
            second=sum(row.score.second or 0 for row in self.rows),
        )

    @property
    def mean(self):  # type: ignore[no-untyped-def]
        return Sum()


LOOP = ("{%tr for row in rows %} |  |  | ", "{%tr endfor %} |  |  | ")
ROW = "{{ row.group }} | {{ row.name }} | {{ row.score.first }} | {{ row.score.second }}"
TOTAL = "合计 |  | {{ total.first }} | {{ total.second }}"


def messages(*rows: str, record: type = Contest) -> list[str]:
    data = document(
        paragraph("比赛成绩"), table("地点 | {{ place }}"), paragraph("成绩"), table(*rows), paragraph()
    )
    return [str(finding) for finding in kd.Form(id="contest", record=record, docx=data).check()]


def contest(row: str = ROW, total: str = TOTAL, opening: str = LOOP[0]) -> list[str]:
    return messages("组 | 姓名 | 第一轮 | 第二轮", opening, row, LOOP[1], total)


def test_the_contest_is_sound() -> None:
    assert contest() == []


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("row.score.first", "row.first", "是否应为“score.first”"),
        ("row.score.first", "row.scroe.first", "是否应为“score”"),
        ("{{ row.group }}", "{{ rwo.group }}", "是否应为“row”"),
    ],
)
def test_a_field_of_a_row_that_is_called_otherwise_is_named(wrong: str, right: str, said: str) -> None:
    (message,) = contest(ROW.replace(wrong, right))
    assert said in message


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("{{ totla.first }}", "是否应为“total”"),
        ("{{ mean.first }}", "要注明它返回的记录类"),
        ("{{ total }}", "total.first"),
        ("{{ rows }}", "{%tr for row in rows %}"),
    ],
)
def test_a_computed_part_that_is_called_otherwise_is_named(tag: str, said: str) -> None:
    (message,) = contest(total=TOTAL.replace("{{ total.first }}", tag))
    assert said in message


def test_a_total_in_the_column_of_another_field_is_found() -> None:
    swapped = TOTAL.replace("first", "x").replace("second", "first").replace("x", "second")
    found = contest(total=swapped)
    assert [message.split()[1] for message in found] == ["KD615", "KD615"]


def test_the_inner_loop_runs_over_the_group() -> None:
    rows = ("组 | 姓名 | 一 | 二", '{%tr for group in rows|neighbours("group") %} |  |  | ')
    inner = "{%tr for row in group %} |  |  | "
    assert messages(*rows, inner, ROW, LOOP[1], LOOP[1]) == []
    (message,) = messages(*rows, LOOP[0], ROW, LOOP[1], LOOP[1])
    assert "内层应写作 in group" in message
    (message,) = messages(*rows, inner.replace("group", "gruop"), ROW, LOOP[1], LOOP[1])
    assert "是否应为“group”" in message
    (message,) = messages(rows[0], rows[1].replace("neighbours", "neighbors"), inner, ROW, LOOP[1], LOOP[1])
    assert "是否应为“neighbours”" in message


GROUP = '{%tr for group in rows|neighbours("group") %} |  |  | '
INNER = "{%tr for row in group %} |  |  | "
BLANK = ("{%tr else %} |  |  | ", " | 1 |  | ", " | 2 |  | ")


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ((GROUP, INNER, ROW, *BLANK, LOOP[1], TOTAL), "表2第3行"),
        ((GROUP, INNER, ROW, " |  |  | ", *BLANK, LOOP[1], TOTAL), "表2第3行"),
        ((GROUP, INNER, ROW, LOOP[1], *BLANK, TOTAL), "表2第2行"),
        ((GROUP, INNER, ROW, LOOP[1], TOTAL), "表2第2行"),
        ((LOOP[0], ROW, *BLANK, TOTAL), "表2第2行"),
    ],
    ids=["inner", "inner, emptied", "outer", "outer, no else", "one loop with else"],
)
def test_a_loop_that_nothing_closes_is_named_once(rows: tuple[str, ...], place: str) -> None:
    (message,) = messages("组 | 姓名 | 一 | 二", *rows)
    assert place in message
    assert "{%tr endfor %}" in message


def test_a_field_in_a_group_is_asked_for_from_the_innermost_loop() -> None:
    (message,) = messages(
        "组 | 姓名 | 一 | 二", GROUP, INNER, ROW.replace("row.name", "name"), LOOP[1], LOOP[1]
    )
    assert "是否应为“row.name”" in message


def test_each_list_without_its_loop_is_told() -> None:
    found = messages("组 | 姓名 | 一 | 二", ROW, LOOP[1], TOTAL, "组 | 姓名 | 一 | 二", ROW, LOOP[1])
    assert ["{%tr for row in rows %}" in message for message in found] == [True, True]


def test_a_part_offers_its_fields() -> None:
    (message,) = contest(ROW.replace("row.score.first", "row.score"))
    assert "row.score.first、row.score.second" in message


def test_rows_without_their_loop_are_told_which_it_is() -> None:
    found = messages("组 | 姓名 | 一 | 二", ROW, LOOP[1])
    assert "{%tr for row in rows %}" in found[0]
    assert len(found) == 1, found


def test_a_field_may_be_asked_for_by_its_label() -> None:
    data = document(paragraph("考核表"), table("姓名 | {{ 姓名 }}"), paragraph())
    found = kd.Form(id="x", record=kd.Assessment, docx=data).check()
    assert "是否应为“name”" in found[0].message
    assert not any(finding.field == "name" for finding in found)
