"""What the tags of a template mean: the field a path names, the codec that a filter makes, the rows of a loop.

Where all faults are wanted, each is noted and the tag is then taken as it was probably meant, so that one misspelt
name does not make everything that depends on it look wrong as well.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from kjfz_docs.codecs import FILTERS, Codec, codec_for
from kjfz_docs.codecs.filters import ArgumentError
from kjfz_docs.errors import TemplateError
from kjfz_docs.findings import Finding
from kjfz_docs.records.fields import FieldInfo, computed_parts, fields_by_name
from kjfz_docs.templating.pattern import Origin, Slot
from kjfz_docs.templating.tags import Expression, fault
from kjfz_docs.templating.terms import TERMS, Terms

GROUPING = "neighbours"
LINES = "lines"
_KNOWN_FILTERS = (*FILTERS, GROUPING)
_ALIKE = 0.5


@attrs.frozen
class Root:
    """What a name means at a place of the template: a path in the record and the class that has its fields."""

    path: str
    cls: type


@attrs.frozen
class Scope:
    """The names that tags may use at a place; ``faults`` collects what is wrong, where all of it is wanted."""

    record: type
    titles: Mapping[str, str]
    loops: Mapping[str, Root] = attrs.field(factory=dict)
    faults: list[Finding] | None = None

    def inside(self, name: str, root: Root) -> Scope:
        """The scope of one item of a loop."""
        return attrs.evolve(self, loops={**self.loops, name: root})

    def noted(self, error: TemplateError) -> None:
        """Keep a fault where all are wanted, one for each tag; else it ends the compiling."""
        if self.faults is None:
            raise error
        known = {(finding.where, finding.raw) for finding in self.faults}
        self.faults.extend(each for each in error.findings if (each.where, each.raw) not in known)


def slot_of(expression: Expression, scope: Scope) -> Slot:
    """The slot of a tag. Raises TemplateError for a tag that names no field, or a filter that does not fit it."""
    path, info = resolve(expression, scope)
    origin = _origin(path, scope)
    if info.record is not None or info.row is not None:
        names = list(fields_by_name(info.record or info.row or object))
        hint = f"“{expression.path}”不是一个栏目，请写到其中一项，如 {expression.path}.{names[0] if names else '…'}"
        raise fault("KD607", expression.source, expression.where, hint=hint)
    plain = Slot(path, info, _codec(info, expression, scope), expression.source, origin)
    if expression.filter is None:
        return plain
    name = _filter(expression, scope)
    try:
        codec = FILTERS[name].of(info, *expression.arguments, titles=scope.titles)
    except ArgumentError as error:
        hint = "请核对过滤器的参数"
        scope.noted(fault("KD601", expression.source, expression.where, detail=error.detail, hint=hint))
        return plain
    option = str(expression.arguments[0]) if getattr(codec, "option", None) is not None else None
    return attrs.evolve(plain, codec=codec, option=option)


def _codec(info: FieldInfo, expression: Expression, scope: Scope) -> Codec[Any]:
    try:
        return codec_for(info, titles=scope.titles)
    except TypeError as error:
        hint = f"“{expression.path}”的类型（{getattr(info.type, '__name__', info.type)}）不能写进单元格"
        raise fault("KD607", expression.source, expression.where, hint=hint) from error


def iterated(expression: Expression, scope: Scope) -> Root:
    """What a row loop runs over: the rows of the record, its groups, or the rows of a group."""
    if expression.path in scope.loops and expression.filter is None:
        return scope.loops[expression.path]
    if expression.filter not in (None, GROUPING):
        raise _unknown_filter(expression, (GROUPING,))
    root, info = resolve(expression, scope)
    if info.row is None:
        raise fault(
            "KD607", expression.source, expression.where, hint=f"“{expression.path}”不是列表，不能循环"
        )
    if expression.filter == GROUPING:
        _check_grouping(expression, info.row, scope)
    return Root(f"{root}.*", info.row)


def _check_grouping(expression: Expression, row: type, scope: Scope) -> None:
    """``neighbours`` needs the name of a field of the rows."""
    fields = fields_by_name(row)
    if len(expression.arguments) != 1:
        hint = f"括号里要写一个字段，如 {GROUPING}('{next(iter(fields), '…')}')"
        scope.noted(fault("KD607", expression.source, expression.where, hint=hint))
    elif expression.arguments[0] not in fields:
        name = str(expression.arguments[0])
        scope.noted(
            fault(
                "KD602",
                expression.source,
                expression.where,
                name=name,
                hint=_suggestion(name, fields, row.__name__),
            )
        )


def resolve(expression: Expression, scope: Scope) -> tuple[str, FieldInfo]:
    """The path in the record that a tag names, and the field there."""
    root, *names = expression.path.split(".")
    computed = computed_parts(scope.record)
    parts = {TERMS: Terms, **computed}
    fields = fields_by_name(scope.record)
    if root not in scope.loops and root not in parts and root not in fields:
        root = _mended(expression, root, [*fields, *computed, *scope.loops, TERMS], scope)
    if root in scope.loops:
        path, cls = scope.loops[root].path, scope.loops[root].cls
    elif root in fields:
        path, cls, names = "", scope.record, [root, *names]
    else:
        path, cls = root, parts[root]
    info: FieldInfo | None = None
    for name in names:
        below = fields_by_name(cls) if attrs.has(cls) else {}
        known = name if name in below else _mended(expression, name, below, scope)
        info = below[known]
        path = f"{path}.{known}" if path else known
        cls = info.record or info.type
    if info is None:
        below = fields_by_name(cls)
        hint = f"请写到其中一项，如 {expression.path}.{next(iter(below), '…')}"
        raise fault("KD607", expression.source, expression.where, hint=hint)
    return path, info


def _origin(path: str, scope: Scope) -> Origin:
    root = path.split(".")[0]
    if root in fields_by_name(scope.record):
        return Origin.FIELD
    return Origin.TERM if root == TERMS else Origin.COMPUTED


def _mended(expression: Expression, name: str, known: Iterable[str], scope: Scope) -> str:
    """The known name that a misspelt one was probably meant for; the fault is noted. Raises it if there is none."""
    known = list(known)
    hint = _suggestion(name, known, expression.path.rpartition(f".{name}")[0])
    error = fault("KD602", expression.source, expression.where, name=expression.path, hint=hint)
    near = _nearest(name, known)
    if near is None:
        raise error
    scope.noted(error)
    return near


def _suggestion(name: str, known: Iterable[str], parent: str) -> str:
    known = list(known)
    near = _nearest(name, known)
    if near is not None:
        return f"是否应为“{near}”"
    return f"可用的字段：{'、'.join(known)}" if known else f"“{parent}”是一个栏目，它下面没有字段"


def _nearest(name: str, known: Iterable[str]) -> str | None:
    return next(iter(difflib.get_close_matches(name, list(known), n=1, cutoff=_ALIKE)), None)


def _filter(expression: Expression, scope: Scope) -> str:
    """The filter of a tag, a misspelt one noted and taken as it was meant."""
    name = expression.filter or ""
    if name in FILTERS:
        return name
    error = _unknown_filter(expression, _KNOWN_FILTERS)
    near = _nearest(name, FILTERS)
    if near is None:
        raise error
    scope.noted(error)
    return near


def _unknown_filter(expression: Expression, known: Iterable[str]) -> TemplateError:
    name = expression.filter or ""
    near = _nearest(name, known)
    hint = f"是否应为“{near}”" if near else f"只能使用：{'、'.join(known)}"
    return fault("KD603", expression.source, expression.where, name=name, hint=hint)
