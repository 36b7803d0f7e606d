"""Findings and the table of their codes."""

from __future__ import annotations

import pickle
import re
from pathlib import Path
from typing import Any

import attrs
import pytest

import kjfz_docs as kd
from kjfz_docs.findings import CODES, Code

PACKAGE = Path(kd.__file__).parent
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def used_codes() -> set[str]:
    sources = (path for path in PACKAGE.rglob("*.py") if path.name != "codes.py")
    return {code for path in sources for code in re.findall(r"\"(KD\d{3})\"", path.read_text("utf-8"))}


def test_every_code_that_is_used_is_in_the_table_and_every_code_of_the_table_is_used() -> None:
    assert used_codes() == set(CODES)


def placeholders(entry: Code) -> dict[str, Any]:
    return dict.fromkeys(PLACEHOLDER.findall(entry.message + entry.remedy), "某")


@pytest.mark.parametrize("code", CODES)
def test_every_code_makes_a_finding_that_says_what_to_do(code: str) -> None:
    entry = CODES[code]
    finding = kd.Finding.of(code, **placeholders(entry))
    assert finding.severity is entry.severity
    assert not PLACEHOLDER.search(finding.message.replace("{{ name }}", ""))  # a tag is spoken of
    assert entry.remedy or finding.severity is not kd.Severity.ERROR


def test_a_place_reads_as_a_person_says_it() -> None:
    assert str(kd.Place(file="a.docx", table=1, row=2, column=3)) == "a.docx 表1第2行第3列"
    assert str(kd.Place(sheet="Sheet1", cell="C7")) == "Sheet1!C7"
    assert str(kd.Place(paragraph=4)) == "第4段"
    assert str(kd.Place()) == ""


def test_a_finding_can_be_put_under_a_field_and_pickled() -> None:
    finding = kd.Finding.of("KD401", field="number", label="银行账号").under("rows.3.account")
    assert finding.field == "rows.3.account.number"
    assert pickle.loads(pickle.dumps(finding)) == finding
    assert attrs.evolve(finding, field=None).under("") == attrs.evolve(finding, field=None)


@pytest.mark.parametrize(
    "error",
    [
        kd.Refused("x", [kd.Finding.of("KD101")]),
        kd.ConversionError([("a.b", "wrong")]),
        kd.TemplateError("x", [kd.Finding.of("KD101")]),
        kd.UnwritableError("a.b", "why"),
        kd.ProgrammeError("x"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_exceptions_can_be_pickled_and_are_of_one_tree(error: Exception) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert isinstance(again, kd.KjfzError)
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))
