"""What a fresh interpreter needs for an import."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

from tests.benchmarks.model import Engine, Given, Work


def _code(code: str) -> Callable[[Given], Work]:
    def prepared(_: Given) -> Work:
        if subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode:
            raise ImportError(code)
        return lambda: subprocess.run([sys.executable, "-c", code], check=True)

    return prepared


IMPORTS = {
    "bare Python": Engine(_code("pass"), ""),
    "import docxtpl": Engine(_code("import docxtpl"), "docxtpl"),
    "import openpyxl": Engine(_code("import openpyxl"), "openpyxl"),
    "import kjfz_docs": Engine(_code("import kjfz_docs")),
    "kd.Assessment": Engine(_code("import kjfz_docs as kd; kd.Assessment")),
    "kd.read": Engine(_code("import kjfz_docs as kd; kd.read")),
    "kd.render of a form": Engine(_code("import kjfz_docs as kd; kd.render(kd.Assessment(name='x'))")),
}
