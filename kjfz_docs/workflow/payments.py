"""Who is paid: by the instalments of a programme, the lists that were handed in, and what is doubtful about anybody.

Everybody of a cohort is in one of three: paid, held back with the errors that are open, or paid nothing with the
reason. Nothing is paid twice: neither to one person, nor to whom an earlier list of payments has.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kjfz_docs.records.programme import Programme
from kjfz_docs.workflow.deciding import Deciding
from kjfz_docs.workflow.ledger import Ledger
from kjfz_docs.workflow.paid import FEN, Held, Payment, Payments, Unpaid
from kjfz_docs.workflow.submission import Submission


def payments(
    submission: Submission, *, programme: Programme | None = None, earlier: Iterable[Any] = ()
) -> Payments:
    """Who of a submission is paid which instalment of the programme, by its ``form``, ``needs`` and ``accounts``.

    ``earlier`` are lists of before, Readings or records: whom a list of payments has for an instalment is not paid
    it again; accounts are compared. Raises ValueError where no instalment names a list, or one that is not looked
    for, for parts of a fen, and for earlier payments with a purpose that is none of the programme.
    """
    ledger = Ledger.of(submission, programme, earlier)
    due = [(cohort, each) for cohort in ledger.programme.cohorts for each in cohort.instalments if each.form]
    if not due:
        raise ValueError("no instalment of the programme names the form by which it is paid")
    if strange := sorted({each.form for _, each in due} - submission.forms.keys()):
        raise ValueError(f"instalments name forms that are not looked for: {', '.join(strange)}")
    if odd := [each.amount for _, each in due if each.amount != each.amount.quantize(FEN)]:
        raise ValueError(f"an instalment has parts of a fen: {odd[0]} yuan")
    found = Deciding(ledger)
    made = [tuple(found.decided(cohort, instalment)) for cohort, instalment in due]
    return Payments(
        programme=ledger.programme,
        paid=tuple(each for one in made for each in one if isinstance(each, Payment)),
        held=tuple(each for one in made for each in one if isinstance(each, Held)),
        none=tuple(each for one in made for each in one if isinstance(each, Unpaid)),
    )
