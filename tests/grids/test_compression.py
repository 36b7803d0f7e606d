"""What compresses the members of an archive."""

from __future__ import annotations

import io
import sys
import zipfile
import zlib
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kjfz_docs as kd
from kjfz_docs.grids import compression
from kjfz_docs.grids.archive import Deflating, Member, compressed, members, packed
from kjfz_docs.grids.compression import Compression, compressor

ALL = get_args(Compression)


@pytest.mark.parametrize("name", ALL)
@given(data=st.binary(max_size=2_000), pieces=st.lists(st.text(max_size=50), max_size=5))
def test_it_makes_what_zlib_reads(name: Compression, data: bytes, pieces: list[str]) -> None:
    by = compressor(name)
    whole = compressed("a", data, by)
    assert zlib.decompress(whole.data, -15) == data
    assert whole.crc == zlib.crc32(data)
    part = Deflating(by)
    for piece in pieces:
        part.write(piece)
    archive = packed([whole, compressed("b", b"")], {"b": Member("b", *part.body())}, by)
    assert zipfile.ZipFile(io.BytesIO(archive)).read("b").decode() == "".join(pieces)
    assert [member.name for member in members(archive)] == ["a", "b"]


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("format_", ["docx", "xlsx"])
def test_it_writes_the_same_document_with_each(name: Compression, format_: str) -> None:
    record = kd.Assessment(name="李明", sending_unit="武汉大学")
    made = kd.render(record, format_, compression=name)
    assert made == kd.render(record, format_, compression=name)
    assert _contents(made) == _contents(kd.render(record, format_))


def test_it_makes_files_no_more_than_a_twentieth_larger_than_zlib_by_default() -> None:
    rows = tuple(kd.AccountRow(name=f"王{number}", mobile=f"138{number:08d}") for number in range(5_000))
    for record in (kd.Assessment(name="李明"), kd.AccountCollection(rows=rows)):
        for format_ in ("docx", "xlsx"):
            zlibs = len(kd.render(record, format_, compression="zlib"))
            assert len(kd.render(record, format_)) <= 1.05 * zlibs


def test_it_refuses_what_it_does_not_know() -> None:
    wrong: Any = "lzma"
    with pytest.raises(ValueError, match="no compression 'lzma'; known: zlib, isal, zlib-ng"):
        compressor(wrong)


def test_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("isal", "isal.isal_zlib", "zlib_ng", "zlib_ng.zlib_ng"):
        monkeypatch.setitem(sys.modules, name, None)
    compression._named.cache_clear()
    compression._default.cache_clear()
    try:
        with pytest.raises(ModuleNotFoundError, match=r"pip install 'kjfz-docs\[fast\]'"):
            kd.render(kd.Assessment(), compression="isal")
        assert compressor().name == "zlib"
    finally:
        compression._named.cache_clear()
        compression._default.cache_clear()


def _contents(archive: bytes) -> dict[str, bytes]:
    opened = zipfile.ZipFile(io.BytesIO(archive))
    return {name: opened.read(name) for name in opened.namelist()}
