"""A cell that holds the form's own words and values, taken apart although people changed the words.

The pattern as printed comes first. Where it does not fit, the labels inside the cell (开户行：) cut the text, values
of a known shape (a date, an account) claim theirs, lines that are the form's own ((盖章)) go, and the one free
text takes the rest. What stays unexplained is a finding.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from kjfz_docs.findings import Finding, Severity
from kjfz_docs.grids.model import RichText
from kjfz_docs.reading.sections import has_heading, is_report, take_sections, without_guidance
from kjfz_docs.reading.tick_cells import WholeCell, printed_options
from kjfz_docs.reading.words import key
from kjfz_docs.records.fields import masked_numbers
from kjfz_docs.records.rules import says_nothing
from kjfz_docs.records.units import unit_in
from kjfz_docs.templating.pattern import Ambiguous, Capture, Literal, Pattern, Slot, bare

_SEAL_WORDS = (
    r"\s*(?:单\s*位|企\s*业|部\s*门|签\s*字)?\s*(?:公\s*章|签\s*章|盖\s*章|签\s*字|签\s*名)\s*(?:处)?\s*"
)
_SEAL = re.compile(rf"[(（【\[]?{_SEAL_WORDS}[)）】\]]?\s*[:：]?")
# The same in brackets behind an opinion: 同意。（盖章）
_SEAL_AT_END = re.compile(rf"[(（【\[]{_SEAL_WORDS}[)）】\]]\s*[:：]?$")
_PUNCTUATION = " \t\n\u3000\xa0,，;；。.、:："
_DIVIDERS = " \t\n\u3000\xa0,，;；、"
# A private number with a slip in it: a letter, an exponent, too few digits.
LIKE_A_NUMBER = re.compile(r"['’‘`]?[0-9０-９](?=(?:[^0-9０-９]*[0-9０-９]){4})[0-9０-９A-Za-z.+*\-－— ]{5,}")
# Where a value of a known shape may begin and end inside a line.
_BLANKS = " \t\n\r\u3000\xa0"
# What stands between the groups of a number, where the first of them was not taken for part of it.
_BETWEEN_DIGITS = " \t\u3000\xa0-－—,，、"
_BREAK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff,，;；:：。()（）]+")


@attrs.frozen
class Taken:
    """What stood in the slots of a cell, and what was not clear. Findings name fields by the slots' paths."""

    captures: tuple[Capture, ...] | Ambiguous
    findings: tuple[Finding, ...] = ()


def take_apart(pattern: Pattern, text: RichText, *, is_printed: bool = True) -> Taken:
    """The values of a cell by its pattern, as printed or as people changed it.

    ``is_printed``: the pattern is one of the form's own, not several joined.
    """
    found = pattern.match(text) if is_printed else None
    if found is not None and (whole := chosen_by_look(pattern, text)) is not None:
        return Taken((whole,))
    if found is not None:
        doubts: list[Finding] = []
        if isinstance(found, tuple) and is_report(pattern):
            found = tuple(without_guidance(capture, doubts) for capture in found)
        return Taken(found, tuple(doubts))
    if len({slot.path for slot in pattern.slots}) > 1 and says_nothing(text.text):
        return Taken(tuple(Capture(slot, RichText("")) for slot in pattern.slots))
    if is_choice(pattern):
        return Taken((_whole(pattern, text),))
    if is_report(pattern):
        captures, findings = take_sections(pattern, text)
        return Taken(captures, tuple(findings))
    return _Labelled(pattern, text).taken()


def chosen_by_look(pattern: Pattern, text: RichText) -> Capture | None:
    """A cell of options as one capture, if words in it are struck out, underlined, highlighted or circled."""
    if not text.spans or not is_choice(pattern):
        return None
    looks = any(
        (look.strike or look.underline or look.highlight or look.circled)
        and any(map(str.isalnum, text.text[start:end]))
        for start, end, look in text.spans
    )
    return _whole(pattern, text) if looks else None


def _whole(pattern: Pattern, text: RichText) -> Capture:
    return Capture(_whole_slot(pattern), text)


@functools.lru_cache(maxsize=256)
def _whole_slot(pattern: Pattern) -> Slot:
    """One slot for all the options of a cell."""
    literals = tuple(part.text for part in pattern.parts if isinstance(part, Literal))
    slot = pattern.slots[0]
    codec = WholeCell(slot.info, literals=literals, printed=printed_options(pattern))
    return attrs.evolve(slot, option=None, codec=codec)


def labels_in(pattern: Pattern, text: str) -> list[Slot]:
    """The slots of a pattern whose labels stand in a text."""
    found: list[Slot] = []
    for slot in pattern.slots:
        names = label_before(pattern.parts, slot)
        if names and _find_label(text, names) is not None:
            found.append(slot)
    return found


def belongs_to(pattern: Pattern, text: str) -> bool:
    """Whether a text is recognisably a part of a cell: a heading of its report, a label in it, its seal or date."""
    if is_report(pattern):
        return has_heading(pattern, text)
    if labels_in(pattern, text) or _SEAL.fullmatch(text.strip()):
        return True
    return any(_is_shaped(pattern, line) for line in text.split("\n"))


def has_words(pattern: Pattern, text: str) -> bool:
    """Whether a part of a cell holds words of a value that no label or heading in it tells apart."""
    if is_report(pattern) or labels_in(pattern, text):
        return False
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return any(not _SEAL.fullmatch(line) and not _is_shaped(pattern, line) for line in lines)


def _is_shaped(pattern: Pattern, line: str) -> bool:
    """Whether a line is a value of a known shape that a cell has a slot for."""
    shapes = (shape for slot in pattern.slots if (shape := _proper(slot)) is not None)
    return any(shape.fullmatch(line.strip()) for shape in shapes)


@functools.lru_cache(maxsize=1024)
def is_choice(pattern: Pattern) -> bool:
    """Whether all slots of a pattern are ticks of one field."""
    return len({slot.path for slot in pattern.slots}) == 1 and all(
        slot.option is not None for slot in pattern.slots
    )


@attrs.frozen
class _Piece:
    """A stretch of the text, and the slot whose label stands before it (None: before the first label)."""

    start: int
    end: int
    slot: Slot | None


class _Labelled:
    """One search for labels, shapes and rests in a text whose words are not those of the form."""

    def __init__(self, pattern: Pattern, text: RichText) -> None:
        self.text = text
        self.parts = pattern.parts
        self.findings: list[Finding] = []
        self.values: dict[int, tuple[int, int]] = {}
        self.heads: dict[int, str] = {}
        self.enclosed: list[tuple[Slot, tuple[int, int]]] = []
        self.slots = list({id(slot): slot for slot in pattern.slots}.values())
        # Two slots of one path (instead of a word, or behind its colon): either place holds the value.
        self.labelled = {id(slot): label_before(self.parts, slot) for slot in self.slots}
        self.own = {
            bare(line)
            for part in self.parts
            if isinstance(part, Literal)
            for line in part.text.split("\n")
            if line.strip() and not line.rstrip().endswith((":", "："))
        }

    def taken(self) -> Taken:
        pieces = list(self._pieces())
        unlabelled = [slot for slot in self.slots if all(piece.slot is not slot for piece in pieces)]
        rest = [(piece.start, piece.end) for piece in pieces if piece.slot is None]
        for piece in pieces:
            if piece.slot is not None:
                rest += self._claim(unlabelled, piece)
        for slot in [each for each in unlabelled if _proper(each) is not None]:
            span = self._shaped(slot, rest)
            if span is not None:
                unlabelled.remove(slot)
                self.values[id(slot)] = span
                rest = [piece for each in rest for piece in _without(each, span)]
        for slot in [each for each in unlabelled if each.info.meta.private and _proper(each) is not None]:
            span = self._shaped(slot, rest, LIKE_A_NUMBER)
            if span is not None:
                unlabelled.remove(slot)
                self.values[id(slot)] = span
                rest = [piece for each in rest for piece in _without(each, span)]
        kept = [span for each in rest for span in self._lines(each)]
        free = [slot for slot in unlabelled if _proper(slot) is None]
        if len({slot.path for slot in free}) > 1:
            # Of two lines that became one: what has its value behind its label has none before it.
            said = {slot.path for slot in self.slots if id(slot) in self.values}
            free = [slot for slot in free if slot.path not in said]
        if kept and len({slot.path for slot in free}) == 1:
            self._give(free[0], kept)
        elif kept:
            self._left(kept)
        self._doubt_enclosed()
        return Taken(tuple(self._captures()), tuple(self.findings))

    def _pieces(self) -> Iterator[_Piece]:
        """The text cut at the labels that stand in it."""
        found: list[tuple[int, int, Slot]] = []
        for slot in self.slots:
            names = self.labelled[id(slot)]
            spot = _find_label(self.text.text, names) if names else None
            if spot is not None and all(spot[1] <= start or end <= spot[0] for start, end, _ in found):
                found.append((*spot, slot))
                self.heads[id(slot)] = self.text.text[slice(*spot)]
        found.sort(key=lambda each: each[0])
        yield _Piece(0, found[0][0] if found else len(self.text), None)
        for index, (_, end, slot) in enumerate(found):
            if index + 1 < len(found):
                # 开户行：某支行；账号：… — what only divides two labelled values is part of neither.
                following = len(self.text.text[: found[index + 1][0]].rstrip(_DIVIDERS))
                yield _Piece(end, max(end, following), slot)
            else:
                yield _Piece(end, len(self.text), slot)

    def _claim(self, unlabelled: list[Slot], piece: _Piece) -> list[tuple[int, int]]:
        """Give a labelled piece to its slot, but what an unlabelled slot of a known shape claims in it."""
        assert piece.slot is not None
        span, left = (piece.start, piece.end), []
        for slot in list(unlabelled):
            if _proper(slot) is None or _proper(piece.slot) is not None:
                continue
            found = self._shaped(slot, [span])
            if found is not None:
                unlabelled.remove(slot)
                self.values[id(slot)] = found
                span, *behind = [*_without(span, found)] or [(found[0], found[0])]
                left += behind
        lines = list(self._lines(span))
        if lines:
            self.values[id(piece.slot)] = (lines[0][0], lines[-1][1])
        return left

    def _doubt_enclosed(self) -> None:
        """Doubt a value that was not found, and the text that may hold it in its midst (同意 2023年8月25日 张三)."""
        for slot, (start, end) in self.enclosed:
            if id(slot) in self.values:
                continue
            holders = (each for each in self.slots if id(each) in self.values)
            for holder in holders:
                first, last = self.values[id(holder)]
                if first <= start and end <= last:
                    self.findings += [_doubted(slot), _doubted(holder)]
                    break

    def _shaped(
        self, slot: Slot, spans: Sequence[tuple[int, int]], shape: re.Pattern[str] | None = None
    ) -> tuple[int, int] | None:
        """Where a value of the slot's shape stands: a line of its own first, then the end of one; alone of its kind."""
        shape = shape or _proper(slot)
        assert shape is not None
        for candidates in (self._whole_lines(spans), self._tails(spans)):
            found = [span for span in candidates if shape.fullmatch(self.text.text[span[0] : span[1]])]
            # Of pieces that lie in one another (6222 0200 …) the longest is the value.
            widest = [
                span
                for span in found
                if not any(o != span and o[0] <= span[0] and span[1] <= o[1] for o in found)
            ]
            if len(widest) > 1:
                self.findings.append(_doubted(slot))
            if widest:
                before = self.text.text[: widest[-1][0]].rstrip(_BETWEEN_DIGITS)
                if slot.info.meta.private and before[-1:].isdigit():
                    self.findings.append(_doubted(slot))  # the number may begin earlier
                return widest[-1]
        for start, end in self._whole_lines(spans):
            between = self._between_breaks(start, end)
            self.enclosed += [
                (slot, each) for each in between if shape.fullmatch(self.text.text[each[0] : each[1]])
            ]
        return None

    def _between_breaks(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The pieces in the midst of a line: neither its beginning nor its end."""
        cuts = list(_BREAK.finditer(self.text.text, start, end))
        for first, last in itertools.combinations(cuts, 2):
            yield first.end(), last.start()

    def _whole_lines(self, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        for span in spans:
            yield from self._lines(span)

    def _tails(self, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """The ends and beginnings of lines, the longest of each line first that fits."""
        for start, end in self._whole_lines(spans):
            line = self.text.text[start:end]
            cuts = [match for match in _BREAK.finditer(line) if match.start() > 0 and match.end() < len(line)]
            yield from ((start + match.end(), end) for match in cuts)
            yield from ((start, start + match.start()) for match in reversed(cuts))

    def _lines(self, span: tuple[int, int]) -> Iterator[tuple[int, int]]:
        """The lines of a stretch that say something, trimmed, without the form's own words."""
        start = span[0]
        for line in self.text.text[span[0] : span[1]].split("\n"):
            spot = _trimmed(self.text.text, start, start + len(line))
            start += len(line) + 1
            yield from self._own_words_off(*spot)

    def _own_words_off(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        line = self.text.text[start:end]
        if not line or bare(line) in self.own:
            return
        if any(_SEAL.fullmatch(own) for own in self.own):
            if _SEAL.fullmatch(line):
                return
            # “（盖章） 2023年8月25日” in one line: the words at its beginning are the form's.
            match = _SEAL.match(line)
            if match is not None and line[0] in "(（【[":
                yield _trimmed(self.text.text, start + match.end(), end)
                return
            match = _SEAL_AT_END.search(line)
            if match is not None:
                end = start + match.start()
        spot = _trimmed(self.text.text, start, end)
        if spot[0] < spot[1]:
            yield spot

    def _give(self, slot: Slot, kept: Sequence[tuple[int, int]]) -> None:
        joined = self.text.text[kept[0][0] : kept[-1][1]]
        if bare(joined) == bare("".join(self.text.text[start:end] for start, end in kept)):
            self.values[id(slot)] = (kept[0][0], kept[-1][1])
            return
        # Something else stood between the pieces; which of them are the value is not sure.
        self.values[id(slot)] = kept[0]
        self._left(kept[1:], slot)

    def _left(self, kept: Sequence[tuple[int, int]], owner: Slot | None = None) -> None:
        raw = masked_numbers(" ".join(self.text.text[start:end] for start, end in kept))[:40]
        for slot in [owner] if owner is not None else self.slots:
            self.findings.append(Finding.of("KD206", field=slot.path, raw=raw))

    def _captures(self) -> Iterator[Capture]:
        for slot in self.slots:
            span = self.values.get(id(slot))
            if span is None:
                yield Capture(slot, RichText(""))
                continue
            start, end = _trimmed(self.text.text, *span, marks=slot.codec.shape() is not None)
            while start < end and self.text.text[end - 1] in ":：":
                end -= 1  # the colon of a line whose words in brackets are gone
            if self.text.text[end:].strip(_DIVIDERS):
                # What only divides it from what follows is part of neither.
                end = start + len(self.text.text[start:end].rstrip(_DIVIDERS))
            yield Capture(slot, self.text.slice(start, end), start).under(self.heads.get(id(slot), ""))


def _proper(slot: Slot) -> re.Pattern[str] | None:
    """What values of the slot look like, where that tells them from other text; a name does not."""
    return slot.codec.shape() or (slot.codec.proper() if slot.info.meta.private else None)


def label_before(parts: Sequence[Any], slot: Slot) -> tuple[str, ...]:
    """The names by which a label before the slot may go; none where the template has no label there."""
    # A slot that was made for this reading (an option in a cell of its own) stands in no template.
    index = next((number for number, part in enumerate(parts) if part is slot), 0)
    before = parts[index - 1] if index else None
    if not isinstance(before, Literal) or not before.text.rstrip().endswith((":", "：")):
        return ()
    printed = re.split(r"[\s\u3000]{2,}|\n", before.text.strip())[-1].strip().rstrip(":：")
    # 金额（元）： for 金额（万元）： is the same label in another unit.
    bare_name = re.sub(r"[(（][^()（）]*[)）]", "", printed) if unit_in(printed) else ""
    return tuple(
        name for name in (printed, bare_name, slot.info.meta.label, *slot.info.meta.aliases) if key(name)
    )


def _find_label(text: str, names: Sequence[str]) -> tuple[int, int] | None:
    """The label in a text as ``(start, end)``: with its colon anywhere a word may begin, else at a line's start."""
    for name in sorted(set(names), key=len, reverse=True):
        with_colon, at_line_start = _spelt(name)
        match = with_colon.search(text) or at_line_start.search(text)
        if match is not None:
            return match.start(), match.end()
    return None


@functools.lru_cache(maxsize=1024)
def _spelt(name: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A label as people space it, with its colon, and without one at the start of a line."""
    letters = r"\s*".join(re.escape(character) for character in unicodedata.normalize("NFKC", name))
    letters = re.sub(r"\\\((.*)\\\)", r"[(（]?\1[)）]?", letters)
    bracket = r"\s*(?:[（(][^（()）\n]{0,12}[)）])?\s*"
    # A label in brackets follows what it speaks of: 某某局（盖章）：
    edge = "" if name[0] in "(（" else r"(?:^|(?<=[\s；;，,。、\u200b\ufeff]))"
    return (
        re.compile(rf"{edge}(?:{letters}){bracket}[:：]", re.MULTILINE),
        re.compile(rf"^[^\S\n]*(?:{letters}){bracket}(?=\s|[0-9０-９])", re.MULTILINE),
    )


def _without(span: tuple[int, int], taken: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """A stretch without what was taken out of it."""
    if taken[1] <= span[0] or span[1] <= taken[0]:
        yield span
        return
    if span[0] < taken[0]:
        yield span[0], taken[0]
    if taken[1] < span[1]:
        yield taken[1], span[1]


def _trimmed(text: str, start: int, end: int, *, marks: bool = False) -> tuple[int, int]:
    """A stretch without white space at its ends; with ``marks`` without punctuation either."""
    off = _PUNCTUATION if marks else _BLANKS
    while start < end and text[start] in off:
        start += 1
    while start < end and text[end - 1] in off:
        end -= 1
    return start, end


def _doubted(slot: Slot) -> Finding:
    return Finding.of("KD205", field=slot.path, severity=Severity.WARNING, label=slot.label)
