"""A part of a Word template that Jinja renders: everything that its language can say, compiled once."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping, Sequence
from typing import Any

import docxtpl
import jinja2
from docxtpl import InlineImage
from jinja2 import StrictUndefined, nodes
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from lxml import etree
from markupsafe import Markup

from kjfz_docs.errors import TemplateError, UnwritableError
from kjfz_docs.grids.xml import DECLARATION
from kjfz_docs.templating.docx import unrenderable
from kjfz_docs.templating.jinja_tags import of_other_templates
from kjfz_docs.templating.pieces import Tag, resolved, with_grids
from kjfz_docs.templating.structure import Structure, numbered
from kjfz_docs.templating.word_places import Places, missing, no_rows, undefined
from kjfz_docs.templating.word_values import written

# Values that only docxtpl can write, since they bring parts of their own into the package.
BOUND: tuple[Any, ...] = (InlineImage, *filter(None, (getattr(docxtpl, "Subdoc", None),)))
_RELATION = re.compile(r'\br:(?:id|embed|link)="([^"]*)"')
# What Jinja finds in a mapping before an item of that name.
METHODS = frozenset(dir(dict))
# Names that no template can write.
_WRITTEN, _NOTED = " written", " noted"
# What is left for the end, once the whole of a part is there: signs in texts of elements that a value brought along.
_SIGNS = ("\n", "\t", "\a", "\f")


class NeedsDocxtpl(Exception):  # noqa: N818 - no error: docxtpl itself does it
    """A value that is bound to a document of docxtpl."""

    def __init__(self, value: Any) -> None:
        super().__init__(type(value).__name__)
        self.value = value


class Noted:
    """What came up while a part was rendered: tags whose values carried markup, and whether its texts have signs."""

    def __init__(self) -> None:
        self.markup: list[str] = []
        self.has_signs = False


class WordEnvironment(ImmutableSandboxedEnvironment):
    """Jinja for any Word template: autoescaped, sandboxed, strict about names that the data does not have."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What ``obj.attribute`` is in a template; of a plain mapping, which most are, without a vain try first."""
        if type(obj) is dict and attribute in obj and attribute not in METHODS:
            found = obj[attribute]
        else:
            found = super().getattr(obj, attribute)
        # One that is kept somewhere is empty for whoever asks second; one that is made anew each time is not.
        is_iterator = hasattr(type(found), "__next__") and not isinstance(obj, Namespace)
        if is_iterator and super().getattr(obj, attribute) is found:
            raise UnwritableError(
                attribute, "an object holds it as an iterator, gone through but once: give a list"
            )
        return found


def word_environment(filters: Mapping[str, Callable[..., Any]]) -> WordEnvironment:
    """An environment with filters besides those of Jinja."""
    made = WordEnvironment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
    made.filters.update(filters)
    return made


class JinjaPart:
    """One part, compiled. ``debug``: every document is parsed, not only those whose values carry markup."""

    def __init__(
        self,
        name: str,
        structure: Structure,
        environment: WordEnvironment,
        relations: Container[str] = (),
        *,
        debug: bool = False,
    ) -> None:
        self.name = name
        self._relations = relations
        self._structure = structure
        self._is_parsed = debug or not structure.is_sound
        self._tags = [part for part in structure.parts if isinstance(part, Tag) and part.is_value]
        own = environment.overlay()
        own.filters = {**environment.filters, _WRITTEN: self._written}
        tree = own.parse(source_of(structure.parts))
        for error in of_other_templates(tree):
            raise error
        self.places = Places(tree, self._tags, own, _is_refused)
        _wrap(tree, len(self._tags))
        self._template = jinja2.Template.from_code(own, own.compile(tree, name), own.make_globals(None), None)

    @jinja2.pass_context
    def _written(self, context: Context, value: object, index: int) -> Markup:
        tag = self._tags[index]
        if type(value) is str:  # nearly always
            return written(value, tag)
        if isinstance(value, jinja2.Undefined):
            raise undefined(value, tag.source)
        if isinstance(value, BOUND):
            raise NeedsDocxtpl(value)
        text = written(value, tag)
        if hasattr(value, "__html__"):
            noted: Any = context.resolve(_NOTED)
            noted.markup.append(tag.source)
            noted.has_signs |= any(sign in text for sign in _SIGNS)
            if any(relation not in self._relations for relation in _RELATION.findall(text)):
                raise UnwritableError(
                    tag.source,
                    "has a link that only docxtpl knows: make it with docxtpl(), give that as using=",
                )
        return text

    def render(self, mapping: Mapping[str, Any]) -> bytes:
        """The part with the values. Raises UnwritableError, which names the tag, TemplateError for the template."""
        noted = Noted()
        try:
            xml = self._template.render({**mapping, _NOTED: noted})
        except UnwritableError as error:
            place = self.places.unwritable(mapping, error.field)
            raise UnwritableError(place or error.field, error.reason) from None
        except jinja2.UndefinedError as error:
            raise missing(error, self.name, mapping, [self.places]) from None
        except TypeError as error:
            raise no_rows(error, mapping, [self.places]) or error from None
        except jinja2.TemplateError as error:
            raise TemplateError(f"{self.name}: {error}", [unrenderable(error)]) from error
        try:
            return self._finished(xml, noted)
        except etree.XMLSyntaxError as error:
            if noted.markup:
                raise UnwritableError(noted.markup[0], f"its markup makes no XML: {error}") from None
            raise TemplateError(f"{self.name}: {error}", [unrenderable(error)]) from None

    def _finished(self, xml: str, noted: Noted) -> bytes:
        if noted.has_signs:
            xml = resolved(xml)
        if self._is_parsed or noted.markup or self._structure.has_loose_tables:
            etree.fromstring(xml)
        if self._structure.has_loose_tables:
            xml = etree.tostring(with_grids(xml), encoding="unicode")
        # A value may bring drawings along.
        if self._structure.has_loose_drawings or (noted.markup and "<wp:docPr" in xml):
            xml = numbered(xml)
        return (DECLARATION + xml).encode()


def _is_refused(tag: Tag, value: object) -> bool:
    if isinstance(value, BOUND):
        return False
    try:
        written(value, tag)
    except UnwritableError:
        return True
    return False


def source_of(parts: Sequence[str | Tag]) -> str:
    """The Jinja source of texts and tags: texts are taken as they are, whatever braces they hold."""
    return "".join(
        part.replace("{", "{% raw %}{{% endraw %}")
        if isinstance(part, str)
        else f"{{{{ {part.source} }}}}"
        if part.is_value
        else f"{{% {part.source} %}}"
        for part in parts
    )


def _wrap(tree: nodes.Template, count: int) -> None:
    """Give each printed value to ``written`` with the number of its tag."""
    numbers = iter(range(count))
    for output in tree.find_all(nodes.Output):
        output.nodes = [
            each
            if isinstance(each, nodes.TemplateData)
            else nodes.Filter(
                each, _WRITTEN, [nodes.Const(next(numbers))], [], None, None, lineno=each.lineno
            )
            for each in output.nodes
        ]
