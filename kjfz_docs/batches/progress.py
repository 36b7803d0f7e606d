"""How far a batch is: a bar on the terminal, or a call for each result."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from typing import Any

import attrs


def count_of(items: Iterable[Any]) -> int | None:
    """How many there are, where it can be told without going through them."""
    return len(items) if isinstance(items, Sized) else None


@attrs.frozen
class Step:
    """One more result: how many there are now, of how many (None where nobody knows), and the result itself."""

    done: int
    total: int | None
    result: Any


Progress = bool | Callable[[Step], object]


@contextmanager
def reporter(progress: Progress, label: str, total: int | None) -> Iterator[Callable[[Any], object]]:
    """What is to be called with each result. ``True`` draws a bar on standard error, gone when all is done."""
    if progress is True:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(label, total=total)
            yield lambda _: bar.advance(task)
    elif progress:
        yield _counted(progress, total)
    else:
        yield lambda _: None


def _counted(call: Callable[[Step], object], total: int | None) -> Callable[[Any], object]:
    done = 0

    def report(result: Any) -> None:
        nonlocal done
        done += 1
        call(Step(done, total, result))

    return report
