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
}

_PATTERNS = (
    (r"(.*), got (.*)", "{0}，现为{1}"),
    (r"(.*); there is no such day", "{0}，没有这一天"),
    (r'expected a decimal number as text, such as "(.*)"', "应为文本形式的数字，如“{0}”"),
    (r'expected a date such as "(.*)"', "应为日期，如“{0}”"),
    (r"expected one of (.*)", "应为其中之一：{0}"),
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
)
_COMPILED = tuple((re.compile(pattern, re.DOTALL), template) for pattern, template in _PATTERNS)


def in_chinese(message: str) -> str:
    """A message of the library in Chinese, as far as the table goes."""
    if message in _WORDS:
        return _WORDS[message]
    for pattern, template in _COMPILED:
        if found := pattern.fullmatch(message):
            return template.format(*map(in_chinese, found.groups()))
    return message
