"""Where the forms of a file begin and end: at titles, at worksheets, beside one another, and without any title."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from kjfz_docs.forms.form import Form
from kjfz_docs.grids.model import Line
from kjfz_docs.reading import tolerant
from kjfz_docs.reading.likeness import THRESHOLD, Seen, heading
from kjfz_docs.reading.repeated import again, joined
from kjfz_docs.reading.side_by_side import apart
from kjfz_docs.templating.pattern import bare

_LONGEST_LINE = 300


def stretches(lines: tuple[Line, ...], forms: Sequence[Form]) -> Iterator[tuple[Line, ...]]:
    """The stretches of lines, each with a form or none; those of forms beside one another are cut apart."""
    known = [form.labels for form in forms]
    for stretch in again(joined(_titled(lines, forms), known), known):
        parts = apart(stretch, known)
        if parts is None:
            yield stretch
        else:
            yield from (each for part in parts for each in stretches(tuple(part), forms))


def _titled(lines: tuple[Line, ...], forms: Sequence[Form]) -> Iterator[tuple[Line, ...]]:
    """The lines cut before each title of a form (and the 附件N above it)."""
    attachments = {bare(form.attachment) for form in forms if form.attachment}
    cuts: list[int] = []
    for index, line in enumerate(lines):
        text = heading(line)
        if text and any(form.labels.is_title(text) for form in forms):
            start = index
            while start and (lines[start - 1].is_blank or bare(lines[start - 1].text) in attachments):
                start -= 1
            if line.is_row:
                start = _above_table(lines, cuts[-1] if cuts else 0, start, forms)
            cuts.append(max(start, cuts[-1] + 1) if cuts else start)
    cuts.extend(_sheet_cuts(lines, forms))
    bounds = [0, *sorted(set(cuts)), len(lines)]
    for start, end in itertools.pairwise(bounds):
        if start < end:
            yield lines[start:end]


def _above_table(lines: Sequence[Line], after: int, start: int, forms: Sequence[Form]) -> int:
    """Where a form begins whose title is in its table, but a line of it above: 填报人：… before any other table."""
    if any(line.is_row for line in lines[after:start]):
        return start
    for index in range(after, start):
        text = lines[index].text
        if len(text) <= _LONGEST_LINE and any(tolerant.has_line(form.labels, text) for form in forms):
            return index
    return start


def _sheet_cuts(lines: Sequence[Line], forms: Sequence[Form]) -> Iterator[int]:
    """Where a worksheet begins that holds a form by itself, with or without its title."""
    sheets = [line.cells[0].place.sheet if line.cells else None for line in lines]
    starts = [index for index in range(1, len(lines)) if sheets[index] and sheets[index] != sheets[index - 1]]
    others = [form.labels for form in forms]
    for start, end in itertools.pairwise([*starts, len(lines)]):
        seen = Seen(lines[start:end])
        if any(seen.score(labels, others) >= THRESHOLD for labels in others):
            yield start
