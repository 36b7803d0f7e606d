"""How much of what is owed has arrived, district by district, and what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

import attrs

from kjfz_docs.forms.form import Form
from kjfz_docs.pages.pieces import BAD, DOUBTFUL, GOOD, Cell, Section, Table
from kjfz_docs.records.numerals import ordinal_text
from kjfz_docs.records.programme import Duty
from kjfz_docs.workflow.districts import Districts
from kjfz_docs.workflow.owed import Owed
from kjfz_docs.workflow.report.charts import bars
from kjfz_docs.workflow.submission import Submission

WHOLE, UNKNOWN = "（全项目）", "（区不明）"
_HUNDRED = Decimal(100)


def called(form: Form) -> str:
    """How a form is called in short."""
    return form.attachment or form.title


def districts_of(submission: Submission) -> Districts:
    """The districts of its programme, else of its roster."""
    return Districts.of(submission.programme, (each.district for each in submission.roster or ()))


def order_of(districts: Districts) -> Callable[[str], tuple[int, str]]:
    """A key that sorts names of districts in their order, others behind them, what is of none last."""
    rank = {name: number for number, name in enumerate((*districts.names, None, WHOLE, UNKNOWN, ""))}
    return lambda name: (rank.get(name, rank[None]), name)


@attrs.frozen
class Share:
    """How much of one duty has arrived in one district; ``owed`` is None where nobody knows."""

    there: int = 0
    owed: int | None = None
    unscanned: int = 0

    def plus(self, there: int, owed: int | None, unscanned: int) -> Share:
        """This and more."""
        total = None if owed is None else (self.owed or 0) + owed
        return Share(self.there + there, total, self.unscanned + unscanned)


@attrs.frozen
class Progress:
    """What has arrived by district and duty (its place in the programme)."""

    heads: tuple[str, ...]
    shares: dict[str, dict[int, Share]]
    has_unknown: bool

    @classmethod
    def of(cls, submission: Submission, day: dt.date | None = None) -> Progress:
        """That of a submission; what is asked for again and again is owed for the periods due up to a day."""
        every = submission.owed(on=day)
        duties = tuple(dict.fromkeys((*submission.programme.duties, *map(_column, every))))
        shares: dict[str, dict[int, Share]] = {}

        def add(district: str, number: int, there: int, owed: int | None, unscanned: int) -> None:
            row = shares.setdefault(district, {})
            row[number] = row.get(number, Share()).plus(there, owed, unscanned)

        open_duties = {
            number for number, duty in enumerate(duties) if duty.per == "person" and submission.roster is None
        }
        for each in every:
            number = duties.index(_column(each))
            if number not in open_duties:
                add(_place(each), number, int(not each.is_missing), 1, int(bool(each.unscanned)))
        for number in sorted(open_duties):
            for item in submission.counting(duties[number].form, duties[number].cohort):
                add(item.district or UNKNOWN, number, 1, None, int(duties[number].scan and not item.scans))
        heads = tuple(_duty(submission, duty) for duty in duties)
        order = order_of(districts_of(submission))
        in_order = sorted(shares.items(), key=lambda pair: order(pair[0]))
        return cls(heads, dict(in_order), bool(open_duties))

    def _known(self) -> Iterator[Share]:
        return (share for row in self.shares.values() for share in row.values() if share.owed is not None)

    @property
    def owed(self) -> int:
        """How many forms are owed, as far as is known."""
        return sum(share.owed or 0 for share in self._known())

    @property
    def missing(self) -> int:
        """How many of them have not arrived."""
        return self.owed - sum(share.there for share in self._known())

    @property
    def unscanned(self) -> int:
        """How many forms are there without their sealed scans."""
        return sum(share.unscanned for row in self.shares.values() for share in row.values())


def _place(owed: Owed) -> str:
    return owed.district or (UNKNOWN if owed.duty.per == "person" else WHOLE)


def _column(owed: Owed) -> Duty:
    """The duty whose column it stands in: all periods share one."""
    return attrs.evolve(owed.duty, due=None) if owed.is_periodic else owed.duty


def _duty(submission: Submission, duty: Duty) -> str:
    return f"{called(submission.forms[duty.form])} {ordinal_text(duty.cohort)}"


def progressing(progress: Progress) -> Section:
    """A row for each district, a column for each duty."""
    rows = {name: _total(row.values()) for name, row in progress.shares.items()}
    chart = [
        (name, _HUNDRED * share.there / share.owed, f"{share.there}/{share.owed}")
        for name, share in rows.items()
        if share.owed
    ]
    table = Table(
        caption="各区已报／应报份数",
        heads=("区", *progress.heads, "合计", "缺扫描件"),
        rows=[_row(name, progress.shares[name], len(progress.heads)) for name in rows],
        foot=[_foot(progress)] if len(rows) > 1 else (),
        figures=range(1, len(progress.heads) + 3),
    )
    note = "没有花名册，应由个人报送的只列出已报份数。"
    return Section(
        id="progress",
        title="各区报送进度",
        notes=(note,) if progress.has_unknown else (),
        charts=bars("各区已报份数占应报份数的比例", chart, _HUNDRED),
        tables=(table,) if rows else (),
    )


def _total(shares: Iterable[Share]) -> Share:
    held = list(shares)
    known = [share for share in held if share.owed is not None]
    return Share(
        sum(share.there for share in known),
        sum(share.owed or 0 for share in known) if known else None,
        sum(share.unscanned for share in held),
    )


def _row(name: str, shares: dict[int, Share], count: int) -> list[Cell | str]:
    total = _total(shares.values())
    cells = [_share(shares.get(number)) for number in range(count)]
    return [name, *cells, _share(total if total.owed is not None else None), _unscanned(total)]


def _foot(progress: Progress) -> list[Cell | str]:
    columns = [
        [row[number] for row in progress.shares.values() if number in row]
        for number in range(len(progress.heads))
    ]
    whole = _total([share for column in columns for share in column])
    cells = [_share(_summed(column)) for column in columns]
    return ["合计", *cells, _share(whole if whole.owed is not None else None), _unscanned(whole)]


def _summed(column: Sequence[Share]) -> Share | None:
    """The shares of one duty: nobody knows what any district owes, or it is known of all."""
    if not column or column[0].owed is not None:
        return _total(column) if column else None
    return Share(sum(share.there for share in column))


def _share(share: Share | None) -> Cell:
    if share is None:
        return Cell("")
    if share.owed is None:
        return Cell(str(share.there))
    return Cell(f"{share.there}/{share.owed}", tone=GOOD if share.there >= share.owed else BAD)


def _unscanned(share: Share) -> Cell:
    return Cell(str(share.unscanned), tone=DOUBTFUL if share.unscanned else "")


# ------------------------------------------------------------------ who is missing


def missing(submission: Submission, day: dt.date) -> Section:
    """What has not arrived, district by district, and what has without its sealed scan."""
    owed = submission.owed(on=day)
    absent = [each for each in owed if each.is_missing]
    unscanned = [each for each in owed if each.unscanned]
    tables = [
        _absent(submission, caption, some, day)
        for caption, some in (("未报送", absent), ("已报送，缺盖章扫描件", unscanned))
        if some
    ]
    unsure = any(each.unsure for each in absent)
    note = "标“？”的人可能已报送：有材料与其姓名、单位相近，见待处理的问题。"
    notes = ((note,) if unsure else ()) if tables else ("应报送的材料都已报送。",) if owed else ()
    return Section(id="missing", title="未报送的材料", notes=notes, tables=tuple(tables))


def _absent(submission: Submission, caption: str, owed: Sequence[Owed], day: dt.date) -> Table:
    """A row for each district, and for each who is responsible there."""
    groups: dict[tuple[str, str, dt.date | None], dict[Duty, list[Owed]]] = {}
    for each in owed:
        forms = groups.setdefault((_place(each), each.owner, each.due), {})
        forms.setdefault(each.duty, []).append(each)
    order = order_of(districts_of(submission))
    return Table(
        caption=f"{caption}：{len(owed)} 份",
        heads=("区", "份数", "表格", "由谁报送", "期限"),
        rows=[
            [
                district,
                str(sum(map(len, forms.values()))),
                "\n".join(_form(submission, duty, some) for duty, some in forms.items()),
                owner,
                _due(due, day),
            ]
            for (district, owner, due), forms in sorted(groups.items(), key=lambda pair: order(pair[0][0]))
        ],
        figures=(1,),
        stacks=True,
    )


def _form(submission: Submission, duty: Duty, owed: Sequence[Owed]) -> str:
    names = "、".join(_names(owed))
    return _duty(submission, duty) + (f"：{names}" if names else "")


def _names(owed: Sequence[Owed]) -> Iterator[str]:
    for each in owed:
        if each.person is not None:
            yield each.person.first.name + ("？" if each.is_missing and each.unsure else "")


def _due(due: dt.date | None, day: dt.date) -> Cell:
    if due is None:
        return Cell("")
    return Cell(f"{due}（已过）", tone=BAD) if due < day else Cell(str(due))
