"""Numbers of a workbook as text: what a cell means to a reader, from its value and its number format.

Excel shows 45163 as a day, 0.5 as 50%, 12 as 12个 and keeps 15 digits of a number, whatever it shows. The text made
here has every digit that can be trusted; one of more than 15 digits is written as ``6.22202123456789E+18``, since
what stood behind the fifteenth digit is lost.
"""

from __future__ import annotations

import datetime as dt
import functools
import operator
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Context, Decimal, InvalidOperation
from types import MappingProxyType

import attrs

KEPT_DIGITS = 15
GENERAL = "General"
_LARGEST = 400  # no program keeps numbers of so many digits
_LAST_DAY = 2_958_465  # 9999-12-31
_LEAP_BUG = 60  # Excel's calendar of 1900 has a 29 February
_FIFTEEN = Context(prec=KEPT_DIGITS)

# The formats that files name by number only, those of Chinese calendars as Excel in Chinese has them.
_YEAR_MONTH, _MONTH_DAY, _WHOLE_DAY = "yyyy/m", "m/d", "yyyy/m/d"
BUILT_IN_FORMATS: Mapping[int, str] = MappingProxyType(
    {
        0: GENERAL,
        9: "0%",
        10: "0.00%",
        **dict.fromkeys((14, 15, 22, 30, 31), _WHOLE_DAY),
        **dict.fromkeys((17, 27, 36, 50, 52, 57), _YEAR_MONTH),
        **dict.fromkeys((16, 28, 29, 51, 53, 54, 58), _MONTH_DAY),
        **dict.fromkeys((*range(18, 22), *range(32, 36), *range(45, 48), 55, 56), "h:mm:ss"),
        49: "@",
    }
)

# Parts of a format: quoted and escaped texts, [conditions], padding, General (in Chinese, too), and what is left.
_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|\[(?P<bracket>[^\]]*)\]|[_*].|(?P<general>General|G/通用格式)|(?P<sign>.)',
    re.S | re.I,
)
_ELAPSED = re.compile(r"[hms]+", re.I)
_CONDITION = re.compile(r"(?P<sign><=|>=|<>|[<>=])(?P<bound>-?\d+(?:\.\d+)?)")
_HOLDS: Mapping[str, Callable[[Decimal, Decimal], bool]] = MappingProxyType(
    {
        "<": operator.lt,
        "<=": operator.le,
        ">": operator.gt,
        ">=": operator.ge,
        "=": operator.eq,
        "<>": operator.ne,
    }
)
_PLACES = frozenset("0#?")
_LETTERS = re.compile(r"[a-z@]")


@attrs.frozen
class NumberFormat:
    """What a section of a format code says of the numbers it is for.

    ``day`` holds those of the letters y, m, d that are shown, ``is_time`` whether a time of day is. ``before`` and
    ``after`` are words around the number; ``is_words``: they stand in its place. ``shift`` is how many digits the
    point is moved to the left, ``zeros`` how many digits are shown at least.
    """

    condition: tuple[str, Decimal] | None = None
    day: str = ""
    is_time: bool = False
    is_percent: bool = False
    is_words: bool = False
    before: str = ""
    after: str = ""
    shift: int = 0
    zeros: int = 0


_PLAIN = NumberFormat()


@functools.lru_cache(maxsize=512)
def number_formats(code: str) -> tuple[NumberFormat, ...]:
    """The sections of a format code for numbers; a fourth is for texts and says nothing of them."""
    return tuple(_section(pieces) for pieces in _sections(code)[:3])


@functools.lru_cache(maxsize=512)
def hides_texts(code: str) -> bool:
    """Whether a format code shows nothing of a text: ``;;;``, whose fourth section is empty."""
    sections = _sections(code)
    return len(sections) > 3 and not sections[3]


def _sections(code: str) -> list[list[re.Match[str]]]:
    sections: list[list[re.Match[str]]] = [[]]
    for match in _PIECE.finditer(code):
        if match["sign"] == ";":
            sections.append([])
        else:
            sections[-1].append(match)
    return sections


def _section(pieces: Iterable[re.Match[str]]) -> NumberFormat:
    before, after, signs, places = "", "", "", ""
    condition, elapsed, point = None, False, None
    for match in pieces:
        literal = match["quoted"] or match["escaped"]
        if literal == "." and places:
            point = len(places)  # 0!.0, shows tens of thousands: the point is a word among the digits
        elif literal:
            before, after = (before, after + literal) if places else (before + literal, after)
        elif match["bracket"] is not None:
            elapsed = elapsed or bool(_ELAPSED.fullmatch(match["bracket"]))
            if found := _CONDITION.fullmatch(match["bracket"]):
                condition = (found["sign"], Decimal(found["bound"]))
        elif match["general"]:
            places += "#"
        elif match["sign"]:
            signs += match["sign"]
            places += match["sign"] if match["sign"] in _PLACES else ""
    plain = signs.lower().replace("e+", "").replace("e-", "").replace("am/pm", "h")
    is_time = elapsed or any(letter in plain for letter in "hs")
    day = "".join(
        letter
        for letter, marks in (("y", "ye"), ("m", "m"), ("d", "d"))
        if any(mark in plain for mark in marks)
    )
    if day == "m" and is_time:
        day = ""  # minutes
    if day or is_time:
        return NumberFormat(condition, day=day, is_time=is_time)
    if "%" in plain:
        return NumberFormat(condition, is_percent=True)
    if not places and not _LETTERS.search(plain):
        return NumberFormat(condition, is_words=True, before=before + plain.strip())
    trimmed = plain.rstrip(" ")
    shift = 3 * (len(trimmed) - len(trimmed.rstrip(","))) + (len(places) - point if point is not None else 0)
    zeros = len(places) if set(signs) == {"0"} and point is None else 0
    return NumberFormat(condition, before=before, after=after, shift=shift, zeros=zeros)


def _chosen(sections: Sequence[NumberFormat], number: Decimal) -> NumberFormat:
    """The section for a number, by its condition or its sign."""
    if any(section.condition is not None for section in sections):
        return next(
            (
                section
                for section in sections
                if section.condition is None or _HOLDS[section.condition[0]](number, section.condition[1])
            ),
            _PLAIN,
        )
    if number < 0 and len(sections) > 1:
        return sections[1]
    return sections[2] if number == 0 and len(sections) > 2 else sections[0]


def shown_number(value: str, code: str = GENERAL, *, from_1904: bool = False) -> str:
    """The text of a number as it stands in a file (``45163``, ``6.22202E+18``); what is no number stays as it is.

    Empty where the format shows nothing of it.
    """
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite() or abs(number.adjusted()) > _LARGEST:
        return value
    form = _PLAIN if code == GENERAL else _chosen(number_formats(code), number)
    if form.day or form.is_time:
        moment = _moment(number, form, from_1904=from_1904)
        if moment is not None:
            return moment
    if form.is_percent:
        return f"{plain_number(number * 100)}%"
    if form.is_words:
        return form.before
    text = plain_number(number.scaleb(-form.shift) if form.shift else number)
    if number <= 0 and form.before.strip("-− (（") + form.after.strip("-− )）") != form.before + form.after:
        # The section may say minus in words or brackets; the number says it already.
        return f"{form.before.strip('-− (（')}{text}{form.after.strip('-− )）')}"
    return f"{form.before}{text.zfill(form.zeros)}{form.after}"


def plain_number(number: Decimal) -> str:
    """A number in full, without the noise of binary fractions; beyond 15 digits what is left of it."""
    if number and number.adjusted() >= KEPT_DIGITS:
        digits = str(abs(_FIFTEEN.plus(number)).as_tuple().digits[0])
        mantissa = "".join(map(str, _FIFTEEN.plus(number).as_tuple().digits))[1:].rstrip("0")
        sign = "-" if number < 0 else ""
        return f"{sign}{digits}{'.' if mantissa else ''}{mantissa}E+{number.adjusted()}"
    text = f"{_FIFTEEN.plus(number):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _moment(number: Decimal, form: NumberFormat, *, from_1904: bool) -> str | None:
    """A serial number as a day, a time of day, or both, as far as they are shown; None for one of no calendar."""
    if number < 0 or number > _LAST_DAY:
        return None
    days = int(number)
    seconds = round((number - days) * 86_400)
    if seconds == 86_400:
        days, seconds = days + 1, 0
    clock = f"{seconds // 3600}:{seconds // 60 % 60:02d}" if seconds or not form.day else ""
    if days == 0 and not from_1904:
        return clock if form.is_time else None  # no calendar has a day 0: it was a blank somewhere
    if not form.day:
        return clock if days == 0 else None
    return f"{_day(days, form.day, from_1904=from_1904)} {clock}".rstrip()


def _day(days: int, shown: str, *, from_1904: bool) -> str:
    if from_1904:
        day = dt.date(1904, 1, 1) + dt.timedelta(days)
    elif days == _LEAP_BUG:
        return "".join(
            text for letter, text in zip("ymd", ("1900年", "2月", "29日"), strict=True) if letter in shown
        )
    else:
        day = dt.date(1899, 12, 31 if days < _LEAP_BUG else 30) + dt.timedelta(days)
    return day_text(day, shown)


def day_text(day: dt.date, shown: str = "ymd") -> str:
    """A day as it stands in a document, or as much of it as is shown."""
    parts = (("y", f"{day.year}年"), ("m", f"{day.month}月"), ("d", f"{day.day}日"))
    return "".join(text for letter, text in parts if letter in shown)
