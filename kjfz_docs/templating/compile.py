"""From a template's grid to its skeleton: which cells are labels, which are slots, which rows repeat."""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Iterable, Mapping, Sequence

import attrs

from kjfz_docs.codecs import FILTERS, codec_for
from kjfz_docs.errors import TemplateError
from kjfz_docs.findings import Finding, Place
from kjfz_docs.grids.model import Cell, Grid, Line, Paragraph
from kjfz_docs.records.fields import FieldInfo, computed_parts, fields_by_name, fields_of
from kjfz_docs.templating.pattern import CALCULATED, Origin, Pattern, Slot, pattern
from kjfz_docs.templating.skeleton import Block, CellNode, Loop, Node, Row, Skeleton
from kjfz_docs.templating.tags import (
    Expression,
    Statement,
    Token,
    fault,
    shares_cell,
    tokens,
    unclosed_condition,
    unclosed_loop,
)
from kjfz_docs.templating.terms import TERMS, Terms

GROUPING = "neighbours"
LINES = "lines"
_KNOWN_FILTERS = (*FILTERS, GROUPING)


@attrs.frozen
class _Root:
    """What a name means at a place of the template: a path in the record and the class that has its fields."""

    path: str
    cls: type
    origin: Origin = Origin.FIELD


@attrs.frozen
class _Scope:
    """The names that tags may use at a place."""

    record: type
    titles: Mapping[str, str]
    loops: Mapping[str, _Root] = attrs.field(factory=dict)
    faults: list[Finding] | None = None

    def inside(self, name: str, root: _Root) -> _Scope:
        return attrs.evolve(self, loops={**self.loops, name: root})

    def noted(self, error: TemplateError) -> None:
        """Keep a fault where all are wanted; else it ends the compiling."""
        if self.faults is None:
            raise error
        self.faults.extend(error.findings)


def skeleton(
    grid: Grid, record: type, titles: Mapping[str, str], faults: list[Finding] | None = None
) -> Skeleton:
    """Compile the grid of a template for a record class. ``titles`` are the printed names of programmes by id.

    Raises TemplateError for the first tag that cannot be rendered or read back; with ``faults`` all of them are
    put there instead, and the rest is compiled.
    """
    scope = _Scope(record, titles, faults=faults)
    if grid.lines and grid.lines[-1].is_row and _is_word(grid.lines[-1]):
        scope.noted(fault("KD606", "", grid.lines[-1].cells[0].place if grid.lines[-1].cells else None))
    return Skeleton(tuple(_with_headers(_nodes(grid.lines, scope))))


# ------------------------------------------------------------------ lines


def _nodes(lines: Sequence[Line], scope: _Scope) -> Iterable[Node]:
    paragraphs: list[Paragraph] = []
    place = None
    index = 0
    while index < len(lines):
        line = lines[index]
        if not line.is_row and not _is_loop_tag(line):
            place = place or line.cells[0].place
            paragraphs.extend(paragraph for cell in line.cells for paragraph in cell.paragraphs)
            index += 1
            continue
        yield from _block(paragraphs, scope, place)
        paragraphs, place = [], None
        try:
            opening = _row_statement(line)
            if opening is None:
                yield _row(line, scope)
                index += 1
                continue
            end, blank_start = _loop_end(lines, index)
        except TemplateError as error:
            scope.noted(error)
            index += 1
            continue
        body, blank = lines[index + 1 : blank_start or end], lines[(blank_start or end) + 1 : end]
        index = end + 1
        try:
            yield _loop(opening, line, body, blank, scope)
        except TemplateError as error:
            scope.noted(error)
    yield from _block(paragraphs, scope, place)


def _block(paragraphs: Sequence[Paragraph], scope: _Scope, place: Place | None) -> Iterable[Block]:
    compiled = _pattern(paragraphs, scope, place)
    if compiled.slots or compiled.literal:
        # Their faults were noted with the block.
        quiet = attrs.evolve(scope, faults=None if scope.faults is None else [])
        yield Block(compiled, tuple(_single_lines(paragraphs, quiet, place)), place)


def _single_lines(paragraphs: Sequence[Paragraph], scope: _Scope, place: Place | None) -> Iterable[Pattern]:
    """The paragraphs that mean something by themselves (not those of a loop or a condition)."""
    if any("{%" in paragraph.text for paragraph in paragraphs):
        return
    for paragraph in paragraphs:
        if paragraph.text.strip():
            yield _pattern([paragraph], scope, place)


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


def _row(line: Line, scope: _Scope) -> Row:
    cells = sorted((*line.cells, *line.above), key=lambda cell: cell.first)
    return Row(tuple(_cell(cell, scope) for cell in cells))


def _cell(cell: Cell, scope: _Scope) -> CellNode:
    found = _pattern(cell.paragraphs, scope, cell.place)
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


def _is_word(line: Line) -> bool:
    """Whether a line is of a Word document: workbooks have addresses."""
    return not line.cells or line.cells[0].place.cell is None


def _is_loop_tag(line: Line) -> bool:
    """Whether a line of a workbook, which looks like a paragraph, is the row of a loop's tag."""
    return not _is_word(line) and any("{%tr" in cell.text for cell in line.cells)


def _row_statement(line: Line) -> Statement | None:
    """The ``{%tr …%}`` tag of a row; it must stand in a row of its own."""
    found: list[Statement] = []
    rest = False
    for cell in line.cells:
        for token in tokens(cell.text, cell.place) if "{" in cell.text else [cell.text]:
            if isinstance(token, Statement) and token.level == "tr":
                found.append(token)
            elif not isinstance(token, str) or token.strip():
                rest = True
    if found and (rest or len(found) > 1):
        raise fault("KD605", found[0].source, line.cells[0].place)
    return found[0] if found else None


def _loop_end(lines: Sequence[Line], start: int) -> tuple[int, int | None]:
    """The line of the ``endfor`` that closes the loop, and that of its ``else``."""
    depth, other = 0, None
    for index in range(start, len(lines)):
        statement = (
            _row_statement(lines[index]) if lines[index].is_row or _is_loop_tag(lines[index]) else None
        )
        if statement is None:
            continue
        if statement.word == "for":
            depth += 1
        elif statement.word == "endfor":
            depth -= 1
            if depth == 0:
                return index, other
        elif statement.word == "else" and depth == 1:
            other = index
    opening = _row_statement(lines[start])
    raise unclosed_loop(opening.source if opening else "", lines[start].cells[0].place)


def _loop(opening: Statement, line: Line, body: Sequence[Line], blank: Sequence[Line], scope: _Scope) -> Loop:
    place = line.cells[0].place
    if opening.word != "for" or opening.expression is None or opening.variable is None:
        raise fault("KD607", opening.source, place, hint="表格行只支持 for、else、endfor")
    root = _iterated(opening.expression, scope, place)
    inner = scope.inside(opening.variable, root)
    nodes = tuple(_nodes(body, inner))
    if len(nodes) == 1 and isinstance(nodes[0], Loop) and nodes[0].path == root.path:
        rows = nodes[0].body  # groups of neighbours: the rows are those of the inner loop
    else:
        rows = tuple(node for node in nodes if isinstance(node, Row))
        if len(rows) != len(nodes):
            raise fault("KD607", opening.source, place, hint="行循环里只能有表格行")
    others = tuple(node for node in _nodes(blank, scope) if isinstance(node, Row))
    return Loop(root.path, rows, others)


def _iterated(expression: Expression, scope: _Scope, place: Place) -> _Root:
    """What a row loop runs over: the rows of the record, its groups, or the rows of a group."""
    if expression.path in scope.loops and expression.filter is None:
        return scope.loops[expression.path]
    if expression.filter not in (None, GROUPING):
        raise _unknown_filter(expression, place)
    root, info = _resolve(expression, scope, place)
    if info.row is None:
        raise fault("KD607", expression.source, place, hint=f"“{expression.path}”不是列表，不能循环")
    return _Root(f"{root}.*", info.row)


# ------------------------------------------------------------------ the text of a cell


def _pattern(paragraphs: Sequence[Paragraph], scope: _Scope, place: Place | None) -> Pattern:
    parts: list[str | Slot] = []
    try:
        _fill(parts, _stream(paragraphs, place), 0, scope, place)
    except TemplateError as error:
        scope.noted(error)
    # Spaces alone do not tell where a value ends; a line end does.
    told = [part for part in parts if isinstance(part, Slot) or part.strip() or "\n" in part]
    for before, after in itertools.pairwise(told):
        if not (isinstance(before, Slot) and isinstance(after, Slot)):
            continue
        if before.codec.shape() is None and after.codec.shape() is None:
            scope.noted(fault("KD604", before.source, place, first=before.source, second=after.source))
    if len(parts) > 1:
        parts = _trimmed(parts)
    return pattern(parts)


def _stream(paragraphs: Sequence[Paragraph], place: Place | None) -> list[Token]:
    """The literals and tags of paragraphs in order, a line end between two."""
    stream: list[Token] = []
    for index, paragraph in enumerate(paragraphs):
        if index:
            stream.append("\n")
        if "{" in paragraph.text or "}" in paragraph.text:
            stream.extend(tokens(paragraph.text, place))
        elif paragraph.text:
            stream.append(paragraph.text)
    return stream


def _trimmed(parts: list[str | Slot]) -> list[str | Slot]:
    """Without blank literals at the ends, which a slot that fills the cell does not need."""
    first = 1 if isinstance(parts[0], str) and not parts[0].strip() else 0
    last = len(parts) - (1 if isinstance(parts[-1], str) and not parts[-1].strip() else 0)
    return parts[first:last] or [""]


def _fill(
    parts: list[str | Slot], stream: Sequence[Token], start: int, scope: _Scope, place: Place | None
) -> int:
    """Append the parts from ``start`` up to the statement that closes this level; return its index."""
    index = start
    while index < len(stream):
        token = stream[index]
        if isinstance(token, str):
            parts.append(token)
        elif isinstance(token, Expression):
            try:
                parts.append(_slot(token, scope, place))
            except TemplateError as error:
                scope.noted(error)
        elif token.word == "if":
            index = _conditional(parts, stream, index, scope, place)
        elif token.word == "for":
            index = _paragraph_loop(parts, stream, index, scope, place)
        elif token.word != "vm":
            return index
        index += 1
    return index


def _conditional(
    parts: list[str | Slot], stream: Sequence[Token], start: int, scope: _Scope, place: Place | None
) -> int:
    """``{% if x %}{{ x }}{% else %}guidance{% endif %}``: one slot with guidance."""
    opening = stream[start]
    assert isinstance(opening, Statement)
    shown: list[str | Slot] = []
    guidance: list[str | Slot] = []
    index = _fill(shown, stream, start + 1, scope, place)
    if index < len(stream) and _is(stream[index], "else"):
        index = _fill(guidance, stream, index + 1, scope, place)
    if index >= len(stream) or not _is(stream[index], "endif"):
        raise unclosed_condition(opening.source, place)
    slots = [part for part in shown if isinstance(part, Slot)]
    texts = [part for part in shown if isinstance(part, str) and part.strip()]
    if len(slots) != 1 or texts or any(isinstance(part, Slot) for part in guidance):
        raise fault("KD607", opening.source, place, hint="条件里只能有一个字段，else 之后只能有文字")
    condition = opening.expression
    if condition is None or _path_in(condition, scope) != slots[0].path:
        raise fault("KD607", opening.source, place, hint="条件必须是其中的字段")
    text = "".join(part for part in guidance if isinstance(part, str)).strip("\n")
    parts.append(attrs.evolve(slots[0], guidance=text))
    return index


def _paragraph_loop(
    parts: list[str | Slot], stream: Sequence[Token], start: int, scope: _Scope, place: Place | None
) -> int:
    """``{%p for line in x|lines %}``, ``{{ line }}``, ``{%p endfor %}``: one slot over several paragraphs."""
    opening = stream[start]
    assert isinstance(opening, Statement)
    expression = opening.expression
    assert expression is not None
    if expression.filter != LINES:
        raise fault("KD607", opening.source, place, hint="段落循环应写作 {%p for line in x|lines %}")
    index = start + 1
    shown = []
    while index < len(stream) and not _is(stream[index], "endfor"):
        token = stream[index]
        if not isinstance(token, str) or token.strip():
            shown.append(token)
        index += 1
    single = shown[0] if len(shown) == 1 else None
    if index == len(stream) or not isinstance(single, Expression) or single.path != opening.variable:
        raise fault("KD607", opening.source, place, hint="段落循环里只能有 {{ line }}")
    parts.append(
        attrs.evolve(_slot(attrs.evolve(expression, filter=None), scope, place), source=opening.source)
    )
    return index


def _is(token: Token, word: str) -> bool:
    return isinstance(token, Statement) and token.word == word


# ------------------------------------------------------------------ what a tag means


def _slot(expression: Expression, scope: _Scope, place: Place | None) -> Slot:
    path, info = _resolve(expression, scope, place)
    origin = _origin(expression, scope)
    if info.record is not None or info.row is not None:
        names = [each.name for each in fields_of(info.record or info.row or object)]
        hint = f"“{expression.path}”不是一个栏目，请写到其中一项，如 {expression.path}.{names[0] if names else '…'}"
        raise fault("KD607", expression.source, place, hint=hint)
    if expression.filter is None:
        return Slot(path, info, codec_for(info, titles=scope.titles), expression.source, origin)
    made = FILTERS.get(expression.filter)
    if made is None:
        raise _unknown_filter(expression, place)
    try:
        codec = made.of(info, *expression.arguments, titles=scope.titles)
    except (TypeError, ValueError) as error:
        raise fault(
            "KD601", expression.source, place, detail=str(error), hint="请核对过滤器的参数"
        ) from error
    option = str(expression.arguments[0]) if getattr(codec, "option", None) is not None else None
    return Slot(path, info, codec, expression.source, origin, option=option)


def _path_in(expression: Expression, scope: _Scope) -> str:
    return _resolve(expression, scope)[0]


def _origin(expression: Expression, scope: _Scope) -> Origin:
    root = expression.path.split(".")[0]
    if root in scope.loops or root in fields_by_name(scope.record):
        return Origin.FIELD
    return Origin.TERM if root == TERMS else Origin.COMPUTED


def _resolve(expression: Expression, scope: _Scope, place: Place | None = None) -> tuple[str, FieldInfo]:
    """The path in the record that a tag names, and the field there."""
    root, *names = expression.path.split(".")
    if root in scope.loops:
        path, cls = scope.loops[root].path, scope.loops[root].cls
    else:
        path, cls = "", scope.record
        names = [root, *names]
        if root == TERMS:
            path, cls, names = TERMS, Terms, names[1:]
        elif root not in fields_by_name(cls):
            computed = computed_parts(cls).get(root)
            if computed is not None:
                path, cls, names = root, computed, names[1:]
    info: FieldInfo | None = None
    for name in names:
        info = fields_by_name(cls).get(name) if attrs.has(cls) else None
        if info is None:
            raise _unknown_field(expression, name, cls, scope, place)
        path = f"{path}.{name}" if path else name
        cls = info.record or info.type
    if info is None:
        raise _unknown_field(expression, root, cls, scope, place)
    return path, info


def _unknown_field(
    expression: Expression, name: str, cls: type, scope: _Scope, place: Place | None
) -> Exception:
    known = [info.name for info in fields_of(cls)] if attrs.has(cls) else []
    near = difflib.get_close_matches(name, [*known, *scope.loops, TERMS], n=1, cutoff=0.5)
    hint = f"是否应为“{near[0]}”" if near else f"可用的字段：{'、'.join(known)}"
    return fault("KD602", expression.source, place, name=expression.path, hint=hint)


def _unknown_filter(expression: Expression, place: Place | None = None) -> Exception:
    return fault("KD603", expression.source, place, name=expression.filter, known="、".join(_KNOWN_FILTERS))
