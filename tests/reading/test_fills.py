"""A fill in the colour of checked cells is ours only where the file says so, or where it has lost what said so."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from kjfz_docs.grids.xlsx_names import SHEET_NS, s
from kjfz_docs.reading.fills import Fills

# Look 0 is plain; look 1 has a fill of somebody's own, in the colour that checked cells get.
STYLES = f"""<styleSheet xmlns="{SHEET_NS}">
<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>
<fill><patternFill patternType="solid"><fgColor rgb="FFFFF2CC"/></patternFill></fill></fills>
<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>
<xf numFmtId="0" fontId="0" fillId="2" borderId="0" applyFill="1"/></cellXfs></styleSheet>"""


def checked() -> Any:
    """The styles after a check filled a plain cell."""
    fills = Fills(etree.fromstring(STYLES))
    assert fills.filled(0) == 2
    return etree.fromstring(etree.tostring(fills.root))


def test_a_fill_of_somebodys_own_stays_where_ours_are_marked() -> None:
    fills = Fills(checked())
    assert [fills.bare(style, noted=True) for style in (0, 1, 2)] == [0, 1, 0]
    assert not fills.changed


@pytest.mark.parametrize(("noted", "bare"), [(True, 0), (False, 2)])
def test_without_marks_a_fill_is_ours_where_our_comment_hangs_on_the_cell(noted: bool, bare: int) -> None:
    styles = checked()
    for mark in list(styles.iter(s("extLst"))):
        mark.getparent().remove(mark)
    assert Fills(styles).bare(2, noted=noted) == bare
