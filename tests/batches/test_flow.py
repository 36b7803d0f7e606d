"""Every item once, in order or as it is done, and nothing goes on behind the caller's back."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kjfz_docs.batches.flow import Failed, Recipe, Stop, results
from tests.batches.functions import awkward, dying, halving, noting, processes, sleeping


@pytest.fixture(scope="module")
def pool() -> Iterator[ProcessPoolExecutor]:
    with processes() as executor:
        yield executor


@pytest.fixture(scope="module")
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(3) as executor:
        yield executor


def plain(found: Any) -> list[tuple[int, int, object]]:
    return [
        (number, item, str(result.error) if isinstance(result, Failed) else result)
        for number, item, result in found
    ]


def told(numbers: list[int]) -> list[tuple[int, int, object]]:
    return [(at, each, f"{each} is odd" if each % 2 else each // 2) for at, each in enumerate(numbers)]


@pytest.mark.parametrize("total", [None, 2000])
def test_worker_processes_give_what_one_process_gives(pool: Executor, total: int | None) -> None:
    numbers = list(range(2000))
    assert plain(results(Recipe(halving), numbers, pool, total=total)) == told(numbers)
    assert plain(results(Recipe(halving), numbers)) == told(numbers)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(), max_size=100), st.booleans())
def test_every_item_comes_once(numbers: list[int], ordered: bool) -> None:
    with ThreadPoolExecutor(3) as threads:
        found = plain(results(Recipe(halving), numbers, threads, ordered=ordered))
    assert (found if ordered else sorted(found)) == told(numbers)


def test_items_may_come_as_they_are_done(pool: Executor) -> None:
    found = plain(results(Recipe(halving), range(1000), pool, ordered=False))
    assert sorted(found) == told(list(range(1000)))


def test_only_so_many_items_are_in_flight(threads: Executor) -> None:
    taken = []

    def items() -> Iterator[int]:
        for number in range(100_000):
            taken.append(number)
            yield number

    found = results(Recipe(sleeping, (0.001,)), items(), threads)
    for _ in range(50):
        next(found)
    found.close()
    assert len(taken) < 2000


def test_an_item_that_cannot_be_pickled_fails_alone(pool: Executor) -> None:
    items: list[Any] = [2, 4, threading.Lock(), 6]
    found = list(results(Recipe(halving), items, pool))
    assert [number for number, _, _ in found] == [0, 1, 2, 3]
    assert [result for _, _, result in found if not isinstance(result, Failed)] == [1, 2, 3]
    assert "pickle" in str(found[2][2].error)  # type: ignore[union-attr]


def test_an_exception_that_cannot_travel_is_told_by_its_name(pool: Executor) -> None:
    ((_, _, failed),) = results(Recipe(awkward), [1], pool)
    assert isinstance(failed, Failed)
    assert str(failed.error) == "Awkward: number 1"


def test_workers_that_died_are_an_exception_and_not_a_result() -> None:
    with processes(1) as executor, pytest.raises(BrokenExecutor):
        list(results(Recipe(dying, (3,)), range(10), executor))


def test_stop_ends_it_and_says_so(threads: Executor) -> None:
    seen: list[int] = []
    stop = Stop(lambda: len(seen) >= 5)
    for number, _, _ in results(Recipe(sleeping, (0.001,)), range(10_000), threads, stop=stop):
        seen.append(number)
    assert stop.stopped
    assert seen == list(range(len(seen)))
    assert len(seen) < 1000


def test_stop_is_heard_while_an_item_takes_long(threads: Executor) -> None:
    begin = time.monotonic()
    stop = Stop(lambda: time.monotonic() > begin + 0.1)
    assert len(list(results(Recipe(sleeping, (0.5,)), range(100), threads, workers=1, stop=stop))) < 10
    assert time.monotonic() < begin + 5


def test_what_had_begun_when_it_was_stopped_still_comes(threads: Executor) -> None:
    begun: list[int] = []
    asked = iter(range(1000))
    stop = Stop(lambda: next(asked) > 3)
    found = [item for _, item, _ in results(Recipe(noting, (begun,)), range(500), threads, stop=stop)]
    assert stop.stopped
    assert sorted(found) == sorted(begun)


def test_a_chunk_of_long_items_gives_back_what_it_has_not_begun(pool: Executor) -> None:
    for ordered in (True, False):
        found = list(results(Recipe(sleeping, (0.15,)), range(14), pool, ordered=ordered))
        assert sorted(item for _, item, _ in found) == list(range(14))
        assert all(number == item == result for number, item, result in found)


def test_closing_waits_for_what_has_begun(threads: Executor) -> None:
    running = 0

    def counting() -> Any:
        def count(number: int) -> int:
            nonlocal running
            running += 1
            time.sleep(0.01)
            running -= 1
            return number

        return count

    found = results(Recipe(counting), range(1000), threads)
    next(found)
    found.close()
    assert running == 0


def test_what_the_items_raise_passes(threads: Executor) -> None:
    def items() -> Iterator[int]:
        yield 2
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(results(Recipe(halving), items(), threads))


@pytest.mark.parametrize("count", [0, 1, 9, 60])
def test_what_came_before_an_item_that_cannot_be_had_is_given_first(threads: Executor, count: int) -> None:
    def items() -> Iterator[int]:
        yield from range(0, 2 * count, 2)
        raise ValueError("the source broke")

    found = results(Recipe(halving), items(), threads)
    for number in range(count):
        assert next(found) == (number, 2 * number, number)
    with pytest.raises(ValueError, match="the source broke"):
        next(found)
