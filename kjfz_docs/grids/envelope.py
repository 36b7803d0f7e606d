"""A zip archive of which few members change: everything else of it is laid out once.

The members that change stand behind those that do not, so that an archive is four byte strings and a few numbers.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from kjfz_docs.grids.archive import CENTRAL, END, Member, heading
from kjfz_docs.grids.compression import Body

_NUMBERS = struct.Struct("<III")
_OFFSET = struct.Struct("<I")
_LENGTHS = 4  # those of the name and of what is extra, in front of the name
# Where the checksum and the two sizes stand in the header of a member and in its entry in the directory.
_IN_LOCAL, _IN_CENTRAL = 14, 16


class Envelope:
    """The members that never change, and room for those named in ``changing``."""

    def __init__(self, members: Sequence[Member], changing: Sequence[str]) -> None:
        body, directory = bytearray(), bytearray()
        self._count = len(changing)
        for member in members:
            if member.name not in changing:
                self._count += 1
                local, central = heading(member, len(body))
                body += local + member.data
                directory += central
        self._body, self._directory = bytes(body), bytes(directory)
        self._changing = [_around(name) for name in changing]

    def packed(self, bodies: Sequence[Body]) -> bytes:
        """The archive with these as the members that change, in the order of their names."""
        made = [self._body]
        directory = [self._directory]
        offset, listed = len(self._body), len(self._directory)
        for (head, name, entry, attributes), (data, crc, size) in zip(self._changing, bodies, strict=True):
            numbers = _NUMBERS.pack(crc, len(data), size)
            made += (head, numbers, name, data)
            directory += (entry, numbers, attributes, _OFFSET.pack(offset), name[_LENGTHS:])
            offset += len(head) + len(numbers) + len(name) + len(data)
            listed += CENTRAL.size + len(name) - _LENGTHS
        end = END.pack(b"PK\x05\x06", 0, 0, self._count, self._count, listed, offset, 0)
        return b"".join((*made, *directory, end))


def _around(name: str) -> tuple[bytes, bytes, bytes, bytes]:
    """What stands around the numbers of a member: header, lengths and name; entry, and the rest up to the offset."""
    local, central = heading(Member(name, b"", 0, 0), 0)
    numbers = _NUMBERS.size
    return (
        local[:_IN_LOCAL],
        local[_IN_LOCAL + numbers :],
        central[:_IN_CENTRAL],
        central[_IN_CENTRAL + numbers : CENTRAL.size - _OFFSET.size],
    )
