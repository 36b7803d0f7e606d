"""Tables of Word files in a few words: cells that span columns or reach down over rows."""

from __future__ import annotations

from tests.making import paragraph


def cell(text: str, span: int = 1, merge: str = "") -> str:
    properties = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties += f"<w:vMerge{merge}/>" if merge else ""
    content = "".join(map(paragraph, text.split("¶")))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def grid(columns: int, *rows: str) -> str:
    """A table with borders and so many columns."""
    border = '<w:{0} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    borders = "".join(
        border.format(side) for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    widths = "".join(f'<w:gridCol w:w="{9000 // columns}"/>' for _ in range(columns))
    properties = f'<w:tblPr><w:tblW w:w="9000" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders></w:tblPr>'
    return f"<w:tbl>{properties}<w:tblGrid>{widths}</w:tblGrid>{''.join(rows)}</w:tbl>"


PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="720" w:footer="720" w:gutter="0"/>'
    "</w:sectPr>"
)
START, GOES_ON = ' w:val="restart"', " "
