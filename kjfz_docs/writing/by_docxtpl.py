"""Word documents by docxtpl itself: for values that bring parts of their own, as pictures and documents do."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Mapping
from typing import Any

import jinja2
from docxtpl import DocxTemplate, InlineImage
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from kjfz_docs.errors import TemplateError, UnwritableError
from kjfz_docs.grids.door import open_file
from kjfz_docs.templating.docx import unrenderable
from kjfz_docs.templating.jinja_part import BOUND, NeedsDocxtpl, missing
from kjfz_docs.templating.pieces import Stands, Tag
from kjfz_docs.templating.word_values import refuse

_VALUE = Tag("value", is_value=True, stands=Stands.TEXT)
# docxtpl takes these for its literal braces after rendering, also in data.
_BRACES = re.compile("(?<=[{}%])_(?=[{}%])")


class Engine(DocxTemplate):  # type: ignore[misc] # docxtpl has no types
    """docxtpl for one template; its properties hold values as they were typed."""

    def __init__(self, data: bytes) -> None:
        super().__init__(io.BytesIO(data))

    def render_properties(self, context: dict[str, Any], jinja_env: Any = None) -> None:
        """Properties are no XML yet: they are written without escaping."""
        plain = jinja_env.overlay(autoescape=False, finalize=lambda value: value)
        super().render_properties(context, plain)


def by_docxtpl(
    engine: Engine, mapping: Mapping[str, Any], environment: ImmutableSandboxedEnvironment
) -> bytes:
    """The document as docxtpl makes it. Raises NeedsDocxtpl for a value that is bound to another engine."""

    def finalized(value: Any) -> Any:
        if isinstance(value, InlineImage):
            bound = copy.copy(value)
            bound.tpl = engine
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
        engine.render(dict(mapping), jinja_env=environment.overlay(finalize=finalized))
    except jinja2.UndefinedError as error:
        raise missing(error, "document") from None
    except jinja2.TemplateError as error:
        raise TemplateError(str(error), [unrenderable(error)]) from error
    engine.save(made)
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
