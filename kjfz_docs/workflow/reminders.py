"""Who has not handed in what: for each district a text that can be sent, and all of it as one table."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import TypeVar

import attrs

from kjfz_docs.batches.filenames import distinct, safe_name
from kjfz_docs.findings import Finding
from kjfz_docs.forms.form import Form
from kjfz_docs.forms.recognise import with_programmes
from kjfz_docs.records.fields import names_of_programme_and_cohort
from kjfz_docs.records.numerals import chinese_number, ordinal_text
from kjfz_docs.records.programme import Programme
from kjfz_docs.text_tables import TextTable, text_workbook
from kjfz_docs.workflow.districts import Districts
from kjfz_docs.workflow.owed import Owed
from kjfz_docs.workflow.submission import Submission
from kjfz_docs.workflow.together import write_together

TABLE = "未报材料.xlsx"
_HEADS = (
    *(("区", 16), ("责任单位", 22), ("表格", 44), ("批次", 8), ("姓名", 10), ("派出单位", 24)),
    *(("接收企业", 24), ("缺什么", 12), ("期限", 12), ("逾期天数", 10), ("备注", 36)),
)
_NOWHERE = "未分区"
_INDENT = "    "

K = TypeVar("K")


@attrs.frozen(kw_only=True, eq=False)
class Reminder:
    """What a district has still to hand in (``district`` is None for what is of none), and the text that says so."""

    district: str | None
    owed: tuple[Owed, ...]
    text: str


@attrs.frozen(kw_only=True, eq=False)
class Reminders:
    """The reminders of a day, districts in their order; ``findings`` say what could not be asked."""

    on: dt.date
    reminders: tuple[Reminder, ...]
    findings: tuple[Finding, ...]
    _table: tuple[tuple[str, ...], ...] = attrs.field(repr=False)

    def of(self, district: str | None) -> Reminder | None:
        """The reminder for a district; None where it owes nothing."""
        return next((each for each in self.reminders if each.district == district), None)

    def write(self, folder: str | os.PathLike[str], *, overwrite: bool = False) -> tuple[Path, ...]:
        """Write 提醒-江夏区.txt for each district and 未报材料.xlsx with all. All files appear, or none.

        Raises FileExistsError unless ``overwrite``, OSError.
        """
        names = [PurePosixPath(safe_name(f"提醒-{each.district or _NOWHERE}.txt")) for each in self.reminders]
        targets = [Path(folder, *path.parts) for path in distinct([*names, PurePosixPath(TABLE)])]
        if not overwrite and (there := next((path for path in targets if os.path.lexists(path)), None)):
            raise FileExistsError(17, "exists already; nothing was written", os.fspath(there))
        texts = (each.text.replace("\n", "\r\n").encode("utf-8-sig") for each in self.reminders)
        table = text_workbook([TextTable("未报材料", _HEADS, self._table)])
        write_together(Path(folder), targets, [*texts, table])
        return tuple(targets)


def reminders(submission: Submission, *, on: dt.date, ahead: int = 14) -> Reminders:
    """Who has not handed in what on a day, by district: a text for each that can be sent, and a table.

    Everything that is owed once is asked for, and of what is due again and again what was due up to that day or will be
    within the next ``ahead`` days. Without a roster nobody knows what people owe (KD564).
    """
    missing = submission.missing(on=on + dt.timedelta(days=ahead))
    known = Districts.of(submission.programme, (each.district for each in submission.roster or ()))
    words = _Words(submission, on)
    by_district: dict[str | None, list[Owed]] = {name: [] for name in known.names}
    for each in missing:
        by_district.setdefault(each.district, []).append(each)
    # What is of no district comes last.
    by_district[None] = by_district.pop(None, [])
    made = tuple(
        Reminder(district=district, owed=tuple(owed), text=words.letter(district, owed))
        for district, owed in by_district.items()
        if owed
    )
    pers = {each.per for each in submission.programme.duties}
    pers.update(each.per for each in submission.programme.periodic)
    unknown = submission.roster is None and "person" in pers
    return Reminders(
        on=on,
        reminders=made,
        findings=(Finding.of("KD564"),) if unknown else (),
        table=tuple(words.row(each) for reminder in made for each in reminder.owed),
    )


class _Words:
    """What is owed in words, on a day."""

    def __init__(self, submission: Submission, on: dt.date) -> None:
        self._on = on
        self._programme = submission.programme
        forms = with_programmes(tuple(submission.forms.values()), (submission.programme,))
        self._forms = {form.id: form for form in forms}

    def letter(self, district: str | None, owed: Sequence[Owed]) -> str:
        """A text to be sent: what is missing, by who is responsible, then form by form."""
        lines = [
            f"关于报送{self._programme.name}有关材料的提醒",
            "",
            f"{district or '各有关单位'}：",
            f"{_INDENT}截至{_day(self._on)}，下列材料尚未收到，请协助督促有关单位和人员按期报送，"
            "已逾期的请尽快补报。感谢支持！",
        ]
        for number, (owner, of_owner) in enumerate(_grouped(owed, lambda each: each.owner).items(), 1):
            heading = f"由{owner}报送" if owner else "需报送"
            lines += ["", f"{_INDENT}{chinese_number(number)}、{heading}"]
            # What is missing altogether comes first.
            in_order = sorted(of_owner, key=lambda each: not each.is_missing)
            duties = _grouped(in_order, lambda each: (each.duty, each.is_missing))
            for place, of_duty in enumerate(duties.values(), 1):
                lines += self._asked(place, of_duty)
        if any(each.is_missing and each.unsure for each in owed):
            lines += [
                "",
                f"{_INDENT}注有“可能已报”的，收到的材料中姓名、单位或期间与花名册不完全一致，请一并核对。",
            ]
        lines += ["", f"{_INDENT}如已报送，请忽略本提醒；如有疑问，请与我们联系。", ""]
        return "\n".join([*lines, "  ".join(self._programme.owners), _day(self._on), ""]).lstrip()

    def _asked(self, place: int, owed: Sequence[Owed]) -> Iterator[str]:
        first = owed[0]
        what = "" if first.is_missing else "的盖章扫描件"
        count = f"，{len(owed)}人：" if first.person is not None else ""
        cohort = "" if ordinal_text(first.cohort) in self.title(first) else f"{ordinal_text(first.cohort)}，"
        told = f"（{cohort}{self._due(first)}）" if cohort or first.due is not None else ""
        yield f"{_INDENT}{place}. {self.title(first)}{what}{told}{count}"
        for each in owed if count else ():
            yield f"{_INDENT * 2}{each.who}{self._doubt(each)}"

    def _due(self, owed: Owed) -> str:
        if owed.due is None:
            return "请尽快报送"
        late = (self._on - owed.due).days
        if late > 0:
            return f"应于{_day(owed.due)}前报送，已逾期{late}天"
        return f"请于{_day(owed.due)}前报送" if late else f"{_day(owed.due)}（今日）截止"

    @staticmethod
    def _doubt(owed: Owed) -> str:
        return "（可能已报）" if owed.is_missing and owed.unsure else ""

    def row(self, owed: Owed) -> tuple[str, ...]:
        """A row of the table."""
        person = owed.person.first if owed.person is not None else None
        late = (self._on - owed.due).days if owed.due is not None else 0
        files = owed.unsure if owed.is_missing else owed.unscanned
        named = "、".join(item.name for item in files)
        return (
            owed.district or "",
            owed.owner,
            self.title(owed),
            ordinal_text(owed.cohort),
            person.name if person is not None else "",
            (person.sending_unit or "") if person is not None else "",
            (person.host_enterprise or "") if person is not None else "",
            "表格" if owed.is_missing else "盖章扫描件",
            str(owed.due or ""),
            str(late) if late > 0 else "",
            (f"可能已报：{named}" if owed.is_missing else f"已收到：{named}") if named else "",
        )

    def title(self, owed: Owed) -> str:
        """A form as a letter calls it: 附件1《湖北省第二批…考核表》."""
        form = self._forms[owed.form]
        return f"{form.attachment}《{_title(form, self._programme, owed.cohort)}》"


def _title(form: Form, programme: Programme, cohort: int) -> str:
    names = names_of_programme_and_cohort(form.record)
    known = {"programme": programme.id, "cohort": cohort}
    return form.title_of(form.record(**{name: known[kind] for kind, name in names.items()}))


def _grouped(owed: Iterable[Owed], of: Callable[[Owed], K]) -> dict[K, list[Owed]]:
    found: dict[K, list[Owed]] = {}
    for each in owed:
        found.setdefault(of(each), []).append(each)
    return found


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
