"""What the tags of a template mean: the field a path names, the codec that a filter makes, the rows of a loop.

Where all faults are wanted, each is noted and the tag is then taken as it was probably meant, so that one misspelt
name does not make everything that depends on it look wrong as well.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from kjfz_docs.codecs import FILTERS, Codec, codec_for
from kjfz_docs.codecs.filters import ArgumentError
from kjfz_docs.errors import TemplateError
from kjfz_docs.findings import Finding, Place
from kjfz_docs.records.fields import FieldInfo, computed_parts, field_paths, fields_by_name, fields_of
from kjfz_docs.records.spelling import nearest
from kjfz_docs.templating.pattern import Origin, Slot
from kjfz_docs.templating.tags import Expression, fault
from kjfz_docs.templating.terms import TERMS, Terms, has_terms

GROUPING = "neighbours"
LINES = "lines"
_KNOWN_FILTERS = (*FILTERS, GROUPING)
# So many fields of a part are named as examples.
_SHOWN = 3
# Some list, nobody knows which.
_ANY = ""


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
    told: set[tuple[Place | None, str | None]] = attrs.field(factory=set)
    unopened: set[str] = attrs.field(factory=set)
    # What the template prints as the names of fields, by their paths.
    labels: Mapping[str, str] = attrs.field(factory=dict)

    def inside(self, name: str, root: Root) -> Scope:
        """The scope of one item of a loop."""
        return attrs.evolve(self, loops={**self.loops, name: root})

    def noted(self, error: TemplateError) -> None:
        """Keep a fault where all are wanted, one for each tag; else it ends the compiling."""
        if self.faults is None:
            raise error
        for finding in error.findings:
            if (finding.where, finding.raw) not in self.told:
                self.told.add((finding.where, finding.raw))
                self.faults.append(finding)

    def noted_once(self, name: str, error: TemplateError) -> None:
        """Keep a fault that every tag with this name shares, for the first of them."""
        if self.faults is None or (None, name) not in self.told:
            self.told.add((None, name))
            self.noted(error)

    def noted_unopened(self, error: TemplateError, rows: str = _ANY) -> None:
        """Keep the fault of a loop over ``rows`` that nothing begins; the rest of it up to its end is no other."""
        is_said = bool(self.unopened if rows == _ANY else self.unopened & {rows, _ANY})
        self.unopened.add(rows)
        if not is_said:
            self.noted(error)

    def ended(self) -> None:
        """What follows is of another loop."""
        self.unopened.clear()

    @property
    def innermost(self) -> list[tuple[str, Root]]:
        """The loops around a place by their variables, from the inside."""
        return list(self.loops.items())[::-1]

    def expect(self, word: str) -> None:
        """What closes a faulty tag is no fault of its own."""
        self.told.add((None, f"{{% {word} %}}"))

    def is_expected(self, word: str) -> bool:
        """Whether a word closes a faulty tag; it is asked of each word once."""
        expected = (None, f"{{% {word} %}}")
        found = expected in self.told
        self.told.discard(expected)
        return found

    def excuse(self, source: str, where: Place | None) -> None:
        """Say nothing of a tag: what is wrong with it was said elsewhere."""
        self.told.add((where, source))


def slot_of(expression: Expression, scope: Scope) -> Slot:
    """The slot of a tag. Raises TemplateError for a tag that names no field, or a filter that does not fit it."""
    path, info = resolve(expression, scope)
    origin = _origin(path, scope)
    if info.record is not None or info.row is not None:
        raise fault("KD607", expression.source, expression.where, hint=_part_hint(expression.path, info))
    info = info.called_as(scope.labels.get(path) or path)
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


def _part_hint(path: str, info: FieldInfo) -> str:
    names = list(fields_by_name(info.record or info.row))[:_SHOWN] or ["…"]
    if info.row is not None:
        return f"“{path}”是名单，应写在 {{%tr for row in {path} %}} 之后的一行里，如 {{{{ row.{names[0]} }}}}"
    return f"“{path}”不是一个栏目，请写到其中一项，如 {'、'.join(f'{path}.{name}' for name in names)}"


def _codec(info: FieldInfo, expression: Expression, scope: Scope) -> Codec[Any]:
    try:
        return codec_for(info, titles=scope.titles)
    except TypeError as error:
        hint = f"“{expression.path}”的类型（{getattr(info.type, '__name__', info.type)}）不能写进单元格"
        raise fault("KD607", expression.source, expression.where, hint=hint) from error


def iterated(expression: Expression, scope: Scope) -> Root:
    """What a row loop runs over: the rows of the record, its groups, or the rows of a group."""
    group = _group_of(expression, scope)
    if group is not None:
        return group
    if expression.filter not in (None, GROUPING):
        error = _unknown_filter(expression, (GROUPING,))
        if nearest(expression.filter or "", (GROUPING,)) is None:
            raise error
        scope.noted(error)
    root, info = resolve(_over_the_list(expression, scope), scope)
    if info.row is None:
        lists = _lists(scope)
        meant = f"是否应为“{lists[0].name}”" if len(lists) == 1 else "列表的类型写作 tuple[…, ...]"
        hint = f"“{expression.path}”不是列表，不能循环；{meant}"
        error = fault("KD607", expression.source, expression.where, hint=hint)
        if len(lists) != 1:
            raise error
        scope.noted(error)
        root, info = lists[0].name, lists[0]
    assert info.row is not None
    if expression.filter == GROUPING:
        _check_grouping(expression, info.row, scope)
    variable = next((name for name, known in scope.loops.items() if known.path == f"{root}.*"), None)
    if variable is not None:
        hint = f"外层循环已经用了“{expression.path}”，内层应写作 in {variable}"
        scope.noted(fault("KD607", expression.source, expression.where, hint=hint))
    return Root(f"{root}.*", info.row)


def _lists(scope: Scope) -> list[FieldInfo]:
    """The lists of the record."""
    return [info for info in fields_of(scope.record) if info.row is not None]


def _over_the_list(expression: Expression, scope: Scope) -> Expression:
    """The expression of a loop; over the only list of the record where it names nothing that is known."""
    lists = [info.name for info in _lists(scope)]
    root = expression.path.split(".")[0]
    known = [*scope.loops, *fields_by_name(scope.record), *computed_parts(scope.record)]
    if len(lists) != 1 or root in known or nearest(root, known) is not None:
        return expression
    scope.noted(_unknown_field(expression, f"是否应为“{lists[0]}”"))
    return attrs.evolve(expression, path=lists[0])


def _group_of(expression: Expression, scope: Scope) -> Root | None:
    """The loop around whose variable a loop runs over."""
    name = expression.path
    if expression.filter is not None or name in fields_by_name(scope.record):
        return None
    near = name if name in scope.loops else nearest(name, scope.loops)
    if near is None:
        return None
    if near != name:
        scope.noted(_unknown_field(expression, f"是否应为“{near}”"))
    return scope.loops[near]


def _check_grouping(expression: Expression, row: type, scope: Scope) -> None:
    """``neighbours`` needs the name of a field of the rows."""
    fields = fields_by_name(row)
    if len(expression.arguments) != 1:
        hint = f"括号里要写一个字段，如 {GROUPING}('{next(iter(fields), '…')}')"
        scope.noted(fault("KD607", expression.source, expression.where, hint=hint))
    elif (name := str(expression.arguments[0])) not in fields:
        _, hint = _guess(name, row)
        scope.noted(fault("KD602", expression.source, expression.where, name=name, hint=hint))


def resolve(expression: Expression, scope: Scope) -> tuple[str, FieldInfo]:
    """The path in the record that a tag names, and the field there."""
    path, cls, names = _start(expression, scope)
    info: FieldInfo | None = None
    while names:
        name, *names = names
        below = fields_by_name(cls) if attrs.has(cls) else {}
        if name not in below:
            meant, hint = _guess(name, cls)
            error = _unknown_field(expression, hint)
            if meant is None:
                raise error
            scope.noted(error)
            name, *more = meant.split(".")
            names = [*more, *names]
        info = below[name]
        path = f"{path}.{name}" if path else name
        cls = info.record or info.type
        row = _row_meant(expression, info, names, scope) if names else None
        if row is not None:
            path, cls = row.path, row.cls
    if info is None:
        hint = f"请写到其中一项，如 {expression.path}.{next(iter(fields_by_name(cls)), '…')}"
        raise fault("KD607", expression.source, expression.where, hint=hint)
    return path, info


def _start(expression: Expression, scope: Scope) -> tuple[str, type, list[str]]:
    """Where the path of a tag begins: its root as a path of the record, the class there, and the names that follow."""
    root, *names = expression.path.split(".")
    record = scope.record
    parts = {**({TERMS: Terms} if has_terms(record) else {}), **computed_parts(record)}
    fields = fields_by_name(record)
    if root == TERMS and root not in (*scope.loops, *fields, *parts):
        hint = '记录里没有项目和批次（kind="programme"、kind="cohort"），也就没有它们的文字'
        raise _unknown_field(expression, hint)
    if root not in scope.loops and root not in fields and root not in parts:
        meant = _loop_meant(expression, root, names, scope)
        if meant is not None:
            return meant[0].path, meant[0].cls, meant[1]
        near = nearest(root, [*scope.loops, *parts, *fields])
        if near is not None and near not in fields:
            scope.noted(_unknown_field(expression, f"是否应为“{near}”"))
            root = near
    if root in scope.loops:
        return scope.loops[root].path, scope.loops[root].cls, names
    if root in parts and root not in fields:
        return root, parts[root], names
    return "", record, [root, *names]


def _loop_meant(
    expression: Expression, root: str, names: Sequence[str], scope: Scope
) -> tuple[Root, list[str]] | None:
    """The rows that a tag with an unknown root is of, and its path there: those of a loop around it, or of a list."""
    for name, loop in scope.innermost:
        fields = fields_by_name(loop.cls)
        if names and names[0] in fields:
            scope.noted_once(root, _unknown_field(expression, f"是否应为“{name}”"))
            return loop, list(names)
        if not names and root in fields:
            scope.noted(_unknown_field(expression, f"是否应为“{name}.{root}”"))
            return loop, [root]
    for info in fields_of(scope.record) if names else ():
        if info.row is not None and attrs.has(info.row) and names[0] in fields_by_name(info.row):
            return _unopened(expression, root, info, scope), list(names)
    return None


def _row_meant(expression: Expression, info: FieldInfo, names: Sequence[str], scope: Scope) -> Root | None:
    """The rows that a tag is of which names their list: {{ rows.name }}."""
    if info.row is None or not attrs.has(info.row):
        return None
    for name, loop in scope.innermost:
        if loop.cls is info.row:
            scope.noted(_unknown_field(expression, f"是否应为“{'.'.join((name, *names))}”"))
            return loop
    return _unopened(expression, "row", info, scope)


def _unopened(expression: Expression, variable: str, info: FieldInfo, scope: Scope) -> Root:
    """The rows of a list that no loop goes over."""
    hint = f"这一行之前要有 {{%tr for {variable} in {info.name} %}}，之后要有 {{%tr endfor %}}"
    scope.noted_unopened(_unknown_field(expression, hint), info.name)
    return Root(f"{info.name}.*", info.row or scope.record)


def _origin(path: str, scope: Scope) -> Origin:
    root = path.split(".")[0]
    if root in fields_by_name(scope.record):
        return Origin.FIELD
    return Origin.TERM if root == TERMS else Origin.COMPUTED


def _unknown_field(expression: Expression, hint: str) -> TemplateError:
    return fault("KD602", expression.source, expression.where, name=expression.path, hint=hint)


def _guess(name: str, cls: type) -> tuple[str | None, str]:
    """The field of a class that an unknown name was probably meant for (its path, or None), and the hint."""
    if not attrs.has(cls):
        return None, f"“{name}”之前的部分已是一个栏目，它下面没有字段"
    fields = fields_by_name(cls)
    plain = unicodedata.normalize("NFKC", name)
    labelled = [info.name for info in fields.values() if name in (info.meta.label, *info.meta.aliases)]
    inside = [path for path, _ in field_paths(cls) if path.endswith(f".{name}") and "*" not in path]
    if labelled:
        near: str | None = labelled[0]
    elif len(inside) == 1:
        near = inside[0]
    else:
        near = plain if plain in fields else nearest(plain, fields)
    if near is not None:
        return near, f"是否应为“{near}”"
    if isinstance(getattr(cls, name, None), property):
        return None, f"“{name}”是算出的内容，要注明它返回的记录类（-> …）"
    return None, f"可用的字段：{'、'.join(fields)}"


def _filter(expression: Expression, scope: Scope) -> str:
    """The filter of a tag, a misspelt one noted and taken as it was meant."""
    name = expression.filter or ""
    if name in FILTERS:
        return name
    error = _unknown_filter(expression, _KNOWN_FILTERS)
    near = nearest(name, FILTERS)
    if near is None:
        raise error
    scope.noted(error)
    return near


def _unknown_filter(expression: Expression, known: Iterable[str]) -> TemplateError:
    name = expression.filter or ""
    near = nearest(name, known)
    hint = f"是否应为“{near}”" if near else f"只能使用：{'、'.join(known)}"
    return fault("KD603", expression.source, expression.where, name=name, hint=hint)
