from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType

import pytest

import kjfz_docs as kd

# Files that other programs made: the whole tolerant way is gone for each.
FOREIGN = sorted((Path(__file__).parents[1] / "samples" / "cases").glob("a1_*.docx"))


def calls_to_read(data: bytes) -> int:
    """How many functions are called while a file is read: that depends on no other load of the machine."""
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        kd.read(data)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("path", FOREIGN, ids=lambda path: path.stem)
def test_a_form_of_another_program_is_read_without_waste(path: Path) -> None:
    # 20,000 to 24,600 calls, about 5 ms on an idle machine.
    data = path.read_bytes()
    kd.read(data)  # what depends on the template alone is worked out once
    assert calls_to_read(data) < 25_500
