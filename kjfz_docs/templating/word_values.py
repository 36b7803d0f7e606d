"""Many values at once as what stands in the XML of a Word document: tested together, changed only where needed."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from markupsafe import Markup

from kjfz_docs.errors import UnwritableError
from kjfz_docs.templating.pieces import BREAK, Stands, Tag

_SEPARATOR = b"\0"
# What a text may hold and the XML may not hold as it is; everything else below U+0020 no XML can hold.
_ENTITIES = ((b"&", b"&amp;"), (b"<", b"&lt;"), (b">", b"&gt;"))
_QUOTES = ((b'"', b"&#34;"), (b"'", b"&#39;"))
_FINE = bytes(sorted(set(range(0x20, 0x100)) - set(b"&<>")))
_LEGAL = frozenset(b"&<>\t\n\r\a\f\0")
_PARAGRAPH_SIGNS = (b"\a", b"\f")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What a text may hold besides because Word has elements for it.
_SIGNS = "\a\f"
_TEXT = {str}


class Unfit(Exception):  # noqa: N818 - no error: what the fast way is not made for
    """A value that the fast way does not write: the slow one does, or says what is wrong with it."""


class Slots:
    """The tags of a stretch of a template that take values, in their order."""

    def __init__(self, tags: Sequence[Tag]) -> None:
        if any(tag.stands not in (Stands.TEXT, Stands.PLAIN) for tag in tags):
            raise Unfit
        self.count = len(tags)
        self._marks = [_marks(tag) for tag in tags]
        # What does not depend on where a tag stands is replaced in all values at once.
        self._alike = all(tag.stands is Stands.TEXT for tag in tags)

    def encoded(self, values: Collection[Any], order: Sequence[int] | None = None) -> list[bytes]:
        """Values as they stand in the XML: of these tags row after row, or of those whose numbers are in ``order``.

        Raises Unfit for what it is not made for.
        """
        kinds = set(map(type, values))
        if kinds != _TEXT:
            if any(hasattr(kind, "__html__") for kind in kinds):
                raise Unfit
            values = list(map(str, values))
        text = "\0".join(values)
        try:
            data = text.encode()
        except UnicodeEncodeError:
            raise Unfit from None
        if "\ufffe" in text or "\uffff" in text:
            raise Unfit
        special = data.translate(None, _FINE)
        if len(special) == len(values) - 1:
            return data.split(_SEPARATOR)
        return self._replaced(data, special, len(values), order)

    def _replaced(self, data: bytes, special: bytes, count: int, order: Sequence[int] | None) -> list[bytes]:
        found = set(special)
        if not found <= _LEGAL or special.count(0) != max(count - 1, 0):
            raise Unfit
        for sign, entity in _ENTITIES:
            if sign[0] in found:
                data = data.replace(sign, entity)
        if b"\r"[0] in found:
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            found.add(b"\n"[0])
        if self._alike:
            if b"\n"[0] in found:
                data = data.replace(b"\n", BREAK.encode())
            if not found & set(b"\t\a\f"):
                return data.split(_SEPARATOR)
        each = itertools.cycle(range(self.count)) if order is None else order
        # Behind a text that a block begins or ends with stands no value: where there are no tags, there is none at all.
        marks = self._marks or [()]
        return [_marked(text, marks[tag]) for text, tag in zip(data.split(_SEPARATOR), each, strict=False)]


def _marks(tag: Tag) -> tuple[tuple[bytes, bytes], ...]:
    return tuple((sign.encode(), mark.encode()) for sign, mark in tag.marks.items())


def _marked(text: bytes, marks: Iterable[tuple[bytes, bytes]]) -> bytes:
    for sign, mark in marks:
        if sign in text:
            text = text.replace(sign, mark)
    if not marks and any(sign in text for sign in _PARAGRAPH_SIGNS):
        raise Unfit
    return text


def written(value: object, tag: Tag) -> Markup:
    """One value as it stands in the XML where a tag is. Raises UnwritableError, which names the tag."""
    if type(value) is str and tag.stands is Stands.TEXT and _is_plain(value):
        return Markup(value)
    markup = getattr(value, "__html__", None)
    if markup is None and tag.stands is Stands.BETWEEN:
        reason = "a text where only markup may stand ({{r … }}, {{p … }}): give a RichText, or write {{ … }}"
        raise UnwritableError(tag.source, reason)
    text = str(markup() if markup is not None else value)
    if text.isprintable():
        return Markup(text if markup is not None else _escaped(text, quotes=tag.stands is Stands.ATTRIBUTE))
    refuse(text, tag, is_markup=markup is not None)
    if markup is None:
        text = _escaped(text, quotes=tag.stands is Stands.ATTRIBUTE)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "<w:t" not in text:  # texts of elements that a value brings along have looks of their own
        for sign, mark in tag.marks.items():
            text = text.replace(sign, mark)
    return Markup(text)


def _is_plain(text: str) -> bool:
    """Whether a text stands in the XML as it is."""
    return text.isprintable() and "&" not in text and "<" not in text and ">" not in text


def _escaped(text: str, *, quotes: bool) -> str:
    for sign, entity in _ENTITIES + (_QUOTES if quotes else ()):
        text = text.replace(sign.decode(), entity.decode())
    return text


def refuse(text: str, tag: Tag, *, is_markup: bool = False) -> None:
    """Raise UnwritableError for a text with a character that no XML can hold; markup may have texts of its own."""
    for found in _NOT_XML.finditer(text):
        if found[0] not in _SIGNS or not (is_markup or tag.stands is Stands.TEXT):
            reason = f"has the character U+{ord(found[0]):04X}, which no document can hold"
            raise UnwritableError(tag.source, reason)
