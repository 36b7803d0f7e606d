"""The packages of the library import in one direction only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import kjfz_docs

PACKAGE = Path(kjfz_docs.__file__).parent
# From left to right; what stands in one place with others does not import them.
ORDER = (
    *(
        {"errors", "findings", "codes"},
        {"files", "text_tables", "pages"},
        {"records", "grids"},
        {"codecs"},
        {"templating"},
    ),
    *({"writing", "reading"}, {"forms"}, {"batches"}, {"workflow"}, {"cli"}),
)
RANK = {name: rank for rank, names in enumerate(ORDER) for name in names}
# Errors carry findings, and findings have codes.
TOGETHER = {"errors", "findings", "codes"}


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def test_every_module_stands_in_the_order() -> None:
    found = {
        path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert found - {"__init__"} == set(RANK)


def test_nothing_imports_to_its_right() -> None:
    wrong = []
    for file in PACKAGE.rglob("*.py"):
        here = file.relative_to(PACKAGE).with_suffix("").parts[0]
        for module in imports(file):
            root, _, rest = module.partition(".")
            there = rest.partition(".")[0]
            if root != "kjfz_docs" or not there or here in ("__init__", there):
                continue
            beside = {here, there} <= TOGETHER
            if RANK[there] > RANK[here] or (RANK[there] == RANK[here] and not beside):
                wrong.append(f"{file.relative_to(PACKAGE)} imports {module}")
    assert wrong == []
