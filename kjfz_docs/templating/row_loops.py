"""The loops over rows of a template: which rows are their tags, and where a loop ends, also one that nothing closes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import attrs

from kjfz_docs.grids.model import Line
from kjfz_docs.templating.meaning import LINES, Scope
from kjfz_docs.templating.tags import (
    Expression,
    Noted,
    Statement,
    Token,
    fault,
    may_be_row_tag,
    may_be_statement,
    tokens,
    unclosed_loop,
)

_DEEPER = {"for": 1, "endfor": -1}


def is_word(line: Line) -> bool:
    """Whether a line is of a Word document: workbooks have addresses."""
    return not line.cells or line.cells[0].place.cell is None


def is_loop_tag(line: Line) -> bool:
    """Whether a line of a workbook, which looks like a paragraph, is the row of a loop's tag."""
    return not is_word(line) and any(may_be_row_tag(cell.text) for cell in line.cells)


def _row_tokens(line: Line, noted: Noted) -> list[Token]:
    """What stands in the cells of a row; nothing where no statement can be among it."""
    if not any(may_be_statement(cell.text) for cell in line.cells):
        return []
    return [token for cell in line.cells for token in tokens(cell.text, cell.place, noted)]


def loop_in_row(line: Line, scope: Scope) -> Statement | None:
    """A loop of plain Jinja around the cells of a row, as nobody can write it here; the row is its body."""
    quiet = attrs.evolve(scope, faults=[], told=set())  # what is wrong with its tags was noted with the row
    found = [
        token for token in _row_tokens(line, quiet.noted) if isinstance(token, Statement) and not token.level
    ]
    if [token.word for token in found] != ["for", "endfor"] or found[0].expression is None:
        return None
    opening, closing = found
    if found[0].expression.filter == LINES or len(line.text) == len(opening.source) + len(closing.source):
        return None
    hint = f"表格行的循环应写作 {opening.source.replace('{%', '{%tr', 1)} 和 {{%tr endfor %}}，各占一行"
    scope.noted(fault("KD607", opening.source, opening.where, hint=hint))
    scope.excuse(closing.source, closing.where)
    return opening


def row_statement(line: Line, scope: Scope) -> Statement | None:
    """The ``{%tr …%}`` tag of a row; it must stand in a row of its own."""
    found: list[Statement] = []
    rest: list[Statement | None] = []
    for token in _row_tokens(line, scope.noted):
        if isinstance(token, Statement):
            (found if token.level == "tr" else rest).append(token)
        elif not isinstance(token, str) or token.strip():
            rest.append(None)
    alone = rest[0] if len(rest) == 1 and not found else None
    if alone is not None and _is_of_rows(alone):
        return _note_level(alone, scope)
    if found and (rest or len(found) > 1):
        scope.noted(fault("KD605", found[0].source, found[0].where))
        for other in found[1:]:
            scope.excuse(other.source, other.where)
    return _closing(found[0], scope) if found else None


def _is_of_rows(alone: Statement) -> bool:
    """Whether a tag alone in its row is meant for rows: ``{% for …%}``, or ``{%p for …%}`` over what is no text."""
    over = alone.expression.filter if alone.expression is not None else None
    return alone.word in _DEEPER and alone.level in ("", "p") and over != LINES


def _note_level(alone: Statement, scope: Scope) -> Statement:
    """Note once for both tags of a loop over rows that they lack their ``tr``."""
    if alone.word == "endfor" and scope.is_expected(alone.word):
        scope.excuse(alone.source, alone.where)
    hint = f"表格行的循环应写作 {alone.source.replace(f'{{%{alone.level}', '{%tr', 1)}"
    if alone.word == "for":
        scope.expect("endfor")
        hint += " 和 {%tr endfor %}，各占一行"
    scope.noted(fault("KD607", alone.source, alone.where, hint=hint))
    return alone


def _closing(tag: Statement, scope: Scope) -> Statement:
    """The tag of a row; the ``endif`` of no condition was meant to end a loop."""
    if tag.word == "if":
        scope.expect("endif")
        hint = "表格的行没有条件，只支持 for、else、endfor；条件请写在单元格里"
        scope.noted(fault("KD607", tag.source, tag.where, hint=hint))
    elif tag.word == "endif" and scope.is_expected("endif"):
        scope.excuse(tag.source, tag.where)
    elif tag.word == "endif":
        hint = "是否应为 {%tr endfor %}"
        scope.noted(fault("KD601", tag.source, tag.where, detail="标签没有配对", hint=hint))
        return attrs.evolve(tag, word="endfor")
    return tag


def note_unopened(statement: Statement, scope: Scope) -> None:
    """Note the ``else`` or ``endfor`` of a loop that nothing begins; one fault for all that is left of the loop."""
    hint = "前面没有配对的 {%tr for … %}"
    scope.noted_unopened(fault("KD601", statement.source, statement.where, detail="循环没有配对", hint=hint))
    if statement.word == "endfor":
        scope.ended()


def shares_its_row(line: Line, scope: Scope) -> bool:
    """Whether values stand in the row of a loop's tag."""
    quiet = attrs.evolve(scope, faults=[], told=set())
    return any(isinstance(token, Expression) for token in _row_tokens(line, quiet.noted))


@attrs.frozen
class Extent:
    """The lines of a loop: its rows, those of its ``else``, its tags; ``after`` is the line that follows it."""

    body: Sequence[Line]
    blank: Sequence[Line]
    tags: Sequence[Line]
    after: int


def extent(lines: Sequence[Line], start: int, opening: Statement, scope: Scope) -> Extent:
    """What belongs to the loop whose tag is the line ``start``."""
    tags = list(_statements(lines, start, scope))
    end, other = _paired(tags)
    if end is None:
        # The endfor that was meant for this loop closes one inside it, whose rows no endfor follows.
        inner = [index for index, tag in tags[1:] if tag.word == "for" and _is_left_open(lines, index, tags)]
        end, other = _paired([each for each in tags if each[0] not in inner])
    closing = lines[end : end + 1] if end is not None else ()
    if end is None:
        scope.noted(unclosed_loop(opening.source, opening.where))
        end = _after_rows(lines, start, tags) if other is None else other + 1 + _rows(lines[other + 1 :])
        # A row left empty is where its end was.
        closing = [line for line in lines[end : end + 1] if line.is_row and line.is_blank]
    blank = lines[other + 1 : end] if other is not None else ()
    body = lines[start + 1 : end if other is None else other]
    return Extent(body, blank, (lines[start], *closing), end + len(closing))


def _statements(lines: Sequence[Line], start: int, scope: Scope) -> Iterator[tuple[int, Statement]]:
    """The tags of rows from the opening of a loop up to where it ends."""
    depth = 0
    for index in range(start, len(lines)):
        line = lines[index]
        tag = row_statement(line, scope) if line.is_row or is_loop_tag(line) else None
        if tag is not None:
            yield index, tag
            depth += _DEEPER.get(tag.word, 0)
            if depth == 0:
                return


def _paired(tags: Sequence[tuple[int, Statement]]) -> tuple[int | None, int | None]:
    """Where the loop of the first tag ends (None: nowhere), and where its ``else`` stands."""
    depth, other = 0, None
    for index, tag in tags:
        depth += _DEEPER.get(tag.word, 0)
        if depth == 0:
            return index, other
        if tag.word == "else" and depth == 1:
            other = index
    return None, other


def _is_left_open(lines: Sequence[Line], start: int, tags: Sequence[tuple[int, Statement]]) -> bool:
    """Whether no ``endfor`` follows the rows of a loop."""
    after = _after_rows(lines, start, tags)
    return not any(index == after and tag.word == "endfor" for index, tag in tags)


def _after_rows(lines: Sequence[Line], start: int, tags: Sequence[tuple[int, Statement]]) -> int:
    """The line after the rows that use the variable of a loop, or that of a loop inside it."""
    tag_of = dict(tags)
    names = [f"{tag_of[start].variable}."]
    depth = 0
    for index in range(start + 1, len(lines)):
        tag = tag_of.get(index)
        depth += _DEEPER.get(tag.word, 0) if tag is not None else 0
        if tag is not None and depth >= 0 and tag.word in _DEEPER:
            names.append(f"{tag.variable}.")
        elif not (lines[index].is_row and any(name in lines[index].text for name in names)):
            return index
    return len(lines)


def _rows(lines: Sequence[Line]) -> int:
    """How many rows come first."""
    return sum(1 for _ in itertools.takewhile(lambda line: line.is_row, lines))
