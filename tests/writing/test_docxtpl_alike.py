"""Every tag of docxtpl's language: docxtpl and ``kd.Template`` make the same XML of it."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest
from docxtpl import InlineImage, Listing, RichText, RichTextParagraph
from hypothesis import given
from hypothesis import strategies as st

import kjfz_docs as kd
from tests.making import W, with_part
from tests.writing.alike import by_docxtpl, texts
from tests.writing.test_template import DOT

LOOKS = '<w:rPr><w:b/><w:color w:val="FF0000"/></w:rPr>'
CENTRED = '<w:pPr><w:jc w:val="center"/></w:pPr>'


_NOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def paragraph(text: str, looks: str = LOOKS) -> str:
    return f"<w:p>{CENTRED}<w:r>{looks}<w:t>{text}</w:t></w:r></w:p>"


def split(*texts: str) -> str:
    """A paragraph whose text Word has split over runs."""
    return "<w:p>" + "".join(f"<w:r><w:t>{text}</w:t></w:r>" for text in texts) + "</w:p>"


def table(*rows: str, columns: int = 2) -> str:
    grid = '<w:gridCol w:w="4000"/>' * columns
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(map(row, rows))}</w:tbl>"


def row(cells: str) -> str:
    return "<w:tr>" + "".join(cell(text) for text in cells.split(" | ")) + "</w:tr>"


def cell(text: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="4000" w:type="dxa"/></w:tcPr>{paragraph(text)}</w:tc>'


def word(*blocks: str, header: str = "", title: str = "", footnote: str = "") -> bytes:
    """A complete document with these blocks in its body."""
    made = docx.Document()
    if header:
        made.sections[0].header.paragraphs[0].text = header
        made.sections[0].footer.paragraphs[0].text = header
    made.core_properties.title = title
    made.core_properties.keywords = title
    stream = io.BytesIO()
    made.save(stream)
    data = stream.getvalue()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        xml = package.read("word/document.xml").replace(b"<w:body>", f"<w:body>{''.join(blocks)}".encode(), 1)
        relations = package.read("word/_rels/document.xml.rels").decode()
        types = package.read("[Content_Types].xml").decode()
    if not footnote:
        return with_part(data, {"word/document.xml": xml})
    relation = f'<Relationship Id="rIdN" Type="{_NOTES}" Target="footnotes.xml"/></Relationships>'
    override = f'<Override PartName="/word/footnotes.xml" ContentType="{_TYPE}"/></Types>'
    changed = {
        "word/document.xml": xml,
        "word/_rels/document.xml.rels": relations.replace("</Relationships>", relation).encode(),
        "[Content_Types].xml": types.replace("</Types>", override).encode(),
    }
    notes = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="1">{paragraph(footnote)}</w:footnote></w:footnotes>'
    )
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("word/footnotes.xml", notes)
    return with_part(stream.getvalue(), changed)


ROWS = [{"name": "甲&乙", "n": 1, "colour": "FF00FF"}, {"name": "<丙>", "n": 2.5, "colour": "00FF00"}]
VALUES: dict[str, Any] = {
    "name": "李\n明\t&<b>",
    "empty": "",
    "void": None,
    "yes": True,
    "rows": ROWS,
    "nothing": [],
    "columns": ["一", "二", "三"],
    "unit": {"name": "武汉大学"},
    "long": "一\a二\f三",
    "rich": RichText("a\tb\nc", bold=True, color="FF0000"),
    "several": RichTextParagraph(RichText("段", italic=True), parastyle="Heading1"),
    "listing": Listing("一\n二\a三\t四 <&>"),
}
LOOP = ("{%tr for r in rows %}", "{%tr endfor %}")
TEMPLATES: dict[str, tuple[str, str]] = {
    "values": ("slots", paragraph("{{ name }}，{{ unit.name }}{{ void }}{{ yes }}{{ empty }}")),
    "values in split runs": ("slots", split("{", "{ na", "me }", "}")),
    "values in tables": ("slots", table("姓名 | {{ name }}", "{{ unit.name }} | {{ name }}")),
    "new paragraphs and pages": ("slots", paragraph("前{{ long }}后")),
    "literal braces": ("slots", paragraph("{_{ name }_} {_% if %_} {{ yes }}")),
    "comments": ("slots", paragraph("{# nothing #}{{ yes }}") + paragraph("{#p nothing #}")),
    "line ends of the template": ("slots", paragraph("一\n二\t三{{ yes }}")),
    "a table with more columns than its rows have": ("slots", table("{{ yes }} | b", columns=4)),
    "a table with fewer columns than its rows have": ("slots", table("{{ yes }} | b | c")),
    "quotation marks that Word has turned": (
        "jinja",
        paragraph("{{ yes if unit.name == “武汉大学” else ‘no’ }}"),
    ),
    "expressions": ("jinja", paragraph("{{ name|upper }}{{ 1 + 2 }}{{ rows|length }}{{ rows[0].name }}")),
    "conditions": ("blocks", paragraph("{% if yes %}{{ name }}{% elif void %}b{% else %}c{% endif %}")),
    "conditions over paragraphs": (
        "blocks",
        paragraph("{%p if yes %}")
        + paragraph("{{ name }}")
        + paragraph("{%p else %}")
        + paragraph("b")
        + paragraph("{%p endif %}"),
    ),
    "conditions over runs": ("blocks", split("{% if void %}", "a", "{% else %}", "b", "{% endif %}")),
    "runs": ("blocks", split("a", "{%r if yes %}", "b", "{%r endif %}")),
    "variables": ("jinja", paragraph("{% set x = unit.name %}{{ x }}{{ x ~ name }}")),
    "macros": ("jinja", paragraph("{% macro m(x) %}（{{ x }}）{% endmacro %}{{ m(unit.name) }}")),
    "loops in a text": ("rows", paragraph("{% for r in rows %}{{ r.name }}{{ loop.index }}、{% endfor %}")),
    "loops over paragraphs": (
        "rows",
        "".join(map(paragraph, ("{%p for r in rows %}", "{{ r.name }}", "{%p endfor %}"))),
    ),
    "rows": ("rows", table("姓名 | 数", LOOP[0], "{{ r.name }} | {{ r.n }}", LOOP[1], "合计 | {{ yes }}")),
    "numbered rows": (
        "rows",
        table("号 | 名", LOOP[0], "{{ loop.index }} | {{ r.name }}{{ unit.name }}", LOOP[1]),
    ),
    "no rows": ("rows", table("姓名 | 数", "{%tr for r in nothing %}", "{{ r.name }} | {{ r.n }}", LOOP[1])),
    "rows that may be the widest": ("jinja", table("标题", LOOP[0], "{{ r.name }} | {{ r.n }}", LOOP[1])),
    "no rows, but those would be the widest": (
        "jinja",
        table("标题", "{%tr for r in nothing %}", "{{ r.name }} | {{ r.n }}", LOOP[1]),
    ),
    "rows within rows": (
        "blocks",
        table("a | b", LOOP[0], "{%tr for x in columns %}", "{{ r.name }} | {{ x }}", LOOP[1], LOOP[1]),
    ),
    "rows or else": (
        "blocks",
        table("a | b", "{%tr for r in nothing %}", "{{ r.n }} | b", "{%tr else %}", "无 | 无", LOOP[1]),
    ),
    "columns": ("jinja", table("{%tc for x in columns %} | {{ x }} | {%tc endfor %}", columns=3)),
    "merged down": ("blocks", table("a | b", LOOP[0], "{% vm %}{{ unit.name }} | {{ r.name }}", LOOP[1])),
    "merged across": (
        "jinja",
        table("{%tc for x in columns %} | {% hm %}{{ unit.name }} | {%tc endfor %}", columns=3),
    ),
    "spans": ("jinja", table("{% colspan columns|count %}标题", "a | b | c", columns=3)),
    "colours": ("jinja", table("a | b", LOOP[0], "{% cellbg r.colour %}{{ r.name }} | {{ r.n }}", LOOP[1])),
    "rich texts": ("jinja", split("a", "{{r rich }}", "b")),
    "rich paragraphs": ("jinja", paragraph("{{p several }}")),
    "rich texts where a loop is": ("jinja", split("{%r for x in columns %}", "{{r rich }}", "{%r endfor %}")),
    "listings": ("slots", paragraph("前{{ listing }}后")),
    "listings in rows": ("rows", table("a | b", LOOP[0], "{{ r.name }} | {{ listing }}", LOOP[1])),
    "cut off blanks": ("blocks", split("a {%- if yes %}", "b", "{%- endif %} c")),
    "merged paragraphs": (
        "blocks",
        paragraph("a{%- if yes -%}") + paragraph("b") + paragraph("{%- endif -%} c"),
    ),
    "raw": ("slots", paragraph("{% raw %}{{ name }}{% endraw %}{{ yes }}")),
    "rtl marks and other signs": ("slots", paragraph("\u200f“{{ name }}”‘’&lt;&amp;")),
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_they_make_the_same_of_every_tag(name: str) -> None:
    engine, blocks = TEMPLATES[name]
    data = word(blocks)
    template = kd.Template(data, debug=True)
    assert template.engine == engine
    assert template.check() == ()
    assert texts(template.render(VALUES)) == texts(by_docxtpl(data, VALUES))


def test_they_make_the_same_of_headers_footers_notes_and_properties() -> None:
    data = word(
        paragraph("{{ name }}"),
        header="{{ unit.name }}{{ yes }}",
        title="{{ unit.name }}",
        footnote="{{ name }}",
    )
    template = kd.Template(data)
    assert template.fields() == ("name", "unit.name", "yes")
    ours = texts(template.render(VALUES))
    assert ours == texts(by_docxtpl(data, VALUES))
    assert "明".encode() in ours["word/footnotes.xml"]
    assert "武汉大学".encode() in ours["docProps/core.xml"]
    assert b"{{ unit.name }}" in ours["docProps/core.xml"]  # among the keywords, which docxtpl leaves alone


def test_a_property_has_a_value_as_it_was_typed() -> None:
    data = word(paragraph("{{ yes }}"), title="{{ name }}")
    made = texts(kd.Template(data).render({"yes": 1, "name": "甲&乙"}))
    assert "甲&amp;乙".encode() in made["docProps/core.xml"]


def test_they_make_the_same_of_pictures() -> None:
    data = word(paragraph("{{ name }}"), paragraph("{{ picture }}"), paragraph("{% if yes %}a{% endif %}"))
    picture = InlineImage(None, io.BytesIO(DOT))
    ours = texts(kd.Template(data).render({**VALUES, "picture": picture}))
    engine = kd.Template(data).docxtpl()
    picture.tpl = engine
    assert ours == texts(by_docxtpl(engine, {**VALUES, "picture": picture}))


PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), max_size=20)
TYPED = st.one_of(PLAIN, st.text(st.sampled_from("甲 &<>\"'\n\t\a\f")), st.integers(), st.none())
FORM = word(paragraph("a{{ a }}b{{ b }}"), table("a | {{ a }}"), header="{{ b }}")
LIST = word(table("a | b", LOOP[0], "{{ r.a }} | {{ r.b }}", LOOP[1]))


@given(a=TYPED, b=TYPED)
def test_they_make_the_same_of_any_value(a: object, b: object) -> None:
    values = {"a": a, "b": b, "rows": [{"a": a, "b": b}, {"a": b, "b": a}]}
    for data in (FORM, LIST):
        assert texts(kd.Template(data).render(values)) == texts(by_docxtpl(data, values))
