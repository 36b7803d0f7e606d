"""Files that appear together: where one of them cannot, none is there, and nothing of others is gone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kjfz_docs.workflow.together import write_together


def there(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def test_all_files_appear_in_their_folders(tmp_path: Path) -> None:
    write_together(tmp_path / "out", [tmp_path / "out/a", tmp_path / "out/x/b"], [b"a", b"b"])
    assert there(tmp_path) == {"out", "out/a", "out/x", "out/x/b"}
    assert (tmp_path / "out/x/b").read_bytes() == b"b"


def test_where_one_target_is_a_folder_nothing_appears(tmp_path: Path) -> None:
    (tmp_path / "taken/kept").mkdir(parents=True)
    targets = [tmp_path / "new/deep/a", tmp_path / "taken"]
    with pytest.raises(OSError, match="taken"):
        write_together(tmp_path, targets, [b"a", b"b"])
    assert there(tmp_path) == {"taken", "taken/kept"}


def test_what_others_put_beside_them_meanwhile_stays(tmp_path: Path) -> None:
    out = tmp_path / "out"

    def contents() -> Iterator[bytes]:
        yield b"a"
        (out / "theirs").write_bytes(b"theirs")
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        write_together(out, [out / "a", out / "b"], contents())
    assert there(tmp_path) == {"out", "out/theirs"}
