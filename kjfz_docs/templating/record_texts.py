"""Many values of a record at once as they stand in the XML of a Word document: tested together, changed if need be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from kjfz_docs.codecs import Codec
from kjfz_docs.templating.pieces import BREAK
from kjfz_docs.templating.word_values import Unfit

TAB = '</w:t><w:tab/><w:t xml:space="preserve">'

_BETWEEN = b"\0"
# What no XML can hold as it stands, or Word has elements for; the first is of what the others are made.
_WRITTEN = (
    (b"&", b"&amp;"),
    (b"<", b"&lt;"),
    (b">", b"&gt;"),
    (b"'", b"&#39;"),
    (b'"', b"&#34;"),
    (b"\n", BREAK.encode()),
    (b"\t", TAB.encode()),
)
_CHANGED = frozenset(sign[0] for sign, _ in _WRITTEN)
_FINE = bytes(set(range(0x20, 0x100)) - _CHANGED)

# The texts of so many days are kept.
_MOST_DAYS = 4_000


class Days(dict[Any, str]):
    """The texts of days, which many records share."""

    def __init__(self, codec: Codec[Any]) -> None:
        super().__init__()
        self._codec = codec

    def __missing__(self, value: Any) -> str:
        text = self._codec.write(value)
        if type(value) is dt.date and len(self) < _MOST_DAYS:
            self[value] = text
        return text


class Chosen(dict[Any, bytes]):
    """What stands in the XML for the values of a field with options: texts of the template, and theirs by codecs.

    Any other value is asked of the codecs. Raises Unfit for what no XML can hold.
    """

    def __init__(self, parts: Sequence[tuple[str, Codec[Any]]], end: str) -> None:
        self._parts = [(before.encode(), codec) for before, codec in parts]
        self._end = end.encode()
        options = (value for value, _ in parts[0][1].info.options)
        super().__init__({value: self[value] for value in (*options, None)})

    def __missing__(self, value: Any) -> bytes:
        written: list[Any] = []
        for before, codec in self._parts:
            written += (before, codec.write(value))
        return encoded(written) + self._end


def encoded(pieces: list[Any]) -> bytes:
    """Texts of a template and values in turn as XML. Raises Unfit for values that no XML can hold, or no texts."""
    texts = pieces[1::2]
    if set(map(type, texts)) - {str}:
        raise Unfit
    text = "\0".join(texts)
    if "\ufffe" in text or "\uffff" in text:
        raise Unfit
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        raise Unfit from error
    found = data.translate(None, _FINE)
    if len(found) >= len(texts):
        data = _changed(data, set(found))
    values = data.split(_BETWEEN)
    if len(values) != len(texts):
        raise Unfit
    pieces[1::2] = values
    return b"".join(pieces)


def _changed(data: bytes, found: set[int]) -> bytes:
    if found - _CHANGED - {0}:
        raise Unfit
    for sign, written in _WRITTEN:
        if sign[0] in found:
            data = data.replace(sign, written)
    return data
