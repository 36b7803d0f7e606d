"""Engines that read Word files: a filled 附件1, the same after changes, files of other programs, and lists."""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lxml import etree

from tests.benchmarks.model import Engine, Given, Work

# Files that other programs made, as they are sent; those of python-docx carry 350 kB of styles each.
_FOREIGN = sorted((Path(__file__).parents[1] / "samples" / "cases").glob("a1_*.docx"))
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAIN = "word/document.xml"


# ------------------------------------------------------------------ what is read


def _filled() -> bytes:
    import kjfz_docs as kd
    from tests.benchmarks.filling_record import assessments

    return kd.render(next(iter(assessments())), compression="zlib")


def _changed(data: bytes, change: Callable[[Any], None]) -> bytes:
    """A file after somebody changed its body."""
    from tests.making import body, with_part

    root = body(data)
    change(root)
    return with_part(data, {_MAIN: etree.tostring(root.getparent(), encoding="UTF-8")})


def _retype(root: Any) -> None:
    """Labels are typed anew: 姓名：（必填） for 姓名."""
    for node in root.iter(f"{_W}t"):
        if node.text in ("姓名", "接收企业", "派出单位"):
            node.text += "：（必填）"


def _swap_columns(root: Any) -> None:
    """The last two columns change places."""
    for row in root.iter(f"{_W}tr"):
        cells = row.findall(f"{_W}tc")
        if len(cells) > 3:
            cells[-1].addnext(cells[-2])


def _retype_head(root: Any) -> None:
    """The heads of a list get a colon: 性别：."""
    row = next(row for row in root.iter(f"{_W}tr") if len(row.findall(f"{_W}tc")) > 3)
    for node in row.iter(f"{_W}t"):
        if len(node.text or "") > 1:
            node.text += "："


# ------------------------------------------------------------------ who reads


def _parse(data: bytes) -> Work:
    """The least that anyone must do who reads it."""

    def work() -> Any:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return etree.fromstring(package.read(_MAIN))

    return work


def _python_docx(data: bytes) -> Work:
    from docx import Document

    return lambda: [
        [cell.text for cell in row.cells] for table in Document(io.BytesIO(data)).tables for row in table.rows
    ]


def _docx2python(data: bytes) -> Work:
    from docx2python import docx2python

    def work() -> Any:
        with docx2python(io.BytesIO(data)) as document:
            return document.body

    return work


def _mammoth(data: bytes) -> Work:
    import mammoth

    return lambda: mammoth.convert_to_html(io.BytesIO(data)).value


def _markitdown(data: bytes) -> Work:
    from markitdown import MarkItDown

    reader = MarkItDown(enable_plugins=False)
    return lambda: reader.convert_stream(io.BytesIO(data), file_extension=".docx").text_content


def _docling(data: bytes) -> Work:
    from docling.backend.msword_backend import MsWordDocumentBackend
    from docling.datamodel.base_models import InputFormat
    from docling.datamodel.document import InputDocument

    def work() -> Any:
        document = InputDocument(
            path_or_stream=io.BytesIO(data),
            format=InputFormat.DOCX,
            backend=MsWordDocumentBackend,
            filename="form.docx",
        )
        return document._backend.convert()

    return work


def _ours(data: bytes) -> Work:
    import kjfz_docs as kd

    assert kd.read(data).record is not None
    return lambda: kd.read(data)


def _of_form(make: Callable[[bytes], Work]) -> Callable[[Given], Work]:
    return lambda _: make(_filled())


def _foreign(path: Path) -> Callable[[Given], Work]:
    return lambda _: _ours(path.read_bytes())


def prepare_lists(corpus: Path, size: int) -> None:
    """Write the lists that are read, as written and changed."""
    import attrs

    import kjfz_docs as kd
    from kjfz_docs.cli.demo_data import samples_of

    for form in _LISTS:
        _, record = next(iter(samples_of(kd.forms[form].record)))
        rows = tuple(itertools.islice(itertools.cycle(record.rows), size))
        data = kd.render(attrs.evolve(record, rows=rows))
        for way, change in _WAYS.items():
            changed = data if change is None else _changed(data, change)
            _path(corpus, form, way, size).write_bytes(changed)


def _path(corpus: Path, form: str, way: str, size: int) -> Path:
    return corpus / f"read {form} {way} {size}.docx"


def _list(form: str, way: str) -> Callable[[Given], Work]:
    return lambda given: _ours(_path(given.corpus, form, way, given.size).read_bytes())


FORM = {
    "zipfile and lxml, parsed only": Engine(_of_form(_parse), "lxml"),
    "python-docx, texts of cells": Engine(_of_form(_python_docx), "python-docx"),
    "docx2python": Engine(_of_form(_docx2python), "docx2python"),
    "mammoth": Engine(_of_form(_mammoth), "mammoth"),
    "markitdown": Engine(_of_form(_markitdown), "markitdown"),
    "docling": Engine(_of_form(_docling), "docling"),
    "kd.read, as written": Engine(_of_form(_ours)),
    "kd.read, labels retyped": Engine(lambda _: _ours(_changed(_filled(), _retype))),
}
FOREIGN = {f"kd.read, {path.name}": Engine(_foreign(path)) for path in _FOREIGN}
_LISTS = ("account_collection", "acceptance_summary", "absence_summary", "outcome_statistics")
_WAYS = {"as written": None, "columns swapped": _swap_columns, "head retyped": _retype_head}
LISTS = {f"{form}, {way}": Engine(_list(form, way)) for form in _LISTS for way in _WAYS}
