"""What a document says it is."""

from __future__ import annotations

import pytest

from kjfz_docs.templating.identity import Identity, parse_identity, stated_identity

MINE = Identity("hubei", 4, "assessment", "0123456789ab")


@pytest.mark.parametrize(
    "identity", [MINE, Identity("某省:试点", 2, "我的:表 1", "f" * 12)], ids=["plain", "signs of its own"]
)
def test_an_identity_is_read_as_it_was_written(identity: Identity) -> None:
    assert parse_identity(f" {identity}\n") == identity
    assert str(identity).count(":") == 5


@pytest.mark.parametrize(
    "text",
    [
        "",
        "urn:isbn:0:1:2:3",
        "urn:kjfz:hubei:4:assessment",
        "urn:kjfz:hubei:4:assessment:0:1",
        "urn:kjfz:hubei:四批:assessment:0",
        "http://kjfz:hubei:4:assessment:0",
    ],
)
def test_another_identifier_is_none_of_ours(text: str) -> None:
    assert parse_identity(text) is None


def test_the_identity_stands_among_the_keywords_where_a_program_dropped_the_identifier() -> None:
    assert stated_identity({"identifier": str(MINE)}) == MINE
    assert stated_identity({"identifier": "urn:uuid:1", "keywords": f"科技副总；{MINE}, 考核"}) == MINE
    assert stated_identity({"keywords": "科技副总"}) is None
    assert stated_identity({}) is None
