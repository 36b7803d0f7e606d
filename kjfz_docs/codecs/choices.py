"""Choices: one of a few texts, or ticks before them. Both ways of reading say when an answer is not clear."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, ClassVar

import attrs

from kjfz_docs.codecs.base import Codec, Read, doubt, squeeze
from kjfz_docs.codecs.choice_cells import Answer, answer
from kjfz_docs.codecs.choice_tokens import Options
from kjfz_docs.codecs.choice_words import in_words
from kjfz_docs.codecs.marks import Mark, is_circle, mark, settled
from kjfz_docs.grids.model import RichText
from kjfz_docs.records.fields import FieldInfo


def option_texts(info: FieldInfo) -> tuple[tuple[Any, str], ...]:
    """Every value the field can have, and its text: its choices first, then what its type allows besides."""
    return info.options


_LONGEST_MARK = 8
# A longer text is no cell of options.
_LONGEST_CELL = 2000


def text_of(info: FieldInfo, value: Any) -> str:
    """The text of a value; of one that is none of the field's, what Python prints."""
    return info.option_texts.get(value, str(value))


@attrs.frozen
class ChoiceCodec(Codec[Any]):
    """A choice by its text: 是, 很满意. A cell of ticks is read as well."""

    sees_looks: ClassVar[bool] = True

    def shape(self) -> re.Pattern[str]:
        return _shape(tuple(text for _, text in option_texts(self.info)))

    def _write(self, value: Any) -> str:
        return text_of(self.info, value)

    def _parse(self, text: str) -> Any:
        return next((value for value, known in option_texts(self.info) if known == text), None)

    def _read(self, text: RichText | str) -> Read[Any]:
        return read_choice(self.info, text if isinstance(text, RichText) else RichText(text))


@functools.cache
def _shape(texts: tuple[str, ...]) -> re.Pattern[str]:
    """An option with what people put around and behind it."""
    spaced = "|".join(r"[^\S\n]*".join(map(re.escape, text)) for text in sorted(texts, key=len, reverse=True))
    signs = r"[\s（）()\[\]√✓✔☑☒☐□■●○,，、/。！!]"
    return re.compile(rf"{signs}*(?:(?:{spaced}){signs}*)+")


# ------------------------------------------------------------------ ticks in brackets of their own


def read_ticks(info: FieldInfo, slots: Mapping[str, RichText | str]) -> Read[Any]:
    """The value of a field from what stands in the brackets of each of its options."""
    marks = (
        _plain_marks(tuple(map(str, slots.values())), tuple(slots)) if _are_plain(slots) else _marks(slots)
    )
    ticked = [option for option, found in zip(slots, marks, strict=True) if found is Mark.TICK]
    if Mark.UNSURE in marks or (not ticked and _is_drawn(slots, marks)):
        return Read(None, (doubt(info, "KD309", _as_printed(slots)),))
    if len(ticked) > 1:
        return Read(None, (doubt(info, "KD308", _as_printed(slots)),))
    if not ticked:
        return Read(None)
    options = {text: value for value, text in option_texts(info)}
    if ticked[0] not in options:
        return Read(None, (_no_choice(info, ticked[0]),))
    return Read(options[ticked[0]])


def _are_plain(slots: Mapping[str, RichText | str]) -> bool:
    """Whether short texts say it all."""
    return not any(
        len(slot) > _LONGEST_MARK or (isinstance(slot, RichText) and slot.spans) for slot in slots.values()
    )


def _marks(slots: Mapping[str, RichText | str]) -> tuple[Mark, ...]:
    """What stands in the brackets of the options, each as the others have it."""
    found = [(_slot_mark(slot, text, slots), str(slot).strip()) for text, slot in slots.items()]
    if any(sign is Mark.FAINT for sign, _ in found):
        # Beside such a sign a circle in brackets is no printed one.
        found = [(Mark.CROSS if is_circle(text) else sign, text) for sign, text in found]
    return tuple(settled(found))


@functools.lru_cache(maxsize=1024)
def _plain_marks(texts: tuple[str, ...], options: tuple[str, ...]) -> tuple[Mark, ...]:
    """The same for plain texts: the same few stand in most forms."""
    return _marks(dict(zip(options, texts, strict=True)))


def _is_drawn(slots: Mapping[str, RichText | str], marks: Sequence[Mark]) -> bool:
    """Whether without a tick there are crosses, or circles in the brackets of some options only."""
    circled = sum(1 for slot in slots.values() if is_circle(slot))
    return Mark.CROSS in marks or 0 < circled < len(slots)


def _as_printed(slots: Mapping[str, RichText | str]) -> str:
    return " ".join(f"（{str(slot).strip() or ' '}）{text}" for text, slot in slots.items())


def _slot_mark(slot: RichText | str, option: str, options: Mapping[str, Any]) -> Mark:
    """What the brackets of one option hold. An option's own text there is a tick, another's is no answer."""
    written = squeeze(str(slot))
    if written and written == squeeze(option):
        return Mark.TICK
    if written in {squeeze(other) for other in options}:
        return Mark.UNSURE
    return mark(slot)


# ------------------------------------------------------------------ the whole cell


def read_choice(
    info: FieldInfo,
    cell: RichText | str,
    literals: tuple[str, ...] = (),
    printed: Mapping[str, str] = MappingProxyType({}),
) -> Read[Any]:
    """The value of a field from a whole cell as people leave it.

    ``literals`` are texts that the form prints there besides the options: （如有，请在企业考核意见中说明）.
    ``printed`` are the words of options that it prints otherwise: 不通过 for 否.
    """
    rich = cell if isinstance(cell, RichText) else RichText(cell)
    if not squeeze(rich.text):
        return Read(None)
    if len(rich.text) > _LONGEST_CELL:
        return Read(None, (_no_choice(info, rich.text),))
    pairs = tuple((value, printed.get(text, text)) for value, text in option_texts(info))
    required = frozenset(text for value, text in pairs if not info.choices or value in info.choices)
    values = {text: value for value, text in pairs}
    negative = frozenset(text for value, text in pairs if value is False)
    found = answer(rich, Options(tuple(values), required, negative), literals)
    if printed and not found.has_options:
        return read_choice(info, cell, literals)
    if not found.has_options and found.doubt is None and found.words:
        words = in_words(info.meta.label, rich.text) if info.type is bool else None
        if words is None:
            return Read(None, (_no_choice(info, rich.text),))
        found = Answer(text_of(info, words.value), note=True, remark=words.remark)
    if found.bare_tick and info.type is bool:
        # A tick alone in a column of yes and no.
        found = Answer(text_of(info, True), note=True)
    return _as_read(info, rich.text, found, values)


def _as_read(info: FieldInfo, raw: str, found: Answer, values: Mapping[str, Any]) -> Read[Any]:
    if found.doubt is not None or found.bare_tick:
        return Read(None, (doubt(info, found.doubt or "KD309", raw),))
    if found.option is None:
        return Read(None)
    value = values[found.option]
    if found.left:
        return Read(value, (doubt(info, "KD321", raw, value=found.option),))
    if found.remark:
        return Read(value, (doubt(info, "KD318", raw, value=found.option),))
    if found.note:
        return Read(value, (doubt(info, "KD320", raw, value=found.option),))
    return Read(value)


def _no_choice(info: FieldInfo, raw: str) -> Any:
    listed = (info.choices or dict(option_texts(info))).values()
    return doubt(info, "KD310", raw, choices="/".join(listed))
