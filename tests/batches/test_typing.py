"""What the type checker knows of batches: mypy reads this file, and it runs."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Any, assert_type

import kjfz_docs as kd


def test_batches_are_typed(tmp_path: Path) -> None:
    batch = kd.write_many([kd.Assessment(name="李明")], "{name}.docx", into=tmp_path)
    assert_type(batch, kd.Batch)
    assert_type(batch.failures, tuple[kd.Written, ...])
    made = kd.render_many([kd.Assessment(name="李明")], "{name}.docx")
    assert_type(made, Generator[kd.Rendered, None, None])
    assert_type(next(made).data, bytes | None)
    readings = kd.read_many(tmp_path.iterdir(), kd.Assessment)
    assert_type(readings, Generator[kd.Reading[kd.Assessment], None, None])
    assert_type(kd.read_many([b""]), Generator[kd.Reading[Any], None, None])
    assert [reading.record.name for reading in readings if reading.record is not None] == ["李明"]
