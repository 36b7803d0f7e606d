"""The rows of a collated list: copied, summed, filled, decided and looked up, each value with its sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import attrs

from kjfz_docs.findings import Finding, Place
from kjfz_docs.forms.form import Form
from kjfz_docs.reading.words import key
from kjfz_docs.records.collations import CollationRule, Decision, Lookup
from kjfz_docs.records.digits import COUNTS
from kjfz_docs.records.fields import FieldInfo, field_at, field_paths
from kjfz_docs.records.masking import fit_to_show
from kjfz_docs.records.programme import Programme
from kjfz_docs.records.rules import is_blank, is_unfilled, value_at
from kjfz_docs.records.shown import label_of, text_of
from kjfz_docs.records.units import is_counted_alike
from kjfz_docs.records.values import exact_sum, if_held
from kjfz_docs.workflow.districts import Districts
from kjfz_docs.workflow.entries import Entry, Source, copied, list_of, place_in, source_of
from kjfz_docs.workflow.items import Item
from kjfz_docs.workflow.people import ROSTER, Mention, People, some_of
from kjfz_docs.workflow.verdicts import decided

_LONGEST_QUOTE = 60


@attrs.frozen(kw_only=True)
class Target:
    """What rows are made for: the list and its form."""

    into: str
    cohort: int | None
    list: FieldInfo
    printed: Mapping[str, str]

    @property
    def row(self) -> Any:
        """The class of the rows."""
        return self.list.row

    def label(self, path: str) -> str:
        """How people call a field of a row."""
        return label_of(self.row, path, self.printed, f"{self.list.name}.*.")


@attrs.define(eq=False)
class MadeRow:
    """A row as it is made: its values by path, where each comes from, and doubts (fields relative to the row)."""

    target: Target
    district: str | None
    entries: tuple[Entry, ...]
    is_sum: bool = False
    values: dict[str, Any] = attrs.field(factory=dict, repr=False)
    sources: dict[str, tuple[Source, ...]] = attrs.field(factory=dict)
    findings: list[Finding] = attrs.field(factory=list)

    @property
    def of_district(self) -> tuple[str, ...] | None:
        """The district that the row says it is of, and its cohorts; None where it says none."""
        if self.district is None or self.district not in self.values.values():
            return None
        kinds = ((path, info.meta.kind) for path, info in field_paths(self.target.row))
        return (self.district, *(str(self.values.get(path)) for path, kind in kinds if kind == "cohort"))

    def put(self, path: str, value: Any, *sources: Source | None) -> None:
        """Set a value, and say where it comes from."""
        self.values[path] = value
        self.sources[path] = tuple(source for source in sources if source is not None)

    def doubt(self, code: str, field: str, where: Place, **values: object) -> None:
        """Add a finding."""
        self.findings.append(Finding.of(code, field=field, where=where, raw=None, severity=None, **values))


@attrs.define(kw_only=True, eq=False)
class MadeList:
    """A list as it is made.

    ``served`` are the districts whose rows a rule has made, ``silent`` those that handed in a list without rows,
    ``left_out`` what was not taken since its district was served.
    """

    target: Target
    rows: list[MadeRow] = attrs.field(factory=list)
    served: set[str | None] = attrs.field(factory=set)
    silent: set[str] = attrs.field(factory=set)
    left_out: list[Entry] = attrs.field(factory=list)


@attrs.frozen(kw_only=True)
class Known:
    """What is known besides the forms: the programme, its districts, who is who, and the items that count."""

    programme: Programme
    districts: Districts
    people: People
    counting: Mapping[int, Item]  # by the ids of their mentions
    called: Mapping[str, str]  # what messages call the roster and the forms, by their ids

    def of_person(self, mention: Mention, source: str) -> Iterator[tuple[Mention, Item | None]]:
        """Where a person stands in the roster, or in lists of a form that count."""
        someone = self.people.of(mention)
        if source == ROSTER:
            yield from ((each, None) for each in someone.known)
            return
        for each in someone.mentioned_in(source):
            if id(each) in self.counting and each is not mention:
                yield each, self.counting[id(each)]


def unsound(rule: CollationRule, form: Form, target: Target, known: Known) -> str | None:
    """What a rule names that is not there, or copies into another unit; None where all is well."""
    rows = list_of(form.record)
    source: Any = rows.row if rows is not None else form.record
    paths = [path for path, _ in (*rule.fills, *rule.copies)]
    paths += [each.field for each in rule.decisions] + [each.field for each in rule.lookups]
    row = {path: field_at(target.row, path) for path in paths}
    if lacking := [path for path, info in row.items() if info is None]:
        return f"the rows of {rule.into!r} have no {lacking[0]!r}"
    named = [path for _, path in rule.copies]
    named += [path for decision in rule.decisions for path in decision.by]
    if lacking := [path for path in named if field_at(source, path) is None]:
        return f"the form {rule.of!r} has no {lacking[0]!r}"
    for decision in rule.decisions:
        info = row[decision.field]
        values = {text for _, text in info.options} if info is not None and info.type is not str else None
        wrong = [each.value for each in decision.verdicts if values is not None and each.value not in values]
        if wrong:
            return f"{decision.field!r} cannot be {wrong[0]!r}"
    prefix = f"{rows.name}.*." if rows is not None else ""
    for path, info, origin in copied(source, target.row, rule.copies):
        there = field_at(source, origin)
        assert there is not None
        made = info.called_as(target.printed.get(f"{target.list.name}.*.{path}", "")).unit
        given = there.called_as(form.printed_names.get(prefix + origin, "")).unit
        if made and given and not is_counted_alike(made, given):
            return f"{path!r} is in {made}, {origin!r} of the form {rule.of!r} in {given}"
    forms = [name for lookup in rule.lookups for name in lookup.sources if name not in known.called]
    return f"no form {forms[0]!r}" if forms else None


def row_of(entry: Entry, target: Target, rule: CollationRule, known: Known) -> MadeRow:
    """A row of one entry."""
    made = MadeRow(target, entry.district, (entry,))
    for path, _, origin in copied(entry.content.__class__, target.row, rule.copies):
        made.put(path, value_at(entry.content, origin), entry.source(origin))
    _fill(made, rule, known)
    for decision in rule.decisions:
        _decide(made, entry, decision)
    for lookup in rule.lookups:
        _look_up(made, entry, rule, lookup, known)
    return made


def row_of_sums(entries: Sequence[Entry], target: Target, rule: CollationRule, known: Known) -> MadeRow:
    """A row of the sums of the numbers of all entries of a district."""
    made = MadeRow(target, entries[0].district, tuple(entries), is_sum=True)
    for path, info, origin in copied(entries[0].content.__class__, target.row, rule.copies):
        if info.type not in (int, Decimal) or info.meta.kind is not None:
            continue
        total = exact_sum(value_at(entry.content, origin) for entry in entries)
        value = if_held(total, info)
        made.put(path, value, *(entry.source(origin) for entry in entries))
        details = []
        if value is None and total is not None:
            details.append("合计位数过多，没有填写")
        if lacking := [entry for entry in entries if value_at(entry.content, origin) is None]:
            told = some_of([entry.who for entry in lacking])
            details.append(f"有{len(lacking)}份表没有数据（{told}），合计不含这些")
        for detail in details:
            district = entries[0].district or "所属区不明的材料"
            label = target.label(path)
            made.doubt("KD524", path, entries[0].place(""), district=district, label=label, detail=detail)
    for path, info in field_paths(target.row):
        if info.meta.kind == "cohort" and target.cohort is not None:
            made.put(path, target.cohort)
    _fill(made, rule, known)
    return made


# ------------------------------------------------------------------ what the programme knows


def stated_district(entry: Entry, rule: CollationRule, districts: Districts) -> str | None:
    """The district that a row itself says it is of, by its name in the programme."""
    for path, kind in rule.fills:
        text = value_at(entry.content, path) if kind == "district" else None
        if isinstance(text, str) and text:
            return districts.called(text) or districts.named_in(text) or text
    return None


def _fill(made: MadeRow, rule: CollationRule, known: Known) -> None:
    for path, kind in rule.fills:
        info = field_at(made.target.row, path)
        if info is None:
            continue
        expected = made.district if kind == "district" else known.programme.prefecture or None
        stated = made.values.get(path)
        entry = made.entries[0]
        if expected is None:
            continue
        short = key(expected)[:-1] or key(expected)  # 武汉 for 武汉市
        if kind == "district" or stated is None or short in key(stated):
            where = made.sources.get(path) or (_filled(expected, info, kind, entry),)
            made.put(path, expected, *where)
            continue
        # Whose district is one of the programme is of its prefecture; of others nobody knows.
        is_known = made.district in known.districts.names
        if is_known:
            made.put(path, expected, _filled(expected, info, kind, entry))
        done = f"已改为{expected}" if is_known else f"不是{expected}，未改"
        detail = f"{entry.who}的“{made.target.label(path)}”是{stated}，{done}"
        made.doubt("KD529", path, entry.place(path), detail=detail)


def _filled(value: str, info: FieldInfo, kind: str, entry: Entry) -> Source:
    """The source of what the programme fills in: the file whose district it is, or the programme's own."""
    where = entry.place("") if kind == "district" else Place(file="项目文件")
    return source_of(value, info, "", kind, where)


# ------------------------------------------------------------------ what others decide


def _decide(made: MadeRow, entry: Entry, decision: Decision) -> None:
    info = field_at(made.target.row, decision.field)
    assert info is not None
    texts = [_text(entry, path) for path in decision.by]
    mention = entry.mention
    names = (mention.name, mention.sending_unit, mention.host_enterprise) if mention is not None else ()
    found = decided(texts, decision, [name for name in (*names, entry.district) if name])
    sources = [entry.source(path) for path in decision.by]
    if found is not None:
        made.put(decision.field, _value(found, info), *sources)
        return
    made.put(decision.field, None, *sources)
    told = "；".join(_quoted(entry, path, text) for path, text in zip(decision.by, texts, strict=True))
    label = made.target.label(decision.field)
    where = entry.place(decision.by[0])
    made.doubt("KD521", decision.field, where, who=entry.who, label=label, opinions=told)


def _text(entry: Entry, path: str) -> str | None:
    value = value_at(entry.content, path)
    info = field_at(type(entry.content), path)
    return None if info is None or is_unfilled(value) else text_of(value, info, True)


def _value(text: str, info: FieldInfo) -> Any:
    """The value of a field that its form prints so; the text itself where the field is one."""
    return next((value for value, said in info.options if said == text), text)


def _quoted(entry: Entry, path: str, text: str | None) -> str:
    """An opinion in words, by the name of its box."""
    label = entry.label(path)
    if text is None:
        return f"{label}没有填写"
    shown = str(fit_to_show(" ".join(text.split()), private=False))
    more = "…" if len(shown) > _LONGEST_QUOTE else ""
    return f"{label}“{shown[:_LONGEST_QUOTE]}{more}”"


# ------------------------------------------------------------------ what is known from elsewhere


def _look_up(made: MadeRow, entry: Entry, rule: CollationRule, lookup: Lookup, known: Known) -> None:
    paths = [path for path, _ in field_paths(made.target.row) if f"{path}.".startswith(f"{lookup.field}.")]
    if any(not is_unfilled(made.values.get(path)) for path in paths) or _needs_none(made, rule, lookup):
        return
    whose = entry.mention
    found = (
        []
        if whose is None
        else [
            (mention, item)
            for source in lookup.sources
            for mention, item in known.of_person(whose, source)
            if not _is_nothing(value_at(mention.item, lookup.field))
        ]
    )
    label = made.target.label(lookup.field)
    if not found:
        places = "、".join(known.called.get(source, source) for source in lookup.sources)
        made.doubt("KD522", lookup.field, entry.place(""), who=entry.who, label=label, places=places)
        return
    counted = [path for path in paths if _kind(made.target.row, path) in COUNTS] or paths
    compared = [_compared(mention, counted) for mention, _ in found]
    if len({each for each in compared if any(each)}) > 1:
        places = "、".join(dict.fromkeys(mention.spot for mention, _ in found))
        made.doubt("KD523", lookup.field, entry.place(""), who=entry.who, label=label, places=places)
        return
    mention, item = max(found, key=lambda each: _filled_in(each[0], counted, paths))
    for path in paths:
        value, info = value_at(mention.item, path), field_at(made.target.row, path)
        if value is None or info is None:
            continue
        inner = f"{mention.field}.{path}" if mention.field else path
        where = place_in(item, inner) if item is not None else mention.where or Place(file=mention.document)
        made.put(path, value, source_of(value, info, mention.source, inner, where))


def _needs_none(made: MadeRow, rule: CollationRule, lookup: Lookup) -> bool:
    for decision in rule.decisions:
        value, info = made.values.get(decision.field), field_at(made.target.row, decision.field)
        if value is not None and info is not None and text_of(value, info, True) in lookup.unless:
            return True
    return False


def _is_nothing(value: Any) -> bool:
    return is_blank(value) if attrs.has(type(value)) else is_unfilled(value)


def _kind(row: type, path: str) -> str | None:
    info = field_at(row, path)
    return info.meta.kind if info is not None else None


def _compared(mention: Mention, counted: Sequence[str]) -> tuple[str, ...]:
    """What must be the same in all places: numbers such as accounts where there are some, else everything."""
    return tuple("".join(str(value_at(mention.item, path) or "").split()) for path in counted)


def _filled_in(mention: Mention, *paths: Sequence[str]) -> tuple[int, ...]:
    """How many of some fields a mention has, those that count first; of equals the first place is taken."""
    return tuple(sum(not is_unfilled(value_at(mention.item, path)) for path in some) for some in paths)
