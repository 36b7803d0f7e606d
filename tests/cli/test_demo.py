"""``kjfz demo``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs
import pytest

import kjfz_docs as kd
from kjfz_docs.cli.demo import FOLDER
from kjfz_docs.cli.demo_data import samples_of
from kjfz_docs.cli.demo_folder import NOTE
from tests.cli.conftest import Kjfz

HERE = Path(FOLDER)


def test_it_writes_reads_back_and_compares_every_form(kjfz: Kjfz) -> None:
    result = kjfz("demo")
    assert result.exit_code == 0
    assert "全部一致" in result.stdout
    for form in kd.forms.values():
        assert f"{form.attachment}-空白表.docx" in result.stdout
        assert form.title in result.stdout
    made = sorted([*HERE.glob("*.docx"), *HERE.glob("*.xlsx")])
    assert result.stdout.count(" 一致 ") == len(made)
    assert {reading.outcome for reading in map(kd.read, made)} == {kd.Outcome.OK, kd.Outcome.BLANK_FORM}


def test_every_form_is_filled_and_every_filled_form_has_its_record(kjfz: Kjfz) -> None:
    kjfz("demo")
    for form in kd.forms.values():
        filled = list(HERE.glob(f"{form.attachment or form.title}-*.json"))
        assert filled
        for file in filled:
            record: Any = kd.from_json(file.read_text(encoding="utf-8"), form.record)
            assert kd.read(file.with_suffix(".docx")).record == record


def test_the_data_have_no_errors_and_at_least_one_doubt() -> None:
    findings = [
        doubt
        for form in kd.forms.values()
        for _, record in samples_of(form.record)
        for doubt in kd.check(record)
    ]
    assert {finding.severity for finding in findings} == {kd.Severity.WARNING}


def test_a_record_that_comes_back_changed_is_told_and_the_code_is_1(
    kjfz: Kjfz, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = kd.read

    def changed(path: Any) -> Any:
        reading = read(path)
        record: Any = reading.record
        if isinstance(record, kd.Assessment) and record.name == "周雅琴":
            mapping = {**kd.to_dict(record), "position": None}
            return attrs.evolve(reading, record=kd.from_dict(mapping, kd.Assessment))
        return reading

    monkeypatch.setattr(kd, "read", changed)
    result = kjfz("demo")
    assert result.exit_code == 1
    assert result.stdout.count("不一致 ") == 2
    assert "有不一致的文件" in result.stdout


def test_a_doubt_that_reading_adds_is_no_agreement(kjfz: Kjfz, monkeypatch: pytest.MonkeyPatch) -> None:
    read = kd.read
    doubt = kd.Finding.of("KD206")
    monkeypatch.setattr(kd, "read", lambda path: attrs.evolve(read(path), findings=(doubt,)))
    assert kjfz("demo").exit_code == 1


def test_its_own_folder_is_made_anew_and_what_others_put_there_stays(kjfz: Kjfz) -> None:
    kjfz("demo")
    before = {file.name: file.read_bytes() for file in HERE.iterdir()}
    (HERE / "附件1-空白表.docx").write_bytes(b"spoilt")
    (HERE / "我的.docx").write_bytes(b"mine")
    note = HERE / NOTE
    note.write_text(note.read_text(encoding="utf-8") + "旧的.docx\n../外面.docx\n", encoding="utf-8")
    (HERE / "旧的.docx").write_bytes(b"of an earlier version")
    Path("外面.docx").write_bytes(b"outside")
    assert kjfz("demo").exit_code == 0
    after = {file.name: file.read_bytes() for file in HERE.iterdir()}
    assert after.pop("我的.docx") == b"mine"
    assert after == before
    assert Path("外面.docx").read_bytes() == b"outside"


def test_a_folder_of_someone_else_is_not_touched(kjfz: Kjfz) -> None:
    HERE.mkdir()
    (HERE / "论文.docx").write_bytes(b"thesis")
    result = kjfz("demo")
    assert result.exit_code == 2
    assert "不是演示所建，没有改动" in result.stderr
    assert [file.name for file in HERE.iterdir()] == ["论文.docx"]


def test_an_empty_folder_is_taken(kjfz: Kjfz) -> None:
    HERE.mkdir()
    assert kjfz("demo").exit_code == 0


def test_a_file_in_the_place_of_the_folder_is_not_touched(kjfz: Kjfz) -> None:
    HERE.write_bytes(b"mine")
    result = kjfz("demo")
    assert result.exit_code == 2
    assert "不是文件夹" in result.stderr
    assert HERE.read_bytes() == b"mine"


def test_a_link_to_a_folder_elsewhere_is_not_followed(kjfz: Kjfz) -> None:
    Path("elsewhere").mkdir()
    try:
        HERE.symlink_to("elsewhere", target_is_directory=True)
    except OSError:
        pytest.skip("this system makes no links")
    assert kjfz("demo").exit_code == 2
    assert not list(Path("elsewhere").iterdir())
