"""What is remembered of Word documents from one to the next, all of it within one budget."""

from __future__ import annotations

import threading
from typing import Any

# About as many bytes all of it may take, and what is remembered of the documents of one program.
MOST, MOST_OF_ONE = 1 << 26, 1 << 24
# What an entry takes besides its key and its value.
_ENTRY = 200


class Memory:
    """What was worked out from stretches of bytes, by these. Who remembers too much forgets it all.

    May be used by threads.
    """

    def __init__(self) -> None:
        self._said: dict[bytes, Any] = {}

    def __len__(self) -> int:
        return len(self._said)

    def get(self, key: bytes) -> Any:
        """What was remembered; None where nothing is (any more)."""
        return self._said.get(key)

    def keep(self, key: bytes, value: Any, size: int = 0) -> None:
        """Remember a value that takes about ``size`` bytes; of what is replaced the size stays counted."""
        taken = size if key in self._said else len(key) + _ENTRY + size
        self._said[key] = value
        self.charge(taken)

    def charge(self, size: int) -> None:
        """What is remembered takes ``size`` bytes more; with 0, it is only used."""
        _BUDGET.charge(self, size)

    def forget(self) -> None:
        """Forget it all."""
        self._said.clear()
        _BUDGET.release(self)


class _Budget:
    """What the memories of the process take; those that were not used for the longest time are the first to go."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._taken: dict[Memory, int] = {}
        self._sum = 0

    def charge(self, memory: Memory, size: int) -> None:
        with self._lock:
            self._taken[memory] = taken = self._taken.pop(memory, 0) + size
            self._sum += size
            if taken > MOST_OF_ONE:
                memory.forget()
            while self._sum > MOST:
                next(iter(self._taken)).forget()

    def release(self, memory: Memory) -> None:
        with self._lock:
            self._sum -= self._taken.pop(memory, 0)


_BUDGET = _Budget()
