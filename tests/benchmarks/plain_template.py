"""A template of ours as docxtpl alone can fill it: each expression a plain name, its value the text that we write.

So both sides write the same document from the same template, and docxtpl has nothing to compute.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

import kjfz_docs as kd
from kjfz_docs.templating.docx import environment
from kjfz_docs.templating.view import context

_MAIN = "word/document.xml"
_TAG = re.compile(r"(\{\{|\{%(?:p|tr|tc|r)? (?:if|for \w+ in)) (.+?) (\}\}|%\})")
_LOOP = re.compile(r"\{%(?:p|tr|tc|r)? for (\w+) in")


def plain(form: kd.Form, record: Any) -> tuple[bytes, dict[str, Any]]:
    """The template of a form with plain names, and what docxtpl fills it with."""
    given = context(record, form.terms(record.programme, record.cohort), form.titles)
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(form.template)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            if name == _MAIN:
                text, values = _plain(data.decode(), given)
                data = text.encode()
            new.writestr(name, data)
    return stream.getvalue(), values


def _plain(xml: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    values: dict[str, Any] = {}
    of_loops = set(_LOOP.findall(xml))
    made = environment()

    def named(found: re.Match[str]) -> str:
        opening, expression, closing = found.groups()
        if expression in of_loops:
            return found[0]
        value = made.compile_expression(expression)(**given)
        if opening == "{{":
            value = str(value)
        elif opening.endswith("if"):
            value = bool(value)
        else:
            value = [str(each) for each in value or ()]
        name = f"value{len(values)}"
        values[name] = value
        return f"{opening} {name} {closing}"

    # Word writes the quotation marks of an argument as entities.
    return _TAG.sub(named, xml.replace("&quot;", '"')), values
