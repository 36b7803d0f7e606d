"""Charts where the extra ``report`` is installed; tables say the same without it."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from decimal import Decimal

from kjfz_docs.pages.pieces import Chart


def bars(
    title: str, values: Sequence[tuple[str, Decimal, str]], most: Decimal | None = None
) -> tuple[Chart, ...]:
    """A chart of bars (name, length, words), up to ``most``; none for nothing to compare, or without the library."""
    if len(values) < 2 or importlib.util.find_spec("leather") is None:
        return ()
    from kjfz_docs.pages.bars import Bar, bar_chart

    return (bar_chart(title, [Bar(*value) for value in values], most),)
