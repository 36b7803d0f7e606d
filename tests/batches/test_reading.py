"""A Reading for every file, whatever is wrong with it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path

import pytest

import kjfz_docs as kd
from tests.batches.functions import processes


@pytest.fixture(scope="module")
def pool() -> Iterator[Executor]:
    with processes() as executor:
        yield executor


@pytest.fixture
def paths(tmp_path: Path) -> list[str]:
    """Four files: two forms, one that is none, and one that is not there."""
    kd.write(kd.Assessment(name="李明"), tmp_path / "a.docx")
    (tmp_path / "b.docx").write_bytes(b"no document")
    kd.write(kd.AbsenceSummary(filled_by="王芳"), tmp_path / "c.xlsx")
    return [str(tmp_path / name) for name in ("a.docx", "b.docx", "missing.docx", "c.xlsx")]


def test_readings_come_in_order_and_a_bad_file_stops_nothing(paths: list[str]) -> None:
    found = list(kd.read_many(paths))
    assert [reading.file for reading in found] == paths
    assert [reading.outcome.name for reading in found] == ["OK", "REFUSED", "REFUSED", "OK"]
    (finding,) = found[2].findings
    assert finding.code == "KD114"
    assert "没有这个文件" in finding.message
    with pytest.raises(kd.Refused):
        found[2].raise_for_findings()


def test_worker_processes_read_the_same(paths: list[str], pool: Executor) -> None:
    alone, together = list(kd.read_many(paths)), list(kd.read_many(paths, executor=pool))
    for one, other in zip(alone, together, strict=True):
        assert one.__getstate__() == other.__getstate__()
        assert one.form is other.form
    unordered = kd.read_many(iter(paths), executor=pool, ordered=False)
    assert {reading.file for reading in unordered} == set(paths)


def test_a_file_that_breaks_the_reader_is_told_and_stops_nothing(
    paths: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> object:
        raise ZeroDivisionError

    monkeypatch.setattr("kjfz_docs.batches.reading.read", broken)
    (reading,) = kd.read_many(paths[:1])
    assert reading.outcome is kd.Outcome.REFUSED
    assert "程序出错：ZeroDivisionError" in reading.findings[0].message


def test_bytes_and_file_objects_are_sources_too(pool: Executor) -> None:
    data = kd.render(kd.Assessment(name="李明"))
    for executor in (None, pool):
        found = kd.read_many([data, io.BytesIO(data)], kd.Assessment, executor=executor)
        assert [reading.record.name for reading in found if reading.record is not None] == ["李明", "李明"]


def test_a_target_that_no_form_has_is_a_mistake_at_once() -> None:
    with pytest.raises(TypeError, match="no form"):
        kd.read_many([], kd.Reading)


def test_progress_is_told_with_each_reading(paths: list[str]) -> None:
    seen: list[kd.Step] = []
    readings = list(kd.read_many(paths, progress=seen.append))
    assert [(step.done, step.total) for step in seen] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert [step.result for step in seen] == readings


def test_reading_stops_when_asked(paths: list[str]) -> None:
    seen: list[kd.Step] = []
    assert len(list(kd.read_many(paths, progress=seen.append, stop=lambda: len(seen) >= 2))) == 2
    found = kd.read_many(paths)
    next(found)
    found.close()
    assert list(found) == []
