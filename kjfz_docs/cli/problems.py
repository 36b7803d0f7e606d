"""The library's messages to programmers, for those who see them on the command line, in Chinese.

What no row of the table knows is shown as it is: better in English than not at all.
"""

from __future__ import annotations

import re

_WORDS = {
    "a text": "文本",
    "a whole number": "整数",
    "true or false": "true 或 false",
    "a number": "数字",
    "an object": "对象（{…}）",
    "an array": "数组（[…]）",
    "a boolean": "true 或 false",
    "null": "null",
    "str": "文本",
    "int": "整数",
    "float": "小数",
    "NoneType": "null",
    "texts as keys": "以文本为键",
    "a number too long": "过长的数字",
    "a text of a-z, 0-9, - and _ that begins with a letter, such as 'hubei'": "以字母开头的 a-z、0-9、-、_，如 'hubei'",
    "a text of one line": "一行文本",
    "a text of one line, such as '湖北省'": "一行文本，如 '湖北省'",
    "a text of one line, such as '武汉市'": "一行文本，如 '武汉市'",
    "a list of texts": "文本的列表",
    'a list of districts, no name twice, such as "江岸区" or {name = "东湖新技术开发区", aliases = ["东湖高新区"]}': (
        '各区的列表，名称不重复，如 "江岸区" 或 {name = "东湖新技术开发区", aliases = ["东湖高新区"]}'
    ),
    "the id of a form, such as 'assessment'": "表格代号，如 'assessment'",
    "'person', 'district' or 'programme'": "'person'（每人）、'district'（每区）或 'programme'（全项目）",
    "a list of ids of forms": "表格代号的列表",
    "the name of a field of the form, such as 'name' or 'outcomes.people_trained'": (
        "表中一项的名称，如 'name' 或 'outcomes.people_trained'"
    ),
    "one of '1 month', '2 months', '3 months', '4 months', '6 months', '12 months'": (
        "'1 month'、'2 months'、'3 months'、'4 months'、'6 months' 或 '12 months'"
    ),
    "a list of ids of forms, 'roster' or 'earlier'": "表格代号、'roster'（花名册）、'earlier'（以前的名单）的列表",
    "a table such as {passed = true}": "表，如 {passed = true}",
    "a list of ids of forms, or 'roster'": "表格代号或 'roster'（花名册）的列表",
    "the id of a form": "表格代号",
    "the id of a list": "名单类表格的代号",
    "'rows' or 'sums'": "'rows'（逐行列出）或 'sums'（按区合计）",
    "the name of a field": "栏目的英文名",
    "a list of paths of fields": "栏目英文名的列表，至少一个",
    "a table such as {prefecture = 'prefecture'}": "对照表，如 {prefecture = 'prefecture'}",
    "a table such as {name = 'deputy.name'}": "对照表，如 {name = 'deputy.name'}",
    "a year of four digits": "四位数的年份",
    "a whole number from 1 to 9999, such as 2 for 第二批": "1 到 9999 的整数，如第二批写 2",
    "a whole number, 0 or more": "不小于 0 的整数",
    "a day, such as 2023-08-31": "日期，如 2023-08-31",
    'yuan, more than 0, with at most two decimals, such as 30000 or "30000.50"': '大于 0 的元数，如 "30000.50"',
    "bool": "true 或 false",
    "list": "列表",
    "dict": "表",
    "date": "日期",
    "datetime": "日期时间",
    "time": "时间",
    "Decimal": "小数",
}

_PATTERNS = (
    (r"(.*), got (.*)", "{0}，现为{1}"),
    (r"(.*); there is no such day", "{0}，没有这一天"),
    (r'expected a decimal number as text, such as "(.*)"', "应为文本形式的数字，如“{0}”"),
    (r'expected a date such as "(.*)"', "应为日期，如“{0}”"),
    (r"expected one of (.*)", "应为其中之一：{0}"),
    (r"a whole number from (\d+) to (\d+)", "{0} 到 {1} 的整数"),
    (r"tables, each under (\[\[.*\]\])", "若干个 {0} 表"),
    (r"missing; give (.*)", "缺少，应写{0}"),
    (r"missing; add a (\[\[.*\]\]) table", "缺少，请加一个 {0} 表"),
    (
        r"(\S+) stands twice, also in (.*); keep one of them or correct its (\w+)",
        "{0} 出现了两次，另一处是{1}，请删去一处或改正它的 {2}",
    ),
    (r"collation of (.*) into (.*): (.*)", "由{0}汇总成{1}：{2}"),
    (r"collation into (.*): expected the id of a list", "{0}不是名单类的表"),
    (r"the rows of (.*) have no (.*)", "{0}的各行没有{1}这一栏"),
    (r"the form (.*) has no (.*)", "{0}没有{1}这一栏"),
    (r"(.*) is in (.*), (.*) of the form (.*) in (.*)", "{0}的单位是{1}，{3}的{2}是{4}，不能直接汇总"),
    (r"('.*') cannot be (.*)", "{0}不能是{1}"),
    (r"no form (.*)", "没有{0}这种表"),
    (r"not UTF-8 \(byte (\d+)\): save the file as UTF-8", "不是 UTF-8 编码（第 {0} 个字节），请另存为 UTF-8"),
    (r"not valid TOML: nested too deeply", "不是有效的 TOML：嵌套过深"),
    (
        r"not valid TOML: (.*) \(at line (\d+), column (\d+)\)",
        "不是有效的 TOML：第 {1} 行第 {2} 列有语法错误",
    ),
    (r"not valid TOML: (.*)", "不是有效的 TOML：{0}"),
    (r"expected (.*)", "应为{0}"),
    (r"unknown key (.*); did you mean (.*)\?", "不认识的键{0}；是不是{1}？"),
    (r"unknown key (.*); known are (.*)", "不认识的键{0}；可以用：{1}"),
    (r"key (.*) stands twice", "键{0}出现了不止一次"),
    (r"missing, and it may not be blank", "缺少，且不能留空"),
    (r"(?:control )?character (U\+\w+) cannot stand in a document", "含有文档中不能有的字符 {0}"),
    (r"an integer of more than (\d+) digits", "整数超过{0}位"),
    (r"a Decimal of more than (\d+) digits", "数字超过{0}位"),
    (r"the text could not be told from the form's own words around it", "内容与表内原有文字无法区分"),
    (r"the text would not be read back as it is", "内容写入后读不回原样"),
    (
        r"the row says nothing .*; it would read as a blank one",
        "这一行没有内容（只有序号不算），会被当作空行",
    ),
    (r"the row repeats the heads of the columns", "这一行与表头相同"),
    (
        r"a (\w+) file cannot be annotated; .*",
        "{0} 文件不能加批注：请用 Word、WPS 或 Excel 另存为 .docx 或 .xlsx，再检查另存的文件",
    ),
    (r".* has changed since it was read; .*", "文件在读取之后又有改动：请重新检查"),
    (r".* is the file that was read; .*", "退回件不能写在原文件上：请换一个文件夹"),
    (r"the roster knows nothing for the rows of the list", "花名册里没有这一栏的内容，名单没有可填的行"),
    (r"the template has no place for it", "模板里没有它的位置"),
    (r"a spreadsheet made a number of it, .*", "表格软件把号码当成了数字，末几位已经丢失，请用原来的名单"),
    (r"no name beside what is paid \((.*)\)", "空白，这一行却有拨付内容（{0}）"),
    (r"masked: .*", "号码已被隐去（含“*”）"),
    (
        r"no instalment of the programme names the form by which it is paid",
        "项目文件没有写明按哪种表拨付（[[cohorts.instalments]] 的 form）",
    ),
    (r"an instalment has parts of a fen: (.*) yuan", "项目文件的拨付金额不到一分：{0}元"),
    (r"instalments name forms that are not looked for: (.*)", "项目文件拨付所按的表不认识：{0}"),
    (
        r"(.*): no instalment has the purpose ''",
        "{0}：已拨付名单中这一行没有写用途，不能确定是否已经拨付",
    ),
    (
        r"(.*): no instalment has the purpose ['\"](.*)['\"]",
        "{0}：已拨付名单中的用途“{1}”不是项目的任何一次拨付，不能确定是否已经拨付",
    ),
)
_COMPILED = tuple((re.compile(pattern, re.DOTALL), template) for pattern, template in _PATTERNS)


_TABLE = re.compile(r"([a-z_]+)\.(\d+)(?:\.|$)")


def counted(key: str) -> str:
    """The key of a file as people count its tables: 第1个 cohorts 的 year for ``cohorts.0.year``."""
    return (
        _TABLE.sub(lambda found: f"第{int(found[2]) + 1}个 {found[1]} 的 ", key)
        .removesuffix(" 的 ")
        .replace("的 第", "的第")
    )


def in_chinese(message: str) -> str:
    """A message of the library in Chinese, as far as the table goes."""
    if _TABLE.match(message):
        return counted(message)
    if message in _WORDS:
        return _WORDS[message]
    for pattern, template in _COMPILED:
        if found := pattern.fullmatch(message):
            return template.format(*map(in_chinese, found.groups()))
    return message
