"""The marked-up copy: the sender's own file with a comment at each finding, otherwise as it was."""

from __future__ import annotations

import datetime as dt
import io
import json
import pickle
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import HealthCheck, assume, given, settings

import kjfz_docs as kd
from tests.making import edited, part, save
from tests.strategies import records

SAMPLES = sorted((Path(__file__).parents[1] / "samples" / "cases").glob("*.docx"))
VALIDATOR = shutil.which("ooxml-validate")
FAULTY = kd.Assessment(name="李明", outcomes=kd.Outcomes(problems_solved=-3))


def comments(file: Path) -> list[tuple[str, str]]:
    return [(comment.author, comment.text) for comment in docx.Document(str(file)).comments]


def said(reading: kd.Reading[Any]) -> set[tuple[str, str | None]]:
    return {(finding.code, finding.field) for finding in reading.findings}


def test_each_finding_is_a_comment_of_the_check(tmp_path: Path) -> None:
    reading = kd.read(save(tmp_path, "李明.docx", kd.render(FAULTY)))
    found = comments(reading.annotate(tmp_path / "退回.docx"))
    assert len(found) == len(set(reading.findings)) > 5
    assert {author for author, _ in found} == {"格式检查"}
    assert any("KD404" in text and "不能是负数" in text for _, text in found)


def test_a_comment_stands_at_its_cell(tmp_path: Path) -> None:
    source = save(tmp_path, "a.docx", edited(kd.render(FAULTY), "工作情况", "情况"))
    reading = kd.read(source)
    negative = next(finding for finding in reading.findings if finding.code == "KD404")
    assert str(negative.where) == "a.docx 表1第4行第1列"
    copy = docx.Document(str(reading.annotate(tmp_path / "b.docx")))
    cell = copy.tables[0].rows[3].cells[0]
    assert "commentReference" in cell._tc.xml


def test_the_annotated_file_is_read_with_the_same_record_and_findings(tmp_path: Path) -> None:
    reading = kd.read(save(tmp_path, "a.docx", kd.render(FAULTY)))
    again = kd.read(reading.annotate(tmp_path / "b.docx"))
    assert again.record == reading.record
    assert said(again) == said(reading)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_reads_the_same_after_it_was_annotated(sample: Path, tmp_path: Path) -> None:
    readings = kd.read_all(sample)
    if readings[0].origin is None:
        assert readings[0].outcome is kd.Outcome.REFUSED
        return
    again = kd.read_all(kd.annotate(readings, tmp_path / "b.docx"))
    assert [reading.record for reading in again] == [reading.record for reading in readings]
    assert [said(reading) for reading in again] == [said(reading) for reading in readings]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(record=records(kd.AccountCollection))
def test_any_written_list_reads_the_same_after_it_was_annotated(record: Any, tmp_path: Path) -> None:
    try:
        data = kd.render(record)
    except kd.UnwritableError:
        assume(False)
    reading = kd.read(data)
    again = kd.read(reading.annotate(tmp_path / "b.docx"))
    assert again.record == reading.record
    assert said(again) == said(reading)


def test_every_other_member_is_copied_byte_for_byte(tmp_path: Path) -> None:
    source = save(tmp_path, "a.docx", kd.render(FAULTY))
    copy = kd.read(source).annotate(tmp_path / "b.docx")
    changed = {"word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(copy) as after:
        assert set(after.namelist()) - set(before.namelist()) == {"word/comments.xml"}
        for name in set(before.namelist()) - changed:
            assert before.read(name) == after.read(name), name


def test_the_text_of_the_document_is_untouched(tmp_path: Path) -> None:
    reading = kd.read(save(tmp_path, "a.docx", kd.render(FAULTY)))
    before, after = (
        "".join(docx.Document(str(file)).element.body.itertext())
        for file in (tmp_path / "a.docx", reading.annotate(tmp_path / "b.docx"))
    )
    assert before == after


def test_annotating_again_replaces_the_comments(tmp_path: Path) -> None:
    first = kd.read(save(tmp_path, "a.docx", kd.render(FAULTY))).annotate(tmp_path / "b.docx")
    second = kd.read(first).annotate(tmp_path / "c.docx")
    assert comments(first) == comments(second)
    assert part(first.read_bytes()) == part(second.read_bytes())


def test_a_mark_goes_with_its_run_unless_text_was_typed_beside_it(tmp_path: Path) -> None:
    first = kd.read(save(tmp_path, "a.docx", kd.render(FAULTY))).annotate(tmp_path / "b.docx")
    mark, style = r"(<w:commentReference[^>]*/>)", "<w:rPr><w:b/></w:rPr>"
    plain = edited(first.read_bytes(), rf"<w:r>{mark}", rf"<w:r>{style}\1")
    typed = edited(first.read_bytes(), rf"<w:r>{mark}</w:r>", rf"<w:r>{style}\1<w:t>补记</w:t></w:r>")
    assert style.encode() in part(plain)
    again = [
        part(kd.read(save(tmp_path, f"{n}.docx", data)).annotate(tmp_path / f"{n}-b.docx").read_bytes())
        for n, data in enumerate((plain, typed))
    ]
    assert f"<w:r>{style}</w:r>" not in again[0].decode()
    assert again[1].decode().count("补记") == part(typed).decode().count("补记") > 5


def test_comments_of_others_are_kept(tmp_path: Path) -> None:
    opened = docx.Document(io.BytesIO(kd.render(FAULTY)))
    opened.add_comment(opened.paragraphs[1].runs, text="请李老师核对", author="王芳")
    source = tmp_path / "a.docx"
    opened.save(str(source))
    found = comments(kd.read(source).annotate(tmp_path / "b.docx"))
    assert ("王芳", "请李老师核对") in found
    assert len(found) > 1


def test_a_file_without_findings_gets_none(tmp_path: Path) -> None:
    clean = kd.AbsenceSummary(
        economy_bureau="江夏区经信局",
        filled_by="王芳",
        filled_on=dt.date(2023, 8, 25),
    )
    reading = kd.read(save(tmp_path, "a.docx", kd.render(clean)))
    assert reading.findings == ()
    assert comments(reading.annotate(tmp_path / "b.docx")) == []


def test_bytes_can_be_annotated_and_the_reading_pickled(tmp_path: Path) -> None:
    reading = pickle.loads(pickle.dumps(kd.read(kd.render(FAULTY))))
    assert comments(reading.annotate(tmp_path / "b.docx"))


def test_the_file_that_was_read_is_not_overwritten(tmp_path: Path) -> None:
    source = save(tmp_path, "a.docx", kd.render(FAULTY))
    with pytest.raises(ValueError, match="another name"):
        kd.read(source).annotate(source)


def test_a_file_that_changed_since_is_not_annotated(tmp_path: Path) -> None:
    source = save(tmp_path, "a.docx", kd.render(FAULTY))
    reading = kd.read(source)
    source.write_bytes(kd.render(kd.Assessment(name="王芳")))
    with pytest.raises(ValueError, match="changed since"):
        reading.annotate(tmp_path / "b.docx")
    assert not (tmp_path / "b.docx").exists()


def test_readings_of_two_files_are_not_annotated_as_one(tmp_path: Path) -> None:
    readings = [kd.read(kd.render(FAULTY)), kd.read(kd.render(kd.Assessment(name="王芳")))]
    with pytest.raises(ValueError, match="one file"):
        kd.annotate(readings, tmp_path / "b.docx")


@pytest.mark.skipif(
    VALIDATOR is None, reason="ooxml-validate (npm: @ooxml-tools/validate) is not on the PATH"
)
def test_an_annotated_file_is_valid_by_the_schemas_of_ooxml(tmp_path: Path) -> None:
    copy = kd.read(save(tmp_path, "a.docx", kd.render(FAULTY))).annotate(tmp_path / "b.docx")
    command = [str(VALIDATOR), str(copy), "--output-format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert json.loads(done.stdout) == []
