"""What of the data can be gone through but once, as lists: several parts and ways may ask for it one after another."""

from __future__ import annotations

import collections
import copy
import itertools
from collections.abc import ItemsView, Iterable, Iterator, Mapping, ValuesView
from typing import Any

from kjfz_docs.errors import UnwritableError

_SEQUENCES = (list, tuple, collections.deque)
_VIEWS = (ValuesView, ItemsView)
_ENDLESS = (itertools.count, itertools.cycle)


def without_iterators(mapping: dict[str, Any]) -> dict[str, Any]:
    """The mapping with a list for each iterator, however deep; the same object if there is none.

    Iterators that objects hold are out of reach; tags that name them are refused (``WordEnvironment.getattr``).
    """
    found: dict[str, Any] = _Lists().of(mapping, "")
    return found


class _Lists:
    """One iterator that stands in several places becomes one list."""

    def __init__(self) -> None:
        # With what it was made of, so that no other object has its id meanwhile.
        self._made: dict[int, tuple[Any, Any]] = {}

    def of(self, value: Any, path: str) -> Any:
        """What stands for a value."""
        kind = type(value)
        if kind is str or not isinstance(value, Iterable):
            return value
        known = self._made.get(id(value))
        if known is not None:
            return known[1]
        self._made[id(value)] = value, value  # data may hold itself
        made = self._of(value, path)
        self._made[id(value)] = value, made
        return made

    def _of(self, value: Any, path: str) -> Any:
        if isinstance(value, dict):
            return self._of_mapping(value, path)
        if type(value) in _SEQUENCES or isinstance(value, _VIEWS):
            made = self._all(value, path)
            if all(new is old for new, old in zip(made, value, strict=True)):
                return value
            return tuple(made) if type(value) is tuple else made
        if isinstance(value, _ENDLESS):
            raise UnwritableError(path, "has no end: give a list")
        return self._all(value, path) if isinstance(value, Iterator) else value

    def _of_mapping(self, value: dict[Any, Any], path: str) -> Mapping[Any, Any]:
        changed = {}
        for name, old in value.items():
            new = self.of(old, f"{path}.{name}" if path else str(name))
            if new is not old:
                changed[name] = new
        if not changed:
            return value
        made = copy.copy(value)
        made.update(changed)
        return made

    def _all(self, values: Iterable[Any], path: str) -> list[Any]:
        return [self.of(each, f"{path}.{number}") for number, each in enumerate(values)]
