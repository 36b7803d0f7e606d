"""Many files read: a Reading for each, whatever is wrong with it."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import Executor
from contextlib import closing
from typing import Any, TypeVar, overload

from kjfz_docs.batches.flow import Failed, Recipe, Stop, results
from kjfz_docs.batches.places import opened, this_process
from kjfz_docs.batches.progress import Progress, count_of, reporter
from kjfz_docs.files import reason_of
from kjfz_docs.findings import Finding
from kjfz_docs.forms import builtin
from kjfz_docs.forms.api import Source, read, read_all
from kjfz_docs.forms.form import Form
from kjfz_docs.forms.found import place_of
from kjfz_docs.forms.recognise import with_programmes
from kjfz_docs.grids import Limits
from kjfz_docs.reading.reading import Outcome, Reading
from kjfz_docs.records.programme import Programme

R = TypeVar("R")
_LABEL = "读取中"


@overload
def read_many(
    sources: Iterable[Source],
    target: type[R],
    *,
    executor: Executor | None = None,
    workers: int | None = None,
    ordered: bool = True,
    progress: Progress = False,
    stop: Callable[[], bool] | None = None,
    forms: Iterable[Form] | None = None,
    programmes: Sequence[Programme] = (),
    limits: Limits | None = None,
) -> Generator[Reading[R], None, None]: ...
@overload
def read_many(
    sources: Iterable[Source],
    target: None = None,
    *,
    executor: Executor | None = None,
    workers: int | None = None,
    ordered: bool = True,
    progress: Progress = False,
    stop: Callable[[], bool] | None = None,
    forms: Iterable[Form] | None = None,
    programmes: Sequence[Programme] = (),
    limits: Limits | None = None,
) -> Generator[Reading[Any], None, None]: ...
def read_many(
    sources: Iterable[Source],
    target: type[Any] | None = None,
    *,
    executor: Executor | None = None,
    workers: int | None = None,
    ordered: bool = True,
    progress: Progress = False,
    stop: Callable[[], bool] | None = None,
    forms: Iterable[Form] | None = None,
    programmes: Sequence[Programme] = (),
    limits: Limits | None = None,
) -> Generator[Reading[Any], None, None]:
    """A Reading for each source, as :func:`kjfz_docs.read` gives it: path, URL that fsspec knows, bytes or file object.

    A source that cannot be opened or read at all gives a Reading with the outcome REFUSED and the finding KD114; it
    stops nothing. ``executor``, ``workers`` and ``progress`` are those of :func:`kjfz_docs.write_many`; file objects
    cannot go to worker processes. Readings come in the order of the sources, or with ``ordered=False`` as they are
    done; ``reading.file`` says which one it is. When ``stop`` returns True, or the generator is closed, nothing more
    is begun.

    Raises TypeError for a ``target`` that is the record of no form, BrokenExecutor where workers died.
    """
    known = _forms(forms, programmes)
    if target is not None and all(form.record is not target for form in known):
        raise TypeError(f"{target!r} is the record of no form that can be read")
    total = count_of(sources)
    found = results(
        Recipe(_reader, (target, known, limits, this_process())),
        sources,
        executor,
        ordered=ordered,
        workers=workers,
        total=total,
        stop=Stop(stop),
    )
    return _readings(found, progress, total)


def read_each(
    sources: Sequence[str], programmes: Sequence[Programme] = (), executor: Executor | None = None
) -> Generator[tuple[int, str, tuple[Reading[Any], ...] | Failed], None, None]:
    """Each file with its number and what :func:`kjfz_docs.read_all` gives or raises, in order."""
    recipe = Recipe(_reader_of_all, (_forms(None, programmes), this_process()))
    return results(recipe, sources, executor, total=len(sources))


def _forms(forms: Iterable[Form] | None, programmes: Sequence[Programme]) -> tuple[Form, ...]:
    # Once for all files: forms for other programmes are compiled anew.
    return with_programmes(tuple(builtin.forms.values() if forms is None else forms), programmes)


def _readings(
    found: Generator[tuple[int, Source, Reading[Any] | Failed], None, None],
    progress: Progress,
    total: int | None,
) -> Generator[Reading[Any], None, None]:
    with closing(found), reporter(progress, _LABEL, total) as report:
        for _, source, result in found:
            reading = _unread(source, result.error) if isinstance(result, Failed) else result
            report(reading)
            yield reading


def _unread(source: Source, error: Exception) -> Reading[Any]:
    name = os.fspath(source) if isinstance(source, str | os.PathLike) else getattr(source, "name", None)
    file = name if isinstance(name, str) else None
    return Reading(
        outcome=Outcome.REFUSED,
        findings=(Finding.of("KD114", detail=why(error), where=place_of(file)),),
        file=file,
    )


def why(error: Exception) -> str:
    """Why a file could not be read, in Chinese."""
    return reason_of(error) if isinstance(error, OSError) else f"程序出错：{type(error).__name__}"


# ------------------------------------------------------------------ in the worker


def _reader(
    target: type[Any] | None, forms: tuple[Form, ...], limits: Limits | None, home: tuple[str, int]
) -> Callable[[Source], Reading[Any]]:
    def one(source: Source) -> Reading[Any]:
        with opened(source, home) as file:
            found: Reading[Any] = read(file, target, forms=forms, limits=limits)
            return found

    return one


def _reader_of_all(
    forms: tuple[Form, ...], home: tuple[str, int]
) -> Callable[[str], tuple[Reading[Any], ...]]:
    def every(source: str) -> tuple[Reading[Any], ...]:
        with opened(source, home) as file:
            return read_all(file, forms=forms)

    return every
