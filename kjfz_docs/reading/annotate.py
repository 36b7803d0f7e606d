"""The sender's own file with a comment at every finding; everything else in it stays as it was."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kjfz_docs.files import write_whole
from kjfz_docs.findings import Finding
from kjfz_docs.grids import open_file
from kjfz_docs.grids.door import Opened
from kjfz_docs.reading.annotate_docx import annotated_docx
from kjfz_docs.reading.annotate_xlsx import annotated_xlsx
from kjfz_docs.reading.reading import Reading

# What can be marked up, by the kind of the file.
_MARKERS: Mapping[str, Callable[[Opened, Sequence[Finding]], bytes]] = {
    "docx": annotated_docx,
    "xlsx": annotated_xlsx,
}


def annotate(readings: Iterable[Reading[Any]], path: str | os.PathLike[str]) -> Path:
    """Write a copy of the file that the readings came from, with a comment at each of their findings.

    All readings must be of one file; comments of an earlier check are replaced. The file appears whole or not at
    all. Returns the path. Raises ValueError for readings of several files, for a file that cannot hold comments,
    that has changed since it was read, or that would be overwritten; Refused for one whose comments or styles are
    beyond the limits; OSError.
    """
    chosen = tuple(readings)
    origins = {reading.origin.digest: reading.origin for reading in chosen if reading.origin is not None}
    if len(origins) != 1:
        raise ValueError("the readings to annotate must come from one file")
    (origin,) = origins.values()
    if origin.path is not None and os.path.exists(path) and os.path.samefile(origin.path, path):
        raise ValueError(f"{os.fspath(path)} is the file that was read; give the marked-up copy another name")
    findings = [finding for reading in chosen for finding in reading.findings]
    opened = open_file(origin.bytes())
    marker = _MARKERS.get(opened.kind)
    if marker is None:
        raise ValueError(
            f"a {opened.kind} file cannot be annotated; save it as .docx or .xlsx, read that and annotate it"
        )
    return write_whole(path, marker(opened, findings))
