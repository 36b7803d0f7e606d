"""Bar charts as SVG by leather, which the extra ``report`` brings; without it pages have their tables alone."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import attrs
import leather
from markupsafe import Markup

from kjfz_docs.pages.pieces import Chart, printable

_WIDTH, _BAR, _FONT, _LONGEST = 420, 24, 13, 16
_FILL, _TRACK, _INK = "#2c6699", "#dfe5ea", "#1f2933"
# leather's margin above and below, by its theme a twentieth of the width.
_AROUND = 2 * _WIDTH // 20
# Room for the words behind the longest bar, as a part of it.
_BEHIND = Decimal("1.35")
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
    data = [(max(bar.length, Decimal(0)), str(number)) for number, bar in enumerate(bars)]
    chart.add_series(leather.Series(data[::-1]), _Bars([bar.words for bar in bars], most))
    chart.set_x_scale(leather.Linear(Decimal(0), longest * _BEHIND))
    chart.set_x_axis(_Nothing())
    chart.set_y_axis(_Names([bar.name for bar in bars]))
    height = _AROUND + _BAR * len(bars)
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


class _Nothing(leather.Axis):  # type: ignore[misc]
    """No axis: what the bars mean is written behind them."""

    def estimate_label_margin(self, *_: Any) -> int:
        return 0

    def to_svg(self, *_: Any) -> ET.Element:
        return ET.Element("g")


class _Names(leather.Axis):  # type: ignore[misc]
    """The names of the bars, with room for Chinese."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = [name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…" for name in names]
        super().__init__(tick_formatter=lambda value, *_: self._names[int(value)])

    def estimate_label_margin(self, *_: Any) -> int:
        longest = max(map(len, self._names), default=0)
        return longest * _FONT + 10


class _Bars(leather.Bars):  # type: ignore[misc]
    """Bars with words behind them, before their whole length where that is known."""

    def __init__(self, words: Sequence[str], most: Decimal | None) -> None:
        super().__init__(_FILL)
        self._words = words
        self._most = most

    def to_svg(self, width: float, height: float, x_scale: Any, *rest: Any) -> ET.Element:
        drawn: ET.Element = super().to_svg(width, height, x_scale, *rest)
        _, series, _ = rest
        group = ET.Element("g")
        for bar, point in zip(drawn, series.data(), strict=True):
            whole = dict(bar.attrib)
            if self._most is not None:
                whole["width"] = str(x_scale.project(self._most, 0, width))
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
