"""The limits within which a file from outside is read."""

from __future__ import annotations

import attrs

MIB = 1 << 20


@attrs.frozen(kw_only=True)
class Limits:
    """How much a file may hold. What goes beyond is refused with the finding KD104.

    Sizes are in bytes, and are those counted while reading: what a file says of itself is not believed.
    The defaults let a list of 20,000 rows pass, which compresses 125 : 1.

    - ``file_size``: the file as it arrives.
    - ``members``: files inside a zip container.
    - ``inflated``: all members of a container together.
    - ``xml_part``: one XML part, inflated.
    - ``xml_nodes``: tags and attributes of one XML part, on which the time depends.
    - ``tree_nodes``: tags and attributes held in memory at once, on which the memory depends: those of a part
      that is parsed whole, or of one paragraph or row of a part that is read as it is parsed.
    - ``ratio`` and ``ratio_from``: how many times larger a member may be inflated than compressed, once it is
      larger than ``ratio_from``. The ratio alone says nothing: honest lists compress well.
    - ``nesting``: containers within containers (tables, text boxes, content controls, tracked changes).
    - ``nested_tables``: tables within tables.
    - ``blocks``: paragraphs and table cells of one document.
    - ``conversion_seconds``: how long LibreOffice may take over a file that it has to convert (KD110 beyond it).
    """

    file_size: int = 50 * MIB
    members: int = 2000
    inflated: int = 500 * MIB
    xml_part: int = 128 * MIB
    xml_nodes: int = 16_000_000
    tree_nodes: int = 2_000_000
    ratio: int = 300
    ratio_from: int = 48 * MIB
    nesting: int = 60
    nested_tables: int = 12
    blocks: int = 600_000
    conversion_seconds: float = 120.0


DEFAULT_LIMITS = Limits()
