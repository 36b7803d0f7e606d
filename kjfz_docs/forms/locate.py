"""Where the templates and schemas are: inside the package of a wheel, or beside it in a checkout.

And how a template travels to another process or machine: one of ours by its name, others as their bytes.
"""

from __future__ import annotations

import os
from pathlib import Path

import attrs

Source = str | os.PathLike[str] | bytes

_PACKAGE = Path(__file__).resolve().parent.parent


def resource(folder: str, name: str) -> Path:
    """The path of a file of ``templates`` or ``schemas``. Raises FileNotFoundError naming where it was sought."""
    # A wheel carries the folders inside the package; an editable install leaves them in the checkout.
    sought = [_PACKAGE / folder / name, _PACKAGE.parent / folder / name]
    for path in sought:
        if path.is_file():
            return path
    raise FileNotFoundError(
        f"{folder}/{name} is neither in the package nor in the checkout ({sought[0].parent})"
    )


@attrs.frozen
class Packaged:
    """A file of ours, wherever the package is installed."""

    folder: str
    name: str


Portable = bytes | Packaged | None


def portable(source: Source | None) -> Portable:
    """A template as it travels. Raises OSError."""
    if source is None or isinstance(source, bytes):
        return source
    path = Path(source)
    if path.parent in (_PACKAGE / "templates", _PACKAGE.parent / "templates"):
        return Packaged("templates", path.name)
    return path.read_bytes()


def source_of(travelled: Portable) -> Source | None:
    """The template where it arrived."""
    return resource(travelled.folder, travelled.name) if isinstance(travelled, Packaged) else travelled
