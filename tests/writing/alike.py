"""Compares what docxtpl and ``kd.Template`` make of one template, part by part."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

import docxtpl
from lxml import etree

from kjfz_docs.templating.jinja_part import word_environment

# Ids that Word gives to paragraphs and edits say nothing about a document; ours leaves them out.
_IDS = re.compile(r"\}(?:rsid\w*|paraId|textId)$")
_TEXTS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes)\.xml|docProps/core\.xml")


def by_docxtpl(
    template: bytes | docxtpl.DocxTemplate,
    mapping: Mapping[str, Any],
    filters: Mapping[str, Any] | None = None,
) -> bytes:
    """What docxtpl makes of a template, autoescaped and in our environment."""
    engine = docxtpl.DocxTemplate(io.BytesIO(template)) if isinstance(template, bytes) else template
    made = io.BytesIO()
    engine.render(dict(mapping), jinja_env=word_environment(filters or {}), autoescape=True)
    engine.save(made)
    return made.getvalue()


def texts(document: bytes) -> dict[str, bytes]:
    """The parts of a document that docxtpl fills, in a form in which equal parts are equal.

    Left out: ids of paragraphs and edits; white space between elements; properties that are empty (docxtpl adds
        them) and when it was made; the numbers of drawings; how declarations of namespaces are spread over elements.
    """
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return {name: _plain(package.read(name)) for name in package.namelist() if _TEXTS.fullmatch(name)}


def _plain(xml: bytes) -> bytes:
    root = etree.fromstring(
        xml, etree.XMLParser(remove_blank_text=True, remove_comments=True, remove_pis=True)
    )
    for each in list(root.iter()):
        for name in [name for name in each.attrib if _IDS.search(str(name))]:
            del each.attrib[name]
        if each.tag.endswith(("}docPr", "}cNvPr")):
            del each.attrib["id"]
    if root.tag.endswith("}coreProperties"):
        for each in list(root):
            if not each.text or each.tag.endswith(("}created", "}modified", "}revision", "}lastModifiedBy")):
                root.remove(each)
    # The declarations of namespaces stand where they are used first, whoever wrote them.
    etree.cleanup_namespaces(root)
    found: bytes = etree.tostring(root, method="c14n", exclusive=True)
    return found
