"""Functions that make the XML of many rows at once, generated for the cells of a row.

A function formats one literal of bytes with the values of a row. Whatever comes from a template is in its source as a
literal (``repr``), never as code. Bytes, because a text with Chinese in it takes twice the room and then has to be
encoded.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

# The numbers of the rows and the columns of values, in the order of their places.
RowFunction = Callable[..., list[bytes]]
NUMBER = None  # the place of the number of the row
VALUE = True  # the place of the next value
_BETWEEN = "\0"  # which no XML can hold


@functools.lru_cache(maxsize=256)
def row_function(pieces: tuple[str | bool | None, ...]) -> RowFunction:
    """The function for rows made of texts, ``NUMBER`` and ``VALUE``."""
    count = sum(piece is VALUE for piece in pieces)
    names = [f"v{index}" for index in range(count)]
    columns = ", ".join(["numbers", *(f"c{index}" for index in range(count))])
    places = iter(names)
    body = "".join(piece.replace("%", "%%") if isinstance(piece, str) else "%b" for piece in pieces).encode()
    values = [
        "n" if piece is NUMBER else next(places) for piece in pieces if piece is NUMBER or piece is VALUE
    ]
    source = (
        f"def rows({columns}):\n"
        f"    return [{body!r} % ({', '.join(values)},) for {', '.join(['n', *names])}, in zip({columns})]\n"
    )
    made: dict[str, Any] = {}
    exec(compile(source, "<rows of a workbook>", "exec"), made)
    function: RowFunction = made["rows"]
    return function


def encoded(texts: Sequence[str]) -> list[bytes]:
    """Texts as bytes, all at once."""
    return _BETWEEN.join(texts).encode().split(_BETWEEN.encode())


def numbers(start: int, count: int) -> list[bytes]:
    """The numbers of so many rows; rows count from 0 here and from 1 in a workbook."""
    return encoded(list(map(str, range(start + 1, start + count + 1))))
