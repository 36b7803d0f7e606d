"""What guided cells are made from: a cell as it was written, and a validation of one."""

from __future__ import annotations

from typing import Any

import attrs

from kjfz_docs.codecs import Codec
from kjfz_docs.templating.xlsx import TextCell

# The first and the last day that are taken; as formulas they are right in either calendar of Excel.
EARLIEST, LATEST = "DATE(2000,1,1)", "DATE(2100,1,1)"


@attrs.frozen(eq=False)
class Written:
    """A cell with tags as it was written: its row, and the codecs of its tags in their order."""

    row: int
    cell: TextCell
    codecs: tuple[Codec[Any], ...]


@attrs.frozen
class Validation:
    """What a cell takes: the kind and bounds of a validation, a prompt, and whether anything else is refused.

    ``error`` is what is said then, the prompt if it is empty.
    """

    kind: str
    prompt: str
    first: str = ""
    second: str = ""
    operator: str = ""
    strict: bool = True
    error: str = ""
