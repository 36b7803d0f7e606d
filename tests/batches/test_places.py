"""URLs by way of fsspec: whole or not at all, and nothing pretends to be shared that is not."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

import kjfz_docs as kd
from kjfz_docs.batches.naming import target_of
from tests.batches.functions import processes

fsspec: Any = pytest.importorskip("fsspec")
PEOPLE = [kd.Assessment(name=name) for name in ("李明", "王芳")]


@pytest.fixture
def memory() -> Iterator[Any]:
    system = fsspec.filesystem("memory")
    system.store.clear()
    yield system
    system.store.clear()


def test_documents_go_to_a_url_and_are_read_from_it(memory: Any) -> None:
    with ThreadPoolExecutor(2) as threads:
        for executor in (None, threads):
            batch = kd.write_many(PEOPLE, "memory://out/{name}.docx", executor=executor, overwrite=True)
            assert batch.ok
    assert sorted(memory.store) == ["/out/李明.docx", "/out/王芳.docx"]
    urls = ["memory://out/李明.docx", "memory://out/missing.docx"]
    found, missing = kd.read_many(urls)
    assert (found.record, found.file) == (PEOPLE[0], urls[0])
    assert (missing.outcome, missing.file) == (kd.Outcome.REFUSED, urls[1])
    assert "没有这个文件" in missing.findings[0].message


def test_what_is_at_a_url_is_skipped_or_kept(memory: Any) -> None:
    memory.pipe_file("/out/王芳.docx", b"something")
    first = kd.write_many(PEOPLE, "memory://out/{name}.docx")
    assert (first.written, [failure.path for failure in first.failures]) == (1, ["memory://out/王芳.docx"])
    again = kd.write_many(PEOPLE, "memory://out/{name}.docx", overwrite=True)
    assert (again.written, again.skipped) == (1, 1)


def test_a_zip_file_goes_to_a_url_when_it_is_whole(memory: Any) -> None:
    kd.write_many(PEOPLE, "{name}.docx", into="memory://all.zip")
    (data,) = (memory.cat_file(name) for name in memory.store)
    assert zipfile.ZipFile(BytesIO(data)).namelist() == ["李明.docx", "王芳.docx"]
    with pytest.raises(FileExistsError):
        kd.write_many(PEOPLE, "{name}.docx", into="memory://all.zip")
    assert kd.write_many(PEOPLE, "{name}.docx", into="memory://two.zip", stop=lambda: True).stopped
    assert len(memory.store) == 1


def test_a_file_system_without_whole_uploads_gets_its_files_whole(
    memory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kjfz_docs.batches.places._WHOLE_UPLOADS", frozenset())
    assert kd.write_many(PEOPLE, "memory://deep/er/{name}.docx").written == 2
    assert sorted(memory.store) == ["/deep/er/李明.docx", "/deep/er/王芳.docx"]

    assert kd.write_many(PEOPLE, "{name}.docx", into="memory://deep/all.zip").written == 2
    assert "/deep/all.zip" in memory.store

    def broken(*_: object) -> None:
        raise OSError("the connection broke")

    monkeypatch.setattr(type(memory), "mv", broken)
    assert len(kd.write_many(PEOPLE, "memory://other/{name}.docx").failures) == 2
    with pytest.raises(OSError, match="the connection broke"):
        kd.write_many(PEOPLE, "{name}.docx", into="memory://other/all.zip")
    assert len(memory.store) == 3


def test_file_urls_are_the_folders_of_this_machine(tmp_path: Path) -> None:
    url = (tmp_path / "out").as_uri()
    assert kd.write_many(PEOPLE, "{name}.docx", into=url).written == 2
    assert (tmp_path / "out" / "李明.docx").read_bytes() == kd.render(PEOPLE[0])
    assert kd.write_many(PEOPLE, "{name}.docx", into=f"{url}/all.zip").written == 2
    (reading,) = kd.read_many([f"{url}/李明.docx"])
    assert reading.record == PEOPLE[0]


def test_worker_processes_are_told_that_memory_is_not_shared(tmp_path: Path) -> None:
    with processes(1) as pool:
        batch = kd.write_many(PEOPLE, "memory://out/{name}.docx", executor=pool)
        assert "memory of one process" in str(batch.failures[0].error)
        (reading,) = kd.read_many(["memory://out/李明.docx"], executor=pool)
        assert reading.findings[0].code == "KD114"
        assert kd.write_many(PEOPLE, "{name}.docx", into=tmp_path.as_uri(), executor=pool).written == 2


def test_a_url_without_fsspec_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(ModuleNotFoundError, match=r"kjfz-docs\[fsspec\]"):
        kd.write_many(PEOPLE, "s3://bucket/{name}.docx")


@pytest.mark.parametrize(
    ("pattern", "place", "names"),
    [
        ("{name}.docx", "", "{name}.docx"),
        ("out/{name}.docx", "out", "{name}.docx"),
        ("/{name}.docx", "/", "{name}.docx"),
        ("/a/b/{form}/{name}.docx", "/a/b", "{form}/{name}.docx"),
        ("s3://bucket/out/{name}.docx", "s3://bucket/out/", "{name}.docx"),
        ("out/表.docx", "out", "表.docx"),
    ],
)
def test_the_folders_before_the_first_field_are_a_place(pattern: str, place: str, names: str) -> None:
    target = target_of(pattern)
    assert (target.place, target.names) == (place, names)
