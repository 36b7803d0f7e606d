"""The steps of the work over the folder of a city, as a clerk takes them; each tells what it finds."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import attrs

import kjfz_docs as kd
from kjfz_docs.batches.progress import reporter
from kjfz_docs.cli.city.draft import FOURTH, SECOND
from kjfz_docs.cli.city.folder import File
from kjfz_docs.cli.city.plant import City
from kjfz_docs.cli.city.planted import Told
from kjfz_docs.cli.city.steps import of_findings, of_status
from kjfz_docs.cli.files import save
from kjfz_docs.records.numerals import ordinal_text

INBOX, PROGRAMME, ROSTER = "收件", "programme.toml", "花名册.csv"
EARLIER = "以前/第二批首次拨付名单.xlsx"
COLLATED, PAYMENTS, BANK, REPORT = "汇总", "拨付.xlsx", "拨付.csv", "报告.html"
_FORM, _SUMS = "assessment", "outcome_statistics"
# Which instalment of which cohort is due.
_DUE = ((SECOND, 2), (FOURTH, 1))


@attrs.define
class Work:
    """The work over a folder: what was ``told``, and which numbers were ``wrong``."""

    folder: Path
    city: City
    told: list[Told] = attrs.field(factory=list)
    wrong: list[str] = attrs.field(factory=list)

    def written(self, files: tuple[File, ...]) -> None:
        """The files that the work begins with. Raises OSError."""
        save(self.folder / PROGRAMME, kd.programme_text(self.city.programme).encode())
        kd.write_csv(self.city.roster.rows, self.folder / ROSTER)
        (self.folder / EARLIER).parent.mkdir(exist_ok=True)
        kd.write(self.city.earlier, self.folder / EARLIER)
        with reporter(sys.stderr.isatty(), "生成材料", len(files)) as report:
            for file in files:
                file.write(self.folder / INBOX)
                report(file)

    def done(self, files: int) -> None:
        """All steps, from what arrived to the report."""
        found = self.scanned(files)
        earlier = kd.read(self.folder / EARLIER)
        collation = self.collated(found, earlier)
        doubts = kd.reconcile(found, earlier=[earlier], whole=True)
        self.told += of_findings("核对", doubts)
        reports = kd.compare_reports(found)
        self.told += of_findings("跟踪", reports)
        payments = self.paid(found, earlier)
        page = kd.report(
            found,
            payments=payments,
            findings=[*doubts, *reports],
            collation=collation,
            on=self.city.day,
            beside=self.folder,
        )
        save(self.folder / REPORT, page.encode())

    def scanned(self, files: int) -> kd.Submission:
        """What arrived."""
        programme = kd.load_programme(self.folder / PROGRAMME)
        roster = kd.Roster.read(self.folder / ROSTER, programmes=[programme])
        self.told += of_findings("花名册", roster.findings)
        with reporter(sys.stderr.isatty(), "读取", files) as report:

            def another(done: int, _: int) -> None:
                report(done)

            found = kd.Submission.scan(
                self.folder / INBOX, programme=programme, roster=roster, progress=another
            )
        self.told += of_status(found, self.city.day)
        return found

    def collated(self, found: kd.Submission, earlier: kd.Reading[Any]) -> kd.Collation:
        """The lists of the city out of those of the districts; before, what the districts make of people's forms."""
        of_people = kd.collate(found, of=(_FORM,), earlier=[earlier])
        self.told += of_findings("由附件1汇总", of_people.findings)
        of_city = kd.collate(found)
        self.told += of_findings("全市汇总", of_city.findings)
        self._equal("附件1成效数据的合计", of_people.records[_SUMS, SECOND].total, self.city.assessed)
        self._equal("附件5成效数据的合计", of_city.records[_SUMS, SECOND].total, self.city.stated)
        of_city.write(self.folder / COLLATED, sources=True, overwrite=True)
        return of_city

    def paid(self, found: kd.Submission, earlier: kd.Reading[Any]) -> kd.Payments:
        """Who is paid, and how much, to the last fen."""
        payments = kd.payments(found, earlier=[earlier])
        self.told += of_findings("拨付", [each for one in payments.held for each in one.findings])
        for cohort, ordinal in _DUE:
            due = payments.of(cohort, ordinal)
            people = sorted(each.account for each in self.city.entitled(cohort))
            called = f"{ordinal_text(cohort)}拨付"
            self._equal(f"{called}人数", len(due.paid), len(people))
            if sorted(each.row.account or "" for each in due.paid) != people:
                self.wrong.append(f"{called}的账号不是各人的账号")
            self._equal(f"{called}金额", due.total, self.city.sum_due(cohort, ordinal))
        payments.write(self.folder / PAYMENTS)
        payments.write(self.folder / BANK)
        return payments

    def _equal(self, name: str, found: object, expected: object) -> None:
        if found != expected:
            self.wrong.append(f"{name}应为{expected}，得出的是{found}")
