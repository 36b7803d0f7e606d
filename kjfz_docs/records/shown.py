"""Fields and values as a person reads them: labels down to a field, texts of values, private ones masked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from kjfz_docs.records.fields import FieldInfo, field_at, general_path
from kjfz_docs.records.masking import fit_to_show
from kjfz_docs.records.numerals import ordinal_text

_BY_KIND: Mapping[str, Callable[[Any], str]] = {"cohort": ordinal_text}


def label_of(
    cls: type, path: str, printed: Mapping[str, str] = MappingProxyType({}), prefix: str = ""
) -> str:
    """The labels down to a field: 企业考核评价 / 指标1 …; the names where there are no labels.

    ``printed`` are what a form prints as the names of fields, by their paths from the whole record; ``prefix`` leads
    to ``cls`` there.
    """
    steps = path.split(".")
    name = printed.get(general_path(prefix + path), "")
    labels = []
    for depth, step in enumerate(steps, 1):
        if step.isdigit():
            labels.append(f"第{int(step) + 1}行")
            continue
        info = field_at(cls, ".".join(steps[:depth]))
        if depth == len(steps):
            labels.append(info.called_as(name).label if info else step)
        elif info is None or info.meta.label or not name:
            # What the form names by itself needs no part that has no label.
            labels.append(info.label if info else step)
    return " / ".join(labels)


def text_of(value: Any, info: FieldInfo, show_private: bool) -> str:
    """A value as a person reads it."""
    if value is None:
        return ""
    if not show_private:
        value = fit_to_show(value, private=info.meta.private)
    if special := _BY_KIND.get(info.meta.kind or ""):
        return special(value)
    # Not looked up as a key: what a form's choices leave out, and what cannot be hashed, is printed as it is.
    chosen = [text for choice, text in (info.choices or {}).items() if choice == value]
    return chosen[0] if chosen else str(getattr(value, "value", value))
