"""JSON Schema: valid for every record, in Chinese for those who fill in, and current in the checkout."""

from __future__ import annotations

import copy
import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import jsonschema
import pytest
from hypothesis import given

from kjfz_docs.records import RECORDS, AbsenceSummary, AccountCollection, AccountRow, Assessment, Outcomes
from kjfz_docs.records.convert import to_dict
from kjfz_docs.records.fields import fields_of
from kjfz_docs.records.schema import json_schema, main, schema_text
from tests.strategies import records

FORMS = pytest.mark.parametrize("cls", RECORDS.values(), ids=RECORDS.keys())
CHECKED_IN = Path(__file__).resolve().parents[2] / "schemas"


def validator(cls: type) -> Any:
    """A validator that knows dates too."""
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    return jsonschema.Draft202012Validator(json_schema(cls), format_checker=checker)


@FORMS
def test_it_is_a_schema_of_draft_2020_12(cls: type) -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema(cls))
    assert json_schema(cls)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@FORMS
def test_every_record_is_valid(cls: type) -> None:
    valid = validator(cls)

    @given(records(cls))
    def holds(record: object) -> None:
        valid.validate(to_dict(record))

    holds()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("cohort",), None),
        (("cohort",), "2"),
        (("programme",), None),
        (("name",), 5),
        (("outcomes", "agreement_amount"), 3.5),
        (("outcomes", "agreement_amount"), 3),
        (("outcomes", "agreement_amount"), "3e5"),
        (("outcomes", "problems_solved"), "3"),
        (("first_payment_received",), "是"),
        (("evaluation", "satisfaction"), "好"),
        (("opinions", "sending_unit", "signed_on"), "2023-8-25"),
        (("opinions", "sending_unit", "signed_on"), "2023-02-30"),
        (("report",), None),
        (("report", "more"), "x"),
        (("more",), "x"),
    ],
)
def test_what_no_record_gives_is_invalid(path: tuple[str, ...], value: object) -> None:
    mapping = to_dict(Assessment())
    valid = validator(Assessment)
    assert valid.is_valid(mapping)
    changed = copy.deepcopy(mapping)
    holder = changed
    for name in path[:-1]:
        holder = holder[name]
    holder[path[-1]] = value
    assert not valid.is_valid(changed)


@FORMS
def test_every_key_must_be_present(cls: type) -> None:
    mapping = to_dict(cls())
    valid = validator(cls)
    for name in mapping:
        assert not valid.is_valid({key: value for key, value in mapping.items() if key != name})


def test_it_tells_label_description_unit_limit_and_source() -> None:
    definitions = json_schema(Assessment)["$defs"]
    amount = definitions["Outcomes"]["properties"]["agreement_amount"]
    assert amount["title"] == "达成协议金额（万元）"
    assert amount["description"]
    assert amount["x-unit"] == "万元"
    assert amount["x-source"].startswith("附件1 第4行第6格")
    assert definitions["ServiceReport"]["properties"]["suggestions"]["x-max-chars"] == 200


def test_it_tells_the_choices_that_the_form_offers_and_allows_those_that_a_record_can_hold() -> None:
    row = json_schema(AccountCollection)["$defs"]["AccountRow"]["properties"]
    assert row["satisfaction"]["enum"] == ["很满意", "满意", "基本满意", "不满意", None]
    assert [choice["const"] for choice in row["satisfaction"]["x-choices"]] == ["很满意", "满意", "不满意"]
    assert row["on_duty"]["x-choices"] == [{"const": True, "title": "是"}, {"const": False, "title": "否"}]


def test_private_fields_are_marked() -> None:
    row = json_schema(AccountRow)
    private = [name for name, entry in row["properties"].items() if entry.get("x-private")]
    assert private == ["mobile"]
    assert row["$defs"]["BankAccount"]["properties"]["number"]["x-private"] is True


@pytest.mark.parametrize("form", RECORDS)
def test_its_id_is_that_of_the_form(form: str) -> None:
    schema = json_schema(RECORDS[form])
    assert schema["$id"] == f"urn:kjfz:schema:{form}"
    assert schema["title"].startswith("附件") is (form != "tracking_report")


@pytest.mark.parametrize("form", RECORDS)
def test_the_checked_in_schema_is_current(form: str) -> None:
    text = (CHECKED_IN / f"{form}.json").read_text(encoding="utf-8")
    assert text == schema_text(RECORDS[form]), "run: python -m kjfz_docs.records.schema"


def test_no_other_schema_is_checked_in() -> None:
    assert {path.stem for path in CHECKED_IN.glob("*.json")} == set(RECORDS)


def test_the_schemas_can_be_written_to_any_folder(tmp_path: Path) -> None:
    main([str(tmp_path / "新")])
    written = {path.stem: json.loads(path.read_text("utf-8")) for path in (tmp_path / "新").iterdir()}
    assert written == {form: json_schema(cls) for form, cls in RECORDS.items()}


def test_each_call_gives_a_schema_of_its_own() -> None:
    json_schema(AbsenceSummary)["properties"].clear()
    assert json_schema(AbsenceSummary)["properties"]


@attrs.frozen
class Plain:
    """A plain class of a third party."""

    title: str
    signed: dt.date | None = None
    amount: Decimal = Decimal(0)
    figures: Outcomes | None = None
    extra: dict[str, int] = attrs.Factory(dict)


def test_a_plain_class_is_described_by_its_types() -> None:
    schema = json_schema(Plain)
    assert schema["$id"] == "urn:kjfz:schema:plain"
    assert list(schema["properties"]) == [info.name for info in fields_of(Plain)]
    validator(Plain).validate(to_dict(Plain("x", figures=Outcomes())))
    validator(Plain).validate(to_dict(Plain("x")))
    assert not validator(Plain).is_valid({**to_dict(Plain("x")), "title": None})
