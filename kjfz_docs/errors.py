"""The exceptions of the library.

KjfzError
├── ReadingError            a Reading asked to raise (``Reading.raise_for_findings``)
│   ├── NotRecognised       the file holds no form that we know, or only a blank one
│   ├── Refused             the file is damaged, encrypted, hostile or beyond the limits
│   └── FindingsError       the record was read, but with findings of severity error
├── LibreOfficeError        LibreOffice is missing or could not convert a document
├── ConversionError         a mapping or JSON text is no record (``from_dict``, ``from_json``)
├── BatchError              some documents of a batch could not be written (``Batch.raise_for_failures``)
├── ProgrammeError          a programme's TOML file is wrong or incomplete
├── TemplateError           a template is broken, or could not be read back
└── UnwritableError         a value that would not come back if it were written, or cannot be

Messages are for programmers and in English; what a clerk sees are findings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kjfz_docs.findings import Finding


class KjfzError(Exception):
    """Base of every exception that the library defines."""


class ReadingError(KjfzError):
    """A document did not give what was asked; ``findings`` says why."""

    def __init__(self, message: str, findings: Sequence[Finding] = ()) -> None:
        super().__init__(message)
        self.findings = tuple(findings)

    def __reduce__(self) -> tuple[type[ReadingError], tuple[object, ...]]:
        return type(self), (self.args[0], self.findings)


class NotRecognised(ReadingError):  # noqa: N818 - the public name is settled
    """The file holds none of the forms, or a blank one."""


class Refused(ReadingError):  # noqa: N818 - the public name is settled
    """The file was refused: damaged, encrypted, hostile, too large, or of a kind that cannot be read."""


class FindingsError(ReadingError):
    """A record was read, but at least one finding has the severity error."""


class LibreOfficeError(KjfzError):
    """LibreOffice could not convert a document; ``reason`` is ``missing``, ``timeout``, ``too_large`` or ``failed``."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"LibreOffice: {reason.replace('_', ' ')}: {detail}")
        self.reason = reason
        self.detail = detail

    def __reduce__(self) -> tuple[type[LibreOfficeError], tuple[object, ...]]:
        return type(self), (self.reason, self.detail)


class ConversionError(KjfzError):
    """A mapping or JSON text does not describe a record.

    ``problems`` holds ``(path, message)`` pairs; the path is dotted, rows counted from 0:
    ``rows.3.account.number``.
    """

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{path or 'record'}: {message}" for path, message in problems))
        self.problems = tuple(problems)

    def __reduce__(self) -> tuple[type[ConversionError], tuple[object, ...]]:
        return type(self), (self.problems,)


class BatchError(KjfzError):
    """Some documents of a batch could not be written; ``errors`` holds why, by the places of their records."""

    def __init__(self, message: str, errors: Mapping[int, Exception]) -> None:
        super().__init__(message)
        self.errors = dict(errors)

    def __reduce__(self) -> tuple[type[BatchError], tuple[object, ...]]:
        return type(self), (self.args[0], self.errors)


class ProgrammeError(KjfzError):
    """A programme file is wrong; the message names the file, the key and the remedy."""


class TemplateError(KjfzError):
    """A template cannot be compiled; ``findings`` (KD6xx) name each place."""

    def __init__(self, message: str, findings: Sequence[Finding] = ()) -> None:
        super().__init__(message)
        self.findings = tuple(findings)

    def __reduce__(self) -> tuple[type[TemplateError], tuple[object, ...]]:
        return type(self), (self.args[0], self.findings)


class UnwritableError(KjfzError, ValueError):
    """A value that, once written, could not be told from the form itself, or that cannot be written at all.

    That is one that no document can hold, or one that a template needs and the data do not have. ``field`` is its
    dotted path. The remedy is to change the text: nothing was written.
    """

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason

    def __reduce__(self) -> tuple[type[UnwritableError], tuple[object, ...]]:
        return type(self), (self.field, self.reason)
