"""The exact tier: the file's lines fit the template's skeleton one to one.

Cells and texts are compared, never grid columns or runs, so it also fits after another program saved the file.
What stands in a slot is taken as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kjfz_docs.grids.model import RichText
from kjfz_docs.reading.fit import Fit, Fitted
from kjfz_docs.reading.tick_cells import chosen_by_look
from kjfz_docs.templating.pattern import Ambiguous, Capture, Pattern, bare
from kjfz_docs.templating.skeleton import Block, Loop, Node, Row, Segment, Skeleton


def fit(skeleton: Skeleton, segments: Sequence[Segment]) -> Fit | None:
    """Lay the skeleton over all the segments; None where they do not fit one to one."""
    if not _is_cut_alike(skeleton, segments):
        return None
    found = next(_fit(skeleton.nodes, segments, 0), None)
    return None if found is None else Fit(tuple(found))


def _is_cut_alike(skeleton: Skeleton, segments: Sequence[Segment]) -> bool:
    """Whether the rows outside the lists have as many cells as the template's, which is told before any text is."""
    rows = tuple(len(segment.cells) for segment in segments if segment.is_row)
    head, tail = skeleton.edges
    between = len(rows) - len(head) - len(tail)
    if between < 0 or (between and not skeleton.has_loops):
        return False
    return rows[: len(head)] == head and rows[len(rows) - len(tail) :] == tail


def _fit(nodes: Sequence[Node], segments: Sequence[Segment], start: int) -> Iterator[list[Fitted]]:
    """Every way to lay the nodes over the segments from ``start`` to the end."""
    before: list[Fitted] = []
    for index, node in enumerate(nodes):
        if isinstance(node, Loop):
            for found in _fit_loop(node, nodes[index + 1 :], segments, start):
                yield before + found
            return
        if isinstance(node, Block) and not node.pattern.literal:
            # Paragraphs that hold slots alone may be blank, and blank paragraphs are no segment.
            for found in _fit(nodes[index + 1 :], segments, start):
                yield before + found
        here = _lay(node, segments[start], None) if start < len(segments) else None
        if here is None:
            return
        before += here
        start += 1
    if start == len(segments):
        yield before


def _fit_loop(
    loop: Loop, rest: Sequence[Node], segments: Sequence[Segment], start: int
) -> Iterator[list[Fitted]]:
    """The items of a loop, as many as fit; then fewer, for rows after the loop that look like its own."""
    items: list[list[Fitted]] = []
    position = start
    # The rows of a list stand in one table, that of its head; a table after it is another thing.
    before = segments[start - 1 : start] or segments[start : start + 1]
    table = before[0].first.table if before else None
    heads = {id(cell) for segment in segments[max(0, start - 1) : start] for cell in segment.cells}
    while position + len(loop.body) <= len(segments):
        if table is not None and segments[position].first.table != table:
            break
        if _is_in_head(loop.body[0], segments[position], heads):
            break
        item: list[Fitted] = []
        if is_header(loop.header, segments[position]):
            items.append(item)
            position += len(loop.body)
            if position < len(segments) and _is_cut(loop.body[0], segments[position]):
                break
            continue
        for offset, row in enumerate(loop.body):
            laid = _lay(row, segments[position + offset], len(items))
            if laid is None:
                break
            item.extend(laid)
        else:
            items.append(item)
            position += len(loop.body)
            continue
        break
    for count in range(len(items), -1, -1):
        for found in _fit(rest, segments, start + count * len(loop.body)):
            yield [fitted for item in items[:count] for fitted in item] + found


def _is_in_head(row: Row, segment: Segment, heads: set[int]) -> bool:
    """Whether a head reaches into a row where a value should stand: a blank row inside the head.

    A label that the template itself has beside all the rows is none of these.
    """
    reach = [id(cell) in heads for cell in segment.cells]
    return any(reach) and (
        len(reach) != len(row.cells)
        or any(inside and node.pattern.slots for inside, node in zip(reach, row.cells, strict=True))
    )


def is_header(header: tuple[str, ...], segment: Segment) -> bool:
    """Whether a row repeats the heads of a list's columns, as on a new page."""
    if not header or not segment.is_row or len(segment.cells) != len(header):
        return False
    # Most rows differ in their first cell, and only that one is then looked at.
    return all(bare(cell.text) == head for cell, head in zip(segment.cells, header, strict=True))


def _is_cut(row: Row, segment: Segment) -> bool:
    """Whether a head that was typed into merged cells has cut them: below it stands no value where one was shared."""
    cells = zip(row.cells, segment.cells, strict=False)
    return any(node.merged_down and not cell.text.strip() for node, cell in cells)


def _lay(node: Block | Row, segment: Segment, row: int | None) -> list[Fitted] | None:
    if isinstance(node, Block):
        if segment.is_row:
            return None
        return _match(node.pattern, segment.text, segment, row)
    if not segment.is_row or len(segment.cells) != len(node.cells):
        return None
    found: list[Fitted] = []
    above = segment.first.above
    for cell_node, cell in zip(node.cells, segment.cells, strict=True):
        pattern = cell_node.pattern
        if pattern.is_literal and not pattern.is_calculated:
            if cell.text != pattern.literal and bare(cell.text) != pattern.literal:
                return None
            if row is None:
                continue  # nothing else is asked of it
            captures: tuple[Capture, ...] | Ambiguous = ()
        else:
            rich = cell.rich
            matched = pattern.match(rich)
            if matched is None:
                return None
            whole = chosen_by_look(pattern, rich) if rich.spans else None
            captures = matched if whole is None else (whole,)
        inherited = bool(above) and any(cell is each for each in above)
        if inherited and pattern.names_person and not cell_node.merged_down:
            return None  # a person over several rows may be one
        found.append(Fitted(pattern, captures, (cell,), row, inherited))
    return found


def _match(pattern: Pattern, text: RichText, segment: Segment, row: int | None) -> list[Fitted] | None:
    captures = pattern.match(text)
    return None if captures is None else [Fitted(pattern, captures, segment.cells, row)]
