"""A text file of separated values (csv) as a grid, and how a text stands in a cell of one.

Encoding and separator are found by looking: UTF-8 and UTF-16 with or without their mark, GB18030; comma, tab,
semicolon or bar. What cannot be told is refused, never guessed.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from kjfz_docs.findings import Finding, Place
from kjfz_docs.grids.door import Opened
from kjfz_docs.grids.model import Cell, Grid, Line, LineKind, Paragraph
from kjfz_docs.grids.refusal import damaged, naming, too_much, undecodable

_SEPARATORS = ",\t;|"
# So many rows tell the separator.
_LOOKED_AT = 200
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_STATED = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
_NUL_SHARE = 0.2
# So many of the letters of a Chinese text are never outside of GB 2312.
_RARE_SHARE = 0.2
_LOST = "\ufffd"
# Excel and its kin take a text that begins so for a formula, in either width.
_FORMULA = "=+-@\t\r＝＋－＠"
# Longer numbers are shown and saved with digits lost, and noughts before a number go.
_NUMBER = re.compile(r"[0-9]{12,}|0[0-9]+|[0-9]+(?:\.[0-9]+)?[eE][+-]?[0-9]+")
# What Excel and WPS make days, times of day, fractions and numbers of: 3-5, 1/2, 8:30, 5-Mar, 5月6日, 1,234, (5).
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_CHANGED = re.compile(
    rf"""
    (?: [0-9]{{1,4}} (?: \s*[-/]\s* [0-9]{{1,4}} ){{1,2}}
      | [0-9]{{1,4}} [-/\s]* {_MONTH} (?: [-/,\s]* [0-9]{{1,4}} )?
      | {_MONTH} [-/,\s]* [0-9]{{1,4}} (?: [-/,\s]+ [0-9]{{1,4}} )?
      | [0-9]{{2,4}}年 [0-9]{{1,2}}月 (?: [0-9]{{1,2}}日 )?
      | [0-9]{{1,2}}月 [0-9]{{1,2}}日
    ) (?: [\sT]* [0-9]{{1,2}} (?: :[0-9]{{1,2}} ){{1,2}} )?
    | [0-9]+ (?: :[0-9]{{1,2}} ){{1,2}} (?: \.[0-9]+ )? (?: \s* [ap]m? )?
    | [0-9]+ \s+ [0-9]+/[0-9]+
    | [0-9]{{1,3}} (?: ,[0-9]{{3}} )+ (?: \.[0-9]* )?
    | \( [0-9][0-9,]* (?: \.[0-9]* )? \)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_AS_TEXT = re.compile(r'=\s*"((?:[^"]|"")*)"')
_GUARD = "'"


def guarded(text: str) -> str:
    """A text as it is safe in a csv cell: with ``'`` before what a spreadsheet would run, round or take for a day.

    :func:`unguarded` gives the text back, whatever it is.
    """
    return _GUARD + text if text[:1] == _GUARD or _is_unsafe(text) else text


def _is_unsafe(text: str) -> bool:
    """Whether a spreadsheet that opens a text would make something else of it."""
    plain = text.strip()
    return text[:1] != "" and (
        text[0] in _FORMULA or any(each.fullmatch(plain) is not None for each in (_NUMBER, _CHANGED))
    )


def unguarded(text: str) -> str:
    """The text of a csv cell without its guard, or without the formula ``="…"`` that some programs write for one."""
    if text[:1] == _GUARD and len(text) > 1:
        rest = text[1:]
        return rest if rest[0] == _GUARD or rest[0].isdigit() or _is_unsafe(rest) else text
    if text[:1] == "=" and (match := _AS_TEXT.fullmatch(text)):
        return match[1].replace('""', '"')
    return text


def decoded(data: bytes) -> str:
    """The text of a file. Raises ``Refused`` (KD112) where its encoding cannot be told."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _as(data, (encoding,))
    if (share := data.count(0) / max(len(data), 1)) > 0:
        # Latin letters and separators are half noughts in UTF-16; which half says the byte order.
        order = "utf-16-le" if data[1::2].count(0) >= data[::2].count(0) else "utf-16-be"
        return _as(data, (order,) if share > _NUL_SHARE or len(data) % 2 == 0 else ())
    text = _text(data, "utf-8")
    if text is None:
        text = _as(data, ("gb18030",))
        if _is_big5(data, text):
            raise undecodable("像是繁体中文的 Big5 编码")
    return text


def _is_big5(data: bytes, text: str) -> bool:
    """Whether bytes that were read as GB18030 are Big5: in that they would be text as well, and in this rare signs."""
    letters = [each for each in text if not each.isascii()]
    rare = sum(not _is_common(each) for each in letters)
    return rare > _RARE_SHARE * len(letters) and _text(data, "big5") is not None


def _is_common(letter: str) -> bool:
    try:
        letter.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _as(data: bytes, encodings: Sequence[str]) -> str:
    text = next((text for encoding in encodings if (text := _text(data, encoding)) is not None), None)
    if text is None:
        raise undecodable("不是 UTF-8、UTF-16 或 GB18030")
    return text


def _text(data: bytes, encoding: str) -> str | None:
    """The text that bytes are in an encoding; None where they are none."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def table_of(text: str) -> list[list[str]]:
    """The rows of a text of separated values, as their texts stand. Raises ``Refused`` (KD102) for stray quotes."""
    stated = _STATED.match(text)
    if stated is not None:
        return list(_rows(text[stated.end() :], stated[1]))
    return list(_rows(text, _separator(text)))


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        detail = "有一格文字过长" if "field limit" in str(error) else f"第{reader.line_num}行附近的引号不成对"
        raise damaged(detail) from None


def _separator(text: str) -> str:
    """The sign that cuts most rows into the same number of cells, more than one."""
    sample = list(io.StringIO(text, newline=""))[:_LOOKED_AT]

    def score(separator: str) -> float:
        try:
            rows = [
                row for row in csv.reader(sample, delimiter=separator) if any(cell.strip() for cell in row)
            ]
        except csv.Error:
            return 0.0
        count, often = max(
            Counter(map(len, rows)).items(), key=lambda each: (each[1], each[0]), default=(1, 0)
        )
        return (count - 1) * often / max(len(rows), 1)

    # The first of equals: a comma, also for a single column.
    return max(_SEPARATORS, key=lambda separator: (score(separator), -_SEPARATORS.index(separator)))


def delimited_grid(opened: Opened) -> Grid:
    """The grid of an opened text file, every row a line of one table; ``Refused`` where it cannot be read."""
    with naming(opened.name):
        rows = table_of(decoded(opened.data))
        # Some programs leave out the blank cells at the end of a row.
        width = max(map(len, rows), default=0)
        if width * len(rows) > opened.limits.blocks:
            raise too_much("单元格过多")
        for row in filter(None, rows):
            row += [""] * (width - len(row))
    return Grid(tuple(_line(number, row) for number, row in enumerate(rows, 1) if row))


def _line(number: int, row: Sequence[str]) -> Line:
    cells = tuple(_cell(unguarded(text), number, index) for index, text in enumerate(row))
    return Line(LineKind.ROW, cells, table=0)


def _cell(text: str, row: int, index: int) -> Cell:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    doubts = (Finding.of("KD113"),) if _LOST in text else ()
    place = Place(row=row, column=index + 1)
    return Cell(tuple(map(Paragraph, lines)), place, first=index, last=index, findings=doubts)
