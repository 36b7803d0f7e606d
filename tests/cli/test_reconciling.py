"""kjfz reconcile."""

from __future__ import annotations

import json
from pathlib import Path

import kjfz_docs as kd
from tests.cli.conftest import Kjfz
from tests.workflow.agreeing import PROGRAMME, account, files, roster, row, without
from tests.workflow.submitting import put


def folder(path: Path, made: dict[str, object] | None = None) -> tuple[str, ...]:
    """The files, a roster and a programme; the arguments that name them."""
    for name, record in (files() if made is None else made).items():
        put(path / "in", name, record)
    kd.write_csv(roster().rows, path / "册.csv")
    (path / "p.toml").write_text(kd.programme_text(PROGRAMME), encoding="utf-8")
    return "in", "--roster", "册.csv", "--programme", "p.toml", "--no-cache"


def test_nothing_is_told_where_all_agrees(kjfz: Kjfz, tmp_path: Path) -> None:
    result = kjfz("reconcile", *folder(tmp_path), "--whole")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "没有问题" in result.stderr


def test_each_contradiction_is_a_line_with_both_places(kjfz: Kjfz, tmp_path: Path) -> None:
    made = files()
    made["江夏区/附件3.docx"] = without(made["江夏区/附件3.docx"], "夏一")
    made["江夏区/附件4.docx"] = row(made["江夏区/附件4.docx"], "夏二", account=account("林一"))
    arguments = folder(tmp_path, made)
    result = kjfz("reconcile", *arguments)
    assert result.exit_code == 1
    first, second = result.stdout.splitlines()
    assert "KD536" in first
    assert "KD538" in second
    assert "江夏区/附件4.docx" in second
    assert "江夏区/附件2.docx" in second
    assert str(account("林一").number) not in result.stdout
    told = json.loads(kjfz("reconcile", *arguments, "--json").stdout)
    assert [each["code"] for each in told] == ["KD536", "KD538"]
    assert told[1]["file"] in ("江夏区/附件2.docx", "江夏区/附件4.docx")


def test_accounts_of_before_are_compared(kjfz: Kjfz, tmp_path: Path) -> None:
    arguments = folder(tmp_path)
    before = kd.AccountRow(name="林一", host_enterprise="林一有限公司", account=account("以前"))
    put(tmp_path, "旧/第一次.docx", kd.AccountCollection(cohort=2, rows=(before,)))
    for path in ("旧", "旧/第一次.docx"):
        result = kjfz("reconcile", *arguments, "--earlier", path)
        assert (result.exit_code, "KD540" in result.stdout) == (0, True)
        assert "第一次.docx 表1第2行" in result.stdout
    (tmp_path / "x.txt").write_text("x")
    assert "不是拨付名单" in kjfz("reconcile", *arguments, "--earlier", "x.txt").stderr
