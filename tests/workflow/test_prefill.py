"""Forms filled in advance come back with what was known."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

import kjfz_docs as kd
from tests.strategies import changed

ROSTER = kd.Roster(
    rows=(
        kd.Person(
            serial=7, name="李明", sending_unit="示范大学", position="教授", host_enterprise="甲公司",
            district="江夏区", cohort=4, mobile="13800000001",
            account=kd.BankAccount(branch="某行某支行", number="6222020000000000006"),
        ),
        kd.Person(name="李明", host_enterprise="乙公司", district="江夏区", cohort=4),
        kd.Person(name="王/芳", host_enterprise="丙公司", district="洪山区", cohort=4),
    )
)  # fmt: skip


@pytest.mark.parametrize("form", list(kd.forms))
def test_every_form_reads_back_as_it_was_prefilled(form: str, tmp_path: Path) -> None:
    for made in kd.prefill(form, ROSTER, folder=tmp_path):
        reading = kd.read(made.path)
        assert reading.record == made.record
        assert type(reading.record) is kd.forms[form].record


def test_each_person_gets_a_form_with_what_is_known(tmp_path: Path) -> None:
    made = kd.prefill("assessment", ROSTER, folder=tmp_path)
    assert [each.path.name for each in made] == [
        "李明-附件1.docx",
        "李明-附件1（2）.docx",
        "王_芳-附件1.docx",
    ]
    assert [each.people for each in made] == [(person,) for person in ROSTER.rows]
    assert made[0].record == kd.Assessment(
        cohort=4, name="李明", sending_unit="示范大学", position="教授", host_enterprise="甲公司"
    )


def test_a_list_form_holds_a_row_for_each_person(tmp_path: Path) -> None:
    (made,) = kd.prefill("account_collection", ROSTER, folder=tmp_path, values={"filled_by": "何文秀"})
    assert made.path == tmp_path / "附件4.docx"
    assert made.record.filled_by == "何文秀"
    assert [row.name for row in made.record.rows] == ["李明", "李明", "王/芳"]
    assert made.record.rows[0].account.number == "6222020000000000006"


def test_a_list_numbers_its_own_rows(tmp_path: Path) -> None:
    (made,) = kd.prefill("absence_summary", ROSTER, folder=tmp_path)
    assert [row.serial for row in made.record.rows] == [1, 2, 3]


def test_a_list_of_districts_has_one_row_for_each(tmp_path: Path) -> None:
    (made,) = kd.prefill("outcome_statistics", ROSTER, folder=tmp_path)
    assert [row.district for row in made.record.rows] == ["江夏区", "洪山区"]


def test_a_list_of_one_cohort_is_not_made_for_several(tmp_path: Path) -> None:
    mixed = changed(ROSTER, rows=(*ROSTER.rows, kd.Person(name="赵云", cohort=2)))
    with pytest.raises(ValueError, match="several cohorts"):
        kd.prefill("absence_summary", mixed, folder=tmp_path)
    (made,) = kd.prefill("absence_summary", mixed.of_cohort(2), folder=tmp_path)
    assert [row.name for row in made.record.rows] == ["赵云"]
    assert made.record.cohort == 2


def test_a_pattern_names_files_and_folders(tmp_path: Path) -> None:
    made = kd.prefill("assessment", ROSTER, folder=tmp_path, pattern="{district}/{number}-{name}.docx")
    assert [each.path.relative_to(tmp_path).as_posix() for each in made] == [
        "江夏区/1-李明.docx", "江夏区/2-李明.docx", "洪山区/3-王_芳.docx",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ("{nmae}.docx", "did you mean 'name'"),
        ("{mobile}.docx", "private"),
        ("../{name}.docx", "relative path"),
        ("/x/{name}.docx", "relative path"),
        ("{name.__class__}.docx", "unknown"),
        ("{name!r}.docx", "no format"),
        ("{name", "expected '}'"),
        ("{name}.xlsx", r"ends in \.docx"),
    ],
)
def test_a_pattern_that_cannot_be_is_refused(pattern: str, fault: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=fault):
        kd.prefill("assessment", ROSTER, "docx", folder=tmp_path, pattern=pattern)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten_unasked(tmp_path: Path) -> None:
    there = tmp_path / "王_芳-附件1.docx"
    there.write_text("mine")
    with pytest.raises(FileExistsError):
        kd.prefill("assessment", ROSTER, folder=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [there.name]
    assert there.read_text() == "mine"
    kd.prefill("assessment", ROSTER, folder=tmp_path, overwrite=True)
    assert len(list(tmp_path.iterdir())) == 3


def test_a_value_that_would_not_come_back_leaves_nothing_written(tmp_path: Path) -> None:
    bad = kd.Roster(rows=(ROSTER.rows[0], kd.Person(name="赵云")))
    template = kd.forms["assessment"].template
    form = kd.Form(id="mine", record=Strict, docx=template)
    with pytest.raises(kd.UnwritableError) as error:
        kd.prefill(form, kd.Roster(rows=(kd.Person(name="赵云"), *bad.rows)), folder=tmp_path / "new")
    assert error.value.field == "rows.1.mobile"
    assert not (tmp_path / "new").exists()


@attrs.frozen(kw_only=True)
class Strict(kd.Assessment):
    """An assessment with a field that its template has no place for."""

    mobile: str | None = None


def test_a_reading_will_do_and_one_without_people_will_not(tmp_path: Path) -> None:
    reading = kd.Roster.read("姓名\n李明\n".encode())
    (made,) = kd.prefill("assessment", reading, folder=tmp_path)
    assert made.record.name == "李明"
    with pytest.raises(kd.NotRecognised):
        kd.prefill("assessment", kd.Roster.read("甲,乙\n1,2\n".encode()), folder=tmp_path)
    with pytest.raises(ValueError, match="no people"):
        kd.prefill("assessment", kd.Roster(), folder=tmp_path)
    with pytest.raises(KeyError, match="known"):
        kd.prefill("nothing", reading, folder=tmp_path)


@pytest.mark.parametrize("form", list(kd.forms))
def test_workbooks_are_prefilled_where_the_pattern_or_the_format_says_so(form: str, tmp_path: Path) -> None:
    named = kd.prefill(form, ROSTER, folder=tmp_path, pattern="{form}/{number}.xlsx")
    asked = kd.prefill(form, ROSTER, "xlsx", folder=tmp_path)
    for made in (*named, *asked):
        assert made.path.suffix == ".xlsx"
        assert kd.read(made.path).record == made.record


def test_a_list_of_districts_leaves_out_people_of_none(tmp_path: Path) -> None:
    people = (kd.Person(name="李明", cohort=4, district="江夏区"), kd.Person(name="王芳", cohort=4))
    (made,) = kd.prefill("outcome_statistics", people, folder=tmp_path)
    assert [row.district for row in made.record.rows] == ["江夏区"]
    with pytest.raises(kd.UnwritableError) as refused:
        kd.prefill("outcome_statistics", people[1:], folder=tmp_path / "2")
    assert refused.value.field == "rows.0.district"


def test_the_rows_of_a_list_are_not_given_twice(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="rows are those of the roster"):
        kd.prefill("absence_summary", ROSTER, folder=tmp_path, values={"rows": ()})
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_neither_files_nor_folders(tmp_path: Path) -> None:
    (tmp_path / "洪山区").write_text("a file where a folder is wanted")
    with pytest.raises((NotADirectoryError, FileExistsError)):
        kd.prefill("assessment", ROSTER, folder=tmp_path, pattern="{district}/年内/{number}.docx")
    assert [path.name for path in tmp_path.iterdir()] == ["洪山区"]
