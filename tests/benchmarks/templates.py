"""The same form and the same list as Word templates in the tags of each engine; workbooks in ``templates_xlsx``."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from tests.benchmarks.data import AMOUNTS, COLUMNS, HEADS, TICKS

# How each family of engines writes the name of a field; the last has fields of Word instead.
TAGS: dict[str, Callable[[str], str]] = {
    "jinja": "{{{{ {} }}}}".format,  # docxtpl and kjfz_docs
    "curly": "{{{}}}".format,  # docxtemplater, easy-template-x
    "plus": "+++INS {}+++".format,  # docx-templates
    "carbone": "{{d.{}}}".format,
    "dollar": "${{{}}}".format,  # replaced by hand
    "merge": str,
}
# The parts of a cell: a label, or the name of a field in angle brackets.
_FORM = f"""\
8 一、负责人基本情况
1 姓名|1 <name>|1 性别|1 <sex>|1 出生年月|1 <birth>|1 民族|1 <nation>
1 身份证号|3 <id_no>|1 政治面貌|3 <party>
1 学历|1 <edu>|1 学位|1 <degree>|1 毕业院校|3 <school>
1 专业|3 <major>|1 工作单位|3 <unit>
1 职务|3 <post>|1 职称|3 <title>
1 手机|3 <phone>|1 电子邮箱|3 <email>
1 通讯地址|4 <addr>|1 邮编|2 <postcode>
1 开户行|3 <bank>|1 银行账号|3 <bank_no>
8 二、项目情况
1 项目名称|7 <project>
1 项目编号|3 <proj_no>|1 研究领域|3 <field>
1 起止时间|5 <start> 至 <end>|1 级别|1 <level>
1 项目类型|7 (<{TICKS[0]}>)基础研究  (<{TICKS[1]}>)应用研究  (<{TICKS[2]}>)技术开发  (<{TICKS[3]}>)成果转化  \
(<{TICKS[4]}>)软科学  (<{TICKS[5]}>)其他
8 三、经费预算（万元）
2 经费|3 设备费|3 <{AMOUNTS[0]}>
2 |3 材料费|3 <{AMOUNTS[1]}>
2 |3 测试费|3 <{AMOUNTS[2]}>
2 |3 差旅费|3 <{AMOUNTS[3]}>
2 |3 劳务费|3 <{AMOUNTS[4]}>
2 |3 其他|3 <{AMOUNTS[5]}>
2 |3 合计|3 <{AMOUNTS[6]}>
8 四、研究报告
8 <report>
2 单位意见|6 <opinion1>
2 主管部门意见|4 <opinion2>|2 <sign_date>
"""


def make_all(folder: Path) -> None:
    """Every template of Word, by the names form_jinja.docx, list_curly.docx and so on."""
    for syntax in TAGS:
        (folder / f"form_{syntax}.docx").write_bytes(form(syntax))
        (folder / f"list_{syntax}.docx").write_bytes(listing(syntax))


def form(syntax: str) -> bytes:
    """A form of 26 rows and 42 fields, its cells formatted as Word formats them."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    _run(document.add_paragraph(), "科技计划项目申请表", 18, bold=True)
    table = document.add_table(rows=0, cols=8)
    table.style = "Table Grid"
    for line in _FORM.splitlines():
        cells, column = table.add_row().cells, 0
        for each in line.split("|"):
            span, text = int(each[0]), each[2:]
            cell = cells[column].merge(cells[column + span - 1]) if span > 1 else cells[column]
            _put(cell, text, syntax)
            column += span
    _merge_down(table)
    for cell in table._tbl.iter(qn("w:tc")):
        cell.get_or_add_tcPr().append(_element("w:vAlign", "center"))
        for paragraph in cell.p_lst:
            paragraph.get_or_add_pPr().append(_element("w:jc", "center"))
    return lean(document)


def listing(syntax: str) -> bytes:
    """A table of nine columns with a row for each payment."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    _run(document.add_paragraph(), "发放明细表", 16, bold=True)
    table = document.add_table(rows=0, cols=len(COLUMNS))
    table.style = "Table Grid"
    for row in (list(HEADS), *_loop(syntax)):
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=False):
            _put(cell, text, syntax)
    return lean(document)


def _loop(syntax: str) -> Iterator[Sequence[str]]:
    """The rows of a template that say: one row for each."""
    if syntax == "jinja":
        yield ["{%tr for r in rows %}"]
        yield [f"<r.{name}>" for name in COLUMNS]
        yield ["{%tr endfor %}"]
    elif syntax == "curly":
        first, *between, last = (f"<{name}>" for name in COLUMNS)
        yield [f"{{#rows}}{first}", *between, f"{last}{{/rows}}"]
    elif syntax == "plus":
        yield ["+++FOR r IN rows+++"]
        yield [f"<$r.{name}>" for name in COLUMNS]
        yield ["+++END-FOR r+++"]
    elif syntax == "carbone":
        for index in ("i", "i+1"):
            yield [f"<rows[{index}].{name}>" for name in COLUMNS]
    else:
        yield [f"<{name}>" for name in COLUMNS]


def _put(cell: Any, text: str, syntax: str) -> None:
    paragraph = cell.paragraphs[0]
    for number, part in enumerate(re.split(r"<([^>]+)>", text)):
        if number % 2 and syntax == "merge":
            _merge_field(paragraph, part)
        elif number % 2:
            _run(paragraph, TAGS[syntax](part))
        elif part:
            _run(paragraph, part)


def _run(paragraph: Any, text: str, size: float = 10.5, *, bold: bool = False) -> Any:
    """A run with all that Word and WPS really write."""
    run = paragraph.add_run(text)
    run.font.size, run.font.name, run.bold = Pt(size), "SimSun", bold or None
    properties = run._r.get_or_add_rPr()
    for name, value in (("eastAsia", "宋体"), ("cs", "SimSun"), ("hint", "eastAsia")):
        properties.rFonts.set(qn(f"w:{name}"), value)
    for name, value in (("color", "000000"), ("kern", "0"), ("szCs", str(int(size * 2)))):
        properties.append(_element(f"w:{name}", value))
    for name in ("rsidR", "rsidRDefault"):
        paragraph._p.set(qn(f"w:{name}"), "00A77B3E")
    run._r.set(qn("w:rsidRPr"), "00C41F27")
    return run


def _merge_field(paragraph: Any, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), f" MERGEFIELD {name} ")
    field.append(_run(paragraph, f"«{name}»")._r)
    paragraph._p.append(field)


def _merge_down(table: Any) -> None:
    """经费 stands once beside the seven amounts."""
    first = next(number for number, row in enumerate(table.rows) if row.cells[0].text == "经费")
    merged = table.cell(first, 0).merge(table.cell(first + len(AMOUNTS) - 1, 1))
    for paragraph in merged.paragraphs[1:]:
        paragraph._p.getparent().remove(paragraph._p)


def _element(name: str, value: str) -> Any:
    made = OxmlElement(name)
    made.set(qn("w:val"), value)
    return made


def lean(document: Any) -> bytes:
    """The document without the 750 KB of styles that python-docx adds; Word and WPS write about 30."""
    stream = io.BytesIO()
    document.save(stream)
    made = io.BytesIO()
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in ("word/stylesWithEffects.xml", "docProps/thumbnail.jpeg"):
                new.writestr(name, _lean(name, old.read(name)))
    return made.getvalue()


def _lean(name: str, data: bytes) -> bytes:
    if name == "[Content_Types].xml":
        return re.sub(rb"<Override [^>]*stylesWithEffects[^>]*/>", b"", data)
    if name.endswith(".rels"):
        return re.sub(rb"<Relationship [^>]*(stylesWithEffects|thumbnail)[^>]*/>", b"", data)
    if name != "word/styles.xml":
        return data
    end = b"</w:styles>"
    head, *styles = re.split(rb"(?=<w:style )", re.sub(rb">\s+<", b"><", data).replace(end, b""))
    used = (b'w:styleId="TableGrid"', b'w:styleId="TableNormal"')
    kept = (each for each in styles if b'w:type="table"' not in each or any(name in each for name in used))
    return head + b"".join(kept) + end
