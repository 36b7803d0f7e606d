"""Lint: everything that is wrong with a template, said before there is data."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kjfz_docs.codecs.choices import option_texts
from kjfz_docs.errors import KjfzError, TemplateError
from kjfz_docs.findings import Finding, Place, Severity
from kjfz_docs.grids.model import Grid
from kjfz_docs.grids.package import Package
from kjfz_docs.records.fields import field_paths
from kjfz_docs.templating.compile import skeleton
from kjfz_docs.templating.docx import parts_of, unrenderable
from kjfz_docs.templating.meaning import Scope
from kjfz_docs.templating.notes import check_notes
from kjfz_docs.templating.pattern import Literal, Origin, Pattern, Slot
from kjfz_docs.templating.skeleton import Block, CellNode, Loop, Row, Skeleton
from kjfz_docs.templating.tags import lone_braces, name_in
from kjfz_docs.templating.terms import Terms
from kjfz_docs.templating.view import context
from kjfz_docs.templating.xlsx import is_workbook
from kjfz_docs.templating.xlsx_notes import outside_cells
from kjfz_docs.templating.xlsx_unmovable import movable_sheet

# Tags in text that is deleted or hidden are rendered, and read by nobody.
_HIDING = frozenset({"KD209", "KD210"})
# The codes of tags that name no field.
_UNKNOWN = frozenset({"KD602", "KD607"})
_WORD = re.compile(r"[^\W_]+")
# A tick, the option that is printed beside it, and where.
_MisplacedTick = tuple[Slot, str, Place | None]


def lint(
    package: Package | None, grid: Grid, record: type, titles: Mapping[str, str], labels: Mapping[str, str]
) -> tuple[Finding, ...]:
    """Every fault of a template for a record class, in the order of the template; fields without a place last.

    ``labels`` are what the template prints as the names of fields, by their paths. What is only a consequence of
    another fault is not said again.
    """
    faults: list[Finding] = []
    compiled = skeleton(grid, record, titles, faults, labels)
    if package is not None:
        check_notes(package, Scope(record, titles, faults=faults))
        faults += outside_cells(package) if is_workbook(package) else ()
    faults += _braces(compiled)
    if not faults and not compiled.paths:
        return (Finding.of("KD620"),)
    faults += (each for each in grid.findings if each.code in _HIDING)
    told = {(each.where, each.raw) for each in faults}
    misplaced = list(_misplaced_ticks(compiled))
    doubts = (
        *_unanchored(compiled),
        *_untold(compiled, faults, misplaced),
        *_misplaced(misplaced),
        *_wordless(compiled),
        *_wrong_totals(compiled),
    )
    order: dict[Place | None, int] = {cell.place: index for index, cell in enumerate(grid.cells())}
    found = [*faults, *(each for each in doubts if (each.where, each.raw) not in told)]
    found.sort(key=lambda each: order.get(each.where, len(order)))
    if not faults and package is not None:
        found += _unrenderable(package, record, titles)
    return (*found, *_missing(compiled, record, faults))


# ------------------------------------------------------------------ fields without a place


def _missing(compiled: Skeleton, record: type, faults: Sequence[Finding]) -> Iterator[Finding]:
    """Fields that are written nowhere, so that their values would be lost; not those of a tag at fault."""
    meant = {name_in(each.raw or "").rpartition(".")[2] for each in faults}
    lacking = [
        (path, info)
        for path, info in field_paths(record)
        if path not in compiled.paths and not meant.intersection(path.split("."))
    ]
    needed = [path for path, info in lacking if not info.is_of_programme]
    said = needed if len(needed) <= _astray(compiled, faults) else ()
    for path, info in lacking:
        if path not in said:
            # Programme and cohort are carried by the identity of the document, too.
            severity = Severity.WARNING if info.is_of_programme else Severity.ERROR
            label = info.called_as(path).label
            name = f"“{path}”" + (f"（【{label}】）" if label != path else "")
            yield Finding.of("KD609", field=path, severity=severity, name=name)


def _astray(compiled: Skeleton, faults: Sequence[Finding]) -> int:
    """How many tags name no field, or one that has its place elsewhere: they may be meant for those that lack one."""
    tags = ((each.where, each.raw or "") for each in faults if each.code in _UNKNOWN)
    unknown = {(where, tag) for where, tag in tags if tag.startswith("{{")}
    slots = {
        (place, slot.source): slot.path for pattern, place in _placed(compiled) for slot in pattern.slots
    }
    sound = {path for key, path in slots.items() if key not in unknown}
    meant = [slots.get((where, tag), slots.get((None, tag))) for where, tag in unknown]
    return sum(1 for path in meant if path is None or path in sound)


# ------------------------------------------------------------------ cells without an anchor


def _unanchored(compiled: Skeleton) -> Iterator[Finding]:
    """Cells and lines that nothing names: no label left of them or above, and no words of their own."""
    earlier: list[Row] = []
    days = _lone_days(compiled)
    for index, node in enumerate(compiled.nodes):
        if isinstance(node, Block):
            yield from _lines(node, is_first=index == 0, days=days)
        elif isinstance(node, Row):
            yield from _cells(node, earlier)
            earlier.append(node)
        elif isinstance(node, Loop):
            for row in node.body:
                yield from _cells(row, earlier)
            yield from _same_heads(node, earlier)


def _lines(block: Block, *, is_first: bool, days: Sequence[Pattern]) -> Iterator[Finding]:
    """Lines that are a value and nothing else; the title names the form and no value of it.

    The only day that stands so, below a line with words, is that of the signature above it.
    """
    if not block.lines:
        yield from _alone(block.pattern, None)
    title = max(block.lines, key=lambda line: len(line.literal), default=None) if is_first else None
    named = signed = False
    for line, place in zip(block.lines, block.places, strict=True):
        if not named and not (signed and list(days) == [line]):
            yield from _alone(line, place)
        named = line is not title and bool(line.literal) and not line.slots
        signed = line is not title and bool(line.literal)


def _lone_days(compiled: Skeleton) -> list[Pattern]:
    """The lines that are a day and nothing else."""
    lines = [line for node in compiled.nodes if isinstance(node, Block) for line in node.lines]
    return [line for line in lines if line.is_whole and line.slots[0].info.type is dt.date]


def _cells(row: Row, earlier: Sequence[Row]) -> Iterator[Finding]:
    left: CellNode | None = None
    for cell in row.cells:
        if not cell.pattern.is_literal and not _is_label(left) and not _heads_of(cell, earlier):
            yield from _alone(cell.pattern, cell.place)
        left = cell


def _is_label(cell: CellNode | None) -> bool:
    return cell is not None and cell.pattern.is_literal and bool(cell.pattern.literal)


def _heads_of(cell: CellNode, earlier: Sequence[Row]) -> tuple[CellNode, ...]:
    """The heads of a column, the nearest first: labels above it that name no value beside them."""
    found: list[CellNode] = []
    for row in reversed(earlier):
        above = next(
            (each for each in row.cells if each.first <= cell.last and each.last >= cell.first), None
        )
        if above is None or above.pattern.slots:
            if found:
                break
            continue
        beside = next((each for each in row.cells if each.first == above.last + 1), None)
        if above.pattern.literal and not (beside is not None and beside.pattern.slots):
            found.append(above)
    return tuple(found)


def _same_heads(loop: Loop, earlier: Sequence[Row]) -> Iterator[Finding]:
    """Columns of a list that no head tells from one another, should somebody move them.

    One head merged over several columns is meant to name them all.
    """
    seen: dict[tuple[str, ...], CellNode] = {}
    for cell in (cell for row in loop.body for cell in row.cells if cell.pattern.is_whole):
        heads = _heads_of(cell, earlier)
        texts = tuple(head.pattern.literal for head in heads)
        if heads and seen.setdefault(texts, heads[0]) is not heads[0]:
            tag = cell.pattern.slots[0].source
            yield Finding.of("KD613", where=cell.place, raw=tag, tag=tag, label=texts[0])


def _alone(pattern: Pattern, place: Place | None) -> Iterator[Finding]:
    """A slot without any word beside it in its cell or paragraphs."""
    slots = [slot for slot in pattern.slots if slot.origin is Origin.FIELD]
    if slots and not any(isinstance(part, Literal) and part.text.strip() for part in pattern.parts):
        yield Finding.of("KD610", where=place, raw=slots[0].source, tag=slots[0].source)


# ------------------------------------------------------------------ braces that make no tag


def _braces(compiled: Skeleton) -> Iterator[Finding]:
    """Names in single braces and braces beside tags, which would be printed as they stand."""
    for pattern, place in _placed(compiled):
        for before, part in itertools.pairwise((None, *pattern.parts)):
            tag = before.source if isinstance(before, Slot) else ""
            for error in lone_braces(part.text, place, tag) if isinstance(part, Literal) else ():
                yield from error.findings


# ------------------------------------------------------------------ choices that cannot be told


def _untold(
    compiled: Skeleton, faults: Sequence[Finding], misplaced: Sequence[_MisplacedTick]
) -> Iterator[Finding]:
    """Choices some of whose options have no tick: an unmarked form could mean any of them.

    Not where that of another option stands in its place.
    """
    faulty = [fault.raw or "" for fault in faults]
    groups: dict[str, tuple[Slot, set[str], Place | None]] = {}
    for pattern, place in _placed(compiled):
        for slot in pattern.slots:
            if slot.option is not None:
                groups.setdefault(slot.path, (slot, set(), place))[1].add(slot.option)
    for slot, text, _ in misplaced:
        groups[slot.path][1].add(text)
    for slot, options, place in groups.values():
        lacking = [text for _, text in option_texts(slot.info) if text not in options]
        name = slot.path.rpartition(".")[2]
        if lacking and not any(name in raw for raw in faulty):
            yield Finding.of(
                "KD611",
                where=place,
                raw=slot.source,
                label=slot.label,
                lacking="、".join(lacking),
                tag=slot.source,
            )


def _placed(compiled: Skeleton) -> Iterator[tuple[Pattern, Place | None]]:
    for node in compiled.nodes:
        if isinstance(node, Block):
            yield from zip(node.lines, node.places, strict=True) if node.lines else ((node.pattern, None),)
            continue
        for row in node.body if isinstance(node, Loop) else (node,):
            yield from ((cell.pattern, cell.place) for cell in row.cells)


def _wordless(compiled: Skeleton) -> Iterator[Finding]:
    """Cells with several ticks of a choice and no word behind the first; the heads above may name single ones."""
    for pattern, place in _placed(compiled):
        ticks = [slot for slot in pattern.slots if slot.option is not None]
        is_choice = len(ticks) > 1 and len({slot.path for slot in pattern.slots}) == 1
        behind = pattern.parts[pattern.parts.index(ticks[0]) :] if is_choice else ()
        if is_choice and not any(isinstance(part, Literal) and _WORD.search(part.text) for part in behind):
            tag = ticks[0].source
            yield Finding.of("KD619", where=place, raw=tag, label=ticks[0].label, tag=tag)


def _misplaced_ticks(compiled: Skeleton) -> Iterator[_MisplacedTick]:
    """Ticks beside the text of another option."""
    for pattern, place in _placed(compiled):
        yield from ((slot, text, place) for slot, text in _tick_texts(pattern) if text != slot.option)


def _misplaced(ticks: Sequence[_MisplacedTick]) -> Iterator[Finding]:
    for slot, text, place in ticks:
        yield Finding.of(
            "KD614", where=place, raw=slot.source, tag=slot.source, option=slot.option, text=text
        )


def _tick_texts(pattern: Pattern) -> Iterator[tuple[Slot, str]]:
    """Each tick with the option printed for it: behind it, or before it where an option stands before the first.

    What stands before the first tick may be a label of all of them, and what was read behind a tick is no longer free.
    """
    parts = pattern.parts
    words = [_WORD.findall(part.text) if isinstance(part, Literal) else [] for part in parts]
    before: dict[str, bool] = {}
    taken = 0
    for index, part in enumerate(parts):
        if isinstance(part, Literal):
            continue
        front = words[index - 1][taken:] if index else []
        behind = words[index + 1] if index + 1 < len(parts) else []
        if part.path not in before:
            before[part.path] = _option_at(part, front, at_end=True) is not None
        said = _option_at(part, front if before[part.path] else behind, at_end=before[part.path])
        taken = 0 if before[part.path] or said is None else len(_WORD.findall(said))
        if said is not None and part.option is not None:
            yield part, said


def _option_at(slot: Slot, words: Sequence[str], *, at_end: bool) -> str | None:
    """The longest option of a field that words begin with, or end in."""
    found = [
        text
        for _, text in option_texts(slot.info)
        if (own := _WORD.findall(text)) and list(words[-len(own) :] if at_end else words[: len(own)]) == own
    ]
    return max(found, key=len, default=None)


def _wrong_totals(compiled: Skeleton) -> Iterator[Finding]:
    """Totals in the column of another field."""
    columns: tuple[CellNode, ...] = ()
    for node in compiled.nodes:
        if isinstance(node, Loop):
            columns = node.body[0].cells if len(node.body) == 1 else ()
        for cell in node.cells if isinstance(node, Row) else ():
            yield from _wrong_total(cell, columns)


def _wrong_total(cell: CellNode, columns: Sequence[CellNode]) -> Iterator[Finding]:
    """A total whose name is a field of the list, but not that of the column it stands in."""
    if not cell.pattern.is_whole or cell.pattern.slots[0].origin is not Origin.COMPUTED:
        return
    slot = cell.pattern.slots[0]
    fields = {each.pattern.slots[0].info.name: each for each in columns if each.pattern.is_whole}
    own = fields.get(slot.info.name)
    above = next(
        (each for each in fields.values() if (each.first, each.last) == (cell.first, cell.last)), None
    )
    if own is not None and above is not None and own is not above:
        label = above.pattern.slots[0].label
        yield Finding.of("KD615", where=cell.place, raw=slot.source, tag=slot.source, label=label)


# ------------------------------------------------------------------ what only rendering shows


def _unrenderable(package: Package, record: type, titles: Mapping[str, str]) -> Iterator[Finding]:
    """Headers, footers and tags over several runs are seen by the renderer alone: it writes a blank record."""
    try:
        blank: Any = context(record(), Terms(), titles)
        if is_workbook(package):
            movable_sheet(package)
            return
        for part in parts_of(package):
            part.render(blank)
    except TemplateError as error:
        yield from error.findings or [unrenderable(error)]
    except (KjfzError, AttributeError, TypeError, ValueError) as error:
        yield unrenderable(error)
