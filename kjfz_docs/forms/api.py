"""Writing and reading by form: what ``kd.write``, ``kd.read`` and their kin do."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO, TypeVar, overload

import attrs

from kjfz_docs.errors import Refused
from kjfz_docs.files import write_whole
from kjfz_docs.findings import Finding
from kjfz_docs.forms import builtin
from kjfz_docs.forms.form import Form
from kjfz_docs.forms.found import place_of
from kjfz_docs.forms.recognise import reading_of_excerpt, readings, with_programmes
from kjfz_docs.grids import Limits, Opened, as_legible, open_file, read_grid
from kjfz_docs.grids.compression import Compression, Compressor, compressor
from kjfz_docs.grids.refusal import naming
from kjfz_docs.grids.xlsx import workbook
from kjfz_docs.grids.xlsx_excerpt import excerpt
from kjfz_docs.reading.assemble import build
from kjfz_docs.reading.origin import Origin
from kjfz_docs.reading.reading import Outcome, Reading
from kjfz_docs.records.fields import (
    FieldInfo,
    fields_by_name,
    names_of_programme_and_cohort,
    programme_and_cohort,
)
from kjfz_docs.records.programme import Programme
from kjfz_docs.templating.pattern import Origin as SlotOrigin
from kjfz_docs.templating.skeleton import Loop
from kjfz_docs.templating.values import blank_row
from kjfz_docs.templating.view import context
from kjfz_docs.writing.guided_docx import Controls

R = TypeVar("R")
Source = str | os.PathLike[str] | bytes | BinaryIO
_FORMATS = ("docx", "xlsx")
# The blank rows of a list whose template does not say how many.
_BLANK_ROWS = 5


# ------------------------------------------------------------------ writing


def render(
    record: Any,
    format: str = "docx",
    *,
    form: Form | None = None,
    programmes: Sequence[Programme] = (),
    compression: Compression | None = None,
) -> bytes:
    """The document of a record as bytes.

    ``compression``: ``"zlib"``, ``"zlib-ng"`` or ``"isal"``, of which the last two come with the extra ``fast``; with
    None zlib-ng where it is installed, else zlib.

    Raises UnwritableError (naming the field) for a value that would not be read back, TypeError for an object that
    is no record of a known form, ValueError for an unknown format or compression, ModuleNotFoundError for a
    compression that is not installed.
    """
    return _rendered(
        record, _form_for(record, form, programmes, _format(format)), checked=True, by=compressor(compression)
    )


def write(
    record: Any,
    path: str | os.PathLike[str],
    *,
    form: Form | None = None,
    programmes: Sequence[Programme] = (),
    compression: Compression | None = None,
) -> Path:
    """Write the document of a record; the extension says the format. The file appears whole or not at all.

    Returns the path. Raises what :func:`render` raises, and OSError.
    """
    format_ = Path(path).suffix.lstrip(".")
    made = render(record, format_, form=form, programmes=programmes, compression=compression)
    return write_whole(path, made)


def blank(
    form: str | Form,
    format: str = "docx",
    *,
    cohort: int | None = None,
    programme: str | None = None,
    rows: int | None = None,
    guided: bool = False,
    programmes: Sequence[Programme] = (),
) -> bytes:
    """The official blank form as bytes.

    ``rows`` is the number of blank rows of each list (as issued if None; where the template has no rows for an empty
    list, five). ``guided``: a form that prevents mistakes
    and prints as the plain one does, with drop-down lists, check boxes and date pickers; in a workbook with lists,
    prompts and labels that are locked without a password.

    Raises KeyError for an unknown form, ValueError for an unknown format or a negative number of rows, TypeError for
    rows of a form without a list.
    """
    (whole,) = with_programmes([form if isinstance(form, Form) else form_by_id(form)], programmes)
    chosen = _by_format(whole, _format(format))
    known = fields_by_name(chosen.record)
    asked = {"cohort": cohort, "programme": programme}
    names = names_of_programme_and_cohort(chosen.record)
    if unknown := [kind for kind, value in asked.items() if value is not None and kind not in names]:
        raise TypeError(f"form {chosen.id!r} has no {', '.join(unknown)}")
    given: dict[str, Any] = {names[kind]: value for kind, value in asked.items() if value is not None}
    lists = [info for info in known.values() if info.row is not None]
    if rows is not None:
        if not lists:
            raise TypeError(f"form {chosen.id!r} has no list of rows")
        if not isinstance(rows, int):
            raise TypeError(f"rows: expected int, got {type(rows).__name__}")
        if rows < 0:
            raise ValueError(f"rows must not be negative, got {rows}")
    record = chosen.record(**given)
    for info in lists:
        blank_rows = _blank_rows(chosen, record, info, rows, guided=guided)
        if blank_rows is not None:
            given[info.name] = blank_rows
    return _rendered(chosen.record(**given), chosen, checked=False, guided=guided)


def _blank_rows(
    form: Form, record: Any, info: FieldInfo, count: int | None, *, guided: bool
) -> tuple[Any, ...] | None:
    """The blank rows of one list; None where the template prints its own."""
    path = f"{info.name}.*"
    loop = next((node for node in form.skeleton.nodes if isinstance(node, Loop) and node.path == path), None)
    if loop is None or info.row is None:
        return None
    issued = len(loop.blank) // len(loop.body)
    if count is None and issued and not guided:
        return None
    # What the form itself prints in a blank row (第二批 in 附件5) stands in these rows too.
    said = blank_row(loop, lambda slot: getattr(record, slot.path, None))
    row, _ = build(info.row, said, f"{path}.")
    return (row,) * (count if count is not None else issued or _BLANK_ROWS)


def form_by_id(name: str) -> Form:
    """A built-in form. Raises KeyError that lists the known ids."""
    try:
        return builtin.forms[name]
    except KeyError:
        raise KeyError(f"no form {name!r}; known: {', '.join(builtin.forms)}") from None


def _format(name: str) -> str:
    if name.lower() not in _FORMATS:
        raise ValueError(f"cannot write {name!r}; known formats: {', '.join(_FORMATS)}")
    return name.lower()


def _by_format(form: Form, format_: str) -> Form:
    """The form by its template of a format; ValueError where it has none."""
    found = form.formats.get(format_)
    if found is None:
        raise ValueError(
            f"form {form.id!r} has no template for {format_!r}; it has {', '.join(form.formats)}"
        )
    return found


def _form_for(record: Any, form: Form | None, programmes: Sequence[Programme], format_: str) -> Form:
    chosen = form or builtin.by_record.get(type(record))
    if chosen is None:
        raise TypeError(
            f"{type(record).__name__} is the record of no built-in form that can be written; pass form="
        )
    if not isinstance(record, chosen.record):
        raise TypeError(f"form {chosen.id!r} takes {chosen.record.__name__}, got {type(record).__name__}")
    return _by_format(with_programmes([chosen], programmes)[0], format_)


def _rendered(
    record: Any, form: Form, *, checked: bool, guided: bool = False, by: Compressor | None = None
) -> bytes:
    of = programme_and_cohort(record)
    terms, identity = form.terms(*of), form.identity(*of)
    if checked:
        form.verifier.verify(record, terms)
    made: bytes
    if form.is_workbook:
        fillable = frozenset(
            slot.path
            for slot in form.skeleton.slots()
            if slot.origin is SlotOrigin.FIELD and not slot.info.is_of_programme
        )
        names = context(record, terms, form.titles)
        made = form.writer.render(names, identity, guided=fillable if guided else None, by=by)
    elif guided:
        controls = Controls()
        names = context(record, terms, form.titles, controls.mark)
        made = form.writer.render_names(names, identity, controls.placed, by=by)
    else:
        made = form.writer.render(record, terms, identity, by=by)
    return made


# ------------------------------------------------------------------ reading


def read_all(
    source: Source,
    *,
    forms: Iterable[Form] | None = None,
    programmes: Sequence[Programme] = (),
    limits: Limits | None = None,
) -> tuple[Reading[Any], ...]:
    """Every form of a file in order; one Reading where there is none or the file was refused.

    ``source`` is a path, bytes or a binary file object. Raises OSError and TypeError only.
    """
    known = _told_apart(builtin.forms.values() if forms is None else forms)
    chosen = with_programmes(known, programmes)
    bounds = limits or Limits()
    name = _name(source)
    try:
        opened = open_file(source, bounds)
        legible = as_legible(opened)
        found = _found(legible, chosen, name)
    except Refused as refused:
        return (Reading(outcome=Outcome.REFUSED, findings=refused.findings, file=name),)
    path = os.path.abspath(source) if isinstance(source, (str, os.PathLike)) else None
    origin = Origin.of(opened.data, path)
    return tuple(attrs.evolve(reading, origin=origin) for reading in found)


def _found(opened: Opened, forms: Sequence[Form], name: str | None) -> tuple[Reading[Any], ...]:
    """The forms of an opened file; a workbook of one long list is read in part where that says it all."""
    if opened.kind != "xlsx":
        return readings(read_grid(opened), opened.findings, forms, name)
    with naming(opened.name):
        book = workbook(opened)
        part = excerpt(book)
        found = reading_of_excerpt(part, opened.findings, forms, name) if part is not None else None
        if found is not None:
            return (found,)
        grid = book.grid()
    return readings(grid, opened.findings, forms, name)


def _told_apart(forms: Iterable[Form]) -> tuple[Form, ...]:
    """The forms; TypeError where two that hold different records have the same id."""
    by_id: dict[str, Form] = {}
    known = tuple(forms)
    for form in known:
        other = by_id.setdefault(form.id, form)
        if other.record is not form.record:
            names = f"{other.record.__name__} and {form.record.__name__}"
            raise TypeError(
                f"two forms have the id {form.id!r}, those of {names}; choose another for one of them"
            )
    return known


def _name(source: Source) -> str | None:
    if isinstance(source, (str, os.PathLike)):
        return os.fspath(source)
    name = getattr(source, "name", None)
    return name if isinstance(name, str) else None


@overload
def read(
    source: Source,
    target: type[R],
    *,
    forms: Iterable[Form] | None = None,
    programmes: Sequence[Programme] = (),
    limits: Limits | None = None,
) -> Reading[R]: ...
@overload
def read(
    source: Source,
    target: None = None,
    *,
    forms: Iterable[Form] | None = None,
    programmes: Sequence[Programme] = (),
    limits: Limits | None = None,
) -> Reading[Any]: ...
def read(
    source: Source,
    target: type[Any] | None = None,
    *,
    forms: Iterable[Form] | None = None,
    programmes: Sequence[Programme] = (),
    limits: Limits | None = None,
) -> Reading[Any]:
    """The one form of a file; of blank and filled forms together, the filled one.

    With ``target`` (a record class) only that form is looked for among those the file holds. Several filled forms
    give the outcome SEVERAL. Raises OSError and TypeError only.
    """
    known = tuple(builtin.forms.values()) if forms is None else tuple(forms)
    if target is not None and all(form.record is not target for form in known):
        raise TypeError(f"{target!r} is the record of no form that can be read")
    found = read_all(source, forms=known, programmes=programmes, limits=limits)
    if target is not None:
        wanted = [reading for reading in found if _record_class(reading) is target]
        if not wanted and any(_record_class(reading) for reading in found):
            return _other_form(found[0], next(form for form in known if form.record is target))
        found = tuple(wanted) or found
    filled = [reading for reading in found if reading.outcome is Outcome.OK]
    if len(filled) > 1:
        file = found[0].file
        several = Finding.of("KD203", count=len(filled), where=place_of(file))
        return Reading(outcome=Outcome.SEVERAL, findings=(several,), file=file, origin=found[0].origin)
    if not filled:
        return found[0]
    unread = [reading for reading in found if reading.outcome is Outcome.NOT_RECOGNISED]
    others = tuple(finding for reading in unread for finding in reading.findings if finding.code == "KD201")
    return attrs.evolve(filled[0], findings=(*filled[0].findings, *others)) if others else filled[0]


def _record_class(reading: Reading[Any]) -> type | None:
    return reading.form.record if isinstance(reading.form, Form) else None


def _other_form(found: Reading[Any], wanted: Form) -> Reading[Any]:
    finding = Finding.of("KD231", where=place_of(found.file), wanted=wanted.title, found=found.title)
    return Reading(outcome=Outcome.NOT_RECOGNISED, findings=(finding,), file=found.file, origin=found.origin)
