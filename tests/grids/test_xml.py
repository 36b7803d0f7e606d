from __future__ import annotations

import pytest

from kjfz_docs.errors import Refused
from kjfz_docs.grids import Limits
from kjfz_docs.grids.xml import close, drop, feed, parse_xml, parser_for_feeding


def code(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(Refused) as caught:
        parse_xml(data, limits or Limits())
    return caught.value.findings[0].code


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "big5"]
)
def test_it_parses_any_encoding_that_is_declared(encoding: str) -> None:
    data = f'<?xml version="1.0" encoding="{encoding}"?><a b="姓">名</a>'.encode(encoding)
    root = parse_xml(data)
    assert (root.get("b"), root.text) == ("姓", "名")


def test_a_wrong_encoding_is_damage() -> None:
    assert code("<?xml version='1.0' encoding='utf-8'?><a>名</a>".encode("gbk")) == "KD102"
    assert code(b"<?xml version='1.0' encoding='gbk'?><a>" + b"\xff\xff</a>") == "KD102"


@pytest.mark.parametrize(
    "data", [b"", b" \n", b"text", b"<a>", b"<a/><b/>", b"<a></b>", b"<a b=1/>", b"<a>\x00</a>"]
)
def test_what_is_not_well_formed_is_damage(data: bytes) -> None:
    assert code(data) == "KD102"


def test_the_message_does_not_quote_the_document() -> None:
    with pytest.raises(Refused) as caught:
        parse_xml(b"<a><acct6222020000000000000></a>")
    assert "6222020000000000000" not in caught.value.findings[0].message + str(caught.value)
    assert caught.value.__cause__ is None


def test_a_doctype_is_unsafe_even_if_it_says_nothing() -> None:
    assert code(b"<!DOCTYPE a><a/>") == "KD105"
    assert code(b"<?xml version='1.0'?><!-- x --><!DOCTYPE a []><a/>") == "KD105"


def test_comments_and_instructions_are_left_out() -> None:
    root = parse_xml(b"<?x y?><a>1<!-- <!DOCTYPE no> -->2<?z?>3</a>")
    assert (root.text, len(root)) == ("123", 0)


def test_sizes_are_bounded() -> None:
    assert code(b"<a>" + b"<b/>" * 10 + b"</a>", Limits(tree_nodes=10)) == "KD104"
    assert code(b"<a>" + b"x" * 100 + b"</a>", Limits(xml_part=50)) == "KD104"
    assert code(b"<a>" * 1000 + b"</a>" * 1000) == "KD104"
    assert code(b"<a>" + b"x" * 20_000_000 + b"</a>") == "KD104"


def test_what_was_read_is_forgotten_while_the_rest_is_parsed() -> None:
    parser = parser_for_feeding(("row",))
    held = []
    for piece in (b"<t><x/><row>1</row><row>2</row>", b"<y/><row>3</row></t>"):
        feed(parser, piece)
        for event, row in parser.read_events():
            if event == "end":
                held.append((row.text, len(row.getparent())))
                drop(row)
    assert held == [("1", 3), ("2", 2), ("3", 3)]
    assert len(close(parser)) == 1


def test_a_parser_that_is_fed_sees_the_same_faults() -> None:
    def fed(*pieces: bytes) -> None:
        parser = parser_for_feeding(("a",))
        for piece in pieces:
            feed(parser, piece)
        close(parser)

    with pytest.raises(Refused, match="KD102"):
        fed(b"<a><b>", b"</a>")
    with pytest.raises(Refused, match="KD102"):
        fed(b"<a>", b"<b/>")
