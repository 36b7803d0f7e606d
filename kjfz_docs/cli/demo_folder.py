"""The folders that the demos make: known for theirs by a note, made anew by the next run, never another's."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath, PureWindowsPath

import click

from kjfz_docs.cli.files import save
from kjfz_docs.files import reason_of

# This file says whose the folder is, and which of its files may be made anew.
NOTE = "说明.txt"
_FIRST_LINE = "本文件夹由 kjfz demo 建立，内容全部是虚构的；再次运行时，下列文件会重新生成。"


class DemoFolder:
    """A folder of a demo. What others put there stays."""

    def __init__(self, path: Path) -> None:
        """Raises ClickException for a folder that holds something else; nothing is changed yet."""
        self.path = path
        if path.is_symlink() or (path.exists() and not path.is_dir()):
            raise click.ClickException(f"“{path}”已存在，但不是文件夹；请改名或删除，或换一个文件夹运行")
        try:
            taken = path.is_dir() and any(path.iterdir()) and not _is_note(path / NOTE)
        except OSError as error:
            raise click.ClickException(f"打不开“{path}”：{reason_of(error)}") from error
        if taken:
            raise click.ClickException(
                f"“{path}”里有其他内容，不是演示所建，没有改动；请把它改名，或换一个文件夹运行"
            )

    def begin(self, names: Iterable[str]) -> None:
        """Say which files are about to be made, and take away those of an earlier run that will not be."""
        new = set(names)
        try:
            self.path.mkdir(exist_ok=True)
            old = set(_listed(self.path / NOTE))
            # First the list, so that after an interruption the folder is still known for ours.
            self._note(old | new)
            for name in sorted(old - new):
                if (self.path / name).resolve().is_relative_to(self.path.resolve()):
                    (self.path / name).unlink(missing_ok=True)
        except OSError as error:
            raise click.ClickException(f"写不了“{self.path}”：{reason_of(error)}") from error
        self._note(new)

    def add(self, paths: Iterable[Path]) -> None:
        """Say which further files were made."""
        self._note([*_listed(self.path / NOTE), *(path.relative_to(self.path).as_posix() for path in paths)])

    def _note(self, names: Iterable[str]) -> None:
        save(self.path / NOTE, ("\n".join([_FIRST_LINE, "", *sorted(names)]) + "\n").encode())


def _is_note(note: Path) -> bool:
    return note.is_file() and note.read_bytes().startswith(_FIRST_LINE.encode())


def _listed(note: Path) -> list[str]:
    """The files that an earlier run made. A name that leads out of the folder is none of them."""
    if not note.is_file():
        return []
    lines = note.read_text(encoding="utf-8", errors="replace").splitlines()[2:]
    return [line for line in lines if _is_inside(line)]


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    is_plain = "\\" not in name and not PureWindowsPath(name).drive
    return (
        bool(path.parts) and is_plain and not path.is_absolute() and ".." not in path.parts and name != NOTE
    )
