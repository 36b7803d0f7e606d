"""The samples, made by other programs and hands: every field right or reported, nothing wrong in silence."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

# The scorer leaves files to the collector of garbage to close.
pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)

HERE = Path(__file__).parent
READABLE = {".docx", ".xlsx"}


def scorer() -> ModuleType:
    """``score.py``, which is a program of its own and kept as it came."""
    spec = importlib.util.spec_from_file_location("score", HERE / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def result() -> dict[str, Any]:
    module = scorer()
    cases = [case for case in module.load("all") if Path(case[0]).suffix in READABLE]
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = str(HERE.parents[1])
    try:
        # The address space of an interpreter with threads is far larger than its memory.
        command = [sys.executable, str(HERE / "adapter.py")]
        found: dict[str, Any] = module.evaluate(cases, command, 20, 2, 60, 8192 << 20)
    finally:
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before
    return found


FAULTS = (
    *("silent_wrong", "silent_missing", "absent", "must_missed", "forms_lost", "phantom_forms", "rows_lost"),
    *("crashes", "timeouts", "no_answer", "LEAKS"),
)


@pytest.mark.parametrize("fault", FAULTS)
def test_no_sample_shows(result: dict[str, Any], fault: str) -> None:
    assert not result["total"][fault], result["details"]


def test_every_field_of_the_samples_is_right_or_reported(result: dict[str, Any]) -> None:
    total: Counter[str] = result["total"]
    assert total["correct"] + total["wrong_reported"] == total["leaves"]
    assert total["correct"] >= 0.99 * total["leaves"]


def test_few_clean_fields_of_the_samples_are_doubted(result: dict[str, Any]) -> None:
    assert result["total"]["false_alarms"] < 0.01 * result["total"]["leaves"]


def test_every_negative_of_the_samples_is_told(result: dict[str, Any]) -> None:
    assert result["total"]["neg_ok"] == result["total"]["neg"] > 0
