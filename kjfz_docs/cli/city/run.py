"""``kjfz demo --city``: the files of an invented city go the way that a clerk's go, and what is told is compared."""

from __future__ import annotations

import time
from pathlib import Path

import click

from kjfz_docs.cli import output
from kjfz_docs.cli.chinese import FINDINGS, OK
from kjfz_docs.cli.city.folder import files_of
from kjfz_docs.cli.city.plant import City, city_of
from kjfz_docs.cli.city.planted import Comparison, compared
from kjfz_docs.cli.city.work import (
    BANK,
    COLLATED,
    EARLIER,
    INBOX,
    PAYMENTS,
    PROGRAMME,
    REPORT,
    ROSTER,
    Work,
)
from kjfz_docs.cli.demo_folder import DemoFolder
from kjfz_docs.files import reason_of

FOLDER = "kjfz-demo-city"


def run(parent: Path, seed: int, faults: int) -> int:
    """Make the city of a seed under ``parent`` and go through all steps; 1 if not everything is found, or too much."""
    try:
        city = city_of(seed, faults)
    except ValueError as error:
        raise click.UsageError(f"这座城市最多放得下 {error} 处错误，请减少 --faults") from error
    return gone_through(parent, city, f"种子 {seed}")


def gone_through(parent: Path, city: City, called: str) -> int:
    """Make a city under ``parent``, go through all steps, print the comparison."""
    began = time.monotonic()
    ours = DemoFolder(parent / FOLDER)
    files = tuple(files_of(city.documents))
    named = [PROGRAMME, ROSTER, EARLIER, PAYMENTS, BANK, REPORT]
    ours.begin([*named, *(f"{INBOX}/{file.path}" for file in files)])
    work = Work(ours.path, city)
    try:
        work.written(files)
        work.done(len(files))
        ours.add(sorted((ours.path / COLLATED).iterdir()))
    except OSError as error:
        raise click.ClickException(f"写不了“{ours.path}”：{reason_of(error)}") from error
    result = compared(city.faults, work.told)
    _print(work, result, called, time.monotonic() - began)
    return OK if result.is_right and not work.wrong else FINDINGS


def _print(work: Work, result: Comparison, called: str, seconds: float) -> None:
    planted = work.city.faults
    shown = output.table("种类", "放入", "查出", "没有查出的")
    for kind in dict.fromkeys(fault.kind for fault in planted):
        of_kind = [fault for fault in planted if fault.kind == kind]
        missed = [fault for fault in of_kind if fault in result.missed]
        counts = str(len(of_kind)), str(len(of_kind) - len(missed))
        shown.add_row(*output.cells(kind, *counts, "、".join(fault.about for fault in missed)))
    output.console().print(shown)
    for told in result.false:
        click.echo(output.clean(f"误报（{told.step}）：{told.text.strip()}").replace("\n", " "))
    for wrong in work.wrong:
        click.echo(output.clean(f"数字不符：{wrong}"))
    click.echo(
        f"{called}：放入 {len(planted)} 处，查出 {len(result.found)} 处，误报 {len(result.false)} 处；"
        f"数字{'不符，见上' if work.wrong else '全部相符'}；用时 {seconds:.0f} 秒"
    )
    click.echo(f"文件在：{output.clean(str(work.folder))}（内容全部是虚构的）")
    click.echo("试一试：")
    click.echo(f"  cd {FOLDER}")
    click.echo(f"  kjfz status {INBOX} --roster {ROSTER} --programme {PROGRAMME}")
