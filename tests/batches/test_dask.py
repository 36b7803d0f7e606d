"""A batch on a cluster of worker processes, one of which dies in the middle."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import kjfz_docs as kd

distributed: Any = pytest.importorskip("distributed")
EVERYONE = [kd.Assessment(name=f"李明{number}") for number in range(200)]


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Any]:
    cluster = distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        dashboard_address=":0",
        local_directory=str(tmp_path / "dask"),
    )
    with cluster, distributed.Client(cluster) as connected:
        yield connected


def kill_one(client: Any) -> None:
    os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)


@pytest.mark.skipif(os.name == "nt", reason="workers are killed by a signal")
def test_all_results_arrive_once_although_a_worker_is_killed(client: Any, tmp_path: Path) -> None:
    seen: list[Any] = []

    def watch(step: kd.Step) -> None:
        seen.append(step.result)
        if step.done == 50:
            kill_one(client)

    batch = kd.write_many(
        EVERYONE,
        "{name}.docx",
        into=tmp_path / "out",
        executor=client.get_executor(pure=False),
        progress=watch,
    )
    assert batch.ok
    assert [result.index for result in seen] == list(range(200))
    # What the killed worker had written already was found whole by the one that took over.
    assert batch.written + batch.skipped == 200
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(
        f"{record.name}.docx" for record in EVERYONE
    )

    paths = [tmp_path / "out" / f"{record.name}.docx" for record in EVERYONE]
    readings = []
    for reading in kd.read_many(
        paths, kd.Assessment, executor=client.get_executor(pure=False), workers=2, ordered=False
    ):
        readings.append(reading)
        if len(readings) == 50:
            kill_one(client)
    assert sorted(str(reading.file) for reading in readings) == sorted(map(str, paths))
    assert {reading.record.name for reading in readings if reading.record} == {
        record.name for record in EVERYONE
    }
