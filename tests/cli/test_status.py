"""kjfz status."""

from __future__ import annotations

import json
from pathlib import Path

import kjfz_docs as kd
from tests.cli.conftest import Kjfz
from tests.workflow.reporting import report
from tests.workflow.reporting import roster as reporters
from tests.workflow.submitting import PDF, PROGRAMME, acceptance, assessment, person, put

ROSTER = "姓名,派出单位,服务企业,批次,区\n"


def programme(folder: Path) -> str:
    (folder / "p.toml").write_text(kd.programme_text(PROGRAMME), encoding="utf-8")
    return "p.toml"


def roster(folder: Path, *people: kd.Person) -> str:
    lines = [f"{p.name},{p.sending_unit},{p.host_enterprise},{p.cohort},{p.district}\n" for p in people]
    (folder / "册.csv").write_text(ROSTER + "".join(lines), encoding="utf-8")
    return "册.csv"


def test_it_says_what_is_there_and_what_is_missing(kjfz: Kjfz, tmp_path: Path) -> None:
    put(tmp_path, "in/江夏/林.docx", assessment())
    put(tmp_path, "in/江夏/旧.docx", acceptance("李明"), day=1)
    put(tmp_path, "in/江夏/新.docx", acceptance("李明", "王芳"), day=2)
    put(tmp_path, "in/江夏/空.docx", kd.Assessment(name="赵强"))
    put(tmp_path, "in/通知.txt", b"x")
    book = roster(tmp_path, person(assessment()), person(assessment("王芳"), host_enterprise="王芳公司"))
    result = kjfz("status", "in", "--roster", book, "--programme", programme(tmp_path), "--cache", "c")
    assert result.exit_code == 1
    for said in (
        "文件 5 个",
        "齐全 2，有错误 1，已有新版 1，不是所要的表格 1",
        "江夏区：附件1（王芳）",
        "缺盖章扫描件：",
        "江夏/空.docx：有错误：",
        "通知.txt：不是所要的表格：",
        "江夏/旧.docx：警告 KD507",
        "KD502",
    ):
        assert said in result.stdout, said
    again = kjfz("status", "in", "--roster", book, "--programme", "p.toml", "--cache", "c")
    assert again.stdout == result.stdout
    assert (tmp_path / "c").exists()


def test_all_is_well_where_all_is_there(kjfz: Kjfz, tmp_path: Path) -> None:
    put(tmp_path, "in/江夏/林.docx", assessment())
    put(tmp_path, "in/江夏/林.pdf", PDF)
    only = kd.Programme(
        id="hubei", name="x", title="湖北省", cohorts=PROGRAMME.cohorts, duties=PROGRAMME.duties[:1]
    )
    (tmp_path / "p.toml").write_text(kd.programme_text(only), encoding="utf-8")
    book = roster(tmp_path, person(assessment()))
    result = kjfz("status", "in", "--roster", book, "--programme", "p.toml", "--no-cache")
    assert (result.exit_code, "未报：" in result.stdout) == (0, False)


def test_the_json_says_the_same(kjfz: Kjfz, tmp_path: Path) -> None:
    put(tmp_path, "in/江夏/林.docx", assessment())
    put(tmp_path, "in/江夏/林.pdf", PDF)
    result = kjfz("status", "in", "--json", "--no-cache", "--programme", programme(tmp_path))
    told = json.loads(result.stdout)
    assert [(item["name"], item["status"], item["person"]) for item in told["items"]] == [
        ("江夏/林.docx", "complete", "林晓舟"),
        ("江夏/林.pdf", "scan", None),
    ]
    assert told["items"][0]["scans"] == ["江夏/林.pdf"]
    assert {each["form"] for each in told["missing"]} == {"acceptance_summary", "outcome_statistics"}


def test_a_tidy_copy_is_made_on_request(kjfz: Kjfz, tmp_path: Path) -> None:
    put(tmp_path, "in/江夏/林.docx", assessment())
    arguments = ("status", "in", "--no-cache", "--sort-into")
    assert "已复制 1 个文件" in kjfz(*arguments, "out").stderr
    assert (tmp_path / "out/江夏区/附件1/林晓舟-附件1.docx").exists()
    assert kjfz(*arguments, "out").exit_code == 2
    assert "不能是材料文件夹里的" in kjfz(*arguments, "in/out").stderr
    # What is said is told by the kind of the error, not by words in it.
    result = kjfz(*arguments, "out", "--pattern", "{has changed}")
    assert "--pattern 的写法不对" in result.stderr
    assert "--pattern 的写法不对" in kjfz(*arguments, "out2", "--pattern", "{mobile}").stderr


def test_what_cannot_be_read_says_why(kjfz: Kjfz, tmp_path: Path) -> None:
    assert "没有这个文件" in kjfz("status", "none", "--no-cache").stderr
    (tmp_path / "册.csv").write_text("收入,支出\n1,2\n", encoding="utf-8")
    (tmp_path / "in").mkdir()
    assert kjfz("status", "in", "--roster", "册.csv", "--no-cache").exit_code == 2
    text = kd.programme_text(PROGRAMME).replace('form = "assessment"', 'form = "unheard"')
    (tmp_path / "p.toml").write_text(text, encoding="utf-8")
    result = kjfz("status", "in", "--programme", "p.toml", "--no-cache")
    assert result.exit_code == 2
    assert "unheard" in result.stderr


def test_accounts_are_not_shown(kjfz: Kjfz, tmp_path: Path) -> None:
    record = acceptance("李明")
    put(tmp_path, "in/江夏/1.docx", record)
    number = record.rows[0].account.number
    assert number is not None
    for option in ((), ("--json",)):
        assert number not in kjfz("status", "in", "--no-cache", *option).output


def test_reports_of_every_second_month_are_asked_for_up_to_a_day(kjfz: Kjfz, tmp_path: Path) -> None:
    put(tmp_path, "in/林.docx", report("林晓舟", "07-01", "08-26"))
    book = roster(tmp_path, *reporters("林晓舟", "王芳").rows)
    arguments = ("status", "in", "--no-cache", "--roster", book)
    assert "跟踪报送表" not in kjfz(*arguments).stdout
    result = kjfz(*arguments, "--on", "2023年10月26日")
    assert "“科技副总”服务工作跟踪报送表，2023年8月（王芳）" in result.stdout
    assert "“科技副总”服务工作跟踪报送表，2023年10月（林晓舟、王芳）" in result.stdout
    without = kjfz("status", "in", "--no-cache", "--on", "2023-10-26").stdout
    rows = [line.split() for line in without.splitlines() if "跟踪报送表" in line]
    assert [(row[-4], row[-3:]) for row in rows] == [
        ("2023-08-26", ["?", "1", "?"]),
        ("2023-10-26", ["?", "0", "?"]),
    ]
    assert kjfz(*arguments, "--on", "2023-13-01").exit_code == 2


def test_reports_that_do_not_follow_from_one_another_are_told(kjfz: Kjfz, tmp_path: Path) -> None:
    put(tmp_path, "in/8.docx", report("林晓舟", "07-01", "08-26", new=4, total=4))
    put(tmp_path, "in/10.docx", report("林晓舟", "08-27", "10-26", new=0, total=3))
    assert "10.docx：错误 KD560" in kjfz("status", "in", "--no-cache").stdout
    told = json.loads(kjfz("status", "in", "--no-cache", "--json").stdout)
    assert {each["code"] for each in told["findings"]} == {"KD560"}
