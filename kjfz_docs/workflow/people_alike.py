"""What is compared of people, and how names of people, units and enterprises may differ by mistake."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

import attrs

from kjfz_docs.reading.words import key, typos

# A unit that ends in one of these, or in brackets, is whole; what may follow is a part of it (院系).
_WHOLE = re.compile(r"(?:大学|学院|研究院|研究所|研究中心|科学院|设计院|医院|公司|集团)$|\)$")
# An abbreviation is at least so long, and a text so short is told from another by each of its characters.
_SHORTEST = 2
# More of one name, or of names alike in one enterprise, are no people, and would take all day.
MOST_NAMESAKES = 300
# A name without one of its characters is one still.
_LONG_NAME = 3


@attrs.frozen
class Identity:
    """Who somebody is, as it is compared: without white space, signs, width and case; empty is not known."""

    name: str
    unit: str = ""
    enterprise: str = ""
    is_whole: bool = attrs.field(default=False, eq=False)

    @classmethod
    def of(cls, name: str, unit: str | None, enterprise: str | None) -> Identity:
        whole = _WHOLE.search(unicodedata.normalize("NFKC", unit or "").strip()) is not None
        return cls(key(name) or name, key(unit or ""), key(enterprise or ""), whole)

    def says_more_than(self, other: Identity) -> bool:
        """Whether it agrees with all that another of its name says, and says more."""
        return (
            self != other
            and other.enterprise in ("", self.enterprise)
            and (other.unit in ("", self.unit) or other._holds(self.unit))
        )

    def _holds(self, unit: str) -> bool:
        """Whether a unit is a part of its own."""
        return self.is_whole and unit.startswith(self.unit)

    def has_unit_of(self, other: Identity) -> bool:
        """Whether both have one unit, as far as they say."""
        if not self.unit or not other.unit:
            return False
        return self.unit == other.unit or self._holds(other.unit) or other._holds(self.unit)


def difference(first: Identity, second: Identity, *, is_listed: bool = False) -> str:
    """How two that might be one person differ; empty where they are two.

    ``is_listed``: whether the first is known from a list of all, so that the second must be one of it.
    """
    same_unit = first.has_unit_of(second)
    same_enterprise = bool(first.enterprise) and first.enterprise == second.enterprise
    unknown_unit = not first.unit or not second.unit
    unknown_enterprise = not first.enterprise or not second.enterprise
    if first.name != second.name:
        surely = same_unit or (unknown_unit and is_listed)
        return "姓名写法不同" if same_enterprise and surely else ""
    if same_unit and same_enterprise:
        return "写法详略不同"
    if same_unit:
        if unknown_enterprise:
            return "有一处没有写企业"
        return "企业写法不同" if alike(first.enterprise, second.enterprise) else "企业不同"
    if same_enterprise:
        if unknown_unit:
            return "有一处没有写派出单位"
        return "派出单位写法不同" if alike(first.unit, second.unit) else "派出单位不同"
    if unknown_unit and unknown_enterprise:
        return "只有姓名可以核对"
    # With nothing else to go by, one character for another makes another enterprise: 华信 is not 中信.
    alone = unknown_unit or unknown_enterprise
    alike_unit = unknown_unit or alike(first.unit, second.unit, alone=alone)
    alike_enterprise = unknown_enterprise or alike(first.enterprise, second.enterprise, alone=alone)
    return ("企业" if unknown_unit else "派出单位") + "写法不同" if alike_unit and alike_enterprise else ""


def alike(first: str, second: str, *, alone: bool = False) -> bool:
    """Whether one of two names of a unit or enterprise may be the other: a typo or two, or abbreviated.

    ``alone``: nothing else says so, and a character that stands for another is no typo.
    """
    if typos(first, second) is not None:
        return not alone or len(first) != len(second) or sorted(first) == sorted(second)
    return _abbreviates(first, second) or _abbreviates(second, first)


def _abbreviates(short: str, long: str) -> bool:
    """Whether a name is the other with characters left out: 华科大 for 华中科技大学."""
    if not _SHORTEST <= len(short) < len(long):
        return False
    rest = iter(long)
    return short[0] in long[:1] + long[2:3] and all(sign in rest for sign in short)


def similar_names(people: Iterable[Identity]) -> set[tuple[Identity, Identity]]:
    """The pairs of one enterprise whose names differ in one character, or in the order of their characters."""
    here = [each for each in people if each.enterprise and len(each.name) >= _SHORTEST]
    near: dict[tuple[str, str], list[Identity]] = defaultdict(list)
    called: dict[tuple[str, str], list[Identity]] = defaultdict(list)
    for each in here:
        name = each.name
        called[each.enterprise, name].append(each)
        changed = {f"{name[:at]}?{name[at + 1 :]}" for at in range(len(name))}
        for variant in ("".join(sorted(name)), *sorted(changed)):
            near[each.enterprise, variant].append(each)
    found = {
        (first, second)
        for same in near.values()
        if len(same) <= MOST_NAMESAKES
        for number, first in enumerate(same)
        for second in same[number + 1 :]
        if first.name != second.name
    }
    for each in here:
        if len(each.name) >= _LONG_NAME:
            shorter = {each.name[:at] + each.name[at + 1 :] for at in range(len(each.name))}
            found |= {(each, other) for name in shorter for other in called.get((each.enterprise, name), ())}
    return found
