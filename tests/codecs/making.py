"""Fields for the tests of the codecs, and what a reading says in short."""

from __future__ import annotations

import enum
from typing import Any

from kjfz_docs.codecs import Codec, Read
from kjfz_docs.grids.model import Format, RichText
from kjfz_docs.records.fields import FieldInfo, Meta


class Grade(enum.Enum):
    """Four grades, of which a form may offer three."""

    BEST = "很满意"
    GOOD = "满意"
    FAIR = "基本满意"
    BAD = "不满意"


def info(type_: Any = str, label: str = "栏目", **meta: Any) -> FieldInfo:
    return FieldInfo(name="field", type=type_, meta=Meta(label=label, **meta), default=None)


def said(codec: Codec[Any], text: RichText | str) -> tuple[Any, list[str]]:
    return brief(codec.read(text))


def brief(read: Read[Any]) -> tuple[Any, list[str]]:
    return read.value, [finding.code for finding in read.findings]


def rich(*parts: str | tuple[str, Format]) -> RichText:
    """A text of plain parts and parts with a look."""
    return RichText.join(
        [
            RichText(part) if isinstance(part, str) else RichText(part[0], ((0, len(part[0]), part[1]),))
            for part in parts
        ],
        "",
    )


STRUCK = Format(strike=True)
UNDERLINED = Format(underline=True)
HIGHLIGHTED = Format(highlight=True)
CIRCLED = Format(circled=True)
BOLD = Format(bold=True)
