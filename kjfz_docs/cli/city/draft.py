"""A city as it is drawn up: its people, what they hand in, and where that lies; faults are planted in it."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Sequence
from typing import Any

import attrs

import kjfz_docs as kd
from kjfz_docs.cli.city import forms
from kjfz_docs.cli.city.people import Deputy, Strangers, people_of
from kjfz_docs.records.programme import HUBEI

SECOND, FOURTH = 2, 4
SCAN = "scan"
REPORT = "tracking_report"
# The last days of the periods that are reported: every second month.
PERIODS = (dt.date(2023, 6, 26), dt.date(2023, 8, 26))
# The lists that have somebody of a cohort.
LISTS = {
    SECOND: ("acceptance_summary", "outcome_statistics"),
    FOURTH: ("absence_summary", "account_collection"),
}
_ARRIVED = dt.datetime(2023, 8, 26, 8, 30)
_PDF = b"%PDF-1.7 stands for the sealed scan of "
# What every office's folder holds besides.
_CLUTTER = ("~$登记表.docx", ".DS_Store", "Thumbs.db", "desktop.ini")
_PEOPLE_NAMES = (
    "{name}-考核表",
    "附件1-{name}",
    "附件1 考核表 {name}（最终版）",
    "{name}",
    "{unit}{name}科技副总考核表(2)",
)
_LIST_NAMES = ("附件{number}", "附件{number}-{district}", "附件{number} {title}（{district}）终稿", "{title}")


@attrs.frozen(kw_only=True)
class Key:
    """What a document is: a form (or the scan of one) of a person, told by their enterprise, or of a district."""

    form: str
    subject: str

    @property
    def scan(self) -> Key:
        """That of its sealed scan."""
        return Key(form=f"{SCAN} {self.form}", subject=self.subject)


@attrs.frozen(kw_only=True)
class Document:
    """A file that was handed in: its path in the folder, within ``archive`` (a zip file) if that is given.

    ``counts``: what it says is to be counted, since it is no double, no older and no open version.
    """

    path: str
    content: Any = attrs.field(repr=False)
    arrived: dt.datetime
    archive: str | None = None
    counts: bool = True

    @property
    def name(self) -> str:
        """Its name as a submission tells it."""
        return f"{self.archive}/{self.path}" if self.archive else self.path

    def beside(self, name: str, **changes: Any) -> Document:
        """Another file in the same folder; in a zip file as well."""
        folder, slash, _ = self.path.rpartition("/")
        return attrs.evolve(self, path=folder + slash + name, **changes)

    @property
    def stem(self) -> str:
        """The name of the file alone, without its extension."""
        return self.path.rpartition("/")[2].rpartition(".")[0]

    @property
    def suffix(self) -> str:
        """The extension with its dot."""
        return "." + self.path.rpartition(".")[2]


class Draft:
    """A city in which nothing is wrong until faults are planted.

    ``documents`` are what is handed in, by what it is; ``spoilt`` are the people and lists that a fault has already
    taken, ``touched`` the lists of such people, so that no fault hides another.
    """

    def __init__(self, rng: random.Random, districts: int, second: int, fourth: int) -> None:
        self.rng = rng
        kept = sorted(rng.sample(range(len(HUBEI.districts)), districts))
        cohorts = tuple(
            attrs.evolve(cohort, size=second if cohort.number == SECOND else fourth)
            for cohort in HUBEI.cohorts
        )
        self.programme = attrs.evolve(
            HUBEI, cohorts=cohorts, districts=tuple(HUBEI.districts[number] for number in kept)
        )
        self.districts = tuple(district.name for district in self.programme.districts)
        self.strangers = Strangers(rng)
        self.people = list(
            people_of(self.strangers, rng, self.districts, ((SECOND, second), (FOURTH, fourth)))
        )
        self.roster = [deputy.listed for deputy in self.people]
        self.documents: dict[Key, Document] = {}
        self.spoilt: set[Deputy | Key] = set()
        self.touched: set[Key] = set()
        self.lost: set[int] = set()
        self._more = itertools.count()
        # One of each district is left alone, so that no district is without what it should have.
        self._anchors = {(each.district, each.cohort): each for each in reversed(self.people)}.values()
        self.earlier = [each for each in self.people if each.cohort == SECOND]
        for district in self.districts:
            self._fill(district)

    def of(self, district: str, cohort: int) -> list[Deputy]:
        """The people of a district and cohort."""
        return [each for each in self.people if (each.district, each.cohort) == (district, cohort)]

    # -------------------------------------------------------------- room for faults

    def somebody(self, cohort: int, succeeded: bool | None = None) -> Deputy | None:
        """Somebody of a cohort whom no fault has taken yet, nor their lists; taken now. None where all are."""
        free = [
            each
            for each in self.people
            if each.cohort == cohort
            and each not in self._anchors
            and succeeded in (None, each.succeeded)
            and each not in self.spoilt
            and not any(Key(form=form, subject=each.district) in self.spoilt for form in LISTS[cohort])
        ]
        if not free:
            return None
        chosen = self.rng.choice(free)
        self.spoilt.add(chosen)
        self.touched |= {Key(form=form, subject=chosen.district) for form in LISTS[cohort]}
        return chosen

    def some_list(self, *listed: str) -> Key | None:
        """A list of a district that no fault has to do with yet; taken now, so that none will."""
        free = [
            key
            for key in self.documents
            if key.form in listed and key not in self.spoilt and key not in self.touched
        ]
        if not free:
            return None
        chosen = self.rng.choice(free)
        self.spoilt.add(chosen)
        return chosen

    # -------------------------------------------------------------- changes

    def row_of(self, key: Key, deputy: Deputy) -> int:
        """The number of somebody's row in a list."""
        rows = self.documents[key].content.rows
        return next(at for at, row in enumerate(rows) if row.host_enterprise == deputy.host_enterprise)

    def with_rows(self, key: Key, rows: Sequence[Any]) -> None:
        """Give a list other rows, numbered anew."""
        made = attrs.evolve(self.documents[key].content, rows=tuple(rows))
        self.change(key, made.renumbered() if hasattr(made, "renumbered") else made)

    def drop(self, key: Key) -> None:
        """Take a document away, and its scan."""
        for each in (key, key.scan):
            self.documents.pop(each, None)

    def change(self, key: Key, content: Any) -> None:
        """Give a document another content."""
        self.documents[key] = attrs.evolve(self.documents[key], content=content)

    def change_row(self, key: Key, deputy: Deputy, **changes: Any) -> None:
        """Change the row of somebody in a list."""
        rows, at = list(self.documents[key].content.rows), self.row_of(key, deputy)
        rows[at] = attrs.evolve(rows[at], **changes)
        self.with_rows(key, rows)

    def drop_row(self, key: Key, deputy: Deputy) -> None:
        """Take somebody out of a list."""
        rows, at = list(self.documents[key].content.rows), self.row_of(key, deputy)
        self.with_rows(key, [*rows[:at], *rows[at + 1 :]])

    def say(self, deputy: Deputy, **changes: Any) -> None:
        """Let somebody be what a form now says of them."""
        other = attrs.evolve(deputy, **changes)
        self.people[self.people.index(deputy)] = other
        self.spoilt.add(other)

    def forget(self, deputy: Deputy) -> None:
        """Take somebody out of the roster and of all forms, as if they had never been."""
        self.roster.remove(deputy.listed)
        self.people.remove(deputy)
        if deputy.cohort == FOURTH:
            form = "account_collection" if deputy.succeeded else "absence_summary"
            self.drop_row(Key(form=form, subject=deputy.district), deputy)
            for last in PERIODS:
                self.drop(Key(form=f"{REPORT} {last}", subject=deputy.host_enterprise))
            return
        self.earlier.remove(deputy)
        self.drop(Key(form="assessment", subject=deputy.host_enterprise))
        self.drop_row(Key(form="acceptance_summary", subject=deputy.district), deputy)
        rest = self.of(deputy.district, SECOND)
        self.change(
            Key(form="outcome_statistics", subject=deputy.district),
            forms.statistics(deputy.district, rest, forms.FILLED),
        )

    def add(self, like: Key, document: Document) -> None:
        """Hand in another document beside one."""
        self.documents[Key(form=f"more {next(self._more)}", subject=like.subject)] = document

    # -------------------------------------------------------------- what a district hands in

    def _fill(self, district: str) -> None:
        office = _Office(self.rng, district)
        second, fourth = self.of(district, SECOND), self.of(district, FOURTH)
        for number, deputy in enumerate(second):
            path = office.path_of_person(deputy)
            self._add(office, "assessment", deputy.host_enterprise, path, forms.assessment(deputy, number))
        if second:
            lists: list[Any] = [
                forms.acceptances(district, self.programme.prefecture, second, forms.FILLED),
                forms.statistics(district, second, forms.FILLED),
            ]
        else:
            lists = []
        if fourth:
            absent = [each for each in fourth if not each.succeeded]
            serving = [each for each in fourth if each.succeeded]
            lists += [
                forms.absences(district, FOURTH, absent, forms.FILLED),
                forms.accounts(district, FOURTH, serving, forms.FILLED),
            ]
            for deputy in serving:
                self._report(office, deputy)
        for record in lists:
            form = next(form for form in kd.forms.values() if form.record is type(record))
            self._add(office, form.id, district, office.path_of_list(form), record)
        for name in _CLUTTER:
            key = Key(form=name, subject=district)
            self.documents[key] = Document(
                path=f"{office.folder}/{name}", content=b"x", arrived=office.time()
            )

    def _report(self, office: _Office, deputy: Deputy) -> None:
        """The reports of somebody who serves, period by period."""
        totals: list[kd.Outcomes] = []
        for last in PERIODS:
            new = self.strangers.outcomes()
            totals.append(kd.Outcomes.sum_of([*totals[-1:], new]))
            record = forms.tracking(deputy, last, new, totals[-1])
            path = office.path_of_report(deputy, last)
            key = Key(form=f"{REPORT} {last}", subject=deputy.host_enterprise)
            self.documents[key] = Document(
                path=path, content=record, arrived=office.time(), archive=office.archive
            )

    def _add(self, office: _Office, form: str, subject: str, path: str, record: Any) -> None:
        key = Key(form=form, subject=subject)
        made = Document(path=path, content=record, arrived=office.time(), archive=office.archive)
        self.documents[key] = made
        scan = made.beside(f"{made.stem}{office.scanned}.pdf", content=_PDF + subject.encode())
        self.documents[key.scan] = scan


class _Office:
    """How a district names its folders and files, and when it sends them."""

    def __init__(self, rng: random.Random, district: str) -> None:
        self._rng = rng
        self._time = _ARRIVED + dt.timedelta(minutes=rng.randrange(4000))
        self.district = district
        self.folder = rng.choice(
            (district, f"{district}经信局报送", f"各区材料/{district}", f"{district}/第1次/材料")
        )
        self.archive = rng.choice((None, None, f"{self.folder}/报送材料.zip"))
        self.scanned = rng.choice(("盖章", "-扫描件", "（盖章扫描版）"))
        self._person, self._list = rng.choice(_PEOPLE_NAMES), rng.choice(_LIST_NAMES)
        self._people_folder = rng.choice(("附件1", "考核表", "", "个人材料/考核表"))

    def path_of_person(self, deputy: Deputy) -> str:
        """Where the form of somebody lies."""
        name = self._person.format(name=deputy.name, unit=deputy.sending_unit[:6])
        return self._path(self._people_folder, name)

    def path_of_report(self, deputy: Deputy, last: dt.date) -> str:
        """Where the report of somebody for a period lies."""
        return self._path(f"跟踪报送/{last:%Y%m}", f"{deputy.name}-跟踪报送表")

    def path_of_list(self, form: kd.Form) -> str:
        """Where a list lies."""
        number = form.attachment.removeprefix("附件")
        return self._path("", self._list.format(number=number, district=self.district, title=form.title))

    def _path(self, folder: str, stem: str) -> str:
        parts = ([] if self.archive else [self.folder]) + [folder] * bool(folder)
        return "/".join([*parts, stem + self._rng.choice((".docx", ".xlsx"))])

    def time(self) -> dt.datetime:
        """When the next file was saved: zip files count time in steps of two seconds."""
        self._time += dt.timedelta(seconds=2 * self._rng.randrange(2, 60))
        return self._time
