"""The tables of a programme's TOML file: which keys they have, and what each may hold.

Problems are collected, each with the dotted path of its key and the remedy, so that one run shows them all.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Container, Mapping, Sequence
from decimal import Decimal
from typing import Any

import attrs

from kjfz_docs.records.collations import FILLS, HOW, CollationRule, Decision, Lookup, Verdict
from kjfz_docs.records.programme import (
    BUILT_IN_PROGRAMMES,
    PER,
    Cohort,
    District,
    Duty,
    Exclusive,
    Instalment,
    Programme,
)
from kjfz_docs.records.programme_grounds import CaseRule, Ground
from kjfz_docs.records.programme_periods import INTERVALS, PeriodicDuty
from kjfz_docs.records.spelling import shown, unknown

_ID = re.compile(r"[a-z][a-z0-9_-]{0,63}")
_PATH = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
_AMOUNT = re.compile(r"\d{1,12}(\.\d{1,2})?", re.ASCII)
_BAD: Any = object()


@attrs.frozen
class _Key:
    """One key of a table: how its value is read (None if it cannot be), and what it should be."""

    read: Callable[[Any], Any]
    expected: str
    required: bool = True


def _id(value: Any) -> Any:
    return value if isinstance(value, str) and _ID.fullmatch(value) else _BAD


def _line(value: Any) -> Any:
    """A text of one line, since titles and messages print it."""
    if not isinstance(value, str) or not value.strip() or not value.strip().isprintable():
        return _BAD
    return value.strip()


def _lines(value: Any) -> Any:
    read = tuple(_line(item) for item in value) if isinstance(value, list) else (_BAD,)
    return _BAD if _BAD in read else read


def _whole(low: int, high: int) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        return value if type(value) is int and low <= value <= high else _BAD

    return read


def _amount(value: Any) -> Any:
    """Yuan, exact: TOML's floats arrive as Decimals, and texts are taken too."""
    text = f"{Decimal(value):f}" if type(value) in (int, Decimal) else value
    if not isinstance(text, str) or not _AMOUNT.fullmatch(text) or not Decimal(text):
        return _BAD
    return Decimal(text)


def _districts(value: Any) -> Any:
    """Names, each a text or a table with further names; no two alike."""
    if not isinstance(value, list):
        return _BAD
    read = tuple(map(_district, value))
    names = [] if _BAD in read else [name for each in read for name in (each.name, *each.aliases)]
    return _BAD if _BAD in read or len(set(names)) < len(names) else read


def _district(value: Any) -> Any:
    table = {"name": value} if isinstance(value, str) else value
    if not isinstance(table, dict) or not {"name"} <= table.keys() <= {"name", "aliases"}:
        return _BAD
    name, aliases = _line(table["name"]), _lines(table.get("aliases", []))
    return _BAD if _BAD in (name, aliases) else District(name=name, aliases=aliases)


def _per(value: Any) -> Any:
    return value if value in PER else _BAD


def _interval(value: Any) -> Any:
    return value if value in INTERVALS else _BAD


def _flag(value: Any) -> Any:
    return value if isinstance(value, bool) else _BAD


def _how(value: Any) -> Any:
    return value if value in HOW else _BAD


def _path(value: Any) -> Any:
    return value if isinstance(value, str) and _PATH.fullmatch(value) else _BAD


def _paths(value: Any) -> Any:
    read = tuple(map(_path, value)) if isinstance(value, list) and value else (_BAD,)
    return _BAD if _BAD in read else read


def _pairs(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The pairs of an inline table from paths of fields to something else."""

    def pairs(value: Any) -> Any:
        found = value.items() if isinstance(value, dict) else [(None, None)]
        made = tuple((_path(name), read(each)) for name, each in found)
        return _BAD if any(_BAD in pair for pair in made) else made

    return pairs


def _needed(value: Any) -> Any:
    """What a field must say: true, false or a text, or one of several."""
    if isinstance(value, list) and value:
        read = tuple(map(_needed, value))
        return _BAD if _BAD in read or any(isinstance(each, tuple) for each in read) else read
    return value if isinstance(value, bool) else _line(value)


def _fill(value: Any) -> Any:
    return value if value in FILLS else _BAD


def _ids(value: Any) -> Any:
    read = tuple(map(_id, value)) if isinstance(value, list) else (_BAD,)
    return _BAD if _BAD in read else read


_PROGRAMME = {
    "id": _Key(_id, "a text of a-z, 0-9, - and _ that begins with a letter, such as 'hubei'"),
    "name": _Key(_line, "a text of one line"),
    "title": _Key(_line, "a text of one line, such as '湖北省'"),
    "owners": _Key(_lines, "a list of texts", required=False),
    "prefecture": _Key(_line, "a text of one line, such as '武汉市'", required=False),
    "districts": _Key(
        _districts,
        'a list of districts, no name twice, such as "江岸区" or {name = "东湖新技术开发区", aliases = ["东湖高新区"]}',
        required=False,
    ),
    "district_words": _Key(_lines, "a list of texts", required=False),
}


def _day(value: Any) -> Any:
    return value if isinstance(value, dt.date) and not isinstance(value, dt.datetime) else _BAD


_COHORT = {
    "number": _Key(_whole(1, 9999), "a whole number from 1 to 9999, such as 2 for 第二批"),
    "year": _Key(_whole(1949, 9999), "a year of four digits"),
    "size": _Key(_whole(0, 10**9), "a whole number, 0 or more", required=False),
    "service_years": _Key(_whole(1, 99), "a whole number from 1 to 99", required=False),
    "service_begins": _Key(_day, "a day, such as 2023-08-31", required=False),
    "service_ends": _Key(_day, "a day, such as 2023-08-31", required=False),
}
_INSTALMENT = {
    "ordinal": _Key(_whole(1, 99), "a whole number from 1 to 99"),
    "amount": _Key(_amount, 'yuan, more than 0, with at most two decimals, such as 30000 or "30000.50"'),
    "condition": _Key(_line, "a text of one line", required=False),
    "form": _Key(_id, "the id of a list", required=False),
    "needs": _Key(_pairs(_needed), "a table such as {passed = true}", required=False),
    "accounts": _Key(_ids, "a list of ids of forms, 'roster' or 'earlier'", required=False),
    "strict": _Key(_flag, "true or false", required=False),
}
_EXCLUSIVE = {
    "cohort": _Key(_whole(1, 9999), "a whole number from 1 to 9999, such as 2 for 第二批"),
    "forms": _Key(_ids, "a list of ids of forms"),
}
_DUTY = {
    "form": _Key(_id, "the id of a form, such as 'assessment'"),
    "cohort": _Key(_whole(1, 9999), "a whole number from 1 to 9999, such as 2 for 第二批"),
    "per": _Key(_per, "'person', 'district' or 'programme'"),
    "owner": _Key(_line, "a text of one line", required=False),
    "due": _Key(_day, "a day, such as 2023-08-31", required=False),
    "scan": _Key(_flag, "true or false", required=False),
    "unless": _Key(_ids, "a list of ids of forms", required=False),
}
_FIELD = "the name of a field of the form, such as 'name' or 'outcomes.people_trained'"
_PERIODIC = {
    **{name: _DUTY[name] for name in ("form", "owner", "scan", "unless")},
    "per": _Key(_per, "'person', 'district' or 'programme'", required=False),
    "every": _Key(_interval, f"one of {', '.join(map(repr, INTERVALS))}"),
    "day": _Key(_whole(1, 31), "a whole number from 1 to 31"),
    "since": _Key(_day, "a day, such as 2023-08-31", required=False),
    "begins": _Key(_path, _FIELD),
    "ends": _Key(_path, _FIELD),
    "new": _Key(_path, _FIELD, required=False),
    "total": _Key(_path, _FIELD, required=False),
}
_COLLATION = {
    "into": _Key(_id, "the id of a list"),
    "of": _Key(_id, "the id of a form"),
    "how": _Key(_how, "'rows' or 'sums'", required=False),
    "cohort": _Key(_whole(1, 9999), "a whole number from 1 to 9999, such as 2 for 第二批", required=False),
    "fills": _Key(_pairs(_fill), "a table such as {prefecture = 'prefecture'}", required=False),
    "copies": _Key(_pairs(_path), "a table such as {name = 'deputy.name'}", required=False),
}
_DECISION = {
    "field": _Key(_path, "the name of a field"),
    "by": _Key(_paths, "a list of paths of fields"),
    **{
        name: _Key(_lines, "a list of texts", required=False)
        for name in ("follows", "fillers", "conditions", "denials", "ambiguous")
    },
}
_VERDICT = {
    "value": _Key(_line, "a text of one line"),
    "words": _Key(_lines, "a list of texts"),
}
_LOOKUP = {
    "field": _Key(_path, "the name of a field"),
    "sources": _Key(_ids, "a list of ids of forms, or 'roster'"),
    "unless": _Key(_lines, "a list of texts", required=False),
}
_GROUND = {
    "form": _DUTY["form"],
    "field": _Key(_path, _FIELD),
    "label": _Key(_line, "a text of one line", required=False),
}
_CASE = {
    "form": _DUTY["form"],
    "fields": _Key(_paths, "a list of paths of fields"),
    "about": _Key(_paths, "a list of paths of fields", required=False),
    "suggest": _Key(_path, _FIELD, required=False),
    "words": _Key(_lines, "a list of texts", required=False),
}
_LISTS = ("cohorts", "duties", "periodic", "collations", "exclusive", "grounds", "cases")


class ProgrammeFile:
    """Reads the parsed table of a file; ``problems`` says what is wrong with it: keys and words."""

    def __init__(self) -> None:
        self.problems: list[tuple[str, str]] = []

    def programme(self, table: Mapping[str, Any]) -> Programme:
        """The programme that the whole file describes; meaningless once there are problems."""
        known = BUILT_IN_PROGRAMMES.get(str(table.get("id")))
        given = {} if known is None else {name: getattr(known, name) for name in _PROGRAMME}
        values = given | self._values(table, "", _PROGRAMME, *_LISTS, given=given)
        cohorts = [
            self._cohort(item, f"cohorts.{index}.")
            for index, item in enumerate(self._tables(table, "", "cohorts"))
        ]
        if not self.problems and not cohorts:
            self._add("cohorts", "missing; add a [[cohorts]] table")
        self._unique(cohorts, "cohorts", "number")
        duties = self._plain(table, known, "duties", Duty, _DUTY)
        self._unique(duties, "duties", "form", "cohort")
        periodic = self._plain(table, known, "periodic", PeriodicDuty, _PERIODIC)
        self._unique(periodic, "periodic", "form")
        inherits = known is not None and "collations" not in table
        collations = known.collations if known is not None and inherits else self._collations(table)
        exclusive = self._plain(table, known, "exclusive", Exclusive, _EXCLUSIVE)
        return Programme(
            **values,
            cohorts=tuple(cohorts),
            duties=duties,
            periodic=periodic,
            collations=collations,
            exclusive=exclusive,
            grounds=self._plain(table, known, "grounds", Ground, _GROUND),
            cases=self._plain(table, known, "cases", CaseRule, _CASE),
        )

    def _plain(
        self,
        table: Mapping[str, Any],
        known: Programme | None,
        name: str,
        cls: Callable[..., Any],
        keys: Mapping[str, _Key],
    ) -> tuple[Any, ...]:
        """The tables of a list that have none in them; those of the known programme where the file has no such list."""
        if known is not None and name not in table:
            kept: tuple[Any, ...] = getattr(known, name)
            return kept
        return tuple(
            cls(**self._values(item, f"{name}.{index}.", keys))
            for index, item in enumerate(self._tables(table, "", name))
        )

    def _collations(self, table: Mapping[str, Any]) -> tuple[CollationRule, ...]:
        made = []
        for index, item in enumerate(self._tables(table, "", "collations")):
            path = f"collations.{index}."
            values = self._values(item, path, _COLLATION, "decisions", "lookups")
            decisions = tuple(
                self._decision(each, f"{path}decisions.{number}.")
                for number, each in enumerate(self._tables(item, path, "decisions"))
            )
            lookups = tuple(
                Lookup(**self._values(each, f"{path}lookups.{number}.", _LOOKUP))
                for number, each in enumerate(self._tables(item, path, "lookups"))
            )
            made.append(CollationRule(**values, decisions=decisions, lookups=lookups))
        return tuple(made)

    def _decision(self, table: Mapping[str, Any], path: str) -> Decision:
        values = self._values(table, path, _DECISION, "verdicts")
        verdicts = tuple(
            Verdict(**self._values(item, f"{path}verdicts.{index}.", _VERDICT))
            for index, item in enumerate(self._tables(table, path, "verdicts"))
        )
        if not verdicts:
            self._add(f"{path}verdicts", "missing; add a [[collations.decisions.verdicts]] table")
        return Decision(**values, verdicts=verdicts)

    def _cohort(self, table: Mapping[str, Any], path: str) -> Cohort:
        values = self._values(table, path, _COHORT, "instalments")
        instalments = [
            Instalment(**self._values(item, f"{path}instalments.{index}.", _INSTALMENT))
            for index, item in enumerate(self._tables(table, path, "instalments"))
        ]
        self._unique(instalments, f"{path}instalments", "ordinal")
        in_order = sorted(instalments, key=lambda item: item.ordinal or 0)
        return Cohort(**values, instalments=tuple(in_order))

    def _values(
        self,
        table: Mapping[str, Any],
        path: str,
        keys: Mapping[str, _Key],
        *lists: str,
        given: Container[str] = (),
    ) -> dict[str, Any]:
        """The values of one table; None stands for those that are required, not ``given``, and missing or wrong."""
        for name in table:
            if name not in keys and name not in lists:
                self._add(f"{path}{name}", unknown(name, (*keys, *lists)))
        values: dict[str, Any] = {}
        for name, key in keys.items():
            if name not in table:
                if key.required and name not in given:
                    self._add(f"{path}{name}", f"missing; give {key.expected}")
                    values[name] = None
                continue
            value = key.read(table[name])
            if value is _BAD:
                self._add(f"{path}{name}", f"expected {key.expected}, got {_got(table[name])}")
            values[name] = None if value is _BAD else value
        return values

    def _tables(self, table: Mapping[str, Any], path: str, name: str) -> list[Mapping[str, Any]]:
        found = table.get(name, [])
        if isinstance(found, list) and all(isinstance(item, dict) for item in found):
            return found
        self._add(
            f"{path}{name}", f"expected tables, each under [[{_header(path, name)}]], got {_got(found)}"
        )
        return []

    def _unique(self, items: Sequence[Any], path: str, *names: str) -> None:
        first: dict[tuple[Any, ...], int] = {}
        for index, item in enumerate(items):
            value = tuple(getattr(item, name) for name in names)
            if None in value:
                continue
            if value in first:
                remedy = f"also in {path}.{first[value]}; keep one of them or correct its {names[0]}"
                self._add(f"{path}.{index}.{names[0]}", f"{value[0]} stands twice, {remedy}")
            first.setdefault(value, index)

    def _add(self, path: str, problem: str) -> None:
        self.problems.append((path, problem))


def _header(path: str, name: str) -> str:
    """The header of a list of tables as TOML spells it: without the numbers of the path."""
    return ".".join([part for part in path.split(".") if part and not part.isdigit()] + [name])


def _got(value: Any) -> str:
    if isinstance(value, (str, int, Decimal)) and not isinstance(value, bool):
        return shown(value) if isinstance(value, str) else shown(str(value)).strip("'")
    return type(value).__name__
