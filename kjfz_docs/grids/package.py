"""A zip container read lazily, with every byte counted, and the parts and relationships of OPC in it."""

from __future__ import annotations

import io
import posixpath
import re
import struct
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import TypeVar
from urllib.parse import unquote

import attrs

from kjfz_docs.grids.limits import DEFAULT_LIMITS, Limits
from kjfz_docs.grids.members import Packed, may_be_part, small_member
from kjfz_docs.grids.refusal import damaged, refusal, too_much
from kjfz_docs.grids.xml import Element, in_utf8, parse_utf8

CONTENT_TYPES = "[Content_Types].xml"
T = TypeVar("T")

_CHUNK = 1 << 16
_LONGEST_REMEMBERED = 1 << 16
_ENCRYPTED = 0x1
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
# What the standard library raises on a broken container.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
    OverflowError,
    IndexError,
    KeyError,
)

# The strict variant of OOXML names the same things otherwise; it is read as the transitional one.
_STRICT = re.compile(rb"""(=\s*["'])http://purl\.oclc\.org/ooxml/([A-Za-z/]+?)(["'])""")
_STRICT_NAMES: Mapping[bytes, bytes] = MappingProxyType(
    {
        b"wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
        b"drawingml/wordprocessingDrawing": (
            b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
        ),
        b"drawingml/spreadsheetDrawing": b"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
        b"drawingml/picture": b"http://schemas.openxmlformats.org/drawingml/2006/picture",
        b"drawingml/chart": b"http://schemas.openxmlformats.org/drawingml/2006/chart",
        b"drawingml/diagram": b"http://schemas.openxmlformats.org/drawingml/2006/diagram",
        b"officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
        b"officeDocument/relationships": (
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        ),
    }
)


@attrs.frozen
class Relationship:
    """A relationship of OPC; ``type`` is the last word of its URI, ``target`` the name of the part."""

    type: str
    target: str
    external: bool = False


class Package:
    """A zip container. Nothing is inflated before it is asked for, and no member ever touches the disk."""

    def __init__(self, data: bytes, limits: Limits = DEFAULT_LIMITS) -> None:
        self._data = data
        self._limits = limits
        self._inflated = 0
        self._lock = threading.Lock()
        self._relationships: dict[str, Mapping[str, Relationship]] = {}
        self._zip = _open_zip(data, limits)
        self._members = _members(self._zip.infolist(), limits)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its members, as they are written."""
        return tuple(info.filename for info in self._members.values())

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._members

    def read(self, name: str, most: int | None = None) -> bytes:
        """The bytes of a member; KeyError if there is none of that name (upper and lower case are one)."""
        info = self._members[name.lower()]
        with self._lock:
            return self._read(info, self._limits.inflated if most is None else most)

    def _read(self, info: zipfile.ZipInfo, most: int) -> bytes:
        size, chunks = 0, []
        self._bound(info, info.file_size, most)  # an honest giant is refused at once, a liar while it is read
        small = small_member(self._data, info)
        whole = None if small is None else small.inflated()
        if whole is not None:
            self._inflated += len(whole)
            self._bound(info, len(whole), most)
            return whole
        try:
            with self._zip.open(info) as member:
                while chunk := member.read(_CHUNK):
                    size += len(chunk)
                    self._inflated += len(chunk)
                    self._bound(info, size, most)
                    chunks.append(chunk)
        except _BROKEN:
            raise damaged("压缩包内的文件损坏") from None
        if size != info.file_size:
            raise damaged("压缩包内的文件不完整")
        return b"".join(chunks)

    def _bound(self, info: zipfile.ZipInfo, size: int, most: int) -> None:
        limits = self._limits
        if size > most or max(size, self._inflated) > limits.inflated:
            raise too_much("解压后过大")
        if size > limits.ratio_from and size > limits.ratio * max(info.compress_size, 1):
            raise too_much("压缩比异常")

    def xml(self, name: str) -> Element:
        """The root of an XML part, strict namespaces read as transitional ones."""
        return parse_utf8(self.xml_bytes(name), self._limits)

    def said(self, name: str, read: Callable[[bytes, Limits], T]) -> T:
        """What ``read`` finds in an XML part; it is asked once for the same small part of many documents."""
        info = self._members[name.lower()]
        small = small_member(self._data, info)
        if small is None or small.size > _LONGEST_REMEMBERED:
            return read(self.xml_bytes(name), self._limits)
        try:
            found: T = _remembering(read)(small, self._limits)
        except _NotWholeError:
            return read(self.xml_bytes(name), self._limits)
        with self._lock:
            self._inflated += small.size
            self._bound(info, small.size, self._limits.xml_part)
        return found

    def utf8(self, name: str) -> bytes:
        """The bytes of an XML part in UTF-8, its namespaces as they are."""
        return in_utf8(self.read(name, self._limits.xml_part))

    def xml_bytes(self, name: str) -> bytes:
        """The bytes of an XML part in UTF-8, strict namespaces read as transitional ones."""
        return _transitional_part(self.utf8(name))

    def is_strict(self, name: str) -> bool:
        """Whether a part is written in the strict variant of OOXML."""
        return _STRICT.search(self.utf8(name)) is not None

    @cached_property
    def _types(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """Content types by part and by extension, all lower case."""
        if CONTENT_TYPES not in self:
            return {}, {}
        return self.said(CONTENT_TYPES, _types_in)

    def content_type(self, part: str) -> str | None:
        """The content type of a part, lower case."""
        overrides, defaults = self._types
        name = part.lower()
        return overrides.get(name) or defaults.get(posixpath.splitext(name)[1].lstrip("."))

    def parts_of_type(self, types: Mapping[str, object]) -> Iterator[str]:
        """The parts that are declared to have one of ``types`` and exist."""
        overrides, _ = self._types
        return (part for part, kind in overrides.items() if kind in types and part in self)

    def relationships(self, part: str = "") -> Mapping[str, Relationship]:
        """The relationships of a part by their id; of the package itself if none is named."""
        found = self._relationships.get(part)
        if found is None:
            found = self._relationships[part] = self._read_relationships(part)
        return found

    def _read_relationships(self, part: str) -> Mapping[str, Relationship]:
        folder, file = posixpath.split(part)
        name = posixpath.join(folder, "_rels", f"{file}.rels")
        if name not in self:
            return {}
        found: dict[str, Relationship] = {}
        for id_, kind, target, external in self.said(name, _relationships_in):
            path = target if external else _resolve(folder, target)
            found[id_ or str(len(found))] = Relationship(kind, path, external)
        return MappingProxyType(found)

    def target(self, part: str, relation: str | None) -> str | None:
        """The existing part that ``part`` names by the id of a relationship."""
        found = self.relationships(part).get(relation or "")
        return found.target if found is not None and not found.external and found.target in self else None

    def related(self, part: str, kind: str) -> str | None:
        """The first existing part to which ``part`` has a relationship of ``kind``."""
        return next(
            (
                each.target
                for each in self.relationships(part).values()
                if each.type == kind and not each.external and each.target in self
            ),
            None,
        )


class _NotWholeError(Exception):
    """A member is not what the directory says of it."""


@lru_cache(maxsize=16)
def _remembering(read: Callable[[bytes, Limits], T]) -> Callable[[Packed, Limits], T]:
    """What parts say; the same small parts stand in all documents that one program made.

    Each kind of part has a memory of its own: one that differs in every document pushes out none of another kind.
    """

    @lru_cache(maxsize=32)
    def remembered(member: Packed, limits: Limits) -> T:
        data = member.inflated()
        if data is None:
            raise _NotWholeError
        return read(_transitional_part(in_utf8(data)), limits)

    return remembered


def _transitional_part(data: bytes) -> bytes:
    return _STRICT.sub(_transitional, data) if b"http://purl.oclc.org/ooxml/" in data else data


def _types_in(data: bytes, limits: Limits) -> tuple[Mapping[str, str], Mapping[str, str]]:
    overrides: dict[str, str] = {}
    defaults: dict[str, str] = {}
    for each in parse_utf8(data, limits):
        kind = (each.get("ContentType") or "").strip().lower()
        if each.get("PartName"):
            overrides[each.get("PartName").lstrip("/").lower()] = kind
        elif each.get("Extension"):
            defaults[each.get("Extension").lower()] = kind
    return MappingProxyType(overrides), MappingProxyType(defaults)


def _relationships_in(data: bytes, limits: Limits) -> Sequence[tuple[str | None, str, str, bool]]:
    """The id, type and target of each relationship as they stand, and whether it leads out of the package."""
    return [
        (
            each.get("Id"),
            _last_word(each.get("Type")),
            each.get("Target"),
            each.get("TargetMode") == "External",
        )
        for each in parse_utf8(data, limits)
        if each.get("Target") and each.get("Type")
    ]


def _last_word(uri: str) -> str:
    return uri.rstrip("/").rpartition("/")[2]


@lru_cache(maxsize=1024)
def _resolve(folder: str, target: str) -> str:
    path = unquote(target.replace("\\", "/"))
    joined = posixpath.normpath(path if path.startswith("/") else posixpath.join("/", folder, path))
    return joined.lstrip("/")


def _transitional(match: re.Match[bytes]) -> bytes:
    name = _STRICT_NAMES.get(match[2])
    return match[0] if name is None else match[1] + name + match[3]


# What the relationships of OOXML are called by, in the transitional and in the strict variant.
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"


def restrict(data: bytes) -> bytes:
    """An XML part in the strict variant again."""
    for word, uri in _STRICT_NAMES.items():
        data = data.replace(b'"' + uri + b'"', b'"http://purl.oclc.org/ooxml/' + word + b'"')
    return data


def _open_zip(data: bytes, limits: Limits) -> zipfile.ZipFile:
    # Counted before the directory is read, which makes an object of each entry. Members stored uncompressed
    # may be zip files themselves, so this bound is a wide one.
    if data.count(b"PK\x01\x02") > 10 * limits.members:
        raise too_much("压缩包内文件过多")
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN:
        raise damaged("压缩包不完整") from None


def _members(infos: Sequence[zipfile.ZipInfo], limits: Limits) -> Mapping[str, zipfile.ZipInfo]:
    """The members by lower-case name, after every check that needs no inflating."""
    if len(infos) > limits.members:
        raise too_much("压缩包内文件过多")
    members: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        if not may_be_part(info):
            continue  # nothing refers to such members
        if info.flag_bits & _ENCRYPTED:
            raise refusal("KD103")
        if info.compress_type not in _METHODS:
            raise damaged("压缩方式不支持")
        name = info.filename.replace("\\", "/").lower()
        if name in members:
            raise damaged("压缩包内有同名文件")
        members[name] = info
    declared = sum(info.file_size for info in members.values())
    if declared > limits.inflated:
        raise too_much("解压后过大")
    return members
