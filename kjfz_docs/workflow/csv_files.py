"""Records as csv files that spreadsheets neither run nor round, and back."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from kjfz_docs.errors import ConversionError
from kjfz_docs.files import write_whole
from kjfz_docs.grids import DEFAULT_LIMITS, Limits, Source, open_file
from kjfz_docs.grids.delimited import decoded, guarded, table_of, unguarded
from kjfz_docs.grids.refusal import naming
from kjfz_docs.records.tables import Headers, from_rows, to_rows

R = TypeVar("R")


def write_csv(
    records: Iterable[Any],
    path: str | os.PathLike[str],
    headers: Headers = "zh",
    *,
    mask_private: bool = False,
) -> Path:
    """Write records as a csv file: UTF-8 with its mark, which Excel and WPS know for Chinese; every text quoted.

    A text that a spreadsheet would run (``=``, ``+``, ``-``, ``@``, tab), round (an account) or take for a day, a time
    or a number (``3-5``, ``1/2``, ``8:30``, ``1,234``) gets ``'`` before it; :func:`read_csv` and ``kd.Roster.read``
    take it off again. Raises what ``kd.to_rows`` raises, and OSError.
    """
    rows = to_rows(records, headers, mask_private=mask_private)
    if any(row.keys() != rows[0].keys() for row in rows):
        raise TypeError("expected records of one class")
    return write_whole(path, csv_bytes(map(dict.values, rows), [*rows[0]] if rows else ()))


def csv_bytes(rows: Iterable[Iterable[Any]], heads: Sequence[str]) -> bytes:
    """A table as :func:`write_csv` writes it; nothing where it has neither heads nor rows."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    if heads:
        writer.writerow(map(guarded, heads))
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return (
        guarded(value)
        if isinstance(value, str)
        else format(value, "f")
        if isinstance(value, Decimal)
        else str(value)
    )


def read_csv(source: Source, cls: type[R], *, limits: Limits | None = None) -> list[R]:
    """The records of a csv file made by :func:`write_csv`, or of another with the fields' names as heads.

    Strict, for files of programs; what people fill in is read by ``kd.read`` and ``kd.Roster.read``. Raises Refused
    for a file that is no text, ConversionError as ``kd.from_rows``, OSError.
    """
    opened = open_file(source, limits or DEFAULT_LIMITS)
    with naming(opened.name):
        table = [[unguarded(cell) for cell in row] for row in table_of(decoded(opened.data)) if row]
    if not table:
        return []
    head, *rows = table
    wide = [index for index, row in enumerate(rows) if len(row) != len(head)]
    if wide or len(set(head)) < len(head):
        fault = f"{len(head)} cells expected, as in the first row" if wide else "two columns of one name"
        raise ConversionError([(str(index), fault) for index in wide] or [("", fault)])
    return from_rows([dict(zip(head, row, strict=True)) for row in rows], cls)
