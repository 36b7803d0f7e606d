"""What `import kjfz_docs` costs beyond bare Python: python tests/benchmarks/import_time.py"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

RUNS = 15


def seconds(code: str) -> float:
    """The median wall time of a fresh interpreter that runs the code."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    bare = seconds("pass")
    for label, code in (
        ("import kjfz_docs", "import kjfz_docs"),
        ("kd.Assessment", "import kjfz_docs as kd; kd.Assessment"),
        ("kd.read", "import kjfz_docs as kd; kd.read"),
        ("kd.render", "import kjfz_docs as kd; kd.render(kd.Assessment(name='x'))"),
    ):
        print(
            f"{label:<20} {1000 * (seconds(code) - bare):7.1f} ms beyond bare Python ({1000 * bare:.1f} ms)"
        )


if __name__ == "__main__":
    main()
