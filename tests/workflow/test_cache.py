"""Readings are kept by content, come back equal, and a cache can do no harm."""

from __future__ import annotations

import json
import multiprocessing
import sqlite3
import stat
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kjfz_docs as kd
from kjfz_docs.cli.demo_data import samples_of
from kjfz_docs.forms.recognise import with_programmes
from kjfz_docs.grids import DEFAULT_LIMITS
from kjfz_docs.records.programme import HUBEI
from kjfz_docs.workflow import cache as caching
from kjfz_docs.workflow import submission as module
from kjfz_docs.workflow.cache import Cache, Shelf, default_folder
from kjfz_docs.workflow.kept import from_kept, to_kept
from tests.strategies import records
from tests.workflow.submitting import PROGRAMME, acceptance, assessment, put, zipped

CASES = sorted((Path(__file__).parents[1] / "samples" / "cases").glob("*.[dx]*x"))


def shelf(folder: Path, **more: Any) -> Shelf:
    given = {"forms": tuple(kd.forms.values()), "limits": DEFAULT_LIMITS, **more}
    return Cache(folder).shelf(**given)


def look(readings: Sequence[kd.Reading[Any]]) -> list[Any]:
    return [
        (
            each.outcome,
            each.record,
            each.findings,
            dict(each.provenance),
            dict(each.stated),
            each.title,
            each.form.id if each.form else None,
        )
        for each in readings
    ]


# ------------------------------------------------------------------ what is kept


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_the_readings_of_every_sample_come_back_equal(path: Path) -> None:
    readings = kd.read_all(path)
    data = to_kept(readings, kd.forms, path.name)
    assert data is not None
    kept = from_kept(data, kd.forms, path.name)
    assert kept is not None
    assert look(kept) == look(readings)


@given(st.sampled_from(list(kd.forms.values())).flatmap(lambda form: records(form.record)))
def test_every_record_comes_back_equal(record: Any) -> None:
    form = next(form for form in kd.forms.values() if form.record is type(record))
    reading = kd.Reading(
        outcome=kd.Outcome.OK, record=record, form=form, title=form.title, findings=kd.check(record)
    )
    data = to_kept([reading], kd.forms, "a.docx")
    assert data is not None
    (kept,) = from_kept(data, kd.forms, "a.docx") or ()
    assert kept.record == record
    assert kept.findings == reading.findings


def test_places_are_in_the_file_that_it_is_now() -> None:
    readings = kd.read_all(CASES[0])
    data = to_kept(readings, kd.forms, CASES[0].name)
    assert data is not None
    (first, *_) = from_kept(data, kd.forms, "江夏/另一个.docx") or ()
    assert {place.file for place in first.provenance.values()} == {"另一个.docx"}


@pytest.mark.parametrize("code", ["KD109", "KD426"])
def test_what_depends_on_the_machine_or_the_day_is_not_kept(tmp_path: Path, code: str) -> None:
    values: dict[str, Any] = {"kind": "x", "label": "x", "value": "x"}
    reading: kd.Reading[Any] = kd.Reading(
        outcome=kd.Outcome.REFUSED, findings=(kd.Finding.of(code, **values),)
    )
    kept = shelf(tmp_path)
    kept.put("x", "a.doc", [reading])
    assert kept.get("x", "a.doc") is None
    kept.close()


def test_what_would_not_come_back_equal_is_not_kept() -> None:
    reading: kd.Reading[Any] = kd.Reading(outcome=kd.Outcome.OK, stated={"total": object()})
    assert to_kept([reading], kd.forms, "a.docx") is None


MINE = kd.Form(id="mine", record=kd.Assessment, docx=kd.forms["assessment"].template)
ELSEWHERE = kd.Place(file="other.docx", table=1)
UNKNOWN = kd.Finding(code="KD999", severity=kd.Severity.NOTE, message="x")


@pytest.mark.parametrize(
    "values",
    [
        {"form": MINE},
        {"provenance": {"name": ELSEWHERE}},
        {"provenance": {"name": kd.Place(cell=5)}},  # type: ignore[arg-type]
        {"findings": (kd.Finding.of("KD567", where=ELSEWHERE, who="x", label="x"),)},
        {"findings": (UNKNOWN,)},
        {"title": 5},
    ],
    ids=["a form of others", "another file", "no address", "a finding elsewhere", "no code", "no text"],
)
def test_a_form_a_place_or_a_code_that_would_not_come_back_is_not_kept(values: dict[str, Any]) -> None:
    reading: kd.Reading[Any] = kd.Reading(outcome=kd.Outcome.OK, **values)
    assert to_kept([reading], kd.forms, "a.docx") is None


def test_a_reading_comes_back_by_its_own_form_alone() -> None:
    data = to_kept([kd.Reading(outcome=kd.Outcome.BLANK_FORM, form=MINE)], {"mine": MINE}, "a.docx")
    assert data is not None
    assert from_kept(data, kd.forms, "a.docx") is None
    (kept,) = from_kept(data, {"mine": MINE}, "a.docx") or ()
    assert kept.form is MINE


@pytest.mark.parametrize("spot", [[True, "1"], [True, 1.5]], ids=["a text", "a fraction"])
def test_a_place_that_is_none_is_nothing(spot: list[Any]) -> None:
    data = to_kept([kd.Reading(outcome=kd.Outcome.OK, provenance={"name": kd.Place(table=1)})], kd.forms, "a")
    assert data is not None
    (item,) = json.loads(data)
    assert from_kept(json.dumps([item]).encode(), kd.forms, "a") is not None
    whole = item["provenance"]["name"]
    item["provenance"]["name"] = [*spot, *whole[2:]]
    assert from_kept(json.dumps([item]).encode(), kd.forms, "a") is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[{}]",
        b"null",
        b'{"a":1}',
        b"\xff",
        b"[" * 9999,
        b'[{"outcome":"ok","form":"x"}]',
        b"\x80\x04cos\nsystem\n.",
    ],
)
def test_what_strangers_put_there_is_nothing(data: bytes) -> None:
    assert from_kept(data, kd.forms, "a.docx") in (None, ())


# ------------------------------------------------------------------ what it is kept by


def test_other_contents_forms_programmes_and_limits_have_readings_of_their_own(tmp_path: Path) -> None:
    data = kd.render(assessment())
    readings = kd.read_all(data)
    kept = shelf(tmp_path)
    kept.put("x", "a.docx", readings)
    assert kept.get("x", "b/c.DOCX") is not None
    assert kept.get("y", "a.docx") is None
    assert kept.get("x", "a.doc") is None
    kept.close()
    older = kd.Form(
        id="assessment",
        record=kd.Assessment,
        docx=kd.forms["assessment"].template,
    )
    for more in (
        {"forms": (older,)},
        {"forms": with_programmes(tuple(kd.forms.values()), [attrs.evolve(HUBEI, title="湖北")])},
        {"limits": kd.Limits(members=5)},
    ):
        other = shelf(tmp_path, **more)
        assert other.get("x", "a.docx") is None
        other.close()
    again = shelf(tmp_path)
    assert again.get("x", "a.docx") is not None
    again.close()


@pytest.mark.parametrize(
    ("owner", "name", "value"),
    [
        (kd, "__version__", "99.0"),
        (caching, "_library", lambda: "other files"),
        (caching, "_stamp", str),
    ],
    ids=["version", "files of the library", "module of a record"],
)
def test_another_library_has_readings_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, value: Any
) -> None:
    filled(tmp_path)
    monkeypatch.setattr(owner, name, value)
    assert not holds(tmp_path)
    monkeypatch.undo()
    assert holds(tmp_path)


@pytest.mark.parametrize(("days", "there"), [(179, True), (181, False)])
def test_readings_are_kept_for_180_days(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: int, there: bool
) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now - days * 24 * 3600)
    filled(tmp_path)
    monkeypatch.undo()
    assert holds(tmp_path) is there


def test_a_second_scan_reads_only_what_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "in"
    put(folder, "a.docx", assessment())
    put(folder, "b.zip", zipped({"b.xlsx": assessment("王芳"), "x.txt": b"x"}))
    put(folder, "c.pdf", b"%PDF-1.7")
    read: list[str] = []
    real = kd.read_all

    def counted(source: Any, **more: Any) -> Any:
        read.append(source.name)
        return real(source, **more)

    monkeypatch.setattr(module, "read_all", counted)

    def scan() -> kd.Submission:
        return kd.Submission.scan(folder, programme=PROGRAMME, cache=Cache(tmp_path / "cache"))

    first = scan()
    assert read == ["a.docx", "b.zip/b.xlsx", "b.zip/x.txt"]
    second = scan()
    assert len(read) == 3
    assert [look([item.reading]) for item in second.items if item.reading] == [
        look([item.reading]) for item in first.items if item.reading
    ]
    assert [(item.name, item.status, item.district) for item in second.items] == [
        (item.name, item.status, item.district) for item in first.items
    ]
    put(folder, "a.docx", assessment(position="教授"))
    scan()
    assert read[3:] == ["a.docx"]


# ------------------------------------------------------------------ no harm


def filled(folder: Path) -> Path:
    kept = shelf(folder)
    kept.put("x", "a.docx", kd.read_all(kd.render(assessment())))
    kept.close()
    return Cache(folder).path


def holds(folder: Path) -> bool:
    kept = shelf(folder)
    found = kept.get("x", "a.docx") is not None
    kept.close()
    return found


def changed(path: Path, statement: str) -> None:
    with sqlite3.connect(path) as other:
        assert other.execute(statement).rowcount == 1
    other.close()


def test_a_byte_that_the_disk_changed_is_no_reading(tmp_path: Path) -> None:
    changed(filled(tmp_path), "UPDATE readings SET data = CAST(replace(data, '林晓舟', '林晓丹') AS BLOB)")
    assert not holds(tmp_path)
    filled(tmp_path)
    assert holds(tmp_path)


def test_a_row_under_the_key_of_another_is_no_reading(tmp_path: Path) -> None:
    path = filled(tmp_path)
    kept = shelf(tmp_path)
    wanted = kept._key("y", "a.docx")
    changed(path, f"UPDATE readings SET key = '{wanted}'")
    assert kept.get("y", "a.docx") is None
    kept.close()


@pytest.mark.parametrize(
    ("statement", "value"),
    [("PRAGMA query_only = ON", "readonly"), ("PRAGMA max_page_count = 1", "full")],
    ids=["not to be written", "full"],
)
def test_a_file_that_cannot_be_written_is_left_alone(tmp_path: Path, statement: str, value: str) -> None:
    filled(tmp_path)
    kept = shelf(tmp_path)
    connection = kept._connection
    assert connection is not None
    connection.execute(statement)
    with pytest.raises(sqlite3.OperationalError, match=value):
        connection.execute("INSERT INTO readings VALUES ('k', zeroblob(99999), 's', 1)")
    kept.put("y", "a.docx", kd.read_all(kd.render(acceptance(*"甲乙丙丁戊己庚辛"))))
    assert kept._connection is connection
    kept.close()
    assert holds(tmp_path)


def test_a_locked_file_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caching, "_PATIENCE", 0.01)
    path = filled(tmp_path)
    kept = shelf(tmp_path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    kept.put("y", "a.docx", kd.read_all(kd.render(assessment())))
    kept.close()
    late = shelf(tmp_path)
    late.close()
    other.execute("ROLLBACK")
    other.close()
    assert holds(tmp_path)


def test_in_another_thread_there_is_nothing_and_nothing_is_lost(tmp_path: Path) -> None:
    filled(tmp_path)
    kept = shelf(tmp_path)
    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.append(kept.get("x", "a.docx")))
    thread.start()
    thread.join()
    assert found == [None]
    assert kept.get("x", "a.docx") is not None
    kept.close()


@pytest.mark.parametrize("broken", [b"no database", b"SQLite format 3\0" + b"\xff" * 4000, b""])
def test_a_damaged_cache_is_made_anew(tmp_path: Path, broken: bytes) -> None:
    filled(tmp_path).write_bytes(broken)
    filled(tmp_path)
    kept = shelf(tmp_path)
    assert kept.get("x", "a.docx") is not None
    kept.close()


def test_a_cache_that_breaks_while_it_is_open_is_made_anew(tmp_path: Path) -> None:
    path = filled(tmp_path)
    kept = shelf(tmp_path)
    for ending in ("-wal", "-shm"):
        Path(f"{path}{ending}").unlink(missing_ok=True)
    path.write_bytes(b"\xff" * path.stat().st_size)
    assert kept.get("x", "a.docx") is None
    kept.close()
    filled(tmp_path)
    again = shelf(tmp_path)
    assert again.get("x", "a.docx") is not None
    again.close()


def test_a_table_of_others_is_replaced(tmp_path: Path) -> None:
    path = Cache(tmp_path).path
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE readings (other TEXT)")
    other.close()
    filled(tmp_path)
    kept = shelf(tmp_path)
    assert kept.get("x", "a.docx") is not None
    kept.close()


def test_where_nothing_can_be_kept_everything_is_read(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    put(tmp_path, "in/a.docx", assessment())
    found = kd.Submission.scan(tmp_path / "in", cache=Cache(tmp_path / "cache"))
    assert [item.status.value for item in found.items] == ["complete"]


def test_a_cache_may_be_deleted_at_any_time(tmp_path: Path) -> None:
    kept = shelf(tmp_path)
    kept.close()
    Cache(tmp_path).path.unlink()
    filled(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps permissions otherwise")
def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = filled(tmp_path / "new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    path.chmod(0o644)
    filled(tmp_path / "new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def _fill(folder: str, name: str) -> int:
    kept = shelf(Path(folder))
    (record, *_) = [record for _, record in samples_of(kd.OutcomeStatistics)]
    readings = kd.read_all(kd.render(record))
    for number in range(30):
        kept.put(f"{name}{number}", "a.docx", readings)
    found = sum(kept.get(f"{name}{number}", "a.docx") is not None for number in range(30))
    kept.close()
    return found


def test_several_processes_may_use_it_at_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    with context.Pool(3) as pool:
        assert pool.starmap(_fill, [(str(tmp_path), name) for name in "abc"]) == [30, 30, 30]
    kept = shelf(tmp_path)
    assert all(kept.get(f"{name}29", "a.docx") for name in "abc")
    kept.close()


@pytest.mark.parametrize(
    ("platform", "variable", "end"),
    [
        ("linux", "XDG_CACHE_HOME", ("kjfz",)),
        ("win32", "LOCALAPPDATA", ("kjfz", "Cache")),
        ("darwin", "", ("Library", "Caches", "kjfz")),
    ],
)
def test_it_lies_where_the_platform_keeps_such_files(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, platform: str, variable: str, end: tuple[str, ...]
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    if variable:
        monkeypatch.setenv(variable, str(tmp_path))
        assert default_folder() == tmp_path.joinpath(*end)
        monkeypatch.delenv(variable)
    assert default_folder().parts[-len(end) :] == end
