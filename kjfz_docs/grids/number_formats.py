"""Numbers of a workbook as text: what a cell means to a reader, from its value and its number format.

Excel shows 45163 as a day, 0.5 as 50%, 12 as 12个 and keeps 15 digits of a number, whatever it shows. The text made
here has every digit that can be trusted; one of more than 15 digits is written as ``6.22202123456789E+18``, since
what stood behind the fifteenth digit is lost.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Mapping
from decimal import Context, Decimal, InvalidOperation
from types import MappingProxyType

import attrs

KEPT_DIGITS = 15
GENERAL = "General"
_LAST_DAY = 2_958_465  # 9999-12-31
_LEAP_BUG = 60  # Excel's calendar of 1900 has a 29 February
_FIFTEEN = Context(prec=KEPT_DIGITS)

# The formats that files name by number only; those of Chinese calendars depend on the language of Excel.
_DAYS = (*range(14, 18), 22, *range(27, 32), 36, 50, 51, 52, 53, 54, 57, 58)
_HOURS = (18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56)
BUILT_IN_FORMATS: Mapping[int, str] = MappingProxyType(
    {
        0: GENERAL,
        9: "0%",
        10: "0.00%",
        **dict.fromkeys(_DAYS, "yyyy/m/d"),
        **dict.fromkeys(_HOURS, "h:mm:ss"),
        49: "@",
    }
)

# Parts of a format: quoted and escaped texts, [conditions], padding, and what is left.
_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|\[(?P<bracket>[^\]]*)\]|[_*].|(?P<sign>.)', re.S
)
_ELAPSED = re.compile(r"[hms]+", re.I)
_PLACES = frozenset("0#?")


@attrs.frozen
class NumberFormat:
    """What a format code says: whether it shows a day or a time, a percentage, and the words around the number."""

    is_day: bool = False
    is_time: bool = False
    is_percent: bool = False
    before: str = ""
    after: str = ""
    zeros: int = 0


@functools.lru_cache(maxsize=512)
def number_format(code: str) -> NumberFormat:
    """The first section of a format code, which is that of positive numbers."""
    before, after, digits, signs = "", "", "", ""
    elapsed = False
    for match in _PIECE.finditer(_first_section(code)):
        literal = match["quoted"] or match["escaped"]
        if literal:
            before, after = (before, after + literal) if digits else (before + literal, after)
        elif match["bracket"] is not None:
            elapsed = elapsed or bool(_ELAPSED.fullmatch(match["bracket"]))
        elif match["sign"]:
            signs += match["sign"]
            digits += match["sign"] if match["sign"] in _PLACES else ""
    plain = signs.lower().replace("general", "")
    is_day = any(letter in plain for letter in ("y", "d")) or ("m" in plain and not set(plain) & set("hs"))
    is_time = elapsed or any(letter in plain for letter in ("h", "s"))
    if is_day or is_time:
        return NumberFormat(is_day=is_day, is_time=is_time)
    if "%" in plain:
        return NumberFormat(is_percent=True)
    if plain.rstrip().endswith(",") or (digits and "." in before + after):
        return NumberFormat()  # shown in thousands or in 万: the words speak of another number
    only_zeros = set(signs) == {"0"}
    return NumberFormat(before=before, after=after, zeros=len(digits) if only_zeros else 0)


def _first_section(code: str) -> str:
    for match in _PIECE.finditer(code):
        if match["sign"] == ";":
            return code[: match.start()]
    return code


def shown_number(value: str, code: str = GENERAL, *, from_1904: bool = False) -> str:
    """The text of a number as it stands in a file (``45163``, ``6.22202E+18``); what is no number stays as it is."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite():
        return value
    form = number_format(code) if code != GENERAL else NumberFormat()
    if form.is_day or form.is_time:
        moment = _moment(number, form, from_1904=from_1904)
        if moment is not None:
            return moment
    if form.is_percent:
        return f"{plain_number(number * 100)}%"
    text = plain_number(number)
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
    """A serial number as a day, a time of day, or both; None for one that no calendar has."""
    if number < 0 or number > _LAST_DAY:
        return None
    days = int(number)
    seconds = round((number - days) * 86_400)
    if seconds == 86_400:
        days, seconds = days + 1, 0
    clock = f"{seconds // 3600}:{seconds // 60 % 60:02d}" if seconds or not form.is_day else ""
    if days == 0 and not from_1904 and form.is_time:
        return clock
    if not form.is_day:
        return clock if days == 0 else None
    return f"{_day(days, from_1904=from_1904)} {clock}".rstrip()


def _day(days: int, *, from_1904: bool) -> str:
    if from_1904:
        return day_text(dt.date(1904, 1, 1) + dt.timedelta(days))
    if days == _LEAP_BUG:
        return "1900年2月29日"
    return day_text(dt.date(1899, 12, 31 if days < _LEAP_BUG else 30) + dt.timedelta(days))


def day_text(day: dt.date) -> str:
    """A day as it stands in a document."""
    return f"{day.year}年{day.month}月{day.day}日"
