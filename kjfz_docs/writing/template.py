"""Templates of any kind, filled from any mapping: ``kd.Template``."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Protocol

from kjfz_docs.errors import TemplateError
from kjfz_docs.findings import Finding
from kjfz_docs.grids.compression import Compression
from kjfz_docs.grids.door import Source, open_file
from kjfz_docs.grids.kinds import KINDS

# So many compiled templates are kept; what is dropped is compiled again.
_KEPT = 32
# The class that fills templates of a kind, by its module.
_ENGINES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "docx": ("kjfz_docs.writing.word_template", "WordTemplate"),
        "xlsx": ("kjfz_docs.writing.sheet_template", "SheetTemplate"),
    }
)


class _Engine(Protocol):
    """What fills templates of one kind of file."""

    @property
    def engine(self) -> str: ...
    def fields(self) -> tuple[str, ...]: ...
    def check(self) -> tuple[Finding, ...]: ...
    def render(
        self, mapping: Mapping[str, Any], compression: Compression | None = None, /, *bound: Any
    ) -> bytes: ...


class Template:
    """A template and nothing else: any docxtpl template or workbook with such tags, filled from any mapping.

        template = kd.Template("聘书.docx")
        template.fields()                                   # ("name", "unit.address", "rows[].amount")
        template.render({"name": "李明", ...})               # bytes

    It is compiled once, whoever opens it how often; safe to be shared by threads, and it can be pickled if its filters
    can be.
    ``filters`` are filters for its tags besides those of Jinja. ``debug`` parses each document before it is given out.
    """

    def __init__(
        self, source: Source, *, filters: Mapping[str, Callable[..., Any]] | None = None, debug: bool = False
    ) -> None:
        opened = open_file(source)
        if opened.kind not in _ENGINES:
            raise TemplateError(f"{KINDS[opened.kind].label}: no template of this kind can be filled")
        self._made_of = (opened.kind, opened.data, tuple((filters or {}).items()), debug)
        self._made: _Engine | None = None

    def __repr__(self) -> str:
        return f"<Template of {len(self._made_of[1])} bytes ({self._made_of[0]})>"

    def __reduce__(self) -> tuple[Any, ...]:
        _, data, filters, debug = self._made_of
        return _again, (data, dict(filters), debug)

    def render(
        self, mapping: Mapping[str, Any], compression: Compression | None = None, *, using: Any = None
    ) -> bytes:
        """The document for the values of a mapping; ``using`` is what ``docxtpl()`` gave, if links were made with it.

        Raises ``UnwritableError``, which names the field, for a name that the mapping does not have and for a value
        that no document can hold, ``TemplateError`` for a template that ``check()`` finds fault with.
        """
        if not hasattr(mapping, "keys"):
            raise TypeError(f"the values must be a mapping of names, not {type(mapping).__name__}")
        engine = self._made or self._compiled()
        return (
            engine.render(mapping, compression)
            if using is None
            else engine.render(mapping, compression, using)
        )

    def fields(self) -> tuple[str, ...]:
        """The paths that the template takes from its data, in the order of the template: ``rows[].amount``."""
        return self._compiled().fields()

    def check(self) -> tuple[Finding, ...]:
        """What is wrong with the template (KD6xx, each with its place), said before there is data."""
        try:
            return self._compiled().check()
        except TemplateError as error:
            return error.findings

    @property
    def engine(self) -> str:
        """How it is filled, the fastest first: ``slots``, ``rows``, ``blocks`` or ``jinja`` (``docs/templates.md``)."""
        return self._compiled().engine

    def docxtpl(self) -> Any:
        """A ``docxtpl.DocxTemplate`` of it, for values that are bound to one: subdocuments, links in a RichText."""
        make = getattr(self._compiled(), "docxtpl", None)
        if make is None:
            raise TypeError("only Word templates have values that are bound to them")
        return make()

    def _compiled(self) -> _Engine:
        if self._made is None:
            self._made = (_engine if self._is_hashable() else _engine.__wrapped__)(*self._made_of)
        return self._made

    def _is_hashable(self) -> bool:
        """Whether what was compiled can be shared; some filters are objects that have no hash."""
        try:
            hash(self._made_of)
        except TypeError:
            return False
        return True


def _again(data: bytes, filters: Mapping[str, Callable[..., Any]], debug: bool) -> Template:
    return Template(data, filters=filters, debug=debug)


@lru_cache(maxsize=_KEPT)
def _engine(
    kind: str, data: bytes, filters: tuple[tuple[str, Callable[..., Any]], ...], debug: bool
) -> _Engine:
    """What was compiled from a content, shared by all that have the same."""
    module, name = _ENGINES[kind]
    made: _Engine = getattr(importlib.import_module(module), name)(data, dict(filters), debug=debug)
    return made
