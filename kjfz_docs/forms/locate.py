"""Where the templates and schemas are: inside the package of a wheel, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def resource(folder: str, name: str) -> Path:
    """The path of a file of ``templates`` or ``schemas``. Raises FileNotFoundError naming where it was sought."""
    # A wheel carries the folders inside the package; an editable install leaves them in the checkout.
    sought = [_PACKAGE / folder / name, _PACKAGE.parent / folder / name]
    for path in sought:
        if path.is_file():
            return path
    raise FileNotFoundError(
        f"{folder}/{name} is neither in the package nor in the checkout ({sought[0].parent})"
    )
