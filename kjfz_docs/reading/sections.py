"""A report in one cell: headings on lines of their own, each followed by text, whatever people made of them.

Headings are found although renumbered, without their brackets, with a typo, or with the text behind a colon; the
choice among candidate lines keeps the template's order. A heading that is gone leaves a finding, since where its
section begins is then unknown.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

import attrs

from kjfz_docs.findings import Finding, Severity
from kjfz_docs.grids.model import Cell, RichText
from kjfz_docs.reading.words import is_numbered, key, resembles, short_key, typos, without_number
from kjfz_docs.records.masking import masked_numbers
from kjfz_docs.templating.pattern import Capture, Literal, Part, Pattern, Slot

# A heading is no longer than this; a longer line is text.
_LONGEST_HEADING = 24
_EXACT, _INLINE, _TYPO, _REWORDED = 12, 9, 6, 3
_LIKE = 0.5
# A stretch of guidance shorter than this may be anyone's words.
_SHORTEST_GUIDANCE = 8


@attrs.frozen
class _Section:
    """A slot and the names of its heading; ``above`` are headings of groups before it."""

    slot: Slot
    names: tuple[str, ...]
    above: tuple[str, ...]


@attrs.frozen
class _Line:
    """One line of the text: where it starts, and what it says."""

    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@attrs.frozen
class _Said:
    """A line as headings are compared: without its number, what stands before its colon, whether it has a number."""

    name: str
    head: str | None
    is_numbered: bool

    @classmethod
    def of(cls, text: str) -> _Said:
        plain = without_number(text)
        head, colon, _ = plain.replace("：", ":").partition(":")
        return cls(short_key(plain), short_key(head) if colon else None, is_numbered(text.strip()))


@attrs.frozen
class _Heading:
    """A line taken for the heading of a section; its text begins at ``body``."""

    line: int
    body: int
    score: int


@functools.lru_cache(maxsize=1024)
def is_report(pattern: Pattern) -> bool:
    """Whether every slot of a pattern is a text under a heading of its own."""
    parts = pattern.parts
    if len(pattern.slots) < 2 or len(parts) != 2 * len(pattern.slots):
        return False
    return all(
        isinstance(head, Literal) and head.ends_line and isinstance(slot, Slot) and slot.codec.shape() is None
        for head, slot in zip(parts[::2], parts[1::2], strict=True)
    )


def has_heading(pattern: Pattern, text: str) -> bool:
    """Whether a line of a text is the heading of a section, as printed but for its number and brackets."""
    names = {name for section in _sections(pattern) for name in section.names}
    return any(short_key(without_number(line)) in names for line in text.split("\n"))


def is_heading(pattern: Pattern, text: str) -> bool:
    """Whether a text is the heading of a section and nothing else, whatever people made of its words."""
    if not is_report(pattern):
        return False
    line = _Line(0, " ".join(text.split()))
    said = _Said.of(line.text)
    found = (_heading(section, 0, line, said) for section in _sections(pattern))
    return any(heading is not None and heading.body == line.end for heading in found)


def joined(pattern: Pattern, cells: Sequence[Cell]) -> RichText:
    """The cells of a value as one text; a heading that fills a cell is one line of it, as narrow as its cell may be."""
    texts = [cell.rich for cell in cells]
    if len(cells) > 1 and is_report(pattern):
        texts = [
            RichText(each.text.replace("\n", " "), each.spans) if is_heading(pattern, each.text) else each
            for each in texts
        ]
    return RichText.join(texts)


def take_sections(pattern: Pattern, text: RichText) -> tuple[tuple[Capture, ...], list[Finding]]:
    """The sections of a report, and a finding for each heading or stretch of text that is not clear."""
    sections = _sections(pattern)
    lines = tuple(_lines(text.text))
    chosen = _choose(sections, lines)
    if not any(chosen):
        return _without_headings(sections, text)
    captures: list[Capture] = []
    findings: list[Finding] = []
    groups = {name for section in sections for name in section.above}
    for index, (section, heading) in enumerate(zip(sections, chosen, strict=True)):
        if heading is None:
            findings.append(_about("KD204", section.slot))
            owner = next((s for s, h in zip(sections[index::-1], chosen[index::-1], strict=True) if h), None)
            if owner is not None:
                findings.append(_about("KD205", owner.slot, Severity.WARNING))
            captures.append(Capture(section.slot, RichText("")))
            continue
        following = next((other for other in chosen[index + 1 :] if other is not None), None)
        last = following.line if following is not None else len(lines)
        captures.append(_capture(section, text, lines, heading, last, groups, findings))
    findings += _before(sections, chosen, lines, groups, captures, text)
    return tuple(captures), findings


@functools.lru_cache(maxsize=256)
def _sections(pattern: Pattern) -> tuple[_Section, ...]:
    return tuple(map(_section, pattern.parts[::2], pattern.parts[1::2]))


def _section(head: Part, slot: Part) -> _Section:
    assert isinstance(head, Literal)
    assert isinstance(slot, Slot)
    printed = [line for line in head.text.splitlines() if line.strip()]
    names = (printed[-1], slot.info.meta.label, *slot.info.meta.aliases)
    heads = dict.fromkeys(short_key(without_number(name)) for name in names if name)
    above = tuple(short_key(without_number(line)) for line in printed[:-1])
    return _Section(slot, tuple(name for name in heads if name), above)


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield _Line(start, line)
        start += len(line) + 1


def _choose(sections: Sequence[_Section], lines: Sequence[_Line]) -> list[_Heading | None]:
    """The headings that fit best, in the order of the template: one line for each section, or none."""
    said = [(line, _Said.of(line.text)) for line in lines]
    candidates = [
        [_heading(section, index, *each) for index, each in enumerate(said)] for section in sections
    ]
    # best[s]: for the first s sections, the score and choice by the line that the last heading stands in.
    best: dict[int, tuple[int, tuple[_Heading | None, ...]]] = {-1: (0, ())}
    for found in candidates:
        following: dict[int, tuple[int, tuple[_Heading | None, ...]]] = {}
        for last, (score, chosen) in best.items():
            for option in (None, *(each for each in found if each is not None and each.line > last)):
                at = last if option is None else option.line
                total = score + (option.score if option is not None else 0)
                if at not in following or following[at][0] < total:
                    following[at] = (total, (*chosen, option))
        best = following
    return list(max(best.values(), key=lambda each: each[0])[1])


def _heading(section: _Section, index: int, line: _Line, said: _Said) -> _Heading | None:
    bonus = int(said.is_numbered)
    if said.name in section.names:
        return _Heading(index, line.end, _EXACT + bonus)
    if said.head in section.names:
        body = line.start + max(line.text.find(":"), line.text.find("：")) + 1
        return _Heading(index, body, _INLINE + bonus)
    if not said.name or len(said.name) > _LONGEST_HEADING:
        return None
    counts = (typos(said.name, name) for name in section.names)
    errors = min((count for count in counts if count is not None), default=None)
    if errors is not None:
        return _Heading(index, line.end, _TYPO - errors + bonus)
    is_short = len(said.name) <= _LONGEST_HEADING // 2 and not line.text.rstrip().endswith(("。", "；", ";"))
    if bonus and is_short and any(resembles(said.name, name, _LIKE) for name in section.names):
        return _Heading(index, line.end, _REWORDED)
    return None


def _capture(
    section: _Section,
    text: RichText,
    lines: Sequence[_Line],
    heading: _Heading,
    last: int,
    groups: set[str],
    findings: list[Finding],
) -> Capture:
    """The text between a heading and the next, without the headings of groups and pieces of guidance."""
    kept: list[RichText] = []
    if heading.body < lines[heading.line].end:
        kept.append(text.slice(heading.body, lines[heading.line].end))
    for line in lines[heading.line + 1 : last]:
        if short_key(without_number(line.text)) not in groups:
            kept.append(text.slice(line.start, line.end))
    start = lines[heading.line + 1].start if heading.line + 1 < last else heading.body
    return without_guidance(Capture(section.slot, _stripped(RichText.join(kept)), start), findings)


def _stripped(text: RichText) -> RichText:
    plain = text.text
    left = len(plain) - len(plain.lstrip())
    return text.slice(left, max(left, len(plain.rstrip())))


def _before(
    sections: Sequence[_Section],
    chosen: Sequence[_Heading | None],
    lines: Sequence[_Line],
    groups: set[str],
    captures: list[Capture],
    text: RichText,
) -> Iterator[Finding]:
    """Text before the first heading: the first section's where its heading is gone, else nobody's."""
    first = next((heading.line for heading in chosen if heading is not None), 0)
    left = [line for line in lines[:first] if short_key(without_number(line.text)) not in groups]
    if not left:
        return
    if chosen[0] is None:
        joined = RichText.join(text.slice(line.start, line.end) for line in left)
        captures[0] = Capture(sections[0].slot, _stripped(joined), left[0].start)
        yield _about("KD205", sections[0].slot, Severity.WARNING)
        return
    raw = masked_numbers(left[0].text.strip())[:40]
    yield Finding.of("KD206", field=sections[0].slot.path, raw=raw)


def _without_headings(
    sections: Sequence[_Section], text: RichText
) -> tuple[tuple[Capture, ...], list[Finding]]:
    """A report without any heading: all of it stands in the first section, and every section is doubted."""
    if not text.text.strip():
        return tuple(Capture(section.slot, RichText("")) for section in sections), []
    captures = [Capture(section.slot, RichText("")) for section in sections]
    captures[0] = Capture(sections[0].slot, _stripped(text))
    findings = [_about("KD205", sections[0].slot, Severity.WARNING)]
    return tuple(captures), findings + [_about("KD204", section.slot) for section in sections[1:]]


def _about(code: str, slot: Slot, severity: Severity | None = None) -> Finding:
    return Finding.of(code, field=slot.path, severity=severity, label=slot.label)


def without_guidance(capture: Capture, findings: list[Finding]) -> Capture:
    """A section without lines that are stretches of the form's guidance: what is left where it was deleted in part.

    The whole guidance is the codec's matter: it may be all that stands there.
    """
    guidance = key(capture.slot.guidance or "")
    lines = list(_lines(capture.text.text))
    kept = [
        line
        for line in lines
        if key(line.text) == guidance
        or len(key(line.text)) < _SHORTEST_GUIDANCE
        or key(line.text) not in guidance
    ]
    if len(kept) == len(lines):
        return capture
    findings.append(_about("KD213", capture.slot))
    text = RichText.join(capture.text.slice(line.start, line.end) for line in kept)
    return attrs.evolve(capture, text=text)
