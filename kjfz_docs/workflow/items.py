"""What a folder of submissions holds: one item for each form of each file, and how it stands."""

from __future__ import annotations

import datetime as dt
import enum
from pathlib import Path
from typing import Any

import attrs

from kjfz_docs.findings import Finding, Place
from kjfz_docs.reading.reading import Reading
from kjfz_docs.records.fields import programme_and_cohort
from kjfz_docs.workflow.people import Mention


class Status(enum.Enum):
    """How an item stands. Those that count are COMPLETE (read without an error) and FAULTY (read with errors)."""

    COMPLETE = "complete"
    FAULTY = "faulty"
    CONFLICTING = "conflicting"
    SUPERSEDED = "superseded"
    DOUBLE = "double"
    BLANK = "blank"
    SCAN = "scan"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"

    @property
    def label(self) -> str:
        """The Chinese word for it."""
        return _LABELS[self]

    @property
    def counts(self) -> bool:
        """Whether what was read counts as handed in."""
        return self in (Status.COMPLETE, Status.FAULTY)

    @property
    def is_there(self) -> bool:
        """Whether it has arrived, although it may be open which version counts."""
        return self.counts or self is Status.CONFLICTING


_LABELS = {
    Status.COMPLETE: "齐全",
    Status.FAULTY: "有错误",
    Status.CONFLICTING: "新旧不明",
    Status.SUPERSEDED: "已有新版",
    Status.DOUBLE: "重复",
    Status.BLANK: "空白表",
    Status.SCAN: "扫描件",
    Status.UNKNOWN: "不是所要的表格",
    Status.UNREADABLE: "不能读取",
}


@attrs.frozen(kw_only=True, eq=False)
class Item:
    """One form of a file in the folder (``number`` counts them from 1), or a file without one.

    ``name`` is its path from the folder, through zip files; ``path`` the file on disk and ``member`` the name within it
    if that is a zip. ``modified`` is the time that the file or the zip states, where there is one. ``mentions`` are the
    people whom it names; ``scans`` the names of the scans that were paired with it, and of a scan the forms;
    ``replaced_by`` the name of the item that counts instead of a double or superseded one.
    """

    path: Path
    name: str
    member: str | None = None
    number: int = 1
    modified: dt.datetime | None = None
    kind: str = "unknown"
    digest: str = ""
    status: Status
    reading: Reading[Any] | None = None
    district: str | None = None
    mentions: tuple[Mention, ...] = attrs.field(default=(), repr=False)
    scans: tuple[str, ...] = ()
    replaced_by: str | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def form(self) -> str | None:
        """The id of its form."""
        form = self.reading.form if self.reading is not None else None
        return form.id if form is not None else None

    @property
    def record(self) -> Any:
        """The record that was read; None where there is none."""
        return self.reading.record if self.reading is not None else None

    @property
    def cohort(self) -> int | None:
        """The cohort that its form is of."""
        return (programme_and_cohort(self.record)[1] or None) if self.record is not None else None

    def is_of(self, form: str | None, cohort: int | None) -> bool:
        """Whether it is of a form and cohort; None stands for any, and a form that says no cohort is of any."""
        return form in (None, self.form) and (cohort is None or self.cohort in (None, cohort))

    @property
    def programme(self) -> str | None:
        """The programme that its form is of."""
        return (programme_and_cohort(self.record)[0] or None) if self.record is not None else None

    @property
    def person(self) -> Mention | None:
        """Whom it is about, where it is about one person."""
        return next((each for each in self.mentions if not each.field), None)

    @property
    def folder(self) -> str:
        """Where its file lies, within the folder and through zip files."""
        return self.name.rpartition("/")[0]

    def doubt(self, code: str, **values: object) -> Finding:
        """A finding about the item as a whole."""
        return Finding.of(code, where=Place(file=self.name), field=None, raw=None, severity=None, **values)

    def with_doubt(self, code: str, /, **values: object) -> Item:
        """The same with one finding more."""
        return attrs.evolve(self, findings=(*self.findings, self.doubt(code, **values)))
