"""Engines that fill the form of 42 tags, as bytes and as files."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks.data import form_records
from tests.benchmarks.model import Engine, Given, Work

Fill = Callable[[Any], bytes]


def saved(document: Any) -> bytes:
    """What python-docx or docxtpl saves."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def docxtpl(template: Path) -> Fill:
    """As its manual says: a new object for each document."""
    from docxtpl import DocxTemplate

    def fill(record: Any) -> bytes:
        made = DocxTemplate(template)
        made.render(record, autoescape=True)
        return saved(made)

    return fill


def docxtpl_reused(template: Path) -> Fill:
    """One object for all documents."""
    from docxtpl import DocxTemplate

    made = DocxTemplate(template)

    def fill(record: Any) -> bytes:
        made.render(record, autoescape=True)
        return saved(made)

    return fill


def python_docx(template: Path) -> Fill:
    """Replaced by hand, run by run."""
    from docx import Document
    from docx.oxml.ns import qn
    from docx.text.run import Run

    def fill(record: Any) -> bytes:
        document = Document(str(template))
        for run in list(document.element.body.iter(qn("w:r"))):
            if "${" in run.text:
                text = re.sub(r"\$\{(\w+)\}", lambda found: record[found[1]], run.text)
                Run(run, document).text = text
        return saved(document)

    return fill


def mailmerge(template: Path) -> Fill:
    """Fields of Word's own mail merge."""
    from mailmerge import MailMerge

    def fill(record: Any) -> bytes:
        stream = io.BytesIO()
        with MailMerge(str(template)) as document:
            document.merge(**record)
            document.write(stream)
        return stream.getvalue()

    return fill


def compiled(compression: Any) -> Callable[[Path], Fill]:
    """``kd.Template`` with one way to compress."""

    def make(template: Path) -> Fill:
        import kjfz_docs as kd

        made = kd.Template(template)
        return lambda record: made.render(record, compression=compression)

    return make


def _bytes(make: Callable[[Path], Fill], template: str) -> Callable[[Given], Work]:
    def prepared(given: Given) -> Work:
        fill, records = make(given.corpus / template), itertools.cycle(form_records())
        return lambda: fill(next(records))

    return prepared


def _files(make: Callable[[Path], Fill], template: str) -> Callable[[Given], Work]:
    def prepared(given: Given) -> Work:
        made, numbers = _bytes(make, template)(given), itertools.count()

        def work() -> Path:
            path = given.folder / f"{next(numbers)}.docx"
            path.write_bytes(made())
            return path

        return work

    return prepared


def _ready(template: Path) -> Fill:
    """No filling at all: what the files alone cost."""
    made = docxtpl(template)(form_records()[0])
    return lambda _: made


_DOCXTPL = "form_jinja.docx"
FORM = {
    "docxtpl": Engine(_bytes(docxtpl, _DOCXTPL), "docxtpl"),
    "docxtpl, object reused": Engine(_bytes(docxtpl_reused, _DOCXTPL), "docxtpl"),
    "python-docx, by hand": Engine(_bytes(python_docx, "form_dollar.docx"), "python-docx"),
    "docx-mailmerge2": Engine(_bytes(mailmerge, "form_merge.docx"), "docx-mailmerge2"),
    "kd.Template, zlib": Engine(_bytes(compiled("zlib"), _DOCXTPL)),
    "kd.Template, zlib-ng": Engine(_bytes(compiled("zlib-ng"), _DOCXTPL)),
    "kd.Template, isal": Engine(_bytes(compiled("isal"), _DOCXTPL)),
}
FILES = {
    "docxtpl": Engine(_files(docxtpl, _DOCXTPL), "docxtpl"),
    "kd.Template, zlib": Engine(_files(compiled("zlib"), _DOCXTPL)),
    "kd.Template, isal": Engine(_files(compiled("isal"), _DOCXTPL)),
    "the same bytes again and again": Engine(_files(_ready, _DOCXTPL), ""),
}
