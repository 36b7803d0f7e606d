from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from kjfz_docs.templating.squeezing import squeeze

TEXTS = st.text("姓名ａ１①ﬁ（） \t\n　\u200b\x1c", max_size=30)


@given(TEXTS, st.booleans())
def test_each_character_of_a_squeezed_text_is_found_where_it_came_from(text: str, fold: bool) -> None:
    squeezed, back = squeeze(text, fold)
    assert squeezed == "".join((unicodedata.normalize("NFKC", text) if fold else text).split())
    assert len(back) == len(squeezed)
    for index, character in enumerate(squeezed):
        origin = text[back[index]]
        assert character in (unicodedata.normalize("NFKC", origin) if fold else origin)
    assert list(back[:]) == sorted(back)
