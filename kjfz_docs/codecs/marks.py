"""Marks as people make them: ticks, crosses, boxes. What a mark in the brackets of an option says."""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence

from kjfz_docs.codecs.base import fold, has_struck
from kjfz_docs.grids.model import RichText

# Symbols that say nothing but “this one”. A crossed box is how Word shows a checked one.
TICKS = frozenset("√✓✔☑☒✅🗸🗹■◼▪◾⬛●⚫◉⊙⦿◆∨˅ˇ")
# Symbols for “not this one”: boxes without a mark.
BOXES = frozenset("□☐○◯〇◻◽▢⬜▫◇❏❑❐❒▯")
# In brackets a circle may be drawn as a mark; outside it is an empty box.
CIRCLES = frozenset("○◯〇⭕")
# Boxes that carry their mark themselves, and so stand for a whole pair of brackets.
FULL_BOXES = frozenset("☑☒✅🗹■◼▪◾⬛●⚫◉⊙⦿◆")
# A cross may mean yes (as on a ballot) or no.
CROSSES = frozenset("×✗✘✕✖❌❎╳☓⨯🗙🗴")
# Signs that mark an option only as against the others: the hollow ones that say “not this” beside each of them.
_RINGS = "○◯〇⭕oO"
HOLLOW = {"★": "☆", "▲": "△", "◎": _RINGS, **dict.fromkeys("●⚫◉⊙⦿", _RINGS)}
FAINT = frozenset("★▲◎☆△")
# Letters and words that stand for a tick; only where nothing else stands with them.
TICK_WORDS = frozenset(("v", "y", "yes", "对", "是", "勾", "选", "选中", "已选", "j"))
# A dash says “not this” beside a tick; alone it says nothing certain.
CROSS_WORDS = frozenset(
    ("x", "n", "no", "否", "不", "不是", "错", "不选", "-", "--", "—", "——", "–", "/", "一")
)
# 口 (mouth) is often typed as a box.
BOX_WORDS = frozenset(("口", "_", "__", "___"))

_VARIATION = re.compile("[\ufe0e\ufe0f\u20e3]")
_QUOTES = "“”\"'‘’"


class Mark(enum.Enum):
    """What stands in the place of a mark. A faint one is a mark or none, as the other options have it."""

    NONE = "none"
    TICK = "tick"
    CROSS = "cross"
    FAINT = "faint"
    UNSURE = "unsure"


def mark(text: RichText | str) -> Mark:
    """What the text in the brackets of an option says. A tick that was struck out says nothing for sure."""
    plain = _VARIATION.sub("", fold(str(text)))
    bare = "".join(plain.split()).strip(_QUOTES).lower()
    found = _classify(bare)
    if found is Mark.TICK and isinstance(text, RichText) and has_struck(text):
        return Mark.UNSURE
    return found


def _classify(bare: str) -> Mark:
    if not bare or bare in BOX_WORDS or all(character in BOXES for character in bare):
        return Mark.NONE
    if bare in TICK_WORDS or (set(bare) == {"v"} and len(bare) <= 3):
        return Mark.TICK
    if bare in CROSS_WORDS:
        return Mark.CROSS
    if bare in FAINT or bare == "o":
        return Mark.FAINT
    # A tick typed beside or over a printed box is a tick.
    symbols = [character for character in bare if character not in BOXES]
    if all(character in TICKS for character in symbols):
        return Mark.TICK
    if all(character in CROSSES or character == "x" for character in symbols):
        return Mark.CROSS
    return Mark.UNSURE


def is_circle(text: RichText | str) -> bool:
    """Whether a circle alone stands in the brackets of an option: perhaps yes, perhaps no."""
    return str(text).strip() in CIRCLES


def settled(found: Sequence[tuple[Mark, str]]) -> list[Mark]:
    """What the marks of a cell say together, each given with its sign.

    Of faint ones, one alone among places without a mark is a tick (★是 否), and hollow ones beside the one that is
    filled are none (●是 O否); any others are unclear.
    """
    marks = [mark for mark, _ in found]
    if Mark.FAINT not in marks:
        return marks
    meant = [
        n
        for n, (mark, sign) in enumerate(found)
        if mark is Mark.TICK or (mark is Mark.FAINT and sign in HOLLOW)
    ]
    if len(meant) == 1:
        hollow = HOLLOW.get(found[meant[0]][1], "")
        rest = [each for n, each in enumerate(found) if n != meant[0]]
        if all(mark is Mark.NONE or (bool(sign) and sign in hollow) for mark, sign in rest):
            return [Mark.TICK if n == meant[0] else Mark.NONE for n in range(len(found))]
    return [Mark.UNSURE if mark is Mark.FAINT else mark for mark in marks]
