"""What is proven of values is true: whatever a proof holds, the writer would read back."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kjfz_docs as kd
from kjfz_docs.templating.pattern import Origin, bare
from kjfz_docs.templating.skeleton import Loop
from kjfz_docs.templating.squeezing import folds_singly, ideographs
from kjfz_docs.templating.values import blank_row
from kjfz_docs.writing import verify, verify_cells, verify_rows
from kjfz_docs.writing.proofs import Proof, proof
from kjfz_docs.writing.proven_rows import RowProof
from kjfz_docs.writing.read_back import read_back, value_at
from kjfz_docs.writing.sureties import surety
from kjfz_docs.writing.verify_rows import Rows
from kjfz_docs.writing.verify_together import Together
from tests.strategies import records
from tests.thirdparty.forms import FORMS
from tests.writing.filled import FILLED

ALL = (*kd.forms.values(), *FORMS)


def _values_of(form: kd.Form, record: Any, row: int | None = None) -> Any:
    terms = form.terms(getattr(record, "programme", ""), getattr(record, "cohort", 0))
    return lambda slot: value_at(terms if slot.origin is Origin.TERM else record, slot.path, row)


def _cells(form: kd.Form, record: Any) -> Iterator[tuple[Any, Any]]:
    """Each pattern that prints a field, and what gives its values for each row."""
    for pattern, rows in form.skeleton.patterns():
        if any(slot.origin is Origin.FIELD for slot in pattern.slots):
            count = len(value_at(record, rows.removesuffix(".*")) or ()) if rows else 1
            for number in range(count):
                yield pattern, _values_of(form, record, number if rows else None)


def _assert_sound(form: kd.Form, record: Any) -> None:
    for pattern, value_of in _cells(form, record):
        values = [value_of(slot) for slot in pattern.slots]
        shown = proof(pattern)
        if shown is not None and shown.holds(values):
            read_back(pattern, value_of, None)
        if pattern.is_whole and values[0] is not None and surety(pattern.slots, whole=True).one(values[0]):
            slot = pattern.slots[0]
            if slot.guidance is None:
                read_back(pattern, value_of, None)


def _unproven(form: kd.Form) -> verify.Verifier:
    """A check that reads everything back."""
    made = verify.Verifier(form.skeleton, form.record)
    made._together = Together([])
    setattr(made._together, "unsure", lambda _: made._cells)  # noqa: B010 - a method
    for cell in made._cells:
        cell.sure = cell._proof = None
    for rows in made._loops:
        rows._proof.is_possible = False
        rows._proof.shows = lambda *_: False  # type: ignore[method-assign]
    return made


def _refused(check: verify.Verifier, record: Any, terms: Any) -> tuple[str, str] | None:
    """The field that is refused, and why."""
    try:
        check.verify(record, terms)
    except kd.UnwritableError as error:
        return error.field, str(error)
    return None


@pytest.mark.parametrize("form", ALL, ids=lambda form: form.id)
def test_the_same_is_refused_for_the_same_reason_as_by_reading_everything_back(form: kd.Form) -> None:
    slow = _unproven(form)

    @given(records(form.record))
    @settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    def alike(record: Any) -> None:
        terms = form.terms(getattr(record, "programme", ""), getattr(record, "cohort", 0))
        assert _refused(form.verifier, record, terms) == _refused(slow, record, terms)

    alike()


@pytest.mark.parametrize("form", ALL, ids=lambda form: form.id)
def test_what_is_proven_of_a_cell_is_read_back(form: kd.Form) -> None:
    @given(records(form.record))
    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
    def holds(record: Any) -> None:
        _assert_sound(form, record)

    holds()


@pytest.mark.parametrize("form", ALL, ids=lambda form: form.id)
def test_what_is_proven_of_rows_is_read_back(form: kd.Form) -> None:
    @given(records(form.record))
    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
    def holds(record: Any) -> None:
        for loop in (node for node in form.skeleton.nodes if isinstance(node, Loop)):
            rows = value_at(record, loop.path.removesuffix(".*")) or ()
            blank = blank_row(loop, _values_of(form, record))
            checked = Rows(loop)
            checked._proof.shows = lambda *_: False  # type: ignore[method-assign]
            for number, row in enumerate(rows):
                if RowProof(loop).holds([row], blank):
                    values = checked._values(record, row)
                    checked._verify(number, values, dict.fromkeys(values), blank)

    holds()


@pytest.mark.parametrize("name", FILLED)
def test_an_ordinary_record_is_proven_and_not_read_back(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    form, record = kd.forms[name], FILLED[name]
    kd.render(record, "docx")  # what the head of a list holds is read once

    def read(*_: Any) -> None:
        raise AssertionError("read back")

    monkeypatch.setattr(verify_cells, "read_back", read)
    monkeypatch.setattr(verify_rows, "read_back", read)
    form.verifier.verify(record, form.terms(record.programme, record.cohort))


PIECES = (
    "同意",
    "（盖章）",
    "章",
    "（",
    "（二）典型经验",
    "典",
    "一、工作开展情况（必填，1500字以内）",
    "\n",
    " ",
    "\u3000",
    "28μm",
    "㈠",
)
GUIDANCE = (
    "期间取得的典型工作经验等",
    "2024年7月1日",
    "二、存在的不足（必填，200字以内）",
    "(盖章)",
    "经型验",
    "e\u0301",
    "。",
)
WORDS = st.lists(st.sampled_from(PIECES + GUIDANCE), max_size=6).map(lambda pieces: "".join(pieces) or None)


@given(
    st.lists(WORDS, min_size=4, max_size=4),
    st.lists(st.tuples(WORDS, st.sampled_from((None, dt.date(2024, 7, 1)))), min_size=2, max_size=2),
)
@settings(max_examples=150, deadline=None)
def test_texts_with_the_forms_own_words_are_refused_as_by_reading_them_back(
    report: list[str | None], opinions: list[tuple[str | None, dt.date | None]]
) -> None:
    form = kd.forms["assessment"]
    first, second = (kd.Opinion(text=text, signed_on=day) for text, day in opinions)
    names = ("achievements", "experience", "shortcomings", "suggestions")
    record = kd.Assessment(
        name="李明",
        report=kd.ServiceReport(**dict(zip(names, report, strict=True))),
        opinions=kd.Opinions(host_enterprise=first, sending_unit=second),
    )
    terms = form.terms(record.programme, record.cohort)
    assert _refused(form.verifier, record, terms) == _refused(_unproven(form), record, terms)


def _pattern_of(path: str) -> Proof:
    """The proof of the cell of the assessment that a field stands in."""
    patterns = (pattern for pattern, _ in kd.forms["assessment"].skeleton.patterns())
    shown = proof(next(each for each in patterns if any(slot.path == path for slot in each.slots)))
    assert shown is not None
    return shown


OPINION = _pattern_of("opinions.host_enterprise.text")
SIGNED = dt.date(2024, 7, 1)


def test_an_opinion_with_its_date_is_proven() -> None:
    assert OPINION.holds(("同意，1条\n“很好”！", SIGNED))


@pytest.mark.parametrize(
    "text", ["同意\n（盖章）\n不", "单位㈠", "e\u0301", "同意\x0b", " 同意", "", "\ufe30"]
)
def test_what_may_be_mistaken_or_folds_oddly_is_not_proven(text: str) -> None:
    assert not OPINION.holds((text, SIGNED))


@pytest.mark.parametrize("text", ["误差由 28μm 降至 9µm", "−20℃", "≥3㎡", "№1", "①±½", "Ⅱ级", "café", "→α‰"])
def test_signs_and_units_of_reports_are_proven(text: str) -> None:
    assert OPINION.holds((text, SIGNED))


def test_some_signs_of_the_forms_own_words_do_not_hinder_a_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Proof, "_is_found", lambda *_: False)
    assert OPINION.holds(("技术（含设计）合同", SIGNED))
    assert not OPINION.holds(("（盖）同意章", SIGNED))


def test_values_of_many_cells_are_looked_at_together(monkeypatch: pytest.MonkeyPatch) -> None:
    form, record = kd.forms["assessment"], FILLED["assessment"]
    check, terms = form.verifier, form.terms(record.programme, record.cohort)
    check.verify(record, terms)
    for name in ("holds", "is_apart"):
        monkeypatch.setattr(Proof, name, lambda *_: pytest.fail("a cell by itself"))
    check.verify(record, terms)


def test_a_last_line_that_may_be_the_date_is_not_proven() -> None:
    assert not OPINION.holds(("同意\n2024年7月1日", None))


def test_guidance_left_in_a_section_is_not_proven() -> None:
    shown = _pattern_of("report.experience")
    assert shown.holds(("主要成绩很多\n另起一段", "经验，1条", "不足", None))
    assert not shown.holds(("成绩", "担任“科技副总”期间取得的典型工作经验等。", "不足", None))
    assert not shown.holds(("成绩\n（二）典型经验", "经验", "不足", None))
    assert not shown.holds(("成绩\x85又", "经验", "不足", None))


def test_signs_that_are_folded_singly_are() -> None:
    for sign in map(chr, range(0x30000)):
        if folds_singly(sign):
            folded = bare(sign)
            assert not any(map(unicodedata.combining, (sign, *folded)))
            assert folded == sign or ideographs(folded) == "", sign
            for other in ("一", "a", "e", "。", "！"):
                assert bare(other + sign + other) == bare(other) + folded + bare(other)


def test_what_a_blank_row_says_follows_the_cohort_of_each_record() -> None:
    for cohort in (2, 4, 2, 4):
        said = kd.OutcomeStatistics(cohort=cohort, rows=(kd.OutcomeRow(cohort=cohort),))
        with pytest.raises(kd.UnwritableError, match="says nothing"):
            kd.render(said)
        other = kd.OutcomeStatistics(cohort=cohort, rows=(kd.OutcomeRow(cohort=6 - cohort),))
        assert kd.read(kd.render(other)).record == other
