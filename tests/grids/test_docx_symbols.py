from __future__ import annotations

import pytest

from kjfz_docs.grids.symbols import in_symbol_font, symbol, table_of
from tests.grids.documents import p, r, text_of


def fonts(**given: str) -> str:
    attributes = " ".join(f'w:{slot}="{font}"' for slot, font in given.items())
    return f"<w:rFonts {attributes}/>"


@pytest.mark.parametrize(
    ("font", "code", "character"),
    [
        ("Wingdings", "F0FC", "✓"),
        ("Wingdings", "00FC", "✓"),
        ("Wingdings", "F0FE", "☑"),
        ("Wingdings", "F0A8", "□"),
        ("Wingdings", "F06F", "□"),
        ("Wingdings", "F0FB", "✗"),
        ("Wingdings", "F0FD", "☒"),
        ("Wingdings", "F081", "①"),
        ("Wingdings 2", "F052", "☑"),
        ("Wingdings 2", "0052", "☑"),
        ("Wingdings 2", "F050", "✓"),
        ("Wingdings 2", "F053", "☒"),
        ("Wingdings 2", "F054", "☒"),
        ("Wingdings 2", "F04F", "✗"),
        ("Wingdings 2", "F0A3", "□"),
        ("Wingdings 2", "F06A", "①"),
        ("Webdings", "F061", "✔"),
        ("Webdings", "F063", "□"),
        ("Webdings", "F072", "✗"),
        ("Symbol", "F0D6", "√"),
        ("Symbol", "F0B4", "×"),
        ("Symbol", "F0B7", "•"),
        ("Arial", "221A", "√"),
        ("宋体", "2611", "☑"),
    ],
)
def test_an_inserted_symbol_is_its_character(font: str, code: str, character: str) -> None:
    assert text_of(p(r(f'<w:sym w:font="{font}" w:char="{code}"/>'), "是")) == character + "是"


@pytest.mark.parametrize("char", ["", "x", "-1"])
def test_a_symbol_without_a_code_is_nothing_that_breaks(char: str) -> None:
    assert text_of(p(r(f'<w:sym w:font="Wingdings" w:char="{char}"/>'), "是")).endswith("是")


@pytest.mark.parametrize("char", ["D800", "7FFFFFFF", "0001"])
def test_a_symbol_with_a_senseless_code_is_a_replacement_character(char: str) -> None:
    assert text_of(p(r(f'<w:sym w:font="Arial" w:char="{char}"/>'))) == "\ufffd"


@pytest.mark.parametrize(
    ("properties", "text", "shown"),
    [
        (fonts(ascii="Wingdings 2", hAnsi="Wingdings 2"), "R", "☑"),
        (fonts(ascii="Wingdings 2", hAnsi="Wingdings 2"), "P£S", "✓□☒"),
        (fonts(ascii="wingdings", hAnsi="wingdings"), "ü", "✓"),
        (fonts(ascii="Wingdings", hAnsi="Wingdings"), "þ¨", "☑□"),
        (fonts(hAnsi="Wingdings"), "\uf0fe", "☑"),
        (fonts(eastAsia="Wingdings"), "\uf0fe", "☑"),
        (fonts(eastAsia="Wingdings", ascii="Arial", hAnsi="Arial"), "R\uf0fe", "R☑"),
        (fonts(eastAsia="Wingdings 2", hint="eastAsia"), "R", "☑"),
        (fonts(eastAsia="Wingdings 2"), "R", "R"),
        (fonts(eastAsia="Wingdings 2", hint="eastAsia", ascii="Arial"), "R", "R"),
        (fonts(ascii="仿宋", hAnsi="仿宋", eastAsia="仿宋"), "R是", "R是"),
        (fonts(ascii="Wingdings 2", hAnsi="Wingdings 2", eastAsia="宋体"), "R是 ", "☑是 "),
        (fonts(ascii="Wingdings", hAnsi="Wingdings"), "‚", "②"),
    ],
)
def test_it_reads_a_tick_by_the_font_of_its_run(properties: str, text: str, shown: str) -> None:
    assert text_of(p(r(text, properties))) == shown


def test_it_reads_a_tick_by_the_font_of_its_character_style() -> None:
    styles = (
        f'<w:style w:type="character" w:styleId="t0"><w:rPr>{fonts(ascii="Wingdings 2", hAnsi="Wingdings 2")}</w:rPr>'
        '</w:style><w:style w:type="character" w:styleId="t"><w:basedOn w:val="t0"/></w:style>'
    )
    body = p(
        r("R", '<w:rStyle w:val="t"/>'),
        r("R", '<w:rStyle w:val="t"/>' + fonts(ascii="Arial", hAnsi="Arial")),
        "R",
    )
    assert text_of(body, styles=styles) == "☑RR"


def test_it_reads_a_tick_by_the_font_of_its_paragraph_style() -> None:
    styles = (
        f'<w:style w:type="paragraph" w:styleId="t"><w:rPr>{fonts(ascii="Wingdings", hAnsi="Wingdings")}</w:rPr>'
        "</w:style>"
    )
    assert text_of(p("þ", properties='<w:pStyle w:val="t"/>'), styles=styles) == "☑"


def test_it_reads_a_tick_by_the_font_of_the_document() -> None:
    styles = f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts(ascii='Wingdings')}</w:rPr></w:rPrDefault></w:docDefaults>"
    assert text_of(p("þ"), styles=styles) == "☑"


def test_an_unknown_picture_of_a_symbol_font_is_taken_for_no_letter() -> None:
    assert text_of(p(r("Z", fonts(ascii="Wingdings 3", hAnsi="Wingdings 3")))) == "\uf05a"


def test_private_characters_without_a_symbol_font_stay_as_they_are() -> None:
    assert text_of(p(r("\uf0fe", fonts(ascii="宋体")))) == "\uf0fe"


def test_every_code_of_a_symbol_font_means_one_character() -> None:
    for font in ("Wingdings", "Wingdings 2", "Webdings", "Symbol", "Zapf Dingbats", "Marlett"):
        table = table_of(font)
        for code in range(0x21, 0x100):
            shown = symbol(font, code)
            assert len(shown) == 1
            assert symbol(font, 0xF000 + code) == shown
            assert in_symbol_font(chr(0xF000 + code), table, None) == shown
