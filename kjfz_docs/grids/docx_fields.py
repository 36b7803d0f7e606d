"""Fields: their code is no text, their result is; a few print something that stands only in the code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

import attrs

from kjfz_docs.grids.docx_names import VAL, is_on, value_of, w, whole
from kjfz_docs.grids.symbols import symbol
from kjfz_docs.grids.xml import Element

_OVERSTRIKE = re.compile(r"^\s*eq\s+\\o\s*(?:\\a[clrd]\s*)*\((.*)\)\s*$", re.IGNORECASE | re.DOTALL)
_SHIFTED = re.compile(r"\\(?:s|d|b)\s*(?:\\[a-z]{2}\s*-?\d*\s*)*\(([^()]*)\)", re.IGNORECASE)
_SYMBOL = re.compile(
    r"^\s*symbol\s+(0x[0-9a-f]{1,6}|\d{1,7}|\S)(?:.*?\\f\s*\"?([^\"\\]+))?", re.IGNORECASE | re.DOTALL
)
_EQUATION = re.compile(r"^\s*eq\b", re.IGNORECASE)
_LONGEST = 1000
_SEPARATOR = re.compile(r"[,;，；]")
_RINGS = frozenset("○◯〇⭕OoＯ△▲◇☆")
_BOXES = frozenset("□口▢☐囗")
_BOXED: Mapping[str, str] = MappingProxyType(
    {**dict.fromkeys("√✓✔vV", "☑"), **dict.fromkeys("×✗✘xX✕╳", "☒"), "": "□"}
)


@attrs.define
class Field:
    """A field that has begun: its code so far, and whether its result has begun.

    ``control`` is a form field that was printed when it began, whatever its result says; ``inside_code`` stands in
    the code of another field.
    """

    code: list[str] = attrs.field(factory=list)
    in_result: bool = False
    has_result: bool = False
    control: bool = False
    inside_code: bool = False

    @property
    def silent(self) -> bool:
        """Whether text that stands here is not printed."""
        return self.inside_code or self.control or not self.in_result


@attrs.frozen
class Printed:
    """What a field prints without a result; ``clear`` is False if it is more than text can say."""

    text: str
    circled: bool = False
    clear: bool = True


NOTHING = Printed("")


def form_control(begin: Element) -> str | None:
    """What a legacy form field shows: ☑ or ☐, or the chosen entry; None for a text field."""
    data = begin.find(w("ffData"))
    if data is None:
        return None
    box = data.find(w("checkBox"))
    if box is not None:
        checked = box.find(w("checked"))
        return "☑" if is_on(box.find(w("default")) if checked is None else checked) else "☐"
    choices = data.find(w("ddList"))
    if choices is None:
        return None
    entries = [entry.get(VAL) or "" for entry in choices.iterfind(w("listEntry"))]
    index = whole(value_of(choices, "result") or value_of(choices, "default"), 0)
    return entries[index] if 0 <= index < len(entries) else ""


def printed(code: str) -> Printed:
    """What a field without a result prints by its code."""
    if len(code) > _LONGEST:
        return Printed("", clear=not _EQUATION.match(code[:_LONGEST]))
    struck = _OVERSTRIKE.match(code)
    if struck is not None:
        return _overstruck(struck[1])
    sign = _SYMBOL.match(code)
    if sign is not None:
        return Printed(symbol(sign[2], _code(sign[1])))
    if _EQUATION.match(code):
        return Printed("", clear=False)
    return NOTHING


def _overstruck(inside: str) -> Printed:
    r"""Characters printed over each other: ``\o\ac(○,1)`` is a circled 1, ``\o(□,√)`` a ticked box."""
    parts = [part.strip() for part in _SEPARATOR.split(_SHIFTED.sub(r"\1", inside))]
    frame = next((part for part in parts if part in _RINGS or part in _BOXES), None)
    if frame is None:
        return Printed("".join(parts), clear=len(parts) == 1)
    parts.remove(frame)
    text = "".join(parts)
    if frame in _BOXES and text in _BOXED:
        return Printed(_BOXED[text])
    return Printed(text, circled=True) if text else Printed(frame)


def _code(text: str) -> int:
    if len(text) == 1 and not text.isdigit():
        return ord(text)
    return int(text, 16) if text[:2].lower() == "0x" else int(text)
