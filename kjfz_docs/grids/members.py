"""Small members of a zip archive, inflated in one go where nothing about them is unusual."""

from __future__ import annotations

import importlib
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from typing import Any

import attrs

_MOST = 1 << 20
_LOCAL = struct.Struct("<4s22xHH")
_SIGNATURE = b"PK\x03\x04"
_SIZE = 30
_RAW = -15  # deflate data without a header, as a zip holds them
# What says more than that a name is in UTF-8, or that the sizes stand behind the data.
_PLAIN_FLAGS = 0x800 | 0x8 | 0x6


@attrs.frozen
class Packed:
    """A member as it stands in an archive: the same bytes, size and checksum mean the same member."""

    data: bytes
    size: int
    crc: int
    is_deflated: bool

    def inflated(self) -> bytes | None:
        """The bytes of the member, whole: their size and checksum are those stated; None where they are not."""
        decompressor, crc32, broken = _inflater()
        found = self.data
        if self.is_deflated:
            try:
                # No more than was stated, whatever the data say.
                stream = decompressor(_RAW)
                found = bytes(stream.decompress(self.data, self.size + 1))
            except broken:
                return None
            if not stream.eof:
                return None
        return found if len(found) == self.size and crc32(found) == self.crc else None


def may_be_part(info: zipfile.ZipInfo) -> bool:
    """Whether a member can be a part of a document: no folder, and no place outside of where an archive is unpacked."""
    name = info.filename.replace("\\", "/")
    return not (info.is_dir() or name.startswith("/") or ".." in name.split("/") or ":" in name)


def small_member(data: bytes, info: zipfile.ZipInfo) -> Packed | None:
    """A small member of an archive; None where zipfile has to look at it."""
    start, size = info.header_offset, info.file_size
    if size > _MOST or info.flag_bits & ~_PLAIN_FLAGS or not 0 <= start <= len(data) - _SIZE:
        return None
    signature, name, extra = _LOCAL.unpack_from(data, start)
    start += _SIZE
    if signature != _SIGNATURE or data[start : start + name] != info.orig_filename.encode("utf-8", "replace"):
        return None
    start += name + extra
    stored = data[start : start + info.compress_size]
    return Packed(stored, size, info.CRC, info.compress_type == zipfile.ZIP_DEFLATED)


@cache
def _inflater() -> tuple[Callable[[int], Any], Callable[[bytes], int], tuple[type[Exception], ...]]:
    """What inflates: isal where it is installed, else zlib."""
    try:
        module: Any = importlib.import_module("isal.isal_zlib")
    except ModuleNotFoundError:
        return zlib.decompressobj, zlib.crc32, (zlib.error,)
    return module.decompressobj, module.crc32, (zlib.error, module.error)
