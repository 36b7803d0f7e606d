"""A document for each record: in folders, in a zip file, as bytes; whole, named apart, skipped when there."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kjfz_docs as kd
from tests.batches.functions import processes
from tests.strategies import records

NAMES = ("李明", "王芳", "李明", "a/b")


def people(names: tuple[str | None, ...] = NAMES) -> list[kd.Assessment]:
    return [kd.Assessment(name=name, host_enterprise=f"示范企业{at}") for at, name in enumerate(names)]


@pytest.fixture(scope="module")
def pool() -> Iterator[Executor]:
    with processes() as executor:
        yield executor


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_each_record_gets_a_document_of_its_own(tmp_path: Path) -> None:
    batch = kd.write_many(people(), f"{tmp_path}/out/{{name}}-考核表.docx")
    assert (batch.written, batch.ok) == (4, True)
    assert files(tmp_path / "out") == [
        "a_b-考核表.docx",
        "李明-考核表.docx",
        "李明-考核表（2）.docx",
        "王芳-考核表.docx",
    ]
    for path, record in (("李明-考核表.docx", people()[0]), ("李明-考核表（2）.docx", people()[2])):
        assert (tmp_path / "out" / path).read_bytes() == kd.render(record)


def test_a_pattern_may_be_relative_and_name_folders_by_fields(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    seen: list[kd.Step] = []
    kd.write_many(people()[:2], "{form}/{number}-{name}.xlsx", progress=seen.append)
    assert files(tmp_path) == ["附件1/1-李明.xlsx", "附件1/2-王芳.xlsx"]
    assert [(step.done, step.total, step.result.path) for step in seen] == [
        (1, 2, os.path.join("", "附件1/1-李明.xlsx")),
        (2, 2, os.path.join("", "附件1/2-王芳.xlsx")),
    ]


@pytest.mark.parametrize("ordered", [True, False])
def test_worker_processes_write_the_same_files(tmp_path: Path, pool: Executor, ordered: bool) -> None:
    everyone = people(tuple(f"李明{number % 7}" for number in range(60)))
    kd.write_many(everyone, "{name}.docx", into=tmp_path / "one")
    batch = kd.write_many(
        iter(everyone), "{name}.docx", into=tmp_path / "two", executor=pool, ordered=ordered
    )
    assert batch == kd.Batch(written=60)
    assert files(tmp_path / "one") == files(tmp_path / "two")
    for name in files(tmp_path / "one"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@settings(max_examples=15, deadline=None)
@given(st.lists(st.one_of([records(form.record) for form in kd.forms.values()]), max_size=6))
def test_a_batch_makes_what_render_makes_or_fails_as_it_does(given: list[Any]) -> None:
    def alone(record: Any) -> bytes | str:
        try:
            return kd.render(record)
        except kd.UnwritableError as error:
            return str(error)

    with ThreadPoolExecutor(2) as threads:
        made = list(kd.render_many(given, "{number}.docx", executor=threads))
    assert [each.data or str(each.error) for each in made] == [alone(record) for record in given]
    assert [each.name for each in made] == [f"{number}.docx" for number in range(1, len(given) + 1)]


def test_a_record_that_cannot_be_written_stops_nothing(tmp_path: Path, pool: Executor) -> None:
    given: list[Any] = [*people()[:1], "no record", kd.AccountCollection(), *people()[1:2]]
    for executor in (None, pool):
        batch = kd.write_many(given, "{name}.docx", into=tmp_path / str(executor is pool), executor=executor)
        assert batch.written == 2
        assert [failure.index for failure in batch.failures] == [1, 2]
        assert isinstance(batch.failures[0].error, TypeError)
        assert "name" in str(batch.failures[1].error)
        assert batch.failures[1].record == given[2]
        assert not batch.ok
        with pytest.raises(kd.BatchError, match="2 documents were not written") as caught:
            batch.raise_for_failures()
        assert list(caught.value.errors) == [1, 2]


@pytest.mark.parametrize(
    "pattern", ["{nmae}.docx", "{name}.pdf", "{name", "../{name}/../x.docx", "{name!r}.docx"]
)
def test_a_pattern_that_is_none_is_said_at_once(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(ValueError, match="pattern"):
        kd.write_many(people(), pattern, into=tmp_path)
    assert files(tmp_path) == []


def test_an_interrupted_batch_goes_on_where_it_was(tmp_path: Path, pool: Executor) -> None:
    everyone = people(tuple(f"李明{number}" for number in range(200)))
    seen: list[kd.Step] = []
    first = kd.write_many(
        everyone,
        "{name}.docx",
        into=tmp_path,
        executor=pool,
        progress=seen.append,
        stop=lambda: len(seen) > 20,
    )
    assert first.stopped
    assert not first.ok
    there = files(tmp_path)
    assert first.written <= len(there) < 200
    assert {(tmp_path / name).read_bytes() for name in there} <= {kd.render(record) for record in everyone}
    times = {name: (tmp_path / name).stat().st_mtime_ns for name in there}
    assert kd.write_many(everyone, "{name}.docx", into=tmp_path, executor=pool) == kd.Batch(
        written=200 - len(there), skipped=len(there)
    )
    assert {name: (tmp_path / name).stat().st_mtime_ns for name in there} == times


def test_what_has_the_name_already_is_kept_unless_told_otherwise(tmp_path: Path) -> None:
    (tmp_path / "李明.docx").write_bytes(b"something of somebody")
    (tmp_path / "王芳.docx").write_bytes(b"")  # what a crash of the machine leaves
    batch = kd.write_many(people()[:2], "{name}.docx", into=tmp_path)
    (failure,) = batch.failures
    assert isinstance(failure.error, FileExistsError)
    assert (batch.written, (tmp_path / "李明.docx").read_bytes()) == (1, b"something of somebody")
    assert kd.write_many(people()[:2], "{name}.docx", into=tmp_path, overwrite=True).written == 1
    assert (tmp_path / "李明.docx").read_bytes() == kd.render(people()[0])


def test_an_interrupt_leaves_whole_files_only(tmp_path: Path, pool: Executor) -> None:
    def interrupt(step: kd.Step) -> None:
        if step.done == 10:
            raise KeyboardInterrupt

    everyone = people(tuple(f"李明{number}" for number in range(100)))
    with pytest.raises(KeyboardInterrupt):
        kd.write_many(everyone, "{name}.docx", into=tmp_path, executor=pool, progress=interrupt)
    there = files(tmp_path)
    assert 10 <= len(there) <= 100
    assert all(name.endswith(".docx") and not name.startswith(".") for name in there)
    assert {(tmp_path / name).read_bytes() for name in there} <= {kd.render(record) for record in everyone}


def test_workers_that_died_are_told_and_the_batch_can_go_on(tmp_path: Path) -> None:
    everyone = people(tuple(f"李明{number}" for number in range(200)))

    with processes(1) as broken:

        def kill(step: kd.Step) -> None:
            if step.done == 5:
                for process in list(broken._processes.values()):
                    process.kill()

        with pytest.raises(BrokenExecutor):
            kd.write_many(everyone, "{name}.docx", into=tmp_path, executor=broken, progress=kill)
    batch = kd.write_many(everyone, "{name}.docx", into=tmp_path)
    assert batch.skipped >= 5
    assert batch.written + batch.skipped == 200
    assert len(files(tmp_path)) == 200


# ------------------------------------------------------------------ zip


def test_a_zip_file_holds_every_document(tmp_path: Path, pool: Executor) -> None:
    for name, executor in (("one.zip", None), ("two.zip", pool)):
        batch = kd.write_many(people(), "{form}/{name}.docx", into=tmp_path / name, executor=executor)
        assert batch == kd.Batch(written=4)
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [
            "附件1/李明.docx",
            "附件1/王芳.docx",
            "附件1/李明（2）.docx",
            "附件1/a_b.docx",
        ]
        assert archive.read("附件1/李明.docx") == kd.render(people()[0])
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_a_zip_file_that_is_there_is_kept(tmp_path: Path) -> None:
    (tmp_path / "all.zip").write_bytes(b"something")
    with pytest.raises(FileExistsError):
        kd.write_many(people(), "{name}.docx", into=tmp_path / "all.zip")
    assert (tmp_path / "all.zip").read_bytes() == b"something"
    kd.write_many(people(), "{name}.docx", into=tmp_path / "all.zip", overwrite=True)
    assert zipfile.is_zipfile(tmp_path / "all.zip")


def test_a_zip_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    def interrupt(_: kd.Step) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        kd.write_many(people(), "{name}.docx", into=tmp_path / "all.zip", progress=interrupt)
    stopped = kd.write_many(people(), "{name}.docx", into=tmp_path / "all.zip", stop=lambda: True)
    assert stopped == kd.Batch(written=0, stopped=True)
    assert files(tmp_path) == []


# ------------------------------------------------------------------ bytes


def test_documents_come_as_bytes_while_the_batch_goes_on() -> None:
    made = kd.render_many(iter(people()), "{name}.docx")
    first = next(made)
    made.close()
    assert (first.name, first.data) == ("李明.docx", kd.render(people()[0]))
    assert "PK" not in repr(first)


def test_a_form_of_ones_own_and_another_programme_go_to_the_workers(pool: Executor) -> None:
    city = kd.Programme(id="city", name="市", title="某市", cohorts=(kd.Cohort(number=1, year=2024),))
    record = kd.Assessment(name="李明", programme="city", cohort=1)
    form = kd.Form(id="mine", record=kd.Assessment, docx=kd.forms["assessment"].template)
    for chosen in (None, form):
        (made,) = kd.render_many([record], "{title}.docx", executor=pool, form=chosen, programmes=[city])
        assert made.data == kd.render(record, form=chosen, programmes=[city])
        assert made.name is not None
        assert "某市第一批" in made.name


def test_a_bar_shows_how_far_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(list(kd.render_many(people(), "{name}.docx", progress=True))) == 4
    assert capsys.readouterr().out == ""
