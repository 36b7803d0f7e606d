"""A template becomes its own reader; what cannot be read back is refused with its place."""

from __future__ import annotations

import attrs
import pytest

import kjfz_docs as kd
from kjfz_docs.templating.skeleton import Block, Loop, Row, Skeleton
from tests.making import document, paragraph, table


@attrs.frozen(kw_only=True)
class Item:
    name: str | None = None
    count: int | None = None


@attrs.frozen(kw_only=True)
class Sheet:
    title: str | None = None
    passed: bool | None = None
    items: tuple[Item, ...] = ()


def form(*blocks: str) -> kd.Form:
    return kd.Form(id="sheet", record=Sheet, docx=document(*blocks, paragraph()))


def compiled(*rows: str) -> Skeleton:
    return form(paragraph("登记表"), table(*rows)).skeleton


LOOP = ("{%tr for item in items %} |", "{{ item.name }} | {{ item.count }}", "{%tr endfor %} |")


def test_paragraphs_are_blocks_rows_are_rows_and_loops_hold_theirs() -> None:
    kinds = [type(node) for node in compiled("名称 | 数量", *LOOP, "合计 | ").nodes]
    assert kinds == [Block, Row, Loop, Row]


def test_the_slots_of_a_loop_have_the_path_of_the_list() -> None:
    assert [slot.path for slot in compiled("名称 | 数量", *LOOP).slots()] == ["items.*.name", "items.*.count"]


def test_rows_after_else_are_what_a_blank_list_shows() -> None:
    rows = (*LOOP[:2], "{%tr else %} |", " | ", " | ", LOOP[2])
    loop = compiled("名称 | 数量", *rows).nodes[-1]
    assert isinstance(loop, Loop)
    assert (len(loop.body), len(loop.blank)) == (1, 2)


def test_a_form_of_a_plain_attrs_class_is_written_and_read() -> None:
    mine = form(
        paragraph("{{ title }}登记表"), table("通过 | （{{ passed|tick('是') }}）是", "名称 | 数量", *LOOP)
    )
    record = Sheet(title="春季", passed=True, items=(Item(name="a|b", count=3), Item(name="合计")))
    reading = kd.read(kd.render(record, form=mine), forms=[mine])
    assert reading.record == record


@attrs.frozen(kw_only=True)
class Pair:
    first: str | None = None
    second: str | None = None


@attrs.frozen(kw_only=True)
class Pairs:
    pairs: tuple[Pair, ...] = ()


def test_a_row_that_repeats_the_heads_is_refused_by_name() -> None:
    rows = ("甲 | 乙", "{%tr for p in pairs %} |", "{{ p.first }} | {{ p.second }}", "{%tr endfor %} |")
    mine = kd.Form(id="p", record=Pairs, docx=document(paragraph("表"), table(*rows), paragraph()))
    with pytest.raises(kd.UnwritableError, match=r"^pairs\.1: "):
        kd.render(Pairs(pairs=(Pair(first="乙"), Pair(first="甲", second=" 乙 "))), form=mine)


def test_the_fingerprint_follows_the_tags_and_not_the_labels() -> None:
    one, two = compiled("名称 | {{ title }}"), compiled("名字 | {{ title }}")
    other = compiled("名称 | {{ passed }}")
    assert one.fingerprint() == two.fingerprint() != other.fingerprint()


@pytest.mark.parametrize(
    ("rows", "code", "tag"),
    [
        (("名称 | {{ titel }}",), "KD602", "{{ titel }}"),
        (("名称 | {{ title.x }}",), "KD602", "{{ title.x }}"),
        (("名称 | {{ title|upper }}",), "KD603", "{{ title|upper }}"),
        (("名称 | {{ title }}{{ title }}",), "KD604", "{{ title }}"),
        (
            ("{%tr for item in items %} | {{ item.name }}", "{%tr endfor %}"),
            "KD605",
            "{%tr for item in items %}",
        ),
        (("{%tr for item in items %} |", "a | b"), "KD601", "{%tr for item in items %}"),
        (("{%tr for item in title %} |", "a | b", "{%tr endfor %} |"), "KD607", "{%tr for item in title %}"),
        (("名称 | {% if title %}{{ passed }}{% endif %}",), "KD607", "{% if title %}"),
        (("名称 | {% if title %}{{ title }}",), "KD601", "{% if title %}"),
    ],
)
def test_a_template_that_cannot_be_read_back_is_refused_with_its_place(
    rows: tuple[str, ...], code: str, tag: str
) -> None:
    with pytest.raises(kd.TemplateError) as error:
        _ = compiled(*rows)
    (finding,) = error.value.findings
    assert (finding.code, finding.raw) == (code, tag)
    assert finding.where is not None
    assert finding.where.row == 1


def test_a_misspelt_field_is_answered_with_the_nearest_name() -> None:
    with pytest.raises(kd.TemplateError) as error:
        _ = compiled("名称 | {{ titel }}")
    assert "title" in error.value.findings[0].message
