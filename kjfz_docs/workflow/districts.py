"""Which district of a programme something is of: by what a record says, and by the names of folders and files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from kjfz_docs.reading.words import key
from kjfz_docs.records.fields import OFFICE, fields_by_name, fields_of
from kjfz_docs.records.programme import DISTRICT_WORDS, District, Programme

# Where records say their district: this field of a row or record, and the offices that seal a list.
_DISTRICT = "district"
# 江夏区 is also called 江夏, where nothing else is meant: alone, or before the words of the programme.
_KIND = re.compile(r"(?:新区|开发区|区|县|市)$")
_SHORTEST = 2


class Districts:
    """The districts of a programme in their order."""

    @classmethod
    def of(cls, programme: Programme, roster: Iterable[str | None]) -> Districts:
        """Those of a programme; where it has none, those that a roster names, in its order."""
        named = dict.fromkeys(name for name in roster if name)
        districts = programme.districts or [District(name=name) for name in named]
        return cls(districts, programme.district_words)

    def __init__(self, districts: Sequence[District], beside: Sequence[str] = DISTRICT_WORDS) -> None:
        self.names = tuple(district.name for district in districts)
        called = {
            key(name): district.name for district in districts for name in (district.name, *district.aliases)
        }
        self._called = dict(sorted(called.items(), key=lambda pair: -len(pair[0])))
        self._whole = _either(self._called)
        short = {_KIND.sub("", name): district for name, district in self._called.items()}
        self._short = {
            name: district
            for name, district in short.items()
            if len(name) >= _SHORTEST and name not in self._called
        }
        ends = "|".join([*map(re.escape, beside), r"[^\u4e00-\u9fff]", "$"])
        self._bare = re.compile(rf"(?<![\u4e00-\u9fff])(?:{_words(self._short)})(?={ends})")

    def called(self, text: str | None) -> str | None:
        """The district whose name or other name a text is; None for any other."""
        plain = key(text or "")
        return self._called.get(plain) or self._short.get(plain)

    def named_in(self, text: str | None) -> str | None:
        """The one district that a text names: 江夏区 for 武汉市江夏区经信局 and 江夏材料; None for none and for two."""
        if not text or not self.names:
            return None
        found = {self._called[name] for name in self._whole.findall(key(text))} if self._called else set()
        if not found and self._short:
            found = {self._short[name] for name in self._bare.findall(text)}
        return found.pop() if len(found) == 1 else None

    def of_record(self, record: Any) -> str | None:
        """The district that a record says it is of; None where it says none, or several."""
        found = self.stated_in(record)
        return min(found) if len(found) == 1 else None

    def stated_in(self, record: Any) -> frozenset[str]:
        """The districts of the offices that seal a record, else those of its rows, with what else stands among them."""
        offices = [info.name for info in fields_of(record.__class__) if info.meta.kind == OFFICE]
        stated = [getattr(record, name, None) for name in (_DISTRICT, *offices)]
        named = {self.named_in(text) for text in stated if isinstance(text, str)}
        found = {district for district in named if district is not None}
        if not found:
            found = {self.called(text) or self.named_in(text) or text for text in _of_rows(record)}
            found = found if found & set(self.names) else set()
        return frozenset(found)

    def of_path(self, parts: Sequence[str]) -> str | None:
        """The district that the innermost part of a path names that names one."""
        return next((found for part in reversed(parts) if (found := self.named_in(part))), None)


def district_of(row: Any) -> str | None:
    """The district that a row or record names as its own; None where it has none."""
    stated = getattr(row, _DISTRICT, None)
    return stated if isinstance(stated, str) else None


def _of_rows(record: Any) -> set[str]:
    found: set[str] = set()
    for info in fields_of(record.__class__):
        if info.row is not None and _DISTRICT in fields_by_name(info.row):
            found |= {
                stated for row in getattr(record, info.name) if (stated := district_of(row)) is not None
            }
    return found


def _words(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def _either(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(_words(words))
