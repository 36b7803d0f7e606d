"""The folder of a generated city: which files lie in it, made one by one, so that each appears whole."""

from __future__ import annotations

import datetime as dt
import io
import os
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs

import kjfz_docs as kd
from kjfz_docs.cli.city.draft import Document
from kjfz_docs.files import write_whole


@attrs.frozen(kw_only=True)
class File:
    """A file to be: its path in the folder, when it arrived, and the documents that it holds (a zip file several)."""

    path: str
    arrived: dt.datetime
    documents: tuple[Document, ...]

    def write(self, folder: Path) -> None:
        """Make it in a folder, with the time of its arrival. Raises OSError."""
        first = self.documents[0]
        data = _bytes(first) if first.archive is None else _zip(self.documents)
        target = folder / self.path
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, data)
        when = self.arrived.timestamp()
        os.utime(target, (when, when))


def files_of(documents: Iterable[Document]) -> Iterator[File]:
    """The files that documents lie in, in their order; a zip file arrives with its last member."""
    archives: dict[str, list[Document]] = {}
    for each in documents:
        if each.archive is None:
            yield File(path=each.path, arrived=each.arrived, documents=(each,))
        else:
            archives.setdefault(each.archive, []).append(each)
    for path, members in archives.items():
        last = max(each.arrived for each in members)
        yield File(path=path, arrived=last, documents=tuple(members))


def _bytes(document: Document) -> bytes:
    content = document.content
    return content if isinstance(content, bytes) else kd.render(content, document.suffix[1:])


def _zip(documents: Iterable[Document]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as opened:
        for each in documents:
            opened.writestr(zipfile.ZipInfo(each.path, each.arrived.timetuple()[:6]), _bytes(each))
    return stream.getvalue()
