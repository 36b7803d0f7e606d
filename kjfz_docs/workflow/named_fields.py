"""Fields of forms that a programme names: what it misspells is said, not passed over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kjfz_docs.forms.form import Form
from kjfz_docs.records import RECORDS
from kjfz_docs.records.fields import field_at
from kjfz_docs.workflow.entries import list_of


def check_named(table: str, named: Iterable[tuple[str, str]], forms: Mapping[str, Form]) -> None:
    """Raise ValueError for a form (id) that is none, and for a field (path) that a form or its rows do not have.

    A built-in form that is not looked for has nothing to say, and is no mistake.
    """
    strange = []
    for form, path in named:
        known = forms.get(form)
        if known is None:
            strange += [form] if form not in RECORDS else []
            continue
        rows = list_of(known.record)
        classes = [known.record, *([rows.row] if rows is not None and rows.row is not None else [])]
        if all(field_at(cls, path) is None for cls in classes):
            strange.append(f"{form}.{path}")
    if strange:
        raise ValueError(f"{table} name what there is not: {', '.join(dict.fromkeys(strange))}")
