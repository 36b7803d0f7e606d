"""``report``: what was handed in, what it adds up to, what is doubtful and what is paid, as one page."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from kjfz_docs.findings import Finding, Severity
from kjfz_docs.pages import fragment, page
from kjfz_docs.pages.pieces import BAD, DOUBTFUL, GOOD, Fact, Section, Table
from kjfz_docs.records.numerals import ordinal_text
from kjfz_docs.workflow.districts import Districts
from kjfz_docs.workflow.entries import list_of
from kjfz_docs.workflow.items import Status
from kjfz_docs.workflow.report.doubts import Doubt, doubts_of, resolving
from kjfz_docs.workflow.report.figures import CollationLike, of_collation, of_submission, outcomes
from kjfz_docs.workflow.report.links import Links
from kjfz_docs.workflow.report.money import PaymentsLike, paying
from kjfz_docs.workflow.report.progress import Progress, called, districts_of, missing, progressing
from kjfz_docs.workflow.submission import Submission
from kjfz_docs.workflow.tracking import compare_reports

if TYPE_CHECKING:
    from kjfz_docs.workflow.collate import Collation

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
    ``payments`` are there already, and so is what reports contradict over the periods. Outcomes are those of
    ``collation`` where it has some, else the sums of the forms.
    ``on`` is the day of the report, today unless given; what is due again and again is owed up to it. ``beside`` is
    the folder that the page is to lie in: links to files lead from there. Charts need the extra ``report``; without
    it tables say the same. Private values are masked.
    """
    day = on or dt.date.today()
    further = (*compare_reports(submission), *findings, *_of(collation), *_of(payments))
    found = tuple(doubts_of(submission, further))
    title = f"{submission.programme.name}材料报送情况"
    subtitle = f"{_named(submission.folder)}，截至{day.year}年{day.month}月{day.day}日"
    links, districts = Links(submission, Path(beside)), districts_of(submission)
    progress = Progress.of(submission, day)
    return page(
        title,
        subtitle,
        (
            overview(submission, progress, found),
            progressing(progress),
            missing(submission, day),
            _outcomes(submission, collation, districts),
            resolving(found, districts, links),
            *([] if payments is None else [paying(payments, links)]),
        ),
    )


def _outcomes(submission: Submission, collation: CollationLike | None, districts: Districts) -> Section:
    if collation is not None:
        made = outcomes(of_collation(collation), districts, submission.forms, "汇总结果")
        if made.tables:
            return made
    return outcomes(of_submission(submission), districts, submission.forms, "已报送的表格")


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


def _named(folder: Path) -> str:
    """The folder's own name: where it lies is nobody's matter."""
    return f"材料文件夹“{folder.resolve().name}”"


# ------------------------------------------------------------------ notebooks


def submission_html(submission: Submission) -> str:
    """A submission for a notebook."""
    found = tuple(doubts_of(submission, ()))
    progress = Progress.of(submission)
    sections = (
        attrs.evolve(overview(submission, progress, found), title=_named(submission.folder)),
        progressing(progress),
        resolving(found, districts_of(submission)),
    )
    return fragment(_filled(sections), "kjfz-submission")


def _filled(sections: Iterable[Section]) -> list[Section]:
    return [section for section in sections if not section.is_empty]


def collation_html(collation: Collation) -> str:
    """A collation for a notebook."""
    districts = Districts.of(collation.programme, ())
    found = [
        Doubt(each, (each.where.file if each.where is not None else "") or "") for each in collation.findings
    ]
    lists = Section(
        id="lists",
        title="汇总结果",
        tables=(
            Table(
                heads=("表", "批次", "行数", "报送而没有内容的区"),
                rows=[_list(collation, form, cohort) for form, cohort in collation.records],
                figures=(2,),
            ),
        ),
    )
    sections = (
        lists,
        outcomes(of_collation(collation), districts, collation.forms, "汇总结果"),
        resolving(found, districts),
    )
    return fragment(_filled(sections), "kjfz-collation")


def _list(collation: Collation, form: str, cohort: int | None) -> list[str]:
    record = collation.records[form, cohort]
    rows = list_of(type(record))
    count = len(getattr(record, rows.name)) if rows is not None else 0
    batch = ordinal_text(cohort) if cohort is not None else ""
    return [called(collation.forms[form]), batch, str(count), "、".join(collation.empty[form, cohort])]
