"""What kind of file it is, told by its content and never by its name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

import attrs

from kjfz_docs.grids import ole
from kjfz_docs.grids.limits import Limits
from kjfz_docs.grids.package import CONTENT_TYPES, Package
from kjfz_docs.grids.refusal import damaged, refusal


@attrs.frozen
class Kind:
    """A kind of file: its id, what clerks call it, and the extensions that are right for it."""

    id: str
    label: str
    extensions: tuple[str, ...]


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.id: kind
        for kind in (
            Kind("docx", "Word 文档", (".docx", ".docm", ".dotx", ".dotm")),
            Kind("xlsx", "Excel 工作簿", (".xlsx", ".xlsm", ".xltx", ".xltm")),
            Kind("xlsb", "Excel 二进制工作簿（.xlsb）", (".xlsb",)),
            Kind("pptx", "演示文稿", (".pptx", ".pptm", ".ppsx", ".potx")),
            Kind("doc", "旧版 Word（.doc）", (".doc", ".dot", ".wps", ".wpt")),
            Kind("xls", "旧版 Excel（.xls）", (".xls", ".xlt", ".et", ".ett")),
            Kind("ppt", "旧版演示文稿", (".ppt", ".pps", ".dps")),
            Kind("wps", "Works 文档（.wps）", (".wps",)),
            Kind("ole", "旧版 Office ", (".doc", ".xls", ".ppt", ".msg", ".wps", ".et")),
            Kind("odt", "OpenDocument 文档（.odt）", (".odt", ".ott")),
            Kind("fodt", "OpenDocument 文档（.fodt）", (".fodt", ".xml")),
            Kind("ods", "OpenDocument 表格（.ods）", (".ods", ".ots")),
            Kind("ofd", "OFD 版式", (".ofd",)),
            Kind("pdf", "PDF ", (".pdf",)),
            Kind("rtf", "RTF ", (".rtf", ".doc")),
            Kind("zip", "压缩包", (".zip",)),
            Kind("archive", "压缩包", (".rar", ".7z", ".gz", ".tgz", ".xz", ".bz2")),
            Kind(
                "image", "图片", (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic")
            ),
            Kind("html", "网页", (".html", ".htm", ".mht", ".mhtml")),
            Kind("xml", "XML ", (".xml",)),
            Kind("text", "纯文本", (".txt", ".csv", ".md", ".json", ".tsv")),
            Kind("unknown", "无法识别的", ()),
        )
    }
)

# Extensions that claim a kind; others (.bak, .tmp) claim nothing and are not held against a file.
KNOWN_EXTENSIONS = frozenset(extension for kind in KINDS.values() for extension in kind.extensions)

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_SLIDES = "application/vnd.openxmlformats-officedocument.presentationml"
MAIN_TYPES: Mapping[str, str] = MappingProxyType(
    {
        f"{_WORD}.document.main+xml": "docx",
        f"{_WORD}.template.main+xml": "docx",
        "application/vnd.ms-word.document.macroenabled.main+xml": "docx",
        "application/vnd.ms-word.template.macroenabledtemplate.main+xml": "docx",
        f"{_SHEET}.sheet.main+xml": "xlsx",
        f"{_SHEET}.template.main+xml": "xlsx",
        "application/vnd.ms-excel.sheet.macroenabled.main+xml": "xlsx",
        "application/vnd.ms-excel.template.macroenabled.main+xml": "xlsx",
        "application/vnd.ms-excel.addin.macroenabled.main+xml": "xlsx",
        "application/vnd.ms-excel.sheet.binary.macroenabled.main": "xlsb",
        f"{_SLIDES}.presentation.main+xml": "pptx",
        f"{_SLIDES}.template.main+xml": "pptx",
        f"{_SLIDES}.slideshow.main+xml": "pptx",
        "application/vnd.ms-powerpoint.presentation.macroenabled.main+xml": "pptx",
    }
)
_OPEN_DOCUMENT: tuple[tuple[bytes, str], ...] = (
    (b"application/vnd.oasis.opendocument.text", "odt"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "ods"),
)
_OLE_STREAMS: tuple[tuple[str, str], ...] = (
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
    ("MatOST", "wps"),
    ("CONTENTS", "wps"),
)
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    (b"BZh", "archive"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
)
_FLAT_TEXT = re.compile(
    rb"""<office:document\s[^>]*\soffice:mimetype=["']application/vnd\.oasis\.opendocument\.text["'-]"""
)
_MANIFEST = "META-INF/manifest.xml"
_LOCKED_MEMBER = re.compile(rb"<(?:[\w.-]+:)?encryption-data\b")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE)
_PDF_WITHIN = 1024
_HEAD = 4096


def kind_of(data: bytes, limits: Limits) -> tuple[str, Package | None]:
    """The id of the file's kind, and its container if it is a zip; broken and locked ones are refused."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        package = Package(data, limits)
        return _kind_of_zip(package), package
    if data.startswith(ole.MAGIC):
        return _kind_of_ole(data), None
    return _kind_of_bytes(data), None


def main_part(package: Package) -> str | None:
    """The part that is the document itself, by relationship and, where that is lost, by content type."""
    return package.related("", "officeDocument") or next(iter(package.parts_of_type(MAIN_TYPES)), None)


def _kind_of_zip(package: Package) -> str:
    if "mimetype" in package:
        stated = package.read("mimetype", _HEAD).strip()
        for mark, kind in _OPEN_DOCUMENT:
            if stated.startswith(mark):
                if _is_locked_open_document(package):
                    raise refusal("KD103")
                return kind
    if "OFD.xml" in package:
        return "ofd"
    if CONTENT_TYPES not in package:
        return "zip"
    part = main_part(package)
    if part is None:
        raise damaged("缺少文档主体")
    return MAIN_TYPES.get(package.content_type(part) or "", "zip")


def _is_locked_open_document(package: Package) -> bool:
    """Whether its manifest says how a member was encrypted: the container itself looks like any other."""
    return _MANIFEST in package and _LOCKED_MEMBER.search(package.xml_bytes(_MANIFEST)) is not None


def _kind_of_ole(data: bytes) -> str:
    file = ole.OleFile(data)
    if "EncryptedPackage" in file.streams or _is_locked_word(file):
        raise refusal("KD103")
    return next((kind for name, kind in _OLE_STREAMS if name in file.streams), "ole")


def _is_locked_word(file: ole.OleFile) -> bool:
    """Whether the flag fEncrypted of an old Word document is set."""
    head = file.head("WordDocument", 12)
    return len(head) == 12 and bool(head[11] & 0x01)


def _kind_of_bytes(data: bytes) -> str:
    head = data[:_HEAD]
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return "pdf"
    if (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or head[4:12] in (b"ftypheic", b"ftypmif1"):
        return "image"
    if head.startswith(b"BM") and head[6:10] == b"\0\0\0\0":
        return "image"
    return _kind_of_text(head)


def _kind_of_text(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _FLAT_TEXT.search(head):
        return "fodt"
    if _HTML.search(head) or start.startswith(b"MIME-Version:"):
        return "html"
    if start.startswith(b"<?xml"):
        return "xml"
    return "text" if start and _is_text(head) else "unknown"


def _is_text(head: bytes) -> bool:
    if any(byte < 9 or 13 < byte < 27 for byte in head):
        return False
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):  # the last character may be cut
            try:
                head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return True
    return False
