"""Where a batch reads from and writes to: folders and files of this machine, or URLs by way of fsspec."""

from __future__ import annotations

import importlib
import os
import re
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, BinaryIO, Protocol

import attrs

from kjfz_docs.files import whole, write_whole

# One letter would be a drive of Windows.
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
# File systems whose upload is one step: what was there stays until all has arrived.
_WHOLE_UPLOADS = frozenset(
    (
        "memory",
        "s3",
        "s3a",
        "gs",
        "gcs",
        "abfs",
        "abfss",
        "adl",
        "az",
        "oss",
        "cos",
        "obs",
        "oci",
        "tos",
        "hf",
    )
)


def is_url(source: object) -> bool:
    """Whether something names a file by a URL."""
    return isinstance(source, str) and _URL.match(source) is not None


def this_process() -> tuple[str, int]:
    """What tells this process from those of others."""
    return socket.gethostname(), os.getpid()


class Folder(Protocol):
    """Where documents are put, each whole or not at all."""

    def put(self, name: str, data: bytes, *, overwrite: bool) -> bool:
        """Put a document; False where it is there already, to the byte.

        Raises FileExistsError where something else is there, unless ``overwrite``; OSError.
        """

    def full(self, name: str) -> str:
        """The path or URL of a name."""


def folder_at(place: str | os.PathLike[str]) -> Folder:
    """The folder of a path or URL. Raises ModuleNotFoundError without fsspec, ValueError for an unknown protocol."""
    if not is_url(place):
        return LocalFolder(os.fspath(place))
    system, path = _opened(os.fspath(place))
    return LocalFolder(path) if _is_local(system) else RemoteFolder(os.fspath(place), this_process())


@attrs.frozen
class LocalFolder:
    """A folder of this machine, made where it is missing."""

    path: str

    def full(self, name: str) -> str:
        return os.path.join(self.path, name)

    def put(self, name: str, data: bytes, *, overwrite: bool) -> bool:
        path = self.full(name)
        try:
            with open(path, "rb") as file:
                there = file.read(len(data) + 1)
        except FileNotFoundError:
            there = b""
        if there == data:
            return False
        # An empty file is what a crash of the machine leaves of one that was being written.
        if there and not overwrite:
            raise _exists(path)
        try:
            write_whole(path, data, durable=False)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
            write_whole(path, data, durable=False)
        return True


@attrs.frozen
class RemoteFolder:
    """A folder of a file system that fsspec knows."""

    url: str
    home: tuple[str, int]

    def full(self, name: str) -> str:
        return f"{self.url.rstrip('/')}/{name}"

    def put(self, name: str, data: bytes, *, overwrite: bool) -> bool:
        url = self.full(name)
        _refuse_elsewhere(url, self.home)
        system, path = _opened(url)
        try:
            there = system.cat_file(path)
        except FileNotFoundError:
            there = b""
        if there == data:
            return False
        if there and not overwrite:
            raise _exists(url)
        _upload(system, path, lambda place: system.pipe_file(place, data))
        return True


def _upload(system: Any, path: str, send: Callable[[str], object]) -> None:
    """Let a file appear whole: ``send`` puts it at a path, which is another first where uploads may break off."""
    if set(_protocols(system)) & _WHOLE_UPLOADS:
        send(path)
        return
    beside = f"{path}.{os.urandom(6).hex()}.tmp"
    with suppress(FileExistsError):
        system.makedirs(path.rpartition("/")[0], exist_ok=True)
    try:
        send(beside)
        system.mv(beside, path)
    except BaseException:
        with suppress(Exception):
            system.rm_file(beside)
        raise


@contextmanager
def whole_file(place: str | os.PathLike[str], *, overwrite: bool) -> Iterator[BinaryIO]:
    """A file to be written in pieces, which appears when all has been written, and not at all after an exception.

    Raises FileExistsError at once where there is one, unless ``overwrite``.
    """
    place = os.fspath(place)
    system, path = _opened(place) if is_url(place) else (None, place)
    if system is not None and not _is_local(system):
        if not overwrite and system.exists(path):
            raise _exists(place)
        with tempfile.TemporaryDirectory(prefix="kjfz-") as folder:
            # Sent when it is whole: what is sent in pieces would have to be kept in memory or be left unfinished.
            local = os.path.join(folder, "whole")
            with open(local, "wb") as pieces:
                yield pieces
            _upload(system, path, lambda place: system.put_file(local, place))
        return
    if not overwrite and os.path.lexists(path):
        raise _exists(place)
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with whole(path) as file:
        yield file


@contextmanager
def opened(source: Any, home: tuple[str, int]) -> Iterator[Any]:
    """What can be read of a source: a URL's file, anything else as it is. ``home`` is where the batch began."""
    if not is_url(source):
        yield source
        return
    _refuse_elsewhere(source, home)
    system, path = _opened(source)
    with system.open(path, "rb") as file:
        yield _Named(source, file)


@attrs.frozen
class _Named:
    """A file that says its URL as its name."""

    name: str
    file: Any

    def read(self, size: int = -1) -> bytes:
        return bytes(self.file.read(size))


def _opened(url: str) -> tuple[Any, str]:
    try:
        core = importlib.import_module("fsspec.core")
    except ModuleNotFoundError as missing:
        if missing.name not in ("fsspec", "fsspec.core"):
            raise
        raise ModuleNotFoundError(
            f"{url}: URLs need the package fsspec: pip install 'kjfz-docs[fsspec]'", name="fsspec"
        ) from None
    system, path = core.url_to_fs(url)
    return system, path


def _protocols(system: Any) -> tuple[str, ...]:
    names = system.protocol
    return (names,) if isinstance(names, str) else tuple(names)


def _is_local(system: Any) -> bool:
    return "file" in _protocols(system)


def _refuse_elsewhere(url: str, home: tuple[str, int]) -> None:
    if url.startswith("memory:") and this_process() != home:
        raise OSError(
            f"{url}: memory:// is the memory of one process and cannot be shared with worker processes; "
            "use threads, a folder, or a URL that all of them reach"
        )


def _exists(path: str) -> FileExistsError:
    return FileExistsError(17, "holds something else already", path)
