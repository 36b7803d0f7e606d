"""Engines that write 附件1: a typed record with its codecs and checks, beside docxtpl with ready texts."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from tests.benchmarks.filling_form import docxtpl
from tests.benchmarks.model import Engine, Given, Work


def _docxtpl(given: Given) -> Work:
    import kjfz_docs as kd
    from tests.benchmarks.plain_template import plain

    (record,) = itertools.islice(assessments(), 1)
    data, values = plain(kd.forms["assessment"], record)
    path = given.folder / "plain.docx"
    path.write_bytes(data)
    fill = docxtpl(path)
    return lambda: fill(values)


def _ours(compression: Any) -> Callable[[Given], Work]:
    def prepared(_: Given) -> Work:
        import kjfz_docs as kd

        records = itertools.cycle(assessments())
        return lambda: kd.render(next(records), compression=compression)

    return prepared


def assessments() -> list[Any]:
    """Records of 附件1 that differ in their values, of the length of the first."""
    import attrs

    import kjfz_docs as kd
    from kjfz_docs.cli.demo_data import samples_of

    _, first = next(iter(samples_of(kd.Assessment)))
    return [attrs.evolve(first, name=f"林晓舟{number}") for number in range(100)]


RECORD = {
    "docxtpl": Engine(_docxtpl, "docxtpl"),
    "kd.render, zlib": Engine(_ours("zlib")),
    "kd.render, zlib-ng": Engine(_ours("zlib-ng")),
    "kd.render, isal": Engine(_ours("isal")),
}
