"""A tidy copy of what was handed in: named by a pattern, nothing moved, nothing lost."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

import attrs

from kjfz_docs.batches.filenames import NamePattern, distinct, safe_name
from kjfz_docs.records.numerals import ordinal_text
from kjfz_docs.workflow.arrivals import arrivals_of
from kjfz_docs.workflow.items import Item, Status
from kjfz_docs.workflow.submission import Submission
from kjfz_docs.workflow.together import write_together

PATTERN = "{district}/{form}/{name}-{form}"
_FIELDS = ("district", "form", "title", "cohort", "name", "file")
_NO_DISTRICT = "未知区"
# Where lies what no form counts by.
_ASIDE = "未归入"


class WithinError(ValueError):
    """The copies would lie in the folder of the submission."""


class ChangedError(ValueError):
    """A file has changed since it was read."""


@attrs.frozen
class Copied:
    """A file that was copied: its name in the folder of submissions, and where the copy is."""

    name: str
    path: Path


def sort_into(
    submission: Submission,
    folder: str | os.PathLike[str],
    *,
    pattern: str = PATTERN,
    overwrite: bool = False,
) -> tuple[Copied, ...]:
    """Copy the files of a submission into a folder, each once, members of zip files as files of their own.

    ``pattern`` names those that count, without extension: ``{district}``, ``{form}`` (附件1), ``{title}``,
    ``{cohort}``, ``{name}`` (of the person; of a list its district) and ``{file}`` (as it arrived). A scan lies beside
    its form. The others lie in 未归入, by what they are. Copies keep the times of their files. All files appear, or
    none.

    Raises ValueError for a pattern that cannot be, a folder within that of the submission, and a file that has
    changed since it was read; FileExistsError unless ``overwrite``; OSError.
    """
    target = Path(folder)
    if target.resolve().is_relative_to(submission.folder.resolve()):
        raise WithinError(f"{folder} lies in the folder of the submission, which is left as it is")
    wanted = NamePattern(pattern, {}, _FIELDS)
    files: dict[str, list[Item]] = {}
    for item in submission.items:
        if item.digest:  # what could not be opened cannot be copied
            files.setdefault(item.name, []).append(item)
    named = {name: _named(items, submission, wanted) for name, items in files.items()}
    paths = distinct(_path(name, items, named) for name, items in files.items())
    targets = [target.joinpath(*path.parts) for path in paths]
    if not overwrite and (there := next((path for path in targets if os.path.lexists(path)), None)):
        raise FileExistsError(17, "exists already; nothing was written", os.fspath(there))
    write_together(target, targets, _contents(submission, files))
    copied = []
    for (name, items), path in zip(files.items(), targets, strict=True):
        if items[0].modified is not None:
            when = items[0].modified.timestamp()
            os.utime(path, (when, when))
        copied.append(Copied(name, path))
    return tuple(copied)


def _named(items: list[Item], submission: Submission, pattern: NamePattern) -> PurePosixPath | None:
    """The path of a file that counts, without its extension; None for any other."""
    counting = [item for item in items if item.status.counts]
    if not counting:
        return None
    first = counting[0]
    forms = [submission.forms[item.form] for item in counting if item.form is not None]
    district = first.district or _NO_DISTRICT
    title = first.reading.title if first.reading is not None else ""
    return pattern.name(
        {
            "district": district,
            "form": "、".join(dict.fromkeys(form.attachment or form.title for form in forms)),
            "title": title,
            "cohort": ordinal_text(first.cohort) if first.cohort else "",
            "name": first.person.name if first.person is not None else district,
            "file": PurePosixPath(first.name).stem,
        }
    )


def _path(name: str, items: list[Item], named: Mapping[str, PurePosixPath | None]) -> PurePosixPath:
    own, suffix = named[name], PurePosixPath(name).suffix
    if own is None and items[0].status is Status.SCAN and items[0].scans:
        own = named[items[0].scans[0]]
    if own is None:
        return PurePosixPath(_ASIDE, items[0].status.label, safe_name(PurePosixPath(name).name))
    return own.with_name(safe_name(own.name + suffix))


def _contents(submission: Submission, files: Mapping[str, list[Item]]) -> Iterator[bytes]:
    """The bytes of the files in order; a zip file is opened once for the members that follow one another."""
    root, limits = submission.folder, submission.limits
    opened: Path | None = None
    members: dict[str, bytes] = {}
    for name, (item, *_) in files.items():
        if item.member is None and item.kind != "zip":
            data = item.path.read_bytes()
        else:
            if opened != item.path:
                opened = item.path
                members = {each.name: each.data for each in arrivals_of(item.path, root, limits)}
            data = members.get(name, b"")
        if hashlib.sha256(data).hexdigest() != item.digest:
            raise ChangedError(f"{name} has changed since it was read; scan the folder again")
        yield data
