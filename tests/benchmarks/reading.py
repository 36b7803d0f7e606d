"""What reading costs: python tests/benchmarks/reading.py

A filled 附件1 as it was written, the same after its labels were retyped (the tolerant way), files of other programs
with their sizes, and lists of growing length in the layout of the form and in others; the last column says whether
the time per row stays the same.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import attrs

import kjfz_docs as kd
from kjfz_docs.cli.demo_data import samples_of
from kjfz_docs.records.fields import fields_of
from tests.making import body, with_part

RUNS = 100


def milliseconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """The median time of one call, after a first that fills the caches."""
    work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


def retyped(data: bytes) -> bytes:
    """A form whose labels somebody typed anew: 姓名：（必填） for 姓名."""
    from lxml import etree

    root = body(data)
    for node in root.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"):
        if node.text in ("姓名", "接收企业", "派出单位"):
            node.text += "：（必填）"
    return with_part(data, {"word/document.xml": etree.tostring(root.getparent(), encoding="UTF-8")})


def main() -> None:
    _, assessment = next(iter(samples_of(kd.Assessment)))
    written = kd.render(assessment)
    print(f"附件1, as written     {milliseconds(lambda: kd.read(written)):8.2f} ms")
    changed = retyped(written)
    assert any(finding.code == "KD214" for finding in kd.read(changed).findings)
    print(f"附件1, labels retyped {milliseconds(lambda: kd.read(changed)):8.2f} ms")
    _, accounts = next(iter(samples_of(kd.AccountCollection)))
    (rows,) = (info.name for info in fields_of(kd.AccountCollection) if info.row)
    for count in (200, 2_000, 20_000):
        one = getattr(accounts, rows)
        many = (one * (count // len(one) + 1))[:count]
        data = kd.render(attrs.evolve(accounts, **{rows: many}))
        took = milliseconds(lambda data=data: kd.read(data), 3 if count < 20_000 else 1)  # type: ignore[misc]
        print(f"附件4, {count:>6} rows    {took:8.0f} ms   {1000 * took / count:6.0f} µs per row")


if __name__ == "__main__":
    main()
