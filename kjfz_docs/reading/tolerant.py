"""The tolerant tier: labels and directions, for files whose layout is not the template's.

Every non-empty cell and paragraph is used once: as a label, a literal or a value. What is left over is a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs

from kjfz_docs.findings import Finding
from kjfz_docs.grids.model import Cell, Line, RichText
from kjfz_docs.reading.alike import parts
from kjfz_docs.reading.anchored import take_anchors
from kjfz_docs.reading.fit import Fit, Fitted
from kjfz_docs.reading.inner_labels import label_before, labels_in
from kjfz_docs.reading.labels import Labels
from kjfz_docs.reading.likeness import LONGEST_LABEL, heading
from kjfz_docs.reading.lists import take_list
from kjfz_docs.reading.matrices import take_matrices
from kjfz_docs.reading.mixed import take_apart
from kjfz_docs.reading.page import Page
from kjfz_docs.reading.row_kinds import is_special
from kjfz_docs.reading.words import key, short_key, without_number
from kjfz_docs.records.masking import masked_numbers
from kjfz_docs.templating.pattern import Ambiguous, Capture, Literal, Pattern, Slot, pattern
from kjfz_docs.templating.skeleton import Segment, segments

_MOST_LEFT_OVER = 50
# Words in brackets or a gap inside what should be one value.
_COLON = re.compile(r"(?<![0-9])[:：]|[:：](?![0-9])")  # of a label; between digits it is one of hours
_NOT_ONE_VALUE = re.compile(rf"[(（][^()（）]*[)）]|\S\s{{2,}}\S|{_COLON.pattern}")


# ------------------------------------------------------------------ what stands in lines


def has_line(labels: Labels, text: str) -> bool:
    """Whether a text is a line of the form outside its tables: labels of one stand in it (填报人：, 填报日期：)."""
    return _line_paths(labels, text) > 0


def _line_paths(labels: Labels, text: str, besides: Pattern | None = None) -> int:
    """The most fields of one line of the form outside its tables whose labels stand in a text."""
    lines = [line for block in labels.blocks for line in block.lines if line.slots and line is not besides]
    return max((len({slot.path for slot in labels_in(line, text)}) for line in lines), default=0)


def is_needed(labels: Labels, lines: Sequence[Line]) -> bool:
    """Whether lines that are laid out as the template hold rows that only a person's eye tells from data."""
    rows = [[cell.text for cell in line.cells] for line in lines if line.is_row] if labels.lists else []
    if any(table.totals for table in labels.lists):
        rows.pop()  # the template's own row of totals
    names = labels.list_names
    heads = sum(1 for texts in rows if _are_heads(texts, names))
    return heads > len(labels.lists) or any(is_special(texts) for texts in rows)


def _are_heads(texts: Sequence[str], names: frozenset[str]) -> bool:
    """Whether the first words of a row are labels of columns."""
    spoken = [text for text in texts if text.strip()][:2]
    return len(spoken) > 1 and all(is_head(text, names) for text in spoken)


def is_head(text: str, names: frozenset[str]) -> bool:
    """Whether a text is one of the names of columns."""
    return len(text) <= LONGEST_LABEL and (key(text) in names or short_key(text) in names)


# ------------------------------------------------------------------ laying it over the lines


def fit(labels: Labels, lines: Sequence[Line]) -> Fit:
    """Lay the form's labels over the lines, wherever they stand."""
    page = Page(lines, labels)
    found = segments(tuple(lines))
    open_lines = [
        line
        for block in labels.blocks
        if not _take_block(page, block.pattern, found)
        for line in block.lines
        if line.slots and not _take_line(page, line)
    ]
    for table, part in parts(page):
        take_list(part, table)
    take_matrices(page)
    take_anchors(page)
    _take_apart_lines(page, open_lines)
    for line in labels.own_lines:
        if not any(line is each for each in open_lines):
            _take_again(page, line)
    page.findings.append(Finding.of("KD214"))
    page.findings.extend(_left_over(page))
    return Fit(tuple(page.fitted), tuple(page.findings), exact=False)


def _take_block(page: Page, block: Pattern, found: Sequence[Segment]) -> bool:
    """A whole block of paragraphs as printed."""
    for segment in found:
        if segment.is_row or not all(page.is_free(cell) for cell in segment.cells):
            continue
        captures = block.match(segment.text)
        if captures is not None:
            page.lay(Fitted(block, captures, segment.cells))
            return True
    return False


def _take_line(page: Page, printed: Pattern) -> bool:
    """One paragraph of a block as printed; a title may also stand in a row of the table."""
    found: list[tuple[Cell, tuple[Capture, ...]]] = []
    for line in page.lines if not _is_long(printed) else ():
        spoken = [cell for cell in line.cells if cell.text.strip()]
        if len(spoken) != 1 or not page.is_free(spoken[0]):
            continue
        captures = _captures(page, printed, spoken[0].rich)
        # What may be read in two ways is taken apart, perhaps together with other lines.
        if (
            isinstance(captures, tuple)
            and not _is_of_another(page.labels, printed, spoken[0].text)
            and not _holds_another(page, printed, spoken[0].text)
        ):
            found.append((spoken[0], captures))
    if not found:
        return False
    # “某局（盖章）：” fits the line of every office: first the one that is called by its name.
    cell, captures = next((each for each in found if _names_own(printed, each[0].text)), found[0])
    page.lay(Fitted(printed, captures, (cell,)))
    return True


def _captures(page: Page, printed: Pattern, text: RichText) -> tuple[Capture, ...] | Ambiguous | None:
    """What stands in the slots of a line; a title may have words around it."""
    if any(printed is title for title in page.labels.titles):
        titled = page.labels.title_in(text)
        return titled.captures if titled is not None else None
    if printed.is_whole and (page.is_literal(text.text) or not _may_be_value(printed.slots[0], text)):
        return None  # a line that is all value (a day) fits any
    return printed.match(text)


def _may_be_value(slot: Slot, text: RichText) -> bool:
    """Whether a short paragraph holds what a line of nothing but a value of a known shape has."""
    if slot.codec.shape() is None:
        return True
    return len(text) <= LONGEST_LABEL and slot.codec.read(text).value is not None


def _names_own(line: Pattern, text: str) -> bool:
    """Whether a text has a name of one of the fields of a line in it."""
    said = key(text)
    return any(
        len(key(name)) > 1 and key(name) in said
        for slot in line.slots
        for name in (slot.info.meta.label, *slot.info.meta.aliases)
    )


def _is_of_another(labels: Labels, own: Pattern, text: str) -> bool:
    """Whether a text has more labels of another line: one with 填报人： is not that of 各区党委组织部（盖章）："""
    lines = [line for block in labels.blocks for line in block.lines if line.slots and line is not own]
    if not _names_own(own, text) and any(_names_own(line, text) for line in lines):
        return True
    return len(own.slots) < _line_paths(labels, text, besides=own)


def _holds_another(page: Page, own: Pattern, text: str) -> bool:
    """Whether the label of another line stands in a text, but no paragraph is that line: two lines became one."""
    names = {label_before(own.parts, slot)[:1] for slot in own.slots}
    others = [
        line
        for line in page.labels.own_lines
        if any(label_before(line.parts, slot)[:1] not in names for slot in labels_in(line, text))
    ]
    return any(all(line.match(cell.rich) is None for _, cell in page.own_cells) for line in others)


def _take_apart_lines(page: Page, lines: Sequence[Pattern]) -> None:
    """Lines whose words were changed, or that stand in several paragraphs or cells; several may have become one."""
    pending = [(line, _cells_of(page, line)) for line in lines]
    while pending:
        line, cells = pending.pop(0)
        joined: list[str | Slot] = [*_parts_of(line)]
        shared = {id(cell) for cell in cells}
        for other in list(pending):
            if any(id(cell) in shared for cell in other[1]):
                pending.remove(other)
                joined += ["  ", *_parts_of(other[0])]
                cells += [cell for cell in other[1] if id(cell) not in shared]
                shared.update(map(id, cells))
        is_printed = len(joined) == len(line.parts)
        order = {id(cell): number for number, (_, cell) in enumerate(page.own_cells)}
        in_order = sorted(cells, key=lambda cell: order[id(cell)])
        _take_apart_line(
            page, line if is_printed else pattern(joined, in_paragraphs=True), in_order, is_printed=is_printed
        )


def _parts_of(line: Pattern) -> list[str | Slot]:
    return [part.text if isinstance(part, Literal) else part for part in line.parts]


def _is_long(line: Pattern) -> bool:
    """Whether a value of a line goes on over the paragraphs below."""
    return any(slot.in_paragraphs for slot in line.slots)


def _long_cells(page: Page, line: Pattern) -> list[Cell]:
    """The paragraph with the label of a line, and those below it up to the next that is the form's."""
    start = next((n for n, cell in page.own_cells if page.is_free(cell) and _begins(line, cell)), None)
    if start is None:
        return []
    found = list(page.lines[start].cells)
    others = [other for other in page.labels.own_lines if other is not line]
    for below in page.lines[start + 1 :]:
        if below.is_row or any(
            not page.is_free(cell)
            or page.labels.resembles_literal(cell.text)
            or any(_begins(other, cell) for other in others)
            for cell in below.cells
        ):
            break
        found += below.cells
    while not found[-1].text.strip():
        found.pop()
    return found


def _begins(line: Pattern, cell: Cell) -> bool:
    """Whether a paragraph has a label of a line, or is the heading of one."""
    return _is_headed(line, cell) or bool(labels_in(line, cell.text))


def _is_headed(line: Pattern, cell: Cell) -> bool:
    """Whether a paragraph is all that the form prints above a value of several."""
    head = line.parts[0]
    if not _is_long(line) or len(line.parts) != 2 or not isinstance(head, Literal):
        return False
    return key(without_number(cell.text)) == key(without_number(head.text))


def _cells_of(page: Page, line: Pattern) -> list[Cell]:
    """The cells in which labels of a line stand, and the values in cells of their own beside them."""
    if _is_long(line):
        return _long_cells(page, line)
    found: list[Cell] = []
    for number, cell in page.own_cells:
        if not page.is_free(cell) or len(cell.text) > 4 * LONGEST_LABEL:
            continue
        # In a cell of its own a label needs no colon if its value stands beside it.
        is_bare = len(cell.text) <= LONGEST_LABEL and not _COLON.search(cell.text)
        if is_bare and not labels_in(line, f"{cell.text.rstrip()}："):
            continue
        beside = (
            _beside(page, line, number, cell) if is_bare or cell.text.rstrip().endswith((":", "：")) else None
        )
        if labels_in(line, cell.text) or (is_bare and beside is not None):
            found += [cell] if beside is None else [cell, beside]
    return found


def _beside(page: Page, line: Pattern, number: int, cell: Cell) -> Cell | None:
    """The next cell of a row that says something, unless it is used or has a label of its own."""
    row = page.rows[number]
    after = row[next(n for n, each in enumerate(row) if each is cell) + 1 :]
    beside = next((each for each in after if each.text.strip()), None)
    if beside is None or not page.is_free(beside) or _COLON.search(beside.text):
        return None
    return None if labels_in(line, f"{beside.text.rstrip()}：") else beside


def _take_apart_line(page: Page, line: Pattern, cells: Sequence[Cell], *, is_printed: bool) -> None:
    if not cells:
        page.lacks(line)
        return
    if is_printed and _is_headed(line, cells[0]):
        value = RichText.join(cell.rich for cell in cells[1:])
        page.lay(Fitted(line, (Capture(line.slots[0], value, len(cells[0].text) + 1),), tuple(cells)))
        return
    taken = take_apart(line, RichText.join(cell.rich for cell in cells), is_printed=is_printed)
    doubts = () if is_printed else tuple(_run_together(taken.captures))
    page.lay(Fitted(line, taken.captures, tuple(cells)), (*taken.findings, *doubts))
    found = {id(each) for each in labels_in(line, "\n".join(cell.text for cell in cells))}
    missing_slots = [slot for slot in line.slots if id(slot) not in found]
    said = {
        capture.slot.path
        for capture in (taken.captures if isinstance(taken.captures, tuple) else ())
        if capture.text.text.strip()
    }
    named = {slot.path for slot in line.slots if id(slot) in found}
    for path in dict.fromkeys(slot.path for slot in missing_slots):
        if path not in said and path not in named:
            slot = next(slot for slot in missing_slots if slot.path == path)
            label = slot.label
            page.findings.append(Finding.of("KD204", field=path, label=label))


def _take_again(page: Page, line: Pattern) -> None:
    """What stands in cells by the printed labels of a line that was found elsewhere, perhaps without its values."""
    cells = [] if _is_long(line) else _cells_of(page, line)
    printed = [key(name) for slot in line.slots for name in label_before(line.parts, slot)[:1]]
    if any(name in key(cell.text) for name in printed for cell in cells):
        taken = take_apart(line, RichText.join(cell.rich for cell in cells))
        if isinstance(taken.captures, Ambiguous) or any(each.text.text.strip() for each in taken.captures):
            page.lay(Fitted(line, taken.captures, tuple(cells)), taken.findings)


def _run_together(captures: Sequence[Capture] | Ambiguous) -> Iterator[Finding]:
    """A doubt at each value of several lines that became one in which words of another may still stand."""
    for capture in captures if isinstance(captures, tuple) else ():
        if _NOT_ONE_VALUE.search(capture.text.text.strip()):
            label = capture.slot.label
            yield Finding.of("KD205", field=capture.slot.path, label=label)


# ------------------------------------------------------------------ what is left over


def _left_over(page: Page) -> Iterator[Finding]:
    """Each cell that was not used and is not the form's own; paragraphs that follow one another are said once."""
    count = 0
    before: int | None = None
    yield from _about_titles(page)
    for index, cell in page.own_cells:
        if not page.is_free(cell):
            continue
        if _is_literal(page, cell):
            continue
        is_text = not page.lines[index].is_row
        if is_text and before is not None and _follows(page, before, index):
            before = index
            continue
        before = index if is_text else None
        count += 1
        if count > _MOST_LEFT_OVER:
            return
        yield attrs.evolve(left_over(cell), field=page.may_be_rows.get(id(page.lines[index])))


def _about_titles(page: Page) -> Iterator[Finding]:
    """A word on what stands behind a title and is no part of it (（江夏区）), and on each title but the first."""
    count = 0
    for line in page.lines:
        text = heading(line)
        titled = page.labels.title_in(RichText(text)) if text else None
        if titled is None:
            continue
        count += 1
        place = next(cell.place for cell in line.cells if cell.text.strip())
        if titled.behind:
            yield Finding.of("KD242", where=place, raw=masked_numbers(titled.behind))
        if count > 1:
            yield Finding.of("KD207", where=place, kind="重复的标题")


def _follows(page: Page, before: int, index: int) -> bool:
    """Whether only blank paragraphs stand between two lines."""
    between = page.lines[before + 1 : index]
    return all(not line.is_row and line.is_blank for line in between)


def _is_literal(page: Page, cell: Cell) -> bool:
    """Whether a cell is the form's own text; words of the programme in it are kept to be compared."""
    if key(cell.text) in page.labels.literals or page.labels.is_title(cell.text):
        return True
    for own in page.labels.patterns:
        captures = own.match(cell.rich)
        if isinstance(captures, tuple):
            page.lay(Fitted(own, captures, (cell,)))
            return True
    return False


def left_over(cell: Cell) -> Finding:
    """The finding about a cell or paragraph that belongs to nothing; long numbers in it may be private."""
    return Finding.of("KD206", where=cell.place, raw=masked_numbers(cell.text.strip())[:40])
