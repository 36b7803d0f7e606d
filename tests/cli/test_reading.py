"""``kjfz read`` and ``kjfz check``."""

from __future__ import annotations

import json
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import kjfz_docs as kd
from tests.cli.conftest import Kjfz

ACCOUNT, MOBILE = "6200000000000089011", "13800000001"


def test_read_shows_labels_values_and_places(kjfz: Kjfz, absences: kd.AbsenceSummary) -> None:
    kd.write(absences, "a.docx")
    result = kjfz("read", "a.docx")
    assert result.exit_code == 1
    for said in ("填报人", "何文秀", "第四批", "2023-08-25", "贺知远", "未签订合同书。", "错误 KD401"):
        assert said in result.stdout


def test_nothing_is_cut_off_in_a_pipe(kjfz: Kjfz) -> None:
    reason = "因故" * 150
    kd.write(kd.AbsenceSummary(rows=(kd.AbsenceRow(name="甲乙", reason=reason),)), "a.docx")
    assert reason in kjfz("read", "a.docx").stdout


def test_there_is_no_colour_in_a_pipe(kjfz: Kjfz, absences: kd.AbsenceSummary) -> None:
    kd.write(absences, "a.docx")
    assert "\x1b" not in kjfz("read", "a.docx").output
    assert "\x1b" not in kjfz("check", "a.docx", "nothing.docx").output


def test_private_values_are_masked_unless_asked_for(kjfz: Kjfz, accounts: kd.AccountCollection) -> None:
    kd.write(accounts, "a.docx")
    for options in ((), ("--json",)):
        masked = kjfz("read", "a.docx", *options).output
        assert ACCOUNT not in masked
        assert MOBILE not in masked
        assert "***************9011" in masked
        shown = kjfz("read", "a.docx", "--show-private", *options).output
        assert ACCOUNT in shown
        assert MOBILE in shown


def test_json_has_one_object_a_line_with_the_settled_keys(
    kjfz: Kjfz, accounts: kd.AccountCollection, absences: kd.AbsenceSummary
) -> None:
    kd.write(accounts, "a.docx")
    kd.write(absences, "b.docx")
    lines = kjfz("read", "--json", "a.docx", "b.docx").stdout.splitlines()
    first, second = map(json.loads, lines)
    keys = ["file", "form", "outcome", "record", "findings", "provenance", "stated"]
    assert list(first) == list(second) == keys
    assert (first["file"], first["form"], first["outcome"]) == ("a.docx", "account_collection", "ok")
    assert first["findings"] == []
    assert first["provenance"]["rows.0.name"] == {"table": 1, "row": 2, "column": 1}
    (finding,) = second["findings"]
    assert list(finding) == ["code", "severity", "field", "where", "message", "raw"]
    assert (finding["code"], finding["severity"], finding["field"]) == ("KD401", "error", "rows.1.reason")
    assert kd.from_dict(second["record"], kd.AbsenceSummary) == absences


def test_what_the_paper_states_is_in_the_json(kjfz: Kjfz) -> None:
    row = kd.OutcomeRow(district="示范区", cohort=2, outcomes=kd.Outcomes(problems_solved=3))
    kd.write(kd.OutcomeStatistics(rows=(row,)), "a.docx")
    (line,) = kjfz("read", "--json", "a.docx").stdout.splitlines()
    assert json.loads(line)["stated"]["total"]["problems_solved"] == 3


@pytest.mark.parametrize("command", ["read", "check"])
def test_the_exit_code_tells_findings_from_files_that_cannot_be_read(
    kjfz: Kjfz, command: str, accounts: kd.AccountCollection, absences: kd.AbsenceSummary
) -> None:
    kd.write(accounts, "fine.docx")
    kd.write(absences, "wrong.docx")
    Path("blank.docx").write_bytes(kd.blank("assessment"))
    Path("text.docx").write_text("通知", encoding="utf-8")
    assert kjfz(command, "fine.docx").exit_code == 0
    assert kjfz(command, "blank.docx").exit_code == 0
    assert kjfz(command, "fine.docx", "wrong.docx").exit_code == 1
    assert kjfz(command, "text.docx").exit_code == 2
    assert kjfz(command, "wrong.docx", "nothing.docx").exit_code == 2


def test_one_bad_file_does_not_stop_the_rest(kjfz: Kjfz, accounts: kd.AccountCollection) -> None:
    kd.write(accounts, "fine.docx")
    Path("folder.docx").mkdir()
    result = kjfz("read", "--json", "nothing.docx", "folder.docx", "a\0b", "fine.docx")
    assert result.exit_code == 2
    assert [json.loads(line)["file"] for line in result.stdout.splitlines()] == ["fine.docx"]
    assert "nothing.docx：没有这个文件或文件夹" in result.stderr
    assert "folder.docx：这是一个文件夹，不是文件" in result.stderr


def test_a_refused_file_has_its_outcome_in_the_json(kjfz: Kjfz) -> None:
    Path("a.docx").write_bytes(b"PK\x03\x04broken")
    result = kjfz("read", "--json", "a.docx")
    line = json.loads(result.stdout)
    assert (line["form"], line["outcome"], line["record"]) == (None, "refused", None)
    assert line["findings"][0]["code"].startswith("KD1")


def test_check_lists_findings_only_one_a_line(
    kjfz: Kjfz, accounts: kd.AccountCollection, absences: kd.AbsenceSummary
) -> None:
    kd.write(accounts, "fine.docx")
    kd.write(absences, "wrong.docx")
    result = kjfz("check", "fine.docx", "wrong.docx")
    (line,) = result.stdout.splitlines()
    assert line.startswith("wrong.docx：错误 KD401 ")
    assert result.stderr == "文件 2；错误 1，警告 0，提示 0\n"


def test_a_name_of_a_file_cannot_steer_the_terminal(kjfz: Kjfz) -> None:
    result = kjfz("read", "\x1b[2Jevil.docx")
    assert result.exit_code == 2
    assert "\x1b" not in result.output


@pytest.mark.parametrize("command", [("read", "--json"), ("check",)])
def test_several_processes_print_what_one_prints(
    kjfz: Kjfz, absences: kd.AbsenceSummary, command: tuple[str, ...]
) -> None:
    for number in range(12):
        kd.write(absences, f"{number}.docx")
    Path("broken.docx").write_bytes(b"PK")
    files = (*(f"{number}.docx" for number in range(12)), "broken.docx", "missing.docx")
    alone, together = kjfz(*command, *files), kjfz(*command, *files, "--jobs", "2")
    assert alone.exit_code == together.exit_code == 2
    assert alone.stdout == together.stdout
    assert alone.stderr == together.stderr
    assert "missing.docx：没有这个文件或文件夹" in together.stderr


def test_the_number_of_processes_must_be_one(kjfz: Kjfz) -> None:
    result = kjfz("check", "a.docx", "--jobs", "0")
    assert result.exit_code == 2
    assert "应为 1 至 256 的整数" in result.stderr


def test_processes_that_die_are_told_in_chinese(
    kjfz: Kjfz, absences: kd.AbsenceSummary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kjfz_docs.cli.reading.ProcessPoolExecutor", Broken)
    kd.write(absences, "a.docx")
    result = kjfz("check", "a.docx", "a.docx", "--jobs", "2")
    assert result.exit_code == 2
    assert "请减少 --jobs 后再试" in result.stderr


class Broken(ThreadPoolExecutor):
    """An executor whose workers died."""

    def __init__(self, workers: int, *_: object) -> None:
        super().__init__(workers)

    def submit(self, *_: object, **__: object) -> Any:
        raise BrokenExecutor
