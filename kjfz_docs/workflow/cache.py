"""Readings kept between runs, by content: a second run reads only what changed.

One SQLite file, safe to delete at any time and shared by several processes. What is kept is data, never code: JSON that
is checked on the way in as any other. A damaged file is made anew; where nothing can be kept, everything is read.
It holds what the forms hold, accounts too: only its owner may read it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import kjfz_docs
from kjfz_docs.forms.form import Form
from kjfz_docs.grids import Limits
from kjfz_docs.reading.reading import Reading
from kjfz_docs.records.schema import json_schema
from kjfz_docs.workflow.kept import from_kept, to_kept

_FILE = "readings.sqlite3"
_PATIENCE = 30.0
_KEPT_FOR = 180 * 24 * 3600
_TABLE = (
    "CREATE TABLE IF NOT EXISTS readings"
    " (key TEXT PRIMARY KEY, data BLOB NOT NULL, seal TEXT NOT NULL, stored INTEGER NOT NULL)"
)
# What depends on more than the content: on LibreOffice, and on today.
_PASSING = frozenset({"KD109", "KD110", "KD426"})


def default_folder() -> Path:
    """Where the platform keeps what may be deleted."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
        return Path(base, "kjfz", "Cache")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "kjfz"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "kjfz")


class Cache:
    """A cache in a folder, that of the platform unless given. Nothing is opened before it is used."""

    def __init__(self, folder: str | os.PathLike[str] | None = None) -> None:
        self.path = (default_folder() if folder is None else Path(folder)) / _FILE

    def __repr__(self) -> str:
        return f"Cache({os.fspath(self.path.parent)!r})"

    def shelf(self, forms: Sequence[Form], limits: Limits) -> Shelf:
        """The readings that were made with these forms and limits by this version of the library."""
        return Shelf(self.path, forms, limits)


class Shelf:
    """The readings of a cache that one way of reading gives. Close it; for one thread."""

    def __init__(self, path: Path, forms: Sequence[Form], limits: Limits) -> None:
        self._path = path
        self._forms = {form.id: form for form in forms}
        made_by = [kjfz_docs.__version__, _library(), repr(limits), *map(_fingerprint, forms)]
        self._made_by = hashlib.sha256(json.dumps(made_by).encode()).hexdigest()
        self._connection = self._open()

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def get(self, digest: str, name: str) -> tuple[Reading[Any], ...] | None:
        """The readings of a content (its SHA-256) under a file name; None where there are none."""
        key = self._key(digest, name)
        for data, seal in self._run("SELECT data, seal FROM readings WHERE key = ?", key):
            if isinstance(data, bytes) and seal == _seal(key, data):
                return from_kept(data, self._forms, name)
        return None

    def put(self, digest: str, name: str, readings: Sequence[Reading[Any]]) -> None:
        """Keep the readings of a content, where they come back equal and depend on nothing else."""
        if any(finding.code in _PASSING for reading in readings for finding in reading.findings):
            return
        data = to_kept(readings, self._forms, name)
        if data is not None:
            key = self._key(digest, name)
            statement = "INSERT OR REPLACE INTO readings VALUES (?, ?, ?, ?)"
            self._run(statement, key, data, _seal(key, data), int(time.time()))

    def _key(self, digest: str, name: str) -> str:
        # The extension is held against the content.
        extension = os.path.splitext(name)[1].lower()
        return hashlib.sha256(
            f"{self._made_by}\0{digest}\0{extension}".encode(errors="surrogatepass")
        ).hexdigest()

    def _run(self, statement: str, *values: object) -> list[Any]:
        if self._connection is None:
            return []
        try:
            return self._connection.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            if _is_damage(error):
                self._renew()
            return []  # or another process is at it, the disk is full, this is another thread

    def _renew(self) -> None:
        """Begin anew, since the file is damaged."""
        self.close()
        with contextlib.suppress(OSError):
            for ending in ("", "-wal", "-shm"):
                Path(f"{self._path}{ending}").unlink(missing_ok=True)
            self._connection = self._open(again=True)

    def _open(self, *, again: bool = False) -> sqlite3.Connection | None:
        connection = None
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
            self._path.chmod(0o600)  # it may have been there before
            connection = sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None)
            for pragma in ("trusted_schema = OFF", "journal_mode = WAL", "synchronous = NORMAL"):
                connection.execute(f"PRAGMA {pragma}")
            connection.execute(_TABLE)
            connection.execute("DELETE FROM readings WHERE stored < ?", (int(time.time()) - _KEPT_FOR,))
            connection.execute("SELECT key, data, seal, stored FROM readings LIMIT 1").fetchall()
        except (OSError, sqlite3.Error) as error:
            if connection is not None:
                connection.close()
            self._connection = None
            # Damaged, or a table of others; a file that is locked or may not be written is left alone.
            broken = _is_damage(error) or "no such column" in str(error)
            if broken and not again:
                self._renew()
            return self._connection
        return connection


def _is_damage(error: Exception) -> bool:
    """Whether an error says that the file is damaged: those of its subclasses say that something else is wrong."""
    return type(error) is sqlite3.DatabaseError


def _seal(key: str, data: bytes) -> str:
    """What is kept beside data so that a byte that the disk changed is noticed, and a row under another key."""
    return hashlib.sha256(key.encode() + data).hexdigest()


def _fingerprint(form: Form) -> list[str]:
    """What a reading by a form depends on: its templates, its record's fields and rules, the known programmes."""
    templates = [hashlib.sha256(version.template).hexdigest() for version in form.versions]
    module = getattr(sys.modules.get(form.record.__module__), "__file__", None)
    fields = json.dumps(json_schema(form.record), sort_keys=True)
    record = f"{form.record.__module__}.{form.record.__qualname__}"
    return [form.id, record, *templates, fields, _stamp(module), repr(dict(form.programmes))]


def _library() -> str:
    """The state of the library's own files: between two versions of it they may change."""
    root = Path(kjfz_docs.__file__).parent
    return hashlib.sha256("".join(map(_stamp, sorted(root.rglob("*.py")))).encode()).hexdigest()


def _stamp(path: str | Path | None) -> str:
    try:
        state = os.stat(path) if path is not None else None
    except OSError:
        return ""
    return f"{state.st_size}:{state.st_mtime_ns};" if state is not None else ""
