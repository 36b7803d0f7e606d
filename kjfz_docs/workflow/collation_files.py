"""The files of a collation: every list by its form, and on request the sources of every value."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import attrs

from kjfz_docs.batches.filenames import distinct, safe_name
from kjfz_docs.errors import UnwritableError
from kjfz_docs.forms.api import render
from kjfz_docs.records.fields import field_at
from kjfz_docs.records.numerals import ordinal_text
from kjfz_docs.records.shown import label_of, text_of
from kjfz_docs.text_tables import TextTable, text_workbook
from kjfz_docs.workflow.entries import Source
from kjfz_docs.workflow.people import ROSTER
from kjfz_docs.workflow.roster import Roster
from kjfz_docs.workflow.together import write_together

if TYPE_CHECKING:
    from kjfz_docs.workflow.collate import Collation, Key

SOURCES = "来源.xlsx"
_HEADS = (("栏目", 44), ("汇总", 24), ("来源文件", 40), ("来源栏目", 40), ("位置", 20), ("原值", 24))
# What the name of a sheet may not have, and how long it may be.
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_LONGEST_TITLE = 31


def write_collation(
    collation: Collation, folder: str | os.PathLike[str], format: str, *, sources: bool, overwrite: bool
) -> tuple[Path, ...]:
    """Write the records of a collation into a folder, and the workbook of their sources."""
    named = [PurePosixPath(safe_name(f"{_called(collation, key)}.{format}")) for key in collation.records]
    paths = distinct([*named, PurePosixPath(SOURCES)] if sources else named)
    targets = [Path(folder, *path.parts) for path in paths]
    if not overwrite and (there := next((path for path in targets if os.path.lexists(path)), None)):
        raise FileExistsError(17, "exists already; nothing was written", os.fspath(there))

    def contents() -> Iterator[bytes]:
        for (form, _), record in collation.records.items():
            try:
                yield render(record, format, form=collation.forms[form], programmes=[collation.programme])
            except UnwritableError as error:
                raise UnwritableError(f"{form}.{error.field}", error.reason) from None
        if sources:
            yield text_workbook(_tables(collation))

    write_together(Path(folder), targets, contents())
    return tuple(targets)


def _called(collation: Collation, key: Key) -> str:
    form, cohort = collation.forms[key[0]], key[1]
    name = form.attachment or form.title_of(collation.records[key])
    return f"{name}-{ordinal_text(cohort)}" if cohort is not None else name


def _tables(collation: Collation) -> Iterator[TextTable]:
    taken: set[str] = set()
    for key in collation.records:
        title = _called(collation, key).translate(_FORBIDDEN)[:_LONGEST_TITLE].strip() or "表"
        number, name = 1, title
        while name.casefold() in taken:
            number += 1
            name = f"{title[: _LONGEST_TITLE - 5]}（{number}）"
        taken.add(name.casefold())
        yield TextTable(name, _HEADS, _rows(collation, key))
    if not taken:
        yield TextTable("来源", _HEADS, ())


def _rows(collation: Collation, key: Key) -> Iterator[tuple[str, ...]]:
    """A row for each source of each value, in the order of the record. Private values are masked."""
    form, record = collation.forms[key[0]], collation.records[key]
    for path, sources in collation.sources[key].items():
        info = field_at(form.record, path)
        if info is None:
            continue
        label = label_of(form.record, path, form.printed_names)
        made = text_of(_value(record, path), info, False)
        for source in sources:
            where = str(attrs.evolve(source.where, file=None))
            yield label, made, source.file, _label(collation, source), where, source.shown


def _label(collation: Collation, source: Source) -> str:
    """The field that a value comes from, in words; nothing for what the programme itself says."""
    if source.form == ROSTER:
        return label_of(Roster, source.path)
    form = collation.forms.get(source.form)
    return label_of(form.record, source.path, form.printed_names) if form is not None else ""


def _value(record: object, path: str) -> object:
    for name in path.split("."):
        record = record[int(name)] if isinstance(record, tuple | list) else getattr(record, name, None)
    return record
