"""``kjfz demo --city``: the files of an invented city go the way that a clerk's go, and what is told is compared."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs
import click

import kjfz_docs as kd
from kjfz_docs.batches.progress import reporter
from kjfz_docs.cli import output
from kjfz_docs.cli.chinese import FINDINGS, OK
from kjfz_docs.cli.city.folder import File, files_of
from kjfz_docs.cli.city.plant import City, city_of
from kjfz_docs.cli.city.planted import Comparison, Told, compared
from kjfz_docs.cli.city.steps import of_findings, of_status
from kjfz_docs.cli.demo_folder import DemoFolder
from kjfz_docs.cli.files import save
from kjfz_docs.files import reason_of
from kjfz_docs.records.numerals import ordinal_text

FOLDER = "kjfz-demo-city"
INBOX, PROGRAMME, ROSTER, EARLIER, COLLATED = "收件", "programme.toml", "花名册.csv", "第二批首次拨付名单.xlsx", "汇总"
_SUMS = "outcome_statistics"


@attrs.define
class Work:
    """The steps of the work over a folder, one after the other; each tells what it finds."""

    folder: Path
    city: City
    told: list[Told] = attrs.field(factory=list)
    wrong: list[str] = attrs.field(factory=list)

    def status(self) -> kd.Submission:
        """What arrived."""
        programme = kd.load_programme(self.folder / PROGRAMME)
        roster = kd.Roster.read(self.folder / ROSTER, programmes=[programme])
        self.told += of_findings("花名册", roster.findings)
        total = sum(1 for _ in (self.folder / INBOX).rglob("*"))
        with _bar("读取", total) as report:
            found = kd.Submission.scan(
                self.folder / INBOX, programme=programme, roster=roster, progress=lambda *_: report(None)
            )
        self.told += of_status(found)
        return found

    def collate(self, found: kd.Submission, earlier: kd.Reading[Any]) -> kd.Collation:
        """The districts' work, and the city's out of theirs."""
        of_people = kd.collate(found, of=("assessment",), earlier=[earlier])
        self.told += of_findings("由附件1汇总", of_people.findings)
        of_city = kd.collate(found)
        self.told += of_findings("全市汇总", of_city.findings)
        for name, collation, expected in (
            ("附件1各项成效数据的合计", of_people, self.city.assessed),
            ("全市附件5的合计", of_city, self.city.stated),
        ):
            for (form, cohort), record in collation.records.items():
                if form == _SUMS and record.total != expected:
                    self.wrong.append(f"{name}（{ordinal_text(cohort or 0)}）应为{expected}，汇总为{record.total}")
        return of_city


def run(parent: Path, seed: int, faults: int, city: City | None = None) -> int:
    """Make the city of a seed under ``parent``, go through all steps, print the comparison; 1 if it is not right."""
    city = city or _city(seed, faults)
    ours = DemoFolder(parent / FOLDER)
    began = time.monotonic()
    files = tuple(files_of(city.documents))
    ours.begin([PROGRAMME, ROSTER, EARLIER, *(f"{INBOX}/{file.path}" for file in files)])
    _write(ours.path, city, files)
    work = Work(ours.path, city)
    found = work.status()
    earlier = kd.read(ours.path / EARLIER)
    collation = work.collate(found, earlier)
    collation.write(ours.path / COLLATED, sources=True, overwrite=True)
    result = compared(city.faults, work.told)
    _print(ours.path, work, result, seed, time.monotonic() - began)
    return OK if result.is_right and not work.wrong else FINDINGS


def _city(seed: int, faults: int) -> City:
    try:
        return city_of(seed, faults)
    except ValueError as error:
        raise click.UsageError(f"这座城市最多放得下 {error} 处错误，请减少 --faults") from error


def _write(folder: Path, city: City, files: tuple[File, ...]) -> None:
    save(folder / PROGRAMME, kd.programme_text(city.programme).encode())
    kd.write_csv(city.roster.rows, folder / ROSTER)
    kd.write(city.earlier, folder / EARLIER)
    try:
        with _bar("生成材料", len(files)) as report:
            for file in files:
                file.write(folder / INBOX)
                report(None)
    except OSError as error:
        raise click.ClickException(f"写不了“{folder}”：{reason_of(error)}") from error


@contextmanager
def _bar(label: str, total: int) -> Iterator[Callable[[Any], object]]:
    """A bar on a terminal; nothing elsewhere."""
    with reporter(sys.stderr.isatty(), label, total) as report:
        yield report


# ------------------------------------------------------------------ what is printed


def _print(folder: Path, work: Work, result: Comparison, seed: int, seconds: float) -> None:
    kinds = dict.fromkeys(fault.kind for fault in work.city.faults)
    shown = output.table("种类", "放入", "查出", "没有查出")
    for kind in kinds:
        of_kind = [fault for fault in work.city.faults if fault.kind == kind]
        missed = [fault for fault in result.missed if fault.kind == kind]
        names = "、".join(fault.about for fault in missed)
        shown.add_row(*output.cells(kind, str(len(of_kind)), str(len(of_kind) - len(missed)), names))
    output.console().print(shown)
    for told in result.false:
        click.echo(output.clean(f"误报（{told.step}）：{told.text.strip()}").replace("\n", " "))
    for wrong in work.wrong:
        click.echo(output.clean(f"数字不对：{wrong}"))
    click.echo(
        f"种子 {seed}：放入 {len(work.city.faults)} 处，查出 {len(result.found)} 处，误报 {len(result.false)} 处；"
        f"合计{'不对' if work.wrong else '全部正确'}；用时 {seconds:.0f} 秒"
    )
    click.echo(f"文件在：{output.clean(str(folder))}（内容全部是虚构的）")
    click.echo("试一试：")
    click.echo(f"  kjfz status {FOLDER}/{INBOX} --roster {FOLDER}/{ROSTER} --programme {FOLDER}/{PROGRAMME}")
