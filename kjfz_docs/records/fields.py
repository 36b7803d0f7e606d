"""Field metadata: the one source for checking, JSON Schema, docs, masking and messages.

A record is a frozen, keyword-only attrs class made by :func:`record`; each of its fields carries a
:class:`Meta`. Plain attrs classes of third parties work everywhere too: what they do not say gets a default.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar, dataclass_transform

import attrs

from kjfz_docs.findings import Finding
from kjfz_docs.records.digits import CANONICAL
from kjfz_docs.records.masking import fit_to_show
from kjfz_docs.records.single import date_of, decimal_of, exactly, integer_of, rows_of, text_of
from kjfz_docs.records.units import unit_in

_KEY = "kjfz"
_RULES = "__kjfz_rules__"
_PROGRAMME, _COHORT = "programme", "cohort"
# Serial numbers are often printed in advance: a row with nothing else is blank.
SERIAL = "serial"
OFFICE = "office"
# What a field may be annotated with that holds the rows of a list: tuple[Row, ...], list[Row].
_LISTS = (tuple, list, Sequence)

T = TypeVar("T")


@attrs.frozen(kw_only=True)
class Meta:
    """What is known about a field besides its type.

    ``label`` is the Chinese label as printed; ``aliases`` are other labels it is found by. ``unit`` is what a number
    counts (位, 万元). ``choices`` maps values to the texts that stand for them; ``max_chars`` counts characters
    without white space. ``required`` and ``private`` (masked wherever it is shown) are for ``check`` and for what
    people see. ``source`` says which cell of which 附件 the field is.

    ``kind`` says what a value is where its type alone does not:

    - ``name`` (str): a person's name; stretched blanks go, placeholders (李XX) are doubted;
    - ``account`` and ``mobile`` (str): numbers kept as text, checked and masked;
    - ``bank`` (str): the bank and branch of the account beside it, for payment lists;
    - ``office`` (str): the office that seals a list, whose name says of which district that is;
    - ``programme`` (str) and ``cohort`` (int): the programme's id, printed as its title (湖北省), and the number of a
      cohort, printed as 第二批. In the form's own record, without None, they say which programme and cohort it is of:
      the words of the programme follow, and alone they do not fill a form in;
    - ``serial`` (int): the number of a row, which alone makes no row;
    - ``signed`` (date): a day that must lie within or after the last month of service.
    """

    label: str = ""
    aliases: tuple[str, ...] = ()
    unit: str = ""
    description: str = ""
    source: str = ""
    kind: str | None = None
    required: bool = False
    private: bool = False
    max_chars: int | None = None
    choices: Mapping[Any, str] | None = None


NO_META = Meta()
YES_NO: Mapping[bool, str] = types.MappingProxyType({True: "是", False: "否"})


@attrs.frozen(kw_only=True, slots=False)
class FieldInfo:
    """One field of a record class: its name, its type without ``None``, and its metadata.

    ``record`` is the class of a nested record, ``row`` the class of the rows of a list; else both are None.
    ``called`` is what a template prints as its name, for a field that its class does not say all of.
    ``optional`` is whether it may be None.
    """

    name: str
    type: Any
    meta: Meta
    default: Any
    record: type | None = None
    row: type | None = None
    optional: bool = True
    called: str = ""

    @property
    def label(self) -> str:
        """How messages call it: by its label, else as a form does, else by its name."""
        return self.meta.label or self.called or self.name

    @functools.cached_property
    def unit(self) -> str:
        """What a number counts: by its metadata, else as its label has it in brackets, else as a form prints it."""
        if not self._is_number:
            return self.meta.unit
        return self.meta.unit or unit_in(self.meta.label) or unit_in(self.called)

    @property
    def _is_number(self) -> bool:
        return self.type in (int, Decimal) and self.meta.kind is None

    @property
    def is_told(self) -> bool:
        """Whether its class says how it is called and counted, so that no form need say it."""
        return bool(self.meta.label and (self.unit or not self._is_number))

    def called_as(self, name: str) -> FieldInfo:
        """The field as a form calls it; its own label and unit come first."""
        return self if self.is_told or not name else attrs.evolve(self, called=name)

    def listed(self, rows: Iterable[Any]) -> Any:
        """Rows in the kind of list that the field has."""
        return list(rows) if typing.get_origin(self.type) is list else tuple(rows)

    @property
    def is_of_programme(self) -> bool:
        """Whether it says which programme or cohort a record is of, which no clerk fills in."""
        return self.meta.kind in (_PROGRAMME, _COHORT) and not self.optional

    @functools.cached_property
    def choices(self) -> Mapping[Any, str] | None:
        """The values it may have and their texts: from the metadata, the enumeration, or 是/否 for a bool."""
        if self.meta.choices is not None:
            return self.meta.choices
        if self.type is bool:
            return dict(YES_NO)
        if isinstance(self.type, type) and issubclass(self.type, enum.Enum):
            return {member: str(member.value) for member in self.type}
        return None

    @functools.cached_property
    def options(self) -> tuple[tuple[Any, str], ...]:
        """Every value the field can have, and its text: its choices first, then what its type allows besides."""
        chosen = dict(self.choices or {})
        if isinstance(self.type, type) and issubclass(self.type, enum.Enum):
            chosen = {**{member: str(member.value) for member in self.type}, **chosen}
            order = [
                *(self.choices or {}),
                *(member for member in self.type if member not in (self.choices or {})),
            ]
            return tuple((member, chosen[member]) for member in order)
        if self.type is bool:
            chosen = {**chosen, **{value: text for value, text in YES_NO.items() if value not in chosen}}
        return tuple(chosen.items())

    @functools.cached_property
    def option_texts(self) -> Mapping[Any, str]:
        """The texts of the values that the field can have."""
        return dict(self.options)


def programme_and_cohort(record: Any) -> tuple[str, int]:
    """The programme (its id) and the cohort that a record is of; empty and 0 where it says none."""
    names = names_of_programme_and_cohort(record.__class__)
    programme = getattr(record, names[_PROGRAMME]) if _PROGRAMME in names else ""
    return programme, getattr(record, names[_COHORT]) if _COHORT in names else 0


@functools.cache
def names_of_programme_and_cohort(cls: Any) -> Mapping[str, str]:
    """The fields that say which programme and cohort records of a class are of: kinds to names."""
    found = {info.meta.kind or "": info.name for info in fields_of(cls) if info.is_of_programme}
    return types.MappingProxyType(found)


@attrs.frozen
class Rule:
    """A rule over one record: ``test(record)`` yields the findings, their fields relative to the record."""

    name: str
    test: Callable[[Any], Iterable[Finding]]


# Type checkers see that a field may be left out only where the call itself names a default.


def field(label: str, *, default: Any, **meta: Any) -> Any:
    """A field of a record with its metadata (see :class:`Meta`)."""
    described = Meta(label=label, **meta)
    return attrs.field(
        default=default,
        metadata={_KEY: described},
        repr=lambda value: repr(fit_to_show(value, private=described.private)),
    )


def part(label: str, *, factory: type[T], **meta: Any) -> T:
    """A nested record; blank unless given."""
    made: T = attrs.field(factory=factory, metadata={_KEY: Meta(label=label, **meta)})
    return made


def rows(label: str = "", *, default: tuple[Any, ...], **meta: Any) -> Any:
    """The rows of a list form: a tuple of row records, in the order of the paper."""
    return attrs.field(default=default, metadata={_KEY: Meta(label=label, **meta)})


@dataclass_transform(
    frozen_default=True, kw_only_default=True, field_specifiers=(attrs.field, field, part, rows)
)
def record(cls: type[T]) -> type[T]:
    """Make a record class: frozen, keyword-only; the constructor normalises, and names the field it refuses.

    Rules over the whole record stand in a class attribute ``rules`` (a tuple of :class:`Rule`).
    """
    return attrs.frozen(kw_only=True, field_transformer=_with_converters)(cls)


def rules_of(cls: type) -> tuple[Rule, ...]:
    """The rules that a record class declares (none for plain attrs classes)."""
    found: tuple[Rule, ...] = getattr(cls, "rules", ())
    return found if all(isinstance(rule, Rule) for rule in found) else ()


@functools.cache
def fields_of(cls: Any) -> tuple[FieldInfo, ...]:
    """The fields of a record class in their order."""
    hints = typing.get_type_hints(cls)
    return tuple(_info(attribute, hints.get(attribute.name, str)) for attribute in attrs.fields(cls))


@functools.cache
def fields_by_name(cls: Any) -> Mapping[str, FieldInfo]:
    """The fields of a record class by their names."""
    return types.MappingProxyType({info.name: info for info in fields_of(cls)})


@functools.cache
def computed_parts(cls: Any) -> Mapping[str, type]:
    """The properties of a record class that give a record (合计), and the class of what they give."""
    found: dict[str, type] = {}
    for name, member in vars(cls).items():
        getter = member.fget if isinstance(member, property) else None
        made = typing.get_type_hints(getter).get("return") if getter is not None else None
        if isinstance(made, type) and attrs.has(made):
            found[name] = made
    return types.MappingProxyType(found)


def _info(attribute: attrs.Attribute[Any], hint: Any) -> FieldInfo:
    plain = _without_none(hint)
    row = typing.get_args(plain)[0] if typing.get_origin(plain) in _LISTS else None
    nested = plain if isinstance(plain, type) and attrs.has(plain) else None
    return FieldInfo(
        name=attribute.name,
        type=plain,
        meta=attribute.metadata.get(_KEY, NO_META),
        default=attribute.default,
        record=nested,
        row=row,
        optional=plain is not hint,
    )


def _without_none(hint: Any) -> Any:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        rest = [argument for argument in typing.get_args(hint) if argument is not type(None)]
        return rest[0] if len(rest) == 1 else hint
    return hint


def field_paths(record: type, prefix: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """Every single field of a record class with its path; ``*`` stands for the rows of a list."""
    for info in fields_of(record):
        path = f"{prefix}{info.name}"
        if info.record is not None:
            yield from field_paths(info.record, f"{path}.")
        elif info.row is not None:
            yield from field_paths(info.row, f"{path}.*.")
        else:
            yield path, info


def required_arguments(record: type, prefix: str = "") -> Iterator[str]:
    """The fields without a default of a record class and of its parts: none of them could be left blank."""
    for info in fields_of(record):
        nested = info.record or info.row
        if info.default is attrs.NOTHING:
            yield f"{prefix}{info.name}"
        elif nested is not None and attrs.has(nested):
            yield from required_arguments(nested, f"{prefix}{info.name}.")


def general_path(path: str) -> str:
    """A path with ``*`` for the numbers of rows: ``rows.*.name`` for ``rows.3.name``."""
    return ".".join("*" if name.isdigit() else name for name in path.split("."))


def leaves(record_: Any, prefix: str = "") -> Iterator[tuple[str, FieldInfo, Any]]:
    """Every single value of a record as ``(path, field, value)``; rows count from 0."""
    for info in fields_of(record_.__class__):
        value = getattr(record_, info.name)
        path = f"{prefix}{info.name}"
        if info.record is not None:
            if value is not None:
                yield from leaves(value, f"{path}.")
        elif info.row is not None:
            for index, row in enumerate(value or ()):
                yield from leaves(row, f"{path}.{index}.")
        else:
            yield path, info, value


def field_at(cls: type, path: str) -> FieldInfo | None:
    """The field at a dotted path of a record class (row numbers are passed over); None where there is none."""
    info: FieldInfo | None = None
    here: type | None = cls
    for name in path.split("."):
        if name.isdigit():
            continue
        if here is None:
            return None
        info = fields_by_name(here).get(name)
        if info is None:
            return None
        here = info.record or info.row
    return info


# ------------------------------------------------------------------ what a constructor takes


def _with_converters(_cls: type, attributes: list[attrs.Attribute[Any]]) -> list[attrs.Attribute[Any]]:
    # The types may be strings here (postponed evaluation), so each field looks its own up on first use.
    convert = attrs.Converter(_convert, takes_self=True, takes_field=True)
    return [attribute.evolve(converter=convert) for attribute in attributes]


@functools.cache
def normalises(cls: Any) -> bool:
    """Whether the constructor of a class brings every value into the form in which records hold it."""
    return all(getattr(each.converter, "converter", None) is _convert for each in attrs.fields(cls))


@functools.cache
def is_plain_record(cls: Any) -> bool:
    """Whether the constructor of a class does no more than to normalise each of its fields, which are its slots."""
    if not isinstance(cls, type) or not attrs.has(cls) or cls.__new__ is not object.__new__:
        return False
    if hasattr(cls, "__attrs_post_init__") or hasattr(cls, "__attrs_pre_init__"):
        return False
    code = getattr(cls.__init__, "__code__", None)
    return (
        code is not None
        and code.co_filename.startswith("<attrs generated")
        and normalises(cls)
        and all(
            each.validator is None
            and each.init
            and isinstance(getattr(cls, each.name), types.MemberDescriptorType)
            for each in attrs.fields(cls)
        )
    )


def _convert(value: Any, instance: Any, attribute: attrs.Attribute[Any]) -> Any:
    info = fields_by_name(instance.__class__)[attribute.name]
    return normalise(value, info, f"{type(instance).__name__}.{attribute.name}")


def normalise(value: Any, info: FieldInfo, where: str) -> Any:
    """A value as a record holds it. Raises TypeError or ValueError that begins with ``where``."""
    if value is None and info.row is not None:
        return ()
    if value is None and info.record is not None:
        return info.record()
    if value is None:
        if not info.optional:
            raise TypeError(f"{where}: expected {info.type.__name__}, got None")
        return None
    if info.row is not None:
        return rows_of(value, info.row, where)
    if info.type is str:
        text = text_of(value, where)
        canonical = CANONICAL.get(info.meta.kind or "")
        return canonical(text) if canonical is not None and text is not None else text
    if info.type is bool:
        return exactly(value, bool, where)
    if info.type is int:
        return integer_of(value, where)
    if info.type is Decimal:
        return decimal_of(value, where)
    if info.type is dt.date:
        return date_of(value, where)
    if isinstance(info.type, type):
        return exactly(value, info.type, where)
    return value
