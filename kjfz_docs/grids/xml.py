"""XML from outside, parsed without entities, network or DTD."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from typing import Any

from lxml import etree

from kjfz_docs.grids.limits import DEFAULT_LIMITS, Limits
from kjfz_docs.grids.refusal import damaged, too_much, unsafe

# lxml has no types of its own; elements are Any, as are the strings that they give.
Element = Any

# What a part begins with.
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_PARSER_OPTIONS: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "attribute_defaults": False,
    "huge_tree": False,
    "recover": False,
    "remove_comments": True,
    "remove_pis": True,
}

# Longer marks first: the one of UTF-32 begins with that of UTF-16.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNMARKED = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
# Behind the sign that begins the XML declaration.
_PROLOG = 2
_UTF8 = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})


def serialised(root: Element) -> bytes:
    """A part as it stands in a package."""
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def parse_xml(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Element:
    """The root element of an XML document in any encoding."""
    return parse_utf8(in_utf8(data), limits)


def parse_utf8(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Element:
    """The root element of an XML document that is in UTF-8, whatever it declares.

    A DOCTYPE is refused (KD105) before the parser sees it; what is not well-formed is damaged (KD102).
    """
    check_xml(data, limits, min(limits.xml_nodes, limits.tree_nodes))
    try:
        root = etree.fromstring(data, etree.XMLParser(encoding="utf-8", **_PARSER_OPTIONS))
    except etree.XMLSyntaxError as error:
        raise _syntax_error(error) from None
    except (ValueError, LookupError):
        raise damaged("XML 无法解析") from None
    refuse_dtd(root)
    return root


def parser_for_feeding(tags: Iterable[str]) -> Any:
    """An incremental parser under the same rules, reporting start and end of ``tags``."""
    return etree.XMLPullParser(events=("start", "end"), tag=tuple(tags), encoding="utf-8", **_PARSER_OPTIONS)


def feed(parser: Any, chunk: bytes) -> None:
    """Give an incremental parser its next bytes: pieces of some megabytes at most, or it refuses them."""
    try:
        parser.feed(chunk)
    except etree.XMLSyntaxError as error:
        raise _syntax_error(error) from None


def close(parser: Any) -> Element:
    """The root of what was fed to an incremental parser."""
    try:
        root = parser.close()
    except etree.XMLSyntaxError as error:
        raise _syntax_error(error) from None
    refuse_dtd(root)
    return root


def child_of(parent: Element, tag: str) -> Element | None:
    """The first child of a tag: ``find`` for a tag that is asked for in every paragraph and cell."""
    for each in parent:
        if each.tag == tag:
            return each
    return None


def drop(element: Element) -> None:
    """Forget an element that was read, and all that stands before it under the same parent."""
    element.clear()
    parent = element.getparent()
    while element.getprevious() is not None:
        del parent[0]


def check_xml(data: bytes, limits: Limits, most_nodes: int | None = None) -> None:
    """Refuse UTF-8 XML that is empty, too large, has too many nodes, or brings a DOCTYPE."""
    if not data.strip():
        raise damaged("XML 部件为空")
    most = limits.xml_nodes if most_nodes is None else most_nodes
    if len(data) > limits.xml_part or nodes(data) > most:
        raise too_much("XML 部件过大")
    if _has_doctype(data):
        raise unsafe("DOCTYPE 声明")


def has_only_tags(data: bytes) -> bool:
    """Whether every ``<`` begins a tag: no comment, CDATA section or instruction holds what only looks like one."""
    # One sign is found many times faster than two.
    has_others = (b"!" in data and b"<!" in data) or (
        data.find(b"?", _PROLOG) >= 0 and b"<?" in data[_PROLOG:]
    )
    return not has_others


def nodes(data: bytes) -> int:
    """How many nodes the XML can have at most, without parsing it."""
    return data.count(b"<") + data.count(b"=")


def refuse_dtd(root: Element) -> None:
    """A second look by the parser's own eyes."""
    if root.getroottree().docinfo.internalDTD is not None:
        raise unsafe("DOCTYPE 声明")


def in_utf8(data: bytes) -> bytes:
    """The same document in UTF-8, so that every check and the parser see the same characters."""
    encoding = _encoding(data)
    if encoding is None:
        return data
    try:
        text = data.decode(encoding)
    except (LookupError, UnicodeError):
        raise damaged("XML 编码有误") from None
    return text.encode("utf-8", errors="surrogatepass")


def _encoding(data: bytes) -> str | None:
    """The encoding to decode from; None if the bytes are UTF-8 already."""
    if data[:1] != b"<" or data[1:2] == b"\x00":
        for mark, encoding in (*_BYTE_ORDER_MARKS, *_UNMARKED):
            if data.startswith(mark):
                return encoding
    declared = _DECLARED.match(data[:400])
    if declared is None:
        return None
    name = declared[1].decode("ascii").lower()
    return None if name in _UTF8 else name


def _has_doctype(data: bytes) -> bool:
    """Whether a DOCTYPE stands before the root element."""
    at = 0
    while (at := data.find(b"<", at)) >= 0:
        if data.startswith(b"<!--", at):
            end = data.find(b"-->", at + 4)
        elif data.startswith(b"<?", at):
            end = data.find(b"?>", at + 2)
        else:
            return data.startswith(b"<!", at)
        if end < 0:
            return False
        at = end + 2
    return False


def _syntax_error(error: Any) -> Exception:
    """Which refusal a parser's error means; its text may quote the document and is not passed on."""
    text = str(error.msg or "")
    if "depth" in text.lower():
        return too_much("XML 嵌套过深")
    if "huge" in text.lower() or "too long" in text.lower():
        return too_much("XML 文字过长")
    if "entity" in text.lower():
        return unsafe("XML 实体")
    line = error.position[0] if error.position else None
    return damaged(f"XML 第{line}行有误" if line else "XML 有误")
