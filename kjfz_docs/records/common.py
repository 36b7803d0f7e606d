"""Fields that stand in several forms, each described once; a form gives its own label and source.

Forms print 职务职称 or 职称职务, 接收企业 or 服务企业 for one field: each label is an alias of the others.
"""

from __future__ import annotations

from typing import Any

from kjfz_docs.records.fields import OFFICE, field


def _labelled(label: str, labels: tuple[str, ...], **meta: Any) -> Any:
    """A field printed as ``label`` that is also found by the rest of ``labels``."""
    return field(label, default=None, aliases=tuple(other for other in labels if other != label), **meta)


def programme(form: str) -> Any:
    """项目: the programme's id; the title prints its province."""
    return field(
        "项目",
        default="hubei",
        kind="programme",
        description="项目代号，标题中的省名由此印出",
        source=f"{form} 标题",
    )


def cohort(form: str, default: int) -> Any:
    """批次: the ordinal of the cohort, ``default`` the one that the form was issued for."""
    return field(
        "批次",
        default=default,
        kind="cohort",
        description="批次，2 即第二批",
        source=f"{form} 标题",
    )


def economy_bureau(source: str) -> Any:
    """各区经信局: the bureau whose seal stands above the list."""
    return field(
        "各区经信局",
        default=None,
        kind=OFFICE,
        required=True,
        aliases=("各区经信局（盖章）", "区经信局", "经信局"),
        description="盖章的经信局",
        source=source,
    )


def organization_dept(source: str) -> Any:
    """各区党委组织部: the department whose seal stands above the list."""
    return field(
        "各区党委组织部",
        default=None,
        kind=OFFICE,
        required=True,
        aliases=("各区党委组织部（盖章）", "区委组织部", "党委组织部", "组织部"),
        description="盖章的党委组织部",
        source=source,
    )


def filled_by(source: str) -> Any:
    """填报人: who filled in the list."""
    return field(
        "填报人",
        default=None,
        kind="name",
        required=True,
        aliases=("填表人", "填报人签名"),
        description="填报人姓名",
        source=source,
    )


def filled_on(source: str) -> Any:
    """填报日期: when the list was filled in."""
    return field(
        "填报日期",
        default=None,
        required=True,
        aliases=("填表日期", "填报时间", "日期"),
        description="填报日期",
        source=source,
    )


def serial(source: str) -> Any:
    """序号: written as held; ``renumbered()`` of the list makes new ones."""
    return field(
        "序号",
        default=None,
        kind="serial",
        aliases=("编号", "No."),
        description="序号，从1起连续编号",
        source=source,
    )


def name(label: str, source: str) -> Any:
    """姓名: the deputy's name."""
    labels = (
        *("“科技副总”姓名", "姓名", "科技副总", "副总姓名", "本人姓名"),
        *("选派人才姓名", "人员姓名", "人才姓名", "专家姓名"),
    )

    return _labelled(label, labels, kind="name", required=True, description="“科技副总”姓名", source=source)


def sending_unit(source: str) -> Any:
    """派出单位及院系: the university or institute, and the school within it."""
    return field(
        "派出单位及院系",
        default=None,
        required=True,
        aliases=(
            *(
                "派出高校及院系",
                "派出高校",
                "派出学校及院系",
                "派出学校",
                "派出院校",
                "所在高校",
                "派出单位名称",
            ),
            *("派出单位", "派出单位（院系）", "派出单位院系", "选派单位及院系", "选派单位"),
            *("工作单位及院系", "工作单位", "所在单位及院系", "所在单位", "单位及院系"),
        ),
        description="派出单位及院系全称",
        source=source,
    )


def position(label: str, source: str) -> Any:
    """职务职称: post and professional title."""
    labels = ("职务职称", "职称职务", "职务/职称", "职称/职务", "职务、职称", "职称、职务", "职务", "职称")
    return _labelled(label, labels, required=True, description="职务和职称", source=source)


def host_enterprise(label: str, source: str) -> Any:
    """接收企业: the enterprise that the deputy serves."""
    labels = (
        *("接收企业", "服务企业", "接收企业名称", "服务企业名称"),
        *("企业名称", "所在企业", "任职企业", "接收单位", "服务企业全称", "接收企业全称"),
    )
    return _labelled(label, labels, required=True, description=f"{label}全称", source=source)
