from __future__ import annotations

import pytest

from kjfz_docs.grids import PLAIN, Format
from tests.grids.documents import codes, grid, p, r, text_of


def look(properties: str, *, styles: str = "", paragraph: str = "") -> Format:
    (line,) = grid(p(r("字", properties), properties=paragraph), styles=styles).lines
    return line.cells[0].rich.format_at(0)


def style(kind: str, name: str, properties: str, *, based_on: str = "", default: bool = False) -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    first = ' w:default="1"' if default else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{name}"{first}><w:name w:val="{name}"/>{base}'
        f"<w:rPr>{properties}</w:rPr></w:style>"
    )


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ("<w:b/>", Format(bold=True)),
        ('<w:b w:val="0"/>', PLAIN),
        ('<w:b w:val="false"/>', PLAIN),
        ('<w:b w:val="on"/>', Format(bold=True)),
        ('<w:u w:val="single"/>', Format(underline=True)),
        ('<w:u w:val="words"/>', Format(underline=True)),
        ('<w:u w:val="none"/>', PLAIN),
        ("<w:strike/>", Format(strike=True)),
        ("<w:dstrike/>", Format(strike=True)),
        ('<w:highlight w:val="yellow"/>', Format(highlight=True)),
        ('<w:highlight w:val="none"/>', PLAIN),
        ('<w:shd w:val="clear" w:fill="FFFF00"/>', Format(highlight=True)),
        ('<w:shd w:val="clear" w:fill="auto"/>', PLAIN),
        ('<w:shd w:val="clear" w:fill="FFFFFF"/>', PLAIN),
        ('<w:shd w:val="pct15" w:fill="auto"/>', Format(highlight=True)),
        ('<w:color w:val="ff0000"/>', Format(color="FF0000")),
        ('<w:color w:val="auto"/>', PLAIN),
        ('<w:color w:val="000000"/>', PLAIN),
        ('<w:bdr w:val="single" w:sz="4"/>', Format(circled=True)),
        ('<w:bdr w:val="nil"/>', PLAIN),
        ('<w:eastAsianLayout w:id="1" w:combine="1" w:combineBrackets="round"/>', Format(circled=True)),
        ('<w:eastAsianLayout w:id="1" w:combine="1"/>', PLAIN),
        ('<w:sz w:val="21"/><w:lang w:val="en-US"/>', PLAIN),
        ('<w:b/><w:u w:val="single"/><w:strike/>', Format(bold=True, underline=True, strike=True)),
    ],
)
def test_direct_formatting(properties: str, expected: Format) -> None:
    assert look(properties) == expected


def test_only_what_is_not_plain_has_a_span() -> None:
    (line,) = grid(p("甲", r("乙丙", "<w:strike/>"), "丁")).lines
    assert line.cells[0].rich.spans == ((1, 3, Format(strike=True)),)


def test_a_character_style_gives_its_format_and_direct_formatting_goes_before() -> None:
    styles = style("character", "s", '<w:strike/><w:u w:val="single"/>')
    of_style = '<w:rStyle w:val="s"/>'
    assert look(of_style, styles=styles) == Format(strike=True, underline=True)
    assert look(of_style + '<w:strike w:val="0"/>', styles=styles) == Format(underline=True)


def test_styles_inherit() -> None:
    styles = style("character", "a", '<w:u w:val="single"/><w:color w:val="FF0000"/>') + style(
        "character", "b", '<w:u w:val="none"/>', based_on="a"
    )
    assert look('<w:rStyle w:val="b"/>', styles=styles) == Format(color="FF0000")


def test_styles_in_a_circle_do_no_harm() -> None:
    styles = style("character", "a", "<w:b/>", based_on="b") + style("character", "b", "", based_on="a")
    assert look('<w:rStyle w:val="b"/>', styles=styles) == Format(bold=True)


def test_a_toggle_in_both_styles_is_off() -> None:
    styles = style("paragraph", "p", "<w:b/>") + style("character", "c", "<w:b/>")
    in_both = look('<w:rStyle w:val="c"/>', styles=styles, paragraph='<w:pStyle w:val="p"/>')
    in_one = look("", styles=styles, paragraph='<w:pStyle w:val="p"/>')
    assert (in_both, in_one) == (PLAIN, Format(bold=True))


def test_the_default_paragraph_style_counts_where_none_is_named() -> None:
    assert look("", styles=style("paragraph", "n", "<w:strike/>", default=True)) == Format(strike=True)


def test_an_unknown_style_is_none() -> None:
    assert look('<w:rStyle w:val="no"/>', paragraph='<w:pStyle w:val="none"/>') == PLAIN


def test_hidden_text_is_left_out_with_a_note() -> None:
    found = grid(p("甲", r("藏", "<w:vanish/>"), "乙") + p(r("也藏", "<w:vanish/>")))
    assert (found.draw(), codes(found)) == ("  甲乙\n  ", ["KD210"])


def test_text_hidden_by_its_style_is_left_out() -> None:
    hidden = style("character", "h", "<w:vanish/>") + style("paragraph", "ph", "<w:vanish/>")
    assert text_of(p("甲", r("藏", '<w:rStyle w:val="h"/>')), styles=hidden) == "甲"
    assert text_of(p("藏", properties='<w:pStyle w:val="ph"/>'), styles=hidden) == ""
    shown = r("显", '<w:rStyle w:val="h"/><w:vanish w:val="0"/>')
    assert text_of(p(shown), styles=hidden) == "显"


def test_a_hidden_symbol_is_left_out_too() -> None:
    found = grid(p("甲", r('<w:sym w:font="Wingdings" w:char="F0FE"/>', "<w:vanish/>")))
    assert (found.draw(), codes(found)) == ("  甲", ["KD210"])


def test_hidden_white_space_is_not_worth_a_note() -> None:
    assert codes(grid(p("甲", r(" ", "<w:vanish/>")))) == []


TABLE_STYLE = '<w:style w:type="table" w:styleId="网格">%s<w:rPr><w:strike/></w:rPr></w:style>'


def test_styles_of_tables_are_left_out_before_the_part_is_parsed() -> None:
    """Those that python-docx and Word write by the hundred say nothing of runs."""
    paragraph = style("paragraph", "删", "<w:strike/>")
    part = "".join([TABLE_STYLE % "", paragraph, TABLE_STYLE % "", style("paragraph", "粗", "<w:b/>")])
    for name, expected in (("删", Format(strike=True)), ("粗", Format(bold=True)), ("网格", PLAIN)):
        assert look("", styles=part, paragraph=f'<w:pStyle w:val="{name}"/>') == expected


@pytest.mark.parametrize("around", ["<!-- %s -->", "<?note %s?>"])
def test_what_only_looks_like_a_style_of_a_table_hides_no_other(around: str) -> None:
    part = around % '<w:style w:type="table">' + style("paragraph", "删", "<w:strike/>")
    assert look("", styles=part, paragraph='<w:pStyle w:val="删"/>') == Format(strike=True)
