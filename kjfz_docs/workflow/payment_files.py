"""The files of payments: a list for the bank as .xlsx or .csv, with who is not paid; and lists of before."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs

from kjfz_docs.errors import ConversionError
from kjfz_docs.files import write_whole
from kjfz_docs.findings import Place
from kjfz_docs.grids import DEFAULT_LIMITS, Limits, Line, Source, as_legible, open_file, read_grid
from kjfz_docs.grids.delimited import delimited_grid
from kjfz_docs.grids.model import Cell
from kjfz_docs.reading.reading import Outcome, Reading
from kjfz_docs.reading.words import key
from kjfz_docs.records.fields import fields_of
from kjfz_docs.records.numerals import chinese_number, ordinal_text
from kjfz_docs.records.rules import is_no_item
from kjfz_docs.records.tables import from_rows, to_rows
from kjfz_docs.text_tables import TextTable, text_workbook
from kjfz_docs.workflow.csv_files import write_csv
from kjfz_docs.workflow.paid import Held, Payments, Unpaid
from kjfz_docs.workflow.payment_list import NoPaymentListError, PaymentList, PaymentRow, named

TOTAL = "合计"
# A list of payments says whom, where to, how much and what for.
_NEEDED = {"name", "account", "amount", "purpose"}
_WIDTHS = (8, 14, 26, 40, 16, 44)
_SUMS = (("用途", 44), ("人数", 8), ("每人（元）", 14), ("金额（元）", 16), ("大写", 40))
_HELD = (
    ("姓名", 12),
    ("单位、企业", 40),
    ("拨付", 18),
    ("金额（元）", 14),
    ("代码", 9),
    ("位置", 36),
    ("问题", 60),
)
_WARNED = (("姓名", 12), ("拨付", 18), ("账号出处", 40), ("代码", 9), ("提示", 60))
_NONE = (("姓名", 12), ("单位、企业", 40), ("拨付", 18), ("原因", 44), ("位置", 36))


def write_payments(payments: Payments, path: str | os.PathLike[str]) -> Path:
    """See :meth:`Payments.write`."""
    suffix = Path(path).suffix.lower()
    if suffix == ".csv":
        return write_csv([*_numbered(payments), _sum_row(payments)], path)
    if suffix == ".xlsx":
        return write_whole(path, text_workbook(_tables(payments)))
    raise ValueError(f"expected a file that ends in .xlsx or .csv, got {os.fspath(path)!r}")


def _numbered(payments: Payments) -> list[PaymentRow]:
    rows: list[Any] = [each.row for each in payments.paid]
    return [attrs.evolve(row, serial=number) for number, row in enumerate(rows, 1)]


def _sum_row(payments: Payments) -> PaymentRow:
    return PaymentRow(name=TOTAL, amount=payments.total, purpose=f"大写：{payments.capitals}")


def _tables(payments: Payments) -> Iterator[TextTable]:
    listed = to_rows([*_numbered(payments), _sum_row(payments)])
    heads = tuple(zip(listed[0], _WIDTHS, strict=True))
    yield TextTable("拨付名单", heads, [tuple(map(_cell, row.values())) for row in listed])
    yield TextTable("汇总", _SUMS, list(_sums(payments)))
    yield TextTable("暂缓拨付", _HELD, [row for each in payments.held for row in _held(each)])
    yield TextTable("不予拨付", _NONE, [_unpaid(each) for each in payments.none])
    warned = [
        (
            each.row.name or "",
            _which(each.cohort, each.ordinal),
            str(each.account_at),
            told.code,
            told.message,
        )
        for each in payments.paid
        for told in each.warnings
    ]
    if warned:
        yield TextTable("请核对", _WARNED, warned)


def _cell(value: object) -> str | Decimal:
    return value if isinstance(value, Decimal) else "" if value is None else str(value)


def _sums(payments: Payments) -> Iterator[tuple[str | Decimal, ...]]:
    for part in payments.parts:
        row = part.paid[0].row
        yield row.purpose or "", str(len(part.paid)), row.amount or Decimal(0), part.total, part.capitals
    yield TOTAL, str(len(payments.paid)), "", payments.total, payments.capitals


def _which(cohort: int, ordinal: int) -> str:
    return f"{ordinal_text(cohort)}第{chinese_number(ordinal)}次"


def _whose(each: Held | Unpaid) -> tuple[str, str, str]:
    first = each.person.first
    told = "，".join(filter(None, (first.sending_unit, first.host_enterprise)))
    return first.name, told, _which(each.cohort, each.ordinal)


def _held(each: Held) -> Iterator[tuple[str | Decimal, ...]]:
    for finding in each.findings:
        yield *_whose(each), each.amount, finding.code, str(finding.where or ""), finding.message


def _unpaid(each: Unpaid) -> tuple[str, ...]:
    return (*_whose(each), each.reason, str(each.where or ""))


# ------------------------------------------------------------------ lists of before


def read_payment_list(source: Source, *, limits: Limits | None = None) -> Reading[PaymentList]:
    """See :meth:`PaymentList.read`."""
    opened = open_file(source, limits or DEFAULT_LIMITS)
    grid = delimited_grid(opened) if opened.kind == "text" else read_grid(as_legible(opened))
    file = named(source)
    found = list(_rows(grid.lines))
    given = [{name: _text(name, cell.text) for name, cell in cells.items()} for cells in found]
    nameless = [
        (f"{number}.name", f"no name beside what is paid ({attrs.evolve(_place(cells), file=file)})")
        for number, cells in enumerate(found)
        if "name" not in cells
    ]
    if nameless:
        raise ConversionError(nameless)
    places = {
        f"rows.{number}.{name}": attrs.evolve(cell.place, file=file)
        for number, cells in enumerate(found)
        for name, cell in cells.items()
    }
    made = PaymentList(rows=tuple(from_rows(given, PaymentRow)))
    return Reading(outcome=Outcome.OK, record=made, provenance=places, file=file)


def _rows(lines: Sequence[Line]) -> Iterator[dict[str, Cell]]:
    """The rows under the heads, of every table that has them: the cells that say something, by field."""
    labels = {key(name): info.name for info in fields_of(PaymentRow) for name in (info.label, info.name)}
    columns: dict[int, str] = {}
    table, any_heads = None, False
    for line in lines:
        if heads := _columns(line, labels):
            columns, table, any_heads = heads, line.table, True
        elif columns and line.table == table:
            cells = {columns[cell.first]: cell for cell in line.cells if cell.first in columns}
            told = {name: cell for name, cell in cells.items() if cell.text.strip()}
            if not _is_no_payment(told):
                yield told
    if not any_heads:
        raise NoPaymentListError([("", "no row has the heads of a list of payments")])


def _is_no_payment(cells: Mapping[str, Cell]) -> bool:
    """Whether a row pays nobody: it says nothing of a payment, or it is a sum or a remark, by its first words."""
    if cells.keys().isdisjoint(_NEEDED):
        return True
    first = cells.get("name") or next(iter(cells.values()))
    return "account" not in cells and is_no_item(first.text)


def _place(cells: Mapping[str, Cell]) -> Place:
    return next(iter(cells.values())).place


def _columns(line: Line, labels: dict[str, str]) -> dict[int, str]:
    """The columns of a head; none where it lacks whom, where to, how much or what for."""
    found = {cell.first: labels[key(cell.text)] for cell in line.cells if key(cell.text) in labels}
    return found if set(found.values()) >= _NEEDED else {}


def _text(name: str, text: str) -> str:
    """The text of a cell; an amount without what groups its digits."""
    return text.replace(",", "") if name == "amount" else text
