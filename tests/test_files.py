"""Files appear whole or not at all; archives are deterministic and plain."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kjfz_docs as kd
from kjfz_docs.files import write_whole
from kjfz_docs.grids.archive import compressed, members, packed


def test_a_file_is_written_and_its_path_returned(tmp_path: Path) -> None:
    assert write_whole(tmp_path / "表.docx", b"abc") == tmp_path / "表.docx"
    assert (tmp_path / "表.docx").read_bytes() == b"abc"


def test_a_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "表.docx"
    target.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        write_whole(target, b"new")
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_missing_folder_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        kd.write(kd.Assessment(name="李明"), tmp_path / "没有" / "表.docx")


def test_the_mode_of_a_new_file_is_the_usual_one(tmp_path: Path) -> None:
    usual = tmp_path / "usual"
    usual.write_bytes(b"")
    made = write_whole(tmp_path / "made", b"")
    assert made.stat().st_mode == usual.stat().st_mode


def test_an_unknown_extension_is_a_value_error_and_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot write 'odt'"):
        kd.write(kd.Assessment(name="李明"), tmp_path / "表.odt")
    assert list(tmp_path.iterdir()) == []


def test_an_object_that_is_no_record_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="dict is the record of no built-in form"):
        kd.render({"name": "李明"})


@given(
    st.dictionaries(
        st.text(st.characters(codec="ascii", exclude_characters="/\\:.\x00"), min_size=1), st.binary()
    )
)
def test_an_archive_holds_its_members_and_changed_ones(contents: dict[str, bytes]) -> None:
    parts = [compressed(name, data) for name, data in contents.items()]
    changed = dict.fromkeys(list(contents)[:1], b"changed")
    data = packed(parts, changed)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {**contents, **changed}
    assert packed(members(data), {}) == data


def test_a_chinese_member_name_is_kept() -> None:
    data = packed([compressed("图片/照片.png", b"x")], {})
    assert zipfile.ZipFile(io.BytesIO(data)).namelist() == ["图片/照片.png"]
