"""Foreign programs end in time, within their space, and with all that they started."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kjfz_docs.grids import processes
from kjfz_docs.grids.processes import Ending
from tests.office import kill_until, needs_scripts, processes_with, stand_in, wait_until

pytestmark = needs_scripts


def run(place: Path, script: str, *, seconds: float = 60, most: int = 1 << 20) -> Ending:
    place.mkdir()
    program = stand_in(place / "program", script)
    return processes.run(
        [program], folder=place, log=place / "log", env=os.environ, seconds=seconds, most=most
    )


def test_a_program_that_runs_is_seen_by_these_tests(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as threads:
        ending = threads.submit(run, tmp_path / "place", f"until [ -e {tmp_path}/go ]; do sleep 0.05; done")
        assert wait_until(lambda: bool(processes_with(f"{tmp_path}/place/")))
        (tmp_path / "go").touch()
        assert ending.result() is Ending.DONE
    assert processes_with(f"{tmp_path}/place/") == []


@pytest.mark.parametrize(("script", "ending"), [("exit 0", Ending.DONE), ("exit 1", Ending.FAILED)])
def test_the_code_of_a_program_says_how_it_ended(script: str, ending: Ending, tmp_path: Path) -> None:
    assert run(tmp_path / "place", script) is ending


def test_what_a_program_prints_is_in_the_log(tmp_path: Path) -> None:
    run(tmp_path / "place", "echo one; echo two >&2")
    assert (tmp_path / "place" / "log").read_text() == "one\ntwo\n"


def test_a_program_that_cannot_be_started_has_failed(tmp_path: Path) -> None:
    ending = processes.run(
        [str(tmp_path / "nothing")],
        folder=tmp_path,
        log=tmp_path / "log",
        env=os.environ,
        seconds=60,
        most=1 << 20,
    )
    assert ending is Ending.FAILED


@pytest.mark.parametrize(
    "script",
    [
        'sleep 1000 & echo "$0" > started; wait',
        "trap '' TERM; while :; do sleep 1000; done",
        "(trap '' TERM; sleep 1000) & (trap '' TERM; sleep 1000)",
    ],
    ids=["one that waits", "one that does not listen", "a child that does not listen"],
)
def test_a_program_that_hangs_is_ended_with_its_children(script: str, tmp_path: Path) -> None:
    place = tmp_path / "place"
    marked = script.replace("sleep 1000", f"sh -c 'sleep 1000; : {place}'")
    assert run(place, marked, seconds=0.5) is Ending.TIMEOUT
    assert processes_with(str(place)) == []


def test_what_a_program_leaves_running_is_ended(tmp_path: Path) -> None:
    place = tmp_path / "place"
    assert run(place, f"sh -c 'sleep 1000; : {place}' & exit 0") is Ending.DONE
    assert processes_with(str(place)) == []


@pytest.mark.parametrize("script", ["yes > endless", "yes", "head -c 2000000 /dev/zero > large"])
def test_a_program_that_writes_too_much_is_ended(script: str, tmp_path: Path) -> None:
    place = tmp_path / "place"
    assert run(place, script) is Ending.TOO_LARGE
    assert processes_with(str(place)) == []


def test_what_lay_in_the_folder_before_is_not_counted(tmp_path: Path) -> None:
    (tmp_path / "before").write_bytes(bytes(4 << 20))
    assert run(tmp_path / "place", "echo done > small") is Ending.DONE


def test_an_exception_on_the_way_ends_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "place"

    def interrupted(folder: Path) -> int:
        if (folder / "started").exists():
            raise KeyboardInterrupt
        return 0

    monkeypatch.setattr(processes, "_size_of", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(place, f": > started; sh -c 'sleep 1000; : {place}'")
    assert processes_with(str(place)) == []


def test_a_program_has_less_memory_than_a_machine(tmp_path: Path) -> None:
    run(tmp_path / "place", "ulimit -v; ulimit -c")
    memory, core = (tmp_path / "place" / "log").read_text().split()
    assert (memory, core) == (str(4 << 20), "0")


def test_two_programs_run_side_by_side(tmp_path: Path) -> None:
    endings: list[Ending] = []

    def meet(mine: str, other: str) -> None:
        waiting = f": > {tmp_path}/{mine}; until [ -e {tmp_path}/{other} ]; do sleep 0.05; done"
        endings.append(run(tmp_path / f"place-{mine}", waiting))

    threads = [threading.Thread(target=meet, args=names) for names in (("a", "b"), ("b", "a"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert endings == [Ending.DONE, Ending.DONE]


def test_a_program_that_is_killed_has_failed(tmp_path: Path) -> None:
    place = tmp_path / "place"
    with ThreadPoolExecutor(1) as threads:
        ending = threads.submit(run, place, "while :; do sleep 1; done")
        assert kill_until(ending.done, str(place))
        assert ending.result() is Ending.FAILED
