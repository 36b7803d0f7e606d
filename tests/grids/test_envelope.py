"""An archive of which few members change."""

from __future__ import annotations

import io
import zipfile
import zlib

from hypothesis import given
from hypothesis import strategies as st

from kjfz_docs.grids.archive import END, compressed, members
from kjfz_docs.grids.compression import compressor
from kjfz_docs.grids.envelope import Envelope

NAMES = st.lists(st.sampled_from(["a.xml", "b/c.xml", "媒体/图.png", "d"]), unique=True, min_size=1)


@given(names=NAMES, changing=st.data(), data=st.binary(max_size=300))
def test_it_holds_what_never_changes_and_what_is_put_in(
    names: list[str], changing: st.DataObject, data: bytes
) -> None:
    new = changing.draw(st.lists(st.sampled_from(names), unique=True))
    envelope = Envelope([compressed(name, name.encode()) for name in names], new)
    made = compressor().body(data)
    packed = envelope.packed([made] * len(new))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == sorted(names)
        for name in names:
            assert archive.read(name) == (data if name in new else name.encode())
    assert sorted(member.name for member in members(packed)) == sorted(names)
    assert packed == envelope.packed([made] * len(new))


def test_its_end_counts_the_members_that_are_written() -> None:
    copied = [compressed("a", b"1"), compressed("a", b"2"), compressed("b", b"3")]
    packed = Envelope(copied, ["b"]).packed([(b"\x03\x00", zlib.crc32(b""), 0)])
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.namelist() == ["a", "a", "b"]
    assert END.unpack(packed[-END.size :])[3:5] == (3, 3)


def test_what_it_copies_is_not_compressed_again() -> None:
    stored = compressed("a", b"x" * 99)
    (copied, made) = members(Envelope([stored], ["b"]).packed([(b"\x03\x00", zlib.crc32(b""), 0)]))
    assert copied == stored
    assert (made.name, made.size) == ("b", 0)
