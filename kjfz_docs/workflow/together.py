"""Many files that appear together or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from kjfz_docs.files import write_whole


def write_together(folder: Path, targets: Sequence[Path], contents: Iterable[bytes]) -> None:
    """Write all files or none: first beside their places, then each into its own."""
    made = _folders_made(folder)
    new: list[Path] = []
    done = False
    staged = Path(tempfile.mkdtemp(prefix=".kjfz-", dir=folder))
    try:
        for number, data in enumerate(contents):
            write_whole(staged / str(number), data)
        for number, target in enumerate(targets):
            made += _folders_made(target.parent)
            fresh = not os.path.lexists(target)
            (staged / str(number)).replace(target)
            if fresh:
                new.append(target)
        done = True
    finally:
        shutil.rmtree(staged, ignore_errors=True)
        if not done:
            for target in new:
                target.unlink(missing_ok=True)
            for each in reversed(made):
                with contextlib.suppress(OSError):  # somebody else put something into it
                    each.rmdir()


def _folders_made(folder: Path) -> list[Path]:
    """Make a folder where it is missing; the folders that were made, outer ones first."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing[::-1]
