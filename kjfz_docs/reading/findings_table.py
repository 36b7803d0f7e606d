"""One table of the findings of many files, as a workbook that can be sent back."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from kjfz_docs.files import write_whole
from kjfz_docs.findings import Finding
from kjfz_docs.reading.reading import Reading
from kjfz_docs.records.masking import masked_numbers
from kjfz_docs.records.shown import label_of
from kjfz_docs.text_tables import TextTable, text_workbook

_HEADS = (
    ("文件", 32),
    ("表格", 30),
    ("栏目", 28),
    ("位置", 18),
    ("级别", 8),
    ("代码", 9),
    ("问题", 60),
    ("原文", 30),
)


def findings_table(readings: Iterable[Reading[Any]], path: str | os.PathLike[str]) -> Path:
    """Write the findings of readings as an .xlsx: one row each, in the order of the files. Returns the path.

    Every cell is text: nothing in it is taken for a formula. Private values are masked. Raises OSError.
    """
    rows = (tuple(_row(reading, finding)) for reading in readings for finding in reading.findings)
    return write_whole(path, text_workbook([TextTable("问题", _HEADS, rows)]))


def _row(reading: Reading[Any], finding: Finding) -> Iterator[str]:
    yield os.path.basename(reading.file or "")
    yield reading.title
    cls = getattr(reading.form, "record", None)
    field = (finding.field or "").replace(".*.", ".0.")
    yield label_of(cls, field, reading.printed_names) if cls is not None and field else ""
    yield finding.where.spot if finding.where is not None else ""
    yield finding.severity.label
    yield finding.code
    yield finding.message
    yield masked_numbers(finding.raw or "")
