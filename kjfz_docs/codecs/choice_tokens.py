"""The text of a cell of options as tokens: options, brackets and boxes, loose marks, other words."""

from __future__ import annotations

import enum
import functools
import re
from collections.abc import Iterator, Sequence

import attrs

from kjfz_docs.codecs.base import fold, squeeze
from kjfz_docs.codecs.marks import BOXES, CROSSES, FAINT, FULL_BOXES, TICKS, Mark, is_circle, mark, settled
from kjfz_docs.grids.model import RichText

_OPENING = "([{【〔〖「<"
_CLOSING = dict(zip(_OPENING, ")]}】〕〗」>", strict=True))
_LETTERS = {"v": Mark.TICK, "y": Mark.TICK, "x": Mark.CROSS, "o": Mark.FAINT}
_SEPARATORS = frozenset(
    "/\\、,，;；。.:：|｜·…!！~-—－_*\"'“”‘’" + "".join(_OPENING) + "".join(_CLOSING.values())
)
_DOUBTING = "?"
# A place for a mark is no wider.
_WIDEST_BRACKETS = 40
# Longer texts in brackets are words, not marks.
_LONGEST_MARK = 4
# Options shorter than this have no short forms.
_SHORTENED = 4


class Kind(enum.Enum):
    """What a token is. A frame is a place for a mark: a pair of brackets or a box. A loose mark has none."""

    OPTION = "option"
    FRAME = "frame"
    LOOSE = "loose"
    WORDS = "words"


@attrs.frozen(eq=False)
class Token:
    """A stretch of the cell that says something."""

    kind: Kind
    start: int
    end: int
    text: str
    line: int = 0
    option: str = ""
    alias: bool = False
    bracketed: bool = False
    mark: Mark = Mark.NONE
    struck: bool = False
    circled: bool = False
    underline: bool = False
    highlight: bool = False


@attrs.frozen
class Options:
    """The texts of the options; those that a blank form shows; those that deny."""

    texts: tuple[str, ...]
    required: frozenset[str]
    negative: frozenset[str] = frozenset()


def tokenise(cell: RichText, options: Options, literals: Sequence[str] = ()) -> list[Token]:
    """The tokens of a cell in their order, without white space, separators and the form's own texts."""
    plain = level(cell.text)
    for literal in literals:
        for words in _words_of(literal, options):
            plain = words.sub(_blank, plain)
    found = sorted(_scan(plain, _grammar(options.texts)), key=lambda token: token.start)
    return [_dressed(token, cell, plain) for token in _settled(found)]


def _settled(tokens: list[Token]) -> list[Token]:
    """The tokens with their faint marks decided; where no option stands beside them, they are unclear."""
    if all(token.mark is not Mark.FAINT for token in tokens):
        return tokens
    places = [n for n, token in enumerate(tokens) if token.kind in (Kind.FRAME, Kind.LOOSE)]
    if len(places) < len(tokens):
        marks = settled([(tokens[n].mark, _sign_in(tokens[n].text)) for n in places])
    else:
        marks = [Mark.UNSURE] * len(places)
    decided = dict(zip(places, marks, strict=True))
    return [attrs.evolve(token, mark=decided.get(n, token.mark)) for n, token in enumerate(tokens)]


def _sign_in(text: str) -> str:
    """The sign of a mark without the brackets around it."""
    return "".join(filter(_is_visible_mark, text))


def level(text: str) -> str:
    """The text folded, character by character, so that every one keeps its place."""
    return text if text.isascii() else "".join(fold(character) or " " for character in text)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


@functools.cache
def _words_of(literal: str, options: Options) -> tuple[re.Pattern[str], ...]:
    """The words of a literal of the form, however they are spaced; its options and the brackets for marks are none."""
    return tuple(
        re.compile(r"\s*".join(map(re.escape, "".join(stretch.split()))))
        for stretch in _stretches(level(literal), options)
    )


def _stretches(literal: str, options: Options) -> Iterator[str]:
    """What stands between the options and marks of a literal, where it has words."""
    found = sorted(_scan(literal, _grammar(options.texts)), key=lambda token: token.start)
    borders = [token for token in found if token.kind is not Kind.WORDS]
    words = [token for token in found if token.kind is Kind.WORDS]
    starts = [0, *(token.end for token in borders)]
    ends = [*(token.start for token in borders), len(literal)]
    for start, end in zip(starts, ends, strict=True):
        if any(start <= token.start < end for token in words):
            yield literal[start:end].strip().lstrip("".join(_CLOSING.values())).rstrip(_OPENING)


# ------------------------------------------------------------------ options and their short forms


@attrs.frozen
class _Grammar:
    """How options are spelt: each spelling with its option; a run of nothing but options."""

    meaning: dict[str, tuple[str, bool]]
    option: re.Pattern[str]
    spaced: re.Pattern[str] | None
    run: re.Pattern[str]


@functools.cache
def _grammar(texts: tuple[str, ...]) -> _Grammar:
    meaning = {squeeze(level(text)): (text, False) for text in texts if squeeze(text)}
    for spelling, text in _short_forms(texts):
        meaning.setdefault(spelling, (text, True))
    longest_first = sorted(meaning, key=len, reverse=True)
    one = "|".join(map(re.escape, longest_first))
    spaced = [r"\s+".join(map(re.escape, text)) for text in longest_first if len(text) > 1]
    spaced += [r"\s*".join(map(re.escape, text)) for text in longest_first if len(text) > 1]
    return _Grammar(
        meaning,
        re.compile(one),
        re.compile(rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)") if spaced else None,
        re.compile(rf"(?:(?:口|或)?(?:{one}))+"),
    )


def _short_forms(texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Beginnings that only one option has (通过 of 通过验收), and 未 for 不 (未通过验收)."""
    for text in texts:
        plain = squeeze(level(text))
        if len(plain) < _SHORTENED:
            continue
        others = [squeeze(level(other)) for other in texts if other != text]
        for length in range(2, len(plain)):
            short = plain[:length]
            if short != "不" + short[1:2] and not any(other.startswith(short) for other in others):
                yield short, text
                if short.startswith("不"):
                    yield "未" + short[1:], text
        if plain.startswith("不"):
            yield "未" + plain[1:], text


# ------------------------------------------------------------------ scanning


def _scan(plain: str, grammar: _Grammar) -> Iterator[Token]:
    """The tokens of a text."""
    position = 0
    spaced = {match.start(): match for match in grammar.spaced.finditer(plain)} if grammar.spaced else {}
    while position < len(plain):
        character = plain[position]
        if position in spaced:
            match = spaced[position]
            yield _option(grammar, match.start(), match.end(), plain)
            position = match.end()
        elif character in _OPENING and (end := _frame_end(plain, position, grammar)):
            inside = plain[position + 1 : end - 1]
            found = Mark.CROSS if is_circle(inside) else mark(inside)
            yield Token(Kind.FRAME, position, end, plain[position:end], mark=found)
            position = end
        elif character.isspace() or character in _SEPARATORS:
            position += 1
        elif character in _DOUBTING:
            yield Token(Kind.WORDS, position, position + 1, character)
            position += 1
        elif (token := _sign(plain, position)) is not None:
            yield token
            position = token.end
        else:
            end = _word_end(plain, position)
            yield from _words(plain, position, end, grammar)
            position = end


def _frame_end(plain: str, start: int, grammar: _Grammar) -> int | None:
    """Where a pair of brackets ends that is a place for a mark; None where it holds options or words."""
    closing = plain.find(_CLOSING[plain[start]], start, start + _WIDEST_BRACKETS)
    if closing < 0:
        return None
    inside = plain[start + 1 : closing]
    bare = squeeze(inside)
    if bare in grammar.meaning or any(sign in inside for sign in _OPENING):
        return None
    if mark(inside) is Mark.UNSURE and (len(bare) > _LONGEST_MARK or grammar.option.search(bare)):
        return None
    return closing + 1


def _sign(plain: str, start: int) -> Token | None:
    """A symbol or a single letter that is a mark."""
    character = plain[start]
    if character in BOXES or character in FULL_BOXES or character in FAINT:
        return Token(Kind.FRAME, start, start + 1, character, mark=mark(character))
    if character in TICKS or character in CROSSES:
        return Token(Kind.LOOSE, start, start + 1, character, mark=mark(character))
    if _is_letter_mark(plain, start):
        said = _LETTERS[character.lower()]
        # The letter O is a circle: a place for a mark.
        kind = Kind.FRAME if said is Mark.FAINT else Kind.LOOSE
        return Token(kind, start, start + 1, character, mark=said)
    return None


def _is_letter_mark(plain: str, index: int) -> bool:
    """Whether a V, Y or X stands by itself, not in a Latin word."""
    around = plain[max(index - 1, 0) : index] + plain[index + 1 : index + 2]
    return plain[index].lower() in _LETTERS and not any(sign.isascii() and sign.isalnum() for sign in around)


def _word_end(plain: str, start: int) -> int:
    end = start + 1
    while end < len(plain) and not _ends_word(plain, end):
        end += 1
    return end


def _ends_word(plain: str, index: int) -> bool:
    character = plain[index]
    return (
        character.isspace()
        or character in _SEPARATORS
        or character in _DOUBTING
        or character in BOXES
        or character in TICKS
        or character in CROSSES
        or character in FAINT
        or _is_letter_mark(plain, index)
    )


def _words(plain: str, start: int, end: int, grammar: _Grammar) -> Iterator[Token]:
    """A run of characters: options alone, an enumerator before one, or words."""
    run = plain[start:end]
    if not grammar.run.fullmatch(run):
        if not (_is_enumerator(run) and plain[end : end + 1] in (".", "、", ")", ":", "．")):
            yield Token(Kind.WORDS, start, end, run)
        return
    position = 0
    while position < len(run):
        match = grammar.option.match(run, position)
        if match is None:
            if run[position] == "口":
                yield Token(Kind.FRAME, start + position, start + position + 1, "口")
            position += 1
            continue
        yield _option(grammar, start + match.start(), start + match.end(), plain)
        position = match.end()


def _is_enumerator(run: str) -> bool:
    return len(run) == 1 and (run in "ABCDEFabcdef①②③④⑤⑥" or run in "123456")


def _option(grammar: _Grammar, start: int, end: int, plain: str) -> Token:
    text, alias = grammar.meaning["".join(plain[start:end].split())]
    before, after = plain[:start].rstrip()[-1:], plain[end:].lstrip()[:1]
    bracketed = before in _CLOSING and after == _CLOSING[before]
    return Token(Kind.OPTION, start, end, plain[start:end], option=text, alias=alias, bracketed=bracketed)


def _dressed(token: Token, cell: RichText, plain: str) -> Token:
    """The token with its line and its looks. An option has a look if all of its characters have it."""
    line = plain.count("\n", 0, token.start)
    if not cell.spans:
        return attrs.evolve(token, line=line) if line else token
    looks = [cell.format_at(index) for index in range(token.start, token.end) if not plain[index].isspace()]
    if token.kind in (Kind.FRAME, Kind.LOOSE):
        # What counts is the mark, not the brackets around it.
        inner = [cell.format_at(i) for i in range(token.start, token.end) if _is_visible_mark(plain[i])]
        looks = inner or looks
    return attrs.evolve(
        token,
        line=line,
        struck=bool(looks) and all(look.strike for look in looks),
        circled=any(look.circled for look in looks),
        underline=bool(looks) and all(look.underline for look in looks),
        highlight=bool(looks) and all(look.highlight for look in looks),
    )


def _is_visible_mark(character: str) -> bool:
    return not character.isspace() and character not in _OPENING and character not in _CLOSING.values()
