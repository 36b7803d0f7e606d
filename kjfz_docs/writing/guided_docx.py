"""Guided Word forms: drop-down lists, check boxes and date pickers in the places of a blank form.

Only these three kinds of content control are used: LibreOffice damages those of plain text. A value is marked when it
is rendered, and the marks become controls afterwards, since Jinja does not know the run that a value stands in. A
control shows what the plain form shows, so that both print alike.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from lxml import etree

from kjfz_docs.codecs import Codec, DateCodec, DateFilter, TickCodec
from kjfz_docs.codecs.filters import NO_TICK, TICK
from kjfz_docs.grids.docx_names import w
from kjfz_docs.grids.xml import serialised

_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# Private characters: a blank form holds no text but the library's own.
_OPEN, _TEXT, _CLOSE = "\ue000", "\ue001", "\ue002"
_MARKED = re.compile(f"({_OPEN}[0-9]+{_TEXT}[^{_CLOSE}]*{_CLOSE})")
_SYMBOL_FONT = "宋体"
# A control without a visible text cannot be hit with the mouse.
_WIDTH = "\u3000\u3000"


class Controls:
    """The controls of one document: marks the values as they are rendered, then puts controls in their place."""

    def __init__(self) -> None:
        self._codecs: list[Codec[Any]] = []

    def mark(self, codec: Codec[Any], text: str) -> str:
        """The text with a mark around it, where its kind of value has a control."""
        if _maker(codec) is None:
            return text
        self._codecs.append(codec)
        return f"{_OPEN}{len(self._codecs) - 1}{_TEXT}{text}{_CLOSE}"

    def placed(self, xml: bytes) -> bytes:
        """The XML of a part with a control for each mark."""
        root = etree.fromstring(xml)
        taken = {element.get(w("val")) for element in root.iter(w("id"))}
        numbers = (number for number in range(1, 1 << 31) if str(number) not in taken)
        for run in list(root.iter(w("r"))):
            if any(_OPEN in (text.text or "") for text in run.findall(w("t"))):
                for piece in list(self._pieces(run, numbers)):
                    run.addprevious(piece)
                run.getparent().remove(run)
        if root.find(f".//{{{_W14}}}checkbox") is not None:
            root = _ignoring_w14(root)
        return serialised(root)

    def _pieces(self, run: Any, numbers: Iterator[int]) -> Iterator[Any]:
        """A run as runs and controls."""
        properties = run.find(w("rPr"))
        plain: list[Any] = []
        for child in run:
            if child is properties:
                continue
            if child.tag != w("t"):
                plain.append(child)
                continue
            for text in filter(None, _MARKED.split(child.text or "")):
                if not text.startswith(_OPEN):
                    plain.append(_text(text))
                    continue
                if plain:
                    yield _run(properties, plain)
                    plain = []
                index, shown = text[1:-1].split(_TEXT)
                yield _control(self._codecs[int(index)], shown, properties, next(numbers))
        if plain:
            yield _run(properties, plain)


def _control(codec: Codec[Any], shown: str, properties: Any, number: int) -> Any:
    made = etree.Element(w("sdt"))
    described = etree.SubElement(made, w("sdtPr"))
    etree.SubElement(described, w("alias"), {w("val"): codec.info.label[:64]})
    etree.SubElement(described, w("id"), {w("val"): str(number)})
    maker = _maker(codec)
    assert maker is not None
    maker(described, codec)
    etree.SubElement(made, w("sdtContent")).append(_run(properties, [_text(shown or _WIDTH)]))
    return made


def _check_box(described: Any, _: Codec[Any]) -> None:
    box = etree.SubElement(described, f"{{{_W14}}}checkbox", nsmap={"w14": _W14})
    etree.SubElement(box, f"{{{_W14}}}checked", {f"{{{_W14}}}val": "0"})
    for name, sign in (("checkedState", TICK), ("uncheckedState", NO_TICK)):
        look = {f"{{{_W14}}}val": f"{ord(sign):04X}", f"{{{_W14}}}font": _SYMBOL_FONT}
        etree.SubElement(box, f"{{{_W14}}}{name}", look)


def _drop_down(described: Any, codec: Codec[Any]) -> None:
    listed = etree.SubElement(described, w("dropDownList"))
    for text in (codec.info.choices or {}).values():
        etree.SubElement(listed, w("listItem"), {w("displayText"): text, w("value"): text})


def _date_picker(described: Any, _: Codec[Any]) -> None:
    date = etree.SubElement(described, w("date"))
    for name, value in (
        ("dateFormat", "yyyy年M月d日"),
        ("lid", "zh-CN"),
        ("storeMappedDataAs", "dateTime"),
        ("calendar", "gregorian"),
    ):
        etree.SubElement(date, w(name), {w("val"): value})


_Maker = Callable[[Any, Codec[Any]], None]


def _maker(codec: Codec[Any]) -> _Maker | None:
    if isinstance(codec, TickCodec):
        return _check_box
    if isinstance(codec, (DateCodec, DateFilter)):
        return _date_picker
    return _drop_down if codec.info.choices else None


def _run(properties: Any, children: Iterable[Any]) -> Any:
    made = etree.Element(w("r"))
    if properties is not None:
        made.append(copy.deepcopy(properties))
    made.extend(children)
    return made


def _text(text: str) -> Any:
    made = etree.Element(w("t"), {_SPACE: "preserve"})
    made.text = text
    return made


def _ignoring_w14(root: Any) -> Any:
    """The part with ``w14`` declared and ignorable, as the standard wants of extensions."""
    known = (root.get(f"{{{_MC}}}Ignorable") or "").split()
    if "w14" in known and root.nsmap.get("w14") == _W14:
        return root
    made = etree.Element(root.tag, dict(root.attrib), nsmap={**root.nsmap, "w14": _W14, "mc": _MC})
    made.set(f"{{{_MC}}}Ignorable", " ".join([*known, "w14"]))
    made.extend(list(root))
    return made
