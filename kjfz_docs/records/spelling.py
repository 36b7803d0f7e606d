"""The nearest spelling: what the author of an unknown key probably meant."""

from __future__ import annotations

import difflib
import operator
import re
from collections.abc import Iterable

from kjfz_docs.records.masking import masked

_NUMBER = re.compile(r"\d{7,}")
_SHOWN = 40
# Names less alike than this were not meant for one another: colour is no cohorts.
_ALIKE = 0.7


def shown(text: str) -> str:
    """A text as a message quotes it: short, and without long numbers, which may be private."""
    clear = _NUMBER.sub(lambda number: masked(number.group()), text)
    return repr(clear if len(clear) <= _SHOWN else clear[: _SHOWN - 1] + "…")


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like ``name``; None where none is like it."""
    names = {candidate.casefold(): candidate for candidate in known}
    found = difflib.get_close_matches(name[:100].casefold().replace("-", "_"), names, n=1, cutoff=_ALIKE)
    if found or name.isascii():
        return names[found[0]] if found else None
    # Two or three Chinese characters, one of them wrong.
    near = [
        each for each in names if len(each) == len(name) and sum(map(operator.ne, each, name.casefold())) == 1
    ]
    return names[near[0]] if len(near) == 1 and len(name) > 1 else None


def unknown(name: str, known: Iterable[str], aliases: Iterable[str] = ()) -> str:
    """What to say of an unknown key: the nearest spelling (of an alias, too), or all that there are."""
    names = list(known)
    meant = nearest(name, names) or nearest(name, aliases)
    remedy = f"did you mean {meant!r}?" if meant else f"known are {', '.join(names)}"
    return f"unknown key {shown(name)}; {remedy}"
