"""From what stood in the slots to values: guidance that was left in, one field in several places, rows of dots."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import kjfz_docs as kd
from kjfz_docs.grids.model import RichText
from kjfz_docs.records.fields import field
from kjfz_docs.templating.pattern import Capture, Slot
from kjfz_docs.templating.values import interpret, is_dots, says_nothing
from tests.making import document, paragraph, table


@attrs.frozen(kw_only=True)
class Sheet:
    reason: str | None = field("原因", default=None)
    mobile: str | None = field("手机", private=True, kind="mobile", default=None)


GUIDANCE = "{% if reason %}{{ reason }}{% else %}请写明原因（300字以内）{% endif %}"
FORM = kd.Form(
    id="sheet",
    record=Sheet,
    docx=document(paragraph("登记表"), table(f"原因 | {GUIDANCE} | 手机 | {{{{ mobile }}}}"), paragraph()),
)
SLOTS = {slot.path: slot for slot in FORM.skeleton.slots()}


def said(path: str, *texts: str, exact: bool = False) -> tuple[Any, list[str], str]:
    """The value of a field that stands in places with these texts, with codes and messages of its findings."""
    slot: Slot = SLOTS[path]
    value = interpret([Capture(slot, RichText(text)) for text in texts], exact=exact)[path]
    return value.value, [f.code for f in value.findings], "".join(f.message for f in value.findings)


@pytest.mark.parametrize(
    ("text", "value", "codes"),
    [
        ("设备老化", "设备老化", []),
        ("请写明原因（300字以内）", None, []),
        ("请写明 原因（300字以内）", None, []),
        ("请写明原因（300字以内）\n设备老化", "设备老化", ["KD213"]),
        ("设备老化，请写明原因（300字以内）", "设备老化，请写明原因（300字以内）", ["KD221"]),
    ],
    ids=["none left", "alone", "alone, with a space", "on a line of its own", "inside a line"],
)
def test_guidance_that_was_left_in_is_told_from_the_text(
    text: str, value: str | None, codes: list[str]
) -> None:
    assert said("reason", text)[:2] == (value, codes)


def test_two_places_of_a_field_may_say_the_same_or_one_of_them_nothing() -> None:
    assert said("reason", "停产", "停产")[:2] == ("停产", [])
    assert said("reason", "", "停产")[:2] == ("停产", [])


def test_two_places_that_say_different_things_are_a_conflict() -> None:
    value, codes, message = said("reason", "停产", "出国")
    assert (value, codes) == ("停产", ["KD212"])
    assert "停产" in message
    assert "出国" in message


def test_a_conflict_of_private_values_shows_neither() -> None:
    _, codes, message = said("mobile", "13812345678", "13912345678")
    assert codes == ["KD212"]
    assert "13812345678" not in message
    assert "13912345678" not in message


@pytest.mark.parametrize(
    ("text", "dots"),
    [("……", True), ("· · ·", True), ("...", True), ("", False), ("甲…", False), (None, False)],
)
def test_dots_alone_say_and_so_on(text: str | None, dots: bool) -> None:
    assert is_dots(text) is dots


def test_a_row_says_nothing_that_says_what_a_blank_one_does() -> None:
    blank = {"rows.*.cohort": 2}
    assert says_nothing({"rows.*.cohort": 2, "rows.*.name": None}, blank)
    assert says_nothing({"rows.*.name": "……"}, blank)
    assert not says_nothing({"rows.*.cohort": 3}, blank)
    assert not says_nothing({"rows.*.cohort": 2, "rows.*.name": "李明"}, blank)
