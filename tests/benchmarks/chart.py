"""The chart of the page: a panel for each chosen case, a dot for each engine on a logarithmic axis, as SVG.

Drawn by ziaplot (MIT, Python alone); matplotlib and plotly would need NumPy or a browser, pygal is under the LGPL.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from tests.benchmarks.cases import is_ours
from tests.benchmarks.model import CaseResult
from tests.benchmarks.targets import Results

PANELS = ("form", "record", "list-docx-1000", "list-docx-20000", "list-xlsx-100000", "read-form", "read-xlsx")
_WIDTH, _ROW, _AROUND = 900, 24, 90
_OURS, _PEERS = "#c0392b", "#5d6d7e"


def drawn(results: Results) -> str:
    """The whole chart. Raises ModuleNotFoundError where ziaplot is not installed."""
    import ziaplot

    panels = [each for name in PANELS if (each := results.get(name)) is not None and each.engines]
    heights = [_AROUND + _ROW * len(each.engines) for each in panels]
    with ziaplot.LayoutV(rowheights=[f"{height}fr" for height in heights]) as layout:
        layout.size(_WIDTH, sum(heights))
        for panel in panels:
            _panel(panel)
    svg: bytes = layout.imagebytes()
    return svg.decode()


def _panel(result: CaseResult) -> None:
    import ziaplot

    names = sorted(result.engines, key=lambda name: -result.engines[name].wall)
    figures = [1e3 * result.engines[name].wall for name in names]
    low, high = math.floor(math.log10(min(figures) * 0.9)), math.ceil(math.log10(max(figures) * 1.6))
    places: Sequence[int] = range(len(names), 0, -1)
    with ziaplot.GraphLogX() as graph:
        graph.title(result.case.heading).axesnames(f"ms per {result.case.unit} (less is better)", "")
        graph.xrange(10**low, 10**high * 0.99).yrange(0.3, len(names) + 0.7)
        graph.yticks(list(places), names)
        for name, figure, place in zip(names, figures, places, strict=True):
            ours = is_ours(result.case, name)
            ziaplot.PolyLine([figure], [place]).marker("o").color(_OURS if ours else _PEERS)
            ziaplot.Text(figure * 1.13, place, f"{figure:.3g}", halign="left", valign="center")
