"""The cases in the order of the page, and which of them are shortened how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs

from tests.benchmarks import data, reading_docx, reading_xlsx, templates, templates_xlsx
from tests.benchmarks.model import Case
from tests.benchmarks.worker import engines

_NODE_DOCX = ("docxtemplater", "easy-template-x", "docx-templates", "carbone")
_NODE_XLSX = ("exceljs [T]", "exceljs, streamed", "xlsx-template [T]")
# What stands in each document: values of every record, and those of the last row.
_OF_FORMS = "2024年1月1日"
_LONG = "account_collection"


def _of_list(size: int) -> str:
    return str(data.list_rows(size)[-1]["bank_no"])


def _docx_list(size: int) -> Case:
    return Case(
        f"list-docx-{size}",
        "A list of {size} rows in Word",
        "row",
        "filling_list:LIST",
        "docxtpl",
        size=size,
        units=size,
        node=_NODE_DOCX,
        node_work="list",
        fresh=size > 5_000,
        rounds=2 if size > 5_000 else 5,
        expected=_of_list(size),
    )


def _xlsx_list(size: int) -> Case:
    return Case(
        f"list-xlsx-{size}",
        "A list of {size} rows and 9 columns in a workbook, written to a file",
        "row",
        "filling_xlsx:TABLE",
        "openpyxl [T]",
        size=size,
        units=size,
        node=_NODE_XLSX,
        node_work="table",
        fresh=size > 5_000,
        rounds=2 if size > 5_000 else 5,
        expected=_of_list(size),
    )


def _read_lists(size: int) -> Case:
    return Case(
        f"read-lists-{size}",
        "Lists of {size} rows in Word into records: as written and after changes",
        "row",
        "reading_docx:LISTS",
        "account_collection, as written",
        size=size,
        units=size,
        compare="times",
        fresh=size > 5_000,
        rounds=1 if size > 5_000 else 3,
        # Whether the time per row stays the same is seen from one form.
        only=tuple(name for name in reading_docx.LISTS if size < 5_000 or name.startswith(_LONG)),
    )


FULL: Sequence[Case] = (
    Case(
        "form",
        "A form of 42 tags to bytes",
        "form",
        "filling_form:FORM",
        "docxtpl",
        node=_NODE_DOCX,
        node_work="form",
        expected=_OF_FORMS,
    ),
    Case("files", "A form of 42 tags to files", "form", "filling_form:FILES", "docxtpl", expected=_OF_FORMS),
    Case(
        "record",
        "附件1 from a typed record (docxtpl: from ready texts)",
        "form",
        "filling_record:RECORD",
        "docxtpl",
        expected="示范理工大学机械工程学院",
    ),
    *map(_docx_list, (10, 1_000, 20_000)),
    *map(_xlsx_list, (1_000, 20_000, 100_000)),
    Case(
        "accounts",
        "附件3 of {size} rows and 11 columns from typed records (others: from ready texts)",
        "row",
        "filling_xlsx:RECORDS",
        "openpyxl [T]",
        size=20_000,
        units=20_000,
        node=_NODE_XLSX,
        node_work="accounts",
        fresh=True,
        rounds=2,
        expected=data.account_rows(20_000)[-1]["number"],
    ),
    Case(
        "read-form",
        "A filled 附件1 into a checked record",
        "form",
        "reading_docx:FORM",
        "zipfile and lxml, parsed only",
        compare="times",
    ),
    Case(
        "read-foreign",
        "附件1 as other programs made it, in layouts of their own",
        "form",
        "reading_docx:FOREIGN",
        "",
        rounds=3,
    ),
    *map(_read_lists, (200, 2_000, 20_000)),
    Case(
        "read-xlsx",
        "A workbook of {size} rows (附件3)",
        "row",
        "reading_xlsx:LIST",
        "openpyxl, values",
        size=20_000,
        units=20_000,
        fresh=True,
        rounds=3,
    ),
    Case(
        "batches",
        "Batches on one and two processes, files written and read",
        "form",
        "batches:BATCHES",
        "docxtpl, 1 process",
        size=1_000,
        units=1_000,
        seconds=1.0,
        cpu=False,
    ),
    Case(
        "cost",
        "附件1 by kd.render_many in batches of growing size",
        "form",
        "batches:COST",
        "100 forms",
        compare="times",
        seconds=1.0,
        rounds=3,
    ),
    Case(
        "import",
        "A fresh interpreter",
        "run",
        "imports:IMPORTS",
        "bare Python",
        compare="beyond",
        seconds=0.5,
        cpu=False,
    ),
)
_QUICK_ROWS = 20
# Where many engines differ by their file alone, one or two show that they run.
_QUICK_ENGINES: Mapping[str, tuple[str, ...]] = {
    "batches:COST": ("100 forms",),
    "reading_docx:FOREIGN": tuple(reading_docx.FOREIGN)[:1],
    "reading_docx:LISTS": tuple(name for name in reading_docx.LISTS if name.startswith(_LONG)),
}


def shortened(cases: Sequence[Case]) -> tuple[Case, ...]:
    """The same cases with few rows and one round, one case for each mapping of engines: that all of them run."""
    expected: Mapping[str, str] = {
        "filling_list:LIST": _of_list(_QUICK_ROWS),
        "filling_xlsx:TABLE": _of_list(_QUICK_ROWS),
        "filling_xlsx:RECORDS": data.account_rows(_QUICK_ROWS)[-1]["number"],
    }
    made = {}
    for case in cases:
        rows = min(case.size, _QUICK_ROWS)
        units = min(case.units, _QUICK_ROWS)
        made[case.engines] = attrs.evolve(
            case,
            size=rows,
            units=units,
            seconds=0.0,
            rounds=1,
            expected=expected.get(case.engines, case.expected),
            only=_QUICK_ENGINES.get(case.engines, ()),
        )
    return tuple(made.values())


def engine_names(case: Case) -> list[str]:
    """The engines of a case in the order of its table."""
    known = engines(case.engines)
    ours = [name for name, engine in known.items() if engine.is_ours]
    names = [*(name for name in known if name not in ours), *case.node, *ours]
    return [name for name in names if name in case.only] if case.only else names


def is_ours(case: Case, name: str) -> bool:
    """Whether an engine is the library itself."""
    return name not in case.node and engines(case.engines)[name].is_ours


def prepare(folder: Path, cases: Sequence[Case]) -> None:
    """The templates and the data that the cases need."""
    templates.make_all(folder)
    templates_xlsx.make_all(folder)
    # One row is what those begin with whose rounds have new processes.
    sizes = {1, *(case.size for case in cases if case.node_work in ("list", "table"))}
    accounts = {1, *(case.size for case in cases if case.node_work == "accounts")}
    data.save_json(folder, sizes, accounts)
    for case in cases:
        for size in {1, case.size}:
            if case.engines == "reading_docx:LISTS":
                reading_docx.prepare_lists(folder, size)
            if case.engines == "reading_xlsx:LIST":
                reading_xlsx.prepare_list(folder, size)
