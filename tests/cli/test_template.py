"""``kjfz template check``, ``kjfz template fields`` and ``kjfz schema``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import kjfz_docs as kd
from tests.cli.conftest import Kjfz
from tests.making import edited

RECORD = """
import attrs

@attrs.frozen(kw_only=True)
class Visit:
    name: str | None = None
    days: int | None = None
"""


def save(name: str, data: bytes) -> str:
    Path(name).write_bytes(data)
    return name


def visit_form() -> bytes:
    from tests.making import document, paragraph, table

    return document(paragraph("走访登记表"), table("姓名 | {{ name }}", "天数 | {{ days }}"), paragraph())


def test_a_sound_template_is_said_to_be_so(kjfz: Kjfz) -> None:
    result = kjfz("template", "check", save("a.docx", kd.forms["assessment"].template))
    assert (result.exit_code, result.stdout) == (0, "")
    assert "没有问题" in result.stderr


def test_a_misspelt_tag_is_shown_with_its_cell_and_the_nearest_name(kjfz: Kjfz) -> None:
    broken = edited(kd.forms["assessment"].template, "sending_unit }}", "sending_unti }}")
    result = kjfz("template", "check", save("a.docx", broken))
    assert result.exit_code == 1
    assert "KD602 表1第1行第4列" in result.stdout
    assert "是否应为“sending_unit”" in result.stdout


@pytest.mark.parametrize(
    ("form", "wrong", "right"),
    [
        ("acceptance_summary", "neighbours", "neighbors"),
        ("acceptance_summary", "in group %}", "in grop %}"),
        ("outcome_statistics", "for row in", "for rwo in"),
    ],
)
def test_a_form_is_known_by_its_words_when_its_loops_are_at_fault(
    kjfz: Kjfz, form: str, wrong: str, right: str
) -> None:
    result = kjfz("template", "check", save("a.docx", edited(kd.forms[form].template, wrong, right)))
    assert result.exit_code == 1
    assert kd.forms[form].title in result.stderr
    assert "是否应为" in result.stdout


def test_a_file_that_is_no_template_is_unusable(kjfz: Kjfz) -> None:
    assert kjfz("template", "check", save("a.docx", b"nothing")).exit_code == 2
    assert kjfz("template", "check", "missing.docx").exit_code == 2


def test_a_template_of_one_s_own_is_checked_by_its_record(kjfz: Kjfz) -> None:
    Path("visits.py").write_text(RECORD, encoding="utf-8")
    file = save("走访.docx", visit_form())
    assert kjfz("template", "check", file).exit_code == 2
    assert kjfz("template", "check", file, "--record", "visits:Visit").exit_code == 0
    result = kjfz("template", "fields", file, "--record", "visits:Visit")
    assert "days" in result.stdout
    assert "整数" in result.stdout


@pytest.mark.parametrize("record", ["visits", "nowhere:Visit", "json:loads"])
def test_a_record_that_cannot_be_had_is_told(kjfz: Kjfz, record: str) -> None:
    result = kjfz("template", "check", save("a.docx", visit_form()), "--record", record)
    assert result.exit_code == 2
    assert "错误" in result.stderr


def test_fields_are_listed_nested_with_their_types(kjfz: Kjfz) -> None:
    file = save("a.docx", kd.forms["outcome_statistics"].template)
    result = kjfz("template", "fields", file)
    assert result.exit_code == 0
    lines = [line.rstrip() for line in result.stdout.splitlines()]
    assert any(line.startswith("   district") or line.lstrip().startswith("district") for line in lines)
    assert "由其他内容算出" in result.stdout
    assert "小数（万元）" in result.stdout


def test_fields_as_json_say_which_are_in_the_template(kjfz: Kjfz) -> None:
    file = save("a.docx", kd.forms["absence_summary"].template)
    fields = json.loads(kjfz("template", "fields", file, "--json").stdout)["fields"]
    by_path = {field["path"]: field for field in fields}
    assert by_path["rows.reason"]["in_template"] is True
    assert by_path["terms.first_payment"]["in_template"] is False
    assert by_path["rows"]["in_template"] is None


def test_words_of_a_programme_are_no_fields_of_a_record_without_one(kjfz: Kjfz) -> None:
    result = kjfz("template", "fields", save("a.docx", visit_form()), "--record", "visits:Visit", "--json")
    assert not any("terms" in field["path"] for field in json.loads(result.stdout)["fields"])


@pytest.mark.parametrize("form", list(kd.forms))
def test_the_schema_of_a_form_is_printed_as_checked_in(kjfz: Kjfz, form: str) -> None:
    result = kjfz("schema", form)
    assert result.exit_code == 0
    assert json.loads(result.stdout) == kd.json_schema(kd.forms[form].record)


def test_a_schema_is_written_to_a_file_but_not_over_another(kjfz: Kjfz) -> None:
    assert kjfz("schema", "附件1", "-o", "s.json").exit_code == 0
    assert kjfz("schema", "附件1", "-o", "s.json").exit_code == 2
    assert kjfz("schema", "附件1", "-o", "s.json", "--force").exit_code == 0


def test_fields_of_a_plain_class_are_called_what_the_template_prints_beside_them(kjfz: Kjfz) -> None:
    from tests.thirdparty.forms import APPROVAL, REVIEW

    def labels(template: bytes, record: str) -> dict[str, str]:
        result = kjfz("template", "fields", save("a.docx", template), "--record", record, "--json")
        return {field["path"]: field["label"] for field in json.loads(result.stdout)["fields"]}

    approval = labels(APPROVAL, "tests.thirdparty.forms:Approval")
    assert (approval["project"], approval["bureau.text"], approval["unit"]) == (
        "项目名称",
        "主管部门",
        "unit",
    )
    review = labels(REVIEW, "tests.thirdparty.forms:Review")
    assert (review["rows.item"], review["rows.expert.score"]) == ("指标", "专家评得分")
    assert review["total.own"] == "自评得分"


def test_a_template_may_be_called_as_a_built_in_form_is(kjfz: Kjfz) -> None:
    Path("visits.py").write_text(RECORD, encoding="utf-8")
    assert (
        kjfz("template", "check", save("assessment.docx", visit_form()), "--record", "visits:Visit").exit_code
        == 0
    )
