"""Pages in a real browser for tests: Chromium without a window, where it is installed."""

from __future__ import annotations

import json
import shutil
import subprocess
from html import escape
from pathlib import Path
from typing import Any

import pytest
from lxml import html

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PROGRAM = next((path for name in _NAMES if (path := shutil.which(name))), None)
needs_chromium = pytest.mark.skipif(PROGRAM is None, reason="Chromium is not installed")


def run(folder: Path, page: str, *options: str) -> str:
    """What Chromium prints of a page with these options."""
    file = folder / "page.html"
    file.write_text(page, encoding="utf-8")
    assert PROGRAM is not None
    quiet = ("--headless", "--disable-gpu", "--no-sandbox", "--hide-scrollbars", "--disable-extensions")
    command = [PROGRAM, *quiet, f"--user-data-dir={folder / 'profile'}", *options, file.as_uri()]
    return subprocess.run(
        command, capture_output=True, check=True, timeout=120, text=True, encoding="utf-8"
    ).stdout


def asked(folder: Path, page: str, script: str, width: int) -> Any:
    """What a function of JavaScript gives in a page of a width; the page's own policy must allow it.

    It is shown within another page, since no window of Chromium is as narrow as a phone.
    """
    told = f"<script>parent.document.body.dataset.told = JSON.stringify((() => {{{script}}})())</script>"
    within = escape(page.replace("</body>", f"{told}</body>"))
    frame = f'<iframe srcdoc="{within}" style="border:0; width:{width}px; height:900px"></iframe>'
    dom = run(
        folder,
        f'<!DOCTYPE html><meta charset="utf-8"><body>{frame}</body>',
        "--window-size=1400,1000",
        "--dump-dom",
    )
    return json.loads(html.document_fromstring(dom).xpath("string(//body/@data-told)") or "null")
