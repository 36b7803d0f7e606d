"""``--forms 表格.py``: forms of one's own, record classes and templates, in the commands over a folder."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

import kjfz_docs as kd
from kjfz_docs.cli.output import clean
from kjfz_docs.files import reason_of
from kjfz_docs.forms.form import Form

# Where the forms of the option are kept while the command runs.
_KEY = "kjfz_docs.cli.own_forms"


def forms_for(programme: kd.Programme | None) -> tuple[Form, ...] | None:
    """The forms to look for: one's own, and those built in that the programme names; None for those built in alone."""
    context = click.get_current_context(silent=True)
    own: tuple[Form, ...] = context.find_root().meta.get(_KEY, ()) if context is not None else ()
    if not own:
        return None
    ids = {form.id for form in own}
    named = frozenset(kd.forms) if programme is None else programme.named_forms
    return (*own, *(form for form in kd.forms.values() if form.id in named - ids))


def _loaded(context: click.Context, _: click.Parameter, paths: Sequence[str]) -> None:
    own = tuple(form for path in paths for form in forms_of(Path(path)))
    if twice := sorted({form.id for form in own if [each.id for each in own].count(form.id) > 1}):
        raise click.BadParameter(f"有两张表的代号相同：{'、'.join(twice)}")
    context.find_root().meta[_KEY] = own


def forms_of(path: Path) -> Iterator[Form]:
    """The forms that a Python file defines. Raises BadParameter in Chinese."""
    shown = clean(str(path))
    # Classes are found by the name of their module when their types are resolved.
    name = f"kjfz_own_forms_{hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:12]}"
    spec = importlib.util.spec_from_file_location(name, path)
    if path.suffix != ".py" or spec is None or spec.loader is None:
        raise click.BadParameter(f"“{shown}”不是 Python 文件（.py）")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except OSError as error:
        raise click.BadParameter(
            f"读不了“{clean(str(error.filename or path))}”：{reason_of(error)}"
        ) from error
    except Exception as error:  # it is somebody's program: anything may be wrong in it
        raise click.BadParameter(f"“{shown}”有误：{type(error).__name__}: {clean(str(error))}") from error
    found = {id(value): value for value in vars(module).values() if isinstance(value, Form)}
    if not found:
        raise click.BadParameter(f"“{shown}”里没有表（kd.Form）")
    yield from found.values()


OWN_FORMS = click.option(
    "--forms",
    metavar="表格.py",
    multiple=True,
    expose_value=False,
    callback=_loaded,
    help="自己的表：一个 Python 文件，写有记录类和 kd.Form（会运行这个文件），可写多次",
)
