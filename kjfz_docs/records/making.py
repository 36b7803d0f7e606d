"""Records made of values that were normalised before: many of one class, without their constructors' second look."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

from kjfz_docs.records.fields import FieldInfo, field_paths, fields_of, is_plain_record, required_arguments


@functools.lru_cache(maxsize=64)
def maker(cls: type, paths: tuple[str, ...]) -> Callable[..., Any] | None:
    """A function that takes the values of some fields (dotted paths), and gives the record that they make.

    What it gives is what the constructor gives for them: a value None, and a field that is not among them, stand for
    the default. None for a class with a constructor of its own kind.
    """
    names = [f"v{number}" for number in range(len(paths))]
    scope: dict[str, Any] = {"new": object.__new__}
    lines: list[str] = []
    made = _lines(cls, dict(zip(paths, names, strict=True)), scope, lines)
    if made is None:
        return None
    source = "\n    ".join([f"def make({', '.join(names)}):", *lines, f"return {made}"])
    exec(compile(source, f"<maker of {cls.__name__}>", "exec"), scope)
    found: Callable[..., Any] = scope["make"]
    return found


@functools.cache
def maker_of_single(cls: Any) -> tuple[Callable[..., Any], Sequence[tuple[str, FieldInfo]]] | None:
    """A function that takes all the single values of a class, None for a blank one, and their paths and fields.

    None for a class that holds lists, has values that cannot be left out, or has a constructor of its own kind.
    """
    fields = tuple(field_paths(cls))
    if any("*" in path for path, _ in fields) or next(required_arguments(cls), None) is not None:
        return None
    make = maker(cls, tuple(path for path, _ in fields))
    return None if make is None else (make, fields)


def _lines(cls: type, given: dict[str, str], scope: dict[str, Any], lines: list[str]) -> str | None:
    """Write the lines that make a record; the name that it has there. The names in them are all our own."""
    if not is_plain_record(cls):
        return None
    blank, number = cls(), len(scope)
    record, kind = f"r{number}", f"c{number}"
    scope[kind] = cls
    values: list[tuple[str, str]] = []
    for index, info in enumerate(fields_of(cls)):
        setter, default = f"s{number}_{index}", f"d{number}_{index}"
        scope[setter] = getattr(cls, info.name).__set__
        scope[default] = getattr(blank, info.name)
        parts = {
            path.removeprefix(f"{info.name}."): name
            for path, name in given.items()
            if path.startswith(f"{info.name}.")
        }
        value = given.get(info.name, default)
        if parts:
            nested = _lines(info.record, parts, scope, lines) if info.record is not None else None
            if nested is None:
                return None
            value = nested
        elif info.name in given and scope[default] is not None:
            value = f"{default} if {value} is None else {value}"
        values.append((setter, value))
    lines.append(f"{record} = new({kind})")
    lines.extend(f"{setter}({record}, {value})" for setter, value in values)
    return record
