"""Planted faults against what was told: each fault found or not, and what was told without a fault."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from kjfz_docs.cli.city.people import Deputy

# What a submission tells without a finding.
MISSING, UNSCANNED = "未报", "缺扫描件"


@attrs.frozen(kw_only=True)
class Told:
    """One thing that a step told: its code (or word), and all that it says, the place included."""

    step: str
    code: str
    text: str


@attrs.frozen
class Sign:
    """What tells of a fault: a code, and words that must all stand in what is told."""

    code: str
    words: tuple[str, ...]

    def fits(self, told: Told) -> bool:
        """Whether something told is this sign."""
        return told.code == self.code and all(word in told.text for word in self.words)


@attrs.frozen(kw_only=True)
class Fault:
    """A fault that was planted: what it is, the signs that must all be told, and what else may follow from it.

    ``unpaid`` are the people whom it keeps from being paid.
    """

    kind: str
    about: str
    signs: tuple[Sign, ...]
    consequences: tuple[Sign, ...] = ()
    unpaid: tuple[Deputy, ...] = ()


@attrs.frozen(kw_only=True)
class Comparison:
    """What came of it: faults ``found`` and ``missed``, and what was told ``falsely``."""

    found: tuple[Fault, ...]
    missed: tuple[Fault, ...]
    false: tuple[Told, ...]

    @property
    def is_right(self) -> bool:
        """Whether every fault was found, and nothing else was told."""
        return not self.missed and not self.false


def compared(faults: Sequence[Fault], told: Iterable[Told]) -> Comparison:
    """Which faults were found, and what no fault explains."""
    listed = tuple(told)
    by_code: dict[str, list[Told]] = {}
    for each in listed:
        by_code.setdefault(each.code, []).append(each)

    def is_found(fault: Fault) -> bool:
        return all(any(sign.fits(each) for each in by_code.get(sign.code, ())) for sign in fault.signs)

    explaining = [sign for fault in faults for sign in (*fault.signs, *fault.consequences)]
    return Comparison(
        found=tuple(fault for fault in faults if is_found(fault)),
        missed=tuple(fault for fault in faults if not is_found(fault)),
        false=tuple(each for each in listed if not any(sign.fits(each) for sign in explaining)),
    )
