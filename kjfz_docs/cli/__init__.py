"""The command line ``kjfz``: thin commands over the public API, in Chinese."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run ``kjfz``; leaves with 0 (fine), 1 (findings of severity error) or 2 (wrong usage, unreadable input)."""
    from kjfz_docs.cli.app import app

    if sys.stdout is None:  # closed by the caller: there is nowhere to print to
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - lives as long as the program
    for stream in (sys.stdout, sys.stderr):
        # A terminal or pipe that cannot show a character must not stop the work.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    app(prog_name="kjfz")
