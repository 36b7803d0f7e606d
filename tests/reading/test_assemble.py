"""From what stood in the slots to a record: its rows, what is blank, what is stated, and every doubt."""

from __future__ import annotations

import attrs

import kjfz_docs as kd
from kjfz_docs.grids import open_file, read_grid
from kjfz_docs.reading import exact
from kjfz_docs.reading.assemble import Assembled, assemble, build
from kjfz_docs.records.fields import field
from kjfz_docs.templating.skeleton import segments
from tests.making import document, edited, paragraph, table


@attrs.frozen(kw_only=True)
class Item:
    serial: int | None = field("序号", kind="serial", default=None)
    name: str | None = None
    count: int | None = field("数量", private=True, default=None)


@attrs.frozen(kw_only=True)
class Sum:
    count: int | None = None


@attrs.frozen(kw_only=True)
class Sheet:
    keeper: str | None = None
    items: tuple[Item, ...] = ()

    @property
    def total(self) -> Sum:
        return Sum(count=sum(item.count or 0 for item in self.items))


def sheet(keeper: str, again: str, *rows: str) -> bytes:
    return document(
        paragraph("设备登记表"),
        table(f"保管人 | {keeper}"),
        paragraph(f"保管：{again}（章）"),
        table("序号 | 名称 | 数量", *rows),
        paragraph(),
    )


LOOP = (
    "{%tr for item in items %} |  | ",
    "{{ item.serial }} | {{ item.name }} | {{ item.count }}",
    "{%tr endfor %} |  | ",
    "合计 |  | {{ total.count }}",
)
FORM = kd.Form(id="sheet", record=Sheet, docx=sheet("{{ keeper }}", "{{ keeper }}", *LOOP))


def assembled(*rows: str, keeper: str = "李明", again: str = "李明", total: str = "") -> Assembled:
    data = sheet(keeper, again, *rows, f"合计 |  | {total}")
    fit = exact.fit(FORM.skeleton, segments(read_grid(open_file(data)).lines))
    assert fit is not None
    return assemble(FORM.skeleton, fit, Sheet)


def doubts(found: Assembled) -> list[tuple[str, str | None, str]]:
    return [(finding.code, finding.field, str(finding.where)) for finding in found.findings]


def test_every_value_has_its_place_and_rows_are_counted_from_nought() -> None:
    found = assembled("1 | 泵 | 3", "2 | 阀 | 4", total="7")
    assert found.record == Sheet(
        keeper="李明", items=(Item(serial=1, name="泵", count=3), Item(serial=2, name="阀", count=4))
    )
    assert doubts(found) == []
    assert str(found.provenance["keeper"]) == "表1第1行第2列"
    assert str(found.provenance["items.1.name"]) == "表2第3行第2列"


def test_what_is_computed_is_stated_and_no_part_of_the_record() -> None:
    found = assembled("1 | 泵 | 3", total="8")
    assert found.stated == {"total": Sum(count=8)}
    assert str(found.stated_places["total.count"]) == "表2第3行第3列"
    assert "total.count" not in found.provenance


def test_a_total_that_was_left_out_is_stated_as_blank_with_its_place() -> None:
    found = assembled("1 | 泵 | 3")
    assert found.stated == {"total": Sum()}
    assert str(found.stated_places["total.count"]) == "表2第3行第3列"


def test_rows_that_have_nothing_but_a_printed_number_are_no_rows() -> None:
    found = assembled("1 | 泵 | 3", "2 |  | ", "3 | 阀 | 4", "4 |  | ")
    assert [item.serial for item in found.record.items] == [1, 3]
    assert str(found.provenance["items.1.name"]) == "表2第4行第2列"
    assert doubts(found) == []


def test_a_row_of_which_nothing_could_be_read_is_kept_with_its_doubt() -> None:
    found = assembled("1 | 泵 | 3", "2 |  | 很多")
    assert found.record.items[1] == Item(serial=2)
    assert doubts(found) == [("KD301", "items.1.count", "表2第3行第3列")]


def test_a_row_of_dots_is_left_out_with_a_note() -> None:
    found = assembled("1 | …… | ", "2 | 阀 | 4")
    assert found.record.items == (Item(serial=2, name="阀", count=4),)
    assert doubts(found) == [("KD207", None, "表2第2行第2列")]


def test_nothing_filled_in_is_a_blank_form_though_rows_are_numbered() -> None:
    assert assembled("1 |  | ", "2 |  | ", keeper="", again="").is_blank
    assert not assembled("1 |  | ", again="").is_blank
    assert not assembled("1 | 泵 | ", keeper="", again="").is_blank


def test_the_cohort_that_a_form_prints_fills_nothing_in() -> None:
    blank = kd.read(kd.blank("outcome_statistics"))
    assert blank.outcome is kd.Outcome.BLANK_FORM
    issued = edited(kd.blank("absence_summary"), "第四批", "第二批")
    assert kd.read(issued).outcome is kd.Outcome.BLANK_FORM


def test_a_field_with_two_places_is_read_from_either() -> None:
    found = assembled(keeper="")
    assert (found.record.keeper, str(found.provenance["keeper"])) == ("李明", "第2段")


def test_two_places_that_say_different_things_keep_the_first_with_a_doubt_at_the_second() -> None:
    found = assembled(again="王芳")
    assert found.record.keeper == "李明"
    assert doubts(found) == [("KD212", "keeper", "第2段")]


def test_a_text_that_no_record_can_hold_is_read_without_what_is_wrong_in_it() -> None:
    record, (finding,) = build(Sheet, {"keeper": "李\x07明"}, "")
    assert record.keeper == "李明"
    assert (finding.code, finding.field) == ("KD324", "keeper")


def test_a_number_that_no_record_can_hold_is_left_out_and_masked_if_private() -> None:
    record, (finding,) = build(Sheet, {"items.0.count": 10**70, "items.0.name": "泵"}, "", {"items": 1})
    assert record.items == (Item(name="泵"),)
    assert (finding.code, finding.field) == ("KD304", "items.0.count")
    assert "10000" not in (finding.raw or "") + finding.message


def test_a_blank_field_has_the_place_where_its_value_belongs() -> None:
    made = assembled("1 | 泵 | ", "2 |  | 3", keeper="", again="")
    assert str(made.place_for("items.0.count")) == "表2第2行第3列"
    assert str(made.place_for("items.1")) == "表2第3行第1列"
    assert str(made.place_for("keeper")) == "表1第1行第2列"
    assert str(made.place_for("items.1.colour")) == "表2第3行第1列"  # a column that the file lacks
    assert made.place_for("nothing") is None
