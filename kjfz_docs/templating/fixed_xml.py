"""What the blocks of a template can do to its XML: settled when it is compiled, so that no document need be parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs
from jinja2 import nodes
from lxml import etree
from markupsafe import escape

_ELEMENT = re.compile(r"<(?P<close>/?)(?P<name>[^\s/>!?]+)[^<>]*?(?P<empty>/?)>")


class Unfit(Exception):  # noqa: N818 - no error: what a program is not made for, Jinja does
    """A template, or a record, that a program is not made for."""


@attrs.frozen
class Open:
    """The elements that are open at a place of the XML, and the tag that stands around it."""

    names: tuple[str, ...] = ()
    tag: str = ""

    def after(self, text: str) -> Open:
        """What is open behind a text. Raises Unfit for an end without its beginning."""
        if self.tag and not any(sign in text for sign in '<>"'):
            return self  # a part of an attribute
        text = self.tag + text
        if "<!" in text or "<?" in text:
            raise Unfit
        at = text.rfind("<") if text.rfind("<") > text.rfind(">") else len(text)
        names = list(self.names)
        for match in _ELEMENT.finditer(text, 0, at):
            if match["close"]:
                if not names or names.pop() != match["name"]:
                    raise Unfit
            elif not match["empty"]:
                names.append(match["name"])
        return Open(tuple(names), text[at:])


def text_of(node: nodes.Node) -> str | None:
    """The text of a node that no value changes."""
    if isinstance(node, nodes.TemplateData):
        return node.data
    if isinstance(node, nodes.Const) and type(node.value) is str and node.value.isprintable():
        return str(escape(node.value))
    return None


def parse(body: Sequence[nodes.Node]) -> None:
    """Parse what the texts of a template are when each condition goes the one way, and the other. Raises Unfit."""
    for goes_other in (False, True):
        try:
            etree.fromstring("".join(_chosen(body, goes_other)))
        except etree.XMLSyntaxError as error:
            raise Unfit from error


def _chosen(body: Sequence[nodes.Node], goes_other: bool) -> Iterator[str]:
    for node in body:
        if isinstance(node, nodes.Output):
            yield from (text_of(each) or "" for each in node.nodes)
        elif isinstance(node, (nodes.If, nodes.For)):
            yield from _chosen(node.else_ if goes_other else node.body, goes_other)
