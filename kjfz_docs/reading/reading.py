"""What came back from a document: a record, where each value stood, and every doubt."""

from __future__ import annotations

import enum
import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, Protocol, TypeVar

import attrs

from kjfz_docs.errors import FindingsError, NotRecognised, Refused
from kjfz_docs.findings import Finding, Place, has_errors
from kjfz_docs.reading.origin import Origin

R_co = TypeVar("R_co", covariant=True)


class Outcome(enum.Enum):
    """How reading a document ended."""

    OK = "ok"
    BLANK_FORM = "blank_form"
    NOT_RECOGNISED = "not_recognised"
    REFUSED = "refused"
    SEVERAL = "several"


_NAMES = ("outcome", "record", "findings", "provenance", "stated", "form", "title", "file", "origin")


class FormLike(Protocol):
    """What a Reading says of its form."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def printed_names(self) -> Mapping[str, str]: ...


def _frozen(mapping: Mapping[str, Any]) -> Mapping[str, Any]:
    return mapping if isinstance(mapping, MappingProxyType) else MappingProxyType(dict(mapping))


@attrs.frozen(kw_only=True, eq=False)
class Reading(Generic[R_co]):
    """One form of a document, read.

    ``record`` is None unless ``outcome`` is OK. ``provenance`` maps the dotted path of a field to the place where
    its value stood, rows counted from 0. ``stated`` holds what the paper printed but the library computes itself
    (``stated["total"]``, the 合计 row). ``form`` is the form that was recognised, else None, and ``title`` its title
    for the programme and cohort that were read.
    """

    outcome: Outcome
    record: R_co | None = None
    findings: tuple[Finding, ...] = ()
    provenance: Mapping[str, Place] = attrs.field(factory=dict, converter=_frozen)
    stated: Mapping[str, Any] = attrs.field(factory=dict, converter=_frozen)
    form: FormLike | None = None
    title: str = ""
    file: str | None = None
    origin: Origin | None = attrs.field(default=None, repr=False)

    @property
    def ok(self) -> bool:
        """Whether a record was read and no finding has the severity error."""
        return self.outcome is Outcome.OK and not has_errors(self.findings)

    @property
    def printed_names(self) -> Mapping[str, str]:
        """What its form prints as the names of fields, by their paths, where some have no label of their own."""
        return self.form.printed_names if self.form is not None else {}

    def raise_for_findings(self) -> Reading[R_co]:
        """The reading itself if it is ``ok``.

        Raises NotRecognised (also for a blank form, and for several forms where one was asked for), Refused, or
        FindingsError; each carries ``findings``.
        """
        if self.ok:
            return self
        kind = {Outcome.REFUSED: Refused, Outcome.OK: FindingsError}.get(self.outcome, NotRecognised)
        raise kind(self._summary(), self.findings)

    def annotate(self, path: str | os.PathLike[str]) -> Path:
        """Write the file that was read with a comment at each finding (author 格式检查); see ``kd.annotate``."""
        from kjfz_docs.reading.annotate import annotate

        return annotate([self], path)

    def _repr_html_(self) -> str:
        """The reading for a notebook: fields, sources, findings; private values masked."""
        from kjfz_docs.reading.html import html_of

        return html_of(self)

    def _summary(self) -> str:
        text = "; ".join(str(finding) for finding in self.findings[:3])
        more = f" (+{len(self.findings) - 3} more)" if len(self.findings) > 3 else ""
        return f"{self.file or 'document'}: {self.outcome.value}: {text}{more}"

    def __getstate__(self) -> dict[str, Any]:
        # A mapping proxy cannot be pickled; the plain dicts become proxies again on the way in.
        state = {name: getattr(self, name) for name in _NAMES}
        return {**state, "provenance": dict(self.provenance), "stated": dict(self.stated)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name, value in state.items():
            frozen = _frozen(value) if name in ("provenance", "stated") else value
            object.__setattr__(self, name, frozen)
