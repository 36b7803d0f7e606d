"""The numbers that lists wrote into their columns, so that a total below one can be the formula of its sum."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs


class Sums:
    """What stands in each column, by the list that wrote it last."""

    def __init__(self) -> None:
        self._columns: dict[int, _Column] = {}

    def add(self, column: int, list_: str, name: str, row: int, value: Any) -> None:
        """A number of a list (its path in the record) was written, or the place for one (None).

        ``name`` is the last of the path of its field.
        """
        known = self._columns.get(column)
        if known is None or known.list != list_:
            known = self._columns[column] = _Column(list_, row)
        known.names.add(name)
        known.last = row
        if value is not None:
            known.total = (known.total or Decimal(0)) + Decimal(value)

    def rows(self, column: int, name: str, value: Any) -> tuple[int, int] | None:
        """The rows whose sum a number is: those of one field of that name, and of no other."""
        known = self._columns.get(column)
        if known is None or known.names != {name} or known.total != value:
            return None
        return known.first, known.last


@attrs.define(eq=False)
class _Column:
    list: str
    first: int
    last: int = 0
    total: Decimal | None = None
    names: set[str] = attrs.field(factory=set)
