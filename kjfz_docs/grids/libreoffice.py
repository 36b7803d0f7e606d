"""The one place that runs LibreOffice: without a window, without macros, without a network, and without a trace.

Each start has a user profile of its own, so that any number of them run side by side, and beside the LibreOffice
that somebody works in.
"""

from __future__ import annotations

import glob
import hashlib
import itertools
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from xml.sax.saxutils import escape

import attrs

from kjfz_docs.errors import LibreOfficeError
from kjfz_docs.grids import processes
from kjfz_docs.grids.limits import MIB
from kjfz_docs.grids.processes import Ending

VARIABLE = "KJFZ_SOFFICE"
SECONDS = 120.0
MOST = 500 * MIB
FILES_A_START = 20
_LOG = "log.txt"
_NAMES = ("soffice", "libreoffice")
# Where installers put it without putting it on the PATH; patterns, because some folders carry a version.
_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "/usr/local/lib/libreoffice/program/soffice",
    "/opt/libreoffice*/program/soffice",
    "/Applications/LibreOffice*.app/Contents/MacOS/soffice",
    "~/Applications/LibreOffice*.app/Contents/MacOS/soffice",
)
_WINDOWS_FOLDERS = ("ProgramFiles", "ProgramFiles(x86)", "ProgramW6432")
_FLAGS = ("--headless", "--norestore", "--nologo", "--nodefault", "--nofirststartwizard", "--nolockcheck")

# Where it makes its sockets, whatever TMPDIR says.
_SOCKET_FOLDERS = ("/tmp", "/var/tmp")
_REASONS: Mapping[Ending, str] = MappingProxyType(
    {Ending.FAILED: "failed", Ending.TIMEOUT: "timeout", Ending.TOO_LARGE: "too_large"}
)

_SCRIPTING = "Office.Common/Security/Scripting"
_PROXY = "Inet/Settings"
# What an older LibreOffice does not know, it passes over. Writer counts the ways to update links always, on request,
# never; Calc counts them always, never, on request. Links that still get through meet a proxy that nobody listens at.
_SETTINGS = (
    (_SCRIPTING, "MacroSecurityLevel", "3"),
    (_SCRIPTING, "DisableMacrosExecution", "true"),
    (_SCRIPTING, "DisablePythonRuntime", "true"),
    (_SCRIPTING, "DisableOLEAutomation", "true"),
    (_SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),
    ("Office.Calc/Content/Update", "Link", "1"),
    (_PROXY, "ooInetProxyType", "1"),
    (_PROXY, "ooInetNoProxy", ""),
    *((_PROXY, f"ooInet{scheme}ProxyName", "127.0.0.1") for scheme in ("HTTP", "HTTPS", "FTP")),
    *((_PROXY, f"ooInet{scheme}ProxyPort", "9") for scheme in ("HTTP", "HTTPS", "FTP")),
)


@attrs.frozen
class Document:
    """What is to be converted; LibreOffice wants to know the extension (``.doc``)."""

    data: bytes = attrs.field(repr=False)
    extension: str

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Document:
        """A file as a document."""
        return cls(Path(path).read_bytes(), Path(path).suffix)


def program() -> str | None:
    """Where LibreOffice is: where the variable KJFZ_SOFFICE says, or on the PATH, or in one of the usual places."""
    stated = os.environ.get(VARIABLE)
    if stated:
        return shutil.which(stated)
    return next(filter(None, map(shutil.which, _candidates())), None)


def _candidates() -> Iterator[str]:
    yield from _NAMES
    for pattern in _PLACES:
        yield from sorted(glob.glob(os.path.expanduser(pattern)), key=_numbers, reverse=True)
    for variable in _WINDOWS_FOLDERS:
        if folder := os.environ.get(variable):
            yield os.path.join(folder, "LibreOffice", "program", "soffice.com")


def _numbers(path: str) -> list[int]:
    """By which 25.2 is newer than 7.6."""
    return [int(digits) for digits in re.findall("[0-9]+", path)]


def version(*, seconds: float = 30.0) -> str:
    """What LibreOffice says of itself: its name and version. Raises LibreOfficeError."""
    with _workplace() as folder:
        _start(_found(), folder, ["--version"], seconds, MOST)
        said = (folder / _LOG).read_text(encoding="utf-8", errors="replace")
    return next((line.strip() for line in said.splitlines() if "Office" in line), said.strip())


def convert(document: Document, to: str = "docx", *, seconds: float = SECONDS, most: int = MOST) -> bytes:
    """A document in another format. Raises LibreOfficeError that says why not.

    ``to`` is an extension, with or without the name of an export filter: ``pdf:writer_pdf_Export``. ``most`` is how
    many bytes LibreOffice may write, its temporary files included.
    """
    (made,) = convert_all([document], to, seconds=seconds, most=most)
    if isinstance(made, LibreOfficeError):
        raise made
    return made


def convert_all(
    documents: Iterable[Document], to: str = "docx", *, seconds: float = SECONDS, most: int = MOST
) -> Iterator[bytes | LibreOfficeError]:
    """Documents in another format, in order, several to one start of LibreOffice; for one that fails, the error.

    The limits are those of one start. Where one document spoils a start, each of that start is tried again alone.
    """
    remaining = iter(documents)
    while batch := list(itertools.islice(remaining, FILES_A_START)):
        yield from _converted(batch, to, seconds, most)


def _converted(
    batch: Sequence[Document], to: str, seconds: float, most: int
) -> Iterator[bytes | LibreOfficeError]:
    try:
        made = _convert(_found(), batch, to, seconds, most)
    except LibreOfficeError as error:
        if len(batch) == 1 or error.reason == "missing":
            yield from [error] * len(batch)
            return
        for document in batch:
            yield from _converted([document], to, seconds, most)
    else:
        yield from made


def _convert(
    found: str, batch: Sequence[Document], to: str, seconds: float, most: int
) -> list[bytes | LibreOfficeError]:
    with _workplace() as folder:
        given, made = folder / "given", folder / "made"
        given.mkdir()
        # Names of our own: the senders' are no business of LibreOffice, and could look like options.
        files = [given / f"{number}{document.extension}" for number, document in enumerate(batch)]
        for file, document in zip(files, batch, strict=True):
            file.write_bytes(document.data)
        arguments = ["--convert-to", to, "--outdir", str(made), *map(str, files)]
        _start(found, folder, arguments, seconds, most)
        return [_result(made / f"{file.stem}.{to.partition(':')[0]}") for file in files]


def _result(path: Path) -> bytes | LibreOfficeError:
    # LibreOffice ends well also where it could not load a file.
    return path.read_bytes() if path.is_file() else LibreOfficeError("failed", "no file came of it")


def _found() -> str:
    found = program()
    if found is None:
        raise LibreOfficeError("missing", f"not on the PATH, in the usual places, or where {VARIABLE} says")
    return found


@contextmanager
def _workplace() -> Iterator[Path]:
    """A folder that only we can look into, gone afterwards; Windows may hold on to a file a little longer."""
    with tempfile.TemporaryDirectory(
        prefix="kjfz-office-", ignore_cleanup_errors=sys.platform == "win32"
    ) as name:
        yield Path(name).resolve()


def _start(found: str, folder: Path, arguments: Sequence[str], seconds: float, most: int) -> None:
    """One start of LibreOffice in a workplace, to its end."""
    profile, temporary = folder / "profile", folder / "temporary"
    (profile / "user").mkdir(parents=True)
    temporary.mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(_registry(), encoding="utf-8")
    command = [found, f"-env:UserInstallation={profile.as_uri()}", *_FLAGS, *arguments]
    env = {**os.environ, **dict.fromkeys(("TMPDIR", "TMP", "TEMP"), str(temporary))}
    log = folder / _LOG
    try:
        ending = processes.run(command, folder=folder, log=log, env=env, seconds=seconds, most=most)
    finally:
        _remove_socket(profile.as_uri())
    if ending is not Ending.DONE:
        detail = {
            Ending.TIMEOUT: f"not done after {seconds:g} s",
            Ending.TOO_LARGE: f"more than {most} bytes",
        }
        raise LibreOfficeError(_REASONS[ending], detail.get(ending, "it ended with an error"))


def _registry() -> str:
    """The settings of a profile as LibreOffice keeps them."""
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{escape(value)}</value></prop></item>\n"
        for path, name, value in _SETTINGS
    )
    opening = '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{opening}\n{items}</oor:items>\n'


def _remove_socket(profile: str) -> None:
    """Remove the socket by which a LibreOffice is asked for by profile: one that was killed leaves it behind."""
    if sys.platform == "win32":
        return
    digest = hashlib.md5(profile.encode("utf-16-le"), usedforsecurity=False).digest()
    name = f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_{''.join(f'{byte:x}' for byte in digest)}"
    for folder in _SOCKET_FOLDERS:
        Path(folder, name).unlink(missing_ok=True)
