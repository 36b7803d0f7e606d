"""``report``: what was handed in, what it adds up to, what is doubtful and what is paid, as one page."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs

from kjfz_docs.findings import Finding, Severity
from kjfz_docs.pages import page
from kjfz_docs.pages.pieces import BAD, DOUBTFUL, GOOD, Fact, Section
from kjfz_docs.workflow.items import Status
from kjfz_docs.workflow.report.doubts import Doubt, doubts_of, resolving
from kjfz_docs.workflow.report.figures import CollationLike, outcomes
from kjfz_docs.workflow.report.links import Links
from kjfz_docs.workflow.report.money import PaymentsLike, paying
from kjfz_docs.workflow.report.progress import Progress, missing, progressing
from kjfz_docs.workflow.submission import Submission

# Which of them need somebody's hand.
_BAD = (Status.FAULTY, Status.CONFLICTING, Status.UNREADABLE)
_DOUBTFUL = (Status.UNKNOWN, Status.BLANK)


def report(
    submission: Submission,
    *,
    payments: PaymentsLike | None = None,
    findings: Iterable[Finding] = (),
    collation: CollationLike | None = None,
    on: dt.date | None = None,
    beside: str | os.PathLike[str] = ".",
) -> str:
    """One page (HTML) that needs nothing else: progress, outcomes, findings to resolve, payments, who is missing.

    ``findings`` are further ones, such as those of ``kd.reconcile``; those of the submission, of ``collation`` and of
    ``payments`` are there already. Outcomes are those of ``collation`` where it has some, else the sums of the forms.
    ``on`` is the day of the report, today unless given. ``beside`` is the folder that the page is to lie in: links to
    files lead from there. Charts need the extra ``report``; without it tables say the same. Private values are masked.
    """
    day = on or dt.date.today()
    found = tuple(doubts_of(submission, (*findings, *_of(collation), *_of(payments))))
    title = f"{submission.programme.name}材料报送情况"
    subtitle = f"材料文件夹“{_name(submission.folder)}”，截至{day.year}年{day.month}月{day.day}日"
    links = Links(submission, Path(beside))
    progress = Progress.of(submission)
    return page(
        title,
        subtitle,
        (
            overview(submission, progress, found),
            progressing(progress),
            missing(submission, day),
            outcomes(submission, collation),
            resolving(found, links, submission),
            *([] if payments is None else [paying(payments)]),
        ),
    )


def overview(
    submission: Submission, progress: Progress, found: Iterable[Doubt], *, title: str = "概况"
) -> Section:
    """The figures to see first."""
    return Section(id="overview", title=title, facts=tuple(_facts(submission, progress, tuple(found))))


def _facts(submission: Submission, progress: Progress, found: tuple[Doubt, ...]) -> Iterator[Fact]:
    yield Fact(label="文件", value=str(len({item.name for item in submission.items})))
    if progress.owed:
        yield Fact(label="应报", value=str(progress.owed))
        yield _counted("未报", progress.missing, BAD)
        yield _counted("缺扫描件", progress.unscanned, DOUBTFUL)
    counts = submission.counts()
    for status in Status:
        if counts.get(status):
            tone = BAD if status in _BAD else DOUBTFUL if status in _DOUBTFUL else ""
            yield Fact(label=status.label, value=str(counts[status]), tone=tone)
    for severity, tone in ((Severity.ERROR, BAD), (Severity.WARNING, DOUBTFUL)):
        count = sum(each.finding.severity is severity for each in found)
        yield _counted(f"待处理的{severity.label}", count, tone)


def _counted(label: str, count: int, tone: str) -> Fact:
    return Fact(label=label, value=str(count), tone=tone if count else GOOD)


def _of(holder: object) -> tuple[Finding, ...]:
    return tuple(getattr(holder, "findings", ()))


def _name(folder: Path) -> str:
    """The folder's own name: where it lies is nobody's matter."""
    return folder.resolve().name


def submission_html(submission: Submission) -> str:
    """A submission for a notebook."""
    from kjfz_docs.pages import fragment

    found = tuple(doubts_of(submission, ()))
    progress = Progress.of(submission)
    sections = (
        attrs.evolve(overview(submission, progress, found), title=f"材料文件夹“{_name(submission.folder)}”"),
        progressing(progress),
        resolving(found, None, submission),
    )
    return fragment(sections, "kjfz-submission")
