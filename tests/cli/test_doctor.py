"""``kjfz doctor`` says what of the machine is used, and what to do about what is missing."""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
from pathlib import Path

import pytest

import kjfz_docs as kd
from kjfz_docs.grids import libreoffice
from tests.cli.conftest import Kjfz
from tests.office import needs_scripts, stand_in


def test_it_names_the_versions_of_what_the_library_depends_on(
    kjfz: Kjfz, monkeypatch: pytest.MonkeyPatch
) -> None:
    requirements = ["attrs>=24", 'no-such-package>=3; python_version > "3"', "unneeded; extra == 'fast'"]
    monkeypatch.setattr(importlib.metadata, "requires", lambda _: requirements)
    result = kjfz("doctor")
    assert result.exit_code == 0
    assert kd.__version__ in result.stdout
    assert platform.python_version() in result.stdout
    assert importlib.metadata.version("attrs") in result.stdout
    assert "没有安装；需要 no-such-package>=3" in result.stdout
    assert "unneeded" not in result.stdout


@needs_scripts
def test_libreoffice_is_shown_with_its_version_and_place(
    kjfz: Kjfz, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = stand_in(tmp_path / "soffice", "echo LibreOffice 25.2.1.1 abc")
    monkeypatch.setenv(libreoffice.VARIABLE, place)
    said = kjfz("doctor").stdout
    assert "LibreOffice 25.2.1.1" in said


def test_where_it_is_missing_the_remedy_is_said(kjfz: Kjfz, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "program", lambda: None)
    monkeypatch.delenv(libreoffice.VARIABLE, raising=False)
    said = "".join(kjfz("doctor").stdout.split())
    assert "没有找到" in said
    assert "apt" in said
    assert ".wps" in said


def test_a_variable_that_names_no_program_is_said(kjfz: Kjfz, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(libreoffice.VARIABLE, "no-such-program")
    said = "".join(kjfz("doctor").stdout.split())
    assert "KJFZ_SOFFICE" in said
    assert "no-such-program" in said


@needs_scripts
def test_one_that_does_not_start_is_said(kjfz: Kjfz, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(libreoffice.VARIABLE, stand_in(tmp_path / "soffice", "exit 1"))
    assert "不能运行" in "".join(kjfz("doctor").stdout.split())


@needs_scripts
def test_fonts_that_are_replaced_are_named_with_what_replaces_them(
    kjfz: Kjfz, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "fc-match"
    program.write_text('#!/bin/sh\ncase "$2" in 黑体*) printf SimHei,黑体;; *) printf Other;; esac\n')
    program.chmod(0o755)
    which = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: str(program) if name == "fc-match" else which(name))
    said = "".join(kjfz("doctor").stdout.split())
    assert "黑体有" in said.replace("│", "").replace("|", "")
    assert "以“Other”代替" in said


def test_without_fontconfig_fonts_are_not_guessed_at(kjfz: Kjfz, monkeypatch: pytest.MonkeyPatch) -> None:
    which = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "fc-match" else which(name))
    assert "无法查看" in "".join(kjfz("doctor").stdout.split())
