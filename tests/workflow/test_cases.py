"""What the nominated wrote of their work becomes one document; nobody is chosen, nothing is changed."""

from __future__ import annotations

from pathlib import Path

import attrs
import docx
import pytest

import kjfz_docs as kd
from kjfz_docs.cli.demo_data import samples_of
from kjfz_docs.records.fields import fields_by_name
from kjfz_docs.records.programme import HUBEI
from tests.workflow.submitting import assessment, person, put

REPORT = kd.ServiceReport(achievements="攻克难题。\n建成实验室。", experience="驻厂。", shortcomings="无")


def wrote(name: str, **more: object) -> kd.Assessment:
    return assessment(name, **{"host_enterprise": f"{name}公司", "report": REPORT, **more})


def nominee(name: str, **more: object) -> kd.Person:
    return person(wrote(name), **more)


def of(folder: Path, nominated: object, *people: kd.Person) -> kd.TypicalCases:
    roster = kd.Roster(rows=people) if people else None
    return kd.typical_cases(kd.Submission.scan(folder, roster=roster), nominated)  # type: ignore[arg-type]


def drawn(made: kd.TypicalCases) -> list[str]:
    return [
        f"{case.name} < {case.file}: " + " ".join(f"{s.heading}={s.text!r}" for s in case.sections)
        for case in made.cases
    ]


def codes(made: kd.TypicalCases) -> list[str]:
    return [finding.code for finding in made.findings]


def test_the_texts_of_the_nominated_are_drawn_in_the_order_of_the_list(tmp_path: Path) -> None:
    for name in ("林晓舟", "王芳", "李明"):
        put(tmp_path, f"{name}.docx", wrote(name))
    made = of(tmp_path, [nominee("王芳"), nominee("林晓舟")])
    texts = "主要成绩='攻克难题。\\n建成实验室。' 典型经验='驻厂。'"
    assert drawn(made) == [f"王芳 < 王芳.docx: {texts}", f"林晓舟 < 林晓舟.docx: {texts}"]
    assert codes(made) == []
    section = made.cases[0].sections[1]
    assert str(section.where).startswith("王芳.docx 表1第")
    # 很满意 only suggests.
    assert made.suggested == ("李明（示范理工大学机械工程学院，李明公司）",)


def test_the_roster_may_nominate(tmp_path: Path) -> None:
    for name in ("林晓舟", "王芳"):
        put(tmp_path, f"{name}.docx", wrote(name))
    people = (nominee("林晓舟", nominated=False), nominee("王芳", nominated=True))
    assert [case.name for case in of(tmp_path, None, *people).cases] == ["王芳"]
    with pytest.raises(ValueError, match="neither a list nor a roster"):
        of(tmp_path, None)


def test_a_list_may_say_who_is_not_meant(tmp_path: Path) -> None:
    put(tmp_path, "林.docx", wrote("林晓舟"))
    assert of(tmp_path, [nominee("林晓舟", nominated=False)]).cases == ()


def test_a_name_alone_will_do_where_one_person_has_it(tmp_path: Path) -> None:
    put(tmp_path, "林.docx", wrote("林晓舟"))
    made = of(tmp_path, [kd.Person(name="林 晓舟"), kd.Person(name="林晓舟")])
    assert ([case.name for case in made.cases], codes(made)) == (["林晓舟"], [])
    put(tmp_path, "林2.docx", wrote("林晓舟", host_enterprise="乙公司"))
    made = of(tmp_path, [kd.Person(name="林晓舟")])
    assert (made.cases, codes(made)) == ((), ["KD566"])
    assert "林晓舟公司" in made.findings[0].message


def test_who_is_only_like_the_nominee_is_not_taken(tmp_path: Path) -> None:
    put(tmp_path, "林.docx", wrote("林晓舟"))
    made = of(tmp_path, [nominee("林晓舟", host_enterprise="别的公司")])
    assert (made.cases, codes(made)) == ((), ["KD566"])


def test_a_nominee_without_a_form_is_an_error_and_a_blank_text_a_doubt(tmp_path: Path) -> None:
    put(tmp_path, "林.docx", wrote("林晓舟", report=kd.ServiceReport(achievements="攻克难题。")))
    made = of(tmp_path, [nominee("林晓舟"), nominee("王芳"), nominee("李明")], nominee("王芳"))
    assert [len(case.sections) for case in made.cases] == [1]
    assert codes(made) == ["KD567", "KD565", "KD565"]
    assert "【（二）典型经验】" in made.findings[0].message


def test_where_no_version_counts_that_is_said(tmp_path: Path) -> None:
    put(tmp_path, "a.docx", wrote("林晓舟"))
    put(tmp_path, "b.docx", wrote("林晓舟", position="讲师"))
    made = of(tmp_path, [nominee("林晓舟")])
    assert (made.cases, set(codes(made))) == ((), {"KD508"})


def test_the_document_has_the_texts_line_by_line(tmp_path: Path) -> None:
    put(tmp_path, "江夏区/林.docx", wrote("林晓舟"))
    path = of(tmp_path, [nominee("林晓舟")]).write(tmp_path / "案例.docx")
    assert [each.text for each in docx.Document(str(path)).paragraphs] == [
        "湖北省“科技副总”典型案例",
        "一、林晓舟",
        "示范理工大学机械工程学院，副教授、系副主任；接收企业：林晓舟公司（江夏区，第二批）",
        "（一）主要成绩",
        "攻克难题。",
        "建成实验室。",
        "（二）典型经验",
        "驻厂。",
    ]


def test_who_somebody_is_is_told_by_the_fields_of_the_programme_and_the_names_of_the_form(
    tmp_path: Path,
) -> None:
    (record, *_) = [each for _, each in samples_of(kd.AccountCollection)]
    put(tmp_path, "a.docx", record)
    row = record.rows[0]
    rule = kd.CaseRule(
        form="account_collection", fields=("effectiveness",), about=("gender", "account.number")
    )
    programme = attrs.evolve(HUBEI, cases=(rule,))
    listed = kd.Person(name=row.name, host_enterprise=row.host_enterprise, cohort=record.cohort)
    (case,) = kd.typical_cases(kd.Submission.scan(tmp_path, programme=programme), [listed]).cases
    label = fields_by_name(kd.AccountRow)["host_enterprise"].label
    assert case.about.startswith(row.gender)
    assert f"；{label}：{row.host_enterprise}" in case.about
    assert row.account.number not in case.about
    wrong = attrs.evolve(programme, cases=(attrs.evolve(rule, about=("position",)),))
    with pytest.raises(ValueError, match=r"account_collection\.position"):
        kd.typical_cases(kd.Submission.scan(tmp_path, programme=wrong), [listed])


def test_a_programme_that_names_what_there_is_not_is_told(tmp_path: Path) -> None:
    wrong = attrs.evolve(HUBEI, cases=(kd.CaseRule(form="assessment", fields=("report.achievement",)),))
    with pytest.raises(ValueError, match=r"what there is not: assessment\.report\.achievement"):
        kd.typical_cases(kd.Submission.scan(tmp_path, programme=wrong), [nominee("林晓舟")])
    wrong = attrs.evolve(HUBEI, grounds=(kd.Ground(form="unheard", field="name"),))
    with pytest.raises(ValueError, match="what there is not: unheard"):
        kd.grounds(kd.Submission.scan(tmp_path, programme=wrong))


def test_our_template_has_no_fault() -> None:
    folder = Path(__file__).parents[2] / "templates" / "workflow"
    assert [kd.Template(path).check() for path in folder.glob("*.docx")] == [()]
