"""Tags in headers, footers and notes of a Word template: nobody reads them, but they must name a field."""

from __future__ import annotations

import io
import zipfile

from tests.making import W, paragraph, with_part
from tests.templating.test_lint import SOUND, check


def with_header(text: str) -> bytes:
    """The sound template with a page header."""
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Target="header1.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header"/></Relationships>'
    )
    header = f'<w:hdr xmlns:w="{W}">{paragraph(text)}</w:hdr>'
    stream = io.BytesIO(SOUND)
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("word/_rels/document.xml.rels", relation)
        package.writestr("word/header1.xml", header)
    return with_part(stream.getvalue(), {})


def test_a_misspelt_tag_in_the_page_header_is_found() -> None:
    assert check(with_header("{{ name }}")) == ()
    (finding,) = check(with_header("{{ nmae }}"))
    assert finding.code == "KD602"
    assert str(finding.where) == "页眉第1段"
    assert "是否应为“name”" in finding.message


def test_a_name_in_single_braces_in_the_page_header_is_found() -> None:
    (finding,) = check(with_header("姓名：{name}"))
    assert (finding.code, finding.raw, str(finding.where)) == ("KD601", "{name}", "页眉第1段")
    assert "应写作 {{ name }}" in finding.message


def test_a_brace_too_many_in_the_page_header_is_found() -> None:
    (finding,) = check(with_header("{{ name }}}"))
    assert str(finding.where) == "页眉第1段"
    assert "大括号多了一个" in finding.message
