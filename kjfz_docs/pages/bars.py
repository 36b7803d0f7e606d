"""Bar charts as SVG by leather, which the extra ``report`` brings; without it pages have their tables alone."""

from __future__ import annotations

import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import attrs
import leather
from markupsafe import Markup

from kjfz_docs.pages.pieces import Chart, printable

_WIDTH, _BAR, _FONT = 420, 24, 13
# Characters: of Chinese names, and of the words behind a bar, which are figures as a rule.
_LONGEST, _MOST_WORDS, _FIGURE = 14, 16, 8
_FILL, _TRACK, _INK = "#2c6699", "#dfe5ea", "#1f2933"
# leather's margin on each side, by its theme a twentieth of the width.
_MARGIN = _WIDTH // 20
# Lengths are drawn in hundredths of the longest, since leather rounds to three places.
_WHOLE = Decimal(100)
_PLACES = ("x", "y", "x1", "x2", "y1", "y2", "width", "height")


@attrs.frozen
class Bar:
    """A bar: its name, how long it is, and what is written behind it."""

    name: str
    length: Decimal
    words: str


def bar_chart(title: str, bars: Sequence[Bar], most: Decimal | None = None) -> Chart:
    """Bars below one another on one scale from 0 on, up to ``most`` where the longest is known."""
    # What is drawn is escaped here, not by the page.
    title = printable(title)
    bars = [attrs.evolve(bar, name=printable(bar.name), words=printable(bar.words)) for bar in bars]
    longest = most or max([bar.length for bar in bars if bar.length > 0], default=Decimal(1))
    chart = leather.Chart()
    # Numbers for names: two of one name would share a bar.
    data = [(max(bar.length / longest, Decimal(0)) * _WHOLE, str(number)) for number, bar in enumerate(bars)]
    words, names = [_cut(bar.words, _MOST_WORDS) for bar in bars], [_cut(bar.name, _LONGEST) for bar in bars]
    axis = _Names(names)
    # As much room behind the longest bar as the words take.
    room = _WIDTH - 2 * _MARGIN - axis.estimate_label_margin()
    behind = max(map(_width, words), default=0) + 10
    scale = _WHOLE * room / max(room - behind, room // 4)
    chart.add_series(leather.Series(data[::-1]), _Bars(words, has_track=most is not None))
    chart.set_x_scale(_Exact(scale))
    chart.set_x_axis(_Nothing())
    chart.set_y_axis(axis)
    height = 2 * _MARGIN + _BAR * len(bars)
    told = "；".join(f"{bar.name} {bar.words}" for bar in bars)
    svg = ET.Element(
        "svg",
        {
            "viewBox": f"0 0 {_WIDTH} {height}",
            "role": "img",
            "aria-label": f"{title}：{told}",
            "xmlns": "http://www.w3.org/2000/svg",
        },
    )
    svg.append(_plain(chart.to_svg_group(_WIDTH, height)))
    return Chart(title=title, svg=Markup(ET.tostring(svg, encoding="unicode")))


class _Nothing(leather.Axis):  # type: ignore[misc]  # leather has no types
    """No axis: what the bars mean is written behind them."""

    def estimate_label_margin(self, *_: Any) -> int:
        return 0

    def to_svg(self, *_: Any) -> ET.Element:
        return ET.Element("g")


class _Exact(leather.Linear):  # type: ignore[misc]  # leather has no types
    """A scale from 0 on that ends where it is told, and not at the next round number."""

    def __init__(self, end: Decimal) -> None:
        super().__init__(Decimal(0), end)
        self._end = end

    def project(self, value: Any, range_min: Any, range_max: Any) -> Decimal:
        return Decimal(range_min) + (Decimal(range_max) - Decimal(range_min)) * Decimal(value) / self._end


class _Names(leather.Axis):  # type: ignore[misc]  # leather has no types
    """The names of the bars, with room for Chinese."""

    def __init__(self, names: Sequence[str]) -> None:
        self._widest = max(map(_width, names), default=0)
        super().__init__(tick_formatter=lambda value, *_: names[int(value)])

    def estimate_label_margin(self, *_: Any) -> int:
        return self._widest + 10


def _width(text: str) -> int:
    """How wide a text is drawn, or a little less."""
    return sum(_FONT if unicodedata.east_asian_width(character) in "WFA" else _FIGURE for character in text)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


class _Bars(leather.Bars):  # type: ignore[misc]  # leather has no types
    """Bars with words behind them, before their whole length where that is known."""

    def __init__(self, words: Sequence[str], *, has_track: bool) -> None:
        super().__init__(_FILL)
        self._words = words
        self._has_track = has_track

    def to_svg(self, width: float, height: float, x_scale: Any, *rest: Any) -> ET.Element:
        drawn: ET.Element = super().to_svg(width, height, x_scale, *rest)
        _, series, _ = rest
        group = ET.Element("g")
        for bar, point in zip(drawn, series.data(), strict=True):
            whole = dict(bar.attrib)
            if self._has_track:
                whole["width"] = str(x_scale.project(_WHOLE, 0, width))
                ET.SubElement(group, "rect", {**whole, "fill": _TRACK})
            group.append(bar)
            middle = float(whole["y"]) + float(whole["height"]) / 2
            place = {"x": str(Decimal(whole["width"]) + 5), "y": str(middle), "dy": "0.35em"}
            words = ET.SubElement(group, "text", place)
            words.text = self._words[int(point.y)]
        return group


def _plain(group: ET.Element) -> ET.Element:
    """The drawing with the font of the page, in colours that can be read, without needless digits."""
    group.remove(group[0])  # the background
    for element in group.iter():
        if element.tag == "text":
            element.attrib.pop("font-family", None)
            element.set("font-size", str(_FONT))
            element.set("fill", _INK)
        for name in _PLACES:
            if name in element.attrib:
                element.set(name, f"{float(element.attrib[name]):.1f}".removesuffix(".0"))
    # Lines behind the bars say nothing that the words do not.
    for axis in group.iter("g"):
        if axis.get("class") == "axis left":
            for tick in axis:
                tick.remove(tick[0])
    return group
