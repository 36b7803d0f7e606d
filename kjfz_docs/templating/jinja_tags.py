"""What Jinja itself finds in tags: texts in quotation marks, and statements that ask for other templates."""

from __future__ import annotations

from collections.abc import Iterator

import jinja2
from jinja2 import nodes

# What Python raises for loops, conditions and brackets that stand too deep in one another.
TOO_DEEP = (SyntaxError, RecursionError, MemoryError)
# All that is raised where tags are compiled.
UNCOMPILABLE = (jinja2.TemplateError, *TOO_DEEP)
TOO_DEEP_SAID = "标签一层套一层，层数太多"
_OTHERS = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)
_BRACES = str.maketrans("{}", "()")


def of_other_templates(tree: nodes.Template) -> Iterator[jinja2.TemplateSyntaxError]:
    """A fault for each statement that asks for another template: there are none to be had."""
    for each in tree.find_all(_OTHERS):
        yield jinja2.TemplateSyntaxError("a template cannot take in another", each.lineno)


def is_too_deep(error: Exception) -> bool:
    """Whether tags were refused for what stands in one another; Python also refuses repeated arguments."""
    if isinstance(error, SyntaxError):
        return (error.msg or "").startswith("too many")
    return isinstance(error, TOO_DEEP)


def without_quoted_braces(text: str, environment: jinja2.Environment) -> str:
    """A text in which braces that a tag has between quotation marks are round ones: they end no tag."""
    if "'" not in text and '"' not in text:
        return text
    try:
        found = list(environment.lex(text))
    except jinja2.TemplateSyntaxError:
        return text
    return "".join(each.translate(_BRACES) if kind == "string" else each for _, kind, each in found)
