"""The text of paragraphs: runs, symbols, breaks, fields, controls, tracked changes, text boxes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

import attrs

from kjfz_docs.grids.alternatives import ALTERNATE, chosen
from kjfz_docs.grids.docx_fields import NOTHING, Field, form_control, printed
from kjfz_docs.grids.docx_lines import LineBuilder
from kjfz_docs.grids.docx_names import VAL, w, w14
from kjfz_docs.grids.docx_numbering import Numbering
from kjfz_docs.grids.docx_shapes import Drawn, drawn, words
from kjfz_docs.grids.docx_styles import Look, Styles
from kjfz_docs.grids.docx_walk import REMOVED, Walk
from kjfz_docs.grids.limits import Limits
from kjfz_docs.grids.model import PLAIN, Paragraph
from kjfz_docs.grids.notes import Notes
from kjfz_docs.grids.refusal import too_much
from kjfz_docs.grids.symbols import in_symbol_font, symbol
from kjfz_docs.grids.xml import Element, child_of

_P, _R, _T, _RPR, _PPR, _TBL = w("p"), w("r"), w("t"), w("rPr"), w("pPr"), w("tbl")
_SYM, _CHECK_BOX, _CHECKED, _CHECKED_VAL = w("sym"), w14("checkbox"), w14("checked"), w14("val")
_PSTYLE, _NUMPR, _NUMID, _ILVL = w("pStyle"), w("numPr"), w("numId"), w("ilvl")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

_BLOCKS = frozenset({_P, _TBL})
_INLINE = frozenset({_R, w("fldSimple"), _MATH + "r"})
# White space that is no text at the ends of one, unless it says so.
EDGES = " \t\r\n"
# LibreOffice writes _x0041_ as _x005F_x0041_ into documents too, where Word takes it as it stands.
_ESCAPE = re.compile(r"_x005F_(?=x[0-9a-f]{4}_)", re.IGNORECASE)
_LINE_ENDS = str.maketrans({"\r": " ", "\n": " "})


@attrs.frozen
class Nested:
    """A table inside a cell or a text box, and whether its text counts."""

    table: Element
    muted: int


class TextReader(Walk):
    """Reads paragraphs one after another into ``Paragraph`` lines; ``take`` hands out what has gathered."""

    def __init__(
        self, styles: Styles, numbering: Callable[[], Numbering], notes: Notes, limits: Limits
    ) -> None:
        super().__init__(styles, notes, limits)
        self.tables: list[Nested] = []
        self.escaped = False
        self._numbering = numbering
        self._fields: list[Field] = []
        self._style: str | None = None
        self._line = LineBuilder()
        self._boxes: list[Paragraph] = []
        self._open = False
        self._blocks = 0

    @property
    def counted(self) -> int:
        """How many paragraphs and cells were counted."""
        return self._blocks

    def count(self, number: int = 1) -> None:
        """Count paragraphs or cells."""
        self._blocks += number
        if self._blocks > self._limits.blocks:
            raise too_much("段落和单元格过多")

    def control_ends(self, properties: Element | None, content: Element) -> None:
        """A check box control shows its own text; one that lost it still knows its state."""
        box = None if properties is None else properties.find(_CHECK_BOX)
        if box is None or any(each.tag == _SYM or each.text for each in content.iter(_T, _SYM)):
            return
        checked = box.find(_CHECKED)
        value = "0" if checked is None else checked.get(_CHECKED_VAL) or "1"
        self._line.add("☑" if value in ("1", "true", "on") else "☐", PLAIN)

    # Paragraphs

    @property
    def open(self) -> bool:
        """Whether the last paragraph goes on in the next, because its mark was deleted."""
        return self._open

    def take(self) -> tuple[Paragraph, ...]:
        """What was read since the last call."""
        if self._open:
            self._open = False
            self._line.end()
        return self._line.take()

    def paragraph(self, element: Element) -> None:
        """Read a paragraph; its text boxes follow it as further paragraphs."""
        self.count()
        joined, self._open = self._open, False
        self._style, number, goes_on = self._properties(element)
        line = self._line
        if not joined:
            line.number = number
        begin = len(line.lines)
        for child in self.flat(element, _INLINE):
            if child.tag == _R:
                self._run(child)
            else:
                self._other(child)
        # A field that silences text and never ends must not swallow the rest of the document.
        while self._fields and self._fields[-1].silent:
            self._fields.pop()
        if goes_on:
            self._open = True
            return
        line.end()
        if self._boxes:
            boxes, self._boxes = self._boxes, []
            if len(line.lines) == begin + 1 and not line.lines[-1].text.strip():
                line.lines.pop()
            line.lines += boxes

    def _properties(self, element: Element) -> tuple[str | None, str, bool]:
        """The style and automatic number of a paragraph, and whether its mark was deleted."""
        ppr = child_of(element, _PPR)
        style, number_id, level, goes_on = None, None, None, False
        if ppr is not None:
            for child in ppr:
                tag = child.tag
                if tag == _PSTYLE:
                    style = child.get(VAL)
                elif tag == _NUMPR:
                    number, depth = child.find(_NUMID), child.find(_ILVL)
                    number_id = None if number is None else number.get(VAL)
                    level = None if depth is None else depth.get(VAL)
                elif tag == _RPR:
                    for mark in child:
                        if mark.tag in REMOVED:
                            self.notes.once("KD209")
                            goes_on = True
        if self.muted:
            return style, "", goes_on
        origin = None
        if number_id is None:
            number_id, inherited, origin = self.styles.numbering(style)
            level = level or inherited
        if number_id is None or number_id == "0":
            return style, "", goes_on
        return style, self._numbering().next(number_id, level, origin), goes_on

    # Runs

    def _run(self, run: Element) -> None:
        look: Look | None = None
        for child in run:
            tag = child.tag
            if tag == _RPR:
                look = self.styles.look(self._style, child)
                continue
            if look is None:
                look = self.styles.base(self._style)[1]
            if tag == _T:
                self._text(child, look)
            else:
                read = _IN_RUN.get(tag)
                if read is not None:
                    read(self, child, look)

    def _silent(self, look: Look) -> bool:
        """Whether text here is not read: in a placeholder, hidden, or part of a field's code."""
        if self.muted or look.hidden:
            return True
        if not self._fields:
            return False
        field = self._fields[-1]
        field.has_result = field.has_result or not field.silent
        return field.silent

    def _text(self, element: Element, look: Look) -> None:
        text = element.text or ""
        if len(element):
            text = "".join(element.itertext())
        if not text:
            return
        if (text[0] in EDGES or text[-1] in EDGES) and element.get(_SPACE) != "preserve":
            text = text.strip(EDGES)
        if look.hidden and not self.muted and text.strip():
            self.notes.once("KD210")
        if self._silent(look):
            return
        if "\n" in text or "\r" in text:
            text = text.translate(_LINE_ENDS)
        if self.escaped:
            text = _ESCAPE.sub("_", text)
        if look.latin is not None or look.east is not None:
            text = in_symbol_font(text, look.latin, look.east)
        self._line.add(text, look.format)

    def _say(self, text: str, look: Look) -> None:
        if not self._silent(look):
            self._line.add(text, look.format)

    def _break(self, element: Element, look: Look) -> None:
        if self._silent(look):
            return
        if element.get(w("type")) not in ("page", "column"):
            self._line.end()
        else:
            self._line.tear()

    def _symbol(self, element: Element, look: Look) -> None:
        code = element.get(w("char")) or ""
        try:
            number = int(code[:8], 16)
        except ValueError:
            return
        if look.hidden and not self.muted:
            self.notes.once("KD210")
        self._say(symbol(element.get(w("font")), number), look)

    def _field_char(self, element: Element, look: Look) -> None:
        kind = element.get(w("fldCharType"))
        if kind == "begin":
            shown = form_control(element)
            if shown is not None:
                self._say(shown, look)
            outer = bool(self._fields) and self._fields[-1].silent
            self._fields.append(Field(control=shown is not None, inside_code=outer))
        elif not self._fields:
            return
        elif kind == "separate":
            self._fields[-1].in_result = True
        elif kind == "end":
            self._end_field(self._fields.pop(), look)

    def _end_field(self, field: Field, look: Look) -> None:
        if not field.control and not field.has_result:
            self._print("".join(field.code), look)
        if self._fields and not self._fields[-1].silent:
            self._fields[-1].has_result = True

    def _print(self, code: str, look: Look) -> None:
        found = printed(code)
        if found is NOTHING or self._silent(look):
            return
        if not found.clear:
            self.notes.here("KD218")
        style = attrs.evolve(look.format, circled=True) if found.circled else look.format
        self._line.add(found.text, style)

    def _field_code(self, element: Element, _look: Look) -> None:
        if self._fields and not self._fields[-1].in_result:
            self._fields[-1].code.append(element.text or "")

    def _ruby(self, element: Element, _look: Look) -> None:
        base = element.find(w("rubyBase"))
        for run in () if base is None else self.flat(base, _INLINE):
            self._run(run)

    def _alternate(self, element: Element, _look: Look) -> None:
        branch = chosen(element)
        if branch is not None:
            self.enter()
            self._run(branch)
            self.leave()

    def _drawing(self, element: Element, look: Look) -> None:
        self.enter()
        for kind, what in drawn(element):
            if kind is Drawn.BOX:
                self._box(what)
            elif kind is Drawn.WORDS:
                if not self.muted and not look.hidden:
                    self._boxes.append(Paragraph(words(what)))
            elif kind is Drawn.SHAPE:
                self.notes.here("KD211")
            elif kind is Drawn.HIDDEN:
                self.notes.once("KD210")
            else:
                self.notes.here("KD219", kind="图片" if kind is Drawn.PICTURE else "图表")
        self.leave()

    def _object(self, _element: Element, _look: Look) -> None:
        self.notes.here("KD219", kind="嵌入对象")

    def _box(self, content: Element) -> None:
        """Read a text box beside the paragraph that anchors it."""
        kept = (self._line, self._boxes, self._style, self._fields, self._open)
        self._line, self._boxes, self._fields, self._open = LineBuilder(), [], [], False
        self.blocks(content)
        read = self.take()
        self._line, self._boxes, self._style, self._fields, self._open = kept
        if any(line.text.strip() for line in read):
            self._boxes += read
        elif not self.muted:
            self.notes.here("KD211")

    def blocks(self, container: Element) -> None:
        """Read the paragraphs of a cell or text box; its tables are kept for later."""
        for block in self.flat(container, _BLOCKS):
            if block.tag == _P:
                self.paragraph(block)
            else:
                self.tables.append(Nested(block, self.muted))

    # What stands between runs

    def _other(self, element: Element) -> None:
        plain = self.styles.base(self._style)[1]
        if element.tag == _MATH + "r":
            for text in element.iter(_MATH + "t"):
                self._say(text.text or "", plain)
            return
        outer = bool(self._fields) and self._fields[-1].silent
        field = Field(code=[element.get(w("instr")) or ""], in_result=True, inside_code=outer)
        self._fields.append(field)
        self.enter()
        for child in self.flat(element, _INLINE):
            if child.tag == _R:
                self._run(child)
            else:
                self._other(child)
        self.leave()
        if self._fields and self._fields[-1] is field:
            self._fields.pop()
        self._end_field(field, plain)


def _says(text: str) -> Callable[[TextReader, Element, Look], None]:
    def say(reader: TextReader, _element: Element, look: Look) -> None:
        reader._say(text, look)

    return say


_IN_RUN: Mapping[str, Callable[[TextReader, Element, Look], None]] = MappingProxyType(
    {
        w("tab"): _says("\t"),
        w("ptab"): _says("\t"),
        w("noBreakHyphen"): _says("\u2011"),
        w("softHyphen"): _says("\u00ad"),
        w("br"): TextReader._break,
        w("cr"): TextReader._break,
        _SYM: TextReader._symbol,
        w("fldChar"): TextReader._field_char,
        w("instrText"): TextReader._field_code,
        w("ruby"): TextReader._ruby,
        w("drawing"): TextReader._drawing,
        w("pict"): TextReader._drawing,
        w("object"): TextReader._object,
        ALTERNATE: TextReader._alternate,
    }
)
