"""Functions that make the XML of many rows at once, generated for the cells of a row.

The source of a function is one formatted string between the values of its columns. Whatever comes from a template is in
it as a literal (``repr``), never as code.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import Any

# The numbers of the rows and the columns of values, in the order of their places.
RowFunction = Callable[..., list[str]]
NUMBER = None  # the place of the number of the row
VALUE = True  # the place of the next value


@functools.lru_cache(maxsize=256)
def row_function(pieces: tuple[str | bool | None, ...]) -> RowFunction:
    """The function for rows made of texts, ``NUMBER`` and ``VALUE``."""
    count = sum(piece is VALUE for piece in pieces)
    names = [f"v{index}" for index in range(count)]
    columns = [f"c{index}" for index in range(count)]
    places = iter(names)
    body = "".join(
        "{n}" if piece is NUMBER else f"{{{next(places)}}}" if piece is VALUE else _literal(piece)
        for piece in pieces
        if piece != ""
    )
    # The literals of a formatted string are those of any other, but for its braces.
    source = (
        f"def rows({', '.join(['numbers', *columns])}):\n"
        f"    return [f{body!r} for {', '.join(['n', *names])}, in zip({', '.join(['numbers', *columns])})]\n"
    )
    made: dict[str, Any] = {}
    exec(compile(source, "<rows of a workbook>", "exec"), made)
    function: RowFunction = made["rows"]
    return function


def _literal(piece: str | bool | None) -> str:
    return str(piece).replace("{", "{{").replace("}", "}}")


def numbers(start: int, count: int) -> Iterable[str]:
    """The numbers of so many rows as texts; rows count from 0 here and from 1 in a workbook."""
    return map(str, range(start + 1, start + count + 1))
