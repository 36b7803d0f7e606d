"""A programme as the TOML file that ``load_programme`` reads, with comments in Chinese for those who edit it."""

from __future__ import annotations

import datetime as dt
import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import attrs

from kjfz_docs.records import RECORDS
from kjfz_docs.records.collations import CollationRule, Decision, Lookup, Verdict
from kjfz_docs.records.numerals import ordinal_text
from kjfz_docs.records.programme import District, Programme

_HEAD = """\
# 项目文件：批次、人数、经费、期限、各区次序和应报的表格都写在这里，各命令用 --programme 读取。
# “#”之后是说明；不需要的行可以删去，或在行首加“#”。
"""
# What the keys mean; those without a word here speak for themselves.
_WORDS = {
    "id": "项目代号，写在数据里：小写字母、数字、- 和 _",
    "name": "提示信息中的名称",
    "title": "表格标题开头的文字",
    "owners": "主办单位",
    "prefecture": "汇总表中的市州",
    "districts": "各区（开发区），按汇总时的次序；常用的别名写在 aliases 里。通知没有列出区名，请核对",
    "district_words": "文件名里区名的简称后面是这些词语时，才认作该区：江夏科技局 即江夏区",
    "number": "第几批",
    "year": "选派年份",
    "size": "人数",
    "service_years": "服务期（年）",
    "service_begins": "服务期第一天",
    "service_ends": "服务期最后一天",
    "form": "表格代号",
    "cohort": "第几批",
    "per": "person 每人一份，district 每区一份，programme 全项目一份",
    "owner": "由谁负责报送",
    "due": "报送期限",
    "scan": "是否另交盖章扫描件",
    "unless": "已列入这些表的人员不必报送",
    "every": "每隔几个月：2 months 即每双月",
    "day": "当月几日前报送",
    "since": "从哪天起要求报送",
    "begins": "本期起始日期是表中的哪一项",
    "ends": "本期截止日期是表中的哪一项",
    "new": "本期新增的数据是表中的哪一部分",
    "total": "累计的数据是表中的哪一部分",
}
_OF_COLLATIONS = {
    "into": "汇总成哪种表",
    "of": "由哪种表汇总",
    "how": "rows 逐人逐行列出，sums 按区合计",
    "cohort": "只汇总第几批；不写则各批分别汇总",
    "fills": "这些栏目由项目填写：district 报送的区，prefecture 市州",
    "copies": "名称不同的栏目：汇总表的栏目 = 原表的栏目",
    "field": "栏目",
    "by": "依据这些意见；都是同一个意思才填写，否则留空并提示",
    "follows": "表示同意前一个意见的说法；括号内为可选的写法",
    "fillers": "结论前后可以有的词语；有别的词语时不作为结论",
    "conditions": "有这些词语时不作结论",
    "denials": "看不懂的结论里有这些字时不作结论",
    "ambiguous": "这些词语在一句的最后才算结论",
    "value": "填写的内容",
    "words": "表示这个结论的说法",
    "sources": "依次从这些表中查找本人：roster 为花名册",
    "unless": "结论为这些的不必查找",
}
_OF_GROUNDS = {
    "form": "表格代号",
    "field": "表中的一项，或含有几项的一部分",
    "label": "栏目名；同名的合为一栏。不写则用表中的名称",
    "fields": "摘录表中的这些内容",
    "about": "姓名后的介绍中，单位之后写这些内容",
    "suggest": "表中的这一项为下面的内容时，提示可以考虑（只提示，不选用）",
    "words": "提示的内容",
}
_OF_INSTALMENTS = {
    "ordinal": "第几次拨付",
    "amount": "每人金额（元）",
    "condition": "拨付条件",
    "form": "按哪种表拨付；不写则现在不拨付",
    "needs": "表中这些栏目是这样的才拨付：true 是，false 否，也可以写表中的文字，几个都可以的写成列表",
    "accounts": "依次从这些表中取账号：roster 为花名册，earlier 为以前的名单",
    "strict": "不拨付的人不应填报账号",
}
_OF_EXCLUSIVE = {"cohort": "第几批", "forms": "这一批每个人只列入其中一种表"}
_TABLES = (
    *("cohorts", "instalments", "duties", "periodic", "collations", "decisions", "verdicts", "lookups"),
    *("exclusive", "grounds", "cases"),
)
# Longer lists take several lines.
_LONGEST = 90
# What a file of one's own may want to say, shown where the programme does not say it.
_OFFERED = {"service_begins": "2021-09-01", "service_ends": "2023-08-31"}


def programme_text(programme: Programme) -> str:
    """The text of the file of a programme; ``load_programme`` gives an equal programme back.

    Only what a built-in programme of the same id has and this one has not would come back: files inherit it.
    """
    lines = [_HEAD, *_table(programme, told=set())]
    told: set[str] = set()
    paid: set[str] = set()
    for cohort in programme.cohorts:
        lines += ["", f"# ---- {ordinal_text(cohort.number)}", "[[cohorts]]", *_table(cohort, told=told)]
        for instalment in cohort.instalments:
            lines += ["", "[[cohorts.instalments]]", *_table(instalment, told=paid, words=_OF_INSTALMENTS)]
    told = set()
    for duty in programme.duties:
        lines += ["", f"# ---- 应报送：{_title(duty.form)}", "[[duties]]", *_table(duty, told=told)]
    told = set()
    for periodic in programme.periodic:
        lines += [
            "",
            f"# ---- 定期报送：{_title(periodic.form)}",
            "[[periodic]]",
            *_table(periodic, told=told),
        ]
    lines += _collations(programme.collations)
    told = set()
    for each in programme.exclusive:
        lines += ["", "[[exclusive]]", *_table(each, told=told, words=_OF_EXCLUSIVE)]
    lines += _plain("grounds", "推荐依据", programme.grounds)
    lines += _plain("cases", "典型案例", programme.cases)
    return "\n".join([*lines, ""])


def _title(form: str) -> str:
    return getattr(RECORDS.get(form), "form_title", form)


def _plain(header: str, title: str, items: Sequence[Any]) -> Iterator[str]:
    """The tables of a list that have none in them."""
    told: set[str] = set()
    for item in items:
        yield from ("", f"# ---- {title}：{_title(item.form)}", f"[[{header}]]")
        yield from _table(item, told=told, words=_OF_GROUNDS)


def _collations(rules: Sequence[CollationRule]) -> Iterator[str]:
    told: set[str] = set()

    def table(header: str, item: CollationRule | Decision | Verdict | Lookup) -> Iterator[str]:
        yield from ("", f"[[{header}]]")
        yield from _table(item, told=told, words=_OF_COLLATIONS)

    for rule in rules:
        into, of = _title(rule.into), _title(rule.of)
        first, *rest = table("collations", rule)
        yield from (first, f"# ---- 汇总：{into} ← {of}", *rest)
        for decision in rule.decisions:
            yield from table("collations.decisions", decision)
            for verdict in decision.verdicts:
                yield from table("collations.decisions.verdicts", verdict)
        for lookup in rule.lookups:
            yield from table("collations.lookups", lookup)


def _table(
    item: Any, *, told: set[str], words: Mapping[str, str] = MappingProxyType(_WORDS)
) -> Iterator[str]:
    """The lines of one table; what a key means is said at its first use."""
    for attribute in attrs.fields(type(item)):
        name, value = attribute.name, getattr(item, attribute.name)
        if name in _TABLES:
            continue
        absent = value is None or value == attribute.default
        if absent and name not in _OFFERED:
            continue
        word = words.get(name, "") if name not in told else ""
        told.add(name)
        if absent:
            if word:
                yield f"# {name} = {_OFFERED[name]}  # {word}，请按实际填写"
            continue
        text = _written(value)
        if "\n" in text:
            yield from [f"# {word}"] if word else []
            yield f"{name} = {text}"
        else:
            yield f"{name} = {text}" + (f"  # {word}" if word else "")


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, (int, dt.date)):
        return str(value)
    if isinstance(value, Decimal):
        # Whole yuan as people write them; others as texts, which nothing rounds.
        return str(int(value)) if value == value.to_integral_value() else _quoted(f"{value:f}")
    if value and isinstance(value[0], tuple):
        return f"{{{', '.join(f'{_name(name)} = {_written(each)}' for name, each in value)}}}"
    return _list(value)


def _name(path: str) -> str:
    return path if path.isidentifier() and path.isascii() else _quoted(path)


def _list(values: Sequence[Any]) -> str:
    if any(isinstance(each, District) for each in values):
        return "\n".join(["[", *(f"  {_district(each)}," for each in values), "]"])
    texts = list(map(_written, values))
    if sum(map(len, texts)) > _LONGEST:
        whole = ", ".join(text.replace(" ", "\0") for text in texts) + ","
        lines = textwrap.wrap(whole, _LONGEST, break_long_words=False, break_on_hyphens=False)
        return "\n".join(["[", *(f"  {line}".replace("\0", " ") for line in lines), "]"])
    return f"[{', '.join(texts)}]"


def _district(district: District) -> str:
    if not district.aliases:
        return _quoted(district.name)
    return f"{{name = {_quoted(district.name)}, aliases = {_list(district.aliases)}}}"


def _quoted(text: str) -> str:
    """A basic string of TOML; what JSON escapes, TOML does in the same way."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
