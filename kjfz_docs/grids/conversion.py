"""Files of older and other programs, made into Word documents and workbooks by LibreOffice before they are read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from kjfz_docs.errors import LibreOfficeError, Refused
from kjfz_docs.findings import Finding, Place
from kjfz_docs.grids.door import Opened
from kjfz_docs.grids.kinds import KINDS, kind_of
from kjfz_docs.grids.limits import Limits
from kjfz_docs.grids.package import Package
from kjfz_docs.grids.refusal import damaged, naming, refusal, too_much
from kjfz_docs.grids.xml import check_xml, in_utf8

# The kinds that are converted, with the extension by which LibreOffice knows them.
CONVERTED: Mapping[str, str] = MappingProxyType(
    {"doc": ".doc", "rtf": ".rtf", "odt": ".odt", "fodt": ".fodt", "ods": ".ods"}
)
# What becomes of them, where it is no Word document.
_TARGETS: Mapping[str, str] = MappingProxyType({"ods": "xlsx"})
# What LibreOffice parses of an OpenDocument file before anything else. None has a DOCTYPE; old manifests have.
_PARSED = frozenset({"content.xml", "styles.xml", "meta.xml", "settings.xml"})
_DETAILS: Mapping[str, str] = MappingProxyType({"timeout": "超过时限", "failed": "转换失败"})


def as_legible(opened: Opened) -> Opened:
    """The Word document or workbook that an opened file can be converted into; files of other kinds as they are.

    So is a file whose name claims another kind (an old .doc renamed .docx): its sender is to say what it is.
    A conversion is noted (KD108). ``Refused`` where LibreOffice is missing (KD109) or fails (KD110), and where what
    goes into it or comes out of it is beyond the limits.
    """
    if opened.kind not in CONVERTED or opened.is_misnamed:
        return opened
    with naming(opened.name):
        _check(opened)
        data = _converted(opened)
        kind, package = kind_of(data, opened.limits)
        if kind != _TARGETS.get(opened.kind, "docx"):
            raise damaged("转换结果不是 Word 文档或 Excel 工作簿")
    note = Finding.of("KD108", where=Place(file=opened.name), kind=KINDS[opened.kind].label)
    return attrs.evolve(opened, kind=kind, data=data, package=package, findings=(*opened.findings, note))


def _converted(opened: Opened) -> bytes:
    # Here, because only those who have such files pay for it.
    from kjfz_docs.grids.libreoffice import Document, convert

    limits, kind = opened.limits, opened.kind
    try:
        data = convert(
            Document(opened.data, CONVERTED[kind]),
            _TARGETS.get(kind, "docx"),
            seconds=limits.conversion_seconds,
            most=limits.inflated,
        )
    except LibreOfficeError as error:
        raise _refusal(error, KINDS[kind].label) from error
    if len(data) > limits.file_size:
        raise too_much("转换后过大")
    return data


def _refusal(error: LibreOfficeError, kind: str) -> Refused:
    if error.reason == "missing":
        return refusal("KD109", Finding.of("KD109", kind=kind))
    if error.reason == "too_large":
        return too_much("转换后过大")
    return refusal("KD110", Finding.of("KD110", kind=kind, detail=_DETAILS[error.reason]))


def _check(opened: Opened) -> None:
    """Hold what LibreOffice is going to parse to the limits under which the rest is read."""
    if opened.package is not None:
        _check_members(opened.package, opened.limits)
    elif opened.kind == "fodt":
        check_xml(in_utf8(opened.data), opened.limits)


def _check_members(package: Package, limits: Limits) -> None:
    for name in package.names:
        data = package.read(name.replace("\\", "/"))  # counted as it is inflated
        if name.lower() in _PARSED:
            check_xml(in_utf8(data), limits)
