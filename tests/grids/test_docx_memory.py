"""What is remembered of documents has one bound, whatever they hold and however many programs wrote them."""

from __future__ import annotations

import pytest

from kjfz_docs.grids import DEFAULT_LIMITS, docx_memory
from kjfz_docs.grids.docx_known import Known
from kjfz_docs.grids.docx_memory import Memory
from kjfz_docs.grids.docx_styles import styles_in
from tests.grids.documents import grid
from tests.grids.test_docx_known import row, table


@pytest.fixture(autouse=True)
def budget(monkeypatch: pytest.MonkeyPatch) -> docx_memory._Budget:
    made = docx_memory._Budget()
    monkeypatch.setattr(docx_memory, "_BUDGET", made)
    monkeypatch.setattr(docx_memory, "MOST", 10_000)
    monkeypatch.setattr(docx_memory, "MOST_OF_ONE", 4_000)
    return made


def filled(size: int) -> Memory:
    memory = Memory()
    memory.keep(b"key", "value", size)
    return memory


def test_what_was_not_used_for_the_longest_time_is_forgotten_first() -> None:
    first, second, third = (filled(3_000) for _ in range(3))
    first.charge(0)
    fourth = filled(3_000)
    assert [memory.get(b"key") for memory in (first, second, third, fourth)] == [
        "value",
        None,
        "value",
        "value",
    ]


def test_one_that_remembers_too_much_forgets_its_own_alone() -> None:
    other, much = filled(1_000), Memory()
    for number in range(100):
        much.keep(b"%d" % number, None)
    assert len(much) < 20
    assert other.get(b"key") == "value"


def test_values_count_as_well_as_keys() -> None:
    assert filled(3_000).get(b"key") == "value"
    assert filled(5_000).get(b"key") is None


def test_what_is_forgotten_leaves_its_room_to_others(budget: docx_memory._Budget) -> None:
    for _ in range(50):
        filled(3_000).forget()
    assert (budget._sum, budget._taken) == (0, {})


def test_documents_of_many_programs_stay_within_the_budget(budget: docx_memory._Budget) -> None:
    for number in range(12):
        for times in (1, 2, 3, 3):
            found = grid(table(*[row("甲", "1")] * times), styles=f"<!-- {number} -->")
            assert len(found.lines) == times
        assert 0 < budget._sum == sum(budget._taken.values()) <= 10_000


def test_the_elements_of_a_frame_count_with_it(budget: docx_memory._Budget) -> None:
    known = Known.of(b"<w:body>", styles_in(b"<styles  />", DEFAULT_LIMITS), DEFAULT_LIMITS)
    assert known is not None
    known.frame(b"<a><b/><b/></a>")
    assert budget._sum > 1_000
