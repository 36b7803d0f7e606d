"""What of the forms speaks for who may be recommended (推荐依据), and what of them cases are drawn from (典型案例)."""

from __future__ import annotations

import attrs


@attrs.frozen(kw_only=True)
class Ground:
    """A field of a form, or a part with several, that speaks for a person: a column of the grounds.

    ``label`` is the head of the column, that of the field where it is left out; fields of one label share a column.
    """

    form: str
    field: str
    label: str = ""


@attrs.frozen(kw_only=True)
class CaseRule:
    """What cases are drawn from: the ``fields`` of a ``form`` in their order, each under its heading.

    ``about`` are fields that stand behind the unit in the line that says who it is.
    ``suggest`` is the field, and ``words`` its values, for which somebody is suggested; nobody is taken by these.
    """

    form: str
    fields: tuple[str, ...]
    about: tuple[str, ...] = ()
    suggest: str = ""
    words: tuple[str, ...] = ()


# 评选推荐依据: 签约到岗、履职服务情况, 成效, 满意度. What was judged at the end comes before what was said in between.
HUBEI_GROUNDS = tuple(
    Ground(form=form, field=field, label=label)
    for form, field, label in (
        ("account_collection", "contract_signed", "是否签约"),
        ("account_collection", "on_duty", "是否到岗履职"),
        ("absence_summary", "reason", "未签约到岗、履职原因"),
        ("assessment", "evaluation.contract_fulfilled", "是否履行合同"),
        ("assessment", "evaluation.monthly_service_met", "是否每月服务不少于7天"),
        ("assessment", "outcomes", ""),
        ("tracking_report", "cumulative", ""),
        ("account_collection", "effectiveness", "服务成效"),
        ("assessment", "evaluation.satisfaction", "企业满意度"),
        ("account_collection", "satisfaction", "企业满意度"),
    )
)
HUBEI_CASES = (
    CaseRule(
        form="assessment",
        fields=("report.achievements", "report.experience"),
        about=("position",),
        suggest="evaluation.satisfaction",
        words=("很满意",),
    ),
)
