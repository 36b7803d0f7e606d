"""Conversion: exact both ways, strict, every problem with its path, nothing private in messages."""

from __future__ import annotations

import datetime as dt
import enum
import json
import pickle
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kjfz_docs.errors import ConversionError
from kjfz_docs.records import (
    RECORDS,
    AbsenceRow,
    AbsenceSummary,
    AccountCollection,
    AccountRow,
    Assessment,
    BankAccount,
    OutcomeRow,
    Outcomes,
    OutcomeStatistics,
    Satisfaction,
)
from kjfz_docs.records.convert import from_dict, from_json, make_converter, to_dict, to_json
from kjfz_docs.records.fields import leaves
from tests.strategies import records

FORMS = pytest.mark.parametrize("cls", RECORDS.values(), ids=RECORDS.keys())


def problems(text: str, cls: type) -> dict[str, str]:
    """What is wrong with a JSON text, by path."""
    with pytest.raises(ConversionError) as caught:
        from_json(text, cls)
    return dict(caught.value.problems)


def complaint(mapping: Any, cls: type) -> str:
    """The whole error text of a mapping; empty if it is a record."""
    try:
        from_dict(mapping, cls)
    except ConversionError as error:
        return str(error)
    return ""


# ------------------------------------------------------------------ there and back


@FORMS
def test_json_gives_back_the_same_record(cls: type) -> None:
    @given(records(cls))
    def holds(record: object) -> None:
        assert from_json(to_json(record), cls) == record
        assert from_dict(to_dict(record), cls) == record
        assert to_json(from_json(to_json(record), cls)) == to_json(record)

    holds()


@FORMS
def test_a_mapping_of_a_record_holds_what_json_holds(cls: type) -> None:
    @given(records(cls))
    def holds(record: object) -> None:
        given_ = to_dict(record)
        assert json.loads(json.dumps(given_)) == given_

    holds()


def test_values_stand_in_json_as_documented() -> None:
    record = Assessment(
        name="李明",
        outcomes=Outcomes(problems_solved=3, agreement_amount=Decimal("12.50")),
        first_payment_received=False,
    )
    given_ = to_dict(record)
    assert list(given_) == [attribute.name for attribute in attrs.fields(Assessment)]  # type: ignore[arg-type]
    assert given_["name"] == "李明"
    assert given_["outcomes"]["problems_solved"] == 3
    assert given_["outcomes"]["agreement_amount"] == "12.50"
    assert given_["first_payment_received"] is False
    assert given_["host_enterprise"] is None
    assert given_["opinions"]["sending_unit"] == {"text": None, "signed_on": None}


def test_dates_are_iso_enumerations_chinese_and_rows_lists() -> None:
    row = AccountRow(satisfaction=Satisfaction.VERY_SATISFIED, on_duty=True)
    given_ = to_dict(AccountCollection(filled_on=dt.date(2023, 8, 5), rows=(row,)))
    assert given_["filled_on"] == "2023-08-05"
    assert type(given_["rows"]) is list
    assert given_["rows"][0]["satisfaction"] == "很满意"


def test_json_is_readable_chinese_and_as_dense_as_asked() -> None:
    record = AbsenceSummary(filled_by="张三")
    assert '"filled_by": "张三"' in to_json(record)
    assert "\n" not in to_json(record, indent=None)


@FORMS
def test_what_is_missing_is_blank(cls: type) -> None:
    assert from_json("{}", cls) == cls()


def test_null_is_blank_for_values_parts_and_rows() -> None:
    text = '{"name": null, "outcomes": null, "opinions": {"sending_unit": null}}'
    assert from_json(text, Assessment) == Assessment()
    assert from_json('{"rows": null}', AbsenceSummary) == AbsenceSummary()


def test_texts_are_normalised_as_the_constructor_does() -> None:
    assert from_json(r'{"name": " 李明\r\n "}', Assessment).name == "李明"


def test_a_whole_number_is_a_decimal_too() -> None:
    text = '{"rows": [{"outcomes": {"agreement_amount": 120}}]}'
    assert from_json(text, OutcomeStatistics).rows[0].outcomes.agreement_amount == Decimal(120)


def test_values_that_are_already_of_their_type_are_taken() -> None:
    row = AbsenceRow(name="王芳")
    mapping = {"filled_on": dt.date(2023, 8, 25), "rows": (row, {"serial": 2})}
    made = from_dict(mapping, AbsenceSummary)
    assert made == AbsenceSummary(filled_on=dt.date(2023, 8, 25), rows=(row, AbsenceRow(serial=2)))


# ------------------------------------------------------------------ nothing is coerced


@pytest.mark.parametrize(
    ("text", "path", "said"),
    [
        ('{"cohort": "2"}', "cohort", "expected a whole number, got str"),
        ('{"cohort": true}', "cohort", "expected a whole number, got a boolean"),
        ('{"cohort": 2.0}', "cohort", "expected a whole number, got float"),
        ('{"cohort": null}', "cohort", "expected a whole number, got null"),
        ('{"programme": null}', "programme", "expected a text, got null"),
        ('{"name": 5}', "name", "expected a text, got int"),
        ('{"name": ["李明"]}', "name", "expected a text, got an array"),
        ('{"name": NaN}', "name", "expected a text, got NaN"),
        ('{"name": "a\\u0000b"}', "name", "control character U+0000"),
        ('{"name": "\\ud800"}', "name", "U+D800"),
        ('{"first_payment_received": 1}', "first_payment_received", "expected true or false, got int"),
        ('{"first_payment_received": "是"}', "first_payment_received", "expected true or false, got str"),
        ('{"outcomes": []}', "outcomes", "expected an object, got an array"),
        ('{"outcomes": {"problems_solved": 3.5}}', "outcomes.problems_solved", "got float"),
        ('{"outcomes": {"problems_solved": Infinity}}', "outcomes.problems_solved", "got Infinity"),
        (f'{{"cohort": {"9" * 70}}}', "cohort", "more than 60 digits"),
        (f'{{"cohort": {"9" * 5000}}}', "cohort", "a number too long"),
        ('{"outcomes": {"agreement_amount": 3.5}}', "outcomes.agreement_amount", "as text"),
        ('{"outcomes": {"agreement_amount": true}}', "outcomes.agreement_amount", "got a boolean"),
        ('{"outcomes": {"agreement_amount": "1e5"}}', "outcomes.agreement_amount", "got '1e5'"),
        ('{"outcomes": {"agreement_amount": " 5"}}', "outcomes.agreement_amount", "got ' 5'"),
        ('{"outcomes": {"agreement_amount": "５"}}', "outcomes.agreement_amount", "got '５'"),
        ('{"outcomes": {"agreement_amount": "NaN"}}', "outcomes.agreement_amount", "got 'NaN'"),
        (
            '{"evaluation": {"satisfaction": "好"}}',
            "evaluation.satisfaction",
            "很满意, 满意, 基本满意, 不满意",
        ),
        ('{"evaluation": {"satisfaction": 1}}', "evaluation.satisfaction", "got int"),
        (
            '{"opinions": {"sending_unit": {"signed_on": "20230825"}}}',
            "opinions.sending_unit.signed_on",
            "date",
        ),
        (
            '{"opinions": {"sending_unit": {"signed_on": "2023-02-30"}}}',
            "opinions.sending_unit.signed_on",
            "day",
        ),
        (
            '{"opinions": {"sending_unit": {"signed_on": 20230825}}}',
            "opinions.sending_unit.signed_on",
            "got int",
        ),
    ],
)
def test_a_value_of_another_kind_is_refused_at_its_path(text: str, path: str, said: str) -> None:
    found = problems(text, Assessment)
    assert list(found) == [path]
    assert said in found[path]


@pytest.mark.parametrize("text", ["[]", "5", '"x"', "null", "true", "NaN"])
def test_a_record_must_be_an_object(text: str) -> None:
    assert problems(text, Assessment)[""].startswith("expected an object, got")


def test_rows_must_be_an_array_of_objects() -> None:
    assert problems('{"rows": {"0": {}}}', AbsenceSummary) == {"rows": "expected an array, got an object"}
    assert problems('{"rows": "x"}', AbsenceSummary) == {"rows": "expected an array, got str"}
    assert problems('{"rows": [{}, null]}', AbsenceSummary) == {"rows.1": "expected an object, got null"}


def test_an_unknown_key_is_refused_with_the_nearest_spelling() -> None:
    assert problems('{"nmae": "李明"}', Assessment)[""] == "unknown key 'nmae'; did you mean 'name'?"
    assert "did you mean 'name'" in problems('{"Name": "李明"}', Assessment)[""]
    assert "did you mean 'district'" in problems('{"rows": [{"distrcit": "x"}]}', OutcomeStatistics)["rows.0"]
    assert "known are text, signed_on" in problems(
        '{"opinions": {"sending_unit": {"印章": 1}}}', Assessment
    ).get("opinions.sending_unit", "")


def test_a_key_that_stands_twice_is_refused_where_it_stands() -> None:
    text = '{"rows": [{}, {"name": "甲", "name": "乙"}]}'
    assert problems(text, AbsenceSummary) == {"rows.1": "key 'name' stands twice"}


@pytest.mark.parametrize(
    "text", ["", "{", "{'name': 1}", '{"name": "x",}', "[" * 100_000, '{"name": "a\nb"}', "{} {}"]
)
def test_what_is_no_json_is_refused(text: str) -> None:
    assert problems(text, Assessment)[""].startswith("not valid JSON")


def test_a_byte_order_mark_before_the_text_does_no_harm() -> None:
    assert from_json('\ufeff{"name": "李明"}', Assessment).name == "李明"


def test_all_problems_are_told_at_once_with_their_paths() -> None:
    text = """{"cohort": "四", "filled_by": 5, "rows": [
        {"name": 1, "account": {"number": 6222021234567890123}}, 7, {"on_duty": "是", "acount": {}}]}"""
    assert set(problems(text, AccountCollection)) == {
        "cohort",
        "filled_by",
        "rows.0.name",
        "rows.0.account.number",
        "rows.1",
        "rows.2",
        "rows.2.on_duty",
    }


def test_the_error_can_be_pickled() -> None:
    with pytest.raises(ConversionError) as caught:
        from_json('{"cohort": "2"}', Assessment)
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.problems == caught.value.problems
    assert str(again) == str(caught.value)


# ------------------------------------------------------------------ private values


@pytest.mark.parametrize(
    "value", ["6222021234567890123", '"6222021234567890123\\u0000"', '["6222021234567890123"]']
)
def test_a_private_value_is_not_in_the_message(value: str) -> None:
    text = f'{{"rows": [{{"mobile": {value}, "account": {{"number": {value}}}}}]}}'
    found = problems(text, AccountCollection)
    assert set(found) == {"rows.0.mobile", "rows.0.account.number"}
    assert "62220212" not in str(found)


def test_a_private_text_that_is_no_number_is_not_quoted_either() -> None:
    found = problems('{"rows": [{"mobile": "甲乙丙丁\\u0000"}]}', AccountCollection)
    assert set(found) == {"rows.0.mobile"}
    assert "甲" not in found["rows.0.mobile"]


def test_a_number_that_stands_as_a_key_is_masked() -> None:
    found = problems('{"rows": [{"6222021234567890123": 1}]}', AccountCollection)
    assert "62220212" not in str(found)


def test_a_long_text_is_quoted_in_part() -> None:
    text = json.dumps({"evaluation": {"satisfaction": "很" * 500}}, ensure_ascii=False)
    assert len(problems(text, Assessment)["evaluation.satisfaction"]) < 150


@FORMS
def test_no_error_holds_what_a_private_field_holds(cls: type) -> None:
    @given(records(cls))
    def holds(record: Any) -> None:
        mapping = to_dict(record)
        for row in mapping.get("rows", []):
            for holder, name in ((row, "mobile"), (row.get("account") or {}, "number")):
                if holder.get(name):
                    holder[name] = [holder[name]]
        told = complaint(mapping, cls)
        for _, info, value in leaves(record):
            if info.meta.private and value is not None and len(value) > 8:
                assert value not in told

    holds()


# ------------------------------------------------------------------ hostile and foreign input

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@FORMS
def test_any_json_gives_a_record_or_a_conversion_error(cls: type) -> None:
    names = [attribute.name for attribute in attrs.fields(cls)]
    shaped = st.dictionaries(st.sampled_from([*names, "row", ""]), _JSON, max_size=5)

    @given(shaped | _JSON)
    def holds(value: Any) -> None:
        # Any other exception fails the test.
        assert complaint(value, cls) or isinstance(from_dict(value, cls), cls)

    holds()


class Grade(enum.StrEnum):
    """Four grades, as another province has them."""

    EXCELLENT = "优秀"
    GOOD = "良好"


@attrs.frozen
class Sheet:
    """A plain class of a third party: a required field, a private name, a part that may be missing."""

    title: str
    _score: int = 0
    grade: Grade | None = None
    account: BankAccount | None = None
    weight: float = 1.0

    def __attrs_post_init__(self) -> None:
        if self._score > 100:
            raise ValueError("more than 100 points")


def test_a_plain_class_is_converted_by_its_types() -> None:
    sheet = Sheet("评分表", 90, Grade.GOOD, BankAccount(branch="某支行"), 0.5)
    assert from_json(to_json(sheet), Sheet) == sheet
    assert type(to_dict(sheet)["grade"]) is str
    assert from_json('{"title": "x"}', Sheet) == Sheet("x")


def test_a_plain_class_is_as_strict() -> None:
    assert problems("{}", Sheet) == {"title": "missing, and it may not be blank"}
    assert problems('{"title": null, "weight": "1"}', Sheet) == {
        "title": "expected a text, got null",
        "weight": "expected a number, got str",
    }
    assert "优秀, 良好" in problems('{"title": "x", "grade": "差"}', Sheet)["grade"]


def test_what_its_constructor_refuses_is_a_problem_of_the_record() -> None:
    assert problems('{"title": "x", "_score": 101}', Sheet) == {
        "": "Sheet refused its values: more than 100 points"
    }


def test_hooks_for_types_of_ones_own_can_be_added() -> None:
    converter = make_converter()
    converter.register_unstructure_hook(Decimal, lambda value: f"¥{value}")
    row = OutcomeRow(outcomes=Outcomes(agreement_amount=Decimal(5)))
    assert converter.unstructure(row)["outcomes"]["agreement_amount"] == "¥5"
    assert to_dict(row)["outcomes"]["agreement_amount"] == "5"
