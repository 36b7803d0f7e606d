"""A form: one record class and one template per file format. Nothing else."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

import attrs

from kjfz_docs.errors import Refused, TemplateError
from kjfz_docs.findings import Finding
from kjfz_docs.forms.locate import Portable, Source, portable, source_of
from kjfz_docs.grids import Grid, Opened, open_file, read_grid
from kjfz_docs.grids.sheets import shape
from kjfz_docs.reading.derived import labels_of
from kjfz_docs.reading.labels import Labels
from kjfz_docs.reading.titles import ATTACHMENT
from kjfz_docs.records import RECORDS
from kjfz_docs.records.fields import (
    fields_by_name,
    names_of_programme_and_cohort,
    programme_and_cohort,
    required_arguments,
)
from kjfz_docs.records.programme import BUILT_IN_PROGRAMMES, Programme
from kjfz_docs.templating.compile import skeleton
from kjfz_docs.templating.identity import Identity
from kjfz_docs.templating.pattern import Origin, Slot
from kjfz_docs.templating.skeleton import Block, Skeleton
from kjfz_docs.templating.terms import Terms, terms_of

# The words of so many programmes and cohorts are kept.
_MOST_KEPT = 100


class Form:
    """A form that can be written, recognised and read.

    ``record`` is any attrs class all of whose fields may be blank; ``docx`` a Word file with tags and ``xlsx`` a
    workbook with tags (a path, or the bytes of one; either may be left out). ``older`` are earlier templates of the
    form, which are read but no longer written. Immutable; may be shared by threads and pickled. A template is compiled
    on first use, and raises TemplateError where it is broken. TypeError where a form has no template at all, or the
    record is no attrs class, has fields without a default, or is not that of the built-in form of the same id.
    """

    def __init__(
        self,
        *,
        id: str,
        record: type,
        docx: Source | None = None,
        xlsx: Source | None = None,
        programmes: Mapping[str, Programme] = BUILT_IN_PROGRAMMES,
        older: Sequence[Source] = (),
    ) -> None:
        if docx is None and xlsx is None:
            raise TypeError(f"form {id!r} needs a template: docx=, xlsx= or both")
        if not attrs.has(record):
            raise TypeError(f"form {id!r}: record= takes an attrs class, not {record!r}")
        if RECORDS.get(id, record) is not record:
            raise TypeError(
                f"{id!r} is the id of the built-in form of {RECORDS[id].__name__}; choose another"
            )
        if needed := list(required_arguments(record)):
            names = ", ".join(needed)
            raise TypeError(
                f"form {id!r}: what may be blank needs a default (name: str | None = None): {names}"
            )
        self.id = id
        self.record: type = record
        self.programmes = MappingProxyType(dict(programmes))
        self._docx = docx
        self._xlsx = xlsx
        self._older = tuple(older)
        self._terms: dict[tuple[str, int], Terms] = {}

    def __repr__(self) -> str:
        return f"Form(id={self.id!r}, record={self.record.__name__})"

    def __reduce__(self) -> tuple[Any, ...]:
        programmes = tuple(self.programmes.items())
        older = tuple(map(portable, self._older))
        return _made, (self.id, self.record, portable(self._docx), portable(self._xlsx), programmes, older)

    def with_programmes(self, programmes: Mapping[str, Programme]) -> Form:
        """The same form for other programmes."""
        return Form(
            id=self.id,
            record=self.record,
            docx=self._docx,
            xlsx=self._xlsx,
            programmes=programmes,
            older=self._older,
        )

    @cached_property
    def versions(self) -> tuple[Form, ...]:
        """The form by each of its templates, those that write first."""
        older = (self._by(docx=source) for source in self._older)
        return (self, *((self._workbook,) if self._docx is not None and self._workbook else ()), *older)

    @cached_property
    def formats(self) -> Mapping[str, Form]:
        """The form by the template of each format that it can be written in: ``docx``, ``xlsx``."""
        found = {"docx": self if self._docx is not None else None, "xlsx": self._workbook}
        return MappingProxyType({name: form for name, form in found.items() if form is not None})

    @cached_property
    def _workbook(self) -> Form | None:
        if self._xlsx is None:
            return None
        return self if self._docx is None else self._by(xlsx=self._xlsx)

    @property
    def _sources(self) -> tuple[object, ...]:
        """What a form is made of."""
        return self.record, self._docx, self._xlsx, self._older, self.programmes

    def _by(self, *, docx: Source | None = None, xlsx: Source | None = None) -> Form:
        return Form(id=self.id, record=self.record, docx=docx, xlsx=xlsx, programmes=self.programmes)

    @property
    def is_workbook(self) -> bool:
        """Whether its template is a workbook."""
        return self._opened[0].kind == "xlsx"

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The printed names of the programmes by their ids."""
        return MappingProxyType({name: programme.title for name, programme in self.programmes.items()})

    @cached_property
    def template(self) -> bytes:
        """The bytes of its template, that of Word where it has both."""
        source = self._docx if self._docx is not None else self._xlsx
        assert source is not None
        return source if isinstance(source, bytes) else Path(source).read_bytes()

    @cached_property
    def skeleton(self) -> Skeleton:
        """The template as its reader sees it."""
        labels = self.printed_names
        return skeleton(self._opened[1], self.record, self.titles, labels=labels) if labels else self._bare

    @cached_property
    def _bare(self) -> Skeleton:
        """The template, its fields called as their class calls them."""
        return skeleton(self._opened[1], self.record, self.titles)

    @cached_property
    def printed_names(self) -> Mapping[str, str]:
        """What the template prints as the names of fields, where some have no label or unit of their own."""
        if all(slot.info.is_told for slot in self._bare.slots()):
            return MappingProxyType({})
        return MappingProxyType(labels_of(self._bare, self.record).printed)

    def check(self) -> tuple[Finding, ...]:
        """Everything that is wrong with the template, with places; empty for a sound one.

        Raises TemplateError only for a file that is neither a Word document nor a workbook.
        """
        from kjfz_docs.templating.lint import lint  # loads what only writing needs

        return tuple(
            finding
            for form in self.versions
            for finding in lint(
                form._opened[0].package, form._opened[1], self.record, self.titles, form.fields_used()
            )
        )

    def fields_used(self) -> Mapping[str, str]:
        """The fields that the template has a place for (``rows.*.name``), and what it prints as their names.

        Faulty tags are left out; a name is empty where nothing beside or above the tag says it.
        """
        used = self.skeleton_with_faults()
        printed = labels_of(used, self.record).printed
        return {path: printed.get(path, "") for path in used.paths}

    def skeleton_with_faults(self) -> Skeleton:
        """The template as far as it can be compiled, faulty tags taken as they were probably meant or left out."""
        return skeleton(self._opened[1], self.record, self.titles, [])

    @cached_property
    def formulas(self) -> frozenset[str]:
        """The formulas of its own, by their shapes: whoever copies or moves them renumbers their rows."""
        return frozenset(shape(cell.formula) for cell in self._opened[1].cells() if cell.formula)

    @cached_property
    def labels(self) -> Labels:
        """Its labels and where their values stand, for files whose layout was changed."""
        return labels_of(self.skeleton, self.record)

    @cached_property
    def fingerprint(self) -> str:
        """A short hash of the template's tags."""
        return self.skeleton.fingerprint()

    @cached_property
    def writer(self) -> Any:
        """The compiled template that writes it."""
        opened = self._opened[0]
        assert opened.package is not None
        if opened.kind == "xlsx":
            from kjfz_docs.writing.xlsx import XlsxWriter

            return XlsxWriter(self.template, opened.package)
        from kjfz_docs.writing.docx import DocxWriter

        return DocxWriter(self.template, opened.package, self.record, self.titles)

    @cached_property
    def verifier(self) -> Any:
        """The check of what is about to be written."""
        from kjfz_docs.writing.verify import Verifier

        return Verifier(self.skeleton, self.record)

    @cached_property
    def _opened(self) -> tuple[Opened, Grid]:
        """The template's file and grid, opened once for both sides."""
        try:
            opened = open_file(self.template)
            grid = read_grid(opened)
        except Refused as refused:
            raise TemplateError(f"the template of form {self.id!r}: {refused}", refused.findings) from None
        if opened.package is None:
            raise TemplateError(f"the template of form {self.id!r} is neither a Word document nor a workbook")
        return opened, grid

    @cached_property
    def attachment(self) -> str:
        """附件1 and so on, as printed above the title; empty where the template has none."""
        first = next((node for node in self.skeleton.nodes if isinstance(node, Block)), None)
        lines = (
            [line.prints(lambda _: None).strip() for line in first.lines if not line.slots] if first else []
        )
        return next((line for line in lines if ATTACHMENT.fullmatch(line)), "")

    @cached_property
    def title(self) -> str:
        """The title as printed for the cohort that the form was issued for; its id where it has none."""
        names, known = names_of_programme_and_cohort(self.record), fields_by_name(self.record)
        default = {kind: known[name].default for kind, name in names.items()}
        return self._title(default.get("programme", ""), default.get("cohort", 0))

    def title_of(self, record: Any) -> str:
        """The title as printed for a record's programme and cohort."""
        return self._title(*programme_and_cohort(record))

    def _title(self, programme: str, cohort: int) -> str:
        names = names_of_programme_and_cohort(self.record)
        printed = {names.get("programme"): programme, names.get("cohort"): cohort}
        terms = self.terms(programme, cohort)

        def value(slot: Slot) -> Any:
            return getattr(terms, slot.info.name) if slot.origin is Origin.TERM else printed.get(slot.path)

        titles = (title.prints(value).strip() for title in self.labels.titles)
        return next(filter(None, titles), self.id)

    def terms(self, programme: str, cohort: int) -> Terms:
        """The words of a programme and cohort that the template prints."""
        found = self._terms.get((programme, cohort))
        if found is None:
            if len(self._terms) >= _MOST_KEPT:
                self._terms.clear()
            found = self._terms[programme, cohort] = terms_of(self.programmes, programme, cohort)
        return found

    def identity(self, programme: str, cohort: int) -> Identity:
        """The identity of its documents for a programme and cohort."""
        return _identity(programme, cohort, self.id, self.fingerprint)


_identity = functools.lru_cache(maxsize=1_000)(Identity)


@functools.lru_cache(maxsize=64)
def _made(
    id_: str,
    record: type,
    docx: Portable,
    xlsx: Portable,
    programmes: tuple[tuple[str, Programme], ...],
    older: tuple[Portable, ...],
) -> Form:
    """A form that was pickled: one object for each content in a process, which compiles its templates once."""
    made = Form(
        id=id_,
        record=record,
        docx=source_of(docx),
        xlsx=source_of(xlsx),
        programmes=dict(programmes),
        older=[source for source in map(source_of, older) if source is not None],
    )
    from kjfz_docs.forms.builtin import forms  # which imports this module

    built_in = forms[id_].versions if id_ in forms else ()
    return next((form for form in built_in if form._sources == made._sources), made)
