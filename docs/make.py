"""Makes the pages of docs/ that follow from the code: one for each form, the findings, the contents.

python docs/make.py              write the pages
python docs/make.py --check      only compare; exit code 1 where one is not current
python docs/make.py --pictures   draw the forms anew (needs LibreOffice, pdftoppm, pillow, fonts as wide as in offices)
"""

from __future__ import annotations

import functools
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from string import Formatter
from typing import Any

import attrs

import kjfz_docs as kd
from kjfz_docs.cli.demo_data import samples_of
from kjfz_docs.errors import LibreOfficeError
from kjfz_docs.grids.libreoffice import Document, convert_all
from kjfz_docs.records.fields import FieldInfo, computed_parts, fields_of, rules_of

HERE = Path(__file__).resolve().parent
PICTURES = HERE / "pictures"
MADE = "<!-- made by docs/make.py; do not edit -->\n"

_TYPES = {"str": "text", "int": "whole number", "Decimal": "decimal", "date": "date", "bool": "yes/no"}
_GROUPS: Mapping[str, str] = {
    "1": "The file",
    "2": "The layout",
    "3": "A value",
    "4": "A rule of one record",
    "5": "Between forms",
    "6": "A template",
    "7": "A scan",
}
# What stands for the placeholders of a message in its example.
_EXAMPLE: Mapping[str, object] = {
    "label": "接收企业",
    "unit": "万元",
    "kind": "图片",
    "extension": ".docx",
    "nearest": "湖北省第二批“科技副总”服务中小微企业考核表",
    "missing": "姓名、接收企业",
    "form": "湖北省第二批“科技副总”服务中小微企业考核表",
    "count": 3,
    "first": "江夏区经信局",
    "second": "洪山区经信局",
    "expected": "3万元",
    "choices": "很满意、满意、不满意",
    "cohort": "九",
    "programme": "suizhou",
    "name": "nmae",
    "row": 2,
    "who": "李明（示范大学，甲公司）",
    "tag": "{{ nmae }}",
    "hint": "是否应为“name”",
    "lacking": "不满意",
}

_LAST_REPORT = "江夏区/李明-8月.docx 表1第7行第4列"
_TOTAL = {"label": "为企业培训人次（位）", "place": _LAST_REPORT}
_PERIODS = {"period": "2023-08-27至2023-10-26", "place": _LAST_REPORT}

# Where those would make no sense.
_EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "KD102": {"detail": "压缩包不完整"},
    "KD104": {"detail": "解压后超过上限"},
    "KD105": {"detail": "外部实体"},
    "KD106": {"kind": "图片"},
    "KD107": {"kind": "Word 97 文档"},
    "KD108": {"kind": "Word 97（.doc）"},
    "KD109": {"kind": "Word 97（.doc）"},
    "KD110": {"kind": "WPS（.wps）", "detail": "转换超时"},
    "KD111": {"kind": "PDF"},
    "KD112": {"detail": "像是繁体中文的 Big5 编码"},
    "KD114": {"detail": "没有这个文件或文件夹"},
    "KD205": {"label": "职务职称"},
    "KD207": {"kind": "示例"},
    "KD208": {"stated": "湖北省第二批考核表", "found": "湖北省第四批账户信息表"},
    "KD212": {"label": "各区经信局"},
    "KD213": {"label": "（一）主要成绩"},
    "KD221": {"label": "（一）主要成绩"},
    "KD222": {"label": "职务职称", "value": "教授、系主任"},
    "KD223": {"label": "派出单位及院系", "raw": "同上", "value": "某某大学"},
    "KD224": {"label": "开户行（含支行）", "value": "某某银行某某支行"},
    "KD226": {"raw": "#VALUE!"},
    "KD228": {"kind": "Sheet2"},
    "KD230": {"stated": "5万元"},
    "KD231": {"wanted": "考核表", "found": "汇总表"},
    "KD232": {"cohort": "第四批"},
    "KD233": {"label": "姓名"},
    "KD234": {"form": "湖北省第四批“科技副总”未签约到岗、履职服务情况汇总表"},
    "KD239": {"label": "派出单位考核意见"},
    "KD240": {"label": "派出单位考核意见", "raw": "派出单位考核意见："},
    "KD242": {"raw": "（江夏区）"},
    "KD301": {"label": "解决技术难题数（个）", "raw": "详见附件"},
    "KD302": {"label": "解决技术难题数（个）", "raw": "2.5"},
    "KD303": {"label": "解决技术难题数（个）", "raw": "约50", "value": "50"},
    "KD304": {"label": "解决技术难题数（个）", "raw": "3至5"},
    "KD305": {"label": "解决技术难题数（个）", "raw": "无"},
    "KD306": {"label": "日期", "raw": "2023年2月30日"},
    "KD307": {"label": "日期", "raw": "8月25日"},
    "KD308": {"label": "“科技副总”是否存在违纪违法行为", "raw": "（√）是（√）否"},
    "KD309": {"label": "“科技副总”是否存在违纪违法行为", "raw": "（？）是（ ）否"},
    "KD310": {"raw": "很好", "label": "对“科技副总”服务企业的满意度"},
    "KD311": {"label": "达成协议金额（万元）", "raw": "1.2亿元", "value": "12000"},
    "KD312": {"label": "解决技术难题数（个）", "raw": "十二", "value": "12"},
    "KD313": {"label": "批次", "raw": "二〇二三"},
    "KD314": {"label": "银行账号", "count": 14, "trusted": "**********5678"},
    "KD315": {"label": "银行账号"},
    "KD316": {"raw": "13900000000", "label": "姓名"},
    "KD317": {"label": "日期", "raw": "23/8/25", "value": "2023年8月25日"},
    "KD318": {
        "label": "是否足额领取了第一笔工作保障经费（3万元/人）",
        "raw": "（√）是 8月到账",
        "value": "是",
    },
    "KD319": {"label": "达成项目协议数（个）", "raw": "12人", "unit": "个", "value": "12"},
    "KD320": {"label": "是否已与企业签约（是/否）", "raw": "已签约", "value": "是"},
    "KD321": {"label": "解决技术难题数（个）", "raw": "3+5=8", "value": "8"},
    "KD322": {"label": "日期", "raw": "5/6/2023"},
    "KD323": {"raw": "某某公司"},
    "KD325": {"label": "姓名", "raw": "李 明", "value": "李明"},
    "KD326": {"label": "姓名"},
    "KD327": {"label": "达成协议金额（万元）", "raw": "1.5", "stated": "美元"},
    "KD402": {"label": "二、存在的不足（必填，200字以内）", "count": 212, "limit": 200},
    "KD403": {"label": "企业满意度（很满意/满意/不满意）", "value": "基本满意"},
    "KD404": {"label": "解决技术难题数（个）", "value": "-3"},
    "KD408": {"label": "未通过考核验收的原因"},
    "KD410": {"label": "银行账号", "detail": "为12位"},
    "KD411": {"label": "联系手机"},
    "KD412": {"label": "对“科技副总”服务企业的满意度"},
    "KD413": {"label": "接收企业考核意见"},
    "KD414": {"name": "李明"},
    "KD415": {"expected": 3, "value": 5},
    "KD416": {"stated": "12", "value": "11", "label": "解决技术难题数（个）"},
    "KD418": {"label": "银行账号"},
    "KD419": {"name": "江夏区 第二批"},
    "KD420": {"label": "银行账号"},
    "KD421": {"value": "第四批", "expected": "第二批"},
    "KD422": {"label": "未通过考核验收的原因"},
    "KD423": {"label": "达成协议金额（万元）"},
    "KD424": {"label": "银行账号"},
    "KD425": {"label": "姓名", "raw": "李XX"},
    "KD426": {"label": "日期", "value": "2203年8月25日"},
    "KD427": {"label": "日期", "value": "2022年5月6日"},
    "KD428": {"label": "开户行（含支行）"},
    "KD429": {"label": "派出单位及院系", "raw": "同上"},
    "KD435": {"label": "派出单位及院系", "raw": "6.22202E+18"},
    "KD436": {"label": "姓名", "raw": "5"},
    "KD437": {"label": "“科技副总”姓名", "raw": "合 计"},
    "KD438": {"label": "银行账号"},
    "KD501": {
        "other": "李明（示范大学，乙公司）",
        "place": "附件2.docx 表1第3行第3列",
        "difference": "企业不同",
    },
    "KD503": {
        "places": "李明（示范大学，甲公司）（花名册.xlsx A2）、李明（示例大学，甲公司）（花名册.xlsx A7）"
    },
    "KD504": {"place": "花名册.xlsx A2", "expected": "第四批", "value": "第二批"},
    "KD505": {"detail": "没有权限"},
    "KD506": {"other": "江夏区/附件2（副本）.docx"},
    "KD507": {"other": "江夏区/附件2（改）.docx", "note": "；其中王芳不在那一份中"},
    "KD508": {"other": "江夏区/附件2（改）.docx"},
    "KD509": {"other": "江夏区/附件4-2.docx"},
    "KD511": {"stated": "江夏区", "found": "洪山区"},
    "KD513": {"places": "江夏区/李明-附件1.docx、江夏区/李明-附件1（2）.xlsx"},
    "KD515": {"name": "李明", "count": 320},
    "KD521": {
        "label": "考核验收总体意见",
        "opinions": "经信部门考核意见“同意通过”；组织部门考核意见“同意”",
    },
    "KD522": {"label": "个人账户信息", "places": "花名册、附件2、附件4"},
    "KD523": {"label": "个人账户信息", "places": "花名册.xlsx A2、旧/附件4.xlsx Sheet1!A3"},
    "KD524": {
        "district": "江夏区",
        "label": "为企业培训人次（位）",
        "detail": "有1份表没有数据（李明（示范大学，甲公司）），合计不含这些",
    },
    "KD525": {"count": 2, "places": "江夏区/附件2.docx 表1第3行第3列、洪山区/附件2.docx 表1第5行第3列"},
    "KD526": {"form": "附件1", "reason": "有两个版本，看不出哪份较新"},
    "KD527": {"form": "附件2", "districts": "江汉区、硚口区"},
    "KD528": {"form": "附件2", "reason": "江夏区报送的表中没有"},
    "KD529": {"detail": "李明（示范大学，甲公司）的“市州”是黄石市，已改为武汉市"},
    "KD530": {
        "district": "江夏区",
        "label": "达成项目协议数（个）",
        "stated": 9,
        "form": "附件1",
        "value": 7,
        "places": "李明-考核表.docx 表1第4行第5列、王芳-考核表.docx 表1第4行第5列等",
    },
    "KD531": {"form": "附件1"},
    "KD532": {"form": "附件2", "places": "江夏区/附件2.docx"},
    "KD533": {
        "label": "职称职务",
        "value": "教授",
        "place": "李明-考核表.docx 表1第1行第6列",
        "other": "讲师",
    },
    "KD534": {
        "label": "考核验收总体意见",
        "value": "通过验收",
        "form": "附件1",
        "place": "李明-考核表.docx 表1第19行第2列",
        "other": "不通过验收",
    },
    "KD535": {"form": "附件3", "place": "江夏区/附件3.docx 表1第2行第2列"},
    "KD536": {"forms": "附件3、附件4", "places": "江夏区/附件3.docx、江夏区/附件4.docx"},
    "KD537": {"label": "是否到岗履职（是/否）", "value": "否", "place": "江夏区/附件4.docx 表1第3行第5列"},
    "KD538": {
        "label": "银行账号",
        "number": "***************1230",
        "other": "王芳（示范学院，乙公司）",
        "place": "江夏区/附件4.docx 表1第2行第5列",
    },
    "KD539": {
        "label": "银行账号",
        "number": "***************1230",
        "place": "江夏区/附件4.docx 表1第2行第5列",
        "other": "***************5674",
    },
    "KD540": {
        "label": "银行账号",
        "number": "***************1230",
        "place": "第一次拨付.docx 表1第2行第5列",
        "other": "***************5674",
    },
    "KD541": {
        "cohort": "第四批",
        "size": 118,
        "form": "附件3、附件4",
        "count": 117,
        "places": "江夏区/附件4.docx等30份",
    },
    "KD542": {"form": "附件4", "place": "洪山区/附件4.docx 表1第5行第1列"},
    "KD543": {
        "label": "考核验收总体意见",
        "value": "通过验收",
        "form": "附件1",
        "place": "李明-考核表.docx 表1第19行第2列",
    },
    "KD550": {"place": "第一次拨付.xlsx A3", "other": "李明", "same": "姓名"},
    "KD551": {"label": "考核验收总体意见"},
    "KD552": {"places": "附件2、以前的名单、花名册"},
    "KD554": {"number": "*****"},
    "KD555": {"place": "洪山区/附件4.docx 表1第5行第8列", "label": "是否到岗履职（是/否）"},
    "KD556": {"value": "15000.00元", "expected": "20000元"},
    "KD560": {**_TOTAL, "value": "30位", "expected": "40位"},
    "KD561": {**_TOTAL, "value": "50位", "expected": "等于52位"},
    "KD562": {**_PERIODS, "other": "2023-06-27至2023-08-30"},
    "KD563": {**_PERIODS, "other": "2023-06-27至2023-08-21", "count": 5},
    "KD566": {
        "places": "李明（示范大学，甲公司）（花名册.xlsx A2）、李明（示例大学，乙公司）（花名册.xlsx A7）"
    },
    "KD567": {"label": "（一）主要成绩"},
    "KD601": {"tag": "{{ name", "detail": "标签没有写完整", "hint": "请检查 {{ }} 或 {% %} 是否成对"},
    "KD603": {"name": "tik", "tag": "{{ row.passed|tik('通过验收') }}", "hint": "是否应为“tick”"},
    "KD604": {"first": "{{ name }}", "second": "{{ position }}"},
    "KD605": {"tag": "{%tr for row in rows %}"},
    "KD607": {"tag": "{{ name or position }}", "hint": "标签内只能写字段，如 {{ name }} 或 {{ x|date('') }}"},
    "KD608": {"tag": "{{ row.passed|tick(“通过验收”) }}"},
    "KD609": {"name": "“sending_unit”（【派出单位及院系】）"},
    "KD610": {"tag": "{{ name }}"},
    "KD611": {"label": "对“科技副总”服务企业的满意度", "tag": "{{ satisfaction|tick('很满意') }}"},
    "KD612": {"detail": "'nmae' is undefined"},
    "KD613": {"label": "银行账号", "tag": "{{ row.account.number }}"},
    "KD614": {"tag": "{{ row.passed|tick('不通过验收') }}", "option": "不通过验收", "text": "通过验收"},
    "KD615": {"label": "为企业培训人次（位）", "tag": "{{ total.problems_solved }}"},
    "KD617": {"tag": "=B6*2", "hint": "请改引用整列清单，如 SUM(C5:C5)；循环会把区域一并扩大"},
    "KD618": {"tag": "{{ name }}", "kind": "页眉"},
    "KD619": {"label": "对“科技副总”服务企业的满意度", "tag": "{{ satisfaction|tick('很满意') }}"},
}


def pages() -> dict[Path, str]:
    """Every generated page with its text."""
    made = {HERE / "forms" / f"{name}.md": MADE + _form_page(form) for name, form in kd.forms.items()}
    made[HERE / "findings.md"] = MADE + _findings_page()
    made[HERE / "index.md"] = MADE + _index()
    return made


# ------------------------------------------------------------------ a form


def _form_page(form: kd.Form) -> str:
    cls = form.record
    description = " ".join((cls.__doc__ or "").split())
    lines = [
        f"# {_called(form)}",
        "",
        f"`kd.{cls.__name__}`, form id `{form.id}`. {description}",
        "",
        f"[Template](../../templates/{form.id}.docx) · [JSON Schema](../../schemas/{form.id}.json) · "
        "[departures from the official form](../fidelity.md)",
        "",
        "| blank | filled (invented) |",
        "|---|---|",
        f"| ![blank](../pictures/{form.id}-blank.png) | ![filled](../pictures/{form.id}-filled.png) |",
        "",
        "## Fields",
        "",
        "| field | label | type | limits | stands in | also found as |",
        "|---|---|---|---|---|---|",
        *_rows(cls, "", form.fields_used()),
        "",
    ]
    computed = computed_parts(cls)
    if computed:
        lines += ["## Computed", ""]
        for name, part in computed.items():
            paths = "、".join(info.meta.label for info in fields_of(part))
            lines.append(
                f"- `{name}` (`kd.{part.__name__}`): computed from the rows and printed; what the paper says is in "
                f"`reading.stated[{name!r}]`. {paths}"
            )
        lines.append("")
    rules = list(_rules(cls))
    if rules:
        lines += ["## Rules of `kd.check`", "", *(f"- {rule}" for rule in rules), ""]
    return "\n".join(lines)


def _rows(cls: type, prefix: str, printed: Mapping[str, str], source: str = "") -> Iterator[str]:
    """A line for each field; what says nothing of its place stands where the part does that holds it."""
    for info in fields_of(cls):
        path, place = f"{prefix}{info.name}", info.meta.source or source
        if info.record is not None:
            yield _row(path, info, f"`kd.{info.record.__name__}`", place)
            yield from _rows(info.record, f"{path}.", printed, place)
        elif info.row is not None:
            yield _row(path, info, f"rows of `kd.{info.row.__name__}`", place)
            yield from _rows(info.row, f"{path}[].", printed, place)
        else:
            yield _row(path, _as_printed(info, printed.get(path.replace("[]", ".*"), "")), _type(info), place)


def _as_printed(info: FieldInfo, printed: str) -> FieldInfo:
    """The field with the one of its labels that the form prints."""
    label = "".join(printed.split())
    if label not in info.meta.aliases:
        return info
    others = (info.meta.label, *(each for each in info.meta.aliases if each != label))
    return attrs.evolve(info, meta=attrs.evolve(info.meta, label=label, aliases=others))


def _row(path: str, info: FieldInfo, type_: str, source: str) -> str:
    meta = info.meta
    limits = [
        "required" if meta.required else "",
        f"at most {meta.max_chars} characters" if meta.max_chars else "",
        "private" if meta.private else "",
    ]
    cells = (
        f"`{path}`",
        meta.label,
        type_,
        ", ".join(limit for limit in limits if limit),
        source,
        " · ".join(meta.aliases),
    )
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _type(info: FieldInfo) -> str:
    if info.meta.kind == "cohort":
        return "whole number, written 第…批"
    if info.choices is not None and (info.type is not bool or info.meta.choices is not None):
        return f"one of {'、'.join(info.choices.values())}"
    name = _TYPES.get(getattr(info.type, "__name__", ""), str(info.type))
    return f"{name} ({info.unit})" if info.unit else name


def _rules(cls: type) -> Iterator[str]:
    yield from (rule.name for rule in rules_of(cls))
    for info in fields_of(cls):
        nested = info.record or info.row
        if nested is not None and attrs.has(nested):
            yield from (f"`{info.name}`: {rule}" for rule in _rules(nested))


# ------------------------------------------------------------------ the findings


@functools.cache
def examples() -> Mapping[str, Mapping[str, Any]]:
    """What stands for the placeholders of each message; every example is used, in the order of the codes."""
    placeholders = {
        name: {key for _, key, _, _ in Formatter().parse(code.message + code.remedy) if key}
        for name, code in kd.CODES.items()
    }
    assert list(_EXAMPLES) == sorted(_EXAMPLES), "the examples are not in the order of their codes"
    unused = {name: set(own) - placeholders[name] for name, own in _EXAMPLES.items()}
    assert not any(unused.values()), f"no message has these: {unused}"
    shared = {key for name, keys in placeholders.items() for key in keys - set(_EXAMPLES.get(name, {}))}
    assert shared == set(_EXAMPLE), f"missing or needless: {shared ^ set(_EXAMPLE)}"
    return {
        name: {key: _EXAMPLES.get(name, {}).get(key, _EXAMPLE.get(key)) for key in keys}
        for name, keys in placeholders.items()
    }


def _findings_page() -> str:
    lines = [
        "# Findings",
        "",
        "Every doubt has a code that is never reused, a severity (错误 must be resolved, 警告 looked at,",
        "提示 is for information), the field's path, a place, and a message that says what to do. Numbers and",
        "names in the examples are invented; private values are masked.",
    ]
    for digit, title in _GROUPS.items():
        codes = [code for name, code in sorted(kd.CODES.items()) if name[2] == digit]
        if not codes:
            continue
        lines += [
            "",
            f"## KD{digit}xx: {title.lower()}",
            "",
            "| code | severity | what | example |",
            "|---|---|---|---|",
        ]
        for code in codes:
            said = kd.Finding.of(code.code, **examples()[code.code]).message
            message = said.replace("|", "\\|").replace("{{", "&#123;{")
            lines.append(f"| {code.code} | {code.severity.label} | {code.title} | {message} |")
    return "\n".join([*lines, ""])


# ------------------------------------------------------------------ the contents


def _index() -> str:
    forms = [f"- [{_called(form)}](forms/{name}.md)" for name, form in kd.forms.items()]
    return "\n".join(
        [
            "# Documentation",
            "",
            "- [Your own form in ten minutes](own-form.md)",
            "- [The tags of a template](tags.md)",
            "- [A template alone](templates.md): any docxtpl template, filled from any mapping",
            "- [A workbook as a template for any data](sheet-templates.md): the same for Excel",
            "- [Records, JSON and JSON Schema](records.md)",
            "- [Other cohorts, cities and provinces](programmes.md): the TOML file of a programme",
            "- [A roster, prefilled forms, and tables for others](roster.md) ([notebook](notebooks/roster.ipynb))",
            "- [A city from the first file to the payments](tutorial.md): a tutorial",
            (
                "- [The work around the forms](workflow.md): who is who, what was handed in and what is missing, "
                "collating, reconciling, payments, tracking, reminders, grounds for recommendations"
            ),
            "- [Blank forms that prevent mistakes](guided.md)",
            "- [Batches](batches.md): many forms, on every core and on a cluster, from and to URLs",
            "- [What is tolerated in reading, and what is reported](reading.md)",
            "- [Findings](findings.md): every code, an example, the remedy",
            "- [Fidelity](fidelity.md): where the templates depart from the official forms",
            "- [How fast it is](performance.md): beside other programs, in one run",
            "- [Glossary](glossary.md): one identifier for each Chinese term",
            "",
            "## The forms",
            "",
            *forms,
            "",
        ]
    )


def _called(form: kd.Form) -> str:
    """The attachment and title of a form; those that the notice did not issue have no attachment."""
    return f"{form.attachment} {form.title}".strip()


# ------------------------------------------------------------------ pictures


def draw() -> None:
    """Each form, blank and filled, its pages below one another, as a PNG of few colours."""
    documents = {}
    for form in kd.forms.values():
        _, record = next(iter(samples_of(form.record)))
        documents[f"{form.id}-blank"] = kd.blank(form)
        documents[f"{form.id}-filled"] = kd.render(record)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = convert_all((Document(data, ".docx") for data in documents.values()), "pdf")
        for stem, data in zip(documents, made, strict=True):
            if isinstance(data, LibreOfficeError):
                raise data
            (folder / f"{stem}.pdf").write_bytes(data)
        PICTURES.mkdir(exist_ok=True)
        for pdf in sorted(folder.glob("*.pdf")):
            _run("pdftoppm", "-png", "-r", "70", str(pdf), str(pdf.with_suffix("")))
            _join(sorted(folder.glob(f"{pdf.stem}-*.png")), PICTURES / f"{pdf.stem}.png")


def _run(program: str, *arguments: str) -> None:
    if shutil.which(program) is None:
        sys.exit(f"{program} is not installed")
    subprocess.run([program, *arguments], check=True, capture_output=True, timeout=300)


def _join(pages_: Sequence[Path], target: Path) -> None:
    """Pages below one another, a grey line between two."""
    from PIL import Image

    images: list[Any] = [Image.open(page).convert("L") for page in pages_]
    width, height = max(image.width for image in images), sum(image.height + 1 for image in images) - 1
    whole: Any = Image.new("L", (width, height), 128)
    top = 0
    for image in images:
        whole.paste(image, (0, top))
        top += image.height + 1
    whole.quantize(16).save(target, optimize=True)


def main(arguments: list[str]) -> int:
    if arguments == ["--pictures"]:
        draw()
        return 0
    if arguments not in ([], ["--check"]):
        print(__doc__)
        return 2
    made = pages()
    stale = [path for path, text in made.items() if not path.exists() or path.read_text("utf-8") != text]
    for path in stale:
        print(("not current: " if arguments else "written: ") + str(path.relative_to(HERE)))
        if not arguments:
            path.parent.mkdir(exist_ok=True)
            path.write_text(made[path], encoding="utf-8")
    return 1 if stale and arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
