"""An invented city of two districts, all forms of which agree, for tests that break one of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs

import kjfz_docs as kd
from kjfz_docs.cli.demo_data import samples_of
from kjfz_docs.records.programme import HUBEI, District
from tests.strategies import changed
from tests.workflow.submitting import put

PROGRAMME = attrs.evolve(
    HUBEI,
    districts=(District(name="江夏区"), District(name="青山区")),
    cohorts=(attrs.evolve(HUBEI.cohorts[0], size=3), attrs.evolve(HUBEI.cohorts[1], size=4)),
    duties=tuple(attrs.evolve(duty, scan=False) for duty in HUBEI.duties),
)
# Names, by cohort and district; the first of the fourth cohort is absent, the last of the second did not pass.
SECOND = {"江夏区": ("林一", "林二"), "青山区": ("青一",)}
FOURTH = {"江夏区": ("夏一", "夏二"), "青山区": ("山一", "山二")}
FAILED, ABSENT = ("林二",), ("夏一", "山一")


def account(name: str) -> kd.BankAccount:
    """The account of somebody."""
    return kd.BankAccount(branch="示范银行示范支行", number=f"42{sum(map(ord, name)):014d}")


def mobile(name: str) -> str:
    """The mobile of somebody."""
    return f"139{sum(map(ord, name)):08d}"


def _of(name: str) -> dict[str, Any]:
    return {"name": name, "host_enterprise": f"{name}有限公司"}


def _assessment(name: str) -> kd.Assessment:
    sample: kd.Assessment = dict(samples_of(kd.Assessment))["林晓舟"]
    word = "考核不合格" if name in FAILED else "同意通过验收"
    opinion = kd.Opinion(text=f"经审核，{word}。", signed_on=sample.opinions.economy_bureau.signed_on)
    opinions = changed(sample.opinions, economy_bureau=opinion, organization_dept=opinion)
    return changed(sample, **_of(name), sending_unit="示范大学", position="教授", opinions=opinions)


def files() -> dict[str, Any]:
    """All forms by the names of their files."""
    made: dict[str, Any] = {}
    accepted, absent, paid, figures = (
        dict(samples_of(cls))["示范区"]
        for cls in (kd.AcceptanceSummary, kd.AbsenceSummary, kd.AccountCollection, kd.OutcomeStatistics)
    )
    for district in ("江夏区", "青山区"):
        bureau = f"{district}经信局"
        assessments = [_assessment(name) for name in SECOND[district]]
        for each in assessments:
            made[f"{district}/{each.name}-考核表.docx"] = each
        made[f"{district}/附件2.docx"] = attrs.evolve(
            accepted,
            economy_bureau=bureau,
            organization_dept=f"{district}委组织部",
            rows=tuple(
                attrs.evolve(
                    accepted.rows[0],
                    **_of(name),
                    serial=number,
                    sending_unit="示范大学",
                    position="教授",
                    passed=name not in FAILED,
                    failure_reason="未完成任务。" if name in FAILED else None,
                    account=kd.BankAccount() if name in FAILED else account(name),
                )
                for number, name in enumerate(SECOND[district], 1)
            ),
        )
        made[f"{district}/附件3.docx"] = attrs.evolve(
            absent,
            economy_bureau=bureau,
            rows=tuple(
                attrs.evolve(absent.rows[0], **_of(name), serial=1, sending_unit="示范学院")
                for name in FOURTH[district]
                if name in ABSENT
            ),
        )
        made[f"{district}/附件4.docx"] = attrs.evolve(
            paid,
            economy_bureau=bureau,
            rows=tuple(
                attrs.evolve(paid.rows[0], **_of(name), account=account(name), mobile=mobile(name))
                for name in FOURTH[district]
                if name not in ABSENT
            ),
        )
        total = kd.Outcomes.sum_of(each.outcomes for each in assessments)
        row = attrs.evolve(figures.rows[0], district=district, outcomes=total)
        made[f"{district}/附件5.docx"] = attrs.evolve(figures, economy_bureau=bureau, rows=(row,))
    return made


def roster() -> kd.Roster:
    """Everybody with their districts."""
    return kd.Roster(
        rows=tuple(
            kd.Person(**_of(name), sending_unit=unit, district=district, cohort=cohort)
            for cohort, unit, people in ((2, "示范大学", SECOND), (4, "示范学院", FOURTH))
            for district, names in people.items()
            for name in names
        )
    )


def row(record: Any, name: str, /, **changes: Any) -> Any:
    """A list with changes in the row of somebody."""
    rows = tuple(attrs.evolve(each, **changes) if each.name == name else each for each in record.rows)
    return attrs.evolve(record, rows=rows)


def without(record: Any, name: str) -> Any:
    """A list without the row of somebody."""
    return attrs.evolve(record, rows=tuple(each for each in record.rows if each.name != name))


def scan(folder: Path, made: dict[str, Any], **more: Any) -> kd.Submission:
    """The submission of files; None stands for one that is missing."""
    for name, record in made.items():
        if record is not None:
            put(folder, name, record)
    return kd.Submission.scan(folder, **{"programme": PROGRAMME, "roster": roster(), **more})
