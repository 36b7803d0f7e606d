"""Makes small Word documents for tests, and takes written ones apart."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="word/document.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


def document(*blocks: str) -> bytes:
    """A Word file whose body holds the blocks of XML (prefix ``w``)."""
    body = "".join(blocks)
    xml = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _RELS)
        package.writestr("word/document.xml", xml)
    return stream.getvalue()


def paragraph(text: str = "") -> str:
    """A paragraph of one run."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<w:p><w:r><w:t xml:space="preserve">{escaped}</w:t></w:r></w:p>' if text else "<w:p/>"


def table(*rows: str) -> str:
    """A table drawn as text: a line each, cells between `` | ``, ``¶`` between paragraphs of a cell.

    A cell that ends in ``→2`` spans two columns; ``↓`` begins one that reaches down, and ``↑`` goes on with it.
    """
    return "<w:tbl><w:tblPr/><w:tblGrid/>" + "".join(map(_row, rows)) + "</w:tbl>"


def _row(row: str) -> str:
    return "<w:tr>" + "".join(_cell(cell.strip()) for cell in re.split(r" \|(?: |$)", row)) + "</w:tr>"


def _cell(drawn: str) -> str:
    text, span, down, more = re.fullmatch(r"(.*?)(?:→(\d+))?(↓)?(↑)?", drawn, re.DOTALL).groups()  # type: ignore[union-attr] # fits all
    properties = f'<w:gridSpan w:val="{span}"/>' if span else ""
    properties += '<w:vMerge w:val="restart"/>' if down else "<w:vMerge/>" if more else ""
    properties = f"<w:tcPr>{properties}</w:tcPr>" if properties else "<w:tcPr/>"
    return f"<w:tc>{properties}{''.join(map(paragraph, text.split('¶')))}</w:tc>"


def part(data: bytes, name: str = "word/document.xml") -> bytes:
    """One part of a written file."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name)


def with_part(data: bytes, changed: dict[str, bytes]) -> bytes:
    """The file with some parts changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changed.get(name, old.read(name)))
    return stream.getvalue()


def body(data: bytes) -> Any:
    """The body element of a written file."""
    return etree.fromstring(part(data)).find(f"{{{W}}}body")


def edited(data: bytes, pattern: str, replacement: str) -> bytes:
    """The file with its main part changed by a regular expression that must be found."""
    text, count = re.subn(pattern, replacement, part(data).decode())
    assert count, pattern
    return with_part(data, {"word/document.xml": text.encode()})


def joined(first: bytes, second: bytes) -> bytes:
    """A file that holds the first document and after it the second."""
    one, two = body(first), body(second)
    section = one.find(f"{{{W}}}sectPr")
    end = len(one) if section is None else one.index(section)
    one[end:end] = [element for element in two if element.tag != f"{{{W}}}sectPr"]
    xml: bytes = etree.tostring(one.getparent(), xml_declaration=True, encoding="UTF-8", standalone=True)
    return with_part(first, {"word/document.xml": xml})


def save(folder: Path, name: str, data: bytes) -> Path:
    """A file with these bytes."""
    path = folder / name
    path.write_bytes(data)
    return path


def elements(data: bytes, tag: str) -> Iterator[Any]:
    """The elements of the main part with a tag of the namespace ``w``."""
    yield from body(data).iter(f"{{{W}}}{tag}")
