"""What a codec tells at a glance is what it reads."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import kjfz_docs as kd
from kjfz_docs.codecs.base import Read
from kjfz_docs.codecs.registry import codec_for
from kjfz_docs.records.fields import field_paths

CODECS = {
    path: codec_for(info)
    for form in kd.forms.values()
    for path, info in field_paths(form.record)
    if info.meta.kind != "programme"
}
TEXTS = st.one_of(
    st.text(min_size=1, max_size=40),
    st.from_regex(r"[0-9]{1,32}", fullmatch=True),
    st.from_regex(r"(86|0086|1)[0-9]{10,14}|[0-9]{12,15}0{1,9}|0{1,3}[0-9]{1,6}", fullmatch=True),
    st.from_regex(r"[\u4e00-\u9fffA-Za-z·0-9]{1,32}", fullmatch=True),
    st.integers(0, 999_999).map(str),
).filter(lambda text: text.isprintable() and text[0].isalnum() and text[-1].isalnum())


@pytest.mark.parametrize("path", sorted(CODECS))
@given(text=TEXTS)
@example(text="李 明")
@example(text="8613800000001")
@example(text="622202000000000000")
@example(text="007")
def test_what_is_plain_is_what_is_read(path: str, text: str) -> None:
    codec: Any = CODECS[path]
    value = codec.plain(text)
    if value is not None:
        assert codec.read(text) == codec.read_exact(text) == Read(value)


def test_most_texts_are_plain() -> None:
    plain = {
        "rows.*.name": "李明",
        "rows.*.host_enterprise": "示范区锐光3号装备有限公司",
        "rows.*.account.number": "6222020000000000006",
        "rows.*.mobile": "13800000001",
        "rows.*.serial": "12",
    }
    for path, text in plain.items():
        assert str(CODECS[path].plain(text)) == text
