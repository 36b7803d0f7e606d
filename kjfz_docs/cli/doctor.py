"""``kjfz doctor``: what of this machine the library uses, and what is missing."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator

import kjfz_docs as kd
from kjfz_docs.cli import output
from kjfz_docs.errors import LibreOfficeError
from kjfz_docs.forms.form import Form
from kjfz_docs.grids.docx_names import w
from kjfz_docs.grids.package import Package

_DISTRIBUTION = "kjfz-docs"
_NEEDED_FOR = "不影响 .docx；.doc、.rtf、.odt 和金山 .wps 文件要用它转换后才能读取"
_INSTALL = "请安装 LibreOffice（https://www.libreoffice.org；Debian、Ubuntu：apt install libreoffice-writer）"
_REASONS = {"timeout": "没有在时限内回答", "failed": "不能运行"}
_SECONDS = 30
# A requirement is a name, and from the first other character on its extras, versions and conditions.
_NAME = re.compile(r"[^\w.-]")


def report() -> None:
    """Print it as a table."""
    shown = output.table("项目", "情况")
    for subject, state in _states():
        shown.add_row(*output.cells(subject, state))
    output.console().print(shown)


def _states() -> Iterator[tuple[str, str]]:
    yield "kjfz_docs", kd.__version__
    yield "Python", f"{platform.python_version()}（{sys.executable}）"
    yield "系统", platform.platform()
    yield from _packages()
    yield "LibreOffice", _libreoffice()
    yield from _fonts()


def _packages() -> Iterator[tuple[str, str]]:
    """What the library depends on, as its installation says."""
    try:
        required = importlib.metadata.requires(_DISTRIBUTION) or []
    except importlib.metadata.PackageNotFoundError:
        yield "软件包", f"{_DISTRIBUTION} 没有用 pip 安装，查不到它依赖的软件包"
        return
    for requirement in required:
        if "extra ==" in requirement:
            continue
        name = _NAME.split(requirement, maxsplit=1)[0]
        yield name, _version_of(name) or f"没有安装；需要 {requirement}"


def _version_of(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _libreoffice() -> str:
    from kjfz_docs.grids import libreoffice

    found = libreoffice.program()
    stated = os.environ.get(libreoffice.VARIABLE)
    if found is None and stated:
        return (
            f"环境变量 {libreoffice.VARIABLE} 所指的“{stated}”不是可以运行的程序；请改正或去掉。{_NEEDED_FOR}"
        )
    if found is None:
        return f"没有找到（{_NEEDED_FOR}）。{_INSTALL}"
    try:
        return f"{libreoffice.version(seconds=_SECONDS)}（{found}）"
    except LibreOfficeError as error:
        return f"{found}：{_REASONS.get(error.reason, '不能运行')}。{_INSTALL}"


# ------------------------------------------------------------------ fonts


def _fonts() -> Iterator[tuple[str, str]]:
    """The Chinese fonts of the templates, and what is printed in place of those that are not there."""
    program = shutil.which("fc-match")
    names = dict.fromkeys(name for form in kd.forms.values() for name in _fonts_of(form))
    for name in names:
        yield f"字体 {name}", _font(program, name) if program else "没有 fontconfig（fc-match），无法查看"


def _fonts_of(form: Form) -> Iterator[str]:
    package = Package(form.template)
    for part in package.names:
        if part.startswith("word/") and part.endswith(".xml"):
            for fonts in package.xml(part).iter(w("rFonts")):
                if name := fonts.get(w("eastAsia")):
                    yield name


def _font(program: str, name: str) -> str:
    escaped = re.sub(r"([-:,\\])", r"\\\1", name)
    try:
        done = subprocess.run(
            [program, "--format=%{family}", f"{escaped}:lang=zh-cn"],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return "fc-match 不能运行，无法查看"
    families = done.stdout.split(",")
    if name.casefold() in map(str.casefold, families):
        return "有"
    return f"没有；在本机打印或转换时以“{families[0]}”代替，版面可能略有不同"
