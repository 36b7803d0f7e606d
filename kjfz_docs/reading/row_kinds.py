"""Which rows of a list are none: repeated heads, dots, column numbers, examples, totals, groups.

The texts of a row are those of its cells from left to right; every test looks at one row alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kjfz_docs.reading.words import key
from kjfz_docs.records.rules import DITTO, SUBTOTALS, TOTALS, is_ditto, is_placeholder
from kjfz_docs.templating.values import is_dots

_EXAMPLE_WORDS = frozenset({"示例", "样例", "例", "举例", "范例", "填写示例", "填表示例", "如"})
# What says that nothing follows.
_END_WORDS = frozenset({"略", "以下略", "以下空白", "以下为空白", "以下无正文", "此行以下空白"})
# 张三（示例）
_MARKED_EXAMPLE = re.compile(r"[(（\[【](?:示例|样例|举例|范例|例)[)）\]】]")
_NUMBER_WORDS = (
    "一二三四五六七八九十",
    "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥",
    "abcdefghijklmnopqrstuvwxyz",
)
_FEWEST_NUMBERED = 3
# 合计（万元）, 总计3人; not 共计科技公司
_TOTAL_OF = re.compile(r"(合计|总计|共计)[人数次个项家名户位件万元金额总量\d]{1,6}")
# 栏1, 第1栏, 1栏
_COLUMN_WORD = re.compile(r"^(?:第|栏|列|栏次|c)?(\d+)(?:栏|列)?$")


# The words that make a row special, as they are compared, where they are not part of a longer one.
SPECIAL_WORDS = _EXAMPLE_WORDS | _END_WORDS | TOTALS | SUBTOTALS | DITTO


def said(texts: Sequence[str]) -> list[str]:
    """The texts that are not empty."""
    return [text.strip() for text in texts if text.strip()]


def says_dots(texts: Sequence[str]) -> bool:
    """Whether a row only says “and so on” or that nothing follows: ……, 以下空白."""
    found = said(texts)
    return bool(found) and all(is_dots(text) or key(text) in _END_WORDS for text in found)


def is_column_numbers(texts: Sequence[str]) -> bool:
    """Whether a row numbers the columns: 1 2 3, （1）（2）, 甲 乙 丙."""
    found = [_COLUMN_WORD.sub(r"\1", key(text)) for text in said(texts)]
    if len(found) < _FEWEST_NUMBERED:
        return False
    if any(
        all(word == letters[index : index + 1] for index, word in enumerate(found))
        for letters in _NUMBER_WORDS
    ):
        return True
    if all(word.isascii() and word.isdigit() for word in found):
        numbers = [int(word) for word in found]
        return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] in (0, 1)
    # “甲 乙 1 2 3”: some columns are lettered, the rest numbered from 1.
    letters = [word for word in found if word in _NUMBER_WORDS[1]]
    rest = found[len(letters) :]
    return (
        bool(letters)
        and [*letters] == list(_NUMBER_WORDS[1][: len(letters)])
        and rest == [str(number) for number in range(1, len(rest) + 1)]
    )


def may_number_columns(text: str) -> bool:
    """Whether a text might stand in a row that numbers the columns; in a blank cell of it, too."""
    word = _COLUMN_WORD.sub(r"\1", key(text))
    return not text.strip() or (word.isascii() and word.isdigit()) or len(word) <= 1


def is_example(texts: Sequence[str], name: str) -> bool:
    """Whether a row is the model row of the form: its ``name`` is a placeholder, or it says 示例."""
    found = said(texts)
    if any(key(text) in _EXAMPLE_WORDS for text in found[:2]):
        return True
    return is_placeholder(name.strip()) or _MARKED_EXAMPLE.search(name) is not None


def is_special(texts: Sequence[str]) -> bool:
    """Whether a row may be none, or may point to the row above: what a layout that is the template's hides."""
    return (
        says_dots(texts)
        or total_word(texts) is not None
        or is_column_numbers(texts)
        or any(is_ditto(text) or is_placeholder(text.strip()) for text in texts)
        or any(key(text) in _EXAMPLE_WORDS for text in said(texts)[:2])
    )


def total_word(texts: Sequence[str]) -> str | None:
    """The word for a total that a row begins with (合计, 小计, 江岸区小计), or None.

    Before the word itself two other texts may stand (a district, a number); in a longer text it must be the first of
    the row, but for its number: 共计3个 in a further column is a value.
    """
    for index, text in enumerate(said(texts)[:3]):
        word = key(text)
        if word in TOTALS or word in SUBTOTALS:
            return word
        if any(not each.isdigit() for each in said(texts)[:index]):
            continue
        if len(word) <= 10 and (word.endswith(("小计", "分计"))):
            return "小计"
        if match := _TOTAL_OF.fullmatch(word):
            return match[1]
        if (
            len(word) <= 6
            and word.startswith(("全", "总", "以上"))
            and word.endswith(("合计", "总计", "共计"))
        ):
            return word[-2:]
    return None
