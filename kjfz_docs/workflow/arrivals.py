"""The files that arrived in a folder: nested, in zip attachments, without what systems and programs leave behind."""

from __future__ import annotations

import datetime as dt
import errno
import io
import os
import stat
import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path

import attrs

from kjfz_docs.errors import Refused
from kjfz_docs.findings import Finding
from kjfz_docs.grids import DEFAULT_LIMITS, Limits, open_file
from kjfz_docs.grids.package import Package
from kjfz_docs.grids.refusal import damaged, too_much, unsafe

# What is nobody's form: of Windows, macOS, synchronising programs. Whatever begins with a dot, ~$ or ~ is none either.
_SYSTEM = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", "$recycle.bin", "icon\r"})
_LEFTOVERS = (".", "~")
_SUFFIXES = (".tmp", ".lnk", ".crdownload", ".part")
# Zip files in zip files, and so on.
_DEEPEST = 4
_UTF8 = 0x800
_REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOTDIR: "不是普通文件",
    errno.ENOENT: "链接指向的文件不在",
    errno.ELOOP: "链接绕成了圈",
}
# What a zip file says where nobody set a time.
_NO_TIME = 1980


class NamedBytes(io.BytesIO):
    """Bytes with the name that they arrived under."""

    def __init__(self, data: bytes, name: str) -> None:
        super().__init__(data)
        self.name = name


@attrs.frozen(kw_only=True, eq=False)
class Arrival:
    """A file as it arrived. ``name`` is its path from the folder, through zip files; ``member`` that within one.

    ``kind`` is told by content (``grids.kinds``). ``refused`` says why a file could not be opened; then ``data`` may be
    empty.
    """

    path: Path
    name: str
    member: str | None = None
    modified: dt.datetime | None = None
    kind: str = "unknown"
    data: bytes = attrs.field(default=b"", repr=False)
    refused: tuple[Finding, ...] = ()


def is_system_file(name: str) -> bool:
    """Whether a file or folder is one that a system or a program leaves behind."""
    plain = name.casefold()
    return plain.startswith(_LEFTOVERS) or plain in _SYSTEM or plain.endswith(_SUFFIXES)


def files_in(folder: str | os.PathLike[str], leave_out: Collection[Path] = ()) -> list[Path]:
    """The files in a folder and below, in the order of their names, and folders that cannot be listed.

    Links to folders are not followed. Raises OSError where the folder itself cannot be listed.
    """
    root = Path(folder)
    os.scandir(root).close()  # os.walk would say nothing of a folder that is none
    unwanted = {path.resolve() for path in leave_out}
    found: list[Path] = []

    def unlisted(error: OSError) -> None:
        found.append(Path(os.fsdecode(error.filename)))

    for parent, folders, names in os.walk(root, onerror=unlisted):
        folders[:] = sorted(
            name
            for name in folders
            if not is_system_file(name) and Path(parent, name).resolve() not in unwanted
        )
        paths = (Path(parent, name) for name in sorted(names) if not is_system_file(name))
        found += [path for path in paths if path.resolve() not in unwanted]
    return sorted(found, key=lambda path: path.relative_to(root).parts)


def arrivals_of(path: Path, folder: Path, limits: Limits = DEFAULT_LIMITS) -> Iterator[Arrival]:
    """A file, or the files in it where it is a zip; all of them together stay within the limits."""
    name = path.relative_to(folder).as_posix()
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            # A pipe or a device would never end.
            os.listdir(path)  # says why a folder cannot be listed
        modified = dt.datetime.fromtimestamp(state.st_mtime)
        data = path.read_bytes() if state.st_size <= limits.file_size else None
    except OSError as error:
        told = Finding.of("KD505", detail=_REASONS.get(error.errno or 0) or error.strerror or "")
        yield Arrival(path=path, name=name, refused=(told,))
        return
    if data is None:
        refused = too_much("文件过大").findings
        yield Arrival(path=path, name=name, modified=modified, refused=refused)
        return
    yield from _opened(Arrival(path=path, name=name, modified=modified, data=data), _Bounds(limits), 0)


@attrs.define
class _Bounds:
    """What may still be taken out of one file."""

    limits: Limits
    members: int = 0
    inflated: int = 0

    def take(self, package: Package, name: str) -> bytes:
        self.members += 1
        if self.members > self.limits.members:
            raise too_much("压缩包内文件过多")
        data = package.read(name, self.limits.file_size)
        self.inflated += len(data)
        if self.inflated > self.limits.inflated:
            raise too_much("解压后过大")
        return data


def _opened(arrival: Arrival, bounds: _Bounds, depth: int) -> Iterator[Arrival]:
    try:
        opened = open_file(arrival.data, bounds.limits)
    except Refused as refused:
        yield attrs.evolve(arrival, refused=refused.findings)
        return
    if opened.kind != "zip" or opened.package is None:
        yield attrs.evolve(arrival, kind=opened.kind)
        return
    if depth == _DEEPEST:
        yield attrs.evolve(arrival, kind="zip", refused=too_much("压缩包层数过多").findings)
        return
    empty = True
    for member in _members(arrival, opened.package, bounds, depth):
        empty = False
        yield member
    if empty:
        yield attrs.evolve(arrival, kind="zip", refused=damaged("压缩包里没有文件").findings)


def _members(arrival: Arrival, package: Package, bounds: _Bounds, depth: int) -> Iterator[Arrival]:
    # The package has counted the directory; it leaves out what points elsewhere.
    with zipfile.ZipFile(io.BytesIO(arrival.data)) as opened:
        infos = [info for info in opened.infolist() if not info.is_dir()]
    inside = set(package.names)
    for info in sorted(infos, key=lambda info: info.filename):
        shown = _shown(info)
        if any(is_system_file(part) for part in shown.split("/") if part != ".."):
            continue
        member = attrs.evolve(
            arrival,
            name=f"{arrival.name}/{shown}",
            member=shown if arrival.member is None else f"{arrival.member}/{shown}",
            modified=_time(info),
            data=b"",
        )
        if info.filename not in inside:
            yield attrs.evolve(member, refused=unsafe("指向压缩包以外的文件名").findings)
            continue
        try:
            data = bounds.take(package, info.filename)
        except Refused as refused:
            yield attrs.evolve(member, refused=refused.findings)
            continue
        yield from _opened(attrs.evolve(member, data=data), bounds, depth + 1)


def _shown(info: zipfile.ZipInfo) -> str:
    """The name of a member as its sender saw it: Chinese systems write GBK where the format knows only cp437."""
    name = info.filename.replace("\\", "/")
    if info.flag_bits & _UTF8 or name.isascii():
        return name
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def _time(info: zipfile.ZipInfo) -> dt.datetime | None:
    try:
        return dt.datetime(*info.date_time) if info.date_time[0] > _NO_TIME else None
    except ValueError:
        return None
