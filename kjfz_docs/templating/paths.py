"""Dotted names of a template: how their values are had fast, and which names a template needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

from jinja2 import Environment, Undefined, nodes
from jinja2.sandbox import SandboxedEnvironment

from kjfz_docs.templating.word_values import Unfit

Getter = Callable[[Any], Any]
# Names that Jinja gives a meaning of its own.
SPECIAL = frozenset({"self", "super", "loop", "caller", "varargs", "kwargs"})


def path_of(node: nodes.Node | None) -> tuple[str, ...] | None:
    """``a.b.c`` as names; None for every other expression, and for names that the sandbox hides."""
    if isinstance(node, nodes.Name):
        return (node.name,)
    if isinstance(node, nodes.Getattr) and not node.attr.startswith("_"):
        parent = path_of(node.node)
        return None if parent is None else (*parent, node.attr)
    return None


def parsed(source: str, environment: Environment) -> nodes.Expr:
    """The expression of a ``{{ … }}``."""
    output = environment.parse(f"{{{{ {source} }}}}").body[0]
    assert isinstance(output, nodes.Output)
    return output.nodes[0]


def path_in(source: str, environment: Environment) -> tuple[str, ...]:
    """The names of a tag that is nothing but a path. Raises Unfit for any other."""
    path = path_of(parsed(source, environment))
    if path is None or path[0] in SPECIAL:
        raise Unfit
    return path


def getter(path: Iterable[str], environment: SandboxedEnvironment) -> Getter:
    """What takes the value of a path from an object, as Jinja does. It raises Unfit if there is none."""
    steps = tuple(_step(name, environment) for name in path)
    if len(steps) == 1:
        return steps[0]

    def get(value: Any) -> Any:
        for step in steps:
            value = step(value)
        return value

    return get


def _step(name: str, environment: SandboxedEnvironment) -> Getter:
    def get(value: Any) -> Any:
        found = environment.getattr(value, name)
        if isinstance(found, Undefined):
            raise Unfit
        return found

    return get


def picker(names: tuple[str, ...]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    """What takes several values from a mapping at once."""
    if len(names) != 1:
        return itemgetter(*names) if names else lambda _: ()
    one = itemgetter(*names)
    return lambda mapping: (one(mapping),)


# ------------------------------------------------------------------ which row it is


def printed(tree: nodes.Template) -> list[str | None]:
    """The paths that the printed values of a template stand for, in order; None for what is no path of the data."""
    found: list[str | None] = []
    _printed(tree, {}, found)
    return found


def _printed(node: nodes.Node, scope: dict[str, str | None], found: list[str | None]) -> None:
    if isinstance(node, nodes.Output):
        found += (_path(each, scope) for each in node.nodes if not isinstance(each, nodes.TemplateData))
    if isinstance(node, nodes.For):
        scope = _inside(node, scope)
    for child in node.iter_child_nodes():
        _printed(child, scope, found)


def located(path: str, data: Any, environment: Environment, is_wrong: Callable[[Any], bool]) -> str | None:
    """The first place of a path (``rows.3.amount`` of ``rows[].amount``) that is missing or wrong in the data."""
    return _located(path.replace("[]", ".[]").split("."), data, "", environment, is_wrong)


def _located(
    steps: Sequence[str], value: Any, before: str, environment: Environment, is_wrong: Callable[[Any], bool]
) -> str | None:
    if isinstance(value, Undefined) or (not steps and is_wrong(value)):
        return before
    if not steps:
        return None
    if steps[0] != "[]":
        found = environment.getattr(value, steps[0])
        return _located(steps[1:], found, f"{before}.{steps[0]}".lstrip("."), environment, is_wrong)
    rows = enumerate(value if isinstance(value, Sequence) else ())
    places = (_located(steps[1:], row, f"{before}.{index}", environment, is_wrong) for index, row in rows)
    return next((place for place in places if place is not None), None)


# ------------------------------------------------------------------ the names that a template needs


def needed(tree: nodes.Template) -> Iterator[str]:
    """The paths that a template takes from its data: ``name``, ``unit.address``, ``rows[].amount``."""
    yield from _needed(tree, {})


def _needed(node: nodes.Node, scope: dict[str, str | None]) -> Iterator[str]:
    """Those of one node; ``scope`` has the paths that variables stand for (None: the template's own)."""
    if isinstance(node, nodes.For):
        yield from _loop(node, scope)
    elif isinstance(node, nodes.Assign | nodes.AssignBlock):
        yield from _children(node, scope, leaving_out="target")
        scope.update(dict.fromkeys(_names(node.target)))
    elif isinstance(node, nodes.With):
        for value in node.values:
            yield from _needed(value, scope)
        inner = scope | {name: None for target in node.targets for name in _names(target)}
        for child in node.body:
            yield from _needed(child, inner)
    elif isinstance(node, nodes.Macro | nodes.CallBlock):
        inner = scope | dict.fromkeys(("caller", "varargs", "kwargs"))
        inner |= {argument.name: None for argument in node.args}
        if isinstance(node, nodes.Macro):
            scope[node.name] = None
        yield from _children(node, inner, leaving_out="args")
    elif isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr):
        yield from _needed(node.node.node, scope)  # a method is no field
        yield from _children(node, scope, leaving_out="node")
    elif isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
        found = _path(node, scope)
        if found is not None:
            yield found
        elif not isinstance(node, nodes.Name):
            yield from _children(node, scope)
    else:
        yield from _children(node, scope)


def _children(node: nodes.Node, scope: dict[str, str | None], leaving_out: str = "") -> Iterator[str]:
    for child in node.iter_child_nodes(exclude=(leaving_out,)):
        yield from _needed(child, scope)


def _loop(node: nodes.For, scope: dict[str, str | None]) -> Iterator[str]:
    yield from _needed(node.iter, scope)
    inner = _inside(node, scope)
    for child in (*([node.test] if node.test else ()), *node.body):
        yield from _needed(child, inner)
    for child in node.else_:
        yield from _needed(child, scope)


def _inside(node: nodes.For, scope: Mapping[str, str | None]) -> dict[str, str | None]:
    """What variables stand for inside of a loop."""
    source = _path(node.iter, scope)
    inner: dict[str, str | None] = {**scope, "loop": None, **dict.fromkeys(_names(node.target))}
    if isinstance(node.target, nodes.Name):
        inner[node.target.name] = None if source is None else f"{source}[]"
    return inner


def _names(target: nodes.Node) -> Iterator[str]:
    if isinstance(target, nodes.Name):
        yield target.name
    for each in target.find_all(nodes.Name):
        yield each.name


def _path(node: nodes.Node, scope: Mapping[str, str | None]) -> str | None:
    if isinstance(node, nodes.Name):
        return scope.get(node.name, node.name)
    if isinstance(node, nodes.Getattr):
        parent = _path(node.node, scope)
        return None if parent is None else f"{parent}.{node.attr}"
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        parent = _path(node.node, scope)
        inside = "[]" if isinstance(node.arg.value, int) else f".{node.arg.value}"
        return None if parent is None else f"{parent}{inside}"
    return None
