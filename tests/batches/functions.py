"""What worker processes run in the tests: they import it by its name."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor


class Awkward(Exception):  # noqa: N818 - what matters is that it cannot be made from its message
    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"{first} {second}")


def processes(count: int = 2) -> ProcessPoolExecutor:
    """Worker processes that begin anew: forking a process that has threads is not safe."""
    return ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn"))


def halving() -> Callable[[int], int]:
    """Odd numbers fail."""

    def half(number: int) -> int:
        if number % 2:
            raise ValueError(f"{number} is odd")
        return number // 2

    return half


def awkward() -> Callable[[int], int]:
    def fail(number: int) -> int:
        raise Awkward("number", str(number))

    return fail


def sleeping(seconds: float) -> Callable[[int], int]:
    def sleep(number: int) -> int:
        time.sleep(seconds)
        return number

    return sleep


def dying(at: int) -> Callable[[int], int]:
    def die(number: int) -> int:
        if number == at:
            os._exit(1)
        return number

    return die


def whole(number: int) -> Callable[[], int]:
    """Something that cannot be pickled."""
    return lambda: number
