"""Every fault of a template is found before there is data, with its place and a hint."""

from __future__ import annotations

import datetime as dt
import enum
import re

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kjfz_docs as kd
from tests.making import document, paragraph, table


class Grade(enum.Enum):
    GOOD = "优"
    FAIR = "良"


@attrs.frozen(kw_only=True)
class Item:
    title: str | None = None
    count: int | None = None


@attrs.frozen(kw_only=True)
class Sheet:
    name: str | None = None
    unit: str | None = None
    born: dt.date | None = None
    passed: bool | None = None
    grade: Grade | None = None
    items: tuple[Item, ...] = ()


class Verdict(enum.Enum):
    PASSED = "合格"
    RESERVED = "合格，有保留"


@attrs.frozen(kw_only=True)
class Report:
    verdict: Verdict | None = None


TICKS = "（{{ passed|tick('是') }}）是 （{{ passed|tick('否') }}）否"
GRADES = "（{{ grade|tick('优') }}）优 （{{ grade|tick('良') }}）良"
NAME = "姓名 | {{ name }} | 单位 | {{ unit }}"
REST = f"出生 | {{{{ born|date('') }}}} | 通过 | {TICKS}"
GRADE = f"等次 | {GRADES} | |"
LIST = (
    "名称 | 数量",
    "{%tr for item in items %} |",
    "{{ item.title }} | {{ item.count }}",
    "{%tr endfor %} |",
)


def template(*rows: str, items: tuple[str, ...] = LIST, end: str = "<w:p/>") -> bytes:
    return document(paragraph("某某登记表"), table(*rows), paragraph("明细"), table(*items), end)


def check(data: bytes) -> tuple[kd.Finding, ...]:
    return kd.Form(id="sheet", record=Sheet, docx=data).check()


SOUND = template(NAME, REST, GRADE)

# One template, or several, for each code: what is wrong in it, and what the message must say.
PROVOKING = (
    ("KD601", template(NAME.replace("{{ name }}", "{{ name"), REST, GRADE), "没有写完整"),
    ("KD601", template(NAME.replace("{{ name }}", "{{ name + }}"), REST, GRADE), "{{ name + }}"),
    ("KD601", template(NAME, REST.replace("tick('是')", "tick('行')"), GRADE), "行"),
    ("KD601", template(NAME, REST, GRADE, items=LIST[:3]), "endfor"),
    ("KD602", template(NAME.replace("{{ name }}", "{{ nmae }}"), REST, GRADE), "是否应为“name”"),
    (
        "KD602",
        template(NAME, REST, GRADE, items=(*LIST[:2], "{{ item.titel }} | {{ item.count }}", LIST[3])),
        "title",
    ),
    ("KD603", template(NAME.replace("{{ name }}", "{{ name|upper }}"), REST, GRADE), "upper"),
    ("KD604", template(NAME.replace("{{ name }}", "{{ name }}{{ unit }}"), REST, GRADE), "{{ unit }}"),
    (
        "KD604",
        template(
            NAME, REST, GRADE, items=("名称及数量", *LIST[1:2], "{{ item.title }}{{ item.count }}", LIST[3])
        ),
        "{{ item.count }}",
    ),
    (
        "KD605",
        template(NAME, REST, GRADE, items=(LIST[0], "{%tr for item in items %} | 多余", *LIST[2:])),
        "独占一行",
    ),
    ("KD606", template(NAME, REST, GRADE, end=""), "之后没有段落"),
    ("KD607", template(NAME.replace("{{ name }}", "{{ name or unit }}"), REST, GRADE), "{{ name or unit }}"),
    (
        "KD607",
        template(NAME, REST, GRADE, items=("名称 | 数量", "{%tr for item in name %} |", *LIST[2:])),
        "不是列表",
    ),
    ("KD608", template(NAME, REST.replace("'是'", "“是”"), GRADE), "中文引号"),
    ("KD609", template("姓名 | {{ name }}", REST, GRADE), "字段“unit”的位置"),
    ("KD610", template("{{ name }} | 单位 | {{ unit }}", REST, GRADE), "{{ name }}"),
    ("KD610", template(NAME, REST, GRADE, "备注 | 无 | {{ unit }} | {{ name }}"), "{{ name }}"),
    (
        "KD610",
        document(paragraph("某某登记表"), paragraph("{{ name }}"), table(NAME), "<w:p/>"),
        "{{ name }}",
    ),
    ("KD611", template(NAME, REST, "等次 | （{{ grade|tick('优') }}）优 | |"), "“良”"),
    (
        "KD612",
        document(
            paragraph("登记表"), table(NAME, REST, GRADE), '<w:p><w:hyperlink w:tooltip="{{ nmae }}"/></w:p>'
        ),
        "nmae",
    ),
    (
        "KD614",
        template(NAME, REST.replace("'是'", "'x'").replace("'否'", "'是'").replace("'x'", "'否'"), GRADE),
        "“否”打勾的位置，旁边印的却是“是”",
    ),
    ("KD613", template(NAME, REST, GRADE, items=("名称 | 名称", *LIST[1:])), "名称"),
    ("KD620", document(paragraph("某某登记表"), table("姓名 | 李明"), "<w:p/>"), "没有任何模板标签"),
    (
        "KD619",
        template(NAME, REST.replace("）是", "）").replace("）否", "）"), GRADE),
        "【通过】打勾的位置（标签：{{ passed|tick('是') }}）旁边没有印选项的文字",
    ),
)


def test_a_sound_template_has_no_finding() -> None:
    assert check(SOUND) == ()


@pytest.mark.parametrize("form", kd.forms.values(), ids=lambda form: form.id)
def test_the_built_in_templates_are_sound(form: kd.Form) -> None:
    assert form.check() == ()


@pytest.mark.parametrize(
    ("code", "data", "said"), PROVOKING, ids=[f"{c}-{n}" for n, (c, _, _) in enumerate(PROVOKING)]
)
def test_a_fault_is_found_and_named(code: str, data: bytes, said: str) -> None:
    found = [finding for finding in check(data) if finding.code == code]
    assert found, [str(finding) for finding in check(data)]
    assert any(said in finding.message for finding in found)
    assert code in ("KD609", "KD612", "KD620") or all(finding.where is not None for finding in found)


NO = "（{{ passed|tick('否') }}）"
YES = "（{{ passed|tick('是') }}）"
FAIR, GOOD = "（{{ grade|tick('良') }}）", "（{{ grade|tick('优') }}）"


@pytest.mark.parametrize(
    "line",
    [
        f"是否通过：{YES}是　{NO}否",
        f"是否通过：是{YES}　否{NO}",
        f"请选择：{YES}是{NO}否。等次：{GOOD}优{FAIR}良",
        f"请选择：{YES}是{NO}否。等次：优{GOOD}良{FAIR}",
        f"请选择：是{YES}否{NO}。等次：{GOOD}优{FAIR}良",
        f"是否通过：{YES}A.是　{NO}B.否",
    ],
)
def test_a_label_in_front_of_choices_is_not_the_text_of_one(line: str) -> None:
    lines = (line,) if "等次" in line else (line, f"等次：{GOOD}优{FAIR}良")
    data = document(
        paragraph("某某登记表"), table(f"{NAME} | 出生 | {{{{ born|date('') }}}}", *lines, *LIST), paragraph()
    )
    assert [str(finding) for finding in check(data)] == []


@pytest.mark.parametrize(
    "line",
    [
        f"是否通过：{NO}是　{YES}否",
        f"是否通过：是{NO}　否{YES}",
        f"等次：{GOOD}优{FAIR}良。是否通过：{NO}是{YES}否",
        f"等次：优{GOOD}良{FAIR}。{NO}是{YES}否",
    ],
)
def test_swapped_ticks_are_found_behind_a_label_too(line: str) -> None:
    data = document(paragraph("某某登记表"), paragraph(line), table(NAME), paragraph())
    assert [finding.code for finding in check(data) if finding.code == "KD614"] == ["KD614", "KD614"]


def test_an_option_that_begins_with_another_is_the_one_that_is_printed() -> None:
    ticks = "（{{ verdict|tick('合格') }}）合格 （{{ verdict|tick('合格，有保留') }}）合格，有保留"
    data = document(table(f"结论 | {ticks}"), paragraph())
    assert kd.Form(id="verdict", record=Report, docx=data).check() == ()


BEHIND = "是（{{ passed|tick('是') }}） 否（{{ passed|tick('否') }}）"


def test_ticks_may_stand_behind_their_texts() -> None:
    assert check(template(NAME, REST.replace(TICKS, BEHIND), GRADE)) == ()
    swapped = BEHIND.replace("'是'", "'x'").replace("'否'", "'是'").replace("'x'", "'否'")
    found = check(template(NAME, REST.replace(TICKS, swapped), GRADE))
    assert [finding.code for finding in found] == ["KD614", "KD614"]
    assert "“否”打勾的位置，旁边印的却是“是”" in found[0].message


@pytest.mark.parametrize(
    ("look", "code"),
    [
        ("<w:r><w:rPr><w:vanish/></w:rPr>{}</w:r>", "KD210"),
        ('<w:del w:id="1" w:author="a"><w:r>{}</w:r></w:del>', "KD209"),
    ],
    ids=["hidden", "deleted"],
)
def test_tags_in_text_that_is_not_read_are_reported(look: str, code: str) -> None:
    text = '<w:t xml:space="preserve">{{ name }}</w:t>'
    rows = table(NAME, REST, GRADE)
    changed = rows.replace(f"<w:r>{text}</w:r>", look.format(text))
    assert changed != rows
    found = check(document(paragraph("某某登记表"), changed, paragraph("明细"), table(*LIST), "<w:p/>"))
    assert code in {finding.code for finding in found}


def test_a_blank_cell_is_no_label_of_the_tag_beside_it() -> None:
    found = check(template(" | {{ name }} | 单位 | {{ unit }}", REST, GRADE))
    assert [(finding.code, str(finding.where)) for finding in found] == [("KD610", "表1第1行第2列")]


def test_every_code_about_templates_has_a_template_that_provokes_it() -> None:
    about_templates = {code for code in kd.CODES if code.startswith("KD6")}
    # Totals: test_meaning.py. Of workbooks alone: test_xlsx_formulas.py, test_lint_workbooks.py
    assert {code for code, _, _ in PROVOKING} | {"KD615", "KD616", "KD617", "KD618"} == about_templates


def test_all_faults_are_found_at_once() -> None:
    data = template("姓名 | {{ nmae }} | 单位 | {{ unti }}", REST, "等次 | （{{ grade|tick('优') }}）优 | |")
    assert [finding.code for finding in check(data)] == ["KD602", "KD602", "KD611"]


# What somebody gets wrong at one place, and all that is said of it: one finding, there, with the remedy.
ONE_FAULT = {
    "a name": (template(NAME.replace("{{ name", "{{ nmae"), REST, GRADE), "表1第1行第2列", "是否应为“name”"),
    "not closed": (template(NAME.replace("{{ name }}", "{{ name"), REST, GRADE), "表1第1行第2列", "成对"),
    "one brace short": (
        template(NAME.replace("{{ name }}", "{{ name }"), REST, GRADE),
        "表1第1行第2列",
        "成对",
    ),
    "one brace short at its start": (
        template(NAME.replace("{{ name }}", "{ name }}"), REST, GRADE),
        "表1第1行第2列",
        "成对",
    ),
    "two tags, the first not closed": (
        template(NAME.replace("{{ name }} | 单位", "名{{ name ，单位{{ unit }} | 单位"), REST, GRADE),
        "表1第1行第2列",
        "成对",
    ),
    "full-width braces": (
        template(NAME.replace("{{ name }}", "｛｛ name ｝｝"), REST, GRADE),
        "表1第1行第2列",
        "应写作 {{ name }}",
    ),
    "single braces": (
        template(NAME.replace("{{ name }}", "{name}"), REST, GRADE),
        "表1第1行第2列",
        "{{ name }}",
    ),
    "a filter": (template(NAME, REST.replace("|tick('是')", "|tik('是')"), GRADE), "表1第2行第4列", "“tick”"),
    "an option": (template(NAME, REST.replace("tick('是')", "tick('行')"), GRADE), "表1第2行第4列", "是、否"),
    "no option": (template(NAME, REST.replace("tick('是')", "tick"), GRADE), "表1第2行第4列", "1 个参数"),
    "no quotes": (template(NAME, REST.replace("tick('是')", "tick(是)"), GRADE), "表1第2行第4列", "文字"),
    "full-width brackets": (
        template(NAME, REST.replace("tick('是')", "tick（'是'）"), GRADE),
        "表1第2行第4列",
        "英文的 ( )",
    ),
    "Chinese quotation marks": (
        template(NAME, REST.replace("'是'", "“是”"), GRADE),
        "表1第2行第4列",
        "英文引号",
    ),
    "no date": (
        template(NAME.replace("name }}", "name|date('') }}"), REST, GRADE),
        "表1第1行第2列",
        "不是日期",
    ),
    "the list": (
        template(NAME, REST, GRADE, items=(LIST[0], "{%tr for item in itmes %} |", *LIST[2:])),
        "表2第2行第1列",
        "是否应为“items”",
    ),
    "the variable": (
        template(NAME, REST, GRADE, items=(*LIST[:2], "{{ itme.title }} | {{ item.count }}", LIST[3])),
        "表2第3行第1列",
        "是否应为“item”",
    ),
    "endfor": (
        template(NAME, REST, GRADE, items=(*LIST[:3], "{%tr endfro %} |")),
        "表2第4行第1列",
        "是否应为“endfor”",
    ),
    "endfor in another column": (
        template(NAME, REST, GRADE, items=(*LIST[:3], " | {%tr endfro %}")),
        "表2第4行第2列",
        "是否应为“endfor”",
    ),
    "a loop with a brace short": (
        template(NAME, REST, GRADE, items=(LIST[0], "{tr for item in items %} |", *LIST[2:])),
        "表2第2行第1列",
        "成对",
    ),
    "a loop without in": (
        template(NAME, REST, GRADE, items=(LIST[0], "{%tr for item items %} |", *LIST[2:])),
        "表2第2行第1列",
        "{%tr for row in rows %}",
    ),
    "a list that is none": (
        template(NAME, REST, GRADE, items=(LIST[0], "{%tr for item in name %} |", *LIST[2:])),
        "表2第2行第1列",
        "“name”不是列表，不能循环；是否应为“items”",
    ),
    "both tags of a loop of Jinja": (
        template(NAME, REST, GRADE, items=(LIST[0], "{% for item in items %} |", LIST[2], "{% endfor %} |")),
        "表2第2行第1列",
        "{%tr for item in items %} 和 {%tr endfor %}",
    ),
    "a loop over paragraphs around rows": (
        template(
            NAME, REST, GRADE, items=(LIST[0], "{%p for item in items %} |", LIST[2], "{%p endfor %} |")
        ),
        "表2第2行第1列",
        "{%tr for item in items %} 和 {%tr endfor %}",
    ),
    "endif for endfor": (
        template(NAME, REST, GRADE, items=(*LIST[:3], "{%tr endif %} |")),
        "表2第4行第1列",
        "是否应为 {%tr endfor %}",
    ),
    "a condition around a row": (
        template("{%tr if name %} |", NAME, "{%tr endif %} |", REST, GRADE),
        "表1第1行第1列",
        "条件请写在单元格里",
    ),
    "elif": (
        template(
            NAME.replace("{{ name }}", "{% if name %}{{ name }}{% elif unit %}{{ unit }}{% endif %}"),
            REST,
            GRADE,
        ),
        "表1第1行第2列",
        "不支持 elif",
    ),
    "a brace more on both sides": (
        template(NAME.replace("{{ name }}", "{{{ name }}}"), REST, GRADE),
        "表1第1行第2列",
        "应写作 {{ name }}",
    ),
    "a name broken over two lines": (
        template(NAME.replace("{{ name }}", "{{ na¶me }}"), REST, GRADE),
        "表1第1行第2列",
        "写在同一行里",
    ),
    "words of a programme in a record without one": (
        template(NAME, REST, GRADE, "经费 | {{ terms.first_payment }} | |"),
        "表1第4行第2列",
        "没有项目和批次",
    ),
    "no endfor": (template(NAME, REST, GRADE, items=LIST[:3]), "表2第2行第1列", "{%tr endfor %}"),
    "no for": (
        template(NAME, REST, GRADE, "{%tr endfor %} | "),
        "表1第4行第1列",
        "前面没有配对的 {%tr for",
    ),
    "a loop of Jinja": (
        template(NAME, REST, GRADE, items=(LIST[0], "{% for item in items %} |", *LIST[2:])),
        "表2第2行第1列",
        "{%tr for item in items %}",
    ),
    "no space behind tr": (
        template(NAME, REST, GRADE, items=(LIST[0], "{%trfor item in items %} |", *LIST[2:])),
        "表2第2行第1列",
        "应写作 {%tr for item in items %}",
    ),
    "a space before tr": (
        template(NAME, REST, GRADE, items=(LIST[0], "{% tr for item in items %} |", *LIST[2:])),
        "表2第2行第1列",
        "应写作 {%tr for item in items %}",
    ),
    "capital letters": (
        template(NAME, REST, GRADE, items=(LIST[0], "{%TR for item in items %} |", *LIST[2:])),
        "表2第2行第1列",
        "小写",
    ),
    "full-width percent signs": (
        template(NAME, REST, GRADE, items=(LIST[0], "{％tr for item in items ％} |", *LIST[2:])),
        "表2第2行第1列",
        "应写作 {%tr for item in items %}",
    ),
    "an equals sign": (
        template(NAME, REST, GRADE, items=(LIST[0], "{%tr for item = items %} |", *LIST[2:])),
        "表2第2行第1列",
        "{%tr for row in rows %}",
    ),
    "another variable": (
        template(NAME, REST, GRADE, items=(LIST[0], "{%tr for it in items %} |", *LIST[2:])),
        "表2第3行第1列",
        "是否应为“it”",
    ),
    "end for": (
        template(NAME, REST, GRADE, items=(*LIST[:3], "{%tr end for %} |")),
        "表2第4行第1列",
        "没有空格",
    ),
    "a loop inside its row": (
        template(
            NAME,
            REST,
            GRADE,
            items=(LIST[0], "{% for item in items %}{{ item.title }} | {{ item.count }}{% endfor %}"),
        ),
        "表2第2行第1列",
        "{%tr for item in items %}",
    ),
    "a tag over two lines": (
        template(NAME.replace("{{ name }}", "{{ name¶ }}"), REST, GRADE),
        "表1第1行第2列",
        "同一行",
    ),
    "full-width letters": (
        template(NAME.replace("{{ name }}", "{{ ｎａｍｅ }}"), REST, GRADE),
        "表1第1行第2列",
        "",
    ),
    "a comma for a dot": (
        template(NAME, REST, GRADE, items=(*LIST[:2], "{{ item，title }} | {{ item.count }}", LIST[3])),
        "表2第3行第1列",
        "英文的",
    ),
    "no braces before it": (
        template(NAME.replace("{{ name }}", "name }}"), REST, GRADE),
        "表1第1行第2列",
        "成对",
    ),
    "a statement for a value": (
        template(NAME.replace("{{ name }}", "{% name %}"), REST, GRADE),
        "表1第1行第2列",
        "应写作 {{ name }}",
    ),
    "a Chinese full stop for a dot": (
        template(NAME, REST, GRADE, items=(*LIST[:2], "{{ item。title }} | {{ item.count }}", LIST[3])),
        "表2第3行第1列",
        "点请用英文的",
    ),
    "a dash for an underscore": (
        template(NAME.replace("{{ name }}", "{{ na—me }}"), REST, GRADE),
        "表1第1行第2列",
        "下划线",
    ),
    "what nobody sees": (
        template(NAME.replace("{{ name }}", "{{ na\u200bme }}"), REST, GRADE),
        "表1第1行第2列",
        "看不见",
    ),
    "a loop beside its first row": (
        template(
            NAME,
            REST,
            GRADE,
            items=(LIST[0], "{%tr for item in items %}{{ item.title }} | {{ item.count }}", LIST[3]),
        ),
        "表2第2行第1列",
        "独占一行",
    ),
    "the field of a grouping": (
        template(
            NAME,
            REST,
            GRADE,
            items=(
                LIST[0],
                "{%tr for group in items|neighbours('titel') %} |",
                "{%tr for item in group %} |",
                LIST[2],
                LIST[3],
                LIST[3],
            ),
        ),
        "表2第2行第1列",
        "是否应为“title”",
    ),
    "a condition that nothing closes": (
        template(NAME.replace("{{ name }}", "{% if name %}{{ name }}"), REST, GRADE),
        "表1第1行第2列",
        "{% endif %}",
    ),
    "an endif too many": (
        template(NAME.replace("{{ name }}", "{{ name }}{% endif %}"), REST, GRADE),
        "表1第1行第2列",
        "配对",
    ),
    "below a value": (
        template(NAME.replace("{{ name }}", "{{ name.first }}"), REST, GRADE),
        "表1第1行第2列",
        "它下面没有字段",
    ),
    "full-width braces of a loop": (
        template(NAME, REST, GRADE, items=(LIST[0], "｛%tr for item in items %｝ |", *LIST[2:])),
        "表2第2行第1列",
        "应写作 {%tr for item in items %}",
    ),
    "spaces in the signs of a loop": (
        template(NAME, REST, GRADE, items=(LIST[0], "{ %tr for item in items % } |", *LIST[2:])),
        "表2第2行第1列",
        "应写作 {%tr for item in items %}",
    ),
    "spaces in the signs of a value": (
        template(NAME.replace("{{ name }}", "{ { name }}"), REST, GRADE),
        "表1第1行第2列",
        "应写作 {{ name }}",
    ),
    "a loop in the braces of a value": (
        template(NAME, REST, GRADE, items=(LIST[0], "{{tr for item in items }} |", *LIST[2:])),
        "表2第2行第1列",
        "应写作 {%tr for item in items %}",
    ),
    "no loop": (
        template(NAME, REST, GRADE, items=(LIST[0], *LIST[2:])),
        "表2第2行第1列",
        "{%tr for item in items %}",
    ),
    "else for a loop": (
        template(NAME, REST, GRADE, items=(LIST[0], "{%tr else %} |", *LIST[2:])),
        "表2第2行第1列",
        "前面没有配对的 {%tr for",
    ),
    "a loop and its end in one row": (
        template(NAME, REST, GRADE, items=(LIST[0], f"{LIST[1][:-2]}{LIST[2]}{LIST[3][:-2]}")),
        "表2第2行第1列",
        "独占一行",
    ),
    "a tag over two cells": (
        template(NAME.replace("姓名 | {{ name }}", "{{ na | me }}"), REST, GRADE),
        "表1第1行第1列",
        "同一个单元格",
    ),
    "an unknown name": (
        template(NAME.replace("{{ name }}", "{{ xyz }}"), REST, GRADE),
        "表1第1行第2列",
        "可用的字段",
    ),
    "a field of a list in the place of another": (
        template(NAME.replace("{{ name }}", "{{ item.title }}"), REST, GRADE),
        "表1第1行第2列",
        "{%tr for item in items %}",
    ),
    "one tick twice": (
        template(NAME, REST.replace("tick('否')", "tick('是')"), GRADE),
        "表1第2行第4列",
        "旁边印的却是“否”",
    ),
    "a brace too many": (
        template(NAME.replace("{{ name }}", "{{ name }}}"), REST, GRADE),
        "表1第1行第2列",
        "应写作 {{ name }}",
    ),
    "a field of the row without it": (
        template(NAME, REST, GRADE, items=(*LIST[:2], "{{ item.title }} | {{ count }}", LIST[3])),
        "表2第3行第2列",
        "是否应为“item.count”",
    ),
    "the list for its row": (
        template(NAME, REST, GRADE, items=(*LIST[:2], "{{ items.title }} | {{ item.count }}", LIST[3])),
        "表2第3行第1列",
        "是否应为“item.title”",
    ),
    "an unknown list": (
        template(NAME, REST, GRADE, items=(LIST[0], "{%tr for item in things %} |", *LIST[2:])),
        "表2第2行第1列",
        "是否应为“items”",
    ),
    "a loop of rows outside its table": (
        document(
            paragraph("登记表"),
            *(table(NAME, REST, GRADE), paragraph("{%tr for item in items %}"), table(*LIST), "<w:p/>"),
        ),
        "第2段",
        "必须独占一行",
    ),
    "a line between tables": (
        document(
            paragraph("登记表"),
            table(REST, GRADE, "单位 | {{ unit }}"),
            paragraph("一"),
            paragraph("姓名：{{ nmae }}"),
            table(*LIST),
            "<w:p/>",
        ),
        "第3段",
        "是否应为“name”",
    ),
}


@pytest.mark.parametrize("what", ONE_FAULT)
def test_one_fault_is_one_finding_at_its_place_with_the_remedy(what: str) -> None:
    data, place, said = ONE_FAULT[what]
    found = check(data)
    assert [str(finding.where) for finding in found] == [place], [str(finding) for finding in found]
    assert said in found[0].message


def test_an_unknown_tag_hides_no_more_missing_fields_than_it_can_be_meant_for() -> None:
    data = template("姓名 | {{ xyz }} | 单位 | ", REST, GRADE)
    assert [finding.field for finding in check(data) if finding.code == "KD609"] == ["name", "unit"]


def test_a_filled_form_in_place_of_the_template_is_one_finding() -> None:
    form = kd.Form(id="sheet", record=Sheet, docx=SOUND)
    (finding,) = check(kd.render(Sheet(name="李明"), form=form))
    assert finding.code == "KD620"
    assert "没有任何模板标签" in finding.message


def test_every_endfor_that_lacks_its_tr_is_found_where_the_loop_itself_has_it() -> None:
    (finding,) = check(template(NAME, REST, GRADE, items=(*LIST[:3], "{% endfor %} |")))
    assert (finding.code, str(finding.where)) == ("KD607", "表2第4行第1列")


def test_a_field_without_a_place_is_named_once() -> None:
    (finding,) = check(template("姓名 | {{ name }} | |", REST, GRADE))
    assert finding.message.count("unit") == 1


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("落款：{{ unit }}", "{{ born|date('    年  月  日') }}"), []),
        (("{{ unit }}（盖章）", "{{ born|date('    年  月  日') }}"), []),
        (("{{ born|date('') }}",), ["KD610"]),
        (("落款：{{ unit }}", "{{ born|date('') }}", "联系人：某某", "{{ born|date('') }}"), ["KD610"]),
    ],
)
def test_the_day_below_a_signature_needs_no_label(lines: tuple[str, ...], found: list[str]) -> None:
    body = (paragraph("登记表"), table("姓名 | {{ name }}", f"通过 | {TICKS}", GRADE), *map(paragraph, lines))
    codes = [each.code for each in check(document(*body, table(*LIST), "<w:p/>"))]
    assert [code for code in codes if code != "KD609"] == found


def test_faults_come_in_the_order_of_the_template() -> None:
    data = template("{{ name }} | 单位 | {{ unti }}", REST, GRADE, items=LIST[:3])
    assert [str(finding.where) for finding in check(data)] == [
        "表1第1行第1列",
        "表1第1行第3列",
        "表2第2行第1列",
    ]


@given(st.data())
def test_no_slip_of_the_hand_makes_the_check_fail(data: st.DataObject) -> None:
    rows = [NAME, REST, GRADE, *LIST]
    line = data.draw(st.integers(0, len(rows) - 1))
    position = data.draw(st.integers(0, len(rows[line])))
    typed = data.draw(st.sampled_from(["", *"{}%|'\"（）“ .x行¶"]))
    left_out = data.draw(st.integers(0, 2))
    rows[line] = rows[line][:position] + typed + rows[line][position + left_out :]
    assert all(
        finding.code.startswith("KD6") for finding in check(template(*rows[:3], items=tuple(rows[3:])))
    )


def test_what_is_told_to_the_author_of_a_template_is_chinese() -> None:
    wrong = (
        "{{ name + }} {{ name|date }} {{ passed|tick(1) }} {{ grade|tick('中') }} {{ unit|lines('x') }} {{ }}"
    )
    for finding in check(template(f"姓名 | {wrong}", REST, GRADE)):
        said = finding.message.replace(finding.raw or "", "")
        assert not re.search(r"[a-z]+ [a-z]+", said), said


def test_two_misspelt_tags_of_one_cell_are_both_found() -> None:
    data = template("姓名 | 名：{{ nmae }}¶单位：{{ unti }}", REST, GRADE)
    assert sum(finding.code == "KD602" for finding in check(data)) == 2


def test_a_tag_misspelt_over_several_runs_gets_its_cell_and_the_nearest_name() -> None:
    runs = "".join(f"<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>" for text in ("{{ nm", "ae", " }}"))
    data = document(
        paragraph("某某登记表"),
        table(NAME, REST, GRADE).replace(paragraph("{{ name }}"), f"<w:p>{runs}</w:p>"),
        paragraph("明细"),
        table(*LIST),
        "<w:p/>",
    )
    finding = next(finding for finding in check(data) if finding.code == "KD602")
    assert str(finding.where) == "表1第1行第2列"
    assert "是否应为“name”" in finding.message
    assert finding.raw == "{{ nmae }}"


def test_using_a_faulty_template_raises_with_the_first_fault() -> None:
    form = kd.Form(id="sheet", record=Sheet, docx=template(NAME.replace("name", "nmae"), REST, GRADE))
    with pytest.raises(kd.TemplateError, match="nmae"):
        kd.render(Sheet(name="李明"), form=form)


def test_a_value_without_a_place_in_the_template_is_not_lost_in_silence() -> None:
    form = kd.Form(id="sheet", record=Sheet, docx=template("姓名 | {{ name }}", REST, GRADE))
    with pytest.raises(kd.UnwritableError, match="unit"):
        kd.render(Sheet(name="李明", unit="某厂"), form=form)
    assert kd.read(kd.render(Sheet(name="李明"), form=form), forms=[form]).record == Sheet(name="李明")


def test_a_row_value_without_a_place_is_named_with_its_row() -> None:
    items = ("名称", "{%tr for item in items %}", "{{ item.title }}", "{%tr endfor %}")
    form = kd.Form(id="sheet", record=Sheet, docx=template(NAME, REST, GRADE, items=items))
    with pytest.raises(kd.UnwritableError, match=r"items\.1\.count"):
        kd.render(Sheet(items=(Item(title="泵"), Item(title="阀", count=3))), form=form)


def test_a_file_that_is_no_word_document_raises() -> None:
    with pytest.raises(kd.TemplateError):
        kd.Form(id="x", record=Sheet, docx=b"not a document").check()


@pytest.mark.parametrize(
    ("cell", "code", "said"),
    [("{{ report }}", "KD607", "report.achievements"), ("{{ name }} {{ position }}", "KD604", "")],
)
def test_a_part_is_no_field_and_a_space_divides_no_values(cell: str, code: str, said: str) -> None:
    data = document(table(f"姓名 | {cell}"), paragraph())
    findings = [f for f in kd.Form(id="x", record=kd.Assessment, docx=data).check() if f.code == code]
    assert [f.code for f in findings] == [code]
    assert said in findings[0].message
