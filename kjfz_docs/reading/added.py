"""What people type into a place besides its value: the label once more, a paragraph above or below one of one line."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

import attrs

from kjfz_docs.findings import Finding, Place, Severity
from kjfz_docs.reading.fit import Fit, Fitted
from kjfz_docs.reading.inner_labels import label_before
from kjfz_docs.reading.labels import Labels
from kjfz_docs.reading.words import key
from kjfz_docs.records.masking import masked_numbers
from kjfz_docs.templating.pattern import Capture, Literal, Part, Pattern, Slot

_HEAD = re.compile(r"\s*([^:：\n]{1,40})[:：]\s*(?=\S)")
# A longer text may well begin with a word that is a label elsewhere.
_LONGEST_VALUE = 60


def set_apart(fit: Fit, labels: Labels) -> Fit:
    """The fit with such additions taken out of the values, or doubted, and a finding at each.

    In a file of our own a label or a line end may be part of the value, which is only said; a paragraph of its own is
    not.
    """
    findings: list[Finding] = []
    fitted = []
    for each in fit.fitted:
        several = len(each.cells) > 1 or not fit.exact
        if isinstance(each.captures, tuple) and _may_hold_more(each.captures, several=several):
            captures = tuple(
                _without_label(each, _one_paragraph(each, capture, findings), labels, findings)
                if not fit.exact
                else _one_paragraph(each, capture, findings)
                for capture in each.captures
            )
            if not fit.exact:
                findings.extend(_lines_below(each))
            else:
                findings.extend(_labels_within(each, labels))
            if any(new is not old for new, old in zip(captures, each.captures, strict=True)):
                each = attrs.evolve(each, captures=captures)
        fitted.append(each)
    return attrs.evolve(fit, fitted=tuple(fitted), findings=(*fit.findings, *findings)) if findings else fit


def _may_hold_more(captures: Sequence[Capture], *, several: bool) -> bool:
    """Whether something may have been added to values: a label with its colon, or (if ``several``) more lines."""
    for capture in captures:
        text = capture.text.text
        if "：" in text or ":" in text or (several and "\n" in text):
            return True
    return False


def _one_paragraph(fitted: Fitted, capture: Capture, findings: list[Finding]) -> Capture:
    """The value of a line in a paragraph without the paragraphs that were added.

    They stand below a value behind its label, and above one that begins its line (某局：).
    """
    text = capture.text
    if len(fitted.cells) < 2 or capture.slot.in_paragraphs or "\n" not in text.text:
        return capture
    is_labelled = bool(label_before(fitted.pattern.parts, capture.slot))
    if not is_labelled and not _begins_line(fitted.pattern.parts, capture.slot):
        return capture
    ends = [end - capture.start for end in itertools.accumulate(len(cell.text) + 1 for cell in fitted.cells)]
    within = [end for end in ends if 0 < end <= len(text)]
    if not within:
        return capture
    cut = within[0] if is_labelled else within[-1]
    kept, added = slice(0, cut - 1), slice(cut, len(text))
    if not is_labelled:
        kept, added = added, slice(0, cut - 1)
    if not text.text[kept].strip() or not text.text[added].strip():
        return capture
    raw = masked_numbers(text.text[added].strip())[:40]
    where = fitted.place(capture.start + added.start)
    findings.append(Finding.of("KD206", field=capture.slot.path, where=where, raw=raw))
    begin = kept.start + len(text.text[kept]) - len(text.text[kept].lstrip())
    end = begin + len(text.text[kept].strip())
    return attrs.evolve(capture, text=text.slice(begin, end), start=capture.start + begin)


def _begins_line(parts: Sequence[Part], slot: Slot) -> bool:
    """Whether a value begins its line, and words of the form end it: 某局：, 某公司（盖章）"""
    index = next((number for number, part in enumerate(parts) if part is slot), len(parts))
    before, behind = parts[index - 1 : index], parts[index + 1 : index + 2]
    return all(isinstance(part, Literal) and part.ends_line for part in before) and any(
        isinstance(part, Literal) and part.text.split("\n")[0].strip() for part in behind
    )


def _without_label(fitted: Fitted, capture: Capture, labels: Labels, findings: list[Finding]) -> Capture:
    """The value without its own label before it; one that begins with another's label is doubted."""
    head = _head(capture)
    if head is None:
        return capture
    name = key(head[1])
    owners = labels.owners.get(name, ())
    where = fitted.place(capture.start)
    if _is_own(capture, owners):
        findings.append(_about("KD239", fitted, capture.slot, where, raw=head[0].strip()))
        text = capture.text.slice(head.end(), len(capture.text))
        return attrs.evolve(capture, text=text, start=capture.start + head.end())
    if owners and len(capture.text) <= _LONGEST_VALUE:
        findings.append(_about("KD205", fitted, capture.slot, where, severity=Severity.WARNING))
    return capture


def _head(capture: Capture) -> re.Match[str] | None:
    """What stands before a colon at the beginning of a value, but of a tick's."""
    text = capture.text.text
    has_colon = "：" in text or ":" in text
    return _HEAD.match(text) if has_colon and capture.slot.option is None else None


def _is_own(capture: Capture, owners: Iterable[Pattern]) -> bool:
    """Whether one of the cells that a label names is that of a value."""
    return any(slot.path == capture.slot.path for pattern in owners for slot in pattern.slots)


def _labels_within(fitted: Fitted, labels: Labels) -> Iterator[Finding]:
    """A word on each value that begins with its own label: somebody may have typed it once more, or it is the value."""
    for capture in fitted.captures if isinstance(fitted.captures, tuple) else ():
        head = _head(capture)
        if head is not None and _is_own(capture, labels.owners.get(key(head[1]), ())):
            where = fitted.place(capture.start)
            yield _about("KD240", fitted, capture.slot, where, raw=head[0].strip())


def _lines_below(fitted: Fitted) -> Iterator[Finding]:
    """A doubt where lines stand below the last labelled value of a cell of several."""
    captures = fitted.captures
    if not isinstance(captures, tuple) or len({capture.slot.path for capture in captures}) < 2:
        return
    last = captures[-1]
    is_line = last.slot.codec.shape() is None and label_before(fitted.pattern.parts, last.slot)
    if is_line and len(fitted.cells) == 1 and "\n" in last.text.text.strip():
        yield _about("KD205", fitted, last.slot, fitted.place(last.start), severity=Severity.WARNING)


def _about(
    code: str,
    fitted: Fitted,
    slot: Slot,
    where: Place,
    *,
    raw: str | None = None,
    severity: Severity | None = None,
) -> Finding:
    path = slot.path if fitted.row is None else slot.path.replace("*", str(fitted.row), 1)
    label = slot.label
    return Finding.of(code, field=path, where=where, raw=raw, severity=severity, label=label)
