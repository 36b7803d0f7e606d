"""Guided Word forms: they print as the plain ones, and what is chosen in their controls is read."""

from __future__ import annotations

import copy
import datetime as dt
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

import kjfz_docs as kd
from kjfz_docs.grids import open_file, read_grid
from tests.making import W, body, with_part
from tests.office import convert, needs_libreoffice
from tests.writing.filled import FILLED

FORMS = list(kd.forms)
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"


def w(name: str) -> str:
    return f"{{{W}}}{name}"


def w14(name: str) -> str:
    return f"{{{W14}}}{name}"


def lines(data: bytes) -> list[str]:
    """The texts of a document without white space, cell by cell."""
    grid = read_grid(open_file(data))
    return ["".join(cell.text.split()) for cell in grid.cells()]


# ------------------------------------------------------------------ what a person does in Word


def filled(data: bytes, fill: Callable[[Any], None]) -> bytes:
    root = body(data)
    fill(root)
    return with_part(data, {"word/document.xml": etree.tostring(root.getparent(), encoding="UTF-8")})


def controls(root: Any, kind: str) -> list[Any]:
    return [sdt for sdt in root.iter(w("sdt")) if sdt.find(f"{w('sdtPr')}/{kind}") is not None]


def show(control: Any, text: str) -> None:
    (shown,) = control.find(w("sdtContent")).iter(w("t"))
    shown.text = text


def check(root: Any, *options: str) -> None:
    """Click the box before each of some options."""
    for control in controls(root, w14("checkbox")):
        behind = "".join(node.text or "" for node in control.getnext().iter(w("t")))
        if behind.lstrip("）").split("（")[0].strip() in options:
            box = control.find(f"{w('sdtPr')}/{w14('checkbox')}")
            box.find(w14("checked")).set(w14("val"), "1")
            show(control, chr(int(box.find(w14("checkedState")).get(w14("val")), 16)))


def choose(root: Any, number: int) -> None:
    """Choose an item in every drop-down list."""
    for control in controls(root, w("dropDownList")):
        items = control.findall(f"{w('sdtPr')}/{w('dropDownList')}/{w('listItem')}")
        show(control, items[number].get(w("displayText")))


def pick(root: Any, day: dt.date) -> None:
    """Pick a day in every calendar."""
    for control in controls(root, w("date")):
        date = control.find(f"{w('sdtPr')}/{w('date')}")
        assert date.find(w("dateFormat")).get(w("val")) == "yyyy年M月d日"
        date.set(w("fullDate"), f"{day.isoformat()}T00:00:00Z")
        show(control, f"{day.year}年{day.month}月{day.day}日")


def fill_assessment(root: Any) -> None:
    check(root, "是", "基本满意")
    pick(root, dt.date(2023, 8, 25))


def fill_accounts(root: Any) -> None:
    choose(root, 1)
    pick(root, dt.date(2023, 8, 25))


def is_filled_assessment(reading: kd.Reading[kd.Assessment]) -> None:
    assert reading.record is not None
    assert reading.record.first_payment_received is True
    assert reading.record.evaluation.violation is True
    assert reading.record.evaluation.satisfaction is kd.Satisfaction.FAIRLY_SATISFIED
    assert reading.record.opinions.sending_unit.signed_on == dt.date(2023, 8, 25)


def are_filled_accounts(reading: kd.Reading[kd.AccountCollection]) -> None:
    assert reading.record is not None
    assert reading.record.filled_on == dt.date(2023, 8, 25)
    assert len(reading.record.rows) == 3
    for row in reading.record.rows:
        assert (row.gender, row.contract_signed, row.on_duty) == ("女", False, False)
        assert row.effectiveness is kd.Effectiveness.FAIR
        assert row.satisfaction is kd.Satisfaction.SATISFIED


def filled_assessment() -> bytes:
    return filled(kd.blank("assessment", guided=True), fill_assessment)


def filled_accounts() -> bytes:
    return filled(kd.blank("account_collection", guided=True, rows=3), fill_accounts)


def typed(paragraph: Any, text: str) -> None:
    """Type at the end of a paragraph."""
    run = etree.SubElement(paragraph, w("r"))
    etree.SubElement(run, w("t")).text = text


def fill_cell(cell: Any, wanted: Any) -> None:
    """Make one cell of a guided form say what a cell of a filled one says, by its controls where it has some."""
    said = "".join(node.text or "" for node in wanted.iter(w("t")))
    if not controls(cell, "*"):
        cell.getparent().replace(cell, copy.deepcopy(wanted))
    for option in re.findall("√）([^（\u3000]+)", said):
        check(cell, option)
    for control in controls(cell, w("dropDownList")):
        show(control, said or "\u3000\u3000")
    if (day := re.search(r"([0-9]{4})年([0-9]+)月([0-9]+)日", said)) and controls(cell, w("date")):
        pick(cell, dt.date(*map(int, day.groups())))
        opinion, sealed, _ = said.partition("（盖章）")
        if sealed:
            typed(next(cell.iter(w("p"))), opinion.strip())


def fill_as(form: str) -> bytes:
    """A guided form filled in like a record of it."""
    record = FILLED[form]
    wanted = body(kd.render(record))

    def fill(root: Any) -> None:
        for cell, target in zip(list(root.iter(w("tc"))), list(wanted.iter(w("tc"))), strict=True):
            fill_cell(cell, target)
        for paragraph in root.findall(w("p")):
            for text in paragraph.iter(w("t")):
                for word, value in (
                    ("组织部（盖章）：", getattr(record, "organization_dept", "")),
                    ("经信局（盖章）：", getattr(record, "economy_bureau", "")),
                    ("填报人：", getattr(record, "filled_by", "")),
                ):
                    text.text = (text.text or "").replace(word, f"{word}{value}")
            if controls(paragraph, w("date")):
                pick(paragraph, record.filled_on)

    count = len(record.rows) if hasattr(record, "rows") else None
    return filled(kd.blank(form, guided=True, rows=count), fill)


# ------------------------------------------------------------------ what must hold


@pytest.mark.parametrize("form", FORMS)
def test_a_guided_form_shows_what_the_plain_form_shows(form: str) -> None:
    assert lines(kd.blank(form, guided=True)) == lines(kd.blank(form))


@pytest.mark.parametrize("form", FORMS)
def test_a_guided_form_reads_as_a_blank_one(form: str) -> None:
    reading = kd.read(kd.blank(form, guided=True))
    assert reading.outcome is kd.Outcome.BLANK_FORM
    assert [finding.code for finding in reading.findings] == ["KD202"]


@pytest.mark.parametrize("form", FORMS)
def test_the_controls_are_of_the_three_kinds_that_survive(form: str) -> None:
    root = body(kd.blank(form, guided=True))
    found = list(root.iter(w("sdt")))
    kinds = [controls(root, kind) for kind in (w14("checkbox"), w("dropDownList"), w("date"))]
    assert len(found) == sum(map(len, kinds)) > 0
    numbers = [sdt.find(f"{w('sdtPr')}/{w('id')}").get(w("val")) for sdt in found]
    assert len(set(numbers)) == len(numbers)


def test_ticks_and_days_are_read() -> None:
    is_filled_assessment(kd.read(filled_assessment(), kd.Assessment))


def test_chosen_items_are_read() -> None:
    are_filled_accounts(kd.read(filled_accounts(), kd.AccountCollection))


def test_a_tick_too_many_is_reported() -> None:
    def both(root: Any) -> None:
        check(root, "是", "否")

    reading = kd.read(filled(kd.blank("assessment", guided=True), both), kd.Assessment)
    assert reading.record is None or reading.record.first_payment_received is None
    assert {f.field for f in reading.findings if f.code == "KD308"} >= {"first_payment_received"}


def test_a_form_of_ones_own_is_guided_too() -> None:
    mine = kd.Form(id="mine", record=kd.AccountCollection, docx=kd.forms["account_collection"].template)
    assert controls(body(kd.blank(mine, guided=True, rows=2)), w("dropDownList"))


@pytest.mark.parametrize("form", FORMS)
def test_what_was_filled_into_each_form_reads_equal(form: str) -> None:
    assert kd.read(fill_as(form)).record == FILLED[form]


@pytest.mark.parametrize("route", [("docx",), ("odt", "docx")], ids="-".join)
class TestAfterLibreOffice:
    pytestmark = needs_libreoffice

    def test_what_was_filled_into_each_form_reads_equal(self, route: tuple[str, ...], tmp_path: Path) -> None:
        files = [tmp_path / f"{form}.docx" for form in FORMS]
        for file, form in zip(files, FORMS, strict=True):
            file.write_bytes(fill_as(form))
        for step, extension in enumerate(route):
            files = convert(files, extension, tmp_path / f"step{step}")
        for file, form in zip(files, FORMS, strict=True):
            reading = kd.read(file)
            assert reading.record == FILLED[form], form
            assert {f.code for f in reading.findings} <= {f.code for f in kd.check(FILLED[form])}, form

    def test_what_was_chosen_is_read(self, route: tuple[str, ...], tmp_path: Path) -> None:
        files = [tmp_path / "accounts.docx", tmp_path / "assessment.docx"]
        files[0].write_bytes(filled_accounts())
        files[1].write_bytes(filled_assessment())
        for step, extension in enumerate(route):
            files = convert(files, extension, tmp_path / f"step{step}")
        are_filled_accounts(kd.read(files[0], kd.AccountCollection))
        is_filled_assessment(kd.read(files[1], kd.Assessment))


@pytest.mark.parametrize("form", FORMS)
class TestPrinted:
    pytestmark = needs_libreoffice

    def test_no_point_of_the_page_differs(self, form: str, tmp_path: Path) -> None:
        files = {name: tmp_path / f"{name}.docx" for name in ("plain", "guided")}
        for name, file in files.items():
            file.write_bytes(kd.blank(form, guided=name == "guided"))
        printed = convert(list(files.values()), "pdf", tmp_path / "pdf")
        pages = []
        for file in printed:
            subprocess.run(
                ["pdftoppm", "-r", "60", "-gray", str(file), str(file.with_suffix(""))], check=True
            )
            pages.append([page.read_bytes() for page in sorted(file.parent.glob(f"{file.stem}-*.pgm"))])
        assert pages[0] == pages[1] != []
