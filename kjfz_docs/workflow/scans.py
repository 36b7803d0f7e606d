"""Which sealed scan belongs to which form: by the file's name, whom it names, and the folder. Contents are not read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs

from kjfz_docs.reading.words import key
from kjfz_docs.workflow.items import Item, Status

SCANS = frozenset({"pdf", "ofd"})
# What people add to the name of a scan, and to that of a second copy.
_ADDED = re.compile(
    r"(?:已?盖章|已?签字|签章|扫描|复印|电子)(?:件|版|稿)?|pdf|word|[（(]\d+[)）]|终稿|最终版?", re.IGNORECASE
)
_SHORTEST_NAME = 2
_SHORTEST_TITLE = 3


@attrs.frozen
class FormName:
    """What a file name may call a form: its attachment and its title."""

    attachment: str
    title: str


def paired(items: Sequence[Item], names: Mapping[str, FormName]) -> list[Item]:
    """The items, scans and forms that belong together naming one another; scans of none or several are doubted.

    The scan of a double is one of the form that counts instead; that of a superseded version is none of the new one.
    """
    forms = [item for item in items if item.record is not None]
    counting = {(item.name, item.form): item for item in forms if item.status.counts}
    finder = _Finder(forms, names)
    pairs: dict[int, list[str]] = defaultdict(list)
    doubts: dict[int, Item] = {}
    for scan in items:
        if scan.status is not Status.SCAN:
            continue
        found = [_instead(item, counting) for item in finder.of(scan)]
        files = sorted({item.name for item in found})
        if len(files) == 1:
            pairs[id(scan)] = files
            for item in {id(item): item for item in found}.values():
                pairs[id(item)].append(scan.name)
        elif files:
            doubts[id(scan)] = scan.with_doubt("KD513", places="、".join(files))
        elif forms:
            doubts[id(scan)] = scan.with_doubt("KD512")
    return [attrs.evolve(doubts.get(id(item), item), scans=tuple(pairs.get(id(item), ()))) for item in items]


def _instead(item: Item, counting: Mapping[tuple[str, str | None], Item]) -> Item:
    """The form that counts instead of a double."""
    if item.status is not Status.DOUBLE or item.replaced_by is None:
        return item
    return counting.get((item.replaced_by, item.form), item)


class _Finder:
    """The forms, found by what a scan's name says."""

    def __init__(self, forms: Sequence[Item], names: Mapping[str, FormName]) -> None:
        self._names = names
        self._by_stem = _grouped(forms, lambda item: [(item.folder, stem_of(item.name))])
        self._by_folder = _grouped(forms, lambda item: [item.folder])
        self._by_district = _grouped(forms, lambda item: [item.district] if item.district else [])

    def of(self, scan: Item) -> list[Item]:
        """The forms that a scan may be of: one, several where that cannot be told, or none."""
        stem = stem_of(scan.name)
        if stem and (same := self._by_stem.get((scan.folder, stem))):
            return same
        wanted = named_form(scan.name.rpartition("/")[2], self._names)
        near = self._by_folder.get(scan.folder, []), self._by_district.get(scan.district, [])
        for forms in near:
            fitting = [item for item in forms if wanted in (None, item.form)]
            # What counts comes before what does not.
            for chosen in ([item for item in fitting if item.status.counts], fitting):
                if found := _named_by(stem, chosen, is_form_named=wanted is not None):
                    return found
        return []


def _named_by(stem: str, forms: Sequence[Item], *, is_form_named: bool) -> list[Item]:
    """The forms about a person whom a name holds; else, where it names the form, the lists."""
    about = [
        (len(item.person.name), item) for item in forms if item.person and _holds(stem, item.person.name)
    ]
    if about:
        # 李明 stands in 李明华, too.
        longest = max(length for length, _ in about)
        return [item for length, item in about if length == longest]
    return [item for item in forms if not item.person] if is_form_named else []


def _holds(stem: str, name: str) -> bool:
    plain = key(name)
    return len(plain) >= _SHORTEST_NAME and plain in stem


def _grouped(forms: Iterable[Item], keys: Callable[[Item], Iterable[object]]) -> dict[object, list[Item]]:
    found: dict[object, list[Item]] = defaultdict(list)
    for item in forms:
        for each in keys(item):
            found[each].append(item)
    return found


def stem_of(name: str) -> str:
    """The name of a file as it is compared: without extension and what is added to the names of scans."""
    base = name.rpartition("/")[2]
    stem, dot, extension = base.rpartition(".")
    return key(_ADDED.sub("", stem if dot and len(extension) <= 5 else base))


def named_form(text: str, names: Mapping[str, FormName]) -> str | None:
    """The one form that a text names, by its attachment or by the end of its title; None for none or several."""
    plain = key(text)
    listed = [
        form
        for form, name in names.items()
        if name.attachment and re.search(rf"{re.escape(key(name.attachment))}(?!\d)", plain)
    ]
    if listed:
        return listed[0] if len(listed) == 1 else None
    best = {form: _shared_end(key(name.title), plain) for form, name in names.items()}
    most = max(best.values(), default=0)
    found = [form for form, length in best.items() if length == most]
    return found[0] if most >= _SHORTEST_TITLE and len(found) == 1 else None


def _shared_end(title: str, text: str) -> int:
    """How much of the end of a title stands in a text."""
    length = 0
    while length < len(title) and title[-length - 1 :] in text:
        length += 1
    return length
