"""Where a reading came from, so that the sender's own file can be marked up."""

from __future__ import annotations

import hashlib
from pathlib import Path

import attrs


@attrs.frozen
class Origin:
    """A file that was read: its path and what it held, or its bytes where it had no path."""

    digest: str
    path: str | None = None
    data: bytes | None = attrs.field(default=None, repr=False)

    @classmethod
    def of(cls, data: bytes, path: str | None) -> Origin:
        digest = hashlib.sha256(data).hexdigest()
        return cls(digest, path) if path is not None else cls(digest, None, data)

    def bytes(self) -> bytes:
        """What was read. Raises OSError, and ValueError where the file has changed since."""
        if self.data is not None:
            return self.data
        assert self.path is not None
        data = Path(self.path).read_bytes()
        if hashlib.sha256(data).hexdigest() != self.digest:
            raise ValueError(f"{self.path} has changed since it was read; read it again")
        return data
