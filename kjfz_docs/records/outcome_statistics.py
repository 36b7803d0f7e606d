"""附件5, the outcome figures of the districts with their sums (活动开展情况统计表)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import ClassVar

from kjfz_docs.findings import Finding
from kjfz_docs.records import common
from kjfz_docs.records.fields import Rule, field, fields_of, part, record, rows
from kjfz_docs.records.numerals import ordinal_text
from kjfz_docs.records.rules import no_row_twice
from kjfz_docs.records.values import Outcomes


@record
class OutcomeRow:
    """The figures of one district."""

    district: str | None = field(
        "区",
        default=None,
        required=True,
        aliases=("区（市）", "各区", "地区"),
        description="区名",
        source="附件5 第2行第1格",
    )
    cohort: int | None = field(
        "批次",
        default=None,
        kind="cohort",
        required=True,
        description="批次，2 即第二批",
        source="附件5 第2行第2格",
    )
    outcomes: Outcomes = part(
        "成效数据", factory=Outcomes, description="本区的成效数据", source="附件5 第2行第3格至第9格"
    )


def _district_and_cohort(row: OutcomeRow) -> str:
    return (row.district or "") + (ordinal_text(row.cohort) if row.cohort is not None else "")


def _one_cohort(statistics: OutcomeStatistics) -> Iterator[Finding]:
    for index, row in enumerate(statistics.rows):
        if row.cohort is not None and row.cohort != statistics.cohort:
            stated, title = ordinal_text(row.cohort), ordinal_text(statistics.cohort)
            yield Finding.of("KD421", field=f"rows.{index}.cohort", value=stated, expected=title)


def _summable(statistics: OutcomeStatistics) -> Iterator[Finding]:
    total = statistics.total
    for info in fields_of(Outcomes):
        stated = any(getattr(row.outcomes, info.name) is not None for row in statistics.rows)
        if stated and getattr(total, info.name) is None:
            yield Finding.of("KD423", field="rows", label=info.meta.label)


@record
class OutcomeStatistics:
    """附件5 活动开展情况统计表: one row for each district; the sums are computed."""

    programme: str = common.programme("附件5")
    cohort: int = common.cohort("附件5", 2)
    economy_bureau: str | None = common.economy_bureau("附件5 表前第1行")
    filled_by: str | None = common.filled_by("附件5 表前第1行")
    filled_on: dt.date | None = common.filled_on("附件5 表前第1行")
    rows: tuple[OutcomeRow, ...] = rows(
        "各区成效数据", default=(), description="每区一行", source="附件5 第2行起"
    )

    form_title: ClassVar[str] = "附件5 “科技副总”服务中小微企业活动开展情况统计表"
    rules: ClassVar[tuple[Rule, ...]] = (
        no_row_twice("KD419", "district", "cohort", shown=_district_and_cohort),
        Rule("one cohort", _one_cohort),
        Rule("the sums can be held", _summable),
    )

    @property
    def total(self) -> Outcomes:
        """合计: the sums over the rows, figure by figure; blank where every row is blank."""
        return Outcomes.sum_of(row.outcomes for row in self.rows)
