"""Where values stand, told when it is asked for."""

from __future__ import annotations

from unittest import mock

import kjfz_docs as kd
from kjfz_docs.findings import Place
from kjfz_docs.grids import model
from kjfz_docs.reading.ready import PlacesAt
from tests.forms.long_lists import LISTS, filled

IN_A_TABLE = ("甲.docx", 1, 2, 3, None)


def test_a_place_is_that_of_its_spot() -> None:
    paragraph = Place(file="甲.docx", paragraph=4)
    places = PlacesAt({"name": IN_A_TABLE, "cohort": paragraph})
    assert places == {"name": Place(file="甲.docx", table=1, row=2, column=3), "cohort": paragraph}
    assert list(places) == ["name", "cohort"]
    assert "row" not in places
    assert repr(places) == repr(dict(places))


def test_all_places_are_in_the_file_that_was_named() -> None:
    places = PlacesAt({"name": IN_A_TABLE})
    assert places.in_file("乙.docx")["name"].file == "乙.docx"
    assert places.in_file(None)["name"].file is None


def test_no_place_is_made_that_nobody_asks_for() -> None:
    data = kd.render(filled(LISTS[0], 3))
    expected = [dict(kd.read(data).provenance) for _ in range(3)][-1]
    with mock.patch.object(model, "place_at", wraps=model.place_at) as made:
        reading = kd.read(data)
    # That of the first cell says whether it is one of a workbook.
    assert made.call_count <= 1 + len(reading.findings)
    assert reading.provenance == expected
