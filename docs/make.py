"""Makes the pages of docs/ that follow from the code: one for each form, the findings, the contents.

python docs/make.py              write the pages
python docs/make.py --check      only compare; exit code 1 where one is not current
python docs/make.py --pictures   draw the forms anew (needs LibreOffice, pdftoppm and pillow)
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
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
    "raw": "约50余",
    "value": "50",
    "unit": "万元",
    "detail": "第3行缺少右括号",
    "kind": "图片",
    "extension": ".docx",
    "nearest": "湖北省第二批“科技副总”服务中小微企业考核表",
    "missing": "姓名、接收企业",
    "form": "湖北省第二批“科技副总”服务中小微企业考核表",
    "count": 3,
    "stated": "12",
    "found": "hubei 第4批 absence_summary",
    "first": "江夏区经信局",
    "second": "洪山区经信局",
    "expected": "3万元",
    "wanted": "考核表",
    "choices": "很满意、满意、不满意",
    "limit": 200,
    "cohort": "九",
    "programme": "suizhou",
    "name": "nmae",
    "row": 2,
    "tag": "{{ nmae }}",
    "hint": "是否应为“name”",
    "known": "tick、date、lines",
    "lacking": "不合格",
}

# Where those would make no sense.
_EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "KD102": {"detail": "压缩包不完整"},
    "KD104": {"detail": "解压后超过上限"},
    "KD112": {"detail": "像是繁体中文的 Big5 编码"},
    "KD105": {"detail": "外部实体"},
    "KD106": {"kind": "图片"},
    "KD107": {"kind": "Word 97 文档"},
    "KD108": {"kind": "Word 97（.doc）"},
    "KD109": {"kind": "Word 97（.doc）"},
    "KD110": {"kind": "WPS（.wps）", "detail": "转换超时"},
    "KD111": {"kind": "PDF"},
    "KD205": {"label": "职务/职称"},
    "KD207": {"kind": "示例"},
    "KD208": {"stated": "湖北省第二批考核表", "found": "湖北省第四批账户信息表"},
    "KD212": {"label": "各区经信局"},
    "KD213": {"label": "主要做法"},
    "KD221": {"label": "主要做法"},
    "KD222": {"label": "职务/职称", "value": "教授、系主任"},
    "KD223": {"label": "派出单位", "raw": "同上", "value": "某某大学"},
    "KD224": {"label": "开户行", "value": "某某银行某某支行"},
    "KD226": {"raw": "#VALUE!"},
    "KD228": {"kind": "Sheet2"},
    "KD230": {"stated": "5万元"},
    "KD231": {"wanted": "考核表", "found": "汇总表"},
    "KD232": {"cohort": "第四批"},
    "KD233": {"label": "姓名"},
    "KD234": {"form": "湖北省第四批“科技副总”未签约到岗、履职服务情况汇总表"},
    "KD239": {"label": "派出单位考核意见"},
    "KD240": {"label": "派出单位考核意见", "raw": "派出单位考核意见："},
    "KD301": {"label": "解决技术难题数", "raw": "详见附件"},
    "KD302": {"label": "解决技术难题数", "raw": "2.5"},
    "KD303": {"label": "解决技术难题数", "raw": "约50", "value": "50"},
    "KD304": {"label": "解决技术难题数", "raw": "3至5"},
    "KD305": {"label": "解决技术难题数", "raw": "无"},
    "KD306": {"label": "日期", "raw": "2023年2月30日"},
    "KD307": {"label": "日期", "raw": "8月25日"},
    "KD308": {"label": "是否通过验收", "raw": "（√）是（√）否"},
    "KD309": {"label": "是否通过验收", "raw": "（？）是（ ）否"},
    "KD310": {"raw": "很好", "label": "企业满意度"},
    "KD311": {"label": "新增销售收入", "raw": "1.2亿元", "value": "12000"},
    "KD312": {"label": "解决技术难题数", "raw": "十二", "value": "12"},
    "KD313": {"label": "批次", "raw": "二〇二三"},
    "KD314": {"label": "银行账号", "count": 14, "trusted": "**********5678"},
    "KD315": {"label": "银行账号"},
    "KD316": {"raw": "13900000000", "label": "姓名"},
    "KD317": {"label": "日期", "raw": "23/8/25", "value": "2023年8月25日"},
    "KD318": {"label": "是否领取第一笔经费", "raw": "（√）是 8月到账", "value": "是"},
    "KD319": {"label": "新增专利数", "raw": "12人", "unit": "项", "value": "12"},
    "KD320": {"label": "是否签约", "raw": "已签约", "value": "是"},
    "KD321": {"label": "解决技术难题数", "raw": "3+5=8", "value": "8"},
    "KD322": {"label": "日期", "raw": "5/6/2023"},
    "KD323": {"raw": "某某公司"},
    "KD325": {"label": "姓名", "raw": "李 明", "value": "李明"},
    "KD326": {"label": "姓名"},
    "KD402": {"label": "主要做法", "count": 3012, "limit": 3000},
    "KD403": {"label": "企业满意度", "value": "基本满意"},
    "KD404": {"label": "解决技术难题数", "value": "-3"},
    "KD408": {"label": "未通过考核验收原因"},
    "KD409": {"label": "个人账号信息"},
    "KD410": {"label": "银行账号", "count": 12},
    "KD411": {"label": "联系电话"},
    "KD412": {"label": "企业满意度"},
    "KD413": {"label": "接收企业考核意见"},
    "KD414": {"name": "李明"},
    "KD415": {"expected": 3, "value": 5},
    "KD416": {"stated": "12", "value": "11", "label": "解决技术难题数（个）"},
    "KD418": {"label": "银行账号"},
    "KD419": {"name": "江夏区 第二批"},
    "KD420": {"label": "银行账号"},
    "KD421": {"value": "第四批", "expected": "第二批"},
    "KD422": {"label": "未通过考核验收原因"},
    "KD423": {"label": "新增销售收入"},
    "KD424": {"label": "银行账号"},
    "KD425": {"label": "姓名", "raw": "李XX"},
    "KD426": {"label": "日期", "value": "2203年8月25日"},
    "KD427": {"label": "日期", "value": "2022年5月6日"},
    "KD428": {"label": "开户行"},
    "KD429": {"label": "派出单位", "raw": "同上"},
    "KD435": {"label": "备注", "raw": "6.22202E+18"},
    "KD436": {"label": "姓名", "raw": "5"},
    "KD601": {"tag": "{{ name", "detail": "标签没有写完整", "hint": "请检查 {{ }} 或 {% %} 是否成对"},
    "KD603": {"name": "tik", "tag": "{{ passed|tik('是') }}", "hint": "是否应为“tick”"},
    "KD604": {"first": "{{ name }}", "second": "{{ unit }}"},
    "KD605": {"tag": "{%tr for row in rows %}"},
    "KD607": {"tag": "{{ name or unit }}", "hint": "标签内只能写字段，如 {{ name }} 或 {{ x|date('') }}"},
    "KD608": {"tag": "{{ passed|tick(“是”) }}"},
    "KD609": {"name": "sending_unit", "label": "派出单位"},
    "KD610": {"tag": "{{ name }}"},
    "KD611": {"label": "综合评定", "tag": '{{ grade|tick("优") }}'},
    "KD612": {"detail": "'nmae' is undefined"},
    "KD614": {"tag": "{{ passed|tick('否') }}", "option": "否", "text": "是"},
    "KD615": {"label": "为企业培训人次（位）", "tag": "{{ total.problems_solved }}"},
    "KD613": {"label": "得分", "tag": "{{ row.final }}"},
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
        f"# {form.attachment} {form.title}",
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
        *_rows(cls, ""),
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


def _rows(cls: type, prefix: str, source: str = "") -> Iterator[str]:
    """A line for each field; what says nothing of its place stands where the part does that holds it."""
    for info in fields_of(cls):
        path, place = f"{prefix}{info.name}", info.meta.source or source
        if info.record is not None:
            yield _row(path, info, f"`kd.{info.record.__name__}`", place)
            yield from _rows(info.record, f"{path}.", place)
        elif info.row is not None:
            yield _row(path, info, f"rows of `kd.{info.row.__name__}`", place)
            yield from _rows(info.row, f"{path}[].", place)
        else:
            yield _row(path, info, _type(info), place)


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
    return f"{name} ({info.meta.unit})" if info.meta.unit else name


def _rules(cls: type) -> Iterator[str]:
    yield from (rule.name for rule in rules_of(cls))
    for info in fields_of(cls):
        nested = info.record or info.row
        if nested is not None and attrs.has(nested):
            yield from (f"`{info.name}`: {rule}" for rule in _rules(nested))


# ------------------------------------------------------------------ the findings


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
            values: dict[str, Any] = {**_EXAMPLE, **_EXAMPLES.get(code.code, {})}
            raw = str(values.pop("raw"))
            example = kd.Finding.of(code.code, raw=raw, **values)
            message = example.message.replace("|", "\\|").replace("{{", "&#123;{")
            lines.append(f"| {code.code} | {code.severity.label} | {code.title} | {message} |")
    return "\n".join([*lines, ""])


# ------------------------------------------------------------------ the contents


def _index() -> str:
    forms = [f"- [{form.attachment} {form.title}](forms/{name}.md)" for name, form in kd.forms.items()]
    return "\n".join(
        [
            "# Documentation",
            "",
            "- [Your own form in ten minutes](own-form.md)",
            "- [The tags of a template](tags.md)",
            "- [Records, JSON and JSON Schema](records.md)",
            "- [Other cohorts, cities and provinces](programmes.md): the TOML file of a programme",
            "- [A roster, prefilled forms, and tables for others](roster.md) ([notebook](notebooks/roster.ipynb))",
            "- [Blank forms that prevent mistakes](guided.md)",
            "- [What is tolerated in reading, and what is reported](reading.md)",
            "- [Findings](findings.md): every code, an example, the remedy",
            "- [Fidelity](fidelity.md): where the templates depart from the official forms",
            "- [Glossary](glossary.md): one identifier for each Chinese term",
            "",
            "## The forms",
            "",
            *forms,
            "",
        ]
    )


# ------------------------------------------------------------------ pictures


def draw() -> None:
    """The first page of each form, blank and filled, as a PNG of few colours."""
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
            _run(
                "pdftoppm",
                "-png",
                "-r",
                "70",
                "-f",
                "1",
                "-l",
                "1",
                "-singlefile",
                str(pdf),
                str(pdf.with_suffix("")),
            )
            _reduce(pdf.with_suffix(".png"), PICTURES / f"{pdf.stem}.png")


def _run(program: str, *arguments: str) -> None:
    if shutil.which(program) is None:
        sys.exit(f"{program} is not installed")
    subprocess.run([program, *arguments], check=True, capture_output=True, timeout=300)


def _reduce(source: Path, target: Path) -> None:
    from PIL import Image

    image: Any = Image.open(source).convert("L").quantize(16)
    image.save(target, optimize=True)


def main(arguments: list[str]) -> int:
    if arguments == ["--pictures"]:
        draw()
        return 0
    if arguments not in ([], ["--check"]):
        print(__doc__)
        return 2
    stale = [path for path, text in pages().items() if not path.exists() or path.read_text("utf-8") != text]
    for path in stale:
        print(("not current: " if arguments else "written: ") + str(path.relative_to(HERE)))
        if not arguments:
            path.parent.mkdir(exist_ok=True)
            path.write_text(pages()[path], encoding="utf-8")
    return 1 if stale and arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
