"""Typical cases (典型案例): what the nominated wrote of their work, drawn into one document. Nobody is chosen here."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from kjfz_docs.files import write_whole
from kjfz_docs.findings import Finding, Place
from kjfz_docs.forms.locate import resource
from kjfz_docs.reading.reading import Reading
from kjfz_docs.reading.words import key, without_number
from kjfz_docs.records.fields import field_at, general_path
from kjfz_docs.records.numerals import chinese_number, ordinal_text
from kjfz_docs.records.programme_grounds import CaseRule
from kjfz_docs.records.rules import value_at
from kjfz_docs.records.shown import label_of, text_of
from kjfz_docs.workflow.entries import Entry, entries_of
from kjfz_docs.workflow.items import Item, Status
from kjfz_docs.workflow.named_fields import check_named
from kjfz_docs.workflow.people import Mention, People, Someone, some_of, who_is_who
from kjfz_docs.workflow.roster import Person, Roster
from kjfz_docs.workflow.submission import Submission, mentions_of_roster
from kjfz_docs.writing.template import Template

_NOMINATED = "nominated"
_ENTERPRISE = "host_enterprise"


@attrs.frozen(kw_only=True)
class Section:
    """A text of a case under its heading, and where it stands."""

    heading: str
    text: str = attrs.field(repr=False)
    where: Place


@attrs.frozen(kw_only=True)
class Case:
    """One person with what they wrote; ``file`` is the form that it was taken from."""

    name: str
    about: str
    file: str
    sections: tuple[Section, ...]


@attrs.frozen(kw_only=True)
class TypicalCases:
    """The cases of the nominated, in the order of the list; who was not found is a finding.

    ``suggested`` are people whose forms say what the programme suggests somebody for (很满意), not nominated.
    """

    title: str
    cases: tuple[Case, ...]
    suggested: tuple[str, ...]
    findings: tuple[Finding, ...]

    def render(self, template: str | os.PathLike[str] | None = None) -> bytes:
        """The document (.docx) by our template, or by one of your own with the same tags."""
        return Template(template or resource("templates", "workflow/typical_cases.docx")).render(
            {"title": self.title, "cases": [_tags(number, case) for number, case in enumerate(self.cases, 1)]}
        )

    def write(self, path: str | os.PathLike[str], template: str | os.PathLike[str] | None = None) -> Path:
        """Write the document; what is there is replaced. Raises what ``kd.Template`` raises, OSError."""
        return write_whole(path, self.render(template))


def _tags(number: int, case: Case) -> Mapping[str, Any]:
    sections = [
        {
            "number": chinese_number(place),
            "heading": section.heading,
            "lines": [line.strip() for line in section.text.splitlines() if line.strip()],
        }
        for place, section in enumerate(case.sections, 1)
    ]
    return {"number": chinese_number(number), "name": case.name, "about": case.about, "sections": sections}


def typical_cases(
    submission: Submission, nominated: Roster | Reading[Roster] | Iterable[Person] | None = None
) -> TypicalCases:
    """The cases of those who are nominated: in a list, or in the column 推荐典型案例 of the roster.

    What they are drawn from says the programme (``cases``). A nominee is matched as everywhere (``kd.who_is_who``); a
    name alone will do where only one person has it. Who has no form, or may be several people, is an error (KD565,
    KD566), a text that is blank a doubt (KD567). Raises ValueError where the programme names what there is not, or
    where nobody could nominate.
    """
    rules = submission.programme.cases
    named = [
        (rule.form, path) for rule in rules for path in (*rule.fields, *rule.about, rule.suggest) if path
    ]
    check_named("cases", named, submission.forms)
    mentions = _nominees(submission, nominated)
    items = [each for item in submission.items if item.status.is_there for each in item.mentions]
    people = who_is_who([*items, *mentions], submission.roster)
    entries = _entries(submission, people)
    findings: list[Finding] = []
    cases: list[Case] = []
    chosen: set[int] = set()
    for mention in mentions:
        someone = _meant(mention, people, findings)
        if someone is None or id(someone) in chosen:
            continue
        chosen.add(id(someone))
        made = list(_cases(mention, someone, rules, entries.get(id(someone), ()), findings))
        cases += made
        if not made:
            # Where it is open which version counts, that is what is to be said.
            unclear = [
                doubt for item in _conflicting(submission, rules, people, someone) for doubt in item.findings
            ]
            findings += unclear or [_doubt(mention, "KD565", who=someone.who)]
    return TypicalCases(
        title=f"{submission.programme.name}典型案例",
        cases=tuple(cases),
        suggested=tuple(_suggested(rules, people, entries, chosen)),
        findings=tuple(findings),
    )


def _conflicting(
    submission: Submission, rules: Sequence[CaseRule], people: People, someone: Someone
) -> Iterator[Item]:
    forms = {rule.form for rule in rules}
    for item in submission.items:
        is_open = item.status is Status.CONFLICTING and item.form in forms
        if is_open and any(people.of(mention) is someone for mention in item.mentions):
            yield item


def _nominees(submission: Submission, nominated: Any) -> Sequence[Mention]:
    if nominated is None:
        if submission.roster is None:
            raise ValueError("nobody is nominated: neither a list nor a roster was given")
        return [each for each in submission.roster if getattr(each.item, _NOMINATED, None)]
    if not isinstance(nominated, (Roster, Reading)):
        nominated = Roster(rows=tuple(nominated))
    # A list whose people nobody asked to leave out: 否 in the column does.
    listed = mentions_of_roster(nominated)
    return [
        attrs.evolve(each, source=_NOMINATED)
        for each in listed
        if getattr(each.item, _NOMINATED, None) is not False
    ]


def _entries(submission: Submission, people: People) -> Mapping[int, Sequence[Entry]]:
    found: dict[int, list[Entry]] = {}
    forms = {rule.form for rule in submission.programme.cases}
    for item in submission.counting():
        for entry in entries_of(item) if item.form in forms else ():
            if entry.mention is not None:
                found.setdefault(id(people.of(entry.mention)), []).append(entry)
    return found


def _meant(mention: Mention, people: People, findings: list[Finding]) -> Someone | None:
    """The person that a nominee is; None, with a finding, where that cannot be told."""
    someone = people.of(mention)
    others = [each for each in someone.mentions if each.source != _NOMINATED]
    if someone.known or others:
        return someone
    if not mention.sending_unit and not mention.host_enterprise:
        # A name alone.
        wanted = key(mention.name)
        candidates = [
            each for each in people.everybody if each is not someone and key(each.first.name) == wanted
        ]
        if len(candidates) == 1:
            return candidates[0]
    else:
        candidates = list(people.alike(someone))
    if candidates:
        places = some_of([f"{each.who}（{each.first.spot}）" for each in candidates])
        findings.append(_doubt(mention, "KD566", who=mention.who, places=places))
        return None
    findings.append(_doubt(mention, "KD565", who=mention.who))
    return None


def _doubt(mention: Mention, code: str, **values: object) -> Finding:
    where = mention.where or Place(file=mention.document)
    return Finding.of(code, field=mention.field or None, where=where, raw=None, severity=None, **values)


def _cases(
    mention: Mention,
    someone: Someone,
    rules: Sequence[CaseRule],
    entries: Sequence[Entry],
    findings: list[Finding],
) -> Iterator[Case]:
    for rule in rules:
        of_form = [
            entry
            for entry in entries
            if entry.item.form == rule.form
            and (
                mention.cohort is None
                or entry.mention is None
                or entry.mention.cohort in (None, mention.cohort)
            )
        ]
        for entry in of_form:
            sections = tuple(_sections(rule, entry, findings))
            if sections:
                yield Case(
                    name=someone.first.name,
                    about=_about(rule, entry, someone),
                    file=entry.item.name,
                    sections=sections,
                )


def _sections(rule: CaseRule, entry: Entry, findings: list[Finding]) -> Iterator[Section]:
    content: Any = entry.content
    printed = entry.item.reading.printed_names if entry.item.reading is not None else {}
    for path in rule.fields:
        where, known = entry.place(path), field_at(type(content), path)
        if known is None:
            continue  # of the form as a whole, not of its rows
        info = known.called_as(printed.get(general_path(entry.prefix + path), ""))
        text = text_of(value_at(content, path), info, False)
        if text.strip():
            yield Section(heading=without_number(info.label), text=text, where=where)
        else:
            findings.append(
                Finding.of("KD567", field=entry.prefix + path, where=where, who=entry.who, label=info.label)
            )


def _about(rule: CaseRule, entry: Entry, someone: Someone) -> str:
    """Who it is, in a line: 示范大学机械学院，教授；接收企业：甲公司（江夏区，第二批）."""
    first = entry.mention or someone.first
    known = someone.first
    unit = first.sending_unit or known.sending_unit
    enterprise = first.host_enterprise or known.host_enterprise
    who = "，".join(filter(None, (unit, *(_told(entry, path) for path in rule.about))))
    parts = [who, f"{_called(entry, _ENTERPRISE)}：{enterprise}" if enterprise else ""]
    number = first.cohort or known.cohort
    cohort = ordinal_text(number) if number is not None else ""
    where = "，".join(filter(None, (known.district or entry.item.district, cohort)))
    return "；".join(filter(None, parts)) + (f"（{where}）" if where else "")


def _told(entry: Entry, path: str) -> str:
    info = field_at(type(entry.content), path)
    return "" if info is None else text_of(value_at(entry.content, path), info, False).strip()


def _called(entry: Entry, path: str) -> str:
    """What the form calls a field; what the roster does, where the form has none."""
    return entry.label(path) if field_at(type(entry.content), path) else label_of(Person, path)


def _suggested(
    rules: Sequence[CaseRule], people: People, entries: Mapping[int, Sequence[Entry]], chosen: set[int]
) -> Iterator[str]:
    for someone in people.everybody:
        if id(someone) in chosen:
            continue
        for rule in rules:
            if rule.suggest and any(
                entry.item.form == rule.form and _says(rule, entry) for entry in entries.get(id(someone), ())
            ):
                yield someone.who
                break


def _says(rule: CaseRule, entry: Entry) -> bool:
    info = field_at(type(entry.content), rule.suggest)
    value = value_at(entry.content, rule.suggest)
    return info is not None and value is not None and text_of(value, info, False) in rule.words
