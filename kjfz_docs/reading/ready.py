"""The rows of a list that are records before the rest of their form is read, and where their values stand."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import attrs

from kjfz_docs.findings import Place
from kjfz_docs.grids.model import SpotInFile, place_at


@attrs.frozen(eq=False)
class ReadyRows:
    """Rows of the list at ``path``: records, their numbers among its items, and in their worksheet, from 1.

    ``values`` are those that were read, by the names of fields within a row; ``columns`` the letters of their columns.
    """

    path: str
    rows: Sequence[Any]
    ordinals: Sequence[int]
    sheet: str
    numbers: Sequence[int]
    columns: Mapping[str, str]
    values: Mapping[str, Sequence[Any]]

    def before(self, ordinal: int) -> int:
        """How many of these rows stand before an item of the list."""
        return bisect.bisect_left(self.ordinals, ordinal)

    def laid(self, others: Sequence[int]) -> Laid:
        """The rows in their places among the rows with other ordinals."""
        return Laid(
            self, [index + bisect.bisect_left(others, each) for index, each in enumerate(self.ordinals)]
        )


@attrs.frozen(eq=False)
class Laid:
    """Ready rows with their places in the list that the record holds."""

    ready: ReadyRows
    indices: Sequence[int]

    @property
    def by_index(self) -> Mapping[int, Any]:
        """The rows by their places."""
        return dict(zip(self.indices, self.ready.rows, strict=True))


@attrs.frozen(eq=False, repr=False)
class PlacesAt(Mapping[str, Place]):
    """Where values stand, each place made when it is asked for; ``renamed``: with the name ``file`` of their file."""

    spots: Mapping[str, Place | SpotInFile]
    file: str | None = None
    renamed: bool = False

    def in_file(self, file: str | None) -> PlacesAt:
        """The same in a file."""
        return PlacesAt(self.spots, file, renamed=True)

    def __getitem__(self, path: str) -> Place:
        place = place_at(self.spots[path])
        is_same = not self.renamed or place.file == self.file
        return place if is_same else attrs.evolve(place, file=self.file)

    def __repr__(self) -> str:
        return repr(dict(self))

    def __contains__(self, path: object) -> bool:
        return path in self.spots

    def __iter__(self) -> Iterator[str]:
        return iter(self.spots)

    def __len__(self) -> int:
        return len(self.spots)


@attrs.frozen(eq=False, slots=False)
class Places(Mapping[str, Place]):
    """Where values stand (or, with ``filled`` False, blank ones), those of ready rows worked out when asked for.

    ``own`` are the places of all other fields.
    """

    own: PlacesAt
    laid: Laid
    filled: bool
    file: str | None = None

    def in_file(self, file: str | None) -> Places:
        """The same in a file."""
        return attrs.evolve(self, own=self.own.in_file(file), file=file)

    def __getitem__(self, path: str) -> Place:
        found = self.own.get(path)
        if found is not None:
            return found
        ready = self.laid.ready
        index, _, name = path.removeprefix(f"{ready.path}.").partition(".")
        if (
            name not in ready.columns
            or not index.isascii()
            or not index.isdigit()
            or str(int(index)) != index
        ):
            raise KeyError(path)
        at = bisect.bisect_left(self.laid.indices, int(index))
        if (
            path != f"{ready.path}.{index}.{name}"
            or self.laid.indices[at : at + 1] != [int(index)]
            or (ready.values[name][at] is not None) is not self.filled
        ):
            raise KeyError(path)
        return self._place(name, at)

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def _place(self, name: str, at: int) -> Place:
        ready = self.laid.ready
        return Place(file=self.file, sheet=ready.sheet, cell=f"{ready.columns[name]}{ready.numbers[at]}")

    @cached_property
    def _all(self) -> Mapping[str, None]:
        """Every path, in the order of the rows."""
        ready = self.laid.ready
        prefix = f"{ready.path}."
        by_row: dict[int, list[str]] = {}
        found: dict[str, None] = {}
        for path in self.own:
            index = path.removeprefix(prefix).partition(".")[0]
            if path.startswith(prefix) and index.isdigit():
                by_row.setdefault(int(index), []).append(path)
            else:
                found[path] = None
        for at, number in enumerate(self.laid.indices):
            by_row[number] = [
                f"{prefix}{number}.{name}"
                for name in ready.columns
                if (ready.values[name][at] is not None) is self.filled
            ]
        for number in sorted(by_row):
            found.update(dict.fromkeys(by_row[number]))
        return found
