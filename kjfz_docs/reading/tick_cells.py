"""A cell of ticks as people leave it; the words beside them need not be the texts of the options: 不通过 for 否."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from kjfz_docs.codecs import Read, codec_for, read_choice
from kjfz_docs.codecs.base import Codec, squeeze
from kjfz_docs.grids.model import RichText
from kjfz_docs.reading.words import key, typos
from kjfz_docs.templating.pattern import Capture, Literal, Pattern, Slot

_FRAME = r"（）()【】〔〕\[\]\s□☐"
_TICKS = re.compile(rf"[{_FRAME}√☑]")
# Behind a tick up to the next gap or bracket; before it from the last one on.
_BEHIND = re.compile(rf"[{_FRAME}]*([^{_FRAME}]+)")
_BEFORE = re.compile(rf"([^{_FRAME}:：]+)[{_FRAME}]*$")


@attrs.frozen
class WholeCell(Codec[Any]):
    """Reads all the options of a cell together, as people leave them; ``literals`` are the form's own words."""

    # The options struck out say which one is meant.
    sees_looks = True

    literals: tuple[str, ...] = ()
    printed: Mapping[str, str] = attrs.field(factory=dict, hash=False)

    def _read(self, text: RichText | str) -> Read[Any]:
        return read_choice(self.info, text, (*self.literals, *self._retyped_labels(str(text))), self.printed)

    def _retyped_labels(self, text: str) -> Iterator[str]:
        """What stands in the cell as its label in slightly other words, on a line of its own or before the ticks."""
        names = [key(name) for name in (self.info.meta.label, *self.info.meta.aliases) if name]
        for line in text.split("\n"):
            for said in (line, _TICKS.split(line, maxsplit=1)[0]):
                if any(typos(key(said), name) is not None for name in names):
                    yield said.strip()
                    break

    def _write(self, value: Any) -> str:
        return codec_for(self.info).write(value)


def printed_options(cell: Pattern) -> Mapping[str, str]:
    """The printed word of each option by the option's text; none if they do not tell all options apart."""
    # A slot on either side, and an edge of the cell, say nothing.
    texts = ["", *("" if isinstance(part, Slot) else part.text for part in cell.parts), ""]
    ticks = {n: part.option for n, part in enumerate(cell.parts, 1) if isinstance(part, Slot) and part.option}
    found = [_BEHIND.match(texts[n + 1]) for n in ticks]
    if not all(found):
        found = [_BEFORE.search(texts[n - 1]) for n in ticks]
    words = {option: match[1] for option, match in zip(ticks.values(), found, strict=True) if match}
    plain = {squeeze(option): squeeze(word) for option, word in words.items()}
    renamed = {option for option, word in plain.items() if option != word}
    if len(words) < len(ticks) or len(set(plain.values())) < len(plain) or renamed & set(plain.values()):
        return {}
    return {option: word for option, word in words.items() if squeeze(option) in renamed}


@functools.lru_cache(maxsize=1024)
def is_choice(pattern: Pattern) -> bool:
    """Whether all slots of a pattern are ticks of one field."""
    return len({slot.path for slot in pattern.slots}) == 1 and all(
        slot.option is not None for slot in pattern.slots
    )


def chosen_by_look(pattern: Pattern, text: RichText) -> Capture | None:
    """A cell of options as one capture, if words in it are struck out, underlined, highlighted or circled."""
    if not text.spans or not is_choice(pattern):
        return None
    looks = any(
        (look.strike or look.underline or look.highlight or look.circled)
        and any(map(str.isalnum, text.text[start:end]))
        for start, end, look in text.spans
    )
    return as_whole(pattern, text) if looks else None


def as_whole(pattern: Pattern, text: RichText) -> Capture:
    """A cell of options as one capture."""
    return Capture(_whole_slot(pattern), text)


@functools.lru_cache(maxsize=256)
def _whole_slot(pattern: Pattern) -> Slot:
    """One slot for all the options of a cell."""
    literals = tuple(part.text for part in pattern.parts if isinstance(part, Literal))
    slot = pattern.slots[0]
    codec = WholeCell(slot.info, literals=literals, printed=printed_options(pattern))
    return attrs.evolve(slot, option=None, codec=codec)
