"""bootstrap.py: what it decides, with the commands that it would run recorded instead of run."""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
FILE = ROOT / "bootstrap.py"


class Machine:
    """A machine on which commands are recorded; ``fails`` says which of them fail."""

    def __init__(self, bootstrap: ModuleType) -> None:
        self.bootstrap = bootstrap
        self.commands: list[list[str]] = []
        self.fails: Callable[[str], bool] = lambda _: False
        self.usable = False

    def run(self, command: Sequence[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
        line = " ".join(command)
        self.commands.append(list(command))
        if self.fails(line):
            if options.get("check"):
                raise subprocess.CalledProcessError(1, command)
            return subprocess.CompletedProcess(command, 1, b"", b"no such thing\n")
        if "venv" in command or "virtualenv" in command[0] or "--python" in command:
            self.bootstrap.VENV.mkdir(parents=True, exist_ok=True)
            self.usable = "--without-pip" not in command
        return subprocess.CompletedProcess(command, 0, b"", b"")

    @property
    def installs(self) -> list[str]:
        return [" ".join(command[4:]) for command in self.commands if "install" in command[4:5]]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    spec = importlib.util.spec_from_file_location("bootstrap_under_test", FILE)
    assert spec is not None
    assert spec.loader is not None
    bootstrap = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bootstrap)
    root = tmp_path / "检出 目录"
    root.mkdir()
    (root / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    made = Machine(bootstrap)
    places = {
        "ROOT": root,
        "VENV": root / ".venv",
        "STAMP": root / ".venv" / "bootstrap-stamp.txt",
        "works": lambda: made.usable and bootstrap.VENV.is_dir(),
        "new_pip": lambda: True,
    }
    for name, value in places.items():
        monkeypatch.setattr(bootstrap, name, value)
    monkeypatch.setattr(bootstrap.subprocess, "run", made.run)
    return made


def test_its_syntax_is_that_of_old_pythons() -> None:
    # So that they get as far as saying which Python is needed.
    ast.parse(FILE.read_text(encoding="utf-8"), feature_version=(3, 7))


def test_the_first_run_makes_the_environment_and_installs(machine: Machine) -> None:
    assert machine.bootstrap.main(["demo"]) == 0
    assert machine.commands[0][1:3] == ["-m", "venv"]
    assert machine.installs == ["install --editable ."]
    assert machine.commands[-1][1:] == ["-P", "-m", "kjfz_docs.cli", "demo"]


def test_a_second_run_installs_nothing(machine: Machine) -> None:
    machine.bootstrap.main(["demo"])
    machine.commands.clear()
    assert machine.bootstrap.main(["demo"]) == 0
    assert len(machine.commands) == 1


def test_the_tests_need_more_than_the_demo_and_the_demo_no_more_than_the_tests(machine: Machine) -> None:
    machine.bootstrap.main(["demo"])
    machine.bootstrap.main(["test"])
    assert machine.installs == ["install --editable .", "install --editable . --group dev"]
    machine.bootstrap.main(["demo"])
    assert len(machine.installs) == 2


def test_a_changed_pyproject_is_installed_again(machine: Machine) -> None:
    machine.bootstrap.main(["test"])
    (machine.bootstrap.ROOT / "pyproject.toml").write_text("[project]\n# new\n", encoding="utf-8")
    machine.bootstrap.main(["demo"])
    machine.bootstrap.main(["test"])
    assert len(machine.installs) == 3


def test_an_old_pip_is_renewed_where_a_group_is_wanted(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine.bootstrap, "new_pip", lambda: False)
    machine.bootstrap.main(["test"])
    assert machine.installs[0] == "install --upgrade pip>=25.1"


def test_arguments_go_to_pytest_and_every_check_runs(machine: Machine) -> None:
    machine.fails = lambda line: "ruff format" in line
    assert machine.bootstrap.main(["test", "-x", "tests/cli"]) == 1
    checks = [command[2:] for command in machine.commands[-4:]]
    assert checks == [
        ["ruff", "format", "--check"],
        ["ruff", "check"],
        ["mypy"],
        ["pytest", "-x", "tests/cli"],
    ]


def test_without_ensurepip_a_pip_outside_fills_the_environment(machine: Machine) -> None:
    def has_no_ensurepip(line: str) -> bool:
        return "-m venv" in line and "--without-pip" not in line

    machine.fails = has_no_ensurepip
    run = machine.run

    def filled(command: Sequence[str], **options: Any) -> Any:
        machine.usable = machine.usable or "--python" in command
        return run(command, **options)

    machine.bootstrap.subprocess.run = filled
    assert machine.bootstrap.main(["demo"]) == 0
    assert machine.commands[2][1:4] == ["-m", "pip", "--python"]


@pytest.mark.parametrize("tool", ["virtualenv", "uv"])
def test_another_tool_is_taken_where_venv_fails(
    machine: Machine, tool: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine.bootstrap.shutil, "which", lambda name: f"/tools/{name}")
    machine.fails = lambda line: "-m venv" in line or (line.startswith("/tools/") and f"/{tool} " not in line)
    assert machine.bootstrap.main(["demo"]) == 0
    assert any(command[0] == f"/tools/{tool}" for command in machine.commands)


def test_where_nothing_helps_the_package_is_named(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.fails = lambda _: True
    assert machine.bootstrap.main(["demo"]) == 2
    said = capsys.readouterr().err
    assert "apt install python3-venv" in said
    assert "no such thing" in said
    assert not machine.bootstrap.VENV.exists()


def test_an_environment_that_cannot_be_installed_into_is_made_anew(machine: Machine) -> None:
    machine.bootstrap.main(["demo"])
    machine.bootstrap.STAMP.unlink()
    broken = machine.bootstrap.VENV / "half-made"
    broken.touch()
    machine.fails = lambda line: "install" in line and broken.exists()
    machine.commands.clear()
    assert machine.bootstrap.main(["demo"]) == 0
    assert not broken.exists()
    assert len(machine.installs) == 2


def test_an_installation_that_fails_leaves_no_stamp(machine: Machine) -> None:
    machine.fails = lambda line: "--editable" in line
    assert machine.bootstrap.main(["demo"]) == 1
    assert not machine.bootstrap.STAMP.exists()


@pytest.mark.parametrize("kind", ["file", "link"])
def test_what_stands_in_the_place_of_the_environment_is_replaced_and_not_followed(
    machine: Machine, kind: str, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "mine").touch()
    if kind == "link":
        try:
            machine.bootstrap.VENV.symlink_to(outside, target_is_directory=True)
        except OSError:
            pytest.skip("this system makes no links")
    else:
        machine.bootstrap.VENV.touch()
    assert machine.bootstrap.main(["demo"]) == 0
    assert (outside / "mine").exists()
    assert not machine.bootstrap.VENV.is_symlink()


def test_caches_stay_in_the_checkout_unless_the_user_says_otherwise(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PIP_CACHE_DIR", raising=False)
    monkeypatch.setenv("UV_CACHE_DIR", "/elsewhere")
    monkeypatch.setenv("PYTHONPATH", "/leak")
    env = machine.bootstrap.environment()
    assert Path(env["PIP_CACHE_DIR"]).is_relative_to(machine.bootstrap.ROOT)
    assert env["UV_CACHE_DIR"] == "/elsewhere"
    assert "PYTHONPATH" not in env


@pytest.mark.parametrize(("arguments", "code"), [([], 2), (["build"], 2), (["--help"], 0)])
def test_other_arguments_show_the_usage_and_do_nothing(
    machine: Machine, arguments: list[str], code: int
) -> None:
    assert machine.bootstrap.main(arguments) == code
    assert machine.commands == []


def test_on_windows_the_scripts_stand_in_scripts(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine.bootstrap, "os", _Windows)
    assert machine.bootstrap.venv_python().parts[-2:] == ("Scripts", "python.exe")


class _Windows:
    name = "nt"


def test_the_own_python_is_never_the_one_inside(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    assert machine.bootstrap.own_python() == sys.executable
    monkeypatch.setattr(machine.bootstrap, "same_place", lambda _: True)
    monkeypatch.setattr(sys, "_base_executable", "/usr/bin/python3")
    assert machine.bootstrap.own_python() == "/usr/bin/python3"
