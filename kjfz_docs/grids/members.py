"""Small members of a zip archive, inflated in one go where nothing about them is unusual."""

from __future__ import annotations

import importlib
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from typing import Any

_MOST = 1 << 20
_LOCAL = struct.Struct("<4s22xHH")
_SIGNATURE = b"PK\x03\x04"
_SIZE = 30
_RAW = -15  # deflate data without a header, as a zip holds them
# What says more than that a name is in UTF-8, or that the sizes stand behind the data.
_PLAIN_FLAGS = 0x800 | 0x8 | 0x6


def inflated(data: bytes, info: zipfile.ZipInfo) -> bytes | None:
    """The bytes of a member of an archive; None where zipfile has to look at it.

    They are whole: their size and their checksum are those that the directory states.
    """
    start, size = info.header_offset, info.file_size
    if size > _MOST or info.flag_bits & ~_PLAIN_FLAGS or len(data) < start + _SIZE or start < 0:
        return None
    signature, name, extra = _LOCAL.unpack_from(data, start)
    start += _SIZE
    if signature != _SIGNATURE or data[start : start + name] != info.orig_filename.encode("utf-8", "replace"):
        return None
    start += name + extra
    packed = memoryview(data)[start : start + info.compress_size]
    if info.compress_type == zipfile.ZIP_DEFLATED:
        decompressor, crc32, broken = _inflater()
        stream = decompressor(_RAW)
        try:
            # No more than was stated, whatever the data say.
            found = bytes(stream.decompress(packed, size + 1))
        except broken:
            return None
    else:
        found, crc32 = bytes(packed), zlib.crc32
    return found if len(found) == size and crc32(found) == info.CRC else None


@cache
def _inflater() -> tuple[Callable[[int], Any], Callable[[bytes], int], tuple[type[Exception], ...]]:
    """What inflates: isal where it is installed, else zlib."""
    try:
        module: Any = importlib.import_module("isal.isal_zlib")
    except ModuleNotFoundError:
        return zlib.decompressobj, zlib.crc32, (zlib.error,)
    return module.decompressobj, module.crc32, (zlib.error, module.error)
