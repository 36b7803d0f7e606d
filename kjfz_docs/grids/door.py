"""The one door through which every file is opened."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from typing import BinaryIO

import attrs

from kjfz_docs.findings import Finding, Place
from kjfz_docs.grids.kinds import KINDS, KNOWN_EXTENSIONS, kind_of
from kjfz_docs.grids.limits import DEFAULT_LIMITS, Limits
from kjfz_docs.grids.package import Package
from kjfz_docs.grids.refusal import naming, refusal, too_much

Source = str | os.PathLike[str] | bytes | BinaryIO

_CHUNK = 1 << 20


@attrs.frozen(kw_only=True)
class Opened:
    """A file that passed the door.

    ``kind`` is one of ``kinds.KINDS``, told by content; ``name`` the file's name without its folder, where it
    has one; ``package`` the container of a zip file, read lazily under the same limits.
    """

    kind: str
    data: bytes = attrs.field(repr=False)
    name: str | None = None
    package: Package | None = attrs.field(default=None, repr=False, eq=False)
    findings: tuple[Finding, ...] = ()
    limits: Limits = attrs.field(default=DEFAULT_LIMITS, repr=False)

    @property
    def is_misnamed(self) -> bool:
        """Whether the name's extension claims another kind than the content shows (KD107)."""
        return any(finding.code == "KD107" for finding in self.findings)


def open_file(source: Source, limits: Limits = DEFAULT_LIMITS) -> Opened:
    """Open a path, bytes or a binary file object, and recognise what it is.

    Raises ``Refused`` with a finding KD101-KD105 for what is empty, damaged, encrypted, too large or unsafe;
    OSError passes; what is none of the three is a TypeError.
    """
    name, data = _read(source, limits)
    with naming(name):
        if not data:
            raise refusal("KD101")
        kind, package = kind_of(data, limits)
    return Opened(
        kind=kind,
        data=data,
        name=name,
        package=package,
        findings=tuple(_disagreement(name, kind)),
        limits=limits,
    )


def _read(source: Source, limits: Limits) -> tuple[str | None, bytes]:
    if isinstance(source, bytes | bytearray | memoryview):
        data = bytes(source)
        if len(data) > limits.file_size:
            raise too_much("文件过大")
        return None, data
    if isinstance(source, str | os.PathLike):
        path = os.fspath(source)
        if not isinstance(path, str):
            raise TypeError("a path must be text, not bytes")
        name = os.path.basename(path) or None
        try:
            os.stat(path)
        except ValueError as error:  # a NUL or a lone surrogate: no file system has such a name
            raise OSError(errno.EINVAL, f"not a file name: {error}") from None
        with naming(name), open(path, "rb") as file:
            return name, _read_all(file, limits)
    if not callable(getattr(source, "read", None)):
        raise TypeError(f"expected a path, bytes or a binary file object, not {type(source).__name__}")
    stated = getattr(source, "name", None)
    name = os.path.basename(stated) or None if isinstance(stated, str) else None
    with naming(name):
        return name, _read_all(source, limits)


def _read_all(file: BinaryIO, limits: Limits) -> bytes:
    """Everything, in pieces: what has no end (a device, a pipe) is refused as too large."""
    size, chunks = 0, []
    while chunk := _read_some(file):
        if not isinstance(chunk, bytes):
            raise TypeError("the file object must be opened in binary mode")
        size += len(chunk)
        if size > limits.file_size:
            raise too_much("文件过大")
        chunks.append(chunk)
    return b"".join(chunks)


def _read_some(file: BinaryIO) -> bytes:
    try:
        return file.read(_CHUNK)
    except ValueError as error:
        raise OSError(errno.EBADF, f"the file object cannot be read: {error}") from None


def _disagreement(name: str | None, kind: str) -> Iterable[Finding]:
    """KD107 where the extension claims another kind than the content shows."""
    extension = os.path.splitext(name or "")[1].lower()
    if extension in KNOWN_EXTENSIONS and extension not in KINDS[kind].extensions:
        label = KINDS[kind].label.strip()
        yield Finding.of("KD107", where=Place(file=name), extension=extension, kind=label)
