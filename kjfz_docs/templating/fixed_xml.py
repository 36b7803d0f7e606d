"""What the blocks of a template can do to its XML: settled when it is compiled, so that no document need be parsed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jinja2 import nodes
from lxml import etree
from markupsafe import escape

from kjfz_docs.templating.word_values import Unfit


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
