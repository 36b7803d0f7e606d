from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from kjfz_docs.errors import Refused
from kjfz_docs.grids import Limits, Source, open_file, read_grid
from kjfz_docs.grids.kinds import KINDS
from tests.grids.documents import docx, ole, p, parts, zipped

WORD = docx(p("甲"))
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def workbook() -> bytes:
    members = parts(p("甲"))
    word = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(word, SHEET.encode())
    return zipped(members)


FILES = {
    "docx": WORD,
    "xlsx": workbook(),
    "doc": ole("WordDocument", "1Table"),
    "xls": ole("Workbook"),
    "ppt": ole("PowerPoint Document"),
    "wps": ole("MatOST"),
    "ole": ole("Something"),
    "odt": zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}),
    "ods": zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
    "ofd": zipped({"OFD.xml": b"<a/>"}),
    "zip": zipped({"李明.docx": WORD}),
    "pdf": b"%PDF-1.7\n%\xe2\xe3",
    "rtf": b"{\\rtf1\\ansi}",
    "archive": b"Rar!\x1a\x07\x01\x00",
    "image": b"\x89PNG\r\n\x1a\n",
    "html": "<!DOCTYPE html><html><p>考核表</p></html>".encode(),
    "xml": b"<?xml version='1.0'?><a/>",
    "text": "姓名：李明".encode("gb18030"),
    "unknown": b"\x00\x01\x02\x03" * 9,
}


def refused(source: Source, limits: Limits | None = None) -> str:
    """The one code for which a file is refused."""
    with pytest.raises(Refused) as caught:
        read_grid(open_file(source, limits or Limits()))
    (finding,) = caught.value.findings
    assert finding.message
    return finding.code


@pytest.mark.parametrize("kind", FILES)
def test_it_tells_the_kind_by_content(kind: str) -> None:
    assert open_file(FILES[kind]).kind == kind


@pytest.mark.parametrize("kind", sorted(set(FILES) - {"docx", "xlsx", "xls"}))
def test_what_cannot_be_read_is_refused_by_name_of_its_kind(kind: str) -> None:
    with pytest.raises(Refused) as caught:
        read_grid(open_file(FILES[kind]))
    (finding,) = caught.value.findings
    assert finding.code == "KD106"
    assert KINDS[kind].label in finding.message


@pytest.mark.parametrize(
    ("name", "kind"),
    [("表.doc", "docx"), ("表.xlsx", "docx"), ("表.docx", "pdf"), ("表.docx", "doc"), ("表.DOCX", "xlsx")],
)
def test_an_extension_that_disagrees_with_the_content_is_noted(tmp_path: Path, name: str, kind: str) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[kind])
    opened = open_file(path)
    assert (opened.kind, [finding.code for finding in opened.findings]) == (kind, ["KD107"])
    assert opened.findings[0].where is not None
    assert opened.findings[0].where.file == name


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("表.docx", "docx"),
        ("表.docm", "docx"),
        ("表", "docx"),
        ("表.bak", "docx"),
        ("表.wps", "doc"),
        ("表.et", "xls"),
    ],
)
def test_an_extension_that_agrees_or_claims_nothing_is_no_matter(
    tmp_path: Path, name: str, kind: str
) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[kind])
    assert open_file(path).findings == ()


def test_it_opens_paths_bytes_and_file_objects(tmp_path: Path) -> None:
    path = tmp_path / "表.docx"
    path.write_bytes(WORD)
    sources: list[Source] = [path, str(path), WORD, bytearray(WORD), memoryview(WORD), io.BytesIO(WORD)]  # type: ignore[list-item]
    assert [open_file(source).name for source in sources] == ["表.docx", "表.docx", None, None, None, None]
    with path.open("rb") as file:
        opened = open_file(file)
    assert opened.name == "表.docx"
    assert read_grid(opened).draw() == "  甲"


def test_what_the_system_refuses_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        open_file(tmp_path / "none.docx")
    with pytest.raises(IsADirectoryError):
        open_file(tmp_path)


@pytest.mark.parametrize("source", [None, 7, ["a.docx"], io.StringIO("text"), b"a.docx".decode])
def test_what_is_no_source_is_a_type_error(source: object) -> None:
    with pytest.raises(TypeError):
        open_file(source)  # type: ignore[arg-type]


@pytest.mark.parametrize("empty", [b"", io.BytesIO()])
def test_an_empty_file_is_refused(empty: Source) -> None:
    assert refused(empty) == "KD101"


def test_a_locked_document_is_refused() -> None:
    assert refused(ole("EncryptionInfo", "EncryptedPackage")) == "KD103"
    assert refused(ole("WordDocument", encrypted_word=True)) == "KD103"


def test_a_zip_file_with_locked_members_is_refused() -> None:
    data = bytearray(WORD)
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert refused(bytes(data)) == "KD103"


def test_a_file_that_is_too_large_is_refused_without_being_read_whole() -> None:
    class Endless(io.RawIOBase):
        read_so_far = 0

        def read(self, size: int = -1, /) -> bytes:
            assert size > 0
            self.read_so_far += size
            return bytes(size)

    endless = Endless()
    assert refused(endless, Limits(file_size=3 << 20)) == "KD104"  # type: ignore[arg-type]
    assert endless.read_so_far <= 5 << 20
    assert refused(WORD, Limits(file_size=10)) == "KD104"


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="needs a device without end")
def test_a_device_without_end_is_refused() -> None:
    assert refused("/dev/zero", Limits(file_size=1 << 20)) == "KD104"


def test_the_name_of_the_file_is_in_the_finding(tmp_path: Path) -> None:
    path = tmp_path / "空.docx"
    path.write_bytes(b"")
    with pytest.raises(Refused) as caught:
        open_file(path)
    assert str(caught.value.findings[0].where) == "空.docx"
    assert "空" not in str(caught.value)


def test_what_was_opened_does_not_print_its_content() -> None:
    assert "PK" not in repr(open_file(WORD))


def test_every_kind_has_a_label_that_fits_its_message() -> None:
    for kind in KINDS.values():
        assert kind.label.strip()
        assert all(extension.startswith(".") for extension in kind.extensions)
