"""Values of a row in each other's column: the account where the branch belongs, and the other way round."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

import attrs

from kjfz_docs.findings import Finding
from kjfz_docs.reading.fit import Fit, Fitted
from kjfz_docs.reading.mixed import LIKE_A_NUMBER
from kjfz_docs.records.masking import masked_numbers
from kjfz_docs.templating.pattern import Capture

# A capture with the number of the fitted pattern that it is part of.
_Single = tuple[int, Capture]


def exchanged(fit: Fit) -> Fit:
    """The fit with such values exchanged back, and a finding at each (KD224)."""
    fitted = list(fit.fitted)
    findings: list[Finding] = []
    numbered = [(number, each) for number, each in enumerate(fit.fitted) if each.row is not None]
    for _, row in itertools.groupby(numbered, key=lambda each: each[1].row):
        singles = list(_singles(row))
        for first, second in _pairs(singles):
            for (number, capture), (other_number, other) in ((first, second), (second, first)):
                fitted[number] = _with_text(fitted[number], capture, other)
                findings.append(_doubt(capture, other, fitted[other_number]))
    return attrs.evolve(fit, fitted=tuple(fitted), findings=(*fit.findings, *findings)) if findings else fit


def _singles(row: Iterable[tuple[int, Fitted]]) -> Iterator[_Single]:
    for number, fitted in row:
        if isinstance(fitted.captures, tuple):
            yield from ((number, capture) for capture in fitted.captures)


def _pairs(singles: Sequence[_Single]) -> Iterator[tuple[_Single, _Single]]:
    """A private number that holds words, and the text beside it, of the same part, that looks like that number."""
    for single in singles:
        slot, text = single[1].slot, single[1].text.text
        shape = slot.codec.proper() if slot.info.meta.private else None
        if shape is None or not text.strip() or any(character.isdigit() for character in text):
            continue
        part = slot.path.rpartition(".")[0]
        for other in singles:
            beside = other[1].slot
            if beside is slot or beside.path.rpartition(".")[0] != part or beside.codec.proper() is not None:
                continue
            if shape.fullmatch(other[1].text.text) or LIKE_A_NUMBER.fullmatch(other[1].text.text.strip()):
                yield single, other
                break


def _with_text(fitted: Fitted, capture: Capture, other: Capture) -> Fitted:
    assert isinstance(fitted.captures, tuple)
    return attrs.evolve(
        fitted,
        captures=tuple(
            attrs.evolve(each, text=other.text) if each.slot is capture.slot else each
            for each in fitted.captures
        ),
    )


def _doubt(capture: Capture, other: Capture, fitted: Fitted) -> Finding:
    return Finding.of(
        "KD224",
        field=capture.slot.path.replace("*", str(fitted.row), 1),
        where=fitted.cells[0].place,
        raw=masked_numbers(fitted.cells[0].text.strip())[:40],
        label=capture.slot.label,
        value=masked_numbers(other.text.text)[:40],
    )
