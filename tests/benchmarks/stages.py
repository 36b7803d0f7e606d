"""The hot paths and their stages: which functions each stage is, by module and name.

The time of a stage is its own: without that of the stages that it calls. What no stage covers is the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_COMPRESSING: Mapping[str, str] = MappingProxyType(
    {
        "compress and sum up, piece by piece": "kjfz_docs.grids.archive:Deflating.add",
        "lay out the archive": "kjfz_docs.grids.envelope:Envelope.packed",
    }
)
_OPENING: Mapping[str, str] = MappingProxyType(
    {
        "open the file": "kjfz_docs.grids.door:open_file",
        "take in the grid": "kjfz_docs.grids.readers:read_grid",
    }
)
_READING: Mapping[str, str] = MappingProxyType(
    {
        **_OPENING,
        "lay the template over it": "kjfz_docs.reading.exact:fit",
        "read the values, build the record": "kjfz_docs.reading.assemble:assemble",
        "check the record": "kjfz_docs.records.check:check",
        "recognise, doubt, account for the rest": "kjfz_docs.forms.recognise:readings",
    }
)
STAGES: Mapping[str, Mapping[str, str]] = {
    "form from a mapping": {
        "escape and encode the values": "kjfz_docs.templating.word_values:Slots.encoded",
        "take the values, join the pieces": "kjfz_docs.templating.word_program:FastPart.render",
        "compress and sum up": "kjfz_docs.grids.compression:Compressor.body",
        **_COMPRESSING,
    },
    "row of a Word list from mappings": {
        "take the values": "kjfz_docs.templating.word_program:Loop._values",
        "escape and encode the values": "kjfz_docs.templating.word_values:Slots.encoded",
        "join the pieces": "kjfz_docs.writing.word_template:_deflated",
        **_COMPRESSING,
    },
    "附件1 from a record": {
        "make sure that it can be read back": "kjfz_docs.writing.verify:Verifier.verify",
        "values and pieces of the template": "kjfz_docs.templating.record_program:Program.run",
        "escape and encode the values, join the pieces": "kjfz_docs.templating.record_texts:encoded",
        "compress and sum up": "kjfz_docs.grids.compression:Compressor.body",
        **_COMPRESSING,
    },
    "row of a workbook from mappings": {
        "cells of many rows": "kjfz_docs.writing.sheet_template:PlainCells.columns",
        "join the cells": "kjfz_docs.writing.xlsx_columns:rows_of",
        **_COMPRESSING,
    },
    "附件1 into a record": _READING,
    "row of a Word list into a record": _READING,
    "row of a workbook into a record": {
        **_READING,
        "parse the workbook around its rows": "kjfz_docs.grids.xlsx:workbook",
        "plain rows by pattern": "kjfz_docs.grids.xlsx_plain:plain_rows",
        "values of plain rows": "kjfz_docs.reading.plain_rows:plain_values",
        "records of plain rows": "kjfz_docs.reading.plain_rows:ready_rows",
        "recognise, doubt, account for the rest": "kjfz_docs.forms.recognise:reading_of_excerpt",
    },
}
