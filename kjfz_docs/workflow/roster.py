"""The roster of a programme (花名册): one person a row, with what is known of each before any form is filled in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from kjfz_docs.records import AbsenceRow, AcceptanceRow, AccountRow, OutcomeRow, common
from kjfz_docs.records.fields import Rule, field, fields_by_name, part, record, rows
from kjfz_docs.records.rules import no_row_twice, unique_in_rows
from kjfz_docs.records.values import BankAccount

if TYPE_CHECKING:
    from kjfz_docs.grids import Limits, Source
    from kjfz_docs.reading.reading import Reading
    from kjfz_docs.records.programme import Programme

_SOURCE = "花名册"


def _as_in(cls: type, name: str, *aliases: str, label: str = "", **changes: Any) -> Any:
    """A field as a form has it; a roster may leave it out, and may call it otherwise."""
    info = fields_by_name(cls)[name]
    known = dict.fromkeys((info.meta.label, *info.meta.aliases, *aliases))
    called = label or info.meta.label
    meta = {
        "unit": info.unit,
        "description": info.meta.description,
        "kind": info.meta.kind,
        "private": info.meta.private,
        "max_chars": info.meta.max_chars,
        "choices": info.meta.choices,
        "source": _SOURCE,
        "aliases": tuple(alias for alias in known if alias != called),
        **changes,
    }
    return field(called, default=None, **meta)


@record
class Person:
    """One deputy of a roster. Only the name is required; mobile and account are private."""

    serial: int | None = _as_in(AbsenceRow, "serial")
    name: str | None = _as_in(AbsenceRow, "name", "人员姓名", "专家姓名", label="姓名", required=True)
    gender: str | None = _as_in(AccountRow, "gender")
    party: str | None = _as_in(AccountRow, "party")
    sending_unit: str | None = _as_in(
        AbsenceRow, "sending_unit", "所在单位", "工作单位", "所在高校", "派出高校", "选派单位"
    )
    position: str | None = _as_in(AbsenceRow, "position", label="职务职称")
    host_enterprise: str | None = _as_in(
        AbsenceRow, "host_enterprise", "企业名称", "所在企业", "任职企业", "企业"
    )
    district: str | None = _as_in(OutcomeRow, "district", "区县", "区（县）", "县区", "所在区", "所属区")
    prefecture: str | None = _as_in(AcceptanceRow, "prefecture", "所属市州", "城市")
    cohort: int | None = _as_in(OutcomeRow, "cohort", "入选批次", "选派批次", "期次")
    mobile: str | None = _as_in(AccountRow, "mobile", "移动电话", "电话")
    account: BankAccount = part(
        "个人账户信息",
        factory=BankAccount,
        aliases=("个人账号信息", "银行账户信息", "账户信息"),
        description="个人账户",
        source=_SOURCE,
    )
    nominated: bool | None = field(
        "推荐典型案例",
        default=None,
        aliases=("是否推荐典型案例", "典型案例推荐", "典型案例", "提名典型案例", "是否提名"),
        description="是否提名为典型案例",
        source=_SOURCE,
    )


@record
class Roster:
    """The people of a programme in the order of the file. ``kd.check(roster)`` says what is doubtful in it."""

    programme: str = common.programme("花名册")
    rows: tuple[Person, ...] = rows("名单", default=(), description="每人一行", source="花名册")

    rules: ClassVar[tuple[Rule, ...]] = (
        no_row_twice("KD414", "name", "sending_unit", "host_enterprise"),
        unique_in_rows("KD420", "account.number", label="银行账号"),
        unique_in_rows("KD420", "mobile", label="联系手机"),
    )

    @staticmethod
    def read(
        source: Source,
        *,
        programme: str = "hubei",
        programmes: Sequence[Programme] = (),
        limits: Limits | None = None,
    ) -> Reading[Roster]:
        """The roster of a csv or Excel file (or a table in a Word file), with a finding for every doubt.

        Columns are found by their Chinese heads, in any order; those that a roster does not have are left out with
        a finding. ``source`` is a path, bytes or a binary file object; ``programme`` is the id of the programme
        whose people they are, ``programmes`` those known besides the built-in ones. Raises OSError and TypeError
        only: what cannot be read gives ``record`` None and a finding that says why.
        """
        from kjfz_docs.workflow.roster_file import read_roster

        return read_roster(source, programme=programme, programmes=programmes, limits=limits)

    def of_cohort(self, number: int) -> Roster:
        """The people of one cohort."""
        return Roster(
            programme=self.programme, rows=tuple(person for person in self.rows if person.cohort == number)
        )

    def __len__(self) -> int:
        return len(self.rows)
