"""``kjfz demo --city``: all steps over the files of a city, and the comparison that it prints."""

from __future__ import annotations

import os
import random
from decimal import Decimal
from pathlib import Path

import attrs
import click
import pytest

from kjfz_docs.cli.chinese import FINDINGS, OK
from kjfz_docs.cli.city import run
from kjfz_docs.cli.city.folder import File
from kjfz_docs.cli.city.plant import City, city_of
from kjfz_docs.cli.city.planted import MISSING, Fault, Sign
from kjfz_docs.cli.city.run import FOLDER, gone_through
from kjfz_docs.cli.city.work import BANK, COLLATED, INBOX, PAYMENTS, REPORT
from tests.cli.conftest import Kjfz

SMALL = {"districts": 3, "second": 10, "fourth": 10}


def test_a_whole_city_goes_all_the_way(kjfz: Kjfz) -> None:
    result = kjfz("demo", "--city", "--seed", "2", "--faults", "54")
    assert result.exit_code == OK, result.stdout
    assert "种子 2：放入 54 处，查出 54 处，误报 0 处；数字全部相符" in result.stdout
    made = {path.name for path in (Path(FOLDER) / COLLATED).iterdir()}
    assert {"附件2-第二批.docx", "附件4-第四批.docx", "附件5-第二批.docx", "来源.xlsx"} <= made
    assert all((Path(FOLDER) / name).is_file() for name in (PAYMENTS, BANK, REPORT))


# More seeds, by hand: KJFZ_SEEDS=1000 pytest tests/cli/city/test_run.py -k any_seed
@pytest.mark.parametrize("seed", range(int(os.environ.get("KJFZ_SEEDS", "4"))))
def test_any_seed_is_found_and_nothing_else(
    seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sizes = random.Random(seed)
    districts = sizes.randrange(1, 6)
    small = {"districts": districts, "second": 3 * districts + 4, "fourth": 2 * districts + 6}
    code = gone_through(tmp_path, city_of(seed, sizes.randrange(2 * districts), **small), f"种子 {seed}")
    told = capsys.readouterr().out
    assert code == OK, told


def test_what_was_planted_and_is_not_told_is_named_and_the_code_is_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    city = city_of(1, 0, **SMALL)
    fault = Fault(kind="缺考核表", about="无人", signs=(Sign(MISSING, ("无人",)),))
    assert gone_through(tmp_path, attrs.evolve(city, faults=(fault,)), "小城") == FINDINGS
    assert "小城：放入 1 处，查出 0 处，误报 0 处" in capsys.readouterr().out


def test_what_is_told_and_was_not_planted_is_false_and_the_code_is_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    city = city_of(1, 4, **SMALL)
    assert gone_through(tmp_path, attrs.evolve(city, faults=()), "小城") == FINDINGS
    told = capsys.readouterr().out
    assert "放入 0 处，查出 0 处" in told
    assert "误报（" in told


def test_a_sum_that_is_a_fen_too_much_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    exact = City.sum_due

    def less(city: City, cohort: int, ordinal: int) -> Decimal:
        return exact(city, cohort, ordinal) - Decimal("0.01")

    monkeypatch.setattr(City, "sum_due", less)
    assert gone_through(tmp_path, city_of(1, 0, **SMALL), "小城") == FINDINGS
    assert "数字不符：第二批拨付金额应为" in capsys.readouterr().out


def test_no_account_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    city = city_of(3, 8, **SMALL)
    gone_through(tmp_path, attrs.evolve(city, faults=()), "小城")
    told = capsys.readouterr().out + (tmp_path / FOLDER / REPORT).read_text(encoding="utf-8")
    assert not any(each.account in told or each.mobile in told for each in city.people)


def test_an_interrupted_run_is_begun_anew_and_leaves_no_file_of_the_old_city(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = city_of(1, 2, **SMALL), city_of(2, 2, **SMALL)
    write = File.write
    written: list[str] = []

    def interrupted(self: File, folder: Path) -> None:
        if len(written) == 9:
            raise KeyboardInterrupt
        written.append(self.path)
        write(self, folder)

    monkeypatch.setattr(File, "write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        gone_through(tmp_path, old, "旧城")
    monkeypatch.undo()
    (tmp_path / FOLDER / "我的.txt").write_bytes(b"mine")
    assert gone_through(tmp_path, new, "新城") == OK
    there = {path.relative_to(tmp_path / FOLDER / INBOX).as_posix() for path in _files(tmp_path)}
    assert there == {each.archive or each.path for each in new.documents}
    assert (tmp_path / FOLDER / "我的.txt").read_bytes() == b"mine"


def _files(folder: Path) -> list[Path]:
    return [path for path in (folder / FOLDER / INBOX).rglob("*") if path.is_file()]


def test_a_folder_that_is_not_ours_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "论文.docx").write_bytes(b"thesis")
    with pytest.raises(click.ClickException, match="不是演示所建"):
        gone_through(tmp_path, city_of(1, 0, **SMALL), "小城")
    assert [path.name for path in (tmp_path / FOLDER).iterdir()] == ["论文.docx"]


def test_too_many_faults_are_refused_with_how_many_there_is_room_for(kjfz: Kjfz) -> None:
    result = kjfz("demo", "--city", "--faults", "1000")
    assert result.exit_code == 2
    assert "处错误，请减少 --faults" in result.stderr
    assert not Path(run.FOLDER).exists()


def test_seed_and_faults_are_of_a_city(kjfz: Kjfz) -> None:
    result = kjfz("demo", "--seed", "3")
    assert result.exit_code == 2
    assert "只能与 --city 一起用" in result.stderr
