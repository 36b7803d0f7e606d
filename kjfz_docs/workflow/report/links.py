"""Links from a page to the files that it speaks of."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from kjfz_docs.workflow.submission import Submission


class Links:
    """The addresses of the files of a submission, from the folder in which a page lies."""

    def __init__(self, submission: Submission, beside: Path) -> None:
        self._paths = {item.name: item.path for item in submission.items}
        self._beside = os.path.abspath(beside)

    def to(self, name: str | None) -> str | None:
        """The address of an item's file; of one within a zip file, that of the zip. None for other documents."""
        path = self._paths.get(name or "")
        if path is None:
            return None
        try:
            relative = os.path.relpath(path, self._beside)
        except ValueError:  # on another drive: no address leads there from here
            return None
        # All but letters, digits and "/" in numbers: whatever a name holds, it is a path and nothing else.
        return quote(os.fsencode(relative.replace(os.sep, "/")))
