"""From a template's grid to its skeleton: which cells are labels, which are slots, which rows repeat."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import attrs

from kjfz_docs.errors import TemplateError
from kjfz_docs.findings import Finding, Place
from kjfz_docs.grids.model import Cell, Grid, Line, Paragraph
from kjfz_docs.templating.meaning import LINES, Scope, iterated, resolve, slot_of
from kjfz_docs.templating.pattern import CALCULATED, Pattern, Slot, pattern
from kjfz_docs.templating.row_loops import (
    extent,
    is_loop_tag,
    is_word,
    loop_in_row,
    note_unopened,
    row_statement,
    shares_its_row,
)
from kjfz_docs.templating.skeleton import Block, CellNode, Loop, Node, Row, Skeleton
from kjfz_docs.templating.tags import (
    Expression,
    Statement,
    Token,
    fault,
    may_be_tag,
    shares_cell,
    tokens,
    unclosed_condition,
)

_Placed = tuple[Paragraph, Place]
_BEGUN = re.compile(r"\{[{%][^{}]*$")
_ENDED = re.compile(r"^[^{}]*[}%]\}")
_OPENING = re.compile(r"\{%\w*\s+(?:for|if)\b|\{%(?:for|if)\b")
_CLOSING = re.compile(r"\{%\w*\s+end(?:for|if)\b|\{%end(?:for|if)\b")


def skeleton(
    grid: Grid,
    record: type,
    titles: Mapping[str, str],
    faults: list[Finding] | None = None,
    labels: Mapping[str, str] = MappingProxyType({}),
) -> Skeleton:
    """Compile the grid of a template for a record class. ``titles`` are the printed names of programmes by id.

    ``labels`` are what the template prints as the names of fields, by their paths, for those without a label.

    Raises TemplateError for the first tag that cannot be rendered or read back; with ``faults`` all of them are
    put there instead, and the rest is compiled.
    """
    scope = Scope(record, titles, faults=faults, labels=labels)
    lines = [_whole_cells(line, scope) for line in grid.lines]
    if grid.lines and grid.lines[-1].is_row and is_word(grid.lines[-1]):
        scope.noted(fault("KD606", "", grid.lines[-1].cells[0].place if grid.lines[-1].cells else None))
    return Skeleton(tuple(_with_headers(_nodes(lines, scope))))


# ------------------------------------------------------------------ lines


def _nodes(lines: Sequence[Line], scope: Scope) -> Iterable[Node]:
    paragraphs: list[_Placed] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        if not line.is_row and not is_loop_tag(line):
            paragraphs.extend(placed for cell in line.cells for placed in _placed(cell))
            index += 1
            continue
        yield from _block(paragraphs, scope)
        paragraphs = []
        opening = row_statement(line, scope)
        index += 1
        try:
            if opening is None and (inside := loop_in_row(line, scope)) is not None:
                yield _loop(inside, [], [], [line], scope)
                continue
            if opening is None:
                yield _row(line, scope)
                continue
            if opening.word != "for":
                note_unopened(opening, scope)
                continue
            found = extent(lines, index - 1, opening, scope)
            index = found.after
            beside = [each for each in found.tags if shares_its_row(each, scope)]
            yield _loop(opening, found.body, found.blank, beside, scope)
        except TemplateError as error:
            scope.noted(error)
    yield from _block(paragraphs, scope)


def _block(paragraphs: Sequence[_Placed], scope: Scope) -> Iterable[Block]:
    compiled = _pattern(paragraphs, scope, in_paragraphs=True)
    if compiled.slots or compiled.literal:
        # Their faults were noted with the block.
        quiet = attrs.evolve(scope, faults=None if scope.faults is None else [])
        lines = tuple(_single_lines(paragraphs, quiet))
        yield Block(compiled, tuple(line for line, _ in lines), tuple(place for _, place in lines))


def _single_lines(paragraphs: Sequence[_Placed], scope: Scope) -> Iterable[tuple[Pattern, Place]]:
    """The paragraphs that mean something by themselves; those of a loop together, with the label above it."""
    units: list[list[_Placed]] = []
    depth = 0
    for paragraph, place in paragraphs:
        text = paragraph.text
        opened = len(_OPENING.findall(text)) - len(_CLOSING.findall(text))
        if depth or (opened > 0 and "for" in text and _ends_in_label(units)):
            units[-1].append((paragraph, place))
        elif text.strip():
            units.append([(paragraph, place)])
        depth += opened
    if any(len(unit) > 1 and not any("for" in paragraph.text for paragraph, _ in unit) for unit in units):
        return  # a condition over several paragraphs
    yield from ((_pattern(unit, scope, in_paragraphs=True), unit[0][1]) for unit in units)


def _ends_in_label(units: Sequence[Sequence[_Placed]]) -> bool:
    """Whether the last of them names what follows: it ends in a colon, or is a heading below other values."""
    if not units or len(units[-1]) > 1 or "{" in units[-1][0][0].text:
        return False
    is_below = any("{{" in paragraph.text for unit in units for paragraph, _ in unit)
    return is_below or units[-1][0][0].text.rstrip().endswith((":", "："))


def _placed(cell: Cell) -> Iterable[_Placed]:
    return ((paragraph, cell.place) for paragraph in cell.paragraphs)


def _with_headers(nodes: Iterable[Node]) -> Iterable[Node]:
    """Each loop knows the row of labels before it."""
    before: Node | None = None
    for node in nodes:
        if (
            isinstance(node, Loop)
            and isinstance(before, Row)
            and not any(c.pattern.slots for c in before.cells)
        ):
            yield attrs.evolve(node, header=tuple(cell.pattern.literal for cell in before.cells))
        else:
            yield node
        before = node


def _row(line: Line, scope: Scope) -> Row:
    cells = sorted((*line.cells, *line.above), key=lambda cell: cell.first)
    return Row(tuple(_cell(cell, scope) for cell in cells))


def _cell(cell: Cell, scope: Scope) -> CellNode:
    found = _pattern(list(_placed(cell)), scope)
    if cell.formula:
        # What a number came to be is no label.
        found = CALCULATED if cell.raw is not None else attrs.evolve(found, is_calculated=True)
    return CellNode(
        found,
        cell.first,
        cell.last,
        merged_down=shares_cell(cell.text),
        place=cell.place,
    )


def _loop(
    opening: Statement, body: Sequence[Line], blank: Sequence[Line], beside: Sequence[Line], scope: Scope
) -> Loop:
    """A loop over rows; ``beside`` are the rows that wrongly share their line with its tags."""
    if opening.expression is None or opening.variable is None:
        raise fault("KD607", opening.source, opening.where, hint="表格行只支持 for、else、endfor")
    root = iterated(opening.expression, scope)
    inner = scope.inside(opening.variable, root)
    nodes = tuple(_nodes(body, inner))
    groups = [node for node in nodes if isinstance(node, Loop) and node.path == root.path]
    # Groups of neighbours: the rows are those of the inner loop.
    rows = groups[0].body if groups else tuple(node for node in nodes if isinstance(node, Row))
    if len(nodes) != (1 if groups else len(rows)):
        scope.noted(fault("KD607", opening.source, opening.where, hint="行循环里只能有表格行"))
    others = tuple(node for node in _nodes(blank, scope) if isinstance(node, Row))
    return Loop(root.path, (*rows, *(_row(line, inner) for line in beside)), others)


# ------------------------------------------------------------------ the text of a cell


def _pattern(paragraphs: Sequence[_Placed], scope: Scope, *, in_paragraphs: bool = False) -> Pattern:
    parts: list[str | Slot] = []
    stream = _stream(paragraphs, scope)
    index = -1
    while (index := _fill(parts, stream, index + 1, scope)) < len(stream):
        stray = stream[index]
        assert isinstance(stray, Statement)
        hint = "前面没有与它配对的标签"
        scope.noted(fault("KD601", stray.source, stray.where, detail="标签没有配对", hint=hint))
    # Spaces alone do not tell where a value ends; a line end does.
    told = [part for part in parts if isinstance(part, Slot) or part.strip() or "\n" in part]
    for before, after in itertools.pairwise(told):
        if not (isinstance(before, Slot) and isinstance(after, Slot)):
            continue
        if not before.codec.tells_apart() and not after.codec.tells_apart():
            place = next(t.where for t in stream if not isinstance(t, str) and t.source == before.source)
            scope.noted(fault("KD604", before.source, place, first=before.source, second=after.source))
    if len(parts) > 1:
        parts = _trimmed(parts)
    return pattern(parts, in_paragraphs=in_paragraphs)


def _stream(paragraphs: Sequence[_Placed], scope: Scope) -> list[Token]:
    """The literals and tags of paragraphs in order, a line end between two."""
    stream: list[Token] = []
    for index, (text, place) in enumerate(_whole_tags(paragraphs, scope)):
        if index:
            stream.append("\n")
        if may_be_tag(text):
            for token in tokens(text, place, scope.noted):
                if isinstance(token, Statement) and token.level == "tr":
                    scope.noted(fault("KD605", token.source, token.where))
                else:
                    stream.append(token)
        elif text:
            stream.append(text)
    return stream


def _whole_tags(paragraphs: Sequence[_Placed], scope: Scope) -> list[tuple[str, Place]]:
    """The texts of paragraphs; a tag that was broken over two of them is a fault, and joined."""
    found: list[tuple[str, Place]] = []
    for paragraph, place in paragraphs:
        begun = _BEGUN.search(found[-1][0]) if found else None
        ended = _ENDED.match(paragraph.text) if begun else None
        if begun is not None and ended is not None:
            gap = "" if begun.group().startswith("{{") else " "
            tag = f"{begun.group()}{gap}{ended.group()}"
            hint = "请把整个标签写在同一行里"
            scope.noted(fault("KD601", tag, place, detail="标签断成了两行", hint=hint))
            found[-1] = (f"{found[-1][0]}{gap}{paragraph.text}", found[-1][1])
            scope.excuse(tag, found[-1][1])
        else:
            found.append((paragraph.text, place))
    return found


def _whole_cells(line: Line, scope: Scope) -> Line:
    """The line; a tag that was broken over two of its cells is a fault, and put into the first of them."""
    cells = list(line.cells)
    for index, (before, after) in enumerate(itertools.pairwise(line.cells)):
        begun = _BEGUN.search(cells[index].text) if before.paragraphs and after.paragraphs else None
        ended = _ENDED.match(after.paragraphs[0].text) if begun is not None else None
        if begun is None or ended is None:
            continue
        tag = begun.group() + ended.group()
        hint = "请把整个标签写在同一个单元格里"
        scope.noted(fault("KD601", tag, before.place, detail="标签断在两个单元格里", hint=hint))
        *kept, last = cells[index].paragraphs
        first, *rest = after.paragraphs
        cells[index] = attrs.evolve(before, paragraphs=(*kept, Paragraph(last.text + ended.group())))
        cells[index + 1] = attrs.evolve(after, paragraphs=(Paragraph(first.text[ended.end() :]), *rest))
    return line if cells == list(line.cells) else attrs.evolve(line, cells=tuple(cells))


def _trimmed(parts: list[str | Slot]) -> list[str | Slot]:
    """Without blank literals at the ends, which a slot that fills the cell does not need."""
    first = 1 if isinstance(parts[0], str) and not parts[0].strip() else 0
    last = len(parts) - (1 if isinstance(parts[-1], str) and not parts[-1].strip() else 0)
    return parts[first:last] or [""]


def _fill(parts: list[str | Slot], stream: Sequence[Token], start: int, scope: Scope) -> int:
    """Append the parts from ``start`` up to the statement that closes this level; return its index."""
    index = start
    while index < len(stream):
        token = stream[index]
        if isinstance(token, str):
            parts.append(token)
        elif isinstance(token, Expression):
            try:
                parts.append(slot_of(token, scope))
            except TemplateError as error:
                scope.noted(error)
        elif token.word == "if":
            index = _conditional(parts, stream, index, scope)
        elif token.word == "for":
            index = _paragraph_loop(parts, stream, index, scope)
        elif token.word != "vm":
            return index
        index += 1
    return index


def _conditional(parts: list[str | Slot], stream: Sequence[Token], start: int, scope: Scope) -> int:
    """``{% if x %}{{ x }}{% else %}guidance{% endif %}``: one slot with guidance."""
    opening = stream[start]
    assert isinstance(opening, Statement)
    shown: list[str | Slot] = []
    guidance: list[str | Slot] = []
    index = _fill(shown, stream, start + 1, scope)
    while index < len(stream) and _is(stream[index], "elif"):
        other = stream[index]
        assert isinstance(other, Statement)
        hint = "不支持 elif；条件只能写作 {% if x %}{{ x }}{% else %}文字{% endif %}"
        scope.noted(fault("KD607", other.source, other.where, hint=hint))
        parts.append("\n")
        index = _fill(parts, stream, index + 1, scope)
        parts.append("\n")
    if index < len(stream) and _is(stream[index], "else"):
        index = _fill(guidance, stream, index + 1, scope)
    if index >= len(stream) or not _is(stream[index], "endif"):
        scope.noted(unclosed_condition(opening.source, opening.where))
        parts.extend([*shown, *guidance])
        return index - 1
    slots = [part for part in shown if isinstance(part, Slot)]
    texts = [part for part in shown if isinstance(part, str) and part.strip()]
    if len(slots) != 1 or texts or any(isinstance(part, Slot) for part in guidance):
        hint = "条件里只能有一个字段，else 之后只能有文字"
        scope.noted(fault("KD607", opening.source, opening.where, hint=hint))
        parts.extend(shown)
        return index
    if not _is_about(opening.expression, slots[0], scope):
        scope.noted(fault("KD607", opening.source, opening.where, hint="条件必须是其中的字段"))
    text = "".join(part for part in guidance if isinstance(part, str)).strip("\n")
    parts.append(attrs.evolve(slots[0], guidance=text))
    return index


def _is_about(condition: Expression | None, slot: Slot, scope: Scope) -> bool:
    try:
        return condition is not None and resolve(condition, scope)[0] == slot.path
    except TemplateError as error:
        scope.noted(error)
        return True


def _paragraph_loop(parts: list[str | Slot], stream: Sequence[Token], start: int, scope: Scope) -> int:
    """``{%p for line in x|lines %}``, ``{{ line }}``, ``{%p endfor %}``: one slot over several paragraphs."""
    opening = stream[start]
    assert isinstance(opening, Statement)
    expression, variable = opening.expression, opening.variable
    assert expression is not None
    assert variable is not None
    end = next((i for i in range(start, len(stream)) if _is(stream[i], "endfor")), len(stream))
    shown = [token for token in stream[start + 1 : end] if not isinstance(token, str) or token.strip()]
    single = shown[0] if len(shown) == 1 else None
    try:
        if expression.filter != LINES:
            hint = (
                "段落循环应写作 {%p for line in x|lines %}；表格的行应写作 {%tr for row in rows %}，独占一行"
            )
            scope.noted(fault("KD607", opening.source, opening.where, hint=hint))
            if resolve(attrs.evolve(expression, filter=None), scope)[1].row is not None:
                inner = scope.inside(variable, iterated(expression, scope))
                return _fill(parts, stream, start + 1, inner)
        if end == len(stream) or not isinstance(single, Expression) or single.path != variable:
            hint = f"段落循环里只能有 {{{{ {variable} }}}}，之后是 {{%p endfor %}}"
            scope.noted(fault("KD607", opening.source, opening.where, hint=hint))
        slot = slot_of(attrs.evolve(expression, filter=None), scope)
        parts.append(attrs.evolve(slot, source=opening.source, in_paragraphs=True))
    except TemplateError as error:
        scope.noted(error)
    return end


def _is(token: Token, word: str) -> bool:
    return isinstance(token, Statement) and token.word == word
