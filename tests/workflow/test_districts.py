"""Which district something is of: by fields that say so and by words of the programme, not by those of one province."""

from __future__ import annotations

import attrs

import kjfz_docs as kd
from kjfz_docs.records.programme import District
from kjfz_docs.workflow.districts import Districts

PROGRAMME = kd.Programme(id="x", name="x", title="x", districts=(District(name="江夏区"),))


@attrs.frozen(kw_only=True)
class Sealed:
    science_bureau: str | None = kd.field("区科技局", default=None, kind="office")
    remark: str | None = None


def test_the_office_that_seals_a_list_says_its_district_whatever_it_is_called() -> None:
    known = Districts.of(PROGRAMME, ())
    assert known.of_record(Sealed(science_bureau="江夏区科技局")) == "江夏区"
    assert known.of_record(Sealed(remark="江夏区科技局")) is None


def test_the_words_beside_the_short_name_of_a_district_are_those_of_the_programme() -> None:
    named = Districts.of(PROGRAMME, ()).named_in
    assert (named("江夏科技局"), named("江夏农业局")) == ("江夏区", None)
    named = Districts.of(attrs.evolve(PROGRAMME, district_words=("农业局",)), ()).named_in
    assert (named("江夏科技局"), named("江夏农业局"), named("江夏")) == (None, "江夏区", "江夏区")
