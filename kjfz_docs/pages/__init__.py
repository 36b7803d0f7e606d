"""HTML for people: a page of its own, and fragments for notebooks, of the same pieces (see ``pieces``).

Pages need nothing from elsewhere and run nothing: styles stand in them, and their own policy forbids scripts and the
network. All texts are escaped by Jinja; what no page can hold (control characters, lone surrogates) is replaced.
"""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Iterable
from typing import Any

import jinja2
from markupsafe import Markup

from kjfz_docs.pages.pieces import Section, printable


def page(title: str, subtitle: str, sections: Iterable[Section]) -> str:
    """A whole page in Chinese."""
    return _render(
        "page.html",
        title=title,
        subtitle=subtitle,
        sections=[section for section in sections if not section.is_empty],
    )


def fragment(sections: Iterable[Section], name: str) -> str:
    """The sections alone, with their styles, for a page of others; ``name`` is the class of the whole."""
    return _render("fragment.html", sections=tuple(sections), name=name)


def _render(template: str, **values: Any) -> str:
    return _environment().get_template(template).render(**values)


@functools.cache
def _environment() -> jinja2.Environment:
    files = importlib.resources.files(__name__)

    def source(name: str) -> str:
        return (files / name).read_text("utf-8")

    made = jinja2.Environment(
        autoescape=True,
        finalize=_printable,
        loader=jinja2.FunctionLoader(source),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    made.globals["style"] = lambda name: Markup(source(name))
    return made


def _printable(value: Any) -> Any:
    is_text = isinstance(value, str) and not isinstance(value, Markup)
    return printable(value) if is_text else value
