"""What reading costs: python tests/benchmarks/reading.py

A filled 附件1 as it was written, the same after its labels were retyped (the tolerant way), files of other programs
with their sizes, and lists of growing length in the layout of the form and in others; the last column says whether
the time per row stays the same.
"""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
from lxml import etree

import kjfz_docs as kd
from kjfz_docs.cli.demo_data import samples_of
from kjfz_docs.records.fields import fields_of
from tests.making import body, with_part

RUNS = 100
# Files that other programs made, as they are sent; with those of python-docx 350 kB of styles each.
FOREIGN = sorted((Path(__file__).parents[1] / "samples" / "cases").glob("a1_*.docx"))
LISTS = [form for form in kd.forms.values() if any(info.row for info in fields_of(form.record))]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def milliseconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """The median time of one call, after a first that fills the caches; the load of other programs does not count."""
    work()
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return 1000 * statistics.median(times)


def changed(data: bytes, change: Callable[[Any], None]) -> bytes:
    """A form after somebody changed its body."""
    root = body(data)
    change(root)
    return with_part(data, {"word/document.xml": etree.tostring(root.getparent(), encoding="UTF-8")})


def retype(root: Any) -> None:
    """Labels are typed anew: 姓名：（必填） for 姓名."""
    for node in root.iter(f"{W}t"):
        if node.text in ("姓名", "接收企业", "派出单位"):
            node.text += "：（必填）"


def swap_columns(root: Any) -> None:
    """The last two columns change places."""
    for row in root.iter(f"{W}tr"):
        cells = row.findall(f"{W}tc")
        if len(cells) > 3:
            cells[-1].addnext(cells[-2])


def retype_head(root: Any) -> None:
    """The heads of the list get a colon: 性别：."""
    row = next(row for row in root.iter(f"{W}tr") if len(row.findall(f"{W}tc")) > 3)
    for node in row.iter(f"{W}t"):
        if len(node.text or "") > 1:
            node.text += "："


def main() -> None:
    _, assessment = next(iter(samples_of(kd.Assessment)))
    written = kd.render(assessment)
    print(f"附件1, as written     {milliseconds(lambda: kd.read(written)):8.2f} ms")
    retyped = changed(written, retype)
    assert any(finding.code == "KD214" for finding in kd.read(retyped).findings)
    print(f"附件1, labels retyped {milliseconds(lambda: kd.read(retyped)):8.2f} ms")
    for path in FOREIGN:
        data = path.read_bytes()
        print(f"{path.stem:20}  {milliseconds(lambda data=data: kd.read(data)):8.2f} ms")  # type: ignore[misc]
    ways: tuple[tuple[str, Callable[[Any], None] | None], ...] = (
        ("as written", None),
        ("columns swapped", swap_columns),
        ("head retyped", retype_head),
    )
    for form in LISTS:
        _, record = next(iter(samples_of(form.record)))
        (rows,) = (info.name for info in fields_of(form.record) if info.row)
        one = getattr(record, rows)
        for count, (name, change) in itertools.product((200, 2_000, 20_000), ways):
            data = kd.render(attrs.evolve(record, **{rows: (one * (count // len(one) + 1))[:count]}))
            data = data if change is None else changed(data, change)
            took = milliseconds(lambda data=data: kd.read(data), 3 if count < 20_000 else 1)  # type: ignore[misc]
            title = f"{form.attachment}, {count:>6} rows, {name}"
            print(f"{title:40} {took:8.0f} ms   {1000 * took / count:6.0f} µs per row", flush=True)


if __name__ == "__main__":
    main()
