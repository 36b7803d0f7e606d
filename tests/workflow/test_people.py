"""Who is who: one person is matched, two stay apart, and every likeness is a finding."""

from __future__ import annotations

import random

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kjfz_docs as kd
from kjfz_docs.findings import Place, Severity
from kjfz_docs.workflow.people import Mention, People, mentions_in, mentions_of, who_is_who

UNIT, ENTERPRISE = "示范大学机械学院", "甲光电有限公司"


def drawn(table: str) -> list[Mention]:
    """Mentions drawn as text: document | name | unit | enterprise | cohort, a line each."""
    made: list[Mention] = []
    for line in table.strip().splitlines():
        document, name, unit, enterprise, *more = (part.strip() for part in line.split("|"))
        made.append(
            Mention(
                name=name,
                sending_unit=unit or None,
                host_enterprise=enterprise or None,
                cohort=int(more[0]) if more else None,
                source="roster" if document == "册" else document[:2],
                document=document,
                where=Place(file=document, row=len(made) + 1),
            )
        )
    return made


def people(table: str, *, roster: bool | None = None) -> People:
    mentions = drawn(table)
    listed = [each for each in mentions if each.document == "册"]
    has_roster = bool(listed) if roster is None else roster
    return who_is_who([each for each in mentions if each.document != "册"], listed if has_roster else None)


def codes(found: People) -> list[str]:
    return [finding.code for finding in found.findings]


# ------------------------------------------------------------------ one person


@pytest.mark.parametrize(
    ("name", "unit", "enterprise"),
    [
        ("李明", UNIT, ENTERPRISE),
        (" 李 明", "示范大学 机械学院", "甲光电 有限公司"),
        ("李明", None, ENTERPRISE),
        ("李明", UNIT, None),
        ("李明", "示范大学", ENTERPRISE),
        ("李明", "示范大学", None),
    ],
)
def test_what_says_the_same_or_less_is_of_the_same_person(
    name: str, unit: str | None, enterprise: str | None
) -> None:
    found = people(f"册|李明|{UNIT}|{ENTERPRISE}\n附1|{name}|{unit or ''}|{enterprise or ''}")
    assert codes(found) == []
    (someone,) = found.everybody
    assert len(someone.known) == len(someone.mentions) == 1


def test_signs_and_width_do_not_tell_people_apart() -> None:
    assert len(people("附1|李明|示范大学（东区）|ABC公司\n附2|李明|示范大学(东区)|ＡＢＣ公司")) == 1


def test_the_roster_may_say_less_than_the_forms() -> None:
    found = people(f"册|李明||{ENTERPRISE}\n附1|李明|{UNIT}|{ENTERPRISE}")
    assert codes(found) == []
    assert len(found.listed) == 1


def test_the_mentions_of_one_person_are_found_by_form_and_cohort() -> None:
    found = people(f"册|李明|{UNIT}|{ENTERPRISE}\n附1|李明|{UNIT}|{ENTERPRISE}|2\n附4|李明||{ENTERPRISE}|4")
    (someone,) = found.everybody
    assert [each.document for each in someone.mentioned_in("附4")] == ["附4"]
    assert someone.mentioned_in("附4", 2) == ()
    assert found.of(someone.mentions[0]) is someone


# ------------------------------------------------------------------ two people


@pytest.mark.parametrize("roster", [True, False])
def test_two_of_one_name_stay_apart(roster: bool) -> None:
    book = f"册|李明|{UNIT}|{ENTERPRISE}\n册|李明|示例学院|乙材料有限公司\n" if roster else ""
    found = people(book + f"附1|李明|{UNIT}|{ENTERPRISE}\n附1b|李明|示例学院|乙材料有限公司")
    assert codes(found) == []
    assert len(found) == 2


def test_two_of_one_name_whom_the_roster_lists_are_no_likeness() -> None:
    found = people(
        f"册|李明|{UNIT}|{ENTERPRISE}\n册|李明|{UNIT}|乙公司\n附1|李明|{UNIT}|{ENTERPRISE}\n附1b|李明|{UNIT}|乙公司"
    )
    assert codes(found) == []
    assert len(found) == 2


def test_two_of_one_enterprise_with_names_alike_are_two_where_one_list_has_both() -> None:
    assert codes(people(f"附4|张伟||{ENTERPRISE}\n附4|张磊||{ENTERPRISE}")) == []
    assert codes(people(f"附1a|张伟|{UNIT}|{ENTERPRISE}\n附1b|张磊|{UNIT}|{ENTERPRISE}")) == []
    assert codes(people(f"附3|唐立新|{UNIT}|{ENTERPRISE}\n附4|唐文新||{ENTERPRISE}")) == []
    assert codes(people(f"附3|张伟|{UNIT}|{ENTERPRISE}\n附4|张磊||{ENTERPRISE}")) == []


def test_a_character_for_another_makes_another_enterprise_where_nothing_else_is_alike() -> None:
    found = people("附1|李明|示范大学|武汉华信科技有限公司\n附4|李明||武汉中信科技有限公司")
    assert codes(found) == []
    assert len(found) == 2


# ------------------------------------------------------------------ doubts


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (f"李明|示例学院|{ENTERPRISE}", "派出单位不同"),
        (f"李明|{UNIT}|乙公司", "企业不同"),
        (f"李明|示大|{ENTERPRISE}", "派出单位写法不同"),
        (f"李明|{UNIT}|甲光电", "企业写法不同"),
        ("李明||甲光电公司", "企业写法不同"),
        ("李明|示范大学机戒学院|甲光电公司", "派出单位写法不同"),
        (f"李朋|{UNIT}|{ENTERPRISE}", "姓名写法不同"),
        (f"李朋||{ENTERPRISE}", "姓名写法不同"),
        ("李明||", "只有姓名可以核对"),
    ],
)
def test_a_likeness_is_told_with_both_places_and_never_merged(row: str, said: str) -> None:
    found = people(f"册|李明|{UNIT}|{ENTERPRISE}\n附1|{row}")
    assert len(found) == 2
    (finding,) = found.findings
    assert (finding.code, finding.severity) == ("KD501", Severity.ERROR)
    assert str(finding.where) == "附1 第2行"
    assert "册 第1行" in finding.message
    assert said in finding.message
    first, second = found.everybody
    assert (found.alike(first), found.alike(second)) == ((second,), (first,))


def test_without_a_roster_a_likeness_is_a_warning() -> None:
    found = people(f"附1|唐立新|{UNIT}|{ENTERPRISE}\n附2|唐力新|{UNIT}|{ENTERPRISE}")
    assert [(finding.code, finding.severity) for finding in found.findings] == [("KD501", Severity.WARNING)]


@pytest.mark.parametrize("name", ["唐力新", "唐新立", "唐新"])
def test_a_name_with_a_character_changed_moved_or_left_out_is_a_likeness(name: str) -> None:
    found = people(f"册|唐立新|{UNIT}|{ENTERPRISE}\n附4|{name}||{ENTERPRISE}")
    assert codes(found) == ["KD501"]


def test_who_is_not_in_the_roster_is_told() -> None:
    found = people(f"册|李明|{UNIT}|{ENTERPRISE}\n附1|王芳|示例学院|乙公司\n附2|王芳|示例学院|乙公司")
    (finding,) = found.findings
    assert finding.code == "KD502"
    assert "王芳（示例学院，乙公司）" in finding.message
    assert [someone.who for someone in found.unlisted] == ["王芳（示例学院，乙公司）"]


def test_an_empty_roster_is_one() -> None:
    assert codes(people("附1|王芳|示例学院|乙公司", roster=True)) == ["KD502"]


def test_what_fits_several_people_is_of_none() -> None:
    found = people(f"册|李明|{UNIT}|{ENTERPRISE}\n册|李明|示例学院|{ENTERPRISE}\n附4|李明||{ENTERPRISE}")
    (finding,) = found.findings
    assert finding.code == "KD503"
    assert "册 第1行" in finding.message
    assert "册 第2行" in finding.message
    assert len(found) == 3


def test_the_cohort_tells_whom_of_several_a_list_is_about() -> None:
    book = f"册|李明|{UNIT}|{ENTERPRISE}|2\n册|李明|示例学院|{ENTERPRISE}|4\n"
    found = people(book + f"附4|李明||{ENTERPRISE}|4\n附2|李明||{ENTERPRISE}|2")
    assert codes(found) == []
    assert [[each.document for each in one.mentions] for one in found.everybody] == [["附2"], ["附4"]]
    assert codes(people(book + f"附4|李明||{ENTERPRISE}|3")) == ["KD503"]
    assert codes(people(book + f"附4|李明||{ENTERPRISE}")) == ["KD503"]


def test_another_cohort_than_the_rosters_is_doubted() -> None:
    found = people(f"册|李明|{UNIT}|{ENTERPRISE}|4\n附1|李明|{UNIT}|{ENTERPRISE}|2")
    (finding,) = found.findings
    assert finding.code == "KD504"
    assert "第四批" in finding.message
    assert "第二批" in finding.message
    assert len(found) == 1


@pytest.mark.parametrize("row", ["李明|示范大学{0}系|{0}公司", "李明|示范大学{0}系|甲公司", "李明|大学{0}|"])
def test_a_name_that_thousands_have_is_told_and_not_compared(row: str) -> None:
    lines = [f"附{number % 2}|{row.format(number)}" for number in range(4000)]
    found = people("\n".join(lines))
    assert len(found) == 4000
    (finding,) = found.findings
    assert finding.code == "KD515"
    assert "4000人" in finding.message


def test_of_many_whom_one_might_be_some_are_named() -> None:
    lines = [f"册|李明|大学{number}|甲公司" for number in range(40)]
    (finding,) = people("\n".join([*lines, "附4|李明||甲公司"])).findings
    assert finding.code == "KD503"
    assert "等40人" in finding.message


# ------------------------------------------------------------------ laws

TABLES = st.lists(
    st.tuples(
        st.sampled_from(["册", "附1a", "附1b", "附2", "附4"]),
        st.sampled_from(["李明", "李朋", "唐立新", "唐力新"]),
        st.sampled_from(["", "示范大学", UNIT, "示例学院", "示大"]),
        st.sampled_from(["", ENTERPRISE, "甲光电公司", "乙公司"]),
        st.sampled_from(["2", "4"]),
    ),
    max_size=9,
)


@given(TABLES, st.randoms(use_true_random=False))
def test_the_order_of_the_files_does_not_matter(rows: list[tuple[str, ...]], rng: random.Random) -> None:
    def groups(lines: list[tuple[str, ...]]) -> tuple[list[list[str]], list[str]]:
        found = people("\n".join("|".join(line) for line in lines), roster=True) if lines else who_is_who([])
        sets = sorted(
            sorted(f"{each.document}{each.who}{each.cohort}" for each in (*one.known, *one.mentions))
            for one in found.everybody
        )
        return sets, sorted(codes(found))

    mixed = list(rows)
    rng.shuffle(mixed)
    assert groups(rows)[0] == groups(mixed)[0]


@given(TABLES)
def test_everybody_is_somebody_and_nobody_is_two(rows: list[tuple[str, ...]]) -> None:
    mentions = drawn("\n".join("|".join(line) for line in rows)) if rows else []
    found = who_is_who(mentions)
    assert sum(len(someone.mentions) for someone in found.everybody) == len(mentions)
    for someone in found.everybody:
        assert len({each.identity.name for each in someone.mentions}) == 1
        # Whatever both say they agree on.
        assert len({each.identity.enterprise for each in someone.mentions} - {""}) <= 1
        assert all(found.of(each) is someone for each in someone.mentions)


# ------------------------------------------------------------------ from records


def test_people_are_named_by_forms_about_one_and_by_rows() -> None:
    one = kd.Assessment(name="李明", sending_unit=UNIT, host_enterprise=ENTERPRISE, cohort=2)
    (mention,) = mentions_of(one, source="assessment", document="a.docx")
    assert (mention.who, mention.cohort, mention.field) == (f"李明（{UNIT}，{ENTERPRISE}）", 2, "")
    rows = (kd.AbsenceRow(name="李明"), kd.AbsenceRow(), kd.AbsenceRow(name="王芳"))
    absent = mentions_of(kd.AbsenceSummary(rows=rows, filled_by="何文秀", cohort=4), source="x")
    assert [(each.name, each.field, each.cohort) for each in absent] == [
        ("李明", "rows.0", 4),
        ("王芳", "rows.2", 4),
    ]
    assert mentions_of(kd.OutcomeStatistics(rows=(kd.OutcomeRow(district="示范区"),)), source="x") == ()


def test_what_is_named_but_nobody_is_no_mention() -> None:
    @attrs.frozen
    class Device:
        name: str | None = None
        price: str | None = None

    assert mentions_of(Device(name="显微镜"), source="x") == ()


def test_a_mention_of_a_reading_knows_its_cell() -> None:
    record = kd.AbsenceSummary(rows=(kd.AbsenceRow(name="李明", host_enterprise=ENTERPRISE),))
    reading = kd.read(kd.render(record))
    (mention,) = mentions_in(reading, "江夏/附件3.docx")
    assert (mention.source, mention.document) == ("absence_summary", "江夏/附件3.docx")
    assert mention.where == attrs.evolve(reading.provenance["rows.0.name"], file="江夏/附件3.docx")
    assert mentions_in(kd.read(kd.blank("assessment"))) == ()


def test_ten_thousand_people_are_told_apart() -> None:
    lines = [f"附1|人{number}|大学{number % 40}|企业{number}" for number in range(10_000)]
    found = who_is_who(drawn("\n".join(lines)))
    assert len(found) == 10_000
