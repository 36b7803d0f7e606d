"""On which lines the keys of a TOML file stand, which its parser does not tell. Only for files that it took."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

_HIDDEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}' + r"|'''.*?'{3,5}" + r'|"(?:[^"\\\n]|\\.)*"' + r"|'[^'\n]*'|\#[^\n]*",
    re.DOTALL,
)
_HEADER = re.compile(r"\s*(\[\[?)\s*([\w.\-\s]+?)\s*\]")
_KEY = re.compile(r"\s*([\w\-]+)\s*[=.]")


def lines_of_keys(text: str) -> dict[str, int]:
    """The line, from 1, of each table and key, by its path: ``cohorts.0``, ``cohorts.0.year``."""
    found: dict[str, int] = {}
    counts: Counter[str] = Counter()
    table, depth = "", 0
    # Brackets in texts and comments are none.
    plain = _HIDDEN.sub(lambda hidden: re.sub(r"[^\n]", "_", hidden[0]), text)
    for number, line in enumerate(plain.split("\n"), 1):
        if depth == 0 and (header := _HEADER.match(line)):
            table = _path([part.strip() for part in header[2].split(".")], counts, header[1] == "[[")
            found.setdefault(table, number)
            continue
        if depth == 0 and (key := _KEY.match(line)):
            found.setdefault(f"{table}.{key[1]}".lstrip("."), number)
        depth += sum(line.count(sign) for sign in "[{") - sum(line.count(sign) for sign in "]}")
    return found


def _path(names: list[str], counts: Counter[str], is_item: bool) -> str:
    """The path of a header, the tables of lists counted from 0: those named on the way are the last ones."""
    path = ""
    for name in names[:-1]:
        path = f"{path}.{name}".lstrip(".")
        path = f"{path}.{counts[path] - 1}" if counts[path] else path
    path = f"{path}.{names[-1]}".lstrip(".")
    if is_item:
        counts[path] += 1
        return f"{path}.{counts[path] - 1}"
    return path


def line_of(path: str, lines: Mapping[str, int]) -> int | None:
    """The line of a key, or of the table that lacks it; None where neither is in the file."""
    while path and path not in lines:
        path = path.rpartition(".")[0]
    return lines.get(path)
