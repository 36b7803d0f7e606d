"""Many records written: into a folder, into a zip file, or as bytes one after the other."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import closing
from typing import Any, TypeVar

import attrs

from kjfz_docs.batches.flow import Failed, Recipe, Stop, results
from kjfz_docs.batches.naming import Forms, Naming, target_of
from kjfz_docs.batches.places import Folder, folder_at, whole_file
from kjfz_docs.batches.progress import Progress, count_of, reporter
from kjfz_docs.errors import BatchError
from kjfz_docs.forms.api import render
from kjfz_docs.forms.form import Form
from kjfz_docs.grids.compression import Compression, compressor
from kjfz_docs.records.programme import Programme

R = TypeVar("R")
# A record and its name, or why it has none.
_Item = tuple[Any, str | Failed]
_Done = Generator[tuple[int, _Item, R | Failed], None, None]

_LABEL = "写入中"
# The time that every member of a zip file carries, so that the same records make the same bytes.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


@attrs.frozen(kw_only=True)
class Written:
    """What came of one record: ``path`` is the path, the URL or the name in the zip file; None where it has none.

    ``skipped``: the document was there already, to the byte. ``error``: why it was not written.
    """

    index: int
    record: Any = attrs.field(repr=False)
    path: str | None = None
    skipped: bool = False
    error: Exception | None = None


@attrs.frozen(kw_only=True)
class Rendered:
    """A document of a batch: its name and bytes, or why there is none."""

    index: int
    record: Any = attrs.field(repr=False)
    name: str | None = None
    data: bytes | None = attrs.field(default=None, repr=False)
    error: Exception | None = None


@attrs.frozen(kw_only=True)
class Batch:
    """What came of a batch: how many documents were written, how many were there already, and what failed.

    ``stopped``: ``stop`` ended it before all records were done.
    """

    written: int
    skipped: int = 0
    failures: tuple[Written, ...] = ()
    stopped: bool = False

    @property
    def ok(self) -> bool:
        """Whether the document of every record is there."""
        return not self.failures and not self.stopped

    def raise_for_failures(self) -> Batch:
        """The batch itself if nothing failed. Raises BatchError."""
        if not self.failures:
            return self
        first = "; ".join(f"record {each.index}: {each.error}" for each in self.failures[:3])
        more = f" (+{len(self.failures) - 3} more)" if len(self.failures) > 3 else ""
        errors = {each.index: each.error for each in self.failures if each.error is not None}
        raise BatchError(f"{len(self.failures)} documents were not written: {first}{more}", errors)


def write_many(
    records: Iterable[Any],
    pattern: str | os.PathLike[str],
    *,
    into: str | os.PathLike[str] | None = None,
    executor: Executor | None = None,
    workers: int | None = None,
    ordered: bool = True,
    progress: Progress = False,
    stop: Callable[[], bool] | None = None,
    overwrite: bool = False,
    form: Form | None = None,
    programmes: Sequence[Programme] = (),
    compression: Compression | None = None,
) -> Batch:
    """Write a document for each record, named by ``pattern``: ``out/{name}-考核表.docx``.

    ``pattern`` is a path or URL with fields of the record in braces, besides ``{form}`` (附件1), ``{title}`` and
    ``{number}``; names that would be alike are numbered. ``into`` is the folder that it is relative to, or a file
    that ends in ``.zip``, which appears whole or not at all. Both may be URLs that fsspec knows.

    ``executor`` is any of ``concurrent.futures`` or like them; ``workers`` how many it has, where it does not say so.
    ``progress`` is True for a bar, or called with a ``Step`` for each record, in the order of the records unless
    ``ordered`` is False. When ``stop`` returns True nothing new is begun; what is in a folder stays there.

    A record that cannot be written is a failure of the Batch and stops nothing. A document that is there already, to
    the byte, is skipped: to go on with a batch that was interrupted, write it again. Where something else has the
    name, that is a failure, unless ``overwrite``.

    Raises ValueError for a pattern that is none for the first record, FileExistsError for a zip file that exists,
    unless ``overwrite``, BrokenExecutor where workers died, ModuleNotFoundError for what is not installed.
    """
    to = target_of(pattern, into)
    compressor(compression)  # what is not installed is said once, not for each record
    total, stopping = count_of(records), Stop(stop)
    flow = _Flow(executor, workers, ordered, total, stopping)
    recipe = _Rendering(to.format, form, tuple(programmes), compression)
    items = _items(records, Naming(to.names, Forms(form, programmes)))
    with reporter(progress, _LABEL, total) as report:
        if to.is_zip:
            with closing(flow.results(Recipe(_renderer, (recipe,)), items)) as made:
                return _zipped(to.place, made, stopping, overwrite, report)
        folder = folder_at(to.place)
        with closing(flow.results(Recipe(_writer, (recipe, folder, overwrite)), items)) as done:
            return _counted((_written(each, folder.full) for each in done), stopping, report)


def render_many(
    records: Iterable[Any],
    pattern: str,
    *,
    executor: Executor | None = None,
    workers: int | None = None,
    ordered: bool = True,
    progress: Progress = False,
    stop: Callable[[], bool] | None = None,
    form: Form | None = None,
    programmes: Sequence[Programme] = (),
    compression: Compression | None = None,
) -> Generator[Rendered, None, None]:
    """The document of each record as bytes, with its name: what :func:`write_many` writes, one after the other.

    Closing the generator cancels what has not begun.
    """
    to = target_of(pattern, "")
    compressor(compression)
    total = count_of(records)
    flow = _Flow(executor, workers, ordered, total, Stop(stop))
    recipe = _Rendering(to.format, form, tuple(programmes), compression)
    items = _items(records, Naming(to.names, Forms(form, programmes)))
    return _rendered(flow.results(Recipe(_renderer, (recipe,)), items), progress, total)


def _rendered(made: _Done[bytes], progress: Progress, total: int | None) -> Generator[Rendered, None, None]:
    with closing(made), reporter(progress, _LABEL, total) as report:
        for index, (record, name), result in made:
            error = result.error if isinstance(result, Failed) else None
            data = None if isinstance(result, Failed) else result
            rendered = Rendered(
                index=index,
                record=record,
                name=name if isinstance(name, str) else None,
                data=data,
                error=error,
            )
            report(rendered)
            yield rendered


# ------------------------------------------------------------------ the records and their names


def _items(records: Iterable[Any], naming: Naming) -> Iterator[_Item]:
    """Each record with its name. What has none is worked on too, so that it fails in its turn."""
    for index, record in enumerate(records):
        try:
            yield record, naming.name(record, index)
        except ValueError as error:
            if index == 0:
                raise
            yield record, Failed(error)
        except Exception as error:
            yield record, Failed(error)


# ------------------------------------------------------------------ in the worker


@attrs.frozen
class _Rendering:
    """How records become documents."""

    format: str
    form: Form | None
    programmes: tuple[Programme, ...]
    compression: Compression | None


def _renderer(how: _Rendering) -> Callable[[_Item], bytes]:
    forms = Forms(how.form, how.programmes)

    def rendered(item: _Item) -> bytes:
        record, name = item
        if isinstance(name, Failed):
            raise name.error
        return render(record, how.format, form=forms.of(record), compression=how.compression)

    return rendered


def _writer(how: _Rendering, folder: Folder, overwrite: bool) -> Callable[[_Item], bool]:
    rendered = _renderer(how)

    def written(item: _Item) -> bool:
        # A record without a name has raised before the folder is asked.
        return folder.put(data=rendered(item), name=str(item[1]), overwrite=overwrite)

    return written


# ------------------------------------------------------------------ what came of it


@attrs.frozen
class _Flow:
    """How the records are worked on."""

    executor: Executor | None
    workers: int | None
    ordered: bool
    total: int | None
    stop: Stop

    def results(self, recipe: Recipe[_Item, R], items: Iterator[_Item]) -> _Done[R]:
        return results(
            recipe,
            items,
            self.executor,
            workers=self.workers,
            ordered=self.ordered,
            total=self.total,
            stop=self.stop,
        )


def _written(done: tuple[int, _Item, bool | Failed], path_of: Callable[[str], str]) -> Written:
    index, (record, name), result = done
    path = path_of(name) if isinstance(name, str) else None
    if isinstance(result, Failed):
        return Written(index=index, record=record, path=path, error=result.error)
    return Written(index=index, record=record, path=path, skipped=not result)


def _counted(done: Iterable[Written], stop: Stop, report: Callable[[Any], object]) -> Batch:
    written = skipped = 0
    failures = []
    for each in done:
        if each.error is not None:
            failures.append(each)
        elif each.skipped:
            skipped += 1
        else:
            written += 1
        report(each)
    return Batch(written=written, skipped=skipped, failures=tuple(failures), stopped=stop.stopped)


class _StoppedError(Exception):
    """Leaves the block of a file that is not to appear."""


def _zipped(
    place: str, made: _Done[bytes], stop: Stop, overwrite: bool, report: Callable[[Any], object]
) -> Batch:
    try:
        # The documents are compressed themselves.
        with whole_file(place, overwrite=overwrite) as file, zipfile.ZipFile(file, "w") as archive:

            def added(done: tuple[int, _Item, bytes | Failed]) -> Written:
                index, item, result = done
                if isinstance(result, Failed):
                    return _written((index, item, result), str)
                archive.writestr(zipfile.ZipInfo(str(item[1]), _NO_TIME), result)
                return _written((index, item, True), str)

            batch = _counted(map(added, made), stop, report)
            if batch.stopped:
                raise _StoppedError
    except _StoppedError:
        return Batch(written=0, failures=batch.failures, stopped=True)
    return batch
