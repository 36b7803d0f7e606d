"""Programmes: the built-in one, the words that templates print, and programmes from TOML files."""

from __future__ import annotations

import codecs
import inspect
import pickle
import re
import textwrap
from decimal import Decimal
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kjfz_docs.errors import ProgrammeError
from kjfz_docs.records import programme as module
from kjfz_docs.records.collations import CollationRule, Lookup
from kjfz_docs.records.numerals import chinese_number, ordinal_text
from kjfz_docs.records.programme import (
    BUILT_IN_PROGRAMMES,
    HUBEI,
    Cohort,
    Duty,
    Exclusive,
    Instalment,
    Programme,
    load_programme,
    with_more,
)
from kjfz_docs.records.programme_grounds import CaseRule, Ground

COMPLETE = """
id = "suizhou"
name = "随州市“科技副总”"
title = "随州市"
owners = ["科技局", "人才办"]

[[cohorts]]
number = 1
year = 2022
size = 30
service_years = 1

[[cohorts.instalments]]
ordinal = 2
amount = "5000.50"

[[cohorts.instalments]]
ordinal = 1
amount = 25000.5
condition = "到岗"

[[cohorts]]
number = 2
year = 2024
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "项目.toml"


def refusal(file: Path, text: str) -> str:
    """What is said of a file with this text."""
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ProgrammeError) as caught:
        load_programme(file)
    return str(caught.value)


# ------------------------------------------------------------------ what is built in


def test_hubei_has_the_second_and_the_fourth_cohort() -> None:
    assert BUILT_IN_PROGRAMMES["hubei"] is HUBEI
    assert HUBEI.title == "湖北省"
    assert [(cohort.number, cohort.year, cohort.size) for cohort in HUBEI.cohorts] == [
        (2, 2021, 106),
        (4, 2023, 118),
    ]
    for cohort in HUBEI.cohorts:
        assert cohort.service_years_text == "两年"
        assert [payment.amount_text for payment in cohort.instalments] == ["3万元", "2万元"]


def test_a_cohort_is_found_by_its_number() -> None:
    assert HUBEI.cohort(2) is HUBEI.cohorts[0]
    assert HUBEI.cohort(3) is None


def test_the_mapping_of_built_in_programmes_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        BUILT_IN_PROGRAMMES["x"] = HUBEI  # type: ignore[index]


def test_a_programme_can_be_pickled_and_hashed() -> None:
    assert pickle.loads(pickle.dumps(HUBEI)) == HUBEI
    assert hash(HUBEI) == hash(pickle.loads(pickle.dumps(HUBEI)))


# ------------------------------------------------------------------ words


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("30000", "3万元"),
        ("25000", "2.5万元"),
        ("25000.50", "2.50005万元"),
        ("10000", "1万元"),
        ("9999", "9999元"),
        ("8000", "8000元"),
        ("8000.50", "8000.5元"),
        ("100000", "10万元"),
        ("1E+5", "10万元"),
        ("0", "0元"),
    ],
)
def test_an_amount_is_printed_as_forms_print_it(amount: str, text: str) -> None:
    assert Instalment(ordinal=1, amount=Decimal(amount)).amount_text == text


@given(st.decimals(Decimal("0.01"), 10**11, places=2))
def test_a_printed_amount_is_exact(amount: Decimal) -> None:
    text = Instalment(ordinal=1, amount=amount).amount_text
    number, factor = (text[:-2], 10_000) if text.endswith("万元") else (text[:-1], 1)
    assert Decimal(number) * factor == amount


@pytest.mark.parametrize(
    ("years", "text"), [(1, "一年"), (2, "两年"), (3, "三年"), (10, "十年"), (12, "十二年"), (None, None)]
)
def test_years_of_service_are_printed_in_chinese(years: int | None, text: str | None) -> None:
    assert Cohort(number=1, year=2021, service_years=years).service_years_text == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "零"),
        (2, "二"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (21, "二十一"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (9999, "九千九百九十九"),
        (10000, "10000"),
        (-1, "-1"),
    ],
)
def test_numbers_are_written_in_chinese(number: int, text: str) -> None:
    assert chinese_number(number) == text


def test_no_two_numbers_are_written_alike() -> None:
    assert len({chinese_number(number) for number in range(10_000)}) == 10_000
    assert ordinal_text(2) == "第二批"


# ------------------------------------------------------------------ files


def test_a_file_gives_its_programme_with_exact_amounts_and_instalments_in_order(file: Path) -> None:
    file.write_text(COMPLETE, encoding="utf-8")
    first = Instalment(ordinal=1, amount=Decimal("25000.5"), condition="到岗")
    second = Instalment(ordinal=2, amount=Decimal("5000.50"))
    assert load_programme(file) == Programme(
        id="suizhou",
        name="随州市“科技副总”",
        title="随州市",
        owners=("科技局", "人才办"),
        cohorts=(
            Cohort(number=1, year=2022, size=30, service_years=1, instalments=(first, second)),
            Cohort(number=2, year=2024),
        ),
    )


def test_a_file_of_a_known_programme_need_not_repeat_what_is_known(file: Path) -> None:
    file.write_text('id = "hubei"\n[[cohorts]]\nnumber = 3\nyear = 2022\n', encoding="utf-8")
    more = load_programme(file)
    assert attrs.evolve(more, cohorts=()) == attrs.evolve(HUBEI, cohorts=())
    known = with_more([more])["hubei"]
    assert [cohort.number for cohort in known.cohorts] == [2, 3, 4]


def test_a_file_of_a_known_programme_may_name_it_anew(file: Path) -> None:
    file.write_text('id = "hubei"\nname = "湖北"\n[[cohorts]]\nnumber = 3\nyear = 2022\n', encoding="utf-8")
    assert (load_programme(file).name, load_programme(file).title) == ("湖北", "湖北省")


def test_a_path_may_be_a_text_and_the_file_may_begin_with_a_byte_order_mark(file: Path) -> None:
    file.write_bytes(codecs.BOM_UTF8 + COMPLETE.replace("\n", "\r\n").encode())
    assert load_programme(str(file)).id == "suizhou"


def test_the_example_in_the_documentation_is_valid(file: Path) -> None:
    documentation = inspect.getdoc(module) or ""
    example = re.search(r"::\n\n(.*?)\n\n``load", documentation, re.DOTALL)
    assert example is not None
    file.write_text(textwrap.dedent(example[1]), encoding="utf-8")
    assert load_programme(file).cohorts[0].instalments[0].amount_text == "3万元"


def test_a_missing_file_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load_programme(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "suizhou"\n', "", ["id: missing", "a-z"]),
        ('title = "随州市"\n', "", ["title: missing", "湖北省"]),
        ("year = 2022\n", "", ["cohorts.0.year: missing"]),
        ('amount = "5000.50"\n', "", ["cohorts.0.instalments.0.amount: missing"]),
        ('id = "suizhou"', 'id = "随州"', ["id: expected", "'随州'"]),
        ('id = "suizhou"', "id = 5", ["id: expected", "got 5"]),
        ('title = "随州市"', 'title = ""', ["title: expected"]),
        ('title = "随州市"', 'title = "一\\n二"', ["title: expected", "one line"]),
        ('owners = ["科技局", "人才办"]', 'owners = "科技局"', ["owners: expected a list"]),
        ('owners = ["科技局", "人才办"]', "owners = [1]", ["owners: expected a list", "got list"]),
        ("number = 1\n", "number = true\n", ["cohorts.0.number: expected", "got bool"]),
        ("number = 1\n", "number = 0\n", ["cohorts.0.number: expected", "got 0"]),
        ("number = 1\n", 'number = "1"\n', ["cohorts.0.number: expected"]),
        ("year = 2022", "year = 22", ["cohorts.0.year: expected", "four digits"]),
        ("size = 30", "size = -1", ["cohorts.0.size: expected"]),
        ("size = 30", "size = 30.5", ["cohorts.0.size: expected", "got 30.5"]),
        ("amount = 25000.5", "amount = nan", ["instalments.1.amount: expected"]),
        ("amount = 25000.5", "amount = inf", ["instalments.1.amount: expected"]),
        ("amount = 25000.5", "amount = 0", ["instalments.1.amount: expected", "more than 0"]),
        ("amount = 25000.5", "amount = -5", ["instalments.1.amount: expected"]),
        ("amount = 25000.5", 'amount = "3万元"', ["instalments.1.amount: expected", "'3万元'"]),
        ("amount = 25000.5", "amount = 0.001", ["instalments.1.amount: expected", "two decimals"]),
        ("size = 30", "siez = 30", ["cohorts.0.siez: unknown key 'siez'", "did you mean 'size'"]),
        ("size = 30", "xyzzy = 30", ["unknown key 'xyzzy'", "known are number, year, size"]),
        ("owners =", "Owner =", ["unknown key 'Owner'", "did you mean 'owners'"]),
        ("number = 2", "number = 1", ["cohorts.1.number: 1 stands twice, also in cohorts.0"]),
        ("ordinal = 1", "ordinal = 2", ["cohorts.0.instalments.1.ordinal: 2 stands twice", "(line 18)"]),
        ("year = 2022\n", "", ["cohorts.0.year: missing", "(line 7)"]),
        ("size = 30", "service_begins = 2022", ["cohorts.0.service_begins: expected a day", "(line 10)"]),
        (
            'owners = ["科技局", "人才办"]',
            'districts = ["甲区", "甲区"]',
            ["districts: expected", "no name twice"],
        ),
        (
            'owners = ["科技局", "人才办"]',
            'districts = [{nmae = "甲区"}]',
            ["districts: expected", "(line 5)"],
        ),
        ('owners = ["科技局", "人才办"]', 'prefecture = ""', ["prefecture: expected"]),
    ],
)
def test_a_mistake_is_named_by_file_key_and_remedy(file: Path, old: str, new: str, said: list[str]) -> None:
    assert COMPLETE.count(old) >= 1
    message = refusal(file, COMPLETE.replace(old, new, 1))
    assert message.startswith(f"{file}: ")
    for part in said:
        assert part in message


def test_all_mistakes_of_a_file_are_told_at_once(file: Path) -> None:
    lines = refusal(file, 'nmae = "x"\n[[cohorts]]\nnumber = 0\n').splitlines()
    assert [line.removeprefix(f"{file}: ").split(":")[0] for line in lines] == [
        "nmae",
        "id",
        "name",
        "title",
        "cohorts.0.number",
        "cohorts.0.year",
    ]


@pytest.mark.parametrize("cohorts", ["cohorts = 5", "cohorts = [1]", "[cohorts]\nnumber = 2"])
def test_cohorts_must_be_a_list_of_tables(file: Path, cohorts: str) -> None:
    message = refusal(file, f'id = "x"\nname = "x"\ntitle = "x"\n{cohorts}\n')
    assert "cohorts: expected tables, each under [[cohorts]]" in message


def test_instalments_must_be_a_list_of_tables_under_their_cohort(file: Path) -> None:
    message = refusal(file, COMPLETE + "instalments = 3\n")
    assert "cohorts.1.instalments: expected tables, each under [[cohorts.instalments]]" in message


def test_a_programme_without_cohorts_is_refused(file: Path) -> None:
    assert "cohorts: missing; add a [[cohorts]] table" in refusal(file, 'id = "x"\nname = "x"\ntitle = "x"\n')


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('form = "附件1"', "duties.1.form: expected the id of a form"),
        ('per = "人"', "duties.1.per: expected 'person', 'district' or 'programme'"),
        ("due = 8", "duties.1.due: expected a day"),
        ('scan = "是"', "duties.1.scan: expected true or false"),
        ('unless = "list"', "duties.1.unless: expected a list of ids"),
        ("cohort = 1", "duties.1.form: assessment stands twice, also in duties.0"),
    ],
)
def test_mistakes_in_what_is_to_be_handed_in_are_named(file: Path, line: str, said: str) -> None:
    good = {"form": '"assessment"', "cohort": "2", "per": '"person"'}
    name, value = line.split(" = ")
    tables = ({**good, "cohort": "1"}, {**good, name: value})
    duties = ["\n".join(["[[duties]]", *(f"{key} = {each}" for key, each in one.items())]) for one in tables]
    assert said in refusal(file, "\n".join([COMPLETE, *duties]))


@pytest.mark.parametrize("text", ["id = ", 'id = "a"\nid = "b"', "a = " + "[" * 3000, "size = " + "9" * 5000])
def test_what_is_no_toml_is_refused(file: Path, text: str) -> None:
    assert "not valid TOML" in refusal(file, text)


def test_a_file_that_is_not_utf_8_is_refused(file: Path) -> None:
    file.write_bytes('title = "湖北省"'.encode("gbk"))
    with pytest.raises(ProgrammeError, match="save the file as UTF-8"):
        load_programme(file)


def test_every_form_that_a_programme_names_is_known() -> None:
    paid = Instalment(ordinal=1, amount=Decimal(1), form="paid", accounts=("account", "roster", "earlier"))
    programme = Programme(
        id="x",
        name="x",
        title="x",
        cohorts=(Cohort(number=1, year=2021, instalments=(paid,)),),
        duties=(Duty(form="duty", cohort=1, per="person", unless=("absent",)),),
        periodic=(attrs.evolve(HUBEI.periodic[0], form="periodic", unless=("left",)),),
        exclusive=(Exclusive(cohort=1, forms=("one", "other")),),
        collations=(
            CollationRule(
                into="into", of="of", lookups=(Lookup(field="x", sources=("looked_up", "roster")),)
            ),
            CollationRule(into="sums", of="parts"),
        ),
        grounds=(Ground(form="ground", field="x"),),
        cases=(CaseRule(form="case", fields=("x",)),),
    )
    assert programme.named_forms == {
        *("paid", "account", "duty", "absent", "periodic", "left", "one", "other"),
        *("into", "of", "looked_up", "sums", "parts", "ground", "case"),
    }
