"""One function for many items, on the cores of an executor: in chunks, bounded in flight, failures as results.

It knows nothing of forms. The function is made once in each process from a pickled recipe, so that what it compiles
is compiled once.
"""

from __future__ import annotations

import functools
import itertools
import os
import pickle
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ThreadPoolExecutor,
    wait,
)
from typing import Any, Generic, TypeVar

import attrs

T = TypeVar("T")
R = TypeVar("R")

# Handing over a chunk costs about half a millisecond; a chunk that takes much longer leaves cores idle at the end.
_SECONDS = 0.1
_FIRST, _MOST = 8, 500
# Chunks handed out for each worker: one that it works on, one that waits, one that is being collected.
_FOR_EACH_WORKER = 3
# A chunk whose items take longer than was thought gives back what it has not begun after this time.
_LONGEST = 0.4
_ASK_AGAIN = 0.1


@attrs.frozen
class Failed:
    """What came of an item whose function raised."""

    error: Exception


@attrs.frozen
class Recipe(Generic[T, R]):
    """How to make the function: ``make(*arguments)``. Both can be pickled; the function need not."""

    make: Callable[..., Callable[[T], R]]
    arguments: tuple[Any, ...] = ()


class Stop:
    """Whether to stop, and whether it was asked for."""

    def __init__(self, asked: Callable[[], bool] | None = None) -> None:
        self._asked = asked
        self.stopped = False

    def __call__(self) -> bool:
        self.stopped = self.stopped or (self._asked is not None and self._asked())
        return self.stopped


def results(
    recipe: Recipe[T, R],
    items: Iterable[T],
    executor: Executor | None = None,
    *,
    ordered: bool = True,
    workers: int | None = None,
    total: int | None = None,
    stop: Stop | None = None,
) -> Generator[tuple[int, T, R | Failed], None, None]:
    """Each item with its number and what came of it: in order, or as they are done.

    Without an executor items are worked on one by one as they are asked for. Closing it, an exception, or ``stop``
    cancels what has not begun and waits for what has, which after ``stop`` still comes. ``total`` is the number of
    items, where it is known. Raises BrokenExecutor where the executor broke, and what ``items`` raises.
    """
    stop = stop or Stop()
    if executor is not None:
        return _Flow(recipe, items, executor, workers or _workers(executor), ordered, total, stop).results()
    return _alone(recipe, items, stop)


def _alone(
    recipe: Recipe[T, R], items: Iterable[T], stop: Stop
) -> Generator[tuple[int, T, R | Failed], None, None]:
    function = recipe.make(*recipe.arguments)
    for number, item in enumerate(items):
        if stop():
            return
        yield number, item, _tried(function, item)


def _workers(executor: Executor) -> int:
    """How many workers an executor has, as those of the standard library say it."""
    stated = getattr(executor, "_max_workers", None)
    return stated if isinstance(stated, int) else os.cpu_count() or 1


# ------------------------------------------------------------------ in the worker


def _tried(function: Callable[[T], R], item: T) -> R | Failed:
    try:
        return function(item)
    except Exception as error:
        return Failed(error)


@functools.lru_cache(maxsize=8)
def _function(pickled: bytes) -> Callable[[Any], Any]:
    recipe: Recipe[Any, Any] = pickle.loads(pickled)
    return recipe.make(*recipe.arguments)


def _chunk(work: bytes | Callable[[Any], Any], items: Sequence[Any]) -> tuple[list[Any], float]:
    """What came of the items, the first of them where they take long, and the seconds that an item takes."""
    function = _function(work) if isinstance(work, bytes) else work
    made, times = [], []
    started = now = time.perf_counter()
    for item in items:
        result = _tried(function, item)
        made.append(_portable(result) if isinstance(work, bytes) else result)
        begun, now = now, time.perf_counter()
        times.append(now - begun)
        if now - started > _LONGEST:
            break
    # The longest may have compiled the template.
    usual = (sum(times) - max(times)) / (len(times) - 1) if len(times) > 1 else times[0]
    return made, usual


def _portable(result: Any) -> Any:
    """A result whose exception survives the way back: one that does not would break the executor."""
    if isinstance(result, Failed):
        try:
            pickle.loads(pickle.dumps(result.error))
        except Exception:
            return Failed(RuntimeError(f"{type(result.error).__name__}: {result.error}"))
    return result


# ------------------------------------------------------------------ where the items come from


@attrs.define(eq=False)
class _Handed(Generic[T]):
    """A chunk that was handed out."""

    first: int
    items: Sequence[T]
    future: Future[tuple[list[Any], float]]


class _Flow(Generic[T, R]):
    def __init__(
        self,
        recipe: Recipe[T, R],
        items: Iterable[T],
        executor: Executor,
        workers: int,
        ordered: bool,
        total: int | None,
        stop: Stop,
    ) -> None:
        # Threads share the function; only other processes need what it is made from.
        shared = isinstance(executor, ThreadPoolExecutor)
        self._work = recipe.make(*recipe.arguments) if shared else pickle.dumps(recipe)
        self._items = iter(items)
        self._total = total
        self._executor = executor
        self._workers = workers
        self._ordered = ordered
        self._stop = stop
        self._size = _FIRST
        self._taken = 0
        self._broken: Exception | None = None  # what the source of the items raised
        # In the order of their items.
        self._handed: deque[_Handed[T]] = deque()

    def results(self) -> Generator[tuple[int, T, R | Failed], None, None]:
        try:
            while self._hand_out():
                chunk = self._done()
                if chunk is None:
                    yield from self._begun()
                    return
                self._handed.remove(chunk)
                made = self._made(chunk)
                # The workers go on while the results are looked at.
                self._hand_out()
                yield from made
            if self._broken is not None:
                raise self._broken
        finally:
            self._cancel()

    def _hand_out(self) -> bool:
        """Hand out chunks as far as the bound allows; False where nothing is left to wait for."""
        while len(self._handed) < _FOR_EACH_WORKER * self._workers and not self._stop():
            items = self._next_items()
            if not items:
                break
            self._handed.append(self._submitted(self._taken, items))
            self._taken += len(items)
        return bool(self._handed)

    def _next_items(self) -> list[T]:
        """The items of the next chunk. What their source raises is told when all that it gave before is done."""
        items: list[T] = []
        try:
            if self._broken is None:
                items.extend(itertools.islice(self._items, self._next_size()))
        except Exception as error:
            self._broken = error
        return items

    def _next_size(self) -> int:
        if self._total is None:
            return self._size
        # Towards the end smaller ones, so that all workers end together.
        return max(1, min(self._size, (self._total - self._taken) // (2 * self._workers)))

    def _submitted(self, first: int, items: Sequence[T]) -> _Handed[T]:
        return _Handed(first, items, self._executor.submit(_chunk, self._work, items))

    def _done(self) -> _Handed[T] | None:
        """The next chunk that is done; None where it is time to stop."""
        awaited = [self._handed[0]] if self._ordered else list(self._handed)
        while not self._stop():
            done = {chunk.future for chunk in awaited if chunk.future.done()}
            if not done:
                futures = [chunk.future for chunk in awaited]
                done, _ = wait(futures, timeout=_ASK_AGAIN, return_when=FIRST_COMPLETED)
            if done:
                return next(chunk for chunk in awaited if chunk.future in done)
        return None

    def _made(self, chunk: _Handed[T]) -> Iterator[tuple[int, T, R | Failed]]:
        """What came of a chunk; nothing yet where it failed as a whole and its items are tried one by one."""
        try:
            made, seconds = chunk.future.result()
        except (BrokenExecutor, CancelledError):
            raise
        except Exception as error:  # an item that cannot be pickled, or one that its worker does not survive
            if len(chunk.items) == 1:
                return iter([(chunk.first, chunk.items[0], Failed(error))])
            single = [self._submitted(chunk.first + at, [item]) for at, item in enumerate(chunk.items)]
            self._handed.extendleft(reversed(single))
            return iter(())
        if rest := chunk.items[len(made) :]:
            self._handed.appendleft(self._submitted(chunk.first + len(made), rest))
        self._size = max(1, min(_MOST, 4 * len(made), int(_SECONDS / max(seconds, 1e-6))))
        return zip(itertools.count(chunk.first), chunk.items, made, strict=False)

    def _begun(self) -> Iterator[tuple[int, T, R | Failed]]:
        """What came of what had begun when it was time to stop: it was done, whether anybody waits for it or not."""
        begun = [chunk for chunk in self._handed if not chunk.future.cancel()]
        wait([chunk.future for chunk in begun])
        for chunk in begun:
            if chunk.future.exception() is None:
                made, _ = chunk.future.result()
                yield from zip(itertools.count(chunk.first), chunk.items, made, strict=False)

    def _cancel(self) -> None:
        """Cancel what has not begun, and wait for what has: nothing goes on behind the caller's back."""
        begun = [chunk.future for chunk in self._handed if not chunk.future.cancel()]
        self._handed.clear()
        wait(begun)
