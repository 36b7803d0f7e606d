"""A cell that holds the form's own words and values, taken apart although people changed the words.

The pattern as printed comes first. Where it does not fit, the labels inside the cell (开户行：) cut the text, values
of a known shape (a date, an account) claim theirs, lines that are the form's own ((盖章)) go, and the one free
text takes the rest. What stays unexplained is a finding.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

import attrs

from kjfz_docs.findings import Finding, Severity
from kjfz_docs.grids.model import RichText
from kjfz_docs.reading.inner_labels import (
    find_bracket,
    find_label,
    find_retyped,
    has_label,
    label_before,
    labels_in,
    name_before,
    value_before_label,
)
from kjfz_docs.reading.sections import has_heading, is_report, take_sections, without_guidance
from kjfz_docs.reading.spans import at_the_ends, in_the_midst, trimmed, without
from kjfz_docs.reading.tick_cells import as_whole, chosen_by_look, is_choice
from kjfz_docs.records.masking import masked_numbers
from kjfz_docs.records.rules import says_nothing
from kjfz_docs.templating.one_line import head_of, other_item
from kjfz_docs.templating.pattern import Ambiguous, Capture, Literal, Pattern, Slot, bare

_SEAL_WORDS = (
    r"\s*(?:单\s*位|企\s*业|部\s*门|签\s*字)?\s*(?:公\s*章|签\s*章|盖\s*章|签\s*字|签\s*名)\s*(?:处)?\s*"
)
_SEAL = re.compile(rf"[(（【\[]?{_SEAL_WORDS}[)）】\]]?\s*[:：]?")
# The same in brackets behind an opinion: 同意。（盖章）
_SEAL_AT_END = re.compile(rf"[(（【\[]{_SEAL_WORDS}[)）】\]]\s*[:：]?$")
_DIVIDERS = " \t\n\u3000\xa0,，;；、"
# A private number with a slip in it: a letter, an exponent, too few digits.
LIKE_A_NUMBER = re.compile(r"['’‘`]?[0-9０-９](?=(?:[^0-9０-９]*[0-9０-９]){4})[0-9０-９A-Za-z.+*\-－— ]{5,}")
# What stands between the groups of a number, where the first of them was not taken for part of it.
_BETWEEN_DIGITS = " \t\u3000\xa0-－—,，、"


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
        return Taken((as_whole(pattern, text),))
    if is_report(pattern):
        captures, findings = take_sections(pattern, text)
        return Taken(captures, tuple(findings))
    return _Labelled(pattern, text).taken()


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
        self.one_line = pattern.one_line
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
        pieces = [self._without_others(piece) for piece in self._before_their_labels(pieces, unlabelled)]
        rest = [(piece.start, piece.end) for piece in pieces if piece.slot is None]
        for piece in pieces:
            if piece.slot is not None:
                rest += self._claim(unlabelled, piece)
        shaped = [each for each in unlabelled if _proper(each) is not None]
        numbers = [(each, LIKE_A_NUMBER) for each in shaped if each.info.meta.private]
        for slot, shape in (*((each, None) for each in shaped), *numbers):
            span = self._shaped(slot, rest, shape) if slot in unlabelled else None
            if span is not None:
                unlabelled.remove(slot)
                self.values[id(slot)] = span
                rest = [piece for each in rest for piece in without(each, self._with_name(slot, each, span))]
        kept = [span for each in rest for span in self._lines(each)]
        free = [slot for slot in unlabelled if _proper(slot) is None]
        if len({slot.path for slot in free}) > 1:
            # Of two lines that became one: what has its value behind its label has none before it.
            said = {slot.path for slot in self.slots if id(slot) in self.values}
            free = [slot for slot in free if slot.path not in said]
        if kept and len({slot.path for slot in free}) == 1:
            self._give(free[0], kept)
            is_labelled = id(free[0]) in self.one_line or self.labelled[id(free[0])]
            if is_labelled and has_label(self.text.text[kept[0][0] : kept[-1][1]]):
                self.findings.append(_doubted(free[0]))
        elif kept:
            self._left(kept)
        self._doubt_enclosed()
        self._doubt_swallowed()
        return Taken(tuple(self._captures()), tuple(self.findings))

    def _pieces(self) -> Iterator[_Piece]:
        """The text cut at the labels that stand in it."""
        found: list[tuple[int, int, Slot]] = []
        for slot in self.slots:
            names = self.labelled[id(slot)]
            spot = (
                (find_label(self.text.text, names) or find_bracket(self.text.text, names)) if names else None
            )
            if spot is not None and all(spot[1] <= start or end <= spot[0] for start, end, _ in found):
                found.append((*spot, slot))
                self.heads[id(slot)] = self.text.text[slice(*spot)]
        retyped = find_retyped(self.text.text, found, self._missing(found))
        self.findings += [_doubted(slot) for *_, slot in retyped if _proper(slot) is None]
        found = sorted([*found, *retyped], key=lambda each: each[0])
        yield _Piece(0, found[0][0] if found else len(self.text), None)
        for index, (_, end, slot) in enumerate(found):
            if index + 1 < len(found):
                # 开户行：某支行；账号：… — what only divides two labelled values is part of neither.
                following = len(self.text.text[: found[index + 1][0]].rstrip(_DIVIDERS))
                yield _Piece(end, max(end, following), slot)
            else:
                yield _Piece(end, len(self.text), slot)

    def _missing(self, found: Sequence[tuple[int, int, Slot]]) -> dict[str, tuple[Slot, tuple[str, ...]]]:
        """The slots in lines of labels whose own label stands nowhere, by path, with its names."""
        there = {slot.path for *_, slot in found}
        return {
            slot.path: (slot, self.labelled[id(slot)])
            for slot in self.slots
            if id(slot) in self.one_line
            and slot.path not in there
            and self.labelled[id(slot)]
            and self._twin(slot) is None
        }

    def _before_their_labels(self, pieces: Sequence[_Piece], unlabelled: list[Slot]) -> Iterator[_Piece]:
        """The pieces, but what a label stands behind (某局（盖章）：) goes to the slot before that label."""
        for piece, following in itertools.zip_longest(pieces, pieces[1:]):
            twin = None if following is None else self._twin(following.slot)
            if twin is None:
                yield piece
                continue
            start = value_before_label(self.text.text, piece.start, piece.end, is_first=piece.slot is None)
            yield attrs.evolve(piece, end=start)
            if start < piece.end:
                unlabelled.remove(twin)
                head = start + head_of(self.text.text[start : piece.end])
                if head > start:
                    self._left([(start, head)], twin)
                yield _Piece(head, piece.end, twin)

    def _twin(self, slot: Slot | None) -> Slot | None:
        """The slot of the same field right before the label of a slot."""
        index = next((number for number, part in enumerate(self.parts) if part is slot), 0)
        before = self.parts[index - 2] if index > 1 and id(slot) in self.one_line else None
        return before if isinstance(before, Slot) and slot is not None and before.path == slot.path else None

    def _without_others(self, piece: _Piece) -> _Piece:
        """A labelled piece up to the label of something else (审核人：), which is left over."""
        if piece.slot is None or id(piece.slot) not in self.one_line:
            return piece
        is_name = piece.slot.info.meta.kind == "name"
        end = other_item(self.text.text, piece.start, piece.end, is_name=is_name)
        if end is None:
            return piece
        self._left([trimmed(self.text.text, end, piece.end)], piece.slot)
        return attrs.evolve(piece, end=end)

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
                span, *behind = [*without(span, self._with_name(slot, span, found))] or [(found[0], found[0])]
                left += behind
        lines = list(self._lines(span))
        if lines:
            self.values[id(piece.slot)] = (lines[0][0], lines[-1][1])
        return left

    def _with_name(self, slot: Slot, around: tuple[int, int], found: tuple[int, int]) -> tuple[int, int]:
        """The place of a value with the name before it (账号：); a name that is not the slot's is doubted."""
        if not around[0] <= found[0] <= around[1]:
            return found
        named = name_before(self.text.text[around[0] : found[0]], slot)
        if named is None:
            return found
        start, is_own = around[0] + named[0], named[1]
        if is_own:
            return start, found[1]
        self.findings.append(_doubted(slot))
        if self.text.text[around[0] : start].strip():
            return start, found[1]
        # 某支行账号：… — the words before the colon may be of another value.
        self.findings += [_doubted(each) for each in self.slots if each is not slot]
        return found

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

    def _doubt_swallowed(self) -> None:
        """Doubt a text with a long number in it (某支行账号6222…) where a number was not found."""
        doubted = {finding.field for finding in self.findings}
        holders = [
            holder
            for holder in self.slots
            if _proper(holder) is None and (span := self.values.get(id(holder))) is not None
            if masked_numbers(text := self.text.text[slice(*span)]) != text
        ]
        for slot in self.slots:
            is_number = slot.info.meta.private and slot.info.meta.kind != "name"
            if is_number and id(slot) not in self.values and slot.path not in doubted:
                self.findings += [_doubted(each) for holder in holders for each in (slot, holder)]

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
            between = in_the_midst(self.text.text, start, end)
            self.enclosed += [
                (slot, each) for each in between if shape.fullmatch(self.text.text[each[0] : each[1]])
            ]
        return None

    def _whole_lines(self, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        for span in spans:
            yield from self._lines(span)

    def _tails(self, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """The ends and beginnings of lines, the longest of each line first that fits."""
        for start, end in self._whole_lines(spans):
            yield from at_the_ends(self.text.text, start, end)

    def _lines(self, span: tuple[int, int]) -> Iterator[tuple[int, int]]:
        """The lines of a stretch that say something, trimmed, without the form's own words."""
        start = span[0]
        for line in self.text.text[span[0] : span[1]].split("\n"):
            spot = trimmed(self.text.text, start, start + len(line))
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
                yield trimmed(self.text.text, start + match.end(), end)
                return
            match = _SEAL_AT_END.search(line)
            if match is not None:
                end = start + match.start()
        spot = trimmed(self.text.text, start, end)
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
            start, end = trimmed(self.text.text, *span, marks=slot.codec.shape() is not None)
            while start < end and self.text.text[end - 1] in ":：":
                end -= 1  # the colon of a line whose words in brackets are gone
            if self.text.text[end:].strip(_DIVIDERS):
                # What only divides it from what follows is part of neither.
                end = start + len(self.text.text[start:end].rstrip(_DIVIDERS))
            yield Capture(slot, self.text.slice(start, end), start).under(self.heads.get(id(slot), ""))


def _proper(slot: Slot) -> re.Pattern[str] | None:
    """What values of the slot look like, where that tells them from other text; a name does not."""
    return slot.codec.shape() or (slot.codec.proper() if slot.info.meta.private else None)


def _doubted(slot: Slot) -> Finding:
    return Finding.of("KD205", field=slot.path, severity=Severity.WARNING, label=slot.label)
