"""Lint: everything that is wrong with a template, said before there is data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import jinja2

from kjfz_docs.codecs.choices import option_texts
from kjfz_docs.errors import KjfzError, TemplateError
from kjfz_docs.findings import Finding, Place
from kjfz_docs.grids.model import Grid
from kjfz_docs.grids.package import Package
from kjfz_docs.records.fields import field_paths
from kjfz_docs.templating.compile import skeleton
from kjfz_docs.templating.docx import compile_parts
from kjfz_docs.templating.pattern import Literal, Origin, Pattern, Slot
from kjfz_docs.templating.skeleton import Block, CellNode, Loop, Row, Skeleton
from kjfz_docs.templating.terms import Terms
from kjfz_docs.templating.view import context
from kjfz_docs.templating.xlsx import is_workbook
from kjfz_docs.templating.xlsx_unmovable import movable_sheet


def lint(package: Package | None, grid: Grid, record: type, titles: Mapping[str, str]) -> tuple[Finding, ...]:
    """Every fault of a template for a record class, in the order of the template; fields without a place last."""
    faults: list[Finding] = []
    compiled = skeleton(grid, record, titles, faults)
    found = [*faults, *_unanchored(compiled), *_untold(compiled)]
    if not faults and package is not None:
        found += _unrenderable(package, record, titles)
    return (*found, *_missing(compiled, record))


# ------------------------------------------------------------------ fields without a place


def _missing(compiled: Skeleton, record: type) -> Iterator[Finding]:
    """Fields that are written nowhere, so that their values would be lost."""
    for path, info in field_paths(record):
        # What cannot be blank (programme, cohort) is carried by the identity of the document.
        if path not in compiled.paths and info.optional:
            yield Finding.of("KD609", field=path, label=info.meta.label or path, name=path)


# ------------------------------------------------------------------ cells without an anchor


def _unanchored(compiled: Skeleton) -> Iterator[Finding]:
    """Cells that nothing names: neither a label left of them nor one above, nor words of their own."""
    earlier: list[Row] = []
    for node in compiled.nodes:
        if isinstance(node, Block):
            yield from _alone(node.pattern, node.place)
        elif isinstance(node, Row):
            yield from _cells(node, earlier)
            earlier.append(node)
        elif isinstance(node, Loop):
            for row in node.body:
                yield from _cells(row, earlier)


def _cells(row: Row, earlier: list[Row]) -> Iterator[Finding]:
    labelled = False
    for cell in row.cells:
        if cell.pattern.is_literal:
            labelled = labelled or bool(cell.pattern.literal)
        elif not labelled and not any(_names(other, cell) for above in earlier for other in above.cells):
            yield from _alone(cell.pattern, cell.place)


def _names(label: CellNode, cell: CellNode) -> bool:
    shared = min(label.last, cell.last) - max(label.first, cell.first) + 1
    return bool(label.pattern.literal) and shared > 0


def _alone(pattern: Pattern, place: Place | None) -> Iterator[Finding]:
    """A slot without any word beside it in its cell or paragraphs."""
    slots = [slot for slot in pattern.slots if slot.origin is Origin.FIELD]
    if slots and not any(isinstance(part, Literal) and part.text.strip() for part in pattern.parts):
        yield Finding.of("KD610", where=place, raw=slots[0].source, tag=slots[0].source)


# ------------------------------------------------------------------ choices that cannot be told


def _untold(compiled: Skeleton) -> Iterator[Finding]:
    """Choices some of whose options have no tick: an unmarked form could mean any of them."""
    groups: dict[str, tuple[Slot, set[str], Place | None]] = {}
    for pattern, place in _placed(compiled):
        for slot in pattern.slots:
            if slot.option is not None:
                groups.setdefault(slot.path, (slot, set(), place))[1].add(slot.option)
    for slot, options, place in groups.values():
        lacking = [text for _, text in option_texts(slot.info) if text not in options]
        if lacking:
            yield Finding.of(
                "KD611",
                where=place,
                raw=slot.source,
                label=slot.info.meta.label or slot.path,
                lacking="、".join(lacking),
                tag=slot.source,
            )


def _placed(compiled: Skeleton) -> Iterator[tuple[Pattern, Place | None]]:
    for node in compiled.nodes:
        if isinstance(node, Block):
            yield node.pattern, node.place
            continue
        for row in node.body if isinstance(node, Loop) else (node,):
            yield from ((cell.pattern, cell.place) for cell in row.cells)


# ------------------------------------------------------------------ what only rendering shows


def _unrenderable(package: Package, record: type, titles: Mapping[str, str]) -> Iterator[Finding]:
    """Headers, footers and tags over several runs are seen by the renderer alone: it writes a blank record."""
    try:
        blank: Any = context(record(), Terms(), titles)
        if is_workbook(package):
            movable_sheet(package)
            return
        for part in compile_parts(package):
            part.render(blank)
    except TemplateError as error:
        yield from error.findings or [Finding.of("KD612", detail=" ".join(str(error).split()))]
    except (jinja2.TemplateError, KjfzError, AttributeError, TypeError, ValueError) as error:
        yield Finding.of("KD612", detail=" ".join(str(error).split()))
