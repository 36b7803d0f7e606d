"""``kd.Template``: any docxtpl template, filled from any mapping."""

from __future__ import annotations

import io
import pickle
import zipfile
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docxtpl import InlineImage, Listing, RichText
from lxml import etree
from markupsafe import Markup

import kjfz_docs as kd
from kjfz_docs.writing import template as module
from tests.making import W, body, document, paragraph, part, table

FORM = document(
    paragraph("申请表"), table("姓名 | {{ name }} | 单位 | {{ unit.name }}"), paragraph("{{ report }}")
)
LIST = document(
    table("姓名 | 金额", "{%tr for r in rows %}", "{{ r.name }} | {{ r.amount }}", "{%tr endfor %}")
)


def by_word(*texts: str) -> bytes:
    """A complete document, with styles and properties, which docxtpl can open."""
    made = docx.Document()
    for text in texts:
        made.add_paragraph(text)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


WORDS = by_word("{{ a }}", "{{ b }}")
VALUES = {"name": "李明", "unit": {"name": "武汉大学"}, "report": "一\n二"}


def text_of(data: bytes) -> str:
    return "".join(each.text or "\n" for each in body(data).iter(f"{{{W}}}t", f"{{{W}}}br"))


def test_it_fills_a_template_from_a_mapping() -> None:
    assert text_of(kd.Template(FORM).render(VALUES)) == "申请表姓名李明单位武汉大学一\n二"


def test_it_takes_paths_bytes_and_files(tmp_path: Path) -> None:
    (tmp_path / "form.docx").write_bytes(FORM)
    made = {
        kd.Template(source).render(VALUES)
        for source in (FORM, tmp_path / "form.docx", str(tmp_path / "form.docx"), io.BytesIO(FORM))
    }
    assert len(made) == 1


def test_it_takes_every_mapping_and_iterators_over_rows() -> None:
    rows = [{"name": "甲", "amount": 1}, {"name": "乙", "amount": 2}]
    made = kd.Template(LIST).render({"rows": rows})
    assert text_of(made) == "姓名金额甲1乙2"
    assert kd.Template(LIST).render(OrderedDict(rows=iter(rows))) == made
    assert kd.Template(LIST).render({"rows": (row for row in rows)}) == made


def test_it_says_which_fields_it_needs() -> None:
    assert kd.Template(FORM).fields() == ("name", "unit.name", "report")
    assert kd.Template(LIST).fields() == ("rows[].name", "rows[].amount")


def test_it_says_how_it_is_filled() -> None:
    assert kd.Template(FORM).engine == "slots"
    assert kd.Template(LIST).engine == "rows"
    assert kd.Template(document(paragraph("{{ name|upper }}"))).engine == "jinja"


@pytest.mark.parametrize("compression", ["zlib", "isal", "zlib-ng"])
@pytest.mark.parametrize("data", [FORM, LIST])
def test_it_writes_the_same_document_with_each_compression(data: bytes, compression: Any) -> None:
    values = {**VALUES, "rows": [{"name": "甲", "amount": 1}]}
    template = kd.Template(data)
    made = template.render(values, compression=compression)
    assert made == template.render(values, compression)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
    assert part(made) == part(template.render(values))


def test_a_name_that_the_mapping_does_not_have_is_refused_by_name() -> None:
    with pytest.raises(kd.UnwritableError, match="report: the data has no such name") as refused:
        kd.Template(FORM).render({"name": "李明", "unit": {"name": "x"}})
    assert refused.value.field == "report"
    with pytest.raises(kd.UnwritableError, match=r"unit\.name: the data has no such name"):
        kd.Template(FORM).render({**VALUES, "unit": {}})
    with pytest.raises(kd.UnwritableError, match="rows"):
        kd.Template(LIST).render({})


_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
HOSTILE = {
    "an expression": "{{ 7*7 }}",
    "its own tag": "{{ report }}",
    "literal braces": "a {_{ b %_} c",
    "markup": "甲&乙<丙>丁 &amp; <w:p/>",
    "lines and tabs": "甲\n乙\t丙",
    "spaces": "  甲  乙  ",
    "beyond the first plane": "😀𠮷𠀀",
}


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("data", [FORM, document(paragraph("{% if report %}{{ report }}{% endif %}"))])
def test_hostile_values_arrive_as_typed(value: str, data: bytes) -> None:
    made = body(kd.Template(data).render({**VALUES, "report": value}))
    signs = {f"{{{W}}}br": "\n", f"{{{W}}}tab": "\t"}
    paragraphs = made.findall(f"{{{W}}}p")
    tags = [f"{{{W}}}{name}" for name in ("t", "br", "tab")]
    assert "".join(signs.get(each.tag, each.text or "") for each in paragraphs[-1].iter(tags)) == value


@pytest.mark.parametrize("value", ["甲\x0b乙", "甲\ud800乙", "\0", "\uffff"])
@pytest.mark.parametrize("data", [FORM, document(paragraph("{% if report %}{{ report }}{% endif %}"))])
def test_what_no_document_can_hold_is_refused_by_name(value: str, data: bytes) -> None:
    with pytest.raises(kd.UnwritableError) as refused:
        kd.Template(data).render({**VALUES, "report": value})
    assert refused.value.field == "report"
    assert value not in str(refused.value)


@pytest.mark.parametrize("tags", ["{{ r.name }} | {{ r.amount }}", "{{ r.name|upper }} | {{ r.amount }}"])
def test_of_many_rows_the_one_is_named_that_cannot_be_written(tags: str) -> None:
    template = kd.Template(document(table("{%tr for r in rows %}", tags, "{%tr endfor %}")))
    for wrong in ({"name": "乙"}, {"name": "乙", "amount": "3\x0b"}):
        rows = [{"name": "甲", "amount": 1}] * 70 + [wrong]
        with pytest.raises(kd.UnwritableError) as refused:
            template.render({"rows": rows})
        assert refused.value.field == "rows.70.amount"


def test_new_paragraphs_and_pages_are_made_as_docxtpl_makes_them() -> None:
    made = body(kd.Template(FORM).render({**VALUES, "report": "甲\a乙\f丙"}))
    assert ["".join(each.itertext()) for each in made.findall(f"{{{W}}}p")] == [
        "申请表",
        "甲",
        "乙",
        "",
        "丙",
    ]


def test_markup_comes_in_where_it_is_sound_and_is_refused_where_it_breaks_the_document() -> None:
    rich = document(paragraph("{{r report }}"))
    assert b"<w:b/>" in part(kd.Template(rich).render({"report": RichText("甲", bold=True)}))
    assert "甲\n乙" in text_of(kd.Template(FORM).render({**VALUES, "report": Listing("甲\n乙")}))
    with pytest.raises(kd.UnwritableError, match="report: its markup makes no XML"):
        kd.Template(FORM).render({**VALUES, "report": Markup("<w:b>")})
    with pytest.raises(kd.UnwritableError, match="report: a text where only markup may stand"):
        kd.Template(rich).render({"report": "甲"})


def test_a_template_cannot_reach_into_python() -> None:
    for tag in ("{{ name.__class__.__mro__ }}", "{{ name|attr('__class__') }}", "{% set x = [].append(1) %}"):
        with pytest.raises((kd.TemplateError, kd.UnwritableError)):
            kd.Template(document(paragraph(tag))).render(VALUES)


def test_it_can_be_pickled_and_shared_by_threads() -> None:
    template = pickle.loads(pickle.dumps(kd.Template(LIST, debug=True)))
    mappings = [{"rows": [{"name": str(one), "amount": two} for two in range(9)]} for one in range(40)]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(template.render, mappings)) == [template.render(each) for each in mappings]


def test_templates_of_one_content_share_what_was_compiled_and_no_more_than_some_are_kept() -> None:
    one, other = kd.Template(FORM), kd.Template(bytes(bytearray(FORM)))
    assert one._compiled() is other._compiled()
    for number in range(40):
        kd.Template(document(paragraph(f"{{{{ a{number} }}}}"))).fields()
    assert module._engine.cache_info().currsize == module._KEPT


def test_filters_of_ones_own_are_known_to_its_tags() -> None:
    data = document(paragraph("{{ name|stars }}"))
    template = kd.Template(data, filters={"stars": _stars})
    assert text_of(pickle.loads(pickle.dumps(template)).render(VALUES)) == "**"
    with pytest.raises(kd.TemplateError, match="stars"):
        kd.Template(data).render(VALUES)


class Stars:
    """A filter without a hash, as objects that compare by what they hold have none."""

    def __init__(self, sign: str) -> None:
        self.sign = sign

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Stars) and other.sign == self.sign

    __hash__ = None  # type: ignore[assignment]

    def __call__(self, value: str) -> str:
        return self.sign * len(value)


def test_a_filter_may_be_an_object_without_a_hash() -> None:
    template = kd.Template(document(paragraph("{{ name|stars }}")), filters={"stars": Stars("*")})
    for each in (template, pickle.loads(pickle.dumps(template))):
        assert text_of(each.render({"name": "李明"})) == "**"


def _stars(value: str) -> str:
    return "*" * len(value)


def test_with_debug_every_document_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[Any] = []
    read = etree.fromstring

    def noted(*each: Any, **more: Any) -> Any:
        parsed.append(each)
        return read(*each, **more)

    monkeypatch.setattr(etree, "fromstring", noted)
    for debug in (False, True):
        template = kd.Template(FORM, debug=debug)
        template.fields()
        parsed.clear()
        template.render(VALUES)
        assert len(parsed) == debug


def test_what_is_no_template_is_refused() -> None:
    with pytest.raises(kd.Refused):
        kd.Template(b"")
    with pytest.raises(kd.TemplateError, match="no template of this kind"):
        kd.Template(b"%PDF-1.7\n%%EOF")


def test_a_header_that_several_relations_name_each_in_its_own_way_is_filled_once() -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/header"
    relations = "".join(
        f'<Relationship Id="{name}" Target="{target}" Type="{kind}"/>'
        for name, target in (("a", "header1.xml"), ("b", "HEADER1.xml"))
    )
    stream = io.BytesIO(FORM)
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr(
            "word/_rels/document.xml.rels", f'<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>'
        )
        package.writestr("word/Header1.xml", f'<w:hdr xmlns:w="{W}">{paragraph("{{ name }}")}</w:hdr>')
    made = kd.Template(stream.getvalue()).render(VALUES)
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert sorted(package.namelist()) == sorted(zipfile.ZipFile(stream).namelist())
    assert "李明".encode() in part(made, "word/Header1.xml")


# ------------------------------------------------------------------ values that only docxtpl can write

DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060"
    "000000050001a5f645400000000049454e44ae426082"
)


def test_a_picture_is_put_in_by_docxtpl_and_other_values_arrive_as_typed() -> None:
    made = kd.Template(WORDS).render({"a": "{_{ & }_}", "b": InlineImage(None, io.BytesIO(DOT))})
    assert b"<w:drawing>" in part(made)
    assert "{_{ & }_}" in text_of(made)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert any(name.endswith(".png") for name in archive.namelist())
    with pytest.raises(kd.UnwritableError, match="b: the data has no such name"):
        kd.Template(WORDS).render({"a": InlineImage(None, io.BytesIO(DOT))})


def test_a_link_needs_the_engine_it_was_made_with() -> None:
    template = kd.Template(WORDS)
    engine = template.docxtpl()
    link = RichText("网址", url_id=engine.build_url_id("https://example.com/"))
    values = {"a": "甲", "b": link}
    with pytest.raises(kd.UnwritableError, match="b: has a link that only docxtpl knows"):
        template.render(values)
    made = template.render(values, using=engine)
    assert b"https://example.com/" in part(made, "word/_rels/document.xml.rels")


def test_an_engine_keeps_its_links_for_every_document() -> None:
    template = kd.Template(WORDS)
    engine = template.docxtpl()
    for url in ("https://example.com/1", "https://example.com/2"):
        link = RichText("网址", url_id=engine.build_url_id(url))
        for _ in range(2):
            made = template.render({"a": "甲", "b": link}, using=engine)
            assert url.encode() in part(made, "word/_rels/document.xml.rels")


def test_threads_that_share_an_engine_get_each_their_own_values() -> None:
    template = kd.Template(WORDS)
    engine = template.docxtpl()
    link = RichText("网址", url_id=engine.build_url_id("https://example.com/"))

    def filled(number: int) -> str:
        return text_of(template.render({"a": f"第{number}人", "b": link}, using=engine))

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(filled, range(60))) == [f"第{number}人\n网址" for number in range(60)]


def test_threads_that_share_a_document_within_get_each_their_own_values() -> None:
    pytest.importorskip("docxcompose")
    template = kd.Template(WORDS)
    within = template.docxtpl().new_subdoc()
    within.add_paragraph("附录")

    def filled(number: int) -> str:
        return text_of(template.render({"a": f"第{number}人", "b": within}))

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(filled, range(60))) == [f"第{number}人\n附录" for number in range(60)]


def test_a_document_within_is_put_in_by_the_engine_it_was_made_with() -> None:
    pytest.importorskip("docxcompose")
    template = kd.Template(WORDS)
    within = template.docxtpl().new_subdoc()
    within.add_paragraph("附录")
    assert "附录" in text_of(template.render({"a": "甲", "b": within}))
    foreign = kd.Template(by_word("{{ c }}")).docxtpl().new_subdoc()
    with pytest.raises(kd.UnwritableError, match="was made for another template"):
        template.render({"a": "甲", "b": foreign})


def test_members_that_lead_out_of_a_template_are_not_copied() -> None:
    stream = io.BytesIO(FORM)
    with zipfile.ZipFile(stream, "a") as archive:
        for name in ("../x", "../X", "/abs", "word\\..\\..\\y"):
            archive.writestr(name, b"x")
    assert kd.Template(stream.getvalue()).render(VALUES) == kd.Template(FORM).render(VALUES)


# ------------------------------------------------------------------ checking


def test_a_sound_template_has_no_findings() -> None:
    for data in (
        FORM,
        LIST,
        document(paragraph("{{ a|upper }}{% for k, v in b.items() %}{{ k }}{% endfor %}")),
    ):
        assert kd.Template(data).check() == ()


@pytest.mark.parametrize(
    ("tag", "said", "where"),
    [
        ("{{ name", "标签没有写完整", "第2段"),
        ("{{ name }", "标签", "第2段"),
        ("{% if name %}", "条件没有配对", "第2段"),
        ("{%p for x in rows %}", "循环没有配对", "第2段"),
        ("{% endif %}", "“endif”没有与之配对的开头", "第2段"),
        ("{{ name|nothing }}", "没有过滤器“nothing”", "第2段"),
        ("{{ name..x }}", "标签的写法不对", "第2段"),
        ("{% if name is odder %}{% endif %}", "没有判断“odder”", "第2段"),
        ("{name}", "应写作 {{ name }}", "第2段"),
        ("｛｛ name ｝｝", "不是英文的", "第2段"),
    ],
)
def test_a_fault_is_told_with_its_place(tag: str, said: str, where: str) -> None:
    found = kd.Template(document(paragraph("{{ sound }}"), paragraph(tag), paragraph("{{ sound }}"))).check()
    assert [(each.code, str(each.where)) for each in found] == [("KD601", where)]
    assert said in found[0].message


def test_a_file_without_tags_is_told() -> None:
    assert [each.code for each in kd.Template(document(paragraph("申请表"))).check()] == ["KD620"]


def test_a_template_with_a_fault_raises_what_its_check_says() -> None:
    template = kd.Template(document(paragraph("{% if name %}")))
    with pytest.raises(kd.TemplateError) as raised:
        template.render(VALUES)
    assert raised.value.findings == template.check()


def nested(begin: str, end: str, times: int) -> bytes:
    return document(*map(paragraph, (*[begin] * times, "{{ a }}", *[end] * times)))


LOOPS = "{% for x in rows %}", "{% endfor %}"
CONDITIONS = "{% if a %}", "{% endif %}"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (nested(*LOOPS, 21), "KD612"),
        (nested(*CONDITIONS, 110), "KD612"),
        (nested(*CONDITIONS, 1000), "KD612"),
        (document(paragraph(f"{{{{ {'(' * 3000}a{')' * 3000} }}}}")), "KD601"),
    ],
    ids=["loops", "conditions", "many conditions", "brackets"],
)
def test_tags_too_deep_in_one_another_are_a_fault_of_the_template(data: bytes, code: str) -> None:
    template = kd.Template(data)
    (finding,) = template.check()
    assert finding.code == code
    assert "层数太多" in finding.message
    for ask in (template.fields, lambda: template.engine, lambda: template.render({"a": 1, "rows": []})):
        with pytest.raises(kd.TemplateError) as raised:
            ask()
        assert raised.value.findings == (finding,)


def test_arguments_given_twice_are_told_as_what_they_are() -> None:
    (finding,) = kd.Template(document(paragraph("{{ a|join(d=1, d=2) }}"))).check()
    assert finding.code == "KD612"
    assert "repeated" in finding.message


@pytest.mark.parametrize("tags", [LOOPS, CONDITIONS])
def test_tags_as_deep_as_jinja_takes_them_are_filled(tags: tuple[str, str]) -> None:
    template = kd.Template(nested(*tags, 20))
    assert template.check() == ()
    assert text_of(template.render({"a": "甲", "rows": [1]})).strip() == "甲"


def test_brackets_too_deep_in_a_workbook_are_a_fault_of_their_cell() -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet["B2"] = f"{{{{ {'(' * 3000}a{')' * 3000} }}}}"
    file = io.BytesIO()
    book.save(file)
    (finding,) = kd.Template(file.getvalue()).check()
    assert finding.code == "KD601"
    assert "层数太多" in finding.message


def test_a_workbook_is_a_template_too() -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for cells in (["{{ title }}"], ["{%tr for row in rows %}"], ["{{ row.account }}"], ["{%tr endfor %}"]):
        sheet.append(cells)
    file = io.BytesIO()
    book.save(file)
    template = pickle.loads(pickle.dumps(kd.Template(file.getvalue())))
    assert template.fields() == ("title", "rows[].account")
    assert template.check() == ()
    rows = ({"account": account} for account in ("6217002870000001241", "=1+1"))
    made = template.render({"title": "名单", "rows": rows}, compression="isal")
    values = openpyxl.load_workbook(io.BytesIO(made)).active.values
    assert [value for (value,) in values] == ["名单", "6217002870000001241", "=1+1"]
    with pytest.raises(TypeError, match="only Word templates"):
        template.docxtpl()
