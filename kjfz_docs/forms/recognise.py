"""Which forms a file holds, and reading each of them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any

import attrs

from kjfz_docs.findings import Finding, Severity
from kjfz_docs.forms.form import Form
from kjfz_docs.forms.found import Found, in_file, place_of, with_doubts
from kjfz_docs.forms.stretches import stretches
from kjfz_docs.grids.model import Grid, Line
from kjfz_docs.grids.xlsx import CutShortError
from kjfz_docs.grids.xlsx_excerpt import Excerpt
from kjfz_docs.reading import exact, tolerant
from kjfz_docs.reading.added import set_apart
from kjfz_docs.reading.assemble import Assembled, assemble
from kjfz_docs.reading.fit import Fit
from kjfz_docs.reading.likeness import THRESHOLD, Seen, heading
from kjfz_docs.reading.plain_rows import is_fitted_alike, loop_of, plain_values, ready_rows
from kjfz_docs.reading.reading import Outcome, Reading
from kjfz_docs.reading.ready import ReadyRows
from kjfz_docs.reading.signatures import holds_added_line
from kjfz_docs.reading.swapped import exchanged
from kjfz_docs.reading.titles import with_whole_titles
from kjfz_docs.records.check import check
from kjfz_docs.records.fields import field_at, leaves, names_of_programme_and_cohort, programme_and_cohort
from kjfz_docs.records.masking import masked_numbers
from kjfz_docs.records.programme import Programme, with_more
from kjfz_docs.templating.identity import Identity, stated_identity
from kjfz_docs.templating.pattern import Ambiguous, bare
from kjfz_docs.templating.skeleton import segments

_SHOWN_MISSING = 3
_MARGIN = 0.2


@attrs.frozen(eq=False, slots=False)
class _Document:
    """A document while its forms are read: what was noticed before, its properties, its file."""

    findings: tuple[Finding, ...]
    properties: Mapping[str, str]
    file: str | None

    @cached_property
    def identity(self) -> Identity | None:
        """What its properties say it is."""
        return stated_identity(self.properties)

    def located(self, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """What was noticed before, and these findings, with the file's name in their places."""
        return in_file((*self.findings, *findings), self.file)


def readings(
    grid: Grid, noticed: Sequence[Finding], forms: Sequence[Form], file: str | None
) -> tuple[Reading[Any], ...]:
    """Every form of a document in order; one Reading that says NOT_RECOGNISED where there is none.

    ``noticed`` are findings about the file itself. Each form is sought by all versions of its template.
    """
    newest = {version: form for form in forms for version in form.versions}
    grid = _with_whole_titles(grid, tuple(newest))
    found = _readings(grid, noticed, tuple(newest), file)
    return tuple(
        attrs.evolve(reading, form=newest[reading.form]) if isinstance(reading.form, Form) else reading
        for reading in (each.reading for each in with_doubts(grid, found, file))
    )


def reading_of_excerpt(
    excerpt: Excerpt, noticed: Sequence[Finding], forms: Sequence[Form], file: str | None
) -> Reading[Any] | None:
    """The reading of a workbook that holds one long list as its template has it; None for any other."""
    newest = {version: form for form in forms for version in form.versions}
    found = _exact_excerpt(excerpt, noticed, tuple(newest), file)
    if found is None:
        return None
    form, fit, document = found
    values = plain_values(form.skeleton, form.labels, fit, excerpt)
    loop = loop_of(form.skeleton)
    info = field_at(form.record, loop.path.removesuffix(".*")) if loop is not None else None
    if values is None or info is None or info.row is None:
        return None
    if values.odd:
        excerpt = excerpt.without(values.odd)
        again = _exact_excerpt(excerpt, noticed, tuple(newest), file)
        if again is None or again[0] is not form or again[1].exact is not fit.exact:
            return None
        _, fit, document = again
        values = values.without_odd()
    fit, ready = ready_rows(form.skeleton, fit, excerpt, values, info.row)
    read = Found(_reading(form, fit, document, ready), excerpt.grid.lines)
    (whole,) = with_doubts(excerpt.grid, [read], file)
    return attrs.evolve(whole.reading, form=newest[form])


def _exact_excerpt(
    excerpt: Excerpt, noticed: Sequence[Finding], forms: Sequence[Form], file: str | None
) -> tuple[Form, Fit, _Document] | None:
    """The form whose template fits an excerpt one to one, if by that it fits the workbook, and no other does."""
    try:
        grid = _with_whole_titles(excerpt.grid, forms)
    except CutShortError:
        return None
    document = _Document((*noticed, *grid.findings, *_numbered(grid)), grid.properties, file)
    found = _exact(grid.lines, forms, document)
    if found is None or found[1].findings:
        return None  # labels are looked for in all of a workbook
    before = itertools.takewhile(lambda form: form is not found[0], forms)
    if not all(is_fitted_alike(form.skeleton, excerpt) for form in (*before, found[0])):
        return None
    return *found, document


def _with_whole_titles(grid: Grid, forms: Sequence[Form]) -> Grid:
    """The grid, a title of the forms that was broken over two lines as one of them."""
    named = _by_labels(forms)
    whole = with_whole_titles(grid.lines, lambda text: any(form.labels.is_title(text) for form in named))
    return attrs.evolve(grid, lines=whole)


def _readings(grid: Grid, noticed: Sequence[Finding], forms: Sequence[Form], file: str | None) -> list[Found]:
    document = _Document((*noticed, *grid.findings, *_numbered(grid)), grid.properties, file)
    found = _exact(grid.lines, forms, document)
    if found is not None:
        return [Found(_reading(*found, document), grid.lines)]
    read: list[Found] = []
    outside: list[Finding] = []
    named = _by_labels(forms)
    for lines in stretches(grid.lines, named):
        # All lines together were tried already.
        laid = None if lines == grid.lines else _exact(lines, forms, document)
        laid = laid or _tolerant(lines, named)
        said = [line for line in lines if not line.is_blank]
        if laid is not None:
            read.append(Found(_reading(*laid, document), lines))
        elif any(form.labels.is_title(heading(line)) for line in said for form in named):
            read.append(Found(_not_recognised(lines, named, document), lines))
        elif said:
            outside.append(tolerant.left_over(next(c for c in said[0].cells if c.text.strip())))
    if outside and any(each.reading.outcome is not Outcome.NOT_RECOGNISED for each in read):
        # Text around the forms is said once, at the first of them.
        read[0] = read[0].with_findings(in_file(outside, file))
    return _without_copies(read, document) or [
        Found(_not_recognised(grid.lines, named, document), grid.lines)
    ]


def _without_copies(read: Sequence[Found], document: _Document) -> list[Found]:
    """The readings without those that say the same as an earlier one, as of pages copied twice; with a finding."""
    kept: list[Found] = []
    for each in read:
        reading = each.reading
        same = next((n for n, other in enumerate(kept) if _is_copy(reading, other.reading)), None)
        if same is None:
            kept.append(each)
            continue
        title = reading.form.title_of(reading.record) if isinstance(reading.form, Form) else ""
        said = in_file([Finding.of("KD234", form=title)], document.file)
        merged = attrs.evolve(kept[same], lines=(*kept[same].lines, *each.lines))
        kept[same] = merged.with_findings(said)
    return kept


def _is_copy(reading: Reading[Any], other: Reading[Any]) -> bool:
    return (
        reading.outcome is other.outcome is Outcome.OK
        and reading.form is other.form
        and reading.record == other.record
        and reading.stated == other.stated
    )


def _by_labels(forms: Sequence[Form]) -> tuple[Form, ...]:
    """The templates whose labels are looked for: a workbook has those of the Word file, where the form has both."""
    words = {form.id for form in forms if not form.is_workbook}
    return tuple(form for form in forms if not form.is_workbook or form.id not in words)


def _numbered(grid: Grid) -> Iterator[Finding]:
    """A word on automatic numbers before text: they are printed, but are no part of it."""
    for line in grid.lines:
        for cell in line.cells:
            for paragraph in cell.paragraphs:
                if paragraph.number and paragraph.text:
                    yield Finding.of("KD220", where=cell.place)
                    return


def _exact(lines: Sequence[Line], forms: Sequence[Form], document: _Document) -> tuple[Form, Fit] | None:
    """The form whose template the lines fit one to one.

    In a file of our own every text is taken as it stands. One that somebody made after the official form has the same
    layout, but model rows, totals and 同上 in it are what they look like.
    """
    found = segments(tuple(lines))
    in_workbook = any(cell.place.cell is not None for line in lines[:1] for cell in line.cells)
    for form in forms:
        if form.is_workbook and not in_workbook:
            continue
        fit = exact.fit(form.skeleton, found)
        if fit is None:
            continue
        is_ours = document.identity is not None
        if holds_added_line(form.labels, fit, lines, is_ours=is_ours):
            return form, tolerant.fit(form.labels, lines)
        if is_ours:
            return form, fit
        if any(isinstance(each.captures, Ambiguous) for each in fit.fitted):
            continue  # rows typed as paragraphs may hide in a line of the form
        if tolerant.is_needed(form.labels, lines):
            return form, tolerant.fit(form.labels, lines)
        return form, attrs.evolve(fit, exact=False)
    return None


def _tolerant(lines: Sequence[Line], forms: Sequence[Form]) -> tuple[Form, Fit] | None:
    seen, others = Seen(lines), [form.labels for form in forms]
    scored = [
        (seen.score(form.labels, others), len(form.labels.all_anchors or form.labels.own_lines), -index)
        for index, form in enumerate(forms)
    ]
    best = max(scored, default=None)
    if best is None or best[0] < THRESHOLD:
        return None
    # Of forms that fit nearly as well, the one of which more stands there.
    best = max(
        (each for each in scored if each[0] > best[0] - _MARGIN), key=lambda each: (each[0] * each[1], each)
    )
    form = forms[-best[2]]
    return form, tolerant.fit(form.labels, lines)


def _reading(form: Form, fit: Fit, document: _Document, ready: ReadyRows | None = None) -> Reading[Any]:
    fit = set_apart(fit if fit.exact else exchanged(fit), form.labels)
    made = _with_identity(form, assemble(form.skeleton, fit, form.record, ready), document)
    findings = [
        *fit.findings,
        *_identity(form, made, document),
        *_terms(form, made),
        *_totals(made, form.printed_names),
        *made.findings,
    ]
    title = form.title_of(made.record)
    if made.is_blank and not made.findings and all(each.code != "KD206" for each in fit.findings):
        blank = Finding.of("KD202", form=title)
        return Reading(
            outcome=Outcome.BLANK_FORM,
            findings=document.located([*findings, blank]),
            form=form,
            title=title,
            file=document.file,
        )
    # That a field is blank follows where its value was withheld, and that was said.
    withheld = {finding.field for finding in findings if finding.severity is Severity.ERROR}
    rules = check(made.record, form.programmes, labels=form.printed_names)
    placed = [
        attrs.evolve(finding, where=finding.where or made.place_for(finding.field or ""))
        for finding in rules
        if not (finding.code == "KD401" and finding.field in withheld)
    ]
    name = place_of(document.file).file
    return Reading(
        outcome=Outcome.OK,
        record=made.record,
        findings=document.located([*findings, *placed]),
        provenance=MappingProxyType(made.provenance.in_file(name)),
        stated=made.stated,
        form=form,
        title=title,
        file=document.file,
    )


def _with_identity(form: Form, made: Assembled, document: _Document) -> Assembled:
    """Programme and cohort from the document's properties where no title says them."""
    stated = document.identity
    if stated is None or stated.form != form.id:
        return made
    known = {"programme": stated.programme, "cohort": stated.cohort}
    names = names_of_programme_and_cohort(form.record)
    given = {name: known[kind] for kind, name in names.items() if name not in made.provenance}
    return attrs.evolve(made, record=attrs.evolve(made.record, **given)) if given else made


def _identity(form: Form, made: Assembled, document: _Document) -> Iterator[Finding]:
    """Where the document's properties say another form or cohort than its content."""
    stated = document.identity
    if stated is None:
        return
    found = form.identity(*programme_and_cohort(made.record))
    if not {stated.programme, found.programme} & form.programmes.keys():
        stated = attrs.evolve(stated, programme=found.programme)  # the title of a programme nobody told us of
    if (stated.form, stated.programme, stated.cohort) != (found.form, found.programme, found.cohort):
        yield Finding.of("KD208", stated=stated.spoken, found=found.spoken)


def _terms(form: Form, made: Assembled) -> Iterator[Finding]:
    """Words of the programme that the paper prints otherwise (5万元 where the programme says 3万元)."""
    programme, cohort = programme_and_cohort(made.record)
    if form.programmes.get(programme) is None or form.programmes[programme].cohort(cohort) is None:
        return
    terms = form.terms(programme, cohort)
    for path, text, place in made.terms:
        known = getattr(terms, path.split(".", 1)[1])
        if known is not None and bare(text) != bare(known):
            shown = masked_numbers(text)[:40]
            yield Finding.of("KD230", where=place, raw=shown, stated=shown, expected=known)


def _totals(made: Assembled, labels: Mapping[str, str]) -> Iterator[Finding]:
    """Computed values that the paper states otherwise (合计); ``labels`` are what the form prints as their names."""
    unknown = {finding.field for finding in made.findings if finding.code in ("KD225", "KD226")}
    for name, stated in made.stated.items():
        computed = getattr(made.record, name)
        said = {path: value for path, _, value in leaves(stated)}
        for path, info, value in leaves(computed):
            field = f"{name}.{path}"
            if said[path] == value or field in unknown:
                continue
            shown = ["空白" if each is None else str(each) for each in (said[path], value)]
            yield Finding.of(
                "KD416",
                field=field,
                where=made.stated_places.get(field),
                label=info.called_as(labels.get(field) or path).label,
                stated=shown[0],
                value=shown[1],
                raw=shown[0],
            )


def _not_recognised(lines: Sequence[Line], forms: Sequence[Form], document: _Document) -> Reading[Any]:
    seen, others = Seen(lines), [form.labels for form in forms]
    nearest = max(forms, key=lambda form: seen.score(form.labels, others), default=None)
    if nearest is None:
        finding = Finding.of("KD201", nearest="", missing="")
    else:
        lacking = seen.missing(nearest.labels)
        shown = "、".join(lacking[:_SHOWN_MISSING]) + (" 等" if len(lacking) > _SHOWN_MISSING else "")
        finding = Finding.of("KD201", nearest=nearest.title, missing=shown or "标题")
    return Reading(outcome=Outcome.NOT_RECOGNISED, findings=document.located([finding]), file=document.file)


def with_programmes(forms: Sequence[Form], programmes: Sequence[Programme]) -> tuple[Form, ...]:
    """The forms, for more programmes than those they were made for."""
    if not programmes:
        return tuple(forms)
    return tuple(form.with_programmes(with_more(programmes, form.programmes)) for form in forms)
