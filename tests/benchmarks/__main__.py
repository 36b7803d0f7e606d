"""Every benchmark by one command: python -m tests.benchmarks

Measures the library and its peers in one run and prints one page of tables. Needs the dependency group ``bench``
for the peers of Python; for those of node ``npm install`` in tests/benchmarks/node, or NODE_PATH. What is not
installed is left out, and said so.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import kjfz_docs
from tests.benchmarks import page
from tests.benchmarks.cases import FULL, engine_names, is_ours, prepare, shortened
from tests.benchmarks.chart import drawn
from tests.benchmarks.model import Case, CaseResult
from tests.benchmarks.page import PAGE
from tests.benchmarks.runner import run


def main() -> int:
    """Measure what was asked for; exit code 1 where an engine of ours did not run."""
    options = _options()
    if options.page:
        _save(*page.saved(PAGE.with_suffix(".json"), FULL))
        return 0
    cases = shortened(FULL) if options.quick else FULL
    if options.only:
        cases = [
            case for case in cases if f"{case.name}-".startswith(tuple(f"{name}-" for name in options.only))
        ]
    results = measured(cases, nodes=not (options.quick or options.no_node))
    about = _about()
    print(page.text(results, about, targets=not options.quick))
    if options.write:
        # A ratio is of one case: what was not measured now stays as it was.
        kept, _ = page.saved(PAGE.with_suffix(".json"), FULL)
        results = {**kept, **results}
        _save({case.name: results[case.name] for case in FULL if case.name in results}, about)
    failed = {name for each in results.values() for name in each.skipped if is_ours(each.case, name)}
    if failed:
        print(f"did not run: {'; '.join(sorted(failed))}", file=sys.stderr)
    return 1 if failed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, one round, no node: that it runs")
    parser.add_argument("--only", nargs="+", metavar="CASE", help="form, list-docx, list-docx-1000, …")
    parser.add_argument("--no-node", action="store_true", help="without the engines of node")
    parser.add_argument(
        "--write",
        action="store_true",
        help="write docs/performance.* (of some cases)",
    )
    parser.add_argument("--page", action="store_true", help="make the page again from its .json")
    options = parser.parse_args()
    if options.quick and options.write:
        parser.error("--quick measures nothing that is worth writing")
    return options


def measured(cases: Sequence[Case], *, nodes: bool) -> dict[str, CaseResult]:
    """Each case in turn; what happens is told on standard error."""
    found = {}
    nodes = nodes and shutil.which("node") is not None
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder), cases)
        for case in cases:
            print(f"{dt.datetime.now():%H:%M:%S} {case.name}", file=sys.stderr, flush=True)
            names = [name for name in engine_names(case) if nodes or name not in case.node]
            found[case.name] = run(case, Path(folder), names)
    return found


def _about() -> dict[str, str]:
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "not known"
    return {
        "Measured on": f"{dt.date.today():%Y-%m-%d}",
        "kjfz_docs": kjfz_docs.__version__,
        "Python": platform.python_version(),
        "on": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "load at the end": load,
    }


def _save(results: Mapping[str, CaseResult], about: Mapping[str, str]) -> None:
    """Write the results, and the page and the chart that follow from them."""
    made = json.dumps(page.as_json(results, about), ensure_ascii=False, indent=1)
    PAGE.with_suffix(".json").write_text(made + "\n", encoding="utf-8")
    page.place(page.RESULTS, page.text(results, about))
    try:
        PAGE.with_suffix(".svg").write_text(drawn(results), encoding="utf-8")
    except ModuleNotFoundError as missing:
        print(f"no chart: {missing}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
