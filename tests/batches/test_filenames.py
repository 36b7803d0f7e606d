"""File names that every system takes, no two alike."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kjfz_docs.batches.filenames import Distinct, distinct, safe_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("李明-考核表.docx", "李明-考核表.docx"),
        ('a/b\\c:d*e?f"g<h>i|j.docx', "a_b_c_d_e_f_g_h_i_j.docx"),
        ("CON.docx", "_CON.docx"),
        ("lpt1", "_lpt1"),
        ("李\n明\t .docx", "李 明 .docx"),
        ("名字... ", "名字"),
        ("\u202e李明\u200b.docx", "李明.docx"),
        ("..", "_"),
    ],
)
def test_a_text_becomes_a_name_that_windows_takes(text: str, name: str) -> None:
    assert safe_name(text) == name


@given(st.text())
def test_any_text_becomes_a_name(text: str) -> None:
    name = safe_name(text)
    assert name
    assert len(name.encode()) <= 201
    assert not set(name) & set('<>:"/\\|?*\n\0')
    assert not name.endswith((".", " "))


def test_a_long_name_keeps_its_extension() -> None:
    assert safe_name("长" * 300 + ".docx").endswith("长.docx")


@given(
    st.lists(st.sampled_from(["李明.docx", "李明（2）.docx", "A.docx", "a.docx", "Ａ.docx", "x/李明.docx"]))
)
def test_names_that_are_alike_are_numbered(names: list[str]) -> None:
    made = distinct(map(PurePosixPath, names))
    assert len({str(path).casefold() for path in made}) == len(names)
    firsts = [
        index for index, name in enumerate(names) if name not in names[:index] and name.startswith("李")
    ]
    assert all(str(made[index]) == names[index] for index in firsts)


@given(
    st.lists(
        st.sampled_from(("a.docx", "A.docx", "a（2）.docx", "a（3）.docx", "b/a.docx", "a")), max_size=12
    )
)
def test_names_that_come_one_by_one_are_all_different(names: list[str]) -> None:
    told = Distinct()
    made = [str(told.name(PurePosixPath(name))) for name in names]
    assert len({name.casefold() for name in made}) == len(names)
    assert made[:1] == names[:1]


def test_many_of_one_name_are_numbered_in_turn() -> None:
    told = Distinct()
    made = [str(told.name(PurePosixPath("李明.docx"))) for _ in range(20_000)]
    assert made[0] == "李明.docx"
    assert made[-1] == "李明（20000）.docx"
