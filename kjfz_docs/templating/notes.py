"""The tags of a Word template's headers, footers and notes: they are rendered, but no reader looks at them."""

from __future__ import annotations

from collections.abc import Iterator

from kjfz_docs.errors import TemplateError
from kjfz_docs.findings import Place
from kjfz_docs.grids.docx_names import w
from kjfz_docs.grids.package import Package
from kjfz_docs.templating.docx import notes_of
from kjfz_docs.templating.meaning import Scope, slot_of
from kjfz_docs.templating.tags import Expression, Noted, Token, lone_braces, may_be_tag, tokens

_KINDS = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}
_P, _T = w("p"), w("t")


def note_texts(package: Package) -> Iterator[tuple[str, Place]]:
    """The paragraphs there: their texts and where they stand."""
    main = package.related("", "officeDocument")
    for name, kind in notes_of(package, main) if main is not None else ():
        for number, paragraph in enumerate(package.xml(name).iter(_P), 1):
            text = "".join(each.text or "" for each in paragraph.iter(_T))
            yield text, Place(part=_KINDS[kind], paragraph=number)


def check_notes(package: Package, scope: Scope) -> None:
    """Note every tag there that names no field, with the paragraph it stands in."""
    for text, place in note_texts(package):
        for token in checked_tokens(text, place, scope.noted):
            if isinstance(token, Expression):
                _check(token, scope)


def checked_tokens(text: str, place: Place, noted: Noted) -> Iterator[Token]:
    """The literals and tags of a text; braces that make no tag are noted, too."""
    before = ""
    for token in tokens(text, place, noted) if may_be_tag(text) else ():
        if isinstance(token, str):
            for error in lone_braces(token, place, before):
                noted(error)
        before = token.source if isinstance(token, Expression) else ""
        yield token


def _check(expression: Expression, scope: Scope) -> None:
    try:
        slot_of(expression, scope)
    except TemplateError as error:
        scope.noted(error)
