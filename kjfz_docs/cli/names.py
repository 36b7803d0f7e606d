"""What is typed on the command line as a form or a number, and what it means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

import click

import kjfz_docs as kd
from kjfz_docs.cli.chinese import suggestion
from kjfz_docs.forms.form import Form

# A part of a title shorter than this says too little.
_SHORTEST_TITLE = 3


def form_named(_: click.Context, __: click.Parameter, value: str | None) -> Form | None:
    """A form: its id, 附件1, 1, its title, or the end of its title where only one form's ends so."""
    if value is None:
        return None
    found = forms_named(value)
    if len(found) == 1:
        return found[0]
    # Attachments differ by a digit only: the nearest of them would be a guess.
    known = [name for form in kd.forms.values() for name in (form.id, form.title)]
    listed = "；".join(f"{form.attachment or form.title}（{form.id}）" for form in kd.forms.values())
    raise click.BadParameter(f"没有“{value}”这种表{suggestion(_plain(value), known)}\n可以写：{listed}")


def forms_named(text: str) -> list[Form]:
    """The forms that a text names: those of an exact name, else those whose title ends in it."""
    wanted = _plain(text)
    exact = [form for form in kd.forms.values() if wanted in map(_plain, _names(form))]
    if exact or len(wanted) < _SHORTEST_TITLE:
        return exact
    return [form for form in kd.forms.values() if _plain(form.title).endswith(wanted)]


def _names(form: Form) -> Iterator[str]:
    yield form.id
    if form.attachment:
        yield form.attachment
        yield from re.findall(r"\d+", form.attachment)
    yield form.title


def _plain(text: str) -> str:
    """A name without what people leave out or type differently: white space, quotes, width, case."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("-", "_")
    return re.sub(r"[\s\"'“”‘’《》]", "", plain)


def whole_number(least: int, most: int) -> Callable[[click.Context, click.Parameter, str | None], int | None]:
    """A callback for an option that takes a whole number within bounds."""

    def convert(_: click.Context, __: click.Parameter, value: str | None) -> int | None:
        if value is None:
            return None
        text = unicodedata.normalize("NFKC", value).strip()
        if re.fullmatch(r"[0-9]{1,9}", text) and least <= int(text) <= most:
            return int(text)
        raise click.BadParameter(f"应为 {least} 至 {most} 的整数，不是“{value}”")

    return convert
