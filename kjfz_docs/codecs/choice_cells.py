"""A cell of options as people leave it, to the one that is chosen.

First it is decided on which side of the options the marks stand. Then one mark decides; else the one option
that is circled, underlined or highlighted; else the one not struck out; else the only one present. What is no
option, mark, bracket, white space or text of the form is a remark; if it contradicts, there is no answer.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence

import attrs

from kjfz_docs.codecs.choice_tokens import Kind, Options, Token, tokenise
from kjfz_docs.codecs.choice_words import CONTRAST, NEGATION
from kjfz_docs.codecs.marks import Mark
from kjfz_docs.grids.model import RichText, Spans

# Between lines nothing is near.
_LINE_END = 100
_LONGEST_REMARK = 60
_LONGEST_KNOWN = 40


@attrs.frozen
class Answer:
    """The option chosen, or why there is none. ``remark``: other words stand beside it.

    ``left``: it is what was left when the others were deleted, its own bracket empty.
    """

    option: str | None = None
    doubt: str | None = None
    remark: bool = False
    note: bool = False
    words: str = ""
    has_options: bool = False
    bare_tick: bool = False
    left: bool = False


UNCLEAR, SEVERAL = "KD309", "KD308"


def answer(cell: RichText, options: Options, literals: tuple[str, ...] = ()) -> Answer:
    """What the cell answers."""
    # ☑是 □否 stands in nearly every file; a longer text is somebody's own.
    given = _known_answer if len(cell.text) <= _LONGEST_KNOWN else _answer
    return given(cell.text, cell.spans, options, literals)


def _answer(text: str, spans: Spans, options: Options, literals: tuple[str, ...]) -> Answer:
    cell = RichText(text, spans)
    tokens = tokenise(cell, options, literals)
    words = " ".join(token.text for token in tokens if token.kind is Kind.WORDS)
    chosen = [token for token in tokens if token.kind is Kind.OPTION]
    marks = [token for token in tokens if token.kind in (Kind.FRAME, Kind.LOOSE)]
    if not chosen:
        return _without_options(marks, words)
    if len({token.option for token in chosen}) < len(chosen):
        return Answer(doubt=UNCLEAR, has_options=True)
    found = _by_marks(chosen, marks) or _by_look(chosen) or _by_presence(chosen, marks, words, options)
    if found.option is None:
        return Answer(doubt=found.doubt, has_options=True, words=words)
    token = next(token for token in chosen if token.option == found.option)
    if words and (len(words) > _LONGEST_REMARK or _contradicts(words, token, options)):
        return Answer(doubt=UNCLEAR, has_options=True)
    return attrs.evolve(found, remark=bool(words), note=token.alias, words=words, has_options=True)


_known_answer = functools.lru_cache(maxsize=2048)(_answer)


def _without_options(marks: Sequence[Token], words: str) -> Answer:
    found = {token.mark for token in marks}
    if words:
        return Answer(words=words) if found <= {Mark.NONE} else Answer(doubt=UNCLEAR, words=words)
    if found <= {Mark.NONE}:
        return Answer()
    return Answer(bare_tick=True) if len(marks) == 1 and found == {Mark.TICK} else Answer(doubt=UNCLEAR)


def _contradicts(words: str, token: Token, options: Options) -> bool:
    """Whether the words take back what was chosen. 否，未到岗 does not; 是，但未到岗 does."""
    if CONTRAST.search(words):
        return True
    negative = token.option in options.negative or bool(NEGATION.match(token.option))
    return not negative and NEGATION.search(words) is not None


# ------------------------------------------------------------------ marks


def _by_marks(chosen: Sequence[Token], marks: Sequence[Token]) -> Answer | None:
    """The option that is ticked; None where nothing is marked."""
    if all(token.mark is Mark.NONE for token in marks):
        return None
    owned = _owners(chosen, marks)
    if owned is None:
        return Answer(doubt=UNCLEAR)
    states = {token.option: _state(token, owned) for token in chosen}
    if Mark.UNSURE in states.values():
        return Answer(doubt=UNCLEAR)
    ticked = [token for token in chosen if states[token.option] is Mark.TICK]
    if len(ticked) > 1:
        return Answer(doubt=SEVERAL)
    if not ticked:
        # Crosses alone may mean either; marks of options that were struck out mean nothing.
        crossed = Mark.CROSS in states.values()
        return Answer(doubt=UNCLEAR) if crossed else None
    looked = _by_look(chosen)
    if ticked[0].struck or (looked is not None and looked.option != ticked[0].option):
        return Answer(doubt=UNCLEAR)
    return Answer(ticked[0].option)


def _state(token: Token, owned: Sequence[tuple[Token, Token]]) -> Mark:
    """What the marks of one option say together."""
    own = [mark for mark, owner in owned if owner is token and mark.mark is not Mark.NONE]
    cancelled = [mark for mark in own if mark.struck]
    if own and (token.struck or cancelled):
        # Option and mark struck out together are taken back; only one of them struck is a contradiction.
        return Mark.NONE if token.struck and len(cancelled) == len(own) else Mark.UNSURE
    found = {mark.mark for mark in own}
    return Mark.NONE if not found else found.pop() if len(found) == 1 else Mark.UNSURE


def _owners(chosen: Sequence[Token], marks: Sequence[Token]) -> list[tuple[Token, Token]] | None:
    """Each mark with its option; None where that is not certain."""
    frames = [token for token in marks if token.kind is Kind.FRAME]
    loose = [token for token in marks if token.kind is Kind.LOOSE]
    placed = _placed(chosen, frames or loose)
    if placed is None:
        return None
    if frames and loose:
        owner_of = {id(frame): owner for frame, owner in placed}
        for token in loose:
            owner = _nearest(token, [*chosen, *frames], owner_of)
            if owner is None:
                return None
            placed.append((token, owner))
    return placed


def _placed(chosen: Sequence[Token], slots: Sequence[Token]) -> list[tuple[Token, Token]] | None:
    """The slots on the side of the options on which they all stand."""
    before = _side(chosen, slots)
    if before is None:
        return None
    placed = []
    for slot in slots:
        if before:
            owner = next((token for token in chosen if token.start >= slot.end), None)
        else:
            owner = next((token for token in reversed(chosen) if token.end <= slot.start), None)
        if owner is None:
            return None
        placed.append((slot, owner))
    return placed


def _side(chosen: Sequence[Token], slots: Sequence[Token]) -> bool | None:
    """Whether the slots stand before their options; None where that is not certain."""
    items = sorted((*chosen, *slots), key=lambda token: token.start)
    is_slot = [item.kind is not Kind.OPTION for item in items]
    if len(slots) == len(chosen) and all(one is not other for one, other in itertools.pairwise(is_slot)):
        return is_slot[0]
    votes = set()
    for index, item in enumerate(items):
        if not is_slot[index]:
            continue
        left = items[index - 1] if index and not is_slot[index - 1] else None
        right = items[index + 1] if index + 1 < len(items) and not is_slot[index + 1] else None
        gaps = (_gap(left, item), _gap(item, right))
        if gaps[0] != gaps[1]:
            votes.add(gaps[1] < gaps[0])
    return votes.pop() if len(votes) == 1 else None


def _gap(left: Token | None, right: Token | None) -> float:
    """How far apart two neighbours stand."""
    if left is None or right is None:
        return float("inf")
    return right.start - left.end + (_LINE_END if right.line != left.line else 0)


def _nearest(token: Token, around: Sequence[Token], owner_of: dict[int, Token]) -> Token | None:
    """The option of the nearest option or bracket; None where two are equally near and do not agree."""
    before = max(
        (item for item in around if item.end <= token.start), key=lambda item: item.end, default=None
    )
    after = min(
        (item for item in around if item.start >= token.end), key=lambda item: item.start, default=None
    )
    gaps = (_gap(before, token), _gap(token, after))
    near = [item for item, gap in zip((before, after), gaps, strict=True) if item and gap == min(gaps)]
    owners = {id(owner): owner for owner in (owner_of.get(id(item), item) for item in near)}
    return owners.popitem()[1] if len(owners) == 1 else None


# ------------------------------------------------------------------ without marks


def _by_look(chosen: Sequence[Token]) -> Answer | None:
    """The one option circled, underlined or highlighted, or the one left when others are struck out."""
    answers = set()
    for look in ("circled", "underline", "highlight"):
        shown = [token for token in chosen if getattr(token, look)]
        if shown and len(shown) < len(chosen):
            answers.add(shown[0].option if len(shown) == 1 else None)
    left = [token for token in chosen if not token.struck]
    if len(left) < len(chosen):
        answers.add(left[0].option if len(left) == 1 else "")
    if not answers:
        return None
    if len(answers) > 1 or "" in answers:
        return Answer(doubt=UNCLEAR)
    found = answers.pop()
    return Answer(doubt=SEVERAL) if found is None else Answer(found)


def _by_presence(chosen: Sequence[Token], marks: Sequence[Token], words: str, options: Options) -> Answer:
    """The only option present; all of them are a blank form."""
    if len(chosen) == 1 and not marks:
        return Answer(chosen[0].option)
    if len(chosen) == 1 and not words and len(options.required) > 1:
        return Answer(chosen[0].option, left=True)
    if options.required <= {token.option for token in chosen}:
        # Brackets around one of them may be meant as a mark, or may be one that slipped.
        return Answer(doubt=UNCLEAR if words or any(token.bracketed for token in chosen) else None)
    return Answer(doubt=UNCLEAR if marks or len(chosen) == 1 else SEVERAL)
