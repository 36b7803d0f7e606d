"""A city by its seed: clean but for what was planted, and every planted fault is found."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import kjfz_docs as kd
from kjfz_docs.cli.city.folder import files_of
from kjfz_docs.cli.city.people import Strangers
from kjfz_docs.cli.city.plant import LISTS, PEOPLE, City, city_of
from kjfz_docs.cli.city.planted import Fault, Sign, Told, compared
from kjfz_docs.cli.city.steps import of_status
from kjfz_docs.records.digits import fails_luhn, may_have_lost_digits

SMALL = {"districts": 4, "second": 12, "fourth": 12}


def laid_out(city: City, folder: Path) -> Path:
    for file in files_of(city.documents):
        file.write(folder)
    return folder


def test_equal_seeds_make_equal_cities_and_others_others() -> None:
    assert city_of(7, 5, **SMALL) == city_of(7, 5, **SMALL)
    assert city_of(7, 5, **SMALL).roster != city_of(8, 5, **SMALL).roster


def test_nothing_is_told_of_the_files_of_a_city_without_faults(tmp_path: Path) -> None:
    city = city_of(1, 0, **SMALL)
    found = kd.Submission.scan(laid_out(city, tmp_path), programme=city.programme, roster=city.roster)
    assert list(of_status(found, city.day)) == []


def test_a_whole_city_has_room_for_faults_of_every_kind() -> None:
    kinds = len(LISTS) + len(PEOPLE)
    city = city_of(3, 3 * kinds)
    assert 106 + 118 - 2 <= len(city.roster) <= 106 + 118  # one of each cohort may have been forgotten
    assert len({fault.kind for fault in city.faults}) == kinds


def test_two_people_share_a_name_and_nobody_an_account_or_mobile() -> None:
    people = city_of(5, 0).roster.rows
    names = [person.name for person in people]
    assert len(set(names)) == len(names) - 1
    assert len({person.mobile for person in people}) == len(people)
    assert len({person.host_enterprise for person in people}) == len(people)


def test_more_faults_than_there_is_room_for_are_refused_with_their_number() -> None:
    with pytest.raises(ValueError, match=r"^\d+$"):
        city_of(1, 500, **SMALL)


def test_a_fault_is_found_by_all_of_its_signs_and_what_follows_from_it_is_not_false() -> None:
    fault = Fault(
        kind="缺表",
        about="李明",
        signs=(Sign("A", ("李明",)), Sign("B", ("李明", "甲公司"))),
        consequences=(Sign("C", ("李明",)),),
    )
    half = [Told(step="", code="A", text="李明"), Told(step="", code="B", text="李明 乙公司")]
    result = compared([fault], half)
    assert (result.found, result.missed, result.false) == ((), (fault,), (half[1],))
    whole = [Told(step="", code=code, text="李明 甲公司") for code in "ABCD"]
    result = compared([fault], whole)
    assert (result.found, result.missed, result.false) == ((fault,), (), (whole[3],))
    assert not result.is_right


def test_accounts_pass_their_check_digit_and_do_not_look_rounded() -> None:
    class Zero(random.Random):
        def randrange(self, start: int, stop: int | None = None, step: int = 1) -> int:  # noqa: ARG002
            return start if stop is not None else 0

    strangers = Strangers(Zero())
    made = [strangers.account() for _ in range(2000)]
    assert len(set(made)) == len(made)
    assert not any(fails_luhn(each) or may_have_lost_digits(each) for each in made)
