"""The names of the streams in an OLE compound file: enough to tell what it is and whether it is locked."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from kjfz_docs.grids.refusal import damaged

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # this and above are marks, not sectors
_DIFAT_AT, _DIFAT_COUNT = 76, 109
_ENTRY = 128
_MOST_ENTRIES = 20_000
_STREAM = 2
_SMALL = 4096


class OleFile:
    """A compound file: ``streams`` maps the names of its streams to first sector and size."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            (shift,) = struct.unpack_from("<H", data, 30)
            if shift not in (9, 12):
                raise damaged("复合文档头有误")
            self._size = 1 << shift
            (first,) = struct.unpack_from("<I", data, 48)
            self._fat = tuple(self._tables())
            self.streams = dict(self._entries(first))
        except (struct.error, UnicodeDecodeError):
            raise damaged("复合文档不完整") from None

    def head(self, name: str, count: int) -> bytes:
        """The first bytes of a large stream (small ones are kept elsewhere); empty if there is none."""
        start, size = self.streams.get(name, (_END, 0))
        if start >= _END or size < _SMALL:
            return b""
        at = (start + 1) * self._size
        return self._data[at : at + min(count, self._size)]

    def _entries(self, first: int) -> Iterator[tuple[str, tuple[int, int]]]:
        sector, left = first, _MOST_ENTRIES
        while sector < _END and left > 0:
            at = (sector + 1) * self._size
            for entry in range(at, at + self._size, _ENTRY):
                left -= 1
                length, kind = struct.unpack_from("<HB", self._data, entry + 64)
                if kind == _STREAM and 2 <= length <= 64:
                    name = self._data[entry : entry + length - 2].decode("utf-16-le")
                    yield name, struct.unpack_from("<II", self._data, entry + 116)
            sector = self._next(sector)

    def _tables(self) -> Iterator[int]:
        """The sectors of the allocation table: 109 in the header, the rest in a chain of lists."""
        yield from struct.unpack_from(f"<{_DIFAT_COUNT}I", self._data, _DIFAT_AT)
        (sector,) = struct.unpack_from("<I", self._data, 68)
        for _ in range(len(self._data) // self._size):
            if sector >= _END:
                return
            *tables, sector = struct.unpack_from(
                f"<{self._size // 4}I", self._data, (sector + 1) * self._size
            )
            yield from tables

    def _next(self, sector: int) -> int:
        table, index = divmod(sector, self._size // 4)
        if table >= len(self._fat) or self._fat[table] >= _END:
            return _END
        at = (self._fat[table] + 1) * self._size + index * 4
        (following,) = struct.unpack_from("<I", self._data, at)
        return int(following)
