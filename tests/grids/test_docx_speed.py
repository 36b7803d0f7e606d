from __future__ import annotations

import time

from kjfz_docs.grids import Limits, open_file, read_grid
from tests.grids.documents import docx, p, r, tbl, tc, tr

LOOK = '<w:rFonts w:hint="eastAsia" w:ascii="仿宋" w:hAnsi="仿宋" w:eastAsia="仿宋"/><w:sz w:val="21"/>'
CELL = tc(
    p(r("武汉市德创电子股份有限公司", LOOK), properties='<w:jc w:val="center"/>'),
    properties='<w:vAlign w:val="center"/>',
)


def a_list(rows: int) -> bytes:
    return docx(p("附件3") + tbl(*[tr(*[CELL] * 6)] * rows) + p(""))


def seconds(data: bytes) -> float:
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        read_grid(open_file(data))
        best = min(best, time.process_time() - start)
    return best


def test_the_time_grows_as_the_rows_do() -> None:
    # Eight times the rows: linear is 8, quadratic 64.
    assert seconds(a_list(2400)) < 24 * seconds(a_list(300))


def test_a_form_is_read_in_a_few_milliseconds() -> None:
    # 3 ms on an idle machine; the bound only keeps orders of magnitude.
    assert seconds(a_list(14)) < 0.1


def test_a_long_list_is_not_held_as_a_tree() -> None:
    # 600,000 nodes in all, of which no more than those of two pieces of the part are held at once.
    assert len(read_grid(open_file(a_list(3000), Limits(tree_nodes=150_000))).lines) == 3002
