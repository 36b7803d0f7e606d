"""The lines of keys in TOML files."""

from __future__ import annotations

import textwrap

from kjfz_docs.records.toml_lines import line_of, lines_of_keys

TEXT = textwrap.dedent(
    '''
    id = "a"  # [[cohorts]]
    owners = [
      "[x]", # ]
      "y",
    ]
    note = """
    [[cohorts]]
    year = 1 \\"""
    """

    [[cohorts]]
    number = 1
    [[cohorts.instalments]]
    ordinal = 1
      [[ cohorts.instalments ]]
    ordinal = 2

    [[cohorts]]
    year = 2
    [[cohorts.instalments]]
    amount = 3
    [more]
    key = {a = [1]}
    '''
)


def test_each_key_has_its_line() -> None:
    assert lines_of_keys(TEXT) == {
        "id": 2,
        "owners": 3,
        "note": 7,
        "cohorts.0": 12,
        "cohorts.0.number": 13,
        "cohorts.0.instalments.0": 14,
        "cohorts.0.instalments.0.ordinal": 15,
        "cohorts.0.instalments.1": 16,
        "cohorts.0.instalments.1.ordinal": 17,
        "cohorts.1": 19,
        "cohorts.1.year": 20,
        "cohorts.1.instalments.0": 21,
        "cohorts.1.instalments.0.amount": 22,
        "more": 23,
        "more.key": 24,
    }


def test_what_is_missing_has_the_line_of_its_table() -> None:
    lines = lines_of_keys(TEXT)
    assert line_of("cohorts.1.number", lines) == 19
    assert line_of("title", lines) is None
