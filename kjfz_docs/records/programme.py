"""A programme and its cohorts: what differs between provinces and years is data, not code.

A programme of one's own is a TOML file::

    id = "hubei"                    # stands in records and file identities: a-z, 0-9, - and _
    name = "湖北省“科技副总”"          # what messages call it
    title = "湖北省"                 # what the titles of forms print
    owners = ["武汉市经济和信息化局"]   # who runs it; may be left out
    prefecture = "武汉市"             # 市州, where it is that of one; may be left out
    districts = [                   # in their order; may be left out
      "江岸区",
      {name = "武汉东湖新技术开发区", aliases = ["东湖高新区"]},
    ]
    district_words = ["经信", "科技局"]    # before what 江夏 is 江夏区 in names of files; may be left out

    [[cohorts]]
    number = 2                      # 第二批
    year = 2021                     # the year of its selection
    size = 106                      # how many people; may be left out
    service_years = 2               # 两年服务期; may be left out
    service_begins = 2021-09-01     # the first and the last day of service; may be left out
    service_ends = 2023-08-31

    [[cohorts.instalments]]         # the payments in their order; may be left out
    ordinal = 1
    amount = 30000                  # yuan for each person; 30000.50 or "30000.50" are exact too
    condition = "签约到岗、履职服务"     # who is paid; may be left out
    form = "account_collection"     # the list by which it is paid now; without one it is not
    needs = {contract_signed = true, on_duty = true}  # what its row says of those who are paid
    accounts = ["account_collection", "roster"]  # where their account stands, the first that has one
    strict = true                   # who is not paid hands in no account; false if left out

    [[exclusive]]                   # lists of which everybody of a cohort stands in exactly one; may be left out
    cohort = 4
    forms = ["absence_summary", "account_collection"]

    [[duties]]                      # what is to be handed in; may be left out
    form = "assessment"             # the id of a form
    cohort = 2
    per = "person"                  # one for each person, district or programme
    owner = "科技副总本人"              # who is responsible; may be left out
    due = 2023-08-31                # the last day; may be left out
    scan = true                     # a sealed scan as well; false if left out
    unless = ["absence_summary"]    # who is listed in one of these owes none; may be left out

    [[periodic]]                    # what all cohorts in service hand in again and again; may be left out
    form = "tracking_report"
    every = "2 months"              # in every even month; "1 month", "3 months", … "12 months"
    day = 26
    since = 2023-08-14              # the first day on which it may be due; may be left out
    begins = "period_from"          # the fields of the form that hold the first and the last day of its period
    ends = "period_to"
    new = "outcomes"                # the parts with what was achieved in the period, and in all; may be left out
    total = "cumulative"            # per, owner, scan, unless: as above; may be left out

    [[grounds]]                     # what speaks for those who may be recommended; may be left out
    form = "assessment"
    field = "evaluation.satisfaction"           # a field, or a part with several
    label = "企业满意度"               # the column; fields of one label share it; that of the field if left out

    [[cases]]                       # what cases are drawn from; may be left out
    form = "assessment"
    fields = ["report.achievements", "report.experience"]
    about = ["position"]            # behind the unit of the person; may be left out
    suggest = "evaluation.satisfaction"         # for whom one is suggested: by this field and these values
    words = ["很满意"]

    [[collations]]                  # which list is made out of which forms; may be left out
    into = "acceptance_summary"     # the list, and the forms that it is made of
    of = "assessment"
    how = "rows"                    # a row for each form or row; or sums for each district
    cohort = 2                      # each cohort if left out
    fills = {prefecture = "prefecture"}         # fields that get the "district" or the "prefecture"; may be left out
    copies = {name = "deputy.name"}             # fields that are called otherwise in the forms; may be left out

    [[collations.decisions]]        # fields that opinions decide; may be left out
    field = "passed"
    by = ["opinions.economy_bureau.text"]       # all of them must mean the same
    follows = ["同意上述意见"]          # takes over the opinion before; may be left out
    fillers = ["经审核", "同意"]       # what may stand beside the words of a verdict; may be left out
    conditions = ["待补"]             # what leaves an opinion open; may be left out
    denials = ["不", "未"]            # what does in a clause that is not understood; may be left out
    ambiguous = ["通过"]              # words that count at the end of a sentence only; may be left out

    [[collations.decisions.verdicts]]
    value = "通过验收"
    words = ["(予以|准予)通过", "合格"]   # 予以通过, 准予通过, 合格

    [[collations.lookups]]          # fields that are known from elsewhere; may be left out
    field = "account"
    sources = ["roster", "account_collection"]  # the roster, and lists
    unless = ["不通过验收"]            # rows that are decided so need none; may be left out

``load_programme(path)`` reads it, ``programme_text(programme)`` (``records.programme_text``) writes it with comments.
Whatever is wrong in it is reported at once, by file, key, line and remedy; keys count the tables of a list from
0 (``cohorts.0.year``), as rows do everywhere in the library.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

import attrs

from kjfz_docs.errors import ProgrammeError
from kjfz_docs.records.collations import HUBEI_COLLATIONS, CollationRule
from kjfz_docs.records.programme_cohorts import Cohort as Cohort
from kjfz_docs.records.programme_cohorts import Instalment as Instalment
from kjfz_docs.records.programme_cohorts import Needed as Needed
from kjfz_docs.records.programme_grounds import HUBEI_CASES, HUBEI_GROUNDS, CaseRule, Ground
from kjfz_docs.records.programme_periods import HUBEI_PERIODIC, PeriodicDuty


@attrs.frozen(kw_only=True)
class District:
    """A district of a programme, and what else people call it."""

    name: str
    aliases: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Duty:
    """What is to be handed in: a form, for each person or district of a cohort, or once for the programme.

    ``form`` is its id, ``per`` one of ``PER``. ``owner`` is who is responsible, ``due`` the last day; ``scan``: a
    sealed scan is wanted as well. Who is listed in one of the forms ``unless`` owes none.
    """

    form: str
    cohort: int
    per: str
    owner: str = ""
    due: dt.date | None = None
    scan: bool = False
    unless: tuple[str, ...] = ()


PER = ("person", "district", "programme")
# The offices of districts, and what folders and files of a district are called.
DISTRICT_WORDS = (
    *("经信", "经济和信息化", "科技局", "科学技术局", "科技和", "人才办", "人才工作", "组织", "党", "委"),
    *("报送", "上报", "材料", "表格", "汇总"),
)
# What may stand beside forms where something is looked up: the roster, and what was paid before.
_NO_FORMS = frozenset({"", "roster", "earlier"})


@attrs.frozen(kw_only=True)
class Exclusive:
    """Lists of which everybody of a cohort stands in exactly one: ids of forms."""

    cohort: int
    forms: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Programme:
    """A programme: its id in records, its name in messages, its title on forms, who runs it, its cohorts.

    Where it is that of one city, ``prefecture`` is that city and ``districts`` are its districts in their order.
    江夏区 may be called 江夏 before ``district_words`` (江夏科技局.docx).
    ``duties`` say which forms are expected from whom, ``periodic`` which ones again and again, ``collations`` which
    lists are made out of which forms, ``exclusive`` which lists share nobody. ``grounds`` and ``cases`` say what of the
    forms speaks for whom.
    """

    id: str
    name: str
    title: str
    owners: tuple[str, ...] = ()
    prefecture: str = ""
    districts: tuple[District, ...] = ()
    district_words: tuple[str, ...] = DISTRICT_WORDS
    cohorts: tuple[Cohort, ...] = ()
    duties: tuple[Duty, ...] = ()
    periodic: tuple[PeriodicDuty, ...] = ()
    collations: tuple[CollationRule, ...] = ()
    exclusive: tuple[Exclusive, ...] = ()
    grounds: tuple[Ground, ...] = ()
    cases: tuple[CaseRule, ...] = ()

    def cohort(self, number: int) -> Cohort | None:
        """The cohort of that number; None where the programme has none."""
        return next((cohort for cohort in self.cohorts if cohort.number == number), None)

    @property
    def named_forms(self) -> frozenset[str]:
        """The ids of all forms that its tables name."""
        instalments = [each for cohort in self.cohorts for each in cohort.instalments]
        asked: list[Duty | PeriodicDuty] = [*self.duties, *self.periodic]
        named = {each.form for each in asked} | {each.form for each in instalments}
        named |= {each.form for each in self.grounds} | {each.form for each in self.cases}
        named.update(form for each in asked for form in each.unless)
        named.update(form for each in instalments for form in each.accounts)
        named.update(form for each in self.exclusive for form in each.forms)
        for rule in self.collations:
            named.update((rule.into, rule.of), *(lookup.sources for lookup in rule.lookups))
        return frozenset(named - _NO_FORMS)


# The notice of 2023 speaks of 各区（开发区） and does not name them.
_DISTRICTS = (
    *(
        ("江岸区",),
        ("江汉区",),
        ("硚口区",),
        ("汉阳区",),
        ("武昌区",),
        ("青山区",),
        ("洪山区",),
        ("东西湖区",),
    ),
    *(("蔡甸区",), ("江夏区",), ("黄陂区",), ("新洲区",)),
    ("武汉经济技术开发区（汉南区）", "武汉经济技术开发区", "武汉经开区", "经开区", "汉南区"),
    ("武汉东湖新技术开发区", "东湖新技术开发区", "东湖高新技术开发区", "东湖高新区", "东湖高新"),
    ("武汉长江新区", "长江新区"),
)
_DUE = dt.date(2023, 8, 31)
_BUREAU, _DEPUTY = "各区（开发区）经信部门", "“科技副总”本人"
_FIRST = Instalment(ordinal=1, amount=Decimal(30_000), condition="签约到岗、履职服务")
_SECOND = Instalment(ordinal=2, amount=Decimal(20_000), condition="通过考核验收")
# By which lists the notice of 2023 has them paid.
_ON_DUTY: Mapping[str, Any] = {
    "form": "account_collection",
    "needs": (("contract_signed", True), ("on_duty", True)),
    "accounts": ("account_collection", "roster"),
    "strict": True,
}
_PASSED: Mapping[str, Any] = {
    "form": "acceptance_summary",
    "needs": (("passed", True),),
    "accounts": ("acceptance_summary", "earlier", "roster"),
}
HUBEI = Programme(
    id="hubei",
    name="湖北省“科技副总”",
    title="湖北省",
    owners=("中共武汉市委人才工作领导小组办公室", "武汉市经济和信息化局"),
    prefecture="武汉市",
    districts=tuple(District(name=name, aliases=tuple(aliases)) for name, *aliases in _DISTRICTS),
    cohorts=tuple(
        Cohort(
            number=number,
            year=year,
            size=size,
            service_years=2,
            instalments=(
                attrs.evolve(_FIRST, **(_ON_DUTY if number == 4 else {})),
                attrs.evolve(_SECOND, **(_PASSED if number == 2 else {})),
            ),
        )
        for number, year, size in ((2, 2021, 106), (4, 2023, 118))
    ),
    duties=tuple(
        Duty(form=form, cohort=cohort, per=per, owner=owner, due=_DUE, scan=True)
        for form, cohort, per, owner in (
            ("assessment", 2, "person", _DEPUTY),
            ("acceptance_summary", 2, "district", _BUREAU),
            ("absence_summary", 4, "district", _BUREAU),
            ("account_collection", 4, "district", _BUREAU),
            ("outcome_statistics", 2, "district", _BUREAU),
        )
    ),
    periodic=HUBEI_PERIODIC,
    collations=HUBEI_COLLATIONS,
    exclusive=(Exclusive(cohort=4, forms=("absence_summary", "account_collection")),),
    grounds=HUBEI_GROUNDS,
    cases=HUBEI_CASES,
)

BUILT_IN_PROGRAMMES: Mapping[str, Programme] = MappingProxyType({HUBEI.id: HUBEI})


def with_more(
    more: Iterable[Programme], known: Mapping[str, Programme] = BUILT_IN_PROGRAMMES
) -> Mapping[str, Programme]:
    """The known programmes and more; one of a known id adds its cohorts to those that are known, or replaces them.

    For forms of any cohort to be read; what is owed and paid says a programme as it was given.
    """
    made = dict(known)
    for each in more:
        there = made.get(each.id)
        kept = [] if there is None else [old for old in there.cohorts if each.cohort(old.number) is None]
        cohorts = sorted([*kept, *each.cohorts], key=lambda cohort: cohort.number)
        made[each.id] = attrs.evolve(each, cohorts=tuple(cohorts))
    return MappingProxyType(made)


def load_programme(path: str | os.PathLike[str]) -> Programme:
    """The programme of a TOML file. Raises ProgrammeError naming file, key, line and remedy; OSError passes."""
    import tomllib  # here, since only those who have a file of their own need it

    from kjfz_docs.records.programme_file import ProgrammeFile
    from kjfz_docs.records.toml_lines import line_of, lines_of_keys

    # Editors on Windows put a byte order mark before the text; TOML does not allow for it.
    data = Path(path).read_bytes()
    try:
        text = data.decode("utf-8-sig")
        table = tomllib.loads(text, parse_float=Decimal)
    except UnicodeDecodeError as error:
        raise ProgrammeError(f"{path}: not UTF-8 (byte {error.start}): save the file as UTF-8") from None
    except RecursionError:
        raise ProgrammeError(f"{path}: not valid TOML: nested too deeply") from None
    except ValueError as error:
        raise ProgrammeError(f"{path}: not valid TOML: {error}") from None
    file = ProgrammeFile()
    programme = file.programme(table)
    if file.problems:
        lines = lines_of_keys(text)
        told = []
        for key, problem in file.problems:
            line = line_of(key, lines)
            told.append(f"{path}: {key}: {problem}" + (f" (line {line})" if line else ""))
        raise ProgrammeError("\n".join(told))
    return programme
