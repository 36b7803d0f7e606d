"""Engines that fill the list in Word."""

from __future__ import annotations

import copy
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks.data import list_rows
from tests.benchmarks.filling_form import Fill, compiled, docxtpl, saved
from tests.benchmarks.model import Engine, Given, Work


def _python_docx(template: Path) -> Fill:
    """By hand: a copy of the row for each."""
    from docx import Document
    from docx.oxml.ns import qn

    def fill(context: Any) -> bytes:
        document = Document(str(template))
        table = document.tables[0]._tbl
        row = table.tr_lst[-1]
        table.remove(row)
        for values in context["rows"]:
            made = copy.deepcopy(row)
            for node in made.iter(qn("w:t")):
                node.text = str(values[node.text[2:-1]])
            table.append(made)
        return saved(document)

    return fill


def _mailmerge(template: Path) -> Fill:
    from mailmerge import MailMerge

    def fill(context: Any) -> bytes:
        rows = [{name: str(value) for name, value in row.items()} for row in context["rows"]]
        stream = io.BytesIO()
        with MailMerge(str(template)) as document:
            document.merge_rows("seq", rows)
            document.write(stream)
        return stream.getvalue()

    return fill


def _rows(make: Callable[[Path], Fill], template: str) -> Callable[[Given], Work]:
    def prepared(given: Given) -> Work:
        fill, rows = make(given.corpus / template), list_rows(given.size)
        return lambda: fill({"rows": rows})

    return prepared


_DOCXTPL = "list_jinja.docx"
LIST = {
    "docxtpl": Engine(_rows(docxtpl, _DOCXTPL), "docxtpl"),
    "python-docx, by hand": Engine(_rows(_python_docx, "list_dollar.docx"), "python-docx"),
    "docx-mailmerge2": Engine(_rows(_mailmerge, "list_merge.docx"), "docx-mailmerge2"),
    "kd.Template, zlib": Engine(_rows(compiled("zlib"), _DOCXTPL)),
    "kd.Template, zlib-ng": Engine(_rows(compiled("zlib-ng"), _DOCXTPL)),
    "kd.Template, isal": Engine(_rows(compiled("isal"), _DOCXTPL)),
}
