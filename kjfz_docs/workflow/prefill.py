"""Forms filled in advance with what a roster knows, ready to send out."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from kjfz_docs.batches.filenames import NamePattern, distinct
from kjfz_docs.errors import UnwritableError
from kjfz_docs.forms.api import form_by_id, render
from kjfz_docs.forms.form import Form
from kjfz_docs.reading.reading import Reading
from kjfz_docs.records.fields import (
    SERIAL,
    FieldInfo,
    fields_by_name,
    fields_of,
    leaves,
    names_of_programme_and_cohort,
    normalise,
)
from kjfz_docs.records.numerals import ordinal_text
from kjfz_docs.records.programme import Programme
from kjfz_docs.workflow.roster import Person, Roster
from kjfz_docs.workflow.together import write_together

_NAME, _COHORT = "name", "cohort"
# What a row has whatever it is about.
_OF_EVERY_ROW = (_COHORT, SERIAL)
_EXTRAS = ("form", "title", "number")


@attrs.frozen
class Prefilled:
    """A form that was written: where, the record it holds, and whom it is about (all of them for a list)."""

    path: Path
    record: Any
    people: tuple[Person, ...]


def prefill(
    form: str | Form,
    roster: Roster | Reading[Roster] | Iterable[Person],
    format: str | None = None,
    *,
    folder: str | os.PathLike[str] = ".",
    pattern: str | None = None,
    values: Mapping[str, Any] | None = None,
    overwrite: bool = False,
    programmes: Sequence[Programme] = (),
) -> tuple[Prefilled, ...]:
    """Write a form for each person of a roster, with what the roster knows in the fields of the same names.

    A list form is written once, with a row for each person. ``values`` are further fields of the form, the same in
    every file (``{"filled_by": "何文秀"}``). ``pattern`` names the files within ``folder`` (made where missing):
    fields of a person in braces, besides ``{form}`` (附件1), ``{title}`` and ``{number}`` (the place in the roster);
    ``{name}-{form}.docx`` unless given. Names that would be alike are numbered. ``format`` is ``docx`` or ``xlsx``;
    where it is not given, what the pattern ends in, else the first that the form has. All files appear, or none (where
    ``overwrite`` replaced files before the disk failed, those stay replaced).

    Raises KeyError for an unknown form; ValueError for a roster without people, a pattern that cannot be, a field
    of ``values`` that the form does not have or that the roster fills (the rows of a list), or a list of
    one cohort for people of several; FileExistsError unless ``overwrite``; UnwritableError (field of the roster); what
    ``roster`` raises if it is a Reading without a record; OSError.
    """
    chosen = form if isinstance(form, Form) else form_by_id(form)
    people, programme = _people(roster)
    if not people:
        raise ValueError("the roster has no people")
    lists = [info for info in fields_of(chosen.record) if info.row is not None]
    given = _given(chosen, values or {})
    if taken := [info.name for info in lists[:1] if info.name in given]:
        raise ValueError(f"values: {taken[0]} are those of the roster")
    if lists:
        made = [(_list(chosen, lists[0], people, programme, given), people)]
    else:
        made = [(_single(chosen, person, programme, given), (person,)) for person in people]
    format = format or _format_of(pattern, chosen)
    names = _names(pattern, format, chosen, made, is_list=bool(lists))
    targets = [Path(folder, *name.parts) for name in names]
    if not overwrite and (there := next((path for path in targets if os.path.lexists(path)), None)):
        raise FileExistsError(17, "exists already; nothing was written", os.fspath(there))

    def rendered() -> Iterator[bytes]:
        for number, (record, _) in enumerate(made):
            try:
                yield render(record, format, form=chosen, programmes=programmes)
            except UnwritableError as error:
                field = error.field if lists else f"rows.{number}.{error.field}"
                raise UnwritableError(field, error.reason) from None

    write_together(Path(folder), targets, rendered())
    return tuple(Prefilled(path, record, whom) for path, (record, whom) in zip(targets, made, strict=True))


def _people(roster: Any) -> tuple[tuple[Person, ...], str | None]:
    if isinstance(roster, Reading):
        if roster.record is None:
            roster.raise_for_findings()
        roster = roster.record
    if isinstance(roster, Roster):
        return roster.rows, roster.programme
    people = tuple(roster)
    for index, person in enumerate(people):
        if not isinstance(person, Person):
            raise TypeError(f"expected a Roster or Persons, got {type(person).__name__} at {index}")
    return people, None


# ------------------------------------------------------------------ what is known of a person, as a form has it


def _given(form: Form, values: Mapping[str, Any]) -> dict[str, Any]:
    known = fields_by_name(form.record)
    if unknown := values.keys() - known.keys():
        raise ValueError(f"form {form.id!r} has no {', '.join(sorted(unknown))}")
    return dict(values)


def _single(form: Form, person: Person, programme: str | None, given: Mapping[str, Any]) -> Any:
    return form.record(**{**_known(form.record, person), **_of_programme(form.record, programme), **given})


def _list(
    form: Form, rows: FieldInfo, people: Sequence[Person], programme: str | None, given: Mapping[str, Any]
) -> Any:
    assert rows.row is not None
    names = fields_by_name(rows.row)
    made = [rows.row(**_known(rows.row, person)) for person in people]
    if not any(info.meta.kind == _NAME and info.name in fields_by_name(Person) for info in names.values()):
        # A list of something else (districts) has one row for each that is known.
        made = [row for index, row in enumerate(made) if _is_known(row) and row not in made[:index]]
        if not made:
            known = fields_by_name(Person)
            wanted = (n for n, info in names.items() if n in known and info.meta.kind not in _OF_EVERY_ROW)
            reason = "the roster knows nothing for the rows of the list"
            raise UnwritableError(".".join(["rows.0", *itertools.islice(wanted, 1)]), reason)
    serial = next((name for name, info in names.items() if info.meta.kind == SERIAL), None)
    if serial is not None:
        made = [attrs.evolve(row, **{serial: number}) for number, row in enumerate(made, 1)]
    head = {**_cohort(form, people, given), **_of_programme(form.record, programme)}
    return form.record(**{**head, **given, rows.name: tuple(made)})


def _is_known(row: Any) -> bool:
    """Whether a row says more than what every row of the list does."""
    return any(value is not None and info.meta.kind not in _OF_EVERY_ROW for _, info, value in leaves(row))


def _cohort(form: Form, people: Sequence[Person], given: Mapping[str, Any]) -> dict[str, Any]:
    """The cohort of a list: that of its people, who must be of one."""
    name = names_of_programme_and_cohort(form.record).get(_COHORT)
    cohorts = sorted({person.cohort for person in people if person.cohort is not None})
    if name is None or name in given or not cohorts:
        return {}
    if len(cohorts) > 1:
        listed = "、".join(ordinal_text(number) for number in cohorts)
        raise ValueError(
            f"the roster has people of several cohorts ({listed}); pass roster.of_cohort({cohorts[0]})"
        )
    return {name: cohorts[0]}


def _of_programme(cls: type, programme: str | None) -> dict[str, Any]:
    name = names_of_programme_and_cohort(cls).get("programme")
    return {} if name is None or programme is None else {name: programme}


def _known(cls: type, source: Any) -> dict[str, Any]:
    """The fields of a record class that a source has by the same name and type and that are filled in."""
    known: dict[str, Any] = {}
    theirs = fields_by_name(source.__class__)
    for info in fields_of(cls):
        other = theirs.get(info.name)
        value = getattr(source, info.name, None) if other is not None else None
        if value is None or other is None:
            continue
        if info.record is not None:
            if other.record is not None:
                known[info.name] = info.record(**_known(info.record, value))
        elif info.row is None and info.type == other.type:
            known[info.name] = normalise(value, info, info.name)
    return known


# ------------------------------------------------------------------ names and files


def _format_of(pattern: str | None, form: Form) -> str:
    """The format that a pattern ends in, or the first that the form has."""
    stated = Path(pattern or "").suffix[1:].lower()
    return stated if stated in form.formats else next(iter(form.formats))


def _names(
    pattern: str | None,
    format: str,
    form: Form,
    made: Sequence[tuple[Any, Sequence[Person]]],
    *,
    is_list: bool,
) -> list[Any]:
    known = fields_by_name(Person)
    if pattern is None:
        pattern = f"{{form}}.{format}" if is_list else f"{{name}}-{{form}}.{format}"
    single = {name: info for name, info in known.items() if info.record is None}
    # A list is of several people: only what they share can name it.
    usable = {name: info for name, info in single.items() if not is_list or info.meta.kind == _COHORT}
    wanted = NamePattern(pattern, usable, _EXTRAS)
    if Path(pattern).suffix.lower() != f".{format.lower()}":
        raise ValueError(f"pattern {pattern!r}: expected a name that ends in .{format.lower()}")
    return distinct(
        wanted.name(
            {
                **{name: getattr(people[0], name) for name in usable},
                "form": form.attachment or form.title_of(record),
                "title": form.title_of(record),
                "number": number,
            }
        )
        for number, (record, people) in enumerate(made, 1)
    )
