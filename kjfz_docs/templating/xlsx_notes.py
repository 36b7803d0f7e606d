"""Tags of a workbook's template that stand in no cell: in headers, footers, comments, text boxes. None is filled in."""

from __future__ import annotations

from collections.abc import Iterator

from kjfz_docs.errors import TemplateError
from kjfz_docs.findings import Finding, Place, Severity
from kjfz_docs.grids.kinds import main_part
from kjfz_docs.grids.package import Package
from kjfz_docs.grids.sheets import address
from kjfz_docs.grids.xlsx import sheet_parts
from kjfz_docs.grids.xlsx_names import s
from kjfz_docs.grids.xlsx_shapes import overlays
from kjfz_docs.templating.tags import may_be_tag, tokens

_KINDS = {"Header": "页眉", "Footer": "页脚"}


def outside_cells(package: Package) -> Iterator[Finding]:
    """A finding for each tag that would be printed as it stands; in a comment, which is seldom printed, a warning."""
    workbook = main_part(package)
    for sheet in sheet_parts(package, workbook) if workbook is not None else ():
        for kind, text, place in _texts(package, sheet.name, sheet.part):
            severity = Severity.WARNING if kind == "批注" else None
            for tag in _tags(text):
                yield Finding.of("KD618", severity=severity, where=place, raw=tag, tag=tag, kind=kind)


def _texts(package: Package, name: str, part: str) -> Iterator[tuple[str, str, Place]]:
    """What a sheet says outside its cells: what that is, its text, and where it stands."""
    for each in package.xml(part).iterfind(f"{s('headerFooter')}/*"):
        kind = next((kind for word, kind in _KINDS.items() if each.tag.endswith(word)), None)
        if kind is not None:
            yield kind, each.text or "", Place(sheet=name, part=kind)
    comments = package.related(part, "comments")
    for each in package.xml(comments).iter(s("comment")) if comments is not None else ():
        text = "".join(run.text or "" for run in each.iter(s("t")))
        yield "批注", text, Place(sheet=name, cell=each.get("ref"))
    for over in overlays(package, package.related(part, "drawing"), None):
        yield "文本框", over.text, Place(sheet=name, cell=address(over.row, over.column))


def _tags(text: str) -> Iterator[str]:
    """The tags in a text, sound or not, each once."""
    if not may_be_tag(text):
        return
    faulty: list[TemplateError] = []
    found = [each.source for each in tokens(text, None, faulty.append) if not isinstance(each, str)]
    wrong = [each.raw or "" for error in faulty for each in error.findings]
    # A faulty tag comes as it was probably meant, too.
    yield from dict.fromkeys(each for each in (*found, *wrong) if each in text)
