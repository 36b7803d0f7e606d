"""The filters of templates: each writes a value in a way of its own, and reads it back.

A filter is made for one field by ``of(info, *arguments)``: ``{{ passed|tick("是") }}`` becomes
``TickCodec.of(info, "是")``.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Self

import attrs

from kjfz_docs.codecs.base import Codec, Read, T, squeeze
from kjfz_docs.codecs.choices import option_texts, text_of
from kjfz_docs.codecs.dates import DateCodec
from kjfz_docs.codecs.marks import Mark, mark
from kjfz_docs.codecs.registry import codec_for
from kjfz_docs.grids.model import RichText
from kjfz_docs.records.fields import FieldInfo

TICK, NO_TICK = "√", "\u3000"  # equally wide, so that （√） and （　） are
Titles = Mapping[str, str] | None
_TICK_SHAPE = re.compile(r"[^()（）\[\]【】\n]{1,6}")


class ArgumentError(ValueError):
    """A filter does not fit the field or the arguments of its tag; ``detail`` says so to the template's author."""

    def __init__(self, message: str, detail: str) -> None:
        super().__init__(message)
        self.detail = detail


@attrs.frozen
class FilterCodec(Codec[T]):
    """A codec that a template asks for by name."""

    @classmethod
    @abstractmethod
    def of(cls, info: FieldInfo, *arguments: Any, titles: Titles = None) -> Self:
        """The filter for a field with its tag's arguments; ArgumentError if they do not fit."""


def _arguments(name: str, arguments: tuple[Any, ...], least: int, most: int) -> list[str]:
    if not least <= len(arguments) <= most:
        count = str(least) if least == most else f"{least} to {most}"
        chinese = f"过滤器 {name} 要写 {count.replace('to', '到')} 个参数，不是 {len(arguments)} 个"
        raise ArgumentError(f"{name} takes {count} arguments, not {len(arguments)}", chinese)
    if not all(isinstance(argument, str) for argument in arguments):
        raise ArgumentError(f"the argument of {name} must be a text", f"过滤器 {name} 的参数要加引号")
    return list(arguments)


@attrs.frozen
class TickCodec(FilterCodec[Any]):
    """The place for a mark before one option: ``（{{ passed|tick("是") }}）是``.

    One place alone tells only whether its option is ticked; ``read_ticks`` decides over all of a field.
    """

    sees_looks: ClassVar[bool] = True

    option: str = attrs.field(default="", kw_only=True)

    @classmethod
    def of(cls, info: FieldInfo, *arguments: Any, titles: Titles = None) -> Self:  # noqa: ARG003 - one signature
        (option,) = _arguments("tick", arguments, 1, 1)
        texts = [text for _, text in option_texts(info)] if info.choices else []
        if option not in texts:
            known = f"它的选项是：{'、'.join(texts)}" if texts else "它没有选项"
            raise ArgumentError(
                f"{option} is not among the options of {info.name}: {', '.join(texts)}",
                f"“{info.name}”没有选项“{option}”，{known}",
            )
        return cls(info, NO_TICK, option=option)

    def shape(self) -> re.Pattern[str]:
        return _TICK_SHAPE

    def _write(self, value: Any) -> str:
        return TICK if text_of(self.info, value) == self.option else NO_TICK

    def _read(self, text: RichText | str) -> Read[Any]:
        found = Mark.TICK if squeeze(str(text)) == squeeze(self.option) else mark(text)
        if found is Mark.TICK:
            return Read(next(value for value, known in option_texts(self.info) if known == self.option))
        return Read(None) if found is Mark.NONE else Read(None, (self.doubt("KD309", text),))


@attrs.frozen
class _Wrapped(FilterCodec[T]):
    """A filter that writes and reads as another codec does, the field's own if nothing else is said."""

    codec: Codec[T] = attrs.field(kw_only=True)

    def under(self, label: str) -> Self:
        return attrs.evolve(self, codec=self.codec.under(label))

    def shape(self) -> re.Pattern[str] | None:
        return self.codec.shape()

    def tells_apart(self) -> bool:
        return self.codec.tells_apart()

    def read_exact(self, text: RichText | str) -> Read[T]:
        return Read(None) if str(text) == self.blank else self.codec.read_exact(text)

    def _write(self, value: T) -> str:
        return self.codec.write(value)

    def _read(self, text: RichText | str) -> Read[T]:
        return self.codec.read(text)


@attrs.frozen
class DateFilter(_Wrapped[Any]):
    """A date, and what the paper shows to be filled in: ``{{ signed_on|date("202  年  月  日") }}``."""

    @classmethod
    def of(cls, info: FieldInfo, *arguments: Any, titles: Titles = None) -> Self:  # noqa: ARG003 - one signature
        (blank,) = _arguments("date", arguments, 0, 1) or ("",)
        codec = codec_for(info, blank)
        if not isinstance(codec, DateCodec):
            raise ArgumentError(f"{info.name} is no date", f"“{info.name}”不是日期")
        return cls(info, blank, codec=codec)


@attrs.frozen
class LinesCodec(_Wrapped[str]):
    """A text as its paragraphs: ``{%p for line in report.experience|lines %}``."""

    @classmethod
    def of(cls, info: FieldInfo, *arguments: Any, titles: Titles = None) -> Self:
        _arguments("lines", arguments, 0, 0)
        if info.type is not str:
            raise ArgumentError(f"{info.name} is no text", f"“{info.name}”不是文字")
        return cls(info, codec=codec_for(info, titles=titles))

    def write(self, value: str | None) -> Any:
        """The paragraphs, a list of texts: what the loop of the tag runs over."""
        return [] if value is None else self.codec.write(value).split("\n")

    def join(self, lines: Iterable[RichText | str]) -> Read[str]:
        """The text that was written as these paragraphs."""
        return self.read_exact("\n".join(map(str, lines)))


@attrs.frozen
class InsteadOfCodec(_Wrapped[Any]):
    """A value over a word of the form: ``{{ economy_bureau|instead_of("各区经信局") }}（盖章）：``.

    The word itself cannot be told from a blank form; the writer refuses it by reading back.
    """

    @classmethod
    def of(cls, info: FieldInfo, *arguments: Any, titles: Titles = None) -> Self:
        (default,) = _arguments("instead_of", arguments, 1, 1)
        return cls(info, default, codec=codec_for(info, titles=titles))

    def read_exact(self, text: RichText | str) -> Read[Any]:
        # An invisible character is no word of the form, but it may be a value.
        plain = str(text).strip()
        return (
            Read(None) if not plain or squeeze(plain) == squeeze(self.blank) else self.codec.read_exact(text)
        )


@attrs.frozen
class AfterLabelCodec(_Wrapped[Any]):
    """Where people may write a value that the form prints elsewhere: behind the colon of its label."""

    @classmethod
    def of(cls, info: FieldInfo, *arguments: Any, titles: Titles = None) -> Self:
        _arguments("after_label", arguments, 0, 0)
        return cls(info, codec=codec_for(info, titles=titles))

    def write(self, value: Any) -> str:  # noqa: ARG002 - the value stands before the label
        return ""


FILTERS: Mapping[str, type[FilterCodec[Any]]] = MappingProxyType(
    {
        "tick": TickCodec,
        "date": DateFilter,
        "lines": LinesCodec,
        "instead_of": InsteadOfCodec,
        "after_label": AfterLabelCodec,
    }
)
