"""The parts that print."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import kjfz_docs as kd
from kjfz_docs.cli.chinese import width_of, wrap
from kjfz_docs.cli.output import clean, print_json, reading_as_json
from kjfz_docs.cli.problems import in_chinese
from kjfz_docs.records.shown import label_of
from tests.strategies import records


def test_width_counts_columns_of_a_terminal() -> None:
    assert [width_of(text) for text in ("abc", "中文", "“a”", "e\u0301")] == [3, 4, 3, 1]


@given(st.text(alphabet="中文，。“”ab c\n", max_size=200), st.integers(12, 60))
@example("他说，。", 12)
def test_wrapping_keeps_every_character_and_the_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    # A word without a break may be longer than the line.
    longest = max((width_of(word) for word in re.split(r"[\s中文，。]+", text)), default=0)
    assert all(width_of(line) <= max(width, longest + 4) for line in lines)


def test_no_line_begins_with_a_closing_mark() -> None:
    assert wrap("一二三四五六，七八", 12) == ["一二三四五", "六，七八"]


def test_a_line_break_in_chinese_is_no_space() -> None:
    assert wrap("第一行\n第二行 and more", 80) == ["第一行第二行 and more"]


@pytest.mark.parametrize(
    ("cls", "path", "label"),
    [
        (kd.Assessment, "name", "姓名"),
        (kd.AccountCollection, "rows.3.mobile", "名单 / 第4行 / 联系手机"),
        (kd.AbsenceSummary, "rows.0.unheard_of", "名单 / 第1行 / unheard_of"),
    ],
)
def test_a_path_is_named_by_its_labels(cls: type, path: str, label: str) -> None:
    assert label_of(cls, path) == label


@given(st.text())
def test_cleaned_text_has_nothing_that_steers_a_terminal(text: str) -> None:
    assert not set(clean(text)) & {"\x1b", "\x07", "\x9b", "\r", "\x00"}


@given(st.sampled_from(list(kd.forms.values())).flatmap(lambda form: records(form.record)), st.booleans())
def test_a_reading_as_json_holds_the_record_or_its_masks(record: object, show_private: bool) -> None:
    reading = kd.Reading(outcome=kd.Outcome.OK, record=record)
    line = json.loads(json.dumps(reading_as_json(reading, "a.docx", show_private), allow_nan=False))
    if show_private:
        assert kd.from_dict(line["record"], type(record)) == record
    else:
        assert _private(line["record"]) <= {"*"}


def _private(value: object, name: str = "") -> set[str]:
    """The characters of the private values but their last four."""
    if isinstance(value, dict):
        return set().union(*(_private(inner, key) for key, inner in value.items()))
    if isinstance(value, list):
        return set().union(*(_private(inner, name) for inner in value))
    return set(value[:-4]) if isinstance(value, str) and name in ("number", "mobile") else set()


def test_json_is_chinese_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"栏": "值𠮷\udc80"[:2]})
    assert capsys.readouterr().out == '{"栏": "值𠮷"}\n'


def test_json_is_escaped_where_the_stream_cannot_carry_it(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"file": "\udce4.docx"})
    assert capsys.readouterr().out == '{"file": "\\udce4.docx"}\n'


@pytest.mark.parametrize(
    ("message", "chinese"),
    [
        ("expected a text, got int", "应为文本，现为整数"),
        ("unknown key 'nme'; did you mean 'name'?", "不认识的键'nme'；是不是'name'？"),
        ("key 'name' stands twice", "键'name'出现了不止一次"),
        ("something new", "something new"),
    ],
)
def test_messages_to_programmers_are_translated(message: str, chinese: str) -> None:
    assert in_chinese(message) == chinese
