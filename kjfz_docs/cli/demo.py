"""``kjfz demo``: forms of an invented district, written, read back from disk and compared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import click

import kjfz_docs as kd
from kjfz_docs.cli import output
from kjfz_docs.cli.chinese import FINDINGS, OK
from kjfz_docs.cli.demo_data import samples_of
from kjfz_docs.cli.demo_folder import DemoFolder
from kjfz_docs.cli.files import save
from kjfz_docs.findings import Severity
from kjfz_docs.forms.form import Form
from kjfz_docs.records.fields import leaves

FOLDER = "kjfz-demo"


@attrs.frozen
class Made:
    """A file of the demo: what it is to hold (None: a blank form) and its bytes."""

    name: str
    form: Form
    record: Any
    data: bytes


def run(parent: Path) -> int:
    """Make the folder under ``parent``, read everything back, print the comparison; 1 if anything is unequal."""
    ours = DemoFolder(parent / FOLDER)
    folder = ours.path
    made = [item for form in kd.forms.values() for item in _documents(form)]
    texts = {
        item.name.replace(".docx", ".json"): kd.to_json(item.record) + "\n"
        for item in made
        if item.record and item.name.endswith(".docx")
    }
    _make(ours, made, texts)
    shown = output.table("文件", "表格", "读出栏目", "与原数据", "问题")
    equal = True
    for item in made:
        reading = kd.read(folder / item.name)
        same = _agrees(reading, item)
        equal = equal and same
        shown.add_row(*output.cells(item.name, item.form.title, *_results(reading, same)))
    output.console().print(shown)
    _where_to_look(folder, made, texts, equal)
    return OK if equal else FINDINGS


# ------------------------------------------------------------------ the folder


def _make(folder: DemoFolder, made: list[Made], texts: dict[str, str]) -> None:
    folder.begin([*(item.name for item in made), *texts])
    for item in made:
        save(folder.path / item.name, item.data)
    for name, text in texts.items():
        save(folder.path / name, text.encode())


# ------------------------------------------------------------------ the files


def _documents(form: Form) -> Iterator[Made]:
    head = form.attachment or form.title
    for format_ in form.formats:
        for name, record in samples_of(form.record):
            yield Made(f"{head}-{name}.{format_}", form, record, kd.render(record, format_))
        yield Made(f"{head}-空白表.{format_}", form, None, kd.blank(form.id, format_))


def _agrees(reading: kd.Reading[Any], item: Made) -> bool:
    if reading.form is None or reading.form.id != item.form.id:
        return False
    if item.record is None:
        return reading.outcome is kd.Outcome.BLANK_FORM
    # The rules find in what was read what they find in what was written, and reading adds no doubt of its own.
    found, expected = ([(doubt.code, doubt.field) for doubt in doubts] for doubts in _doubts(reading, item))
    return bool(reading.record == item.record) and found == expected


def _doubts(reading: kd.Reading[Any], item: Made) -> tuple[tuple[kd.Finding, ...], tuple[kd.Finding, ...]]:
    return reading.findings, tuple(kd.check(item.record))


def _results(reading: kd.Reading[Any], same: bool) -> tuple[str, str, str]:
    record = reading.record
    filled = sum(value is not None for _, _, value in leaves(record)) if record is not None else 0
    counts = {
        severity: sum(finding.severity is severity for finding in reading.findings) for severity in Severity
    }
    found = "，".join(f"{severity.label} {count}" for severity, count in counts.items() if count)
    return str(filled), "一致" if same else "不一致", found or "无"


def _where_to_look(folder: Path, made: list[Made], texts: dict[str, str], equal: bool) -> None:
    verdict = "全部一致。" if equal else "有不一致的文件，见上表。"
    click.echo(f"共 {len(made)} 个文件，写入后逐个读回：{verdict}")
    click.echo(f"文件在：{output.clean(str(folder))}（可用 Word、Excel 或 WPS 打开；内容全部是虚构的）")
    filled = next((item.name for item in made if item.record is not None), None)
    if filled is not None and texts:
        click.echo("试一试：")
        click.echo(f"  kjfz read {FOLDER}/{filled}")
        click.echo(f"  kjfz write {FOLDER}/{next(iter(texts))} -o 新表.docx")
