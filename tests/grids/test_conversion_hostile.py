"""A file that points elsewhere gets nothing from there: no file of this machine, nothing from the network, no macro."""

from __future__ import annotations

import http.server
import io
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kjfz_docs.errors import LibreOfficeError
from kjfz_docs.grids import libreoffice
from kjfz_docs.grids.libreoffice import Document, convert_all
from tests.grids.documents import zipped
from tests.office import needs_libreoffice

pytestmark = needs_libreoffice

CANARY = "CANARY-7F3A"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        **{name: f"{_OASIS}:{name}:1.0" for name in ("office", "text", "style", "meta")},
        "draw": f"{_OASIS}:drawing:1.0",
        "svg": f"{_OASIS}:svg-compatible:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
    }.items()
)
_FRAME = '<text:p><draw:frame svg:width="2cm" svg:height="2cm">{}</draw:frame></text:p>'
# What may point elsewhere in the text of an OpenDocument file; LINK is where.
_IN_THE_TEXT = {
    "section": '<text:section text:name="S"><text:section-source LINK text:filter-name="Text"/></text:section>',
    "image": _FRAME.format('<draw:image LINK xlink:show="embed" xlink:actuate="onLoad"/>'),
    "object": _FRAME.format('<draw:object LINK xlink:show="embed" xlink:actuate="onLoad"/>'),
    "frame": _FRAME.format("<draw:floating-frame LINK/>"),
    "media": _FRAME.format('<draw:plugin LINK draw:mime-type="application/vnd.sun.star.media"/>'),
}
_BACKGROUND = (
    '<style:style style:name="P1" style:family="paragraph"><style:paragraph-properties>'
    '<style:background-image LINK xlink:actuate="onLoad"/></style:paragraph-properties></style:style>'
)
_FIELDS = {
    "text": r'INCLUDETEXT "{}"',
    "picture": r'INCLUDEPICTURE "{}" \\d',
    "link": r'LINK Word.Document.8 "{}" "" \\a \\p',
    "dde": r'DDEAUTO soffice "{}" x',
}


def open_document(body: str, *, styles: str = "", meta: str = "", **basic: str) -> bytes:
    """An OpenDocument text as plain as can be."""
    content = (
        f"<office:document-content {_NAMESPACES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{body}<text:p>END</text:p></office:text>"
        "</office:body></office:document-content>"
    )
    members = {
        "content.xml": content,
        "meta.xml": f"<office:document-meta {_NAMESPACES}><office:meta>{meta}</office:meta></office:document-meta>",
        **{f"Basic/{name.replace('__', '/')}.xml": text for name, text in basic.items()},
    }
    kind = "application/vnd.oasis.opendocument.text"
    listed = [("/", kind), *((name, "text/xml") for name in members)]
    entries = "".join(
        f'<m:file-entry m:full-path="{name}" m:media-type="{media}"/>' for name, media in listed
    )
    manifest = f'<m:manifest xmlns:m="{_OASIS}:manifest:1.0">{entries}</m:manifest>'
    everything = {"mimetype": kind, **members, "META-INF/manifest.xml": manifest}
    return zipped({name: text.encode() for name, text in everything.items()}, zipfile.ZIP_STORED)


def pointing_to(url: str) -> Iterator[Document]:
    """Documents that each point to a place in a way of their own."""

    def link(name: str) -> str:
        return f'xlink:href="{url.replace("NAME", name)}" xlink:type="simple"'

    for name, body in _IN_THE_TEXT.items():
        yield Document(open_document(body.replace("LINK", link(name))), ".odt")
    background = _BACKGROUND.replace("LINK", link("background"))
    yield Document(open_document('<text:p text:style-name="P1">x</text:p>', styles=background), ".odt")
    reload = f'<meta:auto-reload {link("reload")} meta:delay="PT0S"/><meta:template {link("template")}/>'
    yield Document(open_document("<text:p>x</text:p>", meta=reload), ".odt")
    for name, field in _FIELDS.items():
        instruction = field.format(url.replace("NAME", name))
        rtf = rf"{{\rtf1 {{\field{{\*\fldinst {instruction}}}{{\fldrslt old}}}} END\par}}"
        yield Document(rtf.encode(), ".rtf")
    template = url.replace("NAME", "template")
    yield Document(rf"{{\rtf1{{\*\template {template}}} END\par}}".encode(), ".rtf")


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """An address on this machine, and what was asked of it."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def handle_one_request(self) -> None:
            asked.append(self.rfile.readline().decode("latin-1").strip())
            self.close_connection = True

    listening = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=listening.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{listening.server_port}/NAME", asked
    listening.shutdown()
    thread.join()
    listening.server_close()


def test_nothing_is_fetched_from_the_network(server: tuple[str, list[str]]) -> None:
    url, asked = server
    made = list(convert_all(pointing_to(url)))
    assert all(isinstance(each, bytes) for each in made)
    assert asked == []


def test_nothing_of_another_file_gets_into_what_is_read(tmp_path: Path) -> None:
    for name, text in (("a.txt", CANARY), ("a.html", f"<html><body><p>{CANARY}</p></body></html>")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        made = [
            each for each in convert_all(pointing_to((tmp_path / name).as_uri())) if isinstance(each, bytes)
        ]
        assert len(made) >= len(_IN_THE_TEXT) + len(_FIELDS)
        assert [member for data in made for member in members_with(CANARY.encode(), data)] == []


def members_with(text: bytes, data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [name for name in archive.namelist() if text in archive.read(name)]


def test_a_macro_does_not_run_even_if_it_is_called_by_name(tmp_path: Path) -> None:
    mark, workplace = tmp_path / "ran", tmp_path / "workplace"
    library = 'xmlns:library="http://openoffice.org/2000/library"'
    basic = {
        "script-lc": f'<library:libraries {library}><library:library library:name="Standard"/></library:libraries>',
        "Standard__script-lb": f'<library:library {library} library:name="Standard">'
        '<library:element library:name="M"/></library:library>',
        "Standard__M": '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="M" '
        f'script:language="StarBasic">Sub Main\nOpen "{mark}" For Output As #1\nClose #1\nEnd Sub</script:module>',
    }
    document = Document(open_document("<text:p>x</text:p>", **basic), ".odt")
    assert [type(made) for made in convert_all([document])] == [bytes]
    assert not mark.exists()

    # A conversion asks for no macro, so this one opens the document and calls it; then it waits for ever.
    workplace.mkdir()
    (tmp_path / "m.odt").write_bytes(document.data)
    found = libreoffice.program()
    assert found is not None
    with pytest.raises(LibreOfficeError, match="timeout"):
        libreoffice._start(
            found, workplace, [str(tmp_path / "m.odt"), "macro://m/Standard.M.Main"], 5, libreoffice.MOST
        )
    assert not mark.exists()
