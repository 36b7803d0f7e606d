"""Files of older and other word processors are read by way of LibreOffice, or refused with what to do."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import kjfz_docs as kd
from kjfz_docs.cli.demo_data import samples_of
from kjfz_docs.grids import as_legible, libreoffice, open_file, read_grid
from kjfz_docs.grids.conversion import CONVERTED
from kjfz_docs.grids.libreoffice import Document, convert_all
from tests.grids.documents import docx, ole, p, zipped
from tests.grids.test_door import FILES
from tests.grids.workbooks import data as rows
from tests.grids.workbooks import text, workbook
from tests.office import needs_libreoffice, needs_scripts, noting, stand_in

RECORDS: dict[str, Any] = {
    form: next(record for _, record in samples_of(kd.forms[form].record))
    for form in ("assessment", "account_collection")
}
# What LibreOffice is asked for, with the name under which such a file arrives.
ARRIVING = {
    "odt": "表.odt",
    "ott": "表.ott",
    "fodt": "表.fodt",
    "doc": "表.doc",
    "dot:MS Word 97 Vorlage": "表.dot",
    "rtf": "表.rtf",
}
FLAT = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<office:document '
    b'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:meta="urn:x" '
    b'office:mimetype="application/vnd.oasis.opendocument.text"><office:meta/></office:document>'
)
MIMETYPE = {"mimetype": b"application/vnd.oasis.opendocument.text"}
CONTENT = {"content.xml": b"<a/>"}
OPEN_DOCUMENT = {**MIMETYPE, **CONTENT, "META-INF/manifest.xml": b"<a/>"}
SPREADSHEET = {**OPEN_DOCUMENT, "mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}
OLD = {
    "doc": FILES["doc"],
    "rtf": FILES["rtf"],
    "odt": zipped(OPEN_DOCUMENT),
    "fodt": FLAT,
    "ods": zipped(SPREADSHEET),
}


def locked(tag: str) -> bytes:
    manifest = f'<m:manifest xmlns:m="urn:x"><m:file-entry m:full-path="content.xml"><{tag}/></m:file-entry>'
    return zipped({**OPEN_DOCUMENT, "META-INF/manifest.xml": f"{manifest}</m:manifest>".encode()})


def codes(reading: kd.Reading[Any]) -> list[str]:
    return sorted(finding.code for finding in reading.findings)


@pytest.fixture
def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that is there once LibreOffice was started, which here makes nothing."""
    mark = tmp_path / "started"
    monkeypatch.setenv(libreoffice.VARIABLE, stand_in(tmp_path / "soffice", noting(mark)))
    return mark


def making(data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let something stand in for LibreOffice that makes this of every file."""
    (tmp_path / "made").write_bytes(data)
    script = f'cat {tmp_path}/made > "$out/0.docx"'
    monkeypatch.setenv(libreoffice.VARIABLE, stand_in(tmp_path / "soffice", script))


# ------------------------------------------------------------------ with LibreOffice


@pytest.fixture(scope="module")
def files() -> Mapping[tuple[str, str], bytes]:
    """The records in each of the formats, by form and format."""
    written = [Document(kd.render(record), ".docx") for record in RECORDS.values()]
    made = {}
    for format_ in ARRIVING:
        for form, data in zip(RECORDS, convert_all(written, format_), strict=True):
            assert isinstance(data, bytes), data
            made[form, format_] = data
    return made


class TestWithLibreOffice:
    pytestmark = needs_libreoffice

    @pytest.mark.parametrize("format_", ARRIVING)
    @pytest.mark.parametrize("form", RECORDS)
    def test_each_format_is_read_as_the_record_with_a_note(
        self, form: str, format_: str, files: Mapping[tuple[str, str], bytes], tmp_path: Path
    ) -> None:
        path = tmp_path / ARRIVING[format_]
        path.write_bytes(files[form, format_])
        reading = kd.read(path)
        assert reading.record == RECORDS[form]
        assert codes(reading) == sorted(["KD108", *(each.code for each in kd.check(RECORDS[form]))])
        assert reading.provenance["cohort"].file == path.name
        with pytest.raises(ValueError, match=r"save it as \.docx"):
            reading.annotate(tmp_path / "退回.docx")

    @pytest.mark.parametrize("form", RECORDS)
    def test_a_kingsoft_file_is_a_word_file_by_another_name(
        self, form: str, files: Mapping[tuple[str, str], bytes], tmp_path: Path
    ) -> None:
        path = tmp_path / "表.wps"
        path.write_bytes(files[form, "doc"])
        reading = kd.read(path)
        assert reading.record == RECORDS[form]
        assert "KD107" not in codes(reading)

    @pytest.mark.parametrize("format_", ARRIVING)
    def test_what_the_file_says_it_is_survives(
        self, format_: str, files: Mapping[tuple[str, str], bytes]
    ) -> None:
        stated = read_grid(open_file(kd.render(RECORDS["assessment"]))).properties["identifier"]
        word = as_legible(open_file(files["assessment", format_]))
        assert read_grid(word).properties["identifier"] == stated

    def test_bytes_and_file_objects_are_converted_too(self, files: Mapping[tuple[str, str], bytes]) -> None:
        data = files["account_collection", "rtf"]
        for source in (data, io.BytesIO(data)):
            assert kd.read(source).record == RECORDS["account_collection"]

    @pytest.mark.parametrize("form", RECORDS)
    def test_a_spreadsheet_is_read_as_a_workbook(self, form: str, tmp_path: Path) -> None:
        (made,) = convert_all([Document(kd.render(RECORDS[form], "xlsx"), ".xlsx")], "ods")
        assert isinstance(made, bytes)
        path = tmp_path / "表.ods"
        path.write_bytes(made)
        reading = kd.read(path)
        assert reading.record == RECORDS[form]
        assert codes(reading) == sorted(["KD108", *(each.code for each in kd.check(RECORDS[form]))])
        (place,) = {place.sheet for place in reading.provenance.values()}
        assert place is not None

    def test_a_file_that_it_cannot_load_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "表.rtf"
        path.write_bytes(b"{\\rtf1 {\\field{\\*")
        reading = kd.read(path)
        assert (reading.outcome, codes(reading)) == (kd.Outcome.REFUSED, ["KD110"])
        assert str(reading.findings[0].where) == "表.rtf"


# ------------------------------------------------------------------ without it


@pytest.mark.parametrize("kind", CONVERTED)
def test_without_it_the_finding_says_what_to_install(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(libreoffice.VARIABLE, "no-such-program")
    path = tmp_path / f"表{CONVERTED[kind]}"
    path.write_bytes(OLD[kind])
    reading = kd.read(path)
    assert (reading.outcome, codes(reading)) == (kd.Outcome.REFUSED, ["KD109"])
    assert "安装 LibreOffice" in reading.findings[0].message
    assert ".docx" in reading.findings[0].message


def test_a_word_document_needs_none_and_loads_nothing_of_it() -> None:
    code = (
        "import sys, kjfz_docs as kd; assert kd.read(kd.blank('assessment')).outcome is kd.Outcome.BLANK_FORM;"
        "assert not {'kjfz_docs.grids.libreoffice', 'kjfz_docs.grids.processes'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@needs_scripts
@pytest.mark.parametrize("kind", sorted(set(FILES) - {*CONVERTED, "docx"}))
def test_other_kinds_are_not_given_to_it(kind: str, started: Path) -> None:
    opened = open_file(FILES[kind])
    assert as_legible(opened) is opened
    assert not started.exists()


@needs_scripts
@pytest.mark.parametrize("kind", CONVERTED)
def test_a_file_that_claims_to_be_a_word_document_is_not_given_to_it(
    kind: str, started: Path, tmp_path: Path
) -> None:
    path = tmp_path / "表.docx"
    path.write_bytes(OLD[kind])
    reading = kd.read(path)
    assert (reading.outcome, codes(reading)) == (kd.Outcome.REFUSED, ["KD106", "KD107"])
    assert not started.exists()


@needs_scripts
@pytest.mark.parametrize("kind", CONVERTED)
def test_a_template_is_not_converted(kind: str, started: Path) -> None:
    form = kd.Form(id="mine", record=kd.Assessment, docx=OLD[kind])
    with pytest.raises(kd.TemplateError):
        form.skeleton  # noqa: B018 - a property that reads the template
    assert not started.exists()


@needs_scripts
@pytest.mark.parametrize(
    "data",
    [ole("WordDocument", encrypted_word=True), locked("m:encryption-data"), locked("encryption-data")],
    ids=["doc", "odt", "odt without prefix"],
)
def test_a_locked_file_is_refused_before_it_is_started(data: bytes, started: Path) -> None:
    assert codes(kd.read(data)) == ["KD103"]
    assert not started.exists()


@needs_scripts
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (zipped({**OPEN_DOCUMENT, "content.xml": b"<!DOCTYPE a []><a/>"}), "KD105"),
        (FLAT.replace(b"<office:document", b"<!DOCTYPE a []><office:document"), "KD105"),
        (zipped({**OPEN_DOCUMENT, "content.xml": b"<a>" + bytes(50 << 20) + b"</a>"}), "KD104"),
        (zipped({**OPEN_DOCUMENT, "Pictures\\a.png": bytes(50 << 20)}), "KD104"),
        (zipped({**OPEN_DOCUMENT, "styles.xml": b" "}), "KD102"),
    ],
    ids=["entities", "entities in a flat file", "a bomb", "a bomb of a picture", "an empty part"],
)
def test_what_is_beyond_the_limits_is_refused_before_it_is_started(
    data: bytes, code: str, started: Path
) -> None:
    assert codes(kd.read(data)) == [code]
    assert not started.exists()


@needs_scripts
def test_a_manifest_of_old_may_have_a_doctype(started: Path) -> None:
    manifest = b'<!DOCTYPE m:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd"><a/>'
    kd.read(zipped({**OPEN_DOCUMENT, "META-INF/manifest.xml": manifest}))
    assert started.exists()


@needs_scripts
@pytest.mark.parametrize(
    ("made", "codes_"),
    [
        (b"", ["KD102"]),
        (b"%PDF-1.7", ["KD102"]),
        (docx(p("甲"))[:200], ["KD102"]),
        (docx(p("甲")), ["KD108", "KD201"]),
        (bytes(2 << 20), ["KD104"]),
        (zipped({f"{number}": b"" for number in range(60)}), ["KD104"]),
    ],
    ids=["nothing", "a PDF file", "a part", "a document", "too much", "too many members"],
)
def test_what_comes_of_it_is_held_to_the_same_limits(
    made: bytes, codes_: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    making(made, tmp_path, monkeypatch)
    limits = kd.Limits(file_size=1 << 20, members=50)
    assert codes(kd.read(OLD["rtf"], limits=limits)) == codes_


@needs_scripts
@pytest.mark.parametrize(
    ("script", "code", "said"),
    [
        ("exit 1", "KD110", "转换失败"),
        ("sleep 1000 & wait", "KD110", "超过时限"),
        ('yes > "$out/0.docx"', "KD104", "转换后过大"),
    ],
)
def test_each_way_to_fail_is_a_finding(
    script: str, code: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(libreoffice.VARIABLE, stand_in(tmp_path / "soffice", script))
    seconds = 0.5 if "sleep" in script else 60
    reading = kd.read(OLD["doc"], limits=kd.Limits(conversion_seconds=seconds, inflated=1 << 20))
    assert (reading.outcome, codes(reading)) == (kd.Outcome.REFUSED, [code])
    assert said in reading.findings[0].message


@needs_scripts
def test_what_comes_of_a_spreadsheet_is_a_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        libreoffice.VARIABLE, stand_in(tmp_path / "soffice", f'cat {tmp_path}/made > "$out/0.xlsx"')
    )
    (tmp_path / "made").write_bytes(workbook(rows(text("甲"))))
    assert codes(kd.read(OLD["ods"])) == ["KD108", "KD201"]
    (tmp_path / "made").write_bytes(docx(p("甲")))
    assert codes(kd.read(OLD["ods"])) == ["KD102"]


def test_a_flat_file_is_known_by_its_content() -> None:
    assert open_file(FLAT).kind == "fodt"
    assert open_file(FLAT.replace(b"opendocument.text", b"opendocument.graphics")).kind != "fodt"


def test_a_document_that_was_converted_is_a_zip_file_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    making(docx(p("甲")), tmp_path, monkeypatch)
    word = as_legible(open_file(OLD["odt"]))
    assert word.kind == "docx"
    assert zipfile.is_zipfile(io.BytesIO(word.data))
    assert word.package is not None
    assert "word/document.xml" in word.package
