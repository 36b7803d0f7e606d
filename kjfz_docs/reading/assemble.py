"""From captures to a record: values by codec, rows without blanks, one value for each field, every doubt kept."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import attrs

from kjfz_docs.codecs.base import doubt
from kjfz_docs.findings import Finding, Place, Severity
from kjfz_docs.grids.model import Cell, SpotInFile, place_at
from kjfz_docs.reading.fit import Fit, Fitted
from kjfz_docs.reading.ready import Laid, Places, PlacesAt, ReadyRows
from kjfz_docs.records.digits import has_exponent, trusted_digits
from kjfz_docs.records.fields import (
    SERIAL,
    FieldInfo,
    computed_parts,
    field_at,
    fields_of,
    general_path,
    normalise,
    normalises,
)
from kjfz_docs.records.making import maker_of_single
from kjfz_docs.records.masking import masked
from kjfz_docs.records.single import that_can_stand
from kjfz_docs.templating.pattern import Ambiguous, Origin, Slot
from kjfz_docs.templating.skeleton import Loop, Skeleton
from kjfz_docs.templating.values import Value, blank_row, conflict, interpret, is_dots, says_nothing


@attrs.frozen(eq=False, slots=False)
class Assembled:
    """A record as read, whether anything is filled in, and what was noticed.

    ``provenance`` is where values stand, ``blanks`` where the fields that were left blank have their places.
    """

    record: Any
    is_blank: bool
    findings: tuple[Finding, ...]
    provenance: PlacesAt | Places
    blanks: PlacesAt | Places
    stated: Mapping[str, Any]
    stated_places: Mapping[str, Place]
    terms: tuple[tuple[str, str, Place], ...]

    def place_for(self, path: str) -> Place | None:
        """Where a field stands, filled in or not; the first place of a part, a row, or of what lacks the field."""
        found = self.provenance.get(path) or self.blanks.get(path) or self._parts.get(path)
        return found or self._parts.get(path.rpartition(".")[0])

    @functools.cached_property
    def _parts(self) -> Mapping[str, Place]:
        """The first place of each part and row."""
        first: dict[str, tuple[Mapping[str, Place], str]] = {}
        for places in (self.provenance, self.blanks):
            for path in places:
                part = path
                while part := part.rpartition(".")[0]:
                    first.setdefault(part, (places, path))
        return {part: places[path] for part, (places, path) in first.items()}


@attrs.define(eq=False)
class _Gathered:
    """Values by path as they are collected."""

    values: dict[str, Any] = attrs.field(factory=dict)
    places: dict[str, Place | SpotInFile] = attrs.field(factory=dict)
    blanks: dict[str, Place | SpotInFile] = attrs.field(factory=dict)
    findings: list[Finding] = attrs.field(factory=list)
    beside: set[str] = attrs.field(factory=set)

    def take(self, path: str, value: Value, cell: Cell, findings: Iterable[Finding]) -> None:
        """The value of a field, from a cell."""
        self.findings.extend(findings)
        if value.value is None:
            self.blanks.setdefault(path, cell.spot)
            if value.slot.origin is Origin.COMPUTED:
                self.places.setdefault(path, cell.spot)  # a total that was left out is stated as blank
            return
        before = self.values.get(path)
        if before is None:
            self.values[path] = value.value
            self.places[path] = cell.spot
        elif before != value.value:
            self.findings.append(
                attrs.evolve(conflict(value.slot, before, value.value), field=path, where=cell.place)
            )


def assemble(skeleton: Skeleton, fit: Fit, record: type, ready: ReadyRows | None = None) -> Assembled:
    """Build the record of a class from a fit, with rows of a list that are records already."""
    form = _Gathered()
    rows: dict[tuple[str, int], _Gathered] = {}
    stated = _Gathered()
    terms: list[tuple[str, str, Place]] = []
    for fitted in fit.fitted:
        if not fitted.pattern.slots:
            continue
        is_odd = any(cell.findings or cell.worked_out or cell.raw is not None for cell in fitted.cells)
        for slot, target in _doubted(fitted, form, rows) if is_odd else ():
            target.findings.extend(
                attrs.evolve(finding, field=slot.path, where=cell.place)
                for cell in fitted.cells
                for finding in _of_cell(cell, slot)
            )
        if isinstance(fitted.captures, Ambiguous):
            target = form if fitted.row is None else _row_of(rows, fitted.pattern.slots[0].path, fitted.row)
            target.findings.extend(_ambiguous(fitted))
            continue
        # A form writes accounts as texts: a number that lost its last digits is not what it wrote.
        lost = is_odd and _has_lost_digits(fitted)
        for found in interpret(fitted.captures, exact=fit.exact and not lost).values():
            value = _withheld(found) if lost else found
            cell = fitted.cell(value.captures[0].start)
            if value.slot.origin is Origin.TERM:
                terms.append((value.slot.path, str(value.value or ""), cell.place))
                continue
            target = stated if value.slot.origin is Origin.COMPUTED else form
            if fitted.row is not None and "*" in value.slot.path:
                target = _row_of(rows, value.slot.path, fitted.row)
                if fitted.inherited or value.slot.info.meta.kind == SERIAL:
                    target.beside.add(value.slot.path)
            target.take(
                value.slot.path,
                value,
                cell,
                value.findings
                and [
                    attrs.evolve(finding, field=value.slot.path, where=finding.where or cell.place)
                    for finding in value.findings
                ],
            )
    made = _Gathered(dict(form.values), dict(form.places), dict(form.blanks), [*form.findings])
    kept = _kept_rows(skeleton, form.values, rows)
    made.findings.extend(_dots_left_out(rows, kept))
    laid = ready.laid([number for number, _ in kept[ready.path]]) if ready is not None else None
    for path, numbered in kept.items():
        for index, (number, gathered) in enumerate(numbered):
            index += ready.before(number) if ready is not None and ready.path == path else 0
            made.values.update(_numbered(gathered.values, index))
            made.places.update(_numbered(gathered.places, index))
            made.blanks.update(_numbered(gathered.blanks, index))
            made.findings.extend(
                attrs.evolve(finding, field=(finding.field or path).replace("*", str(index), 1))
                for finding in gathered.findings
            )
    counts = {path: len(numbered) for path, numbered in kept.items()}
    built, refused = build(record, made.values, "", counts, skeleton.labels, laid)
    findings = [*made.findings, *stated.findings]
    provenance, blanks = PlacesAt(made.places), PlacesAt(made.blanks)
    findings += [attrs.evolve(finding, where=provenance.get(finding.field or "")) for finding in refused]
    return Assembled(
        record=built,
        is_blank=not _said(record, made.values) and not any(kept.values()) and laid is None,
        findings=tuple(findings),
        provenance=provenance if laid is None else Places(provenance, laid, filled=True),
        blanks=blanks if laid is None else Places(blanks, laid, filled=False),
        stated=_stated(record, stated),
        stated_places=PlacesAt(stated.places),
        terms=tuple(terms),
    )


def _doubted(
    fitted: Fitted, form: _Gathered, rows: dict[tuple[str, int], _Gathered]
) -> Iterable[tuple[Slot, _Gathered]]:
    """The fields of a pattern whose cells have doubts of their own, and where their findings go."""
    if not any(cell.findings or cell.worked_out or isinstance(cell.raw, bool) for cell in fitted.cells):
        return
    for path, slot in {slot.path: slot for slot in fitted.pattern.slots}.items():
        if slot.origin is not Origin.TERM:
            in_row = fitted.row is not None and "*" in path
            yield slot, _row_of(rows, path, fitted.row or 0) if in_row else form


def _of_cell(cell: Cell, slot: Slot) -> Iterator[Finding]:
    """The doubts of a cell; a sum in the place of a text is one, too: somebody typed =1+1 and meant it.

    So is TRUE or FALSE, which nobody is called.
    """
    yield from cell.findings
    if cell.worked_out and slot.info.type not in (int, Decimal):
        yield Finding.of("KD238", severity=Severity.WARNING, raw=cell.formula)
    if isinstance(cell.raw, bool) and slot.info.type is str:
        yield doubt(slot.info, "KD321", cell.text, value=cell.text)


def _has_lost_digits(fitted: Fitted) -> bool:
    """Whether a cell of a workbook holds a number of more digits than Excel keeps."""
    return any(cell.raw is not None and has_exponent(cell.text) for cell in fitted.cells)


def _withheld(found: Value) -> Value:
    """What is left of such a number is no text."""
    if not isinstance(found.value, str) or not has_exponent(found.value):
        return found
    trusted = trusted_digits(found.value)
    info = found.slot.info
    finding = doubt(info, "KD314", found.value, trusted=trusted or "无", count=len(trusted))
    return attrs.evolve(found, value=None, findings=(*found.findings, finding))


def _row_of(rows: dict[tuple[str, int], _Gathered], path: str, number: int) -> _Gathered:
    key = (path.partition(".*")[0], number)
    found = rows.get(key)
    if found is None:
        found = rows[key] = _Gathered()
    return found


def _numbered(values: Mapping[str, Any], index: int) -> dict[str, Any]:
    return {path.replace("*", str(index), 1): value for path, value in values.items()}


def _ambiguous(fitted: Fitted) -> Iterable[Finding]:
    for path, slot in {slot.path: slot for slot in fitted.pattern.slots}.items():
        label = slot.label
        yield Finding.of("KD205", field=path, where=fitted.place(0), label=label)


def _kept_rows(
    skeleton: Skeleton, form: Mapping[str, Any], rows: Mapping[tuple[str, int], _Gathered]
) -> dict[str, list[tuple[int, _Gathered]]]:
    """The rows of each list with their numbers, without those that say no more than a blank one."""
    kept: dict[str, list[tuple[int, _Gathered]]] = {}
    for node in skeleton.nodes:
        if not isinstance(node, Loop):
            continue
        path = node.path.removesuffix(".*")

        def form_value(slot: Slot) -> Any:
            return form.get(slot.path)

        blank = blank_row(node, form_value)
        numbered = sorted((number, row) for (list_path, number), row in rows.items() if list_path == path)
        kept[path] = [(number, row) for number, row in numbered if _is_row(row, blank)]
    return kept


def _is_row(row: _Gathered, blank: Mapping[str, Any]) -> bool:
    """Whether a row says something: a value, or what could not be read; dots in its cells are neither."""
    doubted = any(not is_dots(finding.raw) for finding in row.findings)
    return doubted or not says_nothing(_own(row), blank)


def _dots_left_out(
    rows: Mapping[tuple[str, int], _Gathered], kept: Mapping[str, Sequence[tuple[int, _Gathered]]]
) -> Iterable[Finding]:
    """A note for each row that was left out though it says “and so on”, and nothing else that has a meaning."""
    of_record = {id(row) for numbered in kept.values() for _, row in numbered}
    for _, row in sorted(rows.items(), key=lambda item: item[0]):
        dots = [path for path, value in _own(row).items() if is_dots(value)]
        if dots and id(row) not in of_record:
            yield Finding.of("KD207", where=place_at(row.places[dots[0]]), kind="省略号")


def _own(row: _Gathered) -> dict[str, Any]:
    """What makes it a row: neither its serial number nor a cell merged over several rows does."""
    return {path: value for path, value in row.values.items() if path not in row.beside}


def _said(record: type, values: Mapping[str, Any]) -> bool:
    """Whether a person filled anything in: neither what the form prints of itself nor a default is that."""
    for path, value in values.items():
        info = field_at(record, path)
        if info is None or not (info.is_of_programme or (not info.optional and value == info.default)):
            return True
    return False


def build(
    cls: type,
    values: Mapping[str, Any],
    prefix: str,
    counts: Mapping[str, int] = MappingProxyType({}),
    labels: Mapping[str, str] = MappingProxyType({}),
    laid: Laid | None = None,
) -> tuple[Any, list[Finding]]:
    """A record of a class from values by path; a value that the class refuses becomes a finding.

    ``counts`` are the numbers of rows of its lists, ``labels`` what messages call its fields, ``laid`` rows of one of
    its lists that are records already.
    """
    if normalises(cls):
        try:
            single = maker_of_single(cls)
            made = None if single is None else _of_single(*single, values, prefix)
            if made is not None:
                return made, []
            return _built(cls, values, prefix, counts, labels, laid, held=False)
        except (TypeError, ValueError):
            pass  # one of the values; which one is told by trying each
    return _built(cls, values, prefix, counts, labels, laid, held=True)


def _of_single(
    make: Callable[..., Any], fields: Sequence[tuple[str, FieldInfo]], values: Mapping[str, Any], prefix: str
) -> Any:
    """A record without lists, of values each of which it can hold; None where one of them is no value at all."""
    given: list[Any] = []
    for path, info in fields:
        value = values.get(f"{prefix}{path}" if prefix else path)
        if value is not None:
            value = normalise(value, info, path)
            if value is None:
                return None  # the constructor says whether it stands for the default
        given.append(value)
    return make(*given)


def _built(
    cls: type,
    values: Mapping[str, Any],
    prefix: str,
    counts: Mapping[str, int],
    labels: Mapping[str, str],
    laid: Laid | None,
    *,
    held: bool,
) -> tuple[Any, list[Finding]]:
    """The record; ``held``: each value as it can be held, what is refused left out with a finding."""
    given: dict[str, Any] = {}
    findings: list[Finding] = []
    for info in fields_of(cls):
        path = f"{prefix}{info.name}"
        if info.record is not None:
            given[info.name], more = build(info.record, values, f"{path}.", labels=labels)
            findings += more
        elif info.row is not None:
            made = laid.by_index if laid is not None and laid.ready.path == path else {}
            indices = [n for n in range(counts.get(path, 0) + len(made)) if n not in made]
            built = [build(info.row, values, f"{path}.{index}.", labels=labels) for index in indices]
            by_index = {**made, **dict(zip(indices, (row for row, _ in built), strict=True))}
            given[info.name] = info.listed(by_index[index] for index in range(len(by_index)))
            findings += [finding for _, more in built for finding in more]
        else:
            value = values.get(path)
            if value is None:
                continue
            if held:
                value, more = _held(value, info, path, labels)
                findings += more
            if value is not None:
                given[info.name] = value
    return cls(**given), findings


def _held(value: Any, info: FieldInfo, path: str, labels: Mapping[str, str]) -> tuple[Any, list[Finding]]:
    """A value as the record holds it; what it refuses is left out, with a finding."""
    try:
        return normalise(value, info, path), []
    except (TypeError, ValueError):
        label = info.called_as(labels.get(general_path(path)) or path).label
    if isinstance(value, str):
        return normalise(that_can_stand(value), info, path), [Finding.of("KD324", field=path, label=label)]
    raw = masked(str(value)) if info.meta.private else str(value)
    return None, [Finding.of("KD304", field=path, label=label, raw=raw[:40])]


def _stated(record: type, stated: _Gathered) -> dict[str, Any]:
    """What the paper says of computed parts that have a place on it, as records of their classes."""
    printed = {path.split(".")[0] for path in stated.places}
    return {
        name: build(cls, stated.values, f"{name}.")[0]
        for name, cls in computed_parts(record).items()
        if name in printed
    }
