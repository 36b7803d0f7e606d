"""Rules that several records share, and the words to write others. A rule yields findings, never raises.

Each maker returns a :class:`Rule`; a record class lists its rules as data in ``rules``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import Any, TypeVar

import attrs

from kjfz_docs.findings import Finding
from kjfz_docs.records.fields import Rule, leaves

R = TypeVar("R")
_NOTHING = re.compile(r"[\s\-−‐‑‒–—―－/／\\~_.。…]*|[(（]?(?:无|没有|暂无|无此项|不适用)[)）]?[。.]?")
# Foxx is a name.
_SIGNS = frozenset("XxＸｘ×✕╳*＊○〇□某")
_PLACEHOLDER = re.compile(rf"(?<![A-Za-z])[{re.escape(''.join(sorted(_SIGNS)))}]{{2,}}(?![A-Za-z])")
_LONGEST_PLACEHOLDER = 12


def character_count(text: str | None) -> int:
    """How many characters a text has, white space not counted."""
    return len("".join(text.split())) if text else 0


def is_unfilled(value: object) -> bool:
    """Whether a single value is blank. Records hold None; plain classes may hold an empty text."""
    return value is None or (isinstance(value, str) and not value.strip())


def is_blank(record: Any) -> bool:
    """Whether nobody has filled in anything: every value is blank or its field's own default."""
    return all(is_unfilled(value) or value == info.default for _, info, value in leaves(record))


def says_nothing(text: str | None) -> bool:
    """Whether a text is blank, or a stroke or a word for nothing: /, —, 无."""
    return text is None or _NOTHING.fullmatch(text.strip()) is not None


def is_none(value: object) -> bool:
    """Whether a single value is blank, or a text that says that there is none."""
    return value is None or (isinstance(value, str) and says_nothing(value))


def is_placeholder(name: str) -> bool:
    """Whether a name stands for any name, as in the model row of a form: 李XX, 张某某, **区."""
    return len(name) <= _LONGEST_PLACEHOLDER and _PLACEHOLDER.search(name) is not None


DITTO = frozenset({"同上", "同左", "〃", "″", "''", '"', "“", "”", "-〃-"})


TOTALS = frozenset({"合计", "总计", "共计", "累计", "总数", "汇总"})
SUBTOTALS = frozenset({"小计", "本页小计", "分计", "本页合计", "分项合计"})
_REMARK = re.compile(
    r"(?:例|示例|样例|举例|范例|例如|备注|注|说明|填表人|填报人|经办人|审核人|负责人|制表人|联系人|填报日期)"
    r"(?:[(（](?:签字|签名|盖章)[)）])?[:：]"
    r"|[(（]?以下(?:为)?空白[)）]?$"
)


def is_no_item(text: str) -> bool:
    """Whether what names a row says that it is none of the list: 合计, 小 计, 例：水泵, 备注：…, 以下空白."""
    plain = "".join(text.split())
    return plain in TOTALS or plain in SUBTOTALS or _REMARK.match(plain) is not None


# Texts of letters that say of their row, or of themselves, that they are no data.
_NO_DATA = TOTALS | SUBTOTALS | DITTO | {"无", "没有", "暂无", "无此项", "不适用"}


def is_plain_word(text: str) -> bool:
    """Whether a text is letters and digits alone that none of these rules has anything to say about."""
    return text.isalnum() and text not in _NO_DATA and not text.startswith("以下")


def may_be_placeholder(name: str) -> bool:
    """Whether there is a sign in a name by which placeholders are told: a necessary one."""
    return not _SIGNS.isdisjoint(name)


def is_ditto(text: str) -> bool:
    """Whether a text says that the value above counts for it too."""
    return text.strip() in DITTO


def value_at(record: Any, path: str) -> Any:
    """The value at a dotted path of names; None as soon as something on the way is missing."""
    for name in path.split("."):
        record = getattr(record, name, None)
    return record


def _same(value: object) -> object:
    """A value as it is compared with others: spacing and full-width forms make no difference."""
    if isinstance(value, str):
        if value.isalnum() and unicodedata.is_normalized("NFKC", value):
            return value
        return "".join(unicodedata.normalize("NFKC", value).split())
    return value


def _are_all_different(rows: Sequence[Any], names: Sequence[str]) -> bool:
    """Whether no two rows agree in all the values at some paths, blank ones among them."""
    try:
        columns = [list(map(_same, map(attrgetter(name), rows))) for name in names]
    except AttributeError:  # a part is missing
        return False
    keys = columns[0] if len(columns) == 1 else zip(*columns, strict=True)
    return len(set(keys)) == len(rows)


def no_row_twice(code: str, *names: str, shown: Callable[[Any], object] | None = None) -> Rule:
    """No two rows agree in all the fields ``names`` (paths within a row); the later ones are reported.

    Rows with the first of the fields blank are left out. ``shown`` is what the message names the row by; None
    stands for the first field.
    """

    def test(record: Any) -> Iterator[Finding]:
        if _are_all_different(record.rows, names):
            return
        seen: set[tuple[object, ...]] = set()
        for index, row in enumerate(record.rows):
            first = value_at(row, names[0])
            key = tuple(_same(value_at(row, name)) for name in names)
            if is_unfilled(first):
                continue
            if key in seen:
                yield Finding.of(code, field=f"rows.{index}.{names[0]}", name=shown(row) if shown else first)
            seen.add(key)

    return Rule(f"no row twice by {', '.join(names)}", test)


def unique_in_rows(code: str, name: str, *, label: str) -> Rule:
    """No value of the field ``name`` (a path within a row) stands in two rows.

    The message names the first row that holds it, not the value: it may be private.
    """

    def test(record: Any) -> Iterator[Finding]:
        if _are_all_different(record.rows, (name,)):
            return
        places: dict[object, list[int]] = defaultdict(list)
        for index, row in enumerate(record.rows):
            value = value_at(row, name)
            if not is_none(value):
                places[_same(value)].append(index)
        for first, *others in places.values():
            for index in others:
                yield Finding.of(code, field=f"rows.{index}.{name}", label=label, row=first + 1)

    return Rule(f"unique {name}", test)


def serials_in_order(group: str | None = None) -> Rule:
    """Serial numbers count up by one from 1; where ``group`` changes they may begin anew at 1.

    Rows without a number are counted along; a break is reported once, at the row where it stands.
    """

    def test(record: Any) -> Iterator[Finding]:
        expected, here = 1, None
        for index, row in enumerate(record.rows):
            begins = group is not None and index > 0 and getattr(row, group) != here
            here = getattr(row, group) if group is not None else None
            serial = row.serial
            if serial is not None and serial != expected and not (begins and serial == 1):
                yield Finding.of("KD415", field=f"rows.{index}.serial", expected=expected, value=serial)
            expected = (expected if serial is None else serial) + 1

    return Rule("serials in order", test)


def renumbered(record: R) -> R:
    """A copy of a list with the serial numbers 1, 2, 3 … in its rows."""
    held: Any = record
    rows = tuple(attrs.evolve(row, serial=number) for number, row in enumerate(held.rows, start=1))
    copy: R = attrs.evolve(held, rows=rows)
    return copy
