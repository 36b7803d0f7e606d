"""A programme is written as a file with comments, and comes back equal."""

from __future__ import annotations

import datetime as dt
import tempfile
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kjfz_docs.records.collations import FILLS, HOW, CollationRule, Decision, Lookup, Verdict
from kjfz_docs.records.programme import (
    HUBEI,
    PER,
    Cohort,
    District,
    Duty,
    Exclusive,
    Instalment,
    Programme,
    load_programme,
)
from kjfz_docs.records.programme_grounds import CaseRule, Ground
from kjfz_docs.records.programme_periods import INTERVALS, PeriodicDuty
from kjfz_docs.records.programme_text import programme_text

LINES = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=12)
IDS = st.from_regex(r"[a-z][a-z0-9_-]{0,9}", fullmatch=True).filter(lambda each: each != HUBEI.id)
DAYS = st.none() | st.dates(dt.date(1950, 1, 1))
INSTALMENTS = st.builds(
    Instalment,
    ordinal=st.integers(1, 99),
    amount=st.decimals(Decimal("0.01"), 10**9, places=2),
    condition=st.just("") | LINES,
    form=st.just("") | IDS,
    needs=st.dictionaries(
        st.sampled_from(("passed", "a.b", "等次")),
        st.booleans() | LINES | st.lists(st.booleans() | LINES, min_size=1, max_size=2).map(tuple),
        max_size=2,
    ).map(lambda made: tuple(made.items())),
    accounts=st.lists(IDS, max_size=2).map(tuple),
    strict=st.booleans(),
)
COHORTS = st.builds(
    Cohort,
    number=st.integers(1, 9999),
    year=st.integers(1949, 9999),
    size=st.none() | st.integers(0, 10**6),
    service_years=st.none() | st.integers(1, 99),
    service_begins=DAYS,
    service_ends=DAYS,
    instalments=st.lists(INSTALMENTS, max_size=3, unique_by=lambda each: each.ordinal).map(
        lambda made: tuple(sorted(made, key=lambda each: each.ordinal))
    ),
)
DUTIES = st.builds(
    Duty,
    form=IDS,
    cohort=st.integers(1, 9999),
    per=st.sampled_from(PER),
    owner=st.just("") | LINES,
    due=DAYS,
    scan=st.booleans(),
    unless=st.lists(IDS, max_size=2).map(tuple),
)
PERIODIC = st.builds(
    PeriodicDuty,
    form=IDS,
    every=st.sampled_from(INTERVALS),
    day=st.integers(1, 31),
    begins=st.just("period.first"),
    ends=st.just("period_to"),
    per=st.sampled_from(PER),
    since=DAYS,
    new=st.just("") | st.just("a.b"),
    total=st.just("") | st.just("total"),
    owner=st.just("") | LINES,
    scan=st.booleans(),
    unless=st.lists(IDS, max_size=2).map(tuple),
)
FIELDS = st.sampled_from(("name", "account.number", "栏", "a1.b_2"))
WORDS = st.lists(LINES, max_size=40).map(tuple)
GROUNDS = st.builds(Ground, form=IDS, field=FIELDS, label=st.just("") | LINES)
CASES = st.builds(
    CaseRule,
    form=IDS,
    fields=st.lists(FIELDS, min_size=1, max_size=3).map(tuple),
    suggest=st.just("") | FIELDS,
    words=WORDS,
)
VERDICTS = st.builds(Verdict, value=LINES, words=WORDS)
COLLATIONS = st.builds(
    CollationRule,
    into=IDS,
    of=IDS,
    how=st.sampled_from(HOW),
    cohort=st.none() | st.integers(1, 9999),
    fills=st.dictionaries(FIELDS, st.sampled_from(FILLS), max_size=2).map(lambda made: tuple(made.items())),
    copies=st.dictionaries(FIELDS, FIELDS, max_size=2).map(lambda made: tuple(made.items())),
    decisions=st.lists(
        st.builds(
            Decision,
            field=FIELDS,
            by=st.lists(FIELDS, min_size=1, max_size=2).map(tuple),
            verdicts=st.lists(VERDICTS, min_size=1, max_size=2).map(tuple),
            fillers=WORDS,
            denials=WORDS,
        ),
        max_size=2,
    ).map(tuple),
    lookups=st.lists(
        st.builds(Lookup, field=FIELDS, sources=st.lists(IDS, max_size=2).map(tuple), unless=WORDS),
        max_size=2,
    ).map(tuple),
)


@st.composite
def districts(draw: st.DrawFn) -> tuple[District, ...]:
    names = draw(st.lists(LINES, unique=True, max_size=6))
    return tuple(
        District(name=name, aliases=() if index % 2 else (f"{name}!",))
        for index, name in enumerate(names)
        if f"{name}!" not in names
    )


@given(
    st.builds(
        Programme,
        id=IDS,
        name=LINES,
        title=LINES,
        owners=st.lists(LINES, max_size=2).map(tuple),
        prefecture=st.just("") | LINES,
        districts=districts(),
        cohorts=st.lists(COHORTS, min_size=1, max_size=3, unique_by=lambda each: each.number).map(tuple),
        duties=st.lists(DUTIES, max_size=3, unique_by=lambda each: (each.form, each.cohort)).map(tuple),
        periodic=st.lists(PERIODIC, max_size=2, unique_by=lambda each: each.form).map(tuple),
        grounds=st.lists(GROUNDS, max_size=2).map(tuple),
        cases=st.lists(CASES, max_size=2).map(tuple),
        collations=st.lists(COLLATIONS, max_size=2).map(tuple),
        exclusive=st.lists(
            st.builds(Exclusive, cohort=st.integers(1, 9999), forms=st.lists(IDS, max_size=2).map(tuple)),
            max_size=2,
        ).map(tuple),
    )
)
def test_a_programme_that_was_written_comes_back_equal(programme: Programme) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "p.toml")
        path.write_text(programme_text(programme), encoding="utf-8", newline="")
        assert load_programme(path) == programme


def test_the_file_of_the_notice_comes_back_equal_and_says_what_is_what(tmp_path: Path) -> None:
    text = programme_text(HUBEI)
    (tmp_path / "p.toml").write_text(text, encoding="utf-8")
    assert load_programme(tmp_path / "p.toml") == HUBEI
    assert "size = 106  # 人数" in text
    assert "# service_ends = 2023-08-31  # 服务期最后一天，请按实际填写" in text
    assert "# ---- 应报送：附件3 “科技副总”未签约到岗、履职服务情况汇总表" in text


def test_the_notice_expects_each_form_of_one_cohort() -> None:
    assert [(duty.form, duty.cohort, duty.per) for duty in HUBEI.duties] == [
        ("assessment", 2, "person"),
        ("acceptance_summary", 2, "district"),
        ("absence_summary", 4, "district"),
        ("account_collection", 4, "district"),
        ("outcome_statistics", 2, "district"),
    ]
    assert {duty.due for duty in HUBEI.duties} == {dt.date(2023, 8, 31)}
    assert len(HUBEI.districts) == 15
