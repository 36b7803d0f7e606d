"""The core properties of what is written say one identity: its own."""

from __future__ import annotations

import pytest
from lxml import etree

import kjfz_docs as kd
from tests.making import part, with_part
from tests.writing.test_xlsx import Shopping, shopping, template

CORE = "docProps/core.xml"
DC = "http://purl.org/dc/elements/1.1/"


@pytest.mark.parametrize("old", [(), ("urn:uuid:1",), ("urn:uuid:1", "kjfz:another:1")], ids=len)
def test_an_identifier_that_the_template_had_is_not_copied(old: tuple[str, ...]) -> None:
    data = template()
    said = "".join(f'<dc:identifier xmlns:dc="{DC}">{each}</dc:identifier>' for each in old)
    core = part(data, CORE).replace(b"</cp:coreProperties>", said.encode() + b"</cp:coreProperties>")
    mine = kd.Form(id="shopping", record=Shopping, xlsx=with_part(data, {CORE: core}))
    written = kd.render(shopping(2), "xlsx", form=mine)
    (found,) = [
        each.text or "" for each in etree.fromstring(part(written, CORE)).findall(f"{{{DC}}}identifier")
    ]
    assert "shopping" in found
    assert kd.read(written, forms=[mine]).record == shopping(2)
