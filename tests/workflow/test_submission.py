"""A folder of submissions is read as it arrived, and every file told what it is."""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
from pathlib import Path

import attrs
import pytest

import kjfz_docs as kd
from kjfz_docs.records.programme import Duty
from kjfz_docs.workflow.items import Status
from tests import making
from tests.workflow.submitting import (
    PDF,
    PROGRAMME,
    acceptance,
    assessment,
    codes,
    drawn,
    person,
    put,
    zipped,
)


def scan(folder: Path, **more: object) -> kd.Submission:
    return kd.Submission.scan(folder, **{"programme": PROGRAMME, **more})  # type: ignore[arg-type]


# ------------------------------------------------------------------ what arrives


def test_forms_are_found_under_any_name_nested_and_in_zip_files(tmp_path: Path) -> None:
    put(tmp_path, "江夏区/新建文档(3).docx", acceptance("李明"))
    put(
        tmp_path,
        "a.zip",
        zipped({"林.docx": assessment(), "b.zip": zipped({"x/王.xlsx": assessment("王芳")})}),
    )
    found = scan(tmp_path)
    assert drawn(found) == [
        "a.zip/b.zip/x/王.xlsx complete assessment",
        "a.zip/林.docx complete assessment",
        "江夏区/新建文档(3).docx complete acceptance_summary",
    ]
    first, second, third = found.items
    assert (first.member, second.member, third.member) == ("b.zip/x/王.xlsx", "林.docx", None)
    assert second.modified is not None
    assert second.modified.day == 1
    assert found.readings_of("assessment") == (first.reading, second.reading)
    assert found.readings_of("assessment", cohort=4) == ()


def test_what_systems_leave_behind_is_not_looked_at(tmp_path: Path) -> None:
    for name in (
        "~$林.docx", ".DS_Store", "Thumbs.db", "desktop.ini", "._林.docx", "__MACOSX/林.docx", ".git/林.docx",
    ):  # fmt: skip
        put(tmp_path, name, b"x")
    put(tmp_path, "a.zip", zipped({"__MACOSX/._a.docx": b"x", "~$b.docx": b"x", "林.docx": assessment()}))
    assert drawn(scan(tmp_path)) == ["a.zip/林.docx complete assessment"]


def test_nothing_in_the_folder_changes(tmp_path: Path) -> None:
    put(tmp_path, "林.docx", assessment())
    put(tmp_path, "a.zip", zipped({"林.docx": assessment("王芳")}))

    def state() -> list[tuple[str, str, float]]:
        return [
            (str(path), hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime)
            for path in sorted(tmp_path.rglob("*"))
        ]

    before = state()
    scan(tmp_path)
    assert state() == before


def test_several_forms_of_a_file_are_several_items(tmp_path: Path) -> None:
    sample = Path(__file__).parents[1] / "samples" / "cases" / "multi_py_a1a2.docx"
    put(tmp_path, "两份.docx", sample.read_bytes())
    found = scan(tmp_path)
    assert [(item.number, item.form) for item in found.items] == [
        (1, "assessment"),
        (2, "acceptance_summary"),
    ]


def test_names_in_zip_files_of_chinese_systems_are_legible(tmp_path: Path) -> None:
    data = zipped({"AAAAAA/BB.docx": assessment()})
    # Such systems write the bytes of GBK and do not say so.
    put(tmp_path, "a.zip", data.replace(b"AAAAAA/BB.docx", "江夏区/林.docx".encode("gbk")))
    put(tmp_path, "b.zip", zipped({"江夏区/王.docx": assessment("王芳")}))
    found = scan(tmp_path)
    assert [item.name for item in found.items] == ["a.zip/江夏区/林.docx", "b.zip/江夏区/王.docx"]
    assert {item.district for item in found.items} == {"江夏区"}


def test_a_folder_that_is_none_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        scan(tmp_path / "none")
    with pytest.raises(NotADirectoryError):
        scan(put(tmp_path, "a.docx", b"x"))


def test_files_may_be_left_out(tmp_path: Path) -> None:
    put(tmp_path, "花名册.csv", b"x")
    put(tmp_path, "out/林.docx", assessment())
    assert scan(tmp_path, leave_out=[tmp_path / "花名册.csv", tmp_path / "out"]).items == ()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_does_not_hold_up_the_rest(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.docx")
    put(tmp_path, "林.docx", assessment())
    assert [item.status for item in scan(tmp_path).items] == [Status.UNREADABLE, Status.COMPLETE]


def test_progress_counts_files(tmp_path: Path) -> None:
    put(tmp_path, "a.docx", assessment())
    put(tmp_path, "b.docx", assessment("王芳"))
    seen: list[tuple[int, int]] = []
    scan(tmp_path, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]


# ------------------------------------------------------------------ what they are


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("a.docx", assessment(), Status.COMPLETE),
        ("a.docx", kd.Assessment(name="李明"), Status.FAULTY),
        ("a.docx", kd.blank("assessment"), Status.BLANK),
        ("通知.txt", "各区：".encode(), Status.UNKNOWN),
        ("合影.png", b"\x89PNG\r\n\x1a\n", Status.UNKNOWN),
        ("a.docx", b"PK\x03\x04 broken", Status.UNREADABLE),
        ("a.docx", b"", Status.UNREADABLE),
        ("a.rar", b"Rar!\x1a\x07\x00", Status.UNREADABLE),
        ("a.pdf", PDF, Status.SCAN),
    ],
)
def test_each_file_is_told_what_it_is(tmp_path: Path, name: str, content: object, status: Status) -> None:
    put(tmp_path, name, content)
    (item,) = scan(tmp_path).items
    assert item.status is status
    assert item.status.label


def test_zip_files_that_go_too_far_are_refused_where_they_do(tmp_path: Path) -> None:
    deep = zipped({"林.docx": assessment()})
    for _ in range(5):
        deep = zipped({"a.zip": deep})
    put(tmp_path, "deep.zip", deep)
    put(tmp_path, "many.zip", zipped({f"{number}.txt": b"x" for number in range(30)}))
    put(tmp_path, "out.zip", zipped({"../a.docx": assessment(), "b.docx": assessment()}))
    found = scan(tmp_path, limits=kd.Limits(members=20))
    assert [(item.name.partition("/")[0], item.status) for item in found.items] == [
        ("deep.zip", Status.UNREADABLE),
        ("many.zip", Status.UNREADABLE),
        ("out.zip", Status.UNREADABLE),
        ("out.zip", Status.COMPLETE),
    ]


def test_the_files_of_a_nest_of_zip_files_count_together(tmp_path: Path) -> None:
    inner = zipped({f"{number}.txt": b"x" for number in range(10)})
    put(tmp_path, "a.zip", zipped({"1.zip": inner, "2.zip": inner, "3.zip": inner}))
    found = scan(tmp_path, limits=kd.Limits(members=20))
    refused = [item for item in found.items if item.reading and item.reading.outcome is kd.Outcome.REFUSED]
    assert any("文件过多" in item.reading.findings[0].message for item in refused if item.reading)


# ------------------------------------------------------------------ of which district


@pytest.mark.parametrize(
    ("name", "record", "district"),
    [
        ("a.docx", acceptance("李明", bureau="武汉市江夏区经信局"), "江夏区"),
        ("a.docx", acceptance("李明", bureau="东湖高新区经信局"), "东湖新技术开发区"),
        ("江夏/a.docx", acceptance("李明", bureau=""), "江夏区"),
        ("江夏报送材料/a.docx", assessment(), "江夏区"),
        ("东湖高新区.zip", {"a.docx": assessment()}, "东湖新技术开发区"),
        ("江夏区/东湖高新区/a.docx", assessment(), "东湖新技术开发区"),
        ("江夏科技局.docx", assessment(), "江夏区"),
        ("江夏人才办.docx", assessment(), "江夏区"),
        ("江夏科技有限公司.docx", assessment(), None),
        ("江夏大学/a.docx", assessment(), None),
        ("江夏区和东湖高新区/a.docx", assessment(), None),
    ],
)
def test_the_district_is_that_of_the_form_else_of_the_folder(
    tmp_path: Path, name: str, record: object, district: str | None
) -> None:
    put(tmp_path, name, zipped(record) if isinstance(record, dict) else record)
    assert [item.district for item in scan(tmp_path).items] == [district]


def test_the_roster_says_of_which_district_people_are(tmp_path: Path) -> None:
    put(tmp_path, "a.docx", assessment())
    found = scan(tmp_path, roster=kd.Roster(rows=(person(assessment(), district="东湖高新区"),)))
    assert [item.district for item in found.items] == ["东湖新技术开发区"]


def test_a_form_in_the_folder_of_another_district_is_doubted(tmp_path: Path) -> None:
    put(tmp_path, "东湖高新区/a.docx", acceptance("李明"))
    found = scan(tmp_path)
    assert (found.items[0].district, codes(found)) == ("江夏区", ["KD511"])


def test_a_list_of_no_known_district_is_doubted(tmp_path: Path) -> None:
    put(tmp_path, "a.docx", acceptance("李明", bureau=""))
    assert codes(scan(tmp_path)) == ["KD510"]


# ------------------------------------------------------------------ versions


def test_equal_contents_count_once(tmp_path: Path) -> None:
    put(tmp_path, "a.docx", assessment())
    put(tmp_path, "b.docx", assessment(), day=2)
    put(tmp_path, "c.xlsx", assessment(), day=3)
    put(tmp_path, "d.pdf", PDF)
    put(tmp_path, "e/d（1）.pdf", PDF)
    found = scan(tmp_path)
    assert [item.status.value for item in found.items] == ["complete", "double", "double", "scan", "double"]
    assert [item.replaced_by for item in found.items] == [None, "a.docx", "a.docx", None, "d.pdf"]
    assert codes(found)[:2] == ["KD506", "KD506"]


def test_one_scan_of_several_forms_may_be_sent_under_the_name_of_each(tmp_path: Path) -> None:
    put(tmp_path, "江夏/林晓舟.docx", assessment())
    put(tmp_path, "江夏/王芳.docx", assessment("王芳"))
    put(tmp_path, "江夏/林晓舟.pdf", PDF)
    put(tmp_path, "江夏/王芳.pdf", PDF)
    assert [len(item.scans) for item in scan(tmp_path).items] == [1, 1, 1, 1]


def test_equal_lists_of_two_districts_are_no_doubles(tmp_path: Path) -> None:
    nothing = acceptance(bureau="")
    put(tmp_path, "江夏区/附件2.docx", nothing)
    put(tmp_path, "东湖高新区/附件2.docx", nothing)
    found = scan(tmp_path)
    assert [(item.status.counts, item.district) for item in found.items] == [
        (True, "东湖新技术开发区"),
        (True, "江夏区"),
    ]


def test_a_scan_whose_name_says_nothing_is_of_nothing(tmp_path: Path) -> None:
    put(tmp_path, "电子版.docx", assessment())
    put(tmp_path, "盖章扫描件.pdf", PDF)
    assert codes(scan(tmp_path)) == ["KD512"]


def test_a_double_may_tell_the_district_and_what_lies_in_a_zip_is_the_double(tmp_path: Path) -> None:
    put(tmp_path, "a.zip", zipped({"江夏区/林.docx": assessment()}))
    put(tmp_path, "b.docx", assessment())
    found = scan(tmp_path)
    assert [(item.status.value, item.district) for item in found.items] == [
        ("double", "江夏区"),
        ("complete", "江夏区"),
    ]


def test_two_people_of_one_name_are_no_versions(tmp_path: Path) -> None:
    put(tmp_path, "a.docx", assessment())
    put(tmp_path, "b.docx", assessment(sending_unit="示例学院", host_enterprise="另一家公司"), day=2)
    found = scan(tmp_path)
    assert [item.status.value for item in found.items] == ["complete", "complete"]
    assert codes(found) == []


@pytest.mark.parametrize("name", ["新.docx", "a/新.zip"])
def test_the_newer_of_two_versions_counts_and_both_are_named(tmp_path: Path, name: str) -> None:
    new = assessment(position="教授")
    put(tmp_path, "旧.docx", assessment(), day=1)
    put(tmp_path, name, zipped({"新.docx": new}, day=3) if name.endswith("zip") else new, day=3)
    found = scan(tmp_path)
    (counts,) = found.readings_of("assessment")
    assert counts.record == new
    (finding,) = found.findings
    assert (finding.code, str(finding.where)) == ("KD507", "旧.docx")
    assert "新.docx" in finding.message


@pytest.mark.parametrize("days", [(1, 1), (2, 1)])
def test_versions_of_which_none_is_surely_newer_do_not_count(tmp_path: Path, days: tuple[int, int]) -> None:
    put(tmp_path, "a.docx", assessment(), day=1)
    put(tmp_path, "b.docx", assessment(position="教授"), day=days[0])
    # With the days (2, 1): the first was sent again after the second, so what is newer?
    put(tmp_path, "c.docx", assessment(), day=1 if days == (1, 1) else 3)
    found = scan(tmp_path)
    assert [item.status.value for item in found.items] == ["conflicting", "conflicting", "double"]
    assert found.readings_of("assessment") == ()
    assert sorted(codes(found)) == ["KD506", "KD508", "KD508"]
    assert not found.missing(
        kd.Roster(rows=(person(assessment()),)), attrs.evolve(PROGRAMME, duties=PROGRAMME.duties[:1])
    )


def test_a_newer_list_that_lacks_people_says_whom(tmp_path: Path) -> None:
    put(tmp_path, "江夏/1.docx", acceptance("李明", "王芳"), day=1)
    put(tmp_path, "江夏/2.docx", acceptance("李明", "赵强"), day=2)
    found = scan(tmp_path)
    assert [item.status.value for item in found.items] == ["superseded", "complete"]
    (finding,) = found.findings
    assert "王芳不在那一份中" in finding.message


def test_two_lists_of_a_district_that_share_nobody_both_count(tmp_path: Path) -> None:
    put(tmp_path, "1.docx", acceptance("李明"), day=1)
    put(tmp_path, "2.docx", acceptance("王芳"), day=2)
    put(tmp_path, "3.docx", acceptance("赵强", bureau="东湖高新区经信局"), day=2)
    found = scan(tmp_path)
    assert len(found.readings_of("acceptance_summary")) == 3
    assert codes(found) == ["KD509", "KD509"]


# ------------------------------------------------------------------ scans


@pytest.mark.parametrize(
    "name",
    [
        "江夏/林晓舟-考核表.pdf",
        "江夏/林晓舟-考核表（盖章扫描件）.pdf",
        "江夏/附件1 林晓舟.pdf",
        "江夏区扫描/林晓舟.pdf",
    ],
)
def test_a_scan_is_paired_by_name_and_folder(tmp_path: Path, name: str) -> None:
    put(tmp_path, "江夏/林晓舟-考核表.docx", assessment())
    put(tmp_path, "江夏/王芳-考核表.docx", assessment("王芳"))
    put(tmp_path, "江夏/附件2.docx", acceptance("李明"))
    put(tmp_path, name, PDF)
    found = scan(tmp_path)
    assert {item.name: item.scans for item in found.items if item.scans} == {
        "江夏/林晓舟-考核表.docx": (name,),
        name: ("江夏/林晓舟-考核表.docx",),
    }
    assert codes(found) == []


@pytest.mark.parametrize("name", ["附件2盖章.pdf", "考核验收情况汇总表.pdf", "附件2：汇总表（扫描）.pdf"])
def test_the_scan_of_a_list_is_paired_by_what_it_calls_the_form(tmp_path: Path, name: str) -> None:
    put(tmp_path, "江夏/林晓舟.docx", assessment())
    put(tmp_path, "江夏/表.docx", acceptance("李明"))
    put(tmp_path, f"江夏/{name}", PDF)
    pairs = {item.name: item.scans for item in scan(tmp_path).items if item.status.counts}
    assert pairs == {"江夏/林晓舟.docx": (), "江夏/表.docx": (f"江夏/{name}",)}


def test_the_scan_of_a_double_is_one_of_the_form_that_counts(tmp_path: Path) -> None:
    put(tmp_path, "a/x.docx", assessment())
    put(tmp_path, "b/林.docx", assessment())
    put(tmp_path, "b/林.pdf", PDF)
    assert [item.scans for item in scan(tmp_path).items] == [("b/林.pdf",), (), ("a/x.docx",)]


def test_the_scan_of_an_old_version_is_none_of_the_new_one(tmp_path: Path) -> None:
    put(tmp_path, "旧.docx", assessment(), day=1)
    put(tmp_path, "旧.pdf", PDF, day=1)
    put(tmp_path, "新.docx", assessment(position="教授"), day=2)
    found = scan(tmp_path, roster=kd.Roster(rows=(person(assessment()),)))
    assert {item.name: item.scans for item in found.items} == {
        "新.docx": (), "旧.docx": ("旧.pdf",), "旧.pdf": ("旧.docx",),
    }  # fmt: skip
    assert codes(found) == ["KD507"]
    assert [item.name for item in found.missing()[0].unscanned] == ["新.docx"]


def test_a_scan_of_nothing_or_of_several_is_doubted(tmp_path: Path) -> None:
    put(tmp_path, "a/林晓舟.docx", assessment())
    put(tmp_path, "a/林晓舟2.docx", assessment(sending_unit="示例学院", host_enterprise="另一家公司"))
    put(tmp_path, "a/附件1-林晓舟.pdf", PDF + b"1")
    put(tmp_path, "a/扫描0001.pdf", PDF + b"2")
    put(tmp_path, "b/林晓舟.pdf", PDF + b"3")
    found = scan(tmp_path)
    assert sorted(codes(found)) == ["KD512", "KD512", "KD513"]
    assert all(item.scans == () for item in found.items)


# ------------------------------------------------------------------ people, and what is missing


def test_people_of_the_folder_are_matched_with_the_roster(tmp_path: Path) -> None:
    put(tmp_path, "a.docx", assessment())
    put(tmp_path, "b.docx", assessment("林小舟"))
    found = scan(tmp_path, roster=kd.Roster(rows=(person(assessment()),)))
    (finding,) = found.people.findings
    assert finding in found.findings
    assert finding.code == "KD502"  # the roster's person handed in a form of the same kind
    assert found.people.of(found.items[0].mentions[0]).known


def test_a_mistake_that_a_newer_version_mended_is_none(tmp_path: Path) -> None:
    roster = kd.Roster(rows=(person(assessment()),))
    put(tmp_path, "江夏/1.docx", assessment(cohort=4), day=1)
    assert "KD504" in codes(scan(tmp_path, roster=roster))
    put(tmp_path, "江夏/1.docx", assessment(), day=2)
    assert codes(scan(tmp_path, roster=roster)) == []


def test_what_is_missing_is_told_by_district_and_person(tmp_path: Path) -> None:
    others = [assessment(name, host_enterprise=f"{name}公司") for name in ("王芳", "赵强")]
    roster = kd.Roster(
        rows=(
            person(others[0], district="东湖高新区"),
            person(others[1], cohort=4),
            person(assessment()),
        )
    )
    put(tmp_path, "江夏/林晓舟.docx", assessment())
    put(tmp_path, "江夏/附件2.docx", acceptance("林晓舟"))
    found = scan(tmp_path, roster=roster)
    told = [(each.form, each.district, each.who[:3], len(each.unscanned)) for each in found.missing()]
    assert told == [
        ("assessment", "江夏区", "林晓舟", 1),
        ("assessment", "东湖新技术开发区", "王芳（", 0),
        ("acceptance_summary", "东湖新技术开发区", "", 0),
        ("outcome_statistics", None, "", 0),
    ]


def test_what_may_have_arrived_is_told_with_what_is_missing(tmp_path: Path) -> None:
    put(tmp_path, "江夏/a.docx", assessment(sending_unit="示范理工"))
    (first, *_) = scan(tmp_path, roster=kd.Roster(rows=(person(assessment()),))).missing()
    assert first.is_missing
    assert [item.name for item in first.unsure] == ["江夏/a.docx"]


def test_without_a_roster_districts_are_asked_and_people_are_not(tmp_path: Path) -> None:
    told = [(each.form, each.district) for each in scan(tmp_path).missing()]
    assert told == [
        ("acceptance_summary", "江夏区"),
        ("acceptance_summary", "东湖新技术开发区"),
        ("outcome_statistics", None),
    ]


def test_who_is_listed_elsewhere_may_owe_nothing(tmp_path: Path) -> None:
    duty = Duty(form="assessment", cohort=2, per="person", unless=("acceptance_summary",))
    put(tmp_path, "a.docx", acceptance("李明"))
    roster = kd.Roster(rows=(kd.Person(name="李明", host_enterprise="李明公司", cohort=2),))
    assert scan(tmp_path, programme=attrs.evolve(PROGRAMME, duties=(duty,)), roster=roster).missing() == ()


def test_people_of_no_cohort_are_told_once(tmp_path: Path) -> None:
    roster = kd.Roster(rows=(person(assessment(), cohort=None), person(assessment("王芳"), cohort=None)))
    (finding,) = scan(tmp_path, roster=roster).findings
    assert finding.code == "KD514"
    assert "2人" in finding.message


def test_the_roster_may_be_a_reading_and_an_unread_one_is_raised(tmp_path: Path) -> None:
    (tmp_path / "册.csv").write_text("姓名,批次,服务企业\n李明,2,甲公司\n", encoding="utf-8")
    reading = kd.Roster.read(tmp_path / "册.csv")
    found = scan(tmp_path, roster=reading, leave_out=[tmp_path / "册.csv"])
    assert found.missing()[0].who == "李明（甲公司）"
    assert "册.csv" in found.people.listed[0].first.spot
    with pytest.raises(kd.Refused):
        scan(tmp_path, roster=kd.Roster.read(b""))


def test_a_duty_of_an_unknown_form_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="acceptance_summary"):
        scan(tmp_path, forms=[kd.forms["assessment"]])
    assert kd.Submission.scan(tmp_path, forms=[kd.forms["assessment"]]).items == ()


def test_a_submission_can_be_pickled_with_who_is_who(tmp_path: Path) -> None:
    put(tmp_path, "a.docx", assessment())
    found = pickle.loads(pickle.dumps(scan(tmp_path, roster=kd.Roster(rows=(person(assessment()),)))))
    assert found.people.of(found.items[0].mentions[0]).known
    assert found.readings_of("assessment")[0].record == assessment()


def test_a_folder_that_cannot_be_listed_and_a_link_to_nowhere_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "锁/a.docx", assessment())
    (tmp_path / "b.docx").symlink_to(tmp_path / "none")
    real, locked = os.scandir, os.fspath(tmp_path / "锁")

    def refusing(path: object) -> object:
        if str(path) == locked:
            raise PermissionError(13, "Permission denied", locked)
        return real(path)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "scandir", refusing)
    monkeypatch.setattr(os, "listdir", refusing)
    told = [(item.name, item.reading.findings[0].message) for item in scan(tmp_path).items if item.reading]
    assert [(name, "没有权限" in text or "不在" in text) for name, text in told] == [
        ("b.docx", True),
        ("锁", True),
    ]


@pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="names are text there")
def test_a_name_that_is_no_text_stops_nothing(tmp_path: Path) -> None:
    put(tmp_path, os.fsdecode("附件1".encode("gbk") + b".\xff"), kd.render(assessment()))
    found = scan(tmp_path, cache=kd.Cache(tmp_path / "cache"), leave_out=[tmp_path / "cache"])
    assert [item.status for item in found.items] == [Status.COMPLETE]


def test_a_list_of_several_districts_is_not_asked_for_one(tmp_path: Path) -> None:
    rows = tuple(kd.OutcomeRow(district=name, cohort=2) for name in ("江夏区", "东湖高新区"))
    put(tmp_path, "a.docx", kd.OutcomeStatistics(rows=rows))
    duty = Duty(form="outcome_statistics", cohort=2, per="district")
    found = scan(tmp_path, programme=attrs.evolve(PROGRAMME, duties=(duty,)))
    assert (found.items[0].district, codes(found)) == (None, [])


def test_a_programme_without_districts_takes_those_of_the_roster(tmp_path: Path) -> None:
    put(tmp_path, "东山区/a.docx", acceptance("李明", bureau=""))
    duty = Duty(form="acceptance_summary", cohort=2, per="district")
    bare = attrs.evolve(PROGRAMME, districts=(), duties=(duty,))
    people = [kd.Person(name=name, district=name + "区", cohort=2) for name in ("西山", "东山")]
    found = scan(tmp_path, programme=bare, roster=kd.Roster(rows=tuple(people)))
    assert [each.district for each in found.missing()] == ["西山区"]
    # Nobody knows any district: one is enough.
    assert scan(tmp_path, programme=bare).missing() == ()


def test_forms_of_ones_own_need_no_cohort(tmp_path: Path) -> None:
    @attrs.frozen
    class Visit:
        name: str | None = None
        host_enterprise: str | None = None

    table = making.table("姓名 | {{ name }}", "企业 | {{ host_enterprise }}")
    data = making.document(making.paragraph("走访记录表"), table, making.paragraph())
    form = kd.Form(id="visit", record=Visit, docx=data)
    put(tmp_path, "a.docx", kd.render(Visit(name="李明", host_enterprise="甲公司"), form=form))
    duty = Duty(form="visit", cohort=2, per="person")
    roster = kd.Roster(rows=(kd.Person(name="李明", host_enterprise="甲公司", cohort=2),))
    programme = attrs.evolve(PROGRAMME, duties=(duty,))
    found = scan(tmp_path, programme=programme, roster=roster, forms=[form])
    assert [item.form for item in found.items] == ["visit"]
    assert found.missing() == ()


def test_items_of_files_can_be_marked_up_and_pickled(tmp_path: Path) -> None:
    put(tmp_path, "a.docx", kd.Assessment(name="李明"))
    put(tmp_path, "b.zip", zipped({"b.docx": kd.Assessment(name="王芳")}))
    for number, item in enumerate(scan(tmp_path).items):
        assert item.reading is not None
        assert item.reading.annotate(tmp_path / f"{number}.docx").exists()
        assert pickle.loads(pickle.dumps(item)).name == item.name
