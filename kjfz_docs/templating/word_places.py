"""Where in the data of a template something is missing or wrong: which of many rows it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.exceptions import SecurityError

from kjfz_docs.errors import UnwritableError
from kjfz_docs.templating.paths import located, looped, needed, printed
from kjfz_docs.templating.pieces import Tag

_QUOTED = re.compile(r"'([^']*)'")


class Places:
    """The names that the tags of one part take; ``refused`` tells whether a tag cannot be a value."""

    def __init__(
        self,
        tree: nodes.Template,
        tags: Sequence[Tag],
        environment: jinja2.Environment,
        refused: Callable[[Tag, Any], bool],
    ) -> None:
        self._environment = environment
        self._refused = refused
        self._printed = list(zip(tags, printed(tree), strict=True))
        self._needed = tuple(needed(tree))
        self._looped = looped(tree)

    def unwritable(self, mapping: Mapping[str, Any], source: str | None = None) -> str | None:
        """Where the value of a tag is missing or cannot be written; of the tags with that source, if one is given."""
        for tag, path in self._printed:
            if path is not None and source in (None, tag.source):
                place = self._located(path, mapping, partial(self._refused, tag))
                if place is not None:
                    return place
        return None

    def missing(self, name: str, mapping: Mapping[str, Any]) -> str | None:
        """Where a name is missing that some tag asks for."""
        places = (self._located(path, mapping, lambda _: False) for path in self._needed)
        return next((each for each in places if each and each.split(".")[-1] == name), None)

    def no_rows(self, mapping: Mapping[str, Any]) -> UnwritableError | None:
        """The first of what loops go through that is nothing to go through."""
        found: list[str] = []

        def is_wrong(value: Any) -> bool:
            if isinstance(value, Iterable):
                return False
            found.append(type(value).__name__)
            return True

        for path in self._looped:
            place = self._located(path, mapping, is_wrong)
            if place is not None and found:
                return UnwritableError(place, f"rows are asked for, and it is {found[-1]}")
        return None

    def _located(self, path: str, mapping: Mapping[str, Any], is_wrong: Callable[[Any], bool]) -> str | None:
        return located(path, dict(mapping), self._environment, is_wrong)


def missing(
    error: jinja2.UndefinedError, part: str, mapping: Mapping[str, Any], places: Sequence[Places]
) -> UnwritableError:
    """What is raised for a name that the data does not have."""
    names = _QUOTED.findall(str(error))
    found = (each.missing(names[-1], mapping) for each in places if names)
    place = next(filter(None, found), names[-1] if names else part)
    return UnwritableError(place, f"the data has no such name ({error})")


def no_rows(error: TypeError, mapping: Mapping[str, Any], places: Sequence[Places]) -> UnwritableError | None:
    """What is raised where a loop has nothing to go through; None for other errors."""
    if "not iterable" not in str(error):
        return None
    return next(filter(None, (each.no_rows(mapping) for each in places)), None)


def undefined(value: jinja2.Undefined, source: str) -> UnwritableError:
    """What is raised for a tag that has no value."""
    if value._undefined_exception is SecurityError:
        return UnwritableError(source, f"a template must not use it ({value._undefined_message})")
    return UnwritableError(source, f"the data has no such name ({value._undefined_message})")
