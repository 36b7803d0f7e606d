"""What stands in a number column, to one exact number and what is doubtful about it.

Units in the cell, 约 and 余, remarks in brackets, sums and ranges are understood here; how a numeral is spelt
is for ``numerals``. An amount of money is converted to the unit of its column, exactly.
"""

from __future__ import annotations

import functools
import re
from decimal import Decimal

import attrs

from kjfz_docs.codecs.base import fold, squeeze
from kjfz_docs.codecs.numerals import CHINESE, SCALES, added, numeral, shifted
from kjfz_docs.records.units import COUNTED, MONEY, is_counted_alike

_SCALES = "十百千万亿"
_YUAN = ("元人民币", "元整", "圆整", "块钱", "元", "圆", "块")

_DASHES = re.compile(r"[-−‐‑‒–—―－/\\~_]+")
_ZERO_WORDS = frozenset(("无", "没有", "暂无", "目前无", "尚无", "均无", "暂时没有", "无。", "(无)"))
_VAGUE = re.compile(r"若干|几|数[十百千万个]|上[百千万]|多[个次位项名]|一些|许多|大量|多种|不等|不详|[?？]")
_COUNTING = re.compile(
    rf"[{CHINESE}{SCALES}至到或、~\-—余多]*[{CHINESE}][{CHINESE}{SCALES}至到或、~\-—余多]*"
)
_ABOUT = (
    r"约为|大约|大概|约|将近|接近|近|超过|超|逾|不少于|不低于|不足|不到|至少|至多|最多|最少"
    r"|[≥≧⩾≤≦⩽≈]|[<>]=?"
)
_TOTAL = r"共计|总共|合计|累计|总计|共有|共|计|达到|达|人民币|RMB|[¥￥]"
_OPENING = re.compile(rf"(?P<about>{_ABOUT})|(?:{_TOTAL})[:：]?")
_CLOSING = re.compile(r"(?:及?以上|及?以下|以内|左右|上下|有余|不到|之多|许|余|多|\+)$")
# A sum: 3+5, 3+5=8. 50+ is more than fifty, >=50 no less.
_SUM = re.compile(rf"\+.*[0-9{CHINESE}]|(?<![<>])=")
_MORE = re.compile(rf"(?P<number>.*[0-9{CHINESE}{SCALES}])[余多来](?P<scale>[{SCALES}]*)")
_REMARK = re.compile(r"(?P<number>[^()]+)\([^()]+\)")
_GROUPED = re.compile(r"(?<![0-9.,])[0-9]{1,3}(?:[ \u00a0\u2009\u202f'’][0-9]{3})+(?![0-9,])")
_TORN = re.compile(r"[0-9.,]\s+[0-9.,]")
_LONGEST_NUMBER = 60
# A longer text is a report, not a number.
_LONGEST_CELL = 200


@attrs.frozen
class Amount:
    """One number, or None, and the codes of what is doubtful about it."""

    value: Decimal | None
    codes: tuple[str, ...] = ()


def amount(text: str, unit: str, stated: str = "") -> Amount:
    """The number that a cell of a column with that unit states; ``stated`` is what its label says instead."""
    return _converted(_amount(text, stated), stated, unit) if stated else _amount(text, unit)


def _converted(found: Amount, stated: str, unit: str) -> Amount:
    """A number in another unit than that of the column; None where nothing makes one of the other."""
    if not found.value:
        return found
    if stated in MONEY and unit in MONEY:
        others = (code for code in found.codes if code not in ("KD311", "KD312"))
        return _fitting(Amount(shifted(found.value, MONEY[stated] - MONEY[unit]), ("KD311", *others)))
    if stated in COUNTED and unit in COUNTED:
        others = (code for code in found.codes if code not in ("KD312", "KD319"))
        return Amount(found.value, ("KD319", *others))
    return Amount(None, ("KD327",))


def _amount(text: str, unit: str) -> Amount:
    """The number that a cell states in a unit."""
    plain = fold(text).strip()
    if len(plain) > _LONGEST_CELL:
        return Amount(None, ("KD301",))
    codes: tuple[str, ...] = ()
    if _GROUPED.search(plain):
        plain = _GROUPED.sub(lambda match: re.sub(r"[^0-9]", "", match.group()), plain)
        codes = ("KD321",)
    if _TORN.search(plain):
        return Amount(None, ("KD304",))
    plain = "".join(plain.split())
    if _says_nothing(plain, unit):
        return Amount(None)
    if plain in _ZERO_WORDS:
        return Amount(Decimal(0), ("KD305",))
    found = _sum(plain, unit) if _SUM.search(plain) else _remarked(plain, unit)
    value = found.value
    if value is None:
        return found
    if codes:
        found = Amount(value, (*codes, *(code for code in found.codes if code != "KD312")))
    return _fitting(found)


def _fitting(found: Amount) -> Amount:
    """A number, if a record can hold it."""
    return found if found.value is None or fits(found.value) else Amount(None, ("KD304",))


def fits(value: Decimal) -> bool:
    """Whether a record can hold the number."""
    _, digits, exponent = value.as_tuple()
    return isinstance(exponent, int) and len(digits) + abs(exponent) <= _LONGEST_NUMBER


def _says_nothing(plain: str, unit: str) -> bool:
    """Dashes, or the unit alone with nothing before it."""
    return bool(_DASHES.fullmatch(plain)) or plain in {"", squeeze(unit), f"({squeeze(unit)})"}


def _remarked(plain: str, unit: str) -> Amount:
    """A number, perhaps with a remark in brackets behind it."""
    found = _single(plain, unit)
    if found.value is None and (match := _REMARK.fullmatch(plain)):
        before = _single(match["number"], unit)
        if before.value is not None:
            rest = tuple(code for code in before.codes if code != "KD312")
            return Amount(before.value, ("KD321", *rest))
    return found


def _sum(plain: str, unit: str) -> Amount:
    """3+5=8: eight if it is right. Without the result it is worth a look."""
    terms, _, stated = plain.partition("=")
    parts = [_single(term, unit) for term in terms.split("+")]
    values = [part.value for part in parts if part.value is not None and set(part.codes) <= {"KD312"}]
    if len(values) < len(parts) or len(parts) < 2:
        return Amount(None, ("KD304",))
    total = added(values)
    if not stated:
        return Amount(total, ("KD321",)) if "=" not in plain else Amount(None, ("KD304",))
    result = _single(stated, unit)
    if result.value != total or not set(result.codes) <= {"KD312"}:
        return Amount(None, ("KD304",))
    return Amount(total, ("KD312",))


def _single(plain: str, unit: str) -> Amount:
    """One number with what may stand around it."""
    body, about, odd = _stripped(plain)
    negative = body[:1] in ("-", "−", "负")
    if negative:
        odd = odd or body[0] != "-"
        body = body[1:]
    body, found_unit = _without_unit(body, unit)
    body, closing = _cut(_CLOSING, body)
    about = about or closing
    if match := _MORE.fullmatch(body):
        body, about = match["number"] + match["scale"], True
    number = numeral(body)
    if number is None or body == "○":
        return Amount(None, (_unreadable(plain, body),))
    value, codes = number.value, list[str]()
    places = _places(found_unit, unit, scaled=number.scaled)
    if places:
        value = shifted(value, places)
        codes.append("KD311")
    if about:
        codes.append("KD303")
    if number.loose:
        codes.append("KD321")
    if found_unit and not _same_unit(found_unit, unit):
        codes.append("KD319")
    if not codes and (odd or not number.plain or re.match(r"0[0-9]|\.", body)):
        codes.append("KD312")
    # Not unary minus: that would round to the context's precision.
    return Amount(value.copy_negate() if negative and value else value, tuple(codes))


def _unreadable(plain: str, body: str) -> str:
    """Not a number at all, or not one number."""
    doubtful = re.search(r"[0-9]", plain) or _VAGUE.search(plain) or _COUNTING.fullmatch(body)
    return "KD304" if doubtful else "KD301"


def _stripped(plain: str) -> tuple[str, bool, bool]:
    """The text without words before and marks behind it; whether they say “about”; whether there were any."""
    body = plain.rstrip("。.,;；、，")
    if body.startswith("(") and body.endswith(")"):
        body = body[1:-1]
    about = False
    while (match := _OPENING.match(body)) and match.end() < len(body):
        about = about or match["about"] is not None
        body = body[match.end() :]
    body, closing = _cut(_CLOSING, body)
    return body, about or closing, body != plain


def _cut(pattern: re.Pattern[str], body: str) -> tuple[str, bool]:
    match = pattern.search(body)
    return (body[: match.start()], True) if match and match.start() else (body, False)


# ------------------------------------------------------------------ units


@functools.cache
def _units(unit: str) -> tuple[tuple[str, str], ...]:
    """Endings that are units, longest first, each with the unit that it means."""
    endings = {word: word for word in COUNTED} | dict.fromkeys(_YUAN, "元")
    if MONEY.get(unit):
        scale = unit.removesuffix("元")
        endings |= {scale + word: unit for word in _YUAN} | {scale: unit}
    if unit:
        endings[squeeze(unit)] = unit
    return tuple(sorted(endings.items(), key=lambda pair: -len(pair[0])))


def _without_unit(body: str, unit: str) -> tuple[str, str]:
    """The text without the unit at its end, and that unit."""
    for ending, meaning in _units(unit):
        if body.endswith(ending):
            # In 1亿2000万元 the 万 belongs to the numeral.
            scales = _SCALES[_SCALES.find(ending[0]) :] if ending[0] in _SCALES else ""
            if any(scale in body[: -len(ending)] for scale in scales):
                continue
            return body[: -len(ending)], meaning
    return body, ""


def _places(found: str, unit: str, *, scaled: bool) -> int:
    """By how many places the number moves to be in the unit of its column.

    In a column of 万元, 1.2亿 and 三万五 are yuan although nobody wrote it.
    """
    if unit not in MONEY or found == unit or (found and found not in MONEY):
        return 0
    return MONEY["元"] - MONEY[unit] if found or scaled else 0


def _same_unit(found: str, unit: str) -> bool:
    """Whether the unit in the cell fits the column: people are counted in 人, 位, 名, things in 个, 项."""
    return not unit or (found in MONEY and unit in MONEY) or is_counted_alike(found, unit)
