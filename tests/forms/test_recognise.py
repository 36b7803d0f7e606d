"""Which forms a file holds, one after the other, and pages that say the same."""

from __future__ import annotations

import kjfz_docs as kd
from tests.making import edited, joined

STATISTICS = kd.OutcomeStatistics(
    economy_bureau="江夏区经信局",
    rows=tuple(
        kd.OutcomeRow(district=name, cohort=2, outcomes=kd.Outcomes(problems_solved=count))
        for name, count in (("东城区", 3), ("西城区", 4))
    ),
)
WRITTEN = kd.render(STATISTICS)


def codes(reading: kd.Reading[object]) -> set[str]:
    return {finding.code for finding in reading.findings}


def test_pages_that_say_the_same_are_one_reading_with_a_word_on_it() -> None:
    (reading,) = kd.read_all(joined(WRITTEN, WRITTEN))
    assert reading.record == STATISTICS
    assert "KD234" in codes(reading)


def test_a_copy_with_another_total_is_a_reading_of_its_own() -> None:
    first, second = kd.read_all(joined(WRITTEN, edited(WRITTEN, ">7<", ">8<")))
    assert first.record == second.record == STATISTICS
    assert "KD234" not in codes(first) | codes(second)
    assert "KD416" not in codes(first)
    assert "KD416" in codes(second)


def test_two_persons_forms_in_one_file_are_two_readings() -> None:
    people = [kd.Assessment(name=name, sending_unit="某大学") for name in ("李明", "王芳")]
    data = joined(*map(kd.render, people))
    assert [reading.record for reading in kd.read_all(data)] == people
    assert kd.read(data).outcome is kd.Outcome.SEVERAL
