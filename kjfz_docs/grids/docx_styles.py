"""How runs look: direct formatting over character style over paragraph style over the document's defaults."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

import attrs

from kjfz_docs.grids.docx_names import VAL, is_on, value_of, w
from kjfz_docs.grids.limits import Limits
from kjfz_docs.grids.model import PLAIN, Format
from kjfz_docs.grids.symbols import is_symbol_font, table_of
from kjfz_docs.grids.xml import Element, has_only_tags, parse_utf8

# What a run property element says, as entries of a dict; absent entries say nothing.
Props = dict[str, Any]

_TOGGLES = ("bold", "strike", "dstrike", "hidden")
_NO_HIGHLIGHT = frozenset({"none", "white"})
_NO_FILL = frozenset({"", "auto", "ffffff"})
_NO_PATTERN = frozenset({"", "clear", "nil"})
_NO_COLOR = frozenset({"", "auto", "000000"})
_ASCII = (w("ascii"), w("hAnsi"), w("asciiTheme"), w("hAnsiTheme"))
_EAST = (w("eastAsia"), w("eastAsiaTheme"))
_HINT = w("hint")
_FILL = w("fill")
_BRACKETS = w("combineBrackets")
_RPR, _RSTYLE, _RFONTS = w("rPr"), w("rStyle"), w("rFonts")
_MOST_ANCESTORS = 30
_MOST_REMEMBERED = 5000
# A larger styles.xml is not kept for the next document; what python-docx writes is.
_MOST_KEPT = 3 << 17


@attrs.frozen
class Look:
    """What the text of a run needs: its format, whether it is hidden, and the symbol fonts it is set in.

    ``latin`` is the symbol table for western characters, ``east`` the one for the others; both mostly None.
    """

    format: Format = PLAIN
    hidden: bool = False
    latin: Mapping[int, str] | None = None
    east: Mapping[int, str] | None = None
    placeholder: bool = False


def _toggle(name: str) -> Callable[[Element, Props], None]:
    def read(element: Element, props: Props) -> None:
        props[name] = is_on(element)

    return read


def _underline(element: Element, props: Props) -> None:
    props["underline"] = (element.get(VAL) or "single") != "none"


def _highlight(element: Element, props: Props) -> None:
    props["highlight"] = (element.get(VAL) or "none") not in _NO_HIGHLIGHT


def _shading(element: Element, props: Props) -> None:
    filled = (element.get(_FILL) or "").lower() not in _NO_FILL
    props["shading"] = filled or (element.get(VAL) or "").lower() not in _NO_PATTERN


def _color(element: Element, props: Props) -> None:
    value = (element.get(VAL) or "").lower()
    props["color"] = None if value in _NO_COLOR else value.upper()


def _border(element: Element, props: Props) -> None:
    props["boxed"] = (element.get(VAL) or "none") not in ("none", "nil")


def _layout(element: Element, props: Props) -> None:
    props["ringed"] = (element.get(_BRACKETS) or "none") != "none"


def _fonts(element: Element, props: Props) -> None:
    props.update(_font_props(tuple(element.items())))


@lru_cache(maxsize=1024)
def _font_props(attributes: tuple[tuple[str, str], ...]) -> tuple[tuple[str, object], ...]:
    """What w:rFonts says about symbol fonts; most runs of a document say the same."""
    given = dict(attributes)
    said: list[tuple[str, object]] = []
    for name, slots in (("latin", _ASCII), ("east", _EAST)):
        fonts = [given[slot] for slot in slots if given.get(slot)]
        if fonts:
            said.append((name, next(filter(is_symbol_font, fonts), None)))
    if _HINT in given:
        said.append(("hint", given[_HINT] == "eastAsia"))
    return tuple(said)


@lru_cache(maxsize=1024)
def _have_symbols(values: tuple[str, ...]) -> bool:
    """Whether one of the fonts that w:rFonts names is a symbol font."""
    return any(map(is_symbol_font, values))


_READERS: Final[Mapping[str, Callable[[Element, Props], None]]] = {
    w("b"): _toggle("bold"),
    w("strike"): _toggle("strike"),
    w("dstrike"): _toggle("dstrike"),
    w("vanish"): _toggle("hidden"),
    w("u"): _underline,
    w("highlight"): _highlight,
    w("shd"): _shading,
    w("color"): _color,
    w("bdr"): _border,
    w("eastAsianLayout"): _layout,
    _RFONTS: _fonts,
}
# The names of all run properties that are read.
RUN_PROPERTIES: Final = frozenset(tag.rpartition("}")[2] for tag in (*_READERS, _RSTYLE))


def _props(rpr: Element | None) -> Props:
    props: Props = {}
    if rpr is not None:
        for child in rpr:
            read = _READERS.get(child.tag)
            if read is not None:
                read(child, props)
    return props


@lru_cache(maxsize=1024)
def _format(
    bold: bool, underline: bool, strike: bool, highlight: bool, circled: bool, color: str | None
) -> Format:
    found = Format(bold, underline, strike, highlight, circled, color)
    return PLAIN if found == PLAIN else found


def _look(props: Props, placeholder: bool) -> Look:
    get = props.get
    latin, east = get("latin"), get("east")
    return Look(
        format=_format(
            get("bold", False),
            get("underline", False),
            get("strike", False) or get("dstrike", False),
            get("highlight", False) or get("shading", False),
            get("ringed", False) or get("boxed", False),
            get("color"),
        ),
        hidden=get("hidden", False),
        # Word lets the hint decide between both fonts for the characters that either may have.
        latin=table_of(latin or (east if get("hint") and "latin" not in props else None)),
        east=table_of(east),
        placeholder=placeholder,
    )


def styles_in(data: bytes, limits: Limits) -> Styles:
    """The styles of a part styles.xml; those of forms made from one template are worked out once."""
    if len(data) > _MOST_KEPT:
        return Styles.from_xml(parse_utf8(_without_table_styles(data), limits))
    return _kept(data, limits)


def _without_table_styles(data: bytes) -> bytes:
    """The part without the styles of tables, which say nothing of how runs are read: most of what Word writes."""
    if not has_only_tags(data):
        return data
    kept: list[bytes] = []
    start = at = 0
    while (at := data.find(b"<w:style ", at)) >= 0:
        end = data.find(b">", at)
        closed = data.find(b"</w:style>", end) + len(b"</w:style>")
        if end < 0 or closed <= end:
            break
        if b' w:type="table"' in data[at:end] and not data.startswith(b"/", end - 1):
            kept.append(data[start:at])
            start = closed
        at = closed if start == closed else end
    return b"".join([*kept, data[start:]])


@lru_cache(maxsize=16)
def _kept(data: bytes, limits: Limits) -> Styles:
    styles = Styles.from_xml(parse_utf8(_without_table_styles(data), limits))
    styles.memory = {}
    return styles


def _make_room(memory: dict[Any, Any]) -> None:
    """Real documents have a few dozen looks; one that has no end of them is not to fill the memory."""
    if len(memory) > _MOST_REMEMBERED:
        memory.clear()


@attrs.frozen(eq=False)
class _Style:
    """One style of styles.xml: what it says itself, on whom it is based, and its numbering."""

    id: str
    name: str
    based_on: str | None
    props: Props
    numbering: tuple[str | None, str | None]


@attrs.define(eq=False)
class Styles:
    """The styles of a document; every combination is worked out once.

    ``memory`` is what others work out for all documents with these styles; None where they are kept for one only.
    """

    _elements: dict[str, Element] = attrs.field(factory=dict)
    _styles: dict[str, _Style] = attrs.field(factory=dict)
    _defaults: Props = attrs.field(factory=dict)
    _default_paragraph: str | None = None
    _default_character: str | None = None
    has_symbol_fonts: bool = False
    memory: dict[bytes, Any] | None = None
    _bases: dict[tuple[str | None, str | None], tuple[Props, Look]] = attrs.field(factory=dict)
    _looks: dict[tuple[object, ...], Look] = attrs.field(factory=dict)
    _numbering: dict[str | None, tuple[str | None, str | None, str | None]] = attrs.field(factory=dict)

    @classmethod
    def from_xml(cls, root: Element) -> Styles:
        """The styles of a part styles.xml."""
        styles = cls()
        defaults = root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}")
        styles._defaults = _props(defaults)
        styles.has_symbol_fonts = any(_have_symbols(tuple(each.values())) for each in root.iter(_RFONTS))
        for element in root.iterfind(w("style")):
            style_id, kind = element.get(w("styleId")), element.get(w("type"))
            if style_id is None:
                continue
            styles._elements[style_id] = element
            if (element.get(w("default")) or "0").lower() in ("1", "true", "on"):
                if kind == "paragraph":
                    styles._default_paragraph = style_id
                elif kind == "character":
                    styles._default_character = style_id
        return styles

    def numbering(self, paragraph_style: str | None) -> tuple[str | None, str | None, str | None]:
        """numId, ilvl and the style that gives them, for a paragraph of this style."""
        found = self._numbering.get(paragraph_style)
        if found is None:
            chain = self._chain(paragraph_style or self._default_paragraph)
            given = ((*style.numbering, style.id) for style in chain if style.numbering[0] is not None)
            found = self._numbering[paragraph_style] = next(given, (None, None, None))
        return found

    def base(self, paragraph_style: str | None, run_style: str | None = None) -> tuple[Props, Look]:
        """What a run of these styles looks like before its direct formatting."""
        key = (paragraph_style, run_style)
        found = self._bases.get(key)
        if found is None:
            _make_room(self._bases)
            found = self._bases[key] = self._work_out(paragraph_style, run_style)
        return found

    def look(self, paragraph_style: str | None, rpr: Element) -> Look:
        """What a run with these properties looks like."""
        run_style: str | None = None
        fonts: Element | None = None
        props: Props = {}
        for child in rpr:
            tag = child.tag
            if tag == _RFONTS:
                fonts = child
                continue
            read = _READERS.get(tag)
            if read is not None:
                read(child, props)
            elif tag == _RSTYLE:
                run_style = child.get(VAL)
        base, plain = self.base(paragraph_style, run_style)
        # Most runs name fonts, and hardly any a symbol font; only against one do other fonts say anything.
        if fonts is not None and (
            base.get("latin") or base.get("east") or _have_symbols(tuple(fonts.values()))
        ):
            _fonts(fonts, props)
        if not props:
            return plain
        key = (paragraph_style, run_style, *props.items())
        found = self._looks.get(key)
        if found is None:
            _make_room(self._looks)
            found = self._looks[key] = _look({**base, **props}, plain.placeholder)
        return found

    def _work_out(self, paragraph_style: str | None, run_style: str | None) -> tuple[Props, Look]:
        levels = (
            self._flat(paragraph_style or self._default_paragraph),
            self._flat(run_style or self._default_character),
        )
        props = dict(self._defaults)
        for level in levels:
            props.update((name, value) for name, value in level.items() if name not in _TOGGLES)
        for name in _TOGGLES:
            # A toggle that two levels of styles switch on is off; the document's defaults switch on for good.
            said = [level[name] for level in levels if name in level]
            if said:
                props[name] = bool(self._defaults.get(name)) or sum(said) % 2 == 1
        chain = self._chain(run_style)
        return props, _look(props, any(style.name == "placeholder text" for style in chain))

    def _flat(self, style_id: str | None) -> Props:
        flat: Props = {}
        for style in reversed(self._chain(style_id)):
            flat.update(style.props)
        return flat

    def _style(self, style_id: str) -> _Style | None:
        """A style by its id; most of a document's styles are never asked for."""
        found = self._styles.get(style_id)
        if found is None and style_id in self._elements:
            element = self._elements[style_id]
            numpr = element.find(f"{w('pPr')}/{w('numPr')}")
            found = self._styles[style_id] = _Style(
                id=style_id,
                name=(value_of(element, "name") or "").lower(),
                based_on=value_of(element, "basedOn"),
                props=_props(element.find(_RPR)),
                numbering=(value_of(numpr, "numId"), value_of(numpr, "ilvl")),
            )
        return found

    def _chain(self, style_id: str | None) -> list[_Style]:
        """The style and those it is based on, nearest first."""
        chain: list[_Style] = []
        while style_id is not None and len(chain) < _MOST_ANCESTORS:
            style = self._style(style_id)
            if style is None or style in chain:
                break
            chain.append(style)
            style_id = style.based_on
        return chain
