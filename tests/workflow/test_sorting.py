"""A tidy copy: by a pattern, nothing moved, nothing lost."""

from __future__ import annotations

from pathlib import Path

import pytest

import kjfz_docs as kd
from tests.workflow.submitting import PDF, PROGRAMME, acceptance, assessment, put, zipped


def scan(folder: Path) -> kd.Submission:
    return kd.Submission.scan(folder, programme=PROGRAMME)


def tree(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def arrived(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    put(folder, "江夏/新建 文档.docx", assessment(), day=2)
    put(folder, "江夏/新建 文档.pdf", PDF)
    put(folder, "江夏/旧.DOCX", assessment(position="讲师"), day=1)
    put(folder, "a.zip", zipped({"b.zip": zipped({"x.docx": acceptance("李明")}), "副本.docx": assessment()}))
    put(folder, "通知.txt", b"x")
    put(folder, "坏.docx", b"PK\x03\x04")
    return folder


def test_each_file_is_copied_once_under_a_name_that_says_what_it_is(arrived: Path, tmp_path: Path) -> None:
    before = tree(arrived)
    copied = kd.sort_into(scan(arrived), tmp_path / "out")
    assert tree(tmp_path / "out") == sorted(
        [
            "江夏区/附件1/林晓舟-附件1.docx",
            "江夏区/附件1/林晓舟-附件1.pdf",
            "江夏区/附件2/江夏区-附件2.docx",
            "未归入/不是所要的表格/通知.txt",
            "未归入/不能读取/坏.docx",
            "未归入/已有新版/旧.DOCX",
            "未归入/重复/副本.docx",
        ]
    )
    assert tree(arrived) == before
    where = {each.name: each.path for each in copied}
    assert kd.read(where["a.zip/b.zip/x.docx"]).record == acceptance("李明")
    original = arrived / "江夏" / "新建 文档.docx"
    assert where["江夏/新建 文档.docx"].read_bytes() == original.read_bytes()
    assert where["江夏/新建 文档.docx"].stat().st_mtime == original.stat().st_mtime


def test_what_was_sorted_reads_as_what_arrived(arrived: Path, tmp_path: Path) -> None:
    first = scan(arrived)
    kd.sort_into(first, tmp_path / "out")
    second = scan(tmp_path / "out")
    for form in ("assessment", "acceptance_summary"):
        assert [each.record for each in second.readings_of(form)] == [
            each.record for each in first.readings_of(form)
        ]
    assert sorted(len(item.scans) for item in second.items) == sorted(len(item.scans) for item in first.items)


def test_the_pattern_is_ones_own(arrived: Path, tmp_path: Path) -> None:
    kd.sort_into(scan(arrived), tmp_path / "out", pattern="{cohort}/{name}（{file}）")
    assert "第二批/林晓舟（新建 文档）.docx" in tree(tmp_path / "out")
    with pytest.raises(ValueError, match="unknown key"):
        kd.sort_into(scan(arrived), tmp_path / "out2", pattern="{mobile}")


def test_nothing_is_overwritten_or_put_into_the_folder(arrived: Path, tmp_path: Path) -> None:
    found = scan(arrived)
    kd.sort_into(found, tmp_path / "out")
    with pytest.raises(FileExistsError):
        kd.sort_into(found, tmp_path / "out")
    kd.sort_into(found, tmp_path / "out", overwrite=True)
    with pytest.raises(ValueError, match="lies in the folder"):
        kd.sort_into(found, arrived / "out")


def test_a_file_that_changed_since_it_was_read_stops_all(arrived: Path, tmp_path: Path) -> None:
    found = scan(arrived)
    put(arrived, "a.zip", zipped({"b.zip": zipped({"x.docx": acceptance("王芳")})}))
    with pytest.raises(ValueError, match="has changed"):
        kd.sort_into(found, tmp_path / "out")
    assert tree(tmp_path / "out") == []
