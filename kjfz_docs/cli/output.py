"""What the commands print: tables and findings for people, one JSON object a line for programs."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

import attrs
import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

import kjfz_docs as kd
from kjfz_docs.findings import Severity
from kjfz_docs.records.fields import fields_of, leaves
from kjfz_docs.records.masking import fit_to_show
from kjfz_docs.records.shown import label_of, text_of

Read = Iterator[tuple[str, tuple[kd.Reading[Any], ...]]]
# In a pipe nothing is cut off or wrapped: wider than any line.
_WIDE = 1_000_000
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_OUTCOMES = {
    kd.Outcome.OK: "已读取",
    kd.Outcome.BLANK_FORM: "空白表",
    kd.Outcome.NOT_RECOGNISED: "不是已知的表格",
    kd.Outcome.REFUSED: "不能读取",
    kd.Outcome.SEVERAL: "有多份表格",
}


def clean(text: str) -> str:
    """A text from outside without what could steer a terminal."""
    return "".join("\ufffd" if _steers(character) else character for character in text)


def _steers(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t"


def console() -> Console:
    """Standard output: as wide as the terminal, or wide enough for every line."""
    stream = sys.stdout
    return Console(
        file=stream, width=None if stream.isatty() else _WIDE, highlight=False, markup=False, emoji=False
    )


def table(*headings: str) -> Table:
    made = Table(box=SIMPLE_HEAD, pad_edge=False)
    for heading in headings:
        made.add_column(Text(clean(heading)), overflow="fold")
    return made


def cells(*texts: str) -> list[Text]:
    """Texts as cells of a table: as they are, with no markup in them."""
    return [Text(clean(text)) for text in texts]


# ------------------------------------------------------------------ for people


def print_findings(findings: Iterable[kd.Finding], *, file: str | None = None, err: bool = False) -> None:
    """One line each: file, severity, code, place, message."""
    for finding in findings:
        severity = click.style(finding.severity.label, fg=_COLOURS[finding.severity])
        parts = (f"{clean(file)}：{severity}" if file else severity, finding.code, spot_of(finding.where))
        message = clean(finding.message).replace("\n", " ")
        click.echo(" ".join(part for part in (*parts, message) if part), err=err)


def print_placed(findings: Iterable[kd.Finding], *, err: bool = False) -> None:
    """One line each, with the file in which it stands."""
    for finding in findings:
        print_findings([finding], file=_file_of(finding), err=err)


def spot_of(place: kd.Place | None) -> str:
    """Where something stands, without the name of the file."""
    return clean(place.spot) if place is not None else ""


def print_reading(reading: kd.Reading[Any], file: str, number: int | None, show_private: bool) -> None:
    """A form as tables: its single values, then each of its lists."""
    title = f" {reading.title}" if reading.title else ""
    nth = f"（第{number}份）" if number else ""
    click.secho(f"{clean(file)}{nth}：{_OUTCOMES[reading.outcome]}{title}", bold=True)
    if reading.record is not None:
        screen = console()
        for made in _tables(reading, show_private):
            screen.print(made)
    print_findings(reading.findings)
    click.echo()


def _tables(reading: kd.Reading[Any], show_private: bool) -> Iterator[Table]:
    record: Any = reading.record
    cls: type = type(record)
    printed = reading.printed_names
    single = table("栏目", "内容", "位置")
    for path, info, value in leaves(record):
        if not any(part.isdigit() for part in path.split(".")):
            shown = text_of(value, info, show_private)
            spot = spot_of(reading.provenance.get(path))
            single.add_row(*cells(label_of(cls, path, printed), shown, spot))
    yield single
    for info in fields_of(cls):
        if info.row is not None:
            heads = [label_of(info.row, path, printed, f"{info.name}.*.") for path in _columns(info.row)]
            yield _list(getattr(record, info.name), info.row, heads, show_private)


def _list(rows: Iterable[Any], cls: type, heads: Iterable[str], show_private: bool) -> Table:
    made = table("行", *heads)
    for number, row in enumerate(rows, 1):
        found = {path: text_of(value, info, show_private) for path, info, value in leaves(row)}
        made.add_row(*cells(str(number), *(found.get(path, "") for path in _columns(cls))))
    return made


def _columns(cls: type, prefix: str = "") -> tuple[str, ...]:
    paths: list[str] = []
    for info in fields_of(cls):
        path = prefix + info.name
        paths.extend(_columns(info.record, f"{path}.") if info.record is not None else (path,))
    return tuple(paths)


# ------------------------------------------------------------------ for programs


def reading_as_json(reading: kd.Reading[Any], file: str, show_private: bool) -> dict[str, Any]:
    """A reading as ``read --json`` gives it."""
    return {
        "file": file,
        "form": reading.form.id if reading.form else None,
        "outcome": reading.outcome.value,
        "record": _plain(reading.record, show_private),
        "findings": [finding_as_json(finding) for finding in reading.findings],
        "provenance": {path: _place(place) for path, place in reading.provenance.items()},
        "stated": {name: _plain(value, show_private) for name, value in reading.stated.items()},
    }


def print_json(value: Any) -> None:
    """One line of JSON; escaped where the stream could not carry it."""
    line = json.dumps(value, ensure_ascii=False)
    try:
        line.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        line = json.dumps(value, ensure_ascii=True)
    click.echo(line)


def _plain(value: Any, show_private: bool) -> Any:
    if value is None:
        return None
    data = kd.to_dict(value)
    if not show_private and attrs.has(type(value)):
        for path, info, held in leaves(value):
            if (shown := fit_to_show(held, private=info.meta.private)) != held:
                *parents, last = path.split(".")
                holder: Any = data
                for step in parents:
                    holder = holder[int(step)] if step.isdigit() else holder[step]
                holder[last] = shown
    return data


def finding_as_json(finding: kd.Finding) -> dict[str, Any]:
    """A finding for programs; its place without the file, which stands beside it."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "field": finding.field,
        "where": _place(finding.where),
        "message": finding.message,
        "raw": finding.raw,
    }


def placed_as_json(finding: kd.Finding) -> dict[str, Any]:
    """A finding for programs, with the file in which it stands."""
    return {"file": _file_of(finding), **finding_as_json(finding)}


def _file_of(finding: kd.Finding) -> str | None:
    return finding.where.file if finding.where is not None else None


def _place(place: kd.Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return attrs.asdict(place, filter=lambda attribute, value: value is not None and attribute.name != "file")
