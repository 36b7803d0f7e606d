"""From what stood in the slots to values: ticks of one field together, one field in several places once."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import attrs

from kjfz_docs.codecs import Read, read_ticks
from kjfz_docs.findings import Finding
from kjfz_docs.grids.model import RichText
from kjfz_docs.records.masking import masked
from kjfz_docs.templating.pattern import Ambiguous, Capture, Pattern, Remembered, Slot, bare
from kjfz_docs.templating.skeleton import Loop

_DOTS = re.compile(r"[.·。…⋯‥、\s]*[.·…⋯‥][.·。…⋯‥、\s]*")


@attrs.frozen
class Value:
    """The value of one field as read from one pattern, and the captures it came from."""

    slot: Slot
    value: Any
    findings: tuple[Finding, ...]
    captures: tuple[Capture, ...]


def interpret(captures: Iterable[Capture], *, exact: bool = True) -> Mapping[str, Value]:
    """The values of the captures by the paths of their slots.

    ``exact``: the texts stand as the template has them, and are taken as they are.
    """
    if not isinstance(captures, Remembered):
        return _values(captures, exact=exact)
    found: Mapping[str, Value] | None = captures.memory.get((interpret, exact))
    if found is None:
        found = captures.memory[interpret, exact] = _values(captures, exact=exact)
    return found


def _values(captures: Iterable[Capture], *, exact: bool) -> Mapping[str, Value]:
    if isinstance(captures, tuple) and len(captures) == 1:
        return {captures[0].slot.path: _value(captures, exact=exact)}
    groups: dict[str, list[Capture]] = {}
    for capture in captures:
        groups.setdefault(capture.slot.path, []).append(capture)
    return {path: _value(group, exact=exact) for path, group in groups.items()}


def _value(group: Sequence[Capture], *, exact: bool) -> Value:
    slot = group[0].slot
    if slot.option is not None:
        read = read_ticks(slot.info, {str(capture.slot.option): capture.text for capture in group})
        return Value(slot, read.value, read.findings, tuple(group))
    if len(group) == 1:
        read = _read(group[0], exact=exact)
        return Value(slot, read.value, read.findings, tuple(group))
    reads = [_read(capture, exact=exact) for capture in group]
    findings = tuple(finding for read in reads for finding in read.findings)
    values = [read.value for read in reads if read.value is not None]
    if any(value != values[0] for value in values[1:]):
        findings += (conflict(slot, values[0], next(value for value in values if value != values[0])),)
    return Value(slot, values[0] if values else None, findings, tuple(group))


@functools.lru_cache(maxsize=1024)
def _lines_of(guidance: str) -> tuple[str, ...]:
    """The lines of guidance as they are compared."""
    return tuple(bare(line) for line in guidance.splitlines() if line.strip())


def _read(capture: Capture, *, exact: bool) -> Read[Any]:
    """What stood in a slot, without guidance that was left in; guidance inside a line is only reported."""
    slot, text = capture.slot, capture.text
    read = slot.codec.read_exact if exact else slot.codec.read
    guidance = _lines_of(slot.guidance) if slot.guidance else ()
    if not guidance:
        return read(text)
    said = bare(text.text)
    if not any(map(said.__contains__, guidance)):
        return read(text)
    if said == "".join(guidance):
        return Read(None)
    kept = "\n".join(line for line in text.text.split("\n") if bare(line) not in guidance)
    found = read(kept)
    label = slot.label
    code = "KD221" if any(line in bare(kept) for line in guidance) else "KD213"
    return attrs.evolve(found, findings=(*found.findings, Finding.of(code, label=label)))


def conflict(slot: Slot, first: Any, second: Any) -> Finding:
    """Two places of one field that say different things."""
    texts = [slot.codec.write(value) for value in (first, second)]
    if slot.info.meta.private:
        texts = [masked(text) for text in texts]
    return Finding.of("KD212", label=slot.label, first=texts[0], second=texts[1])


def blank_row(loop: Loop, value_of: Callable[[Slot], Any]) -> dict[str, Any]:
    """What a blank row of a list says of itself (第二批 in 附件5), by path; ``value_of`` gives the form's values."""
    said: dict[str, Any] = {}
    for shown, row in zip(loop.blank, loop.body, strict=False):
        if len(shown.cells) != len(row.cells):
            continue
        for blank, cell in zip(shown.cells, row.cells, strict=True):
            said.update(_said(blank.pattern, cell.pattern, value_of))
    return said


def _said(blank: Pattern, cell: Pattern, value_of: Callable[[Slot], Any]) -> Mapping[str, Any]:
    found = cell.match(RichText(blank.prints(value_of).strip()))
    if found is None or isinstance(found, Ambiguous):
        return {}
    return {path: value.value for path, value in interpret(found).items() if value.value is not None}


def is_dots(value: object) -> bool:
    """Whether a text only says “and so on”: ……"""
    return isinstance(value, str) and _DOTS.fullmatch(value.strip()) is not None


def says_nothing(values: Mapping[str, Any], blank: Mapping[str, Any]) -> bool:
    """Whether a row says no more than a blank row of the form does."""
    said = {path: value for path, value in values.items() if value is not None and not is_dots(value)}
    return not said or said == blank
