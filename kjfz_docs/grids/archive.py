"""Zip archives of which most members never change: those are copied as compressed bytes.

The same members give the same bytes: fixed order, fixed times.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping

import attrs

from kjfz_docs.grids.compression import Body, Compressor, compressor
from kjfz_docs.grids.members import may_be_part

LOCAL = struct.Struct("<4sHHHHHIIIHH")
CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
END = struct.Struct("<4sHHHHIIH")
_UTF8 = 0x800
_DATE = (1 << 5) | 1  # 1980-01-01, the first that a zip can hold


@attrs.frozen
class Member:
    """One member as it stands in an archive: its bytes are compressed by ``method``."""

    name: str
    data: bytes
    crc: int
    size: int
    method: int = zipfile.ZIP_DEFLATED


def compressed(name: str, data: bytes, by: Compressor | None = None) -> Member:
    """A member made from plain bytes, compressed by what is the default if nothing is given."""
    return Member(name, *(by or compressor()).body(data))


class Deflating:
    """A member that is made piece by piece: only its compressed bytes are kept."""

    def __init__(self, by: Compressor | None = None) -> None:
        chosen = by or compressor()
        self._crc32 = chosen.crc32
        self._deflate = chosen.stream()
        self._made: list[bytes] = []
        self._crc = self._size = 0

    def write(self, text: str) -> None:
        """Add a piece of text."""
        self.add(text.encode())

    def add(self, data: bytes) -> None:
        """Add a piece."""
        self._crc = self._crc32(data, self._crc)
        self._size += len(data)
        self._made.append(self._deflate.compress(data))

    def body(self) -> Body:
        """What was written so far; nothing can be added afterwards."""
        data = b"".join((*self._made, self._deflate.flush()))
        self._made.clear()  # long lists are not kept twice
        return data, self._crc, self._size


def members(archive: bytes) -> tuple[Member, ...]:
    """The members of a zip archive that can be parts of a document, with their compressed bytes."""
    found = []
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        for info in opened.infolist():
            if not may_be_part(info):
                continue
            header = archive[info.header_offset : info.header_offset + LOCAL.size]
            name_length, extra_length = LOCAL.unpack(header)[-2:]
            start = info.header_offset + LOCAL.size + name_length + extra_length
            data = archive[start : start + info.compress_size]
            found.append(Member(info.filename, data, info.CRC, info.file_size, info.compress_type))
    return tuple(found)


def heading(member: Member, offset: int) -> tuple[bytes, bytes]:
    """What stands in front of a member at ``offset``, and its entry in the directory."""
    name = member.name.encode()
    flags = 0 if name.isascii() else _UTF8
    head = (20, flags, member.method, 0, _DATE, member.crc, len(member.data), member.size, len(name), 0)
    return (
        LOCAL.pack(b"PK\x03\x04", *head) + name,
        CENTRAL.pack(b"PK\x01\x02", 20, *head, 0, 0, 0, 0, offset) + name,
    )


def packed(
    parts: Iterable[Member], changed: Mapping[str, bytes | Member], by: Compressor | None = None
) -> bytes:
    """An archive of the members, in their order; those named in ``changed`` are what is given there."""
    body, directory = io.BytesIO(), io.BytesIO()
    count = 0
    for part in parts:
        given = changed.get(part.name, part)
        member = given if isinstance(given, Member) else compressed(part.name, given, by)
        local, central = heading(member, body.tell())
        directory.write(central)
        body.write(local)
        body.write(member.data)
        count += 1
    offset, size = body.tell(), directory.tell()
    end = END.pack(b"PK\x05\x06", 0, 0, count, count, size, offset, 0)
    body.write(directory.getvalue() + end)
    return body.getvalue()  # which BytesIO gives without copying it
