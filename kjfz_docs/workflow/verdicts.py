"""What an opinion decides: 通过, 不通过 or nothing that is certain, in the words that a programme knows.

A clause decides where it is made of known words alone: 经审核，同意通过考核验收 does, 企业的项目通过验收 does not. So a
negation that nobody thought of leaves it open, and is never taken for its opposite; nor does a verdict count that what
follows may take back.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from kjfz_docs.records.collations import Decision, alternatives

_SENTENCES = re.compile(r"[。.;；!！?？\n]+")
_CLAUSES = re.compile(r"[,，:：、()（）]+")
_IGNORED = re.compile(r"[\s\"'“”‘’《》【】\[\]·]+")
# Longer clauses are no verdicts.
_LONGEST = 80
_WHOM = "其"
_NEVER = r"(?!)"
_FOLLOWS = object()
_FILLER = None


@attrs.frozen
class _Ambiguous:
    """The meaning of a word that may mean something else."""

    value: str


def decided(texts: Sequence[str | None], decision: Decision, names: Iterable[str] = ()) -> str | None:
    """The one value that all texts mean; None where one of them means none for certain, or another.

    ``names`` are those of whom the opinions speak: they stand for 其.
    """
    called = sorted({_plain(name) for name in names}, key=len, reverse=True)
    whom = re.compile("|".join(re.escape(name) for name in called if len(name) > 1) or _NEVER)
    before: object = None
    for number, text in enumerate(texts):
        meant = _meant(text or "", decision, whom, before)
        if meant is None or (number and meant != before):
            return None
        before = meant
    return before if isinstance(before, str) else None


def _meant(text: str, decision: Decision, whom: re.Pattern[str], before: object) -> object:
    """The value that one text means, where ``before`` is that of the one before it; None where it is open."""
    stems, conditions, denials, harmless = _signs(decision)
    found: set[object] = set()
    agreed = denied = False  # whether a clause before this one decides, without and with a denial
    for clause, said in _clauses(text, decision, whom):
        has_stem, has_denial = _holds(clause, stems), _holds(clause, denials)
        if said is not None:
            found |= {before if value is _FOLLOWS else value for value in said}
            agreed, denied = agreed or bool(said and not has_denial), denied or bool(said and has_denial)
        # What follows a verdict and points the other way takes it back, or may do so.
        elif (
            _holds(clause, conditions)
            or (has_stem and has_denial)
            or (denied and has_stem)
            or (agreed and _holds(_without(clause, harmless), denials))
        ):
            return None
    return found.pop() if len(found) == 1 else None


def _clauses(
    text: str, decision: Decision, whom: re.Pattern[str]
) -> Iterator[tuple[str, set[object] | None]]:
    """The clauses in their order with what each says for certain; None where it is not understood."""
    words = _words(decision)
    for sentence in _SENTENCES.split(text):
        found: list[tuple[str, set[object] | None]] = []
        ends = True  # from its end on, all clauses decide
        for part in reversed(_CLAUSES.split(sentence)):
            clause = whom.sub(_WHOM, _plain(part))
            said = _said(clause, words) if len(clause) <= _LONGEST else None
            if said is None:
                ends = False
            elif any(isinstance(value, _Ambiguous) for value in said):
                said = {_value(value) for value in said} if ends else set()
            found.append((clause, said))
        yield from reversed(found)


def _value(meaning: object) -> object:
    return meaning.value if isinstance(meaning, _Ambiguous) else meaning


def _holds(clause: str, words: Iterable[str]) -> bool:
    return any(word in clause for word in words)


def _without(clause: str, words: Iterable[str]) -> str:
    for word in words:
        clause = clause.replace(word, "")
    return clause


def _said(clause: str, words: Mapping[str, object]) -> set[object] | None:
    """The values of a clause that is made of the words alone, longer ones first; None for any other clause."""
    longest = max(map(len, words), default=0)
    dead: set[int] = set()

    def spelled(start: int) -> set[object] | None:
        if start == len(clause):
            return set()
        if start in dead:
            return None
        for end in range(min(len(clause), start + longest), start, -1):
            word = clause[start:end]
            if word in words and (rest := spelled(end)) is not None:
                return rest if words[word] is _FILLER else rest | {words[word]}
        dead.add(start)
        return None

    return spelled(0)


@functools.lru_cache(maxsize=64)
def _words(decision: Decision) -> Mapping[str, object]:
    """What each word means: a value, the opinion before, or nothing by itself."""
    found: dict[str, object] = {}
    for word in decision.fillers:
        found.update({_plain(each): _FILLER for each in alternatives(word)})
    for word in decision.follows:
        found.update({_plain(each): _FOLLOWS for each in alternatives(word)})
    for verdict in decision.verdicts:
        for word in verdict.words:
            found.update({_plain(each): verdict.value for each in alternatives(word)})
    for each in map(_plain, decision.ambiguous):
        if isinstance(value := found.get(each), str):
            found[each] = _Ambiguous(value)
    found.pop("", None)
    return found


@functools.lru_cache(maxsize=64)
def _signs(decision: Decision) -> tuple[tuple[str, ...], ...]:
    """The words of verdicts, conditions and denials as they are looked for in clauses; fillers that hold a denial."""
    words = {value for value, meaning in _words(decision).items() if isinstance(meaning, str | _Ambiguous)}
    stems = tuple(word for word in words if not any(other != word and other in word for other in words))

    def plain(texts: Iterable[str]) -> tuple[str, ...]:
        return tuple(_plain(each) for text in texts for each in alternatives(text))

    denials = plain(decision.denials)
    harmless = tuple(word for word in plain(decision.fillers) if _holds(word, denials))
    return stems, plain(decision.conditions), denials, harmless


def _plain(text: str) -> str:
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text)).casefold()
