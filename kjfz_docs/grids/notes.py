"""What is noticed while a document is read, as findings: the first place of each, or every place of some."""

from __future__ import annotations

import attrs

from kjfz_docs.findings import Finding, Place

_MOST_PLACES = 50


@attrs.define(eq=False)
class Notes:
    """Collects findings; ``place`` is where the reader is."""

    place: Place | None = None
    _found: list[Finding] = attrs.field(factory=list)
    _seen: set[object] = attrs.field(factory=set)
    _counts: dict[str, int] = attrs.field(factory=dict)

    def once(self, code: str) -> None:
        """A finding that is made once for the whole document, at its first place."""
        if code not in self._seen:
            self._seen.add(code)
            self._found.append(Finding.of(code, where=self.place))

    def here(self, code: str, kind: str = "") -> None:
        """A finding that is made once for each place, up to a bound; ``kind`` is what it speaks of."""
        key = (code, self.place, kind)
        count = self._counts.get(code, 0)
        if key not in self._seen and count < _MOST_PLACES:
            self._seen.add(key)
            self._counts[code] = count + 1
            self._found.append(Finding.of(code, where=self.place, kind=kind))

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(self._found)
