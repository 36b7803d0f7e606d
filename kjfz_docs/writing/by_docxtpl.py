"""Word documents by docxtpl itself: for values that bring parts of their own, as pictures and documents do."""

from __future__ import annotations

import copy
import io
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import jinja2
from docxtpl import DocxTemplate, InlineImage
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from kjfz_docs.errors import TemplateError, UnwritableError
from kjfz_docs.grids.door import open_file
from kjfz_docs.templating.docx import unrenderable
from kjfz_docs.templating.jinja_part import BOUND, NeedsDocxtpl
from kjfz_docs.templating.pieces import Stands, Tag
from kjfz_docs.templating.word_places import Places, missing, no_rows
from kjfz_docs.templating.word_values import refuse

_VALUE = Tag("value", is_value=True, stands=Stands.TEXT)
# docxtpl takes these for its literal braces after rendering, also in data.
_BRACES = re.compile("(?<=[{}%])_(?=[{}%])")


class Engine(DocxTemplate):  # type: ignore[misc] # docxtpl has no types
    """docxtpl for one template; its properties hold values as they were typed."""

    def __init__(self, data: bytes) -> None:
        super().__init__(io.BytesIO(data))

    def build_url_id(self, url: str) -> Any:
        """The id of a link, also while another thread makes a document."""
        with _lock_of(self):
            return super().build_url_id(url)

    def new_subdoc(self, docpath: Any = None) -> Any:
        """A document within this one, also while another thread makes a document."""
        with _lock_of(self):
            return super().new_subdoc(docpath)

    def render_properties(self, context: dict[str, Any], jinja_env: Any = None) -> None:
        """Properties are no XML yet: they are written without escaping."""
        plain = jinja_env.overlay(autoescape=False, finalize=lambda value: value)
        super().render_properties(context, plain)


def by_docxtpl(
    engine: DocxTemplate,
    mapping: Mapping[str, Any],
    environment: ImmutableSandboxedEnvironment,
    places: Sequence[Places],
) -> bytes:
    """The document as docxtpl makes it. Raises NeedsDocxtpl for a value that is bound to another engine.

    ``places`` tell where in the data is what cannot be written. Threads may share the engine.
    """
    with _once(engine) as once:
        return _made(engine, once, mapping, environment, places)


@contextmanager
def _once(engine: DocxTemplate) -> Iterator[DocxTemplate]:
    """A copy of an engine for one document; the engine keeps what is bound to it for the next.

    Of itself docxtpl writes into its one document, and opens the template anew, without links, when it is asked again.
    """
    with _lock_of(engine):  # documents within it are changed as they are written, too
        once = object.__new__(type(engine))
        once.__dict__.update(engine.__dict__)
        if engine.docx is not None and not engine.is_rendered:
            kept = io.BytesIO()
            engine.docx.save(kept)
            once.template_file, once.docx = kept, None
        once.init_docx()
        yield once


def _lock_of(engine: DocxTemplate) -> threading.RLock:
    # One step, so that all threads get the same. Engines that others made have it as well.
    lock: threading.RLock = engine.__dict__.setdefault(" lock", threading.RLock())
    return lock


def _made(
    engine: DocxTemplate,
    once: DocxTemplate,
    mapping: Mapping[str, Any],
    environment: ImmutableSandboxedEnvironment,
    places: Sequence[Places],
) -> bytes:
    def finalized(value: Any) -> Any:
        if isinstance(value, InlineImage):
            bound = copy.copy(value)
            bound.tpl = once
            return Markup(str(bound))
        if isinstance(value, BOUND):
            if value.tpl is not engine:
                raise NeedsDocxtpl(value)
            return value
        if hasattr(value, "__html__") or isinstance(value, jinja2.Undefined):
            return value
        text = str(value)
        refuse(text, _VALUE)
        return Markup(_BRACES.sub("&#95;", str(escape(text.replace("\r\n", "\n").replace("\r", "\n")))))

    made = io.BytesIO()
    try:
        once.render(dict(mapping), jinja_env=environment.overlay(finalize=finalized))
    except UnwritableError as error:
        if error.field != _VALUE.source:
            raise
        found = next(filter(None, (each.unwritable(mapping) for each in places)), error.field)
        raise UnwritableError(found, error.reason) from None
    except jinja2.UndefinedError as error:
        raise missing(error, "document", mapping, places) from None
    except TypeError as error:
        raise no_rows(error, mapping, places) or error from None
    except jinja2.TemplateError as error:
        raise TemplateError(str(error), [unrenderable(error)]) from error
    once.save(made)
    return made.getvalue()


def engine_of(value: Any, data: bytes) -> DocxTemplate:
    """The engine that a value is bound to. Raises UnwritableError where it was made for another template."""
    if isinstance(value, InlineImage):
        return Engine(data)
    if _content(value.tpl.template_file) != data:
        raise UnwritableError(
            type(value).__name__, "was made for another template: make it with docxtpl() of this one"
        )
    return value.tpl


def _content(source: Any) -> bytes:
    """The file that docxtpl reads a template from."""
    if isinstance(source, io.BytesIO):
        return source.getvalue()
    return open_file(source).data
