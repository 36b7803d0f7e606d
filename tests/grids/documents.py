"""Word documents for tests, built in memory from snippets of XML."""

from __future__ import annotations

import io
import itertools
import struct
import zipfile
from collections.abc import Mapping, Sequence

from kjfz_docs.grids import DEFAULT_LIMITS, Cell, Grid, Limits, open_file, read_grid

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": _RELATIONSHIPS,
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
    }.items()
)
STRICT = (
    ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "wordprocessingml/main"),
    ("http://schemas.openxmlformats.org/drawingml/2006/main", "drawingml/main"),
    (_RELATIONSHIPS, "officeDocument/relationships"),
)

CONTENT_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    "</Types>"
)


def relationships(**targets: str) -> str:
    """A part of relationships: the last word of the type, and the target."""
    each = "".join(
        f'<Relationship Id="r{number}" Type="{_RELATIONSHIPS}/{kind.replace("_", "-")}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'


def document(body: str) -> str:
    """The XML of document.xml around a body."""
    return f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"


def parts(body: str, *, styles: str = "", numbering: str = "", core: str = "") -> dict[str, bytes]:
    """The parts of a Word document by their names."""
    package = {"officeDocument": "word/document.xml"}
    of_document = {}
    found = {"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": document(body)}
    if styles:
        of_document["styles"] = "styles.xml"
        found["word/styles.xml"] = f"<w:styles {NAMESPACES}>{styles}</w:styles>"
    if numbering:
        of_document["numbering"] = "numbering.xml"
        found["word/numbering.xml"] = f"<w:numbering {NAMESPACES}>{numbering}</w:numbering>"
    if core:
        package["core_properties"] = "docProps/core.xml"
        found["docProps/core.xml"] = (
            f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
            f' xmlns:dc="http://purl.org/dc/elements/1.1/">{core}</cp:coreProperties>'
        )
    found["_rels/.rels"] = relationships(**package)
    found["word/_rels/document.xml.rels"] = relationships(**of_document)
    return {name: text.encode() for name, text in found.items()}


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=method)
    return buffer.getvalue()


def docx(body: str, *, styles: str = "", numbering: str = "", core: str = "") -> bytes:
    """A Word document with this body."""
    return zipped(parts(body, styles=styles, numbering=numbering, core=core))


def grid(
    body: str, *, styles: str = "", numbering: str = "", core: str = "", limits: Limits = DEFAULT_LIMITS
) -> Grid:
    """The grid of a Word document with this body."""
    return read_grid(open_file(docx(body, styles=styles, numbering=numbering, core=core), limits))


def p(*content: str, properties: str = "") -> str:
    """A paragraph; what does not begin with a tag becomes a run."""
    inner = "".join(each if each.startswith("<") or not each else r(each) for each in content)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run of text, or of what stands in a run."""
    inner = text if text.startswith("<") else f'<w:t xml:space="preserve">{text}</w:t>'
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{inner}</w:r>"


def tc(*content: str, properties: str = "") -> str:
    """A cell; what does not begin with a tag becomes a paragraph."""
    inner = "".join(each if each.startswith("<") else p(each) for each in content)
    return f"<w:tc>{f'<w:tcPr>{properties}</w:tcPr>' if properties else ''}{inner}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row; what does not begin with a tag becomes a cell."""
    inner = "".join(each if each.startswith("<") else tc(each) for each in cells)
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{inner}</w:tr>"


def tbl(*rows: str, widths: Sequence[int] = ()) -> str:
    """A table; its grid has columns of these widths, if any are given."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    grid_of = f"<w:tblGrid>{columns}</w:tblGrid>" if widths else ""
    return f"<w:tbl><w:tblPr/>{grid_of}{''.join(rows)}</w:tbl>"


def drawn(*rows: tuple[Sequence[int], Sequence[str]]) -> str:
    """A table whose rows have borders of their own, as after somebody dragged some: the borders and texts of each."""
    all_borders = sorted({border for borders, _ in rows for border in borders})
    number = {border: index for index, border in enumerate(all_borders)}
    lines = [
        tr(
            *(
                tc(text, properties=f'<w:gridSpan w:val="{number[end] - number[start]}"/>')
                for (start, end), text in zip(itertools.pairwise(borders), texts, strict=True)
            )
        )
        for borders, texts in rows
    ]
    return tbl(*lines, widths=[end - start for start, end in itertools.pairwise(all_borders)])


def spans(cell: Cell) -> tuple[int, int, int]:
    """First and last column of a cell, and its height."""
    return cell.first, cell.last, cell.height


def codes(found: Grid) -> list[str]:
    """The codes of a grid's findings."""
    return [finding.code for finding in found.findings]


def text_of(body: str, **more: str) -> str:
    """The text of a document of one line."""
    (line,) = grid(body, **more).lines  # type: ignore[arg-type]
    return line.text


def ole(*streams: str, encrypted_word: bool = False) -> bytes:
    """A compound file of old with streams of these names, as small as one can be."""
    sector, free, last = 512, 0xFFFFFFFF, 0xFFFFFFFE
    header = bytearray(sector)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 40, 0, 1, 1, 0, 4096, last, 0, last, 0)
    struct.pack_into("<109I", header, 76, 0, *[free] * 108)
    count = (len(streams) + 4) // 4
    chain = [0xFFFFFFFD, *range(2, count + 1), last]
    content = 1 + count
    chain += [*range(content + 1, content + 8), last]
    table = struct.pack("<128I", *chain, *[free] * (128 - len(chain)))
    entries = bytearray(sector * count)
    for at, name in enumerate(("Root Entry", *streams)):
        raw = name.encode("utf-16-le")
        entries[at * 128 : at * 128 + len(raw)] = raw
        struct.pack_into("<HB", entries, at * 128 + 64, len(raw) + 2, 2 if at else 5)
        struct.pack_into("<II", entries, at * 128 + 116, content, 4096)
    body = bytearray(4096)
    body[11] = 1 if encrypted_word else 0
    return bytes(header) + table + bytes(entries) + bytes(body)
