"""Sums of money in Chinese capitals (大写金额), as bills and payment lists state them, and back.

By 正确填写票据和结算凭证的基本规定: whole yuan end in 整; noughts between digits are one 零, also before 分 where there
is no 角; where the rule leaves a 零 or 整 to the writer (behind 角, before a full section), none is written.
"""

from __future__ import annotations

import re
from decimal import Decimal

from kjfz_docs.codecs.base import fold
from kjfz_docs.codecs.numerals import DIGITS, numeral

_CAPITALS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_TEN_THOUSAND, _HUNDRED_MILLION = 10**4, 10**8
_LIMIT = Decimal(10**12)
_FEN = Decimal("0.01")
_DIGIT = "".join(DIGITS)
_SUM = re.compile(
    rf"(?:人民币)?[:：]?(?:(?P<yuan>[^元圆角分整正]+)[元圆])?"
    rf"(?:零?(?P<jiao>[{_DIGIT}])角)?(?:零?(?P<fen>[{_DIGIT}])分)?[整正]?"
)


def capitals(amount: Decimal) -> str:
    """Yuan in capitals: 贰万元整. Raises ValueError for parts of a fen, and what is negative or too much."""
    if not amount.is_finite() or not 0 <= amount < _LIMIT or amount != amount.quantize(_FEN):
        raise ValueError(f"expected yuan and fen, from 0 to less than {_LIMIT}: got {amount}")
    yuan, cents = divmod(int(amount * 100), 100)
    jiao, fen = divmod(cents, 10)
    if not cents:
        return f"{_whole(yuan) or _CAPITALS[0]}元整"
    text = f"{_whole(yuan)}元" if yuan else ""
    if jiao:
        text += f"{_CAPITALS[jiao]}角"
    elif yuan:
        text += _CAPITALS[0]
    return text + (f"{_CAPITALS[fen]}分" if fen else "")


def amount_of_capitals(text: str) -> Decimal | None:
    """The yuan that a sum in capitals states; None for what is none."""
    match = _SUM.fullmatch("".join(fold(text).split()))
    if match is None or not any(match.groups()):
        return None
    whole = numeral(match["yuan"]) if match["yuan"] else None
    if match["yuan"] and (whole is None or whole.plain or whole.loose or whole.value % 1):
        return None
    parts = (Decimal(DIGITS[match[name]]) if match[name] else Decimal(0) for name in ("jiao", "fen"))
    jiao, fen = parts
    return (whole.value if whole is not None else Decimal(0)) + jiao / 10 + fen / 100


def _whole(number: int) -> str:
    """A whole number in capitals; empty for 0."""
    for unit, name in ((_HUNDRED_MILLION, "亿"), (_TEN_THOUSAND, "万")):
        if number >= unit:
            high, low = divmod(number, unit)
            gap = _CAPITALS[0] if 0 < low < unit // 10 else ""
            return f"{_whole(high)}{name}{gap}{_whole(low)}"
    text, gap = "", ""
    for place in range(len(_PLACES) - 1, -1, -1):
        digit = number // 10**place % 10
        if digit:
            text += gap + _CAPITALS[digit] + _PLACES[place]
            gap = ""
        elif text:
            gap = _CAPITALS[0]
    return text
