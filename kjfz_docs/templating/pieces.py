"""The XML of a Word template cut where its tags are: texts that never change, and tags that know where they stand.

Both ways of filling a template build on this: for a mapping (``word_program``) and for a record.
"""

from __future__ import annotations

import enum
import itertools
import re
from collections.abc import Iterator, Sequence
from functools import cached_property

import attrs
from docxtpl import DocxTemplate
from jinja2 import Environment
from lxml import etree
from markupsafe import escape

from kjfz_docs.grids.xml import Element

_PATCH = DocxTemplate(None)
# Word gives each paragraph an id; the rows of a loop would repeat it, and ids must be unique.
_PARAGRAPH_IDS = re.compile(r'\s(?:w14:(?:paraId|textId)|w:rsid\w*)="[^"]*"')
# docxtpl writes literal braces like this; done here and not after rendering, where it would change data.
_LITERAL_BRACES = {"{_{": "{{ '{{' }}", "}_}": "{{ '}}' }}", "{_%": "{{ '{%' }}", "%_}": "{{ '%}' }}"}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

# A tag's place is marked by characters that no XML can hold.
MARK = re.compile("\x01(\\d+)\x02")
_BEGINS = ("variable_begin", "block_begin")
_ENDS = ("variable_end", "block_end")
_LITERAL = re.compile(r"'([^'\\]*)'|\"([^\"\\]*)\"")
_PARAGRAPH = re.compile(r"<w:p(?: [^>]*)?>.*?</w:p>", re.DOTALL)
_RUN = re.compile(r"<w:r(?: [^>]*)?>.*?</w:r>", re.DOTALL)
_RUN_PROPERTIES = re.compile(r"<w:rPr>.*?</w:rPr>")
_PARAGRAPH_PROPERTIES = re.compile(r"<w:pPr>.*?</w:pPr>")

BREAK = '</w:t><w:br/><w:t xml:space="preserve">'


class Stands(enum.Enum):
    """Where in the XML a tag stands, which decides how a value is written there."""

    TEXT = "in a w:t of a run, where a text may have lines"
    PLAIN = "in the text of another element"
    ATTRIBUTE = "in an attribute"
    BETWEEN = "between elements, where only markup may stand"


@attrs.frozen
class Tag:
    """One ``{{ … }}`` (``is_value``) or ``{% … %}``; ``source`` is what stands inside its braces."""

    source: str
    is_value: bool
    stands: Stands = Stands.BETWEEN
    run: str = ""
    paragraph: str = ""

    @cached_property
    def marks(self) -> dict[str, str]:
        """What stands for the characters of a text that Word has elements for, as docxtpl writes them."""
        if self.stands is not Stands.TEXT:
            return {}
        end = "</w:t></w:r>"
        begin = f'<w:r>{self.run}<w:t xml:space="preserve">'
        again = f"</w:p><w:p>{self.paragraph}{begin}"
        return {
            "\n": BREAK,
            "\t": f"{end}<w:r>{self.run}<w:tab/></w:r>{begin}",
            "\a": f"{end}{again}",
            "\f": f'{end}</w:p><w:p><w:r><w:br w:type="page"/></w:r>{again}',
        }


def patched(root: Element) -> str:
    """The XML of a part as Jinja takes it: docxtpl's patching, no ids of paragraphs, no blanks between elements."""
    _without_blanks(root)
    source = etree.tostring(root, encoding="unicode")
    made: str = _PATCH.patch_xml(_PARAGRAPH_IDS.sub("", source))
    for braces, literal in _LITERAL_BRACES.items():
        made = made.replace(braces, literal)
    return made


def pieces(source: str, environment: Environment) -> tuple[str | Tag, ...]:
    """The patched XML of a part as texts and tags in turn; comments are left out.

    Raises ``jinja2.TemplateSyntaxError`` for a tag that is not closed.
    """
    cut = list(_cut(source, environment))
    tags = [part for part in cut if isinstance(part, Tag)]
    numbers = itertools.count()
    marked = "".join(part if isinstance(part, str) else mark(next(numbers)) for part in cut)
    return placed(resolved(marked), tags)


def resolved(xml: str) -> str:
    """The XML with line ends, tabs and page breaks inside its texts as elements, as docxtpl makes them."""
    made: str = _PATCH.resolve_listing(xml)
    return made


def with_grids(xml: str) -> Element:
    """The root of a document whose tables have as many columns as their rows have cells, as docxtpl makes them."""
    return _PATCH.fix_tables(xml)


def mark(index: int) -> str:
    """What stands for a tag in marked XML: characters that no XML can hold around its number."""
    return f"\x01{index}\x02"


def placed(marked: str, tags: Sequence[Tag]) -> tuple[str | Tag, ...]:
    """Marked XML as texts and tags in turn, each tag knowing where it stands."""
    looks = {index: (run, paragraph) for index, run, paragraph in _properties(marked)}
    found: list[str | Tag] = []
    end = 0
    for match in MARK.finditer(marked):
        found.append(marked[end : match.start()])
        run, paragraph = looks.get(int(match[1]), ("", ""))
        stands = _stands(marked, match.start(), match.end())
        found.append(attrs.evolve(tags[int(match[1])], stands=stands, run=run, paragraph=paragraph))
        end = match.end()
    return (*found, marked[end:])


def _cut(source: str, environment: Environment) -> Iterator[str | Tag]:
    """The texts and tags as Jinja's own lexer sees them."""
    inside: list[str] | None = None
    for _, kind, text in environment.lex(source):
        if kind in _BEGINS:
            inside = []
        elif kind in _ENDS:
            yield _tag("".join(inside or ()).strip(), is_value=kind == _ENDS[0])
            inside = None
        elif inside is not None:
            inside.append(text)
        elif kind == "data":
            yield text


def _tag(source: str, *, is_value: bool) -> str | Tag:
    """A tag; a text in quotation marks (literal braces) is no more than a text."""
    literal = _LITERAL.fullmatch(source) if is_value else None
    return str(escape(literal[1] or literal[2] or "")) if literal else Tag(source, is_value)


def _stands(marked: str, start: int, end: int) -> Stands:
    less, greater = marked.rfind("<", 0, start), marked.rfind(">", 0, start)
    if less > greater:
        return Stands.ATTRIBUTE
    before = marked[less : greater + 1]
    if before.startswith(("</", "<?")) or before.endswith("/>") or not before:
        return Stands.BETWEEN
    after = marked.find("<", end)
    name = re.split(r"[\s>]", before[1:], maxsplit=1)[0]
    if not marked.startswith(f"</{name}>", after):
        return Stands.BETWEEN
    return Stands.TEXT if name == "w:t" else Stands.PLAIN


def _properties(marked: str) -> Iterator[tuple[int, str, str]]:
    """Each mark in a run with the properties of the run and of its paragraph, found as docxtpl finds them."""
    for paragraph in _PARAGRAPH.finditer(marked):
        own = _PARAGRAPH_PROPERTIES.search(paragraph[0])
        for run in _RUN.finditer(paragraph[0]):
            properties = _RUN_PROPERTIES.search(run[0])
            for mark in MARK.finditer(run[0]):
                yield int(mark[1]), properties[0] if properties else "", own[0] if own else ""


def _without_blanks(root: Element) -> None:
    """Leave out the white space between elements, as docxtpl's reader does."""
    for each in root.iter():
        if len(each) and not _preserved(each):
            for blank in (each, *each):
                text = blank.text if blank is each else blank.tail
                if text is not None and not text.strip(" \t\r\n"):
                    if blank is each:
                        blank.text = None
                    else:
                        blank.tail = None


def _preserved(element: Element) -> bool:
    while element is not None:
        said = element.get(_SPACE)
        if said is not None:
            return bool(said == "preserve")
        element = element.getparent()
    return False
