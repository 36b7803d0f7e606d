"""Dates: 2023年8月25日 on paper; read in every way that people write them.

Two digits of a year are 20xx. With 年 (23年8月25日) that is certain; 23/8/25 is read in the usual order
(year, month, day) with a note, KD317, since only custom rules out the others. A year of two digits above 50
is not read at all: it may be 19xx.
"""

from __future__ import annotations

import datetime as dt
import re

import attrs

from kjfz_docs.codecs.base import Codec, Read, fold, squeeze
from kjfz_docs.codecs.numerals import CHINESE, numeral, positional
from kjfz_docs.grids.model import RichText

_LATEST_SHORT_YEAR = 50

_SEPARATOR = r"[./\-–—−、,]"
_WEEKDAY = r"(?P<weekday>\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)"
_AFTER = rf"(?:{_WEEKDAY}?(?:[上下]午)?)[.。]?"
_PART_OF_DAY = r"(?:[上下中]午|早上|晚上)"
_HOURS = r"(?:[01]?[0-9]|2[0-4])"
_SIXTY = r"[0-5]?[0-9]"
# A time of day behind a day, told before the white space between them goes: 2025-3-1 18:30 is no eleventh.
_CLOCK = (
    rf"(?:(?<=[0-9])(?:\s+|\s*{_PART_OF_DAY}\s*|T)|(?<=[日号一二三四五六天)）])\s*{_PART_OF_DAY}?\s*){_HOURS}"
    rf"(?:[:：]{_SIXTY}(?:[:：]{_SIXTY}(?:\.[0-9]+)?)?Z?(?:\s*[AaPp][Mm])?|[时点](?:{_SIXTY}分?(?:{_SIXTY}秒)?)?)"
)
_CLOCK_AT_END = re.compile(rf"{_CLOCK}(?=[.。]?$)")
_NUM = rf"(?:[0-9]{{1,2}}|[{CHINESE}]{{1,3}})"
_YEAR_WORD = r"(?P<year>[0-9]{1,7}|[0-9一二三四五六七八九零〇○OoＯ]{2,4})年"

# Whole texts without white space, most certain first.
_WITH_WORDS = re.compile(rf"{_YEAR_WORD}(?P<month>{_NUM})(?:月|{_SEPARATOR})(?P<day>{_NUM})[日号]?{_AFTER}")
_YEAR_FIRST = re.compile(
    rf"(?P<year>[0-9]{{4}}){_SEPARATOR}(?P<month>[0-9]{{1,2}})(?:{_SEPARATOR}|月)(?P<day>[0-9]{{1,2}})[日号]?{_AFTER}"
)
_SHORT = re.compile(
    rf"['’]?(?P<year>[0-9]{{2}}){_SEPARATOR}(?P<month>[0-9]{{1,2}}){_SEPARATOR}(?P<day>[0-9]{{1,2}})"
)
_YEAR_LAST = re.compile(
    rf"(?P<first>[0-9]{{1,2}}){_SEPARATOR}(?P<second>[0-9]{{1,2}}){_SEPARATOR}(?P<year>[0-9]{{4}})"
)
_COMPACT = re.compile(r"(?P<year>(?:19|20)[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_COMPACT_SHORT = re.compile(r"(?P<year>[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_SPACED = re.compile(r"(?P<year>[0-9]{4})\s+(?P<month>[0-9]{1,2})\s+(?P<day>[0-9]{1,2})")
_CANONICAL = re.compile(r"(?P<year>[0-9]{4})年(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})日")

# A part of a date: the year, the month or the day is missing.
_PARTIAL = re.compile(
    rf"(?:[0-9零〇○一二三四五六七八九]{{0,7}}年)?(?:{_NUM}?月)?(?:{_NUM}?[日号]?)"
    rf"|[0-9]{{4}}(?:{_SEPARATOR}[0-9]{{1,2}})?{_SEPARATOR}?|[0-9]{{1,2}}{_SEPARATOR}[0-9]{{1,2}}|[0-9]{{6}}"
)
_EMPTY = re.compile(r"(?:2|20|202)?年?月?日?|[-−–—/\\_.年月日]+")
# A whole date in a longer text, with nothing before or behind it that may belong to it.
_WITHIN = re.compile(
    rf"(?<![0-9{CHINESE}年./\-])"
    rf"(?:[0-9〇○一二三四五六七八九]{{4}}年{_NUM}月{_NUM}[日号]|[0-9]{{4}}[./-][0-9]{{1,2}}[./-][0-9]{{1,2}}(?![0-9]))"
)
_DIGIT = r"[0-9０-９]"
_GAP = r"[^\S\n]*"
_CJK = "〇○零一二三四五六七八九十廿卅"
_SHAPE = re.compile(
    rf"\s*(?:"
    rf"(?:{_DIGIT}{_GAP}){{0,7}}年{_GAP}(?:{_DIGIT}{_GAP}){{0,2}}月{_GAP}(?:{_DIGIT}{_GAP}){{0,2}}[日号]?"
    rf"|(?:[{_CJK}]{_GAP}){{2,4}}年{_GAP}(?:[{_CJK}]{_GAP}){{0,3}}月{_GAP}(?:[{_CJK}]{_GAP}){{0,3}}[日号]?"
    rf"|{_DIGIT}{{2,4}}{_GAP}[年./．／\-－—]{_GAP}{_DIGIT}{{1,2}}{_GAP}[月./．／\-－—]{_GAP}{_DIGIT}{{1,2}}[日号]?"
    rf"|{_DIGIT}{{4}}{_GAP}[、,，]{_GAP}{_DIGIT}{{1,2}}{_GAP}[、,，]{_GAP}{_DIGIT}{{1,2}}[日号]?"
    rf"|{_DIGIT}{{1,2}}{_GAP}[./．／\-－—]{_GAP}{_DIGIT}{{1,2}}{_GAP}[./．／\-－—]{_GAP}{_DIGIT}{{4}}"
    rf"|{_DIGIT}{{1,2}}{_GAP}月{_GAP}{_DIGIT}{{1,2}}{_GAP}[日号]?"
    rf"|{_DIGIT}{{8}}|{_DIGIT}{{4}}[ ]+{_DIGIT}{{1,2}}[ ]+{_DIGIT}{{1,2}}"
    rf")(?:{_GAP}[\-－—–~～至到]{_GAP}[0-9０-９年月日./．]{{1,12}})?(?:{_GAP}[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?)?(?:{_CLOCK}|{_GAP}[上下]午)?[.。]?\s*"
)
_WEEKDAYS = "一二三四五六日"


@attrs.frozen
class DateCodec(Codec[dt.date]):
    """A day. ``blank`` is what the paper shows to be filled in: ``202  年  月  日``."""

    def shape(self) -> re.Pattern[str]:
        return _SHAPE

    def _write(self, value: dt.date) -> str:
        return f"{value.year:04d}年{value.month}月{value.day}日"

    def _parse(self, text: str) -> dt.date | None:
        match = _CANONICAL.fullmatch(text)
        return None if match is None else _day(int(match["year"]), int(match["month"]), int(match["day"]))

    def _read(self, text: RichText | str) -> Read[dt.date]:
        raw = str(text)
        spaced = _CLOCK_AT_END.sub("", fold(raw).strip())
        plain = "".join(spaced.split())
        if not plain or _EMPTY.fullmatch(plain):
            return Read(None)
        if match := _SPACED.fullmatch(spaced):
            return self._certain(raw, match)
        if match := _WITH_WORDS.fullmatch(plain):
            return self._with_words(raw, match)
        if match := _YEAR_FIRST.fullmatch(plain) or _COMPACT.fullmatch(plain):
            return self._certain(raw, match)
        if match := _SHORT.fullmatch(plain):
            return self._short(raw, match)
        if match := _YEAR_LAST.fullmatch(plain):
            return self._year_last(raw, match)
        if _PARTIAL.fullmatch(plain):
            return self._partial(raw, plain)
        return self._within(raw, plain)

    def _certain(self, raw: str, match: re.Match[str]) -> Read[dt.date]:
        groups = match.groupdict()
        day = _day(int(groups["year"]), int(groups["month"]), int(groups["day"]))
        if day is None:
            return Read(None, (self.doubt("KD306", raw),))
        return self._on_weekday(raw, day, groups.get("weekday"))

    def _on_weekday(self, raw: str, day: dt.date, weekday: str | None) -> Read[dt.date]:
        """The weekday beside a date is a check on it."""
        if weekday is None:
            return Read(day)
        stated = weekday.strip("()")[-1].replace("天", "日")
        if _WEEKDAYS[day.weekday()] == stated:
            return Read(day)
        return Read(day, (self.doubt("KD321", raw, value=self._write(day)),))

    def _with_words(self, raw: str, match: re.Match[str]) -> Read[dt.date]:
        """年 stands in it, so the order is certain; the digits may be Chinese or come with printed ones."""
        doubts: tuple[str, ...] = ()
        digits = match["year"]
        printed = re.match(r"[0-9]*", squeeze(self.blank))
        prefix = printed.group() if printed else ""
        if prefix and len(digits) == len(prefix) + 4 and digits.startswith(prefix):
            # The whole year typed behind a printed 202.
            digits, doubts = digits[len(prefix) :], ("KD321",)
        if len(digits) == 3 and digits.isdecimal():
            return Read(None, (self.doubt("KD307", raw),))
        year = _year(digits)
        month, day_number = _part(match["month"]), _part(match["day"])
        if year is None and len(digits) == 2:
            return Read(None, (self.doubt("KD307", raw),))
        day = None if year is None or month is None or day_number is None else _day(year, month, day_number)
        if day is None:
            return Read(None, (self.doubt("KD306", raw),))
        if doubts:
            return Read(day, tuple(self.doubt(code, raw, value=self._write(day)) for code in doubts))
        return self._on_weekday(raw, day, match["weekday"])

    def _short(self, raw: str, match: re.Match[str]) -> Read[dt.date]:
        year = _year(match["year"])
        day = None if year is None else _day(year, int(match["month"]), int(match["day"]))
        if day is None:
            return Read(None, (self.doubt("KD322", raw),))
        return Read(day, (self.doubt("KD317", raw, value=self._write(day)),))

    def _year_last(self, raw: str, match: re.Match[str]) -> Read[dt.date]:
        """25/8/2023 or 8/25/2023: a day only if just one order gives one."""
        year, first, second = int(match["year"]), int(match["first"]), int(match["second"])
        days = {day for day in (_day(year, first, second), _day(year, second, first)) if day is not None}
        if len(days) != 1:
            return Read(None, (self.doubt("KD322" if days else "KD306", raw),))
        (day,) = days
        return Read(day, (self.doubt("KD321", raw, value=self._write(day)),))

    def _partial(self, raw: str, plain: str) -> Read[dt.date]:
        if match := _COMPACT_SHORT.fullmatch(plain):
            # 230825 is a day, 202308 a month: only one that cannot be the other is read.
            short = self._short(raw, match)
            month_alone = plain.startswith(("19", "20")) and 1 <= int(plain[4:]) <= 12
            if short.value is not None and not month_alone:
                return short
        return Read(None, (self.doubt("KD307", raw),))

    def _within(self, raw: str, plain: str) -> Read[dt.date]:
        """One whole date among other words is that date, with a warning; several are none."""
        found = _WITHIN.findall(plain)
        if len(found) == 1 and not re.search(r"[0-9]", plain.replace(found[0], "")):
            inner = self._read(found[0])
            if inner.value is not None:
                return Read(inner.value, (self.doubt("KD321", raw, value=self._write(inner.value)),))
        return Read(None, (self.doubt("KD322" if found else "KD306", raw),))


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _year(digits: str) -> int | None:
    """The year of four digits, or of two that mean 20xx; None for any other number of them."""
    year = positional(digits)
    if year is None or len(digits) not in (2, 4):
        return None
    if len(digits) == 4:
        return year
    return 2000 + year if year <= _LATEST_SHORT_YEAR else None


def _part(text: str) -> int | None:
    """A month or a day, in digits or in words."""
    found = numeral(text)
    return None if found is None else int(found.value)
