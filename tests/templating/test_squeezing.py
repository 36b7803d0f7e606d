from __future__ import annotations

import unicodedata
from unittest import mock

from hypothesis import given
from hypothesis import strategies as st

from kjfz_docs.templating.squeezing import _SIGNS, _TAKEN_SINGLY, _bare, squeeze

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


MIXED = st.text(
    st.one_of(st.sampled_from("李1a（）：①㎡℃‰×㈱μ ，。…！～·“”— \u3000\xa0\n\t\u2028"), st.characters()),
    max_size=12,
)


@given(MIXED)
def test_a_bare_text_is_that_of_the_standard(text: str) -> None:
    assert _bare(text) == "".join(unicodedata.normalize("NFKC", text).split())


def test_signs_of_texts_that_fold_singly_are_not_normalised_with_them() -> None:
    text = "服务（见附件）：……\n完成！" * 20
    with mock.patch(
        "kjfz_docs.templating.squeezing.unicodedata.normalize", wraps=unicodedata.normalize
    ) as normalise:
        assert _bare(text) == "服务(见附件):......完成!" * 20
    assert max(len(call.args[1]) for call in normalise.call_args_list) == 1


def test_what_is_normalised_by_itself_meets_nothing_that_it_could_become_one_with() -> None:
    characters = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
    parts = [unicodedata.decomposition(each).split() for each in characters]
    joined = {chr(int(each[1], 16)) for each in parts if len(each) == 2 and not each[0].startswith("<")}
    joined |= {chr(code) for code in (*range(0x1160, 0x1176), *range(0x11A8, 0x11C3))}
    for each in characters:
        if _TAKEN_SINGLY.fullmatch(each):
            made = unicodedata.normalize("NFKC", each)
            assert not joined.intersection(made), each
            assert not any(map(unicodedata.combining, made)), each
            assert "".join(made.split()) == made, each
            assert made == each or _SIGNS.fullmatch(each), each
