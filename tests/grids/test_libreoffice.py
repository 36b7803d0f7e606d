"""LibreOffice is found, runs side by side with itself, and leaves nothing behind however it ends."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

import pytest

import kjfz_docs as kd
from kjfz_docs.errors import LibreOfficeError
from kjfz_docs.grids import libreoffice
from kjfz_docs.grids.libreoffice import Document, convert, convert_all, program
from tests.office import kill_until, needs_scripts, processes_with, stand_in, wait_until

RECORDS = [kd.Assessment(name=name, sending_unit="示范大学") for name in ("李明", "王芳")]
WORD = Document(kd.render(RECORDS[0]), ".docx")
REAL = pytest.mark.skipif(program() is None, reason="LibreOffice (soffice) is not installed")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where temporary folders are made; after the test nothing is in it and no process knows of it."""
    folder = tmp_path / "place"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []
    assert processes_with(str(folder)) == []


def standing_in(script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(libreoffice.VARIABLE, stand_in(tmp_path / "soffice", script))


def failure(document: Document = WORD, *, seconds: float = 60, most: int = libreoffice.MOST) -> str:
    with pytest.raises(LibreOfficeError) as caught:
        convert(document, seconds=seconds, most=most)
    return caught.value.reason


# ------------------------------------------------------------------ where it is


@needs_scripts
def test_the_variable_comes_before_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stated = stand_in(tmp_path / "mine", "exit 0")
    on_path = stand_in(tmp_path / "soffice", "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(libreoffice.VARIABLE, raising=False)
    assert program() == on_path
    monkeypatch.setenv(libreoffice.VARIABLE, stated)
    assert program() == stated


@needs_scripts
def test_the_usual_places_are_looked_at_last_and_the_newest_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("office7.6", "office24.8", "office25.2"):
        (tmp_path / name).mkdir()
        stand_in(tmp_path / name / "soffice", "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    monkeypatch.delenv(libreoffice.VARIABLE, raising=False)
    monkeypatch.setattr(libreoffice, "_PLACES", (str(tmp_path / "office*" / "soffice"),))
    assert program() == str(tmp_path / "office25.2" / "soffice")


@pytest.mark.usefixtures("place")
def test_a_variable_that_names_no_program_means_that_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(libreoffice.VARIABLE, "no-such-program")
    assert program() is None
    assert failure() == "missing"
    made = list(convert_all([WORD] * 3))
    assert [str(each) for each in made] == [str(made[0])] * 3
    assert isinstance(made[0], LibreOfficeError)


# ------------------------------------------------------------------ programs that stand in for it


@needs_scripts
@pytest.mark.usefixtures("place")
@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("exit 1", "failed"),
        ('echo made > "$out/0.docx"; exit 1', "failed"),
        ("exit 0", "failed"),
        ("kill -9 $$", "failed"),
        ("sleep 1000 & wait", "timeout"),
        ('yes > "$out/0.docx"', "too_large"),
    ],
)
def test_each_way_to_fail_has_its_reason(
    script: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    standing_in(script, tmp_path, monkeypatch)
    assert failure(seconds=60 if reason != "timeout" else 0.5, most=1 << 20) == reason


@needs_scripts
@pytest.mark.usefixtures("place")
def test_one_document_that_spoils_a_start_does_not_stop_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copying = 'for file in "$out"/../given/*; do name=${file##*/}; cat "$file" > "$out/${name%.*}.docx"; done'
    standing_in(f'grep -q bad "$out"/../given/* && kill -9 $$; {copying}', tmp_path, monkeypatch)
    made = convert_all([Document(text, ".txt") for text in (b"one", b"bad", b"two")])
    assert [each if isinstance(each, bytes) else each.reason for each in made] == [b"one", "failed", b"two"]


@needs_scripts
@pytest.mark.usefixtures("place")
def test_twenty_documents_share_a_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copying = 'for file in "$out"/../given/*; do name=${file##*/}; cat "$file" > "$out/${name%.*}.pdf"; done'
    standing_in(f"echo start >> {tmp_path}/starts; {copying}", tmp_path, monkeypatch)
    texts = [str(number).encode() for number in range(45)]
    assert list(convert_all((Document(text, ".docx") for text in texts), "pdf:writer_pdf_Export")) == texts
    assert (tmp_path / "starts").read_text().count("start") == 3


@needs_scripts
@pytest.mark.usefixtures("place")
def test_a_profile_of_its_own_forbids_macros_links_and_the_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "kept.xcu"
    copying = f'cat "$out"/../profile/user/registrymodifications.xcu > {kept}; echo made > "$out/0.docx"'
    standing_in(f'{copying}; echo "$all" > {tmp_path}/arguments', tmp_path, monkeypatch)
    convert(WORD)
    name = "{http://openoffice.org/2001/registry}name"
    settings = {
        item[0].get(name): item[0].findtext("value")
        for item in ElementTree.parse(kept).getroot()
        if len(item)
    }
    assert settings["MacroSecurityLevel"] == "3"
    assert settings["DisableMacrosExecution"] == settings["BlockUntrustedRefererLinks"] == "true"
    assert (settings["ooInetProxyType"], settings["ooInetHTTPProxyPort"]) == ("1", "9")
    arguments = (tmp_path / "arguments").read_text()
    assert "--headless" in arguments
    assert "-env:UserInstallation=file://" in arguments


def test_the_error_says_what_happened() -> None:
    assert (
        str(LibreOfficeError("too_large", "more than 5 bytes")) == "LibreOffice: too large: more than 5 bytes"
    )


# ------------------------------------------------------------------ the real one


@REAL
@pytest.mark.libreoffice
@pytest.mark.usefixtures("place")
def test_it_says_its_version() -> None:
    assert libreoffice.version().startswith("LibreOffice ")


@REAL
@pytest.mark.libreoffice
@pytest.mark.usefixtures("place")
def test_a_document_is_converted_and_what_is_none_is_not() -> None:
    assert zipfile.is_zipfile(io.BytesIO(convert(WORD, "odt")))
    assert convert(WORD, "pdf").startswith(b"%PDF-")
    made = list(convert_all([WORD, Document(b"{\\rtf1 {\\field{\\*", ".rtf"), WORD], "pdf"))
    assert [isinstance(each, bytes) for each in made] == [True, False, True]


@REAL
@pytest.mark.libreoffice
@pytest.mark.usefixtures("place")
def test_two_conversions_at_once_do_not_disturb_each_other() -> None:
    with ThreadPoolExecutor(2) as threads:
        made = list(threads.map(convert, [Document(kd.render(record), ".docx") for record in RECORDS]))
    assert [kd.read(data).record for data in made] == RECORDS


@REAL
@pytest.mark.libreoffice
@pytest.mark.skipif(os.name == "nt", reason="sockets and signals differ on Windows")
def test_a_libreoffice_that_is_killed_leaves_neither_process_nor_profile_nor_socket(place: Path) -> None:
    with ThreadPoolExecutor(1) as threads:
        # One that takes long enough to be killed in the middle.
        error = threads.submit(failure, Document(b"{\\rtf1 " + b"x\\par " * 300_000 + b"}", ".rtf"))
        assert wait_until(lambda: bool(sockets(place)))
        (socket,) = sockets(place)
        assert kill_until(error.done, f"{place}/")
        assert error.result() == "failed"
    assert not socket.exists()


def sockets(place: Path) -> list[Path]:
    """The sockets of those LibreOffices whose profiles are under a folder."""
    found = []
    for workplace in place.iterdir():
        url = (workplace.resolve() / "profile").as_uri()
        digest = hashlib.md5(url.encode("utf-16-le"), usedforsecurity=False).digest()
        name = f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_{''.join(f'{byte:x}' for byte in digest)}"
        found += [path for folder in libreoffice._SOCKET_FOLDERS if (path := Path(folder, name)).exists()]
    return found


@REAL
@pytest.mark.libreoffice
@pytest.mark.usefixtures("place")
def test_a_libreoffice_that_takes_too_long_is_ended() -> None:
    assert failure(seconds=0.2) == "timeout"
