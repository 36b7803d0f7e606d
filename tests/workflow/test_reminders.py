"""Who has not handed in what, as texts that can be sent."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs
import openpyxl
import pytest

import kjfz_docs as kd
from tests.workflow.reporting import report, roster
from tests.workflow.submitting import PROGRAMME, acceptance, assessment, person, put

ON = dt.date(2023, 9, 1)


HUBEI = kd.BUILT_IN_PROGRAMMES["hubei"]
SECOND = attrs.evolve(HUBEI, duties=tuple(duty for duty in HUBEI.duties if duty.cohort == 2))


def reminded(
    folder: Path, people: kd.Roster | None, on: dt.date = ON, programme: kd.Programme = HUBEI
) -> kd.Reminders:
    return kd.reminders(kd.Submission.scan(folder, roster=people, programme=programme), on=on)


def lines(reminder: kd.Reminder | None) -> list[str]:
    assert reminder is not None
    return [line.strip() for line in reminder.text.splitlines() if line.strip()]


def test_each_district_gets_a_text_with_what_is_missing_by_who_is_responsible(tmp_path: Path) -> None:
    put(tmp_path, "江夏/林.docx", assessment())
    put(tmp_path, "江夏/附件2.docx", acceptance("林晓舟"))
    people = kd.Roster(
        rows=(
            person(assessment()),
            person(assessment("李一"), host_enterprise="甲公司"),
            person(assessment("李二"), host_enterprise="乙公司", district="武昌区"),
        )
    )
    made = reminded(tmp_path, people, programme=SECOND)
    assert [each.district for each in made.reminders] == ["武昌区", "江夏区"]
    assert made.findings == ()
    late = "（应于2023年8月31日前报送，已逾期1天）"
    assert lines(made.of("江夏区")) == [
        "关于报送湖北省“科技副总”有关材料的提醒",
        "江夏区：",
        "截至2023年9月1日，下列材料尚未收到，请协助督促有关单位和人员按期报送，已逾期的请尽快补报。感谢支持！",
        "一、由“科技副总”本人报送",
        f"1. 附件1《湖北省第二批“科技副总”服务中小微企业考核表》{late}，1人：",
        "李一（示范理工大学机械工程学院，甲公司）",
        f"2. 附件1《湖北省第二批“科技副总”服务中小微企业考核表》的盖章扫描件{late}，1人：",
        "林晓舟（示范理工大学机械工程学院，示范区精工机床有限公司）",
        "二、由各区（开发区）经信部门报送",
        f"1. 附件5《湖北省第二批省级“科技副总”服务中小微企业活动开展情况统计表》{late}",
        f"2. 附件2《湖北省第二批“科技副总”服务中小微企业工作考核验收情况汇总表》的盖章扫描件{late}",
        "如已报送，请忽略本提醒；如有疑问，请与我们联系。",
        "中共武汉市委人才工作领导小组办公室  武汉市经济和信息化局",
        "2023年9月1日",
    ]


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (dt.date(2023, 8, 11), None),
        (dt.date(2023, 8, 12), "请于2023年8月26日前报送"),
        (dt.date(2023, 8, 26), "2023年8月26日（今日）截止"),
        (dt.date(2023, 9, 5), "应于2023年8月26日前报送，已逾期10天"),
    ],
)
def test_what_is_due_again_and_again_is_asked_for_shortly_before(
    tmp_path: Path, on: dt.date, said: str | None
) -> None:
    told = [
        line for line in lines(reminded(tmp_path, roster("王芳"), on).of("江夏区")) if "跟踪报送表" in line
    ]
    expected = [] if said is None else [f"1. 《湖北省第四批“科技副总”服务工作跟踪报送表》（{said}），1人："]
    assert told == expected


def test_what_may_have_arrived_is_said(tmp_path: Path) -> None:
    put(tmp_path, "林.docx", report("林晓舟", "07-01", None))
    text = lines(reminded(tmp_path, roster("林晓舟")).of("江夏区"))
    assert "林晓舟（示范大学，林晓舟公司）（可能已报）" in text
    assert any(line.startswith("注有“可能已报”的") for line in text)


def test_without_a_roster_nobody_knows_what_people_owe(tmp_path: Path) -> None:
    made = reminded(tmp_path, None)
    assert [finding.code for finding in made.findings] == ["KD564"]
    assert len(made.reminders) == 15  # each district owes its lists


def test_where_all_is_there_nobody_is_reminded(tmp_path: Path) -> None:
    put(tmp_path, "林.docx", report("林晓舟", "07-01", "08-26"))
    programme = kd.Programme(
        id="hubei",
        name="x",
        title="湖北省",
        cohorts=PROGRAMME.cohorts,
        periodic=HUBEI.periodic,
    )
    scanned = kd.Submission.scan(tmp_path, programme=programme, roster=roster("林晓舟"))
    assert kd.reminders(scanned, on=ON).reminders == ()


def test_people_of_no_known_district_come_last(tmp_path: Path) -> None:
    made = reminded(tmp_path, roster("王芳", district=None))
    assert made.reminders[-1].district is None
    assert lines(made.of(None))[1] == "各有关单位："


def test_the_files_are_a_text_for_each_district_and_one_table(tmp_path: Path) -> None:
    put(tmp_path, "in/林.docx", assessment())
    people = kd.Roster(rows=(person(assessment()), *roster("=王芳", district="武昌区").rows))
    made = reminded(tmp_path / "in", people, programme=SECOND)
    paths = made.write(tmp_path / "out")
    assert [path.name for path in paths] == ["提醒-武昌区.txt", "提醒-江夏区.txt", "未报材料.xlsx"]
    text = paths[1].read_bytes().decode("utf-8-sig")
    reminder = made.of("江夏区")
    assert reminder is not None
    assert text.replace("\r\n", "\n") == reminder.text
    sheet = openpyxl.load_workbook(paths[2]).active
    assert sheet is not None
    head, *rows = ([cell.value or "" for cell in row] for row in sheet.iter_rows())
    table = [dict(zip(head, row, strict=True)) for row in rows]
    assert [(row["区"], row["姓名"], row["缺什么"], row["逾期天数"], row["备注"]) for row in table] == [
        ("武昌区", "=王芳", "表格", "6", ""),
        ("江夏区", "林晓舟", "盖章扫描件", "1", "已收到：林.docx"),
        ("江夏区", "", "表格", "1", ""),
        ("江夏区", "", "表格", "1", ""),
    ]
    with pytest.raises(FileExistsError):
        made.write(tmp_path / "out")
    assert made.write(tmp_path / "out", overwrite=True) == paths
