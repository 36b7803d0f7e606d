"""The forms of the 2023 notice."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kjfz_docs.forms.form import Form
from kjfz_docs.forms.locate import resource
from kjfz_docs.records import RECORDS

forms: Mapping[str, Form] = MappingProxyType(
    {
        name: Form(
            id=name,
            record=record,
            docx=resource("templates", f"{name}.docx"),
            xlsx=resource("templates", f"{name}.xlsx"),
        )
        for name, record in RECORDS.items()
    }
)
by_record: Mapping[type, Form] = MappingProxyType({form.record: form for form in forms.values()})
