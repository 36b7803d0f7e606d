"""Members of an archive that are inflated in one go are what zipfile makes of them."""

from __future__ import annotations

import io
import weakref
import zipfile
from unittest import mock

from hypothesis import given
from hypothesis import strategies as st

from kjfz_docs.errors import Refused
from kjfz_docs.grids import package as packages
from kjfz_docs.grids.door import open_file
from kjfz_docs.grids.package import Package
from kjfz_docs.grids.readers import read_grid
from tests.grids.documents import docx, zipped

NAMES = ("[Content_Types].xml", "word/document.xml", "图.bin")


def archive(contents: dict[str, bytes], method: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as made:
        for name, data in contents.items():
            made.writestr(name, data)
    return buffer.getvalue()


def read(data: bytes) -> object:
    """Each member, or why it was refused."""
    try:
        package = Package(data)
    except Refused as refused:
        return [finding.message for finding in refused.findings]
    found: dict[str, object] = {}
    for name in package.names:
        try:
            found[name] = package.read(name)
        except Refused as refused:
            found[name] = [finding.message for finding in refused.findings]
        except KeyError:
            found[name] = None
    return found


def by_zipfile(data: bytes) -> object:
    with mock.patch.object(packages, "small_member", return_value=None):
        return read(data)


METHODS = st.sampled_from([zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
CONTENTS = st.dictionaries(st.sampled_from(NAMES), st.binary(max_size=50), min_size=1)


@given(CONTENTS, METHODS, st.data())
def test_a_damaged_archive_is_read_or_refused_as_by_zipfile(
    contents: dict[str, bytes], method: int, data: st.DataObject
) -> None:
    made = bytearray(archive(contents, method))
    assert read(bytes(made)) == by_zipfile(bytes(made)) == contents
    for _ in range(data.draw(st.integers(1, 3))):
        made[data.draw(st.integers(0, len(made) - 1))] = data.draw(st.integers(0, 255))
    assert read(bytes(made)) == by_zipfile(bytes(made))


def test_what_is_remembered_counts_as_inflated() -> None:
    package = Package(zipped({"a.xml": b"<a/>"}))
    for _ in range(2):
        assert package.said("a.xml", lambda data, _: data) == b"<a/>"
    assert package._inflated == 8


def test_a_document_is_freed_without_the_collector() -> None:
    opened = open_file(docx("<w:p><w:r><w:t>甲</w:t></w:r></w:p>"))
    package = weakref.ref(opened.package)
    grid = read_grid(opened)
    del opened
    assert package() is None
    assert grid.draw() == "  甲"


def test_parts_that_always_differ_do_not_make_those_of_other_kinds_be_read_again() -> None:
    asked: list[bytes] = []

    def same(data: bytes, _: object) -> bytes:
        asked.append(data)
        return data

    def other(data: bytes, _: object) -> bytes:
        return data

    for number in range(200):
        package = Package(zipped({"same.xml": b"<same/>", "core.xml": b"<core-%d/>" % number}))
        assert package.said("same.xml", same) == b"<same/>"
        assert package.said("core.xml", other) == b"<core-%d/>" % number
    assert asked == [b"<same/>"]
