"""Texts: taken as they stand. Names and the titles of programmes are texts that can look wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping

import attrs

from kjfz_docs.codecs.base import Codec, Read, has_struck, squeeze, trimmed
from kjfz_docs.grids.model import RichText

_LONGEST_NAME = 30
# Digits and signs that no name has; a dot, a hyphen, brackets and Latin letters are fine.
_NO_NAME = re.compile(r"[\d\n:：;；、/／=@#*?？!！<>{}\[\]【】|\\]")
_HAN = r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_STRETCHED = re.compile(rf"{_HAN}(?:[^\S\n]+{_HAN}){{1,3}}")
_PROPER_NAME = re.compile(r"[^\W\d_][^\d\n:：;；，,。！？!?]{0,29}")
_YEAR = re.compile(r"(?:19|20)\d\d年度?$")


@attrs.frozen
class VerbatimCodec(Codec[str]):
    """A text that is written as it is, so that an exact reading takes whatever stands there."""

    def _write(self, value: str) -> str:
        return value

    def read_exact(self, text: RichText | str) -> Read[str]:
        """The text without white space at its ends; ``check`` says what is wrong with it."""
        if isinstance(text, RichText) and has_struck(text):
            return self.read(text)
        return Read(str(text).strip() or None)


@attrs.frozen
class TextCodec(VerbatimCodec):
    """A text, verbatim in either way of reading; only what is blank at its ends is no part of it."""

    def _read(self, text: RichText | str) -> Read[str]:
        return self._trimmed(str(text))

    def plain(self, text: str) -> str | None:
        return text

    def _trimmed(self, text: str) -> Read[str]:
        """The text without what is blank at its ends; characters that nobody sees are said."""
        plain, kept = text.strip(), trimmed(text)
        return Read(kept or None, () if plain == kept else (self.doubt("KD326", kept),))


@attrs.frozen
class NameCodec(TextCodec):
    """A person's name. ·, rare characters and Latin letters stay, and so do spaces between names (John Smith).

    Spaces between the single characters of a short Chinese name only fill the column (李 明) and go, with a note.
    """

    def proper(self) -> re.Pattern[str]:
        return _PROPER_NAME

    def plain(self, text: str) -> str | None:
        return text if len(text) <= _LONGEST_NAME and text.isalpha() else None

    def _read(self, text: RichText | str) -> Read[str]:
        found = self._trimmed(str(text))
        name = found.value
        if name is None or found.findings:
            return found
        if _STRETCHED.fullmatch(name):
            plain = "".join(name.split())
            return Read(plain, (self.doubt("KD325", name, value=plain),))
        if len(name) > _LONGEST_NAME or _NO_NAME.search(name):
            return Read(name, (self.doubt("KD316", name),))
        return Read(name)


def _pairs(titles: Mapping[str, str] | tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple(titles.items()) if isinstance(titles, Mapping) else titles


@attrs.frozen
class ProgrammeCodec(Codec[str]):
    """The programme, printed by the title of its owner: 湖北省 for ``hubei``.

    An id without a title is printed as it is. Titles must differ from one another and from the ids, and no id may end
    in a title of another programme.
    """

    titles: tuple[tuple[str, str], ...] = attrs.field(default=(), converter=_pairs)

    def _write(self, value: str) -> str:
        return next((title for known, title in self.titles if known == value), value)

    def _read(self, text: RichText | str) -> Read[str]:
        plain = str(text).strip()
        key = squeeze(plain)
        by_title = {squeeze(title): known for known, title in self.titles}
        if key in by_title:
            return Read(by_title[key])
        # 2023年湖北省, 武汉市湖北省, 湖北省2023年: what stands around the title of a programme is no part of it.
        without_year = _YEAR.sub("", key)
        behind = max(
            (title for title in by_title if title and without_year.endswith(title)), key=len, default=None
        )
        if behind is None:
            return Read(plain or None)
        around = without_year.removesuffix(behind) + key[len(without_year) :]
        return Read(by_title[behind], (self.doubt("KD242", around),))
