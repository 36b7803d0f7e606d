"""Answers the scorer: reads each file and prints what was read under the neutral keys of README.md.

python tests/samples/score.py --adapter "python tests/samples/adapter.py"
"""

from __future__ import annotations

import datetime as dt
import enum
import json
import re
import sys
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import kjfz_docs as kd
from kjfz_docs.records.fields import leaves
from kjfz_docs.records.numerals import ordinal_text

_OUTCOMES = {
    "problems_solved": "解决技术难题数",
    "results_transferred": "促成科技成果转化数",
    "people_trained": "为企业培训人次",
    "talents_recruited": "为企业引进人才数",
    "agreements_signed": "达成项目协议数",
    "agreement_amount": "达成协议金额万元",
    "platforms_built": "推动共建平台数",
}
_HEAD = {"economy_bureau": "表头.经信局", "filled_by": "表头.填报人", "filled_on": "表头.填报日期"}
_ACCOUNT = {"account": "银行账号", "account.branch": "开户行", "account.number": "银行账号"}
_PERSON = {"serial": "序号", "name": "姓名", "sending_unit": "派出单位及院系", "position": "职称职务"}


def _opinion(name: str, key: str) -> dict[str, str]:
    return {f"{name}": key, f"{name}.text": f"{key}.文本", f"{name}.signed_on": f"{key}.日期"}


# The fields of each form by their paths, and those of its rows.
_FIELDS: Mapping[str, Mapping[str, str]] = {
    "assessment": {
        "name": "姓名",
        "sending_unit": "派出单位及院系",
        "position": "职务职称",
        "host_enterprise": "接收企业",
        "outcomes": "成效",
        **{f"outcomes.{name}": f"成效.{key}" for name, key in _OUTCOMES.items()},
        "first_payment_received": "足额领取",
        "funds_used_properly": "合理运用",
        "report": "报告",
        "report.achievements": "报告.主要成绩",
        "report.experience": "报告.典型经验",
        "report.shortcomings": "报告.存在的不足",
        "report.suggestions": "报告.工作建议",
        "evaluation.contract_fulfilled": "指标1",
        "evaluation.monthly_service_met": "指标2",
        "evaluation.innovation_improved": "指标3",
        "evaluation.economic_benefit": "指标4",
        "evaluation.satisfaction": "指标5",
        "evaluation.violation": "指标6",
        **_opinion("opinions.host_enterprise", "接收企业意见"),
        **_opinion("opinions.sending_unit", "派出单位意见"),
        **_opinion("opinions.economy_bureau", "经信部门意见"),
        **_opinion("opinions.organization_dept", "组织部门意见"),
    },
    "acceptance_summary": {**_HEAD, "organization_dept": "表头.组织部"},
    "absence_summary": _HEAD,
    "account_collection": _HEAD,
    "outcome_statistics": {
        **_HEAD,
        "total": "合计",
        **{f"total.{name}": f"合计.{key}" for name, key in _OUTCOMES.items()},
    },
}
_ROWS: Mapping[str, Mapping[str, str]] = {
    "assessment": {},
    "acceptance_summary": {
        **_PERSON,
        **_ACCOUNT,
        "prefecture": "市州",
        "host_enterprise": "接收企业",
        "passed": "通过验收",
        "failure_reason": "未通过原因",
    },
    "absence_summary": {**_PERSON, "host_enterprise": "接收企业", "reason": "未到岗原因"},
    "account_collection": {
        **_ACCOUNT,
        "name": "姓名",
        "gender": "性别",
        "party": "党派",
        "host_enterprise": "服务企业",
        "contract_signed": "已签约",
        "on_duty": "到岗履职",
        "effectiveness": "服务成效",
        "satisfaction": "企业满意度",
        "mobile": "联系手机",
    },
    "outcome_statistics": {
        "district": "区",
        "cohort": "批次",
        **_OUTCOMES,
        **{f"outcomes.{name}": key for name, key in _OUTCOMES.items()},
    },
}
_ROW = re.compile(r"rows\.(\d+)(?:\.(.+))?")


def _plain(value: object, path: str) -> object:
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, dt.date):
        return value.isoformat()
    if path.endswith("cohort") and value is not None:
        return ordinal_text(int(str(value)))
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return str(value)
    return value


def _put(target: dict[str, Any], key: str, value: object) -> None:
    *parents, last = key.split(".")
    for parent in parents:
        target = target.setdefault(parent, {})
    target[last] = value


def answers(file: str) -> Iterator[dict[str, Any]]:
    """One answer for each form of a file."""
    for reading in kd.read_all(file):
        form = reading.form.id if reading.form else ""
        fields: dict[str, Any] = {}
        rows: list[dict[str, Any]] = []
        if reading.record is not None:
            rows = [{} for _ in getattr(reading.record, "rows", ())]
            for path, _, value in leaves(reading.record):
                row = _ROW.fullmatch(path)
                name, target = (row[2], rows[int(row[1])]) if row else (path, fields)
                key = (_ROWS if row else _FIELDS)[form].get(name)
                if key is not None:
                    _put(target, key, _plain(value, path))
            for name, stated in reading.stated.items():
                for path, _, value in leaves(stated):
                    _put(fields, _FIELDS[form][f"{name}.{path}"], _plain(value, path))
        yield {
            "file": file,
            "form": kd.forms[form].attachment if form else None,
            "outcome": reading.outcome.value,
            "fields": fields,
            "rows": rows,
            "reports": [_report(finding, form) for finding in reading.findings],
        }


def _report(finding: kd.Finding, form: str) -> dict[str, Any]:
    row = _ROW.fullmatch(finding.field or "")
    if row:
        key = _ROWS.get(form, {}).get(row[2] or "", "")
    else:
        path = finding.field or ""
        in_rows = path.startswith("rows.*.")
        key = (_ROWS if in_rows else _FIELDS).get(form, {}).get(path.removeprefix("rows.*."), "")
    return {
        "field": key,
        "row": int(row[1]) + 1 if row else None,
        "message": str(finding),
        "level": "info" if finding.severity is kd.Severity.NOTE else finding.severity.value,
    }


if __name__ == "__main__":
    for name in sys.argv[1:]:
        for answer in answers(name):
            print(json.dumps(answer, ensure_ascii=False), flush=True)
