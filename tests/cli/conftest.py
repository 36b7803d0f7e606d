"""What the tests of the command line share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import click.testing
import pytest

import kjfz_docs as kd
from kjfz_docs.cli.app import app

Kjfz = Callable[..., click.testing.Result]


@pytest.fixture
def kjfz(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kjfz:
    """Run a command in an empty folder; the result has exit_code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    def run(*arguments: str, stdin: str | bytes | None = None) -> click.testing.Result:
        result = click.testing.CliRunner().invoke(app, arguments, input=stdin, prog_name="kjfz")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def accounts() -> kd.AccountCollection:
    """A list with private values, free of findings."""
    row = kd.AccountRow(
        name="唐立新",
        gender="男",
        party="群众",
        account=kd.BankAccount(branch="示范银行示范区支行", number="6200000000000089011"),
        host_enterprise="示范区光谱仪器有限公司",
        contract_signed=True,
        on_duty=True,
        effectiveness=kd.Effectiveness.VERY_GOOD,
        satisfaction=kd.Satisfaction.SATISFIED,
        mobile="13800000001",
    )
    return kd.AccountCollection(
        economy_bureau="示范区经信局", filled_by="何文秀", filled_on=dt.date(2023, 8, 25), rows=(row,)
    )


@pytest.fixture
def absences() -> kd.AbsenceSummary:
    """A list without private values, with one error: the second row has no reason."""
    people = (("贺知远", "未签订合同书。\n愿意改派。"), ("苏曼", None))
    rows = tuple(
        kd.AbsenceRow(
            serial=number,
            name=name,
            sending_unit="示范大学",
            position="讲师",
            host_enterprise="示范公司",
            reason=reason,
        )
        for number, (name, reason) in enumerate(people, 1)
    )
    return kd.AbsenceSummary(
        economy_bureau="示范区经信局", filled_by="何文秀", filled_on=dt.date(2023, 8, 25), rows=rows
    )
