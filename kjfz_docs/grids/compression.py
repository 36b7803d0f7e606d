"""What compresses the members of a zip archive: zlib always, isal and zlib-ng where they are installed (``fast``).

All three write deflate data that every program reads. zlib-ng makes files as small as zlib's in less time (short ones
in half of it) and is the default where it is installed; isal is about eight times faster than zlib, and its files are
up to a quarter larger, so it is used only where it is asked for.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import cache
from typing import Any, Literal, get_args

import attrs

Compression = Literal["zlib", "isal", "zlib-ng"]
# The compressed bytes of a member, its checksum and its size.
Body = tuple[bytes, int, int]

_RAW = -15  # deflate data without a header, as a zip holds them
_DEFLATED = 8
# The module of each and its levels: for what is there as a whole, and for what is made in pieces, which is long.
_MODULES: dict[str, tuple[str, int, int]] = {
    "zlib": ("zlib", 6, 6),
    "isal": ("isal.isal_zlib", 1, 1),
    "zlib-ng": ("zlib_ng.zlib_ng", 6, 7),  # at 6 long lists become up to 6 % larger than zlib makes them
}


@attrs.frozen
class Compressor:
    """One way to compress: ``crc32`` sums up plain bytes, ``stream`` begins a member that is made in pieces."""

    name: str
    crc32: Callable[..., int]
    stream: Callable[[], Any]
    _at_once: Callable[[bytes], bytes]

    def body(self, data: bytes) -> Body:
        """Bytes that are there as a whole, compressed in one step."""
        return self._at_once(data), self.crc32(data), len(data)


def compressor(name: Compression | None = None) -> Compressor:
    """The compressor of a name; with None zlib-ng where it is installed, else zlib.

    Raises ValueError for a name that is none, ModuleNotFoundError for one that is not installed.
    """
    if name is None:
        return _default()
    if name not in _MODULES:
        raise ValueError(f"no compression {name!r}; known: {', '.join(get_args(Compression))}")
    return _named(name)


@cache
def _default() -> Compressor:
    try:
        return _named("zlib-ng")
    except ModuleNotFoundError:
        return _named("zlib")


@cache
def _named(name: str) -> Compressor:
    path, level, of_pieces = _MODULES[name]
    try:
        module = importlib.import_module(path)
    except ModuleNotFoundError as missing:
        if missing.name is None or missing.name.partition(".")[0] != path.partition(".")[0]:
            raise
        raise ModuleNotFoundError(
            f"compression {name!r} needs the package {name}: pip install 'kjfz-docs[fast]'", name=missing.name
        ) from None
    return Compressor(
        name,
        _crc32() or module.crc32,
        lambda: module.compressobj(of_pieces, _DEFLATED, _RAW),
        lambda data: module.compress(data, level, _RAW),
    )


@cache
def _crc32() -> Callable[..., int] | None:
    """isal's checksum, ten times faster than zlib's, whatever compresses; None where it is not installed."""
    try:
        found: Callable[..., int] = importlib.import_module("isal.isal_zlib").crc32
    except ImportError:
        return None
    return found
